#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "cli/api.h"
#include "cli/cmd.h"
#include "cli/human.h"
#include "cli/pages.h"
#include "cli/table.h"
#include "cli/term.h"
#include "cli/transfer.h"
#include "cli/when.h"

static const struct table_column columns[] = {
    {"ID", false, 0},       {"STATE", false, 0},
    {"PRIORITY", false, 5}, {"DONE", true, 0},
    {"SIZE", true, 6},      {"RATE", true, 4},
    {"LEFT", true, 3},      {"QUEUE", true, 2},
    {"ATTEMPTS", false, 1}, {"BLOB, OR WHAT FAILED", false, 0},
};

enum {
    COLUMNS = sizeof columns / sizeof *columns,
    FIELDS = 11, /* of a row for scripts */
};

struct listing {
    struct cli *c;
    struct table table;
    bool is_tty;
    uint64_t count;
};

static void put_size(struct table *t, const struct transfer *tr)
{
    char size[HUMAN_SIZE] = "?";
    unsigned percent = 0;

    if (tr->size != TRANSFER_SIZE_UNKNOWN) {
        human_size(tr->size, size);
        percent = human_percent(tr->done, tr->size);
    }
    table_cellf(t, "%u%%", percent);
    table_cell(t, size);
}

/* "1.20 GiB/s" and "0:05" while bytes move, else nothing. */
static void put_rate(struct table *t, const struct transfer *tr)
{
    char rate[HUMAN_SIZE] = "", left[HUMAN_SIZE] = "";
    uint64_t seconds;

    if (!transfer_is_over(tr) && tr->rate > 0)
        human_rate(tr->rate, rate);
    if (transfer_left(tr, &seconds))
        human_duration(seconds, left);
    table_cell(t, rate);
    table_cell(t, left);
}

static void put_number(struct table *t, uint64_t n)
{
    if (n == 0)
        table_cell(t, "");
    else
        table_cellf(t, "%" PRIu64, n);
}

/* "2", "2, next in 0:05"; nothing as long as the first goes well. */
static void put_attempts(struct table *t, const struct transfer *tr)
{
    uint64_t at, now = clock_wall_ms();
    char wait[HUMAN_SIZE];

    if (when_parse(tr->next_attempt, &at)) {
        human_duration(at > now ? (at - now + 999) / 1000 : 0, wait);
        table_cellf(t, "%" PRIu64 ", next in %s", tr->attempts, wait);
    } else {
        put_number(t, tr->attempts > 1 ? tr->attempts : 0);
    }
}

static void put_row(struct table *t, const struct transfer *tr)
{
    bool is_normal = strcmp(tr->priority, "normal") == 0;

    table_cell(t, tr->id);
    table_cell(t, tr->state);
    table_cell(t, is_normal ? "" : tr->priority);
    put_size(t, tr);
    put_rate(t, tr);
    put_number(t, tr->position);
    put_attempts(t, tr);
    table_cell(t, *tr->error != '\0' ? tr->error : tr->hash);
}

static void put_fields(struct table *t, const struct transfer *tr)
{
    table_cell(t, tr->id);
    table_cell(t, tr->state);
    table_cellf(t, "%" PRIu64, tr->done);
    if (tr->size == TRANSFER_SIZE_UNKNOWN)
        table_cell(t, "");
    else
        table_cellf(t, "%" PRIu64, tr->size);
    table_cell(t, tr->hash);
    table_cell(t, tr->error);
    table_cell(t, tr->priority);
    table_cellf(t, "%" PRIu64, tr->rate);
    put_number(t, tr->position);
    table_cellf(t, "%" PRIu64, tr->attempts);
    table_cell(t, tr->next_attempt);
}

static enum err on_transfer(const json_t *v, void *arg)
{
    struct listing *l = arg;
    struct transfer t;

    transfer_read(v, &t);
    l->count++;
    if (l->c->json)
        return cli_print_json(v);
    if (l->c->quiet)
        printf("%s\n", t.id);
    else if (l->is_tty)
        put_row(&l->table, &t);
    else
        put_fields(&l->table, &t);
    return ferror(stdout) ? ERR_IO : ERR_OK;
}

enum err cmd_transfers(struct cli *c, const struct opts *o, struct errmsg *em)
{
    struct listing l = {.c = c, .is_tty = term_is_tty(stdout)};
    struct path p;
    enum err e;

    table_init(&l.table, columns, l.is_tty ? COLUMNS : FIELDS, l.is_tty,
               stdout);
    path_start(&p, "/api/v1/transfers");
    e = pages_walk(c, &p, on_transfer, &l, em);
    path_clear(&p);
    if (e == ERR_OK)
        e = table_print(&l.table);
    table_clear(&l.table);
    if (e == ERR_OK && l.count == 0 && l.is_tty)
        cli_note(c, "no transfers; start one with `firn get TICKET`");
    return e;
}
