/* Legends: what each unit would have, merged where they speak of one field. */
#include <math.h>
#include "chart/legend.h"

/* ---- what a unit's legend would be
 * --------------------------------------------------------------- */

static const jb_channel channels[] = {
    JB_CHANNEL_COLOR,        JB_CHANNEL_SIZE,    JB_CHANNEL_SHAPE,
    JB_CHANNEL_FILL,         JB_CHANNEL_STROKE,  JB_CHANNEL_STROKE_DASH,
    JB_CHANNEL_STROKE_WIDTH, JB_CHANNEL_OPACITY, JB_CHANNEL_PATTERN,
};

static jb_channel symbol_property(const jb_unit_view *u, jb_channel c)
{
    if (u->mark == JB_MARK_TRAIL && c == JB_CHANNEL_COLOR)
        return JB_CHANNEL_STROKE;
    if (u->mark == JB_MARK_TRAIL && c == JB_CHANNEL_SIZE)
        return JB_CHANNEL_STROKE_WIDTH;
    if (c == JB_CHANNEL_COLOR)
        return u->filled ? JB_CHANNEL_FILL : JB_CHANNEL_STROKE;
    return c;
}

static jb_str usual_symbol(const jb_unit_view *u, jb_channel c)
{
    const jb_definition *shape = u->definitions[JB_CHANNEL_SHAPE];
    if (c != JB_CHANNEL_SHAPE && shape && shape->kind == JB_DEFINES_VALUE &&
        shape->spec->value.type == JB_TEXT)
        return jb_value_str(shape->spec->value);
    if (c != JB_CHANNEL_SHAPE && JB_HAS(u->spec, shape))
        return u->spec->shape;
    switch (u->mark) {
    case JB_MARK_BAR:
    case JB_MARK_RECT:
    case JB_MARK_IMAGE:
    case JB_MARK_SQUARE:
        return JB_S("square");
    case JB_MARK_LINE:
    case JB_MARK_TRAIL:
    case JB_MARK_RULE:
        return JB_S("stroke");
    default:
        return JB_S("circle");
    }
}

static bool few_units(const jb_definition *d)
{
    uint16_t set = d->units.set;
    return d->timed &&
           (set == 1u << JB_QUARTER || set == 1u << JB_MONTH || set == 1u << JB_WEEKDAY);
}

static bool usual_gradient(const jb_legend *l)
{
    return jb_channel_color(l->channel) && !few_units(l->definition) &&
           jb_scaling_continuous(l->scales[0].component->type);
}

/* What an author says of the other kind of legend is not heard; what config says is. */
static void drop_other_kind(jb_legend_spec *author, jb_str prefix)
{
    jb_properties rows = jb_legend_class.properties();
    for (size_t i = 0; i < rows.n; i++)
        if (jb_str_starts(rows.at[i].key, prefix))
            jb_given_mark(author, rows.at[i].offset, false);
}

static void cascade(jb_chart *chart, jb_legend *l)
{
    l->spec = jb_config_legend(chart->cx, chart->config, l->author);
}

/* A legend's derived title is a text at once: merged, it names a field as often as it is shown.
 * A title in the config is no text for every legend: it only takes the derived one away. */
static void find_title(jb_chart *chart, jb_legend *l)
{
    const jb_channel_spec *s = l->definition->spec;
    jb_title_text *t = &l->title;
    const jb_legend_spec *written = JB_HAS(s, legend) ? s->legend : NULL;
    if (JB_GIVEN(written, title)) {
        *t = (jb_title_text){.set = true, .explicit = true, .null = JB_IS_NULL(written, title)};
        t->lines = written->title;
    } else if (JB_GIVEN(s, title)) {
        *t = (jb_title_text){.set = true, .explicit = true, .null = JB_IS_NULL(s, title)};
        t->lines = s->title;
    } else if (JB_GIVEN(chart->config->legend, title)) {
        *t = (jb_title_text){.set = true, .null = true};
    } else if (l->definition->kind == JB_DEFINES_FIELD) {
        jb_title_derive(t, l->definition);
        t->lines = jb_title_lines(chart, t);
    }
}

