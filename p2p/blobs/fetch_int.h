/* A fetch from the inside: what its files share.
 *
 * Thread: the loop. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/list.h"
#include "base/loop.h"
#include "blobs/fetch.h"
#include "blobs/fetch_core.h"

#define FETCH_EVENTS 512 /* that wait while actions are carried out */

struct getter;
struct holds_watch;

/* One request in flight. Outlives the fetch while a worker is at it. */
struct fetch_request {
    struct list node;    /* of `requests`, then of `leaving` */
    struct fetch *fetch; /* NULL: gone */
    uint32_t id;
    size_t source;
    bool is_refused; /* the peer allows no more streams: asked again soon */
    bool is_open;    /* counted in its source */
    struct order order;
    struct getter *getter;
    uint64_t verified; /* content bytes */
    uint64_t told_ms;  /* when the core last heard that bytes come */
};

/* What the shell knows of a source beyond its connection. */
struct fetch_watch {
    struct fetch *fetch;
    size_t source;
    struct holds_watch *watch; /* NULL: not asked */
    bool is_refused;           /* no stream for it now: tried again soon */
};

/* One dial under way. Outlives the fetch until quic has answered. */
struct fetch_dial {
    struct fetch *fetch; /* NULL: nobody waits any more */
    size_t source;
};

struct fetch {
    struct fetch_config cfg;
    struct fetch_core core;
    struct timer *timer;
    struct defer tell; /* the end */
    struct list requests;
    struct list leaving; /* requests that a worker still has */
    struct fetch_watch watch[FETCH_MAX_SOURCES];
    bool is_watching;
    uint32_t receipt_of; /* request whose receipts are being handed out */
    struct fetch_dial *dials[FETCH_MAX_SOURCES];
    struct fetch_event events[FETCH_EVENTS];
    size_t events_begin, events_len;
    struct fetch_actions actions; /* being carried out */
    bool is_stepping;
    bool is_held;
    bool is_paced; /* by a ceiling of ours, as the core was told */
    enum err result;
};

/* Tell the core; its actions are carried out within, or after those that are
 * being carried out. */
void fetch_feed(struct fetch *f, struct fetch_event ev);

/* The loop it lives on. */
struct loop *fetch_loop(const struct fetch *f);

/* ---- requests (fetch_ask.c) ---------------------------------------------*/

/* FETCH_ASK, FETCH_STALLED, FETCH_DROP. */
void fetch_ask(struct fetch *f, const struct fetch_action *a);
void fetch_stalled(struct fetch *f, uint32_t id);
void fetch_drop(struct fetch *f, uint32_t id);

/* Tell the core whether a ceiling of ours holds things up. */
void fetch_look_at_pace(struct fetch *f);

/* Ask again those whose stream was refused because too many were open. */
void fetch_ask_again(struct fetch *f);
bool fetch_any_refused(const struct fetch *f);

/* All of them, when the fetch goes. */
void fetch_drop_all(struct fetch *f);

/* ---- what sources hold (fetch_holds.c) ----------------------------------*/

/* A source is connected: watch it, if sources are watched. */
void fetch_holds_begin(struct fetch *f, size_t source);
void fetch_holds_end(struct fetch *f, size_t source);

/* Try again where there was no stream. */
void fetch_holds_again(struct fetch *f);
bool fetch_holds_refused(const struct fetch *f);

/* ---- connections (fetch_dial.c) -----------------------------------------*/

/* FETCH_DIAL, FETCH_HANG_UP. */
void fetch_dial_source(struct fetch *f, size_t source);
void fetch_hang_up(struct fetch *f, size_t source);
