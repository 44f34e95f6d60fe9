/* Labels of an axis: their texts, which way they turn and align, their lines, what gives way. */
#include <math.h>

#include "chart/axis.h"

jb_labeler jb_axis_labeler(const jb_axis_drawing *g)
{
    return jb_labeler_make(g->chart, jb_axis_timed_definition(g), JB_FORMAT_OF(g->s), JB_FOR_AXIS,
                           g->scale, g->ticks.count);
}

void jb_axis_find_labels(jb_axis_drawing *g)
{
    jb_arena *a = g->chart->cx->keep;
    jb_labeler l = jb_axis_labeler(g);
    if (JB_HAS(g->s, values))
        l.log = NULL;
    l.ticks_n = g->ticks.n;
    g->labels = JB_NEW_N(a, jb_str, g->ticks.n + 1);
    const jb_expr_spec *expr = JB_OR(g->s, label_expr, NULL);
    for (size_t i = 0; i < g->ticks.n; i++) {
        double index = g->ticks.n > 1 ? (double)i / (double)(g->ticks.n - 1) : 0;
        g->labels[i] = jb_label_of(&l, g->ticks.values[i]);
        g->labels[i] = jb_label_expr(g->chart, expr, g->ticks.values[i], g->labels[i], index);
    }
}

static double normal_angle(double degrees)
{
    double a = fmod(degrees, 360);
    return a < 0 ? a + 360 : a;
}

/* NaN: none asked for, which is 0 and leaves alignment to the side. */
static double label_angle(const jb_axis_drawing *g)
{
    const jb_definition *d = g->axis->definition;
    if (JB_HAS(g->s, label_angle))
        return normal_angle(g->s->label_angle);
    if (JB_OR(g->s, label_stacked, false) || JB_OR(g->s, label_wrap, 0.0) > 0)
        return NAN;
    bool words = d->type == JB_NOMINAL || d->type == JB_ORDINAL;
    return g->axis->channel == JB_CHANNEL_X && words && !d->timed ? 270 : NAN;
}

/* -1: the side's own. */
static int align_for(const jb_axis_drawing *g, double angle)
{
    if (JB_HAS(g->s, label_align))
        return g->s->label_align;
    if (isnan(angle))
        return -1;
    bool x = g->axis->channel == JB_CHANNEL_X;
    double start = x ? 0 : 90;
    int main = x ? JB_ORIENT_BOTTOM : JB_ORIENT_LEFT;
    if (fmod(angle + start, 180) == 0)
        return x ? -1 : JB_ALIGN_CENTER;
    bool inside = start < angle && angle < 180 + start;
    return inside == (g->axis->orient == main) ? JB_ALIGN_LEFT : JB_ALIGN_RIGHT;
}

static int baseline_for(const jb_axis_drawing *g, double angle)
{
    if (JB_HAS(g->s, label_baseline))
        return g->s->label_baseline;
    if (isnan(angle))
        return -1;
    if (g->axis->channel == JB_CHANNEL_X) {
        if ((45 < angle && angle < 135) || (225 < angle && angle < 315))
            return JB_BASELINE_MIDDLE;
        bool flat = angle <= 45 || 315 <= angle;
        return flat == (g->axis->orient == JB_ORIENT_TOP) ? JB_BASELINE_BOTTOM : JB_BASELINE_TOP;
    }
    if (angle <= 45 || 315 <= angle || (135 <= angle && angle <= 225))
        return -1;
    return (45 <= angle && angle <= 135) == (g->axis->orient == JB_ORIENT_LEFT)
               ? JB_BASELINE_TOP
               : JB_BASELINE_BOTTOM;
}

/* How near the end of the axis a label must stand to be flushed with it; NaN: never. */
static double flush_distance(const jb_axis_drawing *g)
{
    if (JB_HAS(g->s, label_flush)) {
        jb_value v = g->s->label_flush;
        if (v.type == JB_BOOL)
            return v.truth ? 1 : NAN;
        return jb_value_number(v);
    }
    const jb_definition *d = g->axis->definition;
    bool measured = d->type == JB_QUANTITATIVE || d->type == JB_TEMPORAL;
    return g->axis->channel == JB_CHANNEL_X && measured ? 1 : NAN;
}