static jb_legend *unit_legend(jb_chart *chart, jb_view *v, jb_channel c)
{
    const jb_definition *d = jb_definition_scaled(v->unit->definitions[c]);
    jb_legend *l = JB_NEW(chart->cx->keep, jb_legend);
    const jb_legend_spec *written = JB_HAS(d->spec, legend) ? d->spec->legend : NULL;
    l->channel = c;
    l->view = v;
    l->definition = d;
    l->scales[l->scales_n++] =
        (jb_legend_scale){symbol_property(v->unit, c), jb_view_component(v, c)};
    l->gradient = JB_HAS(written, type) ? written->type == JB_LEGEND_GRADIENT : usual_gradient(l);
    l->symbols = !l->gradient;
    l->author = jb_spec_copy(chart->cx->keep, &jb_legend_class, written);
    drop_other_kind(l->author, l->gradient ? JB_S("symbol") : JB_S("gradient"));
    cascade(chart, l);
    l->disabled_explicit = JB_GIVEN(d->spec, legend);
    l->disabled =
        JB_IS_NULL(d->spec, legend) || (!l->disabled_explicit && JB_OR(l->spec, disable, false));
    if (!l->disabled) /* else it says nothing of symbols */
        l->parts[l->parts_n++] = (jb_legend_part){v, c, l->gradient, written};
    l->orient_explicit = JB_HAS(written, orient);
    l->orient = JB_OR(l->spec, orient, JB_ORIENT_RIGHT);
    jb_str usual = l->gradient ? JB_S("") : usual_symbol(v->unit, c);
    l->symbol_type = JB_OR(l->spec, symbol_type, usual);
    l->one_field = d->kind == JB_DEFINES_FIELD;
    l->field = d->field;
    find_title(chart, l);
    return l;
}

/* ---- merging -----------------------------------------------------------------------------------
 */

const jb_legend_scale *jb_legend_scale_named(const jb_legend *l, jb_channel c)
{
    for (size_t i = 0; i < l->scales_n; i++)
        if (l->scales[i].channel == c)
            return &l->scales[i];
    return NULL;
}

/* A written symbol wins over a usual one, and of the usual ones the circle. */
static bool symbol_wins(const jb_legend *from, const jb_legend *into)
{
    bool written = JB_HAS(from->author, symbol_type), kept = JB_HAS(into->author, symbol_type);
    return !into->symbol_type.n ||
           (written == kept ? jb_str_eq(from->symbol_type, JB_S("circle")) : written);
}

/* One that is null has neither symbols nor a title to bring. */
static void merge_looks(jb_chart *chart, jb_legend *into, const jb_legend *from)
{
    bool first = into->parts_n == 0;
    if (from->parts_n == 0)
        return;
    if (first || symbol_wins(from, into))
        into->symbol_type = from->symbol_type;
    if (first) {
        into->gradient = from->gradient;
        into->symbols = from->symbols;
        into->title = from->title;
        return;
    }
    if (into->gradient != from->gradient) {
        into->gradient = false;
        into->symbols = true;
    }
    jb_title_merge(chart->cx->keep, &into->title, &from->title);
}

static bool merge_legend(jb_chart *chart, jb_legend *into, const jb_legend *from)
{
    if (into->orient_explicit && from->orient_explicit && into->orient != from->orient)
        return false;
    if (from->orient_explicit && !into->orient_explicit) {
        into->orient = from->orient;
        into->orient_explicit = true;
    }
    if (from->disabled_explicit && !into->disabled_explicit) {
        into->disabled = from->disabled;
        into->disabled_explicit = true;
    }
    merge_looks(chart, into, from);
    for (size_t i = 0; i < from->scales_n; i++)
        if (!jb_legend_scale_named(into, from->scales[i].channel) &&
            into->scales_n < JB_COUNT(into->scales))
            into->scales[into->scales_n++] = from->scales[i];
    for (size_t i = 0; i < from->parts_n && into->parts_n < JB_COUNT(into->parts); i++)
        into->parts[into->parts_n++] = from->parts[i];
    into->one_field = into->one_field && from->one_field && jb_str_eq(into->field, from->field);
    jb_spec_inherit(chart->cx->keep, &jb_legend_class, into->author, from->author);
    cascade(chart, into);
    return true;
}

static jb_legend *copy_legend(jb_chart *chart, const jb_legend *l)
{
    jb_legend *own = JB_NEW(chart->cx->keep, jb_legend);
    *own = *l;
    own->author = jb_spec_copy(chart->cx->keep, &jb_legend_class, l->author);
    return own;
}

