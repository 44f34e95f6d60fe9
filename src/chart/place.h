/* Between the files that place marks: ENCODE.C finds points, STRETCH.C what lies from one to
 * another. */
#ifndef JB_CHART_PLACE_H
#define JB_CHART_PLACE_H

#include "chart/encode.h"

const jb_scale *jb_encoder_scale(const jb_encoder *e, jb_channel c); /* NULL: none */
jb_scaling jb_encoder_scaling(const jb_encoder *e, jb_channel c);    /* its type */
double jb_encoder_length(const jb_encoder *e, jb_channel c);         /* of the plot along it */
bool jb_encoder_stacks(const jb_encoder *e, jb_channel c);
bool jb_definition_has_data(const jb_definition *d); /* a field or a datum; NULL: no */
bool jb_definition_is_field(const jb_definition *d);

const jb_ref *jb_encode_constant(const jb_encoder *e, double number);
jb_ref *jb_ref_column(const jb_encoder *e, const jb_scale *s, jb_str name);
/* Between two columns; at an end only that one is read. */
jb_ref *jb_ref_mixed(const jb_encoder *e, const jb_scale *s, jb_str start, jb_str end,
                     double share);

/* What a place is moved by: an encoded offset, or a number of the mark. */
typedef struct jb_offset {
    bool encoded; /* by xOffset, yOffset */
    const jb_ref *ref;
    double number;
} jb_offset;
jb_offset jb_offset_find(const jb_encoder *e, jb_channel c, double band);
double jb_offset_said(const jb_encoder *e, jb_channel c); /* by the mark; 0: not */
bool jb_offset_is_said(const jb_encoder *e, jb_channel c);
const jb_ref *jb_ref_moved(const jb_encoder *e, const jb_ref *r, jb_offset o);

/* What the mark or one of its configs, look.at[i], says about a position: x, x2, radius,
 * innerRadius …; false: nothing. `either`: config.mark too is asked for Vega-Lite's own name. */
bool jb_place_said_by(const jb_encoder *e, size_t i, jb_channel c, bool either, double *number);
bool jb_place_is_said(const jb_encoder *e, jb_channel c);
const jb_ref *jb_place_usual(const jb_encoder *e, jb_channel c, jb_default_place usual);
/* A definition's own place, `band` of its band into it (NaN: the middle, or where the definition
 * says). */
const jb_ref *jb_encode_mid(const jb_encoder *e, const jb_definition *d,
                            const jb_definition *second, jb_channel c, jb_offset o,
                            const jb_ref *usual, double band);

#endif
