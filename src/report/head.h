/* What the heads, ends and feet of all forms share: single lines of the front matter's texts drawn
 * into a group, from the left top corner of the type area, y being the top of the line's em box. */
#ifndef JB_REPORT_HEAD_H
#define JB_REPORT_HEAD_H

#include "report/compose.h"

typedef enum jb_side { JB_LEFT, JB_CENTER, JB_RIGHT } jb_side;

const jb_line *jb_head_line(jb_composer *c, jb_font font, jb_said said);
/* The baseline of a line whose em box begins at y. */
double jb_head_baseline(double y, double size);
/* A line `inset` from the edge it leans on, made smaller where it is wider than the measure leaves;
 * nothing for an empty text. */
void jb_head_draw(jb_composer *c, jb_group_item *into, jb_font font, jb_said said, jb_side side,
                  double y, double inset);
/* Two texts on one line, each `inset` from its edge. Where they would meet, the left one is made
 * smaller; both are if the right one takes more than half. */
void jb_head_sides(jb_composer *c, jb_group_item *into, jb_font font, jb_said left, jb_said right,
                   double y, double inset);
/* A rule across the type area, its middle at y. */
void jb_head_rule(jb_composer *c, jb_group_item *into, jb_tint tint, double y, double width);
/* The red name, centred, as large as its font says or as fits, its ink beginning at y; returns the
 * lower edge of its em box. */
double jb_head_name(jb_composer *c, jb_group_item *into, jb_said name, double y);

/* The pieces of a title: where the author ended a line, one ends. */
jb_pieces jb_pieces_of_title(jb_composer *c, jb_said title, jb_font font);
/* Title and subtitle, centred in balanced lines; each stays with what follows. */
void jb_compose_title(jb_composer *c);
/* An empty stretch that stays, at the head of a page too; what follows stays with it. */
void jb_push_gap(jb_composer *c, double height);

/* 2026-11-23, 2026/11/23, 2026.11.23 → 2026年11月23日, 2026年09月03日 → 2026年9月3日 (GB/T 9704
 * 7.3.5.4: no zero before it); what is no day stands as it is. */
jb_said jb_said_date(jb_composer *c, jb_said date);
/* 12, 12期, 十二 → 第12期, 第十二期: a number between the words of the form; what is no number
 * stands as it is. */
jb_said jb_said_count(jb_composer *c, jb_said said, const char *before, const char *after);
/* A list of several lines as one, `between` them. */
jb_said jb_said_joined(jb_composer *c, jb_said lines, const char *between);
/* The text with an end mark, unless it has one. */
jb_said jb_said_ended(jb_composer *c, jb_said said, jb_str mark);
/* The first that is said. */
jb_said jb_said_else(jb_said said, jb_said other);
/* How many lines a text has, and one of them, from 0; {NULL, 0}: it has fewer. */
size_t jb_said_lines(jb_said said);
jb_said jb_said_line(jb_said said, size_t i);

/* ---- 联合行文: several names (joint.c) ---- */

/* The red names one under the other, 文件 in the middle of their right side; as jb_head_name. */
double jb_joint_name(jb_composer *c, jb_group_item *into, jb_said names, double y);
/* Names and date behind the text, from y = 0 on; returns how many lines they take. */
size_t jb_joint_signature(jb_composer *c, jb_group_item *into, jb_said names, jb_said date);

#endif
