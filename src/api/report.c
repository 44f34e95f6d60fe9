#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "api/batch.h"
#include "api/input.h"
#include "api/outputs.h"
#include "base/value.h"
#include "render/render.h"
#include "report/report.h"

typedef struct report_call {
    const char *report, *output;
    const jianbao_report_options *options;
    jb_str value; /* of the column `each`; {NULL, 0}: one document */
} report_call;

/* With those above it. */
static bool make_dir(jb_ctx *cx, jb_str dir, jb_span asked)
{
    jb_str above = jb_path_dir(dir);
    if (above.n < dir.n && jb_path_base(dir).n < dir.n && !make_dir(cx, above, asked))
        return false;
    if (!mkdir(jb_str_c(cx->scratch, dir), 0777) || errno == EEXIST)
        return true;
    jb_fail_environment(cx, asked, "the directory “%.*s” can't be made: %s",
                        JB_F(jb_brief(cx, dir)), jb_word(cx, strerror(errno)));
    return false;
}

static jb_str path_in(jb_ctx *cx, jb_str dir, jb_str name, jb_str extension)
{
    return jb_str_printf(cx->scratch, "%.*s/%.*s.%.*s", JB_F(dir), JB_F(name), JB_F(extension));
}

/* The arguments of a call, each checked to be sound. */
typedef struct arguments {
    jb_str report, output, charts, chart_formats, pages, page_format, format, each, depends;
} arguments;

/* The form at the head of a list "png,pdf", which is none when nothing was said. */
static jb_str next_form(jb_str *forms)
{
    ptrdiff_t comma = jb_str_find(*forms, JB_S(","));
    size_t n = comma < 0 ? forms->n : (size_t)comma;
    jb_str form = jb_str_trim(jb_str_cut(*forms, 0, n));
    *forms = jb_str_cut(*forms, n + 1, SIZE_MAX);
    return form;
}

/* Is it among the forms that the list names? */
static bool know_form(jb_ctx *cx, jb_span place, jb_str form, jb_str list)
{
    for (jb_str forms = list; forms.n;)
        if (jb_str_eq(next_form(&forms), form))
            return true;
    jb_form_refuse(cx, place, form, list);
    return false;
}

/* Each of a list, which has one at least. */
static bool know_chart_forms(jb_ctx *cx, jb_str list)
{
    jb_span place = jb_argument_span(cx, "--formats", list);
    jb_str left = list;
    do {
        jb_str form = next_form(&left);
        if (!know_form(cx, jb_span_in(place, (size_t)(form.p - list.p), form.n), form,
                       jb_forms_of_pictures(cx)))
            return false;
    } while (left.n);
    return true;
}

/* Told before anything is made, also where there is no chart. */
static bool know_forms(jb_ctx *cx, const arguments *a)
{
    return (!a->chart_formats.p || know_chart_forms(cx, a->chart_formats)) &&
           (!a->page_format.p || know_form(cx, jb_argument_span(cx, "--format", a->page_format),
                                           a->page_format, JB_S("png, svg"))) &&
           (!a->format.p || know_form(cx, jb_argument_span(cx, "--format", a->format), a->format,
                                      JB_S("pdf, txt")));
}

static jb_str forms_of_charts(const arguments *a)
{
    return a->chart_formats.p ? a->chart_formats : JB_S("png,pdf");
}

static jb_str path_of_page(jb_ctx *cx, const arguments *a, size_t page)
{
    jb_str name = jb_str_printf(cx->scratch, "%.*s-%zu", JB_F(jb_path_stem(a->report)), page + 1);
    return path_in(cx, a->pages, name, a->page_format.p ? a->page_format : JB_S("png"));
}

