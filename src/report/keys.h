/* Tables of keys for what a report's author writes in YAML: front matter, themes, fences. One row a
 * key; an unknown key is an error (a warning when the context is lenient) with the nearest name. */
#ifndef JB_REPORT_KEYS_H
#define JB_REPORT_KEYS_H

#include "base/tree.h"

/* Text and where it was written. */
typedef struct jb_said {
    jb_str text; /* {NULL, 0}: not said */
    jb_span span;
} jb_said;

/* The text under a key, a number as it is written; {NULL, 0}: there is none. map may be NULL. */
jb_said jb_said_under(const jb_node *map, jb_str key);

/* 12pt, 3mm, 1.5cm, 2em; the unit is its first letter, 0: not given. */
typedef struct jb_length {
    double value;
    char unit;
    jb_span span; /* where it is written */
} jb_length;
double jb_length_pt(jb_length length, double em);
bool jb_length_read(jb_str text, jb_length *length); /* false: it is none */

typedef enum jb_key_kind {
    JB_KEY_TEXT,   /* jb_said: a string, or a number or date as written */
    JB_KEY_TEXTS,  /* jb_said: the same, or a list of such: one line each */
    JB_KEY_NUMBER, /* double, finite */
    JB_KEY_COUNT,  /* size_t: a whole number from 0 */
    JB_KEY_BOOL,   /* bool */
    JB_KEY_LENGTH, /* jb_length */
    JB_KEY_WIDTH,  /* jb_length above 0 */
    JB_KEY_COLOR,  /* jb_said: a CSS colour */
    JB_KEY_WORD,   /* int: an index into words; false is the word "none" */
    JB_KEY_NODE,   /* const jb_node *: read by someone else */
    JB_KEY_OBJECT, /* a structure inside, by its own keys */
    JB_KEY_KINDS
} jb_key_kind;

typedef struct jb_key {
    jb_str name;
    jb_key_kind kind;
    size_t offset;              /* in the structure */
    const struct jb_keys *keys; /* OBJECT */
    const jb_str *words;        /* WORD: ends with {NULL, 0} */
    double least, most;         /* NUMBER, COUNT: what it may be, where most is above least */
} jb_key;

typedef struct jb_keys {
    const char *what; /* for messages: "the front matter" (jb_word) */
    const jb_key *rows;
    size_t n;
} jb_keys;

/* Rows of one member: of a plain kind, of a number within limits, one of words, an object with keys
 * of its own. */
#define JB_KEY(type, member, key, kindof)                                                          \
    {                                                                                              \
        .name = JB_K(key), .kind = JB_KEY_##kindof, .offset = offsetof(type, member)               \
    }
#define JB_KEY_WITHIN(type, member, key, kindof, from, to)                                         \
    {                                                                                              \
        .name = JB_K(key), .kind = JB_KEY_##kindof, .offset = offsetof(type, member),              \
        .least = from, .most = to                                                                  \
    }
#define JB_KEY_WORDS(type, member, key, list)                                                      \
    {                                                                                              \
        .name = JB_K(key), .kind = JB_KEY_WORD, .offset = offsetof(type, member), .words = list    \
    }
#define JB_KEY_MAP(type, member, key, table)                                                       \
    {                                                                                              \
        .name = JB_K(key), .kind = JB_KEY_OBJECT, .offset = offsetof(type, member), .keys = &table \
    }
#define JB_KEYS(what, rows)                                                                        \
    {                                                                                              \
        what, rows, JB_COUNT(rows)                                                                 \
    }

/* Reads a map over what `into` already holds (a theme's values stay where the author says nothing).
 * False after messages; the keys that are sound are read all the same. A null node is an empty map.
 */
bool jb_keys_read(jb_ctx *cx, const jb_node *map, const jb_keys *keys, void *into);

#endif
