#include "data/schema.h"

#include <string.h>

#include "base/file.h"

typedef struct reading {
    jb_ctx *cx;
    jb_arena *keep; /* of the files: a package is read once in a run */
    const jb_source *source;
    jb_package *package;
} reading;

static const struct type_row {
    jb_str name;
    jb_field_type type;
} types[] = {
    {JB_K("string"), JB_FIELD_STRING},
    {JB_K("integer"), JB_FIELD_INTEGER},
    {JB_K("number"), JB_FIELD_NUMBER},
    {JB_K("boolean"), JB_FIELD_BOOLEAN},
    {JB_K("date"), JB_FIELD_DATE},
    {JB_K("datetime"), JB_FIELD_DATETIME},
    {JB_K("time"), JB_FIELD_TIME},
    {JB_K("year"), JB_FIELD_YEAR},
    {JB_K("yearmonth"), JB_FIELD_YEARMONTH},
    {JB_K("any"), JB_FIELD_ANY},
    /* the rest of Table Schema's types: their cells are kept as text */
    {JB_K("object"), JB_FIELD_ANY},
    {JB_K("array"), JB_FIELD_ANY},
    {JB_K("duration"), JB_FIELD_ANY},
    {JB_K("geopoint"), JB_FIELD_ANY},
    {JB_K("geojson"), JB_FIELD_ANY},
};

jb_str jb_field_type_name(jb_field_type type)
{
    for (size_t i = 0; i < JB_COUNT(types); i++)
        if (types[i].type == type)
            return types[i].name;
    return JB_S("any");
}

/* ---- members of the right kind ---- */

/* The node if it is of that kind; NULL without it, or after a message. */
static const jb_node *of_kind(const reading *r, const jb_node *node, jb_str key, jb_node_kind kind)
{
    if (!node || node->kind == JB_NODE_NULL || node->kind == kind)
        return node && node->kind == kind ? node : NULL;
    jb_fail(r->cx, node->span, "“%.*s” must be %s, not %s", JB_F(key),
            jb_word(r->cx, jb_node_kind_name(kind).p),
            jb_word(r->cx, jb_node_kind_name(node->kind).p));
    return NULL;
}

/* The member of that name likewise. */
static const jb_node *get(const reading *r, const jb_node *map, jb_str key, jb_node_kind kind)
{
    return of_kind(r, jb_node_get(map, key), key, kind);
}

static jb_str get_text(const reading *r, const jb_node *map, jb_str key)
{
    const jb_node *node = get(r, map, key, JB_NODE_STRING);
    return node ? node->text : (jb_str){NULL, 0};
}

static bool get_bool(const reading *r, const jb_node *map, jb_str key, bool otherwise)
{
    const jb_node *node = get(r, map, key, JB_NODE_BOOL);
    return node ? node->truth : otherwise;
}

/* A character, such as a delimiter. */
static char get_char(const reading *r, const jb_node *map, jb_str key, char otherwise)
{
    const jb_node *node = get(r, map, key, JB_NODE_STRING);
    if (!node || (node->text.n == 1 && (unsigned char)node->text.p[0] < 0x80))
        return node ? node->text.p[0] : otherwise;
    jb_fail(r->cx, node->span, "“%.*s” must be one ASCII character", JB_F(key));
    return otherwise;
}

static jb_strings get_strings(const reading *r, const jb_node *map, jb_str key,
                              jb_strings otherwise)
{
    const jb_node *node = get(r, map, key, JB_NODE_LIST);
    if (!node)
        return otherwise;
    jb_str *texts = JB_NEW_N(r->keep, jb_str, node->n + 1);
    for (size_t i = 0; i < node->n; i++) {
        texts[i] = node->items[i]->text;
        if (node->items[i]->kind != JB_NODE_STRING)
            jb_fail(r->cx, node->items[i]->span, "“%.*s” is a list of strings", JB_F(key));
    }
    return (jb_strings){texts, node->n};
}