static jb_legend *legend_of(const jb_view *v, jb_channel c)
{
    for (size_t i = 0; i < v->legends.n; i++)
        if (v->legends.at[i]->channel == c)
            return v->legends.at[i];
    return NULL;
}

static void drop_legend(jb_view *v, jb_channel c)
{
    size_t n = 0;
    for (size_t i = 0; i < v->legends.n; i++)
        if (v->legends.at[i]->channel != c)
            v->legends.at[n++] = v->legends.at[i];
    v->legends.n = n;
}

/* The children's legends of one channel become the view's, unless they stay apart. */
static void share_legend(jb_chart *chart, jb_view *v, jb_channel c)
{
    jb_legend *shared = NULL;
    if (v->resolve_scale[c] == JB_INDEPENDENT || v->resolve_guide[c] == JB_INDEPENDENT)
        return;
    for (size_t i = 0; i < v->children_n; i++) {
        const jb_legend *l = legend_of(v->children[i], c);
        if (!l)
            continue;
        if (!shared)
            shared = copy_legend(chart, l);
        else if (!merge_legend(chart, shared, l))
            return;
    }
    if (!shared)
        return;
    *JB_PUSH(chart->cx->keep, &v->legends) = shared;
    for (size_t i = 0; i < v->children_n; i++)
        drop_legend(v->children[i], c);
}

/* In the order of the first child that has them. */
static void share_legends(jb_chart *chart, jb_view *view)
{
    bool done[JB_CHANNELS] = {false};
    for (size_t i = 0; i < view->children_n; i++) {
        const jb_view *child = view->children[i];
        jb_channel own[JB_CHANNELS];
        size_t n = 0;
        for (size_t k = 0; k < child->legends.n; k++)
            own[n++] = child->legends.at[k]->channel;
        for (size_t k = 0; k < n; k++) {
            if (!done[own[k]])
                share_legend(chart, view, own[k]);
            done[own[k]] = true;
        }
    }
}

void jb_view_legends(jb_chart *chart, jb_view *view)
{
    view->legends.n = 0;
    for (size_t i = 0; i < view->children_n; i++)
        jb_view_legends(chart, view->children[i]);
    if (!view->unit)
        share_legends(chart, view);
    for (size_t i = 0; view->unit && i < JB_COUNT(channels); i++)
        if (view->scales[channels[i]])
            *JB_PUSH(chart->cx->keep, &view->legends) = unit_legend(chart, view, channels[i]);
}

/* ---- what kind it is, and which way it runs ---------------------------------------------------
 */

const jb_legend_scale *jb_legend_leading_scale(const jb_legend *l)
{
    static const jb_channel order[] = {
        JB_CHANNEL_SIZE,         JB_CHANNEL_SHAPE,       JB_CHANNEL_FILL,   JB_CHANNEL_STROKE,
        JB_CHANNEL_STROKE_WIDTH, JB_CHANNEL_STROKE_DASH, JB_CHANNEL_OPACITY};
    for (size_t i = 0; i < JB_COUNT(order); i++)
        if (jb_legend_scale_named(l, order[i]))
            return jb_legend_scale_named(l, order[i]);
    return &l->scales[0];
}

bool jb_legend_cuts_classes(const jb_scale *s)
{
    return jb_scaling_discretizing(s->type) || s->type == JB_SCALING_BIN_ORDINAL;
}

jb_legend_kind jb_legend_kind_of(const jb_legend *l, const jb_scale *s)
{
    bool painted = l->scales_n == 1 && (l->scales[0].channel == JB_CHANNEL_FILL ||
                                        l->scales[0].channel == JB_CHANNEL_STROKE);
    bool asked = JB_HAS(l->author, type) && !jb_legend_cuts_classes(s);
    if (asked && l->symbols)
        return JB_LEGEND_SYMBOLS;
    if (!asked && (!painted || (jb_scaling_continuous(s->type) && l->symbols)))
        return JB_LEGEND_SYMBOLS;
    if (jb_legend_cuts_classes(s))
        return JB_LEGEND_BANDS;
    return jb_scaling_continuous(s->type) ? JB_LEGEND_RAMP : JB_LEGEND_SYMBOLS;
}

/* Vega-Lite's own choice: it lies above and below, and inside the plot where one of those it was
 * merged from is a gradient. */
static bool usually_lies(const jb_legend *l)
{
    int orient = l->orient;
    bool lies = orient == JB_ORIENT_TOP || orient == JB_ORIENT_BOTTOM;
    for (size_t i = 0; i < l->parts_n && orient >= JB_ORIENT_TOP_LEFT; i++)
        lies |= l->parts[i].gradient;
    return lies;
}

