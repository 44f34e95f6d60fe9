/* What a finished document tells beside its ink, read back by qpdf and poppler and compared with
 * the Markdown it was made of: the tree of its structure, its outline, its links and its contents.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <ctype.h>
#include <jansson.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MOST = 1024, LONG = 4096 };

static const char *const reports[] = {
    "reports/briefing.md",
    "reports/notice.md",
    "reports/deck.md",
    "reports/manual.md",
    "tests/golden/report/contents.md",
    "tests/golden/report/contents-cover.md",
    "tests/golden/report/article.md",
    "tests/golden/report/example.md",
    "tests/golden/report/tables.md",
    "tests/golden/report/table-row-high.md",
    "tests/golden/report/columns.md",
};

static char dir[] = "/tmp/jianbao-test-XXXXXX";

/* ---- text without blanks: those between Han and Latin letters are the composer's ---- */

static char *squeezed(const char *text)
{
    static const char *const blanks[] = {" ", "\n", "\xC2\xA0", "\xE3\x80\x80", "\xE2\x80\x82"};
    char *out = strdup(text), *to = out;
    for (const char *at = text; *at;) {
        size_t n = 0;
        for (size_t i = 0; !n && i < sizeof blanks / sizeof *blanks; i++)
            n = strncmp(at, blanks[i], strlen(blanks[i])) ? 0 : strlen(blanks[i]);
        if (!n)
            *to++ = *at++;
        at += n;
    }
    *to = 0;
    return out;
}

static bool ends_in(const char *text, const char *end)
{
    size_t n = strlen(text), k = strlen(end);
    return n >= k && !strcmp(text + n - k, end);
}

/* ---- the Markdown's own outline ---- */

typedef struct heading {
    int level;
    char *parts[8]; /* what is written as it is, between expressions and marks */
    size_t parts_n;
} heading;

typedef struct markdown {
    heading headings[MOST];
    size_t headings_n, lists, tables, charts, images, captions, notes;
    size_t rows, fenced; /* of tables in Markdown; tables in fences, whose rows are data */
    char *attached[8];   /* titles of attachments, from the front matter */
    size_t attached_n, attachments;
    char *paragraphs[MOST]; /* their first words that are written as they are */
    size_t paragraphs_n;
    size_t
        since_term; /* lines behind the last definition, with its term: 1 goes on with its list */
    bool term;      /* the last line is the last paragraph, or a term */
} markdown;

static bool starts(const char *text, const char *with)
{
    return !strncmp(text, with, strlen(with));
}

/* Splits a heading at what is replaced, "{{ x }}"; attributes, "{-}", are no text. */
static void add_heading(markdown *m, const char *line)
{
    heading *h = &m->headings[m->headings_n++];
    size_t level = strspn(line, "#");
    char *text = strdup(line + level), *at = text;
    h->level = (int)level;
    size_t n = strlen(text);
    if (n && text[n - 1] == '}' && !ends_in(text, "}}"))
        *strrchr(text, '{') = 0;
    while (at && h->parts_n < 8) {
        char *hole = strstr(at, "{{"), *end = hole ? strstr(hole, "}}") : NULL;
        if (hole)
            *hole = 0;
        h->parts[h->parts_n++] = squeezed(at);
        at = end ? end + 2 : NULL;
    }
    free(text);
}

static void add_paragraph(markdown *m, const char *line)
{
    char *words = squeezed(line);
    words[strcspn(words, "*_[]{}`@<>\\^|$!~\"'")] = 0;
    if (strlen(words) >= 6 && !strstr(words, "\xE2\x80\x9C"))
        m->paragraphs[m->paragraphs_n++] = words;
    else
        free(words);
}

static bool is_item(const char *line)
{
    line += strspn(line, " ");
    size_t digits = strspn(line, "0123456789");
    return starts(line, "- ") || starts(line, "* ") ||
           (digits && (starts(line + digits, ". ") || starts(line + digits, ") ")));
}

static void add_attached(markdown *m, char *list)
{
    m->lists++;
    for (char *at = strtok(list, "[], \n"); at && m->attached_n < 8; at = strtok(NULL, "[], \n"))
        m->attached[m->attached_n++] = strdup(at);
}

/* An attachment begins with its title, a heading of the first level. */
static void add_attachment(markdown *m)
{
    char line[LONG];
    assert_true(m->attachments < m->attached_n);
    snprintf(line, sizeof line, "# %s", m->attached[m->attachments++]);
    add_heading(m, line);
}

