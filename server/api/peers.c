#include <stdio.h>
#include <string.h>

#include "api/api.h"
#include "api/handlers.h"
#include "api/json_in.h"
#include "api/json_out.h"
#include "api/json_peers.h"
#include "api/page.h"
#include "api/reply.h"
#include "crypto/ticket.h"
#include "ops/ask_peers.h"

/* A module keeps its own time; the ask is only the safety net. */
#define SLACK_MS 2000

#define TIMEOUT_MIN_S 0.1
#define TIMEOUT_MAX_S 300
#define PING_COUNT_MAX 10000
#define PING_SIZE 32
#define PING_TIMEOUT_S 10

/* What went wrong; that p2p is off is told apart from that the node ends. */
static void reply_fault(struct call *c, bool is_off)
{
    if (is_off && c->ask->err == ERR_CLOSED)
        reply_problem(c, PROBLEM_P2P_STOPPED, "p2p is off");
    else
        reply_err(c, c->ask->err, SUBJECT_PEER, &c->ask->em);
}

/* ---- list ---------------------------------------------------------------*/

static void list_answered(struct call *c)
{
    struct ask_peer_list *list = (struct ask_peer_list *)c->ask;
    char next[PEER_CURSOR_SIZE];
    struct peer_place last;
    json_t *items;

    if (!reply_is_good(c, SUBJECT_PEER))
        return;
    items = json_array();
    for (size_t i = 0; i < list->len && items != NULL; i++) {
        if (!json_push(items, json_peer(&list->items[i]))) {
            json_decref(items);
            items = NULL;
        }
    }
    if (list->more) {
        peer_place_of(&list->items[list->len - 1], list->sort, &last);
        peer_cursor_format(&last, list->sort, next);
    }
    reply_page(c, items, list->more ? next : NULL);
}

static unsigned states_named(const char *name, size_t len)
{
    unsigned closed = ~(1u << PEER_CONNECTED) & ((1u << PEER_STATES) - 1);

    if (len == strlen("closed") && memcmp(name, "closed", len) == 0)
        return closed;
    for (int s = 0; s < PEER_STATES; s++) {
        const char *known = peer_state_name((enum peer_state)s);

        if (strlen(known) == len && memcmp(known, name, len) == 0)
            return 1u << s;
    }
    return 0;
}

static bool read_states(struct call *c, unsigned *out)
{
    const char *p = uri_param(&c->uri, "state");

    *out = 0;
    while (p != NULL) {
        size_t len = strcspn(p, ",");
        unsigned named = states_named(p, len);

        if (named == 0) {
            reply_invalid(c, "?state", "there is no state '%.*s'",
                          len > 40 ? 40 : (int)len, p);
            return false;
        }
        *out |= named;
        p = p[len] == ',' ? p + len + 1 : NULL;
    }
    return true;
}

static bool read_kind(struct call *c, struct ask_peer_list *list)
{
    const char *text = uri_param(&c->uri, "kind");

    if (text == NULL)
        return true;
    for (int k = PEER_UNKNOWN; k <= PEER_IROH; k++) {
        if (strcmp(text, peer_kind_name((enum peer_kind)k)) == 0) {
            list->has_kind = true;
            list->kind = (enum peer_kind)k;
            return true;
        }
    }
    reply_invalid(c, "?kind", "firn, iroh or unknown is expected");
    return false;
}

static bool read_sort(struct call *c, struct ask_peer_list *list)
{
    const char *text = uri_param(&c->uri, "sort");

    if (text == NULL)
        return true;
    for (int s = 0; s < PEER_SORT_COUNT; s++) {
        if (strcmp(text, peer_sort_name((enum peer_sort)s)) == 0) {
            list->sort = (enum peer_sort)s;
            return true;
        }
    }
    reply_invalid(c, "?sort",
                  "id, score, rtt, goodput, since or name is expected");
    return false;
}

static bool read_cursor(struct call *c, struct ask_peer_list *list)
{
    const char *text = uri_param(&c->uri, "cursor");

    list->has_cursor = text != NULL;
    if (text == NULL ||
        peer_cursor_parse(text, list->sort, &list->after) == ERR_OK)
        return true;
    reply_invalid(c, "?cursor",
                  "it must be `next` of another page in the same order");
    return false;
}

