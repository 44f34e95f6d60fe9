#include "data/origin.h"

#include "data/schema.h"

static jb_origin origin_of(const jb_resource *r)
{
    return (jb_origin){.package = r->package->path,
                       .package_title = r->package->title,
                       .name = r->name,
                       .title = r->title,
                       .file = r->file,
                       .sources = r->sources.n ? r->sources.at : r->package->sources.at,
                       .sources_n = r->sources.n ? r->sources.n : r->package->sources.n};
}

const jb_origin *jb_origin_of(jb_ctx *cx, jb_str file)
{
    const jb_package *package;
    jb_package_near(cx, file, &package);
    const jb_resource *r = jb_package_find_file(cx, package, file);
    if (!r)
        return NULL;
    jb_origin *origin = JB_NEW(cx->keep, jb_origin);
    *origin = origin_of(r);
    return origin;
}

const jb_origin *jb_origins_near(jb_ctx *cx, jb_str file, size_t *n)
{
    const jb_package *package;
    jb_package_near(cx, file, &package);
    *n = package ? package->resources_n : 0;
    jb_origin *origins = JB_NEW_N(cx->keep, jb_origin, *n + 1);
    for (size_t i = 0; i < *n; i++)
        origins[i] = origin_of(&package->resources[i]);
    return origins;
}
