/* Does a condition of a definition hold for a row? */
#ifndef JB_CHART_TEST_H
#define JB_CHART_TEST_H

#include "chart/view.h"

typedef struct jb_test jb_test;
/* The test of a conditional definition over the unit's table; NULL after a message. */
const jb_test *jb_test_make(jb_chart *chart, const jb_view *view, const jb_channel_spec *condition);
bool jb_test_row(const jb_test *test, size_t row);

#endif
