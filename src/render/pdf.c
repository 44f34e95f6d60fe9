#include "render/backends.h"
#include "render/dense.h"
#include "render/finish.h"

#include <cairo-pdf.h>
#include <math.h>
#include <stdlib.h>
#include <time.h>

/* A surface that collects its bytes; both end with the scratch arena. */
typedef struct output {
    jb_sink *sink;
    cairo_surface_t *surface;
    cairo_t *cr;
} output;

static void destroy_surface(void *surface)
{
    cairo_surface_destroy(surface);
}

static void destroy_context(void *cr)
{
    cairo_destroy(cr);
}

static void set(cairo_surface_t *s, jb_arena *a, cairo_pdf_metadata_t what, jb_str text)
{
    if (text.n)
        cairo_pdf_surface_set_metadata(s, what, jb_str_c(a, text));
}

/* The moment of SOURCE_DATE_EPOCH, else none: the same input gives the same bytes. */
static void set_date(cairo_surface_t *s)
{
    const char *epoch = getenv("SOURCE_DATE_EPOCH");
    char *end, text[32] = "";
    long long seconds = epoch ? strtoll(epoch, &end, 10) : 0;
    time_t t = (time_t)seconds;
    struct tm tm;
    if (epoch && *epoch && !*end && gmtime_r(&t, &tm))
        strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &tm);
    cairo_pdf_surface_set_metadata(s, CAIRO_PDF_METADATA_CREATE_DATE, text);
}

static output open_output(jb_ctx *cx, double width, double height)
{
    output out = {.sink = jb_sink_new(cx->keep)};
    out.surface = cairo_pdf_surface_create_for_stream(jb_sink_write, out.sink, width, height);
    jb_arena_own(cx->scratch, out.surface, destroy_surface);
    out.cr = jb_arena_own(cx->scratch, cairo_create(out.surface), destroy_context);
    cairo_pdf_surface_set_metadata(out.surface, CAIRO_PDF_METADATA_CREATOR,
                                   "jianbao " JIANBAO_VERSION);
    set_date(out.surface);
    return out;
}

static bool close_output(jb_ctx *cx, output *out, const jb_subsets *subsets, jb_str *bytes)
{
    cairo_status_t drawn = cairo_status(out->cr);
    cairo_surface_finish(out->surface);
    if (!jb_cairo_sound(cx, drawn) || !jb_cairo_sound(cx, cairo_surface_status(out->surface)))
        return false;
    jb_subsets_name(subsets, out->sink->bytes, out->sink->n);
    *bytes = (jb_str){out->sink->bytes, out->sink->n};
    return true;
}

/* Charts are in px, 96 to the inch; PDF counts in pt. */
static const double PT = 0.75;

bool jb_render_pdf(jb_ctx *cx, const jb_scene *scene, const jb_render_options *options,
                   jb_str *bytes)
{
    const jb_mark *root = jb_dense_replaced(cx, scene->root, NULL, options->place);
    output out = open_output(cx, scene->width * PT, scene->height * PT);
    set(out.surface, cx->scratch, CAIRO_PDF_METADATA_TITLE, scene->title);
    set(out.surface, cx->scratch, CAIRO_PDF_METADATA_SUBJECT, scene->description);
    cairo_scale(out.cr, PT, PT);
    jb_subsets *subsets = jb_subsets_new(cx);
    jb_subsets_collect(subsets, root);
    jb_subsets_make(subsets);
    jb_painter p = {.cx = cx, .cr = out.cr, .links = true, .subsets = subsets};
    /* Before the structure: a paint over all makes cairo forget what was begun. */
    jb_paint_background(&p, &scene->background, scene->width, scene->height);
    /* Also because cairo's links are broken in a file without structure. */
    jb_tagged document = {.tag = JB_S("Document")}, figure = {.tag = JB_S("Figure")};
    figure.box[2] = scene->width * PT, figure.box[3] = scene->height * PT;
    figure.alt = scene->alt.n ? scene->alt : scene->title;
    jb_tag_begin(&p, &document);
    jb_tag_begin(&p, &figure);
    p.in.parted = jb_tag_inside(&p, root);
    bool sound = jb_paint_mark(&p, root, NULL);
    jb_tag_end(&p, figure.tag);
    jb_tag_end(&p, document.tag);
    jb_finishing f = {.tagged = p.tagged.at, .tagged_n = p.tagged.n};
    return sound && close_output(cx, &out, subsets, bytes) && jb_pdf_finish(cx, *bytes, &f, bytes);
}

