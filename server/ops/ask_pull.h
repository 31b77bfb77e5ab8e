/* Asks of whoever reads a blob while it is fetched. Fill in the fields above
 * the line, post, read those below it when `err` is ERR_OK.
 *
 * Thread: see ask.h. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "crypto/hash.h"
#include "ops/ask.h"

struct blob;
struct ops;
struct reading;

/* Begin: a transfer is joined or started; answered when the size is proven, or
 * the blob is whole.
 * Errors as of pull.h. */
struct ask_pull {
    struct ask ask;
    struct hash hash;
    uint64_t begin;   /* the first byte that will be read, as far as known */
    uint64_t wait_ms; /* for this, and for the bytes later */
    /* ---- */
    bool is_off;             /* ERR_UNREACHABLE, for p2p is off */
    struct blob *blob;       /* the ask's reference */
    struct reading *reading; /* the ask's, until it is taken */
};
struct ask_pull *ask_pull_new(void);

/* Wait until the byte `at` is held. */
struct ask_pull_wait {
    struct ask ask;
    struct reading *reading; /* borrowed */
    uint64_t at;
};
struct ask_pull_wait *ask_pull_wait_new(void);

/* [any] Nobody reads any more; the transfer goes on. No wait may be under way.
 * May be NULL. */
void reading_close(struct reading *r);
