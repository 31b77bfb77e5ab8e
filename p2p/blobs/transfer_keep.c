/* Transfers in the store, so that they outlive the process.
 *
 * A row is written when a transfer gets a place in the queue (whoever asked for
 * it is told only then), when it is paused or changed, when an attempt failed,
 * and at its end: never for progress. How much of a blob is held, the store
 * knows anyway. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/log.h"
#include "base/loop.h"
#include "blobs/blobs_int.h"
#include "blobs/transfer_int.h"

/* The first row on its way. Outlives the transfer. */
struct row_put {
    struct transfer *transfer; /* NULL: nobody waits any more */
    uint64_t id;
};

/* ---- writing ------------------------------------------------------------*/

/* One who runs waits again after a restart. */
static const char *kept_state(const struct transfer *t)
{
    return transfer_state_name(t->state == TRANSFER_RUNNING ? TRANSFER_QUEUED
                                                            : t->state);
}

static void write_addrs(const struct node_addr *node, char *out, size_t size)
{
    char text[ADDR_TEXT_SIZE];
    size_t n = 0;

    out[0] = '\0';
    for (size_t i = 0; i < node->len; i++) {
        addr_format(&node->addrs[i], text);
        if (n + strlen(text) + 2 > size)
            return;
        n +=
            (size_t)snprintf(out + n, size - n, "%s%s", i > 0 ? " " : "", text);
    }
}

static void write_first(const struct ranges *first, char *out, size_t size)
{
    size_t n = 0;

    out[0] = '\0';
    for (size_t i = 0; i < first->len && n < size; i++)
        n += (size_t)snprintf(out + n, size - n, "%s%" PRIu64 "-%" PRIu64,
                              i > 0 ? " " : "", first->at[i].begin,
                              first->at[i].end);
}

static void write_peers(const struct transfer *t,
                        struct store_transfer_peer *peers)
{
    for (size_t i = 0; i < t->sources.len; i++) {
        const struct source *s = t->sources.at[i];
        struct store_transfer_peer *p = &peers[i];

        memcpy(p->id, s->node.id.b, sizeof p->id);
        write_addrs(&s->node, p->addrs, sizeof p->addrs);
        snprintf(p->state, sizeof p->state, "%s",
                 source_state_name(s->info.state));
        p->bytes = s->info.bytes;
        if (s->info.err != ERR_OK)
            snprintf(p->err, sizeof p->err, "%s", err_name(s->info.err));
        snprintf(p->error, sizeof p->error, "%s", s->info.error);
    }
}

static void write_row(const struct transfer *t, struct store_transfer *row,
                      struct store_transfer_peer *peers)
{
    *row = (struct store_transfer){
        .id = t->id,
        .hash = t->hash,
        .is_sequence = t->is_sequence,
        .rank = t->turn.rank,
        .max_bps = t->own.bytes_per_s,
        .deadline_ms = t->deadline_ms,
        .attempts = t->attempts,
        .size = t->size_known ? t->size : 0,
        .done = t->shown,
        .fetched = transfer_fetched(t),
        .created_ms = t->created_ms,
        .started_ms = t->started_ms,
        .ended_ms = t->ended_ms,
        .peers = peers,
        .peers_len = t->sources.len,
    };
    memcpy(row->tag, t->tag, sizeof row->tag);
    memcpy(row->error, t->error, sizeof row->error);
    snprintf(row->state, sizeof row->state, "%s", kept_state(t));
    snprintf(row->priority, sizeof row->priority, "%s",
             priority_name(t->turn.priority));
    if (t->err != ERR_OK)
        snprintf(row->err, sizeof row->err, "%s", err_name(t->err));
    write_first(&t->first, row->first, sizeof row->first);
    write_peers(t, peers);
}

static void warn(uint64_t id, enum err e)
{
    log_warn(LOG_BLOBS, "transfer %" PRIu64 " is not kept over a restart: %s",
             id, err_text(e));
}

