/* What Pandoc writes in braces behind a thing: {#name .kind key=value key="some words"}. */
#ifndef JB_REPORT_ATTRIBUTES_H
#define JB_REPORT_ATTRIBUTES_H

#include "report/keys.h"

typedef struct jb_attribute {
    jb_said key, value;
} jb_attribute;

typedef struct jb_attributes {
    jb_said kind;           /* the first .kind */
    jb_said name;           /* #name */
    JB_LIST(jb_said) kinds; /* each .kind */
    JB_LIST(jb_attribute) rest;
} jb_attributes;

/* The length of the braces that `text` begins with, 0: they have no end. */
size_t jb_attributes_length(jb_str text);

/* Reads `text`, which is braces and stands at `place` word for word. Values are words, or stand in
 * quotes of either kind. False after a message: what was sound is read all the same. A second #name
 * is such a mistake, and so is what stands behind the braces. */
bool jb_attributes_read(jb_ctx *cx, jb_str text, jb_span place, jb_attributes *into);

/* What may stand in the braces of a thing. */
typedef struct jb_attribute_rules {
    const char *what; /* for messages: "a heading" (jb_word) */
    const jb_str *classes;
    size_t classes_n;
    const jb_str *keys;
    size_t keys_n;
    bool named; /* #name means something */
} jb_attribute_rules;

/* Tells all that the thing does not understand, for it would be lost in silence: an error, or a
 * warning when the context is lenient, with the nearest name, else those there are. A key that is
 * given twice is an error. */
void jb_attributes_check(jb_ctx *cx, const jb_attributes *a, const jb_attribute_rules *rules);

/* The value of a key; {NULL, 0}: it has none of that name. */
jb_said jb_attribute_of(const jb_attributes *attributes, jb_str key);

#endif
