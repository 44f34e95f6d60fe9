/* A chart on its way to ink: views with what each resolved to. Private to the chart room.
 *
 * view       a specification's node: unit, layer, facet, concat
 * definition what one channel of a unit says, with everything implied filled in
 * component  a scale before it is made: its type, properties and domain, merged over the views that
 * share it guide      an axis or a legend, merged in the same way */
#ifndef JB_CHART_VIEW_H
#define JB_CHART_VIEW_H

#include "chart/chart.h"
#include "chart/scale.h"
#include "grammar/spec.h"
#include "transform/bins.h"
#include "transform/transform.h"

typedef struct jb_view jb_view;
typedef struct jb_component jb_component;

/* One run over one specification. */
typedef struct jb_chart {
    jb_ctx *cx;
    const jb_config_spec *config;
    const jb_chart_options *options;
    const jb_view_spec *top;
    const jb_locale *locale;
    JB_LIST(jb_param) params;
    jb_scope scope; /* they are seen through it */
    jb_data_hook data;
    jb_view *root;
    JB_LIST(const jb_style *) styles; /* shared by items with one look */
    JB_LIST(jb_str) shapes;           /* those of symbols so far */
    double fit_width, fit_height;     /* autosize fit: what remains for the plot; NaN: not yet */
} jb_chart;

/* What comes before the views: params, config, locale. False after messages. */
bool jb_chart_open(jb_chart *chart, jb_ctx *cx, const jb_view_spec *spec,
                   const jb_chart_options *options);

/* Sets what a name stands for in expressions. */
void jb_chart_param(jb_chart *chart, jb_str name, jb_value value);
/* A variable of the author's that is called width (axis 0) or height is the plot's, whatever else
 * was said of it, for in Vega the two are one signal; NaN: there is none. */
double jb_chart_named_side(const jb_chart *chart, size_t axis);
/* selection.c: the selections of the view and those below, by their first values: names of channels
 * are fields, and with the views (NULL: not yet built) dates are dates. */
void jb_selections_add(jb_chart *chart, const jb_view_spec *spec, const jb_view *view);
/* What a selection may pan out of its plot is clipped to it (Vega-Lite's scaleClip). */
void jb_selections_clip(jb_chart *chart, jb_view *view);

/* ---- definitions ----------------------------------------------------------------------------- */

typedef enum jb_definition_kind {
    JB_DEFINES_NOTHING, /* only conditions */
    JB_DEFINES_FIELD,
    JB_DEFINES_DATUM,
    JB_DEFINES_VALUE
} jb_definition_kind;

typedef struct jb_definition jb_definition;
struct jb_definition {
    jb_definition_kind kind;
    const jb_channel_spec *spec;
    jb_channel channel;
    int type; /* jb_measure */
    jb_str field;
    bool count;              /* aggregate count */
    int aggregate;           /* jb_aggregate_op, 0: none */
    jb_str arg;              /* argmin, argmax: by this field */
    bool binned;             /* the data is binned already */
    const jb_bin_spec *bin;  /* bins are computed; NULL: none */
    jb_bins *bins;           /* found with the data; step 0: not yet, or there is no number */
    bool timed, timed_by_us; /* a time unit; it is computed (not "binned…") */
    jb_time_units units;
    jb_value datum;
    /* Columns of the unit's table: of the value, of the end of its bin or unit of time, of its
     * stack. */
    jb_str name, end, range, start_name, end_name, offset_start, offset_end;
    const jb_definition *const *conditions; /* each with spec->test or spec->param */
    size_t conditions_n;
};

/* A definition, or the condition of it, that has a field or datum: what makes a scale. */
const jb_definition *jb_definition_scaled(const jb_definition *d);
const jb_definition *jb_definition_field(const jb_definition *d);
bool jb_definition_discrete(const jb_definition *d); /* nominal, ordinal or binned */
jb_str jb_definition_title(jb_chart *chart, const jb_definition *d); /* "Mean of x" */
/* The column of whole rows that argmax or argmin makes: argmax_x. */
jb_str jb_definition_arg(jb_arena *a, const jb_definition *d);

/* ---- units ----------------------------------------------------------------------------------- */

/* Where a mark's properties are looked for: its definition, styles, its own config, config.mark. */
typedef struct jb_look {
    const jb_mark_spec *at[12];
    size_t n;
    size_t styled; /* at[1 .. styled) are styles */
    size_t own;    /* at[0 .. own) lie before config.mark */
} jb_look;
/* Vega-Lite has two names for some properties, its own (color, size, radius) and Vega's (fill,
 * fontSize, outerRadius), and asks not everyone for both: a style for its own alone, config.mark
 * for Vega's alone. */
