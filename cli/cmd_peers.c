#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "cli/api.h"
#include "cli/cmd.h"
#include "cli/human.h"
#include "cli/pages.h"
#include "cli/peer.h"
#include "cli/table.h"
#include "cli/term.h"
#include "cli/when.h"

static const struct table_column columns[] = {
    {"NAME", false, 0},  {"ID", false, 0},      {"STATE", false, 0},
    {"KIND", false, 5},  {"RTT", true, 0},      {"LOSS", true, 2},
    {"IN", true, 3},     {"OUT", true, 4},      {"SCORE", true, 0},
    {"SINCE", false, 1}, {"ADDRESS", false, 0}, {"LAST ERROR", false, 0},
};

enum { COLUMNS = sizeof columns / sizeof *columns };

struct listing {
    struct cli *c;
    struct table table;
    bool is_tty;
    uint64_t count, connected;
};

static void put_rate(struct table *t, const struct peer *p, uint64_t rate)
{
    char text[HUMAN_SIZE];

    human_rate(rate, text);
    table_cell(t, strcmp(p->state, "connected") == 0 ? text : "-");
}

static void put_share(struct table *t, double share)
{
    if (share < 0)
        table_cell(t, "-");
    else
        table_cellf(t, "%.1f%%", share * 100);
}

static void put_score(struct table *t, double score)
{
    if (score < 0)
        table_cell(t, "-");
    else
        table_cellf(t, "%.2f", score);
}

static void put_row(struct table *t, const struct peer *p)
{
    char id[PEER_SHORT_SIZE], rtt[32], since[HUMAN_SIZE];

    peer_short_id(p->id, id);
    peer_rtt_text(p->rtt_ms, rtt, sizeof rtt);
    when_ago(p->since, since);
    table_cell(t, *p->name != '\0' ? p->name : "-");
    table_cell(t, id);
    table_cell(t, p->is_banned ? "banned" : p->state);
    table_cell(t, p->kind);
    table_cell(t, rtt);
    put_share(t, p->loss);
    put_rate(t, p, p->rx_bps);
    put_rate(t, p, p->tx_bps);
    put_score(t, p->score);
    table_cell(t, since);
    table_cell(t, p->address);
    table_cell(t, p->last_error);
}

/* A number that is not known is an empty field. */
static void put_number(struct table *t, double v)
{
    if (v < 0)
        table_cell(t, "");
    else
        table_cellf(t, "%.6g", v);
}

static void put_fields(struct table *t, const struct peer *p)
{
    table_cell(t, p->name);
    table_cell(t, p->id);
    table_cell(t, p->is_banned ? "banned" : p->state);
    table_cell(t, p->kind);
    put_number(t, p->rtt_ms);
    put_number(t, p->loss);
    table_cellf(t, "%" PRIu64, p->rx_bps);
    table_cellf(t, "%" PRIu64, p->tx_bps);
    put_number(t, p->score);
    table_cell(t, p->since);
    table_cell(t, p->address);
    table_cell(t, p->last_error);
}

static enum err on_peer(const json_t *v, void *arg)
{
    struct listing *l = arg;
    struct peer p;

    peer_read(v, &p);
    l->count++;
    l->connected += strcmp(p.state, "connected") == 0;
    if (l->c->json)
        return cli_print_json(v);
    if (l->c->quiet) {
        term_put(stdout, p.id);
        putchar('\n');
    } else if (l->is_tty) {
        put_row(&l->table, &p);
    } else {
        put_fields(&l->table, &p);
    }
    return ferror(stdout) ? ERR_IO : ERR_OK;
}

static void print_sum(const struct listing *l, bool is_filtered)
{
    if (!l->is_tty)
        return;
    if (l->count > 0)
        cli_note(l->c, "%" PRIu64 " peer%s, %" PRIu64 " connected", l->count,
                 l->count == 1 ? "" : "s", l->connected);
    else if (is_filtered)
        cli_note(l->c, "no such peers");
    else
        cli_note(l->c, "no peers yet; `firn connect ID@IP:PORT` adds one, "
                       "`firn doctor` says why none was found");
}

enum err cmd_peers(struct cli *c, const struct opts *o, struct errmsg *em)
{
    struct listing l = {.c = c, .is_tty = term_is_tty(stdout)};
    struct path p;
    enum err e;

    table_init(&l.table, columns, COLUMNS, l.is_tty, stdout);
    path_start(&p, "/api/v1/peers");
    path_query(&p, "state", opts_value(o, "state"));
    path_query(&p, "sort", opts_value(o, "sort"));
    e = pages_walk(c, &p, on_peer, &l, em);
    path_clear(&p);
    if (e == ERR_OK)
        e = table_print(&l.table);
    if (e == ERR_OK)
        print_sum(&l, opts_has(o, "state"));
    table_clear(&l.table);
    return e;
}
