/* A table of text: columns that line up for people, fields between tabs for
 * scripts.
 *
 *     table_init(&t, columns, 3, is_tty);
 *     for each row:
 *         table_cell(&t, "..."); three times
 *     table_print(&t, stdout);
 *     table_clear(&t);
 *
 * Whatever is put in is cleaned (term.h). Spare columns are left out when they
 * are empty in all rows, and on a terminal that is too narrow. The last column
 * is never padded, and cut where the terminal ends; with `is_tty` false rows go
 * out without titles and at once, so that a list of any length costs nothing.
 *
 * Thread: none of its own. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "base/buf.h"
#include "base/err.h"

#define TABLE_MAX_COLUMNS 16

struct table_column {
    const char *title;
    bool is_right;  /* numbers */
    unsigned spare; /* on a narrow terminal the highest is left out first; 0:
                       never */
};

struct table {
    const struct table_column *columns;
    size_t columns_len;
    bool is_tty;
    size_t width;                     /* of the terminal; 0: cut nothing */
    FILE *out;                        /* of rows that go at once */
    struct buf cells;                 /* NUL-terminated, row by row */
    size_t widest[TABLE_MAX_COLUMNS]; /* characters */
    bool has_text[TABLE_MAX_COLUMNS]; /* in any row */
    bool is_hidden[TABLE_MAX_COLUMNS];
    size_t cells_len;
    enum err failed;
};

/* `columns` is borrowed; without a terminal it may be NULL. */
void table_init(struct table *t, const struct table_column *columns, size_t len,
                bool is_tty, FILE *out);
void table_clear(struct table *t);

/* The next cell of the row. A failure sticks until table_print(). */
void table_cell(struct table *t, const char *text);
void table_cellf(struct table *t, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

/* How many rows are there so far. */
size_t table_rows(const struct table *t);

/* Titles and rows, when there is a row; nothing more when they have gone
 * already. ERR_IO when the output cannot be written. */
ERR_RESULT enum err table_print(struct table *t);
