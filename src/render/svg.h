/* What the writers of SVG share: a buffer, and how attributes, paints and places are written. */
#ifndef JB_RENDER_SVG_H
#define JB_RENDER_SVG_H

#include "base/ctx.h"
#include "render/backends.h"
#include "render/path.h"

typedef struct jb_svg_definition {
    const jb_paint *paint;
    size_t id;
} jb_svg_definition;

typedef struct jb_svg {
    jb_ctx *cx;
    jb_buf b;       /* of what was written last */
    jb_sink *sink;  /* of all before */
    jb_arena *item; /* emptied behind each item */
    bool outlines;  /* glyphs as paths */
    size_t ids;
    bool sound;                        /* no picture or font in it was unreadable */
    JB_LIST(jb_svg_definition) paints; /* gradients and hatchings written so far */
} jb_svg;

void jb_svg_put(jb_svg *s, const char *text); /* as it is */
/* Between tags or in an attribute; what XML 1.0 cannot say is a space. */
void jb_svg_text(jb_svg *s, jb_str text);
void jb_svg_number(jb_svg *s, double v); /* rounded to 1e-3 */
void jb_svg_attr(jb_svg *s, const char *name, jb_str value);
void jb_svg_attr_number(jb_svg *s, const char *name, double v);
void jb_svg_opacity(jb_svg *s, const char *name, double v); /* nothing for 1 */
void jb_svg_path(jb_svg *s, const jb_path *path);           /* d="…" */
/* transform="…", nothing for a place at the origin; degrees clockwise. */
void jb_svg_place(jb_svg *s, double x, double y, double angle, double scale);

/* Gradients and hatchings are written before their first use, outside of other elements. */
void jb_svg_define(jb_svg *s, const jb_paint *p);
/* `name` is "fill" or "stroke". */
void jb_svg_paint(jb_svg *s, const char *name, const char *opacity, const jb_paint *p,
                  double alpha);
void jb_svg_style(jb_svg *s, const jb_style *style);
void jb_svg_title(jb_svg *s, const jb_item_meta *meta); /* the tooltip's element */

/* svg_text.c */
void jb_svg_write_text(jb_svg *s, const jb_text_item *t);

#endif
