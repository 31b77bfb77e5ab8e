/* Read-only maps of files that outlive the file's troubles.
 *
 * Touching a map whose file was cut short, or whose disk fails, raises SIGBUS.
 * Here that puts a page of zeros in place and marks the map as damaged: the
 * reader goes on with wrong bytes, which the hash tree then finds.
 *
 * The handler of a signal can be given no argument, so the table of maps is
 * one of the few things that all engines in a process share. It is written
 * under a lock and read by the handler without one. An address that is in no
 * map of ours goes to the handler that was there before, or kills as ever.
 *
 * A thread that reads maps must not block SIGBUS.
 *
 * Thread: any. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"

struct mapping;

/* Map the first `len` > 0 bytes, which the file need not have yet.
 *   ERR_LIMIT      the table is full (64 Ki maps)
 *   ERR_TOO_LARGE  no such room in the address space
 *   ERR_NOMEM, ERR_IO */
ERR_RESULT enum err mapping_new(int fd, uint64_t len, struct mapping **out);
void mapping_free(struct mapping *m); /* may be NULL */

/* The first byte. */
const uint8_t *mapping_at(const struct mapping *m);

/* Has a page been replaced by zeros? */
bool mapping_is_damaged(const struct mapping *m);

/* Show the file again, also where a page was replaced: for files that were
 * mended meanwhile. The address stays. */
ERR_RESULT enum err mapping_repair(struct mapping *m, int fd);
