/* A blob on its way in: hashed and written by the http thread as it comes,
 * finished by the loop.
 *
 *     upload_open (headers) -> upload_data ... -> handle_upload (end)
 *
 * Whatever goes wrong, and also when the client goes away, the add is given
 * up and leaves nothing behind. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "api/api.h"
#include "api/handlers.h"
#include "api/json_out.h"
#include "api/page.h"
#include "api/reply.h"
#include "ops/ask_blobs.h"

/* Kept free for the database and for others. */
#define SPARE_BYTES (UINT64_C(16) << 20)

struct upload {
    struct store_add *add;
    uint64_t size;
    bool has_expected;
    struct hash expected;
    char tag[STORE_TAG_MAX + 1];
};

static void upload_free(void *state)
{
    struct upload *u = state;

    store_add_abort(u->add);
    free(u);
}

static struct store *store_of(const struct call *c)
{
    return ops_node(api_ops(c->api))->store;
}

/* A form would add bytes of its own, a coding would hide the content. */
static bool check_type(struct call *c)
{
    const char *type = call_header(c, "Content-Type");
    const char *coding = call_header(c, "Content-Encoding");

    if (type != NULL && strncasecmp(type, "multipart/form-data", 19) == 0) {
        reply_problem(c, PROBLEM_UNSUPPORTED_MEDIA_TYPE,
                      "a form is not the blob itself; use curl -T FILE, not "
                      "-F");
        return false;
    }
    if (coding != NULL && strcasecmp(coding, "identity") != 0) {
        reply_problem(c, PROBLEM_UNSUPPORTED_MEDIA_TYPE,
                      "Content-Encoding %.40s is not taken; send the bytes "
                      "as they are",
                      coding);
        return false;
    }
    return true;
}

static bool is_within_limit(struct call *c, uint64_t size)
{
    const struct config *cfg = api_config(c->api);

    if (cfg->http_max_upload_bytes != 0 && size > cfg->http_max_upload_bytes) {
        reply_problem(c, PROBLEM_TOO_LARGE, "http.max_upload_bytes is %" PRIu64,
                      cfg->http_max_upload_bytes);
        return false;
    }
    if (cfg->blobs_max_size != 0 && size > cfg->blobs_max_size) {
        reply_problem(c, PROBLEM_TOO_LARGE, "blobs.max_size is %" PRIu64,
                      cfg->blobs_max_size);
        return false;
    }
    return true;
}

/* Better told before gigabytes are sent than after. */
static bool has_space(struct call *c)
{
    struct store_stats stats;

    store_get_stats(store_of(c), &stats);
    if (stats.disk_total == 0 || c->body_len == 0 ||
        c->body_len + SPARE_BYTES <= stats.disk_free)
        return true;
    reply_problem(c, PROBLEM_NO_SPACE,
                  "%" PRIu64 " bytes are to come, %" PRIu64 " are free",
                  c->body_len, stats.disk_free);
    return false;
}

void upload_open(struct call *c)
{
    struct upload *u;
    enum err e;

    if (!check_type(c) || !is_within_limit(c, c->body_len) || !has_space(c))
        return;
    u = calloc(1, sizeof *u);
    if (u == NULL) {
        reply_err(c, ERR_NOMEM, SUBJECT_NODE, NULL);
        return;
    }
    c->state = u;
    c->state_free = upload_free;
    u->has_expected = c->args[0] != NULL;
    if ((u->has_expected && !read_hash(c, c->args[0], &u->expected)) ||
        !read_tag_param(c, u->tag))
        return;
    e = store_add_begin(store_of(c), &u->add);
    if (e != ERR_OK)
        reply_err(c, e, SUBJECT_NODE, NULL);
}

void upload_data(struct call *c, const void *bytes, size_t len)
{
    struct upload *u = c->state;
    enum err e;

    u->size += len;
    if (!is_within_limit(c, u->size))
        return;
    e = store_add_write(u->add, bytes, len);
    if (e != ERR_OK)
        reply_err(c, e, SUBJECT_NODE, NULL);
}

static void reply_mismatch(struct call *c, const struct ask_blob_add *add)
{
    char got[HASH_TEXT_SIZE];

    hash_format(&add->added.hash, got);
    reply_problem(c, PROBLEM_HASH_MISMATCH, "the content has the hash %s", got);
}

static void add_answered(struct call *c)
{
    const struct ask_blob_add *add = (struct ask_blob_add *)c->ask;
    char location[96], hash[HASH_TEXT_SIZE];

    if (add->ask.err == ERR_MISMATCH) {
        reply_mismatch(c, add);
        return;
    }
    if (add->ask.err != ERR_OK) {
        reply_err(c, add->ask.err, SUBJECT_NODE, &add->ask.em);
        return;
    }
    hash_format(&add->added.hash, hash);
    snprintf(location, sizeof location, "/api/v1/blobs/%s", hash);
    reply_json(c, add->added.created ? 201 : 200,
               json_pack("{s:s, s:o, s:b}", "hash", hash, "size",
                         json_u64(add->added.size), "created",
                         (int)add->added.created));
    reply_header(c, "Location", location);
}

void handle_upload(struct call *c)
{
    struct upload *u = c->state;
    struct ask_blob_add *add = ask_blob_add_new();

    if (add != NULL) {
        add->add = u->add;
        u->add = NULL;
        add->has_expected = u->has_expected;
        add->expected = u->expected;
        memcpy(add->tag, u->tag, sizeof add->tag);
    }
    call_ask(c, (struct ask *)add, add_answered);
}
