/* GET and HEAD of a blob's bytes. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "api/api.h"
#include "api/blob_reader.h"
#include "api/handlers.h"
#include "api/page.h"
#include "api/range.h"
#include "api/reply.h"
#include "base/buf.h"
#include "ops/ask_blobs.h"

#define GROUP_BYTES UINT64_C(16384)
#define DISPOSITION_MAX 1024

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

static void reply_whole(struct call *c, struct blob *b, uint64_t size,
                        const char *etag)
{
    if (!blob_is_complete(b)) {
        reply_partly(c, b, PROBLEM_BLOB_PARTIAL);
        return;
    }
    reply_response(c, 200,
                   blob_response(c->conn, b, (struct byte_range){0, size}));
    reply_header(c, "Content-Type", "application/octet-stream");
    add_headers(c, b, etag);
}

static void reply_range(struct call *c, struct blob *b, uint64_t size,
                        struct byte_range r, const char *etag)
{
    char text[80];

    reply_response(c, 206, blob_response(c->conn, b, r));
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
    char boundary[CALL_ID_SIZE + 8], type[120];

    snprintf(boundary, sizeof boundary, "firn-%s", c->id);
    snprintf(type, sizeof type, "multipart/byteranges; boundary=%s", boundary);
    reply_response(c, 206, blob_multipart(c->conn, b, size, r, boundary));
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
    if (!is_held(b, &r))
        reply_partly(c, b, PROBLEM_RANGE_NOT_HELD);
    else if (r.len == 1)
        reply_range(c, b, size, r.at[0], etag);
    else
        reply_ranges(c, b, size, &r, etag);
}

static void get_answered(struct call *c)
{
    struct blob *b = ((struct ask_blob_get *)c->ask)->blob;
    char etag[ETAG_SIZE];

    if (c->ask->err != ERR_OK) {
        reply_err(c, c->ask->err, SUBJECT_BLOB, &c->ask->em);
        return;
    }
    etag_format(blob_hash(b), etag);
    if (blob_is_complete(b) && reply_not_modified(c, etag)) {
        add_headers(c, b, etag);
        return;
    }
    reply_bytes(c, b, etag);
}

void handle_blob_get(struct call *c)
{
    const char *name = uri_param(&c->uri, "download");
    struct ask_blob_get *get;
    struct hash hash;

    if (!read_hash(c, c->args[0], &hash))
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
