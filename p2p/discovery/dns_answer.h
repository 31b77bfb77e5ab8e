/* Reading TXT records out of a DNS message (RFC 1035, section 4). Foreign
 * bytes: every step is bounded, and pointers in names are never followed, as
 * no name is needed.
 *
 * Thread: any; no state. */
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "base/err.h"

/* Each character-string of each TXT record of the answer section, in order. */
typedef void dns_answer_fn(const uint8_t *text, size_t len, void *arg);

/* `*ttl_s`: the smallest time to live of these records, UINT32_MAX without
 * one. ERR_PROTO: not a whole message; `fn` has then had what stood before
 * the damage. */
ERR_RESULT enum err dns_answer_txt(const uint8_t *msg, size_t len,
                                   dns_answer_fn *fn, void *arg,
                                   uint32_t *ttl_s);
