/* The fonts as a reader wants to see them: what each role got, where from, what else would do. */
#include "api/handle.h"
#include "base/terminal.h"
#include "report/front.h"
#include "text/text.h"

typedef struct fonts_call {
    jianbao *jb;
    const char *of, **text;
} fonts_call;

enum { INDENT = 4, LABELS = 13, WIDTH = 100 };

enum { ITS_FILE, WANTED, ALIASES, INSTALL, INSTEAD, PROJECT, NONE, BESIDE, NAME_FILE, WORDS };

static const jb_str words[WORDS][2] = {
    [ITS_FILE] = {JB_K("file"), JB_K("文件")},
    [WANTED] = {JB_K("looked for"), JB_K("依次寻找")},
    [ALIASES] = {JB_K("also called"), JB_K("也写作")},
    [INSTALL] = {JB_K("to install"), JB_K("可安装")},
    [INSTEAD] = {JB_K(" (stands in)"), JB_K("（代替）")},
    [PROJECT] = {JB_K(" (the theme's)"), JB_K("（主题自带）")},
    [NONE] = {JB_K("none"), JB_K("无")},
    [BESIDE] = {JB_K("Latin, "), JB_K("西文 ")},
    [NAME_FILE] = {JB_K("no package has one: name a font file in the theme, as in "
                        "fonts: {小标宋: fonts/x.ttf}"),
                   JB_K("没有软件包：在主题里写上字体文件，如 fonts: {小标宋: fonts/x.ttf}")},
};

static jb_str word(const jb_ctx *cx, int which)
{
    return words[which][cx->lang == JB_LANG_ZH];
}

static void add_blanks(jb_buf *b, size_t n)
{
    for (; n; n--)
        jb_buf_byte(b, ' ');
}

static size_t width_of(jb_arena *a, jb_str s)
{
    jb_buf b = jb_buf_new(a);
    return jb_terminal_add(&b, s);
}

/* The item at the head of a list with the comma behind it. */
static jb_str next_item(jb_str *list)
{
    size_t n = 0;
    while (n < list->n && list->p[n] != ',')
        n++;
    n += n < list->n;
    jb_str item = jb_str_trim(jb_str_cut(*list, 0, n));
    *list = jb_str_cut(*list, n, SIZE_MAX);
    return item;
}

/* "    label        a, b, c,", going on under the first item where a line is full. */
static void add_list(jb_buf *b, jb_str label, jb_str list)
{
    size_t at = INDENT + LABELS;
    if (!list.n)
        return;
    add_blanks(b, INDENT);
    add_blanks(b, LABELS - jb_terminal_add(b, label));
    for (bool first = true; list.n; first = false) {
        jb_str item = next_item(&list);
        size_t wide = width_of(b->arena, item);
        bool full = !first && at + 1 + wide > WIDTH;
        if (full)
            jb_buf_byte(b, '\n');
        add_blanks(b, full ? INDENT + LABELS : !first);
        at = full ? INDENT + LABELS + wide : at + !first + wide;
        jb_terminal_add(b, item);
    }
    jb_buf_byte(b, '\n');
}

static void add_row(jb_ctx *cx, jb_buf *b, const jb_font_row *r)
{
    jb_buf_printf(b, "%.*s%.*s: ", JB_F(r->latin ? word(cx, BESIDE) : JB_S("")), JB_F(r->role));
    jb_buf_add(b, r->family.n ? r->family : word(cx, NONE));
    jb_buf_add(b, r->project ? word(cx, PROJECT) : r->substitute ? word(cx, INSTEAD) : JB_S(""));
    jb_buf_byte(b, '\n');
    add_list(b, word(cx, ITS_FILE), r->file);
    add_list(b, word(cx, WANTED), r->wanted);
    add_list(b, word(cx, ALIASES), r->aliases);
    if (r->substitute || !r->family.n)
        add_list(b, word(cx, INSTALL), r->package.n ? r->package : word(cx, NAME_FILE));
}

static bool open_theme(jb_ctx *cx, jb_str name)
{
    jb_theme look = {0};
    return jb_theme_load(cx, (jb_said){name, jb_argument_span(cx, "--theme", name)},
                         (jb_str){NULL, 0}, &look) &&
           jb_theme_fonts(cx, &look);
}

static bool open_report(jb_ctx *cx, jb_str path, jb_str *lang)
{
    jb_files_allow(cx, path);
    const jb_source *source = jb_file_read_text(cx, path, (jb_span){0});
    const jb_front *front = source ? jb_front_of(cx, source) : NULL;
    if (!front || !front->themed)
        return false;
    *lang = front->lang.text;
    return jb_theme_fonts(cx, &front->theme);
}

static bool is_report(jb_str name)
{
    return jb_str_eq_fold(jb_path_ext(name), JB_S("md"));
}

static bool list_fonts(jb_ctx *cx, const void *args)
{
    const fonts_call *call = args;
    jb_str of, lang = JB_S("zh-CN");
    if (!jb_fonts_open(cx) || !jb_argument(cx, "--theme", call->of, &of) ||
        (of.p && !(is_report(of) ? open_report(cx, of, &lang) : open_theme(cx, of))))
        return false;
    jb_font_rows rows = jb_fonts_list(cx, lang);
    jb_buf b = jb_buf_new(cx->scratch);
    for (size_t i = 0; i < rows.n; i++)
        add_row(cx, &b, &rows.at[i]);
    *call->text = jb_handle_keep(call->jb, b.text);
    return true;
}

const char *jianbao_fonts(jianbao *jb, const char *of)
{
    const char *text = NULL;
    jb_handle_run(jb, list_fonts, &(fonts_call){jb, of, &text});
    return text;
}
