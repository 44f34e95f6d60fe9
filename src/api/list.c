/* What the program stands on: the libraries, and the font of each role. */
#include <cairo.h>
#include <cmark-gfm.h>
#include <fontconfig/fontconfig.h>
#include <ft2build.h>
#include FT_FREETYPE_H
#include <hb.h>
#include <jansson.h>
#include <libdeflate.h>
#include <libfyaml.h>

#include "api/handle.h"
#include "text/text.h"

typedef struct list_call {
    jianbao *jb;
    const char **text;
} list_call;

static bool list_libraries(jb_ctx *cx, const void *args)
{
    const list_call *call = args;
    jb_buf b = jb_buf_new(cx->scratch);
    int major, minor, patch;
    FT_Library freetype;
    jb_buf_printf(&b, "cairo %s\nHarfBuzz %s\n", cairo_version_string(), hb_version_string());
    if (!FT_Init_FreeType(&freetype)) {
        FT_Library_Version(freetype, &major, &minor, &patch);
        FT_Done_FreeType(freetype);
        jb_buf_printf(&b, "FreeType %d.%d.%d\n", major, minor, patch);
    }
    int fc = FcGetVersion();
    jb_buf_printf(&b, "fontconfig %d.%d.%d\n", fc / 10000, fc / 100 % 100, fc % 100);
    jb_buf_printf(&b, "libfyaml %s\njansson %s\ncmark-gfm %s\nlibdeflate %s\n",
                  fy_library_version(), JANSSON_VERSION, cmark_version_string(),
                  LIBDEFLATE_VERSION_STRING);
    jb_font_rows fonts = jb_fonts_list(cx, JB_S("zh-CN"));
    jb_buf_byte(&b, '\n');
    for (size_t i = 0; i < fonts.n; i++)
        jb_buf_printf(&b, "%.*s: %.*s\n", JB_F(fonts.at[i].role), JB_F(fonts.at[i].family));
    *call->text = jb_handle_keep(call->jb, b.text);
    return true;
}

const char *jianbao_libraries(jianbao *jb)
{
    const char *text = NULL;
    jb_handle_run(jb, list_libraries, &(list_call){jb, &text});
    return text;
}
