#include "render/paint.h"

#include <math.h>
#include <string.h>

#include "render/artifact.h"
#include "render/decoration.h"
#include "render/hatch.h"
#include "render/image.h"
#include "render/letters.h"
#include "render/stamp.h"
#include "text/face.h"

bool jb_cairo_sound(jb_ctx *cx, cairo_status_t status)
{
    if (status == CAIRO_STATUS_SUCCESS)
        return true;
    if (status == CAIRO_STATUS_NO_MEMORY)
        jb_arena_own(cx->scratch, NULL, NULL); /* leaves by the door */
    jb_fail_environment(cx, (jb_span){0}, "drawing failed: %s", cairo_status_to_string(status));
    return false;
}

static void trace(cairo_t *cr, const jb_path *path)
{
    cairo_new_path(cr);
    for (size_t i = 0; i < path->segments.n; i++) {
        const jb_segment *s = &path->segments.at[i];
        switch (s->kind) {
        case JB_SEGMENT_MOVE:
            cairo_move_to(cr, s->x, s->y);
            break;
        case JB_SEGMENT_LINE:
            cairo_line_to(cr, s->x, s->y);
            break;
        case JB_SEGMENT_CURVE:
            cairo_curve_to(cr, s->x1, s->y1, s->x2, s->y2, s->x, s->y);
            break;
        case JB_SEGMENT_CLOSE:
            cairo_close_path(cr);
            break;
        }
    }
}

/* A gradient's points are in the unit box of what it fills. */
static void set_gradient(jb_painter *p, const jb_paint *paint, double alpha)
{
    const jb_gradient *g = paint->gradient;
    double x1, y1, x2, y2;
    cairo_path_extents(p->cr, &x1, &y1, &x2, &y2);
    double w = x2 - x1, h = y2 - y1, r = fmax(w, h);
    cairo_pattern_t *pattern =
        paint->kind == JB_PAINT_LINEAR
            ? cairo_pattern_create_linear(x1 + g->x1 * w, y1 + g->y1 * h, x1 + g->x2 * w,
                                          y1 + g->y2 * h)
            : cairo_pattern_create_radial(x1 + g->x1 * w, y1 + g->y1 * h, g->r1 * r, x1 + g->x2 * w,
                                          y1 + g->y2 * h, g->r2 * r);
    for (size_t i = 0; i < g->stops_n; i++) {
        jb_rgba c = g->stops[i].color;
        cairo_pattern_add_color_stop_rgba(pattern, g->stops[i].offset, c.r, c.g, c.b, c.a * alpha);
    }
    cairo_set_source(p->cr, pattern);
    cairo_pattern_destroy(pattern);
}

static void set_color(jb_painter *p, jb_rgba c, double alpha)
{
    cairo_set_source_rgba(p->cr, c.r, c.g, c.b, c.a * alpha);
}

static void set_source(jb_painter *p, const jb_paint *paint, double alpha)
{
    if (paint->gradient && (paint->kind == JB_PAINT_LINEAR || paint->kind == JB_PAINT_RADIAL))
        set_gradient(p, paint, alpha);
    else
        set_color(p, paint->color, alpha);
}

/* The lines across the clip, as vectors: what is inside a bar stays sharp at any size. They hang on
 * the scene's origin, not on the item's, so that hatchings of neighbours join. */
