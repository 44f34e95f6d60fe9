#include "api/outputs.h"

#include <stdlib.h>

#include "base/file.h"
#include "render/render.h"

jb_str jb_forms_of_pictures(jb_ctx *cx)
{
    jb_buf b = jb_buf_new(cx->scratch);
    for (size_t i = 0; i < jb_backends_n; i++)
        jb_buf_printf(&b, "%s%.*s", i ? ", " : "", JB_F(jb_backends[i].extension));
    return b.text;
}

void jb_form_refuse(jb_ctx *cx, jb_span place, jb_str form, jb_str known)
{
    jb_fail_usage(cx, place, "“%.*s” is none of its values", JB_F(jb_brief(cx, form)));
    jb_hint(cx, "it is one of %.*s", JB_F(known));
}

/* By its directory as the file system has it, where that is there already. */
static jb_str place_of(jb_ctx *cx, jb_str path)
{
    char *dir = realpath(jb_str_c(cx->scratch, jb_path_dir(path)), NULL);
    if (!dir)
        return jb_path_plain(cx->scratch, path);
    jb_arena_own(cx->scratch, dir, free);
    return jb_str_printf(cx->scratch, "%s/%.*s", dir, JB_F(jb_path_base(path)));
}

void jb_outputs_add(jb_outputs *o, jb_str path, jb_span asked)
{
    *JB_PUSH(o->cx->scratch, &o->all) = (jb_output){path, asked, place_of(o->cx, path)};
}

static int by_place(const void *a, const void *b)
{
    return jb_str_cmp(((const jb_output *)a)->place, ((const jb_output *)b)->place);
}

bool jb_outputs_differ(jb_outputs *o)
{
    if (o->all.n)
        qsort(o->all.at, o->all.n, sizeof *o->all.at, by_place);
    for (size_t i = 1; i < o->all.n; i++) {
        const jb_output *one = &o->all.at[i];
        if (!jb_str_eq(one[-1].place, one->place))
            continue;
        jb_fail_usage(o->cx, one->asked, "two files of this run would be “%.*s”",
                      JB_F(jb_brief(o->cx, one->path)));
        jb_hint(o->cx, "name another output");
        return false;
    }
    return true;
}
