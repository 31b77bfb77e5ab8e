/* What every command is given, and how commands speak to people and scripts:
 * results to standard output, everything else to standard error.
 *
 * Thread: main. */
#pragma once

#include <jansson.h>
#include <stdbool.h>

#include "base/err.h"
#include "cli/http.h"

struct opts;

struct cli {
    struct http *http; /* made by main */
    bool json;         /* --json: one JSON object a line */
    bool quiet;        /* --quiet: names only, no notes, no bars */
};

/* May a progress bar be drawn? */
bool cli_shows_progress(const struct cli *c);

/* One JSON object as one line of ASCII. */
ERR_RESULT enum err cli_print_json(const json_t *v);

/* A remark on standard error, unless --quiet or --json. Cleaned. */
void cli_note(const struct cli *c, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

/* "firn: <text>" on standard error, cleaned, each line of the message on a
 * line of its own; `e` serves when the message is empty. */
void cli_complain(enum err e, const struct errmsg *em);

/* Run `fn` for each argument of the command line. A failure is complained
 * about as "firn: <verb> <argument>: ..." and does not stop the others,
 * except that nothing is tried any more when no node answers or after
 * Ctrl-C. Returns the first failure, already told: `em` stays empty. */
typedef enum err cli_each_fn(struct cli *c, const struct opts *o,
                             const char *arg, struct errmsg *em);
ERR_RESULT enum err cli_each(struct cli *c, const struct opts *o,
                             const char *verb, cli_each_fn *fn);
