/* A transfer as the node describes it, read from its JSON.
 *
 * Thread: none of its own. */
#pragma once

#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"

#define TRANSFER_SIZE_UNKNOWN UINT64_MAX

/* Strings are borrowed from the JSON and never NULL. */
struct transfer {
    char id[64];
    const char *hash;
    const char *state;
    const char *error;      /* in words; "" when there is none */
    const char *error_code; /* "" when there is none */
    uint64_t size;          /* bytes, or TRANSFER_SIZE_UNKNOWN */
    uint64_t done;          /* verified bytes held */
    uint64_t rate;          /* bytes a second, now */
    size_t sources;         /* peers that gave bytes */
    const char *priority;
    uint64_t position;        /* in the queue, from 1; 0: not in it */
    uint64_t attempts;        /* begun since one last brought something */
    const char *next_attempt; /* when; "" when it does not wait for one */
};

/* Whatever is absent or of a wrong type is read as nothing. */
void transfer_read(const json_t *v, struct transfer *out);

/* How long it will go on like this; false when nobody can say. */
bool transfer_left(const struct transfer *t, uint64_t *out_s);

/* completed, failed or cancelled. */
bool transfer_is_over(const struct transfer *t);

/* ERR_OK for a completed one, else why it is not: ERR_CANCELLED,
 * ERR_NOT_FOUND, ERR_MISMATCH, ERR_TIMEOUT, or ERR_REFUSED for the rest. */
ERR_RESULT enum err transfer_result(const struct transfer *t,
                                    struct errmsg *em);
