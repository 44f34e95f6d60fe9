/* A specification all the way to its picture: whatever it says, it is drawn or refused with a
 * message. Mutations are made in the tree along the declarations of the grammar, so that most of
 * what they make is sound enough to be drawn. */
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "chart/chart.h"
#include "grammar/make.h"
#include "grammar/spec.h"
#include "render/render.h"
#include "text/text.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n);
size_t LLVMFuzzerCustomMutator(uint8_t *bytes, size_t n, size_t most, unsigned seed);
size_t LLVMFuzzerMutate(uint8_t *bytes, size_t n, size_t most);

static jb_ctx begin(void)
{
    static jb_arena *life;
    life = life ? life : jb_arena_new(NULL);
    jb_ctx cx = {.keep = jb_arena_new(NULL),
                 .scratch = jb_arena_new(NULL),
                 .life = life,
                 .limits = jb_limits_default()};
    cx.limits.pixels = 4u << 20;
    cx.limits.regexp_steps = 2000;
    return cx;
}

static void end(jb_ctx *cx)
{
    jb_arena_free(cx->scratch);
    jb_arena_free(cx->keep);
}

/* ---- mutation -------------------------------------------------------------------------------- */

typedef struct mutation {
    jb_ctx *cx;
    uint32_t state;
    const jb_node *rows; /* of the first data met: their keys are the columns */
} mutation;

static size_t below(mutation *m, size_t n)
{
    m->state = m->state * 1664525u + 1013904223u;
    return n ? (m->state >> 8) % n : 0;
}

static const jb_node *text(mutation *m, jb_str s)
{
    return jb_node_string(m->cx->keep, s, (jb_span){0});
}

static const jb_node *number(mutation *m)
{
    static const double some[] = {0,      1,    2,      3,    5,     10,   20,    45,
                                  90,     270,  0.5,    0.1,  -1,    -0.5, 1e-9,  100,
                                  300,    1000, -1e9,   1e6,  1e9,   1e15, 1e308, -1e308,
                                  5e-324, 2024, 1.7e12, 1e18, 359.9, -180};
    return jb_node_number(m->cx->keep, some[below(m, JB_COUNT(some))], (jb_span){0});
}

static const jb_node *word(mutation *m)
{
    static const jb_str some[] = {JB_K(""),
                                  JB_K("a"),
                                  JB_K("米"),
                                  JB_K("一季度\n二季度"),
                                  JB_K("red"),
                                  JB_K("#8c1515"),
                                  JB_K("viridis"),
                                  JB_K(".2f"),
                                  JB_K("%Y-%m"),
                                  JB_K("wanyi"),
                                  JB_K("circle"),
                                  JB_K("M0,0L1,1Z"),
                                  JB_K("2024-07-01"),
                                  JB_K("sans-serif"),
                                  JB_K("bold"),
                                  JB_K("\xCC\x81\xF0\x9F\x98\x80"),
                                  JB_K("transparent"),
                                  JB_K("zh-CN"),
                                  JB_K("shared")};
    return text(m, some[below(m, JB_COUNT(some))]);
}

static const jb_node *field(mutation *m)
{
    const jb_node *row =
        m->rows && m->rows->kind == JB_NODE_LIST && m->rows->n ? m->rows->items[0] : NULL;
    if (!row || row->kind != JB_NODE_MAP || !row->n)
        return word(m);
    return text(m, row->members[below(m, row->n)].key);
}

static const jb_node *expression(mutation *m)
{
    static const jb_str some[] = {JB_K("datum.value"),
                                  JB_K("datum.label + '!'"),
                                  JB_K("1 / 0"),
                                  JB_K("width * 2"),
                                  JB_K("datum.n > 5"),
                                  JB_K("if(datum.index % 2, 'x', null)"),
                                  JB_K("sequence(0, 10)"),
                                  JB_K("format(datum.value, '.3s')"),
                                  JB_K("isValid(datum.n)"),
                                  JB_K("toDate(datum.n)")};
    return text(m, some[below(m, JB_COUNT(some))]);
}

static const jb_node *scalar(mutation *m)
{
    switch (below(m, 6)) {
    case 0:
        return jb_node_map(m->cx->keep, NULL, 0, (jb_span){0});
    case 1:
        return jb_node_bool(m->cx->keep, below(m, 2), (jb_span){0});
    case 2:
        return word(m);
    default:
        return number(m);
    }
}