void handle_peer_list(struct call *c)
{
    struct ask_peer_list *list;

    if (!check_p2p(c))
        return;
    list = ask_peer_list_new();
    if (list != NULL &&
        !(read_limit(c, &list->limit) && read_states(c, &list->states) &&
          read_kind(c, list) && read_sort(c, list) && read_cursor(c, list))) {
        ask_unref(&list->ask);
        return;
    }
    call_ask_timed(c, (struct ask *)list, list_answered);
}

/* ---- get ----------------------------------------------------------------*/

static void get_answered(struct call *c)
{
    if (reply_is_good(c, SUBJECT_PEER))
        reply_json(c, 200, json_peer_detail((struct ask_peer_get *)c->ask));
}

void handle_peer_get(struct call *c)
{
    struct ask_peer_get *get;
    struct peer_ref ref;

    if (!check_p2p(c) || !read_peer(c, c->args[0], &ref))
        return;
    get = ask_peer_get_new();
    if (get != NULL)
        get->ref = ref;
    call_ask_timed(c, (struct ask *)get, get_answered);
}

/* ---- add ----------------------------------------------------------------*/

static void add_answered(struct call *c)
{
    const struct ask_peer_add *add = (struct ask_peer_add *)c->ask;
    char location[32 + NODE_ID_HEX_SIZE], id[NODE_ID_HEX_SIZE];

    if (c->ask->err != ERR_OK) {
        reply_fault(c, add->is_off);
        return;
    }
    node_id_hex(&add->peer.id, id);
    snprintf(location, sizeof location, "/api/v1/peers/%s", id);
    reply_json(c, add->was_connected ? 200 : 201, json_peer(&add->peer));
    reply_header(c, "Location", location);
}

static void read_ticket(struct json_in *in, const char *text,
                        struct ask_peer_add *out)
{
    struct errmsg em = {0};
    struct ticket t;
    enum err e = ticket_parse_any(text, &t, &em);

    if (e != ERR_OK) {
        in->failed = true;
        reply_problem(in->call, PROBLEM_INVALID_TICKET, "%s",
                      em.text[0] != '\0' ? em.text : err_text(e));
        return;
    }
    out->node = t.node;
    out->source = PEER_SOURCE_TICKET;
}

static void read_address(struct json_in *in, const char *text,
                         struct ask_peer_add *out)
{
    struct errmsg em = {0};
    enum err e = node_addr_parse(text, &out->node, &em);

    if (e != ERR_OK) {
        in->failed = true;
        reply_problem(in->call, PROBLEM_INVALID_ADDRESS, "'%.100s': %s", text,
                      em.text[0] != '\0' ? em.text : err_text(e));
    }
    out->source = PEER_SOURCE_MANUAL;
}

static void read_add(struct json_in *in, struct ask_peer_add *out)
{
    const struct config *cfg = api_config(in->call->api);
    const char *address = json_in_text(in, "address");
    const char *ticket = json_in_text(in, "ticket");
    double timeout_s = (double)cfg->peers_connect_timeout_ms / 1000;

    json_in_number(in, "timeout_s", TIMEOUT_MIN_S, TIMEOUT_MAX_S, &timeout_s);
    if (in->failed)
        return;
    if ((address != NULL) == (ticket != NULL))
        json_in_refuse(in, "", "either `address` or `ticket` is expected");
    else if (ticket != NULL)
        read_ticket(in, ticket, out);
    else
        read_address(in, address, out);
    out->timeout_ms = (uint64_t)(timeout_s * 1000);
    out->ask.timeout_ms = out->timeout_ms + SLACK_MS;
}

void handle_peer_add(struct call *c)
{
    struct ask_peer_add *add;
    struct json_in in;
    bool is_good_body = true;

    if (!check_p2p(c) || !json_in_open(&in, c))
        return;
    add = ask_peer_add_new();
    if (add != NULL) {
        read_add(&in, add);
        is_good_body = json_in_end(&in);
    }
    json_in_close(&in);
    if (is_good_body)
        call_ask(c, (struct ask *)add, add_answered);
    else
        ask_unref(&add->ask);
}

/* ---- ping ---------------------------------------------------------------*/