static void draw_hatching(jb_painter *p, const jb_hatch *hatch)
{
    double x1, y1, x2, y2, s = hatch->spacing;
    cairo_rotate(p->cr, hatch->angle * M_PI / 180);
    cairo_clip_extents(p->cr, &x1, &y1, &x2, &y2);
    double left = floor(x1 / s) * s + s / 2, top = floor(y1 / s) * s + s / 2;
    for (double y = top; hatch->across && y < y2 + s; y += s) {
        cairo_move_to(p->cr, x1, y);
        cairo_line_to(p->cr, x2, y);
    }
    for (double x = left; hatch->down && x < x2 + s; x += s) {
        cairo_move_to(p->cr, x, y1);
        cairo_line_to(p->cr, x, y2);
    }
    cairo_set_line_width(p->cr, hatch->line_width);
    cairo_set_dash(p->cr, NULL, 0, 0);
    if (hatch->line_width > 0)
        cairo_stroke(p->cr);
    for (double y = top; hatch->dot > 0 && y < y2 + s; y += s)
        for (double x = left; x < x2 + s; x += s) {
            cairo_new_sub_path(p->cr);
            cairo_arc(p->cr, x, y, hatch->dot, 0, 2 * M_PI);
        }
    if (hatch->dot > 0)
        cairo_fill(p->cr);
}

/* (x, y) is the item's place in the frame whose origin hatchings hang on. */
static void fill_pattern(jb_painter *p, const jb_paint *paint, double alpha, double x, double y)
{
    if (paint->background.a > 0) {
        set_color(p, paint->background, alpha);
        cairo_fill_preserve(p->cr);
    }
    cairo_path_t *outline = cairo_copy_path(p->cr);
    cairo_save(p->cr);
    cairo_clip(p->cr);
    cairo_translate(p->cr, -x, -y);
    set_color(p, paint->color, alpha);
    draw_hatching(p, &jb_hatches[paint->pattern]);
    cairo_restore(p->cr);
    cairo_new_path(p->cr);
    cairo_append_path(p->cr, outline);
    cairo_path_destroy(outline);
}

static void fill(jb_painter *p, const jb_style *style, double x, double y)
{
    double alpha = style->opacity * style->fill_opacity;
    if (style->fill.kind == JB_PAINT_NONE || alpha <= 0)
        return;
    if (style->fill.kind == JB_PAINT_PATTERN) {
        fill_pattern(p, &style->fill, alpha, x, y);
        return;
    }
    set_source(p, &style->fill, alpha);
    cairo_fill_preserve(p->cr);
}

/* Dashes below zero are none, as in a browser. */
static bool is_dashed(const jb_style *style)
{
    bool some = false, sound = true;
    for (size_t i = 0; i < style->stroke_dash_n; i++) {
        some |= style->stroke_dash[i] > 0;
        sound &= style->stroke_dash[i] >= 0 && isfinite(style->stroke_dash[i]);
    }
    return some && sound;
}

static void set_pen(cairo_t *cr, const jb_style *style)
{
    static const cairo_line_cap_t caps[] = {[JB_CAP_BUTT] = CAIRO_LINE_CAP_BUTT,
                                            [JB_CAP_ROUND] = CAIRO_LINE_CAP_ROUND,
                                            [JB_CAP_SQUARE] = CAIRO_LINE_CAP_SQUARE};
    static const cairo_line_join_t joins[] = {[JB_JOIN_MITER] = CAIRO_LINE_JOIN_MITER,
                                              [JB_JOIN_ROUND] = CAIRO_LINE_JOIN_ROUND,
                                              [JB_JOIN_BEVEL] = CAIRO_LINE_JOIN_BEVEL};
    cairo_set_line_width(cr, style->stroke_width);
    cairo_set_line_cap(cr, caps[style->cap]);
    cairo_set_line_join(cr, joins[style->join]);
    cairo_set_miter_limit(cr, style->stroke_miter_limit > 0 ? style->stroke_miter_limit : 4);
    cairo_set_dash(cr, style->stroke_dash, is_dashed(style) ? (int)style->stroke_dash_n : 0,
                   style->stroke_dash_offset);
}

static void stroke(jb_painter *p, const jb_style *style)
{
    double alpha = style->opacity * style->stroke_opacity;
    if (style->stroke.kind == JB_PAINT_NONE || alpha <= 0 || style->stroke_width <= 0)
        return;
    set_source(p, &style->stroke, alpha);
    set_pen(p->cr, style);
    cairo_stroke_preserve(p->cr);
}

