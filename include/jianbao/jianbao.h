/* jianbao: from CSV tables to charts and Chinese briefings.
 *
 *     jianbao *jb = jianbao_open(NULL);
 *     if (jb && jianbao_chart(jb, "bar.json", "bar.png", NULL) != JIANBAO_FINE)
 *         fputs(jianbao_messages_text(jb, 0), stderr);
 *     jianbao_close(jb);
 *
 * Text is UTF-8. Lengths are CSS pixels (1/96 inch). Paths are seen from the working directory, "-"
 * is stdin or stdout. What a function returns belongs to the handle and lasts until the handle is
 * closed, unless it says otherwise; options are read during the call alone. A handle belongs to one
 * thread at a time; several handles may work in several threads. No function ends the process,
 * calls setlocale or changes the working directory; the caller's locale changes nothing. */
#ifndef JIANBAO_H
#define JIANBAO_H

#include <stdbool.h>
#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

#if defined(__GNUC__)
#define JB_API __attribute__((visibility("default")))
#else
#define JB_API
#endif

typedef struct jianbao jianbao;

/* How a call ended; also the exit codes of the program. Warnings leave it fine. */
typedef enum jianbao_status {
    JIANBAO_FINE = 0,
    JIANBAO_WRONG_INPUT = 1,
    JIANBAO_WRONG_USAGE = 2, /* an option's value */
    JIANBAO_ENVIRONMENT =
        3 /* a file that can't be opened, read or written; no memory; no CJK font */
} jianbao_status;

typedef enum jianbao_language { JIANBAO_ENGLISH, JIANBAO_CHINESE } jianbao_language;

/* Zeros everywhere are the defaults. */
typedef struct jianbao_options {
    const char *
        root; /* files are read only under it; NULL: the working directory and that of each input */
    const char *encoding;      /* of CSV files; NULL: found out */
    jianbao_language language; /* of messages only */
    bool lenient;              /* an unknown property is a warning */
    bool allow_missing_glyphs; /* a character that no font has is a warning */
    const char *const *limits; /* "NAME=VALUE", as the program's --max; ended by NULL; NULL: none */
} jianbao_options;

/* NULL: there is no memory. A mistake in the options is among the messages, and in jianbao_worst,
 * at once: ask before the handle is used. options NULL: the defaults. Close with jianbao_close. */
JB_API jianbao *jianbao_open(const jianbao_options *options);
JB_API void jianbao_close(jianbao *jb); /* NULL is fine */

/* Charts. */
typedef struct jianbao_chart_options {
    double scale;         /* multiplies pixels of PNG; 0: 1, or the preset's; this and the next
                             two below a billion, else wrong usage */
    double width, height; /* as if the specification said them; 0: it decides; with a preset, of the
                             whole picture */
    const char *theme;    /* a built-in theme or a theme's file; NULL: Vega-Lite's own defaults */
    const char *preset;   /* a picture for a purpose, one of jianbao_chart_presets; NULL: none */
    const char *
        format; /* "png", "pdf", "svg" or "scene.json"; NULL: by the output's ending, for "-" PNG */
    bool outlines; /* SVG: glyphs as paths instead of text */
} jianbao_chart_options;

/* Draws a Vega-Lite specification (.json strictly JSON, else YAML) into the file `output`, which is
 * replaced whole or not at all. options may be NULL. */
JB_API jianbao_status jianbao_chart(jianbao *jb, const char *spec, const char *output,
                                    const jianbao_chart_options *options);
/* Told of each chart in the order of the specifications. */
typedef void jianbao_watcher(void *with, size_t i, jianbao_status status);
/* Draws specs[i] into outputs[i] as jianbao_chart does, n of them. Many are shared out to two
 * processes for each processor, so call it while no other thread runs; messages and files are
 * the same as if they were drawn one after another. watcher may be NULL. */
JB_API void jianbao_charts(jianbao *jb, const char *const *specs, const char *const *outputs,
                           size_t n, const jianbao_chart_options *options, jianbao_watcher *watcher,
                           void *with);
/* The specification as it is understood: normalised, with every default of its scales, guides,
 * marks, channels, views and transforms and those of the theme (or NULL) in it, as JSON that is
 * itself a specification of the same picture. NULL after a failure. */
JB_API const char *jianbao_explain(jianbao *jb, const char *spec, const char *theme);
/* The endings of picture files, ended by NULL; static. */
JB_API const char *const *jianbao_chart_formats(void);
/* Sizes, type and grounds for a purpose: "slide", "wide", "square", "print", "print-bw"; ended by
 * NULL; static. */
JB_API const char *const *jianbao_chart_presets(void);

