#include <math.h>

#include "base/file.h"
#include "report/compose.h"

/* The list of sources: a number for each origin of the data that the report cites or uses, made
 * from the data package, in the order of GB/T 7714—2015's numbers (first cited, first numbered). */

enum { DEEPEST = 16 }; /* tables made from tables */

/* ---- numbers ---- */

static bool same_text(jb_str a, jb_str b)
{
    return !a.p == !b.p && jb_str_eq(a, b);
}

static bool same_data(const jb_origin *a, const jb_origin *b)
{
    return same_text(a->package, b->package) && same_text(a->file, b->file) &&
           jb_str_eq(a->name, b->name);
}

/* What has one origin has one entry; what says nothing of its origin has its own. */
static bool same_sources(const jb_origin *a, const jb_origin *b)
{
    if (!same_text(a->package, b->package) || a->sources_n != b->sources_n || !a->sources_n)
        return false;
    for (size_t i = 0; i < a->sources_n; i++)
        if (!same_text(a->sources[i].title, b->sources[i].title) ||
            !same_text(a->sources[i].path, b->sources[i].path))
            return false;
    return true;
}

static size_t number_of(jb_composer *c, const jb_origin *origin)
{
    size_t i = 0, k = 0;
    while (i < c->works.n && !same_sources(c->works.at[i].at[0], origin) &&
           !same_data(c->works.at[i].at[0], origin))
        i++;
    jb_work *work = i < c->works.n ? &c->works.at[i] : JB_PUSH(c->cx->keep, &c->works);
    while (k < work->n && !same_data(work->at[k], origin))
        k++;
    if (k == work->n)
        *JB_PUSH(c->cx->keep, work) = origin;
    return i + 1;
}

/* ---- which data ---- */

/* A file that no package speaks of is its own origin. */
static size_t number_of_file(jb_composer *c, jb_str url)
{
    jb_str path = jb_path_from(c->cx->keep, c->front->span.source->name, url);
    const jb_origin *known = jb_origin_of(c->cx, path);
    if (known)
        return number_of(c, known);
    jb_origin *own = JB_NEW(c->cx->keep, jb_origin);
    *own = (jb_origin){.name = jb_path_base(path), .file = path};
    return number_of(c, own);
}

static const jb_node *text_in(const jb_node *map, jb_str key)
{
    const jb_node *node = jb_node_get(map, key);
    return node && node->kind == JB_NODE_STRING ? node : NULL;
}

static size_t number_of_table(jb_composer *c, jb_str name, size_t depth);

/* A data object: {url}, {name} or a name; 0: its values stand in the report. */
static size_t number_of_data(jb_composer *c, const jb_node *data, size_t depth)
{
    const jb_node *url = text_in(data, JB_S("url")), *name = text_in(data, JB_S("name"));
    if (depth > DEEPEST)
        return 0;
    if (url)
        return number_of_file(c, url->text);
    name = data->kind == JB_NODE_STRING ? data : name;
    return name ? number_of_table(c, name->text, depth + 1) : 0;
}

static size_t number_of_table(jb_composer *c, jb_str name, size_t depth)
{
    const jb_node *data = jb_node_get(c->front->data, name);
    return data ? number_of_data(c, data, depth) : 0;
}

/* Everything under a key “data”, as deep as it stands. */
static void number_tree(jb_composer *c, const jb_node *node)
{
    for (size_t i = 0; node->kind == JB_NODE_LIST && i < node->n; i++)
        number_tree(c, node->items[i]);
    for (size_t i = 0; node->kind == JB_NODE_MAP && i < node->n; i++) {
        const jb_member *m = &node->members[i];
        if (jb_str_eq(m->key, JB_S("data")))
            number_of_data(c, m->value, 0);
        number_tree(c, m->value);
    }
}

/* The front matter's tables, as far as they are such. */
static const jb_member *tables_of(const jb_composer *c, size_t *n)
{
    const jb_node *data = c->front->data;
    bool map = data && data->kind == JB_NODE_MAP;
    *n = map ? data->n : 0;
    return map ? data->members : NULL;
}

/* The resources that the report may cite: of the packages by its tables and by itself. */
static const jb_origin *resources(jb_composer *c, size_t which, size_t *n)
{
    jb_str report = c->front->span.source->name;
    size_t tables;
    const jb_member *table = tables_of(c, &tables);
    const jb_node *url = which < tables ? text_in(table[which].value, JB_S("url")) : NULL;
    *n = 0;
    if (which == tables)
        return jb_origins_near(c->cx, report, n);
    return url ? jb_origins_near(c->cx, jb_path_from(c->cx->keep, report, url->text), n) : NULL;
}

