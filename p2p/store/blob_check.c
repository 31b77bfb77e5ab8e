/* Hashing what is on disk, for three askers: who is about to send it
 * (blob_check), who lost track of it (the scan of an unsure blob), and who
 * wants to know (store_verify). */
#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "base/log.h"
#include "crypto/bao_check.h"
#include "crypto/tree.h"
#include "store/blob_int.h"
#include "store/mapping.h"
#include "store/store_int.h"

#define PIECE 2048 /* groups hashed between two looks at the sets: 32 MiB */

void snapshot_take(int fd, struct snapshot *out)
{
    struct stat st;

    memset(out, 0, sizeof *out);
    if (fstat(fd, &st) != 0)
        return;
    out->dev = st.st_dev;
    out->ino = st.st_ino;
    out->size = st.st_size;
    out->mtime = st.st_mtim;
    out->ctime = st.st_ctim;
}

static bool same_time(const struct timespec *a, const struct timespec *b)
{
    return a->tv_sec == b->tv_sec && a->tv_nsec == b->tv_nsec;
}

static bool same_file(const struct snapshot *a, const struct snapshot *b)
{
    return a->dev == b->dev && a->ino == b->ino && a->size == b->size &&
           same_time(&a->mtime, &b->mtime) && same_time(&a->ctime, &b->ctime);
}

/* Forget what was checked when the file is not what it was. While a blob is
 * partial, we change the file ourselves all the time; then only a page that
 * could not be read counts, and the look at the file when it is complete.
 * Locked. */
static void notice_change(struct blob *b)
{
    struct snapshot now;

    if ((b->data != NULL && mapping_is_damaged(b->data)) ||
        (b->tree != NULL && mapping_is_damaged(b->tree)))
        ranges_clear(&b->checked);
    if (b->read_fd < 0 || !b->is_complete)
        return;
    snapshot_take(b->read_fd, &now);
    if (same_file(&now, &b->snapshot))
        return;
    ranges_clear(&b->checked);
    b->snapshot = now;
}

bool blob_is_checked(struct blob *b, uint64_t begin, uint64_t end)
{
    bool is_checked;

    pthread_mutex_lock(&b->lock);
    notice_change(b);
    is_checked = ranges_has_all(&b->checked, begin, end);
    pthread_mutex_unlock(&b->lock);
    return is_checked;
}

/* Beyond the end of a file that was cut short there are zeros. */
static enum err read_file(void *arg, uint64_t offset, uint8_t *out, size_t len)
{
    struct blob *b = arg;

    while (len > 0) {
        ssize_t n = pread(b->read_fd, out, len, (off_t)offset);

        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0) {
            /* A sector that cannot be read is as wrong as one that lies. */
            memset(out, 0, len);
            break;
        }
        out += n;
        offset += (uint64_t)n;
        len -= (size_t)n;
    }
    return ERR_OK;
}

static enum err scan_small(struct blob *b, struct ranges *valid)
{
    struct hash h;
    enum err e = ERR_OK;

    pthread_mutex_lock(&b->lock);
    if (b->small != NULL && b->size > 0) {
        hash_bytes(b->small, b->size, &h);
        if (hash_equal(&h, &b->hash))
            e = ranges_add(valid, 0, 1);
    }
    pthread_mutex_unlock(&b->lock);
    return e;
}

static enum err scan_by(struct blob *b, bool by_map, uint64_t first, uint64_t n,
                        struct ranges *valid)
{
    struct bao_source source = {.read = read_file, .arg = b};

    pthread_mutex_lock(&b->lock);
    source.size = b->size;
    if (b->tree != NULL)
        source.outboard = mapping_at(b->tree);
    if (b->data != NULL && by_map)
        source.data = mapping_at(b->data);
    pthread_mutex_unlock(&b->lock);
    if (source.outboard == NULL)
        return scan_small(b, valid);
    return bao_scan(&b->hash, &source, first, n, valid);
}

enum err blob_scan(struct blob *b, uint64_t first, uint64_t n,
                   struct ranges *valid)
{
    return scan_by(b, false, first, n, valid);
}

void blob_settle(struct blob *b, struct ranges *valid)
{
    pthread_mutex_lock(&b->lock);
    b->is_unsure = false;
    ranges_clear(&b->held);
    for (size_t i = 0; i < valid->len; i++) {
        /* Without memory it is held no more than was noted: less is safe. */
        if (blob_gain(b, valid->at[i].begin, valid->at[i].end) != ERR_OK)
            break;
    }
    if (valid->len == 0)
        b->held_bytes = 0;
    b->row_version++;
    blob_tell(b, NEWS_ROW);
    pthread_mutex_unlock(&b->lock);
    ranges_clear(valid);
}

