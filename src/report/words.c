#include "report/compose.h"

static const struct {
    jb_str simplified, traditional;
} words[] = {
#define W(simplified, traditional) {JB_K(simplified), JB_K(traditional)},
#include "report/words.def"
#undef W
};

static const jb_str *traditional_of(jb_str word)
{
    for (size_t i = 0; i < JB_COUNT(words); i++)
        if (jb_str_eq(words[i].simplified, word))
            return &words[i].traditional;
    return NULL;
}

jb_str jb_wording(const jb_composer *c, const char *word)
{
    jb_str simplified = jb_str_of(word);
    const jb_str *other =
        jb_text_traditional(c->front->lang.text) ? traditional_of(simplified) : NULL;
    return other ? *other : simplified;
}

bool jb_wording_is(jb_str said, const char *word)
{
    const jb_str *other = traditional_of(jb_str_of(word));
    return jb_str_eq(said, jb_str_of(word)) || (other && jb_str_eq(said, *other));
}