/* Before the first is written: all of them, or none. */
static bool outputs_differ(jb_ctx *cx, const jb_report *report, const arguments *a)
{
    jb_outputs o = {.cx = cx};
    jb_span charts = jb_argument_span(cx, "--charts", a->charts),
            pages = jb_argument_span(cx, "--pages", a->pages);
    if (!jb_str_eq(a->output, JB_S("-")))
        jb_outputs_add(&o, a->output, jb_argument_span(cx, "-o", a->output));
    if (a->depends.p)
        jb_outputs_add(&o, a->depends, jb_argument_span(cx, "-MF", a->depends));
    for (jb_str forms = forms_of_charts(a); a->charts.p && forms.n;) {
        jb_str form = next_form(&forms);
        for (size_t i = 0; i < report->charts_n; i++)
            jb_outputs_add(&o, path_in(cx, a->charts, report->charts[i]->name, form), charts);
    }
    for (size_t i = 0; a->pages.p && i < report->document->pages_n; i++)
        jb_outputs_add(&o, path_of_page(cx, a, i), pages);
    return jb_outputs_differ(&o);
}

static bool write_chart(jb_ctx *cx, const jb_scene *scene, const arguments *a, jb_str form)
{
    jb_render_options how = {.place = jb_file_place(cx, a->report)};
    jb_str file = path_in(cx, a->charts, scene->name, form), bytes;
    return jb_render_scene(cx, scene, jb_backend_find(file), &how, &bytes) &&
           jb_file_write(cx, file, bytes, jb_argument_span(cx, "--charts", a->charts));
}

static bool write_charts(jb_ctx *cx, const jb_report *report, const arguments *a)
{
    jb_str forms = forms_of_charts(a);
    bool sound = make_dir(cx, a->charts, jb_argument_span(cx, "--charts", a->charts));
    while (sound && forms.n) {
        jb_str form = next_form(&forms);
        for (size_t i = 0; sound && i < report->charts_n; i++)
            sound = write_chart(cx, report->charts[i], a, form);
    }
    return sound;
}

static bool write_pages(jb_ctx *cx, const jb_report *report, const arguments *a, double dpi)
{
    jb_span asked = jb_argument_span(cx, "--pages", a->pages);
    bool sound = make_dir(cx, a->pages, asked);
    jb_render_options how = {.scale = (dpi > 0 ? dpi : 96) / 72,
                             .place = jb_file_place(cx, a->report)};
    for (size_t i = 0; sound && i < report->document->pages_n; i++) {
        jb_str file = path_of_page(cx, a, i), bytes;
        sound = jb_render_page(cx, report->document, i, jb_backend_find(file), &how, &bytes) &&
                jb_file_write(cx, file, bytes, asked);
    }
    return sound;
}

/* ---- the rule for make ---- */

/* What make would read as something else is escaped, as compilers do it. */
static void add_name(jb_buf *b, jb_str name)
{
    for (size_t i = 0; i < name.n; i++) {
        if (name.p[i] == '$')
            jb_buf_byte(b, '$');
        if (name.p[i] == ' ' || name.p[i] == '#' || name.p[i] == '\t')
            jb_buf_byte(b, '\\');
        jb_buf_byte(b, name.p[i]);
    }
}

/* Each file is also a target of nothing, so that make does not miss one that is gone. */
static bool write_depends(jb_ctx *cx, const arguments *a)
{
    size_t n;
    const jb_file_seen *seen = jb_files_seen(cx, &n);
    jb_buf b = jb_buf_new(cx->scratch);
    add_name(&b, a->output);
    jb_buf_byte(&b, ':');
    for (size_t i = 0; i < n; i++) {
        jb_buf_add(&b, JB_S(" \\\n  "));
        add_name(&b, jb_path_plain(cx->scratch, seen[i].path));
    }
    jb_buf_byte(&b, '\n');
    for (size_t i = 0; i < n; i++) {
        if (jb_str_eq(seen[i].path, a->report))
            continue;
        jb_buf_byte(&b, '\n');
        add_name(&b, jb_path_plain(cx->scratch, seen[i].path));
        jb_buf_add(&b, JB_S(":\n"));
    }
    return jb_file_write(cx, a->depends, b.text, jb_argument_span(cx, "-MF", a->depends));
}

/* ---- one document ---- */

/* Documents for each value have a directory of theirs. */
static bool make_dir_of(jb_ctx *cx, jb_str output)
{
    return make_dir(cx, jb_path_dir(output), jb_argument_span(cx, "-o", output));
}

