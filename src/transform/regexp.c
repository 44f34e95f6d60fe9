/* Regular expressions by PCRE2 with JavaScript's readings, under a budget of steps so that no
 * pattern hangs. */
#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>
#include <string.h>

#include "transform/function.h"

typedef struct regexp {
    jb_str pattern, flags;
    pcre2_code *code; /* NULL: the pattern is wrong, which was told */
    pcre2_match_data *match;
    bool all; /* flag g */
} regexp;

enum { KEPT = 64 };

typedef struct jb_regexp_list {
    regexp *at;
    size_t n, cap, turn;
    pcre2_match_context *context;
} jb_regexp_list;

static void free_code(void *code)
{
    pcre2_code_free(code);
}

static void free_match(void *match)
{
    pcre2_match_data_free(match);
}

static void free_context(void *context)
{
    pcre2_match_context_free(context);
}

static jb_regexp_list *list_of(const jb_call *c)
{
    jb_bound *b = c->bound;
    if (b->regexps)
        return b->regexps;
    b->regexps = JB_NEW(b->cx->keep, jb_regexp_list);
    b->regexps->context = jb_arena_own(b->cx->keep, pcre2_match_context_create(NULL), free_context);
    uint64_t steps = b->cx->limits.regexp_steps;
    pcre2_set_match_limit(b->regexps->context, steps < UINT32_MAX ? (uint32_t)steps : UINT32_MAX);
    return b->regexps;
}

static uint32_t options_of(jb_str flags)
{
    uint32_t options = PCRE2_UTF | PCRE2_NO_UTF_CHECK | PCRE2_ALT_BSUX | PCRE2_MATCH_UNSET_BACKREF |
                       PCRE2_DOLLAR_ENDONLY | PCRE2_ALLOW_EMPTY_CLASS;
    for (size_t i = 0; i < flags.n; i++)
        options |= flags.p[i] == 'i'   ? PCRE2_CASELESS
                   : flags.p[i] == 'm' ? PCRE2_MULTILINE
                   : flags.p[i] == 's' ? PCRE2_DOTALL
                                       : 0;
    return options;
}

static void compile(const jb_call *c, regexp *r)
{
    int error;
    size_t at;
    r->all = jb_str_find(r->flags, JB_S("g")) >= 0;
    r->code = pcre2_compile((PCRE2_SPTR)(r->pattern.p ? r->pattern.p : ""), r->pattern.n,
                            options_of(r->flags), &error, &at, NULL);
    if (!r->code) {
        char why[200];
        pcre2_get_error_message(error, (PCRE2_UCHAR *)why, sizeof why);
        JB_ROW_FAIL(c, "the regular expression is wrong at character %zu: %s",
                    jb_utf8_count(jb_str_cut(r->pattern, 0, at)) + 1, why);
        return;
    }
    jb_arena *keep = c->bound->cx->keep;
    jb_arena_own(keep, r->code, free_code);
    r->match = jb_arena_own(keep, pcre2_match_data_create_from_pattern(r->code, NULL), free_match);
}

/* The compiled form, kept for the next row. */
static regexp *compiled(const jb_call *c, jb_str pattern, jb_str flags)
{
    jb_regexp_list *list = list_of(c);
    for (size_t i = 0; i < list->n; i++)
        if (jb_str_eq(list->at[i].pattern, pattern) && jb_str_eq(list->at[i].flags, flags))
            return &list->at[i];
    /* patterns made row by row take turns in the last places */
    regexp *r = list->n < KEPT ? JB_PUSH(c->bound->cx->keep, list) : &list->at[list->turn++ % KEPT];
    *r = (regexp){0};
    r->pattern = jb_str_dup(c->bound->cx->keep, pattern);
    r->flags = jb_str_dup(c->bound->cx->keep, flags);
    compile(c, r);
    return r;
}

/* A regular expression as a value: an object with its mark. */
jb_value jb_fn_regexp(const jb_call *c)
{
    jb_field_value *members = JB_NEW_N(jb_call_arena(c), jb_field_value, 2);
    members[0] = (jb_field_value){JB_S("source"), jb_text(jb_arg_text(c, 0))};
    members[1] = (jb_field_value){JB_S("flags"), jb_text(c->n > 1 ? jb_arg_text(c, 1) : JB_S(""))};
    compiled(c, jb_value_str(members[0].value), jb_value_str(members[1].value));
    return (jb_value){.type = JB_OBJECT, .scale = JB_REGEXP, .n = 2, .members = members};
}

/* Does it match at or behind `from`? Where is in r->match. */
static bool match(const jb_call *c, regexp *r, jb_str s, size_t from)
{
    if (!r->code)
        return false;
    int n = pcre2_match(r->code, (PCRE2_SPTR)(s.p ? s.p : ""), s.n, from, PCRE2_NO_UTF_CHECK,
                        r->match, list_of(c)->context);
    if (n < 0 && n != PCRE2_ERROR_NOMATCH) {
        JB_ROW_FAIL(c, "the regular expression takes more than %zu steps",
                    (size_t)c->bound->cx->limits.regexp_steps);
        jb_hint(c->bound->cx, "make it simpler, or raise it with --max regexp-steps=N");
    }
    return n > 0;
}

jb_value jb_fn_test(const jb_call *c)
{
    jb_value v = c->args[0];
    bool made = jb_is_regexp(v);
    jb_str pattern = made ? jb_value_str(v.members[0].value) : jb_arg_text(c, 0);
    jb_str flags = made ? jb_value_str(v.members[1].value) : JB_S("");
    return jb_bool(match(c, compiled(c, pattern, flags), jb_arg_text(c, 1), 0));
}

