/* Charts beside their scenes: tests/golden/scene/NAME.yaml and, in NAME.scene.json, every item that
 * is drawn of it, one a line. To take the present outcome as the golden one, after looking at the
 * picture: GOLDEN=write build/tests/test_chart_golden */
#include <dirent.h>

#include "golden.h"

#include "chart/ink.h"

#include "base/file.h"
#include "chart/chart.h"
#include "grammar/spec.h"

static const char folder[] = "tests/golden/scene";

static const jb_view_spec *read_spec(jb_ctx *cx, const jb_source *source, jb_syntax syntax)
{
    const jb_node *tree = source ? jb_tree_read(cx, source, syntax) : NULL;
    return tree ? jb_chart_read(cx, tree, NULL, NULL) : NULL;
}

/* Nothing was said but that a picture does not react. */
static bool untroubled(const jb_ctx *cx)
{
    for (size_t i = 0; i < cx->messages.n; i++)
        if (!jb_str_starts(cx->messages.at[i].text, JB_S("a picture does not react")))
            return false;
    return true;
}

static bool draws(const char *name)
{
    jb_ctx cx = test_ctx();
    jb_str path = jb_str_printf(cx.keep, "%s/%s", folder, name);
    const char *golden =
        jb_str_c(cx.keep, jb_str_printf(cx.keep, "%.*s.scene.json",
                                        JB_F(jb_str_cut(path, 0, path.n - strlen(".yaml")))));
    jb_files_allow(&cx, path);
    const jb_source *source = jb_file_read_text(&cx, path, (jb_span){0});
    const jb_view_spec *spec = read_spec(&cx, source, JB_YAML);
    const jb_scene *scene = spec ? jb_chart_compile(&cx, spec, NULL) : NULL;
    if (!scene || !untroubled(&cx))
        fail_msg("%.*s", JB_F(jb_messages_show(&cx, false)));
    jb_buf drawn = jb_buf_new(cx.keep);
    jb_scene_json(&drawn, scene);
    bool good = golden_holds(cx.keep, golden, drawn.text);
    test_ctx_end(&cx);
    return good;
}

/* What --explain prints is a specification of the same picture, and has nothing left to explain. */
static bool explains(const char *name)
{
    jb_ctx cx = test_ctx();
    jb_str path = jb_str_printf(cx.keep, "%s/%s", folder, name);
    jb_files_allow(&cx, path);
    const jb_source *source = jb_file_read_text(&cx, path, (jb_span){0});
    const jb_view_spec *spec = read_spec(&cx, source, JB_YAML);
    jb_scene *scene = spec ? jb_chart_compile(&cx, spec, NULL) : NULL;
    jb_str full = scene ? jb_chart_explain(&cx, spec) : (jb_str){NULL, 0};
    const jb_source *again = jb_source_new(cx.keep, path, full);
    spec = full.p ? read_spec(&cx, again, JB_JSON) : NULL;
    jb_scene *redrawn = spec ? jb_chart_compile(&cx, spec, NULL) : NULL;
    if (!redrawn || !untroubled(&cx))
        fail_msg("%.*s", JB_F(jb_messages_show(&cx, false)));
    jb_buf first = jb_buf_new(cx.keep), second = jb_buf_new(cx.keep);
    jb_scene_json(&first, scene);
    jb_scene_json(&second, redrawn);
    bool good = golden_same(name, first.text, second.text);
    good = golden_same(name, full, jb_chart_explain(&cx, spec)) && good;
    test_ctx_end(&cx);
    return good;
}

static int is_spec(const struct dirent *e)
{
    const char *ending = strrchr(e->d_name, '.');
    return ending && !strcmp(ending, ".yaml");
}

static void all(bool (*holds)(const char *name))
{
    struct dirent **files;
    int n = scandir(folder, &files, is_spec, alphasort), differing = 0;
    assert_true(n > 0);
    for (int i = 0; i < n; i++) {
        differing += !holds(files[i]->d_name);
        free(files[i]);
    }
    free(files);
    assert_int_equal(differing, 0);
}

static void draws_scenes(void **state)
{
    (void)state;
    all(draws);
}

static void explains_scenes(void **state)
{
    (void)state;
    all(explains);
}

/* How far the drawn reaches over a picture that is to be 300 px wide: the label stands at 100 of a
 * scale to 140, so that Vega's one look at a plot still too wide leaves some of it outside. */
static double reach(bool bound)
{
    static const char spec[] =
        "width: container\nautosize: fit\npadding: 0\ndata: {values: [{v: 100}]}\nlayer:\n"
        "- {mark: bar, encoding: {x: {field: v, type: quantitative, scale: {domain: [0, 140]}}}}\n"
        "- {mark: {type: text, align: left, fontSize: 60}, encoding: {text: {value: wwwwww}, "
        "x: {field: v, type: quantitative}}}\n";
    jb_ctx cx = test_ctx();
    const jb_chart_options options = {.width = 300, .bound = bound};
    const jb_source *source = jb_source_new(cx.keep, JB_S("bound"), jb_str_of(spec));
    const jb_node *tree = jb_tree_read(&cx, source, JB_YAML);
    const jb_view_spec *read = tree ? jb_chart_read(&cx, tree, NULL, &options) : NULL;
    const jb_scene *scene = read ? jb_chart_compile(&cx, read, &options) : NULL;
    if (!scene)
        fail_msg("%.*s", JB_F(jb_messages_show(&cx, false)));
    double right = scene->root->groups[0].x + jb_group_box(&scene->root->groups[0]).x2;
    test_ctx_end(&cx);
    return right - 300;
}

static void a_bound_picture_is_not_left(void **state)
{
    (void)state;
    assert_true(reach(false) > 10);
    assert_true(reach(true) < 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(draws_scenes),
                                       cmocka_unit_test(a_bound_picture_is_not_left),
                                       cmocka_unit_test(explains_scenes)};
    return cmocka_run_group_tests_name("chart golden", tests, NULL, NULL);
}
