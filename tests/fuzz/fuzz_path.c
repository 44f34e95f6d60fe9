/* SVG path data from anyone: read, turned, written. */
#include <stddef.h>
#include <stdint.h>

#include "render/path.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    jb_arena *a = jb_arena_new(NULL);
    jb_path p = jb_path_new(a);
    jb_buf b = jb_buf_new(a);
    jb_path_svg(&p, (jb_str){(const char *)data, n}, 2, 3);
    jb_path_turn(&p, 30);
    jb_path_text(&b, &p);
    jb_arena_free(a);
    return 0;
}
