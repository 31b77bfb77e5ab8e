/* Names come from people, and are kept byte by byte as given. */
#include "store/tag_rows.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "store/db.h"

/* Length of the UTF-8 character at `s`, 0 when it is none or not allowed. */
static size_t char_len(const uint8_t *s)
{
    uint32_t c;

    if (s[0] < 0x80)
        return s[0] >= 0x20 && s[0] != 0x7f ? 1 : 0;
    if (s[0] >= 0xc2 && s[0] < 0xe0 && (s[1] & 0xc0) == 0x80) {
        c = (uint32_t)(s[0] & 0x1f) << 6 | (s[1] & 0x3f);
        return c >= 0xa0 ? 2 : 0; /* below: more control characters */
    }
    if ((s[0] & 0xf0) == 0xe0 && (s[1] & 0xc0) == 0x80 &&
        (s[2] & 0xc0) == 0x80) {
        c = (uint32_t)(s[0] & 0x0f) << 12 | (uint32_t)(s[1] & 0x3f) << 6 |
            (s[2] & 0x3f);
        return c >= 0x800 && (c < 0xd800 || c > 0xdfff) ? 3 : 0;
    }
    if ((s[0] & 0xf8) == 0xf0 && (s[1] & 0xc0) == 0x80 &&
        (s[2] & 0xc0) == 0x80 && (s[3] & 0xc0) == 0x80) {
        c = (uint32_t)(s[0] & 0x07) << 18 | (uint32_t)(s[1] & 0x3f) << 12;
        return c >= 0x10000 && c <= 0x10ffff ? 4 : 0;
    }
    return 0;
}

bool tag_is_valid(const char *name)
{
    const uint8_t *s = (const uint8_t *)name;
    size_t len = strnlen(name, STORE_TAG_MAX + 1), n;

    if (len == 0 || len > STORE_TAG_MAX)
        return false;
    for (const uint8_t *end = s + len; s < end; s += n) {
        n = char_len(s);
        if (n == 0)
            return false;
    }
    return true;
}

void tag_copy_name(char to[static STORE_TAG_MAX + 1], const char *from)
{
    size_t len = strnlen(from, STORE_TAG_MAX);

    memcpy(to, from, len);
    to[len] = '\0';
}

static enum err read_tag(sqlite3_stmt *st, struct store_tag *out)
{
    const char *name = (const char *)sqlite3_column_text(st, 0);

    if (name == NULL || strlen(name) > STORE_TAG_MAX)
        return ERR_CORRUPT;
    memset(out, 0, sizeof *out);
    tag_copy_name(out->name, name);
    out->is_sequence = sqlite3_column_int(st, 2) != 0;
    return db_column_hash(st, 1, &out->hash);
}

enum err tag_row_get(struct db *db, const char *name, struct store_tag *out)
{
    sqlite3_stmt *st = db_stmt(db, DB_TAG_GET);
    struct store_tag tag = {0};
    enum err e;

    sqlite3_bind_text(st, 1, name, -1, SQLITE_STATIC);
    e = db_next(db, st);
    if (e != ERR_OK)
        return e;
    tag_copy_name(tag.name, name);
    tag.is_sequence = sqlite3_column_int(st, 1) != 0;
    e = db_column_hash(st, 0, &tag.hash);
    sqlite3_reset(st);
    if (e == ERR_OK)
        *out = tag;
    return e;
}

enum err tag_row_set(struct db *db, const struct store_tag *tag)
{
    sqlite3_stmt *st;
    struct store_tag old;
    enum err found = tag_row_get(db, tag->name, &old), e;

    if (found != ERR_OK && found != ERR_NOT_FOUND)
        return found;
    st = db_stmt(db, DB_TAG_SET);
    sqlite3_bind_text(st, 1, tag->name, -1, SQLITE_STATIC);
    db_bind_hash(st, 2, &tag->hash);
    sqlite3_bind_int(st, 3, tag->is_sequence);
    e = db_done(db, st);
    if (e == ERR_OK && found == ERR_NOT_FOUND)
        db->tally.tags++;
    return e;
}

enum err tag_row_delete(struct db *db, const char *name, struct store_tag *out)
{
    sqlite3_stmt *st;
    enum err e = tag_row_get(db, name, out);

    if (e != ERR_OK)
        return e;
    st = db_stmt(db, DB_TAG_DELETE);
    sqlite3_bind_text(st, 1, name, -1, SQLITE_STATIC);
    e = db_done(db, st);
    if (e == ERR_OK)
        db->tally.tags--;
    return e;
}

enum err tag_rows_list(struct db *db, const char *after, size_t limit,
                       struct store_tag *out, size_t *len)
{
    sqlite3_stmt *st = db_stmt(db, DB_TAG_LIST);
    enum err e = ERR_OK;

    sqlite3_bind_text(st, 1, after, -1, SQLITE_STATIC);
    db_bind_u64(st, 2, limit);
    *len = 0;
    while (e == ERR_OK && *len < limit && (e = db_next(db, st)) == ERR_OK)
        e = read_tag(st, &out[(*len)++]);
    sqlite3_reset(st);
    return e == ERR_NOT_FOUND ? ERR_OK : e;
}

/* Pointers first, then the texts they point to. */
static enum err pack_names(const char *texts, size_t texts_len, size_t n,
                           char ***out)
{
    char **names = malloc(n * sizeof *names + texts_len);
    char *at;

    if (names == NULL)
        return ERR_NOMEM;
    at = memcpy(names + n, texts, texts_len);
    for (size_t i = 0; i < n; i++) {
        names[i] = at;
        at += strlen(at) + 1;
    }
    *out = names;
    return ERR_OK;
}

static enum err gather_names(struct db *db, sqlite3_stmt *st, char **texts,
                             size_t *texts_len, size_t *n)
{
    enum err e;

    while ((e = db_next(db, st)) == ERR_OK) {
        const char *name = (const char *)sqlite3_column_text(st, 0);
        size_t len = (size_t)sqlite3_column_bytes(st, 0) + 1;
        char *bigger = realloc(*texts, *texts_len + len);

        if (bigger == NULL || name == NULL) {
            if (bigger != NULL)
                *texts = bigger;
            return ERR_NOMEM;
        }
        *texts = bigger;
        memcpy(*texts + *texts_len, name, len);
        *texts_len += len;
        ++*n;
    }
    return e == ERR_NOT_FOUND ? ERR_OK : e;
}

enum err tag_rows_of(struct db *db, const struct hash *h, char ***out,
                     size_t *len)
{
    sqlite3_stmt *st = db_stmt(db, DB_TAG_NAMES);
    char *texts = NULL;
    size_t texts_len = 0;
    enum err e;

    *out = NULL;
    *len = 0;
    db_bind_hash(st, 1, h);
    e = gather_names(db, st, &texts, &texts_len, len);
    if (e == ERR_OK && *len > 0)
        e = pack_names(texts, texts_len, *len, out);
    if (e != ERR_OK)
        *len = 0;
    free(texts);
    sqlite3_reset(st);
    return e;
}
