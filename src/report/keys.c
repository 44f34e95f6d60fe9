#include "report/keys.h"

#include <math.h>

#include "base/color.h"

jb_said jb_said_under(const jb_node *map, jb_str key)
{
    const jb_node *node = jb_node_get(map, key);
    bool text = node && (node->kind == JB_NODE_STRING || node->kind == JB_NODE_NUMBER);
    return text ? (jb_said){node->text, node->span} : (jb_said){0};
}

double jb_length_pt(jb_length length, double em)
{
    switch (length.unit) {
    case 'm':
        return length.value * 72 / 25.4;
    case 'c':
        return length.value * 72 / 2.54;
    case 'e':
        return length.value * em;
    default:
        return length.value;
    }
}

static bool refuse(jb_ctx *cx, const jb_node *node, jb_str name, const char *wanted)
{
    jb_fail(cx, node->span, "“%.*s” must be %s", JB_F(name), jb_word(cx, wanted));
    return false;
}

static bool read_text(jb_ctx *cx, const jb_node *node, const jb_key *key, void *at)
{
    if (node->kind == JB_NODE_LIST || node->kind == JB_NODE_MAP)
        return refuse(cx, node, key->name, "text");
    if (node->kind == JB_NODE_NUMBER && !isfinite(node->number)) {
        jb_fail(cx, node->span, "“%.*s” is no number that can be printed", JB_F(node->text));
        jb_hint(cx, "what is not known is said in words, as in “—”");
        return false;
    }
    if (node->kind != JB_NODE_NULL)
        *(jb_said *)at = (jb_said){node->text, node->span};
    return true;
}

/* A list's items become the lines of one text, placed where the list is. */
static bool read_texts(jb_ctx *cx, const jb_node *node, const jb_key *key, void *at)
{
    if (node->kind != JB_NODE_LIST)
        return read_text(cx, node, key, at);
    jb_buf b = jb_buf_new(cx->keep);
    for (size_t i = 0; i < node->n; i++) {
        jb_said one = {0};
        if (!read_text(cx, node->items[i], key, &one))
            return false;
        jb_buf_printf(&b, b.text.n ? "\n%.*s" : "%.*s", JB_F(one.text));
    }
    *(jb_said *)at = (jb_said){b.text, node->span};
    return true;
}

static bool within(jb_ctx *cx, const jb_node *node, const jb_key *key)
{
    if (key->most <= key->least || (node->number >= key->least && node->number <= key->most))
        return true;
    jb_fail(cx, node->span, "“%.*s” is %g, and it may be from %g to %g", JB_F(key->name),
            node->number, key->least, key->most);
    return false;
}

static bool read_number(jb_ctx *cx, const jb_node *node, const jb_key *key, void *at)
{
    if (node->kind != JB_NODE_NUMBER || !isfinite(node->number))
        return refuse(cx, node, key->name, "a number");
    if (!within(cx, node, key))
        return false;
    *(double *)at = node->number;
    return true;
}

static bool read_count(jb_ctx *cx, const jb_node *node, const jb_key *key, void *at)
{
    if (node->kind != JB_NODE_NUMBER || node->number < 0 || node->number > 1e6 ||
        node->number != floor(node->number))
        return refuse(cx, node, key->name, "a whole number from 0");
    if (!within(cx, node, key))
        return false;
    *(size_t *)at = (size_t)node->number;
    return true;
}

static bool read_bool(jb_ctx *cx, const jb_node *node, const jb_key *key, void *at)
{
    if (node->kind != JB_NODE_BOOL)
        return refuse(cx, node, key->name, "true or false");
    *(bool *)at = node->truth;
    return true;
}

bool jb_length_read(jb_str text, jb_length *length)
{
    static const jb_str units[] = {JB_K("pt"), JB_K("mm"), JB_K("cm"), JB_K("em")};
    for (size_t i = 0; i < JB_COUNT(units); i++) {
        if (!jb_str_ends(text, units[i]))
            continue;
        length->unit = units[i].p[0];
        return jb_number_read(jb_str_trim(jb_str_cut(text, 0, text.n - 2)), &length->value) &&
               isfinite(length->value) && fabs(length->value) < 1e5;
    }
    return false;
}

static bool read_length(jb_ctx *cx, const jb_node *node, const jb_key *key, void *at)
{
    jb_length *length = at;
    length->span = node->span;
    if (node->kind == JB_NODE_STRING && jb_length_read(node->text, length))
        return true;
    return refuse(cx, node, key->name, "a length in pt, mm, cm or em, as in 15.75pt");
}

static bool read_width(jb_ctx *cx, const jb_node *node, const jb_key *key, void *at)
{
    jb_length width = {.span = node->span};
    if (node->kind != JB_NODE_STRING || !jb_length_read(node->text, &width) || width.value <= 0)
        return refuse(cx, node, key->name, "a length above 0 in pt, mm, cm or em, as in 60pt");
    *(jb_length *)at = width;
    return true;
}