static const jb_node *null_node(mutation *m)
{
    jb_node *none = jb_node_bool(m->cx->keep, false, (jb_span){0});
    none->kind = JB_NODE_NULL;
    return none;
}

typedef const jb_node *maker(mutation *m);

static const jb_node *list_of(mutation *m, maker *make)
{
    jb_maker list = jb_make(m->cx, (jb_span){0});
    for (size_t n = below(m, 4); n; n--)
        jb_add(&list, make(m));
    return jb_made_list(&list);
}

static const jb_node *truth(mutation *m)
{
    return jb_node_bool(m->cx->keep, below(m, 2), (jb_span){0});
}

static const jb_node *made(mutation *m, const jb_property *row, int depth);

static const jb_node *made_object(mutation *m, const jb_class *class, int depth)
{
    jb_maker map = jb_make(m->cx, (jb_span){0});
    jb_properties rows = class->properties();
    for (size_t i = 0; i < rows.n; i++)
        if (rows.at[i].required)
            jb_put_key(&map, rows.at[i].key, (jb_span){0}, made(m, &rows.at[i], depth - 1));
    for (size_t n = 1 + below(m, 3); rows.n && n; n--) {
        const jb_property *row = &rows.at[below(m, rows.n)];
        jb_put_key(&map, row->key, (jb_span){0}, made(m, row, depth - 1));
    }
    return jb_made_map(&map);
}

/* A value of the kind that the declaration names. */
static const jb_node *made(mutation *m, const jb_property *row, int depth)
{
    static maker *const makers[JB_KINDS] = {
        [JB_KIND_BOOL] = truth,  [JB_KIND_NUMBER] = number,     [JB_KIND_STRING] = word,
        [JB_KIND_COLOR] = word,  [JB_KIND_WEIGHT] = word,       [JB_KIND_TEXT] = word,
        [JB_KIND_FIELD] = field, [JB_KIND_EXPR] = expression,   [JB_KIND_VALUE] = scalar,
        [JB_KIND_ANY] = scalar,  [JB_KIND_STRING_OR_MAP] = word};
    if (below(m, 24) == 0)
        return null_node(m);
    if (makers[row->kind])
        return makers[row->kind](m);
    if (row->kind == JB_KIND_ENUM) {
        const jb_enum *e = row->of;
        return text(m, e->keys[below(m, e->n)]);
    }
    if (row->kind == JB_KIND_NUMBERS || row->kind == JB_KIND_VALUES)
        return list_of(m, row->kind == JB_KIND_NUMBERS ? number : scalar);
    if (row->kind == JB_KIND_STRINGS)
        return list_of(m, field);
    if (depth <= 0)
        return scalar(m);
    if (row->kind != JB_KIND_LIST)
        return made_object(m, row->of, depth);
    jb_maker list = jb_make(m->cx, (jb_span){0});
    for (size_t n = 1 + below(m, 2); n; n--)
        jb_add(&list, made_object(m, row->of, depth));
    return jb_made_list(&list);
}

static const jb_property *row_of(const jb_class *class, jb_str key)
{
    jb_properties rows = class ? class->properties() : (jb_properties){0};
    for (size_t i = 0; i < rows.n; i++)
        if (jb_str_eq(rows.at[i].key, key))
            return &rows.at[i];
    return NULL;
}

static const jb_node *changed(mutation *m, const jb_node *node, const jb_class *class, int depth);

static const jb_node *changed_list(mutation *m, const jb_node *node, const jb_class *class,
                                   int depth)
{
    size_t at = below(m, node->n + 1), how = below(m, 8);
    jb_maker list = jb_make(m->cx, (jb_span){0});
    for (size_t i = 0; i < node->n; i++) {
        if (i == at && how == 0)
            continue;
        jb_add(&list,
               i == at && how > 1 ? changed(m, node->items[i], class, depth - 1) : node->items[i]);
        if (i == at && how == 1)
            jb_add(&list, node->items[i]);
    }
    return jb_made_list(&list);
}

