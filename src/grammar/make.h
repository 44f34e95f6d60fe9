/* Maps and lists put together by the program, at the place of what they stand for. */
#ifndef JB_GRAMMAR_MAKE_H
#define JB_GRAMMAR_MAKE_H

#include "base/tree.h"

typedef struct jb_maker {
    jb_arena *arena;
    jb_span span;
    JB_LIST(jb_member) members;
    JB_LIST(const jb_node *) items;
} jb_maker;

jb_maker jb_make(jb_ctx *cx, jb_span span);
/* Adds a member; one with a NULL value is left out; one of a name that is there already is
 * replaced. */
void jb_put(jb_maker *m, const char *key, const jb_node *value);
void jb_put_key(jb_maker *m, jb_str key, jb_span key_span, const jb_node *value);
void jb_put_text(jb_maker *m, const char *key, jb_str text);
void jb_put_number(jb_maker *m, const char *key, double number);
void jb_put_bool(jb_maker *m, const char *key, bool truth);
/* All members of a map (NULL: none), over those that are there. */
void jb_put_all(jb_maker *m, const jb_node *map);
void jb_drop(jb_maker *m, const char *key);
void jb_add(jb_maker *m, const jb_node *item);
/* All items of a list; NULL or no list: none. */
void jb_add_all(jb_maker *m, const jb_node *list);
const jb_node *jb_made_map(jb_maker *m);
const jb_node *jb_made_list(jb_maker *m);

/* The map with one member set, or left out. */
const jb_node *jb_node_with(jb_ctx *cx, const jb_node *map, const char *key, const jb_node *value);
const jb_node *jb_node_without(jb_ctx *cx, const jb_node *map, const char *key);
/* Both maps, what `over` says wins; `depth` 1: members are replaced whole, 2: maps in them are
 * merged in their turn, and so on. Either may be NULL. */
const jb_node *jb_node_merge(jb_ctx *cx, const jb_node *under, const jb_node *over, int depth);

/* The member of that name if it is there and not null, else NULL. */
const jb_node *jb_node_has(const jb_node *map, const char *key);
/* The same where it is a list, else NULL. */
const jb_node *jb_node_list_in(const jb_node *map, const char *key);
bool jb_node_is(const jb_node *node, const char *text); /* a string with this text */

#endif
