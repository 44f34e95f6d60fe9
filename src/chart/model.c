/* From the specification to the tree of views: each unit with its mark and its definitions. */
#include <string.h>
#include "chart/view.h"

const jb_mark_spec *jb_look_find(const jb_look *look, size_t offset, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (jb_given_set(look->at[i], offset))
            return jb_given_null(look->at[i], offset) ? NULL : look->at[i];
    return NULL;
}

bool jb_mark_rect_based(int mark)
{
    return mark == JB_MARK_BAR || mark == JB_MARK_RECT || mark == JB_MARK_IMAGE ||
           mark == JB_MARK_ARC || mark == JB_MARK_TICK;
}

bool jb_mark_path(int mark)
{
    return mark == JB_MARK_LINE || mark == JB_MARK_AREA || mark == JB_MARK_TRAIL;
}

/* ---- where properties are looked for -----------------------------------------------------------
 */

static void look_at(jb_look *look, const jb_mark_spec *spec)
{
    if (spec && look->n < JB_COUNT(look->at))
        look->at[look->n++] = spec;
}

/* The mark's own definition first, then its styles, the last one named before the others. */
static jb_look find_look(const jb_config_spec *config, const jb_mark_spec *mark)
{
    jb_look look = {0};
    look_at(&look, mark);
    if (JB_HAS(mark, style))
        for (size_t i = mark->style.n; i-- > 0;)
            look_at(&look, jb_config_style(config, mark->style.at[i]));
    look_at(&look, jb_config_style(config, jb_enum_key(&jb_mark_type_values, mark->type)));
    look.styled = look.n;
    look_at(&look, jb_config_of_mark(config, mark->type));
    look.own = look.n;
    look_at(&look, config->mark);
    return look;
}

/* ---- which way a mark goes ---------------------------------------------------------------------
 */

static bool is_field(const jb_definition *d)
{
    return d && d->kind == JB_DEFINES_FIELD;
}

static bool numeric_datum(const jb_definition *d)
{
    return d && d->kind == JB_DEFINES_DATUM && d->type == JB_QUANTITATIVE;
}

static bool is_measure(const jb_definition *d)
{
    return (is_field(d) && d->type == JB_QUANTITATIVE && !d->bin && !d->binned) || numeric_datum(d);
}

static int orient_by_measure(const jb_unit_view *u, const jb_definition *x, const jb_definition *y,
                             int asked)
{
    bool xm = is_measure(x), ym = is_measure(y), tick = u->mark == JB_MARK_TICK;
    if (asked)
        return asked;
    if (xm && !ym)
        return tick ? JB_VERTICAL : JB_HORIZONTAL;
    if (!xm && ym)
        return tick ? JB_HORIZONTAL : JB_VERTICAL;
    if (xm && ym)
        return JB_VERTICAL;
    bool xt = is_field(x) && x->type == JB_TEMPORAL, yt = is_field(y) && y->type == JB_TEMPORAL;
    if (xt != yt)
        return xt ? JB_VERTICAL : JB_HORIZONTAL;
    return JB_ORIENTATION_NONE;
}

static int orient_by_range(const jb_unit_view *u, const jb_definition *x, const jb_definition *y,
                           const jb_definition *x2, const jb_definition *y2, int asked)
{
    bool x_binned = is_field(x) && x->binned, y_binned = is_field(y) && y->binned;
    if (y2)
        return y_binned ? JB_HORIZONTAL : JB_VERTICAL;
    if (x2)
        return x_binned ? JB_VERTICAL : JB_HORIZONTAL;
    if (u->mark == JB_MARK_RULE && x && !y)
        return JB_VERTICAL;
    if (u->mark == JB_MARK_RULE && y && !x)
        return JB_HORIZONTAL;
    return orient_by_measure(u, x, y, asked);
}

