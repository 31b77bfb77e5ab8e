/* /livez and /readyz, as etcd and Kubernetes have them. */
#include <stdio.h>
#include <string.h>

#include "api/api.h"
#include "api/handlers.h"
#include "api/reply.h"
#include "base/buf.h"
#include "ops/ask_node.h"

#define STALLED_MS 10000
#define REPORT_MAX 2048

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
static void report_p2p(struct report *r, enum p2p_state state)
{
    if (state == P2P_STOPPED && !is_excluded(r->call, "p2p"))
        (void)!buf_printf(&r->text, "[+]p2p off (stopped by request)\n");
    else
        report_add(r, "p2p",
                   state == P2P_FAILED ? "it could not be started" : NULL);
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
        report_p2p(&r, s->p2p);
    }
    report_add(&r, "http", e == ERR_CLOSED ? "the node is stopping" : NULL);
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
