/* The scene as Vega's scenegraph JSON: what another reader compares item by item. */
#include <math.h>
#include "base/tree.h"
#include "scene/scene.h"

/* One object being written: whether a comma is due. */
typedef struct object {
    jb_buf *b;
    bool any;
} object;

static object open_object(jb_buf *b)
{
    jb_buf_byte(b, '{');
    return (object){b, false};
}

static void close_object(object *o)
{
    jb_buf_byte(o->b, '}');
}

static void put_key(object *o, jb_str key)
{
    if (o->any)
        jb_buf_byte(o->b, ',');
    o->any = true;
    jb_buf_byte(o->b, '"');
    jb_buf_add(o->b, key);
    jb_buf_add(o->b, JB_S("\":"));
}

/* Rounded to 1e-4, without exponent or trailing zeros; what JSON cannot say is null. */
static void write_number(jb_buf *b, double v)
{
    if (!isfinite(v)) {
        jb_buf_add(b, JB_S("null"));
        return;
    }
    if (fabs(v) >= 1e14) {
        jb_buf_printf(b, "%.17g", v);
        return;
    }
    char digits[32], *end = digits + sizeof digits, *p = end;
    int64_t n = llround(v * 1e4);
    uint64_t u = n < 0 ? (uint64_t)-n : (uint64_t)n, whole = u / 10000, part = u % 10000;
    if (part) {
        int places = 4;
        for (; part % 10 == 0; part /= 10)
            places--;
        for (; places > 0; places--, part /= 10)
            *--p = (char)('0' + part % 10);
        *--p = '.';
    }
    do
        *--p = (char)('0' + whole % 10);
    while (whole /= 10);
    if (n < 0)
        *--p = '-';
    jb_buf_add(b, (jb_str){p, (size_t)(end - p)});
}

static void put_number(object *o, jb_str key, double v)
{
    put_key(o, key);
    write_number(o->b, v);
}

/* A number that is left out where it is what Vega takes without it. */
static void put_unless(object *o, jb_str key, double v, double usual)
{
    if (v != usual)
        put_number(o, key, v);
}

static void put_string(object *o, jb_str key, jb_str s)
{
    put_key(o, key);
    jb_json_string(o->b, s);
}

static void put_some(object *o, jb_str key, jb_str s)
{
    if (s.p)
        put_string(o, key, s);
}

static void put_bool(object *o, jb_str key, bool truth)
{
    put_key(o, key);
    jb_buf_add(o->b, truth ? JB_S("true") : JB_S("false"));
}

static int byte_of(double part)
{
    return (int)lround(255 * fmin(fmax(part, 0), 1));
}

static void write_color(jb_buf *b, jb_rgba c)
{
    int red = byte_of(c.r), green = byte_of(c.g), blue = byte_of(c.b);
    if (c.a <= 0)
        jb_buf_add(b, JB_S("\"transparent\""));
    else if (c.a >= 1)
        jb_buf_printf(b, "\"#%02x%02x%02x\"", (unsigned)red, (unsigned)green, (unsigned)blue);
    else {
        jb_buf_printf(b, "\"rgba(%d, %d, %d, ", red, green, blue);
        write_number(b, c.a);
        jb_buf_add(b, JB_S(")\""));
    }
}

static void write_gradient(jb_buf *b, jb_paint_kind kind, const jb_gradient *g)
{
    object o = open_object(b);
    put_string(&o, JB_S("gradient"), kind == JB_PAINT_LINEAR ? JB_S("linear") : JB_S("radial"));
    put_number(&o, JB_S("x1"), g->x1);
    put_number(&o, JB_S("y1"), g->y1);
    put_number(&o, JB_S("x2"), g->x2);
    put_number(&o, JB_S("y2"), g->y2);
    if (kind == JB_PAINT_RADIAL) {
        put_number(&o, JB_S("r1"), g->r1);
        put_number(&o, JB_S("r2"), g->r2);
    }
    put_key(&o, JB_S("stops"));
    jb_buf_byte(b, '[');
    for (size_t i = 0; i < g->stops_n; i++) {
        if (i)
            jb_buf_byte(b, ',');
        object stop = open_object(b);
        put_number(&stop, JB_S("offset"), g->stops[i].offset);
        put_key(&stop, JB_S("color"));
        write_color(b, g->stops[i].color);
        close_object(&stop);
    }
    jb_buf_byte(b, ']');
    close_object(&o);
}

static const jb_str pattern_names[JB_PATTERNS] = {
    JB_K("none"), JB_K("diagonal"),   JB_K("cross"),
    JB_K("dots"), JB_K("horizontal"), JB_K("vertical"),
};

