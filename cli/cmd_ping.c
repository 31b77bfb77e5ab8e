/* firn ping: the node pings a peer some times and gives the statistics. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "cli/api.h"
#include "cli/cmd.h"
#include "cli/peer.h"
#include "cli/term.h"

enum {
    COUNT = 5,
    SIZE = 32,
    MAX_COUNT = 10000,
    MAX_SIZE = 1024,
    MAX_TIMEOUT_S = 300
};

static enum err read_number(const struct opts *o, const char *name,
                            unsigned max, unsigned *out, struct errmsg *em)
{
    enum err e = opts_number(o, name, out, em);

    if (e == ERR_OK && *out > max) {
        err_set(em, "--%s: %u at most", name, max);
        e = ERR_INVALID;
    }
    return e;
}

/* One ping follows the other, so many of them take their time. */
static enum err request_json(const struct opts *o, json_t **out,
                             struct errmsg *em)
{
    unsigned count = COUNT, size = SIZE, timeout_s = 0;
    enum err e = read_number(o, "count", MAX_COUNT, &count, em);

    if (e == ERR_OK)
        e = read_number(o, "size", MAX_SIZE, &size, em);
    if (e == ERR_OK)
        e = read_number(o, "timeout", MAX_TIMEOUT_S, &timeout_s, em);
    if (e != ERR_OK)
        return e;
    if (timeout_s == 0)
        timeout_s = count < MAX_TIMEOUT_S - 5 ? 5 + count : MAX_TIMEOUT_S;
    *out = json_pack("{s:i, s:i, s:i}", "count", (int)count, "size", (int)size,
                     "timeout_s", (int)timeout_s);
    return *out != NULL ? ERR_OK : ERR_NOMEM;
}

static double rtt_of(const json_t *v, const char *key)
{
    const json_t *n = json_object_get(json_object_get(v, "rtt_ms"), key);

    return json_is_number(n) ? json_number_value(n) : 0;
}

static void print_statistics(const char *who, const json_t *v)
{
    uint64_t sent = api_u64(v, "sent", 0), received = api_u64(v, "received", 0);
    uint64_t lost = sent > received ? sent - received : 0;
    bool is_quic = strcmp(api_str(v, "by"), "quic") == 0;

    term_put(stdout, who);
    fputs("  ", stdout);
    term_put(stdout, api_str(v, "peer"));
    putchar('\n');
    if (is_quic)
        puts("a stock iroh endpoint answers no pings; this is what QUIC "
             "measures");
    else
        printf("%" PRIu64 " sent with %" PRIu64 " bytes each, %" PRIu64
               " received, %.3g%% lost%s\n",
               sent, api_u64(v, "size", 0), received,
               sent > 0 ? 100.0 * (double)lost / (double)sent : 0.0,
               json_is_false(json_object_get(v, "in_order")) ? ", out of order"
                                                             : "");
    if (received > 0 || is_quic)
        printf("rtt min/mean/max = %.3f/%.3f/%.3f ms\n", rtt_of(v, "min"),
               rtt_of(v, "mean"), rtt_of(v, "max"));
}

/* As ping(8): what came back decides. */
static enum err judge(const json_t *v, struct errmsg *em)
{
    const char *why = api_str(v, "error");

    if (api_u64(v, "received", 0) > 0 || strcmp(api_str(v, "by"), "quic") == 0)
        return ERR_OK;
    err_set(em, "%s", *why != '\0' ? why : "nothing came back");
    return ERR_TIMEOUT;
}

static enum err ping(struct cli *c, const struct opts *o, struct errmsg *em)
{
    const char *who = opts_arg(o, 0);
    json_t *rq = NULL, *v = NULL;
    enum err e = request_json(o, &rq, em);

    if (e == ERR_OK)
        e = peer_call(c, "POST", who, "/ping", rq, &v, em);
    if (e == ERR_OK && c->json)
        e = cli_print_json(v);
    else if (e == ERR_OK && c->quiet)
        printf("%.3f\n", rtt_of(v, "mean"));
    else if (e == ERR_OK)
        print_statistics(who, v);
    if (e == ERR_OK)
        e = judge(v, em);
    json_decref(rq);
    json_decref(v);
    return e;
}

enum err cmd_ping(struct cli *c, const struct opts *o, struct errmsg *em)
{
    enum err e = ping(c, o, em);

    if (e != ERR_OK)
        err_wrap(em, "ping %s", opts_arg(o, 0));
    return e;
}
