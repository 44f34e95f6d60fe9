#include "base/library.h"

#include <dlfcn.h>

bool jb_library_load(jb_ctx *cx, const jb_library *library, void **functions)
{
    void *opened = NULL;
    for (const char *const *name = library->names; *name && !opened; name++)
        opened = dlopen(*name, RTLD_LAZY | RTLD_LOCAL);
    size_t found = 0;
    while (opened && found < library->n &&
           (functions[found] = dlsym(opened, library->symbols[found])))
        found++;
    if (found == library->n)
        return true;
    jb_fail_environment(cx, (jb_span){0}, "the library %s can't be loaded", library->names[0]);
    jb_hint(cx, "install the package %s", library->package);
    return false;
}
