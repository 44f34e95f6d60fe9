#include "render/outline.h"

#include <cairo.h>

#include "text/face.h"

/* Cairo keeps its points in 1/256 px: asked for so large, glyphs lose nothing. */
static const double EM = 1024;

static void destroy_context(void *cr)
{
    cairo_destroy(cr);
}

static cairo_t *context_of(jb_ctx *cx)
{
    cairo_surface_t *paper = cairo_image_surface_create(CAIRO_FORMAT_A8, 1, 1);
    cairo_t *cr = jb_arena_own(cx->scratch, cairo_create(paper), destroy_context);
    cairo_surface_destroy(paper);
    cairo_set_tolerance(cr, 1);
    return cr;
}

static void add_glyph(jb_path *p, cairo_t *cr, const jb_glyph *glyph, double size, double x,
                      double y)
{
    double k = size / EM, dx = x + (double)glyph->x, dy = y + (double)glyph->y;
    cairo_new_path(cr);
    cairo_glyph_path(cr, &(cairo_glyph_t){glyph->id, 0, 0}, 1);
    cairo_path_t *path = cairo_copy_path(cr);
    for (int i = 0; i < path->num_data; i += path->data[i].header.length) {
        const cairo_path_data_t *d = &path->data[i];
        switch (d->header.type) {
        case CAIRO_PATH_MOVE_TO:
            if (i + d->header.length < path->num_data) /* cairo ends with a move */
                jb_path_move(p, dx + k * d[1].point.x, dy + k * d[1].point.y);
            break;
        case CAIRO_PATH_LINE_TO:
            jb_path_line(p, dx + k * d[1].point.x, dy + k * d[1].point.y);
            break;
        case CAIRO_PATH_CURVE_TO:
            jb_path_curve(p, dx + k * d[1].point.x, dy + k * d[1].point.y, dx + k * d[2].point.x,
                          dy + k * d[2].point.y, dx + k * d[3].point.x, dy + k * d[3].point.y);
            break;
        case CAIRO_PATH_CLOSE_PATH:
            jb_path_close(p);
            break;
        }
    }
    cairo_path_destroy(path);
}

bool jb_path_of_run(jb_ctx *cx, jb_path *p, const jb_run *run, double x, double y)
{
    cairo_t *cr = context_of(cx);
    if (!jb_face_select(cx, run->face, cr, EM))
        return false;
    for (size_t i = 0; i < run->glyphs_n; i++)
        add_glyph(p, cr, &run->glyphs[i], run->size, x, y);
    return true;
}
