#include "base/tree.h"

#include <libfyaml.h>
#include <math.h>
#include <string.h>

#include "base/file.h"

jb_str jb_node_kind_name(jb_node_kind kind)
{
    static const jb_str names[] = {
        [JB_NODE_NULL] = JB_K("null"),       [JB_NODE_BOOL] = JB_K("true or false"),
        [JB_NODE_NUMBER] = JB_K("a number"), [JB_NODE_STRING] = JB_K("a string"),
        [JB_NODE_LIST] = JB_K("a list"),     [JB_NODE_MAP] = JB_K("a map"),
    };
    _Static_assert(JB_COUNT(names) == JB_NODE_KINDS, "every kind has a name");
    return names[kind];
}

typedef struct reader {
    jb_ctx *cx;
    const jb_source *source;
    struct fy_document *doc;
    jb_syntax syntax;
    size_t left; /* nodes that may still be made: aliases can multiply */
} reader;

enum { MOST_REPEATED = 1000000 }; /* nodes that aliases add to those of the text */

static bool quote_at(jb_str text, size_t at)
{
    return at < text.n && (text.p[at] == '"' || text.p[at] == '\'');
}

/* A quoted scalar's token begins behind its quote: the quotes belong to the span. */
static jb_span span_of(const reader *r, struct fy_token *token)
{
    const struct fy_mark *from = token ? fy_token_start_mark(token) : NULL;
    const struct fy_mark *to = token ? fy_token_end_mark(token) : NULL;
    if (!from)
        return jb_span_of(r->source);
    size_t at = from->input_pos, n = to && to->input_pos > at ? to->input_pos - at : 0;
    if (at && quote_at(r->source->text, at - 1) && quote_at(r->source->text, at + n))
        return (jb_span){r->source, at - 1, n + 2};
    return (jb_span){r->source, at, n};
}

static bool is_one_of(jb_str s, const char *const *words)
{
    for (; *words; words++)
        if (jb_str_eq(s, jb_str_of(*words)))
            return true;
    return false;
}

/* Numbers of the YAML 1.2 core schema that are not decimal: 0o17, 0x1F, .inf, .nan */
static bool yaml_number(jb_str s, double *number)
{
    static const char *const infinite[] = {".inf", ".Inf", ".INF", "+.inf", "-.inf", NULL};
    static const char *const nan_words[] = {".nan", ".NaN", ".NAN", NULL};
    if (is_one_of(s, infinite))
        return *number = s.p[0] == '-' ? -HUGE_VAL : HUGE_VAL, true;
    if (is_one_of(s, nan_words))
        return *number = NAN, true;
    return s.n > 2 && (s.p[1] == 'x' || s.p[1] == 'o') && jb_radix_read(s, number);
}

static void resolve_plain(reader *r, jb_node *node)
{
    static const char *const nulls[] = {"", "~", "null", "Null", "NULL", NULL};
    static const char *const trues[] = {"true", "True", "TRUE", NULL};
    static const char *const falses[] = {"false", "False", "FALSE", NULL};
    node->kind = JB_NODE_STRING;
    if (is_one_of(node->text, nulls))
        node->kind = JB_NODE_NULL;
    else if (is_one_of(node->text, trues) || is_one_of(node->text, falses))
        node->kind = JB_NODE_BOOL, node->truth = (node->text.p[0] | 32) == 't';
    else if (jb_number_read(node->text, &node->number) ||
             (r->syntax == JB_YAML && yaml_number(node->text, &node->number)))
        node->kind = JB_NODE_NUMBER;
}

/* `where` is the place of a node that has no token of its own: an empty list or map, a missing
 * value. */
static const jb_node *convert(reader *r, struct fy_node *fyn, size_t depth, jb_span where);

static void convert_scalar(reader *r, struct fy_node *fyn, jb_node *node)
{
    struct fy_token *token = fy_node_get_scalar_token(fyn);
    size_t n = 0;
    const char *text = fy_node_get_scalar(fyn, &n);
    node->span = span_of(r, token);
    node->text = text ? jb_str_dup(r->cx->keep, (jb_str){text, n}) : (jb_str){"", 0};
    bool plain = !token || fy_token_scalar_style(token) == FYSS_PLAIN;
    if (plain)
        resolve_plain(r, node);
    else
        node->kind = JB_NODE_STRING;
}

