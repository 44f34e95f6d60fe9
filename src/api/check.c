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
    return jb_spec_compile(cx, path, &(jb_spec_call){.untold = true}) != NULL;
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

static jb_str path_in(jb_ctx *cx, jb_str dir, jb_str name)
{
    return jb_str_eq(dir, JB_S(".")) ? jb_str_dup(cx->keep, name)
                                     : jb_str_printf(cx->keep, "%.*s/%.*s", JB_F(dir), JB_F(name));
}

static int by_name(const void *a, const void *b)
{
    return jb_str_cmp(*(const jb_str *)a, *(const jb_str *)b);
}

/* Files that are checked when a directory is named; a README is no report. */
static bool is_checked(jb_str name)
{
    static const jb_str endings[] = {JB_K(".md"), JB_K(".vl.json"), JB_K(".vl.yaml"),
                                     JB_K("datapackage.json")};
    bool wanted = false;
    for (size_t i = 0; i < JB_COUNT(endings); i++)
        wanted |= jb_str_ends(name, endings[i]);
    return wanted && name.p[0] != '.' && !jb_str_eq(name, JB_S("README.md"));
}

static bool check_each(jb_ctx *cx, jb_str dir, size_t *seen)
{
    JB_LIST(jb_str) names = {0};
    bool sound = true;
    DIR *d = opendir(jb_str_c(cx->scratch, dir));
    for (struct dirent *e; d && (e = readdir(d));)
        if (is_checked(jb_str_of(e->d_name)))
            *JB_PUSH(cx->keep, &names) = path_in(cx, dir, jb_str_of(e->d_name));
    if (d)
        closedir(d);
    if (names.n)
        qsort(names.at, names.n, sizeof *names.at, by_name);
    for (size_t i = 0; i < names.n; i++)
        sound &= check_file(cx, names.at[i]);
    *seen += names.n;
    return sound;
}

/* What lies in the directory, in its data/ and in its reports/. */
static bool check_directory(jb_ctx *cx, jb_str dir)
{
    size_t seen = 0;
    bool sound = check_each(cx, path_in(cx, dir, JB_S("data")), &seen);
    sound &= check_each(cx, path_in(cx, dir, JB_S("reports")), &seen);
    sound &= check_each(cx, dir, &seen);
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
