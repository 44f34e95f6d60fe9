/* The spine: up for scales and domains, down for sizes, once for ink. */
#include "chart/alt.h"
#include "chart/chart.h"

#include <math.h>

#include "chart/draw.h"
#include "chart/gray.h"
#include "chart/infer.h"
#include "text/text.h"

const double *jb_plot_size(const jb_view *v)
{
    while (v->children_n && v->kind != JB_VIEW_UNIT && v->kind != JB_VIEW_LAYER)
        v = v->children[0];
    return v->size;
}

/* ---- params ------------------------------------------------------------------------------------
 */

void jb_chart_param(jb_chart *chart, jb_str name, jb_value value)
{
    for (size_t i = 0; i < chart->params.n; i++)
        if (jb_str_eq(chart->params.at[i].name, name)) {
            chart->params.at[i].value = value;
            return;
        }
    *JB_PUSH(chart->cx->keep, &chart->params) = (jb_param){name, value};
    chart->scope.params = chart->params.at;
    chart->scope.params_n = chart->params.n;
}

static void add_params(jb_chart *chart, const jb_param_list *params)
{
    for (size_t i = 0; i < params->n; i++) {
        const jb_param_spec *p = params->at[i];
        jb_value v = jb_null();
        if (JB_HAS(p, select) && p->select)
            continue;
        if (JB_HAS(p, value))
            v = jb_node_value(chart->cx->keep, p->value);
        if (JB_HAS(p, expr) && p->expr && p->expr->parsed) {
            jb_bound *bound = jb_expr_bind(chart->cx, p->expr->parsed, NULL, &chart->scope);
            v = bound ? jb_bound_value(bound, 0, chart->cx->keep) : v;
        }
        jb_chart_param(chart, p->name, v);
    }
}

static bool evaluate(void *who, jb_ctx *cx, const jb_expr_spec *expr, jb_value *value)
{
    jb_chart *chart = who;
    jb_bound *bound = jb_expr_bind(cx, expr->parsed, NULL, &chart->scope);
    if (!bound)
        return false;
    *value = jb_bound_value(bound, 0, cx->keep);
    return true;
}

static double pixels(const jb_size_spec *s, double usual)
{
    return JB_HAS(s, value) ? s->value : usual;
}

static bool set_params(jb_chart *chart)
{
    const jb_view_spec *top = chart->top;
    jb_chart_param(chart, JB_S("width"), jb_number(pixels(JB_OR(top, width, NULL), 300)));
    jb_chart_param(chart, JB_S("height"), jb_number(pixels(JB_OR(top, height, NULL), 300)));
    jb_selections_add(chart, top, NULL);
    add_params(chart, &chart->config->params);
    add_params(chart, &top->params);
    return jb_spec_evaluate(chart->cx, top, evaluate, chart);
}

/* ---- locale ------------------------------------------------------------------------------------
 */

static const jb_locale *locale_of(const jb_chart *chart)
{
    const jb_locale *own = jb_config_locale(chart->cx, chart->config);
    return own ? own : &jb_locale_en_us;
}

/* ---- sizes of the whole ------------------------------------------------------------------------
 */

static const jb_size_spec *size_of(jb_chart *chart, double pixels_n)
{
    jb_size_spec *s = JB_NEW(chart->cx->keep, jb_size_spec);
    JB_SET(s, value, pixels_n);
    return s;
}

static bool is_single(const jb_view_spec *spec)
{
    jb_view_kind kind = jb_view_kind_of(spec);
    return kind == JB_VIEW_UNIT || kind == JB_VIEW_LAYER;
}

/* Of the whole picture. */
static const jb_autosize_spec *framed(jb_chart *chart)
{
    jb_autosize_spec *a = JB_NEW(chart->cx->keep, jb_autosize_spec);
    JB_SET(a, type, JB_AUTOSIZE_FIT);
    JB_SET(a, contains, JB_CONTAINS_PADDING);
    return a;
}

static const jb_view_spec *with_sizes(jb_chart *chart, const jb_view_spec *spec)
{
    const jb_chart_options *o = chart->options;
    if (!o || (!(o->width > 0) && !(o->height > 0)))
        return spec;
    if (o->framed && !is_single(spec))
        return spec;
    jb_view_spec *own = jb_spec_copy(chart->cx->keep, &jb_view_class, spec);
    if (o->width > 0)
        JB_SET(own, width, size_of(chart, o->width));
    if (o->height > 0)
        JB_SET(own, height, size_of(chart, o->height));
    if (o->framed)
        JB_SET(own, autosize, framed(chart));
    return own;
}

