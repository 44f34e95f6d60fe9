/* What a chart shows, in a sentence with its numbers: read aloud in its place where the author gave
 * no description. */
#ifndef JB_CHART_ALT_H
#define JB_CHART_ALT_H

#include "chart/view.h"

/* In the language of options->lang, Chinese or else English (alt.def), behind the title:
 * 条形图，里程：甲 60 公里，乙 50 公里；共 2 项。 Each unit in turn, but those that
 * draw what another has told (labels over bars). The measure is named with what was done to it
 * (平均, 合计), nulls are 无数据, a rounded number is 约; what distinguishes marks (colour,
 * pattern, dash) stands in brackets behind the key. A box plot is told as one: quartiles and
 * medians, whiskers, outliers. Up to 12 marks are all told, of more the first, the last, the
 * largest and the smallest; the title alone where there is nothing to tell. Call it when the views
 * are drawn. */
jb_str jb_chart_alt(jb_chart *chart, const jb_view *root, jb_str title);

#endif
