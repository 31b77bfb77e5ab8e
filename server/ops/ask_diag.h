/* Asks on what runs in the background. Post, read the fields below the line
 * when `err` is ERR_OK.
 *
 * Thread: see ask.h. */
#pragma once

#include "ops/ask.h"
#include "ops/diag.h"

struct ask_tasks {
    struct ask ask;
    /* ---- */
    struct diag_task items[DIAG_MAX_TASKS];
    size_t len;
};
struct ask_tasks *ask_tasks_new(void);

struct ask_errors {
    struct ask ask;
    /* ---- */
    struct diag_error items[DIAG_MAX_ERRORS];
    size_t len;
    uint64_t total;
};
struct ask_errors *ask_errors_new(void);