static bool read_color(jb_ctx *cx, const jb_node *node, const jb_key *key, void *at)
{
    jb_rgba color;
    if (node->kind != JB_NODE_STRING || !jb_color_read(node->text, &color))
        return refuse(cx, node, key->name, "a colour as in \"#c8102e\"");
    *(jb_said *)at = (jb_said){node->text, node->span};
    return true;
}

static bool read_word(jb_ctx *cx, const jb_node *node, const jb_key *key, void *at)
{
    size_t n = 0;
    bool none = node->kind == JB_NODE_BOOL && !node->truth;
    jb_str said = none ? JB_S("none") : node->text;
    for (; key->words[n].p; n++)
        if ((node->kind == JB_NODE_STRING || none) && jb_str_eq(key->words[n], said))
            return *(int *)at = (int)n, true;
    jb_fail(cx, node->span, "“%.*s” cannot be “%.*s”", JB_F(key->name),
            JB_F(jb_brief(cx, node->text)));
    jb_buf list = jb_buf_new(cx->keep);
    for (size_t i = 0; i < n; i++)
        jb_buf_printf(&list, "%s%.*s", i ? ", " : "", JB_F(key->words[i]));
    jb_hint(cx, "it is one of %.*s", JB_F(list.text));
    return false;
}

static bool read_node(jb_ctx *cx, const jb_node *node, const jb_key *key, void *at)
{
    (void)cx, (void)key;
    *(const jb_node **)at = node;
    return true;
}

static bool read_object(jb_ctx *cx, const jb_node *node, const jb_key *key, void *at)
{
    return jb_keys_read(cx, node, key->keys, at);
}

static bool (*const kinds[])(jb_ctx *, const jb_node *, const jb_key *, void *) = {
    [JB_KEY_TEXT] = read_text,   [JB_KEY_TEXTS] = read_texts,   [JB_KEY_NUMBER] = read_number,
    [JB_KEY_COUNT] = read_count, [JB_KEY_BOOL] = read_bool,     [JB_KEY_LENGTH] = read_length,
    [JB_KEY_WIDTH] = read_width, [JB_KEY_COLOR] = read_color,   [JB_KEY_WORD] = read_word,
    [JB_KEY_NODE] = read_node,   [JB_KEY_OBJECT] = read_object,
};
_Static_assert(JB_COUNT(kinds) == JB_KEY_KINDS, "every kind of key has a reader");

static const jb_key *find(const jb_keys *keys, jb_str name)
{
    for (size_t i = 0; i < keys->n; i++)
        if (jb_str_eq(keys->rows[i].name, name))
            return &keys->rows[i];
    return NULL;
}

/* The key whose object has a key of this name; NULL: none has. */
static const jb_key *holder_of(const jb_keys *keys, jb_str name)
{
    for (size_t i = 0; i < keys->n; i++)
        if (keys->rows[i].kind == JB_KEY_OBJECT && find(keys->rows[i].keys, name))
            return &keys->rows[i];
    return NULL;
}

static void tell_unknown(jb_ctx *cx, const jb_keys *keys, const jb_member *m)
{
    (cx->lenient ? jb_warn : jb_fail)(cx, m->key_span, "no key “%.*s” in %s",
                                      JB_F(jb_brief(cx, m->key)), jb_word(cx, keys->what));
    const jb_key *holder = holder_of(keys, m->key);
    if (holder)
        jb_hint(cx, "it belongs in “%.*s”, as in %.*s: {%.*s: …}", JB_F(holder->name),
                JB_F(holder->name), JB_F(m->key));
    else
        jb_hint_nearest(cx, m->key, JB_NAMES_IN(keys->rows, keys->n, name));
}

bool jb_keys_read(jb_ctx *cx, const jb_node *map, const jb_keys *keys, void *into)
{
    if (map->kind == JB_NODE_NULL)
        return true;
    if (map->kind != JB_NODE_MAP) {
        jb_fail(cx, map->span, "%s must be a map of keys", jb_word(cx, keys->what));
        if (map->kind == JB_NODE_STRING && jb_str_find(map->text, JB_S(":")) >= 0)
            jb_hint(cx, "a key is written “key: value”, with a blank");
        return false;
    }
    size_t before = jb_errors(cx);
    for (size_t i = 0; i < map->n; i++) {
        const jb_member *m = &map->members[i];
        const jb_key *key = find(keys, m->key);
        if (key)
            kinds[key->kind](cx, m->value, key, (char *)into + key->offset);
        else
            tell_unknown(cx, keys, m);
    }
    return jb_errors(cx) == before;
}
