#include "render/path.h"

#include <ctype.h>
#include <math.h>
#include <string.h>

#include "base/value.h"

jb_path jb_path_new(jb_arena *a)
{
    return (jb_path){.arena = a};
}

static void add(jb_path *p, jb_segment s)
{
    *JB_PUSH(p->arena, &p->segments) = s;
    p->x = s.x;
    p->y = s.y;
}

void jb_path_move(jb_path *p, double x, double y)
{
    add(p, (jb_segment){.kind = JB_SEGMENT_MOVE, .x = x, .y = y});
}

void jb_path_line(jb_path *p, double x, double y)
{
    add(p, (jb_segment){.kind = JB_SEGMENT_LINE, .x = x, .y = y});
}

void jb_path_curve(jb_path *p, double x1, double y1, double x2, double y2, double x, double y)
{
    add(p, (jb_segment){JB_SEGMENT_CURVE, x1, y1, x2, y2, x, y});
}

/* The pen goes back to where the subpath began. */
void jb_path_close(jb_path *p)
{
    size_t i = p->segments.n;
    while (i && p->segments.at[i - 1].kind != JB_SEGMENT_MOVE)
        i--;
    if (i)
        add(p, (jb_segment){.kind = JB_SEGMENT_CLOSE,
                            .x = p->segments.at[i - 1].x,
                            .y = p->segments.at[i - 1].y});
}

/* One Bézier for an arc of at most a quarter: handles of 4/3·tan(angle/4). */
static void add_arc(jb_path *p, double cx, double cy, double r, double a, double b)
{
    double k = 4.0 / 3.0 * tan((b - a) / 4);
    jb_path_curve(p, cx + r * (cos(a) - k * sin(a)), cy + r * (sin(a) + k * cos(a)),
                  cx + r * (cos(b) + k * sin(b)), cy + r * (sin(b) - k * cos(b)), cx + r * cos(b),
                  cy + r * sin(b));
}

void jb_path_arc(jb_path *p, double cx, double cy, double r, double a0, double a1, bool against)
{
    const double tau = 2 * M_PI;
    double turn = against ? a0 - a1 : a1 - a0;
    double x = cx + r * cos(a0), y = cy + r * sin(a0);
    if (!p->segments.n)
        jb_path_move(p, x, y);
    else if (fabs(p->x - x) > 1e-6 || fabs(p->y - y) > 1e-6)
        jb_path_line(p, x, y);
    if (!isfinite(turn))
        return;
    if (turn < 0)
        turn = fmod(turn, tau) + tau;
    turn = fmin(turn, tau);
    /* A quarter by one Bézier is off by r/3600: finer pieces where that could be seen. */
    int pieces = (int)ceil(turn / (r > 100 ? M_PI / 4 : M_PI / 2) - 1e-6);
    double step = pieces ? (against ? -turn : turn) / pieces : 0;
    for (int i = 0; i < pieces; i++)
        add_arc(p, cx, cy, r, a0 + step * i, a0 + step * (i + 1));
}

static double radius(double corner, double w, double h)
{
    return fmax(0, fmin(corner, fmin(w, h) / 2));
}

void jb_path_rect(jb_path *p, double x, double y, double w, double h, const float corners[4])
{
    double tl = radius(corners[0], w, h), tr = radius(corners[1], w, h),
           br = radius(corners[2], w, h), bl = radius(corners[3], w, h);
    jb_path_move(p, x + tl, y);
    jb_path_line(p, x + w - tr, y);
    if (tr > 0)
        add_arc(p, x + w - tr, y + tr, tr, -M_PI / 2, 0);
    jb_path_line(p, x + w, y + h - br);
    if (br > 0)
        add_arc(p, x + w - br, y + h - br, br, 0, M_PI / 2);
    jb_path_line(p, x + bl, y + h);
    if (bl > 0)
        add_arc(p, x + bl, y + h - bl, bl, M_PI / 2, M_PI);
    if (tl > 0) {
        jb_path_line(p, x, y + tl);
        add_arc(p, x + tl, y + tl, tl, M_PI, M_PI * 1.5);
    }
    jb_path_close(p);
}

void jb_path_turn(jb_path *p, double angle)
{
    if (angle == 0)
        return;
    double c = cos(angle * M_PI / 180), s = sin(angle * M_PI / 180);
    for (size_t i = 0; i < p->segments.n; i++) {
        jb_segment *g = &p->segments.at[i], old = *g;
        g->x = old.x * c - old.y * s, g->y = old.x * s + old.y * c;
        g->x1 = old.x1 * c - old.y1 * s, g->y1 = old.x1 * s + old.y1 * c;
        g->x2 = old.x2 * c - old.y2 * s, g->y2 = old.x2 * s + old.y2 * c;
    }
}

