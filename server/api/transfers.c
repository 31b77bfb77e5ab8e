#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "api/api.h"
#include "api/handlers.h"
#include "api/json_in.h"
#include "api/json_out.h"
#include "api/page.h"
#include "api/reply.h"
#include "crypto/ticket.h"
#include "ops/ask_transfers.h"

static const char *tag_of(const struct call *c)
{
    return ops_transfer_tag(api_ops(c->api));
}

/* ---- start --------------------------------------------------------------*/

static void start_answered(struct call *c)
{
    struct ask_transfer_start *start = (struct ask_transfer_start *)c->ask;
    char location[96];

    if (c->ask->err == ERR_UNREACHABLE && !check_p2p(c))
        return;
    if (!reply_is_good(c, SUBJECT_TRANSFER))
        return;
    snprintf(location, sizeof location, "/api/v1/transfers/%s-%" PRIu64,
             tag_of(c), start->transfer->info.id);
    reply_json(c, 202, json_transfer(&start->transfer->info, tag_of(c)));
    reply_header(c, "Location", location);
}

static void read_ticket(struct json_in *in, const char *text,
                        struct ask_transfer_start *out)
{
    struct errmsg em = {0};
    struct ticket t;
    enum err e = ticket_parse(text, TICKET_BLOB, &t, &em);

    if (e != ERR_OK) {
        in->failed = true;
        reply_problem(in->call, PROBLEM_INVALID_TICKET, "%s",
                      em.text[0] != '\0' ? em.text : err_text(e));
        return;
    }
    out->hash = t.hash;
    out->is_sequence = t.is_hashseq;
    out->sources[out->sources_len++] = t.node;
}

static void read_peers(struct json_in *in, json_t *peers,
                       struct ask_transfer_start *out)
{
    size_t len = json_array_size(peers);

    if (len + out->sources_len > TRANSFER_MAX_SOURCES) {
        json_in_refuse(in, "peers", "at most %d peers are taken",
                       TRANSFER_MAX_SOURCES);
        return;
    }
    for (size_t i = 0; i < len && !in->failed; i++) {
        const char *text = json_string_value(json_array_get(peers, i));
        struct errmsg em = {0};

        if (text == NULL)
            json_in_refuse(in, "peers", "peer %zu is not a text", i);
        else if (node_addr_parse(text, &out->sources[out->sources_len], &em) !=
                 ERR_OK)
            json_in_refuse(in, "peers", "peer %zu: %s", i, em.text);
        else
            out->sources_len++;
    }
}

static void read_format(struct json_in *in, const char *format,
                        struct ask_transfer_start *out)
{
    if (format == NULL)
        return;
    if (strcmp(format, "hash_seq") == 0)
        out->is_sequence = true;
    else if (strcmp(format, "raw") != 0)
        json_in_refuse(in, "format", "raw or hash_seq is expected");
}

static void read_tag(struct json_in *in, const char *tag,
                     struct ask_transfer_start *out)
{
    if (tag == NULL || in->failed)
        return;
    if (!check_tag(in->call, "/tag", tag))
        in->failed = true;
    else
        snprintf(out->tag, sizeof out->tag, "%s", tag);
}

static void read_priority(struct json_in *in, const char *name,
                          enum priority *out)
{
    if (name != NULL && !priority_parse(name, out))
        json_in_refuse(in, "priority",
                       "low, normal, high or critical is expected");
}

static bool read_range(const json_t *pair, struct range *out)
{
    const json_t *begin = json_array_get(pair, 0);
    const json_t *end = json_array_get(pair, 1);

    if (json_array_size(pair) != 2 || !json_is_integer(begin) ||
        !json_is_integer(end) || json_integer_value(begin) < 0)
        return false;
    out->begin = (uint64_t)json_integer_value(begin);
    out->end = (uint64_t)json_integer_value(end);
    return json_integer_value(end) > json_integer_value(begin);
}

static void read_ranges(struct json_in *in, const json_t *ranges,
                        struct ask_transfer_start *out)
{
    size_t len = json_array_size(ranges);

    if (len > TRANSFER_MAX_FIRST) {
        json_in_refuse(in, "ranges", "at most %d ranges are taken",
                       TRANSFER_MAX_FIRST);
        return;
    }
    for (size_t i = 0; i < len && !in->failed; i++) {
        if (!read_range(json_array_get(ranges, i), &out->first[i]))
            json_in_refuse(in, "ranges",
                           "range %zu is not [begin, end] in bytes", i);
    }
    out->first_len = len;
}