static size_t resource_lists(const jb_composer *c)
{
    size_t n;
    tables_of(c, &n);
    return n + 1;
}

static size_t number_of_resource(jb_composer *c, jb_str name)
{
    for (size_t which = 0, n; which < resource_lists(c); which++) {
        const jb_origin *all = resources(c, which, &n);
        for (size_t i = 0; i < n; i++)
            if (jb_str_eq(all[i].name, name))
                return number_of(c, &all[i]);
    }
    return 0;
}

static void number_all(jb_composer *c)
{
    for (size_t which = 0, n; which < resource_lists(c); which++) {
        const jb_origin *all = resources(c, which, &n);
        for (size_t i = 0; i < n; i++)
            number_of(c, &all[i]);
    }
}

static size_t number_of_name(jb_composer *c, jb_str name)
{
    size_t number = number_of_table(c, name, 0);
    return number ? number : number_of_resource(c, name);
}

/* ---- the walk ---- */

typedef struct wanted {
    bool cited, listed, all;
} wanted;

static bool says_all(jb_composer *c, const jb_block *b)
{
    jb_said all = jb_attribute_of(&b->attributes, JB_S("all"));
    bool yes = jb_str_eq(all.text, JB_S("true"));
    if (all.text.p && !yes && !jb_str_eq(all.text, JB_S("false")))
        jb_fail(c->cx, all.span, "“all” of sources is true or false");
    return yes;
}

static void look(jb_composer *c, const jb_blocks *blocks, wanted *w)
{
    for (size_t i = 0; i < blocks->n; i++) {
        const jb_block *b = blocks->at[i];
        for (size_t k = 0; k < b->text.n; k++)
            w->cited = w->cited || b->text.at[k].reference == JB_REFERS_TO_SOURCE;
        if (b->kind == JB_BLOCK_DIV && jb_str_eq(b->attributes.kind.text, JB_S("sources"))) {
            w->listed = true;
            w->all = says_all(c, b) || w->all;
        }
        look(c, &b->blocks, w);
    }
}

static void number_cited(jb_composer *c, const jb_blocks *blocks)
{
    for (size_t i = 0; i < blocks->n; i++) {
        const jb_block *b = blocks->at[i];
        for (size_t k = 0; k < b->text.n; k++)
            if (b->text.at[k].reference == JB_REFERS_TO_SOURCE)
                number_of_name(c, b->text.at[k].text);
        number_cited(c, &b->blocks);
    }
}

static void number_used(jb_composer *c, const jb_blocks *blocks)
{
    for (size_t i = 0; i < blocks->n; i++) {
        if (blocks->at[i]->node)
            number_tree(c, blocks->at[i]->node);
        number_used(c, &blocks->at[i]->blocks);
    }
}

static void number_tables(jb_composer *c)
{
    size_t n;
    const jb_member *tables = tables_of(c, &n);
    for (size_t i = 0; i < n; i++) {
        number_of_data(c, tables[i].value, 0);
        number_tree(c, tables[i].value);
    }
}

void jb_sources_make(jb_composer *c)
{
    wanted w = {0};
    look(c, &c->manuscript->blocks, &w);
    look(c, &c->manuscript->notes, &w);
    c->works_listed = w.listed;
    if (!w.cited && !w.listed)
        return;
    number_cited(c, &c->manuscript->blocks);
    number_cited(c, &c->manuscript->notes);
    number_used(c, &c->manuscript->blocks);
    number_tables(c);
    if (w.all)
        number_all(c);
}

/* ---- citing ---- */

static void tell_unknown(jb_composer *c, const jb_inline *in)
{
    JB_LIST(jb_str) names = {0};
    size_t tables;
    const jb_member *table = tables_of(c, &tables);
    for (size_t i = 0; i < tables; i++)
        *JB_PUSH(c->cx->scratch, &names) = table[i].key;
    for (size_t which = 0, n; which < resource_lists(c); which++) {
        const jb_origin *all = resources(c, which, &n);
        for (size_t i = 0; i < n; i++)
            *JB_PUSH(c->cx->scratch, &names) = all[i].name;
    }
    jb_fail(c->cx, in->place, "no table and no resource named “%.*s” to cite",
            JB_F(jb_brief(c->cx, in->text)));
    if (!jb_hint_nearest(c->cx, in->text, JB_NAMES(names.at, names.n)))
        jb_hint(c->cx, "cite a table read from a file, or a resource of the data package");
}

size_t jb_source_number(jb_composer *c, const jb_inline *cites)
{
    size_t number = number_of_name(c, cites->text);
    if (!number) {
        tell_unknown(c, cites);
    } else if (!c->works_listed) {
        jb_fail(c->cx, cites->place, "a source is cited, and the report does not list its sources");
        jb_hint(c->cx, "write ::: sources and ::: where the list shall stand");
        c->works_listed = true; /* told once */
    }
    return number;
}

