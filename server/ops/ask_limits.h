/* Asks on the ceilings of speed and their schedule.
 *
 * Thread: see ask.h. */
#pragma once

#include "node_limits.h"
#include "ops/ask.h"

/* A number of a patch: as it is, this, or what the settings say. */
enum patch_kind { PATCH_KEEP, PATCH_SET, PATCH_RESET };

struct patch_u64 {
    enum patch_kind kind;
    uint64_t value;
};

struct limits_patch {
    struct patch_u64 total[LIMIT_DIRS];
    struct patch_u64 per_peer[LIMIT_DIRS];
    struct patch_u64 per_priority[PRIORITIES][LIMIT_DIRS];
    struct patch_u64 is_local_exempt; /* 0, 1 */
};

enum limits_verb { LIMITS_GET, LIMITS_PATCH, LIMITS_SCHEDULE };

#define LIMITS_TAG_SIZE 19 /* with quotes and the NUL */

/* ERR_CONFLICT: the state is not that of `if_match`. The new state is in force
 * before it is saved; ERR_IO and its like: it is in force but not saved. */
struct ask_limits {
    struct ask ask;
    enum limits_verb verb;
    struct limits_patch patch; /* PATCH */
    struct schedule schedule;  /* SCHEDULE; checked */
    bool has_if_match;
    char if_match[LIMITS_TAG_SIZE]; /* an ETag of ours, with its quotes */
    /* ---- */
    struct saved_limits state;
    uint64_t now[LIMIT_DIRS]; /* totals in force */
    char tag[LIMITS_TAG_SIZE];
    struct limits_wish wish; /* private */
};
struct ask_limits *ask_limits_new(enum limits_verb verb);
