/* Labels of several lines, for names of categories that are longer than their place. */
#include <math.h>

#include "chart/ink.h"

static jb_str text_of(jb_arena *a, const jb_line *line)
{
    jb_buf b = jb_buf_new(a);
    for (size_t i = 0; i < line->runs_n; i++)
        jb_buf_add(&b, line->runs[i].text);
    return jb_str_trim(b.text);
}

jb_strs jb_label_halve(jb_chart *chart, const jb_text_look *look, jb_str label, double width)
{
    jb_arena *a = chart->cx->keep;
    const jb_text_style style = jb_text_style_of(look);
    jb_piece piece = {.text = label, .style = style, .place = JB_SPAN(chart->top, data)};
    jb_str *lines = JB_NEW_N(a, jb_str, 2);
    lines[0] = label;
    double whole = jb_text_line(chart->cx, &style, label, piece.place)->width;
    if (!label.n || !(look->size > 0) || whole <= width)
        return (jb_strs){lines, 1};
    double half = whole / 2 + 2 * look->size; /* words are not of one length */
    for (double measure = fmax(width, half); measure < whole; measure += look->size / 2) {
        const jb_paragraph_style balanced = {.measure = measure, .justify = JB_BALANCED};
        jb_composed composed = jb_paragraph_compose(chart->cx, &piece, 1, &balanced);
        if (composed.lines_n > 2)
            continue;
        for (size_t i = 0; i < composed.lines_n; i++)
            lines[i] = text_of(a, &composed.lines[i]);
        return (jb_strs){lines, composed.lines_n};
    }
    return (jb_strs){lines, 1};
}

jb_strs jb_label_stack(jb_chart *chart, jb_str label)
{
    jb_strs lines;
    lines.n = jb_text_stack(chart->cx->keep, label, &lines.at);
    return lines;
}
