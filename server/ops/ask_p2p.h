/* Stop and start the p2p engine. Post it, read the fields below the line when
 * `err` is ERR_OK.
 *
 * Thread: see ask.h. */
#pragma once

#include "node_p2p.h"
#include "ops/ask.h"

/* Errors as node_p2p_wish(), with `em`. */
struct ask_p2p {
    struct ask ask;
    struct p2p_wish wish;
    /* ---- */
    bool is_running;
    struct addr bound[QUIC_MAX_SOCKETS];
    size_t bound_len;
};
struct ask_p2p *ask_p2p_new(bool run_it);
