/* Labels of several lines, for names of categories that are longer than their place. */
#include <math.h>
#include <string.h>

#include "chart/ink.h"

static jb_str text_of(jb_arena *a, const jb_line *line)
{
    jb_buf b = jb_buf_new(a);
    for (size_t i = 0; i < line->runs_n; i++)
        jb_buf_add(&b, line->runs[i].text);
    return jb_str_trim(b.text);
}

static jb_composed compose(jb_chart *chart, const jb_piece *piece, double width, jb_justify how)
{
    const jb_paragraph_style style = {.measure = width, .justify = how};
    return jb_paragraph_compose(chart->cx, piece, 1, &style);
}

/* The lines as slices of the label, the last one with all that is left. */
static jb_strs parted(jb_arena *a, jb_str label, const jb_composed *composed, size_t most)
{
    jb_str *lines = JB_NEW_N(a, jb_str, most);
    size_t n = 0;
    for (; n + 1 < most && n + 1 < composed->lines_n; n++) {
        lines[n] = text_of(a, &composed->lines[n]);
        ptrdiff_t at = jb_str_find(label, lines[n]);
        label = jb_str_trim(jb_str_cut(label, (size_t)(at < 0 ? 0 : at) + lines[n].n, label.n));
    }
    lines[n] = label;
    return (jb_strs){lines, n + 1};
}

/* By sense where so many lines hold it; else as much as goes on those before the last, and the rest
 * behind it, to be cut by the label's limit. */
jb_strs jb_label_part(jb_chart *chart, const jb_text_look *look, jb_str label, double width,
                      size_t most)
{
    jb_arena *a = chart->cx->keep;
    const jb_text_style style = jb_text_style_of(look);
    const jb_piece piece = {.text = label, .style = style, .place = JB_SPAN(chart->top, data)};
    jb_composed composed = {0};
    if (label.n && look->size > 0 &&
        jb_text_line(chart->cx, &style, label, piece.place)->width > width) {
        composed = compose(chart, &piece, width, JB_BALANCED);
        if (composed.lines_n < 2 || composed.lines_n > most)
            composed = compose(chart, &piece, width, JB_FLUSH_LEFT);
    }
    return parted(a, label, &composed, most);
}

/* How many characters, one under the other, the limit has room for. */
static size_t most_stacked(const jb_text_look *look)
{
    double room = look->limit - look->size;
    return look->limit <= 0 || !(look->line_height > 0) ? SIZE_MAX
           : room > 0                                   ? (size_t)(room / look->line_height) + 1
                                                        : 1;
}

jb_strs jb_label_stack(jb_chart *chart, const jb_text_look *look, jb_str label)
{
    const jb_str *cells;
    size_t n = jb_text_stack(chart->cx->keep, label, &cells), most = most_stacked(look);
    if (n <= most)
        return (jb_strs){cells, n};
    jb_str *cut = JB_NEW_N(chart->cx->keep, jb_str, most);
    memcpy(cut, cells, most * sizeof *cut);
    cut[most - 1] = JB_S("…");
    return (jb_strs){cut, most};
}

double jb_label_limit(const jb_chart *chart, const jb_axis_spec *axis, const jb_axis_spec *author)
{
    static const double SHARE = 0.5;
    double limit = JB_OR(axis, label_limit, 0.0);
    const jb_chart_options *o = chart->options;
    if (!o || !o->bound || !(o->width > 0) || JB_HAS(author, label_limit))
        return limit;
    return limit > 0 ? fmin(limit, SHARE * o->width) : SHARE * o->width;
}

double jb_label_step(jb_chart *chart, const jb_axis_spec *axis, double wide, const jb_value *names,
                     size_t n)
{
    const jb_text_look look = JB_TEXT_LOOK(chart, axis, label_);
    const jb_text_style style = jb_text_style_of(&look);
    double height = JB_OR(axis, label_line_height, look.size + 2);
    for (size_t i = 0; i < n; i++)
        if (names[i].type == JB_TEXT &&
            jb_text_line(chart->cx, &style, jb_value_str(names[i]), JB_SPAN(chart->top, data))
                    ->width > wide)
            return 2 * height + height / 4;
    return 0;
}
