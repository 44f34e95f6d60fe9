#include "api/batch.h"
#include "api/input.h"
#include "api/outputs.h"
#include "api/spec.h"
#include "chart/chart.h"
#include "chart/preset.h"
#include "grammar/spec.h"
#include "render/render.h"
#include "report/theme.h"
#include "text/text.h"

typedef struct chart_call {
    const char *spec, *output;
    const jianbao_chart_options *options;
} chart_call;

/* .json is JSON, anything else YAML, which contains it. */
static jb_syntax syntax_of(jb_str path)
{
    return jb_str_eq_fold(jb_path_ext(path), JB_S("json")) ? JB_JSON : JB_YAML;
}

/* NULL after a message. */
static const jb_backend *backend_of(jb_ctx *cx, jb_str output, jb_str format)
{
    bool standard = jb_str_eq(output, JB_S("-"));
    jb_str form = format.p || !standard ? format : JB_S("png");
    jb_str name = form.p ? jb_str_printf(cx->scratch, "x.%.*s", JB_F(form)) : output;
    const jb_backend *backend = jb_backend_find(name);
    if (!backend && format.p) {
        jb_form_refuse(cx, jb_argument_span(cx, "--format", format), format,
                       jb_forms_of_pictures(cx));
    } else if (!backend) {
        jb_fail_usage(cx, jb_argument_span(cx, "-o", output),
                      "the ending of “%.*s” names no form of picture", JB_F(jb_brief(cx, output)));
        jb_hint(cx, "the endings are %.*s", JB_F(jb_forms_of_pictures(cx)));
    }
    return backend;
}

/* False after a message. */
static bool find_preset(jb_ctx *cx, jb_str name, const jb_preset **preset)
{
    *preset = name.p ? jb_preset_find(name) : NULL;
    if (!name.p || *preset)
        return true;
    jb_fail_usage(cx, jb_argument_span(cx, "--preset", name), "no preset “%.*s”",
                  JB_F(jb_brief(cx, name)));
    if (jb_hint_nearest(cx, name, JB_NAMES_IN(jb_presets, jb_presets_n, name)))
        return false;
    jb_buf known = jb_buf_new(cx->scratch);
    for (size_t i = 0; i < jb_presets_n; i++)
        jb_buf_printf(&known, "%s%.*s", i ? ", " : "", JB_F(jb_presets[i].name));
    jb_hint(cx, "it is one of %.*s", JB_F(known.text));
    return false;
}

/* A report fills them; here nobody does. */
static void tell_figures(jb_ctx *cx, const jb_source *source)
{
    ptrdiff_t at = jb_str_find(source->text, JB_S("{{"));
    jb_str behind = jb_str_cut(source->text, at < 0 ? SIZE_MAX : (size_t)at, SIZE_MAX);
    ptrdiff_t end = jb_str_find(behind, JB_S("}}"));
    if (at < 0 || end < 0 || jb_str_find(jb_str_cut(behind, 0, (size_t)end), JB_S("\n")) >= 0)
        return;
    jb_warn(cx, (jb_span){source, (size_t)at, (size_t)end + 2},
            "a figure is worked out in a report only; here it is as it is written");
    jb_hint(cx, "name the file in a report, or write the number");
}

static const jb_view_spec *read_spec(jb_ctx *cx, jb_str path, jb_str theme, const jb_preset *preset,
                                     const jb_chart_options *options)
{
    jb_theme look = {0};
    jb_said said = {theme, jb_argument_span(cx, "--theme", theme)};
    if (!jb_input_fits(cx, JB_INPUT_CHART, path))
        return NULL;
    jb_files_allow(cx, path);
    const jb_source *source = jb_file_read_text(cx, path, (jb_span){0});
    if (!source || (theme.p && !jb_theme_load(cx, said, (jb_str){NULL, 0}, &look)))
        return NULL;
    const jb_node *config = preset ? jb_preset_config(cx, preset, look.config) : look.config;
    const jb_node *tree = jb_tree_read(cx, source, syntax_of(path));
    tell_figures(cx, source);
    return tree ? jb_chart_read(cx, tree, config, options) : NULL;
}

static double first_of(double asked, double usual)
{
    return asked > 0 ? asked : usual;
}

jb_scene *jb_spec_compile(jb_ctx *cx, jb_str path, const jb_spec_call *call)
{
    const jb_preset *preset;
    if (!find_preset(cx, call->preset, &preset))
        return NULL;
    jb_tables_read read = {0};
    jb_chart_options options = {.width = first_of(call->width, preset ? preset->width : 0),
                                .height = first_of(call->height, preset ? preset->height : 0),
                                .read = &read,
                                .untold = call->untold,
                                .framed = preset};
    const jb_view_spec *spec = read_spec(cx, path, call->theme, preset, &options);
    jb_scene *scene = spec ? jb_chart_compile(cx, spec, &options) : NULL;
    return jb_failed(cx) ? NULL : scene;
}

