/* The front matter: what stands between two lines of --- at a report's head. */
#ifndef JB_REPORT_FRONT_H
#define JB_REPORT_FRONT_H

#include "report/theme.h"

/* Sets of forms, for the texts that each uses. */
#define JB_FORM_IN(form) (1u << JB_FORM_##form)
#define JB_ANY_FORM ((1u << JB_FORMS) - 1)

typedef struct jb_front {
#define K(name, key, kind, forms) jb_said name;
#include "report/front.def"
#undef K
    const jb_node *data; /* a map of name: data object; NULL: none */
    jb_theme theme;      /* the named one with what the front matter says over it */
    bool themed;         /* the theme was read without a mistake */
    jb_span span;        /* the first line, for messages about the whole */
} jb_front;

/* Where the front matter ends: the offset of the first byte after its closing line; 0: there is
 * none. A front matter that is not closed is an error, told here. */
size_t jb_front_end(jb_ctx *cx, const jb_source *source);

/* Reads bytes [0, end) of the report; after messages what was sound is read all the same. NULL
 * after messages when it is no YAML. A text that the theme's form has no place for is told as a
 * warning. */
jb_front *jb_front_read(jb_ctx *cx, const jb_source *source, size_t end);

/* That of a report, its figures not filled. NULL after messages. */
jb_front *jb_front_of(jb_ctx *cx, const jb_source *report);

/* Tells texts that cannot be what they are meant as, once their figures are filled: days that no
 * calendar has, a language that nobody speaks. */
void jb_front_check(jb_ctx *cx, const jb_front *front);

#endif
