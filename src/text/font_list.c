/* What each role of printing came to, from the rows of fonts.def. */
#include "text/font_parts.h"

/* "A|B" as "A, B". */
static jb_str listed(jb_arena *a, jb_str families)
{
    jb_buf b = jb_buf_new(a);
    for (size_t i = 0; i < families.n; i++)
        if (families.p[i] == '|')
            jb_buf_add(&b, JB_S(", "));
        else
            jb_buf_byte(&b, families.p[i]);
    return b.text;
}

static jb_str aliases_of(jb_arena *a, jb_role role)
{
    jb_buf b = jb_buf_new(a);
    for (size_t i = 0; i < jb_font_aliases_n; i++)
        if (jb_font_aliases[i].role == role)
            jb_buf_printf(&b, b.text.n ? ", %.*s" : "%.*s", JB_F(jb_font_aliases[i].name));
    return b.text;
}

static jb_font_row *add_row(jb_ctx *cx, jb_font_rows *rows, jb_str role, jb_str families,
                            const jb_face *face)
{
    jb_font_row *row = JB_PUSH(cx->keep, rows);
    *row = (jb_font_row){.role = role, .wanted = listed(cx->keep, families)};
    if (face) {
        row->family = face->family;
        row->file = jb_str_of(face->path);
        row->project = jb_fonts_added(cx, face);
    }
    return row;
}

jb_font_rows jb_fonts_list(jb_ctx *cx, jb_str lang)
{
    jb_font_rows rows = {0};
    if (!jb_fonts_open(cx))
        return rows;
    for (int i = 0; i < JB_ROLES; i++) {
        const jb_font_role *role = &jb_font_roles[i];
        const jb_face *own = jb_font_of_role(cx, (jb_role)i, lang, 400);
        jb_font_row *row =
            add_row(cx, &rows, role->name, role->families,
                    own ? own : jb_font_standing_in(cx, (jb_role)i, lang, 400, false));
        row->aliases = aliases_of(cx->keep, (jb_role)i);
        row->substitute = !own;
        if (!own)
            row->package = role->package;
    }
    for (size_t i = 0; i < JB_LATINS; i++) {
        const jb_font_latin *latin = &jb_font_latins[i];
        jb_font_row *row = add_row(cx, &rows, latin->name, latin->families,
                                   jb_font_first(cx, latin->families, lang, 400));
        row->latin = true;
        if (!row->family.n)
            row->package = latin->package;
    }
    return rows;
}
