#include <errno.h>
#include <string.h>
#include <sys/stat.h>

#include "api/handle.h"
#include "render/render.h"
#include "report/report.h"

typedef struct report_call {
    const char *report, *output;
    const jianbao_report_options *options;
    jb_str value; /* of the column `each`; {NULL, 0}: one document */
} report_call;

static bool make_dir(jb_ctx *cx, jb_str dir, jb_span asked)
{
    if (!mkdir(jb_str_c(cx->scratch, dir), 0777) || errno == EEXIST)
        return true;
    jb_fail_environment(cx, asked, "the directory “%.*s” can't be made: %s",
                        JB_F(jb_brief(cx, dir)), strerror(errno));
    return false;
}

static jb_str path_in(jb_ctx *cx, jb_str dir, jb_str name, jb_str extension)
{
    return jb_str_printf(cx->scratch, "%.*s/%.*s.%.*s", JB_F(dir), JB_F(name), JB_F(extension));
}

static bool write_charts(jb_ctx *cx, const jb_report *report, jb_str path, jb_str dir)
{
    static const jb_str forms[] = {JB_K("png"), JB_K("pdf")};
    jb_render_options how = {.place = jb_file_place(cx, path)};
    jb_span asked = jb_argument_span(cx, "--charts", dir);
    bool sound = make_dir(cx, dir, asked);
    for (size_t i = 0; sound && i < report->charts_n; i++)
        for (size_t k = 0; sound && k < JB_COUNT(forms); k++) {
            jb_str file = path_in(cx, dir, report->charts[i]->name, forms[k]), bytes;
            sound = jb_render_scene(cx, report->charts[i], jb_backend_find(file), &how, &bytes) &&
                    jb_file_write(cx, file, bytes, asked);
        }
    return sound;
}

static bool write_pages(jb_ctx *cx, const jb_report *report, jb_str path, jb_str dir)
{
    jb_span asked = jb_argument_span(cx, "--pages", dir);
    bool sound = make_dir(cx, dir, asked);
    jb_render_options how = {.scale = 96.0 / 72, .place = jb_file_place(cx, path)};
    for (size_t i = 0; sound && i < report->document->pages_n; i++) {
        jb_str name = jb_str_printf(cx->scratch, "%.*s-%zu", JB_F(jb_path_stem(path)), i + 1);
        jb_str file = path_in(cx, dir, name, JB_S("png")), bytes;
        sound = jb_render_page(cx, report->document, i, jb_backend_find(file), &how, &bytes) &&
                jb_file_write(cx, file, bytes, asked);
    }
    return sound;
}

/* {COLUMN} in a path is the value of the column, where there is one document for each. */
static bool path_of_one(jb_ctx *cx, const report_call *call, const char *option, jb_str *path)
{
    if (!path->p || !call->value.p)
        return true;
    jb_str hole = jb_str_printf(cx->keep, "{%s}", call->options->each), value = call->value;
    ptrdiff_t at = jb_str_find(*path, hole);
    if (at < 0) {
        jb_fail_usage(cx, jb_argument_span(cx, option, *path),
                      "with --each, “%.*s” would be one path for all documents",
                      JB_F(jb_brief(cx, *path)));
        jb_hint(cx, "let it hold %.*s", JB_F(hole));
        return false;
    }
    if (!value.n || value.p[0] == '.' || memchr(value.p, '/', value.n)) {
        jb_fail(cx, jb_span_of(jb_source_new(cx->keep, jb_str_of(call->report), (jb_str){"", 0})),
                "the value “%.*s” can't be part of a file's name", JB_F(jb_brief(cx, value)));
        return false;
    }
    *path = jb_str_printf(cx->keep, "%.*s%.*s%.*s", (int)at, path->p, JB_F(value),
                          JB_F(jb_str_cut(*path, (size_t)at + hole.n, path->n)));
    return true;
}

static bool write_report(jb_ctx *cx, const void *args)
{
    static const jianbao_report_options plain;
    const report_call *call = args;
    const jianbao_report_options *o = call->options ? call->options : &plain;
    jb_str path, output, charts, pages, each, bytes;
    if (!jb_argument(cx, "REPORT", call->report, &path) ||
        !jb_argument(cx, "-o", call->output, &output) ||
        !jb_argument(cx, "--charts", o->charts, &charts) ||
        !jb_argument(cx, "--pages", o->pages, &pages) ||
        !jb_argument(cx, "--each", o->each, &each) || !path_of_one(cx, call, "-o", &output) ||
        !path_of_one(cx, call, "--charts", &charts) || !path_of_one(cx, call, "--pages", &pages))
        return false;
    jb_files_allow(cx, path);
    const jb_source *source = jb_file_read_text(cx, path, (jb_span){0});
    const jb_report *report =
        source ? jb_report_compose(cx, source, &(jb_report_options){each, call->value}) : NULL;
    return report && !jb_failed(cx) && jb_render_document(cx, report->document, &bytes) &&
           (!charts.p || write_charts(cx, report, path, charts)) &&
           (!pages.p || write_pages(cx, report, path, pages)) &&
           jb_file_write(cx, output, bytes, jb_argument_span(cx, "-o", output));
}

typedef struct each_call {
    jianbao *jb;
    const char *report, *column;
    jb_str *values; /* as long as the handle */
    size_t *n;
} each_call;

static bool list_values(jb_ctx *cx, const void *args)
{
    each_call *call = (each_call *)(uintptr_t)args;
    jb_str path, column;
    if (!jb_argument(cx, "REPORT", call->report, &path) ||
        !jb_argument(cx, "--each", call->column, &column))
        return false;
    jb_files_allow(cx, path);
    const jb_source *source = jb_file_read_text(cx, path, (jb_span){0});
    const jb_str *values = NULL;
    if (source)
        values =
            jb_report_each(cx, source, column, jb_argument_span(cx, "--each", column), call->n);
    if (!values)
        return false;
    call->values = JB_NEW_N(call->jb->own, jb_str, *call->n + 1);
    for (size_t i = 0; i < *call->n; i++)
        call->values[i] = jb_str_dup(call->jb->own, values[i]);
    return true;
}

/* One call for each document: its memory ends with it. */
static jianbao_status write_each(jianbao *jb, const char *report, const char *output,
                                 const jianbao_report_options *options)
{
    size_t n = 0;
    each_call all = {jb, report, options->each, NULL, &n};
    jianbao_status worst = jb_handle_run(jb, list_values, &all);
    for (size_t i = 0; worst == JIANBAO_FINE && i < n; i++)
        worst =
            jb_handle_run(jb, write_report, &(report_call){report, output, options, all.values[i]});
    return worst;
}

jianbao_status jianbao_report(jianbao *jb, const char *report, const char *output,
                              const jianbao_report_options *options)
{
    return options && options->each
               ? write_each(jb, report, output, options)
               : jb_handle_run(jb, write_report, &(report_call){report, output, options, {0}});
}