/* A value as a part of a file's name: a slash, a control character, a dot in front and the sign
 * itself as %2F; no two values are one name. */
static jb_str file_name_of(jb_ctx *cx, jb_str value)
{
    jb_buf b = jb_buf_new(cx->keep);
    for (size_t i = 0; i < value.n; i++) {
        unsigned char c = (unsigned char)value.p[i];
        if (c < ' ' || c == 0x7F || c == '/' || c == '%' || (c == '.' && !i))
            jb_buf_printf(&b, "%%%02X", c);
        else
            jb_buf_byte(&b, (char)c);
    }
    return b.text;
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
    if (!value.n) {
        jb_fail(cx, jb_file_place(cx, jb_str_of(call->report)),
                "an empty value of “%s” names no file", call->options->each);
        return false;
    }
    value = file_name_of(cx, value);
    *path = jb_str_printf(cx->keep, "%.*s%.*s%.*s", (int)at, path->p, JB_F(value),
                          JB_F(jb_str_cut(*path, (size_t)at + hole.n, path->n)));
    return true;
}

static bool read_arguments(jb_ctx *cx, const report_call *call, arguments *a)
{
    static const jianbao_report_options plain;
    const jianbao_report_options *o = call->options ? call->options : &plain;
    return jb_argument(cx, "REPORT", call->report, &a->report) &&
           jb_argument(cx, "-o", call->output, &a->output) &&
           jb_argument(cx, "--charts", o->charts, &a->charts) &&
           jb_argument(cx, "--formats", o->chart_formats, &a->chart_formats) &&
           jb_argument(cx, "--pages", o->pages, &a->pages) &&
           jb_argument(cx, "--format", o->page_format, &a->page_format) &&
           jb_argument(cx, "--format", o->format, &a->format) &&
           jb_argument(cx, "--each", o->each, &a->each) &&
           jb_argument(cx, "-MF", o->depends, &a->depends) &&
           jb_argument_number(cx, "--dpi", o->dpi) && know_forms(cx, a) &&
           path_of_one(cx, call, "-o", &a->output) &&
           path_of_one(cx, call, "--charts", &a->charts) &&
           path_of_one(cx, call, "--pages", &a->pages);
}

/* The forms of a whole document. */
static bool render(jb_ctx *cx, const jb_report *report, const arguments *a, jb_str *bytes)
{
    jb_str form = a->format.p ? a->format : jb_path_ext(a->output);
    return (jb_str_eq_fold(form, JB_S("txt")) ? jb_render_text
                                              : jb_render_document)(cx, report->document, bytes);
}

static bool write_report(jb_ctx *cx, const void *args)
{
    const report_call *call = args;
    arguments a;
    jb_str bytes;
    if (!read_arguments(cx, call, &a) || !jb_input_fits(cx, JB_INPUT_REPORT, a.report))
        return false;
    jb_files_allow(cx, a.report);
    const jb_source *source = jb_file_read_text(cx, a.report, (jb_span){0});
    const jb_report *report =
        source ? jb_report_compose(cx, source, &(jb_report_options){a.each, call->value}) : NULL;
    return report && !jb_failed(cx) && outputs_differ(cx, report, &a) &&
           render(cx, report, &a, &bytes) && (!call->value.p || make_dir_of(cx, a.output)) &&
           (!a.charts.p || write_charts(cx, report, &a)) &&
           (!a.pages.p || write_pages(cx, report, &a, call->options->dpi)) &&
           (!a.depends.p || write_depends(cx, &a)) &&
           jb_file_write(cx, a.output, bytes, jb_argument_span(cx, "-o", a.output));
}

typedef struct each_call {
    jianbao *jb;
    const char *report, *column;
    jb_str *values, *failed, characters; /* as long as the handle */
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
        values = jb_report_each(cx, source, column, jb_argument_span(cx, "--each", column), call->n,
                                &call->characters);
    if (!values)
        return false;
    call->values = JB_NEW_N(call->jb->own, jb_str, *call->n + 1);
    call->failed = JB_NEW_N(call->jb->own, jb_str, *call->n + 1);
    for (size_t i = 0; i < *call->n; i++)
        call->values[i] = jb_str_dup(call->jb->own, values[i]);
    call->characters = jb_str_dup(call->jb->own, call->characters);
    return true;
}

