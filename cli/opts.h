/* The command line, taken apart by tables of options. Options and arguments
 * may come in any order; "--" ends the options; "-" is an argument.
 *
 * Thread: none of its own. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"

/* What the shell can offer in some place. */
enum opt_complete {
    OPT_NOTHING,
    OPT_FILES,
    OPT_BLOBS,
    OPT_TAGS,
    OPT_TRANSFERS,
    OPT_PEERS,
    OPT_PEER_STATES,
    OPT_PEER_ORDERS,
    OPT_EVENT_TYPES,
    OPT_SHELLS,
    OPT_COMMANDS,
};

struct opt {
    const char *name;  /* without "--"; NULL ends a table */
    char letter;       /* or 0 */
    const char *value; /* what the value is called in help; NULL: a switch */
    enum opt_complete complete;
    const char *help;
};

struct opts;

/* Take argv[0..argc) apart. `own` may be NULL; `shared` is searched after it.
 * With `stop_at_arg` the first argument ends the parsing and everything from
 * it on is left as arguments.
 *   ERR_INVALID  unknown option, missing or unwanted value; `em` says which
 *   ERR_NOMEM    out of memory */
ERR_RESULT enum err opts_parse(const struct opt *own, const struct opt *shared,
                               int argc, const char *const *argv,
                               bool stop_at_arg, struct opts **out,
                               struct errmsg *em);
void opts_free(struct opts *o); /* may be NULL */

bool opts_has(const struct opts *o, const char *name);

/* The last value given, NULL when there was none. */
const char *opts_value(const struct opts *o, const char *name);

/* The n-th value given, NULL when there were not so many. */
const char *opts_nth(const struct opts *o, const char *name, size_t n);

/* How many arguments are not options. */
size_t opts_args(const struct opts *o);

/* The i-th of them, NULL beyond the last. */
const char *opts_arg(const struct opts *o, size_t i);

/* A positive whole number. ERR_INVALID when it is something else; absent
 * leaves *out alone. */
ERR_RESULT enum err opts_number(const struct opts *o, const char *name,
                                unsigned *out, struct errmsg *em);
