#include <math.h>

#include "base/file.h"
#include "base/value.h"
#include "data/write.h"
#include "grammar/make.h"
#include "grammar/spec.h"
#include "render/drawing.h"
#include "render/picture.h"
#include "report/compose.h"

/* Pictures with their captions: charts (scenes of px, placed in a page of pt) and image files. */

static const double PX = 0.75;
static const double TALLEST = 0.75;   /* of the type area: a higher picture is made smaller */
static const double LARGEST = 2;      /* times its own size, on a slide */
static const double LEAST_FIT = 0.95; /* a chart that shrinks more says so: its text shrinks too */
static const double GAP = 4;
static const double VEGA_PADDING = 5;

typedef struct plate {
    double width, height; /* pt */
    double above, below;  /* kept free, in a row */
    jb_str alt;
    jb_said caption, source;
    const jb_block *image; /* whose text is the caption; NULL: a chart's, plain */
    const jb_target *label;
} plate;

static double across(const jb_composer *c)
{
    return c->sheet->measure - c->left;
}

/* The height of a line of that font, if there is such a text. */
static double line_for(const jb_composer *c, const jb_node *meta, jb_str key, jb_font font)
{
    return jb_said_under(meta, key).text.n ? c->sheet->leading[font] : 0;
}

/* How high a picture may be. On a slide, what is left beside its caption and source. */
static double tallest(const jb_composer *c, const jb_node *meta)
{
    if (c->room <= 0)
        return TALLEST * c->sheet->depth;
    return c->room - line_for(c, meta, JB_S("caption"), JB_FONT_CAPTION) -
           line_for(c, meta, JB_S("source"), JB_FONT_SOURCE) - 3 * GAP;
}

static double scale_to_fit(const jb_composer *c, double width, double height, double most)
{
    return fmin(c->room > 0 ? LARGEST : 1, fmin(across(c) / width, most / height));
}

static double draw_below(jb_composer *c, jb_group_item *into, jb_font font, const jb_pieces *pieces,
                         jb_str tag, double y)
{
    jb_group_item *p = jb_ink_group(c->cx->keep, into, 0, 0, tag);
    /* beside the headings of slides, which are flush left */
    jb_justify side = c->room > 0               ? JB_FLUSH_LEFT
                      : font == JB_FONT_CAPTION ? JB_BALANCED
                                                : JB_FLUSH_CENTER;
    return jb_draw_lines(c, p, pieces, font, side, c->left, y, c->sheet->measure - c->left);
}

/* In a row with one caption a part has its letter at least. */
static bool is_captioned(const plate *p)
{
    return p->caption.text.n || (p->label && p->label->lead.n);
}

static jb_pieces caption_pieces(jb_composer *c, const plate *p)
{
    if (p->image)
        return jb_pieces_of(c, p->image, JB_FONT_CAPTION, p->label->lead);
    jb_str text =
        jb_str_printf(c->cx->keep, "%.*s%.*s", JB_F(p->label->lead), JB_F(p->caption.text));
    return jb_pieces_of_said(c, text, JB_FONT_CAPTION, p->caption.span);
}

/* Pushes the picture, its caption and source as one box; returns the group that the picture is
 * drawn into. */
static jb_group_item *push_plate(jb_composer *c, const plate *p)
{
    const jb_element *element = jb_element_new(c, c->parent, JB_S("Div"));
    jb_group_item *ink = JB_NEW(c->cx->keep, jb_group_item);
    double x = c->left + (c->sheet->measure - c->left - p->width) / 2,
           y = GAP + p->above + p->height + p->below + GAP;
    jb_group_item *figure = jb_ink_group(c->cx->keep, ink, x, GAP + p->above, JB_S("Figure"));
    figure->width = p->width;
    figure->height = p->height;
    figure->alt = p->alt;
    jb_pieces caption = {0}, source = {0};
    if (is_captioned(p)) {
        caption = caption_pieces(c, p);
        y = draw_below(c, ink, JB_FONT_CAPTION, &caption, JB_S("Caption"), y);
    }
    if (p->source.text.n) {
        jb_str text = jb_worded(c, "资料来源", p->source.text);
        source = jb_pieces_of_said(c, text, JB_FONT_SOURCE, p->source.span);
        y = draw_below(c, ink, JB_FONT_SOURCE, &source, JB_S("P"), y);
    }
    if (p->label)
        ink->dest = p->label->dest;
    jb_box *box = jb_push_picture(c, ink, y + GAP, element);
    jb_take_notes(c, box, &caption);
    box->later = jb_take_notes(c, box, &source) ? 0 : 1; /* notes keep the order of the text */
    box->lower = c->row ? 0 : box->lower; /* neighbours of other heights begin with it */
    return figure;
}

