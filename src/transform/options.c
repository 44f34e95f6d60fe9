/* The options of `jianbao table` in their short form, as transforms. Each option is a source of its
 * own, so that a mistake is shown as --agg:1:COL. */
#include <string.h>

#include "transform/task.h"

typedef JB_LIST(const jb_transform_spec *) transform_list;

/* A part of an option's text and where it stands. */
typedef struct part {
    jb_str text;
    jb_span span;
} part;

/* Bytes [from, to) of the option that the span lies in, without blanks around them. */
static part part_of(jb_span option, size_t from, size_t to)
{
    jb_str text = jb_str_cut(option.source->text, from, to - from), trimmed = jb_str_trim(text);
    size_t at = from + (trimmed.n ? (size_t)(trimmed.p - text.p) : 0);
    return (part){trimmed, {option.source, at, trimmed.n}};
}

/* Cuts at commas outside parentheses and quotes. */
static part *cut(jb_ctx *cx, jb_span whole, size_t *n)
{
    JB_LIST(part) parts = {0};
    jb_str s = whole.source->text;
    size_t from = 0;
    int depth = 0;
    char quote = 0;
    for (size_t i = 0; i <= s.n; i++) {
        char c = i < s.n ? s.p[i] : ',';
        bool end = i == s.n || (c == ',' && !depth && !quote);
        if (quote)
            quote = c == quote ? 0 : quote;
        else if (c == '"' || c == '\'' || c == '`')
            quote = c;
        depth += (c == '(') - (c == ')');
        if (!end)
            continue;
        *JB_PUSH(cx->scratch, &parts) = part_of(whole, from, i);
        from = i + 1;
    }
    *n = parts.n;
    return parts.at;
}

/* A name as it is, or in quotes when it holds a comma, a blank at its ends or a parenthesis. */
static jb_str unquoted(jb_str s)
{
    bool quoted =
        s.n >= 2 && (s.p[0] == '"' || s.p[0] == '\'' || s.p[0] == '`') && s.p[s.n - 1] == s.p[0];
    return quoted ? jb_str_cut(s, 1, s.n - 2) : s;
}

static const jb_node *name_node(jb_ctx *cx, part p)
{
    return jb_node_string(cx->keep, unquoted(p.text), p.span);
}

static jb_member member(const char *key, const jb_node *value)
{
    return (jb_member){.key = jb_str_of(key), .key_span = value->span, .value = value};
}

/* A map of its own, for the members lie on the stack. */
static const jb_node *map_of(jb_ctx *cx, const jb_member *members, size_t n, jb_span span)
{
    jb_member *copy = JB_NEW_N(cx->keep, jb_member, n + 1);
    memcpy(copy, members, n * sizeof *members);
    return jb_node_map(cx->keep, copy, n, span);
}

/* By the grammar's reader, as if it stood in a spec. */
static void add(jb_ctx *cx, transform_list *list, const jb_member *members, size_t n, jb_span span)
{
    *JB_PUSH(cx->keep, list) =
        jb_spec_object(cx, &jb_transform_class, map_of(cx, members, n, span));
}

static jb_span option(jb_ctx *cx, const char *name, jb_str text)
{
    const jb_source *source = jb_source_new(cx->keep, jb_str_of(name), text);
    return (jb_span){source, 0, text.n};
}

static void read_where(jb_ctx *cx, jb_str text, transform_list *list)
{
    jb_span span = option(cx, "--where", text);
    const jb_member m = member("filter", jb_node_string(cx->keep, text, span));
    add(cx, list, &m, 1, span);
}

static const jb_node *name_list(jb_ctx *cx, const part *parts, size_t n, jb_span span)
{
    const jb_node **names = JB_NEW_N(cx->keep, const jb_node *, n + 1);
    for (size_t i = 0; i < n; i++) {
        names[i] = name_node(cx, parts[i]);
        if (!parts[i].text.n)
            jb_fail_usage(cx, parts[i].span, "a column's name is missing here");
    }
    return jb_node_list(cx->keep, names, n, span);
}