static void convert_list(reader *r, struct fy_node *fyn, jb_node *node, size_t depth)
{
    int n = fy_node_sequence_item_count(fyn);
    const jb_node **items = JB_NEW_N(r->cx->keep, const jb_node *, n > 0 ? (size_t)n : 1);
    void *iterator = NULL;
    struct fy_node *item;
    node->kind = JB_NODE_LIST;
    while ((item = fy_node_sequence_iterate(fyn, &iterator)) && node->n < (size_t)n)
        if (!(items[node->n++] = convert(r, item, depth, node->span)))
            break;
    node->items = items;
}

static void convert_map(reader *r, struct fy_node *fyn, jb_node *node, size_t depth)
{
    int n = fy_node_mapping_item_count(fyn);
    jb_member *members = JB_NEW_N(r->cx->keep, jb_member, n > 0 ? (size_t)n : 1);
    void *iterator = NULL;
    struct fy_node_pair *pair;
    node->kind = JB_NODE_MAP;
    while ((pair = fy_node_mapping_iterate(fyn, &iterator)) && node->n < (size_t)n) {
        struct fy_node *key = fy_node_pair_key(pair);
        jb_member *m = &members[node->n++];
        if (key && fy_node_is_scalar(key)) {
            jb_node name = {0};
            convert_scalar(r, key, &name);
            m->key = name.text;
            m->key_span = name.span;
        } else {
            jb_fail(r->cx, node->span, "a key must be plain text");
        }
        m->value = convert(r, fy_node_pair_value(pair), depth, m->key_span);
        if (!m->value)
            break;
    }
    node->members = members;
}

/* Where a list or map begins: at its first item. */
static jb_span start_of(const jb_node *node)
{
    if (node->n && node->kind == JB_NODE_MAP)
        return node->members[0].key_span;
    if (node->n && node->items[0])
        return node->items[0]->span;
    return node->span;
}

static const jb_node *convert(reader *r, struct fy_node *fyn, size_t depth, jb_span where)
{
    jb_node *node = JB_NEW(r->cx->keep, jb_node);
    node->span = where;
    if (fyn && fy_node_is_alias(fyn)) {
        struct fy_node *target = fy_node_resolve_alias(fyn);
        if (!target) {
            jb_fail(r->cx, span_of(r, fy_node_get_scalar_token(fyn)), "no anchor of this name");
            return NULL;
        }
        fyn = target;
    }
    if (depth > r->cx->limits.nesting) {
        jb_fail_nested(r->cx, node->span);
        return NULL;
    }
    if (!r->left--) {
        jb_fail(r->cx, node->span, "aliases repeat more than %d values", MOST_REPEATED);
        return NULL;
    }
    if (!fyn)
        return node;
    if (fy_node_is_scalar(fyn))
        return convert_scalar(r, fyn, node), node;
    size_t before = jb_errors(r->cx);
    if (fy_node_is_sequence(fyn))
        convert_list(r, fyn, node, depth + 1);
    else
        convert_map(r, fyn, node, depth + 1);
    if (jb_errors(r->cx) > before)
        return NULL;
    node->span = start_of(node);
    return node;
}

static size_t offset_of_line(jb_str text, int line, int column)
{
    size_t at = 0;
    for (int l = 1; l < line && at < text.n; at++)
        if (text.p[at] == '\n' ||
            (text.p[at] == '\r' && !(at + 1 < text.n && text.p[at + 1] == '\n')))
            l++;
    for (int c = 1; c < column && at < text.n && text.p[at] != '\n'; c++)
        jb_utf8_next(text, &at);
    return at;
}

