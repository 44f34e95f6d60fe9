/* The types that a short form leaves out, by the columns of one table. */
#include "test.h"

#include "chart/infer.h"

static const char DATA[] = "data: {values: \"\xE6\x9C\x88\xE4\xBB\xBD,day,when,area,sum,share,code,"
                           "\xE5\xB9\xB4\xE4\xBB\xBD,n,open\\n"
                           "2024\xE5\xB9\xB4"
                           "1\xE6\x9C\x88,2024/1/5,2024-01-05T08:30,East,"
                           "\\\"1,086\\\",35%,0012,2019,2019,true\\n"
                           "2024\xE5\xB9\xB4"
                           "2\xE6\x9C\x88,2024/1/6,2024-01-06T09:00,West,"
                           "20.5,4%,0013,2020,,false\\n\", format: {type: csv}}\n";
static const char MONTH[] = "\xE6\x9C\x88\xE4\xBB\xBD", YEAR[] = "\xE5\xB9\xB4\xE4\xBB\xBD";

typedef struct case_of {
    const char *view; /* %s: the field; NULL: the column's name alone */
    const char *field, *channel, *type, *unit;
} case_of;

static const char *text_at(const jb_node *def, const char *key)
{
    const jb_node *n = def ? jb_node_get(def, jb_str_of(key)) : NULL;
    n = n && n->kind == JB_NODE_STRING ? n : NULL;
    static char text[64];
    snprintf(text, sizeof text, "%.*s", n ? (int)n->text.n : 1, n ? n->text.p : "-");
    return text;
}

static const jb_node *channel_of(const jb_node *view, const char *channel)
{
    const jb_node *layers = jb_node_get(view, JB_S("layer")),
                  *spec = jb_node_get(view, JB_S("spec"));
    const jb_node *encoding = jb_node_get(view, JB_S("encoding"));
    if (!encoding && layers)
        return channel_of(layers->items[0], channel);
    if (!encoding && spec)
        return channel_of(spec, channel);
    const jb_node *def = jb_node_get(encoding, jb_str_of(channel));
    return def && def->kind == JB_NODE_LIST ? def->items[0] : def;
}

static void check(const case_of *c)
{
    jb_ctx cx = test_ctx();
    char text[2048];
    const char *view = c->view ? c->view : "mark: point\nx: %s", *gap = strstr(view, "%s");
    int n = snprintf(text, sizeof text, "%s", DATA);
    snprintf(text + n, sizeof text - (size_t)n, "%.*s%s%s", (int)(gap - view), view, c->field,
             gap + 2);
    const jb_node *tree =
        jb_tree_read(&cx, jb_source_new(cx.keep, JB_S("case"), jb_str_of(text)), JB_YAML);
    const jb_node *typed = tree ? jb_chart_types(&cx, tree, NULL) : NULL;
    if (!typed)
        fail_msg("%s: %.*s", text, JB_F(jb_messages_show(&cx, false)));
    const jb_node *def = channel_of(typed, c->channel ? c->channel : "x");
    if (strcmp(text_at(def, "type"), c->type) != 0)
        fail_msg("%s\n%s is %s, not %s", text + n, c->field, text_at(def, "type"), c->type);
    if (strcmp(text_at(def, "timeUnit"), c->unit ? c->unit : "-") != 0)
        fail_msg("%s\n%s is by %s", text + n, c->field, text_at(def, "timeUnit"));
    test_ctx_end(&cx);
}

static void types_are_the_columns(void **state)
{
    (void)state;
    static const case_of cases[] = {
        {NULL, MONTH, NULL, "temporal", "yearmonth"},
        {NULL, "day", NULL, "temporal", "yearmonthdate"},
        {NULL, "when", NULL, "temporal", NULL},
        {NULL, "area", NULL, "nominal", NULL},
        {NULL, "sum", NULL, "quantitative", NULL},
        {NULL, "share", NULL, "quantitative", NULL},
        {NULL, "code", NULL, "nominal", NULL},   /* a leading zero is a code */
        {NULL, YEAR, NULL, "ordinal", NULL},     /* whole years under such a name */
        {NULL, "n", NULL, "quantitative", NULL}, /* the same numbers under another */
        {NULL, "open", NULL, "nominal", NULL},
        {NULL, "'sum(sum)'", NULL, "-", NULL}, /* an aggregate has its own */
        {NULL, "'max(day)'", NULL, "temporal", NULL},
        {NULL, "'max(sum)'", NULL, "quantitative", NULL},
        {NULL, "'yearmonth(day)'", NULL, "-", "yearmonth"},
        {NULL, "'sum:O'", NULL, "ordinal", NULL}, /* what is said stands */
        {NULL, "nowhere", NULL, "-", NULL},
        {"mark: bar\nx: %s", MONTH, NULL, "temporal", "yearmonth"},
        {"mark: bar\nx: %s", "day", NULL, "temporal", "yearmonthdate"},
        {"mark: rect\nx: %s", "when", NULL, "temporal", NULL},
        {"mark: bar\ncolor: %s", MONTH, "color", "temporal", NULL},
        {"mark: line\nx: {field: %s}\ny: sum", MONTH, NULL, "temporal", "yearmonth"},
        {"mark: line\nencoding: {x: {field: %s}}", MONTH, NULL, "-", NULL}, /* Vega-Lite's form */
        {"mark: line\nencoding: {x: {field: %s}, y: sum}", MONTH, NULL, "temporal", "yearmonth"},
        {"mark: point\nx: sum\nrow: %s", "n", "row", "-", NULL},
        {"mark: point\nx: sum\nshape: %s", "n", "shape", "-", NULL},
        {"mark: point\nx: sum\ntooltip: [%s]", "n", "tooltip", "quantitative", NULL},
        {"mark: point\nx: {field: %s, sort: [b, a]}\ny: sum", "n", NULL, "-", NULL},
        {"mark: point\nx: {field: %s, scale: {type: log}}\ny: sum", "area", NULL, "-", NULL},
        {"transform: [{calculate: datum.n * 2, as: m}]\nmark: point\nx: %s", "m", NULL,
         "quantitative", NULL},
        {"transform: [{filter: {param: brush}}]\nmark: point\nx: %s", "n", NULL, "quantitative",
         NULL},
        {"encoding: {x: %s}\nlayer: [{mark: bar}, {mark: text}]", MONTH, NULL, "temporal",
         "yearmonth"},
        {"repeat: [sum, area]\nspec: {mark: point, x: {field: {repeat: repeat}}, y: %s}", "n", NULL,
         "quantitative", NULL},
    };
    for (size_t i = 0; i < JB_COUNT(cases); i++)
        check(&cases[i]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(types_are_the_columns)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
