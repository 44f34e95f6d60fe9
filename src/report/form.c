#include "report/head.h"

/* The parts of each form of document. */

void jb_compose_plain_head(jb_composer *c)
{
    jb_compose_title(c);
    if (c->front->title.text.n)
        c->boxes.at[c->boxes.n - 1].height += 0.4 * c->sheet->pitch;
}

static void compose_nothing(jb_composer *c)
{
    (void)c;
}

static double draw_nothing(jb_composer *c, jb_group_item *into)
{
    (void)c, (void)into;
    return 0;
}

static const struct {
    void (*head)(jb_composer *);
    void (*blocks)(jb_composer *, const jb_blocks *);
    void (*end)(jb_composer *);
    double (*foot)(jb_composer *, jb_group_item *);
} forms[] = {
    [JB_FORM_PLAIN] = {jb_compose_plain_head, jb_compose_blocks, compose_nothing, draw_nothing},
    [JB_FORM_JIANBAO] = {jb_compose_masthead, jb_compose_blocks, jb_compose_contributor,
                         jb_compose_imprint},
    [JB_FORM_GONGWEN] = {jb_compose_letterhead, jb_compose_official_blocks, compose_nothing,
                         jb_compose_official_imprint},
    [JB_FORM_ARTICLE] = {jb_compose_cover, jb_compose_blocks, compose_nothing, draw_nothing},
    [JB_FORM_SLIDES] = {jb_compose_cover, jb_compose_slides, compose_nothing, draw_nothing},
};
_Static_assert(JB_COUNT(forms) == JB_FORMS, "every form has its parts");

void jb_compose_form(jb_composer *c)
{
    int form = c->front->theme.form;
    forms[form].head(c);
    if (c->front->theme.contents)
        jb_compose_contents_page(c);
    c->next.recto = c->covered && c->sheet->mirrored;
    jb_compose_columns(c, &c->manuscript->blocks, c->front->theme.columns, forms[form].blocks,
                       c->front->span);
    c->parent = NULL; /* of no section */
    forms[form].end(c);
}

double jb_compose_foot(jb_composer *c, jb_group_item **ink)
{
    jb_group_item *into = JB_NEW(c->cx->keep, jb_group_item);
    double height = c->front->theme.foot ? forms[c->front->theme.form].foot(c, into) : 0;
    *ink = height > 0 ? into : NULL;
    return height;
}
