#include "api/blob_reader.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <unistd.h>

#include "api/api.h"
#include "base/log.h"
#include "ops/ask_pull.h"

#define GROUP_BYTES UINT64_C(16384)
#define BLOCK_BYTES (256u << 10)        /* asked for at once */
#define CHECK_BYTES (UINT64_C(4) << 20) /* hashed at once, ahead of reading */
#define TEXT_MAX (BYTE_RANGES_MAX * 256)

/* A text, then a piece of the blob; either may be empty. */
struct piece {
    size_t text_begin, text_end;
    struct byte_range range;
};

struct reader {
    struct MHD_Connection *conn;
    struct blob *blob;
    struct blob_feed feed;      /* none: all is held */
    struct ask_pull_wait *wait; /* for bytes that are not held yet */
    uint64_t checked_to;        /* of the present piece */
    struct buf text;
    size_t len;
    size_t at;       /* the present piece */
    uint64_t offset; /* within it */
    struct piece pieces[BYTE_RANGES_MAX + 1];
};

static uint64_t groups_end(uint64_t byte_end)
{
    return byte_end / GROUP_BYTES + (byte_end % GROUP_BYTES != 0);
}

/* Takes over the reading, also when there is no memory. */
static struct reader *reader_new(struct MHD_Connection *conn, struct blob *b,
                                 const struct blob_feed *feed)
{
    struct reader *r = calloc(1, sizeof *r);

    if (r == NULL) {
        reading_close(feed->reading);
        return NULL;
    }
    r->feed = *feed;
    r->conn = conn;
    r->blob = blob_ref(b);
    buf_init(&r->text, TEXT_MAX);
    return r;
}

static void reader_free(void *cls)
{
    struct reader *r = cls;

    if (r->wait != NULL)
        ask_unref(&r->wait->ask);
    reading_close(r->feed.reading);
    blob_unref(r->blob);
    buf_clear(&r->text);
    free(r);
}

static uint64_t piece_len(const struct piece *p)
{
    return p->text_end - p->text_begin + (p->range.end - p->range.begin);
}

static uint64_t total_len(const struct reader *r)
{
    uint64_t sum = 0;

    for (size_t i = 0; i < r->len; i++)
        sum += piece_len(&r->pieces[i]);
    return sum;
}

/* Hashing went over the map; the kernel keeps the pages for whoever reads the
 * file, but they need not count as ours. */
static void forget_pages(const struct blob *b, uint64_t begin, uint64_t end)
{
    const uint8_t *data = blob_data(b);
    uint64_t from = begin / GROUP_BYTES * GROUP_BYTES;

    if (data != NULL && blob_fd(b) >= 0)
        (void)madvise((void *)(uintptr_t)(data + from), end - from,
                      MADV_DONTNEED);
}

/* See that what is about to be read is good. */
static enum err check_ahead(struct reader *r, uint64_t begin, uint64_t end)
{
    uint64_t size = blob_size(r->blob, NULL);
    uint64_t to;
    enum err e;

    if (end <= r->checked_to)
        return ERR_OK;
    to = end + CHECK_BYTES < size ? end + CHECK_BYTES : size;
    if (to > r->pieces[r->at].range.end)
        to = r->pieces[r->at].range.end;
    /* What lies ahead is not there yet. */
    if (r->feed.reading != NULL)
        to = end;
    if (!blob_is_checked(r->blob, begin / GROUP_BYTES, groups_end(to))) {
        e = blob_check(r->blob, begin / GROUP_BYTES, groups_end(to));
        if (e != ERR_OK)
            return e;
    }
    forget_pages(r->blob, begin, to);
    r->checked_to = to;
    return ERR_OK;
}

/* ---- what is being fetched ----------------------------------------------*/

/* On the loop: from the resumption on the reader is its http thread's. */
static void on_held(struct ask *ask)
{
    struct reader *r = ask->owner;

    api_resume(r->feed.api, r->conn);
}

/* Nothing to hand out for now; or never. */
static ssize_t wait_for(struct reader *r, uint64_t at)
{
    struct ask_pull_wait *wait = ask_pull_wait_new();

    if (wait == NULL)
        return -1;
    wait->reading = r->feed.reading;
    wait->at = at;
    wait->ask.owner = r;
    wait->ask.done = on_held;
    /* Suspended before it is posted, or the answer could overtake. */
    if (!api_suspend(r->feed.api, r->conn)) {
        ask_unref(&wait->ask);
        return -1;
    }
    r->wait = wait;
    ops_post(api_ops(r->feed.api), &wait->ask);
    return 0;
}

static bool has_waited_well(struct reader *r)
{
    enum err e = ERR_OK;

    if (r->wait != NULL) {
        e = r->wait->ask.err;
        ask_unref(&r->wait->ask);
        r->wait = NULL;
    }
    return e == ERR_OK;
}

/* How many of the next bytes are held. More may become so meanwhile. */
static size_t held_from(const struct blob *b, uint64_t at, size_t max)
{
    uint64_t begin = at / GROUP_BYTES, end = groups_end(at + max), to = begin;

    if (blob_has_groups(b, begin, end))
        return max;
    while (to < end && blob_has_groups(b, to, to + 1))
        to++;
    if (to == end)
        return max;
    return to == begin ? 0 : (size_t)(to * GROUP_BYTES - at);
}

/* ---- reading ------------------------------------------------------------*/

