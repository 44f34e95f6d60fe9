/* Gaps that are no characters, made part of the letters before them for those who copy and search:
 * poppler, MuPDF, PDF.js and others read a space where a glyph stands further from the one before
 * than that one's width (a tenth of an em for the narrowest of them), and differ in what they make
 * of an /ActualText over several glyphs. */
#ifndef JB_RENDER_GAP_H
#define JB_RENDER_GAP_H

#include "render/qpdf.h"

/* What is left in a page's content for jb_gaps_set, as /ActualText of codes that nobody writes: */
enum {
    /* A glyph of this + N shows the one before once more, N / JB_GAP_EM em behind the end of that:
     * the gap. N < JB_GAP_MOST. */
    JB_GAP = 0x100000,
    JB_GAP_EM = 4000,
    JB_GAP_MOST = 0x1000,
    /* Behind a text whose last glyph stands there twice, for cairo to write the text down. */
    JB_GAP_TWICE = JB_GAP + JB_GAP_MOST
};

/* The fonts of a file with wider twins, which differ in nothing but the widths they tell. */
typedef struct jb_wides jb_wides;
jb_wides *jb_wides_new(jb_qpdf *q);
/* The page's content without them: glyphs before gaps are those of a twin that is wider by the gap,
 * to a sixth of an em. */
jb_buf jb_gaps_set(jb_wides *wides, qpdf_oh page, jb_str content);
/* Gives the twins their widths, after the last page. */
void jb_wides_finish(jb_wides *wides);

#endif