/* Ways out of the mistakes that people make most; `said` is how the parser's message begins. */
static const struct {
    jb_str said;
    const char *hint;
} ways_out[] = {
    {JB_K("tab character may not"), "indent with spaces"},
    {JB_K("invalid tab"), "indent with spaces"},
    {JB_K("cannot use tab"), "indent with spaces"},
    {JB_K("single quoted scalars not"), "JSON has double quotes only; a .yaml file takes both"},
    {JB_K("JSON only allows double"), "JSON has double quotes only; a .yaml file takes both"},
    {JB_K("Invalid JSON plain"), "a text stands in double quotes and what is not known is null; "
                                 "YAML is read from a .yaml file"},
    {JB_K("JSON disallows trailing"), "take the comma out; a .yaml file may have it"},
    {JB_K("duplicate key"), "the same key stands above: keep one of the two"},
    {JB_K("duplicate mapping key"), "the same key stands above: keep one of the two"},
    {JB_K("invalid multiline plain key"), "the keys of one object begin in one column"},
    {JB_K("invalid mapping in plain"), "the keys of one object begin in one column"},
    {JB_K("invalid indentation in mapping"), "the keys of one object begin in one column"},
    {JB_K("did not find expected key"), "the keys of one object begin in one column"},
    {JB_K("invalid nested block mapping"),
     "a text with a colon and a blank in it stands in quotes"},
    {JB_K("could not find expected ':'"), "a key is written “key: value”, with a blank"},
    {JB_K("flow sequence without"), "a [ before this is not closed, or a comma is missing"},
    {JB_K("flow mapping without"), "a { before this is not closed, or a comma is missing"},
    {JB_K("missing comma in flow sequence"),
     "a [ before this is not closed, or a comma is missing"},
    {JB_K("missing comma in flow mapping"), "a { before this is not closed, or a comma is missing"},
    {JB_K("wrongly indented double-quoted"), "the quote that opens here is not closed"},
    {JB_K("wrongly indented single-quoted"), "the quote that opens here is not closed"},
    {JB_K("double-quoted scalar without"), "the quote that opens here is not closed"},
    {JB_K("single-quoted scalar without"), "the quote that opens here is not closed"},
    {JB_K("plain scalar cannot start with '`'"),
     "a text that begins so stands in quotes; a fence before another is closed by ``` first"},
    {JB_K("plain scalar cannot start"), "a text that begins so stands in quotes"},
};

/* Marks of Chinese text that are typed for those of the notation. */
static const struct {
    jb_str wide;
    const char *plain;
} wide_marks[] = {
    {JB_K("\uFF0C"), ","},  {JB_K("\u3001"), ","}, {JB_K("\uFF1A"), ":"}, {JB_K("\u201C"), "\""},
    {JB_K("\u201D"), "\""}, {JB_K("\u2018"), "'"}, {JB_K("\u2019"), "'"}, {JB_K("\uFF5B"), "{"},
    {JB_K("\uFF5D"), "}"},  {JB_K("\uFF3B"), "["}, {JB_K("\uFF3D"), "]"},
};

/* At the mistake, in the word before it, or a colon that is the only one of the line. */
static bool hint_wide_mark(jb_ctx *cx, jb_span span)
{
    jb_str text = span.source->text;
    size_t from = span.at, to = span.at, word = span.at;
    while (from > 0 && text.p[from - 1] != '\n')
        from--;
    while (to < text.n && text.p[to] != '\n')
        to++;
    while (word > from && !strchr(",:{}[]", text.p[word - 1]))
        word--;
    jb_str line = jb_str_cut(text, from, to - from), left = jb_str_cut(text, word, span.at - word);
    jb_str right = jb_str_cut(text, span.at, to - span.at);
    bool no_colon = jb_str_find(line, JB_S(":")) < 0;
    for (size_t i = 0; i < JB_COUNT(wide_marks); i++) {
        jb_str wide = wide_marks[i].wide;
        if (jb_str_starts(right, wide) || jb_str_find(left, wide) >= 0 ||
            (no_colon && wide_marks[i].plain[0] == ':' && jb_str_find(line, wide) >= 0)) {
            jb_hint(cx, "“%.*s” is text here; write %s", JB_F(wide), wide_marks[i].plain);
            return true;
        }
    }
    return false;
}

/* A tab before a key, in the line of the mistake or the one below, makes it the text of another. */
static bool hint_tab(jb_ctx *cx, jb_span span)
{
    jb_str text = span.source->text;
    size_t from = span.at, to = span.at;
    while (from > 0 && text.p[from - 1] != '\n')
        from--;
    while (to < text.n && text.p[to] != '\n')
        to++;
    jb_str here = jb_str_cut(text, from, 1), below = jb_str_cut(text, to + 1, 1);
    if (!jb_str_eq(here, JB_S("\t")) && !jb_str_eq(below, JB_S("\t")))
        return false;
    jb_hint(cx, "indent with spaces");
    return true;
}

static void hint_way_out(jb_ctx *cx, jb_span span, jb_str said)
{
    if (hint_wide_mark(cx, span) || hint_tab(cx, span))
        return;
    for (size_t i = 0; i < JB_COUNT(ways_out); i++)
        if (jb_str_starts(said, ways_out[i].said)) {
            jb_hint(cx, "%s", jb_word(cx, ways_out[i].hint));
            return;
        }
}

