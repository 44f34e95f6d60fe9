/* Where marks stand, by numbers worked out by hand: a view is 100 wide and 100 high. */
#include "test.h"

#include <math.h>
#include <stdlib.h>
#include <unistd.h>

#include <jansson.h>
#include <jianbao/jianbao.h>

typedef struct look {
    const char *role, *keys; /* of the items looked at, and what of them */
    char text[1024];         /* "x,y; x,y" in the order of drawing */
} look;

static void print_item(look *l, const json_t *item)
{
    char keys[64], *save = NULL;
    snprintf(keys, sizeof keys, "%s", l->keys);
    for (char *k = strtok_r(keys, " ", &save), *first = k; k; k = strtok_r(NULL, " ", &save)) {
        const json_t *v = json_object_get(item, k);
        size_t n = strlen(l->text), room = sizeof l->text - n;
        const char *before = k != first ? "," : n ? "; " : "";
        if (json_is_string(v))
            snprintf(l->text + n, room, "%s%s", before, json_string_value(v));
        else
            snprintf(l->text + n, room, "%s%g", before, json_number_value(v));
    }
}

static void walk(look *l, const json_t *mark)
{
    const char *role = json_string_value(json_object_get(mark, "role"));
    const char *type = json_string_value(json_object_get(mark, "marktype"));
    size_t i;
    const json_t *item;
    json_array_foreach(json_object_get(mark, "items"), i, item)
    {
        size_t k;
        const json_t *inner;
        if (role && type && strcmp(type, "group") != 0 && strcmp(role, l->role) == 0)
            print_item(l, item);
        json_array_foreach(json_object_get(item, "items"), k, inner) walk(l, inner);
    }
}

static void draw(const char *spec, look *l)
{
    char in[] = "/tmp/jianbao-marks-XXXXXX", out[64];
    int fd = mkstemp(in);
    assert_true(fd >= 0);
    assert_int_equal(write(fd, spec, strlen(spec)), strlen(spec));
    close(fd);
    snprintf(out, sizeof out, "%s.scene.json", in);
    jianbao *jb = jianbao_open(NULL);
    jianbao_status status = jianbao_chart(jb, in, out, NULL);
    if (status != JIANBAO_FINE)
        fail_msg("%s", jianbao_messages_text(jb, 0));
    jianbao_close(jb);
    json_t *scene = json_load_file(out, 0, NULL);
    assert_non_null(scene);
    walk(l, json_object_get(scene, "root"));
    json_decref(scene);
    unlink(in);
    unlink(out);
}

#define SPEC(rows, rest) "{width: 100, height: 100, data: {values: [" rows "]}, " rest "}"
#define Q(field, rest) "{field: " field ", type: quantitative, axis: null" rest "}"
#define N(field, rest) "{field: " field ", type: nominal, axis: null" rest "}"

