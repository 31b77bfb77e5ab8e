/* The ceilings from the inside.
 *
 * Thread: the loop. */
#pragma once

#include "base/list.h"
#include "base/map.h"
#include "blobs/limits.h"

struct timer;

/* A peer with flows, or one whose buckets are not full yet: to come back must
 * not give it more. */
struct limit_peer {
    struct list node; /* limits: idle */
    struct node_id id;
    struct gate gates[LIMIT_DIRS];
    size_t flows;
    size_t waiting[LIMIT_DIRS];
    uint64_t held_ns[LIMIT_DIRS]; /* when one of them last had to wait */
};

struct limits {
    struct loop *loop;   /* NULL: simulated */
    uint64_t now_ns;     /* then */
    struct timer *timer; /* next gate that has something to give */
    struct timer *tick;  /* schedule, idle peers */
    struct limits_config cfg;
    struct schedule schedule;
    uint64_t total[LIMIT_DIRS];   /* that hold now */
    bool is_limiting[LIMIT_DIRS]; /* any ceiling but transfers' own */
    struct gate totals[LIMIT_DIRS];
    struct gate classes[PRIORITIES][LIMIT_DIRS];
    struct map peers;  /* struct node_id -> struct limit_peer */
    struct list idle;  /* of them, without flows */
    struct list busy;  /* gates with somebody in line */
    struct list woken; /* flows that are to ask anew */
    uint64_t look_ns;  /* when lines_serve() runs; UINT64_MAX: it does not */
    struct gate *serving;
    struct limit_flow *served;
    struct limits_stats stats;
};

/* ---- lines (limit_line.c) -----------------------------------------------*/

/* With no bytes spent and nobody in line. */
void gate_init(struct gate *g, uint64_t rate, uint64_t now_ns);

/* The time, virtual or not. */
uint64_t limits_time(const struct limits *l);

/* Wake who may go on, of all that are in line; when to come back,
 * UINT64_MAX: never. */
uint64_t lines_serve(struct limits *l, uint64_t now_ns);

/* Off the line it is in, if any. */
void line_leave(struct limit_flow *f);

/* Off its line, to be woken soon and to ask anew, which may lead it to another
 * line; nothing for one that does not wait. */
void line_wake(struct limit_flow *f);
void lines_wake_all(struct limits *l);

/* lines_serve() is to run after so long, or sooner. */
void limits_look_in(struct limits *l, uint64_t wait_ns);
