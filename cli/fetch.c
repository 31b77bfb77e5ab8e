#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "cli/api.h"
#include "cli/fetch.h"
#include "cli/follow.h"
#include "cli/interrupt.h"
#include "cli/rate.h"
#include "cli/thing.h"
#include "cli/transfer.h"

bool fetch_is_hash(const char *text)
{
    size_t len = strlen(text);

    return (len == 64 && strspn(text, "0123456789abcdefABCDEF") == len) ||
           (len == 52 && strspn(text, "abcdefghijklmnopqrstuvwxyz"
                                      "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                      "234567") == len);
}

static json_t *peers_json(const struct opts *o)
{
    json_t *list = json_array();
    const char *peer;

    for (size_t i = 0; (peer = opts_nth(o, "peer", i)) != NULL; i++) {
        if (json_array_append_new(list, json_string(peer)) != 0) {
            json_decref(list);
            return NULL;
        }
    }
    return list;
}

/* What POST /transfers wants; NULL when something given is not UTF-8. */
static json_t *request_json(const struct opts *o, const char *name)
{
    const char *key = fetch_is_hash(name) ? "hash" : "ticket";
    const char *format = opts_has(o, "sequence") ? "hash_seq" : NULL;
    json_t *rq = json_pack("{s:s, s:s*, s:s*}", key, name, "tag",
                           opts_value(o, "tag"), "format", format);

    if (rq == NULL || !opts_has(o, "peer"))
        return rq;
    if (json_object_set_new(rq, "peers", peers_json(o)) == 0)
        return rq;
    json_decref(rq);
    return NULL;
}

/* Its turn, its speed, its time. */
static enum err add_wishes(const struct opts *o, json_t *rq, struct errmsg *em)
{
    const char *priority = opts_value(o, "priority");
    const char *rate = opts_value(o, "max-rate");
    unsigned deadline_s = 0;
    uint64_t max_bps = 0;
    json_t *more = NULL;
    enum err e = opts_number(o, "deadline", &deadline_s, em);

    if (e == ERR_OK && rate != NULL)
        e = rate_parse(rate, &max_bps, em);
    if (e != ERR_OK)
        return e;
    more = json_pack("{s:s*, s:I}", "priority", priority, "max_bps",
                     (json_int_t)max_bps);
    if (more == NULL || json_object_update(rq, more) != 0 ||
        (deadline_s > 0 &&
         json_object_set_new(rq, "deadline_s", json_integer(deadline_s)) != 0))
        e = ERR_NOMEM;
    json_decref(more);
    return e;
}

/* Say at once what the node could only say in its own terms. */
static enum err check_name(const struct opts *o, const char *name,
                           struct errmsg *em)
{
    if (!fetch_is_hash(name) && strncmp(name, "blob", 4) != 0)
        err_set(em, "neither a hash (64 hexadecimal digits) nor a ticket "
                    "(blob...)");
    else if (!fetch_is_hash(name) && opts_has(o, "sequence"))
        err_set(em, "a ticket says itself whether it is for a sequence");
    else
        return ERR_OK;
    return ERR_INVALID;
}

enum err fetch_start(struct cli *c, const struct opts *o, const char *name,
                     json_t **out, struct errmsg *em)
{
    json_t *rq;
    enum err e = check_name(o, name, em);

    if (e != ERR_OK)
        return e;
    rq = request_json(o, name);
    if (rq == NULL) {
        err_set(em, "an argument is not UTF-8 text");
        return ERR_INVALID;
    }
    if (opts_has(o, "priority") || opts_has(o, "max-rate") ||
        opts_has(o, "deadline"))
        e = add_wishes(o, rq, em);
    if (e == ERR_OK)
        e = api_call(c, "POST", "/api/v1/transfers", rq, out, em);
    json_decref(rq);
    if (e == ERR_OK && *out == NULL) {
        err_set(em, "the node's answer is empty; is it a firn node?");
        e = ERR_PROTO;
    }
    return e;
}

/* The reason to stop is what will be told, not how the stopping went. */
static void cancel(struct cli *c, const char *id)
{
    struct thing t = {.method = "DELETE",
                      .prefix = "/api/v1/transfers/",
                      .name = id,
                      .suffix = "",
                      .query = ""};

    interrupt_clear();
    (void)!thing_call(c, &t, NULL, NULL, NULL);
}

/* What stands beside the bar: the file it is for, else the blob. */
static void choose_label(const struct opts *o, const struct transfer *t,
                         char *out, size_t cap)
{
    const char *to = opts_value(o, "output");

    if (to != NULL && strcmp(to, "-") != 0)
        snprintf(out, cap, "%s", to);
    else
        snprintf(out, cap, "%.16s", t->hash);
}

static enum err follow(struct cli *c, const struct opts *o,
                       const struct transfer *t, json_t **last,
                       struct errmsg *em)
{
    char label[256];
    struct follow what = {.id = t->id, .label = label};
    unsigned timeout_s = 0;
    enum err e = opts_number(o, "timeout", &timeout_s, em);

    if (e != ERR_OK)
        return e;
    choose_label(o, t, label, sizeof label);
    if (timeout_s > 0)
        what.deadline_ms = clock_mono_ms() + (uint64_t)timeout_s * 1000;
    e = follow_transfer(c, &what, last, em);
    if (e == ERR_TIMEOUT || e == ERR_CANCELLED)
        cancel(c, t->id);
    return e;
}

enum err fetch_wait(struct cli *c, const struct opts *o, json_t **transfer,
                    struct errmsg *em)
{
    struct transfer t;
    json_t *last = NULL;
    enum err e;

    transfer_read(*transfer, &t);
    if (!transfer_is_over(&t)) {
        e = follow(c, o, &t, &last, em);
        if (e != ERR_OK)
            return e;
        json_decref(*transfer);
        *transfer = last;
        transfer_read(last, &t);
    }
    return transfer_result(&t, em);
}