typedef struct padding {
    double left, top, right, bottom;
} padding;

static padding padding_of(const jb_chart *chart)
{
    const jb_padding_spec *p = JB_OR(chart->top, padding, JB_OR(chart->config, padding, NULL));
    double usual = p ? 0 : 5;
    return (padding){JB_OR(p, left, usual), JB_OR(p, top, usual), JB_OR(p, right, usual),
                     JB_OR(p, bottom, usual)};
}

static double beyond(double v)
{
    return fmax(0, ceil(v));
}

/* How far the drawn reaches over the plot on each side. */
static padding overhang(const jb_group_item *root, const jb_box *b)
{
    return (padding){beyond(-b->x1), beyond(-b->y1), beyond(b->x2 - root->width),
                     beyond(b->y2 - root->height)};
}

/* ---- drawing -----------------------------------------------------------------------------------
 */

static jb_mark *draw_root(jb_chart *chart, jb_box *box)
{
    jb_mark *root = jb_mark_new(chart->cx->keep, JB_MARKTYPE_GROUP, JB_S("frame"), 1);
    root->name = JB_S("root");
    *box = jb_view_draw(chart, chart->root, &root->groups[0]);
    return root;
}

static jb_view *resolve(jb_chart *chart)
{
    jb_view *v = chart->root;
    jb_view_resolve(chart, v);
    jb_view_domains(chart, v);
    jb_view_scale_up(chart, v);
    jb_view_axes(chart, v);
    jb_facet_resolve_headers(chart, v);
    jb_view_legends(chart, v);
    return v;
}

static bool contains_padding(const jb_chart *chart)
{
    const jb_autosize_spec *a = JB_OR(chart->top, autosize, JB_OR(chart->config, autosize, NULL));
    return a && JB_HAS(a, contains) && a->contains == JB_CONTAINS_PADDING;
}

/* A size by steps fits nothing: then it is the other one that fits, whichever was asked to. */
static int autosize_of(const jb_chart *chart)
{
    const jb_autosize_spec *a = JB_OR(chart->top, autosize, JB_OR(chart->config, autosize, NULL));
    int type = a && JB_HAS(a, type) ? a->type : JB_AUTOSIZE_PAD;
    const jb_view *v = chart->root;
    bool whole = v->size_kind[0] && v->size_kind[1];
    bool wide = v->size_kind[0] == JB_SIZE_STEP, high = v->size_kind[1] == JB_SIZE_STEP;
    if (type == JB_AUTOSIZE_PAD || type == JB_AUTOSIZE_FIXED || !whole)
        return type;
    if (wide && high)
        return JB_AUTOSIZE_PAD;
    return wide ? JB_AUTOSIZE_FIT_Y : high ? JB_AUTOSIZE_FIT_X : type;
}

/* Whether autosize takes this side (0 width, 1 height) of the plot from that of the picture; a view
 * made of others has none, unless they share it. */
static bool is_cut(const jb_chart *chart, int autosize, size_t axis)
{
    int other = axis == 0 ? JB_AUTOSIZE_FIT_Y : JB_AUTOSIZE_FIT_X;
    if (chart->root->size_kind[axis] != JB_SIZE_PIXELS || autosize == JB_AUTOSIZE_PAD)
        return false;
    return autosize == JB_AUTOSIZE_FIXED ? contains_padding(chart) : autosize != other;
}

/* What is made of others and shares no size stays as large as it is. */
static void warn_of_fit(jb_chart *chart, int autosize)
{
    const jb_autosize_spec *a = JB_OR(chart->top, autosize, NULL);
    if (autosize == JB_AUTOSIZE_FIT_X && !chart->root->size_kind[0])
        jb_warn(chart->cx, JB_SPAN(a, type), "autosize “fit-x”: the plots share no width");
    if (autosize == JB_AUTOSIZE_FIT_Y && !chart->root->size_kind[1])
        jb_warn(chart->cx, JB_SPAN(a, type), "autosize “fit-y”: the plots share no height");
}

/* What lies around the plot and is in the picture: with autosize “none” nothing, unless the plot
 * itself has no size. */
