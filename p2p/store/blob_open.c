/* From a row to a handle: content in memory, or files and their maps.
 *
 *     complete, files as long as they must be  -> all is held
 *     partial, closed properly                 -> what the row says is held
 *     anything else                            -> unsure, to be scanned
 *
 * A file never has less bytes than its handle maps: it is extended first, by
 * a hole, which costs nothing however large the claimed size is. */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/log.h"
#include "crypto/tree.h"
#include "store/blob_int.h"
#include "store/mapping.h"
#include "store/store_int.h"

static void close_fd(int *fd)
{
    if (*fd >= 0)
        close(*fd);
    *fd = -1;
}

void blob_unshape(struct blob *b)
{
    for (size_t i = 0; i < b->old_len; i++)
        mapping_free(b->old[i]);
    b->old_len = 0;
    mapping_free(b->data);
    mapping_free(b->tree);
    b->data = NULL;
    b->tree = NULL;
    close_fd(&b->read_fd);
    close_fd(&b->data_fd);
    close_fd(&b->tree_fd);
    free(b->small);
    b->small = NULL;
}

static enum err set_len(int fd, uint64_t len)
{
    struct stat st;

    if (fstat(fd, &st) != 0)
        return err_from_errno(errno);
    if ((uint64_t)st.st_size == len)
        return ERR_OK;
    if (ftruncate(fd, (off_t)len) == 0)
        return ERR_OK;
    return errno == EFBIG || errno == EINVAL ? ERR_TOO_LARGE
                                             : err_from_errno(errno);
}

enum err blob_writable(struct blob *b)
{
    const struct files *f = &b->store->files;
    enum err e = ERR_OK;

    if (b->data_fd < 0)
        e = files_open_blob(f, &b->hash, FILE_DATA, O_RDWR | O_CREAT,
                            &b->data_fd);
    if (e == ERR_OK && b->tree_fd < 0)
        e = files_open_blob(f, &b->hash, FILE_TREE, O_RDWR | O_CREAT,
                            &b->tree_fd);
    return e;
}

static enum err map_files(struct blob *b, uint64_t size, int tree_fd)
{
    enum err e = mapping_new(b->read_fd, size, &b->data);

    if (e == ERR_OK)
        e = mapping_new(tree_fd, tree_outboard_size(size), &b->tree);
    return e;
}

static enum err shape_files(struct blob *b, uint64_t size)
{
    enum err e = blob_writable(b);

    if (e == ERR_OK)
        e = set_len(b->data_fd, size);
    if (e == ERR_OK)
        e = set_len(b->tree_fd, tree_outboard_size(size));
    if (e == ERR_OK && b->read_fd < 0)
        e = files_open_blob(&b->store->files, &b->hash, FILE_DATA, O_RDONLY,
                            &b->read_fd);
    if (e == ERR_OK)
        e = map_files(b, size, b->tree_fd);
    return e;
}

static enum err shape_memory(struct blob *b)
{
    if (b->small == NULL)
        b->small = calloc(1, STORE_INLINE_MAX);
    return b->small != NULL ? ERR_OK : ERR_NOMEM;
}

enum err blob_shape(struct blob *b, uint64_t size)
{
    enum err e;

    if (size <= STORE_INLINE_MAX)
        e = shape_memory(b);
    else
        e = shape_files(b, size);
    if (e == ERR_OK)
        b->size = size;
    return e;
}

static void hold_all(struct blob *b, enum err *e)
{
    *e = ranges_add(&b->held, 0, tree_groups(b->size));
    b->held_bytes = b->size;
    b->is_proven = true;
    atomic_store(&b->is_complete, true);
}

/* Both files, read-only, each as long as it must be; else ERR_CORRUPT. */
static enum err open_whole(struct blob *b, uint64_t size)
{
    const struct files *f = &b->store->files;
    uint64_t data_len = 0, tree_len = 0;
    int tree_fd = -1;
    enum err e;

    e = files_open_blob(f, &b->hash, FILE_DATA, O_RDONLY, &b->read_fd);
    if (e == ERR_OK)
        e = files_open_blob(f, &b->hash, FILE_TREE, O_RDONLY, &tree_fd);
    if (e == ERR_OK)
        e = files_len(f, &b->hash, FILE_DATA, &data_len);
    if (e == ERR_OK)
        e = files_len(f, &b->hash, FILE_TREE, &tree_len);
    if (e == ERR_OK &&
        (data_len != size || tree_len != tree_outboard_size(size)))
        e = ERR_CORRUPT;
    if (e == ERR_OK)
        e = map_files(b, size, tree_fd);
    close_fd(&tree_fd);
    b->size = size;
    return e == ERR_NOT_FOUND ? ERR_CORRUPT : e;
}

