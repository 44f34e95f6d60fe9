/* Bytes of a file into sound UTF-8. */
#ifndef JB_BASE_ENCODING_H
#define JB_BASE_ENCODING_H

#include "base/ctx.h"

/* The source with its bytes as UTF-8, without a byte order mark; the same one if nothing has to
 * change. A BOM decides (UTF-8, UTF-16); else `encoding` (a name iconv knows; {NULL, 0}: none
 * given); else UTF-8 if all bytes are sound; else GB18030 if all are, with a warning; else an error
 * at the first bad byte. NULL after a message. `asked` is where the encoding was named, for a name
 * nobody knows. */
const jb_source *jb_source_decode(jb_ctx *cx, const jb_source *source, jb_str encoding,
                                  jb_span asked);

/* The same for a report or a specification, which are UTF-8, or what a mark says. */
const jb_source *jb_source_decode_utf8(jb_ctx *cx, const jb_source *source);

/* Hints at the nearest of the encodings that are much in use, if one is near. */
void jb_encoding_hint(jb_ctx *cx, jb_str name);

#endif
