/* A peer as the node describes it, and the ways a person names one.
 *
 * Thread: main. */
#pragma once

#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "cli/cli.h"

#define PEER_ID_SIZE 65    /* 64 hexadecimal digits and the NUL */
#define PEER_SHORT_SIZE 11 /* the ten that people are shown */
#define PEER_LABEL_SIZE 96

/* Strings are borrowed from the JSON and never NULL. */
struct peer {
    const char *id;
    const char *name; /* "" unknown */
    const char *state;
    const char *since;
    const char *kind;
    const char *version;
    const char *address; /* where it is, or was last; "" unknown */
    const char *last_error;
    const char *discovered_by;
    bool is_banned, is_pinned;
    double rtt_ms, rtt_var_ms; /* negative: not measured */
    double loss;               /* from 0 to 1; negative: not measured */
    double score;              /* from 0 to 1; negative: none */
    uint64_t rx_bps, tx_bps;   /* bytes a second */
    int64_t reputation;
    uint64_t reconnects;
};

/* Whatever is absent or of a wrong type is read as nothing. */
void peer_read(const json_t *v, struct peer *out);

/* The first ten digits of an id. */
void peer_short_id(const char *id, char out[static PEER_SHORT_SIZE]);

/* "attic (ae58ff8833)", or the short id alone. */
void peer_label(const struct peer *p, char out[static PEER_LABEL_SIZE]);

/* "0.42 ms", "12.3 ms", "1.20 s"; "-" when not measured. */
void peer_rtt_text(double ms, char *out, size_t cap);

/* The id for what a person typed: an id (64 hexadecimal digits or 52 letters
 * of base32), which nobody needs to know; else a
 * name, or the first digits of an id, of those that the node lists.
 *   ERR_NOT_FOUND  no peer is called so
 *   ERR_INVALID    several are; `em` says which
 * or as pages_walk() */
ERR_RESULT enum err peer_resolve(struct cli *c, const char *text,
                                 char out[static PEER_ID_SIZE],
                                 struct errmsg *em);

/* METHOD /api/v1/peers/<id><suffix>, with `who` resolved; may work for as long
 * as it needs. `body` and `out` may be NULL. Results as api_call() and
 * peer_resolve(). */
ERR_RESULT enum err peer_call(struct cli *c, const char *method,
                              const char *who, const char *suffix,
                              const json_t *body, json_t **out,
                              struct errmsg *em);
