/* Tables and selections in expressions. */
#include "base/decimal.h"
#include "grammar/spec.h"
#include "transform/comparison.h"
#include "transform/function.h"
#include "transform/transform.h"

/* A table by its name, as a list of objects; after a message empty where there is none. */
static jb_value rows_named(const jb_call *c, jb_str name)
{
    const jb_data_hook *hook = c->bound->scope->data;
    jb_node place = {.kind = JB_NODE_MAP, .span = c->span};
    jb_data_spec spec = {.given = {.class = &jb_data_class, .node = &place}};
    JB_SET(&spec, name, name);
    const jb_table *t = hook ? hook->load(hook->from, c->bound->cx, &spec) : NULL;
    jb_value *rows = JB_NEW_N(jb_call_arena(c), jb_value, t ? t->rows + 1 : 1);
    for (size_t r = 0; t && r < t->rows; r++)
        rows[r] = jb_table_row(jb_call_arena(c), t, r);
    return jb_list_value(rows, t ? t->rows : 0);
}

/* What a selection has chosen, empty where nobody selects; else the rows of a named table. */
jb_value jb_fn_data(const jb_call *c)
{
    jb_str name = c->args[0].type == JB_TEXT ? jb_value_str(c->args[0]) : JB_S("");
    const jb_param *p = jb_scope_find(c->bound->scope, name);
    if (p && p->value.type == JB_LISTED)
        return p->value;
    bool store = jb_str_ends(name, JB_S("_store"));
    return store || !c->bound->scope->data ? (jb_value){.type = JB_LISTED} : rows_named(c, name);
}

/* Is it the row, or the tick or entry, that the expression is about? */
jb_value jb_fn_is_tuple(const jb_call *c)
{
    return jb_bool(c->args[0].type == JB_OBJECT && c->args[0].scale == JB_TUPLE);
}

/* Nothing is pointed at. */
jb_value jb_fn_in_scope(const jb_call *c)
{
    (void)c;
    return jb_bool(false);
}

/* ---- selections ---- */

static bool is_listed(jb_value list, jb_value v)
{
    for (uint32_t i = 0; i < list.n; i++)
        if (jb_value_same(list.items[i], v))
            return true;
    return false;
}

/* Between two ends in either order; without the greater one where a bin is chosen. */
static bool is_between(jb_value ends, jb_value v, bool open)
{
    if (ends.type != JB_LISTED || ends.n < 2)
        return false;
    double x = jb_value_number(v), a = jb_value_number(ends.items[0]),
           b = jb_value_number(ends.items[ends.n - 1]);
    double low = a < b ? a : b, high = a < b ? b : a;
    return low <= x && (open ? x < high : x <= high);
}

static bool field_holds(jb_value field, jb_value chosen, jb_value datum)
{
    jb_value name = jb_value_member(field, JB_S("field")),
             type = jb_value_member(field, JB_S("type"));
    jb_value v = name.type == JB_TEXT ? jb_value_member(datum, jb_value_str(name)) : jb_undefined();
    if (type.type != JB_TEXT || jb_str_eq(jb_value_str(type), JB_S("E")))
        return chosen.type == JB_LISTED ? is_listed(chosen, v) : jb_value_same(chosen, v);
    return is_between(chosen, v, jb_str_eq(jb_value_str(type), JB_S("R-RE")));
}

static bool entry_holds(jb_value entry, jb_value datum)
{
    jb_value fields = jb_value_member(entry, JB_S("fields")),
             values = jb_value_member(entry, JB_S("values"));
    for (uint32_t i = 0; i < fields.n && i < values.n; i++)
        if (!field_holds(fields.items[i], values.items[i], datum))
            return false;
    return true;
}

/* Is the row among a selection's choices (or in all of them: "intersect")? In none where nothing is
 * chosen. */
jb_value jb_fn_selection_test(const jb_call *c)
{
    jb_value store = jb_fn_data(c);
    bool all = c->n > 2 && jb_str_eq(jb_arg_text(c, 2), JB_S("intersect"));
    for (uint32_t i = 0; i < store.n; i++)
        if (entry_holds(store.items[i], c->args[1]) != all)
            return jb_bool(!all);
    return jb_bool(all && store.n);
}