static inline bool jb_look_is_style(const jb_look *look, size_t i)
{
    return i > 0 && i < look->styled;
}
static inline bool jb_look_is_general(const jb_look *look, size_t i)
{
    return i >= look->own;
}
/* The first that gives the property, or NULL. */
const jb_mark_spec *jb_look_find(const jb_look *look, size_t offset, size_t n);
#define JB_LOOK(unit, name)                                                                        \
    jb_look_find(&(unit)->look, offsetof(jb_mark_spec, name), (unit)->look.n)
#define JB_LOOK_OWN(unit, name)                                                                    \
    jb_look_find(&(unit)->look, offsetof(jb_mark_spec, name), (unit)->look.own)
#define JB_LOOK_OR(unit, name, other) (JB_LOOK(unit, name) ? JB_LOOK(unit, name)->name : (other))
/* The same where mark.def has a default that holds under all configs: it is in the mark's member.
 */
#define JB_LOOKED(unit, name) JB_LOOK_OR(unit, name, (unit)->spec->name)
#define JB_LOOKED_OWN(unit, name)                                                                  \
    (JB_LOOK_OWN(unit, name) ? JB_LOOK_OWN(unit, name)->name : (unit)->spec->name)

typedef struct jb_stacking {
    jb_channel channel; /* of the measure; JB_CHANNEL_NONE: not stacked */
    int offset;         /* jb_stack: zero, center, normalize */
    bool impute;
    const jb_definition *groups[2]; /* dimension and its offset */
    size_t groups_n;
    const jb_definition *const *by;
    size_t by_n;
} jb_stacking;

typedef struct jb_unit_view {
    int mark;           /* jb_mark_type */
    jb_mark_spec *spec; /* the mark definition, one's own copy */
    jb_look look;
    int orient; /* jb_orientation or 0 */
    bool filled;
    const jb_definition *definitions[JB_CHANNELS]; /* the first of each channel */
    const jb_definition *const *details, *const *orders, *const *tooltips;
    size_t details_n, orders_n, tooltips_n;
    jb_stacking stack;
    const jb_table *raw;    /* before aggregation: sorting looks here */
    const jb_table *scales; /* what domains are taken from */
    const jb_table *table;  /* what is drawn */
    int invalid;            /* jb_invalid, normalised: of the marks */
    int scales_invalid;     /* the same without the mark's own: of the domains */
} jb_unit_view;

/* ---- scales ---------------------------------------------------------------------------------- */

/* Properties that are plain numbers (a truth is 0 or 1), in the order in which they are decided. */
typedef enum jb_scale_property {
    JB_PROP_ALIGN,
    JB_PROP_BASE,
    JB_PROP_CLAMP,
    JB_PROP_CONSTANT,
    JB_PROP_DOMAIN_MAX,
    JB_PROP_DOMAIN_MID,
    JB_PROP_DOMAIN_MIN,
    JB_PROP_EXPONENT,
    JB_PROP_NICE,
    JB_PROP_PADDING,
    JB_PROP_PADDING_INNER,
    JB_PROP_PADDING_OUTER,
    JB_PROP_REVERSE,
    JB_PROP_ROUND,
    JB_PROP_ZERO,
    JB_SCALE_PROPS
} jb_scale_property;

typedef struct jb_number_or {
    bool set, explicit;
    double number;
} jb_number_or;

typedef enum jb_domain_kind { JB_DOMAIN_VALUES, JB_DOMAIN_COLUMN, JB_DOMAIN_BINS } jb_domain_kind;

/* One source of a domain. */
typedef struct jb_domain_part {
    jb_domain_kind kind;
    const jb_value *values;
    size_t values_n;
    const jb_view *view; /* the unit */
    const jb_definition *definition;
    jb_str column;
    bool raw;    /* of the table before aggregation */
    bool sorted; /* by value, or by what follows */
    bool descending;
    int sort_op; /* jb_aggregate_op */
    jb_str sort_field;
    const jb_values *sort_values; /* these first */
} jb_domain_part;

typedef enum jb_range_kind {
    JB_RANGE_NONE,
    JB_RANGE_SIZE,   /* 0 to width, height to 0 */
    JB_RANGE_STEP,   /* a step, in px */
    JB_RANGE_OFFSET, /* inside the band of the position */
    JB_RANGE_RADIUS,
    JB_RANGE_VALUES,
    JB_RANGE_SCHEME,
    JB_RANGE_FIELD
} jb_range_kind;

