/* GET and HEAD of a blob's bytes.
 *
 *   handle_blob_get    ask for the blob
 *   get_answered       what is wanted is here -> the answer
 *                      else, with fetch=peers -> begin_pull()
 *   pull_answered      the size is proven; wait for the first byte
 *   first_answered     the answer, whose further bytes are waited for in
 *                      blob_reader.c */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "api/api.h"
#include "api/blob_reader.h"
#include "api/handlers.h"
#include "api/page.h"
#include "api/range.h"
#include "api/reply.h"
#include "base/buf.h"
#include "ops/ask_blobs.h"
#include "ops/ask_pull.h"

#define GROUP_BYTES UINT64_C(16384)
#define DISPOSITION_MAX 1024

#define PULL_WAIT_MS 30000
#define PULL_WAIT_MIN_S 0.1
#define PULL_WAIT_MAX_S 3600

/* A content that calls itself HTML must not become a page of ours. */
#define BLOB_CSP "default-src 'none'; sandbox"

/* Quotes and what lies beyond ASCII go into the extended form (RFC 6266). */
static void add_disposition(struct call *c, const char *name)
{
    static const char safe[] = "!#$&+-.^_`|~";
    struct buf out;
    enum err e;

    buf_init(&out, DISPOSITION_MAX);
    e = buf_printf(&out, "attachment; filename*=UTF-8''");
    for (const unsigned char *s = (const unsigned char *)name;
         *s != '\0' && e == ERR_OK; s++) {
        bool is_plain = (*s >= '0' && *s <= '9') || (*s >= 'a' && *s <= 'z') ||
                        (*s >= 'A' && *s <= 'Z') || strchr(safe, *s) != NULL;

        e = is_plain ? buf_add_u8(&out, *s) : buf_printf(&out, "%%%02X", *s);
    }
    if (e == ERR_OK && buf_add_u8(&out, '\0') == ERR_OK)
        reply_header(c, "Content-Disposition", (const char *)out.ptr);
    buf_clear(&out);
}

static void add_headers(struct call *c, const struct blob *b, const char *etag)
{
    const char *name = uri_param(&c->uri, "download");
    bool is_complete = blob_is_complete(b);

    reply_header(c, "ETag", etag);
    reply_header(c, "Accept-Ranges", "bytes");
    reply_header(c, "Cache-Control",
                 is_complete ? "public, max-age=31536000, immutable"
                             : "no-store");
    reply_header(c, "Content-Security-Policy", BLOB_CSP);
    reply_header(c, "X-Firn-State", is_complete ? "complete" : "partial");
    if (name != NULL)
        add_disposition(c, name);
}

static bool is_held(const struct blob *b, const struct byte_ranges *r)
{
    for (size_t i = 0; i < r->len && !blob_is_complete(b); i++) {
        uint64_t end = r->at[i].end;

        if (!blob_has_groups(b, r->at[i].begin / GROUP_BYTES,
                             end / GROUP_BYTES + (end % GROUP_BYTES != 0)))
            return false;
    }
    return true;
}

static void reply_partly(struct call *c, const struct blob *b, enum problem p)
{
    char held[24];

    snprintf(held, sizeof held, "%" PRIu64, blob_held_bytes(b));
    reply_problem(c, p, "%s bytes of this blob are held", held);
    reply_header(c, "X-Firn-State", "partial");
    reply_header(c, "X-Firn-Held-Bytes", held);
}

/* ---- the answer ---------------------------------------------------------*/

/* A blob that is being fetched; the state of its call. */
struct pulled {
    struct blob *blob;       /* own reference */
    struct reading *reading; /* NULL: given away */
};

static void pulled_free(void *state)
{
    struct pulled *p = state;

    reading_close(p->reading);
    blob_unref(p->blob);
    free(p);
}

static struct blob_feed take_feed(struct call *c)
{
    struct pulled *p = c->state;
    struct blob_feed feed = {.api = c->api};

    if (p != NULL) {
        feed.reading = p->reading;
        p->reading = NULL;
    }
    return feed;
}

static void reply_whole(struct call *c, struct blob *b, uint64_t size,
                        const char *etag)
{
    struct blob_feed feed;

    if (!blob_is_complete(b) && c->state == NULL) {
        reply_partly(c, b, PROBLEM_BLOB_PARTIAL);
        return;
    }
    feed = take_feed(c);
    reply_response(
        c, 200, blob_response(c->conn, b, &feed, (struct byte_range){0, size}));
    reply_header(c, "Content-Type", "application/octet-stream");
    add_headers(c, b, etag);
}