/* CSS names of blend modes; the rest is "normal". */
static void set_blend(cairo_t *cr, jb_str name)
{
    static const struct {
        jb_str name;
        cairo_operator_t mode;
    } modes[] = {
        {JB_K("multiply"), CAIRO_OPERATOR_MULTIPLY},
        {JB_K("screen"), CAIRO_OPERATOR_SCREEN},
        {JB_K("overlay"), CAIRO_OPERATOR_OVERLAY},
        {JB_K("darken"), CAIRO_OPERATOR_DARKEN},
        {JB_K("lighten"), CAIRO_OPERATOR_LIGHTEN},
        {JB_K("color-dodge"), CAIRO_OPERATOR_COLOR_DODGE},
        {JB_K("color-burn"), CAIRO_OPERATOR_COLOR_BURN},
        {JB_K("hard-light"), CAIRO_OPERATOR_HARD_LIGHT},
        {JB_K("soft-light"), CAIRO_OPERATOR_SOFT_LIGHT},
        {JB_K("difference"), CAIRO_OPERATOR_DIFFERENCE},
        {JB_K("exclusion"), CAIRO_OPERATOR_EXCLUSION},
        {JB_K("hue"), CAIRO_OPERATOR_HSL_HUE},
        {JB_K("saturation"), CAIRO_OPERATOR_HSL_SATURATION},
        {JB_K("color"), CAIRO_OPERATOR_HSL_COLOR},
        {JB_K("luminosity"), CAIRO_OPERATOR_HSL_LUMINOSITY},
    };
    for (size_t i = 0; name.n && i < JB_COUNT(modes); i++)
        if (jb_str_eq(modes[i].name, name))
            cairo_set_operator(cr, modes[i].mode);
}

/* Text. */
static void decorate(jb_painter *p, const jb_line *line, size_t i)
{
    jb_decoration d = jb_decoration_of(p->cx, line, i, 0, 0);
    trace(p->cr, &d.lines);
    cairo_set_line_width(p->cr, d.width);
    cairo_set_dash(p->cr, NULL, 0, 0);
    cairo_stroke(p->cr);
    trace(p->cr, &d.shapes);
    cairo_fill(p->cr);
}

static bool select_face(jb_painter *p, const jb_run *run)
{
    if (p->face == run->face && p->size == run->size)
        return true;
    if (!(p->subsets && jb_subsets_select(p->subsets, run->face, p->cr, run->size)) &&
        !jb_face_select(p->cx, run->face, p->cr, run->size))
        return false;
    p->face = run->face;
    p->size = run->size;
    return true;
}

static cairo_glyph_t *glyphs_of(jb_painter *p, const jb_run *run)
{
    cairo_glyph_t *glyphs = jb_alloc_n(p->cx->scratch, run->glyphs_n, sizeof *glyphs);
    for (size_t i = 0; i < run->glyphs_n; i++)
        glyphs[i] = jb_letters_glyph(p->subsets, run, i);
    return glyphs;
}

static void outline(jb_painter *p, const jb_run *run, const jb_style *style)
{
    double alpha = style->opacity * style->stroke_opacity;
    if (style->stroke.kind == JB_PAINT_NONE || alpha <= 0 || style->stroke_width <= 0)
        return;
    cairo_new_path(p->cr);
    cairo_glyph_path(p->cr, glyphs_of(p, run), (int)run->glyphs_n);
    set_source(p, &style->stroke, alpha);
    set_pen(p->cr, style);
    cairo_stroke(p->cr);
}

/* Letters heavier than their face: a pen goes round their outlines. In a PDF it is a way of showing
 * text, which cairo can't say and the last pass does: outlines would be many times as long. */
static bool pen_is_said(const jb_painter *p, const jb_run *run, const jb_paint *paint)
{
    return p->subsets && jb_face_bold(run->face) > 0 && paint->kind == JB_PAINT_SOLID;
}

