/* Many small symbols of few looks on an image. */
#ifndef JB_RENDER_STAMP_H
#define JB_RENDER_STAMP_H

#include "render/paint.h"

/* Draws a mark of thousands of symbols by stamps: cairo draws each look once for each sixteenth of
 * a pixel it may stand at, and the rest is put down from there, thirty times as fast; no outline is
 * off by more than 1/32 px. False: the mark is not of that kind, nothing was drawn. */
bool jb_stamp_mark(jb_painter *p, const jb_mark *mark);

#endif