static void add_number(jb_buf *b, double v)
{
    jb_number_put(b, round(v * 1000) / 1000);
}

static void add_pair(jb_buf *b, double x, double y, char before)
{
    jb_buf_byte(b, before);
    add_number(b, x);
    jb_buf_byte(b, ',');
    add_number(b, y);
}

void jb_path_text(jb_buf *b, const jb_path *p)
{
    for (size_t i = 0; i < p->segments.n; i++) {
        const jb_segment *s = &p->segments.at[i];
        switch (s->kind) {
        case JB_SEGMENT_MOVE:
            add_pair(b, s->x, s->y, 'M');
            break;
        case JB_SEGMENT_LINE:
            add_pair(b, s->x, s->y, 'L');
            break;
        case JB_SEGMENT_CURVE:
            add_pair(b, s->x1, s->y1, 'C');
            add_pair(b, s->x2, s->y2, ' ');
            add_pair(b, s->x, s->y, ' ');
            break;
        case JB_SEGMENT_CLOSE:
            jb_buf_byte(b, 'Z');
            break;
        }
    }
}

/* Reading SVG path data. */
typedef struct reader {
    jb_str s;
    size_t at;
    bool broken;
} reader;

static void skip(reader *r)
{
    while (r->at < r->s.n && (isspace((unsigned char)r->s.p[r->at]) || r->s.p[r->at] == ','))
        r->at++;
}

static size_t digits(reader *r)
{
    size_t from = r->at;
    while (r->at < r->s.n && isdigit((unsigned char)r->s.p[r->at]))
        r->at++;
    return r->at - from;
}

static bool take(reader *r, const char *any)
{
    if (r->at >= r->s.n || !strchr(any, r->s.p[r->at]) || !r->s.p[r->at])
        return false;
    r->at++;
    return true;
}

/* A number as SVG writes it: "1.5.5" is 1.5 and .5, "1-2" is 1 and -2. */
static double number(reader *r)
{
    skip(r);
    size_t from = r->at;
    take(r, "+-");
    size_t n = digits(r);
    if (take(r, "."))
        n += digits(r);
    size_t before = r->at;
    if (n && take(r, "eE")) {
        take(r, "+-");
        if (!digits(r))
            r->at = before;
    }
    jb_str text = jb_str_cut(r->s, from, r->at - from);
    double v = 0;
    if (!n || !jb_number_read(text, &v))
        r->broken = true;
    return v;
}

static bool flag(reader *r)
{
    skip(r);
    if (take(r, "1"))
        return true;
    if (!take(r, "0"))
        r->broken = true;
    return false;
}

static bool more(reader *r)
{
    skip(r);
    return r->at < r->s.n && !isalpha((unsigned char)r->s.p[r->at]);
}

/* An elliptical arc from end points (SVG 1.1, F.6.5): its centre, then Béziers of at most a
 * quarter. */
static void ellipse(jb_path *p, double rx, double ry, double degrees, bool large, bool sweep,
                    double x, double y)
{
    double c = cos(degrees * M_PI / 180), s = sin(degrees * M_PI / 180);
    double dx = (p->x - x) / 2, dy = (p->y - y) / 2;
    double px = c * dx + s * dy, py = c * dy - s * dx;
    rx = fabs(rx), ry = fabs(ry);
    if (rx == 0 || ry == 0) {
        jb_path_line(p, x, y);
        return;
    }
    double grow = sqrt(px * px / (rx * rx) + py * py / (ry * ry));
    if (grow > 1)
        rx *= grow, ry *= grow;
    double down = rx * rx * py * py + ry * ry * px * px;
    if (down == 0)
        return;
    double root = sqrt(fmax(0, rx * rx * ry * ry / down - 1)) * (large == sweep ? -1 : 1);
    double qx = root * rx * py / ry, qy = -root * ry * px / rx;
    double cx = c * qx - s * qy + (p->x + x) / 2, cy = s * qx + c * qy + (p->y + y) / 2;
    double a = atan2((py - qy) / ry, (px - qx) / rx), b = atan2((-py - qy) / ry, (-px - qx) / rx);
    if (sweep && b < a)
        b += 2 * M_PI;
    if (!sweep && b > a)
        b -= 2 * M_PI;
    if (!isfinite(b - a)) {
        jb_path_line(p, x, y);
        return;
    }
    int pieces = (int)ceil(fabs(b - a) / (M_PI / 2) - 1e-6);
    for (int i = 0; i < pieces; i++) {
        double from = a + (b - a) * i / pieces, to = a + (b - a) * (i + 1) / pieces;
        double k = 4.0 / 3.0 * tan((to - from) / 4);
        double u1 = rx * (cos(from) - k * sin(from)), v1 = ry * (sin(from) + k * cos(from));
        double u2 = rx * (cos(to) + k * sin(to)), v2 = ry * (sin(to) - k * cos(to));
        double u = rx * cos(to), v = ry * sin(to);
        jb_path_curve(p, cx + c * u1 - s * v1, cy + s * u1 + c * v1, cx + c * u2 - s * v2,
                      cy + s * u2 + c * v2, cx + c * u - s * v, cy + s * u + c * v);
    }
}