static void write_pattern(jb_buf *b, const jb_paint *paint)
{
    object o = open_object(b);
    put_string(&o, JB_S("pattern"), pattern_names[paint->pattern]);
    put_key(&o, JB_S("color"));
    write_color(b, paint->color);
    put_key(&o, JB_S("background"));
    write_color(b, paint->background);
    close_object(&o);
}

static void put_paint(object *o, jb_str key, const jb_paint *paint)
{
    if (paint->kind == JB_PAINT_NONE)
        return;
    put_key(o, key);
    switch (paint->kind) {
    case JB_PAINT_NONE:
        break;
    case JB_PAINT_SOLID:
        write_color(o->b, paint->color);
        break;
    case JB_PAINT_LINEAR:
    case JB_PAINT_RADIAL:
        write_gradient(o->b, paint->kind, paint->gradient);
        break;
    case JB_PAINT_PATTERN:
        write_pattern(o->b, paint);
        break;
    }
}

static const jb_str cap_names[] = {JB_K("butt"), JB_K("round"), JB_K("square")};
static const jb_str join_names[] = {JB_K("miter"), JB_K("round"), JB_K("bevel")};

static void put_stroke(object *o, const jb_style *s)
{
    put_paint(o, JB_S("stroke"), &s->stroke);
    put_number(o, JB_S("strokeWidth"), s->stroke_width);
    put_unless(o, JB_S("strokeOpacity"), s->stroke_opacity, 1);
    put_unless(o, JB_S("strokeDashOffset"), s->stroke_dash_offset, 0);
    put_unless(o, JB_S("strokeMiterLimit"), s->stroke_miter_limit, 4);
    if (s->cap != JB_CAP_BUTT)
        put_string(o, JB_S("strokeCap"), cap_names[s->cap]);
    if (s->join != JB_JOIN_MITER)
        put_string(o, JB_S("strokeJoin"), join_names[s->join]);
    if (s->stroke_dash_n == 0)
        return;
    put_key(o, JB_S("strokeDash"));
    for (size_t i = 0; i < s->stroke_dash_n; i++) {
        jb_buf_byte(o->b, i ? ',' : '[');
        write_number(o->b, s->stroke_dash[i]);
    }
    jb_buf_byte(o->b, ']');
}

static void put_look(object *o, const jb_item *item)
{
    const jb_style *s = item->style;
    if (s) {
        put_paint(o, JB_S("fill"), &s->fill);
        put_unless(o, JB_S("fillOpacity"), s->fill_opacity, 1);
        put_unless(o, JB_S("opacity"), s->opacity, 1);
        if (s->stroke.kind != JB_PAINT_NONE)
            put_stroke(o, s);
        put_some(o, JB_S("blend"), s->blend);
    }
    if (item->meta) {
        put_some(o, JB_S("href"), item->meta->href);
        put_some(o, JB_S("tooltip"), item->meta->tooltip);
        put_some(o, JB_S("description"), item->meta->description);
        put_some(o, JB_S("cursor"), item->meta->cursor);
    }
}

static void put_corners(object *o, const float corners[4])
{
    static const jb_str keys[4] = {
        JB_K("cornerRadiusTopLeft"),
        JB_K("cornerRadiusTopRight"),
        JB_K("cornerRadiusBottomRight"),
        JB_K("cornerRadiusBottomLeft"),
    };
    for (size_t i = 0; i < 4; i++)
        put_unless(o, keys[i], (double)corners[i], 0);
}

static void put_rect(object *o, const jb_rect_item *r)
{
    put_number(o, JB_S("width"), r->width);
    put_number(o, JB_S("height"), r->height);
    put_corners(o, r->corners);
}

static void put_symbol(object *o, const jb_symbol_item *s)
{
    put_number(o, JB_S("size"), s->size);
    put_some(o, JB_S("shape"), s->shape);
    put_unless(o, JB_S("angle"), (double)s->angle, 0);
}

static void put_rule(object *o, const jb_rule_item *r)
{
    put_number(o, JB_S("x2"), r->x2);
    put_number(o, JB_S("y2"), r->y2);
}

static const jb_str align_names[] = {JB_K("left"), JB_K("center"), JB_K("right")};
static const jb_str baseline_names[] = {
    [JB_BASELINE_ALPHABETIC] = JB_K("alphabetic"), [JB_BASELINE_TOP] = JB_K("top"),
    [JB_BASELINE_MIDDLE] = JB_K("middle"),         [JB_BASELINE_BOTTOM] = JB_K("bottom"),
    [JB_BASELINE_LINE_TOP] = JB_K("line-top"),     [JB_BASELINE_LINE_BOTTOM] = JB_K("line-bottom"),
};

