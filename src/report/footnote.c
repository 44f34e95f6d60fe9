#include "report/compose.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

typedef JB_LIST(size_t) numbers;

static void take_one(jb_composer *c, numbers *notes, size_t number)
{
    if (!c->note_taken[number])
        *JB_PUSH(c->cx->keep, notes) = number;
    c->note_taken[number] = true;
}

/* A note stands on the page that first refers to it, and with it those that it refers to. */
static void take_note(jb_composer *c, numbers *notes, size_t number)
{
    size_t next = notes->n;
    for (take_one(c, notes, number); next < notes->n; next++) {
        const jb_blocks *said = &c->manuscript->notes.at[notes->at[next] - 1]->blocks;
        for (size_t i = 0; i < said->n; i++)
            for (size_t k = 0; k < said->at[i]->text.n; k++)
                if (said->at[i]->text.at[k].note)
                    take_one(c, notes, said->at[i]->text.at[k].note);
    }
}

static numbers notes_of(jb_composer *c, const jb_box *box)
{
    numbers notes = {0};
    for (size_t i = 0; i < box->notes_n; i++)
        *JB_PUSH(c->cx->keep, &notes) = box->notes[i];
    return notes;
}

static int by_number(const void *a, const void *b)
{
    size_t x = *(const size_t *)a, y = *(const size_t *)b;
    return (x > y) - (x < y);
}

/* What a box says is not always numbered in the order that it is set in: a table's caption may be
 * written behind its columns. */
static void give(jb_box *box, numbers notes)
{
    if (notes.n)
        qsort(notes.at, notes.n, sizeof *notes.at, by_number);
    box->notes = notes.at;
    box->notes_n = notes.n;
}

static bool stand_on_pages(const jb_composer *c)
{
    return c->front->theme.notes == JB_NOTES_PAGE;
}

void jb_take_line_notes(jb_composer *c, jb_box *boxes, const jb_pieces *pieces,
                        const jb_composed *composed)
{
    for (size_t i = 0; stand_on_pages(c) && i < pieces->n; i++) {
        if (!pieces->notes[i])
            continue;
        jb_box *box = &boxes[composed->pieces_at[i].line];
        numbers notes = notes_of(c, box);
        take_note(c, &notes, pieces->notes[i]);
        give(box, notes);
    }
}

bool jb_take_notes(jb_composer *c, jb_box *box, const jb_pieces *pieces)
{
    numbers notes = notes_of(c, box);
    for (size_t i = 0; stand_on_pages(c) && i < pieces->n; i++)
        if (pieces->notes[i])
            take_note(c, &notes, pieces->notes[i]);
    give(box, notes);
    return notes.n;
}

bool *jb_notes_taken(jb_composer *c)
{
    size_t n = c->manuscript->notes.n + 1;
    return memcpy(JB_NEW_N(c->cx->scratch, bool, n), c->note_taken, n * sizeof *c->note_taken);
}

void jb_pass_notes(jb_composer *c, const jb_boxes *from, jb_box *to)
{
    numbers notes = notes_of(c, to);
    for (size_t i = 0; i < from->n; i++)
        for (size_t k = 0; k < from->at[i].notes_n; k++)
            *JB_PUSH(c->cx->keep, &notes) = from->at[i].notes[k];
    give(to, notes);
}

/* The room of a note's mark: that of ①, and of the longest where they are written (51). */
static double room_of_mark(jb_composer *c, jb_font font, jb_span place)
{
    static const double CIRCLE = 1.5, GAP = 0.25; /* em */
    const jb_text_style *style = &c->sheet->fonts[font];
    jb_str last = jb_number_circled(c->cx->keep, c->manuscript->notes.n);
    return fmax(CIRCLE * style->size,
                jb_text_line(c->cx, style, last, place)->width + GAP * style->size);
}

/* A note's paragraphs, hanging behind its mark. */
static void compose_note(jb_composer *c, size_t i, jb_font font)
{
    const jb_block *note = c->manuscript->notes.at[i];
    const jb_element *element = jb_element_new(c, c->parent, JB_S("Note"));
    double hang_by = room_of_mark(c, font, note->span);
    const jb_setting s = {.font = font, .justify = JB_JUSTIFY, .left = hang_by, .element = element};
    for (size_t k = 0; k < note->blocks.n; k++) {
        if (note->blocks.at[k]->kind != JB_BLOCK_PARAGRAPH) {
            jb_fail(c->cx, note->blocks.at[k]->span, "a note holds paragraphs only");
            continue;
        }
        jb_pieces pieces = jb_pieces_of(c, note->blocks.at[k], font, JB_S(""));
        size_t first = jb_set_paragraph(c, &pieces, &s);
        c->boxes.at[first].snap = false;
        if (k)
            continue;
        jb_hang_label(c, element, jb_number_circled(c->cx->keep, i + 1), font, first, 0,
                      note->span);
        c->boxes.at[first].ink->dest = jb_str_printf(c->cx->keep, "note-%zu", i + 1);
    }
}

/* Notes where they are written. */
void jb_compose_notes(jb_composer *c, const jb_block *b)
{
    (void)b;
    if (stand_on_pages(c))
        return;
    for (size_t i = 0; i < c->manuscript->notes.n; i++)
        compose_note(c, i, JB_FONT_ENDNOTE);
    jb_part_from_grid(c);
}

double jb_notes_height(jb_composer *c, size_t first)
{
    jb_composer trial = *c;
    size_t said = c->cx->messages.n;
    double height = 0;
    trial.note_taken = jb_notes_taken(c);
    trial.boxes = (jb_boxes){0};
    for (size_t i = first; i < c->boxes.n; i++)
        for (size_t k = 0; k < c->boxes.at[i].notes_n; k++)
            compose_note(&trial, c->boxes.at[i].notes[k] - 1, JB_FONT_NOTE);
    for (size_t i = 0; i < trial.boxes.n; i++)
        height += trial.boxes.at[i].height;
    c->cx->messages.n = said;
    return height > 0 ? height + JB_NOTES_GAP * c->sheet->pitch : 0;
}

static void tell_no_page(jb_composer *c, const jb_block *note)
{
    jb_fail(c->cx, note->span, "nothing that is printed refers to this note, so no page shows it");
    jb_hint(c->cx,
            "refer to it in the text or in a caption, or set “notes: section” in the front matter");
}

void jb_compose_page_notes(jb_composer *c, bool whole)
{
    size_t n = c->manuscript->notes.n;
    c->note_boxes = JB_NEW_N(c->cx->keep, jb_boxes, n + 1);
    jb_boxes body = c->boxes;
    for (size_t i = 0; stand_on_pages(c) && i < n; i++) {
        c->boxes = (jb_boxes){0};
        c->next = (jb_next){0};
        if (whole && !c->note_taken[i + 1])
            tell_no_page(c, c->manuscript->notes.at[i]);
        compose_note(c, i, JB_FONT_NOTE);
        c->note_boxes[i + 1] = c->boxes;
    }
    c->boxes = body;
    c->next = (jb_next){0};
}
