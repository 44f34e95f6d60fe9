/* The finished picture: groups, marks and items in the form of Vega's scenegraph. Nothing here is
 * measured or decided any more; no cairo. Lengths are px (1/96 in) in charts and pt in pages (the
 * surface says which), y goes down, angles are degrees clockwise, colours are sRGB. */
#ifndef JB_SCENE_SCENE_H
#define JB_SCENE_SCENE_H

#include "base/arena.h"
#include "base/color.h"
#include "scene/run.h"

typedef enum jb_paint_kind {
    JB_PAINT_NONE,
    JB_PAINT_SOLID,
    JB_PAINT_LINEAR,
    JB_PAINT_RADIAL,
    JB_PAINT_PATTERN
} jb_paint_kind;
typedef enum jb_pattern { /* hatchings, for black and white */
                          JB_PATTERN_NONE,
                          JB_PATTERN_DIAGONAL,
                          JB_PATTERN_CROSS,
                          JB_PATTERN_DOTS,
                          JB_PATTERN_HORIZONTAL,
                          JB_PATTERN_VERTICAL,
                          JB_PATTERNS
} jb_pattern;

typedef struct jb_stop {
    double offset;
    jb_rgba color;
} jb_stop;

typedef struct jb_gradient { /* points in the item's box, 0 to 1 */
    double x1, y1, r1, x2, y2, r2;
    const jb_stop *stops;
    size_t stops_n;
} jb_gradient;

typedef struct jb_paint {
    jb_paint_kind kind;
    jb_rgba color;      /* SOLID; PATTERN: of the lines */
    jb_rgba background; /* PATTERN: behind the lines, a = 0 for none */
    jb_pattern pattern;
    const jb_gradient *gradient;
} jb_paint;

typedef enum jb_cap { JB_CAP_BUTT, JB_CAP_ROUND, JB_CAP_SQUARE } jb_cap;
typedef enum jb_join { JB_JOIN_MITER, JB_JOIN_ROUND, JB_JOIN_BEVEL } jb_join;

/* How an item is inked. Shared: items with one look point at one style. */
typedef struct jb_style {
    jb_paint fill, stroke;
    double opacity, fill_opacity,
        stroke_opacity; /* 1 unless decided otherwise: start from jb_style_plain */
    double stroke_width, stroke_dash_offset, stroke_miter_limit;
    const double *stroke_dash;
    size_t stroke_dash_n;
    jb_cap cap;
    jb_join join;
    jb_str blend; /* CSS mix-blend-mode, {NULL,0}: normal */
} jb_style;
extern const jb_style jb_style_plain;

/* What an item carries besides ink; NULL where it carries nothing. */
typedef struct jb_item_meta {
    jb_str href, tooltip, description, cursor;
} jb_item_meta;

typedef enum jb_marktype {
    JB_MARKTYPE_GROUP,
    JB_MARKTYPE_RECT,
    JB_MARKTYPE_SYMBOL,
    JB_MARKTYPE_RULE,
    JB_MARKTYPE_TEXT,
    JB_MARKTYPE_LINE,
    JB_MARKTYPE_AREA,
    JB_MARKTYPE_TRAIL,
    JB_MARKTYPE_ARC,
    JB_MARKTYPE_PATH,
    JB_MARKTYPE_IMAGE,
    JB_MARKTYPES
} jb_marktype;
extern const jb_str
    jb_marktype_names[JB_MARKTYPES]; /* as in Vega's scenegraph: "group", "rect" … */

/* Every item begins with these. (x, y) is relative to the group around it. */
#define JB_ITEM_HEAD                                                                               \
    double x, y;                                                                                   \
    const jb_style *style;                                                                         \
    const jb_item_meta *meta;

typedef struct jb_item {
    JB_ITEM_HEAD
} jb_item;
typedef struct jb_rect_item {
    JB_ITEM_HEAD
    double width, height; /* not negative */
    float corners[4];     /* radii: top left, top right, bottom right, bottom left */
} jb_rect_item;
typedef struct jb_symbol_item {
    JB_ITEM_HEAD
    double size; /* area in px² */
    float angle;
    jb_str shape; /* "circle", "square", … or an SVG path in a box of -1 to 1 */
} jb_symbol_item;
typedef struct jb_rule_item {
    JB_ITEM_HEAD double x2, y2;
} jb_rule_item;
typedef enum jb_align { JB_ALIGN_LEFT, JB_ALIGN_CENTER, JB_ALIGN_RIGHT } jb_align;
typedef enum jb_baseline {
    JB_BASELINE_ALPHABETIC,
    JB_BASELINE_TOP,
    JB_BASELINE_MIDDLE,
    JB_BASELINE_BOTTOM,
    JB_BASELINE_LINE_TOP,
    JB_BASELINE_LINE_BOTTOM
} jb_baseline;
typedef struct jb_text_item {
    JB_ITEM_HEAD
    jb_str text; /* whole, lines parted by LF: for JSON, SVG and search */
    const jb_line
        *lines; /* the same shaped: each line starts at its own dx, dy from (x, y) before turning */
    size_t lines_n;
    double dx, dy; /* as specified (already within lines) */
    double angle, font_size, line_height, limit, radius, theta;
    jb_str font, font_weight, font_style; /* as specified, CSS */
    jb_align align;
    jb_baseline baseline;
} jb_text_item;
typedef struct jb_point {
    double x, y, x2, y2, size;
    bool defined;
} jb_point;                   /* area: base at (x2, y2); trail: size */
typedef struct jb_path_item { /* LINE, AREA, TRAIL: one item of the scene is one point sequence */
    JB_ITEM_HEAD
    const jb_point *points;
    size_t points_n;
    jb_str interpolate; /* "linear", "monotone", "step-after" … */
    double tension;     /* of cardinal, catmull-rom and bundle curves; NaN: the curve's own */
    bool vertical;      /* AREA: orient is "vertical" */
} jb_path_item;
typedef struct jb_arc_item {
    JB_ITEM_HEAD
    double inner_radius, outer_radius, start_angle, end_angle, pad_angle,
        corner_radius; /* radians from 12 o'clock */
} jb_arc_item;
typedef struct jb_svg_path_item {
    JB_ITEM_HEAD
    jb_str path; /* SVG path data */
    double scale_x, scale_y, angle;
} jb_svg_path_item;
typedef struct jb_image_item {
    JB_ITEM_HEAD
    double width, height;
    jb_str path; /* of the file, checked against the root rule */
    jb_str data; /* its bytes (PNG, JPEG, SVG) */
    jb_str alt;
} jb_image_item;

