/* One reader for all objects of the grammar. A property is one line in a .def file; the structure, the reader, the
 * reference page and the JSON Schema grow from it.
 *
 *   axis.def:   P(label_angle, "labelAngle", NUMBER, RANGE(-360, 360), "degrees; negative climbs to the right")
 *
 * The C name is the key in snake case, always. Kinds and their C types:
 *   BOOL bool · NUMBER double · STRING jb_str · COLOR jb_str (checked as a CSS colour) · ENUM(x) int with the values of
 *   x.def · NUMBERS jb_numbers · STRINGS jb_strs · ANY const jb_node* · OBJECT(x) jb_x_spec* · LIST(x) jb_x_list ·
 *   TEXT jb_strs (a string or lines) · FIELD jb_str (a column) · EXPR const jb_expr_spec* · VALUE jb_value
 * A property of a plain kind may also be {expr: …} where Vega-Lite allows it: it is then evaluated with the params
 * before the chart is compiled (jb_spec_evaluate), so that later stages see only values.
 *
 * Each structure begins with `jb_given given;`: which properties the author (or a config that was merged in) set, and
 * which were set to null. Test with JB_GIVEN(axis, label_angle), JB_IS_NULL(channel, stack). */
#ifndef JB_GRAMMAR_READER_H
#define JB_GRAMMAR_READER_H

#include "base/tree.h"

typedef struct jb_numbers { const double *at; size_t n; } jb_numbers;
typedef struct jb_strs { const jb_str *at; size_t n; } jb_strs;

#endif
