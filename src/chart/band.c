/* Bands: where a mark stands in its band, bin or unit of time, and whether bands hold others. */
#include <math.h>
#include "chart/view.h"

double jb_band_position(const jb_view *view, const jb_definition *d, const jb_definition *second)
{
    if (!d)
        return NAN;
    if (JB_HAS(d->spec, band_position))
        return d->spec->band_position;
    if (d->kind != JB_DEFINES_FIELD)
        return NAN;
    if (d->timed && !second) {
        const jb_unit_view *u = view->unit;
        for (size_t i = 1; i < u->look.n; i++)
            if (JB_HAS(u->look.at[i], time_unit_band_position))
                return u->look.at[i]->time_unit_band_position;
        return jb_mark_rect_based(u->mark) && u->mark != JB_MARK_ARC && u->mark != JB_MARK_IMAGE
                   ? 0.5
                   : NAN;
    }
    return d->bin ? 0.5 : NAN;
}

bool jb_has_band_end(const jb_view *view, const jb_definition *d, const jb_definition *second)
{
    bool banded = d->bin || (d->timed && d->type == JB_TEMPORAL);
    return banded && !isnan(jb_band_position(view, d, second));
}

bool jb_has_nested_offset(const jb_view *view, jb_channel channel)
{
    const jb_definition *d = jb_view_definition(view, channel);
    jb_channel offset = channel == JB_CHANNEL_X ? JB_CHANNEL_X_OFFSET : JB_CHANNEL_Y_OFFSET;
    if (!jb_channel_position(channel) || !d ||
        (d->kind != JB_DEFINES_FIELD && d->kind != JB_DEFINES_DATUM))
        return false;
    const jb_definition *nested = jb_view_definition(view, offset);
    return (jb_definition_discrete(d) || d->timed) && nested &&
           (nested->kind == JB_DEFINES_FIELD || nested->kind == JB_DEFINES_DATUM);
}
