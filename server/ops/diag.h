/* Work in the background: how often each task ran, and what went wrong. The
 * modules count; here it is brought together, and a task that failed becomes
 * an event and an entry in a ring of the last errors.
 *
 * Thread: the loop. */
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "peers/peers.h"

struct diag;
struct ops;

#define DIAG_MAX_ERRORS 200
#define DIAG_MAX_TASKS 24
#define DIAG_NAME_SIZE 32

struct diag_error {
    uint64_t wall_ms;
    char task[DIAG_NAME_SIZE];
    char text[256];
};

struct diag_task {
    char name[DIAG_NAME_SIZE];
    struct peers_task_state state;
};

ERR_RESULT enum err diag_new(struct ops *ops, struct diag **out);
void diag_free(struct diag *d); /* may be NULL */

/* A task failed. Copies. */
void diag_note(struct diag *d, const char *task, const char *text);

/* Ask the modules which of their tasks failed since the last time; of several
 * failures of one task in between one is noted. About once a second. */
void diag_look(struct diag *d);

/* All tasks now; at most DIAG_MAX_TASKS. Returns how many. */
size_t diag_tasks(const struct diag *d, struct diag_task *out);

/* The newest first; at most DIAG_MAX_ERRORS. Returns how many. */
size_t diag_errors(const struct diag *d, struct diag_error *out);
uint64_t diag_total(const struct diag *d); /* noted in all */