/* Groups of `before` that are still held and not in `valid`: what was gained
 * since the scan began is not judged by it. */
static enum err find_bad(struct blob *b, const struct ranges *before,
                         const struct ranges *valid, struct ranges *bad)
{
    struct ranges gone;
    enum err e;

    ranges_init(&gone);
    e = ranges_copy(bad, before);
    if (e == ERR_OK)
        e = ranges_subtract(bad, valid);
    if (e == ERR_OK)
        e = ranges_copy(&gone, bad);
    if (e == ERR_OK)
        e = ranges_subtract(&gone, &b->held);
    if (e == ERR_OK)
        e = ranges_subtract(bad, &gone);
    ranges_clear(&gone);
    return e;
}

static void say_damage(const struct blob *b, uint64_t bytes)
{
    char name[HASH_TEXT_SIZE];

    hash_format(&b->hash, name);
    log_error(LOG_STORE, "blob %s: %llu bytes are damaged on disk", name,
              (unsigned long long)bytes);
}

enum err blob_compare(struct blob *b, const struct ranges *before,
                      const struct ranges *valid, uint64_t *bad_bytes)
{
    struct ranges bad;
    enum err e;

    ranges_init(&bad);
    *bad_bytes = 0;
    pthread_mutex_lock(&b->lock);
    e = find_bad(b, before, valid, &bad);
    if (e == ERR_OK && bad.len > 0) {
        *bad_bytes = blob_bytes_in(b, &bad);
        blob_lose(b, &bad);
    }
    pthread_mutex_unlock(&b->lock);
    if (*bad_bytes > 0)
        say_damage(b, *bad_bytes);
    ranges_clear(&bad);
    return e;
}

/* Held at present, of the groups first .. first + n. */
static enum err held_of(struct blob *b, uint64_t first, uint64_t n,
                        struct ranges *out)
{
    enum err e = blob_held(b, out);

    return e == ERR_OK ? ranges_clip(out, first, first + n) : e;
}

/* What was held and valid counts as checked, if the file is still the one
 * that was read. */
static enum err note_checked(struct blob *b, const struct snapshot *was,
                             const struct ranges *groups)
{
    enum err e = ERR_OK;

    pthread_mutex_lock(&b->lock);
    notice_change(b);
    if (!b->is_complete || b->read_fd < 0 || same_file(was, &b->snapshot)) {
        for (size_t i = 0; i < groups->len && e == ERR_OK; i++) {
            const struct range *r = &groups->at[i];

            if (ranges_has_all(&b->held, r->begin, r->end))
                e = ranges_add(&b->checked, r->begin, r->end);
        }
    }
    pthread_mutex_unlock(&b->lock);
    return e;
}

static enum err check_held(struct blob *b, uint64_t first, uint64_t n,
                           struct ranges *before, struct ranges *valid)
{
    struct snapshot was;
    uint64_t bad_bytes = 0;
    enum err e;

    snapshot_take(blob_fd(b), &was);
    e = held_of(b, first, n, before);
    if (e == ERR_OK)
        e = scan_by(b, true, first, n, valid);
    if (e == ERR_OK)
        e = blob_compare(b, before, valid, &bad_bytes);
    if (e == ERR_OK && bad_bytes > 0)
        return ERR_CORRUPT;
    return e == ERR_OK ? note_checked(b, &was, before) : e;
}

static enum err check_piece(struct blob *b, uint64_t first, uint64_t n)
{
    struct ranges before, valid;
    enum err e;

    ranges_init(&before);
    ranges_init(&valid);
    e = check_held(b, first, n, &before, &valid);
    ranges_clear(&before);
    ranges_clear(&valid);
    return e;
}

enum err blob_check(struct blob *b, uint64_t begin, uint64_t end)
{
    uint64_t groups;
    enum err e = ERR_OK, worst = ERR_OK;

    pthread_mutex_lock(&b->lock);
    notice_change(b);
    groups = blob_groups(b);
    pthread_mutex_unlock(&b->lock);
    if (end > groups)
        return ERR_RANGE;
    for (uint64_t at = begin; at < end; at += PIECE) {
        uint64_t n = end - at < PIECE ? end - at : PIECE;

        e = check_piece(b, at, n);
        if (e != ERR_OK)
            worst = e;
    }
    return worst;
}
