/* Lists, state, deletion, verification and tickets of blobs. */
#include <string.h>

#include "api/api.h"
#include "api/handlers.h"
#include "api/json_out.h"
#include "api/page.h"
#include "api/reply.h"
#include "crypto/ticket.h"
#include "ops/ask_blobs.h"
#include "ops/ask_node.h"

/* ---- list ---------------------------------------------------------------*/

static json_t *blob_rows(const struct ask_blob_list *list)
{
    json_t *items = json_array();

    for (size_t i = 0; i < list->len && items != NULL; i++) {
        if (!json_push(items, json_blob(&list->rows[i]))) {
            json_decref(items);
            items = NULL;
        }
    }
    return items;
}

static void list_answered(struct call *c)
{
    struct ask_blob_list *list = (struct ask_blob_list *)c->ask;
    char next[HASH_TEXT_SIZE];

    if (!reply_is_good(c, SUBJECT_BLOB))
        return;
    if (list->more)
        hash_format(&list->rows[list->len - 1].hash, next);
    reply_page(c, blob_rows(list), list->more ? next : NULL);
}

static bool read_state(struct call *c, enum store_state *out)
{
    const char *text = uri_param(&c->uri, "state");

    *out = STORE_ANY;
    if (text == NULL)
        return true;
    if (strcmp(text, "complete") == 0)
        *out = STORE_COMPLETE;
    else if (strcmp(text, "partial") == 0)
        *out = STORE_PARTIAL;
    else
        reply_invalid(c, "?state", "complete or partial is expected");
    return c->response == NULL;
}

static bool read_cursor(struct call *c, struct store_query *q)
{
    const char *text = uri_param(&c->uri, "cursor");

    if (text == NULL)
        return true;
    q->has_after = hash_parse(text, &q->after) == ERR_OK;
    if (!q->has_after)
        reply_invalid(c, "?cursor", "it must be `next` of another page");
    return q->has_after;
}

void handle_blob_list(struct call *c)
{
    struct ask_blob_list *list = ask_blob_list_new();

    if (list != NULL &&
        !(read_limit(c, &list->query.limit) &&
          read_state(c, &list->query.state) && read_cursor(c, &list->query) &&
          read_tag_param(c, list->tag))) {
        ask_unref(&list->ask);
        return;
    }
    call_ask_timed(c, (struct ask *)list, list_answered);
}

/* ---- status -------------------------------------------------------------*/

static json_t *byte_ranges(const struct ranges *r)
{
    json_t *out = json_array();

    for (size_t i = 0; i < r->len && out != NULL; i++) {
        if (!json_push(out, json_pack("{s:o, s:o}", "begin",
                                      json_u64(r->at[i].begin), "end",
                                      json_u64(r->at[i].end)))) {
            json_decref(out);
            out = NULL;
        }
    }
    return out;
}

static void status_answered(struct call *c)
{
    struct ask_blob_status *status = (struct ask_blob_status *)c->ask;
    json_t *doc;

    if (!reply_is_good(c, SUBJECT_BLOB))
        return;
    doc = json_blob(&status->row);
    if (doc != NULL &&
        json_object_set_new(doc, "held", byte_ranges(&status->held)) != 0) {
        json_decref(doc);
        doc = NULL;
    }
    reply_json(c, 200, doc);
}

void handle_blob_status(struct call *c)
{
    struct ask_blob_status *status;
    struct hash hash;

    if (!read_hash(c, c->args[0], &hash))
        return;
    status = ask_blob_status_new();
    if (status != NULL)
        status->hash = hash;
    call_ask_timed(c, (struct ask *)status, status_answered);
}

/* ---- verify -------------------------------------------------------------*/

static void verify_answered(struct call *c)
{
    struct ask_blob_verify *verify = (struct ask_blob_verify *)c->ask;

    if (!reply_is_good(c, SUBJECT_BLOB))
        return;
    reply_json(c, 200,
               json_pack("{s:o, s:b, s:o, s:o}", "hash",
                         json_hash(&verify->hash), "ok",
                         (int)(verify->result.bad_bytes == 0), "checked_bytes",
                         json_u64(verify->result.checked_bytes), "bad_bytes",
                         json_u64(verify->result.bad_bytes)));
}

void handle_blob_verify(struct call *c)
{
    struct ask_blob_verify *verify;
    struct hash hash;

    if (!read_hash(c, c->args[0], &hash))
        return;
    verify = ask_blob_verify_new();
    if (verify != NULL)
        verify->hash = hash;
    call_ask(c, (struct ask *)verify, verify_answered);
}

/* ---- delete -------------------------------------------------------------*/

static void delete_answered(struct call *c)
{
    if (reply_is_good(c, SUBJECT_BLOB))
        reply_empty(c, 204);
}

void handle_blob_delete(struct call *c)
{
    struct ask_blob_delete *del;
    struct hash hash;
    bool force;

    if (!read_hash(c, c->args[0], &hash) || !read_flag(c, "force", &force))
        return;
    del = ask_blob_delete_new();
    if (del != NULL) {
        del->hash = hash;
        del->force = force;
    }
    call_ask_timed(c, (struct ask *)del, delete_answered);
}

/* ---- ticket -------------------------------------------------------------*/

static void ticket_answered(struct call *c)
{
    struct ask_node_addr *na = (struct ask_node_addr *)c->ask;
    const char *format = uri_param(&c->uri, "format");
    const char *sequence = uri_param(&c->uri, "sequence");
    struct ticket t = {.kind = TICKET_BLOB};
    char text[TICKET_TEXT_SIZE];

    if (!reply_is_good(c, SUBJECT_BLOB))
        return;
    t.node = na->node;
    if (format != NULL && strcmp(format, "endpoint") == 0)
        t.kind = TICKET_ENDPOINT;
    t.is_hashseq = sequence != NULL && strcmp(sequence, "true") == 0;
    if (!read_hash(c, c->args[0], &t.hash))
        return;
    ticket_format(&t, text);
    reply_json(c, 200, json_pack("{s:s}", "ticket", text));
}

static void ticket_blob_answered(struct call *c)
{
    if (reply_is_good(c, SUBJECT_BLOB))
        call_ask_timed(c, (struct ask *)ask_node_addr_new(), ticket_answered);
}

void handle_blob_ticket(struct call *c)
{
    const char *format = uri_param(&c->uri, "format");
    struct ask_blob_status *status;
    struct hash hash;
    bool sequence;

    if (!read_hash(c, c->args[0], &hash) ||
        !read_flag(c, "sequence", &sequence))
        return;
    if (format != NULL && strcmp(format, "blob") != 0 &&
        strcmp(format, "endpoint") != 0) {
        reply_invalid(c, "?format", "blob or endpoint is expected");
        return;
    }
    /* A ticket for what is not here would send others in vain. */
    status = ask_blob_status_new();
    if (status != NULL)
        status->hash = hash;
    call_ask_timed(c, (struct ask *)status, ticket_blob_answered);
}
