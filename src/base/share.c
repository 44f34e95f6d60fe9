#include "base/share.h"

jb_str jb_share_find(jb_str name)
{
    for (const jb_shared *s = jb_shared_files; s->name.p; s++)
        if (jb_str_eq(s->name, name))
            return s->text;
    return (jb_str){NULL, 0};
}