static enum err open_complete(struct blob *b, const struct row *row)
{
    char name[HASH_SHORT_SIZE];
    enum err e = open_whole(b, row->size);

    if (e == ERR_OK) {
        snapshot_take(b->read_fd, &b->snapshot);
        b->is_flushed = row->state == ROW_COMPLETE;
        hold_all(b, &e);
        return e;
    }
    if (e != ERR_CORRUPT)
        return e;
    hash_format_short(&b->hash, name);
    log_warn(LOG_STORE, "blob %s: scan: files are missing or cut short", name);
    blob_unshape(b);
    b->is_proven = row->is_proven;
    b->is_unsure = true;
    b->was_whole = true;
    return blob_shape(b, row->size);
}

static enum err open_inline(struct blob *b, struct db *db,
                            const struct row *row)
{
    enum err e = shape_memory(b);
    struct hash h;

    b->size = row->size;
    b->is_proven = true;
    if (e == ERR_OK)
        e = row_get_content(db, row->content, b->small, row->size);
    if (e == ERR_OK) {
        hash_bytes(b->small, row->size, &h);
        if (!hash_equal(&h, &b->hash))
            e = ERR_CORRUPT;
    }
    if (e == ERR_OK) {
        b->is_flushed = true;
        hold_all(b, &e);
        return e != ERR_OK ? e : ranges_add(&b->checked, 0, 1);
    }
    if (e != ERR_CORRUPT && e != ERR_NOT_FOUND)
        return e;
    b->is_unsure = true;
    b->was_whole = true;
    return ERR_OK;
}

/* Are there as many bytes as there should be? */
static bool has_files(const struct blob *b, uint64_t size)
{
    const struct files *f = &b->store->files;
    uint64_t len;

    return files_len(f, &b->hash, FILE_DATA, &len) == ERR_OK && len == size &&
           files_len(f, &b->hash, FILE_TREE, &len) == ERR_OK &&
           len == tree_outboard_size(size);
}

static enum err open_partial(struct blob *b, struct db *db,
                             const struct row *row)
{
    bool is_there = has_files(b, row->size);
    enum err e;

    b->is_proven = row->is_proven;
    if (row->size == 0)
        return ERR_OK;
    e = blob_shape(b, row->size);
    if (e != ERR_OK || blob_is_small(b))
        return e;
    e = is_there ? row_get_held(db, &b->hash, &b->held) : ERR_NOT_FOUND;
    if (e == ERR_OK)
        e = ranges_clip(&b->held, 0, tree_groups(row->size));
    if (e == ERR_NOT_FOUND || e == ERR_CORRUPT) {
        ranges_clear(&b->held);
        b->is_unsure = true;
        e = ERR_OK;
    }
    b->held_bytes = blob_bytes_in(b, &b->held);
    if (e == ERR_OK && b->held_bytes == b->size)
        b->is_unsure = true;
    return e;
}

static enum err open_row(struct blob *b, struct db *db, const struct row *row)
{
    b->added_ms = row->added_ms;
    b->row_held = row->held_bytes;
    if (row->state == ROW_PARTIAL)
        return open_partial(b, db, row);
    if (row->content != 0 || row->size <= STORE_INLINE_MAX)
        return open_inline(b, db, row);
    return open_complete(b, row);
}

static enum err find_row(struct db *db, const struct hash *h, bool create,
                         struct row *row)
{
    enum err e = row_get(db, h, row);

    if (e != ERR_NOT_FOUND || !create)
        return e;
    *row = (struct row){.added_ms = clock_wall_ms()};
    return row_put(db, h, NULL, row);
}

enum err blob_open(struct store *s, struct db *db, const struct hash *h,
                   bool create, struct blob **out)
{
    struct blob *b;
    struct row row;
    enum err e = find_row(db, h, create, &row);

    if (e == ERR_OK)
        e = blob_new(s, h, &b);
    if (e != ERR_OK)
        return e;
    e = open_row(b, db, &row);
    if (e != ERR_OK) {
        blob_free(b);
        return e;
    }
    *out = b;
    return ERR_OK;
}

enum err blob_open_added(struct store *s, const struct hash *h, uint64_t size,
                         uint64_t added_ms, struct blob **out)
{
    struct blob *b;
    enum err e = blob_new(s, h, &b);

    if (e != ERR_OK)
        return e;
    b->added_ms = added_ms;
    b->row_held = size;
    b->is_flushed = true;
    e = open_whole(b, size);
    if (e == ERR_OK)
        hold_all(b, &e);
    if (e == ERR_OK)
        e = ranges_add(&b->checked, 0, tree_groups(size));
    if (e != ERR_OK) {
        blob_free(b);
        return e;
    }
    snapshot_take(b->read_fd, &b->snapshot);
    *out = b;
    return ERR_OK;
}