static void quadratic(jb_path *p, double x1, double y1, double x, double y)
{
    jb_path_curve(p, p->x + (x1 - p->x) * 2 / 3, p->y + (y1 - p->y) * 2 / 3, x + (x1 - x) * 2 / 3,
                  y + (y1 - y) * 2 / 3, x, y);
}

/* One command's worth of arguments; `was` is the command before, whose control point (kx, ky) S and
 * T reflect. */
static void command(jb_path *p, reader *r, char c, char *was, double k[2])
{
    bool near = islower((unsigned char)c);
    char name = (char)toupper((unsigned char)c);
    double ox = near ? p->x : 0, oy = near ? p->y : 0, v[7] = {0};
    static const struct {
        char name;
        int n;
    } counts[] = {{'M', 2}, {'L', 2}, {'H', 1}, {'V', 1}, {'C', 6},
                  {'S', 4}, {'Q', 4}, {'T', 2}, {'A', 7}};
    int n = 0;
    for (size_t i = 0; i < JB_COUNT(counts); i++)
        if (counts[i].name == name)
            n = counts[i].n;
    for (int i = 0; i < n && !r->broken; i++)
        v[i] = name == 'A' && (i == 3 || i == 4) ? flag(r) : number(r);
    if (r->broken)
        return;
    bool smooth = strchr(name == 'S' ? "CS" : "QT", *was) != NULL;
    double sx = smooth ? 2 * p->x - k[0] : p->x, sy = smooth ? 2 * p->y - k[1] : p->y;
    switch (name) {
    case 'M':
        jb_path_move(p, ox + v[0], oy + v[1]);
        break;
    case 'L':
        jb_path_line(p, ox + v[0], oy + v[1]);
        break;
    case 'H':
        jb_path_line(p, ox + v[0], p->y);
        break;
    case 'V':
        jb_path_line(p, p->x, oy + v[0]);
        break;
    case 'C':
        k[0] = ox + v[2], k[1] = oy + v[3];
        jb_path_curve(p, ox + v[0], oy + v[1], k[0], k[1], ox + v[4], oy + v[5]);
        break;
    case 'S':
        k[0] = ox + v[0], k[1] = oy + v[1];
        jb_path_curve(p, sx, sy, k[0], k[1], ox + v[2], oy + v[3]);
        break;
    case 'Q':
        k[0] = ox + v[0], k[1] = oy + v[1];
        quadratic(p, k[0], k[1], ox + v[2], oy + v[3]);
        break;
    case 'T':
        k[0] = sx, k[1] = sy;
        quadratic(p, sx, sy, ox + v[0], oy + v[1]);
        break;
    case 'A':
        ellipse(p, v[0], v[1], v[2], v[3] != 0, v[4] != 0, ox + v[5], oy + v[6]);
        break;
    default:
        jb_path_close(p);
        break;
    }
    *was = name;
}

