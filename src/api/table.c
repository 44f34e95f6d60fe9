#include "api/handle.h"
#include "api/input.h"
#include "api/outputs.h"
#include "base/value.h"
#include "data/read.h"
#include "data/write.h"
#include "transform/transform.h"

typedef struct table_call {
    const char *data, *output;
    const jianbao_table_options *options;
} table_call;

/* Forms of tables, as one is named by an output's ending: F(name, writer). */
#define FORMS                                                                                      \
    F("csv", jb_table_csv)                                                                         \
    F("md", jb_table_markdown)                                                                     \
    F("json", jb_table_json)                                                                       \
    F("text", jb_table_aligned)

typedef struct form {
    jb_str name;
    void (*write)(jb_buf *b, const jb_table *t);
} form;

static const form forms[] = {
#define F(name, write) {JB_K(name), write},
    FORMS
#undef F
};

const char *const *jianbao_table_formats(void)
{
    static const char *const names[] = {
#define F(name, write) name,
        FORMS
#undef F
            NULL};
    return names;
}

static const form *form_of(jb_ctx *cx, jb_str output, jb_str format)
{
#define F(name, write) ", " name
    static const char known[] = FORMS;
#undef F
    jb_str name = format.p                       ? format
                  : jb_str_eq(output, JB_S("-")) ? forms[0].name
                                                 : jb_path_ext(output);
    for (size_t i = 0; i < JB_COUNT(forms); i++)
        if (jb_str_eq_fold(forms[i].name, name))
            return &forms[i];
    if (format.p) {
        jb_form_refuse(cx, jb_argument_span(cx, "--format", format), format, jb_str_of(known + 2));
        return NULL;
    }
    jb_fail_usage(cx, jb_argument_span(cx, "-o", output),
                  "the ending of “%.*s” names no form of table", JB_F(jb_brief(cx, output)));
    jb_hint(cx, "the endings are %s", "csv, md, json");
    return NULL;
}

/* A count: digits alone. */
static bool read_limit(jb_ctx *cx, const char *given, jb_table_options *out)
{
    jb_str text;
    jb_value v;
    if (!given)
        return true;
    if (!jb_argument(cx, "--limit", given, &text))
        return false;
    if (!jb_exact_read(text, &v) || v.type != JB_INT || v.integer < 0) {
        jb_fail_usage(cx, jb_argument_span(cx, "--limit", text), "“%.*s” is no count",
                      JB_F(jb_brief(cx, text)));
        return false;
    }
    out->has_limit = true;
    out->limit = (size_t)v.integer;
    return true;
}

static bool read_options(jb_ctx *cx, const jianbao_table_options *o, jb_table_options *out)
{
    return jb_argument(cx, "--where", o->where, &out->where) &&
           jb_argument(cx, "--group-by", o->group_by, &out->group_by) &&
           jb_argument(cx, "--agg", o->agg, &out->agg) &&
           jb_argument(cx, "--sort", o->sort, &out->sort) && read_limit(cx, o->limit, out);
}

static bool tabulate(jb_ctx *cx, const void *args)
{
    static const jianbao_table_options plain;
    const table_call *call = args;
    const jianbao_table_options *o = call->options ? call->options : &plain;
    jb_str path, output, format;
    jb_table_options options = {0};
    const struct jb_transform_spec *const *steps;
    size_t n;
    if (!jb_argument(cx, "DATA", call->data, &path) ||
        !jb_argument(cx, "-o", call->output, &output) ||
        !jb_argument(cx, "--format", o->format, &format) || !read_options(cx, o, &options))
        return false;
    const form *how = form_of(cx, output, format);
    if (!how || !jb_table_options_read(cx, &options, &steps, &n))
        return false;
    if (!jb_input_fits(cx, JB_INPUT_TABLE, path))
        return false;
    jb_files_allow(cx, path);
    const jb_table *table = jb_table_read(cx, path, &(jb_read_options){.parsing = JB_PARSE_SCHEMA});
    jb_scope scope = {.own = true};
    table = table ? jb_transform_run(cx, steps, n, table, &scope) : NULL;
    if (!table || jb_failed(cx))
        return false;
    jb_buf b = jb_buf_new(cx->keep);
    how->write(&b, table);
    return jb_file_write(cx, output, b.text, jb_argument_span(cx, "-o", output));
}

jianbao_status jianbao_table(jianbao *jb, const char *data, const char *output,
                             const jianbao_table_options *options)
{
    return jb_handle_run(jb, tabulate, &(table_call){data, output, options});
}