/* The line before is its term, and no paragraph. */
static void add_definition(markdown *m)
{
    m->lists += m->since_term > 1;
    m->since_term = 0;
    if (m->term)
        free(m->paragraphs[--m->paragraphs_n]);
    m->term = false;
}

/* A line of Markdown outside of fences. */
static void add_line(markdown *m, char *line, bool blank, int *list)
{
    int depth = is_item(line) ? (int)strspn(line, " ") + 1 : 0;
    line[strcspn(line, "\n")] = 0;
    if (starts(line, ": ")) {
        m->captions += blank; /* of the table above */
        if (!blank)
            add_definition(m);
        return;
    }
    size_t paragraphs = m->paragraphs_n;
    m->since_term++;
    m->captions += starts(line, "::: {.row") && strstr(line, "caption=");
    m->images += starts(line, "![");
    m->captions += starts(line, "![") && !starts(line, "![]"); /* a picture's is its text */
    m->notes += starts(line, "[^");
    bool rule = starts(line, "|-") || starts(line, "|:") || starts(line, "| -");
    m->tables += rule;
    m->rows += *line == '|' && !rule;
    m->lists += depth > *list || starts(line, "::: sources"); /* which lists them */
    if (starts(line, "::: attachment"))
        add_attachment(m);
    else if (blank && *line == '#')
        add_heading(m, line);
    else if (blank && !*list && (unsigned char)*line >= 0xE0)
        add_paragraph(m, line);
    m->term = m->paragraphs_n > paragraphs;
    *list = depth ? depth : *line == ' ' ? *list : 0;
}

/* A fence of blocks, not one that shows how they are written. */
static void add_fence(markdown *m, const char *line)
{
    m->fenced += !strcmp(line, "```table\n");
    m->tables += !strcmp(line, "```table\n");
    m->charts += !strcmp(line, "```chart\n");
    m->lists += !strcmp(line, "```kpi\n"); /* of tiles */
}

/* Fences are no Markdown, but for what they are. */
static markdown *read_markdown(const char *path)
{
    markdown *m = calloc(1, sizeof *m);
    m->since_term = 2;
    char line[LONG], fence[16] = "";
    bool front = false, block = false, blank = true;
    int list = 0; /* the column of the list's items, from 1; 0: none */
    FILE *f = fopen(path, "r");
    assert_non_null(f);
    for (size_t n = 0; fgets(line, sizeof line, f); n++) {
        size_t ticks = strspn(line, "`");
        if (!strcmp(line, "---\n") && (!n || front)) {
            front = !n;
            blank = true;
            continue;
        } else if (front) {
            if (starts(line, "attachments:"))
                add_attached(m, line + strlen("attachments:"));
        } else if (*fence) {
            m->captions += block && strstr(line, "caption:") != NULL;
            if (ticks >= strlen(fence) && line[ticks] == '\n')
                *fence = 0;
        } else if (ticks >= 3) {
            snprintf(fence, sizeof fence, "%.*s", (int)ticks, line);
            block = !strcmp(line, "```table\n") || !strcmp(line, "```chart\n") ||
                    !strcmp(line, "```kpi\n");
            add_fence(m, line);
        } else if (*line != '\n') {
            add_line(m, line, blank, &list);
        }
        blank = *line == '\n' || *line == '#' || *line == ':';
    }
    fclose(f);
    return m;
}

/* ---- the tree as poppler reads it ---- */

typedef struct element {
    char type[32];
    int depth;
    char *text; /* its own and that of what is inside, without blanks */
} element;

typedef struct structure {
    element all[4 * MOST];
    size_t n;
} structure;

/* Replacement texts end an element for poppler 22: their marks are blanked out in an unpacked copy.
 */
static void blank_replacements(char *bytes, size_t n)
{
    static const char mark[] = "/Span << /ActualText <";
    for (char *at = bytes; (at = memmem(at, n - (size_t)(at - bytes), mark, sizeof mark - 1));) {
        char *begun = strstr(at, "BDC"), *end = begun ? strstr(begun, "EMC") : NULL;
        if (!end)
            return;
        memset(at, ' ', (size_t)(begun + 3 - at));
        memset(end, ' ', 3);
        at = end;
    }
}

