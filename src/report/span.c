#include "report/span.h"

static const struct {
    jb_str class;
    uint32_t look;
} looks[] = {
#define L(name, class, doc) {JB_K(class), JB_LOOK_##name},
#include "report/looks.def"
#undef L
};

static void check(jb_ctx *cx, const jb_attributes *attributes)
{
    static const jb_str keys[] = {JB_K("ruby")};
    jb_str classes[JB_COUNT(looks)];
    size_t n = 0;
    for (size_t i = 0; i < JB_COUNT(looks); i++)
        if (looks[i].class.n)
            classes[n++] = looks[i].class;
    jb_attributes_check(cx, attributes,
                        &(jb_attribute_rules){"a span", classes, n, keys, JB_COUNT(keys), false});
}

static uint32_t look_of(jb_str class)
{
    for (size_t i = 0; i < JB_COUNT(looks); i++)
        if (class.n && jb_str_eq(looks[i].class, class))
            return looks[i].look;
    return 0;
}

size_t jb_bracketed_read(jb_ctx *cx, jb_str text, jb_span place, jb_bracketed *read)
{
    size_t n = jb_attributes_length(text);
    jb_attributes attributes = {0};
    *read = (jb_bracketed){0};
    if (!n) {
        jb_warn(cx, jb_span_in(place, 0, 1), "the attributes have no end, and are printed");
        jb_hint(cx, "a quote or a } is missing, as in {ruby=\"pīn yīn\"}");
        return 0;
    }
    jb_attributes_read(cx, jb_str_cut(text, 0, n), jb_span_in(place, 0, n), &attributes);
    check(cx, &attributes);
    for (size_t i = 0; i < attributes.kinds.n; i++)
        read->look |= look_of(attributes.kinds.at[i].text);
    jb_said ruby = jb_attribute_of(&attributes, JB_S("ruby"));
    read->ruby = jb_str_trim(ruby.text);
    if (ruby.text.p && !read->ruby.n)
        jb_fail(cx, ruby.span, "a ruby without text");
    return n;
}