/* Splits "… as NAME"; the name is empty where there is none. */
static part cut_as(part *p)
{
    for (size_t i = p->text.n; i-- > 4;)
        if (!memcmp(p->text.p + i - 4, " as ", 4)) {
            size_t at = p->span.at + i;
            part name = part_of(p->span, at, p->span.at + p->span.n);
            *p = part_of(p->span, p->span.at, at - 4);
            return name;
        }
    return (part){0};
}

/* count(), sum(资金) as 合计 */
static const jb_node *aggregate_node(jb_ctx *cx, part p)
{
    part call = p, as = cut_as(&call);
    ptrdiff_t open = jb_str_find(call.text, JB_S("("));
    if (open <= 0 || !jb_str_ends(call.text, JB_S(")"))) {
        jb_fail_usage(cx, p.span, "an aggregate is written op(column) as name");
        jb_hint(cx, "as in count(), sum(x) as total");
        return NULL;
    }
    size_t at = call.span.at;
    part op = part_of(call.span, at, at + (size_t)open);
    part field = part_of(call.span, at + (size_t)open + 1, at + call.span.n - 1);
    jb_member m[3];
    size_t n = 0;
    m[n++] = member("op", jb_node_string(cx->keep, op.text, op.span));
    if (field.text.n)
        m[n++] = member("field", name_node(cx, field));
    if (as.text.n)
        m[n++] = member("as", name_node(cx, as));
    return map_of(cx, m, n, p.span);
}

/* --group-by alone gives the groups. */
static void read_aggregate(jb_ctx *cx, jb_str by, jb_str agg, transform_list *list)
{
    jb_span by_span = option(cx, "--group-by", by), span = option(cx, "--agg", agg);
    size_t by_n = 0, n = 0;
    const part *names = by.p ? cut(cx, by_span, &by_n) : NULL,
               *parts = agg.p ? cut(cx, span, &n) : NULL;
    const jb_node **items = JB_NEW_N(cx->keep, const jb_node *, n + 1);
    bool sound = true;
    for (size_t i = 0; i < n; i++)
        sound = (items[i] = aggregate_node(cx, parts[i])) && sound;
    jb_member m[2];
    m[0] = member("aggregate", jb_node_list(cx->keep, items, n, span));
    m[1] = member("groupby", name_list(cx, names, by_n, by_span));
    if (sound)
        add(cx, list, m, by.p ? 2 : 1, span);
}

/* x, y desc, z asc */
static const jb_node *sort_node(jb_ctx *cx, part p)
{
    bool down = jb_str_ends(p.text, JB_S(" desc")), up = jb_str_ends(p.text, JB_S(" asc"));
    size_t tail = down ? 5 : up ? 4 : 0;
    part name = part_of(p.span, p.span.at, p.span.at + p.span.n - tail);
    jb_member m[] = {
        member("field", name_node(cx, name)),
        member("order",
               jb_node_string(cx->keep, down ? JB_S("descending") : JB_S("ascending"), p.span))};
    if (!name.text.n)
        jb_fail_usage(cx, p.span, "a column's name is missing here");
    return map_of(cx, m, 2, p.span);
}

static void read_sort(jb_ctx *cx, jb_str text, transform_list *list)
{
    jb_span span = option(cx, "--sort", text);
    size_t n;
    const part *parts = cut(cx, span, &n);
    const jb_node **items = JB_NEW_N(cx->keep, const jb_node *, n + 1);
    for (size_t i = 0; i < n; i++)
        items[i] = sort_node(cx, parts[i]);
    const jb_member m = member("collect", jb_node_list(cx->keep, items, n, span));
    add(cx, list, &m, 1, span);
}

bool jb_table_options_read(jb_ctx *cx, const jb_table_options *options,
                           const jb_transform_spec *const **transforms, size_t *n)
{
    size_t errors = jb_errors(cx);
    transform_list list = {0};
    if (options->where.p)
        read_where(cx, options->where, &list);
    if (options->group_by.p || options->agg.p)
        read_aggregate(cx, options->group_by, options->agg, &list);
    if (options->sort.p)
        read_sort(cx, options->sort, &list);
    if (options->has_limit) {
        jb_span span = option(cx, "--limit", JB_S(""));
        const jb_member m = member("limit", jb_node_number(cx->keep, (double)options->limit, span));
        add(cx, &list, &m, 1, span);
    }
    *transforms = list.at;
    *n = list.n;
    return jb_errors(cx) == errors;
}