static void unpack(const char *pdf, const char *to)
{
    char command[2048];
    snprintf(command, sizeof command, "qpdf --qdf --object-streams=disable %s %s", pdf, to);
    assert_int_equal(system(command), 0);
    FILE *f = fopen(to, "r+");
    assert_non_null(f);
    fseek(f, 0, SEEK_END);
    size_t n = (size_t)ftell(f);
    char *bytes = malloc(n + 1);
    rewind(f);
    assert_int_equal(fread(bytes, 1, n, f), n);
    bytes[n] = 0;
    for (size_t i = 0; i < n; i++) /* strings' functions see all of it */
        bytes[i] = bytes[i] ? bytes[i] : ' ';
    blank_replacements(bytes, n);
    fclose(f);
    f = fopen(to, "r+");
    /* What is binary stays as it was: only the marks are written back. */
    char *old = malloc(n);
    assert_int_equal(fread(old, 1, n, f), n);
    for (size_t i = 0; i < n; i++)
        bytes[i] = old[i] ? bytes[i] : 0;
    rewind(f);
    assert_int_equal(fwrite(bytes, 1, n, f), n);
    fclose(f);
    free(old);
    free(bytes);
}

static void add_text(structure *s, int depth, const char *text)
{
    char *words = squeezed(text);
    for (size_t i = s->n; i-- && depth > 0;) {
        if (s->all[i].depth >= depth)
            continue;
        depth = s->all[i].depth;
        char *whole = NULL;
        assert_true(asprintf(&whole, "%s%s", s->all[i].text, words) >= 0);
        free(s->all[i].text);
        s->all[i].text = whole;
    }
    free(words);
}

static structure *read_structure(const char *pdf)
{
    structure *s = calloc(1, sizeof *s);
    char command[2048], line[LONG];
    snprintf(command, sizeof command, "pdfinfo -struct-text %s 2>%s/stderr", pdf, dir);
    FILE *f = popen(command, "r");
    assert_non_null(f);
    while (fgets(line, sizeof line, f)) {
        int depth = (int)strspn(line, " ") / 2;
        char *at = line + 2 * depth, *end = strrchr(at, '"');
        if (*at == '"') {
            if (end > at)
                *end = 0;
            add_text(s, depth, at + 1);
        } else if (isupper((unsigned char)*at) && !starts(at, "Object ")) {
            element *e = &s->all[s->n++];
            e->depth = depth;
            e->text = strdup("");
            snprintf(e->type, sizeof e->type, "%.*s", (int)strcspn(at, " \n:"), at);
        }
    }
    assert_int_equal(pclose(f), 0);
    return s;
}

static size_t count(const structure *s, const char *type)
{
    size_t n = 0;
    for (size_t i = 0; i < s->n; i++)
        n += !strcmp(s->all[i].type, type);
    return n;
}

/* Of cells and tiles: figures that are no block. */
static size_t count_sparklines(const structure *s)
{
    size_t n = 0;
    for (size_t i = 0; i < s->n; i++) {
        size_t up = i;
        while (up && s->all[up].depth >= s->all[i].depth)
            up--;
        n += !strcmp(s->all[i].type, "Figure") &&
             (!strcmp(s->all[up].type, "TD") || !strcmp(s->all[up].type, "LBody"));
    }
    return n;
}

/* ---- objects, as qpdf reads them ---- */

typedef struct file {
    json_t *root, *objects, *catalog;
    json_t *pages[MOST]; /* their references */
    size_t pages_n;
} file;

static json_t *follow(const file *f, json_t *value)
{
    const char *name = json_string_value(value);
    size_t n = name ? strlen(name) : 0;
    if (n < 5 || strcmp(name + n - 2, " R") || !isdigit((unsigned char)*name))
        return value;
    char key[64];
    snprintf(key, sizeof key, "obj:%s", name);
    json_t *found = json_object_get(f->objects, key);
    json_t *stream = json_object_get(found, "stream");
    return stream ? json_object_get(stream, "dict") : json_object_get(found, "value");
}

static json_t *get(const file *f, json_t *from, const char *key)
{
    return follow(f, json_object_get(follow(f, from), key));
}

static const char *text_of(const file *f, json_t *from, const char *key)
{
    const char *text = json_string_value(get(f, from, key));
    return text ? text : "";
}

static void add_pages(file *f, json_t *node)
{
    json_t *kids = get(f, node, "/Kids");
    if (!kids) {
        assert_true(f->pages_n < MOST);
        f->pages[f->pages_n++] = node;
    }
    for (size_t i = 0; i < json_array_size(kids); i++)
        add_pages(f, json_array_get(kids, i));
}

