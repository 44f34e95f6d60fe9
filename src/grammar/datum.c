/* Values as data, and dates written as maps. */
#include "base/date.h"
#include "grammar/reader.h"

typedef enum part {
    YEAR,
    QUARTER,
    MONTH,
    DATE,
    DAY,
    HOURS,
    MINUTES,
    SECONDS,
    MILLISECONDS,
    UTC,
    PARTS
} part;
static const jb_str part_names[PARTS] = {
    JB_K("year"),  JB_K("quarter"), JB_K("month"),   JB_K("date"),         JB_K("day"),
    JB_K("hours"), JB_K("minutes"), JB_K("seconds"), JB_K("milliseconds"), JB_K("utc"),
};

static bool is_part(jb_str name)
{
    for (size_t p = 0; p < PARTS; p++)
        if (jb_str_eq(name, part_names[p]))
            return true;
    return false;
}

static bool is_date(const jb_node *node)
{
    for (size_t i = 0; i < node->n; i++)
        if (is_part(node->members[i].key))
            return true;
    return false;
}

/* Vega-Lite passes over the week of {year: 2020, week: 3}, and compares with the year. */
static void check_parts(jb_ctx *cx, const jb_node *map)
{
    for (size_t i = 0; i < map->n; i++) {
        const jb_member *m = &map->members[i];
        if (is_part(m->key))
            continue;
        jb_fail(cx, m->key_span, "a date has no part “%.*s”", JB_F(jb_brief(cx, m->key)));
        jb_hint(cx, "it is one of %.*s",
                JB_F(JB_S("year, quarter, month, date, day, hours, "
                          "minutes, seconds, milliseconds")));
    }
}

static int month_of(jb_ctx *cx, const jb_node *node)
{
    if (node->kind == JB_NODE_NUMBER && node->number >= 1 && node->number <= 12)
        return (int)node->number;
    int month = node->kind == JB_NODE_STRING ? jb_month_named(node->text) : -1;
    if (month < 0)
        jb_fail(cx, node->span, "no month: expected 1 to 12 or an English name");
    return month + 1;
}

static int day_of(jb_ctx *cx, const jb_node *node)
{
    if (node->kind == JB_NODE_NUMBER && node->number >= 0 && node->number <= 7)
        return (int)node->number % 7;
    int day = node->kind == JB_NODE_STRING ? jb_weekday_named(node->text) : -1;
    if (day < 0)
        jb_fail(cx, node->span, "no day of the week: expected 1 to 7 or an English name");
    return day < 0 ? 0 : day;
}

static int number_of(jb_ctx *cx, const jb_node *map, part p, int otherwise)
{
    const jb_node *node = jb_node_get(map, part_names[p]);
    if (!node)
        return otherwise;
    if (node->kind == JB_NODE_NUMBER && fabs(node->number) < 1e6)
        return (int)node->number;
    jb_fail(cx, node->span, "“%.*s”: expected %s, here is %s", JB_F(part_names[p]),
            jb_word(cx, "a number"), jb_word(cx, jb_node_kind_name(node->kind).p));
    return otherwise;
}

/* 2012, a leap year that begins on a Sunday, stands in for a year that is not given. */
static jb_value date_value(jb_ctx *cx, const jb_node *map)
{
    check_parts(cx, map);
    const jb_node *month = jb_node_get(map, part_names[MONTH]);
    const jb_node *day = jb_node_get(map, part_names[DAY]);
    jb_civil c = {
        .year = number_of(cx, map, YEAR, 2012),
        .month = month ? month_of(cx, month) : 3 * (number_of(cx, map, QUARTER, 1) - 1) + 1,
        .day = number_of(cx, map, DATE, day ? day_of(cx, day) + 1 : 1),
        .hour = number_of(cx, map, HOURS, 0),
        .minute = number_of(cx, map, MINUTES, 0),
        .second = number_of(cx, map, SECONDS, 0),
        .ms = number_of(cx, map, MILLISECONDS, 0),
    };
    return jb_datetime(jb_ms_of(&c));
}

static jb_value list_value(jb_ctx *cx, const jb_node *list)
{
    jb_value *items = JB_NEW_N(cx->keep, jb_value, list->n + 1);
    for (size_t i = 0; i < list->n; i++)
        items[i] = jb_data_value(cx, list->items[i]);
    return (jb_value){.type = JB_LISTED, .n = (uint32_t)list->n, .items = items};
}

jb_value jb_data_value(jb_ctx *cx, const jb_node *node)
{
    if (node->kind == JB_NODE_MAP && is_date(node))
        return date_value(cx, node);
    if (node->kind == JB_NODE_LIST)
        return list_value(cx, node);
    return jb_node_value(cx->keep, node);
}
