/* Tables by a schema. */
#ifndef JB_DATA_RESOURCE_H
#define JB_DATA_RESOURCE_H

#include "data/schema.h"

/* The table of CSV text by a schema. Header and fields are compared by name, and every cell that is
 * not of its field's type is told; such a cell is null. The table stands for what is sound even if
 * there were mistakes: compare jb_errors. */
jb_table *jb_schema_csv(jb_ctx *cx, const jb_csv *csv, const jb_schema *schema);
/* The same for a table of JSON values, whose texts become what their fields say; a field that no
 * row mentions is a column of nulls. */
jb_table *jb_schema_rows(jb_ctx *cx, const jb_table *t, const jb_schema *schema);
/* The field of that column; NULL: none. */
const jb_field *jb_schema_field(const jb_schema *schema, jb_str column);

/* A resource's table by its schema, sound or not; NULL after messages if it is no table at all. */
const jb_table *jb_resource_read(jb_ctx *cx, const jb_resource *resource);

#endif