/* Properties of our own are allowed; one that is nearly a known one is a slip. */
static void warn_slips(const reading *r, const jb_node *map, const jb_str *known, size_t n)
{
    for (size_t i = 0; map->kind == JB_NODE_MAP && i < map->n; i++) {
        bool found = false;
        for (size_t k = 0; k < n && !found; k++)
            found = jb_str_eq(map->members[i].key, known[k]);
        if (found || !jb_nearest(map->members[i].key, JB_NAMES(known, n)).p)
            continue;
        jb_warn(r->cx, map->members[i].key_span, "the property “%.*s” means nothing here",
                JB_F(jb_brief(r->cx, map->members[i].key)));
        jb_hint_nearest(r->cx, map->members[i].key, JB_NAMES(known, n));
    }
}

/* ---- fields ---- */

static jb_field_type read_type(const reading *r, const jb_node *node)
{
    const jb_node *given = get(r, node, JB_S("type"), JB_NODE_STRING);
    jb_str names[JB_COUNT(types)];
    for (size_t i = 0; i < JB_COUNT(types); i++) {
        names[i] = types[i].name;
        if (given && jb_str_eq(names[i], given->text))
            return types[i].type;
    }
    if (!given)
        return JB_FIELD_STRING;
    jb_fail(r->cx, given->span, "no field type “%.*s”", JB_F(jb_brief(r->cx, given->text)));
    jb_hint_nearest(r->cx, given->text, JB_NAMES(names, JB_COUNT(names)));
    return JB_FIELD_STRING;
}

static void read_constraints(const reading *r, const jb_node *node, jb_field *field)
{
    static const jb_str known[] = {JB_K("required"),  JB_K("unique"),  JB_K("enum"),
                                   JB_K("minimum"),   JB_K("maximum"), JB_K("minLength"),
                                   JB_K("maxLength"), JB_K("pattern")};
    const jb_node *map = get(r, node, JB_S("constraints"), JB_NODE_MAP);
    if (!map)
        return;
    warn_slips(r, map, known, JB_COUNT(known));
    field->required = get_bool(r, map, JB_S("required"), false);
    field->unique = get_bool(r, map, JB_S("unique"), false);
    field->enum_list = get(r, map, JB_S("enum"), JB_NODE_LIST);
    field->minimum = jb_node_get(map, JB_S("minimum"));
    field->maximum = jb_node_get(map, JB_S("maximum"));
    field->min_length = get(r, map, JB_S("minLength"), JB_NODE_NUMBER);
    field->max_length = get(r, map, JB_S("maxLength"), JB_NODE_NUMBER);
    field->pattern = get(r, map, JB_S("pattern"), JB_NODE_STRING);
}

static jb_str pattern_of(jb_str format)
{
    return jb_str_starts(format, JB_S("fmt:")) ? jb_str_cut(format, 4, format.n) : format;
}

/* One mark can't do both: 1.5 would be read as 15. */
static void check_marks(const reading *r, const jb_field *field)
{
    if (!jb_str_eq(field->group_char, (jb_str){&field->decimal_char, 1}))
        return;
    jb_fail(r->cx, field->span, "“groupChar” and “decimalChar” are the same");
    jb_hint(r->cx, "“decimalChar” is . where it is not given");
}