static void reply_range(struct call *c, struct blob *b, uint64_t size,
                        struct byte_range r, const char *etag)
{
    struct blob_feed feed = take_feed(c);
    char text[80];

    reply_response(c, 206, blob_response(c->conn, b, &feed, r));
    snprintf(text, sizeof text, "bytes %" PRIu64 "-%" PRIu64 "/%" PRIu64,
             r.begin, r.end - 1, size);
    reply_header(c, "Content-Range", text);
    reply_header(c, "Content-Type", "application/octet-stream");
    add_headers(c, b, etag);
}

/* The boundary must not occur in the content; the request's id is as unlikely
 * there as anything. */
static void reply_ranges(struct call *c, struct blob *b, uint64_t size,
                         const struct byte_ranges *r, const char *etag)
{
    struct blob_feed feed = take_feed(c);
    char boundary[CALL_ID_SIZE + 8], type[120];

    snprintf(boundary, sizeof boundary, "firn-%s", c->id);
    snprintf(type, sizeof type, "multipart/byteranges; boundary=%s", boundary);
    reply_response(c, 206,
                   blob_multipart(c->conn, b, &feed, size, r, boundary));
    reply_header(c, "Content-Type", type);
    add_headers(c, b, etag);
}

static void reply_beyond(struct call *c, uint64_t size)
{
    char text[40];

    reply_problem(c, PROBLEM_RANGE_NOT_SATISFIABLE,
                  "the blob has %" PRIu64 " bytes", size);
    snprintf(text, sizeof text, "bytes */%" PRIu64, size);
    reply_header(c, "Content-Range", text);
}

/* Range counts only for GET, and with If-Range only for this very content. */
static const char *range_header(const struct call *c, const char *etag)
{
    const char *condition = call_header(c, "If-Range");

    if (c->is_head || (condition != NULL && strcmp(condition, etag) != 0))
        return NULL;
    return call_header(c, "Range");
}

static void reply_bytes(struct call *c, struct blob *b, const char *etag)
{
    uint64_t size = blob_size(b, NULL);
    struct byte_ranges r;

    switch (byte_ranges_parse(range_header(c, etag), size, &r)) {
    case BYTE_RANGES_NONE:
        reply_whole(c, b, size, etag);
        return;
    case BYTE_RANGES_BEYOND:
        reply_beyond(c, size);
        return;
    case BYTE_RANGES_SOME:
        break;
    }
    if (c->state == NULL && !is_held(b, &r))
        reply_partly(c, b, PROBLEM_RANGE_NOT_HELD);
    else if (r.len == 1)
        reply_range(c, b, size, r.at[0], etag);
    else
        reply_ranges(c, b, size, &r, etag);
}

static void reply_blob(struct call *c, struct blob *b)
{
    char etag[ETAG_SIZE];

    etag_format(blob_hash(b), etag);
    if (blob_is_complete(b) && reply_not_modified(c, etag))
        add_headers(c, b, etag);
    else
        reply_bytes(c, b, etag);
}

/* ---- fetched while it is read -------------------------------------------*/

static bool wants_peers(const struct call *c)
{
    return uri_param(&c->uri, "fetch") != NULL;
}

static void reply_not_pulled(struct call *c, enum err e,
                             const struct errmsg *em)
{
    const char *why = em->text[0] != '\0' ? em->text : err_text(e);

    switch (e) {
    case ERR_NOT_FOUND:
        reply_problem(c, PROBLEM_BLOB_NOT_FOUND, "%s", why);
        break;
    case ERR_TIMEOUT:
        reply_problem(c, PROBLEM_FETCH_TIMEOUT, "%s", why);
        break;
    case ERR_NOMEM:
    case ERR_LIMIT:
    case ERR_NO_SPACE:
    case ERR_IO:
    case ERR_ACCESS:
    case ERR_CORRUPT:
    case ERR_CLOSED:
        reply_err(c, e, SUBJECT_BLOB, em);
        break;
    default:
        reply_problem(c, PROBLEM_FETCH_FAILED, "%s", why);
        break;
    }
}

/* What will be read first: the beginning, but for a range that says where. */
static enum byte_ranges_kind ranges_of(const struct call *c,
                                       const struct hash *h, uint64_t size,
                                       struct byte_ranges *out)
{
    char etag[ETAG_SIZE];

    etag_format(h, etag);
    return byte_ranges_parse(range_header(c, etag), size, out);
}

