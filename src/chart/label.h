/* How values are written: on axes, in legends, headers and text marks. */
#ifndef JB_CHART_LABEL_H
#define JB_CHART_LABEL_H

#include "base/format.h"
#include "base/timeformat.h"
#include "chart/view.h"

/* A format as a definition, axis, legend or header asks for it. */
typedef struct jb_format_asked {
    jb_str format;        /* {NULL, 0}: none */
    const jb_node *units; /* or specifiers by unit of time */
    jb_str type;          /* "number", "time", one of our own */
} jb_format_asked;
#define JB_FORMAT_OF(object)                                                                       \
    ((jb_format_asked){JB_OR(object, format, ((jb_str){NULL, 0})),                                 \
                       JB_ASIDE(object, format) ? JB_ASIDE(object, format)->node : NULL,           \
                       JB_OR(object, format_type, ((jb_str){NULL, 0}))})

typedef enum jb_label_kind {
    JB_LABEL_PLAIN,
    JB_LABEL_INSTANT,
    JB_LABEL_NUMBER,
    JB_LABEL_TIME,
    JB_LABEL_CALENDAR
} jb_label_kind;

typedef struct jb_labeler {
    jb_chart *chart;
    jb_label_kind kind;
    jb_format number;
    jb_str time;
    const jb_time_specifiers *units;
    const jb_scale *log; /* labels only at its round values */
    double count;
    size_t ticks_n;
    bool guide; /* null is 1970 there, as to Vega's axes, and a name is （空白） in Chinese; in text
                   it is "null" */
} jb_labeler;

typedef enum jb_label_use { JB_FOR_AXIS, JB_FOR_LEGEND, JB_FOR_TEXT } jb_label_use;

/* For the values of a definition. A guide gives its scale and how many ticks were wished for. */
jb_labeler jb_labeler_make(jb_chart *chart, const jb_definition *d, jb_format_asked asked,
                           jb_label_use use, const jb_scale *scale, double count);
jb_str jb_label_of(const jb_labeler *l, jb_value v);
/* What could be written as `format` for the same labels: a specifier, a map of specifiers by unit
 * of time; NULL where the plain text stands or numbers share an SI prefix. */
const jb_node *jb_labeler_format(const jb_labeler *l);
bool jb_definition_is_time(const jb_definition *d, jb_str format_type);
/* A tick or entry as expressions see it: {value, label, index}; a label {NULL, 0} is null. */
jb_value jb_tick_datum(jb_arena *a, jb_value value, jb_str label, double index);
/* labelExpr over that datum; the label itself where there is none. */
jb_str jb_label_expr(jb_chart *chart, const jb_expr_spec *expr, jb_value value, jb_str label,
                     double index);

#endif