typedef struct jb_range_plan {
    jb_range_kind kind;
    bool explicit;
    double step;  /* STEP */
    bool counted; /* the step makes room for as many offsets as there are */
    const jb_value *values;
    size_t values_n;
    double least, most; /* of a default of two ends whose rangeMin or rangeMax is given; NaN */
    const jb_ramp *scheme;
    jb_str scheme_name;
    double extent[2], count;
    const jb_view *view; /* the unit it came from */
    jb_str field;
} jb_range_plan;

struct jb_component {
    jb_channel channel;
    jb_view *view;
    jb_component *merged; /* the component that took its place, or NULL */
    jb_scaling type;
    bool type_explicit;
    jb_number_or props[JB_SCALE_PROPS];
    const jb_scale_spec *spec; /* the first written one: nice, interpolate, bins */
    const jb_nice_spec *nice;
    const jb_interpolate_space_spec *interpolate;
    bool hcl;
    const jb_scale_bins_spec *bins_spec;
    const jb_definition *binned; /* whose bins are the ticks, or NULL */
    const jb_view *binned_view;
    JB_LIST(jb_domain_part) parts;
    bool parts_explicit;
    const jb_values *domain_raw;
    jb_range_plan range;
    bool domain_made;
    const jb_value *domain;
    size_t domain_n;
    jb_scale *scale;
};

/* ---- guides ---------------------------------------------------------------------------------- */

typedef struct jb_title_text {
    bool set, explicit, null;
    jb_strs lines;               /* written, or already derived */
    const jb_definition *of[16]; /* or derived from these */
    size_t of_n;
} jb_title_text;

typedef struct jb_axis jb_axis;
typedef struct jb_legend jb_legend;

/* ---- views ----------------------------------------------------------------------------------- */

/* Rows of a table, in an order; {NULL, n}: its n rows in their own. */
typedef struct jb_rows {
    const size_t *at;
    size_t n;
} jb_rows;
static inline size_t jb_row(jb_rows rows, size_t i)
{
    return rows.at ? rows.at[i] : i;
}

typedef enum jb_size_kind { JB_SIZE_NONE, JB_SIZE_PIXELS, JB_SIZE_STEP } jb_size_kind;

typedef struct jb_facet_channel {
    const jb_definition *definition; /* NULL: not faceted so */
    const jb_value *values;          /* of its headers, in order */
    size_t values_n;
} jb_facet_channel;

enum { JB_BY_ROW, JB_BY_COLUMN, JB_BY_WRAP };

struct jb_view {
    jb_view_kind kind;
    const jb_view_spec *spec;
    jb_view *parent;
    jb_view **children; /* of a facet: its cells */
    size_t children_n;
    jb_view *pattern; /* facet: the view that its cells are copies of */
    jb_facet_channel facet[3];
    size_t grid_columns; /* facet: of its cells; 0: all in one row */
    size_t cell_index;   /* of a cell in its facet */
    bool empty;          /* a cell of a crossed facet without rows: no axes */
    bool titled;         /* its place for a title is taken by a header's label */
    jb_unit_view *unit;
    jb_rows rows; /* of the unit's table, in this cell; {NULL, n}: all */
    jb_rows scale_rows, raw_rows;
    jb_component *scales[JB_CHANNELS];
    int resolve_scale[JB_CHANNELS], resolve_guide[JB_CHANNELS]; /* jb_resolve_mode */
    const jb_table *table;                                      /* after its transforms */
    bool parsed;
    /* sizes: 0 width, 1 height */
    jb_size_kind size_kind[2];
    const jb_size_spec *size_spec[2];
    bool size_explicit[2];
    double size[2];
    JB_LIST(jb_axis *) axes[2]; /* x, y */
    JB_LIST(jb_legend *) legends;
};

/* The component a view's channel resolves to, or NULL without a scale. */
jb_component *jb_view_component(const jb_view *view, jb_channel channel);
const jb_scale *jb_view_scale(const jb_view *view, jb_channel channel);
static inline const jb_definition *jb_view_definition(const jb_view *view, jb_channel channel)
{
    return view->unit ? view->unit->definitions[channel] : NULL;
}

/* channels */
bool jb_channel_scaled(jb_channel c);        /* may have a scale */
bool jb_channel_position(jb_channel c);      /* x, y */
bool jb_channel_offset(jb_channel c);        /* xOffset, yOffset */
bool jb_channel_polar(jb_channel c);         /* theta, radius */
bool jb_channel_color(jb_channel c);         /* color, fill, stroke */
jb_channel jb_channel_second(jb_channel c);  /* x → x2 …, else none */
jb_channel jb_channel_main(jb_channel c);    /* x2 → x … */
extern const jb_channel jb_scale_channels[]; /* x and y first, JB_CHANNEL_NONE at the end */