static void first_answered(struct call *c)
{
    if (c->ask->err == ERR_OK)
        reply_blob(c, ((struct pulled *)c->state)->blob);
    else
        reply_not_pulled(c, c->ask->err, &c->ask->em);
}

/* Nothing is promised before the first byte is there. */
static void wait_for_first(struct call *c, struct pulled *p)
{
    struct ask_pull_wait *wait;
    struct byte_ranges r;
    enum byte_ranges_kind kind =
        ranges_of(c, blob_hash(p->blob), blob_size(p->blob, NULL), &r);

    if (c->is_head || kind == BYTE_RANGES_BEYOND) {
        reply_blob(c, p->blob);
        return;
    }
    wait = ask_pull_wait_new();
    if (wait != NULL) {
        wait->reading = p->reading;
        wait->at = kind == BYTE_RANGES_SOME ? r.at[0].begin : 0;
    }
    call_ask(c, (struct ask *)wait, first_answered);
}

static void pull_answered(struct call *c)
{
    struct ask_pull *ask = (struct ask_pull *)c->ask;
    struct pulled *p;

    if (ask->is_off) {
        reply_err(c, ERR_UNREACHABLE, SUBJECT_BLOB, NULL);
        return;
    }
    if (ask->ask.err != ERR_OK) {
        reply_not_pulled(c, ask->ask.err, &ask->ask.em);
        return;
    }
    p = calloc(1, sizeof *p);
    if (p == NULL) {
        reply_err(c, ERR_NOMEM, SUBJECT_BLOB, NULL);
        return;
    }
    p->blob = blob_ref(ask->blob);
    p->reading = ask->reading;
    ask->reading = NULL;
    c->state = p;
    c->state_free = pulled_free;
    if (blob_is_complete(p->blob)) {
        reading_close(p->reading);
        p->reading = NULL;
        reply_blob(c, p->blob);
    } else {
        wait_for_first(c, p);
    }
}

static void begin_pull(struct call *c, const struct hash *h)
{
    struct ask_pull *pull;
    struct byte_ranges r;
    uint64_t wait_ms = PULL_WAIT_MS;

    if (!check_p2p(c) ||
        !read_seconds(c, "timeout", PULL_WAIT_MIN_S, PULL_WAIT_MAX_S, &wait_ms))
        return;
    pull = ask_pull_new();
    if (pull != NULL) {
        pull->hash = *h;
        pull->wait_ms = wait_ms;
        /* From the end: not known before the size is. */
        if (ranges_of(c, h, INT64_MAX, &r) == BYTE_RANGES_SOME &&
            r.at[0].begin < INT64_MAX / 2)
            pull->begin = r.at[0].begin;
    }
    call_ask(c, (struct ask *)pull, pull_answered);
}

/* Is all here that is asked for? */
static bool is_enough(const struct call *c, const struct blob *b)
{
    bool is_proven;
    uint64_t size = blob_size(b, &is_proven);
    struct byte_ranges r;

    if (blob_is_complete(b))
        return true;
    return is_proven &&
           ranges_of(c, blob_hash(b), size, &r) == BYTE_RANGES_SOME &&
           is_held(b, &r);
}

static void get_answered(struct call *c)
{
    struct ask_blob_get *get = (struct ask_blob_get *)c->ask;
    enum err e = c->ask->err;

    if (wants_peers(c) &&
        (e == ERR_NOT_FOUND || (e == ERR_OK && !is_enough(c, get->blob))))
        begin_pull(c, &get->hash);
    else if (e != ERR_OK)
        reply_err(c, e, SUBJECT_BLOB, &c->ask->em);
    else
        reply_blob(c, get->blob);
}

static bool check_fetch(struct call *c)
{
    const char *fetch = uri_param(&c->uri, "fetch");
    uint64_t ms;

    if (fetch != NULL && strcmp(fetch, "peers") != 0) {
        reply_invalid(c, "?fetch", "peers is expected");
        return false;
    }
    return read_seconds(c, "timeout", PULL_WAIT_MIN_S, PULL_WAIT_MAX_S, &ms);
}

void handle_blob_get(struct call *c)
{
    const char *name = uri_param(&c->uri, "download");
    struct ask_blob_get *get;
    struct hash hash;

    if (!read_hash(c, c->args[0], &hash) || !check_fetch(c))
        return;
    if (name != NULL && (*name == '\0' || strlen(name) > 255)) {
        reply_invalid(c, "?download", "a name of 1 to 255 bytes is expected");
        return;
    }
    get = ask_blob_get_new();
    if (get != NULL)
        get->hash = hash;
    call_ask_timed(c, (struct ask *)get, get_answered);
}
