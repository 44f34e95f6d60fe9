#include "report/note.h"

#include <string.h>

size_t jb_note_at(jb_str text, size_t at, jb_str *name)
{
    size_t end = at + 2;
    if (!jb_str_starts(jb_str_cut(text, at, 2), JB_S("[^")))
        return 0;
    while (end < text.n && !strchr("[] \t\r\n", text.p[end]))
        end++;
    if (end == at + 2 || end >= text.n || text.p[end] != ']')
        return 0;
    *name = jb_str_cut(text, at + 2, end - at - 2);
    return end + 1 - at;
}

jb_str jb_notes_cut(jb_arena *a, jb_str text)
{
    jb_buf b = jb_buf_new(a);
    jb_str name;
    for (size_t at = 0, n; at < text.n; at += n ? n : 1) {
        n = jb_note_at(text, at, &name);
        if (!n)
            jb_buf_byte(&b, text.p[at]);
    }
    return b.text;
}

size_t jb_note_number(const jb_manuscript *m, jb_str name)
{
    for (size_t i = 0; i < m->notes.n; i++)
        if (jb_str_eq(m->notes.at[i]->attributes.name.text, name))
            return i + 1;
    return 0;
}

jb_note_names jb_notes_written(jb_arena *a, jb_str text)
{
    jb_note_names names = {0};
    for (size_t at = 0, end; at < text.n; at = end + 1) {
        for (end = at; end < text.n && text.p[end] != '\n' && text.p[end] != '\r';)
            end++;
        jb_str line = jb_str_trim(jb_str_cut(text, at, end - at)), name;
        size_t n = jb_note_at(line, 0, &name);
        if (n && n < line.n && line.p[n] == ':')
            *JB_PUSH(a, &names) = name;
    }
    return names;
}

void jb_note_miss(jb_ctx *cx, jb_span reference)
{
    jb_fail(cx, reference, "no note of this name is written");
    jb_str rest = jb_str_cut(reference.source->text, reference.at, SIZE_MAX);
    ptrdiff_t end = jb_str_find(rest, JB_S("]"));
    if (end > 0 && jb_str_starts(jb_str_cut(rest, (size_t)end + 1, SIZE_MAX), JB_S("\uFF1A")))
        jb_hint(cx, "“%.*s” is text here; write %s", JB_F(JB_S("\uFF1A")), ":");
    jb_hint(cx, "write it on a line of its own: [^name]: text");
}

void jb_note_leave_out(jb_ctx *cx, jb_span note)
{
    jb_warn(cx, note, "this note is left out");
    jb_hint(cx, "nothing refers to it, or another has its name");
}

void jb_notes_refuse(jb_ctx *cx, jb_str text, jb_span place)
{
    jb_str name;
    size_t at = 0;
    while (at < text.n && !jb_note_at(text, at, &name))
        at++;
    if (at == text.n)
        return;
    jb_fail(cx, place, "no note can be referred to here");
    jb_hint(cx, "refer to it in the text, a label, a caption or a note");
}

/* ---- numbers ---- */

typedef struct numbering {
    jb_ctx *cx;
    jb_manuscript *m;
    size_t *numbers; /* of the notes as they stand: from 1, 0: not yet referred to */
    size_t *order;   /* of each number less one: the note */
    size_t n;
} numbering;

static void refer(numbering *w, size_t note)
{
    if (!note || w->numbers[note - 1])
        return;
    w->order[w->n] = note - 1;
    w->numbers[note - 1] = ++w->n;
}

static void look_in_text(numbering *w, jb_str text, jb_span place)
{
    jb_str name;
    for (size_t at = 0, n; at < text.n; at += n ? n : 1) {
        n = jb_note_at(text, at, &name);
        size_t note = n ? jb_note_number(w->m, name) : 0;
        refer(w, note);
        if (!n || note)
            continue;
        jb_note_miss(w->cx, place);
    }
}

/* Keys under which data stand, and programs: an expression may hold [^ as itself. */
static bool is_said(jb_str key)
{
    static const jb_str others[] = {JB_K("data"), JB_K("transform"), JB_K("values")};
    return !jb_str_among(key, others, JB_COUNT(others));
}

/* Keys of numbers and what stands beside them in one line: a mark there would be taken for more. */
static bool is_measure(jb_str key)
{
    static const jb_str measures[] = {JB_K("value"),    JB_K("unit"),   JB_K("qualifier"),
                                      JB_K("previous"), JB_K("change"), JB_K("against")};
    return jb_str_among(key, measures, JB_COUNT(measures));
}

