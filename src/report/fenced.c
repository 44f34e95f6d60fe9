#include "report/fenced.h"

#include <pthread.h>

enum { DEEPEST = 64 };

static cmark_syntax_extension *syntax;
static cmark_node_type div_type, close_type;

/* A node's state is the address of one of these; none: a div that is open. */
static char closed, deep, closing;

static bool is_div(cmark_node *node)
{
    return cmark_node_get_type(node) == div_type;
}

/* What stands behind the colons, NULL: the line is no fence. */
static const char *behind_colons(cmark_parser *parser, unsigned char *input, int len)
{
    int at = cmark_parser_get_first_nonspace(parser), colons = at;
    while (colons < len && input[colons] == ':')
        colons++;
    if (colons - at < 3 || cmark_parser_get_indent(parser) > 3)
        return NULL;
    while (colons < len && (input[colons] == ' ' || input[colons] == '\t'))
        colons++;
    return (const char *)input + colons;
}

static bool closes(const char *rest, unsigned char *input, int len)
{
    return rest == (const char *)input + len || *rest == '\n' || *rest == '\r';
}

/* Does an open div or code in it take the line for its own? cmark gives a code block its last line
 * when it closes it. */
static bool inner_takes(cmark_node *div)
{
    for (cmark_node *n = cmark_node_last_child(div); n; n = cmark_node_last_child(n)) {
        int length, offset;
        char mark;
        if (is_div(n) && !cmark_node_get_user_data(n))
            return true;
        if (cmark_node_get_type(n) == CMARK_NODE_CODE_BLOCK &&
            cmark_node_get_fenced(n, &length, &offset, &mark) &&
            cmark_node_get_end_line(n) == cmark_node_get_start_line(n))
            return true;
    }
    return false;
}

static int matches(cmark_syntax_extension *self, cmark_parser *parser, unsigned char *input,
                   int len, cmark_node *container)
{
    (void)self;
    if (!is_div(container) || cmark_node_get_user_data(container))
        return 0;
    const char *rest = behind_colons(parser, input, len);
    if (!rest || !closes(rest, input, len) || inner_takes(container))
        return 1;
    cmark_node_set_user_data(container, &closed);
    return 0;
}

static int depth_of(cmark_node *node)
{
    int depth = 0;
    for (; node && depth < DEEPEST; node = cmark_node_parent(node))
        depth++;
    return depth;
}

/* Has this line closed a div? One that an earlier line closed has that line's node behind it. */
static bool has_closed(cmark_node *parent)
{
    cmark_node *last = cmark_node_last_child(parent);
    return last && is_div(last) && cmark_node_get_user_data(last) == &closed;
}

static cmark_node *open_block(cmark_syntax_extension *self, int indented, cmark_parser *parser,
                              cmark_node *parent, unsigned char *input, int len)
{
    const char *rest = indented ? NULL : behind_colons(parser, input, len);
    if (!rest)
        return NULL;
    int column = cmark_parser_get_first_nonspace(parser) + 1;
    bool close = closes(rest, input, len);
    void *state = !close ? (depth_of(parent) < DEEPEST ? NULL : &deep)
                         : (has_closed(parent) ? &closing : NULL);
    cmark_node *node =
        cmark_parser_add_child(parser, parent, close ? close_type : div_type, column);
    cmark_node_set_syntax_extension(node, self);
    cmark_node_set_user_data(node, state);
    while (len && (input[len - 1] == '\n' || input[len - 1] == '\r'))
        len--; /* the line end stays: the line is blank from here on */
    cmark_parser_advance_offset(parser, (const char *)input, len - cmark_parser_get_offset(parser),
                                0);
    return node;
}

static int can_contain(cmark_syntax_extension *self, cmark_node *node, cmark_node_type child)
{
    (void)self;
    return is_div(node) && !cmark_node_get_user_data(node) &&
           (child & CMARK_NODE_TYPE_MASK) == CMARK_NODE_TYPE_BLOCK && child != CMARK_NODE_ITEM;
}

static const char *type_string(cmark_syntax_extension *self, cmark_node *node)
{
    (void)self;
    return is_div(node) ? "div" : "div_close";
}

static void make(void)
{
    syntax = cmark_syntax_extension_new("div");
    div_type = cmark_syntax_extension_add_node(0);
    close_type = cmark_syntax_extension_add_node(0);
    cmark_syntax_extension_set_match_block_func(syntax, matches);
    cmark_syntax_extension_set_open_block_func(syntax, open_block);
    cmark_syntax_extension_set_can_contain_func(syntax, can_contain);
    cmark_syntax_extension_set_get_type_string_func(syntax, type_string);
}

cmark_syntax_extension *jb_fenced_syntax(void)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, make);
    return syntax;
}

jb_fenced jb_fenced_of(cmark_node *node)
{
    const void *state = cmark_node_get_user_data(node);
    if (is_div(node))
        return state == &closed ? JB_FENCED_DIV : state == &deep ? JB_FENCED_DEEP : JB_FENCED_OPEN;
    if (cmark_node_get_type(node) == close_type)
        return state == &closing ? JB_FENCED_CLOSE : JB_FENCED_STRAY;
    return JB_FENCED_NOT;
}
