/* A listening TCP socket.
 *
 * Thread: main. */
#pragma once

#include "base/addr.h"
#include "base/err.h"

/* Bind and listen; `bound` gets the address with its port. The caller closes
 * the descriptor.
 *   ERR_BUSY     the address is in use
 *   ERR_ACCESS   the port may not be bound
 *   ERR_INVALID  the address is not this machine's
 *   ERR_LIMIT, ERR_IO */
ERR_RESULT enum err listener_open(const struct addr *a, int *fd_out,
                                  struct addr *bound, struct errmsg *em);
