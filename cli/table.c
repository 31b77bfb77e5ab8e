#include <assert.h>
#include <stdarg.h>
#include <string.h>

#include "cli/table.h"
#include "cli/term.h"

enum {
    CELL_MAX = 1024,              /* more of one text helps nobody */
    TABLE_MAX = 64 * 1024 * 1024, /* of all cells */
    GAP = 2,
};

void table_init(struct table *t, const struct table_column *columns, size_t len,
                bool is_tty, FILE *out)
{
    assert(len > 0 && len <= TABLE_MAX_COLUMNS);
    memset(t, 0, sizeof *t);
    t->columns = columns;
    t->columns_len = len;
    t->is_tty = is_tty;
    t->width = is_tty ? term_width() : 0;
    t->out = out;
    buf_init(&t->cells, TABLE_MAX);
    for (size_t i = 0; is_tty && i < len; i++)
        t->widest[i] = strlen(columns[i].title);
}

void table_clear(struct table *t)
{
    buf_clear(&t->cells);
}

/* Characters, each taken as one column wide. */
static size_t width_of(const char *text)
{
    size_t n = 0;

    for (; *text != '\0'; text++)
        n += (*text & 0xc0) != 0x80;
    return n;
}

static void put_field(struct table *t, const char *text, size_t column)
{
    fputs(text, t->out);
    fputc(column + 1 == t->columns_len ? '\n' : '\t', t->out);
}

void table_cell(struct table *t, const char *text)
{
    char clean[CELL_MAX];
    size_t len = term_clean(text, clean, sizeof clean);
    size_t column = t->cells_len++ % t->columns_len;
    size_t width = width_of(clean);

    if (t->failed != ERR_OK)
        return;
    if (!t->is_tty) {
        put_field(t, clean, column);
        return;
    }
    t->has_text[column] |= width > 0;
    if (width > t->widest[column])
        t->widest[column] = width;
    t->failed = buf_add(&t->cells, clean, len + 1);
}

void table_cellf(struct table *t, const char *fmt, ...)
{
    char text[CELL_MAX];
    va_list ap;

    va_start(ap, fmt);
    vsnprintf(text, sizeof text, fmt, ap);
    va_end(ap);
    table_cell(t, text);
}

size_t table_rows(const struct table *t)
{
    return t->cells_len / t->columns_len;
}

/* Columns of the terminal before column `i`. */
static size_t left_of(const struct table *t, size_t i)
{
    size_t at = 0;

    while (i-- > 0)
        at += t->is_hidden[i] ? 0 : t->widest[i] + GAP;
    return at;
}

/* The column to leave out next; the number of columns when there is none. */
static size_t find_spare(const struct table *t)
{
    size_t found = t->columns_len;

    for (size_t i = 0; i < t->columns_len; i++) {
        unsigned spare = t->columns[i].spare;

        if (spare > 0 && !t->is_hidden[i] &&
            (found == t->columns_len || spare > t->columns[found].spare))
            found = i;
    }
    return found;
}

static void hide_spare(struct table *t)
{
    size_t last = t->columns_len - 1, i;

    for (i = 0; i < last; i++)
        t->is_hidden[i] = t->columns[i].spare > 0 && !t->has_text[i];
    while (left_of(t, last) + strlen(t->columns[last].title) > t->width) {
        i = find_spare(t);
        if (i == t->columns_len)
            break;
        t->is_hidden[i] = true;
    }
}

static void put_last(const struct table *t, const char *text)
{
    size_t left = left_of(t, t->columns_len - 1);

    /* A terminal too narrow even for the rest wraps; nothing is lost then. */
    if (t->width > left)
        fprintf(t->out, "%.*s\n", (int)term_fit(text, t->width - left), text);
    else
        fprintf(t->out, "%s\n", text);
}

static void put_cell(const struct table *t, const char *text, size_t i)
{
    int pad = (int)(t->widest[i] - width_of(text));
    bool is_right = t->columns[i].is_right;

    if (t->is_hidden[i])
        return;
    if (i + 1 == t->columns_len && !is_right) {
        put_last(t, text);
        return;
    }
    fprintf(t->out, "%*s%s", is_right ? pad : 0, "", text);
    if (i + 1 == t->columns_len)
        fputc('\n', t->out);
    else
        fprintf(t->out, "%*s", GAP + (is_right ? 0 : pad), "");
}

static void put_titles(const struct table *t)
{
    for (size_t i = 0; i < t->columns_len; i++)
        put_cell(t, t->columns[i].title, i);
}

enum err table_print(struct table *t)
{
    const char *at = (const char *)t->cells.ptr;

    assert(t->cells_len % t->columns_len == 0);
    if (t->failed != ERR_OK)
        return t->failed;
    if (t->is_tty && t->cells_len > 0) {
        hide_spare(t);
        put_titles(t);
        for (size_t i = 0; i < t->cells_len; i++) {
            put_cell(t, at, i % t->columns_len);
            at += strlen(at) + 1;
        }
    }
    return ferror(t->out) ? ERR_IO : ERR_OK;
}
