/* Blocks become boxes: what every composing file shares. */
#ifndef JB_REPORT_COMPOSE_H
#define JB_REPORT_COMPOSE_H

#include "chart/chart.h"
#include "data/origin.h"
#include "report/block.h"
#include "report/front.h"
#include "report/ink.h"
#include "report/note.h"
#include "report/page.h"
#include "report/report.h"

typedef enum jb_target_kind { JB_TARGET_FIGURE, JB_TARGET_TABLE, JB_TARGET_HEADING } jb_target_kind;

/* What a reference leads to. */
typedef struct jb_target {
    jb_target_kind kind;
    jb_str name;
    jb_str text;  /* "图1", "表A.2"; of a heading "第一部分", or its title in “” */
    jb_str lead;  /* before its title: "图1　"; of a heading "一、" */
    jb_str title; /* {NULL, 0}: none */
    jb_str dest;  /* named destination, without # */
    const jb_block *block;
} jb_target;

/* What a number of the list of sources stands for. */
typedef struct jb_work {
    const jb_origin **at; /* resources of one package with the same sources */
    size_t n, cap;
} jb_work;

/* A line of contents that waits for the number of its page. */
typedef struct jb_entry {
    jb_str dest;
    jb_group_item *ink;
    const jb_sheet *sheet;
} jb_entry;
/* Where a destination is. */
typedef struct jb_landing {
    jb_str dest;
    size_t page; /* from 1 */
} jb_landing;

typedef struct jb_landings {
    jb_landing *at;
    size_t n, cap;
} jb_landings;

/* Charts side by side: what each keeps free so that all plots have one top and one bottom, pt. */
typedef struct jb_row {
    double above, plot, below; /* the plot, and what stands over and under it */
} jb_row;

typedef struct jb_drawn {
    const jb_block *block;
    jb_scene *scene;
    jb_origins origins;
} jb_drawn;

/* Does something stand right under a heading, or under one line under it, which wants another? */
typedef enum jb_headed { JB_UNHEADED, JB_HEADED, JB_LONELY } jb_headed;

/* What the next box is told by those before it. */
typedef struct jb_next {
    bool keep; /* no page break before it */
    jb_headed headed;
    bool fresh; /* it begins a page */
    bool recto; /* one on the right of an open book */
} jb_next;

typedef struct jb_composer {
    jb_ctx *cx;
    const jb_sheet *sheet;
    const jb_front *front;
    jb_figures *figures;
    const jb_manuscript *manuscript;
    const jb_tables *tables;
    jb_boxes boxes;
    JB_LIST(jb_target) targets;
    const jb_target **by_block; /* the same, for jb_target_of */
    JB_LIST(jb_work) works;     /* numbered from 1 */
    bool works_listed;
    JB_LIST(jb_entry) entries;
    jb_landings landings;        /* of the pages last made */
    jb_landings page_references; /* as the text says them */
    JB_LIST(const jb_scene *) charts;
    JB_LIST(jb_attachment) attachments;
    const jb_element *parent;
    jb_next next;
    bool covered;            /* the first page is a cover */
    bool recipients_below;   /* 主送 stands in the 版记 */
    size_t enclosures;       /* 附件 composed so far */
    double room;             /* height that a chart shall fill; 0: its own */
    const jb_sheet *turned;  /* of landscape pages; NULL: there are none */
    const jb_sheet *across;  /* in columns: the sheet around them; NULL: not in columns */
    double left;             /* inset of what is composed now, in lists and quotes */
    bool *note_taken;        /* of each note from 1: a page will show it */
    jb_boxes *note_boxes;    /* of each note from 1, when notes stand at the foot of pages */
    const jb_row *row;       /* NULL: a chart stands alone */
    JB_LIST(jb_drawn) drawn; /* charts compiled before they are placed */
} jb_composer;

/* ---- numbering (number.c) ---- */