typedef struct found {
    size_t from, to;
    const size_t *groups; /* pairs; NULL: none */
    size_t groups_n;
} found;

/* The replacement with $$, $&, $`, $' and $1 … written out. */
static void add_replacement(jb_buf *b, jb_str s, jb_str with, found f)
{
    for (size_t i = 0; i < with.n; i++) {
        char next = i + 1 < with.n ? with.p[i + 1] : 0;
        size_t group = next >= '1' && next <= '9' ? (size_t)(next - '0') : 0;
        bool whole = next == '$' || next == '&' || next == '`' || next == '\'';
        if (with.p[i] != '$' || !(whole || (group && group < f.groups_n))) {
            jb_buf_byte(b, with.p[i]);
            continue;
        }
        i++;
        if (next == '$')
            jb_buf_byte(b, '$');
        else if (next == '&')
            jb_buf_add(b, jb_str_cut(s, f.from, f.to - f.from));
        else if (next == '`')
            jb_buf_add(b, jb_str_cut(s, 0, f.from));
        else if (next == '\'')
            jb_buf_add(b, jb_str_cut(s, f.to, s.n - f.to));
        else if (f.groups[2 * group] != PCRE2_UNSET)
            jb_buf_add(b, jb_str_cut(s, f.groups[2 * group],
                                     f.groups[2 * group + 1] - f.groups[2 * group]));
    }
}

static jb_value replace_text(const jb_call *c, jb_str s, jb_str part, jb_str with)
{
    ptrdiff_t at = jb_str_find(s, part);
    if (at < 0)
        return jb_text(s);
    found f = {(size_t)at, (size_t)at + part.n, NULL, 0};
    jb_buf b = jb_buf_new(jb_call_arena(c));
    jb_buf_add(&b, jb_str_cut(s, 0, f.from));
    add_replacement(&b, s, with, f);
    jb_buf_add(&b, jb_str_cut(s, f.to, s.n));
    return jb_text(b.text);
}

static jb_value replace_matches(const jb_call *c, jb_str s, regexp *r, jb_str with)
{
    jb_buf b = jb_buf_new(jb_call_arena(c));
    size_t done = 0;
    for (size_t from = 0; from <= s.n && match(c, r, s, from);) {
        const size_t *groups = pcre2_get_ovector_pointer(r->match);
        found f = {groups[0], groups[1], groups, pcre2_get_ovector_count(r->match)};
        jb_buf_add(&b, jb_str_cut(s, done, f.from - done));
        add_replacement(&b, s, with, f);
        done = from = f.to;
        if (!r->all)
            break;
        if (f.to == f.from && from < s.n) { /* past an empty match */
            jb_utf8_next(s, &from);
            jb_buf_add(&b, jb_str_cut(s, done, from - done));
            done = from;
        } else if (f.to == f.from) {
            break;
        }
    }
    jb_buf_add(&b, jb_str_cut(s, done, s.n));
    return jb_text(b.text);
}

jb_value jb_fn_replace(const jb_call *c)
{
    jb_value by = c->args[1];
    jb_str s = jb_arg_text(c, 0), with = jb_arg_text(c, 2);
    if (!jb_is_regexp(by))
        return replace_text(c, s, jb_arg_text(c, 1), with);
    regexp *r = compiled(c, jb_value_str(by.members[0].value), jb_value_str(by.members[1].value));
    return replace_matches(c, s, r, with);
}

/* ---- parting ---- */

typedef struct part_list {
    JB_LIST(jb_value) all;
    double most;
} part_list;

static void add_part(const jb_call *c, part_list *parts, jb_value part)
{
    if ((double)parts->all.n < parts->most)
        *JB_PUSH(jb_call_arena(c), &parts->all) = part;
}

/* What stands in brackets is a part too. */
static void add_groups(const jb_call *c, part_list *parts, jb_str s, const regexp *r)
{
    const size_t *at = pcre2_get_ovector_pointer(r->match);
    for (size_t i = 1; i < pcre2_get_ovector_count(r->match); i++)
        add_part(c, parts,
                 at[2 * i] == PCRE2_UNSET
                     ? jb_undefined()
                     : jb_text(jb_str_cut(s, at[2 * i], at[2 * i + 1] - at[2 * i])));
}

/* An empty match parts nothing at the beginning of a part, nor at the end. */
jb_value jb_regexp_split(const jb_call *c, jb_str s, jb_value by, double most)
{
    regexp *r = compiled(c, jb_value_str(by.members[0].value), jb_value_str(by.members[1].value));
    part_list parts = {.most = most};
    size_t begin = 0;
    for (size_t from = 0; from < s.n && match(c, r, s, from);) {
        const size_t *at = pcre2_get_ovector_pointer(r->match);
        size_t start = at[0], end = at[1];
        if (start >= s.n)
            break;
        if (end == begin) {
            jb_utf8_next(s, &from);
            continue;
        }
        add_part(c, &parts, jb_text(jb_str_cut(s, begin, start - begin)));
        add_groups(c, &parts, s, r);
        begin = from = end;
    }
    if (s.n || !match(c, r, s, 0))
        add_part(c, &parts, jb_text(jb_str_cut(s, begin, s.n)));
    return jb_list_value(parts.all.at, parts.all.n);
}