static void say_pen(jb_painter *p, const jb_run *run, double mark)
{
    double x = jb_face_bold(run->face) * run->size, y = 0;
    cairo_user_to_device_distance(p->cr, &x, &y);
    cairo_set_line_width(p->cr, hypot(x, y));
    jb_pen_mark(p->cr, mark);
}

static void embolden(jb_painter *p, const jb_run *run)
{
    cairo_new_path(p->cr);
    cairo_glyph_path(p->cr, glyphs_of(p, run), (int)run->glyphs_n);
    cairo_set_line_width(p->cr, jb_face_bold(run->face) * run->size);
    cairo_set_line_join(p->cr, CAIRO_LINE_JOIN_ROUND);
    cairo_set_dash(p->cr, NULL, 0, 0);
    cairo_stroke(p->cr);
}

static void show_letters(jb_painter *p, const jb_run *run, const jb_run *right,
                         const jb_paint *paint)
{
    bool said = pen_is_said(p, run, paint);
    if (said)
        say_pen(p, run, JB_PEN_ON);
    if (p->subsets)
        jb_letters_show(p->cx->scratch, p->cr, p->subsets, run, right);
    else
        cairo_show_glyphs(p->cr, glyphs_of(p, run), (int)run->glyphs_n);
    if (said)
        say_pen(p, run, JB_PEN_OFF);
    else if (jb_face_bold(run->face) > 0)
        embolden(p, run);
}

static bool draw_run(jb_painter *p, const jb_line *line, const jb_run *run, const jb_run *right,
                     const jb_style *style)
{
    const jb_paint *paint = run->paint ? run->paint : &style->fill;
    double alpha = style->opacity * style->fill_opacity;
    if (!select_face(p, run))
        return false;
    cairo_matrix_t frame; /* not cairo_save: the selected face is to stay */
    cairo_get_matrix(p->cr, &frame);
    cairo_translate(p->cr, run->x, run->y);
    if (paint->kind != JB_PAINT_NONE && alpha > 0) {
        cairo_new_path(p->cr);
        set_source(p, paint, alpha);
        if (run->glyphs_n)
            show_letters(p, run, right, paint);
        if (run->decoration)
            decorate(p, line, (size_t)(run - line->runs));
    }
    outline(p, run, style);
    cairo_set_matrix(p->cr, &frame);
    return true;
}

/* Shapes, not text: what stands over the line. */
static bool draw_over(jb_painter *p, const jb_line *over, const jb_style *style)
{
    bool sound = true;
    for (size_t i = 0; sound && i < over->runs_n; i++) {
        const jb_run *run = &over->runs[i];
        cairo_glyph_t *glyphs = jb_alloc_n(p->cx->scratch, run->glyphs_n, sizeof *glyphs);
        for (size_t k = 0; k < run->glyphs_n; k++)
            glyphs[k] =
                (cairo_glyph_t){run->glyphs[k].id, over->x + run->x + (double)run->glyphs[k].x,
                                over->y + run->y + (double)run->glyphs[k].y};
        sound = jb_face_select(p->cx, run->face, p->cr, run->size);
        p->face = NULL;
        if (!sound)
            break;
        cairo_new_path(p->cr);
        cairo_glyph_path(p->cr, glyphs, (int)run->glyphs_n);
        set_source(p, run->paint ? run->paint : &style->fill, style->opacity * style->fill_opacity);
        cairo_fill(p->cr);
    }
    return sound;
}

