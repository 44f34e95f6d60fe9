/* What Pandoc writes in braces behind a thing: {#name .kind key=value key="some words"}. */
#ifndef JB_REPORT_ATTRIBUTES_H
#define JB_REPORT_ATTRIBUTES_H

#include "report/keys.h"

typedef struct jb_attribute {
    jb_said key, value;
} jb_attribute;

typedef struct jb_attributes {
    jb_said kind; /* the first .kind */
    jb_said name; /* #name */
    JB_LIST(jb_attribute) rest;
} jb_attributes;

/* Reads what stands between the braces of `text`, which stands at `place` word for word and begins
 * with {. False after a message: what was sound is read all the same. A second .kind or #name is
 * such a mistake. */
bool jb_attributes_read(jb_ctx *cx, jb_str text, jb_span place, jb_attributes *into);

/* The value of a key; {NULL, 0}: it has none of that name. */
jb_said jb_attribute_of(const jb_attributes *attributes, jb_str key);

#endif
