#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/api.h"
#include "cli/term.h"

const char *api_str(const json_t *obj, const char *key)
{
    const char *s = json_string_value(json_object_get(obj, key));

    return s != NULL ? s : "";
}

uint64_t api_u64(const json_t *obj, const char *key, uint64_t otherwise)
{
    const json_t *v = json_object_get(obj, key);

    if (!json_is_integer(v) || json_integer_value(v) < 0)
        return otherwise;
    return (uint64_t)json_integer_value(v);
}

static enum err err_from_problem(long status, const char *code)
{
    switch (status) {
    case 400:
        return strncmp(code, "invalid_", 8) == 0 ? ERR_INVALID : ERR_REFUSED;
    case 404:
    case 410:
        return ERR_NOT_FOUND;
    case 408:
    case 504:
        return ERR_TIMEOUT;
    case 409:
    case 412:
        return ERR_CONFLICT;
    case 422:
        return strstr(code, "mismatch") != NULL ? ERR_MISMATCH : ERR_REFUSED;
    default:
        return ERR_REFUSED;
    }
}

/* The node's hints speak of the interface; these speak of this program. */
static const struct {
    const char *code;
    const char *hint;
} hints[] = {
    {"blob_not_found",
     "Put it there with `firn add`, or fetch it with `firn get TICKET`."},
    {"blob_tagged", "`firn rm --force` removes it with its tags."},
    {"blob_partial", "Fetch the rest with `firn get TICKET`, or with --peer."},
    {"fetch_timeout", "Connect to a node that has it with `firn connect`, or "
                      "name one with --peer ID@IP:PORT."},
    {"tag_not_found", "`firn tags` lists the tags."},
    {"transfer_not_found", "`firn transfers` lists the transfers; the node "
                           "forgets them when it starts anew."},
    {"peer_not_found", "`firn peers` lists the peers."},
    {"peer_not_connected", "`firn connect PEER` connects to it."},
    {"peer_banned", "`firn unban PEER` lets it in again."},
    {"route_not_found", "The node has no such call: it is older than this "
                        "program, or newer; `firn version` tells."},
    {"blob_damaged", "`firn verify` finds the damaged parts; fetch it again."},
};

static const char *choose_hint(const json_t *doc, const char *code)
{
    for (size_t i = 0; i < sizeof hints / sizeof *hints; i++) {
        if (strcmp(hints[i].code, code) == 0)
            return hints[i].hint;
    }
    return api_str(doc, "hint");
}

/* What happened, and on a line of its own what to do. The texts are cleaned
 * here because the line break between them must survive. */
static void tell_problem(const json_t *doc, long status, struct errmsg *em)
{
    char detail[256], hint[200];
    const char *text = api_str(doc, "detail");
    const char *request = api_str(doc, "request_id");

    if (*text == '\0')
        text = api_str(doc, "title");
    term_clean(text, detail, sizeof detail);
    term_clean(choose_hint(doc, api_str(doc, "code")), hint, sizeof hint);
    if (*detail == '\0')
        err_set(em, "the node answered with HTTP status %ld", status);
    else if (status >= 500 && *request != '\0')
        err_set(em, "%s (request %.40s in the node's log)", detail, request);
    else
        err_set(em, "%s", detail);
    if (em != NULL && *hint != '\0') {
        size_t len = strlen(em->text);

        snprintf(em->text + len, sizeof em->text - len, "\n%s", hint);
    }
}

enum err api_problem(const struct http_reply *r, struct errmsg *em)
{
    json_t *doc;
    enum err e;

    if (r->status >= 200 && r->status <= 299)
        return ERR_OK;
    doc = r->body.len == 0
              ? NULL
              : json_loadb((const char *)r->body.ptr, r->body.len, 0, NULL);
    e = err_from_problem(r->status, api_str(doc, "code"));
    tell_problem(doc, r->status, em);
    json_decref(doc);
    return e;
}

enum err api_parse(const struct http_reply *r, json_t **out, struct errmsg *em)
{
    json_t *v = NULL;

    if (r->body.len > 0)
        v = json_loadb((const char *)r->body.ptr, r->body.len, 0, NULL);
    if (!json_is_object(v)) {
        err_set(em, "the node's answer is not JSON; is it a firn node?");
        json_decref(v);
        return ERR_PROTO;
    }
    *out = v;
    return ERR_OK;
}

static enum err call(struct cli *c, struct http_request *rq, const json_t *body,
                     json_t **out, struct errmsg *em)
{
    struct http_reply reply = {0};
    char *text = NULL;
    enum err e = ERR_NOMEM;

    if (body != NULL) {
        text = json_dumps(body, JSON_COMPACT);
        if (text == NULL)
            goto done;
        rq->json = text;
    }
    e = http_send(c->http, rq, &reply, em);
    if (e == ERR_OK)
        e = api_problem(&reply, em);
    if (e != ERR_OK || out == NULL)
        goto done;
    *out = NULL;
    if (reply.body.len > 0)
        e = api_parse(&reply, out, em);
done:
    free(text);
    http_reply_clear(&reply);
    return e;
}

enum err api_call(struct cli *c, const char *method, const char *path,
                  const json_t *body, json_t **out, struct errmsg *em)
{
    struct http_request rq = {
        .method = method, .path = path, .stall_s = API_STALL_S};

    return call(c, &rq, body, out, em);
}

enum err api_call_slow(struct cli *c, const char *method, const char *path,
                       const json_t *body, json_t **out, struct errmsg *em)
{
    struct http_request rq = {.method = method, .path = path};

    return call(c, &rq, body, out, em);
}
