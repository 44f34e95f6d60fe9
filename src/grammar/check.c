#include "grammar/check.h"

/* ---- properties of channels that other channels have ---------------------------------------- */

#define C(name) (UINT64_C(1) << JB_CHANNEL_##name)

static const uint64_t xy = C(X) | C(Y), polar = C(THETA) | C(RADIUS),
                      cells = C(ROW) | C(COLUMN) | C(FACET),
                      looks = C(COLOR) | C(FILL) | C(STROKE) | C(OPACITY) | C(FILL_OPACITY) |
                              C(STROKE_OPACITY) | C(STROKE_WIDTH) | C(STROKE_DASH) | C(SIZE) |
                              C(ANGLE) | C(SHAPE) | C(PATTERN),
                      words = C(TEXT) | C(TOOLTIP) | C(HREF) | C(URL) | C(DESCRIPTION);
_Static_assert(JB_CHANNELS <= 64, "a channel is a bit");

typedef struct meaning {
    size_t offset;
    uint64_t channels; /* that the property has a meaning for */
} meaning;

static void check_channel(jb_ctx *cx, jb_channel channel, const jb_channel_spec *def)
{
    const meaning rows[] = {
        {offsetof(jb_channel_spec, axis), xy},
        {offsetof(jb_channel_spec, legend), looks},
        {offsetof(jb_channel_spec, header), cells},
        {offsetof(jb_channel_spec, stack), xy | polar},
        {offsetof(jb_channel_spec, impute), xy},
        {offsetof(jb_channel_spec, scale),
         xy | polar | looks | C(X_OFFSET) | C(Y_OFFSET) | C(TIME) | C(LATITUDE) | C(LONGITUDE)},
        {offsetof(jb_channel_spec, format), words},
        {offsetof(jb_channel_spec, format_type), words},
        {offsetof(jb_channel_spec, align), cells},
        {offsetof(jb_channel_spec, center), cells},
        {offsetof(jb_channel_spec, spacing), cells},
        {offsetof(jb_channel_spec, columns), cells},
        {offsetof(jb_channel_spec, bounds), cells},
    };
    jb_properties all = jb_channel_class.properties();
    for (size_t i = 0; i < JB_COUNT(rows); i++) {
        if (!jb_given_set(def, rows[i].offset) || rows[i].channels >> channel & 1)
            continue;
        for (size_t p = 0; p < all.n; p++)
            if (all.at[p].offset == rows[i].offset)
                jb_warn(cx, jb_given_span(def, rows[i].offset),
                        "“%.*s” has no meaning for the channel “%.*s”", JB_F(all.at[p].key),
                        JB_F(jb_enum_key(&jb_channel_values, (int)channel)));
    }
}

static void check_encoding(jb_ctx *cx, const jb_encoding_spec *encoding)
{
    for (int c = JB_CHANNEL_NONE + 1; c < JB_CHANNELS; c++) {
        jb_channel_list all = jb_encoding_all(encoding, (jb_channel)c);
        for (size_t i = 0; i < all.n; i++)
            check_channel(cx, (jb_channel)c, all.at[i]);
    }
}

/* ---- what cannot stand together -------------------------------------------------------------- */

#define FORM(name)                                                                                 \
    {                                                                                              \
        JB_K(#name), offsetof(jb_view_spec, name)                                                  \
    }

static void check_form(jb_ctx *cx, const jb_view_spec *view, bool layered)
{
    static const struct {
        jb_str key;
        size_t offset;
    } forms[] = {FORM(mark),    FORM(layer), FORM(concat), FORM(hconcat),
                 FORM(vconcat), FORM(facet), FORM(repeat)};
    enum { OF_LAYERS = 2 };
    jb_str found = {NULL, 0};
    for (size_t i = 0; i < JB_COUNT(forms); i++) {
        size_t at = forms[i].offset;
        if (!jb_given_set(view, at) || jb_given_null(view, at))
            continue;
        if (found.p)
            jb_fail(cx, jb_given_span(view, at), "a view has one form: “%.*s” beside “%.*s”",
                    JB_F(forms[i].key), JB_F(found));
        else if (layered && i >= OF_LAYERS)
            jb_fail(cx, jb_given_span(view, at), "“%.*s” cannot stand in a layer",
                    JB_F(forms[i].key));
        found = forms[i].key;
    }
}

/* ---- what is not drawn ---------------------------------------------------------------------- */

static void refuse_map(jb_ctx *cx, jb_span span, const char *what)
{
    jb_fail(cx, span, "maps are not drawn: no %s", jb_word(cx, what));
}

static void check_maps(jb_ctx *cx, const jb_view_spec *view)
{
    static const jb_channel channels[] = {JB_CHANNEL_LATITUDE, JB_CHANNEL_LONGITUDE,
                                          JB_CHANNEL_LATITUDE2, JB_CHANNEL_LONGITUDE2};
    for (size_t i = 0; i < JB_COUNT(channels); i++) {
        const jb_channel_spec *def = jb_encoding_get(view->encoding, channels[i]);
        if (def)
            refuse_map(cx, def->given.node->span, "latitude and longitude");
    }
    if (view->mark && view->mark->type == JB_MARK_GEOSHAPE)
        refuse_map(cx, JB_SPAN(view, mark), "geoshape");
    const jb_data_spec *data = view->data;
    if (JB_HAS(data, sphere))
        refuse_map(cx, JB_SPAN(data, sphere), "sphere");
    if (JB_HAS(data, graticule))
        refuse_map(cx, JB_SPAN(data, graticule), "graticule");
    if (data && data->format && data->format->type == JB_DATA_TOPOJSON)
        refuse_map(cx, JB_SPAN(data->format, type), "topojson");
}

/* `told`: that selections do not react; once is enough. */
static void check_view(jb_ctx *cx, const jb_view_spec *view, bool layered, bool *told)
{
    check_form(cx, view, layered);
    check_maps(cx, view);
    check_encoding(cx, view->encoding);
    if (view->mark && view->mark->type == JB_MARK_IMAGE)
        jb_fail(cx, JB_SPAN(view, mark), "pictures by address are not drawn");
    if (JB_GIVEN(view, mark) && !(view->mark && JB_HAS(view->mark, type))) /* false, {} */
        jb_fail(cx, JB_SPAN(view, mark), "a mark without its “type”");
    for (size_t i = 0; i < view->params.n; i++)
        if (view->params.at[i]->select && !*told) {
            *told = true;
            jb_warn(cx, JB_SPAN(view->params.at[i], select),
                    "a picture does not react: selections keep their first value");
        }
    if (view->spec)
        check_view(cx, view->spec, false, told);
    jb_view_list inside = jb_view_children(view);
    for (size_t i = 0; i < inside.n; i++)
        if (inside.at[i] != view->spec)
            check_view(cx, inside.at[i], view->layer.n > 0, told);
}

void jb_view_check(jb_ctx *cx, const jb_view_spec *view)
{
    check_view(cx, view, false, &(bool){false});
}