static int orient_of_bar(const jb_definition *x, const jb_definition *y, const jb_definition *x2,
                         const jb_definition *y2, int asked)
{
    bool x_binned = is_field(x) && x->binned, y_binned = is_field(y) && y->binned;
    if (x_binned || (is_field(x) && is_field(y) && y->aggregate && !x->aggregate))
        return JB_VERTICAL;
    if (y_binned || (is_field(x) && is_field(y) && x->aggregate && !y->aggregate))
        return JB_HORIZONTAL;
    if (!x2 && !y2)
        return JB_ORIENTATION_NONE;
    if (asked)
        return asked;
    if (!x2)
        return is_measure(x) && y_binned ? JB_HORIZONTAL : JB_VERTICAL;
    if (!y2)
        return is_measure(y) && x_binned ? JB_VERTICAL : JB_HORIZONTAL;
    return JB_ORIENTATION_NONE;
}

static int find_orient(const jb_unit_view *u)
{
    const jb_definition *x = u->definitions[JB_CHANNEL_X], *y = u->definitions[JB_CHANNEL_Y];
    const jb_definition *x2 = u->definitions[JB_CHANNEL_X2], *y2 = u->definitions[JB_CHANNEL_Y2];
    int asked = JB_LOOK_OR(u, orient, JB_ORIENTATION_NONE), found;
    bool bar = u->mark == JB_MARK_TEXT || u->mark == JB_MARK_BAR;
    if (u->mark == JB_MARK_POINT || u->mark == JB_MARK_CIRCLE || u->mark == JB_MARK_SQUARE ||
        u->mark == JB_MARK_RECT || u->mark == JB_MARK_IMAGE)
        return JB_ORIENTATION_NONE;
    if (u->mark == JB_MARK_ARC || u->mark == JB_MARK_TRAIL)
        return JB_VERTICAL;
    if (bar && (found = orient_of_bar(x, y, x2, y2, asked)))
        return found;
    if ((bar || u->mark == JB_MARK_RULE) && x2 && y2 && !(is_field(x) && x->binned) &&
        !(is_field(y) && y->binned))
        return JB_ORIENTATION_NONE;
    if (bar || u->mark == JB_MARK_RULE || u->mark == JB_MARK_AREA)
        return orient_by_range(u, x, y, x2, y2, asked);
    return orient_by_measure(u, x, y, asked);
}

/* ---- which channels a mark knows ---------------------------------------------------------------
 */

#define M(mark) (1u << JB_MARK_##mark)
static const unsigned known_by[JB_CHANNELS] = {
    [JB_CHANNEL_X2] = M(AREA) | M(BAR) | M(IMAGE) | M(RECT) | M(RULE),
    [JB_CHANNEL_Y2] = M(AREA) | M(BAR) | M(IMAGE) | M(RECT) | M(RULE),
    [JB_CHANNEL_SIZE] = M(POINT) | M(TICK) | M(RULE) | M(CIRCLE) | M(SQUARE) | M(BAR) | M(TEXT) |
                        M(LINE) | M(TRAIL),
    [JB_CHANNEL_STROKE_DASH] =
        M(LINE) | M(POINT) | M(TICK) | M(RULE) | M(CIRCLE) | M(SQUARE) | M(BAR),
    [JB_CHANNEL_SHAPE] = M(POINT),
    [JB_CHANNEL_TEXT] = M(TEXT),
    [JB_CHANNEL_ANGLE] = M(POINT) | M(SQUARE) | M(TEXT),
    [JB_CHANNEL_URL] = M(IMAGE),
    [JB_CHANNEL_THETA] = M(TEXT) | M(ARC),
    [JB_CHANNEL_RADIUS] = M(TEXT) | M(ARC),
    [JB_CHANNEL_THETA2] = M(ARC),
    [JB_CHANNEL_RADIUS2] = M(ARC),
    [JB_CHANNEL_PATTERN] =
        M(BAR) | M(RECT) | M(AREA) | M(ARC) | M(TICK) | M(CIRCLE) | M(SQUARE) | M(POINT),
};