static file read_file(const char *pdf)
{
    char command[2048];
    file f = {0};
    snprintf(command, sizeof command, "qpdf --json=2 --json-key=qpdf %s", pdf);
    FILE *from = popen(command, "r");
    assert_non_null(from);
    f.root = json_loadf(from, 0, NULL);
    assert_int_equal(pclose(from), 0);
    f.objects = json_array_get(json_object_get(f.root, "qpdf"), 1);
    assert_non_null(f.objects);
    json_t *trailer = json_object_get(json_object_get(f.objects, "trailer"), "value");
    f.catalog = get(&f, trailer, "/Root");
    add_pages(&f, json_object_get(f.catalog, "/Pages"));
    return f;
}

/* The page that the reference is of, from 0. */
static int page_of(const file *f, json_t *reference)
{
    for (size_t i = 0; i < f->pages_n; i++)
        if (json_equal(f->pages[i], reference))
            return (int)i;
    fail_msg("a page that is not there: %s", json_string_value(reference));
    return -1;
}

static json_t *named(const file *f, json_t *node, const char *name)
{
    json_t *names = get(f, node, "/Names"), *kids = get(f, node, "/Kids"), *found = NULL;
    for (size_t i = 0; !found && i + 1 < json_array_size(names); i += 2)
        if (!strcmp(json_string_value(follow(f, json_array_get(names, i))), name))
            found = follow(f, json_array_get(names, i + 1));
    for (size_t i = 0; !found && i < json_array_size(kids); i++)
        found = named(f, json_array_get(kids, i), name);
    return found;
}

/* A destination's page, from 0, whose place is on it; -1: the link leads outside. */
static int resolve(const file *f, json_t *thing)
{
    json_t *action = get(f, thing, "/A"), *to = get(f, thing, "/Dest");
    if (action && !strcmp(text_of(f, action, "/S"), "/URI")) {
        assert_true(strlen(text_of(f, action, "/URI")) > 2);
        return -1;
    }
    to = to ? to : get(f, action, "/D");
    if (json_is_string(to)) {
        const char *name = json_string_value(to);
        to = named(f, get(f, get(f, f->catalog, "/Names"), "/Dests"), name);
        if (!to)
            fail_msg("no destination %s", name);
    }
    to = json_is_object(to) ? get(f, to, "/D") : to;
    int page = page_of(f, json_array_get(to, 0));
    json_t *box = get(f, f->pages[page], "/MediaBox");
    for (size_t i = 2; i < 4 && json_is_number(json_array_get(to, i)); i++) {
        double at = json_number_value(json_array_get(to, i));
        assert_true(at >= 0 && at <= json_number_value(json_array_get(box, i)) + 0.5);
    }
    return page;
}

/* ---- headings ---- */

typedef struct tagged_headings {
    int pages[MOST];
    size_t n;
} tagged_headings;

/* The page where the element's first content stands; -1: it has none. */
static int first_page(const file *f, json_t *node)
{
    json_t *page = json_object_get(follow(f, node), "/Pg"), *kids = get(f, node, "/K");
    if (page)
        return page_of(f, page);
    int found = json_is_object(kids) ? first_page(f, kids) : -1;
    for (size_t i = 0; found < 0 && i < json_array_size(kids); i++)
        if (json_is_object(follow(f, json_array_get(kids, i))))
            found = first_page(f, json_array_get(kids, i));
    return found;
}

static void list_headings(const file *f, json_t *node, tagged_headings *h)
{
    const char *type = text_of(f, node, "/S");
    json_t *kids = get(f, node, "/K");
    if (starts(type, "/H") && isdigit((unsigned char)type[2])) {
        h->pages[h->n++] = first_page(f, node);
        return;
    }
    if (json_is_object(kids))
        list_headings(f, kids, h);
    for (size_t i = 0; i < json_array_size(kids); i++)
        if (json_is_object(follow(f, json_array_get(kids, i))))
            list_headings(f, json_array_get(kids, i), h);
}

typedef struct entry {
    int level, page;
    char *title;
} entry;

static size_t list_outline(const file *f, json_t *node, int level, entry *entries, size_t n)
{
    for (json_t *at = get(f, node, "/First"); at; at = get(f, at, "/Next")) {
        entries[n++] = (entry){level, resolve(f, at), squeezed(text_of(f, at, "/Title") + 2)};
        n = list_outline(f, at, level + 1, entries, n);
    }
    return n;
}

/* ---- the contents ---- */