static ssize_t read_blob(struct reader *r, uint64_t at, char *out, size_t max)
{
    int fd = blob_fd(r->blob);
    ssize_t got;

    if (r->feed.reading != NULL) {
        max = held_from(r->blob, at, max);
        if (max == 0)
            return wait_for(r, at);
    }
    if (check_ahead(r, at, at + max) != ERR_OK)
        return -1;
    if (fd < 0) {
        memcpy(out, blob_data(r->blob) + at, max);
        return (ssize_t)max;
    }
    do {
        got = pread(fd, out, max, (off_t)at);
    } while (got < 0 && errno == EINTR);
    return got > 0 ? got : -1;
}

/* libmicrohttpd (0.9.75) forgets to close the socket until something happens
 * on it; shutting it down is something. */
static ssize_t break_off(const struct reader *r, const char *why)
{
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(r->conn, MHD_CONNECTION_INFO_CONNECTION_FD);
    char hash[HASH_SHORT_SIZE];

    hash_format_short(blob_hash(r->blob), hash);
    log_warn(LOG_HTTP, "get %s: broken off: %s", hash, why);
    if (info != NULL)
        shutdown(info->connect_fd, SHUT_RDWR);
    return MHD_CONTENT_READER_END_WITH_ERROR;
}

static ssize_t on_read(void *cls, uint64_t pos, char *out, size_t max)
{
    struct reader *r = cls;
    const struct piece *p;
    uint64_t text_len, left;
    ssize_t got;

    if (!has_waited_well(r))
        return break_off(r, "the peers do not bring the rest");
    while (r->at < r->len && r->offset == piece_len(&r->pieces[r->at])) {
        r->at++;
        r->offset = 0;
        r->checked_to = 0;
    }
    if (r->at == r->len)
        return MHD_CONTENT_READER_END_OF_STREAM;

    p = &r->pieces[r->at];
    text_len = p->text_end - p->text_begin;
    left = (r->offset < text_len ? text_len : piece_len(p)) - r->offset;
    if (left > max)
        left = max;
    if (r->offset < text_len) {
        memcpy(out, r->text.ptr + p->text_begin + r->offset, left);
        got = (ssize_t)left;
    } else {
        got = read_blob(r, p->range.begin + (r->offset - text_len), out,
                        (size_t)left);
    }
    if (got < 0)
        return break_off(r, r->feed.reading != NULL
                                ? "its bytes cannot be read or waited for"
                                : "its bytes on disk are damaged");
    r->offset += (uint64_t)got;
    return got;
}

static struct MHD_Response *response(struct reader *r)
{
    uint64_t len = total_len(r);
    size_t block = len < BLOCK_BYTES ? (size_t)len : BLOCK_BYTES;
    struct MHD_Response *out =
        MHD_create_response_from_callback(len, block, on_read, r, reader_free);

    if (out == NULL)
        reader_free(r);
    return out;
}

/* The kernel takes the bytes from the file itself. */
static struct MHD_Response *from_file(struct blob *b, struct byte_range r)
{
    struct MHD_Response *out;
    int fd = fcntl(blob_fd(b), F_DUPFD_CLOEXEC, 0);

    if (fd < 0)
        return NULL;
    out = MHD_create_response_from_fd_at_offset64(r.end - r.begin, fd, r.begin);
    if (out == NULL)
        close(fd);
    return out;
}

struct MHD_Response *blob_response(struct MHD_Connection *conn, struct blob *b,
                                   const struct blob_feed *feed,
                                   struct byte_range range)
{
    struct reader *r;

    if (feed->reading == NULL && range.begin == range.end)
        return MHD_create_response_from_buffer(0, NULL, MHD_RESPMEM_PERSISTENT);
    if (feed->reading == NULL && blob_fd(b) >= 0 &&
        blob_is_checked(b, range.begin / GROUP_BYTES, groups_end(range.end)))
        return from_file(b, range);
    r = reader_new(conn, b, feed);
    if (r == NULL)
        return NULL;
    r->pieces[0].range = range;
    r->len = 1;
    return response(r);
}

static enum err add_part(struct reader *r, uint64_t size,
                         struct byte_range range, const char *boundary)
{
    struct piece *p = &r->pieces[r->len];
    enum err e;

    p->text_begin = r->text.len;
    e = buf_printf(&r->text,
                   "\r\n--%s\r\n"
                   "Content-Type: application/octet-stream\r\n"
                   "Content-Range: bytes %" PRIu64 "-%" PRIu64 "/%" PRIu64
                   "\r\n\r\n",
                   boundary, range.begin, range.end - 1, size);
    p->text_end = r->text.len;
    p->range = range;
    r->len++;
    return e;
}

struct MHD_Response *blob_multipart(struct MHD_Connection *conn, struct blob *b,
                                    const struct blob_feed *feed, uint64_t size,
                                    const struct byte_ranges *ranges,
                                    const char *boundary)
{
    struct reader *r = reader_new(conn, b, feed);
    enum err e = ERR_OK;

    if (r == NULL)
        return NULL;
    for (size_t i = 0; i < ranges->len && e == ERR_OK; i++)
        e = add_part(r, size, ranges->at[i], boundary);
    if (e == ERR_OK) {
        struct piece *last = &r->pieces[r->len++];

        last->text_begin = r->text.len;
        e = buf_printf(&r->text, "\r\n--%s--\r\n", boundary);
        last->text_end = r->text.len;
    }
    if (e != ERR_OK) {
        reader_free(r);
        return NULL;
    }
    return response(r);
}