/* The scale asked for, else the preset's, else 1. */
static double scale_of(const jianbao_chart_options *o)
{
    const jb_preset *preset = o->preset ? jb_preset_find(jb_str_of(o->preset)) : NULL;
    return first_of(o->scale, preset ? preset->scale : 1);
}

static bool draw(jb_ctx *cx, const void *args)
{
    static const jianbao_chart_options plain;
    const chart_call *call = args;
    const jianbao_chart_options *o = call->options ? call->options : &plain;
    jb_str path, output, theme, preset, format;
    if (!jb_argument(cx, "SPEC", call->spec, &path) ||
        !jb_argument(cx, "-o", call->output, &output) ||
        !jb_argument(cx, "--theme", o->theme, &theme) ||
        !jb_argument(cx, "--preset", o->preset, &preset) ||
        !jb_argument(cx, "--format", o->format, &format) ||
        !jb_argument_number(cx, "--scale", o->scale) ||
        !jb_argument_number(cx, "--width", o->width) ||
        !jb_argument_number(cx, "--height", o->height))
        return false;
    jb_render_options how = {
        .scale = scale_of(o), .outlines = o->outlines, .place = jb_file_place(cx, path)};
    const jb_backend *backend = backend_of(cx, output, format);
    if (!backend)
        return false;
    const jb_spec_call spec = {theme, preset, o->width, o->height, !backend->told};
    jb_scene *scene = jb_spec_compile(cx, path, &spec);
    jb_str bytes;
    return scene && jb_render_scene(cx, scene, backend, &how, &bytes) &&
           jb_file_write(cx, output, bytes, jb_argument_span(cx, "-o", output));
}

jianbao_status jianbao_chart(jianbao *jb, const char *spec, const char *output,
                             const jianbao_chart_options *options)
{
    return jb_handle_run(jb, draw, &(chart_call){spec, output, options});
}

/* ---- many ---- */

typedef struct charts_call {
    const char *const *specs, *const *outputs;
    const jianbao_chart_options *options;
    jianbao_watcher *watcher;
    void *with;
} charts_call;

static jianbao_status draw_one(const jb_batch *b, size_t i)
{
    const charts_call *c = b->with;
    return jianbao_chart(b->jb, c->specs[i], c->outputs[i], c->options);
}

static const char *name_one(const jb_batch *b, size_t i)
{
    return ((const charts_call *)b->with)->specs[i];
}

static void tell_one(const jb_batch *b, size_t i, jianbao_status status)
{
    const charts_call *c = b->with;
    if (c->watcher)
        c->watcher(c->with, i, status);
}

static bool uses_standard(const char *const *paths, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (jb_str_eq(jb_str_of(paths[i]), JB_S("-")))
            return true;
    return false;
}

void jianbao_charts(jianbao *jb, const char *const *specs, const char *const *outputs, size_t n,
                    const jianbao_chart_options *options, jianbao_watcher *watcher, void *with)
{
    charts_call call = {specs, outputs, options, watcher, with};
    bool here = uses_standard(specs, n) || uses_standard(outputs, n);
    jb_batch_run(&(jb_batch){jb, n, draw_one, name_one, tell_one, &call}, here ? 1 : 0);
}

typedef struct explain_call {
    jianbao *jb;
    const char *spec, *theme, **json;
} explain_call;

static bool explain(jb_ctx *cx, const void *args)
{
    const explain_call *call = args;
    jb_str path, theme;
    if (!jb_argument(cx, "SPEC", call->spec, &path) ||
        !jb_argument(cx, "--theme", call->theme, &theme))
        return false;
    const jb_view_spec *spec = read_spec(cx, path, theme, NULL, NULL);
    jb_str json = spec ? jb_chart_explain(cx, spec) : (jb_str){NULL, 0};
    if (json.p)
        *call->json = jb_handle_keep(call->jb, json);
    return json.p != NULL;
}

const char *jianbao_explain(jianbao *jb, const char *spec, const char *theme)
{
    const char *json = NULL;
    jb_handle_run(jb, explain, &(explain_call){jb, spec, theme, &json});
    return json;
}

const char *const *jianbao_chart_formats(void)
{
    static const char *const formats[] = {
#define B(name, extension, about, told) extension,
#include "render/backend.def"
#undef B
        NULL};
    return formats;
}

const char *const *jianbao_chart_presets(void)
{
    static const char *const presets[] = {
#define PRESET(name, about, width, height, scale, type, config) name,
#include "chart/preset.def"
#undef PRESET
        NULL};
    return presets;
}