static bool is_binned_pair(const jb_unit_view *u, jb_channel c)
{
    const jb_definition *main = u->definitions[jb_channel_main(c)];
    return (c == JB_CHANNEL_X2 || c == JB_CHANNEL_Y2) && main && main->binned;
}

/* An offset within a continuous position has no band to be in. */
static bool offset_in_nothing(const jb_unit_view *u, const jb_definition *d)
{
    const jb_definition *main = NULL;
    if (d->channel == JB_CHANNEL_X_OFFSET)
        main = u->definitions[JB_CHANNEL_X];
    else if (d->channel == JB_CHANNEL_Y_OFFSET)
        main = u->definitions[JB_CHANNEL_Y];
    return is_field(main) && is_field(d) && !main->timed &&
           (main->type == JB_QUANTITATIVE || main->type == JB_TEMPORAL);
}

static bool is_known(jb_chart *chart, const jb_unit_view *u, const jb_definition *d,
                     const jb_encoding_spec *encoding)
{
    unsigned marks = known_by[d->channel] ? known_by[d->channel] : ~0u;
    jb_str key = jb_enum_key(&jb_channel_values, (int)d->channel);
    if (!(marks >> u->mark & 1) && !is_binned_pair(u, d->channel)) {
        jb_str mark = jb_enum_key(&jb_mark_type_values, u->mark);
        jb_warn(chart->cx, jb_given_span(d->spec, 0),
                "the mark %.*s has no channel “%.*s”; it is left out", JB_F(mark), JB_F(key));
        return false;
    }
    if (offset_in_nothing(u, d)) {
        jb_warn(chart->cx, jb_given_span(d->spec, 0),
                "“%.*s” is left out: the position is continuous and has no bands", JB_F(key));
        return false;
    }
    if (d->channel == JB_CHANNEL_SIZE && u->mark == JB_MARK_LINE && jb_definition_field(d) &&
        jb_definition_field(d)->aggregate)
        return false;
    return !(d->channel == JB_CHANNEL_COLOR &&
             (u->filled ? JB_HAS(encoding, fill) : JB_HAS(encoding, stroke)));
}

static const jb_definition *const *make_list(jb_chart *chart, jb_channel_list list, jb_channel c,
                                             size_t *n)
{
    const jb_definition **all = JB_NEW_N(chart->cx->keep, const jb_definition *, list.n + 1);
    for (size_t i = 0; i < list.n; i++)
        all[i] = jb_definition_make(chart, list.at[i], c);
    *n = list.n;
    return all;
}

static void define(jb_chart *chart, jb_unit_view *u, const jb_encoding_spec *encoding)
{
    if (!encoding)
        return;
    for (jb_channel c = 1; c < JB_CHANNELS; c++) {
        if (c == JB_CHANNEL_DETAIL || c == JB_CHANNEL_ORDER || c == JB_CHANNEL_TOOLTIP)
            continue;
        const jb_channel_spec *spec = jb_encoding_get(encoding, c);
        if (!spec)
            continue;
        const jb_definition *d = jb_definition_make(chart, spec, c);
        if (is_known(chart, u, d, encoding))
            u->definitions[c] = d;
    }
    u->details = make_list(chart, encoding->detail, JB_CHANNEL_DETAIL, &u->details_n);
    u->orders = make_list(chart, encoding->order, JB_CHANNEL_ORDER, &u->orders_n);
    u->tooltips = make_list(chart, encoding->tooltip, JB_CHANNEL_TOOLTIP, &u->tooltips_n);
}

/* ---- what a mark takes from its encoding -------------------------------------------------------
 */

static bool aggregates(const jb_unit_view *u)
{
    for (jb_channel c = 1; c < JB_CHANNELS; c++)
        if (jb_definition_field(u->definitions[c]) &&
            jb_definition_field(u->definitions[c])->aggregate)
            return true;
    for (size_t i = 0; i < u->tooltips_n; i++)
        if (u->tooltips[i]->aggregate)
            return true;
    return false;
}

