/* What the files of fonts share: the files that there are, the faces opened of them, what stands
 * for what. Only they include this. */
#ifndef JB_TEXT_FONT_PARTS_H
#define JB_TEXT_FONT_PARTS_H

#include <fontconfig/fontconfig.h>

#include "text/fonts.h"

/* A family of the machine or of the project in one weight and slant. */
typedef struct jb_font_file {
    jb_str family; /* in every language it has: one row for each */
    const char *path;
    int index, weight;
    bool upright;
    jb_face *face; /* once opened */
} jb_font_file;

struct jb_font_kept;

typedef struct jb_fallback {
    uint32_t code;
    bool serif;
    hb_language_t language;
    const jb_face *face;
} jb_fallback;

struct jb_fonts {
    jb_arena *arena; /* what it lives in, and what is opened later with it */
    FcConfig *config;
    const FcFontSet *set; /* the machine's, in the order of their files */
    JB_LIST(jb_font_file) files;
    JB_LIST(jb_font_file) added;       /* the project's, of the run */
    JB_LIST(struct jb_font_kept) kept; /* those of all runs so far */
    JB_LIST(jb_face *) faces;
    JB_LIST(jb_fallback) fallbacks;
    JB_LIST(uint32_t) missing;
    JB_LIST(jb_str) told;
    jb_stack *stacks;
    hb_buffer_t *buffer;
    jb_arena *bench;
    struct jb_line_cache *lines;
    void *patterns; /* hyphenate.c's */
    bool has_han;   /* some role has a face with Chinese characters */
};

/* ---- font_file.c: the files ---- */

/* Lists the machine's. */
void jb_font_files_read(jb_ctx *cx);
/* The family's file whose weight is nearest, the project's first; or NULL. */
jb_font_file *jb_font_file_find(const jb_ctx *cx, jb_str family, int weight, bool upright);
/* The machine's file that draws the character best, or NULL. */
jb_font_file *jb_font_file_with(const jb_ctx *cx, uint32_t code, bool serif);

/* ---- font_project.c: the project's files ---- */

/* At the end of a run: the next may name others. */
void jb_font_project_leave(jb_ctx *cx);

/* ---- font_face.c: faces ---- */

/* Opens the file, once; NULL: it is no font that can be read, or has no such number. */
jb_face *jb_face_open(jb_ctx *cx, jb_font_file *file);
/* The face with a slant or a pen round its glyphs, made once. */
jb_face *jb_face_variant(jb_ctx *cx, const jb_face *face, double slant, double bold);
/* Has it Chinese characters? */
bool jb_face_has_han(const jb_face *face);
/* usWeightClass of OS/2. */
int jb_face_weight_told(const jb_face *face);

/* ---- font_role.c: families and roles ---- */

enum { JB_LATIN_SERIF, JB_LATIN_SANS, JB_LATIN_MONO, JB_LATINS };

typedef struct jb_font_role {
    jb_str name;
    int weight; /* cut in one weight, whatever its file says; 0: as asked */
    jb_role instead;
    int latin;                /* JB_LATIN_… */
    jb_str families, package; /* "A|B|C" */
} jb_font_role;
extern const jb_font_role jb_font_roles[JB_ROLES];

typedef struct jb_font_latin {
    jb_str name, families, package;
} jb_font_latin;
extern const jb_font_latin jb_font_latins[JB_LATINS];

/* Other names of roles, ASCII case ignored. */
typedef struct jb_font_alias {
    jb_str name;
    jb_role role;
} jb_font_alias;
extern const jb_font_alias jb_font_aliases[];
extern const size_t jb_font_aliases_n;

/* The role of that name or alias (ASCII case ignored), or -1. */
int jb_font_role_named(jb_str name);
/* The upright face of a family, drawn bolder where it has no bold; of the first that is there of
 * "A|B|C"; NULL: none. `lang` chooses among families that end in SC. */
jb_face *jb_font_family(jb_ctx *cx, jb_str family, jb_str lang, int weight);
jb_face *jb_font_first(jb_ctx *cx, jb_str families, jb_str lang, int weight);
/* The role's own face, NULL when none of its families is there; or what stands in, which `tell`
 * tells once. */
jb_face *jb_font_of_role(jb_ctx *cx, jb_role role, jb_str lang, int weight);
jb_face *jb_font_standing_in(jb_ctx *cx, jb_role role, jb_str lang, int weight, bool tell);
/* Is it the face of a file of the project's? */
bool jb_fonts_added(const jb_ctx *cx, const jb_face *face);
/* Is it the first time that this is to be told? */
bool jb_font_first_time(jb_ctx *cx, jb_str what);

#endif