typedef struct jb_mark jb_mark;
typedef struct jb_group_item {
    JB_ITEM_HEAD
    double width, height;
    float corners[4];
    bool clip;
    bool outlined;   /* the stroke goes over what is inside, on the edge itself; no fill */
    double scale;    /* of all that is inside; 0 is 1; 0.75: a chart's px in a page of pt */
    jb_mark **marks; /* in drawing order */
    size_t marks_n;
    const double *bounds; /* a guide's: the room it takes (x1, y1, x2, y2 from its corner), whatever
                             is drawn in it; NULL: all that is drawn */
    /* In documents: the structure element around this group, by its PDF name ("H1", "P", "Table",
     * "TH", "Figure", "Artifact" …), {NULL,0}: none; alt is a Figure's alternate text; dest is a
     * named destination at its corner; link: where a click leads, "#dest" or a URI. */
    jb_str tag, alt, dest, link;
    const void *element; /* groups of one element, broken over pages, say the same; NULL: whole */
    size_t row_span, column_span; /* TH, TD: how many it reaches over; 0 is 1 */
    jb_str numbering;             /* L: "Disc", "Decimal" … (ISO 32000-1, table 347) */
} jb_group_item;

/* Items of one type, as in Vega's scenegraph. */
struct jb_mark {
    jb_marktype type;
    jb_str
        role; /* "frame", "scope", "mark", "axis", "axis-label", "legend-symbol", "title-text" … */
    jb_str name;
    bool clip;
    size_t n;
    union {
        jb_group_item *groups;
        jb_rect_item *rects;
        jb_symbol_item *symbols;
        jb_rule_item *rules;
        jb_text_item *texts;
        jb_path_item *paths; /* LINE, AREA, TRAIL */
        jb_arc_item *arcs;
        jb_svg_path_item *svg_paths;
        jb_image_item *images;
    };
    bool faceted; /* LINE, AREA, TRAIL: by series, each of which is a group of its own in Vega */
    jb_str orient; /* axis and legend groups: "left", "bottom" …, for Vega's JSON; {NULL,0}: none */
};

/* A picture. `root` is the mark of role "frame" with one group item; (x, y) of the root item is the
 * padding. */
typedef struct jb_scene {
    double width, height; /* of the whole surface, padding included */
    jb_paint background;
    jb_mark *root;
    jb_str name, title, description,
        source; /* label for file names, finding, alt text, what stands under it */
    jb_str caption;
    jb_str alt; /* the description, else the title and what the marks tell */
} jb_scene;

/* A document: pages of one unit (pt). */
typedef struct jb_page {
    double width, height;
    jb_mark *root;
    jb_str label; /* page label, {NULL,0}: its number */
} jb_page;
typedef struct jb_outline {
    int level;
    jb_str title;
    size_t page;
    double x, y;
} jb_outline; /* level from 1 */
typedef struct jb_attachment {
    jb_str name, mime, description, data;
} jb_attachment;
typedef struct jb_document {
    const jb_page *pages;
    size_t pages_n;
    const jb_outline *outline;
    size_t outline_n;
    const jb_attachment *attachments;
    size_t attachments_n;
    jb_str title, author, subject, keywords, lang; /* lang: BCP 47 */
} jb_document;

/* Building. A mark of n zeroed items of its type's size, in the arena, styles set to NULL. */
jb_mark *jb_mark_new(jb_arena *a, jb_marktype type, jb_str role, size_t n);
void jb_group_add(jb_arena *a, jb_group_item *group, jb_mark *mark);
jb_item *jb_mark_item(const jb_mark *mark, size_t i); /* the head of item i */
size_t jb_marktype_size(jb_marktype type);

/* The scene as Vega's scenegraph JSON, numbers rounded to 1e-4. */
void jb_scene_json(jb_buf *b, const jb_scene *scene);

#endif