static padding room_around(const jb_chart *chart, int autosize, const jb_mark *root,
                           const jb_box *box)
{
    padding o = overhang(&root->groups[0], box);
    if (autosize == JB_AUTOSIZE_FIXED && chart->root->size_kind[0])
        o.left = o.right = 0;
    if (autosize == JB_AUTOSIZE_FIXED && chart->root->size_kind[1])
        o.top = o.bottom = 0;
    return o;
}

static padding larger(padding a, padding b)
{
    return (padding){fmax(a.left, b.left), fmax(a.top, b.top), fmax(a.right, b.right),
                     fmax(a.bottom, b.bottom)};
}

static bool same_room(padding a, padding b)
{
    return a.left == b.left && a.top == b.top && a.right == b.right && a.bottom == b.bottom;
}

/* The size asked for is that of the picture: what axes and titles take, and the padding where it is
 * contained, is taken from the plot. Once, as Vega does; where the picture must not be left it is
 * looked at again, for what stands in a narrower plot may reach farther over it, or less far.
 * `around` is what the picture has room for beside the plot: along a cut side just what makes the
 * size. */
static jb_mark *fit(jb_chart *chart, int autosize, jb_mark *root, jb_box *box, padding *around)
{
    enum { ENOUGH = 5 };
    bool framed = chart->options && chart->options->framed,
         bound = chart->options && chart->options->bound;
    bool wide = is_cut(chart, autosize, 0), high = is_cut(chart, autosize, 1);
    const padding none = {0, 0, 0, 0}, p = contains_padding(chart) ? padding_of(chart) : none;
    double width = root->groups[0].width - p.left - p.right;
    double height = root->groups[0].height - p.top - p.bottom;
    padding first = room_around(chart, autosize, root, box);
    warn_of_fit(chart, autosize);
    int passes = bound ? ENOUGH : framed ? 2 : 1;
    padding room = first, before = none;
    for (int pass = 0; (wide || high) && pass < passes; pass++) {
        if (pass && same_room(room, before))
            break;
        if (wide)
            chart->fit_width = fmax(0, width - room.left - room.right);
        if (high)
            chart->fit_height = fmax(0, height - room.top - room.bottom);
        resolve(chart);
        root = draw_root(chart, box);
        before = room;
        room = room_around(chart, autosize, root, box);
    }
    *around = framed ? room : larger(first, room);
    first = framed || bound ? room : first;
    if (wide && !framed) {
        around->left = first.left;
        around->right = width - chart->fit_width - first.left;
    }
    if (high && !framed) {
        around->top = first.top;
        around->bottom = height - chart->fit_height - first.top;
    }
    return root;
}

static jb_str text_of(const jb_title_spec *t)
{
    return t && JB_HAS(t, text) && t->text.n ? t->text.at[0] : (jb_str){NULL, 0};
}

static jb_scene *finish(jb_chart *chart, jb_mark *root, padding around)
{
    jb_scene *scene = JB_NEW(chart->cx->keep, jb_scene);
    const jb_view_spec *top = chart->top;
    padding p = padding_of(chart);
    jb_group_item *g = &root->groups[0];
    scene->width = g->width + around.left + around.right + p.left + p.right;
    scene->height = g->height + around.top + around.bottom + p.top + p.bottom;
    g->x = p.left + around.left;
    g->y = p.top + around.top;
    jb_str background = JB_GIVEN(top, background)
                            ? JB_OR(top, background, ((jb_str){NULL, 0}))
                            : JB_OR(chart->config, background, ((jb_str){NULL, 0}));
    scene->background = jb_paint_read(chart, background, JB_SPAN(top, background));
    scene->root = root;
    scene->name = JB_OR(top, name, ((jb_str){NULL, 0}));
    scene->title = text_of(JB_OR(top, title, NULL));
    scene->description = JB_OR(top, description, ((jb_str){NULL, 0}));
    if (JB_HAS(top, usermeta) && top->usermeta) {
        scene->caption = JB_OR(top->usermeta, caption, ((jb_str){NULL, 0}));
        scene->source = JB_OR(top->usermeta, source, ((jb_str){NULL, 0}));
    }
    scene->alt = scene->description;
    if (!scene->alt.n && !(chart->options && chart->options->untold))
        scene->alt = jb_chart_alt(chart, chart->root, scene->title);
    return scene;
}

