/* /livez and /readyz, as etcd and Kubernetes have them. */
#include <stdio.h>
#include <string.h>

#include "api/api.h"
#include "api/handlers.h"
#include "api/reply.h"
#include "base/buf.h"
#include "ops/ask_node.h"

#define STALLED_MS 10000
#define REPORT_MAX 16384

struct report {
    struct call *call;
    struct buf text;
    bool is_well;
};

static bool is_excluded(const struct call *c, const char *component)
{
    for (size_t i = 0; i < c->uri.params_len; i++) {
        if (strcmp(c->uri.params[i].name, "exclude") == 0 &&
            strcmp(c->uri.params[i].value, component) == 0)
            return true;
    }
    return false;
}

static void report_open(struct report *r, struct call *c)
{
    r->call = c;
    r->is_well = true;
    buf_init(&r->text, REPORT_MAX);
}

/* `why` is NULL for a component that is well. */
static void report_add(struct report *r, const char *component, const char *why)
{
    bool excluded = is_excluded(r->call, component);

    if (excluded)
        (void)!buf_printf(&r->text, "[+]%s excluded\n", component);
    else if (why == NULL)
        (void)!buf_printf(&r->text, "[+]%s ok\n", component);
    else
        (void)!buf_printf(&r->text, "[-]%s failed: %s\n", component, why);
    if (!excluded && why != NULL)
        r->is_well = false;
}

/* Not all of its work is done; the node is ready nevertheless. */
static void report_degraded(struct report *r, const char *component,
                            const char *why)
{
    if (is_excluded(r->call, component))
        report_add(r, component, NULL);
    else
        (void)!buf_printf(&r->text, "[!]%s degraded: %s\n", component, why);
}

/* One word when all is well and nobody asked for more. */
static void report_reply(struct report *r, const char *check)
{
    bool is_brief = r->is_well && uri_param(&r->call->uri, "verbose") == NULL;

    if (is_brief)
        reply_text(r->call, 200, "text/plain; charset=utf-8", "ok\n", 3);
    else if (buf_printf(&r->text, "%s check %s\n", check,
                        r->is_well ? "passed" : "failed") != ERR_OK)
        reply_err(r->call, ERR_NOMEM, SUBJECT_NODE, NULL);
    else
        reply_text(r->call, r->is_well ? 200 : 503, "text/plain; charset=utf-8",
                   (const char *)r->text.ptr, r->text.len);
    reply_header(r->call, "Cache-Control", "no-store");
    buf_clear(&r->text);
}

static bool check_params(struct call *c)
{
    const char *verbose = uri_param(&c->uri, "verbose");

    if (verbose == NULL || *verbose == '\0' || strcmp(verbose, "true") == 0)
        return true;
    reply_invalid(c, "?verbose", "it takes no value");
    return false;
}

static const char *loop_fault(const struct call *c)
{
    return ops_loop_age_ms(api_ops(c->api)) > STALLED_MS
               ? "it has not moved for 10 seconds"
               : NULL;
}

void handle_livez(struct call *c)
{
    struct report r;

    if (!check_params(c))
        return;
    /* Not asked on the loop: if that hangs, so would the answer. */
    report_open(&r, c);
    report_add(&r, "loop", loop_fault(c));
    report_reply(&r, "livez");
}

/* Off because someone wanted it so is well. */
static void report_p2p(struct report *r, const struct ask_stats *s)
{
    bool excluded = is_excluded(r->call, "p2p");
    char why[ERRMSG_MAX + 16];

    if (s->p2p == P2P_STOPPED && !excluded) {
        (void)!buf_printf(&r->text, "[+]p2p off (stopped by request)\n");
    } else if (s->p2p == P2P_DISABLED && !excluded) {
        (void)!buf_printf(&r->text, "[+]p2p off (p2p.enabled=false)\n");
    } else if (s->p2p == P2P_FAILED) {
        report_add(r, "p2p", s->p2p_error);
    } else if (s->not_bound[0] != '\0') {
        snprintf(why, sizeof why, "not bound: %s", s->not_bound);
        report_degraded(r, "p2p", why);
    } else {
        report_add(r, "p2p", NULL);
    }
}

/* A source may work and yet have had trouble with one entry, or for a moment;
 * that is told, but does not make it worse than it is. */
static void report_running(struct report *r, const char *name,
                           const char *trouble)
{
    if (trouble[0] == '\0' || is_excluded(r->call, name))
        report_add(r, name, NULL);
    else
        (void)!buf_printf(&r->text, "[+]%s ok; last trouble: %s\n", name,
                          trouble);
}

static void report_source(struct report *r, enum discovery_kind k,
                          const struct discovery_status *s)
{
    const char *name = discovery_kind_name(k);

    switch (s->state) {
    case DISCOVERY_OFF:
        if (is_excluded(r->call, name))
            report_add(r, name, NULL);
        else
            (void)!buf_printf(&r->text, "[+]%s off\n", name);
        break;
    case DISCOVERY_FAILED:
        report_degraded(r, name, s->error);
        break;
    case DISCOVERY_STARTING:
    case DISCOVERY_RUNNING:
        report_running(r, name, s->error);
        break;
    }
}

static void report_http(struct report *r, enum err e)
{
    const char *not_bound = api_not_bound(r->call->api, 0);

    if (e != ERR_CLOSED && not_bound != NULL)
        report_degraded(r, "http", not_bound);
    else
        report_add(r, "http", e == ERR_CLOSED ? "the node is stopping" : NULL);
}

static void ready_answered(struct call *c)
{
    const struct ask_stats *s = (struct ask_stats *)c->ask;
    enum err e = c->ask->err;
    struct report r;

    report_open(&r, c);
    report_add(&r, "loop",
               e == ERR_TIMEOUT ? "it does not answer" : loop_fault(c));
    if (e == ERR_OK) {
        report_add(&r, "store",
                   s->store.health != ERR_OK ? err_text(s->store.health)
                                             : NULL);
        report_p2p(&r, s);
        for (int k = 0; k < DISCOVERY_KINDS && s->has_peers; k++)
            report_source(&r, (enum discovery_kind)k, &s->discovery[k]);
    }
    report_http(&r, e);
    report_reply(&r, "readyz");
}

void handle_readyz(struct call *c)
{
    struct ask_stats *stats;

    if (!check_params(c))
        return;
    stats = ask_stats_new();
    if (stats != NULL)
        stats->ask.timeout_ms = 2000;
    call_ask(c, (struct ask *)stats, ready_answered);
}