static void each_link(const file *f, json_t *node, void (*seen)(const file *, json_t *, void *),
                      void *with)
{
    json_t *kids = get(f, node, "/K"), *object = get(f, node, "/Obj");
    if (object)
        seen(f, object, with);
    if (json_is_object(kids))
        each_link(f, kids, seen, with);
    for (size_t i = 0; i < json_array_size(kids); i++)
        if (json_is_object(follow(f, json_array_get(kids, i))))
            each_link(f, json_array_get(kids, i), seen, with);
}

static void note_page(const file *f, json_t *object, void *with)
{
    *(int *)with = resolve(f, object);
}

static size_t list_contents(const file *f, json_t *node, int *pages, size_t n)
{
    json_t *kids = get(f, node, "/K");
    if (!strcmp(text_of(f, node, "/S"), "/TOCI")) {
        pages[n] = -2; /* it leads nowhere */
        each_link(f, node, note_page, &pages[n]);
        return n + 1;
    }
    if (json_is_object(kids))
        n = list_contents(f, kids, pages, n);
    for (size_t i = 0; i < json_array_size(kids); i++)
        if (json_is_object(follow(f, json_array_get(kids, i))))
            n = list_contents(f, json_array_get(kids, i), pages, n);
    return n;
}

/* The page's number as its label says; pages without labels are counted from 1. */
static int number_of(const file *f, int page)
{
    json_t *list = get(f, get(f, f->catalog, "/PageLabels"), "/Nums");
    int number = page + 1;
    for (size_t i = 0; i + 1 < json_array_size(list); i += 2) {
        int from = (int)json_integer_value(json_array_get(list, i));
        json_t *label = follow(f, json_array_get(list, i + 1)), *first = get(f, label, "/St");
        if (from <= page && get(f, label, "/S"))
            number = page - from + (first ? (int)json_integer_value(first) : 1);
        else if (from <= page)
            number = atoi(text_of(f, label, "/P") + 2) + page - from;
    }
    return number;
}

/* ---- the tests ---- */

typedef struct made {
    const char *report;
    markdown *source;
    structure *tree;
    file file;
    json_t *top;
} made;

static made all[sizeof reports / sizeof *reports];

static const char *output_of(const char *report, const char *kind)
{
    static char path[512];
    const char *name = strrchr(report, '/') + 1;
    snprintf(path, sizeof path, "%s/%.*s.%s", dir, (int)strcspn(name, "."), name, kind);
    return path;
}

static int make(void **state)
{
    (void)state;
    assert_non_null(mkdtemp(dir));
    for (size_t i = 0; i < sizeof reports / sizeof *reports; i++) {
        char command[2048], pdf[512];
        const char *build = getenv("BUILD");
        snprintf(pdf, sizeof pdf, "%s", output_of(reports[i], "pdf"));
        snprintf(command, sizeof command, "%s/jianbao report %s -o %s -q 2>%s/stderr",
                 build ? build : "build", reports[i], pdf, dir);
        if (system(command)) {
            print_error("%s: not made\n", reports[i]);
            return -1;
        }
        all[i] = (made){.report = reports[i], .source = read_markdown(reports[i])};
        unpack(pdf, output_of(reports[i], "qdf"));
        all[i].tree = read_structure(output_of(reports[i], "qdf"));
        all[i].file = read_file(pdf);
        all[i].top = get(&all[i].file, all[i].file.catalog, "/StructTreeRoot");
    }
    return 0;
}

static int clear(void **state)
{
    (void)state;
    char command[512];
    snprintf(command, sizeof command, "rm -r %s", dir);
    return system(command);
}

#define EACH(m) for (const made *m = all; m < all + sizeof reports / sizeof *reports; m++)

static void is_sound_and_tagged(void **state)
{
    (void)state;
    EACH(m)
    {
        char command[1024];
        snprintf(command, sizeof command, "qpdf --check %s >%s/check 2>&1",
                 output_of(m->report, "pdf"), dir);
        assert_int_equal(system(command), 0);
        snprintf(command, sizeof command, "pdfinfo %s | grep -q 'Tagged: *yes'",
                 output_of(m->report, "pdf"));
        assert_int_equal(system(command), 0);
        assert_string_equal(text_of(&m->file, m->file.catalog, "/Lang"), "u:zh-CN");
    }
}

static bool holds_parts(const char *text, const heading *h)
{
    for (size_t i = 0; i < h->parts_n; i++) {
        const char *at = strstr(text, h->parts[i]);
        if (!at)
            return false;
        text = at + strlen(h->parts[i]);
    }
    return !*h->parts[h->parts_n - 1] || !*text;
}

