#include "chart/view.h"

/* What a channel is; one row for each that the chart room asks about. */
typedef struct channel_row {
    bool scaled, position, offset, polar, color;
    jb_channel second, main;
} channel_row;

static const channel_row rows[JB_CHANNELS] = {
    [JB_CHANNEL_X] = {.scaled = true, .position = true, .second = JB_CHANNEL_X2},
    [JB_CHANNEL_Y] = {.scaled = true, .position = true, .second = JB_CHANNEL_Y2},
    [JB_CHANNEL_X2] = {.main = JB_CHANNEL_X},
    [JB_CHANNEL_Y2] = {.main = JB_CHANNEL_Y},
    [JB_CHANNEL_X_OFFSET] = {.scaled = true, .offset = true},
    [JB_CHANNEL_Y_OFFSET] = {.scaled = true, .offset = true},
    [JB_CHANNEL_THETA] = {.scaled = true, .polar = true, .second = JB_CHANNEL_THETA2},
    [JB_CHANNEL_RADIUS] = {.scaled = true, .polar = true, .second = JB_CHANNEL_RADIUS2},
    [JB_CHANNEL_THETA2] = {.main = JB_CHANNEL_THETA},
    [JB_CHANNEL_RADIUS2] = {.main = JB_CHANNEL_RADIUS},
    [JB_CHANNEL_COLOR] = {.scaled = true, .color = true},
    [JB_CHANNEL_FILL] = {.scaled = true, .color = true},
    [JB_CHANNEL_STROKE] = {.scaled = true, .color = true},
    [JB_CHANNEL_OPACITY] = {.scaled = true},
    [JB_CHANNEL_FILL_OPACITY] = {.scaled = true},
    [JB_CHANNEL_STROKE_OPACITY] = {.scaled = true},
    [JB_CHANNEL_STROKE_WIDTH] = {.scaled = true},
    [JB_CHANNEL_STROKE_DASH] = {.scaled = true},
    [JB_CHANNEL_SIZE] = {.scaled = true},
    [JB_CHANNEL_ANGLE] = {.scaled = true},
    [JB_CHANNEL_SHAPE] = {.scaled = true},
    [JB_CHANNEL_PATTERN] = {.scaled = true},
};

const jb_channel jb_scale_channels[] = {JB_CHANNEL_X,
                                        JB_CHANNEL_Y,
                                        JB_CHANNEL_X_OFFSET,
                                        JB_CHANNEL_Y_OFFSET,
                                        JB_CHANNEL_THETA,
                                        JB_CHANNEL_RADIUS,
                                        JB_CHANNEL_COLOR,
                                        JB_CHANNEL_FILL,
                                        JB_CHANNEL_STROKE,
                                        JB_CHANNEL_OPACITY,
                                        JB_CHANNEL_FILL_OPACITY,
                                        JB_CHANNEL_STROKE_OPACITY,
                                        JB_CHANNEL_STROKE_WIDTH,
                                        JB_CHANNEL_SIZE,
                                        JB_CHANNEL_SHAPE,
                                        JB_CHANNEL_STROKE_DASH,
                                        JB_CHANNEL_ANGLE,
                                        JB_CHANNEL_PATTERN,
                                        JB_CHANNEL_NONE};

bool jb_channel_scaled(jb_channel c)
{
    return rows[c].scaled;
}
bool jb_channel_position(jb_channel c)
{
    return rows[c].position;
}
bool jb_channel_offset(jb_channel c)
{
    return rows[c].offset;
}
bool jb_channel_polar(jb_channel c)
{
    return rows[c].polar;
}
bool jb_channel_color(jb_channel c)
{
    return rows[c].color;
}
jb_channel jb_channel_second(jb_channel c)
{
    return rows[c].second;
}
jb_channel jb_channel_main(jb_channel c)
{
    return rows[c].main ? rows[c].main : c;
}

jb_component *jb_view_component(const jb_view *view, jb_channel channel)
{
    for (; view; view = view->parent) {
        jb_component *c = view->scales[channel];
        if (!c)
            continue;
        while (c->merged)
            c = c->merged;
        return c;
    }
    return NULL;
}

const jb_scale *jb_view_scale(const jb_view *view, jb_channel channel)
{
    const jb_component *c = view->scales[channel] ? jb_view_component(view, channel) : NULL;
    return c ? c->scale : NULL;
}
