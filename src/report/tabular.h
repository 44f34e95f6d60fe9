/* ```table on its way to a grid: what the author asks of each column, and the sums beneath. */
#ifndef JB_REPORT_TABULAR_H
#define JB_REPORT_TABULAR_H

#include "base/locale.h"
#include "report/grid.h"

/* As total_words in tabular.c; those from COUNT on ask for no numbers. */
enum { JB_TOTAL_NONE, JB_TOTAL_SUM, JB_TOTAL_COUNT = 6 };

typedef struct jb_column_spec {
    jb_said field, title, format, unit;
    jb_said qualifier; /* the column that says 余, 约, 不到 of each number */
    int align, total;
    jb_length width;
    bool merge;
    const jb_node *bar, *spark, *columns;
    jb_span span;
    size_t level;                       /* of heads over it */
    const jb_column *data, *qualifiers; /* NULL: none */
} jb_column_spec;

typedef struct jb_table_spec {
    jb_said name, caption, note, source, description, unit, empty, total;
    const jb_node *data, *transform, *columns, *subtotal;
} jb_table_spec;

typedef struct jb_heading {
    jb_said title;
    size_t level, first, n;
} jb_heading;

typedef struct jb_tabular {
    jb_composer *c;
    jb_table_spec spec;
    const jb_table *table;
    JB_LIST(jb_column_spec) columns;
    JB_LIST(jb_heading) headings; /* over several columns */
    jb_grid *grid;
    jb_gauge **gauges; /* row by row */
    bool own_scales;   /* sparklines whose rows do not compare */
    const jb_column *by;
    jb_said total_label, subtotal_label; /* {NULL, 0}: no such row */
} jb_tabular;

/* 120余, 约120, 不到120: the number with its qualifier. */
jb_str jb_qualified(jb_arena *a, jb_str number, jb_str qualifier);

/* The marks in the column's numbers: the file's own in cells that stand as they are written. */
jb_number_locale jb_column_marks(const jb_column_spec *spec);

/* A number's full-width digits and marks as ASCII's: digits of two widths do not stand under one
 * another. */
jb_str jb_half_width(jb_arena *a, jb_str text);

/* A number's hyphen is a minus in print. */
jb_str jb_with_minus(jb_arena *a, jb_str text);

/* ---- sums (total.c) ---- */

/* Reads “total” and “subtotal”. */
void jb_totals_read(jb_tabular *t, jb_span place);
/* What stands under a column for these rows: a sum of bounds is a bound. */
jb_str jb_total_text(jb_tabular *t, const jb_column_spec *spec, const size_t *rows, size_t n);
/* Are all rows of one unit, by the table's column “unit”? Told at `place` if not. */
bool jb_one_unit(jb_tabular *t, const jb_column_spec *spec, jb_span place);

#endif
