/* firn add: stream files into the node with PUT /api/v1/blobs.
 *
 * A regular file is sent with its length, so that the node can refuse it
 * before the first byte (libcurl waits for "100 Continue"); a pipe is sent
 * in chunks until its end. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/clock.h"
#include "cli/api.h"
#include "cli/cmd.h"
#include "cli/human.h"
#include "cli/path.h"
#include "cli/progress.h"
#include "cli/term.h"

enum { STALL_S = 300 }; /* a node may be slow to flush gigabytes */

struct source {
    const char *name;
    int fd;
    uint64_t size; /* or HTTP_SIZE_UNKNOWN */
    uint64_t done;
    struct progress bar;
    struct errmsg *em;
};

static enum err fail_errno(struct errmsg *em)
{
    int errnum = errno;

    err_set(em, "%s", strerror(errnum));
    return err_from_errno(errnum);
}

static enum err source_open(struct source *s, struct errmsg *em)
{
    struct stat st;

    s->size = HTTP_SIZE_UNKNOWN;
    s->fd = STDIN_FILENO;
    if (strcmp(s->name, "-") != 0)
        s->fd = open(s->name, O_RDONLY | O_CLOEXEC);
    if (s->fd < 0 || fstat(s->fd, &st) != 0)
        return fail_errno(em);
    if (S_ISDIR(st.st_mode)) {
        err_set(em, "is a directory; add the files in it");
        return ERR_IO;
    }
    if (S_ISREG(st.st_mode)) {
        off_t at = lseek(s->fd, 0, SEEK_CUR);

        /* Standard input may be a file that was read in part. Of a file
         * that says it is empty only reading tells: /proc is full of them. */
        if (st.st_size > at)
            s->size = (uint64_t)(st.st_size - at);
        (void)!posix_fadvise(s->fd, 0, 0, POSIX_FADV_SEQUENTIAL);
    }
    return ERR_OK;
}

static void source_close(struct source *s)
{
    if (s->fd > STDIN_FILENO)
        close(s->fd);
}

/* A file that grows while it is read is sent as long as it was at first. */
static enum err source_read(void *arg, void *out, size_t cap, size_t *len_out)
{
    struct source *s = arg;
    ssize_t n;

    if (s->size != HTTP_SIZE_UNKNOWN && cap > s->size - s->done)
        cap = (size_t)(s->size - s->done);
    do {
        n = cap > 0 ? read(s->fd, out, cap) : 0;
    } while (n < 0 && errno == EINTR);
    if (n < 0)
        return fail_errno(s->em);
    if (n == 0 && s->size != HTTP_SIZE_UNKNOWN && s->done < s->size) {
        err_set(s->em, "became shorter while it was read");
        return ERR_TRUNCATED;
    }
    s->done += (uint64_t)n;
    *len_out = (size_t)n;
    progress_update(&s->bar, s->done, s->size, clock_mono_ms());
    return ERR_OK;
}

static enum err send_source(struct cli *c, struct source *s, const char *tag,
                            json_t **out, struct errmsg *em)
{
    struct path p;
    struct http_reply reply;
    struct http_request rq = {.method = "PUT",
                              .read = source_read,
                              .size = s->size,
                              .arg = s,
                              .stall_s = STALL_S};
    enum err e;

    path_start(&p, "/api/v1/blobs");
    path_query(&p, "tag", tag);
    rq.path = path_text(&p);
    progress_start(&s->bar, cli_shows_progress(c), s->name, 0, s->size,
                   clock_mono_ms());
    e = http_send(c->http, &rq, &reply, em);
    progress_end(&s->bar);
    if (e == ERR_OK)
        e = api_problem(&reply, em);
    if (e == ERR_OK)
        e = api_parse(&reply, out, em);
    http_reply_clear(&reply);
    path_clear(&p);
    return e;
}

static enum err print_added(const struct cli *c, const struct source *s,
                            json_t *v)
{
    if (c->json) {
        /* A name that is not UTF-8 has no place in JSON. */
        if (json_object_set_new(v, "file", json_string(s->name)) != 0)
            json_object_set_new(v, "file", json_null());
        return cli_print_json(v);
    }
    term_put(stdout, api_str(v, "hash"));
    if (!c->quiet) {
        fputs("  ", stdout);
        term_put(stdout, s->name);
    }
    putchar('\n');
    return ERR_OK;
}

static enum err add_one(struct cli *c, const struct opts *o, const char *name,
                        struct errmsg *em)
{
    struct source s = {.name = name, .em = em};
    json_t *v = NULL;
    enum err e = source_open(&s, em);

    if (e == ERR_OK)
        e = send_source(c, &s, opts_value(o, "tag"), &v, em);
    if (e == ERR_OK)
        e = print_added(c, &s, v);
    json_decref(v);
    source_close(&s);
    return e;
}

enum err cmd_add(struct cli *c, const struct opts *o, struct errmsg *em)
{
    if (opts_has(o, "tag") && opts_args(o) > 1) {
        err_set(em, "add: a tag names one blob; give one FILE with --tag");
        return ERR_INVALID;
    }
    return cli_each(c, o, "add", add_one);
}
