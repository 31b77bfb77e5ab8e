/* 8 MiB are enough for a blob of 4 GiB; larger ones pay one write and one
 * read of their five-hundredth part. */
#include "store/values.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "store/files.h"
#include "store/mapping.h"

#define FIRST 64
#define IN_MEMORY ((size_t)(8 << 20) / sizeof(struct hash))

void values_init(struct values *v, int dir_fd)
{
    *v = (struct values){.dir_fd = dir_fd, .fd = -1};
}

void values_clear(struct values *v)
{
    mapping_free(v->map);
    if (v->fd >= 0)
        close(v->fd);
    free(v->at);
    values_init(v, v->dir_fd);
}

static enum err spill(struct values *v)
{
    enum err e;

    if (v->fd < 0)
        v->fd = openat(v->dir_fd, ".", O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
    if (v->fd < 0)
        return err_from_errno(errno);
    e = files_write_at(v->fd, v->at, v->len * sizeof *v->at,
                       v->in_file * sizeof *v->at);
    if (e != ERR_OK)
        return e;
    v->in_file += v->len;
    v->len = 0;
    return ERR_OK;
}

static enum err make_room(struct values *v)
{
    size_t cap = v->cap > 0 ? 2 * v->cap : FIRST;
    struct hash *bigger;

    if (v->len < v->cap)
        return ERR_OK;
    if (v->cap >= IN_MEMORY)
        return spill(v);
    bigger = realloc(v->at, cap * sizeof *bigger);
    if (bigger == NULL)
        return ERR_NOMEM;
    v->at = bigger;
    v->cap = cap;
    return ERR_OK;
}

enum err values_add(void *arg, const struct hash *values, size_t n)
{
    struct values *v = arg;

    while (n > 0) {
        enum err e = make_room(v);
        size_t part;

        if (e != ERR_OK)
            return e;
        part = n < v->cap - v->len ? n : v->cap - v->len;
        memcpy(v->at + v->len, values, part * sizeof *values);
        v->len += part;
        values += part;
        n -= part;
    }
    return ERR_OK;
}

enum err values_all(struct values *v, const struct hash **out, uint64_t *n)
{
    enum err e = ERR_OK;

    if (v->fd < 0) {
        *out = v->at;
        *n = v->len;
        return ERR_OK;
    }
    if (v->len > 0)
        e = spill(v);
    if (e == ERR_OK && v->map == NULL)
        e = mapping_new(v->fd, v->in_file * sizeof(struct hash), &v->map);
    if (e != ERR_OK)
        return e;
    *out = (const struct hash *)(const void *)mapping_at(v->map);
    *n = v->in_file;
    return ERR_OK;
}
