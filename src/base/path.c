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