/* -1 at the axis' low end, 1 at its high end, 0 in between. */
static int flush_side(const jb_axis_drawing *g, double distance, jb_value v)
{
    if (isnan(distance))
        return 0;
    double a = fmin(g->scale->range_ends[0], g->scale->range_ends[1]);
    double b = fmax(g->scale->range_ends[0], g->scale->range_ends[1]);
    double at = jb_scale_number(g->scale, v), left = fabs(at - a), right = fabs(b - at);
    if (left < right && left <= distance)
        return -1;
    return right <= distance ? 1 : 0;
}

static jb_text_look label_look(const jb_axis_drawing *g, size_t i)
{
    jb_text_look l = JB_TEXT_LOOK(g->chart, g->s, label_);
    l.size = jb_axis_number_at(g, JB_ASIDE(g->s, label_font_size), l.size, i);
    l.font = jb_axis_text_at(g, JB_ASIDE(g->s, label_font), l.font, i);
    l.weight = jb_axis_text_at(g, JB_ASIDE(g->s, label_font_weight), l.weight, i);
    l.style = jb_axis_text_at(g, JB_ASIDE(g->s, label_font_style), l.style, i);
    l.limit = g->horizontal ? g->s->label_limit : jb_label_limit(g->chart, g->s, g->axis->author);
    l.line_height = JB_OR(g->s, label_line_height, 0.0);
    return l;
}

static jb_paint label_paint(const jb_axis_drawing *g, size_t i)
{
    return jb_axis_paint_at(g, JB_ASIDE(g->s, label_color), JB_PAINT(g->chart, g->s, label_color),
                            i);
}

static double line_step(const jb_text_look *l)
{
    return l->line_height != 0 ? l->line_height : l->size + 2;
}

/* From one label's place to the next one's; INFINITY: there is but one. */
static double label_room(const jb_axis_drawing *g)
{
    return g->ticks.n < 2 ? INFINITY
                          : fabs(jb_axis_place(g, g->ticks.values[1], 0.5) -
                                 jb_axis_place(g, g->ticks.values[0], 0.5));
}

/* Lines neither wider than was asked nor reaching their neighbours, two as a rule: what is longer
 * is cut. A row too low for two lines keeps one, and a label that has lines already keeps them. */
static jb_strs wrapped(const jb_axis_drawing *g, jb_text_look *l, jb_str label)
{
    double room = label_room(g), width = g->s->label_wrap;
    jb_strs lines = jb_lines_of(g->chart, label);
    if (lines.n > 1 || (!g->horizontal && room < 2 * line_step(l)))
        return lines;
    if (g->horizontal)
        width = fmax(fmin(width, room - l->size / 2), l->size);
    if (l->limit > 0)
        width = fmin(width, l->limit);
    l->limit = width;
    return jb_label_part(g->chart, l, label, width, g->lines);
}

static double widest(const jb_axis_drawing *g, const jb_text_look *l, jb_strs lines)
{
    const jb_text_style style = jb_text_style_of(l);
    double width = 0;
    for (size_t i = 0; i < lines.n; i++)
        width = fmax(
            width,
            jb_text_line(g->chart->cx, &style, lines.at[i], JB_SPAN(g->chart->top, data))->width);
    return width;
}

/* Do all names fit into the room in so many lines? */
static bool all_fit(const jb_axis_drawing *g, double room, size_t most)
{
    for (size_t i = 0; i < g->ticks.n; i++) {
        jb_text_look l = label_look(g, i);
        jb_strs lines = jb_lines_of(g->chart, g->labels[i]);
        if (lines.n == 1)
            lines = jb_label_part(g->chart, &l, g->labels[i], room, most);
        if (widest(g, &l, lines) > room)
            return false;
    }
    return true;
}

/* Chinese reads well upright; a word or number of Latin does not. */
static bool all_stand(const jb_axis_drawing *g)
{
    enum { SIDE_BY_SIDE = 2 };
    for (size_t i = 0; i < g->ticks.n; i++)
        for (size_t at = 0, run = 0; at < g->labels[i].n;) {
            run = jb_utf8_next(g->labels[i], &at) < 0x2E80 ? run + 1 : 0;
            if (run > SIDE_BY_SIDE)
                return false;
        }
    return true;
}

/* The fewest lines in which all names fit; 0: none up to `most`. */
static size_t fitting_lines(const jb_axis_drawing *g, double room, size_t most)
{
    size_t n = 1;
    while (n <= most && !all_fit(g, room, n))
        n++;
    return n <= most ? n : 0;
}