/* ---- the list ---- */

static bool is_address(jb_str path)
{
    return jb_str_starts(path, JB_S("http://")) || jb_str_starts(path, JB_S("https://"));
}

/* A sentence's end is ours to set. */
static jb_str without_stop(jb_str text)
{
    static const jb_str stops[] = {JB_K("。"), JB_K(".")};
    text = jb_str_trim(text);
    for (size_t i = 0; i < JB_COUNT(stops); i++)
        if (jb_str_ends(text, stops[i]))
            return jb_str_cut(text, 0, text.n - stops[i].n);
    return text;
}

typedef struct entry {
    jb_composer *c;
    jb_pieces pieces;
    jb_span place;
} entry;

static jb_piece *say(entry *e, jb_str text)
{
    jb_piece *p = JB_PUSH(e->c->cx->keep, &e->pieces);
    *p = *jb_pieces_of_text(e->c, text, JB_FONT_ENDNOTE, e->place).at;
    return p;
}

static void say_source(entry *e, const jb_origin_source *s)
{
    if (s->title.n)
        say(e, without_stop(s->title));
    if (s->title.n && s->path.n)
        say(e, JB_S(". "));
    if (!s->path.n)
        return;
    jb_piece *path = say(e, s->path);
    if (is_address(s->path))
        path->style.link = s->path;
}

/* 题名（文件）、题名（文件）[DS]//数据包. 来源. */
static jb_pieces pieces_of(jb_composer *c, const jb_work *work, jb_span place)
{
    entry e = {.c = c, .place = place};
    const jb_origin *first = work->at[0];
    bool online = false;
    for (size_t i = 0; i < work->n; i++) {
        const jb_origin *o = work->at[i];
        say(&e, i ? JB_S("、") : JB_S(""));
        say(&e, without_stop(o->title.n ? o->title : o->name));
        if (o->file.n && !jb_str_eq(jb_path_base(o->file), o->name))
            say(&e, jb_str_printf(c->cx->keep, "（%.*s）", JB_F(o->file)));
    }
    for (size_t i = 0; i < first->sources_n; i++)
        online = online || is_address(first->sources[i].path);
    say(&e, online ? JB_S("[DS/OL]") : JB_S("[DS]"))->whole = true;
    if (first->package_title.n)
        say(&e, jb_str_printf(c->cx->keep, "//%.*s", JB_F(without_stop(first->package_title))));
    for (size_t i = 0; i < first->sources_n; i++) {
        say(&e, i ? JB_S("；") : JB_S(". "));
        say_source(&e, &first->sources[i]);
    }
    say(&e, JB_S("."));
    e.pieces.notes = JB_NEW_N(c->cx->keep, size_t, e.pieces.n + 1);
    return e.pieces;
}

static jb_str label_of(jb_composer *c, size_t i)
{
    return jb_str_printf(c->cx->keep, "[%zu]", i + 1);
}

static void push_work(jb_composer *c, size_t i, double hang, const jb_element *list, jb_span place)
{
    const jb_element *item = jb_element_new(c, list, JB_S("LI")),
                     *body = jb_element_new(c, item, JB_S("LBody"));
    jb_pieces pieces = pieces_of(c, &c->works.at[i], place);
    const jb_setting s = {.font = JB_FONT_ENDNOTE,
                          .justify = JB_JUSTIFY,
                          .left = hang,
                          .element = jb_element_new(c, body, JB_S("BibEntry"))};
    size_t first = jb_set_paragraph(c, &pieces, &s);
    jb_hang_label(c, item, label_of(c, i), JB_FONT_ENDNOTE, first, c->left, place);
    c->boxes.at[first].ink->dest = jb_str_printf(c->cx->keep, "source-%zu", i + 1);
}

void jb_compose_sources(jb_composer *c, const jb_block *b)
{
    jb_compose_blocks(c, &b->blocks);
    if (!c->works.n) {
        jb_fail(c->cx, b->span, "no sources to list: the report reads no data from files");
        jb_hint(c->cx, "{.sources all=true} lists all that the data package has");
        return;
    }
    const jb_text_style *style = &c->sheet->fonts[JB_FONT_ENDNOTE];
    double widest = jb_text_line(c->cx, style, label_of(c, c->works.n - 1), b->span)->width;
    const jb_element *list = jb_element_new(c, c->parent, JB_S("L"));
    for (size_t i = 0; i < c->works.n; i++)
        push_work(c, i, widest + 0.5 * style->size, list, b->span);
    jb_part_from_grid(c);
}