jb_str jb_number_han(jb_arena *a, size_t n);     /* 12 → 十二; from 10000 on in digits */
jb_str jb_number_circled(jb_arena *a, size_t n); /* ① to ㊿, then (51) */
/* The counters of a document. In an appendix all begin anew with its letter: 附录A, A.1, 图A.1. */
typedef struct jb_counters {
    size_t headings[6], figures, tables;
    jb_str appendix; /* its word, 附录; {NULL, 0}: it is none */
} jb_counters;
/* 一、（一） 1. （1）, or 附录A, A.1; counted on: levels from 1, deeper ones have none. */
jb_str jb_number_heading(jb_arena *a, jb_counters *counters, int level);
/* Gives each heading, and each chart, image and table with a caption, its number, and each name its
 * destination. Names must differ. */
void jb_targets_make(jb_composer *c);
const jb_target *jb_target_of(const jb_composer *c, const jb_block *block); /* NULL: it has none */

/* ---- rank (rank.c) ---- */

/* GB/T 9704—2012, 7.3.3: levels of headings differ by their type alone, 黑体, 楷体, 仿宋, in one
 * size. Where the text's own face stands in for one of them, a heading could not be told from a
 * line of text: it is bold then, which keeps its place, its width and the grid, and so are the
 * levels above it, which may not look lighter. Targets come first. */
void jb_headings_rank(jb_composer *c);
/* ---- the list of sources (sources.c) ---- */

/* Gives the sources of the data that the report cites and uses their numbers: cited ones first.
 * Nothing is read for a report that neither cites nor lists any. */
void jb_sources_make(jb_composer *c);
size_t jb_source_number(jb_composer *c, const jb_inline *cites); /* 0 after a message */
void jb_compose_sources(jb_composer *c, const jb_block *block);  /* ::: sources */

/* ---- words (words.c) ---- */

/* A word of words.def, or any other, in the characters of the document's language. */
jb_str jb_wording(const jb_composer *c, const char *word);
/* Is it that word, in either characters? */
bool jb_wording_is(jb_str said, const char *word);

/* ---- inlines to pieces (inline.c) ---- */

typedef struct jb_pieces {
    jb_piece *at;
    size_t n, cap;
    size_t *notes; /* of each piece: the note it refers to, 0: none */
} jb_pieces;
/* `lead` comes first, if any. Unknown references are told. */
jb_pieces jb_pieces_of(jb_composer *c, const jb_block *block, jb_font font, jb_str lead);
jb_pieces jb_pieces_of_text(jb_composer *c, jb_str text, jb_font font, jb_span place);
/* The same behind a word in bold. */
jb_pieces jb_pieces_led(jb_composer *c, jb_str lead, jb_str text, jb_font font, jb_span place);
/* 注：… behind its word (without its colon), which the author may have written already. */
jb_str jb_worded(const jb_composer *c, const char *word, jb_str said);
/* The same of what the author says in a fence or a div, where [^name] refers to a note. */
jb_pieces jb_pieces_of_said(jb_composer *c, jb_str text, jb_font font, jb_span place);
/* A title with manual breaks: a new line (YAML's |), or a backslash before a blank; the rest breaks
 * by sense with JB_BALANCED. And the same text in one line, for an outline or the document's title.
 */
jb_pieces jb_pieces_of_lines(jb_composer *c, jb_str text, jb_font font, jb_span place);
jb_str jb_lines_joined(jb_arena *a, jb_str text);

/* What heads a callout, or a definition, in the font of a heading: bold if that is the text's too.
 */
void jb_pieces_rank(const jb_composer *c, jb_pieces *pieces, jb_font font); /* rank.c */

/* ---- boxes (box.c) ---- */

jb_box *jb_push_box(jb_composer *c);
/* An empty box of a height that vanishes at a page's top. */
void jb_push_space(jb_composer *c, double height);
/* Behind what is set off the grid, before the text that goes back to it. */
void jb_part_from_grid(jb_composer *c);
static const double JB_PART = .4; /* of the pitch: the height of that box */
/* A box of ink, rounded up to the grid. */
jb_box *jb_push_ink(jb_composer *c, jb_group_item *ink, double height, const jb_element *element);
/* The same, standing between the text above and below. */
jb_box *jb_push_picture(jb_composer *c, jb_group_item *ink, double height,
                        const jb_element *element);
