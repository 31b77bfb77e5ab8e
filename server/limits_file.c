#include "limits_file.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define MAGIC "firn-limits"
#define VERSION 1u
#define MAX_BYTES 16384

/* ---- out ----------------------------------------------------------------*/

static enum err put_pair(struct buf *out, const char *name,
                         const uint64_t v[LIMIT_DIRS])
{
    return buf_printf(out, "%s %" PRIu64 " %" PRIu64 "\n", name, v[LIMIT_UP],
                      v[LIMIT_DOWN]);
}

static enum err put_entry(struct buf *out, const struct schedule_entry *e)
{
    return buf_printf(out, "schedule %u %u %u %" PRIu64 " %" PRIu64 "\n",
                      e->days, e->from_min, e->to_min, e->total[LIMIT_UP],
                      e->total[LIMIT_DOWN]);
}

enum err limits_format(const struct saved_limits *s, struct buf *out)
{
    const struct limits_config *l = &s->limits;
    enum err e = buf_printf(out, "%s %u\n", MAGIC, VERSION);

    if (e == ERR_OK)
        e = put_pair(out, "total", l->total);
    if (e == ERR_OK)
        e = put_pair(out, "per_peer", l->per_peer);
    for (int p = 0; p < PRIORITIES && e == ERR_OK; p++)
        e = put_pair(out, priority_name((enum priority)p), l->per_priority[p]);
    if (e == ERR_OK)
        e = buf_printf(out, "exempt_local %d\n", l->is_local_exempt);
    for (size_t i = 0; i < s->schedule.len && e == ERR_OK; i++)
        e = put_entry(out, &s->schedule.at[i]);
    return e;
}

/* ---- in -----------------------------------------------------------------*/

static bool read_pair(const char *text, uint64_t v[LIMIT_DIRS])
{
    char rest;

    if (sscanf(text, "%" SCNu64 " %" SCNu64 " %c", &v[LIMIT_UP], &v[LIMIT_DOWN],
               &rest) != 2)
        return false;
    return v[LIMIT_UP] <= BUCKET_MAX_RATE && v[LIMIT_DOWN] <= BUCKET_MAX_RATE;
}

static bool read_entry(const char *text, struct schedule *s)
{
    struct schedule_entry *e = &s->at[s->len];
    unsigned days, from, to;
    int used = 0;

    if (s->len == SCHEDULE_MAX ||
        sscanf(text, "%u %u %u %n", &days, &from, &to, &used) != 3 ||
        days > UINT8_MAX || from > UINT16_MAX || to > UINT16_MAX ||
        !read_pair(text + used, e->total))
        return false;
    e->days = (uint8_t)days;
    e->from_min = (uint16_t)from;
    e->to_min = (uint16_t)to;
    s->len++;
    return schedule_check(s, NULL) == ERR_OK;
}

static bool read_line(const char *name, const char *rest,
                      struct saved_limits *out)
{
    enum priority p;

    if (strcmp(name, "total") == 0)
        return read_pair(rest, out->limits.total);
    if (strcmp(name, "per_peer") == 0)
        return read_pair(rest, out->limits.per_peer);
    if (priority_parse(name, &p))
        return read_pair(rest, out->limits.per_priority[p]);
    if (strcmp(name, "schedule") == 0)
        return read_entry(rest, &out->schedule);
    if (strcmp(name, "exempt_local") != 0 ||
        (strcmp(rest, "0") != 0 && strcmp(rest, "1") != 0))
        return false;
    out->limits.is_local_exempt = *rest == '1';
    return true;
}

static enum err read_head(const char *line, struct errmsg *em)
{
    unsigned version;
    char rest;

    if (sscanf(line, MAGIC " %u %c", &version, &rest) != 1) {
        err_set(em, "line 1: not a file of limits");
        return ERR_PARSE;
    }
    if (version <= VERSION)
        return ERR_OK;
    err_set(em, "it is of version %u, this program knows %u", version, VERSION);
    return ERR_NEWER;
}

enum err limits_parse(const char *text, struct saved_limits *out,
                      struct errmsg *em)
{
    struct saved_limits s = {.limits = out->limits};

    if (*text == '\0')
        return read_head(text, em);
    for (unsigned n = 1; *text != '\0'; n++) {
        size_t len = strcspn(text, "\n");
        char line[160], *rest;
        enum err e = ERR_OK;

        snprintf(line, sizeof line, "%.*s", (int)(len < 159 ? len : 159), text);
        text += len + (text[len] == '\n');
        rest = line + strcspn(line, " ");
        if (n == 1) {
            e = read_head(line, em);
        } else {
            *rest = *rest == ' ' ? '\0' : *rest;
            if (len > 159 || rest == line + len ||
                !read_line(line, rest + 1, &s)) {
                err_set(em, "line %u cannot be read", n);
                e = ERR_PARSE;
            }
        }
        if (e != ERR_OK)
            return e;
    }
    *out = s;
    return ERR_OK;
}

/* ---- files --------------------------------------------------------------*/

enum err limits_read(const char *path, struct saved_limits *out,
                     struct errmsg *em)
{
    char text[MAX_BYTES + 1];
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    ssize_t len;

    if (fd < 0)
        return err_from_errno(errno);
    len = read(fd, text, sizeof text);
    close(fd);
    if (len < 0)
        return err_from_errno(errno);
    if (len == (ssize_t)sizeof text || memchr(text, '\0', (size_t)len) != NULL)
        return ERR_PARSE;
    text[len] = '\0';
    return limits_parse(text, out, em);
}

static enum err write_all(int fd, const struct buf *text)
{
    for (size_t at = 0; at < text->len;) {
        ssize_t n = write(fd, text->ptr + at, text->len - at);

        if (n < 0 && errno != EINTR)
            return err_from_errno(errno);
        at += n > 0 ? (size_t)n : 0;
    }
    return fsync(fd) == 0 ? ERR_OK : err_from_errno(errno);
}

/* The new name is on disk when its directory is. */
static enum err sync_dir(const char *path)
{
    char dir[PATH_MAX];
    const char *slash = strrchr(path, '/');
    enum err e = ERR_OK;
    int fd;

    snprintf(dir, sizeof dir, "%.*s", slash != NULL ? (int)(slash - path) : 1,
             slash != NULL ? path : ".");
    fd = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0)
        return err_from_errno(errno);
    if (fsync(fd) != 0)
        e = err_from_errno(errno);
    close(fd);
    return e;
}

enum err limits_write(const char *path, const struct buf *text)
{
    char temp[PATH_MAX + 16];
    enum err e;
    int fd;

    snprintf(temp, sizeof temp, "%s.new", path);
    fd = open(temp, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (fd < 0)
        return err_from_errno(errno);
    e = write_all(fd, text);
    close(fd);
    if (e == ERR_OK && rename(temp, path) != 0)
        e = err_from_errno(errno);
    if (e == ERR_OK)
        return sync_dir(path);
    unlink(temp);
    return e;
}
