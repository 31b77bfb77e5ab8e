#include "ops/ask_limits.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "blobs/blobs.h"
#include "crypto/hash.h"
#include "ops/ops.h"

static enum err write_tag(const struct saved_limits *s,
                          char out[static LIMITS_TAG_SIZE])
{
    struct buf text;
    struct hash h;
    enum err e;

    buf_init(&text, 1 << 20);
    e = limits_format(s, &text);
    if (e == ERR_OK) {
        hash_bytes(text.ptr, text.len, &h);
        snprintf(out, LIMITS_TAG_SIZE, "\"%02x%02x%02x%02x%02x%02x%02x%02x\"",
                 h.b[0], h.b[1], h.b[2], h.b[3], h.b[4], h.b[5], h.b[6],
                 h.b[7]);
    }
    buf_clear(&text);
    return e;
}

static enum err look(struct ask_limits *al)
{
    const struct node *n = ops_node(al->ask.ops);

    node_limits_get(n, &al->state);
    limits_now(blobs_limits(n->blobs), al->now);
    return write_tag(&al->state, al->tag);
}

static void patch_one(const struct patch_u64 *p, uint64_t initial, uint64_t *v)
{
    if (p->kind == PATCH_SET)
        *v = p->value;
    else if (p->kind == PATCH_RESET)
        *v = initial;
}

static void apply(const struct limits_patch *p,
                  const struct limits_config *initial, struct limits_config *l)
{
    uint64_t exempt = l->is_local_exempt;

    for (int d = 0; d < LIMIT_DIRS; d++) {
        patch_one(&p->total[d], initial->total[d], &l->total[d]);
        patch_one(&p->per_peer[d], initial->per_peer[d], &l->per_peer[d]);
        for (int i = 0; i < PRIORITIES; i++)
            patch_one(&p->per_priority[i][d], initial->per_priority[i][d],
                      &l->per_priority[i][d]);
    }
    patch_one(&p->is_local_exempt, initial->is_local_exempt, &exempt);
    l->is_local_exempt = exempt != 0;
}

/* What is told is how it is now: others may have set theirs while this one was
 * written. */
static void on_saved(struct limits_wish *w, enum err e)
{
    struct ask_limits *al = LIST_ENTRY(w, struct ask_limits, wish);

    if (e == ERR_OK && ask_is_open(&al->ask))
        e = look(al);
    else if (ask_is_open(&al->ask))
        err_set(&al->ask.em, "it is in force, but could not be saved: %s",
                err_text(e));
    ask_finish(&al->ask, e);
}

static void set(struct ask_limits *al)
{
    struct node *n = ops_node(al->ask.ops);
    struct saved_limits next = al->state;
    struct limits_config initial;

    node_limits_initial(n, &initial);
    if (al->verb == LIMITS_PATCH)
        apply(&al->patch, &initial, &next.limits);
    else
        next.schedule = al->schedule;
    al->wish.done = on_saved;
    node_limits_set(n, &next, &al->wish);
}

static void run(struct ask *ask)
{
    struct ask_limits *al = (struct ask_limits *)ask;
    enum err e = look(al);

    if (e == ERR_OK && al->has_if_match && strcmp(al->if_match, al->tag) != 0)
        e = ERR_CONFLICT;
    if (e != ERR_OK || al->verb == LIMITS_GET) {
        ask_finish(ask, e);
        return;
    }
    set(al);
}

struct ask_limits *ask_limits_new(enum limits_verb verb)
{
    struct ask_limits *al = ask_new(sizeof *al, run, NULL);

    if (al != NULL)
        al->verb = verb;
    return al;
}