/* `width` in the braces behind an image, of the column or as a length, in pt; 0: not said. */
static double said_width(jb_composer *c, const jb_block *b)
{
    jb_said said = jb_attribute_of(&b->attributes, JB_S("width"));
    jb_length length;
    double share;
    if (!said.text.p)
        return 0;
    if (jb_str_ends(said.text, JB_S("%")) &&
        jb_number_read(jb_str_cut(said.text, 0, said.text.n - 1), &share) && share >= 1 &&
        share <= 100)
        return across(c) * share / 100;
    if (jb_length_read(said.text, &length) && length.value > 0)
        return jb_length_pt(length, c->sheet->em);
    jb_fail(c->cx, said.span, "“%.*s” is no width of a picture", JB_F(jb_brief(c->cx, said.text)));
    jb_hint(c->cx, "it is a part of the column, as 60%%, or a length, as 8cm");
    return 0;
}

/* ---- charts ---- */

/* The blank around a chart is for its own file: in a page the text's edges are the picture's. */
static double padding(const jb_composer *c, const jb_node *spec)
{
    const jb_node *maps[] = {spec, jb_node_get(spec, JB_S("config")), c->front->theme.config};
    for (size_t i = 0; i < JB_COUNT(maps); i++) {
        const jb_node *node = jb_node_get(maps[i], JB_S("padding"));
        if (node)
            return node->kind == JB_NODE_NUMBER ? node->number : 0;
    }
    return VEGA_PADDING;
}

/* Is the chart as wide as the place it is put in? */
static bool fills(const jb_node *spec, const char *side)
{
    const jb_node *said = jb_node_get(spec, jb_str_of(side));
    return said && jb_node_is(said, "container");
}

static const jb_node *filling(jb_composer *c, const jb_node *spec, const char *side)
{
    return jb_node_with(c->cx, spec, side,
                        jb_node_string(c->cx->keep, JB_S("container"), spec->span));
}

/* A single view without a size is as large as its place on a slide, and as wide in a row. */
static const jb_node *sized(jb_composer *c, const jb_node *spec)
{
    static const char *const sides[] = {"width", "height"}, *const views[] = {"mark", "layer"};
    bool single = jb_node_get(spec, jb_str_of(views[0])) || jb_node_get(spec, jb_str_of(views[1]));
    size_t n = !single ? 0 : c->room > 0 ? 2 : c->row ? 1 : 0;
    for (size_t i = 0; i < n; i++)
        if (!jb_node_get(spec, jb_str_of(sides[i])))
            spec = filling(c, spec, sides[i]);
    return spec;
}

static jb_scene *compile(jb_composer *c, const jb_block *b, jb_origins *origins)
{
    jb_dataset *datasets = JB_NEW_N(c->cx->keep, jb_dataset, c->tables->n + 1);
    for (size_t i = 0; i < c->tables->n; i++)
        datasets[i] = (jb_dataset){c->tables->at[i]->name, c->tables->at[i]};
    double asked = said_width(c, b);
    const jb_node *node = sized(c, asked > 0 ? filling(c, b->node, "width") : b->node);
    double wide = asked > 0 ? asked : across(c), around = 2 * padding(c, node),
           most = tallest(c, jb_node_get(node, JB_S("usermeta"))) / PX;
    jb_tables_read read = {0};
    const jb_chart_options options = {
        .read = &read,
        .datasets = datasets,
        .datasets_n = c->tables->n,
        .part = c->tables->part,
        .origins = origins,
        .lang = c->front->lang.text,
        .width = fills(node, "width") ? wide / PX + around : 0,
        .height = fills(node, "height") ? most + around : 0,
        .bound = true,
    };
    const jb_view_spec *spec = jb_chart_read(c->cx, node, c->front->theme.config, &options);
    return spec ? jb_chart_compile(c->cx, spec, &options) : NULL;
}