bool jb_path_svg(jb_path *p, jb_str data, double scale_x, double scale_y)
{
    reader r = {.s = data};
    size_t first = p->segments.n;
    double k[2] = {0, 0};
    char was = 'M';
    p->x = p->y = 0;
    for (skip(&r); r.at < data.n && !r.broken; skip(&r)) {
        char c = data.p[r.at++];
        if (!c || !strchr("MmLlHhVvCcSsQqTtAaZz", c) ||
            (p->segments.n == first && c != 'M' && c != 'm')) {
            r.broken = true;
            break;
        }
        command(p, &r, c, &was, k);
        /* Further pairs behind an M are lines. */
        c = c == 'M' ? 'L' : c == 'm' ? 'l' : c;
        while (!r.broken && c != 'z' && c != 'Z' && more(&r))
            command(p, &r, c, &was, k);
    }
    for (size_t i = first; i < p->segments.n; i++) {
        jb_segment *s = &p->segments.at[i];
        s->x1 *= scale_x, s->x2 *= scale_x, s->x *= scale_x;
        s->y1 *= scale_y, s->y2 *= scale_y, s->y *= scale_y;
    }
    return !r.broken;
}

static bool points_finite(const jb_path_item *item)
{
    double sum = 0; /* not finite as soon as one of them is */
    for (size_t i = 0; i < item->points_n; i++) {
        const jb_point *p = &item->points[i];
        if (p->defined)
            sum += 0 * (p->x + p->y + p->x2 + p->y2 + p->size);
    }
    return isfinite(sum);
}

bool jb_item_placed(const jb_mark *mark, size_t i)
{
    const jb_item *head = jb_mark_item(mark, i);
    double sum = 0 * (head->x + head->y);
    switch (mark->type) {
    case JB_MARKTYPE_GROUP:
        sum += 0 * (mark->groups[i].width + mark->groups[i].height);
        break;
    case JB_MARKTYPE_RECT:
        sum += 0 * (mark->rects[i].width + mark->rects[i].height);
        break;
    case JB_MARKTYPE_SYMBOL:
        sum += 0 * (mark->symbols[i].size + (double)mark->symbols[i].angle);
        break;
    case JB_MARKTYPE_RULE:
        sum += 0 * (mark->rules[i].x2 + mark->rules[i].y2);
        break;
    case JB_MARKTYPE_TEXT:
        sum += 0 * (mark->texts[i].angle + mark->texts[i].radius + mark->texts[i].theta);
        break;
    case JB_MARKTYPE_LINE:
    case JB_MARKTYPE_AREA:
    case JB_MARKTYPE_TRAIL:
        return isfinite(sum) && points_finite(&mark->paths[i]);
    case JB_MARKTYPE_ARC:
        sum += 0 * (mark->arcs[i].inner_radius + mark->arcs[i].outer_radius +
                    mark->arcs[i].start_angle + mark->arcs[i].end_angle);
        break;
    case JB_MARKTYPE_PATH:
        sum += 0 *
               (mark->svg_paths[i].scale_x + mark->svg_paths[i].scale_y + mark->svg_paths[i].angle);
        break;
    case JB_MARKTYPE_IMAGE:
        sum += 0 * (mark->images[i].width + mark->images[i].height);
        break;
    case JB_MARKTYPES:
        break;
    }
    return isfinite(sum);
}

jb_path jb_path_of_item(jb_arena *a, const jb_mark *mark, size_t i)
{
    jb_path p = jb_path_new(a);
    switch (mark->type) {
    case JB_MARKTYPE_RECT:
        jb_path_rect(&p, 0, 0, mark->rects[i].width, mark->rects[i].height, mark->rects[i].corners);
        break;
    case JB_MARKTYPE_RULE:
        jb_path_move(&p, 0, 0);
        jb_path_line(&p, mark->rules[i].x2 - mark->rules[i].x,
                     mark->rules[i].y2 - mark->rules[i].y);
        break;
    case JB_MARKTYPE_SYMBOL:
        jb_path_of_symbol(&p, &mark->symbols[i]);
        break;
    case JB_MARKTYPE_LINE:
        jb_path_of_line(&p, &mark->paths[i]);
        break;
    case JB_MARKTYPE_AREA:
        jb_path_of_area(&p, &mark->paths[i]);
        break;
    case JB_MARKTYPE_TRAIL:
        jb_path_of_trail(&p, &mark->paths[i]);
        break;
    case JB_MARKTYPE_ARC:
        jb_path_of_arc(&p, &mark->arcs[i]);
        break;
    case JB_MARKTYPE_PATH:
        jb_path_svg(&p, mark->svg_paths[i].path, mark->svg_paths[i].scale_x,
                    mark->svg_paths[i].scale_y);
        jb_path_turn(&p, mark->svg_paths[i].angle);
        break;
    case JB_MARKTYPE_GROUP:
    case JB_MARKTYPE_TEXT:
    case JB_MARKTYPE_IMAGE:
    case JB_MARKTYPES:
        break;
    }
    return p;
}