/* Reports. */
typedef struct jianbao_report_options {
    const char *charts; /* a directory: each chart as NAME.png and NAME.pdf; made if it is not
                           there; NULL: none */
    const char *chart_formats; /* other endings for these, parted by commas: "svg,png"; NULL */
    const char *pages;         /* a directory: each page as NAME-1.png …; NULL: none */
    const char *page_format;   /* "png" or "svg"; NULL: PNG */
    double dpi;                /* dots to the inch of a page's PNG; 0: 96 */
    const char *format;  /* "pdf", or "txt": plain text with tables drawn; NULL: by the output's
                            ending, else PDF */
    const char *each;    /* a column of the report's first table: one document for each value, with
                            the rows of that value; {COLUMN} in the paths is the value, what can't be
                            in a file's name as %2F. NULL: one */
    size_t jobs;         /* with `each`: processes that share the work, called while no other thread
                            runs; 0: two for each processor if there are many documents */
    const char *shard;   /* with `each`: "2/5" makes the 2nd, 7th, 12th … of them; NULL: all */
    const char *depends; /* a file: a rule for make, the output and the files it was made from;
                            not with `each`. NULL: none */
} jianbao_report_options;

/* Lays out a report written in Markdown as PDF, or as text; charts and pages that were asked for
 * are written before it. options may be NULL. */
JB_API jianbao_status jianbao_report(jianbao *jb, const char *report, const char *output,
                                     const jianbao_report_options *options);

/* Tables. Each text is an option's value as the program takes it; NULL: not asked for. */
typedef struct jianbao_table_options {
    const char *where;    /* an expression: rows for which it is true */
    const char *group_by; /* columns, parted by commas */
    const char *agg;      /* "sum(x) as s, count()" */
    const char *sort;     /* "x desc, y" */
    const char *limit;    /* a count of rows */
    const char *format;   /* "csv", "md", "json" or "text" (aligned); NULL: by the output's ending,
                             else CSV */
} jianbao_table_options;

/* Reads a CSV file, aggregates, writes. options may be NULL. */
JB_API jianbao_status jianbao_table(jianbao *jb, const char *data, const char *output,
                                    const jianbao_table_options *options);
JB_API const char *const *jianbao_table_formats(void); /* as jianbao_chart_formats */

/* Checks a report (.md), a specification, a data package or a directory with such; writes nothing.
 */
JB_API jianbao_status jianbao_check(jianbao *jb, const char *path);

/* Lines of text for a reader; NULL after a failure, which is among the messages. For each role of
 * Chinese printing and each kind of Latin letters the font it resolved to, with the files that a
 * theme (a name, or a .yaml file; NULL: none) or a report's front matter (.md) brings, in the
 * report's language, the families looked for, the names a role has too, the package to install. And
 * the libraries with their versions, with the fonts in short. */
JB_API const char *jianbao_fonts(jianbao *jb, const char *of);
JB_API const char *jianbao_libraries(jianbao *jb);
JB_API const char *jianbao_version(void); /* "0.1.0"; static */

/* Messages of all calls so far. */
typedef struct jianbao_message {
    bool error; /* else a warning */
    const char *
        file; /* as it was named, "-" for stdin, "--where" for an option; NULL: no place is known */
    size_t line, column; /* from 1; columns in characters */
    const char *text;
    const char *hint; /* NULL: none */
} jianbao_message;

/* The first errors and the first warnings, as many of each as the limit "messages" says. The list
 * lasts until the next call with the handle. */
JB_API const jianbao_message *jianbao_messages(jianbao *jb, size_t *n);
/* The same as text for a terminal: place, line with carets, hint; at most as many as the limit
 * "messages" says, then a count. "" when there are none. `how`: JIANBAO_COLOR | JIANBAO_ERRORS_ONLY
 * or 0. */
enum { JIANBAO_COLOR = 1, JIANBAO_ERRORS_ONLY = 2 };
JB_API const char *jianbao_messages_text(jianbao *jb, unsigned how);
/* Adds a message of the caller's own about byte `at` of an option's value (NULL: about no value),
 * status wrong usage. */
JB_API void jianbao_complain(jianbao *jb, const char *option, const char *value, size_t at,
                             const char *text, const char *hint);
/* The worst status so far. */
JB_API jianbao_status jianbao_worst(const jianbao *jb);
/* The nearest of the names (ended by NULL) that may have been meant; NULL: none is near. */
JB_API const char *jianbao_nearest(const char *name, const char *const *names);

/* For programs: SIGINT, SIGTERM and SIGHUP, and GLib's end without memory, remove unfinished output
 * first; and freed memory is kept for the next picture. */
JB_API void jianbao_guard(void);

#ifdef __cplusplus
}
#endif

#endif
