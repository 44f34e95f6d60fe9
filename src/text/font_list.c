/* What each role of printing came to, from the rows of fonts.def. */
#include "text/fonts.h"

typedef struct wanted {
    jb_str name, families, package;
} wanted;

static const wanted roles[JB_ROLES] = {
#define R(role, name, weight, instead, latin, families, package)                                   \
    [JB_ROLE_##role] = {JB_K(name), JB_K(families), JB_K(package)},
#include "text/fonts.def"
#undef R
};

static const wanted latins[] = {
#define L(kind, name, families, package) {JB_K(name), JB_K(families), JB_K(package)},
#include "text/fonts.def"
#undef L
};

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

static jb_font_row *add_row(jb_ctx *cx, jb_font_rows *rows, const wanted *w, const jb_face *face)
{
    jb_font_row *row = JB_PUSH(cx->keep, rows);
    *row = (jb_font_row){.role = w->name, .wanted = listed(cx->keep, w->families)};
    if (face) {
        row->family = face->family;
        row->file = jb_str_of(face->path);
        row->project = jb_fonts_added(cx, face);
    }
    return row;
}

jb_font_rows jb_fonts_list(jb_ctx *cx)
{
    jb_font_rows rows = {0};
    if (!jb_fonts_open(cx))
        return rows;
    for (int i = 0; i < JB_ROLES; i++) {
        bool substitute;
        const jb_face *face = jb_fonts_role(cx, (jb_role)i, &substitute);
        jb_font_row *row = add_row(cx, &rows, &roles[i], face);
        row->aliases = aliases_of(cx->keep, (jb_role)i);
        row->substitute = substitute;
        if (substitute)
            row->package = roles[i].package;
    }
    for (size_t i = 0; i < JB_COUNT(latins); i++) {
        jb_font_row *row = add_row(cx, &rows, &latins[i], jb_fonts_first(cx, latins[i].families));
        row->latin = true;
        if (!row->family.n)
            row->package = latins[i].package;
    }
    return rows;
}
