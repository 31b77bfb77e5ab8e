#include <stdio.h>
#include <string.h>

#include "cli/api.h"
#include "cli/cmd.h"
#include "cli/fetch.h"
#include "cli/peer.h"
#include "cli/term.h"

enum { LONGEST_NAME = 64 }; /* tickets are longer */

/* What POST /peers wants. NULL: `whom` is not UTF-8, or out of memory. */
static json_t *request_json(const char *key, const char *whom,
                            unsigned timeout_s)
{
    json_t *rq = json_pack("{s:s}", key, whom);

    if (rq == NULL || timeout_s == 0 ||
        json_object_set_new(rq, "timeout_s", json_integer(timeout_s)) == 0)
        return rq;
    json_decref(rq);
    return NULL;
}

/* Is it said where it is, or does the node have to know? */
static enum err choose(struct cli *c, const char *whom, const char **key,
                       const char **value, char id[static PEER_ID_SIZE],
                       struct errmsg *em)
{
    *value = whom;
    *key = "address";
    if (strchr(whom, '@') != NULL || fetch_is_hash(whom))
        return ERR_OK;
    if (strlen(whom) > LONGEST_NAME) {
        *key = "ticket";
        return ERR_OK;
    }
    *value = id;
    return peer_resolve(c, whom, id, em);
}

static enum err print_peer(const struct cli *c, const json_t *v)
{
    char label[PEER_LABEL_SIZE], rtt[32];
    struct peer p;

    if (c->json)
        return cli_print_json(v);
    peer_read(v, &p);
    peer_label(&p, label);
    peer_rtt_text(p.rtt_ms, rtt, sizeof rtt);
    term_put(stdout, p.id);
    putchar('\n');
    cli_note(c, "connected to %s at %s, %s%s%s", label, p.address, p.kind,
             p.rtt_ms >= 0 ? ", rtt " : "", p.rtt_ms >= 0 ? rtt : "");
    return ERR_OK;
}

static enum err connect_one(struct cli *c, const struct opts *o,
                            const char *whom, struct errmsg *em)
{
    const char *key, *value;
    char id[PEER_ID_SIZE];
    json_t *rq, *v = NULL;
    unsigned timeout_s = 0;
    enum err e = opts_number(o, "timeout", &timeout_s, em);

    if (e == ERR_OK)
        e = choose(c, whom, &key, &value, id, em);
    if (e != ERR_OK)
        return e;
    rq = request_json(key, value, timeout_s);
    if (rq == NULL) {
        err_set(em, "neither ID@IP:PORT nor a ticket");
        return ERR_INVALID;
    }
    e = api_call_slow(c, "POST", "/api/v1/peers", rq, &v, em);
    if (e == ERR_OK)
        e = print_peer(c, v);
    json_decref(rq);
    json_decref(v);
    return e;
}

enum err cmd_connect(struct cli *c, const struct opts *o, struct errmsg *em)
{
    return cli_each(c, o, "connect", connect_one);
}