static void read_start(struct json_in *in, struct ask_transfer_start *out)
{
    const char *ticket = json_in_text(in, "ticket");
    const char *hash = json_in_text(in, "hash");
    json_t *peers = json_in_array(in, "peers");
    const char *format = json_in_text(in, "format");
    double deadline_s = 0;

    read_priority(in, json_in_text(in, "priority"), &out->priority);
    json_in_integer(in, "max_bps", 0, BUCKET_MAX_RATE, &out->max_bps);
    json_in_number(in, "deadline_s", 0.001, 366.0 * 86400, &deadline_s);
    out->deadline_ms = (uint64_t)(deadline_s * 1000);
    read_ranges(in, json_in_array(in, "ranges"), out);
    read_tag(in, json_in_text(in, "tag"), out);
    if (in->failed)
        return;
    if ((ticket != NULL) == (hash != NULL))
        json_in_refuse(in, "", "either `ticket` or `hash` is expected");
    else if (ticket != NULL && format != NULL)
        json_in_refuse(in, "format", "the ticket tells the format");
    else if (ticket != NULL)
        read_ticket(in, ticket, out);
    else if (hash_parse(hash, &out->hash) != ERR_OK)
        json_in_refuse(in, "hash", "a hash is expected");
    if (in->failed)
        return;
    read_format(in, format, out);
    read_peers(in, peers, out);
}

static struct ask_transfer_start *start_new(void)
{
    struct ask_transfer_start *start = ask_transfer_start_new();

    if (start == NULL)
        return NULL;
    start->priority = PRIORITY_NORMAL;
    start->sources = calloc(TRANSFER_MAX_SOURCES, sizeof *start->sources);
    if (start->sources == NULL) {
        ask_unref(&start->ask);
        return NULL;
    }
    return start;
}

void handle_transfer_start(struct call *c)
{
    struct ask_transfer_start *start;
    struct json_in in;
    bool is_good_body = true;

    if (!json_in_open(&in, c))
        return;
    start = start_new();
    if (start != NULL) {
        read_start(&in, start);
        is_good_body = json_in_end(&in);
    }
    json_in_close(&in);
    if (is_good_body)
        call_ask_timed(c, (struct ask *)start, start_answered);
    else
        ask_unref(&start->ask);
}

/* ---- get, patch, cancel -------------------------------------------------*/

static bool read_id(struct call *c, uint64_t *out)
{
    if (parse_transfer_id(c, c->args[0], out))
        return true;
    reply_problem(c, PROBLEM_TRANSFER_NOT_FOUND,
                  "no transfer of this node is '%.60s'", c->args[0]);
    return false;
}

static void get_answered(struct call *c)
{
    struct ask_transfer_get *get = (struct ask_transfer_get *)c->ask;

    if (reply_is_good(c, SUBJECT_TRANSFER))
        reply_json(c, 200, json_transfer(&get->transfer->info, tag_of(c)));
}

void handle_transfer_get(struct call *c)
{
    struct ask_transfer_get *get;
    uint64_t id;

    if (!read_id(c, &id))
        return;
    get = ask_transfer_get_new();
    if (get != NULL)
        get->id = id;
    call_ask_timed(c, (struct ask *)get, get_answered);
}

static void patch_answered(struct call *c)
{
    struct ask_transfer_patch *patch = (struct ask_transfer_patch *)c->ask;

    if (reply_is_good(c, SUBJECT_TRANSFER))
        reply_json(c, 200, json_transfer(&patch->transfer->info, tag_of(c)));
}

static void read_patch(struct json_in *in, struct transfer_patch *out)
{
    const char *state = json_in_text(in, "state");
    const char *priority = json_in_text(in, "priority");
    uint64_t position = 0;

    out->max_bps = UINT64_MAX;
    json_in_integer(in, "max_bps", 0, BUCKET_MAX_RATE, &out->max_bps);
    json_in_integer(in, "position", 1, 1000000, &position);
    read_priority(in, priority, &out->priority);
    if (state != NULL && strcmp(state, "paused") != 0 &&
        strcmp(state, "running") != 0)
        json_in_refuse(in, "state", "paused or running is expected");
    out->has_paused = state != NULL;
    out->is_paused = state != NULL && strcmp(state, "paused") == 0;
    out->has_priority = priority != NULL;
    out->has_max_bps = out->max_bps != UINT64_MAX;
    out->position = (size_t)position;
}

void handle_transfer_patch(struct call *c)
{
    struct ask_transfer_patch *patch;
    struct json_in in;
    bool is_good_body = true;
    uint64_t id;

    if (!read_id(c, &id) || !json_in_open(&in, c))
        return;
    patch = ask_transfer_patch_new();
    if (patch != NULL) {
        patch->id = id;
        read_patch(&in, &patch->patch);
        is_good_body = json_in_end(&in);
    }
    json_in_close(&in);
    if (is_good_body)
        call_ask_timed(c, (struct ask *)patch, patch_answered);
    else
        ask_unref(&patch->ask);
}

static void cancel_answered(struct call *c)
{
    if (reply_is_good(c, SUBJECT_TRANSFER))
        reply_empty(c, 204);
}

