#include "scene/scene.h"

const jb_str jb_marktype_names[JB_MARKTYPES] = {
    [JB_MARKTYPE_GROUP] = JB_K("group"),   [JB_MARKTYPE_RECT] = JB_K("rect"),
    [JB_MARKTYPE_SYMBOL] = JB_K("symbol"), [JB_MARKTYPE_RULE] = JB_K("rule"),
    [JB_MARKTYPE_TEXT] = JB_K("text"),     [JB_MARKTYPE_LINE] = JB_K("line"),
    [JB_MARKTYPE_AREA] = JB_K("area"),     [JB_MARKTYPE_TRAIL] = JB_K("trail"),
    [JB_MARKTYPE_ARC] = JB_K("arc"),       [JB_MARKTYPE_PATH] = JB_K("path"),
    [JB_MARKTYPE_IMAGE] = JB_K("image"),
};

static const size_t sizes[JB_MARKTYPES] = {
    [JB_MARKTYPE_GROUP] = sizeof(jb_group_item),   [JB_MARKTYPE_RECT] = sizeof(jb_rect_item),
    [JB_MARKTYPE_SYMBOL] = sizeof(jb_symbol_item), [JB_MARKTYPE_RULE] = sizeof(jb_rule_item),
    [JB_MARKTYPE_TEXT] = sizeof(jb_text_item),     [JB_MARKTYPE_LINE] = sizeof(jb_path_item),
    [JB_MARKTYPE_AREA] = sizeof(jb_path_item),     [JB_MARKTYPE_TRAIL] = sizeof(jb_path_item),
    [JB_MARKTYPE_ARC] = sizeof(jb_arc_item),       [JB_MARKTYPE_PATH] = sizeof(jb_svg_path_item),
    [JB_MARKTYPE_IMAGE] = sizeof(jb_image_item),
};

const jb_style jb_style_plain = {
    .opacity = 1,
    .fill_opacity = 1,
    .stroke_opacity = 1,
    .stroke_width = 1,
    .stroke_miter_limit = 4,
};

size_t jb_marktype_size(jb_marktype type)
{
    return sizes[type];
}

jb_mark *jb_mark_new(jb_arena *a, jb_marktype type, jb_str role, size_t n)
{
    jb_mark *mark = JB_NEW(a, jb_mark);
    mark->type = type;
    mark->role = role;
    mark->n = n;
    if (n > 0)
        mark->groups = jb_alloc_n(a, n, sizes[type]);
    return mark;
}

/* The list grows by doubling: its room is the next power of two, so no capacity need be kept. */
void jb_group_add(jb_arena *a, jb_group_item *group, jb_mark *mark)
{
    size_t n = group->marks_n;
    if ((n & (n - 1)) == 0) {
        jb_mark **marks = JB_NEW_N(a, jb_mark *, n ? 2 * n : 1);
        for (size_t i = 0; i < n; i++)
            marks[i] = group->marks[i];
        group->marks = marks;
    }
    group->marks[group->marks_n++] = mark;
}

jb_item *jb_mark_item(const jb_mark *mark, size_t i)
{
    return (jb_item *)(void *)((char *)mark->groups + i * sizes[mark->type]);
}