/* One line as a string, several as a list. */
static void write_lines(jb_buf *b, jb_str text)
{
    ptrdiff_t at = jb_str_find(text, JB_S("\n"));
    if (at < 0) {
        jb_json_string(b, text);
        return;
    }
    jb_buf_byte(b, '[');
    for (; at >= 0; at = jb_str_find(text, JB_S("\n"))) {
        jb_json_string(b, jb_str_cut(text, 0, (size_t)at));
        jb_buf_byte(b, ',');
        text = jb_str_cut(text, (size_t)at + 1, text.n);
    }
    jb_json_string(b, text);
    jb_buf_byte(b, ']');
}

static void put_text(object *o, const jb_text_item *t)
{
    put_string(o, JB_S("align"), align_names[t->align]);
    put_string(o, JB_S("baseline"), baseline_names[t->baseline]);
    put_unless(o, JB_S("dx"), t->dx, 0);
    put_unless(o, JB_S("dy"), t->dy, 0);
    put_unless(o, JB_S("angle"), t->angle, 0);
    put_unless(o, JB_S("limit"), t->limit, 0);
    put_unless(o, JB_S("radius"), t->radius, 0);
    put_unless(o, JB_S("theta"), t->theta, 0);
    put_key(o, JB_S("text"));
    write_lines(o->b, t->text);
    put_some(o, JB_S("font"), t->font);
    put_number(o, JB_S("fontSize"), t->font_size);
    put_some(o, JB_S("fontWeight"), t->font_weight);
    put_some(o, JB_S("fontStyle"), t->font_style);
    put_unless(o, JB_S("lineHeight"), t->line_height, 0);
}

static void put_arc(object *o, const jb_arc_item *a)
{
    put_number(o, JB_S("innerRadius"), a->inner_radius);
    put_number(o, JB_S("outerRadius"), a->outer_radius);
    put_number(o, JB_S("startAngle"), a->start_angle);
    put_number(o, JB_S("endAngle"), a->end_angle);
    put_unless(o, JB_S("padAngle"), a->pad_angle, 0);
    put_unless(o, JB_S("cornerRadius"), a->corner_radius, 0);
}

static void put_svg_path(object *o, const jb_svg_path_item *p)
{
    put_string(o, JB_S("path"), p->path);
    put_unless(o, JB_S("scaleX"), p->scale_x, 1);
    put_unless(o, JB_S("scaleY"), p->scale_y, 1);
    put_unless(o, JB_S("angle"), p->angle, 0);
}

static void put_image(object *o, const jb_image_item *i)
{
    put_number(o, JB_S("width"), i->width);
    put_number(o, JB_S("height"), i->height);
    put_string(o, JB_S("url"), i->path);
    put_some(o, JB_S("alt"), i->alt);
}

static void write_mark(jb_buf *b, const jb_mark *mark, size_t first, size_t n);

/* A mark of several point sequences is several marks in Vega's form. */
static void write_marks(jb_buf *b, const jb_mark *mark, bool *any)
{
    bool paths = mark->type == JB_MARKTYPE_LINE || mark->type == JB_MARKTYPE_AREA ||
                 mark->type == JB_MARKTYPE_TRAIL;
    size_t step = paths ? 1 : mark->n;
    for (size_t i = 0; i == 0 || i < mark->n; i += step ? step : 1) {
        if (*any)
            jb_buf_byte(b, ',');
        *any = true;
        write_mark(b, mark, i, mark->n ? step : 0);
    }
}

static void put_group(object *o, const jb_mark *mark, const jb_group_item *g)
{
    put_unless(o, JB_S("width"), g->width, 0);
    put_unless(o, JB_S("height"), g->height, 0);
    put_corners(o, g->corners);
    if (g->clip)
        put_bool(o, JB_S("clip"), true);
    if (g->outlined) {
        put_bool(o, JB_S("strokeForeground"), true);
        put_number(o, JB_S("strokeOffset"), 0);
    }
    put_some(o, JB_S("orient"), mark->orient);
    put_key(o, JB_S("items"));
    jb_buf_byte(o->b, '[');
    bool any = false;
    for (size_t i = 0; i < g->marks_n; i++)
        write_marks(o->b, g->marks[i], &any);
    jb_buf_byte(o->b, ']');
}