void jb_axis_fit_labels(jb_axis_drawing *g)
{
    enum { FEW = 2, MANY = 5, WIDE = 4 }; /* lines; characters that a line of many holds */
    const jb_definition *d = g->axis->definition;
    bool words = d->type == JB_NOMINAL || d->type == JB_ORDINAL;
    if (!JB_OR(g->s, label_fit, false) || !g->horizontal || !words || d->timed ||
        JB_HAS(g->s, label_angle) || JB_OR(g->s, label_stacked, false) ||
        JB_OR(g->s, label_wrap, 0.0) > 0)
        return;
    double size = g->s->label_font_size, room = label_room(g) - size / 2;
    size_t lines = fitting_lines(g, room, room < WIDE * size ? FEW : MANY);
    jb_axis_spec *own = jb_spec_copy(g->chart->cx->keep, &jb_axis_class, g->s);
    if (lines == 1)
        JB_SET(own, label_angle, 0);
    else if (lines)
        JB_SET(own, label_wrap, room);
    else if (all_stand(g))
        JB_SET(own, label_stacked, true);
    g->lines = lines > FEW ? lines : g->lines;
    g->s = own;
}

/* Characters in a column stand closer than lines do, whatever a theme says of these. */
static double stacked_step(const jb_axis_drawing *g, double size)
{
    return JB_OR(g->axis->author, label_line_height, size * 1.1);
}

/* In the lines that its text has, broken into two, stacked, or as it is. */
static jb_strs label_lines(const jb_axis_drawing *g, jb_text_look *l, jb_str label)
{
    if (JB_OR(g->s, label_stacked, false)) {
        l->line_height = stacked_step(g, l->size);
        l->stacked = true;
        return jb_label_stack(g->chart, l, label);
    }
    if (JB_OR(g->s, label_wrap, 0.0) > 0)
        return wrapped(g, l, label);
    return jb_lines_of(g->chart, label);
}

/* Vega hangs all lines from the first one's baseline; ours stand about their place as one does. */
static void centre_lines(jb_text_look *l, size_t n)
{
    double more = (double)(n - 1) * line_step(l);
    l->dy -= l->baseline == JB_BASELINE_MIDDLE   ? more / 2
             : l->baseline == JB_BASELINE_BOTTOM ? more
                                                 : 0;
}

static jb_align side_align(const jb_axis_drawing *g)
{
    return g->axis->orient == JB_ORIENT_RIGHT ? JB_ALIGN_LEFT : JB_ALIGN_RIGHT;
}

static jb_baseline side_baseline(const jb_axis_drawing *g)
{
    return g->axis->orient == JB_ORIENT_TOP ? JB_BASELINE_BOTTOM : JB_BASELINE_TOP;
}

static void draw_label(jb_axis_drawing *g, jb_text_item *t, jb_text_look *l, size_t i, double flush)
{
    jb_value v = g->ticks.values[i];
    double angle = label_angle(g), shift = g->s->label_flush_offset;
    int align =
        jb_axis_word_at(g, JB_ASIDE(g->s, label_align), &jb_align_values, align_for(g, angle), i);
    int baseline = jb_axis_word_at(g, JB_ASIDE(g->s, label_baseline), &jb_baseline_values,
                                   baseline_for(g, angle), i);
    int side = flush_side(g, flush, v);
    static const jb_align aligns[] = {JB_ALIGN_LEFT, JB_ALIGN_CENTER, JB_ALIGN_RIGHT};
    static const jb_baseline baselines[] = {JB_BASELINE_TOP, JB_BASELINE_MIDDLE,
                                            JB_BASELINE_BOTTOM};
    l->align = align >= 0 ? (jb_align)align : g->horizontal ? aligns[side + 1] : side_align(g);
    l->baseline = baseline >= 0   ? (jb_baseline)baseline
                  : g->horizontal ? side_baseline(g)
                                  : baselines[side + 1];
    l->dx = align < 0 && g->horizontal && shift != 0 ? side * shift : l->dx;
    l->dy = baseline < 0 && !g->horizontal && shift != 0 ? side * shift : l->dy;
    l->angle = isnan(angle) ? 0 : angle;
    l->fill = label_paint(g, i);
    jb_text_look_under(g->chart, l, JB_S("guide-label"),
                       jb_axis_number_at(g, JB_ASIDE(g->s, label_opacity), g->s->label_opacity, i));
    double gap = jb_axis_tick_size(g, i) +
                 jb_axis_number_at(g, JB_ASIDE(g->s, label_padding), g->s->label_padding, i);
    double along = jb_axis_place(g, v, 0.5) + g->offset +
                   jb_axis_number_at(g, JB_ASIDE(g->s, label_offset), g->s->label_offset, i);
    double across = g->sign * gap;
    jb_strs lines = label_lines(g, l, g->labels[i]);
    if (JB_OR(g->s, label_stacked, false) || JB_OR(g->s, label_wrap, 0.0) > 0)
        centre_lines(l, lines.n);
    jb_text_put(g->chart, t, l, lines, g->horizontal ? along : across,
                g->horizontal ? across : along, JB_SPAN(g->axis->definition->spec, field));
}