static bool draw_line(jb_painter *p, const jb_line *line, const jb_style *style)
{
    bool sound = true;
    const jb_run **runs = jb_letters_order(p->cx->scratch, line);
    cairo_matrix_t frame;
    cairo_get_matrix(p->cr, &frame);
    cairo_translate(p->cr, line->x, line->y);
    for (size_t i = 0; sound && i < line->runs_n;) {
        jb_str link = runs[i]->link;
        bool open = jb_link_begin(p, link), apart = !open && jb_tag_begin_text(p);
        do {
            sound = draw_run(p, line, runs[i], i + 1 < line->runs_n ? runs[i + 1] : NULL, style);
            i++;
        } while (sound && i < line->runs_n && (open || apart) && jb_str_eq(runs[i]->link, link));
        if (open)
            jb_link_end(p, link);
        if (apart)
            jb_tag_end(p, JB_S("Span"));
    }
    for (size_t i = 0; sound && i < line->over_n; i++)
        sound = draw_over(p, &line->over[i], style);
    cairo_set_matrix(p->cr, &frame);
    return sound;
}

static bool draw_text(jb_painter *p, const jb_mark *mark, size_t i)
{
    const jb_text_item *t = &mark->texts[i];
    bool sound = true;
    if (t->radius != 0)
        cairo_translate(p->cr, t->radius * cos(t->theta - M_PI / 2),
                        t->radius * sin(t->theta - M_PI / 2));
    cairo_rotate(p->cr, t->angle * M_PI / 180);
    for (size_t k = 0; sound && k < t->lines_n; k++)
        sound = draw_line(p, &t->lines[k], t->style);
    return sound;
}

static bool draw_path(jb_painter *p, const jb_mark *mark, size_t i)
{
    const jb_item *item = jb_mark_item(mark, i);
    if (!p->bench)
        p->bench = jb_arena_inner(p->cx->scratch);
    jb_arena_reset(p->bench); /* a million outlines are more than memory is for */
    jb_path path = jb_path_of_item(p->bench, mark, i);
    trace(p->cr, &path);
    fill(p, item->style, item->x, item->y);
    stroke(p, item->style);
    cairo_new_path(p->cr);
    return true;
}

double jb_frame_offset(const jb_group_item *g)
{
    double w = g->style->stroke_width;
    bool thin = g->style->stroke.kind != JB_PAINT_NONE && w > 0.5 && w < 1.5;
    return thin && !g->outlined ? 0.5 - fabs(w - 1) : 0;
}

static void draw_frame(jb_painter *p, const jb_group_item *g)
{
    jb_path path = jb_path_new(p->cx->scratch);
    double offset = jb_frame_offset(g);
    jb_path_rect(&path, offset, offset, g->width, g->height, g->corners);
    trace(p->cr, &path);
    fill(p, g->style, g->x, g->y);
    stroke(p, g->style);
    cairo_new_path(p->cr);
}

static void clip_to(jb_painter *p, const jb_group_item *g)
{
    static const float square[4];
    jb_path path = jb_path_new(p->cx->scratch);
    jb_path_rect(&path, 0, 0, g->width, g->height, g->clip ? g->corners : square);
    trace(p->cr, &path);
    cairo_clip(p->cr);
}

static bool draw_inside(jb_painter *p, const jb_group_item *g)
{
    bool sound = true;
    if (g->clip)
        clip_to(p, g);
    for (size_t k = 0; sound && k < g->marks_n; k++)
        sound = jb_paint_mark(p, g->marks[k], g);
    return sound;
}

static bool draw_marks(jb_painter *p, const jb_group_item *g)
{
    if (g->style && !g->outlined)
        draw_frame(p, g);
    if (!g->outlined)
        return draw_inside(p, g);
    cairo_save(p->cr);
    bool sound = draw_inside(p, g);
    cairo_restore(p->cr);
    draw_frame(p, g);
    return sound;
}

static void begin_element(jb_painter *p, const jb_group_item *g)
{
    jb_tagged element = {.tag = g->tag,
                         .alt = g->alt,
                         .numbering = g->numbering,
                         .row_span = g->row_span,
                         .column_span = g->column_span,
                         .identity = g->element};
    if (g->width > 0 && g->height > 0) {
        double x = 0, y = 0, w = g->width, h = g->height;
        cairo_user_to_device(p->cr, &x, &y);
        cairo_user_to_device_distance(p->cr, &w, &h);
        memcpy(element.box, (double[]){x, p->page_height - y - h, x + w, p->page_height - y},
               sizeof element.box);
    }
    jb_tag_begin(p, &element);
}

