/* What `check` looks at, by what the path is. */
#include <dirent.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "api/handle.h"
#include "api/spec.h"
#include "data/schema.h"
#include "report/report.h"

static bool check_spec(jb_ctx *cx, jb_str path)
{
    return jb_spec_compile(cx, path, &(jb_spec_call){0}) != NULL;
}

static bool check_report(jb_ctx *cx, jb_str path)
{
    const jb_source *source = jb_file_read_text(cx, path, (jb_span){0});
    return source && jb_report_check(cx, source);
}

static bool check_package(jb_ctx *cx, jb_str path)
{
    return jb_package_check(cx, path);
}

static bool is_directory(jb_ctx *cx, jb_str path)
{
    struct stat st;
    return !stat(jb_str_c(cx->scratch, path), &st) && S_ISDIR(st.st_mode);
}

static bool check_file(jb_ctx *cx, jb_str path)
{
    jb_files_allow(cx, path);
    if (jb_str_eq(jb_path_base(path), JB_S("datapackage.json")))
        return check_package(cx, path);
    if (jb_str_eq_fold(jb_path_ext(path), JB_S("md")))
        return check_report(cx, path);
    return check_spec(cx, path);
}

static int by_name(const void *a, const void *b)
{
    return jb_str_cmp(*(const jb_str *)a, *(const jb_str *)b);
}

/* The names in a directory that end so, in their order. */
static const jb_str *names_in(jb_ctx *cx, jb_str dir, const jb_str *endings, size_t endings_n,
                              size_t *n)
{
    JB_LIST(jb_str) names = {0};
    DIR *d = opendir(jb_str_c(cx->scratch, dir));
    for (struct dirent *e; d && (e = readdir(d));)
        for (size_t i = 0; i < endings_n; i++)
            if (jb_str_ends(jb_str_of(e->d_name), endings[i]) && e->d_name[0] != '.')
                *JB_PUSH(cx->keep, &names) =
                    jb_str_printf(cx->keep, "%.*s/%s", JB_F(dir), e->d_name);
    if (d)
        closedir(d);
    if (names.n)
        qsort(names.at, names.n, sizeof *names.at, by_name);
    *n = names.n;
    return names.at;
}

static bool check_each(jb_ctx *cx, jb_str dir, const jb_str *endings, size_t endings_n,
                       size_t *seen)
{
    size_t n;
    bool sound = true;
    const jb_str *names = names_in(cx, dir, endings, endings_n, &n);
    for (size_t i = 0; i < n; i++)
        sound &= check_file(cx, names[i]);
    *seen += n;
    return sound;
}

/* A project: the data package in data/, the reports in reports/ and the specs beside them; or a
 * directory that holds such itself. */
static bool check_directory(jb_ctx *cx, jb_str dir)
{
    static const jb_str all[] = {JB_K(".md"), JB_K(".vl.json"), JB_K(".vl.yaml"),
                                 JB_K("datapackage.json")};
    static const jb_str places[] = {JB_K("data"), JB_K("reports"), {NULL, 0}};
    size_t seen = 0;
    bool sound = true;
    for (size_t i = 0; i < JB_COUNT(places); i++) {
        jb_str in =
            places[i].p ? jb_str_printf(cx->keep, "%.*s/%.*s", JB_F(dir), JB_F(places[i])) : dir;
        const jb_str *kinds = places[i].p ? all : all + 1; /* a README is no report */
        sound &= check_each(cx, in, kinds, JB_COUNT(all) - (places[i].p ? 0 : 1), &seen);
    }
    if (seen)
        return sound;
    jb_fail(cx, jb_span_of(jb_source_new(cx->keep, dir, (jb_str){"", 0})),
            "nothing to check in “%.*s”", JB_F(jb_brief(cx, dir)));
    jb_hint(cx, "a data package is data/datapackage.json, a report reports/NAME.md, a spec "
                "NAME.vl.json or NAME.vl.yaml");
    return false;
}

static bool check(jb_ctx *cx, const void *args)
{
    jb_str path;
    if (!jb_argument(cx, "PATH", args, &path))
        return false;
    while (path.n > 1 && path.p[path.n - 1] == '/')
        path = jb_str_cut(path, 0, path.n - 1);
    return is_directory(cx, path) ? check_directory(cx, path) : check_file(cx, path);
}

jianbao_status jianbao_check(jianbao *jb, const char *path)
{
    return jb_handle_run(jb, check, path);
}
