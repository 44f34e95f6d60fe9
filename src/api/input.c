#include "api/input.h"

#include "api/handle.h"

static const char DRAWN[] = "a table is drawn by a specification, as in data: {url: a.csv}",
                  NAMED[] = "a report names its tables, as in data: {t: {url: a.csv}}",
                  LAID_OUT[] = "jianbao report lays it out", BY_CHART[] = "jianbao chart draws it";

static const struct {
    jb_input wanted;
    jb_str ending;
    const char *hint;
} strangers[] = {
    {JB_INPUT_CHART, JB_K("csv"), DRAWN},      {JB_INPUT_CHART, JB_K("tsv"), DRAWN},
    {JB_INPUT_CHART, JB_K("md"), LAID_OUT},    {JB_INPUT_TABLE, JB_K("md"), LAID_OUT},
    {JB_INPUT_REPORT, JB_K("csv"), NAMED},     {JB_INPUT_REPORT, JB_K("tsv"), NAMED},
    {JB_INPUT_REPORT, JB_K("json"), BY_CHART}, {JB_INPUT_REPORT, JB_K("yaml"), BY_CHART},
    {JB_INPUT_REPORT, JB_K("yml"), BY_CHART},
};

bool jb_input_fits(jb_ctx *cx, jb_input wanted, jb_str path)
{
    static const char *const nouns[] = {[JB_INPUT_REPORT] = "a report",
                                        [JB_INPUT_CHART] = "a specification",
                                        [JB_INPUT_TABLE] = "a table"};
    for (size_t i = 0; i < JB_COUNT(strangers); i++) {
        if (strangers[i].wanted != wanted ||
            !jb_str_eq_fold(jb_path_ext(path), strangers[i].ending))
            continue;
        jb_fail(cx, jb_file_place(cx, path), "“%.*s” is not %s", JB_F(jb_brief(cx, path)),
                jb_word(cx, nouns[wanted]));
        jb_hint(cx, "%s", jb_word(cx, strangers[i].hint));
        return false;
    }
    return true;
}
