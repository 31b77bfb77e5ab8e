/* Have the node fetch a blob: POST /transfers, then follow it to its end.
 *
 * Thread: main. */
#pragma once

#include <jansson.h>

#include "base/err.h"
#include "cli/cli.h"
#include "cli/opts.h"

/* Start by the options of `get`. *out is the transfer's JSON.
 *   ERR_INVALID  `name` is neither a hash nor a ticket */
ERR_RESULT enum err fetch_start(struct cli *c, const struct opts *o,
                                const char *name, json_t **out,
                                struct errmsg *em);

/* Wait for its end. Ctrl-C and --timeout cancel it. *transfer is replaced by
 * the last JSON seen. ERR_OK: completed; else as transfer_result() or
 * follow_transfer(). */
ERR_RESULT enum err fetch_wait(struct cli *c, const struct opts *o,
                               json_t **transfer, struct errmsg *em);

/* 64 hexadecimal digits, or 52 letters of base32. */
bool fetch_is_hash(const char *text);
