#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "cli/api.h"
#include "cli/cmd.h"
#include "cli/human.h"
#include "cli/pages.h"
#include "cli/term.h"
#include "cli/transfer.h"

struct listing {
    struct cli *c;
    bool is_tty;
    uint64_t count;
};

/* "1.20 GiB/s" while bytes move, else nothing. */
static void rate_text(const struct transfer *t, char out[static HUMAN_SIZE])
{
    if (transfer_is_over(t) || t->rate == 0)
        out[0] = '\0';
    else
        human_rate(t->rate, out);
}

static void print_row(const struct transfer *t)
{
    char size[HUMAN_SIZE] = "?", rate[HUMAN_SIZE];
    unsigned percent = 0;

    if (t->size != TRANSFER_SIZE_UNKNOWN) {
        human_size(t->size, size);
        percent = human_percent(t->done, t->size);
    }
    rate_text(t, rate);
    term_put(stdout, t->id);
    fputs("  ", stdout);
    term_put(stdout, t->state);
    printf("%*s  %3u%%  %8s  %10s  ", (int)(9 - term_fit(t->state, 9)), "",
           percent, size, rate);
    term_put(stdout, *t->error != '\0' ? t->error : t->hash);
    putchar('\n');
}

static void print_fields(const struct transfer *t)
{
    term_put(stdout, t->id);
    putchar('\t');
    term_put(stdout, t->state);
    printf("\t%" PRIu64 "\t", t->done);
    if (t->size != TRANSFER_SIZE_UNKNOWN)
        printf("%" PRIu64, t->size);
    putchar('\t');
    term_put(stdout, t->hash);
    putchar('\t');
    term_put(stdout, t->error);
    putchar('\n');
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
        print_row(&t);
    else
        print_fields(&t);
    return ferror(stdout) ? ERR_IO : ERR_OK;
}

enum err cmd_transfers(struct cli *c, const struct opts *o, struct errmsg *em)
{
    struct listing l = {.c = c, .is_tty = term_is_tty(stdout)};
    struct path p;
    enum err e;

    path_start(&p, "/api/v1/transfers");
    e = pages_walk(c, &p, on_transfer, &l, em);
    path_clear(&p);
    if (e == ERR_OK && l.count == 0 && l.is_tty)
        cli_note(c, "no transfers; start one with `firn get TICKET`");
    return e;
}