const double *jb_plot_size(const jb_view *view); /* of a plot, or the first one inside */

/* ---- stages ---------------------------------------------------------------------------------- */

/* model.c: the tree with its definitions. NULL after messages. */
jb_view *jb_view_build(jb_chart *chart, const jb_view_spec *spec, jb_view *parent);
const jb_definition *jb_definition_make(jb_chart *chart, const jb_channel_spec *spec,
                                        jb_channel channel);
/* explain.c: the tree of a resolved view's specification, with what was decided written into it. It
 * draws the same picture, and explained once more it is the same. What axes, legends, headers,
 * titles, grounds and marks were drawn by is written out by the rows of their classes
 * (jb_spec_node), so that a property is in the text as soon as it has a row. Left open is what no
 * single value says: the introduction to the reference (grammar/reference.c) lists it. */
const jb_node *jb_view_explained(jb_chart *chart, const jb_view *view);
/* part.c: parts series that part by colour by pattern, dash or shape too. */
void jb_unit_part(jb_chart *chart, jb_unit_view *unit);
/* stack.c */
jb_stacking jb_stack_find(jb_chart *chart, jb_unit_view *unit);
/* load.c: every unit's tables. False after messages. */
bool jb_view_load(jb_chart *chart, jb_view *view);
/* data.c: the table of a `data` object; NULL after messages. */
const jb_table *jb_chart_data(void *chart, jb_ctx *cx, const jb_data_spec *data);
/* validity.c: the columns in which a row must have a number to be drawn. */
typedef struct jb_validity {
    const jb_column *const *columns;
    size_t n;
} jb_validity;
/* By which paths are broken. */
jb_validity jb_unit_validity(jb_chart *chart, const jb_view *view, const jb_table *table);
bool jb_row_valid(const jb_validity *validity, size_t row);
/* facet.c: facets become cells. */
bool jb_view_split(jb_chart *chart, jb_view *view);
/* resolve.c: scale types (scale_type.c) and properties (scale_property.c), up. One property goes
 * through the whole tree before the next, for a later one may look at an earlier one's merged
 * value. */
void jb_view_resolve(jb_chart *chart, jb_view *view);
void jb_view_types(jb_chart *chart, jb_view *view);
void jb_view_property(jb_chart *chart, jb_view *view, jb_scale_property p);
bool jb_scaling_supports(jb_scaling s, jb_scale_property p);
/* domain_source.c: what domains are taken from; domain.c: the domains. */
void jb_view_domains(jb_chart *chart, jb_view *view);
/* The values that the author listed as the domain of a nominal colour: the order of stacks and
 * offsets too, where no other is said. NULL: none. */
const jb_values *jb_color_order(const jb_unit_view *u, const jb_definition **color);
void jb_component_domain(jb_chart *chart, jb_component *k); /* once */
/* A value that the author wrote, as the column has it: a month's number becomes a date. */
jb_value jb_definition_value(const jb_definition *d, jb_value v);
/* The values of a part's column, each once, in its order. */
const jb_value *jb_distinct_values(jb_chart *chart, const jb_table *table, jb_rows rows,
                                   const jb_domain_part *part, size_t *n);
/* The value a param or selection has at first, as written; NULL: none. */
const jb_node *jb_chart_param_value(jb_chart *chart, jb_str name);
/* The first plot that defines a selection; NULL: none. (test.c) */
const jb_view *jb_chart_param_home(const jb_chart *chart, jb_str name);
/* honest.c: warns, once of each in a chart, of what would mislead its reader; scales are made. */
void jb_view_tell(jb_chart *chart);
/* scaling.c */
void jb_view_scale_up(jb_chart *chart, jb_view *view);
jb_calendar_step jb_interval_step(int interval, double step); /* jb_interval */

/* band.c (Vega-Lite's rules): where in its band, bin or unit of time a mark over a field stands,
 * NaN: the question does not arise; whether it reaches to the end of it; whether the position's
 * bands hold bands of an offset. */
double jb_band_position(const jb_view *view, const jb_definition *d, const jb_definition *second);
bool jb_has_band_end(const jb_view *view, const jb_definition *d, const jb_definition *second);
bool jb_has_nested_offset(const jb_view *view, jb_channel channel);
double jb_usual_inner(jb_chart *chart, int mark); /* padding between bands of such marks */
bool jb_mark_rect_based(int mark);                /* bar, rect, image, arc, tick */
bool jb_mark_path(int mark);                      /* line, area, trail */

#endif