static void round_ends(jb_unit_view *u)
{
    const jb_mark_spec *m = JB_LOOK(u, corner_radius_end);
    if (u->mark != JB_MARK_BAR || !u->orient || !m)
        return;
    double r = m->corner_radius_end;
    bool horizontal = u->orient == JB_HORIZONTAL;
    bool ranged = u->definitions[horizontal ? JB_CHANNEL_X2 : JB_CHANNEL_Y2] != NULL;
    if (ranged)
        JB_SET(u->spec, corner_radius, r);
    else if (horizontal) {
        JB_SET(u->spec, corner_radius_top_right, r);
        JB_SET(u->spec, corner_radius_bottom_right, r);
    } else {
        JB_SET(u->spec, corner_radius_top_left, r);
        JB_SET(u->spec, corner_radius_top_right, r);
    }
}

/* What is done with invalid rows, as the looks from that one on say; the first is the mark's own.
 */
static int find_invalid(const jb_unit_view *u, size_t from)
{
    int usual = jb_mark_path(u->mark) ? JB_INVALID_BREAK_PATHS_SHOW_DOMAINS : JB_INVALID_FILTER;
    for (size_t i = from; i < u->look.n; i++) {
        const jb_mark_spec *m = u->look.at[i];
        if (JB_IS_NULL(m, invalid))
            return JB_INVALID_SHOW;
        if (JB_HAS(m, invalid) && m->invalid != JB_INVALID_BREAK_PATHS_SHOW_PATH_DOMAINS)
            return m->invalid;
        if (JB_HAS(m, invalid))
            break;
    }
    return usual;
}

static void finish_mark(jb_unit_view *u)
{
    u->orient = find_orient(u);
    round_ends(u);
    bool light = u->mark == JB_MARK_POINT || u->mark == JB_MARK_TICK || u->mark == JB_MARK_CIRCLE ||
                 u->mark == JB_MARK_SQUARE;
    if (light && !JB_LOOK(u, opacity) && !JB_LOOK(u, fill_opacity) && !aggregates(u))
        JB_SET(u->spec, opacity, 0.7);
    u->invalid = find_invalid(u, 0);
    u->scales_invalid = find_invalid(u, 1);
}

/* Where Vega's default of one mark is not that of the others in mark.def. */
static const struct {
    unsigned marks;
    size_t offset;
    double usual;
} usuals[] = {
    {M(LINE) | M(POINT) | M(CIRCLE) | M(SQUARE), offsetof(jb_mark_spec, stroke_width), 2},
    {M(TRAIL), offsetof(jb_mark_spec, size), 2},
};

static void set_usual(jb_unit_view *u)
{
    for (size_t i = 0; i < JB_COUNT(usuals); i++)
        if (usuals[i].marks >> u->mark & 1 && !jb_given_set(u->spec, usuals[i].offset))
            memcpy((char *)u->spec + usuals[i].offset, &usuals[i].usual, sizeof(double));
}

static jb_unit_view *make_unit(jb_chart *chart, const jb_view_spec *spec)
{
    jb_unit_view *u = JB_NEW(chart->cx->keep, jb_unit_view);
    u->spec = jb_spec_copy(chart->cx->keep, &jb_mark_class, spec->mark);
    u->mark = u->spec->type;
    set_usual(u);
    u->look = find_look(chart->config, u->spec);
    const jb_mark_spec *m = JB_LOOK(u, filled);
    u->filled = m ? m->filled
                  : u->mark != JB_MARK_POINT && u->mark != JB_MARK_LINE && u->mark != JB_MARK_RULE;
    define(chart, u, spec->encoding);
    if (JB_OR(chart->config, redundant, false))
        jb_unit_part(chart, u);
    finish_mark(u);
    u->stack = jb_stack_find(chart, u);
    return u;
}

/* ---- the tree ----------------------------------------------------------------------------------
 */

