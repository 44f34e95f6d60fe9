/* Pandoc's captions of Markdown's tables: a line ": caption {#name}" behind them. */
#include "report/reader.h"

static const jb_attribute_rules rules = {.what = "a table", .named = true};

/* Where braces at the end begin; the text's length: there are none. */
static size_t braces_at(jb_str text)
{
    size_t at = text.n;
    if (!jb_str_ends(text, JB_S("}")))
        return at;
    while (at && text.p[at - 1] != '{')
        at--;
    return at && !jb_str_ends(jb_str_cut(text, 0, at), JB_S("{{")) ? at - 1 : text.n;
}

bool jb_caption_read(jb_reader *r, jb_block *table, jb_span line)
{
    jb_str text = jb_str_trim(jb_str_cut(line.source->text, line.at, line.n));
    if (!jb_str_starts(text, JB_S(": ")) ||
        jb_attribute_of(&table->attributes, JB_S("caption")).text.p)
        return false;
    size_t before = (size_t)(text.p - (line.source->text.p + line.at)), braces = braces_at(text);
    if (braces < text.n &&
        jb_attributes_read(r->cx, jb_str_cut(text, braces, SIZE_MAX),
                           jb_span_in(line, before + braces, text.n - braces), &table->attributes))
        jb_attributes_check(r->cx, &table->attributes, &rules);
    jb_str caption = jb_str_trim(jb_str_cut(text, 2, braces - 2));
    jb_span place = jb_span_in(line, (size_t)(caption.p - text.p) + before, caption.n);
    *JB_PUSH(r->cx->keep, &table->attributes.rest) = (jb_attribute){
        {JB_S("caption"), place}, {jb_figures_fill(r->cx, r->figures, caption), place}};
    return true;
}