static void read_field(const reading *r, const jb_node *node, jb_strings missing, jb_field *field)
{
    static const jb_str yes[] = {JB_K("true"), JB_K("True"), JB_K("TRUE"), JB_K("1")},
                        no[] = {JB_K("false"), JB_K("False"), JB_K("FALSE"), JB_K("0")};
    static const jb_str known[] = {JB_K("name"),          JB_K("title"),       JB_K("description"),
                                   JB_K("type"),          JB_K("format"),      JB_K("constraints"),
                                   JB_K("unit"),          JB_K("decimalChar"), JB_K("groupChar"),
                                   JB_K("bareNumber"),    JB_K("trueValues"),  JB_K("falseValues"),
                                   JB_K("missingValues"), JB_K("example"),     JB_K("rdfType")};
    warn_slips(r, node, known, JB_COUNT(known));
    const jb_node *name = get(r, node, JB_S("name"), JB_NODE_STRING);
    if (!name)
        jb_fail(r->cx, node->span, "a field without a name");
    jb_str format = get_text(r, node, JB_S("format"));
    *field = (jb_field){
        .name = name ? name->text : (jb_str){"", 0},
        .title = get_text(r, node, JB_S("title")),
        .description = get_text(r, node, JB_S("description")),
        .unit = get_text(r, node, JB_S("unit")),
        .type = read_type(r, node),
        .format = format.n ? pattern_of(format) : JB_S("default"),
        .decimal_char = get_char(r, node, JB_S("decimalChar"), '.'),
        .group_char = get_text(r, node, JB_S("groupChar")),
        .bare_number = get_bool(r, node, JB_S("bareNumber"), true),
        .true_values = get_strings(r, node, JB_S("trueValues"), (jb_strings){yes, JB_COUNT(yes)}),
        .false_values = get_strings(r, node, JB_S("falseValues"), (jb_strings){no, JB_COUNT(no)}),
        .missing_values = get_strings(r, node, JB_S("missingValues"), missing),
        .span = name ? name->span : node->span,
    };
    check_marks(r, field);
    read_constraints(r, node, field);
}

/* ---- keys ---- */

static size_t field_index(const jb_schema *schema, jb_str name)
{
    for (size_t i = 0; i < schema->fields_n; i++)
        if (jb_str_eq(schema->fields[i].name, name))
            return i;
    return SIZE_MAX;
}

static void say_no_field(const reading *r, const jb_schema *schema, const jb_node *node)
{
    jb_fail(r->cx, node->span, "no field “%.*s” in the schema", JB_F(jb_brief(r->cx, node->text)));
    jb_hint_nearest(r->cx, node->text, JB_NAMES_IN(schema->fields, schema->fields_n, name));
}

/* One name or a list of them. */
static jb_key read_key(const reading *r, const jb_node *node, const jb_schema *schema)
{
    jb_key key = {0};
    if (!node || node->kind == JB_NODE_NULL)
        return key;
    bool list = node->kind == JB_NODE_LIST;
    size_t n = list ? node->n : 1;
    size_t *fields = JB_NEW_N(r->keep, size_t, n + 1);
    for (size_t i = 0; i < n; i++) {
        const jb_node *name = list ? node->items[i] : node;
        fields[i] = name->kind == JB_NODE_STRING ? field_index(schema, name->text) : SIZE_MAX;
        if (fields[i] == SIZE_MAX)
            return say_no_field(r, schema, name), key;
    }
    return (jb_key){fields, n, node->span};
}

static const jb_resource *target_of(const reading *r, const jb_resource *own, const jb_node *name)
{
    if (!name || !name->text.n)
        return own;
    const jb_resource *target = jb_package_find(r->package, name->text);
    if (target && target->schema)
        return target;
    jb_fail(r->cx, name->span,
            target ? "the resource “%.*s” has no schema" : "no resource “%.*s” in the package",
            JB_F(jb_brief(r->cx, name->text)));
    if (!target)
        jb_hint_nearest(r->cx, name->text,
                        JB_NAMES_IN(r->package->resources, r->package->resources_n, name));
    return NULL;
}

static bool read_foreign_key(const reading *r, const jb_node *node, const jb_resource *own,
                             jb_foreign_key *key)
{
    const jb_node *reference = get(r, node, JB_S("reference"), JB_NODE_MAP);
    if (!reference) {
        jb_fail(r->cx, node->span, "a foreign key names its fields and its reference");
        return false;
    }
    const jb_resource *target =
        target_of(r, own, get(r, reference, JB_S("resource"), JB_NODE_STRING));
    if (!target)
        return false;
    key->from = read_key(r, jb_node_get(node, JB_S("fields")), own->schema);
    key->to = read_key(r, jb_node_get(reference, JB_S("fields")), target->schema);
    key->resource = (size_t)(target - r->package->resources);
    if (key->from.n && key->to.n && key->from.n != key->to.n)
        jb_fail(r->cx, key->to.span, "fields of a foreign key: %zu here, %zu where it refers to",
                key->from.n, key->to.n);
    return key->from.n && key->from.n == key->to.n;
}