static void on_first_row(enum err e, void *arg)
{
    struct row_put *put = arg;
    struct transfer *t = put->transfer;

    if (e != ERR_OK && e != ERR_CLOSED)
        warn(put->id, e);
    free(put);
    if (t == NULL)
        return;
    t->row_put = NULL;
    if (t->is_row_due)
        transfer_tell_ready(t);
}

static void put_row(struct transfer *t, const struct store_transfer *row)
{
    struct store *store = t->blobs->cfg.store;
    struct row_put *put = NULL;

    if (!t->has_row)
        put = calloc(1, sizeof *put);
    t->has_row = true;
    if (put == NULL) {
        store_transfer_save(store, row, NULL, NULL);
        return;
    }
    *put = (struct row_put){.transfer = t, .id = t->id};
    t->row_put = put;
    store_transfer_save(store, row, on_first_row, put);
}

void transfer_keep(struct transfer *t)
{
    struct store_transfer *row;
    struct store_transfer_peer *peers;

    if (!t->blobs->is_kept || t->blobs->is_closing)
        return;
    row = malloc(sizeof *row);
    peers = calloc(t->sources.len + 1, sizeof *peers);
    if (row != NULL && peers != NULL) {
        write_row(t, row, peers);
        put_row(t, row);
    } else {
        warn(t->id, ERR_NOMEM);
    }
    free(peers);
    free(row);
}

void transfer_let_row_go(struct transfer *t)
{
    if (t->row_put != NULL)
        t->row_put->transfer = NULL;
    t->row_put = NULL;
}

void transfer_drop_row(struct transfer *t)
{
    if (t->has_row)
        store_transfer_delete(t->blobs->cfg.store, t->id);
}

/* ---- reading ------------------------------------------------------------*/

static bool parse_state(const char *text, enum transfer_state *out)
{
    for (int s = TRANSFER_QUEUED; s <= TRANSFER_CANCELLED; s++) {
        if (strcmp(text, transfer_state_name((enum transfer_state)s)) == 0) {
            *out = (enum transfer_state)s;
            return true;
        }
    }
    return false;
}

static enum source_state parse_source_state(const char *text)
{
    for (int s = SOURCE_IDLE; s < SOURCE_FAILED; s++) {
        if (strcmp(text, source_state_name((enum source_state)s)) == 0)
            return (enum source_state)s;
    }
    return SOURCE_FAILED;
}

/* A word of an earlier version may be unknown by now. */
static enum err parse_err(const char *text)
{
    if (text[0] == '\0')
        return ERR_OK;
    for (int e = 1; e < ERR_COUNT; e++) {
        if (strcmp(text, err_name((enum err)e)) == 0)
            return (enum err)e;
    }
    return ERR_INTERNAL;
}

/* People may have been at the rows: what cannot be read is left out. */
static void read_addrs(const char *text, struct node_addr *out)
{
    char word[ADDR_TEXT_SIZE];
    struct addr a;
    size_t len;

    for (; *text != '\0'; text += len + (text[len] == ' ')) {
        len = strcspn(text, " ");
        if (len == 0 || len >= sizeof word)
            continue;
        memcpy(word, text, len);
        word[len] = '\0';
        if (addr_parse(word, &a, NULL) == ERR_OK &&
            node_addr_add(out, &a) != ERR_OK)
            return;
    }
}

static enum err read_first(const char *text, struct ranges *out)
{
    enum err e = ERR_OK;

    while (e == ERR_OK && *text >= '0' && *text <= '9' &&
           out->len <= TRANSFER_MAX_FIRST) {
        char *end;
        uint64_t from = strtoull(text, &end, 10);
        uint64_t to = *end == '-' ? strtoull(end + 1, &end, 10) : from;

        e = ranges_add(out, from, to);
        text = end + (*end == ' ');
    }
    return e;
}

static enum err read_peers(const struct store_transfer *row, struct transfer *t)
{
    enum err e = ERR_OK;

