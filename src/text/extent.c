#include <math.h>

#include "text/face.h"
#include "text/text.h"

static void stretch(const jb_run *run, hb_font_t *font, double *top, double *bottom)
{
    double unit = run->size / hb_face_get_upem(jb_face_hb(run->face));
    for (size_t i = 0; i < run->glyphs_n; i++) {
        hb_glyph_extents_t e;
        if (!hb_font_get_glyph_extents(font, run->glyphs[i].id, &e) || !e.height)
            continue;
        double y = run->glyphs[i].y + run->y - e.y_bearing * unit;
        *top = fmin(*top, y);
        *bottom = fmax(*bottom, y - e.height * unit); /* heights are negative */
    }
}

static void stretch_to(const jb_run *run, double *top, double *bottom)
{
    hb_font_t *font = hb_font_create(jb_face_hb(run->face));
    stretch(run, font, top, bottom);
    hb_font_destroy(font);
}

double jb_runs_depth(const jb_run *runs, size_t n, uint32_t decoration)
{
    double top = 0, bottom = 0;
    for (size_t i = 0; i < n; i++)
        if (runs[i].decoration & decoration)
            stretch_to(&runs[i], &top, &bottom);
    return bottom;
}

void jb_line_ink(const jb_line *line, double *top, double *bottom)
{
    *top = INFINITY;
    *bottom = -INFINITY;
    for (size_t i = 0; i < line->runs_n; i++)
        stretch_to(&line->runs[i], top, bottom);
    if (*top > *bottom)
        *top = *bottom = 0;
}