/* Behind all schemas, for a key may refer to any of them. */
static void read_foreign_keys(const reading *r, const jb_node *node, const jb_resource *own)
{
    const jb_node *list = node ? get(r, node, JB_S("foreignKeys"), JB_NODE_LIST) : NULL;
    if (!list || !own->schema)
        return;
    jb_schema *schema = (jb_schema *)own->schema; /* still being made */
    jb_foreign_key *keys = JB_NEW_N(r->keep, jb_foreign_key, list->n + 1);
    for (size_t i = 0; i < list->n; i++)
        schema->foreign_n += read_foreign_key(r, list->items[i], own, &keys[schema->foreign_n]);
    schema->foreign = keys;
}

/* ---- schemas, dialects, resources ---- */

static void unique_fields(const reading *r, const jb_schema *schema)
{
    for (size_t i = 0; i < schema->fields_n; i++)
        if (schema->fields[i].name.n && field_index(schema, schema->fields[i].name) < i)
            jb_fail(r->cx, schema->fields[i].span, "two fields are named “%.*s”",
                    JB_F(jb_brief(r->cx, schema->fields[i].name)));
}

/* A schema or dialect: a map, or the path of a file that holds one. */
static const jb_node *described(const reading *r, const jb_node *node, jb_str key)
{
    const jb_node *given = jb_node_get(node, key);
    if (!given || given->kind != JB_NODE_STRING)
        return get(r, node, key, JB_NODE_MAP);
    jb_str path = jb_path_from(r->keep, r->source->name, given->text);
    const jb_source *source = jb_file_read_text(r->cx, path, given->span);
    return source ? of_kind(r, jb_tree_read(r->cx, source, JB_JSON), key, JB_NODE_MAP) : NULL;
}

static const jb_schema *read_schema(const reading *r, const jb_node *map)
{
    static const jb_str empty[] = {JB_K("")};
    static const jb_str known[] = {JB_K("fields"), JB_K("missingValues"), JB_K("primaryKey"),
                                   JB_K("foreignKeys")};
    const jb_node *list = map ? get(r, map, JB_S("fields"), JB_NODE_LIST) : NULL;
    if (!map)
        return NULL;
    warn_slips(r, map, known, JB_COUNT(known));
    jb_schema *schema = JB_NEW(r->keep, jb_schema);
    jb_strings missing =
        get_strings(r, map, JB_S("missingValues"), (jb_strings){empty, JB_COUNT(empty)});
    schema->fields_n = list ? list->n : 0;
    jb_field *fields = JB_NEW_N(r->keep, jb_field, schema->fields_n + 1);
    for (size_t i = 0; i < schema->fields_n; i++)
        read_field(r, list->items[i], missing, &fields[i]);
    schema->fields = fields;
    unique_fields(r, schema);
    schema->primary = read_key(r, jb_node_get(map, JB_S("primaryKey")), schema);
    return schema;
}

static void refuse(const reading *r, const jb_node *map, jb_str key, bool wanted)
{
    if (wanted)
        jb_fail(r->cx, jb_node_get(map, key)->span, "the dialect's “%.*s” is not supported",
                JB_F(key));
}