void handle_transfer_cancel(struct call *c)
{
    struct ask_transfer_cancel *cancel;
    uint64_t id;

    if (!read_id(c, &id))
        return;
    cancel = ask_transfer_cancel_new();
    if (cancel != NULL)
        cancel->id = id;
    call_ask_timed(c, (struct ask *)cancel, cancel_answered);
}

/* ---- list ---------------------------------------------------------------*/

static void list_answered(struct call *c)
{
    struct ask_transfer_list *list = (struct ask_transfer_list *)c->ask;
    char next[40];
    json_t *items;

    if (!reply_is_good(c, SUBJECT_TRANSFER))
        return;
    items = json_array();
    for (size_t i = 0; i < list->len && items != NULL; i++) {
        if (!json_push(items,
                       json_transfer(&list->items[i]->info, tag_of(c)))) {
            json_decref(items);
            items = NULL;
        }
    }
    if (list->more)
        snprintf(next, sizeof next, "%s-%" PRIu64, tag_of(c),
                 list->items[list->len - 1]->info.id);
    reply_page(c, items, list->more ? next : NULL);
}

static bool read_state(struct call *c, struct ask_transfer_list *list)
{
    const char *text = uri_param(&c->uri, "state");

    if (text == NULL)
        return true;
    for (int s = TRANSFER_QUEUED; s <= TRANSFER_CANCELLED; s++) {
        if (strcmp(text, transfer_state_name((enum transfer_state)s)) == 0) {
            list->has_state = true;
            list->state = (enum transfer_state)s;
            return true;
        }
    }
    reply_invalid(c, "?state", "there is no such state");
    return false;
}

static bool read_cursor(struct call *c, struct ask_transfer_list *list)
{
    const char *text = uri_param(&c->uri, "cursor");

    if (text == NULL || parse_transfer_id(c, text, &list->before))
        return true;
    reply_invalid(c, "?cursor", "it must be `next` of another page");
    return false;
}

/* The first hex digits of an id, or all of them. */
static bool read_source(struct call *c, struct ask_transfer_list *list)
{
    const char *text = uri_param(&c->uri, "peer");
    size_t len = text != NULL ? strlen(text) : 0;

    if (text == NULL)
        return true;
    if (len < 8 || len >= sizeof list->peer ||
        strspn(text, "0123456789abcdef") != len) {
        reply_invalid(c, "?peer", "8 to 64 hex digits of its id are expected");
        return false;
    }
    memcpy(list->peer, text, len + 1);
    return true;
}

/* ---- uploads ------------------------------------------------------------*/

static void uploads_answered(struct call *c)
{
    struct ask_upload_list *list = (struct ask_upload_list *)c->ask;
    const char *boot = ops_boot(api_ops(c->api));
    char next[40];
    json_t *items;

    if (!reply_is_good(c, SUBJECT_TRANSFER))
        return;
    items = json_array();
    for (size_t i = 0; i < list->len && items != NULL; i++) {
        if (!json_push(items, json_upload(&list->items[i], boot))) {
            json_decref(items);
            items = NULL;
        }
    }
    if (list->more)
        snprintf(next, sizeof next, "%s-%" PRIu64, boot,
                 list->items[list->len - 1].id);
    reply_page(c, items, list->more ? next : NULL);
}

static bool read_upload_cursor(struct call *c, struct ask_upload_list *list)
{
    const char *text = uri_param(&c->uri, "cursor");
    struct event_since at;

    if (text == NULL)
        return true;
    if (!event_since_parse(text, ops_boot(api_ops(c->api)), &at) ||
        at.is_foreign || at.number == 0) {
        reply_invalid(c, "?cursor", "it must be `next` of another page");
        return false;
    }
    list->before = at.number;
    return true;
}

static void list_uploads(struct call *c)
{
    struct ask_upload_list *list = ask_upload_list_new();

    if (list != NULL &&
        !(read_limit(c, &list->limit) && read_upload_cursor(c, list))) {
        ask_unref(&list->ask);
        return;
    }
    call_ask_timed(c, (struct ask *)list, uploads_answered);
}

/* False: replied. */
static bool read_direction(struct call *c, bool *is_upload)
{
    const char *text = uri_param(&c->uri, "direction");

    *is_upload = text != NULL && strcmp(text, "upload") == 0;
    if (text == NULL || *is_upload || strcmp(text, "download") == 0)
        return true;
    reply_invalid(c, "?direction", "download or upload is expected");
    return false;
}

static void list_downloads(struct call *c)
{
    struct ask_transfer_list *list = ask_transfer_list_new();

    if (list != NULL && !(read_limit(c, &list->limit) && read_state(c, list) &&
                          read_source(c, list) && read_cursor(c, list))) {
        ask_unref(&list->ask);
        return;
    }
    call_ask_timed(c, (struct ask *)list, list_answered);
}

void handle_transfer_list(struct call *c)
{
    bool is_upload;

    if (!read_direction(c, &is_upload))
        return;
    if (is_upload)
        list_uploads(c);
    else
        list_downloads(c);
}