static void put_shape(object *o, const jb_mark *mark, size_t i)
{
    switch (mark->type) {
    case JB_MARKTYPE_GROUP:
        put_group(o, mark, &mark->groups[i]);
        break;
    case JB_MARKTYPE_RECT:
        put_rect(o, &mark->rects[i]);
        break;
    case JB_MARKTYPE_SYMBOL:
        put_symbol(o, &mark->symbols[i]);
        break;
    case JB_MARKTYPE_RULE:
        put_rule(o, &mark->rules[i]);
        break;
    case JB_MARKTYPE_TEXT:
        put_text(o, &mark->texts[i]);
        break;
    case JB_MARKTYPE_ARC:
        put_arc(o, &mark->arcs[i]);
        break;
    case JB_MARKTYPE_PATH:
        put_svg_path(o, &mark->svg_paths[i]);
        break;
    case JB_MARKTYPE_IMAGE:
        put_image(o, &mark->images[i]);
        break;
    case JB_MARKTYPE_LINE:
    case JB_MARKTYPE_AREA:
    case JB_MARKTYPE_TRAIL:
    case JB_MARKTYPES:
        break;
    }
}

static void put_point(object *o, jb_marktype type, const jb_path_item *path, const jb_point *p)
{
    put_number(o, JB_S("x"), p->x);
    put_number(o, JB_S("y"), p->y);
    if (type == JB_MARKTYPE_AREA && path->vertical)
        put_number(o, JB_S("height"), p->y2 - p->y);
    if (type == JB_MARKTYPE_AREA && !path->vertical)
        put_number(o, JB_S("width"), p->x2 - p->x);
    if (type == JB_MARKTYPE_TRAIL)
        put_number(o, JB_S("size"), p->size);
    if (!p->defined)
        put_bool(o, JB_S("defined"), false);
}

/* The first point carries the look of the whole path. */
static void put_path_look(object *o, jb_marktype type, const jb_path_item *path)
{
    put_look(o, (const jb_item *)(const void *)path);
    put_some(o, JB_S("interpolate"), path->interpolate);
    if (!isnan(path->tension))
        put_number(o, JB_S("tension"), path->tension);
    if (type == JB_MARKTYPE_AREA)
        put_string(o, JB_S("orient"), path->vertical ? JB_S("vertical") : JB_S("horizontal"));
}

static void write_points(jb_buf *b, jb_marktype type, const jb_path_item *path)
{
    for (size_t i = 0; i < path->points_n; i++) {
        if (i)
            jb_buf_byte(b, ',');
        object o = open_object(b);
        put_point(&o, type, path, &path->points[i]);
        if (i == 0)
            put_path_look(&o, type, path);
        close_object(&o);
    }
}

static void write_items(jb_buf *b, const jb_mark *mark, size_t first, size_t n)
{
    for (size_t i = first; i < first + n; i++) {
        const jb_item *item = jb_mark_item(mark, i);
        if (i > first)
            jb_buf_byte(b, ',');
        jb_buf_byte(b, '\n');
        object o = open_object(b);
        put_number(&o, JB_S("x"), item->x);
        put_number(&o, JB_S("y"), item->y);
        put_look(&o, item);
        put_shape(&o, mark, i);
        close_object(&o);
    }
}

static void write_mark(jb_buf *b, const jb_mark *mark, size_t first, size_t n)
{
    bool paths = mark->type == JB_MARKTYPE_LINE || mark->type == JB_MARKTYPE_AREA ||
                 mark->type == JB_MARKTYPE_TRAIL;
    object o = open_object(b);
    put_string(&o, JB_S("marktype"), jb_marktype_names[mark->type]);
    put_some(&o, JB_S("name"), mark->name);
    put_string(&o, JB_S("role"), mark->role);
    put_bool(&o, JB_S("clip"), mark->clip);
    put_key(&o, JB_S("items"));
    jb_buf_byte(b, '[');
    if (paths && n)
        write_points(b, mark->type, &mark->paths[first]);
    else
        write_items(b, mark, first, n);
    jb_buf_byte(b, ']');
    close_object(&o);
}

void jb_scene_json(jb_buf *b, const jb_scene *scene)
{
    object o = open_object(b);
    put_number(&o, JB_S("width"), scene->width);
    put_number(&o, JB_S("height"), scene->height);
    put_paint(&o, JB_S("background"), &scene->background);
    put_some(&o, JB_S("name"), scene->name);
    put_some(&o, JB_S("title"), scene->title);
    put_some(&o, JB_S("description"), scene->description);
    put_key(&o, JB_S("root"));
    write_mark(b, scene->root, 0, scene->root->n);
    close_object(&o);
    jb_buf_byte(b, '\n');
}