/* Vega-Lite asks gradientDirection for every kind of legend, and stands back where a direction for
 * all of them is configured. */
static bool lies(const jb_legend *l, const jb_legend_spec *config)
{
    if (JB_HAS(l->author, direction))
        return l->author->direction == JB_HORIZONTAL;
    if (JB_HAS(config, gradient_direction))
        return config->gradient_direction == JB_HORIZONTAL;
    return usually_lies(l);
}

bool jb_legend_lies(const jb_chart *chart, const jb_legend *l)
{
    return lies(l, chart->config->legend);
}

bool jb_legend_goes_down(const jb_legend_drawing *g)
{
    const jb_legend_spec *config = g->chart->config->legend;
    if (!JB_HAS(g->l->author, direction) && JB_HAS(config, direction))
        return config->direction == JB_VERTICAL;
    if (lies(g->l, config))
        return false;
    bool own = JB_HAS(g->l->author, direction) || JB_HAS(config, gradient_direction);
    return own || g->kind != JB_LEGEND_SYMBOLS || !JB_HAS(config, symbol_direction) ||
           config->symbol_direction == JB_VERTICAL;
}

static bool speak_of_one(const jb_legend *a, const jb_legend *b)
{
    bool discrete = jb_scaling_discrete(a->scales[0].component->type);
    return a->one_field && b->one_field && a->field.p && jb_str_eq(a->field, b->field) &&
           discrete == jb_scaling_discrete(b->scales[0].component->type);
}

/* Legends of one field become one, with all their scales; a count has no field. */
static size_t merge_all(jb_chart *chart, const jb_view *v, jb_legend **merged)
{
    size_t n = 0;
    for (size_t i = 0; i < v->legends.n; i++) {
        jb_legend *l = v->legends.at[i];
        size_t at = 0;
        while (at < n && !(speak_of_one(merged[at], l) && merge_legend(chart, merged[at], l)))
            at++;
        if (at == n)
            merged[n++] = copy_legend(chart, l);
    }
    return n;
}

/* The legend of a view's channel, with those it becomes one with. */
static const jb_legend *merged_legend(jb_chart *chart, const jb_view *v, const jb_legend *l)
{
    jb_legend **merged = JB_NEW_N(chart->cx->scratch, jb_legend *, v->legends.n + 1);
    size_t n = merge_all(chart, v, merged);
    for (size_t i = 0; i < n; i++)
        if (merged[i]->channel == l->channel)
            return merged[i];
    for (size_t i = 0; i < n; i++)
        if (speak_of_one(merged[i], l))
            return merged[i];
    return l;
}

const jb_legend_spec *jb_legend_settled(jb_chart *chart, const jb_view *unit, jb_channel c,
                                        const double size[2])
{
    const jb_view *at = unit;
    while (at && !legend_of(at, c))
        at = at->parent;
    return at ? jb_legend_whole(chart, merged_legend(chart, at, legend_of(at, c)), size) : NULL;
}

static void collect(jb_chart *chart, const jb_view *v, jb_legend **all, size_t *n)
{
    if (v->empty)
        return;
    *n += merge_all(chart, v, all + *n);
    for (size_t i = 0; v->kind == JB_VIEW_LAYER && i < v->children_n; i++)
        collect(chart, v->children[i], all, n);
}

static size_t count_legends(const jb_view *v)
{
    size_t n = v->legends.n;
    for (size_t i = 0; v->kind == JB_VIEW_LAYER && i < v->children_n; i++)
        n += count_legends(v->children[i]);
    return n;
}

size_t jb_legends_draw(jb_chart *chart, const jb_view *view, const double size[2],
                       jb_legend_ink **inks)
{
    size_t most = count_legends(view), n = 0, drawn = 0;
    jb_legend **all = JB_NEW_N(chart->cx->scratch, jb_legend *, most + 1);
    *inks = JB_NEW_N(chart->cx->scratch, jb_legend_ink, most + 1);
    collect(chart, view, all, &n);
    for (size_t i = 0; i < n; i++) {
        jb_mark *m = jb_legend_draw(chart, all[i], size);
        if (m)
            (*inks)[drawn++] = (jb_legend_ink){all[i], m};
    }
    return drawn;
}