/* One member dropped, made anew, changed inside, or one more. */
static const jb_node *changed_map(mutation *m, const jb_node *node, const jb_class *class,
                                  int depth)
{
    size_t at = below(m, node->n + 1), how = below(m, 8);
    jb_properties rows = class ? class->properties() : (jb_properties){0};
    jb_maker map = jb_make(m->cx, (jb_span){0});
    for (size_t i = 0; i < node->n; i++) {
        const jb_member *x = &node->members[i];
        const jb_property *row = row_of(class, x->key);
        const jb_class *inner = row && row->kind >= JB_KIND_OBJECT ? row->of : NULL;
        const jb_node *value = x->value;
        if (i == at && how == 0)
            continue;
        if (i == at && how == 1 && row)
            value = made(m, row, 2);
        else if (i == at)
            value = changed(m, value, inner, depth - 1);
        jb_put_key(&map, x->key, (jb_span){0}, value);
    }
    if (rows.n && (at == node->n || how == 2)) {
        const jb_property *row = &rows.at[below(m, rows.n)];
        jb_put_key(&map, row->key, (jb_span){0}, made(m, row, 2));
    }
    return jb_made_map(&map);
}

static const jb_node *changed(mutation *m, const jb_node *node, const jb_class *class, int depth)
{
    if (depth > 0 && node->kind == JB_NODE_MAP)
        return changed_map(m, node, class, depth);
    if (depth > 0 && node->kind == JB_NODE_LIST)
        return changed_list(m, node, class, depth);
    return class && below(m, 2) ? made_object(m, class, 2) : scalar(m);
}

static const jb_node *rows_in(const jb_node *node)
{
    const jb_node *found = jb_node_get(jb_node_get(node, JB_S("data")), JB_S("values"));
    for (size_t i = 0; !found && node->kind == JB_NODE_MAP && i < node->n; i++)
        found = rows_in(node->members[i].value);
    for (size_t i = 0; !found && node->kind == JB_NODE_LIST && i < node->n; i++)
        found = rows_in(node->items[i]);
    return found;
}

static const jb_node *read_tree(jb_ctx *cx, const uint8_t *bytes, size_t n)
{
    jb_str all = jb_str_dup(cx->keep, (jb_str){(const char *)bytes, n});
    if (!n || jb_utf8_check(all) != n || memchr(all.p, 0, n))
        return NULL;
    return jb_tree_read(cx, jb_source_new(cx->keep, JB_S("f"), all), JB_YAML);
}

size_t LLVMFuzzerCustomMutator(uint8_t *bytes, size_t n, size_t most, unsigned seed)
{
    jb_ctx cx = begin();
    mutation m = {.cx = &cx, .state = seed};
    const jb_node *tree = read_tree(&cx, bytes, n);
    size_t length = 0;
    if (tree && tree->kind == JB_NODE_MAP && seed % 16) {
        m.rows = rows_in(tree);
        for (size_t i = 1 + below(&m, 3); i; i--)
            tree = changed(&m, tree, &jb_view_class, 12);
        jb_buf b = jb_buf_new(cx.keep);
        jb_node_json(&b, tree, 0);
        if (b.text.n <= most) {
            memcpy(bytes, b.text.p, b.text.n);
            length = b.text.n;
        }
    }
    end(&cx);
    return length ? length : LLVMFuzzerMutate(bytes, n, most);
}

/* ---- what is tested -------------------------------------------------------------------------- */

static void draw(jb_ctx *cx, const jb_view_spec *spec)
{
    jb_scene *scene = jb_chart_compile(cx, spec, NULL);
    if (!scene && !jb_failed(cx))
        abort(); /* refused without a word */
    for (size_t i = 0; scene && !jb_failed(cx) && i < jb_backends_n; i++) {
        jb_str bytes;
        bool vectors = jb_str_eq(jb_backends[i].extension, JB_S("svg")) ||
                       jb_str_eq(jb_backends[i].extension, JB_S("scene.json"));
        if (vectors && !jb_render_scene(cx, scene, &jb_backends[i], NULL, &bytes) && !jb_failed(cx))
            abort();
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
    static struct jb_fonts *fonts;
    if (n > 16384)
        return 0;
    jb_ctx cx = begin();
    cx.fonts = fonts;
    const jb_node *tree = jb_files_open(&cx, JB_S("tests/fuzz")) ? read_tree(&cx, bytes, n) : NULL;
    const jb_view_spec *spec = tree ? jb_chart_read(&cx, tree, NULL, NULL) : NULL;
    if (spec)
        draw(&cx, spec);
    else if (tree && !jb_failed(&cx))
        abort();
    jb_messages_show(&cx, false);
    fonts = jb_fonts_outlast(&cx);
    end(&cx);
    return 0;
}