static const struct {
    const char *name, *spec, *role, *keys, *expected;
} cases[] = {
    {"the points of a trail follow each other along x",
     SPEC("{a: 30, b: 1}, {a: 10, b: 2}, {a: 20, b: 3}",
          "mark: trail, encoding: {x: " Q("a", "") ", y: " N("b", "") "}"),
     "mark", "x y", "0,50; 50,83.3333; 100,16.6667"},
    {"a rule over categories begins at the first of them",
     SPEC("{a: q, b: q}, {a: p, b: p}",
          "mark: rule, encoding: {x: " N("a", "") ", y: " N("b", "") "}"),
     "mark", "x y x2 y2", "75,75,0,0; 25,25,0,0"},
    {"two channels share the bins of one field",
     SPEC("{a: 1}, {a: 9}", "mark: point, encoding: {x: " Q("a", ", bin: {step: 5}") ", y: " Q(
                                "a", ", bin: {step: 5}") "}"),
     "mark", "x y", "25,75; 75,25"},
    {"a boxplot's quartiles are those of its cell",
     SPEC("{g: u, v: 1}, {g: u, v: 2}, {g: u, v: 3}, {g: u, v: 4}, {g: u, v: 5}, {g: w, v: 2}, "
          "{g: w, v: 4}, {g: w, v: 6}, {g: w, v: 8}, {g: w, v: 10}",
          "mark: {type: boxplot, median: false, rule: false}, "
          "encoding: {column: {field: g}, y: " Q("v", ", scale: {domain: [0, 10]}") "}"),
     "mark", "y height", "60,20; 20,40"},
    {"unsorted categories of a facet keep the table's order",
     SPEC("{k: 2, a: q}, {k: 1, a: p}",
          "mark: point, encoding: {column: {field: k, type: ordinal}, x: " N("a",
                                                                             ", sort: null") "}"),
     "mark", "x", "75; 25"},
    {"a bar over a falling domain stands on its first end",
     SPEC("{a: p, v: 40}",
          "mark: bar, encoding: {y: " Q("v", ", stack: null, scale: {domain: [100, 0]}") "}"),
     "mark", "y height", "40,60"},
    {"one threshold parts two classes",
     SPEC("{v: 5}, {v: 15}",
          "mark: bar, encoding: {color: {field: v, type: quantitative, legend: null, "
          "scale: {type: threshold, domain: [10], range: [red, blue]}}}"),
     "mark", "fill", "#ff0000; #0000ff"},
    {"a quantity goes through all colours of a list",
     SPEC("{v: 5}, {v: 15}",
          "mark: circle, encoding: {color: {field: v, type: quantitative, legend: null, "
          "scale: {scheme: set1}}}"),
     "mark", "fill", "#e41a1c; #999999"},
    {"classes have bands in a legend, whatever is asked for",
     SPEC("{v: 5}, {v: 15}",
          "mark: circle, encoding: {color: {field: v, type: quantitative, legend: {type: symbol}, "
          "scale: {type: quantize, range: [red, blue]}}}"),
     "legend-band", "fill", "#ff0000; #0000ff"},
    {"a single value on a ramp is labelled once",
     SPEC("{v: 5}", "mark: circle, encoding: {color: {field: v, type: quantitative}}"),
     "legend-label", "text", "5.000000"},
    {"config names the symbol of legends",
     SPEC("{a: p}", "mark: circle, encoding: {color: {field: a, type: nominal}}, "
                    "config: {legend: {symbolType: cross}}"),
     "legend-symbol", "shape", "cross"},
    {"a boxplot's outliers do without its aggregates",
     SPEC("{v: 1}, {v: 1}, {v: 1}, {v: 1}, {v: 1}, {v: 9}",
          "mark: {type: boxplot, box: false, median: false, rule: false}, encoding: {y: " Q(
              "v", ", scale: {domain: [0, 10]}") ", color: {aggregate: count, legend: null}}"),
     "mark", "y", "10"},
    {"a mark's own fill is stronger than a colour",
     SPEC("{a: p}",
          "mark: {type: bar, fill: yellow}, encoding: {color: {field: a, type: nominal}}"),
     "mark", "fill", "#ffff00"},
    {"a fill of null is none, not even the colour channel's (0: there is none)",
     SPEC("{a: p}",
          "mark: {type: bar, fill: null, stroke: red}, encoding: {color: {field: a, type: "
          "nominal}}"),
     "mark", "fill stroke", "0,#ff0000"},
    {"but the fill channel's",
     SPEC("{a: p}", "mark: {type: bar, fill: null}, encoding: {fill: {value: yellow}}"), "mark",
     "fill", "#ffff00"},
    {"a colour of null is that of all marks",
     SPEC("{v: 5}", "mark: {type: rule, color: null}, encoding: {x: " Q("v", "") "}"), "mark",
     "stroke", "#4c78a8"},
    {"of two marks in one legend the first of which the config says a width is shown",
     SPEC("{a: p, v: 1}, {a: p, v: 2}",
          "mark: {type: line, point: {filled: false, fill: white}}, config: {line: {strokeWidth: "
          "3}}, encoding: {x: " Q("v", "") ", color: {field: a, type: nominal}}"),
     "legend-symbol", "fill stroke strokeWidth", "transparent,#4c78a8,3"},
    {"the opacity is that of the mark which says one",
     SPEC(
         "{a: p, v: 1}, {a: p, v: 2}",
         "encoding: {x: " Q("v", "") ", color: {field: a, type: nominal}}, layer: [{mark: {type: "
                                     "line, filled: true}}, {mark: {type: circle, opacity: 0.4}}]"),
     "legend-symbol", "fill opacity", "#4c78a8,0.4"},
    {"of a gradient and symbols in one legend the gradient's opacity is nobody's",
     SPEC("{v: 1}, {v: 2}",
          "mark: {type: circle, opacity: 0.4}, encoding: {color: {field: v, type: quantitative, "
          "legend: {values: [1]}}, size: {field: v, type: quantitative}}"),
     "legend-symbol", "opacity", "0"},
    {"a colour with conditions gives the symbols of sizes its value, thinned once",
     SPEC("{a: p, v: 1}, {a: q, v: 2}",
          "mark: {type: circle, opacity: 0.4}, encoding: {color: {condition: {test: datum.v > 1, "
          "field: a, type: nominal, legend: null}, value: gray}, size: {field: v, type: "
          "quantitative, legend: {values: [1]}}}"),
     "legend-symbol", "fill fillOpacity opacity", "#808080,0,0.4"},
    {"a title over several views stands where config says",
     "{data: {values: [{a: 1}]}, hconcat: [{mark: point}], title: T, config: {title: {anchor: "
     "middle}}}",
     "title-text", "align", "center"},
    {"and else at their begin", "{data: {values: [{a: 1}]}, hconcat: [{mark: point}], title: T}",
     "title-text", "align", "left"},
    {"bins on bands are in order over all cells of a facet",
     SPEC("{a: 9.5, f: v}, {a: 1.5, f: u}, {a: 2.5, f: v}",
          "mark: bar, encoding: {row: {field: f}, x: {bin: {step: 1}, field: a, type: ordinal}, y: "
          "{aggregate: count, axis: null}}"),
     "axis-label", "text", "1 – 2; 2 – 3; 9 – 10"},
    {"a faceted unit's variables are known in its cells",
     SPEC("{a: p}",
          "params: [{name: r, value: 7}], mark: {type: point, size: {expr: r}}, encoding: "
          "{row: {field: a}}"),
     "mark", "size", "7"},
    {"what the layers' shared steps leave no row of makes no cell",
     "{data: {values: [{a: u, v: 1}, {a: w, v: 5}, {a: x, v: 9}]}, facet: {row: {field: a, header: "
     "{title: null}}}, spec: {transform: [{filter: datum.v > 2}], layer: [{mark: point, encoding: "
     "{x: " Q("v", "") "}}, {mark: rule, encoding: {x: " Q("v", "") "}}]}}",
     "title-text", "text", "w; x"},
    {"of three axes the first stays and two go across",
     SPEC("{a: 1, b: 2, c: 3}",
          "layer: [{mark: point, encoding: {y: {field: a, type: quantitative, axis: {values: "
          "[1]}}}}, "
          "{mark: point, encoding: {y: {field: b, type: quantitative, axis: {values: [2]}}}}, "
          "{mark: point, encoding: {y: {field: c, type: quantitative, axis: {values: [3]}}}}], "
          "resolve: {scale: {y: independent}}"),
     "axis-label", "x text", "-7,1; 7,2; 7,3"},
    {"a path keeps its broken points in the domain, other marks do not",
     SPEC("{v: 5, w: 1}, {v: 10, w: null}",
          "mark: {type: point, invalid: break-paths-show-domains}, encoding: {x: " Q(
              "v", "") ", y: " Q("w", "") "}"),
     "mark", "x", "100"},
    {"a config may keep them there, and the domain of other marks whole",
     SPEC("{v: 5, w: 1}, {v: 10, w: null}",
          "mark: point, config: {mark: {invalid: break-paths-show-domains}}, encoding: {x: " Q(
              "v", "") ", y: " Q("w", "") "}"),
     "mark", "x", "50"},
    {"what is inside the elements of a list is found after they become rows",
     SPEC("{l: [{t: 2}, {t: 4}]}",
          "transform: [{flatten: [l]}], mark: point, encoding: {x: {field: l.t, type: "
          "quantitative}}"),
     "mark", "x", "50; 100"},
    {"and its dates are read there",
     SPEC("{l: [{t: 2026-01-01}, {t: 2026-01-02}, {t: 2026-01-05}]}",
          "transform: [{flatten: [l]}], mark: point, encoding: {x: {field: l.t, type: temporal}}"),
     "mark", "x", "0; 25; 100"},
    {"rows that are not there lack no field",
     SPEC("", "mark: point, encoding: {x: " Q("v", "") "}"), "mark", "x", ""},
};

static void marks_stand_where_they_must(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        look l = {.role = cases[i].role, .keys = cases[i].keys};
        draw(cases[i].spec, &l);
        if (strcmp(l.text, cases[i].expected))
            fail_msg("%s:\n  %s\nnot\n  %s", cases[i].name, l.text, cases[i].expected);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(marks_stand_where_they_must)};
    return cmocka_run_group_tests_name("chart marks", tests, NULL, NULL);
}