static jb_dialect read_dialect(const reading *r, const jb_node *node)
{
    static const jb_str known[] = {
        JB_K("delimiter"),           JB_K("lineTerminator"), JB_K("quoteChar"),
        JB_K("doubleQuote"),         JB_K("escapeChar"),     JB_K("nullSequence"),
        JB_K("skipInitialSpace"),    JB_K("header"),         JB_K("commentChar"),
        JB_K("caseSensitiveHeader"), JB_K("csvddfVersion")};
    const jb_node *map = described(r, node, JB_S("dialect"));
    if (!map)
        return JB_DIALECT_DEFAULT;
    warn_slips(r, map, known, JB_COUNT(known));
    jb_str end = get_text(r, map, JB_S("lineTerminator"));
    refuse(r, map, JB_S("lineTerminator"),
           end.p && !jb_str_eq(end, JB_S("\n")) && !jb_str_eq(end, JB_S("\r\n")) &&
               !jb_str_eq(end, JB_S("\r")));
    refuse(r, map, JB_S("escapeChar"), get_text(r, map, JB_S("escapeChar")).n);
    refuse(r, map, JB_S("commentChar"), get_text(r, map, JB_S("commentChar")).n);
    refuse(r, map, JB_S("doubleQuote"), !get_bool(r, map, JB_S("doubleQuote"), true));
    return (jb_dialect){.delimiter = get_char(r, map, JB_S("delimiter"), 0),
                        .quote = get_char(r, map, JB_S("quoteChar"), '"'),
                        .headless = !get_bool(r, map, JB_S("header"), true),
                        .skip_initial_space = get_bool(r, map, JB_S("skipInitialSpace"), false)};
}

static jb_sources read_sources(const reading *r, const jb_node *node)
{
    const jb_node *list = get(r, node, JB_S("sources"), JB_NODE_LIST);
    size_t n = list ? list->n : 0;
    jb_origin_source *sources = JB_NEW_N(r->keep, jb_origin_source, n + 1);
    for (size_t i = 0; i < n; i++)
        sources[i] = (jb_origin_source){get_text(r, list->items[i], JB_S("title")),
                                        get_text(r, list->items[i], JB_S("path"))};
    return (jb_sources){sources, n};
}

/* The one file of a resource: a path, or a list of one. */
static const jb_node *path_of(const reading *r, const jb_node *node)
{
    const jb_node *path = jb_node_get(node, JB_S("path"));
    if (path && path->kind == JB_NODE_LIST && path->n == 1)
        path = path->items[0];
    if (!path || path->kind == JB_NODE_STRING)
        return path;
    jb_fail(r->cx, path->span, "a resource is one file");
    return NULL;
}

static void read_resource(const reading *r, const jb_node *node, const jb_node *schema,
                          jb_resource *resource)
{
    const jb_node *path = path_of(r, node);
    *resource = (jb_resource){
        .package = r->package,
        .name = get_text(r, node, JB_S("name")),
        .title = get_text(r, node, JB_S("title")),
        .path = path ? jb_path_from(r->keep, r->source->name, path->text) : (jb_str){NULL, 0},
        .file = path ? path->text : (jb_str){NULL, 0},
        .sources = read_sources(r, node),
        .encoding = get_text(r, node, JB_S("encoding")),
        .format = get_text(r, node, JB_S("format")),
        .dialect = read_dialect(r, node),
        .data = jb_node_get(node, JB_S("data")),
        .schema = read_schema(r, schema),
        .span = path ? path->span : node->span,
    };
    if (!resource->name.n)
        jb_fail(r->cx, node->span, "a resource without a name");
    if (!path && !resource->data && jb_node_get(node, JB_S("path")) == NULL)
        jb_fail(r->cx, node->span, "a resource without a path or data");
    for (const jb_resource *other = r->package->resources; other < resource; other++)
        if (resource->name.n && jb_str_eq(other->name, resource->name))
            jb_fail(r->cx, jb_node_get(node, JB_S("name"))->span, "two resources are named “%.*s”",
                    JB_F(jb_brief(r->cx, resource->name)));
}