/* cairo joins the places of all that is drawn on a page, rectangle by rectangle, to a region; where
 * one holds the page, there is nothing to join. Twice the same rectangle by the even-odd rule shows
 * nothing, and jb_artifacts_mark takes it out of the file. */
static void lay_sheet(cairo_t *cr, double width, double height)
{
    cairo_save(cr);
    cairo_identity_matrix(cr);
    cairo_rectangle(cr, 0, 0, width, height);
    cairo_rectangle(cr, 0, 0, width, height);
    cairo_set_fill_rule(cr, CAIRO_FILL_RULE_EVEN_ODD);
    cairo_fill(cr);
    cairo_restore(cr);
}

/* Setting the size forgets what was begun on the page: the document begins after that of the first.
 */
static bool draw_page(jb_painter *p, cairo_surface_t *surface, const jb_page *page, bool first)
{
    cairo_pdf_surface_set_size(surface, page->width, page->height);
    lay_sheet(p->cr, page->width, page->height);
    p->page_height = page->height;
    if (first)
        jb_tag_begin(p, &(jb_tagged){.tag = JB_S("Document")});
    if (page->label.n)
        cairo_pdf_surface_set_page_label(surface, jb_str_c(p->cx->scratch, page->label));
    return jb_paint_mark(p, jb_dense_replaced(p->cx, page->root, NULL, (jb_span){0}), NULL);
}

/* parents[level] is cairo's number of the last entry of that level. */
static void add_outline(jb_ctx *cx, cairo_surface_t *s, const jb_document *d)
{
    enum { DEEPEST = 32 };
    int parents[DEEPEST + 1] = {CAIRO_PDF_OUTLINE_ROOT};
    for (size_t i = 0; i < d->outline_n; i++) {
        const jb_outline *o = &d->outline[i];
        int level = o->level < 1 ? 1 : o->level > DEEPEST ? DEEPEST : o->level;
        jb_str to = jb_str_printf(cx->scratch, "page=%zu pos=[%d %d]", o->page + 1,
                                  (int)lround(o->x), (int)lround(o->y));
        int id =
            cairo_pdf_surface_add_outline(s, parents[level - 1], jb_str_c(cx->scratch, o->title),
                                          to.p, level == 1 ? CAIRO_PDF_OUTLINE_FLAG_OPEN : 0);
        for (int k = level; k <= DEEPEST; k++)
            parents[k] = id;
    }
}

bool jb_render_document(jb_ctx *cx, const jb_document *d, jb_str *bytes)
{
    output out = open_output(cx, d->pages_n ? d->pages[0].width : 595,
                             d->pages_n ? d->pages[0].height : 842);
    set(out.surface, cx->scratch, CAIRO_PDF_METADATA_TITLE, d->title);
    set(out.surface, cx->scratch, CAIRO_PDF_METADATA_AUTHOR, d->author);
    set(out.surface, cx->scratch, CAIRO_PDF_METADATA_SUBJECT, d->subject);
    set(out.surface, cx->scratch, CAIRO_PDF_METADATA_KEYWORDS, d->keywords);
    jb_subsets *subsets = jb_subsets_new(cx);
    for (size_t i = 0; i < d->pages_n; i++)
        jb_subsets_collect(subsets, d->pages[i].root);
    jb_subsets_make(subsets);
    jb_painter p = {.cx = cx, .cr = out.cr, .links = true, .tags = true, .subsets = subsets};
    for (size_t i = 0; i < d->pages_n; i++) {
        jb_tell_unplaced(cx, d->pages[i].root, (jb_span){0});
        if (!draw_page(&p, out.surface, &d->pages[i], i == 0))
            return false;
        if (i + 1 == d->pages_n)
            jb_tag_end(&p, JB_S("Document"));
        cairo_show_page(out.cr);
    }
    add_outline(cx, out.surface, d);
    jb_finishing f = {.lang = d->lang.n ? d->lang : JB_S("zh-CN"),
                      .tagged = p.tagged.at,
                      .tagged_n = p.tagged.n,
                      .pictures = p.places.at,
                      .pictures_n = p.places.n,
                      .attachments = d->attachments,
                      .attachments_n = d->attachments_n};
    return close_output(cx, &out, subsets, bytes) && jb_pdf_finish(cx, *bytes, &f, bytes);
}
