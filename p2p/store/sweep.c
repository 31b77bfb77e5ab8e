/* Two passes, then it rests:
 *
 *     for each of the 256 directories: list it, list the rows whose files
 *       should be in it, compare; a file without a row goes (an add or a
 *       deletion that was cut off); a row without a file is opened, which
 *       notices
 *     for each blob whose groups are not known: open it, which scans
 *
 * An add renames its files before its row is committed, so a file without a
 * row may be a blob that is just coming. That is why it is removed by way of
 * the gate, where an add is either over or yet to begin, and only if there is
 * still no row. */
#include "store/sweep.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/log.h"
#include "store/blob_int.h"
#include "store/store_int.h"

#define FANS 256
#define UNSURE_PAGE 64

struct hashes {
    struct hash *at;
    size_t len, cap;
};

struct sweep {
    struct job job;
    int fan;               /* directory being looked at; FANS: scanning */
    struct hashes files;   /* blobs with a file in this directory */
    struct hashes pairs;   /* of them with both */
    struct hashes orphans; /* of them without a row */
    struct hashes to_open; /* rows without a file, or unsure ones */
    size_t at;             /* in orphans, then in to_open */
    struct hash last;      /* unsure blob found last */
    bool has_last;
};

static void go_on(struct sweep *sw);

static struct sweep *to_sweep(struct job *j)
{
    return LIST_ENTRY(j, struct sweep, job);
}

static enum err hashes_add(struct hashes *hs, const struct hash *h)
{
    size_t cap = hs->cap > 0 ? 2 * hs->cap : 64;
    struct hash *bigger;

    if (hs->len == hs->cap) {
        bigger = realloc(hs->at, cap * sizeof *bigger);
        if (bigger == NULL)
            return ERR_NOMEM;
        hs->at = bigger;
        hs->cap = cap;
    }
    hs->at[hs->len++] = *h;
    return ERR_OK;
}

static int compare(const void *a, const void *b)
{
    return hash_compare(a, b);
}

static void hashes_sort(struct hashes *hs)
{
    if (hs->len > 0)
        qsort(hs->at, hs->len, sizeof *hs->at, compare);
}

static bool hashes_has(const struct hashes *hs, const struct hash *h)
{
    return hs->len > 0 &&
           bsearch(h, hs->at, hs->len, sizeof *hs->at, compare) != NULL;
}

static enum err read_names(DIR *d, struct hashes *out)
{
    struct dirent *ent;
    struct hash h;
    enum file_kind kind;
    enum err e = ERR_OK;

    while (e == ERR_OK && (ent = readdir(d)) != NULL) {
        if (files_parse(ent->d_name, &h, &kind))
            e = hashes_add(out, &h);
    }
    return e;
}

/* A blob with both files was named twice: it is complete in that sense. */
static enum err split(struct hashes *files, struct hashes *pairs)
{
    enum err e = ERR_OK;
    size_t n = 0;

    hashes_sort(files);
    for (size_t i = 0; i < files->len && e == ERR_OK; i++) {
        if (n == 0 || !hash_equal(&files->at[n - 1], &files->at[i]))
            files->at[n++] = files->at[i];
        else
            e = hashes_add(pairs, &files->at[i]);
    }
    files->len = n;
    return e;
}

static enum err list_dir(struct job *j)
{
    struct sweep *sw = to_sweep(j);
    char name[3];
    enum err e;
    DIR *d;
    int fd;

    sw->files.len = 0;
    sw->pairs.len = 0;
    snprintf(name, sizeof name, "%02x", (unsigned)sw->fan & 0xff);
    fd =
        openat(j->store->files.blobs, name, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    d = fd >= 0 ? fdopendir(fd) : NULL;
    if (d == NULL) {
        if (fd >= 0)
            close(fd);
        return ERR_IO;
    }
    e = read_names(d, &sw->files);
    closedir(d);
    return e == ERR_OK ? split(&sw->files, &sw->pairs) : e;
}

/* Rows of this directory whose files are not both there. */
static enum err find_lost(struct sweep *sw, struct db *db)
{
    sqlite3_stmt *st = db_stmt(db, DB_ROW_FILES);
    struct hash first, last, h;
    enum err e;