/* Does it name, wherever it takes data, a table that is not to be had? */
static bool uses_broken(const jb_tables *tables, const jb_node *node)
{
    jb_said name = jb_said_under(jb_node_get(node, JB_S("data")), JB_S("name"));
    if (name.text.n && jb_tables_broken(tables, name.text))
        return true;
    for (size_t i = 0; node->kind == JB_NODE_LIST && i < node->n; i++)
        if (uses_broken(tables, node->items[i]))
            return true;
    for (size_t i = 0; node->kind == JB_NODE_MAP && i < node->n; i++)
        if (uses_broken(tables, node->members[i].value))
            return true;
    return false;
}

static bool is_attached(const jb_composer *c, jb_str data)
{
    for (size_t i = 0; i < c->attachments.n; i++)
        if (jb_str_eq(c->attachments.at[i].data, data))
            return true;
    return false;
}

static jb_str free_name(jb_composer *c, jb_str name)
{
    jb_str file = jb_str_printf(c->cx->keep, "%.*s.csv", JB_F(name));
    size_t taken = 1;
    for (size_t i = 0; i < c->attachments.n; i++)
        if (jb_str_eq(c->attachments.at[i].name, file)) {
            file = jb_str_printf(c->cx->keep, "%.*s-%zu.csv", JB_F(name), ++taken);
            i = (size_t)-1;
        }
    return file;
}

void jb_attach(jb_composer *c, jb_str name, jb_str description, const jb_table *table)
{
    jb_buf csv = jb_buf_new(c->cx->keep);
    jb_table_csv(&csv, table);
    if (!is_attached(c, csv.text))
        *JB_PUSH(c->cx->keep, &c->attachments) = (jb_attachment){.name = free_name(c, name),
                                                                 .mime = JB_S("text/csv"),
                                                                 .description = description,
                                                                 .data = csv.text};
}

/* The chart of a fence, which a row compiles before it places it; its scene is NULL after messages.
 */
static const jb_drawn *drawn_of(jb_composer *c, const jb_block *b)
{
    for (size_t i = 0; i < c->drawn.n; i++)
        if (c->drawn.at[i].block == b)
            return &c->drawn.at[i];
    jb_origins origins = {0};
    jb_scene *scene = uses_broken(c->tables, b->node) ? NULL : compile(c, b, &origins);
    jb_drawn *drawn = JB_PUSH(c->cx->keep, &c->drawn);
    *drawn = (jb_drawn){b, scene, origins};
    return drawn;
}

/* A table in the specification itself has no name but the chart's. */
static jb_str name_of(const jb_table *table, jb_str chart)
{
    bool own = jb_str_eq(table->name, JB_S("values")) || jb_str_eq(table->name, JB_S("sequence"));
    return own ? chart : jb_path_stem(table->name);
}

/* The tables that a chart is drawn from go with the document. */
static void attach(jb_composer *c, const jb_scene *scene, const jb_origins *origins)
{
    jb_str about = scene->caption.n ? jb_notes_cut(c->cx->keep, scene->caption) : scene->title;
    for (size_t i = 0; i < origins->n; i++)
        jb_attach(c, name_of(origins->at[i], scene->name), about, origins->at[i]);
}

/* How large a chart's px are in its place, and that place without the blank around it. */
typedef struct fitted {
    double scale, pad, width, height; /* pt; pad in px */
    double above, plot, below;        /* of its height */
} fitted;

static fitted fit_chart(jb_composer *c, const jb_block *b, const jb_scene *scene)
{
    double pad = padding(c, b->node), most = tallest(c, jb_node_get(b->node, JB_S("usermeta")));
    double width = scene->width - 2 * pad, height = scene->height - 2 * pad;
    double scale = PX * scale_to_fit(c, PX * width, PX * height, most);
    const jb_group_item *plot = scene->root->groups;
    fitted f = {.scale = scale, .pad = pad, .width = scale * width, .height = scale * height};
    f.above = scale * (plot->y - pad);
    f.plot = scale * plot->height;
    f.below = f.height - f.above - f.plot;
    return f;
}

