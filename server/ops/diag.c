#include "ops/diag.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "blobs/blobs.h"
#include "ops/ops.h"

struct diag {
    struct ops *ops;
    struct diag_error errors[DIAG_MAX_ERRORS]; /* a ring */
    uint64_t total;
    uint64_t seen[DIAG_MAX_TASKS]; /* errors of each task at the last look */
    struct peers_task_state transfers; /* the last error alone */
};

/* Tasks that tell of their errors themselves, as these happen. */
static const char transfers[] = "transfers";

enum err diag_new(struct ops *ops, struct diag **out)
{
    struct diag *d = calloc(1, sizeof *d);

    if (d == NULL)
        return ERR_NOMEM;
    d->ops = ops;
    *out = d;
    return ERR_OK;
}

void diag_free(struct diag *d)
{
    free(d);
}

void diag_note(struct diag *d, const char *task, const char *text)
{
    struct diag_error *e = &d->errors[d->total++ % DIAG_MAX_ERRORS];

    e->wall_ms = clock_wall_ms();
    snprintf(e->task, sizeof e->task, "%s", task);
    snprintf(e->text, sizeof e->text, "%s", text);
    if (strcmp(task, transfers) == 0) {
        d->transfers.last_error_ms = e->wall_ms;
        memcpy(d->transfers.last_error, e->text, sizeof e->text);
    }
    events_publish(ops_events(d->ops), &(struct event_facts){
                                           .type = EVENT_TASK_ERROR,
                                           .name = e->task,
                                           .text = e->text,
                                       });
}

/* ---- the tasks ----------------------------------------------------------*/

struct rows {
    struct diag_task *at;
    size_t len;
};

static struct peers_task_state *add(struct rows *r, const char *group,
                                    const char *name)
{
    struct diag_task *t = &r->at[r->len++];

    assert(r->len <= DIAG_MAX_TASKS);
    *t = (struct diag_task){0};
    snprintf(t->name, sizeof t->name, "%s%s", group, name);
    return &t->state;
}

static void add_peers(struct rows *r, const struct node *n)
{
    static const char *const names[] = {
#define TASK_NAME(name, text) [PEERS_TASK_##name] = (text),
        PEERS_TASKS(TASK_NAME)
#undef TASK_NAME
    };
    struct peers_stats s;

    if (n->peers == NULL)
        return;
    peers_get_stats(n->peers, &s);
    for (size_t i = 0; i < PEERS_TASK_COUNT; i++)
        *add(r, "", names[i]) = s.tasks[i];
}

static uint64_t sum_faults(const struct discovery_status *s)
{
    uint64_t sum = 0;

    for (size_t f = 0; f < DISCOVERY_FAULT_COUNT; f++)
        sum += s->faults[f];
    return sum;
}

static void add_sources(struct rows *r, const struct node *n)
{
    for (size_t k = 0; k < DISCOVERY_KINDS && n->peers != NULL; k++) {
        struct peers_task_state *t =
            add(r, "discovery.", discovery_kind_name((enum discovery_kind)k));
        struct discovery_status s;

        node_discovery_status(n, (enum discovery_kind)k, &s);
        t->runs = s.runs;
        t->errors = sum_faults(&s);
        if (t->errors > 0)
            snprintf(t->last_error, sizeof t->last_error, "%s",
                     s.error[0] != '\0' ? s.error : "see its faults");
    }
}

static void add_node(struct rows *r, const struct node *n)
{
    if (n->peers == NULL)
        return;
    *add(r, "", "p2p.start") = n->p2p.starts;
    *add(r, "", "p2p.addresses") = n->around.looks;
}

static void add_transfers(struct rows *r, const struct diag *d)
{
    struct peers_task_state *t = add(r, "", transfers);
    struct blobs_stats b;

    blobs_get_stats(ops_node(d->ops)->blobs, &b);
    *t = d->transfers;
    t->runs =
        b.transfers_completed + b.transfers_failed + b.transfers_cancelled;
    t->errors = b.transfers_failed;
}

size_t diag_tasks(const struct diag *d, struct diag_task *out)
{
    const struct node *n = ops_node(d->ops);
    struct rows r = {.at = out};

    add_peers(&r, n);
    add_sources(&r, n);
    add_node(&r, n);
    add_transfers(&r, d);
    return r.len;
}

void diag_look(struct diag *d)
{
    struct diag_task tasks[DIAG_MAX_TASKS];
    size_t len = diag_tasks(d, tasks);

    for (size_t i = 0; i < len; i++) {
        const struct diag_task *t = &tasks[i];
        bool is_new = t->state.errors > d->seen[i];

        d->seen[i] = t->state.errors;
        if (is_new && strcmp(t->name, transfers) != 0)
            diag_note(d, t->name, t->state.last_error);
    }
}

/* ---- the errors ---------------------------------------------------------*/

size_t diag_errors(const struct diag *d, struct diag_error *out)
{
    size_t len = d->total < DIAG_MAX_ERRORS ? d->total : DIAG_MAX_ERRORS;

    for (size_t i = 0; i < len; i++)
        out[i] = d->errors[(d->total - 1 - i) % DIAG_MAX_ERRORS];
    return len;
}

uint64_t diag_total(const struct diag *d)
{
    return d->total;
}