    memset(&first, 0, sizeof first);
    memset(&last, 0xff, sizeof last);
    first.b[0] = last.b[0] = (uint8_t)sw->fan;
    db_bind_hash(st, 1, &first);
    db_bind_hash(st, 2, &last);
    while ((e = db_next(db, st)) == ERR_OK) {
        e = db_column_hash(st, 0, &h);
        if (e == ERR_OK && !hashes_has(&sw->pairs, &h))
            e = hashes_add(&sw->to_open, &h);
        if (e != ERR_OK)
            break;
    }
    sqlite3_reset(st);
    return e == ERR_NOT_FOUND ? ERR_OK : e;
}

static enum err find_orphans(struct sweep *sw, struct db *db)
{
    enum err e = ERR_OK;
    struct row row;

    for (size_t i = 0; i < sw->files.len && e == ERR_OK; i++) {
        if (row_get(db, &sw->files.at[i], &row) == ERR_NOT_FOUND)
            e = hashes_add(&sw->orphans, &sw->files.at[i]);
    }
    return e;
}

static enum err compare_rows(struct job *j, struct db *db)
{
    struct sweep *sw = to_sweep(j);
    enum err e = find_lost(sw, db);

    return e == ERR_OK ? find_orphans(sw, db) : e;
}

static enum err find_unsure(struct job *j, struct db *db)
{
    struct sweep *sw = to_sweep(j);
    sqlite3_stmt *st = db_stmt(db, DB_ROW_UNSURE);
    enum err e;

    if (sw->has_last)
        db_bind_hash(st, 1, &sw->last);
    else
        sqlite3_bind_blob(st, 1, "", 0, SQLITE_STATIC);
    db_bind_u64(st, 2, UNSURE_PAGE);
    while ((e = db_next(db, st)) == ERR_OK) {
        e = db_column_hash(st, 0, &sw->last);
        if (e == ERR_OK)
            e = hashes_add(&sw->to_open, &sw->last);
        if (e != ERR_OK)
            break;
        sw->has_last = true;
    }
    sqlite3_reset(st);
    return e == ERR_NOT_FOUND ? ERR_OK : e;
}

static void orphan_gone(enum err e, void *arg)
{
    struct sweep *sw = arg;
    char name[HASH_SHORT_SIZE];

    hash_format_short(&sw->orphans.at[sw->at], name);
    if (e == ERR_OK)
        log_info(LOG_STORE, "blob %s: remove files: no row names them", name);
    sw->at++;
    go_on(sw);
}

static void looked_at(enum err e, struct blob *b, void *arg)
{
    struct sweep *sw = arg;

    (void)e;
    blob_unref(b);
    sw->at++;
    go_on(sw);
}

/* false: nothing is left of this lot */
static bool take_one(struct sweep *sw)
{
    struct store *s = sw->job.store;
    size_t n = sw->orphans.len;

    if (sw->at < n) {
        remove_orphan(s, &sw->orphans.at[sw->at], orphan_gone, sw);
        return true;
    }
    if (sw->at < n + sw->to_open.len) {
        store_get(s, &sw->to_open.at[sw->at - n], looked_at, sw);
        return true;
    }
    return false;
}

static void lot_found(struct job *j)
{
    struct sweep *sw = to_sweep(j);

    if (j->err != ERR_OK)
        log_warn(LOG_STORE, "store: check of files: %s", err_text(j->err));
    job_end(j);
    if (sw->fan == FANS && sw->to_open.len == 0)
        return;
    go_on(sw);
}

static void dir_listed(struct job *j)
{
    if (j->err != ERR_OK)
        lot_found(j);
    else
        job_db_read(j, compare_rows, lot_found);
}

static void next_lot(struct sweep *sw, struct store *s)
{
    sw->at = 0;
    sw->orphans.len = 0;
    sw->to_open.len = 0;
    if (sw->fan < FANS)
        sw->fan++;
    job_init(&sw->job, s);
    if (sw->fan < FANS)
        job_behind(&sw->job, list_dir, dir_listed);
    else
        job_db_read(&sw->job, find_unsure, lot_found);
}

static void go_on(struct sweep *sw)
{
    struct store *s = sw->job.store;

    if (atomic_load(&s->is_closing) || take_one(sw))
        return;
    next_lot(sw, s);
}

enum err sweep_start(struct store *s)
{
    struct sweep *sw = calloc(1, sizeof *sw);

    if (sw == NULL)
        return ERR_NOMEM;
    s->sweep = sw;
    sw->fan = -1;
    next_lot(sw, s);
    return ERR_OK;
}

void sweep_free(struct store *s)
{
    struct sweep *sw = s->sweep;

    if (sw == NULL)
        return;
    free(sw->files.at);
    free(sw->pairs.at);
    free(sw->orphans.at);
    free(sw->to_open.at);
    free(sw);
    s->sweep = NULL;
}