/* The parser's own message, told at its place; false if it has none. */
static bool tell_syntax(jb_ctx *cx, const jb_source *source, struct fy_diag *diag)
{
    void *iterator = NULL;
    struct fy_diag_error *e = fy_diag_errors_iterate(diag, &iterator);
    if (!e)
        return false;
    /* libfyaml counts both from 1 here */
    jb_span span = {source, offset_of_line(source->text, e->line, e->column), 1};
    if (jb_str_starts(jb_str_of(e->msg), JB_S("Max depth"))) {
        jb_fail_nested(cx, span);
        return true;
    }
    jb_fail(cx, span, "%s", jb_word(cx, e->msg));
    hint_way_out(cx, span, jb_str_of(e->msg));
    return true;
}

static void destroy_document(void *doc)
{
    fy_document_destroy(doc);
}

static void destroy_diag(void *diag)
{
    fy_diag_destroy(diag);
}

/* libfyaml's own limit of depth; beyond it the events are counted before a tree is built, for
 * building recurses. */
enum { SAFE_DEPTH = 64 };

static struct fy_diag *quiet_diag(jb_ctx *cx)
{
    struct fy_diag_cfg quiet;
    fy_diag_cfg_default(&quiet);
    quiet.fp = NULL;
    quiet.output_fn = NULL;
    struct fy_diag *diag = jb_arena_own(cx->scratch, fy_diag_create(&quiet), destroy_diag);
    fy_diag_set_collect_errors(diag, true);
    return diag;
}

static bool shallow_enough(jb_ctx *cx, const jb_source *source, const struct fy_parse_cfg *cfg)
{
    if (cx->limits.nesting <= SAFE_DEPTH)
        return true;
    struct fy_parser *parser = fy_parser_create(cfg);
    size_t depth = 0, deepest = 0;
    struct fy_event *event;
    fy_parser_set_string(parser, source->text.p, source->text.n);
    while (deepest <= cx->limits.nesting && (event = fy_parser_parse(parser))) {
        depth += event->type == FYET_SEQUENCE_START || event->type == FYET_MAPPING_START;
        depth -= event->type == FYET_SEQUENCE_END || event->type == FYET_MAPPING_END;
        if (depth > deepest)
            deepest = depth;
        fy_parser_event_free(parser, event);
    }
    fy_parser_destroy(parser);
    if (deepest <= cx->limits.nesting)
        return true;
    jb_fail_nested(cx, jb_span_of(source));
    return false;
}

static bool parse(jb_ctx *cx, const jb_source *source, jb_syntax syntax, struct fy_document **doc)
{
    struct fy_parse_cfg cfg = {
        .flags = FYPCF_QUIET | FYPCF_COLLECT_DIAG | FYPCF_DEFAULT_VERSION_1_2 |
                 (syntax == JB_JSON ? FYPCF_JSON_FORCE : FYPCF_JSON_NONE) |
                 (cx->limits.nesting > SAFE_DEPTH ? FYPCF_DISABLE_DEPTH_LIMIT : 0),
        .diag = quiet_diag(cx),
    };
    if (!shallow_enough(cx, source, &cfg))
        return false;
    *doc = fy_document_build_from_string(&cfg, source->text.p, source->text.n);
    if (*doc)
        return jb_arena_own(cx->scratch, *doc, destroy_document), true;
    if (tell_syntax(cx, source, cfg.diag))
        return false;
    if (syntax == JB_YAML) /* nothing but comments */
        return true;
    jb_fail(cx, jb_span_of(source), "the document is empty");
    return false;
}

const jb_node *jb_tree_read(jb_ctx *cx, const jb_source *source, jb_syntax syntax)
{
    reader r = {
        .cx = cx, .source = source, .syntax = syntax, .left = source->text.n + MOST_REPEATED};
    if (!jb_spec_fits(cx, source->text.n, jb_span_of(source)) || !parse(cx, source, syntax, &r.doc))
        return NULL;
    return convert(&r, r.doc ? fy_document_root(r.doc) : NULL, 0, jb_span_of(source));
}

const jb_node *jb_node_get(const jb_node *map, jb_str key)
{
    for (size_t i = 0; map && map->kind == JB_NODE_MAP && i < map->n; i++)
        if (jb_str_eq(map->members[i].key, key))
            return map->members[i].value;
    return NULL;
}

static jb_value list_value(jb_arena *a, const jb_node *node)
{
    jb_value *items = JB_NEW_N(a, jb_value, node->n + 1);
    for (size_t i = 0; i < node->n; i++)
        items[i] = jb_node_value(a, node->items[i]);
    return (jb_value){.type = JB_LISTED, .n = (uint32_t)node->n, .items = items};
}

static jb_value map_value(jb_arena *a, const jb_node *node)
{
    jb_field_value *members = JB_NEW_N(a, jb_field_value, node->n + 1);
    for (size_t i = 0; i < node->n; i++)
        members[i] =
            (jb_field_value){node->members[i].key, jb_node_value(a, node->members[i].value)};
    return (jb_value){.type = JB_OBJECT, .n = (uint32_t)node->n, .members = members};
}

