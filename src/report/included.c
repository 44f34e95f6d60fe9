#include "base/file.h"
#include "grammar/make.h"
#include "report/compose.h"

/* Charts whose specification is a file of its own: ```chart with `file`, and images of it. */

/* Endings of files that hold a specification, and how they are read. */
static const struct {
    jb_str extension;
    jb_syntax syntax;
} forms[] = {{JB_K("json"), JB_JSON}, {JB_K("yaml"), JB_YAML}, {JB_K("yml"), JB_YAML}};

static size_t form_of(jb_str path)
{
    size_t i = 0;
    while (i < JB_COUNT(forms) && !jb_str_eq_fold(jb_path_ext(path), forms[i].extension))
        i++;
    return i;
}

/* The specification, each part with its place in its own file; its figures are filled from the
 * report's tables. NULL after messages. */
static const jb_node *read_spec(jb_ctx *cx, const jb_tables *tables, const jb_block *b,
                                jb_said file)
{
    size_t form = form_of(file.text);
    if (form == JB_COUNT(forms)) {
        jb_fail(cx, file.span, "the ending of “%.*s” names no form of specification",
                JB_F(jb_brief(cx, file.text)));
        jb_hint(cx, "the endings are .json, .yaml and .yml");
        return NULL;
    }
    jb_str path = jb_path_from(cx->keep, jb_span_source(b->span)->name, file.text);
    const jb_source *source = jb_file_read_text(cx, path, file.span);
    if (!source)
        return NULL;
    jb_figures *figures = jb_figures_lift(cx, source);
    jb_figures_tables(figures, tables);
    const jb_node *spec = jb_tree_read(cx, jb_figures_source(figures), forms[form].syntax);
    if (!spec || spec->kind == JB_NODE_MAP)
        return spec ? jb_figures_fill_tree(cx, figures, spec) : NULL;
    jb_fail(cx, spec->span, "a specification is a map, not %s",
            jb_word(cx, jb_node_kind_name(spec->kind).p));
    return NULL;
}

/* What stands beside `file` replaces the file's members of that name. */
static void include_fence(jb_ctx *cx, const jb_tables *tables, jb_block *b)
{
    const jb_node *file = jb_node_get(b->node, JB_S("file"));
    if (!jb_str_eq(b->info, JB_S("chart")) || !file)
        return;
    const jb_node *spec = NULL;
    if (file->kind == JB_NODE_STRING)
        spec = read_spec(cx, tables, b, (jb_said){file->text, file->span});
    else
        jb_fail(cx, file->span, "“%.*s” must be %s", 4, "file",
                jb_word(cx, "the path of a specification"));
    const jb_node *beside = jb_node_without(cx, b->node, "file");
    b->node = spec ? jb_node_merge(cx, spec, beside, 1) : NULL;
}

/* ![caption](roads.yaml){#roads}: the words in the brackets are the caption, the name in the braces
 * the chart's. */
static void include_image(jb_ctx *cx, const jb_tables *tables, jb_block *b)
{
    if (form_of(b->path) == JB_COUNT(forms))
        return;
    const jb_node *spec = read_spec(cx, tables, b, (jb_said){b->path, b->span});
    jb_str caption = jb_block_plain(cx->keep, b);
    jb_said name = b->attributes.name;
    if (spec && caption.n) {
        jb_maker meta = jb_make(cx, b->span);
        jb_put_all(&meta, jb_node_get(spec, JB_S("usermeta")));
        jb_put_text(&meta, "caption", caption);
        spec = jb_node_with(cx, spec, "usermeta", jb_made_map(&meta));
    }
    if (spec && name.text.n)
        spec = jb_node_with(cx, spec, "name", jb_node_string(cx->keep, name.text, name.span));
    b->kind = JB_BLOCK_FENCE;
    b->info = JB_S("chart");
    b->node = spec;
}

void jb_charts_include(jb_ctx *cx, const jb_tables *tables, const jb_blocks *blocks)
{
    for (size_t i = 0; i < blocks->n; i++) {
        jb_block *b = blocks->at[i];
        if (b->kind == JB_BLOCK_FENCE)
            include_fence(cx, tables, b);
        else if (b->kind == JB_BLOCK_IMAGE)
            include_image(cx, tables, b);
        jb_charts_include(cx, tables, &b->blocks);
    }
}
