/* Rows that changed are gathered for a moment and then given to the store
 * together, which makes one commit of them. What the store could not take is
 * given to it again with the next ones. */
#include "peers/rows.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "peers/peers_int.h"
#include "store/store.h"

#define SAVE_PAUSE_MS 250
#define SAVE_AGAIN_MS 10000

_Static_assert(STORE_PEER_ADDRS >= PEER_MAX_ADDRS, "a row holds all addresses");

struct rows {
    struct peers *peers; /* NULL: gone; the rest waits for the store */
    struct map unsaved;  /* id: the map itself */
    struct timer *timer;
    size_t at_store; /* requests not yet answered */
    bool is_saving;  /* a save is being asked for, and may fail at once */
    bool is_refused; /* it did */
};

/* A row on its way. */
struct saving {
    struct rows *rows;
    struct node_id id;
};

/* ---- one row ------------------------------------------------------------*/

void row_from_peer(const struct peer *p, struct store_peer *out)
{
    *out = (struct store_peer){.is_pinned = p->is_pinned,
                               .is_banned = p->is_banned,
                               .reputation = p->reputation,
                               .first_seen_ms = p->first_seen_ms,
                               .last_seen_ms = p->last_seen_ms,
                               .last_connected_ms = p->last_connected_ms,
                               .addrs_len = p->addrs_len};
    memcpy(out->id, p->id.b, sizeof out->id);
    snprintf(out->kind, sizeof out->kind, "%s", peer_kind_name(p->kind));
    snprintf(out->name, sizeof out->name, "%s", p->name);
    snprintf(out->agent, sizeof out->agent, "%s", p->agent);
    snprintf(out->discovered_by, sizeof out->discovered_by, "%s",
             peer_source_name(p->discovered_by));
    for (size_t i = 0; i < p->addrs_len; i++) {
        struct store_peer_addr *a = &out->addrs[i];
        const struct peer_addr *from = &p->addrs[i];

        addr_format(&from->addr, a->addr);
        snprintf(a->source, sizeof a->source, "%s",
                 peer_source_name(from->source));
        a->seen_ms = from->seen_ms;
        a->last_ok_ms = from->last_ok_ms;
    }
}

/* Words that are not known come from a later version. */
static enum peer_source source_of(const char *name)
{
    for (unsigned s = 0; s < PEER_SOURCE_COUNT; s++)
        if (strcmp(name, peer_source_name((enum peer_source)s)) == 0)
            return (enum peer_source)s;
    return PEER_SOURCE_EXCHANGE;
}

static enum peer_kind kind_of(const char *name)
{
    static const enum peer_kind kinds[] = {PEER_FIRN, PEER_IROH};

    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++)
        if (strcmp(name, peer_kind_name(kinds[i])) == 0)
            return kinds[i];
    return PEER_UNKNOWN;
}

static int clamp(int v)
{
    if (v < PEER_REPUTATION_MIN)
        return PEER_REPUTATION_MIN;
    return v > PEER_REPUTATION_MAX ? PEER_REPUTATION_MAX : v;
}

bool row_to_peer(const struct store_peer *row, struct peer *out)
{
    *out = (struct peer){.kind = kind_of(row->kind),
                         .discovered_by = source_of(row->discovered_by),
                         .first_seen_ms = row->first_seen_ms,
                         .last_seen_ms = row->last_seen_ms,
                         .last_connected_ms = row->last_connected_ms,
                         .is_pinned = row->is_pinned,
                         .is_banned = row->is_banned,
                         .reputation = clamp(row->reputation)};
    if (node_id_from_bytes(row->id, &out->id) != ERR_OK)
        return false;
    snprintf(out->name, sizeof out->name, "%s", row->name);
    snprintf(out->agent, sizeof out->agent, "%s", row->agent);
    for (size_t i = 0; i < row->addrs_len; i++) {
        struct peer_addr *a = &out->addrs[out->addrs_len];

        if (out->addrs_len == PEER_MAX_ADDRS ||
            addr_parse(row->addrs[i].addr, &a->addr, NULL) != ERR_OK)
            continue;
        a->source = source_of(row->addrs[i].source);
        a->seen_ms = row->addrs[i].seen_ms;
        a->last_ok_ms = row->addrs[i].last_ok_ms;
        out->addrs_len++;
    }
    return true;
}