/* A label that hangs at x before the first line of a paragraph, whose first box is `first`; a part
 * of the element `in`, which that box is in too. */
void jb_hang_label(jb_composer *c, const jb_element *in, jb_str label, jb_font font, size_t first,
                   double x, jb_span place);
const jb_element *jb_element_new(jb_composer *c, const jb_element *parent, jb_str tag);
/* One line of a font, at its baseline for a line box that begins at y. */
double jb_font_baseline(const jb_sheet *sheet, jb_font font, double y);

/* ---- paragraphs to boxes (paragraph.c) ---- */

typedef struct jb_setting {
    jb_font font;
    jb_justify justify;
    double indent, left, right; /* pt */
    const jb_element *element;
    bool keep; /* with what follows, and together */
} jb_setting;
/* Pushes one box a line; returns the first. */
size_t jb_set_paragraph(jb_composer *c, const jb_pieces *pieces, const jb_setting *setting);
/* Lines drawn into a group from y on, for cells and captions; returns the y behind the last. */
double jb_draw_lines(jb_composer *c, jb_group_item *into, const jb_pieces *pieces, jb_font font,
                     jb_justify justify, double x, double y, double width);

/* ---- notes to the pages that refer to them (footnote.c) ---- */

/* The notes that the pieces refer to stand at the foot of the box's page; false: it has none. */
bool jb_take_notes(jb_composer *c, jb_box *box, const jb_pieces *pieces);
/* The same of composed pieces, whose lines the boxes are. */
void jb_take_line_notes(jb_composer *c, jb_box *boxes, const jb_pieces *pieces,
                        const jb_composed *composed);
/* Those of boxes that are drawn into another. */
void jb_pass_notes(jb_composer *c, const jb_boxes *from, jb_box *to);
/* Between the text of a page and its notes, of the pitch. */
static const double JB_NOTES_GAP = .6;
/* The height that the notes of boxes from `first` on take at a page's foot. */
double jb_notes_height(jb_composer *c, size_t first);
/* A copy of what notes are taken, for a trial that takes none. */
bool *jb_notes_taken(jb_composer *c);
/* Notes where they are written, and for the foot of pages: each a list of boxes of its own.
 * `whole`: all was composed; else a note that no page shows may be a failed table's, which was
 * told. */
void jb_compose_notes(jb_composer *c, const jb_block *block);
void jb_compose_page_notes(jb_composer *c, bool whole);

/* ---- blocks (body.c) ---- */

/* What follows a heading of that level is its section: an element in the section of the last
 * heading of a higher level, as far as both stand in one block. To be called before the heading. */
void jb_section_enter(jb_composer *c, int level);
/* Is there room for text beside the insets? False after a message. */
bool jb_has_room(jb_composer *c, jb_span place);
void jb_compose_list(jb_composer *c, const jb_block *block); /* of definitions too (listing.c) */
void jb_compose_code(jb_composer *c, const jb_block *block); /* code.c */

/* The words behind ``` that are composed, not printed. */
enum { JB_FENCES = 3 };
extern const jb_str jb_fences[];

void jb_compose_blocks(jb_composer *c, const jb_blocks *blocks);
/* The same, or as `compose` does it, in n columns; `place` is for messages. */
void jb_compose_columns(jb_composer *c, const jb_blocks *blocks, size_t n,
                        void (*compose)(jb_composer *, const jb_blocks *), jb_span place);
/* Composes for a width of its own from here on; the second goes back to what the first gave. */
jb_composer jb_measure_enter(jb_composer *c, double width);
void jb_measure_leave(jb_composer *c, const jb_composer *outer);
void jb_compose_callout(jb_composer *c, const jb_block *block); /* callout.c */
void jb_compose_turned(jb_composer *c, const jb_block *block);  /* ::: landscape, turned.c */
void jb_compose_div(jb_composer *c, const jb_block *block);     /* ::: name, div.c */
jb_str jb_div_name(size_t i);         /* of the divs there are, from 0; {NULL, 0} behind the last */
void jb_compose_body(jb_composer *c); /* all: head, blocks, notes */