static json_t *ping_document(const struct ask_peer_ping *ping)
{
    const struct peers_pings *r = &ping->pings;
    json_t *rtt =
        json_pack("{s:f, s:f, s:f}", "min", (double)r->min_us / 1000, "mean",
                  (double)r->mean_us / 1000, "max", (double)r->max_us / 1000);
    const char *error =
        ping->ask.err == ERR_OK
            ? NULL
            : (ping->ask.em.text[0] != '\0' ? ping->ask.em.text
                                            : err_text(ping->ask.err));

    return json_pack(
        "{s:o, s:s, s:o, s:o, s:o, s:o, s:b, s:o, s:s?}", "peer",
        json_node_id(&ping->id), "by", r->is_quic ? "quic" : "ping", "size",
        json_u64(ping->size), "sent", json_u64(r->sent), "received",
        json_u64(r->received), "lost",
        json_u64(r->sent > r->received ? r->sent - r->received : 0), "in_order",
        (int)r->is_in_order, "rtt_ms", rtt, "error", error);
}

static void ping_answered(struct call *c)
{
    const struct ask_peer_ping *ping = (struct ask_peer_ping *)c->ask;
    enum err e = c->ask->err;
    bool came_some = ping->pings.received > 0;

    if (e == ERR_OK || (came_some && (e == ERR_TIMEOUT || e == ERR_CLOSED)))
        reply_json(c, 200, ping_document(ping));
    else if (e == ERR_UNREACHABLE)
        reply_problem(c, PROBLEM_PEER_NOT_CONNECTED, "there is no connection");
    else if (e == ERR_CLOSED && !ping->is_off && ping->pings.sent > 0)
        reply_problem(c, PROBLEM_PEER_NOT_CONNECTED,
                      "the connection was lost meanwhile");
    else
        reply_fault(c, ping->is_off);
}

static bool read_ping(struct call *c, struct ask_peer_ping *out)
{
    uint64_t count = 1, size = PING_SIZE;
    double timeout_s = PING_TIMEOUT_S;
    struct json_in in;
    bool is_good = true;

    if (c->body.len > 0) {
        if (!json_in_open(&in, c))
            return false;
        json_in_integer(&in, "count", 1, PING_COUNT_MAX, &count);
        json_in_integer(&in, "size", 0, NODE_PAYLOAD_MAX, &size);
        json_in_number(&in, "timeout_s", TIMEOUT_MIN_S, TIMEOUT_MAX_S,
                       &timeout_s);
        is_good = json_in_end(&in);
        json_in_close(&in);
    }
    out->count = (uint32_t)count;
    out->size = size;
    out->timeout_ms = (uint64_t)(timeout_s * 1000);
    out->ask.timeout_ms = out->timeout_ms + SLACK_MS;
    return is_good;
}

void handle_peer_ping(struct call *c)
{
    struct ask_peer_ping *ping;
    struct peer_ref ref;

    if (!check_p2p(c) || !read_peer(c, c->args[0], &ref))
        return;
    ping = ask_peer_ping_new();
    if (ping != NULL) {
        ping->ref = ref;
        if (!read_ping(c, ping)) {
            ask_unref(&ping->ask);
            return;
        }
    }
    call_ask(c, (struct ask *)ping, ping_answered);
}

/* ---- remove, ban, unban -------------------------------------------------*/

static void deal_answered(struct call *c)
{
    if (reply_is_good(c, SUBJECT_PEER))
        reply_empty(c, 204);
}

static void deal(struct call *c, enum peer_deal what)
{
    struct ask_peer_deal *d;
    struct peer_ref ref;

    if (!check_p2p(c) || !read_peer(c, c->args[0], &ref))
        return;
    d = ask_peer_deal_new();
    if (d != NULL) {
        d->ref = ref;
        d->deal = what;
    }
    call_ask_timed(c, (struct ask *)d, deal_answered);
}

void handle_peer_delete(struct call *c)
{
    deal(c, PEER_DEAL_REMOVE);
}

void handle_peer_ban(struct call *c)
{
    deal(c, PEER_DEAL_BAN);
}

void handle_peer_unban(struct call *c)
{
    deal(c, PEER_DEAL_UNBAN);
}
