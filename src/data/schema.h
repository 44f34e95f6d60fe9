/* Frictionless Data Package v1: datapackage.json and its Table Schemas. */
#ifndef JB_DATA_SCHEMA_H
#define JB_DATA_SCHEMA_H

#include "base/tree.h"
#include "data/csv.h"
#include "data/origin.h"
#include "data/read.h"

typedef enum jb_field_type {
    JB_FIELD_STRING,
    JB_FIELD_INTEGER,
    JB_FIELD_NUMBER,
    JB_FIELD_BOOLEAN,
    JB_FIELD_DATE,
    JB_FIELD_DATETIME,
    JB_FIELD_TIME,
    JB_FIELD_YEAR,
    JB_FIELD_YEARMONTH,
    JB_FIELD_ANY,
    JB_FIELD_TYPES
} jb_field_type;

typedef struct jb_strings {
    const jb_str *at;
    size_t n;
} jb_strings;

/* One field of a Table Schema. Texts that are not given are {NULL, 0}. */
typedef struct jb_field {
    jb_str name, title, description, unit; /* `unit` is our own addition, as Frictionless allows */
    jb_field_type type;
    jb_str format; /* "default", "any", or a pattern as %Y-%m-%d */
    char decimal_char;
    jb_str group_char;
    bool bare_number; /* false: a currency or % around the digits is passed over */
    jb_strings true_values, false_values, missing_values;
    bool required, unique;
    const jb_node *enum_list, *minimum, *maximum, *min_length, *max_length, *pattern;
    jb_span span; /* of its name in datapackage.json */
} jb_field;

typedef struct jb_key {
    const size_t *fields; /* indices of a schema's fields */
    size_t n;
    jb_span span;
} jb_key;

typedef struct jb_foreign_key {
    jb_key from;
    size_t resource; /* index in the package; its own for a self reference ("") */
    jb_key to;       /* fields of that resource */
} jb_foreign_key;

typedef struct jb_schema {
    const jb_field *fields;
    size_t fields_n;
    jb_key primary; /* n 0: none */
    const jb_foreign_key *foreign;
    size_t foreign_n;
} jb_schema;

typedef struct jb_sources {
    const jb_origin_source *at;
    size_t n;
} jb_sources;

typedef struct jb_resource {
    const struct jb_package *package;
    jb_str name, title, path; /* the path seen from the working directory */
    jb_str file;              /* … and as it is written */
    jb_sources sources;       /* its own */
    jb_str encoding, format;
    jb_dialect dialect;
    const jb_node *data;     /* rows in the package itself; NULL: in the file */
    const jb_schema *schema; /* NULL: none */
    jb_span span;            /* of its path or data */
} jb_resource;

typedef struct jb_package {
    jb_str path; /* of the datapackage.json */
    jb_str title;
    jb_sources sources;
    const jb_resource *resources;
    size_t resources_n;
} jb_package;

/* Reads a datapackage.json; NULL after messages, all mistakes at their places. It is read once in a
 * run and lives as long as cx->files. */
const jb_package *jb_package_read(jb_ctx *cx, jb_str path, jb_span asked);
/* The package in the nearest directory at or above the file's, under the root. *package is NULL if
 * there is none; false after messages when there is one and it is wrong. */
bool jb_package_near(jb_ctx *cx, jb_str file, const jb_package **package);
/* The resource that is that file (links resolved), or has that name; NULL: none. */
const jb_resource *jb_package_find_file(jb_ctx *cx, const jb_package *package, jb_str file);
const jb_resource *jb_package_find(const jb_package *package, jb_str name);
/* The resource's table by its schema, in cx->keep; its name is the resource's. */
const jb_table *jb_resource_table(jb_ctx *cx, const jb_resource *resource);

/* One cell that is not missing, by its field; false if the field does not read it so. */
bool jb_field_read(const jb_field *field, jb_str cell, jb_value *v);
bool jb_field_missing(const jb_field *field, jb_str cell); /* "" always is */
jb_str jb_field_type_name(jb_field_type type);

/* Everything the package promises, over all its resources: header and fields, types, constraints,
 * primary and foreign keys. Every mistake is a message at its cell that names the column by its
 * header. False if there was one. */
bool jb_package_check(jb_ctx *cx, jb_str path);

#endif
