/* Pictures in files: what kind they are, how large, and whether they are whole. */
#ifndef JB_RENDER_PICTURE_H
#define JB_RENDER_PICTURE_H

#include "base/ctx.h"

typedef enum jb_picture_kind {
    JB_PICTURE_PNG,
    JB_PICTURE_JPEG,
    JB_PICTURE_SVG,
    JB_PICTURES
} jb_picture_kind;

typedef struct jb_picture {
    jb_picture_kind kind;
    jb_str data;           /* the file */
    double width, height;  /* as it is to be shown, CSS px: by its density and orientation */
    uint32_t across, down; /* its pixels as they are stored */
    int orientation;       /* Exif's, 1 to 8 */
    int bits, channels;    /* of a pixel; a palette has one channel */
    jb_str palette;        /* PNG: RGB triples, {NULL, 0}: none */
    bool plain;            /* a PDF can hold its pixels as they are packed */
    bool inverted;         /* JPEG of four inks by Adobe */
} jb_picture;

extern const jb_str jb_picture_mimes[JB_PICTURES];

/* Looks at the whole file: its form, its checksums, its end. False after a message at `place`: no
 * PNG, JPEG or SVG, broken, cut off, named as another kind, more than limits.pixels. */
bool jb_picture_read(jb_ctx *cx, jb_str path, jb_str data, jb_span place, jb_picture *picture);

/* PNG: the packed rows, the data of all IDAT chunks. */
jb_str jb_png_rows(jb_arena *a, jb_str png);

#endif
