/* Looking names up in the DNS, with c-ares, on the loop.
 *
 * A look-up is bounded in time (a few tries of each server) and in what it
 * brings. The files of the system that say where to ask are read anew from
 * time to time, so a machine that changes networks is followed.
 *
 * Thread: the loop, for every function and every callback. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/addr.h"
#include "base/err.h"

struct loop;
struct resolver;

#define RESOLVER_NAME_SIZE 254 /* longest name, with the NUL */

/* Letters, digits, "-", "_" and ".", in labels of 1 to 63 bytes; a dot at the
 * end is fine. What RFC 1123 asks of the name of a host, and underscores. */
bool resolver_name_is_valid(const char *name);

struct resolver_config {
    struct loop *loop;          /* borrowed; must outlive */
    const struct addr *servers; /* copied; none: those of the system */
    size_t servers_len;
    unsigned try_ms; /* how long to wait for a server at first; 0: 1500. There
                        are three tries, each longer than the one before */
};

/* ERR_NOMEM */
ERR_RESULT enum err resolver_new(const struct resolver_config *cfg,
                                 struct resolver **out);

/* Ends what is under way without calling back. Not from within a callback.
 * May be NULL. */
void resolver_free(struct resolver *r);

/* The one end of a look-up, never inside the call that began it. `status`:
 *   ERR_OK           an answer
 *   ERR_NOT_FOUND    there is no such name, or it has nothing of the kind
 *   ERR_TIMEOUT      no server answered
 *   ERR_UNREACHABLE  no server could be asked
 *   ERR_REFUSED      the servers would not say, or could not; an older
 *                    c-ares (1.18) cannot tell this from the one above
 *   ERR_PROTO        an answer that makes no sense
 *   ERR_NOMEM, ERR_LIMIT (out of descriptors) */

/* The addresses of a host, IPv4 and IPv6, port 0; also from /etc/hosts, and
 * in the search domains of the system, as other programs find it. */
#define RESOLVER_MAX_ADDRS 16
typedef void resolver_host_fn(enum err status, const struct addr *addrs,
                              size_t len, void *arg);
ERR_RESULT enum err resolver_host(struct resolver *r, const char *name,
                                  resolver_host_fn *done, void *arg);

/* The answer to a question for TXT records, as it came: dns_answer.h reads it.
 * It is borrowed until `done` returns. `name` is whole. */
typedef void resolver_txt_fn(enum err status, const uint8_t *answer, size_t len,
                             void *arg);
ERR_RESULT enum err resolver_txt(struct resolver *r, const char *name,
                                 resolver_txt_fn *done, void *arg);

/* What a status of a look-up means, for people: "no such name". */
const char *resolver_text(enum err status);
