/* Where data come from, as the data package beside them says. */
#ifndef JB_DATA_ORIGIN_H
#define JB_DATA_ORIGIN_H

#include "base/ctx.h"

/* One of the `sources` of a resource or package (Frictionless Data Package v1). Texts that are not
 * given are {NULL, 0}. */
typedef struct jb_origin_source {
    jb_str title, path; /* path: an address or a file */
} jb_origin_source;

/* A resource and what it was made from: its own sources, else the package's. */
typedef struct jb_origin {
    jb_str package; /* path of its datapackage.json */
    jb_str package_title;
    jb_str name, title, file; /* the resource's, `file` as it is written there */
    const jb_origin_source *sources;
    size_t sources_n;
} jb_origin;

/* The origin of a data file by the nearest data package. NULL: there is no package, it does not
 * have the file, or it is wrong, which is told. */
const jb_origin *jb_origin_of(jb_ctx *cx, jb_str file);
/* Those of all resources in the package nearest to a file, in their order; n 0: there is none. */
const jb_origin *jb_origins_near(jb_ctx *cx, jb_str file, size_t *n);

#endif