static void read_resolve(jb_view *v)
{
    const jb_resolve_spec *r = v->spec->resolve;
    if (!r)
        return;
#define R(C, name)                                                                                 \
    if (r->scale && JB_HAS(r->scale, name))                                                        \
        v->resolve_scale[JB_CHANNEL_##C] = r->scale->name;                                         \
    if (r->axis && JB_HAS(r->axis, name))                                                          \
        v->resolve_guide[JB_CHANNEL_##C] = r->axis->name;                                          \
    if (r->legend && JB_HAS(r->legend, name))                                                      \
        v->resolve_guide[JB_CHANNEL_##C] = r->legend->name;
    R(X, x)
    R(Y, y)
    R(X_OFFSET, x_offset)
    R(Y_OFFSET, y_offset)
    R(THETA, theta)
    R(RADIUS, radius)
    R(COLOR, color)
    R(FILL, fill)
    R(STROKE, stroke)
    R(OPACITY, opacity)
    R(FILL_OPACITY, fill_opacity)
    R(STROKE_OPACITY, stroke_opacity)
    R(STROKE_WIDTH, stroke_width)
    R(STROKE_DASH, stroke_dash)
    R(SIZE, size)
    R(ANGLE, angle)
    R(SHAPE, shape)
    R(PATTERN, pattern)
#undef R
}

static void read_sizes(jb_view *v)
{
    if (v->kind != JB_VIEW_UNIT && v->kind != JB_VIEW_LAYER)
        return;
    const jb_size_spec *inherited[2] = {NULL, NULL};
    if (v->parent && v->parent->kind == JB_VIEW_LAYER)
        for (size_t i = 0; i < 2; i++)
            inherited[i] = v->parent->size_spec[i];
    v->size_spec[0] = JB_OR(v->spec, width, inherited[0]);
    v->size_spec[1] = JB_OR(v->spec, height, inherited[1]);
    static const jb_channel channels[2] = {JB_CHANNEL_X, JB_CHANNEL_Y};
    for (size_t i = 0; i < 2; i++) {
        const jb_definition *d = jb_view_definition(v, channels[i]);
        bool continuous = d && (is_field(d) ? !jb_definition_discrete(d) : numeric_datum(d));
        v->size_explicit[i] = v->size_spec[i] != NULL;
        if (v->size_spec[i] && JB_HAS(v->size_spec[i], step) && continuous)
            v->size_spec[i] = NULL;
    }
}

static void define_facet(jb_chart *chart, jb_view *v)
{
    const jb_facet_spec *f = v->spec->facet;
    if (JB_HAS(f, row))
        v->facet[JB_BY_ROW].definition = jb_definition_make(chart, f->row, JB_CHANNEL_ROW);
    if (JB_HAS(f, column))
        v->facet[JB_BY_COLUMN].definition = jb_definition_make(chart, f->column, JB_CHANNEL_COLUMN);
    if (JB_HAS(f, wrap))
        v->facet[JB_BY_WRAP].definition = jb_definition_make(chart, f->wrap, JB_CHANNEL_FACET);
}

jb_view *jb_view_build(jb_chart *chart, const jb_view_spec *spec, jb_view *parent)
{
    jb_view *v = JB_NEW(chart->cx->keep, jb_view);
    v->spec = spec;
    v->parent = parent;
    v->kind = jb_view_kind_of(spec);
    read_resolve(v);
    if (v->kind == JB_VIEW_UNIT)
        v->unit = make_unit(chart, spec);
    if (v->kind == JB_VIEW_FACET)
        define_facet(chart, v);
    read_sizes(v);
    jb_view_list children = jb_view_children(spec);
    v->children = JB_NEW_N(chart->cx->keep, jb_view *, children.n + 1);
    for (size_t i = 0; i < children.n; i++)
        v->children[v->children_n++] = jb_view_build(chart, children.at[i], v);
    if (v->kind == JB_VIEW_FACET && v->children_n)
        v->pattern = v->children[0];
    return v;
}
