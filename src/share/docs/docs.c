/* `make docs`: the reference page of the chart grammar, or with an argument its JSON Schema, on
 * stdout. */
#include <stdio.h>

#include "grammar/reference.h"

int main(int argc, char **argv)
{
    (void)argv;
    jb_ctx cx = {
        .keep = jb_arena_new(NULL), .scratch = jb_arena_new(NULL), .limits = jb_limits_default()};
    jb_str text = argc > 1 ? jb_grammar_schema(&cx) : jb_grammar_reference(&cx);
    bool written = fwrite(text.p, 1, text.n, stdout) == text.n && !fflush(stdout);
    jb_arena_free(cx.scratch);
    jb_arena_free(cx.keep);
    return written ? 0 : 3;
}
