#include <string.h>

#include "base/file.h"

static size_t base_at(jb_str path)
{
    size_t at = path.n;
    while (at && path.p[at - 1] != '/')
        at--;
    return at;
}

jb_str jb_path_dir(jb_str path)
{
    size_t at = base_at(path);
    if (!at)
        return JB_S(".");
    while (at > 1 && path.p[at - 1] == '/')
        at--;
    return jb_str_cut(path, 0, at);
}

jb_str jb_path_base(jb_str path)
{
    return jb_str_cut(path, base_at(path), path.n);
}

/* Where the last dot of a base name is; its end if it has none but at its start (".profile"). */
static size_t dot_at(jb_str base)
{
    for (size_t at = base.n; at > 1; at--)
        if (base.p[at - 1] == '.')
            return at - 1;
    return base.n;
}

jb_str jb_path_stem(jb_str path)
{
    jb_str base = jb_path_base(path);
    return jb_str_cut(base, 0, dot_at(base));
}

jb_str jb_path_ext(jb_str path)
{
    jb_str base = jb_path_base(path);
    size_t dot = dot_at(base);
    return dot < base.n ? jb_str_cut(base, dot + 1, base.n) : (jb_str){"", 0};
}

jb_str jb_path_from(jb_arena *a, jb_str from, jb_str path)
{
    size_t dir = base_at(from);
    if (!dir || (path.n && path.p[0] == '/') || jb_str_eq(path, JB_S("-")))
        return path;
    return jb_str_printf(a, "%.*s%.*s", (int)dir, from.p, JB_F(path));
}

/* The start of the last part of what is written so far, without its slash; text.n if it is no plain
 * name. */
static size_t last_name(jb_str text)
{
    size_t at = base_at(text);
    jb_str name = jb_str_cut(text, at, text.n);
    return jb_str_eq(name, JB_S("..")) || !name.n ? text.n : at;
}

jb_str jb_path_plain(jb_arena *a, jb_str path)
{
    jb_buf out = jb_buf_new(a);
    bool rooted = path.n && path.p[0] == '/';
    for (size_t at = rooted, end; at < path.n; at = end + 1) {
        for (end = at; end < path.n && path.p[end] != '/';)
            end++;
        jb_str part = jb_str_cut(path, at, end - at);
        if (!part.n || jb_str_eq(part, JB_S(".")))
            continue;
        size_t back = jb_str_eq(part, JB_S("..")) ? last_name(out.text) : out.text.n;
        if (back < out.text.n) {
            out.text.n = back ? back - 1 : 0;
            continue;
        }
        if (out.text.n || rooted)
            jb_buf_byte(&out, '/');
        jb_buf_add(&out, part);
    }
    return out.text.n ? out.text : rooted ? JB_S("/") : JB_S(".");
}