/* ---- life ---------------------------------------------------------------*/

static void free_rows(struct rows *r)
{
    map_clear(&r->unsaved);
    free(r);
}

static void let_go(struct rows *r)
{
    if (--r->at_store == 0 && r->peers == NULL)
        free_rows(r);
}

static void on_listed(enum err e, const struct store_peer *rows, size_t len,
                      void *arg)
{
    struct rows *r = arg;
    struct peers *p = r->peers;

    if (p != NULL && e != ERR_OK) {
        log_error(LOG_PEERS, "saved peers: cannot be read: %s", err_text(e));
        peers_task_ran(p, PEERS_TASK_SAVE, e, "the saved peers cannot be read");
    }
    for (size_t i = 0; p != NULL && i < len; i++) {
        struct peer peer;
        struct core_event ev = {.kind = CORE_ROW, .peer = &peer};

        if (row_to_peer(&rows[i], &peer))
            peers_step(p, &ev);
    }
    if (p != NULL)
        peers_loaded(p);
    let_go(r);
}

static void save_all(struct rows *r);

static void on_timer(struct timer *t, void *arg)
{
    (void)t;
    save_all(arg);
}

enum err rows_new(struct peers *p, struct rows **out)
{
    struct rows *r = calloc(1, sizeof *r);
    enum err e;

    if (r == NULL)
        return ERR_NOMEM;
    r->peers = p;
    map_init(&r->unsaved, sizeof(struct node_id), SIZE_MAX);
    e = timer_new(p->cfg.loop, on_timer, r, &r->timer);
    if (e != ERR_OK) {
        free(r);
        return e;
    }
    *out = r;
    r->at_store++;
    store_peer_list(p->cfg.store, PEERS_MAX_KNOWN + PEERS_MAX_BANNED, on_listed,
                    r);
    return ERR_OK;
}

void rows_free(struct rows *r)
{
    if (r == NULL)
        return;
    save_all(r);
    timer_free(r->timer);
    r->peers = NULL;
    if (r->at_store == 0)
        free_rows(r);
}

/* ---- saving -------------------------------------------------------------*/

static void note(struct rows *r, const struct node_id *id, uint64_t pause_ms)
{
    /* Without memory it waits for its next change. */
    if (map_set(&r->unsaved, id, r) == ERR_OK && !timer_is_active(r->timer))
        timer_start(r->timer, pause_ms);
}

static void on_saved(enum err e, void *arg)
{
    struct saving *s = arg;
    struct rows *r = s->rows;

    if (r->is_saving) {
        r->is_refused = true;
    } else if (r->peers != NULL) {
        peers_task_ran(r->peers, PEERS_TASK_SAVE, e, err_text(e));
        if (e != ERR_OK && core_peer(r->peers->core, &s->id) != NULL)
            note(r, &s->id, SAVE_AGAIN_MS);
    } else if (e != ERR_OK) {
        log_warn(LOG_PEERS, "a peer could not be saved: %s", err_text(e));
    }
    free(s);
    let_go(r);
}

static bool save(struct rows *r, const struct node_id *id)
{
    struct peers *p = r->peers;
    const struct peer *peer = core_peer(p->core, id);
    struct store_peer row;
    struct saving *s;

    if (peer == NULL)
        return true;
    s = malloc(sizeof *s);
    if (s == NULL)
        return false;
    *s = (struct saving){.rows = r, .id = *id};
    r->at_store++;
    row_from_peer(peer, &row);
    r->is_refused = false;
    r->is_saving = true;
    store_peer_save(p->cfg.store, &row, on_saved, s);
    r->is_saving = false;
    return !r->is_refused;
}

static void save_all(struct rows *r)
{
    const void *key;
    size_t it = 0;

    while (map_next(&r->unsaved, &it, &key) != NULL) {
        struct node_id id = *(const struct node_id *)key;

        if (save(r, &id))
            (void)map_remove(&r->unsaved, &id);
    }
    if (r->unsaved.len > 0)
        timer_start(r->timer, SAVE_AGAIN_MS);
}

void rows_save(struct rows *r, const struct node_id *id)
{
    note(r, id, SAVE_PAUSE_MS);
}

void rows_forget(struct rows *r, const struct node_id *id)
{
    (void)map_remove(&r->unsaved, id);
    store_peer_delete(r->peers->cfg.store, id->b, NULL, NULL);
}