/* In order, of their levels, with their texts, on the page where the outline says. */
static void has_the_headings(void **state)
{
    (void)state;
    EACH(m)
    {
        static tagged_headings tags;
        static entry outline[MOST];
        tags.n = 0;
        list_headings(&m->file, m->top, &tags);
        size_t n =
            list_outline(&m->file, get(&m->file, m->file.catalog, "/Outlines"), 1, outline, 0);
        size_t k = 0;
        for (size_t i = 0; i < m->tree->n; i++) {
            const element *e = &m->tree->all[i];
            if (e->type[0] != 'H' || !isdigit((unsigned char)e->type[1]))
                continue;
            if (k >= m->source->headings_n)
                fail_msg("%s: a heading too many: %s", m->report, e->text);
            const heading *h = &m->source->headings[k];
            if (h->level != e->type[1] - '0' || !holds_parts(e->text, h))
                fail_msg("%s: %s %s for %s", m->report, e->type, e->text, h->parts[0]);
            if (k < n && (strcmp(outline[k].title, e->text) || outline[k].level != h->level ||
                          outline[k].page != tags.pages[k]))
                fail_msg("%s: %s on page %d in the outline as %s, page %d", m->report, e->text,
                         tags.pages[k], outline[k].title, outline[k].page);
            k++;
        }
        if (k != m->source->headings_n || k != n || k != tags.n)
            fail_msg("%s: %zu headings, %zu in the outline, %zu in the Markdown", m->report, k, n,
                     m->source->headings_n);
        while (n)
            free(outline[--n].title);
    }
}

static void has_the_paragraphs(void **state)
{
    (void)state;
    EACH(m)
    {
        size_t at = 0;
        for (size_t i = 0; i < m->source->paragraphs_n; i++) {
            while (at < m->tree->n && (strcmp(m->tree->all[at].type, "P") ||
                                       !starts(m->tree->all[at].text, m->source->paragraphs[i])))
                at++;
            if (at++ == m->tree->n)
                fail_msg("%s: no paragraph “%s”", m->report, m->source->paragraphs[i]);
        }
    }
}

static void has_the_blocks(void **state)
{
    (void)state;
    EACH(m)
    {
        const struct {
            const char *type;
            size_t expected;
        } rows[] = {{"L", m->source->lists},
                    {"Table", m->source->tables},
                    {"THead", m->source->tables}, /* on whatever pages it stands again */
                    {"Figure", m->source->charts + m->source->images + count_sparklines(m->tree)},
                    {"Caption", m->source->captions},
                    {"Note", m->source->notes}};
        for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
            if (count(m->tree, rows[i].type) != rows[i].expected)
                fail_msg("%s: %zu of %s, not %zu", m->report, count(m->tree, rows[i].type),
                         rows[i].type, rows[i].expected);
        if (!m->source->fenced) /* a row that is torn by a page's end is still one */
            assert_int_equal(count(m->tree, "TR"), m->source->rows);
    }
}

static void leads_every_link_somewhere(void **state)
{
    (void)state;
    EACH(m)
    {
        for (size_t i = 0; i < m->file.pages_n; i++) {
            json_t *list = get(&m->file, m->file.pages[i], "/Annots");
            for (size_t k = 0; k < json_array_size(list); k++)
                resolve(&m->file, json_array_get(list, k));
        }
    }
}

/* The number at the end of each line is that of the page where its link leads. */
static void numbers_the_contents(void **state)
{
    (void)state;
    EACH(m)
    {
        static int pages[MOST];
        size_t n = list_contents(&m->file, m->top, pages, 0), k = 0;
        assert_int_equal(n, count(m->tree, "TOCI"));
        for (size_t i = 0; i < m->tree->n; i++) {
            const element *e = &m->tree->all[i];
            if (strcmp(e->type, "TOCI"))
                continue;
            const char *end = e->text + strlen(e->text);
            while (end > e->text && isdigit((unsigned char)end[-1]))
                end--;
            if (pages[k] < 0 || atoi(end) != number_of(&m->file, pages[k]))
                fail_msg("%s: “%s” leads to page %d", m->report, e->text,
                         number_of(&m->file, pages[k]));
            k++;
        }
    }
}

/* ---- content and its elements ---- */

