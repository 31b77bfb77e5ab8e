/* The inside of dialling: attempts (attempt.c) and those who wait for their
 * outcome (dial.c). */
#pragma once

#include "crypto/disco.h"
#include "quic/conn_int.h"
#include "quic/quic_int.h"
#include "quic/quic_limits.h"

enum candidate_state {
    CANDIDATE_WAITING,
    CANDIDATE_TRYING,
    CANDIDATE_FAILED,
    CANDIDATE_WON
};

struct candidate {
    struct addr addr;
    struct udp *udp;
    uint8_t tx[DISCO_TX_LEN]; /* of our pings */
    enum candidate_state state;
    struct conn *c;    /* while trying */
    uint64_t tried_ms; /* since when */
    enum err err;      /* when failed, and why: */
    char why[160];
};

struct attempt {
    struct list node; /* quic.attempts */
    struct quic *q;
    struct node_id peer;
    char alpn[QUIC_ALPN_SIZE];
    struct candidate candidates[QUIC_MAX_DIAL_ADDRS];
    size_t len;
    struct list dials; /* who waits for it */
    struct timer *timer;
    uint64_t start_at_ms;   /* next QUIC start */
    uint64_t give_up_at_ms; /* somebody refused: the others have so long */
    uint64_t ping_at_ms;
    uint64_t ping_every_ms;
};

struct dial {
    struct list node; /* attempt.dials */
    struct quic *q;
    struct attempt *a; /* NULL once the result is known */
    uint64_t deadline_ms;
    quic_dial_fn *done;
    void *arg;
    /* The result, when it has to wait for the loop. */
    struct defer defer;
    struct conn *c;
    enum err status;
    struct errmsg em;
};

/* attempt.c */

/* Begin with no address; the first step runs from the loop. */
ERR_RESULT enum err attempt_new(struct quic *q, const struct node_id *peer,
                                const char *alpn, struct attempt **out);
/* Nobody may wait for it any more. Its handshakes are given up. */
void attempt_free(struct attempt *a);
struct attempt *attempt_find(struct quic *q, const struct node_id *peer,
                             const char *alpn);

/* More addresses, and a ping to each of all. */
void attempt_add(struct attempt *a, const struct addr *addrs, size_t len);

/* All that is due, then set the timer. May free the attempt. */
void attempt_step(struct attempt *a);

/* A candidate has failed: the next need not wait. May free the attempt. */
void attempt_candidate_failed(struct attempt *a, size_t candidate, enum err e,
                              const char *why);

/* This one has connected. True: others had been tried before, in vain. */
bool attempt_won(struct attempt *a, size_t candidate);

/* The peer itself is not wanted here: the reason is noted, no more. */
void attempt_forbid(struct attempt *a, size_t candidate);

/* The most telling of what the addresses said, and all of it in words. */
enum err attempt_verdict(const struct attempt *a);
void attempt_describe(const struct attempt *a, struct errmsg *em);

/* dial.c, from attempt_step() */

/* Those whose time is over get what is known. */
void dial_expire(struct attempt *a, uint64_t now_ms);
/* The earliest end of patience. */
uint64_t dial_first_deadline(const struct attempt *a);
/* All get the verdict; frees the attempt. */
void dial_give_up(struct attempt *a);