/* What is put together of several views has no size to fit into: it is drawn at its own, and the
 * picture stretched until it fills the frame in one direction. */
static void fill_frame(const jb_chart_options *o, jb_scene *scene)
{
    double scale = fmin(o->width / scene->width, o->height / scene->height);
    jb_group_item *g = &scene->root->groups[0];
    if (!isfinite(scale) || !(scale > 0))
        return;
    g->scale = scale;
    g->x = g->x * scale + (o->width - scene->width * scale) / 2;
    g->y = g->y * scale + (o->height - scene->height * scale) / 2;
    scene->width = o->width;
    scene->height = o->height;
}

static bool has_variable(const jb_view_spec *spec, jb_str name)
{
    for (size_t i = 0; i < spec->params.n; i++)
        if (jb_str_eq(spec->params.at[i]->name, name))
            return true;
    return false;
}

double jb_chart_named_side(const jb_chart *chart, size_t axis)
{
    jb_str name = axis == 0 ? JB_S("width") : JB_S("height");
    double side = NAN;
    for (size_t i = 0; has_variable(chart->top, name) && i < chart->params.n; i++)
        if (jb_str_eq(chart->params.at[i].name, name))
            side = jb_value_number(chart->params.at[i].value);
    return side > 0 ? side : NAN;
}

static const jb_config_spec *config_of(jb_ctx *cx, const jb_view_spec *spec)
{
    return spec->config ? spec->config : JB_NEW(cx->keep, jb_config_spec);
}

bool jb_chart_open(jb_chart *chart, jb_ctx *cx, const jb_view_spec *spec,
                   const jb_chart_options *options)
{
    chart->cx = cx;
    chart->config = config_of(cx, spec);
    chart->options = options;
    chart->fit_width = chart->fit_height = NAN;
    chart->top = with_sizes(chart, spec);
    chart->locale = locale_of(chart);
    chart->data = (jb_data_hook){jb_chart_data, chart};
    chart->scope.data = &chart->data;
    chart->scope.locale = chart->locale;
    chart->scope.lenient = true;
    return set_params(chart);
}

static jb_scene *compile(jb_ctx *cx, const jb_view_spec *spec, const jb_chart_options *options,
                         jb_chart *chart)
{
    size_t before = jb_errors(cx);
    if (!jb_fonts_open(cx) || !jb_chart_open(chart, cx, spec, options))
        return NULL;
    chart->root = jb_view_build(chart, chart->top, NULL);
    jb_selections_add(chart, chart->root->spec, chart->root);
    jb_view_resolve(chart, chart->root);
    jb_selections_clip(chart, chart->root);
    if (!jb_view_load(chart, chart->root) || !jb_view_split(chart, chart->root))
        return NULL;
    jb_box box;
    resolve(chart);
    jb_view_tell(chart);
    jb_mark *root = draw_root(chart, &box);
    padding around;
    root = fit(chart, autosize_of(chart), root, &box, &around);
    if (jb_errors(cx) > before)
        return NULL;
    jb_scene *scene = finish(chart, root, around);
    if (options && options->framed && !is_single(spec))
        fill_frame(options, scene);
    if (JB_OR(chart->config, gray, false))
        jb_scene_gray(cx->keep, scene);
    return scene;
}

const jb_view_spec *jb_chart_read(jb_ctx *cx, const jb_node *tree, const jb_node *theme,
                                  const jb_chart_options *options)
{
    size_t before = jb_errors(cx);
    const jb_node *typed = jb_chart_types(cx, tree, options);
    const jb_view_spec *spec = jb_spec_of(cx, typed ? typed : tree, theme);
    return jb_errors(cx) > before ? NULL : spec;
}

jb_scene *jb_chart_compile(jb_ctx *cx, const struct jb_view_spec *spec,
                           const jb_chart_options *options)
{
    return compile(cx, spec, options, JB_NEW(cx->keep, jb_chart));
}

jb_str jb_chart_explain(jb_ctx *cx, const struct jb_view_spec *spec)
{
    jb_chart *chart = JB_NEW(cx->keep, jb_chart);
    const jb_scene *scene = compile(cx, spec, NULL, chart);
    return scene ? jb_spec_explain(cx, jb_view_explained(chart, chart->root)) : (jb_str){NULL, 0};
}