/* The references of all elements under the node, as keys. */
static void list_elements(const file *f, json_t *node, json_t *found)
{
    if (json_is_string(node))
        json_object_set_new(found, json_string_value(node), json_true());
    json_t *kids = get(f, node, "/K");
    size_t n = json_is_array(kids) ? json_array_size(kids) : kids != NULL;
    for (size_t i = 0; i < n; i++) {
        json_t *kid =
            json_is_array(kids) ? json_array_get(kids, i) : json_object_get(follow(f, node), "/K");
        if (json_object_get(follow(f, kid), "/S"))
            list_elements(f, kid, found);
    }
}

/* The tree of parents is of elements that stand in the tree of the structure. */
static size_t check_parents(const file *f, json_t *node, json_t *elements)
{
    json_t *list = get(f, node, "/Nums"), *kids = get(f, node, "/Kids");
    size_t n = 0;
    for (size_t i = 1; i < json_array_size(list); i += 2) {
        json_t *parents = follow(f, json_array_get(list, i));
        size_t most = json_is_array(parents) ? json_array_size(parents) : 1;
        for (size_t k = 0; k < most; k++) {
            json_t *parent =
                json_is_array(parents) ? json_array_get(parents, k) : json_array_get(list, i);
            if (json_is_null(parent))
                continue;
            if (!json_object_get(elements, json_string_value(parent)))
                fail_msg("content %zu of %zu is of no element", k, i / 2);
            n++;
        }
    }
    for (size_t i = 0; i < json_array_size(kids); i++)
        n += check_parents(f, json_array_get(kids, i), elements);
    return n;
}

static void knows_the_element_of_all_content(void **state)
{
    (void)state;
    EACH(m)
    {
        json_t *elements = json_object();
        list_elements(&m->file, m->top, elements);
        size_t n = check_parents(&m->file, get(&m->file, m->top, "/ParentTree"), elements);
        assert_true(n >= count(m->tree, "P"));
        json_decref(elements);
    }
}

/* ---- elements by their kind ---- */

static bool is(const file *f, json_t *node, const char *type)
{
    return !strcmp(text_of(f, node, "/S"), type);
}

/* The kids that are elements, n of them. */
static size_t list_kids(const file *f, json_t *node, json_t **kids)
{
    json_t *list = get(f, node, "/K");
    size_t n = 0, most = json_is_array(list) ? json_array_size(list) : list != NULL;
    for (size_t i = 0; i < most; i++) {
        json_t *kid = follow(f, json_is_array(list) ? json_array_get(list, i) : list);
        if (json_is_object(kid) && json_object_get(kid, "/S")) {
            assert_true(n < MOST);
            kids[n++] = kid;
        }
    }
    return n;
}

static void each_element(const made *m, json_t *node, void (*look)(const made *, json_t *))
{
    json_t **kids = calloc(MOST, sizeof *kids);
    size_t n = list_kids(&m->file, node, kids);
    look(m, node);
    for (size_t i = 0; i < n; i++)
        each_element(m, kids[i], look);
    free(kids);
}

static int number_in(const file *f, json_t *node, const char *key, int otherwise)
{
    json_t *value = get(f, get(f, node, "/A"), key);
    return value ? (int)json_integer_value(value) : otherwise;
}

/* A heading's level, 0: it is none. */
static int level_of(const file *f, json_t *node)
{
    const char *type = text_of(f, node, "/S");
    return starts(type, "/H") && isdigit((unsigned char)type[2]) ? type[2] - '0' : 0;
}

static json_t *heading_of(const file *f, json_t *section)
{
    static json_t *kids[MOST];
    size_t n = list_kids(f, section, kids), i = 0;
    while (i < n && !level_of(f, kids[i]))
        i++;
    return i < n ? kids[i] : NULL;
}

/* A section has one heading (over which a label may stand), and sections of lower levels follow. */
static void is_section(const made *m, json_t *node)
{
    static json_t *kids[MOST];
    const file *f = &m->file;
    if (!is(f, node, "/Sect"))
        return;
    size_t n = list_kids(f, node, kids);
    int level = level_of(f, heading_of(f, node));
    assert_true(level > 0);
    for (size_t i = 0, headings = 0; i < n; i++) {
        headings += level_of(f, kids[i]) > 0;
        assert_true(headings < 2);
        if (is(f, kids[i], "/Sect"))
            assert_true(headings && level_of(f, heading_of(f, kids[i])) > level);
    }
}

static void nests_the_sections(void **state)
{
    (void)state;
    EACH(m)
    {
        each_element(m, m->top, is_section);
        assert_int_equal(count(m->tree, "Sect"), m->source->headings_n);
    }
}

