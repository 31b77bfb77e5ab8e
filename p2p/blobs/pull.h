/* Reading a blob while it is fetched: a pull.
 *
 * A pull joins the transfer of its blob that waits or runs, or starts one, with
 * priority high at least; the transfer goes on when the pull is closed. What
 * the pull waits for is fetched next.
 *
 *     pull_open -> pull_wait -> ready -> pull_wait ... -> pull_close
 *
 * Of several pulls of one blob the one that has waited longest is served.
 *
 * Thread: the loop; the callbacks too, never inside a call but blobs_free(). */
#pragma once

#include <stdint.h>

#include "base/err.h"
#include "crypto/hash.h"

struct blob;
struct blobs;
struct pull;

/* Waiting for the proven size only. */
#define PULL_SIZE UINT64_MAX

struct pull_config {
    struct blobs *blobs; /* borrowed */
    struct hash hash;
    uint64_t begin;      /* the first byte that will be waited for, as far as
                            known */
    uint64_t timeout_ms; /* of each wait */
    /* The blobs module goes, and the pull with it. */
    void (*gone)(void *arg);
    void *arg;
};

/* ERR_NOMEM, ERR_LIMIT (too many wait), ERR_CLOSED */
ERR_RESULT enum err pull_open(const struct pull_config *cfg, struct pull **out);

/* The end of a wait. ERR_OK: the size is proven, and the byte is held.
 *   ERR_NOT_FOUND  no peer has it
 *   ERR_TIMEOUT    nobody was there, answered, or brought it in time
 *   ERR_CANCELLED  the transfer was
 *   others         as the transfer failed
 * After an error no further wait will end well. */
typedef void pull_ready_fn(enum err e, const struct errmsg *em, void *arg);

/* Wait for the byte `at`, or PULL_SIZE. One wait at a time. */
void pull_wait(struct pull *p, uint64_t at, pull_ready_fn *ready, void *arg);

/* Borrowed; NULL before the first wait has ended well. */
struct blob *pull_blob(const struct pull *p);

/* A wait under way ends without `ready`. */
void pull_close(struct pull *p);