static int label_overlap(const jb_axis_drawing *g)
{
    const jb_definition *d = g->axis->definition;
    bool sorted = d->kind == JB_DEFINES_FIELD && JB_HAS(d->spec, sort) && d->spec->sort &&
                  (JB_HAS(d->spec->sort, field) || JB_HAS(d->spec->sort, encoding) ||
                   JB_HAS(d->spec->sort, values));
    bool measured = d->type != JB_NOMINAL && d->type != JB_ORDINAL;
    bool logs = g->scale->type == JB_SCALING_LOG || g->scale->type == JB_SCALING_SYMLOG;
    if (JB_HAS(g->s, label_overlap))
        return g->s->label_overlap;
    if (!measured && (!d->timed || sorted))
        return JB_LABEL_OVERLAP_NONE;
    return logs ? JB_LABEL_OVERLAP_GREEDY : JB_LABEL_OVERLAP_TRUE;
}

void jb_axis_draw_labels(jb_axis_drawing *g)
{
    jb_mark *m = jb_text_mark(g->chart, g->group, JB_S("axis-label"), g->ticks.n);
    double flush = flush_distance(g);
    for (size_t i = 0; i < g->ticks.n; i++) {
        jb_text_look l = label_look(g, i);
        draw_label(g, &m->texts[i], &l, i, flush);
    }
    jb_labels_thin(g->chart, m, label_overlap(g), g->s->label_separation);
    if (JB_HAS(g->s, label_bound) &&
        !(g->s->label_bound.type == JB_BOOL && !g->s->label_bound.truth))
        jb_labels_bound(g->chart, m, g->horizontal, g->scale->range_ends,
                        g->s->label_bound.type == JB_BOOL ? 1 : jb_value_number(g->s->label_bound));
}

/* Labels that end flush with the axis have the alignment of their end, which stays open, and then
 * no angle may be said that decides it. */
static void settle_turn(const jb_axis_drawing *g, jb_axis_spec *s, bool flush)
{
    double angle = label_angle(g), turn = isnan(angle) ? 0 : angle;
    int align = align_for(g, angle), baseline = baseline_for(g, angle);
    bool open_align = align < 0 && g->horizontal && flush;
    bool open_baseline = baseline < 0 && !g->horizontal && flush;
    if (align < 0)
        align = (int)(g->horizontal ? JB_ALIGN_CENTER : side_align(g));
    if (baseline < 0)
        baseline = (int)(g->horizontal ? side_baseline(g) : JB_BASELINE_MIDDLE);
    if (!open_align)
        JB_SETTLE(s, label_align, align);
    if (!open_baseline)
        JB_SETTLE(s, label_baseline, baseline);
    if ((!open_align || align_for(g, turn) < 0) && (!open_baseline || baseline_for(g, turn) < 0))
        JB_SETTLE(s, label_angle, turn > 180 ? turn - 360 : turn);
}

void jb_axis_settle_labels(const jb_axis_drawing *g, jb_axis_spec *s)
{
    bool flush = !isnan(flush_distance(g));
    JB_SETTLE(s, label_flush, jb_bool(flush));
    JB_SETTLE(s, label_overlap, label_overlap(g) ? label_overlap(g) : JB_LABEL_OVERLAP_SHOWN);
    if (JB_OR(g->s, label_stacked, false))
        JB_SET(s, label_line_height, stacked_step(g, s->label_font_size));
    if (JB_OR(g->s, label_stacked, false) || JB_OR(g->s, label_wrap, 0.0) > 0)
        return;
    settle_turn(g, s, flush);
    JB_SETTLE(s, label_line_height, s->label_font_size + 2);
}