static void look_in_node(numbering *w, const jb_node *node)
{
    if (node->kind == JB_NODE_STRING)
        look_in_text(w, node->text, node->span);
    for (size_t i = 0; node->kind == JB_NODE_LIST && i < node->n; i++)
        look_in_node(w, node->items[i]);
    for (size_t i = 0; node->kind == JB_NODE_MAP && i < node->n; i++) {
        const jb_member *m = &node->members[i];
        if (is_measure(m->key))
            jb_notes_refuse(w->cx, m->value->text, m->value->span);
        else if (is_said(m->key))
            look_in_node(w, m->value);
    }
}

/* Of a chart only what stands under it is text of the report. */
static void look_in_fence(numbering *w, const jb_block *b)
{
    bool chart = jb_str_eq(b->info, JB_S("chart"));
    const jb_node *said = chart ? jb_node_get(b->node, JB_S("usermeta")) : b->node;
    if (said)
        look_in_node(w, said);
}

static void look_in_attributes(numbering *w, const jb_block *b)
{
    for (size_t k = 0; k < b->attributes.rest.n; k++)
        look_in_text(w, b->attributes.rest.at[k].value.text, b->attributes.rest.at[k].value.span);
}

static void look(numbering *w, const jb_blocks *blocks)
{
    for (size_t i = 0; i < blocks->n; i++) {
        const jb_block *b = blocks->at[i];
        bool below = jb_str_eq(b->attributes.kind.text, JB_S("row")); /* its caption stands there */
        if (!below)
            look_in_attributes(w, b);
        for (size_t k = 0; k < b->text.n; k++)
            refer(w, b->text.at[k].note);
        if (b->kind == JB_BLOCK_FENCE)
            look_in_fence(w, b);
        look(w, &b->blocks);
        if (below)
            look_in_attributes(w, b);
    }
}

static void renumber(const numbering *w, const jb_blocks *blocks)
{
    for (size_t i = 0; i < blocks->n; i++) {
        jb_block *b = blocks->at[i];
        for (size_t k = 0; k < b->text.n; k++)
            if (b->text.at[k].note)
                b->text.at[k].note = w->numbers[b->text.at[k].note - 1];
        renumber(w, &b->blocks);
    }
}

static void tell_unused(const numbering *w)
{
    for (size_t i = 0; i < w->m->notes.n; i++) {
        if (w->numbers[i])
            continue;
        jb_note_leave_out(w->cx, w->m->notes.at[i]->span);
    }
}

/* The notes' own block goes where the first of them was written. */
static void place_notes(jb_ctx *cx, jb_manuscript *m)
{
    jb_blocks *blocks = &m->blocks;
    jb_span first = {.at = SIZE_MAX};
    for (size_t i = 0; i < m->notes.n; i++)
        if (m->notes.at[i]->span.at < first.at)
            first = m->notes.at[i]->span;
    jb_block *notes = JB_NEW(cx->keep, jb_block);
    *notes = (jb_block){.kind = JB_BLOCK_NOTES, .span = {first.source, first.at, 1}};
    JB_PUSH(cx->keep, blocks);
    size_t i = blocks->n - 1;
    for (; i && blocks->at[i - 1]->span.at > first.at; i--)
        blocks->at[i] = blocks->at[i - 1];
    blocks->at[i] = notes;
}

void jb_notes_number(jb_ctx *cx, jb_manuscript *m)
{
    size_t most = m->notes.n;
    numbering w = {.cx = cx,
                   .m = m,
                   .numbers = JB_NEW_N(cx->scratch, size_t, most + 1),
                   .order = JB_NEW_N(cx->scratch, size_t, most + 1)};
    look(&w, &m->blocks);
    for (size_t i = 0; i < w.n; i++) /* a note may refer to another: the list grows */
        look(&w, &m->notes.at[w.order[i]]->blocks);
    tell_unused(&w);
    jb_block **notes = JB_NEW_N(cx->keep, jb_block *, most + 1);
    for (size_t i = 0; i < w.n; i++)
        notes[i] = m->notes.at[w.order[i]];
    m->notes = (jb_blocks){.at = notes, .n = w.n, .cap = most + 1};
    renumber(&w, &m->blocks);
    renumber(&w, &m->notes);
    if (m->notes.n)
        place_notes(cx, m);
}
