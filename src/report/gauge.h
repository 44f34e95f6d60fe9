/* Small marks without an axis, for cells and tiles: a bar from zero, a line or columns over a short
 * series. */
#ifndef JB_REPORT_GAUGE_H
#define JB_REPORT_GAUGE_H

#include "report/compose.h"

typedef enum jb_gauge_kind { JB_GAUGE_LINE, JB_GAUGE_COLUMNS, JB_GAUGE_BAR } jb_gauge_kind;

typedef struct jb_gauge {
    jb_gauge_kind kind;
    double low, high;       /* the scale's ends; bars and columns have zero among them */
    const double *xs, *ys;  /* BAR: one y; else n of each; NaN: not stated, a gap */
    double first_x, last_x; /* of the scale */
    double step;            /* least distance of two x; 0: there is one */
    size_t n;
} jb_gauge;

/* Widens the scale's ends (start with INFINITY, -INFINITY) to hold the series. */
void jb_gauge_hold(const jb_gauge *g, double *low, double *high);
/* How far from the left a bar of this width begins. */
double jb_gauge_zero(const jb_gauge *g, double width);
#define JB_ZERO_RULE 0.5 /* pt: the rule that bars stand on */
/* From (x, y) at its left top; a bar without its zero rule, which goes on through rows. */
void jb_gauge_draw(jb_composer *c, jb_group_item *into, const jb_gauge *g, double x, double y,
                   double width, double height);

typedef struct jb_series_spec {
    const jb_node *data, *values; /* a data object, or plain numbers */
    jb_said key, from, x, y;
    int kind;  /* jb_gauge_kind, LINE or COLUMNS */
    int scale; /* JB_SCALE_SHARED, JB_SCALE_ROW */
    jb_length width;
} jb_series_spec;
enum { JB_SCALE_SHARED, JB_SCALE_ROW };
extern const jb_keys jb_series_keys;

/* The series of a list of numbers (null: a gap); NULL after a message. */
jb_gauge *jb_gauge_of_values(jb_ctx *cx, const jb_node *list, jb_gauge_kind kind);
/* A table's rows in the order of their keys (their column `from`) and of x. The table must have the
 * columns: ask jb_series_table first. */
typedef struct jb_series jb_series;
const jb_series *jb_series_of_rows(jb_ctx *cx, const jb_table *table, const jb_series_spec *spec);
/* The series of one key ("": a table without keys is one); NULL: no such row. */
jb_gauge *jb_gauge_of_series(jb_ctx *cx, const jb_series *series, jb_str key);
/* The table of a series with all its columns there; NULL after messages. */
const jb_table *jb_series_table(jb_composer *c, const jb_series_spec *spec, jb_span place);

#endif