static void read_resources(const reading *r, const jb_node *root)
{
    const jb_node *list = get(r, root, JB_S("resources"), JB_NODE_LIST);
    if (!list) {
        jb_fail(r->cx, root->span, "a data package has a list of resources");
        return;
    }
    jb_resource *resources = JB_NEW_N(r->keep, jb_resource, list->n + 1);
    r->package->resources = resources;
    const jb_node **schemas = JB_NEW_N(r->cx->scratch, const jb_node *, list->n + 1);
    for (size_t i = 0; i < list->n; i++, r->package->resources_n++) {
        schemas[i] = described(r, list->items[i], JB_S("schema"));
        read_resource(r, list->items[i], schemas[i], &resources[i]);
    }
    for (size_t i = 0; i < list->n; i++)
        read_foreign_keys(r, schemas[i], &resources[i]);
}

static const jb_package *read_package(jb_ctx *cx, jb_str path, jb_span asked)
{
    reading r = {.cx = cx, .keep = cx->keep, .package = JB_NEW(cx->keep, jb_package)};
    size_t before = jb_errors(cx);
    r.source = jb_file_read_text(cx, path, asked);
    const jb_node *root = r.source ? jb_tree_read(cx, r.source, JB_JSON) : NULL;
    if (!root)
        return NULL;
    r.package->path = r.source->name;
    r.package->title = get_text(&r, root, JB_S("title"));
    r.package->sources = read_sources(&r, root);
    read_resources(&r, root);
    return jb_errors(cx) > before ? NULL : r.package;
}

const jb_package *jb_package_read(jb_ctx *cx, jb_str path, jb_span asked)
{
    static const jb_package wrong; /* said once */
    jb_str real = jb_file_real(cx, path);
    jb_str key = jb_str_printf(cx->scratch, "package %.*s", JB_F(real));
    const jb_package *package = real.p ? jb_files_recall(cx, key) : NULL;
    if (package)
        return package == &wrong ? NULL : package;
    jb_arena *keep = cx->keep;
    cx->keep = jb_files_arena(cx);
    package = read_package(cx, path, asked);
    cx->keep = keep;
    if (real.p)
        jb_files_remember(cx, key, package ? package : &wrong);
    return package;
}

static jb_str directory_above(jb_ctx *cx, jb_str dir)
{
    bool named = !jb_str_eq(dir, JB_S(".")) && !jb_str_eq(jb_path_base(dir), JB_S(".."));
    if (named)
        return jb_path_dir(dir);
    return jb_str_eq(dir, JB_S(".")) ? JB_S("..")
                                     : jb_str_printf(cx->scratch, "%.*s/..", JB_F(dir));
}

bool jb_package_near(jb_ctx *cx, jb_str file, const jb_package **package)
{
    *package = NULL;
    if (jb_str_eq(file, JB_S("-")))
        return true;
    for (jb_str dir = jb_path_dir(file);; dir = directory_above(cx, dir)) {
        jb_str path = jb_str_eq(dir, JB_S("."))
                          ? JB_S("datapackage.json")
                          : jb_str_printf(cx->scratch, "%.*s/datapackage.json", JB_F(dir));
        if (jb_file_exists(cx, path))
            return (*package = jb_package_read(cx, path, (jb_span){0})) != NULL;
        jb_str real = jb_file_real(cx, dir);
        if (real.n < 2)
            return true;
    }
}

const jb_resource *jb_package_find(const jb_package *package, jb_str name)
{
    for (size_t i = 0; package && i < package->resources_n; i++)
        if (jb_str_eq(package->resources[i].name, name))
            return &package->resources[i];
    return NULL;
}

const jb_resource *jb_package_find_file(jb_ctx *cx, const jb_package *package, jb_str file)
{
    jb_str real = jb_file_real(cx, file);
    for (size_t i = 0; package && real.p && i < package->resources_n; i++) {
        const jb_resource *resource = &package->resources[i];
        if (resource->path.p && jb_str_eq(jb_file_real(cx, resource->path), real))
            return resource;
    }
    return NULL;
}