    for (size_t i = 0; e == ERR_OK && i < row->peers_len; i++) {
        const struct store_transfer_peer *p = &row->peers[i];
        struct transfer_source *info;
        struct node_addr node;
        struct node_id id;

        memcpy(id.b, p->id, sizeof id.b);
        node_addr_init(&node, &id);
        read_addrs(p->addrs, &node);
        e = sources_add(&t->sources, &node);
        if (e != ERR_OK)
            break;
        info = &t->sources.at[i]->info;
        info->state = parse_source_state(p->state);
        info->bytes = p->bytes;
        info->err = parse_err(p->err);
        memcpy(info->error, p->error, sizeof info->error);
    }
    return e;
}

static enum err read_row(const struct store_transfer *row, struct transfer *t)
{
    enum priority p = PRIORITY_NORMAL;
    enum err e;

    (void)priority_parse(row->priority, &p);
    if (!parse_state(row->state, &t->state))
        return ERR_PARSE;
    t->id = row->id;
    t->hash = row->hash;
    t->is_sequence = row->is_sequence;
    memcpy(t->tag, row->tag, sizeof t->tag);
    t->turn = (struct queue_entry){.priority = p, .rank = row->rank};
    limit_own_init(&t->own, p, row->max_bps);
    t->deadline_ms = row->deadline_ms;
    t->attempts = (unsigned)row->attempts;
    t->size = row->size;
    t->size_known = row->size > 0 || t->state == TRANSFER_COMPLETED;
    t->shown = row->done;
    t->fetched = row->fetched;
    t->err = parse_err(row->err);
    memcpy(t->error, row->error, sizeof t->error);
    t->created_ms = row->created_ms;
    t->started_ms = row->started_ms;
    t->ended_ms = row->ended_ms;
    t->has_row = true;
    e = read_first(row->first, &t->first);
    return e == ERR_OK ? read_peers(row, t) : e;
}

static void count_in(struct transfer *t)
{
    struct blobs *b = t->blobs;

    if (t->state >= TRANSFER_COMPLETED)
        b->ended_len++;
    else if (t->state == TRANSFER_PAUSED)
        b->paused_len++;
    else
        transfers_enqueue(t);
    transfers_alarm_for(t);
}

static enum err take_up(struct blobs *b, const struct store_transfer *row)
{
    struct transfer *t = transfer_new(b);
    enum err e;

    if (t == NULL)
        return ERR_NOMEM;
    e = read_row(row, t);
    if (e == ERR_OK)
        e = transfers_add(t);
    if (e == ERR_OK)
        count_in(t);
    else
        transfer_free(t);
    return e == ERR_PARSE ? ERR_OK : e;
}

/* ---- restoring ----------------------------------------------------------*/

struct restoring {
    struct blobs *blobs;
    bool is_over;
    enum err err;
};

static void on_loaded(enum err e, const struct store_transfers *all, void *arg)
{
    struct restoring *r = arg;
    struct blobs *b = r->blobs;

    for (size_t i = 0; e == ERR_OK && i < all->len; i++)
        e = take_up(b, &all->at[i]);
    if (e == ERR_OK) {
        b->last_id = all->last_id;
        snprintf(b->tag, sizeof b->tag, "%06x", (unsigned)all->tag & 0xffffff);
    }
    r->err = e;
    r->is_over = true;
}

enum err blobs_restore(struct blobs *b)
{
    struct restoring r = {.blobs = b};

    b->is_held = b->quic == NULL;
    store_transfer_load(b->cfg.store, b->cfg.max_history, on_loaded, &r);
    while (!r.is_over)
        loop_run_once(b->cfg.loop, 100);
    b->is_kept = r.err == ERR_OK;
    return r.err;
}

/* Bytes per peer are written once more: they are not known otherwise. */
void blobs_leave(struct blobs *b)
{
    LIST_FOREACH (it, tmp, &b->transfers) {
        struct transfer *t = LIST_ENTRY(it, struct transfer, node);

        if (t->state != TRANSFER_RUNNING)
            continue;
        transfer_refresh(t);
        transfer_keep(t);
    }
    b->is_closing = true;
}
