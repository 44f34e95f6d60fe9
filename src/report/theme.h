/* How a report looks: paper, type and colours, from a theme and what the front matter says over it.
 */
#ifndef JB_REPORT_THEME_H
#define JB_REPORT_THEME_H

#include "report/keys.h"
#include "text/text.h"

typedef enum jb_font {
#define F(name, key) JB_FONT_##name,
#include "report/fonts.def"
#undef F
    JB_FONTS
} jb_font;

typedef struct jb_font_spec {
    jb_said family, color;
    jb_length size, leading; /* em: of the body text; leading in em: of this font's own size */
    jb_length indent;        /* of a heading; else the text's */
    double weight;           /* 0: 400 */
    bool tabular;
} jb_font_spec;

typedef enum jb_form { /* which parts a document has, and how they are laid out (form.c) */
                       JB_FORM_PLAIN,
                       JB_FORM_JIANBAO,
                       JB_FORM_GONGWEN,
                       JB_FORM_ARTICLE,
                       JB_FORM_SLIDES,
                       JB_FORMS
} jb_form;
typedef enum jb_folio_form {
    JB_FOLIO_NONE,
    JB_FOLIO_DASHES, /* — 1 —, odd pages on the right, even ones on the left */
    JB_FOLIO_NUMBER, /* 1, in the same places */
    JB_FOLIO_OF,     /* 1 / 12, on the right */
} jb_folio_form;
typedef enum jb_numbering { JB_NUMBER_NONE, JB_NUMBER_CHINESE } jb_numbering;
/* Chinese has no italic: dots under the characters, or 楷体. The Latin letters lean in both. */
typedef enum jb_emphasis { JB_EMPHASIS_BY_DOTS, JB_EMPHASIS_BY_KAI } jb_emphasis;
typedef enum jb_notes_at { JB_NOTES_PAGE, JB_NOTES_SECTION } jb_notes_at;
typedef enum jb_tint { /* the theme's colours by their work */
                       JB_TINT_MASTHEAD,
                       JB_TINT_ACCENT,
                       JB_TINT_RULE,   /* the rules of tables and tiles */
                       JB_TINT_GROUND, /* behind tiles */
                       JB_TINT_COVER,  /* behind the cover */
                       JB_TINT_GOOD,   /* a change for the better, by the author's word */
                       JB_TINT_BAD,
                       JB_TINT_LINK, /* text that leads out of the document; unsaid: none */
                       JB_TINTS
} jb_tint;

typedef struct jb_page_spec {
    int size, orientation;
    jb_length top, left, right, bottom;
    size_t sides; /* 2: printed on both, left and right change places on even pages */
} jb_page_spec;

typedef struct jb_text_spec {
    jb_length size, measure, leading, indent;
    int strictness; /* jb_strictness */
} jb_text_spec;

/* What a theme or the front matter says, merged. */
typedef struct jb_theme {
    jb_said inherits;
    jb_page_spec page;
    jb_text_spec text;
    jb_font_spec fonts[JB_FONTS];
    jb_said tints[JB_TINTS];
    int form;              /* jb_form */
    int numbering;         /* jb_numbering: of headings */
    int emphasis;          /* jb_emphasis: of *text* */
    int notes;             /* jb_notes_at: at the foot of their page, or where they are written */
    bool contents;         /* 目录 behind the head */
    size_t columns;        /* of the body; 0 is 1 */
    int folio;             /* jb_folio_form: page numbers */
    int breaks;            /* headings down to this level begin a page; 0: none does */
    bool head, foot;       /* 报头 or cover; 报尾 or 版记 */
    bool running;          /* title and section above each page */
    bool star;             /* in the middle of the red rule */
    bool seal;             /* room for one on the signature */
    const jb_node *config; /* Vega-Lite's, for charts; what a theme inherits stays under it */
    const jb_node *font_files; /* family: path, relative to where it is written, over those that it
                                  inherits; NULL: none */
} jb_theme;

/* Reads the built-in theme of that name, or a theme's YAML file, with what it inherits. False after
 * messages. */
bool jb_theme_load(jb_ctx *cx, jb_said name, jb_str from, jb_theme *theme);

/* Gives the theme's font files to the text room. False after messages. */
bool jb_theme_fonts(jb_ctx *cx, const jb_theme *theme);

/* Reads a map of keys over a theme that lies in `into`; its config goes over what was there. */
bool jb_theme_read(jb_ctx *cx, const jb_node *node, const jb_keys *keys, void *into,
                   jb_theme *theme);

/* For the rows of theme.def. */
extern const jb_keys jb_page_keys, jb_text_keys, jb_style_keys, jb_tint_keys;
extern const jb_str jb_form_words[], jb_numbering_words[], jb_emphasis_words[], jb_notes_words[],
    jb_folio_words[], jb_strictness_words[], jb_breaks_words[];

/* The same in points, ready to set type. The grid: line i of a page begins (the top of its em box)
 * at top + i × pitch, and the type area holds `lines` of them. */
typedef struct jb_sheet {
    double width, height, top, left, measure;
    double em, pitch, indent;
    bool mirrored;                  /* left is the right margin of even pages */
    const struct jb_sheet *upright; /* of the pages around a landscape page; NULL: it is none */
    size_t lines;
    double depth; /* lines × pitch: what boxes may fill */
    jb_text_style fonts[JB_FONTS];
    double leading[JB_FONTS], indents[JB_FONTS];
    jb_paint tints[JB_TINTS];
    const jb_theme *theme;
} jb_sheet;

/* The left edge of the type area on a page, numbered from 1. */
double jb_sheet_left(const jb_sheet *sheet, size_t page);

/* The same paper with its left edge up: the type area is turned with it, and lines fill it anew. */
const jb_sheet *jb_sheet_turned(jb_ctx *cx, const jb_sheet *sheet);

/* NULL after a message: no room for text on the page. */
const jb_sheet *jb_sheet_make(jb_ctx *cx, const jb_theme *theme, jb_str lang, jb_span place);

#endif