/* Rows of a head or a body into the count of cells that each row holds, those that reach down from
 * above included. */
static void count_cells(const file *f, json_t *node, int *widths, size_t *rows)
{
    json_t *kids[MOST];
    size_t n = list_kids(f, node, kids), row = *rows;
    if (is(f, node, "/TR"))
        ++*rows;
    for (size_t i = 0; i < n; i++) {
        bool head = is(f, kids[i], "/TH");
        if (is(f, node, "/TR")) {
            assert_true(head || is(f, kids[i], "/TD"));
            if (head)
                assert_true(strlen(text_of(f, get(f, kids[i], "/A"), "/Scope")) > 1);
            for (int k = 0; k < number_in(f, kids[i], "/RowSpan", 1); k++)
                widths[row + (size_t)k] += number_in(f, kids[i], "/ColSpan", 1);
        } else {
            count_cells(f, kids[i], widths, rows);
        }
    }
}

static void is_table(const made *m, json_t *node)
{
    int widths[MOST] = {0};
    size_t rows = 0;
    if (!is(&m->file, node, "/Table"))
        return;
    count_cells(&m->file, node, widths, &rows);
    assert_true(rows > 1);
    for (size_t i = 1; i <= rows; i++)
        if (widths[i] != (i < rows ? widths[0] : 0))
            fail_msg("%s: row %zu of a table has %d cells, the first %d", m->report, i, widths[i],
                     widths[0]);
}

static void fills_the_tables(void **state)
{
    (void)state;
    EACH(m) each_element(m, m->top, is_table);
}

/* Alternate text, and a place on the page. */
static void is_figure(const made *m, json_t *node)
{
    if (!is(&m->file, node, "/Figure"))
        return;
    json_t *box = get(&m->file, get(&m->file, node, "/A"), "/BBox");
    json_t *page = get(&m->file, m->file.pages[first_page(&m->file, node)], "/MediaBox");
    assert_true(strlen(text_of(&m->file, node, "/Alt")) > 4);
    assert_int_equal(json_array_size(box), 4);
    for (size_t i = 0; i < 2; i++) {
        double from = json_number_value(json_array_get(box, i)),
               to = json_number_value(json_array_get(box, i + 2));
        assert_true(from >= 0 && from < to &&
                    to <= json_number_value(json_array_get(page, i + 2)) + 0.5);
    }
}

/* A list holds entries, and an entry its label, if any, and what it says. */
static void is_list(const made *m, json_t *node)
{
    json_t *kids[MOST], *parts[MOST];
    const file *f = &m->file;
    size_t n = is(f, node, "/L") ? list_kids(f, node, kids) : 0;
    for (size_t i = 0; i < n; i++) {
        assert_true(is(f, kids[i], "/LI"));
        size_t parts_n = list_kids(f, kids[i], parts);
        assert_true(parts_n > 0 && is(f, parts[parts_n - 1], "/LBody"));
        for (size_t k = 0; k + 1 < parts_n; k++)
            assert_true(is(f, parts[k], "/Lbl"));
    }
}

static void holds_annotation(const made *m, json_t *node)
{
    size_t objects = 0;
    if (!is(&m->file, node, "/Link"))
        return;
    json_t *kids = get(&m->file, node, "/K");
    for (size_t i = 0; i < json_array_size(kids); i++)
        objects += !strcmp(text_of(&m->file, json_array_get(kids, i), "/Type"), "/OBJR");
    objects += !strcmp(text_of(&m->file, kids, "/Type"), "/OBJR");
    assert_true(objects > 0);
}

static void says_what_figures_lists_and_links_are(void **state)
{
    (void)state;
    EACH(m)
    {
        each_element(m, m->top, is_figure);
        each_element(m, m->top, is_list);
        each_element(m, m->top, holds_annotation);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(is_sound_and_tagged),
        cmocka_unit_test(has_the_headings),
        cmocka_unit_test(has_the_paragraphs),
        cmocka_unit_test(has_the_blocks),
        cmocka_unit_test(leads_every_link_somewhere),
        cmocka_unit_test(numbers_the_contents),
        cmocka_unit_test(nests_the_sections),
        cmocka_unit_test(fills_the_tables),
        cmocka_unit_test(knows_the_element_of_all_content),
        cmocka_unit_test(says_what_figures_lists_and_links_are),
    };
    return cmocka_run_group_tests_name("structure of documents", tests, make, clear);
}