void jb_row_hold(jb_composer *c, const jb_block *b, jb_row *row)
{
    bool chart = b->kind == JB_BLOCK_FENCE && b->node && jb_str_eq(b->info, JB_S("chart"));
    const jb_scene *scene = chart ? drawn_of(c, b)->scene : NULL;
    if (!scene)
        return;
    fitted f = fit_chart(c, b, scene);
    if (row->plot > 0 && fabs(f.plot - row->plot) > 0.5) {
        jb_warn(c->cx, b->span, "the plots of this row are %.0f px and %.0f px high",
                row->plot / PX, f.plot / PX);
        jb_hint(c->cx, "give its charts one “height”, so that they can be compared");
    }
    row->above = fmax(row->above, f.above);
    row->plot = fmax(row->plot, f.plot);
    row->below = fmax(row->below, f.below);
}

static void tell_shrunk(jb_composer *c, const jb_block *b, double fit)
{
    if (fit >= LEAST_FIT)
        return;
    double most = tallest(c, jb_node_get(b->node, JB_S("usermeta")));
    jb_warn(c->cx, b->span, "the chart is larger than its page and shrinks to %.0f %%", 100 * fit);
    jb_hint(c->cx, "make it at most %.0f px wide and %.0f px high", c->sheet->measure / PX,
            most / PX);
}

void jb_compose_chart(jb_composer *c, const jb_block *b)
{
    const jb_drawn *drawn = drawn_of(c, b);
    jb_scene *scene = drawn->scene;
    const jb_node *meta = jb_node_get(b->node, JB_S("usermeta"));
    plate p = {.caption = jb_said_under(meta, JB_S("caption")),
               .source = jb_said_under(meta, JB_S("source")),
               .label = jb_target_of(c, b)};
    if (!scene) { /* what is wrong in its caption is told in the same run */
        push_plate(c, &p);
        return;
    }
    jb_said name = jb_said_under(b->node, JB_S("name"));
    scene->name =
        name.text.n ? name.text : jb_str_printf(c->cx->keep, "chart-%zu", c->charts.n + 1);
    *JB_PUSH(c->cx->keep, &c->charts) = scene;
    attach(c, scene, &drawn->origins);
    fitted f = fit_chart(c, b, scene);
    tell_shrunk(c, b, f.scale / PX);
    p.width = f.width;
    p.height = f.height;
    p.above = c->row ? c->row->above - f.above : 0;
    p.below = c->row ? c->row->plot - f.plot + c->row->below - f.below : 0;
    p.alt = scene->alt;
    jb_group_item *scaled = jb_ink_group(c->cx->keep, push_plate(c, &p), -f.scale * f.pad,
                                         -f.scale * f.pad, (jb_str){0});
    scaled->scale = f.scale;
    jb_group_add(c->cx->keep, scaled, scene->root);
}

/* ---- images ---- */

static void tell_outside(jb_composer *c, const jb_block *b, const jb_picture *picture)
{
    jb_str outside = {NULL, 0};
    if (picture->kind == JB_PICTURE_SVG)
        outside = jb_drawing_outside(picture->data);
    if (!outside.p)
        return;
    jb_warn(c->cx, b->span, "“%.*s” refers to “%.*s”, which is left out",
            JB_F(jb_brief(c->cx, b->path)), JB_F(jb_brief(c->cx, outside)));
    jb_hint(c->cx, "a drawing opens no other file: embed it as a data: address");
}

void jb_compose_image(jb_composer *c, const jb_block *b)
{
    jb_str path = jb_path_from(c->cx->keep, jb_span_source(b->span)->name, b->path);
    const jb_source *file = jb_file_read(c->cx, path, b->span);
    jb_picture picture;
    if (!file || !jb_picture_read(c->cx, b->path, file->text, b->span, &picture))
        return;
    tell_outside(c, b, &picture);
    jb_str caption = jb_block_plain(c->cx->keep, b);
    double width = said_width(c, b), wide = width > 0 ? width : PX * picture.width;
    double high = wide * picture.height / picture.width;
    double fit = scale_to_fit(c, wide, high, tallest(c, NULL));
    const plate p = {.width = fit * wide,
                     .height = fit * high,
                     .alt = caption,
                     .caption = {caption, b->span},
                     .image = b,
                     .label = jb_target_of(c, b)};
    jb_group_item *figure = push_plate(c, &p);
    jb_mark *mark = jb_mark_new(c->cx->keep, JB_MARKTYPE_IMAGE, JB_S("mark"), 1);
    *mark->images = (jb_image_item){.width = p.width,
                                    .height = p.height,
                                    .path = path,
                                    .data = file->text,
                                    .alt = p.alt,
                                    .style = &jb_style_plain};
    jb_group_add(c->cx->keep, figure, mark);
}