/* What stands in a group with a tag is in that element, or is none (an artifact). */
static bool draw_group(jb_painter *p, const jb_mark *mark, size_t i)
{
    const jb_group_item *g = &mark->groups[i];
    const jb_inside around = p->in;
    if (g->scale > 0)
        cairo_scale(p->cr, g->scale, g->scale);
    jb_dest_add(p, g->dest);
    p->in.artifact = around.artifact || jb_tag_artifact(g->tag);
    bool tagged = jb_tag_begins(p, g->tag);
    if (tagged)
        begin_element(p, g);
    p->in.referring = around.referring || (tagged && jb_str_eq(g->tag, JB_S("Reference")));
    bool linked = jb_link_begin(p, g->link);
    if (p->tags && (g->tag.n || linked))
        p->in.parted = false;
    for (size_t k = 0; (tagged || linked) && !p->in.parted && k < g->marks_n; k++)
        p->in.parted = jb_tag_inside(p, g->marks[k]);
    bool sound = draw_marks(p, g);
    if (linked)
        jb_link_end(p, g->link);
    p->in = around;
    if (tagged)
        jb_tag_end(p, g->tag);
    return sound;
}

static bool (*const draws[])(jb_painter *p, const jb_mark *mark, size_t i) = {
    [JB_MARKTYPE_GROUP] = draw_group,    [JB_MARKTYPE_RECT] = draw_path,
    [JB_MARKTYPE_SYMBOL] = draw_path,    [JB_MARKTYPE_RULE] = draw_path,
    [JB_MARKTYPE_TEXT] = draw_text,      [JB_MARKTYPE_LINE] = draw_path,
    [JB_MARKTYPE_AREA] = draw_path,      [JB_MARKTYPE_TRAIL] = draw_path,
    [JB_MARKTYPE_ARC] = draw_path,       [JB_MARKTYPE_PATH] = draw_path,
    [JB_MARKTYPE_IMAGE] = jb_image_draw,
};
_Static_assert(JB_COUNT(draws) == JB_MARKTYPES, "every mark type has a row");

bool jb_paint_item(jb_painter *p, const jb_mark *mark, size_t i)
{
    const jb_item *item = jb_mark_item(mark, i);
    bool bare = mark->type == JB_MARKTYPE_GROUP || mark->type == JB_MARKTYPE_IMAGE;
    if ((!item->style && !bare) || !jb_item_placed(mark, i))
        return true;
    bool linked = item->meta && jb_link_begin(p, item->meta->href);
    cairo_save(p->cr);
    cairo_translate(p->cr, item->x, item->y);
    if (item->style)
        set_blend(p->cr, item->style->blend);
    bool sound = draws[mark->type](p, mark, i);
    cairo_restore(p->cr);
    p->face = NULL; /* what was selected went with the state */
    if (linked)
        jb_link_end(p, item->meta->href);
    return sound;
}

bool jb_paint_mark(jb_painter *p, const jb_mark *mark, const jb_group_item *around)
{
    bool sound = true;
    cairo_save(p->cr);
    if (mark->clip && around)
        clip_to(p, around);
    bool stamped = jb_stamp_mark(p, mark);
    for (size_t i = 0; sound && !stamped && i < mark->n; i++)
        sound = jb_paint_item(p, mark, i);
    cairo_restore(p->cr);
    return sound;
}

void jb_paint_background(jb_painter *p, const jb_paint *paint, double width, double height)
{
    jb_style style = jb_style_plain;
    style.fill = *paint;
    cairo_rectangle(p->cr, 0, 0, width, height);
    fill(p, &style, 0, 0);
    cairo_new_path(p->cr);
}
