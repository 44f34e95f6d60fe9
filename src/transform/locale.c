#include "transform/locale.h"

static void set_text(jb_str *to, jb_str from)
{
    if (from.p)
        *to = from;
}

/* All names of a list, or none of them. */
static void set_names(jb_ctx *cx, jb_str *to, size_t n, jb_strs from, jb_span span)
{
    if (!from.n)
        return;
    if (from.n != n) {
        jb_fail(cx, span, "%zu texts are needed here, and these are %zu", n, from.n);
        return;
    }
    for (size_t i = 0; i < n; i++)
        to[i] = from.at[i];
}

static void set_number(jb_ctx *cx, jb_number_locale *l, const jb_number_locale_spec *spec)
{
    set_text(&l->decimal, spec->decimal);
    set_text(&l->thousands, spec->thousands);
    set_text(&l->percent, spec->percent);
    set_text(&l->minus, spec->minus);
    set_text(&l->nan, spec->nan);
    set_names(cx, l->currency, 2, spec->currency, JB_SPAN(spec, currency));
    if (spec->numerals.n) {
        jb_str *numerals = JB_NEW_N(cx->keep, jb_str, 10);
        set_names(cx, numerals, 10, spec->numerals, JB_SPAN(spec, numerals));
        l->numerals = numerals[9].p ? numerals : NULL;
    }
    if (spec->grouping.n) {
        uint8_t *sizes = JB_NEW_N(cx->keep, uint8_t, spec->grouping.n);
        for (size_t i = 0; i < spec->grouping.n; i++)
            sizes[i] = (uint8_t)(spec->grouping.at[i] >= 1 && spec->grouping.at[i] <= 99
                                     ? spec->grouping.at[i]
                                     : 3);
        l->grouping = sizes;
        l->grouping_n = spec->grouping.n;
    }
}

static void set_time(jb_ctx *cx, jb_time_locale *l, const jb_time_locale_spec *spec)
{
    set_text(&l->date_time, spec->date_time);
    set_text(&l->date, spec->date);
    set_text(&l->time, spec->time);
    set_names(cx, l->periods, 2, spec->periods, JB_SPAN(spec, periods));
    set_names(cx, l->days, 7, spec->days, JB_SPAN(spec, days));
    set_names(cx, l->short_days, 7, spec->short_days, JB_SPAN(spec, short_days));
    set_names(cx, l->months, 12, spec->months, JB_SPAN(spec, months));
    set_names(cx, l->short_months, 12, spec->short_months, JB_SPAN(spec, short_months));
}

const jb_locale *jb_locale_of(jb_ctx *cx, const jb_locale_spec *spec)
{
    const jb_locale *named = spec && spec->name.n ? jb_locale_find(spec->name) : NULL;
    if (!named) /* the grammar refuses a name that it does not know */
        named = &jb_locale_en_us;
    if (!spec || (!spec->number && !spec->time))
        return named;
    jb_locale *made = JB_NEW(cx->keep, jb_locale);
    *made = *named;
    if (spec->number)
        set_number(cx, &made->number, spec->number);
    if (spec->time)
        set_time(cx, &made->time, spec->time);
    return made;
}
