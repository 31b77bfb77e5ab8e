/* Text and numbers in and out of SQLite's statements.
 *
 * Thread: the store's. */
#pragma once

#include <sqlite3.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

/* `text` stays until the statement is reset. */
static inline void column_bind_text(sqlite3_stmt *st, int at, const char *text)
{
    sqlite3_bind_text(st, at, text, -1, SQLITE_STATIC);
}

/* False: it does not fit, or is none; `out` is left alone then. */
static inline bool column_text(sqlite3_stmt *st, int at, char *out, size_t size)
{
    const char *text = (const char *)sqlite3_column_text(st, at);

    if (text == NULL || strlen(text) >= size)
        return false;
    memcpy(out, text, strlen(text) + 1);
    return true;
}

/* What was written as one; a number below zero, which we never write, is 0. */
static inline uint64_t column_u64(sqlite3_stmt *st, int at)
{
    sqlite3_int64 v = sqlite3_column_int64(st, at);

    return v > 0 ? (uint64_t)v : 0;
}