/* ---- the parts of a document ---- */

/* All of the theme's form, and the foot of its last page: its height and ink, from its top; height
 * 0: none (form.c). */
void jb_compose_form(jb_composer *c);
double jb_compose_foot(jb_composer *c, jb_group_item **ink);
void jb_compose_plain_head(jb_composer *c);
void jb_compose_masthead(jb_composer *c); /* of a 简报 (masthead.c) */
void jb_compose_contributor(jb_composer *c);
void jb_compose_letterhead(jb_composer *c); /* of a 公文 (official.c) */
void jb_compose_official_blocks(jb_composer *c, const jb_blocks *blocks);
void jb_compose_enclosure(jb_composer *c, const jb_block *block); /* ::: attachment */
double jb_compose_imprint(jb_composer *c, jb_group_item *into);   /* imprint.c */
double jb_compose_official_imprint(jb_composer *c, jb_group_item *into);
void jb_compose_cover(jb_composer *c); /* cover.c */
/* A heading that has a slide to itself (cover.c). */
void jb_compose_section(jb_composer *c, const jb_block *heading);
/* A slide for each heading of the first level; one that overflows is told (slide.c). */
void jb_compose_slides(jb_composer *c, const jb_blocks *blocks);
/* Page number and running head, around the type area (running.c). */
void jb_draw_running(jb_composer *c, jb_group_item *area, size_t page, size_t pages,
                     jb_str section);
/* Puts the specification in the place of ```chart with `file`, and of an image that names one
 * (included.c). Paths are relative to the report. */
void jb_charts_include(jb_ctx *cx, const jb_tables *tables, const jb_blocks *blocks);
void jb_compose_chart(jb_composer *c, const jb_block *block); /* plate.c */
/* A table goes with the document as CSV, the same rows once. */
void jb_attach(jb_composer *c, jb_str name, jb_str description, const jb_table *table);
/* Compiles a chart of a row, to be placed by jb_compose_chart, and widens the row for it. Plots of
 * unlike heights are told. */
void jb_row_hold(jb_composer *c, const jb_block *block, jb_row *row);
void jb_compose_image(jb_composer *c, const jb_block *block);
void jb_compose_tabular(jb_composer *c, const jb_block *block); /* ```table, tabular.c */
void jb_compose_table(jb_composer *c, const jb_block *block);   /* Markdown's */
void jb_compose_tiles(jb_composer *c, const jb_block *block);   /* ```kpi, tile.c */

/* The table of a Vega-Lite data object with `transform` beside it; `datasets` are found by name.
 * NULL after messages. */
const jb_table *jb_dataset_read(jb_ctx *cx, const jb_node *data, const jb_node *transform,
                                const jb_tables *datasets, jb_str name, const jb_source *report);
/* The front matter's `data`. False after messages. */
bool jb_datasets_read(jb_ctx *cx, const jb_front *front, const jb_report_options *options,
                      const jb_source *report, jb_tables *tables);

/* Warnings (lint.c): half-width marks between Han characters. */
void jb_report_lint(jb_composer *c);

/* Lines with dots and page numbers: the headings down to a level, the figures or the tables
 * (contents.c). */
void jb_compose_contents(jb_composer *c, jb_target_kind kind, size_t depth);
/* 目录 behind the head; behind a cover it has pages of its own. */
void jb_compose_contents_page(jb_composer *c);
void jb_contents_number(jb_composer *c, const jb_made_pages *pages);
size_t jb_page_of(const jb_landings *landings, jb_str dest); /* 0: nowhere */
/* Does the text name the pages that things stand on? */
bool jb_page_references_hold(const jb_composer *c);

/* Boxes drawn one under the other into a group, from its top, each in its structure: things that
 * stand together in one box (place.c). Returns their height. */
double jb_draw_boxes(jb_composer *c, jb_group_item *into, const jb_boxes *boxes, double x);

/* Pages of scene (place.c). */
const jb_document *jb_pages_place(jb_composer *c);

#endif
