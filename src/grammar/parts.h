/* A composite mark (boxplot, errorbar, errorband) taken apart into basic marks: what its files
 * share. Only COMPOSITE.C and they include this. */
#ifndef JB_GRAMMAR_PARTS_H
#define JB_GRAMMAR_PARTS_H

#include "grammar/normalize.h"

typedef struct jb_parts {
    jb_ctx *cx;
    const jb_node *config;
    const jb_node *unit, *mark;
    jb_str name; /* boxplot, errorbar, errorband */
    bool vertical;
    const jb_node *measure;     /* the definition on the continuous axis, without aggregate */
    jb_str field;               /* its field */
    const jb_node *rest;        /* the encoding without that axis, its transforms taken out */
    const jb_node *own_tooltip; /* of a boxplot: a tooltip over rows, for outliers */
    jb_maker steps;             /* bins and time units taken out of the encoding */
    jb_maker aggregates;        /* aggregates taken out of the encoding */
    jb_maker groups;            /* fields that make the groups */
    bool failed;
} jb_parts;

typedef struct jb_part {
    const char *name;        /* box, median, rule, ticks, band, borders, outliers */
    const jb_node *mark;     /* its own look */
    const char *from, *to;   /* prefixes of the fields it stands on; to: NULL for one */
    const jb_node *encoding; /* shared with others */
    const jb_node *tooltip;  /* or NULL */
} jb_part;

/* A row of a tooltip that sums up. */
typedef struct jb_parts_row {
    const char *prefix; /* of the field */
    jb_str title;
} jb_parts_row;

/* The marks: the unit as layers; the unit itself after a message. */
const jb_node *jb_parts_boxplot(jb_parts *p, const jb_node *encoding);
const jb_node *jb_parts_errorbar(jb_parts *p, const jb_node *encoding);
const jb_node *jb_parts_errorband(jb_parts *p, const jb_node *encoding);

/* ---- names and words ------------------------------------------------------------------------ */

jb_str jb_parts_name(const jb_parts *p, const char *prefix,
                     jb_str field); /* of a computed column */
jb_str jb_parts_datum(const jb_parts *p, const char *prefix, jb_str field); /* datum['…'] */
const jb_node *jb_parts_text(const jb_parts *p, jb_str s);
jb_str jb_parts_capital(jb_ctx *cx, jb_str s);
const jb_node *jb_parts_title(const jb_parts *p);              /* of the measure */
jb_str jb_parts_title_of(const jb_parts *p, const char *what); /* "Max of " and that title */
void jb_parts_fail(jb_parts *p, jb_span span, const char *what);

/* ---- what it measures, and the rest of the encoding ----------------------------------------- */

/* Finds the axis that is measured; false after a message. */
bool jb_parts_orient(jb_parts *p, const jb_node *encoding);
const char *jb_parts_axis(const jb_parts *p);   /* y of a vertical one */
const char *jb_parts_across(const jb_parts *p); /* the orient of its ticks */
/* The encoding over rows that are aggregated already; several definitions of one channel are taken
 * one by one. */
const jb_node *jb_parts_encoding(jb_parts *p, const jb_node *encoding);
/* The tooltip of the author, or the summary with all the fields that make the groups. */
const jb_node *jb_parts_tooltip(const jb_parts *p, const jb_parts_row *rows, size_t n);

/* ---- steps ---------------------------------------------------------------------------------- */

const jb_node *jb_parts_step(const jb_parts *p, const char *op, jb_str field, jb_str as);
const jb_node *jb_parts_calculate(const jb_parts *p, jb_str expression, const char *prefix);
const jb_node *jb_parts_filter(const jb_parts *p, jb_str expression);
/* {KEY: what, groupby: the groups} */
const jb_node *jb_parts_grouped(jb_parts *p, const char *key, jb_maker *what);

/* ---- parts as views ------------------------------------------------------------------------- */

jb_maker jb_parts_mark_of(const jb_parts *p, const char *type);
/* The mark of a part: config, the composite's own clip, colour and opacity, the part's look, its
 * style, and what the author says about it. NULL where it is not drawn. */
const jb_node *jb_parts_mark(const jb_parts *p, const char *name, const jb_node *mark);
void jb_parts_put_measure(const jb_parts *p, jb_maker *encoding, jb_str field);
void jb_parts_add(const jb_parts *p, jb_maker *layers, const jb_part *part);
/* What the view says beside its mark and encoding. */
const jb_node *jb_parts_outer(const jb_parts *p);

#endif