typedef struct documents {
    const char *report, *output;
    const jianbao_report_options *options;
    const jb_str *values;
    size_t first, step, n;
    jianbao_status worst;
    jb_str *failed; /* values of documents that were not made */
    size_t failed_n;
} documents;

/* One call for each document: its memory ends with it. */
static jianbao_status make_one(const jb_batch *b, size_t i)
{
    const documents *d = b->with;
    return jb_handle_run(
        b->jb, write_report,
        &(report_call){d->report, d->output, d->options, d->values[d->first + i * d->step]});
}

static const char *name_one(const jb_batch *b, size_t i)
{
    (void)i;
    return ((const documents *)b->with)->report;
}

static void note_status(const jb_batch *b, size_t i, jianbao_status status)
{
    documents *d = (documents *)(uintptr_t)b->with;
    if (status != JIANBAO_FINE)
        d->failed[d->failed_n++] = d->values[d->first + i * d->step];
    d->worst = status > d->worst ? status : d->worst;
}

/* A message stands once, whichever documents it keeps from being made. */
static bool tell_failed(jb_ctx *cx, const void *args)
{
    enum { NAMED = 10 };
    const documents *d = args;
    jb_buf names = jb_buf_new(cx->scratch);
    for (size_t i = 0; i < d->failed_n && i < NAMED; i++)
        jb_buf_printf(&names, "%s%.*s", i ? ", " : "", JB_F(jb_brief(cx, d->failed[i])));
    jb_fail(cx, jb_argument_span(cx, "--each", jb_str_of(d->options->each)),
            "documents not made: %zu of %zu", d->failed_n, d->n);
    jb_hint(cx, d->failed_n > NAMED ? "the first are those of %.*s" : "they are those of %.*s",
            JB_F(names.text));
    return false;
}

typedef struct shard_call {
    const char *value;
    size_t *first, *step;
} shard_call;

/* "2/5": the second of five. */
static bool read_shard(jb_ctx *cx, const void *args)
{
    const shard_call *call = args;
    char *slash, *end;
    unsigned long i = strtoul(call->value, &slash, 10),
                  n = *slash == '/' ? strtoul(slash + 1, &end, 10) : 0;
    if (i >= 1 && i <= n && n <= 1000000 && !*end) {
        *call->first = i - 1;
        *call->step = n;
        return true;
    }
    jb_str value;
    if (jb_argument(cx, "--shard", call->value, &value))
        jb_fail_usage(cx, jb_argument_span(cx, "--shard", value), "“%.*s” is no share, such as 2/5",
                      JB_F(jb_brief(cx, value)));
    return false;
}

static jianbao_status write_each(jianbao *jb, const char *report, const char *output,
                                 const jianbao_report_options *options)
{
    size_t n = 0;
    documents d = {report, output, options, .step = 1};
    each_call all = {.jb = jb, .report = report, .column = options->each, .n = &n};
    if (options->shard)
        d.worst = jb_handle_run(jb, read_shard, &(shard_call){options->shard, &d.first, &d.step});
    if (d.worst == JIANBAO_FINE)
        d.worst = jb_handle_run(jb, list_values, &all);
    if (d.worst != JIANBAO_FINE)
        return d.worst;
    d.values = all.values;
    d.failed = all.failed;
    n = n > d.first ? (n - d.first - 1) / d.step + 1 : 0;
    jb->foreseen = all.characters;
    jb_batch_run(&(jb_batch){jb, n, make_one, name_one, note_status, &d}, options->jobs);
    jb->foreseen = (jb_str){NULL, 0};
    d.n = n;
    if (d.failed_n && n > 1)
        jb_handle_run(jb, tell_failed, &d);
    return d.worst;
}

jianbao_status jianbao_report(jianbao *jb, const char *report, const char *output,
                              const jianbao_report_options *options)
{
    return options && options->each
               ? write_each(jb, report, output, options)
               : jb_handle_run(jb, write_report, &(report_call){report, output, options, {0}});
}