static jb_value number_value(const jb_node *node)
{
    jb_value v;
    return node->text.n && jb_exact_read(node->text, &v) && v.type == JB_INT
               ? v
               : jb_number(node->number);
}

jb_value jb_node_value(jb_arena *a, const jb_node *node)
{
    switch (node->kind) {
    case JB_NODE_BOOL:
        return jb_bool(node->truth);
    case JB_NODE_NUMBER:
        return number_value(node);
    case JB_NODE_STRING:
        return jb_text(node->text);
    case JB_NODE_LIST:
        return list_value(a, node);
    case JB_NODE_MAP:
        return map_value(a, node);
    case JB_NODE_NULL:
    case JB_NODE_KINDS:
        break;
    }
    return jb_null();
}

static jb_node *make(jb_arena *a, jb_node_kind kind, jb_span span)
{
    jb_node *node = JB_NEW(a, jb_node);
    node->kind = kind;
    node->span = span;
    return node;
}

jb_node *jb_node_number(jb_arena *a, double number, jb_span span)
{
    jb_node *node = make(a, JB_NODE_NUMBER, span);
    node->number = number;
    return node;
}

jb_node *jb_node_string(jb_arena *a, jb_str text, jb_span span)
{
    jb_node *node = make(a, JB_NODE_STRING, span);
    node->text = text;
    return node;
}

jb_node *jb_node_bool(jb_arena *a, bool truth, jb_span span)
{
    jb_node *node = make(a, JB_NODE_BOOL, span);
    node->truth = truth;
    return node;
}

jb_node *jb_node_list(jb_arena *a, const jb_node *const *items, size_t n, jb_span span)
{
    jb_node *node = make(a, JB_NODE_LIST, span);
    node->items = items;
    node->n = n;
    return node;
}

jb_node *jb_node_map(jb_arena *a, const jb_member *members, size_t n, jb_span span)
{
    jb_node *node = make(a, JB_NODE_MAP, span);
    jb_member *copies = JB_NEW_N(a, jb_member, n);
    if (n)
        memcpy(copies, members, n * sizeof *copies);
    node->members = copies;
    node->n = n;
    return node;
}

void jb_json_string(jb_buf *b, jb_str s)
{
    jb_buf_byte(b, '"');
    for (size_t i = 0; i < s.n; i++) {
        unsigned char c = (unsigned char)s.p[i];
        if (c == '"' || c == '\\')
            jb_buf_printf(b, "\\%c", c);
        else if (c == '\n')
            jb_buf_add(b, JB_S("\\n"));
        else if (c < 0x20 || c == 0x7F)
            jb_buf_printf(b, "\\u%04x", c);
        else
            jb_buf_byte(b, (char)c);
    }
    jb_buf_byte(b, '"');
}

static void json_break(jb_buf *b, int level)
{
    jb_buf_byte(b, '\n');
    for (int i = 0; i < level; i++)
        jb_buf_add(b, JB_S("  "));
}

static void json_members(jb_buf *b, const jb_node *node, int level)
{
    bool map = node->kind == JB_NODE_MAP;
    jb_buf_byte(b, map ? '{' : '[');
    for (size_t i = 0; i < node->n; i++) {
        if (i)
            jb_buf_byte(b, ',');
        json_break(b, level + 1);
        if (map) {
            jb_json_string(b, node->members[i].key);
            jb_buf_add(b, JB_S(": "));
        }
        jb_node_json(b, map ? node->members[i].value : node->items[i], level + 1);
    }
    if (node->n)
        json_break(b, level);
    jb_buf_byte(b, map ? '}' : ']');
}

void jb_node_json(jb_buf *b, const jb_node *node, int level)
{
    switch (node->kind) {
    case JB_NODE_STRING:
        jb_json_string(b, node->text);
        break;
    case JB_NODE_NUMBER:
        jb_buf_add(b,
                   isfinite(node->number) ? jb_number_text(b->arena, node->number) : JB_S("null"));
        break;
    case JB_NODE_BOOL:
        jb_buf_add(b, node->truth ? JB_S("true") : JB_S("false"));
        break;
    case JB_NODE_LIST:
    case JB_NODE_MAP:
        json_members(b, node, level);
        break;
    case JB_NODE_NULL:
    case JB_NODE_KINDS:
        jb_buf_add(b, JB_S("null"));
        break;
    }
}
