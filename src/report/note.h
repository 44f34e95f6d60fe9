/* Notes by name: [^name] in the text and in what fences and divs say, each note numbered where it
 * is first referred to. Markdown's reader sees only those in the text, and drops a note that none
 * of them refers to: it is shown one reference to each, and the numbers are given here. */
#ifndef JB_REPORT_NOTE_H
#define JB_REPORT_NOTE_H

#include "report/block.h"

/* The length of a reference at text[at], with its name; 0: there is none. */
size_t jb_note_at(jb_str text, size_t at, jb_str *name);
/* The text without references: for outlines, lists and alternate texts. */
jb_str jb_notes_cut(jb_arena *a, jb_str text);
/* Tells a reference to a note that is not written, and a note that no page shows. */
void jb_note_miss(jb_ctx *cx, jb_span reference);
void jb_note_leave_out(jb_ctx *cx, jb_span note);
/* Tells a reference where no mark can stand. */
void jb_notes_refuse(jb_ctx *cx, jb_str text, jb_span place);
/* The number of a note, from 1; 0: none has that name. */
size_t jb_note_number(const jb_manuscript *m, jb_str name);

/* The names of all notes that the text may write, in its order: of each line that begins [^name]:.
 */
typedef struct jb_note_names {
    jb_str *at;
    size_t n, cap;
} jb_note_names;
jb_note_names jb_notes_written(jb_arena *a, jb_str text);

/* Numbers the notes in the order of their references, those in charts that were included too, puts
 * them into that order, and a block of their own where the first was written. A reference to none
 * is told, and one where no mark can stand; a note that nothing refers to is left out, which is
 * told too. */
void jb_notes_number(jb_ctx *cx, jb_manuscript *m);

#endif
