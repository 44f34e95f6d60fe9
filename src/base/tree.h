/* A YAML or JSON document as a tree in which every value knows its place. */
#ifndef JB_BASE_TREE_H
#define JB_BASE_TREE_H

#include "base/ctx.h"
#include "base/value.h"

typedef enum jb_node_kind {
    JB_NODE_NULL,
    JB_NODE_BOOL,
    JB_NODE_NUMBER,
    JB_NODE_STRING,
    JB_NODE_LIST,
    JB_NODE_MAP,
    JB_NODE_KINDS
} jb_node_kind;

typedef struct jb_node jb_node;

typedef struct jb_member {
    jb_str key;
    jb_span key_span;
    const jb_node *value;
} jb_member;

struct jb_node {
    jb_node_kind kind;
    jb_span span;
    jb_str text;   /* STRING: its value; NUMBER, BOOL: as written */
    double number; /* NUMBER */
    bool truth;    /* BOOL */
    size_t n;      /* of a LIST or MAP */
    const jb_node *const *items;
    const jb_member *members; /* in the order written; keys are unique */
};

typedef enum jb_syntax { JB_JSON, JB_YAML } jb_syntax;

/* Reads one document (YAML 1.2 core schema: null ~ true false numbers are themselves when plain,
 * text when quoted; JSON strictly). NULL after a message with its place for a mistake, a key twice,
 * nesting or size over the limits, aliases that repeat more than a million values. An empty YAML
 * document is a null node. The tree lives in cx->keep and points into the source's text. */
const jb_node *jb_tree_read(jb_ctx *cx, const jb_source *source, jb_syntax syntax);
/* A JSON value without places (for data): a large file in little time. {JB_NULL} and a message on a
 * mistake. */
bool jb_json_read(jb_ctx *cx, const jb_source *source, jb_value *value);
/* The values of JSON lines (.jsonl, .ndjson), one behind the other, as a list; value i begins at
 * byte (*places)[i]. */
bool jb_json_lines_read(jb_ctx *cx, const jb_source *source, jb_value *value,
                        const size_t **places);

/* Places in JSON that was read soundly. The byte where the member of that name of the object at
 * byte `at` begins, or the item of that number of the list; SIZE_MAX: there is none, or its name is
 * written with escapes. */
size_t jb_json_inside(jb_str text, size_t at, jb_str name);
/* The bytes where the list's items begin. */
const size_t *jb_json_items(jb_arena *a, jb_str text, size_t at);
/* The byte behind the value. */
size_t jb_json_end(jb_str text, size_t at);

const jb_node *jb_node_get(const jb_node *map, jb_str key); /* NULL: no such key, or no map */
jb_str jb_node_kind_name(jb_node_kind kind); /* "a number", "a list" … for messages */
jb_value jb_node_value(jb_arena *a, const jb_node *node); /* as data */

/* Nodes made by the program (normalising, config): no place, or the place of what they stand for.
 */
jb_node *jb_node_number(jb_arena *a, double number, jb_span span);
jb_node *jb_node_string(jb_arena *a, jb_str text, jb_span span);
jb_node *jb_node_bool(jb_arena *a, bool truth, jb_span span);
jb_node *jb_node_list(jb_arena *a, const jb_node *const *items, size_t n, jb_span span);
jb_node *jb_node_map(jb_arena *a, const jb_member *members, size_t n,
                     jb_span span); /* copies them, not the values */
/* A JSON string with its quotes. */
void jb_json_string(jb_buf *b, jb_str s);
/* The document as JSON, two spaces a level. */
void jb_node_json(jb_buf *b, const jb_node *node, int level);

#endif
