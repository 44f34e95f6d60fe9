/* What an input is by its name. */
#ifndef JB_API_INPUT_H
#define JB_API_INPUT_H

#include "base/ctx.h"

typedef enum jb_input { JB_INPUT_REPORT, JB_INPUT_CHART, JB_INPUT_TABLE } jb_input;

/* Can a file of this name be what is wanted? Else told with what makes something of it, and false:
 * a table read as a report would be set as its text. */
bool jb_input_fits(jb_ctx *cx, jb_input wanted, jb_str path);

#endif
