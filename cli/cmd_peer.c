/* firn peer: all that the node knows of one. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "cli/api.h"
#include "cli/cmd.h"
#include "cli/human.h"
#include "cli/peer.h"
#include "cli/term.h"
#include "cli/when.h"

static void put(const char *name, const char *value)
{
    if (*value == '\0')
        return;
    printf("%-13s", name);
    term_put(stdout, value);
    putchar('\n');
}

static void put_state(const struct peer *p, const json_t *v)
{
    const json_t *next = json_object_get(v, "next_dial_in_s");
    char ago[HUMAN_SIZE], text[192];

    when_ago(p->since, ago);
    snprintf(text, sizeof text, "%.64s for %s%s%s", p->state, ago,
             p->is_pinned ? ", pinned" : "", p->is_banned ? ", banned" : "");
    put("state", text);
    if (json_is_number(next)) {
        snprintf(text, sizeof text, "in %.1f s, after %" PRIu64 " failures",
                 json_number_value(next), api_u64(v, "failures", 0));
        put("tried next", text);
    }
}

static void put_path(const json_t *path)
{
    char text[256];

    snprintf(text, sizeof text, "%.100s (%.130s)", api_str(path, "addr"),
             api_str(path, "why"));
    put("at", text);
}

static void put_quality(const struct peer *p)
{
    char rtt[32], var[32], text[128];

    peer_rtt_text(p->rtt_ms, rtt, sizeof rtt);
    peer_rtt_text(p->rtt_var_ms, var, sizeof var);
    if (p->rtt_ms >= 0) {
        snprintf(text, sizeof text, "%s, varying by %s", rtt, var);
        put("rtt", text);
    }
    if (p->loss >= 0) {
        snprintf(text, sizeof text, "%.2f%%", p->loss * 100);
        put("loss", text);
    }
}

/* Over 1, 10 and 60 seconds. */
static void put_rates(const char *name, const json_t *windows)
{
    char one[HUMAN_SIZE], ten[HUMAN_SIZE], sixty[HUMAN_SIZE], text[128];

    if (windows == NULL)
        return;
    human_rate(api_u64(windows, "1", 0), one);
    human_rate(api_u64(windows, "10", 0), ten);
    human_rate(api_u64(windows, "60", 0), sixty);
    snprintf(text, sizeof text, "%s now, %s over 10 s, %s over a minute", one,
             ten, sixty);
    put(name, text);
}

static void put_score(const struct peer *p)
{
    char text[64];

    snprintf(text, sizeof text, "%.2f, reputation %" PRId64,
             p->score < 0 ? 0 : p->score, p->reputation);
    put("score", text);
}

static void put_addresses(const json_t *list)
{
    const json_t *v;
    size_t i;

    json_array_foreach(list, i, v)
    {
        const char *worked = api_str(v, "last_ok");
        char ago[HUMAN_SIZE], text[256];

        when_ago(worked, ago);
        snprintf(text, sizeof text, "%.100s  (%.32s; %s%s%s)",
                 api_str(v, "addr"), api_str(v, "source"),
                 *worked != '\0' ? "worked " : "never worked",
                 *worked != '\0' ? ago : "", *worked != '\0' ? " ago" : "");
        put(i == 0 ? "addresses" : "", text);
    }
}

static void print_peer(const json_t *v)
{
    const json_t *quality = json_object_get(v, "quality");
    char count[32];
    struct peer p;

    peer_read(v, &p);
    put("id", p.id);
    put("name", p.name);
    put_state(&p, v);
    put("kind", p.kind);
    put("version", p.version);
    if (strcmp(p.state, "connected") == 0) {
        put_path(json_object_get(v, "path"));
        put("sees us at", api_str(v, "observed"));
        put_quality(&p);
        put_rates("in", json_object_get(quality, "rx_bps"));
        put_rates("out", json_object_get(quality, "tx_bps"));
    }
    put_score(&p);
    put_addresses(json_object_get(v, "addresses"));
    put("found by", p.discovered_by);
    snprintf(count, sizeof count, "%" PRIu64, p.reconnects);
    put("reconnects", count);
    put("last error", p.last_error);
}

enum err cmd_peer(struct cli *c, const struct opts *o, struct errmsg *em)
{
    json_t *v = NULL;
    enum err e = peer_call(c, "GET", opts_arg(o, 0), "", NULL, &v, em);

    if (e != ERR_OK) {
        err_wrap(em, "peer %s", opts_arg(o, 0));
        return e;
    }
    if (c->json) {
        e = cli_print_json(v);
    } else if (c->quiet) {
        term_put(stdout, api_str(v, "id"));
        putchar('\n');
    } else {
        print_peer(v);
    }
    json_decref(v);
    return e;
}
