/* An inquiry outlives the search that made it: `done` comes at its own time,
 * and finds nobody. */
#include "blobs/search.h"

#include <stdlib.h>

#include "base/loop.h"
#include "blobs/blobs_int.h"
#include "blobs/blobs_limits.h"

/* Announcements at once; further ones are found in the next round. */
#define HEARD_MAX 8

/* One that was asked and gave nothing. */
struct answerer {
    struct node_addr node;
    enum blobs_has what;
};

struct inquiry {
    struct search *search; /* NULL: nobody waits any more */
};

struct search {
    struct search_config cfg;
    struct inquiry *inquiry; /* under way */
    struct timer *timer;
    struct answerer *no[TRANSFER_MAX_SOURCES]; /* of the last round */
    size_t no_len;
    struct node_id heard[HEARD_MAX]; /* announced, and not yet told */
    size_t heard_len;
    struct defer wake;
    bool is_done;
};

/* ---- what is found ------------------------------------------------------*/

/* Out of memory, or of places: there are other sources, and other rounds. */
static void add_source(struct search *s, const struct node_addr *node,
                       bool is_sure)
{
    struct sources *all = s->cfg.sources;
    size_t i = sources_find(all, &node->id);
    size_t len = all->len;

    if (i < len && is_sure)
        s->cfg.found(i, false, s->cfg.arg);
    else if (i == len && sources_add(all, node) == ERR_OK)
        s->cfg.found(i, true, s->cfg.arg);
}

static void forget_no(struct search *s)
{
    while (s->no_len > 0)
        free(s->no[--s->no_len]);
}

static void note_no(struct search *s, const struct node_addr *node,
                    enum blobs_has what)
{
    struct answerer *a;

    if (s->no_len == TRANSFER_MAX_SOURCES)
        return;
    a = malloc(sizeof *a);
    if (a == NULL)
        return;
    *a = (struct answerer){.node = *node, .what = what};
    s->no[s->no_len++] = a;
}

static void on_found(const struct node_addr *node, enum blobs_has what,
                     void *to)
{
    struct search *s = ((struct inquiry *)to)->search;

    if (s == NULL)
        return;
    if (what == BLOBS_HAS_NONE || what == BLOBS_HAS_NO_WORD)
        note_no(s, node, what);
    else
        add_source(s, node, what != BLOBS_HAS_MAYBE);
}

static void on_done(void *to)
{
    struct inquiry *q = to;
    struct search *s = q->search;

    free(q);
    if (s == NULL)
        return;
    s->inquiry = NULL;
    if (s->is_done)
        return;
    s->is_done = true;
    s->cfg.asked(s->cfg.arg);
}

/* ---- asking -------------------------------------------------------------*/

static enum err ask(struct search *s)
{
    const struct blobs_peers *p = &s->cfg.blobs->peers;
    struct blobs_inquiry to = {.found = on_found, .done = on_done};
    struct inquiry *q;

    if (s->inquiry != NULL)
        return ERR_OK;
    q = calloc(1, sizeof *q);
    if (q == NULL)
        return ERR_NOMEM;
    forget_no(s);
    q->search = s;
    s->inquiry = q;
    to.to = q;
    p->holders(&s->cfg.hash, SEARCH_TIMEOUT_MS, &to, p->arg);
    return ERR_OK;
}

static void on_timer(struct timer *t, void *arg)
{
    timer_start(t, SEARCH_EVERY_MS);
    (void)!ask(arg);
}

/* Announcements come from within whoever knows the peers. */
static void on_wake(struct defer *d)
{
    struct search *s = LIST_ENTRY(d, struct search, wake);
    struct node_addr node;

    if (s->heard_len == 0)
        return;
    node_addr_init(&node, &s->heard[--s->heard_len]);
    if (s->heard_len > 0)
        loop_defer(s->cfg.blobs->cfg.loop, d);
    add_source(s, &node, true);
}

enum err search_start(const struct search_config *cfg, struct search **out)
{
    struct search *s = calloc(1, sizeof *s);
    enum err e;

    if (s == NULL)
        return ERR_NOMEM;
    s->cfg = *cfg;
    s->wake.fn = on_wake;
    e = timer_new(cfg->blobs->cfg.loop, on_timer, s, &s->timer);
    if (e != ERR_OK) {
        search_free(s);
        return e;
    }
    timer_start(s->timer, cfg->sources->len > 0 ? SEARCH_LATER_MS : 0);
    *out = s;
    return ERR_OK;
}

void search_free(struct search *s)
{
    if (s == NULL)
        return;
    if (s->inquiry != NULL)
        s->inquiry->search = NULL;
    loop_defer_cancel(&s->wake);
    timer_free(s->timer);
    forget_no(s);
    free(s);
}

bool search_is_done(const struct search *s)
{
    return s->is_done;
}

void search_heard(struct search *s, const struct node_id *peer)
{
    if (s == NULL || s->heard_len == HEARD_MAX)
        return;
    s->heard[s->heard_len++] = *peer;
    loop_defer(s->cfg.blobs->cfg.loop, &s->wake);
}

/* ---- the end ------------------------------------------------------------*/

static bool has_answer(const struct search *s)
{
    for (size_t i = 0; i < s->no_len; i++)
        if (s->no[i]->what == BLOBS_HAS_NONE)
            return true;
    return false;
}

enum err search_verdict(struct search *s, enum err e)
{
    struct sources *all = s->cfg.sources;

    if (e == ERR_NOT_FOUND && all->len == 0 && !has_answer(s))
        e = ERR_TIMEOUT;
    for (size_t i = 0; i < s->no_len; i++) {
        const struct answerer *a = s->no[i];
        bool is_no = a->what == BLOBS_HAS_NONE;

        if (sources_find(all, &a->node.id) < all->len ||
            sources_add(all, &a->node) != ERR_OK)
            continue;
        source_fail(all->at[all->len - 1], is_no ? ERR_NOT_FOUND : ERR_TIMEOUT,
                    is_no ? "says that it does not have it"
                          : "was asked and did not answer");
    }
    return e;
}
