/* Random bytes from the kernel (getrandom), buffered per thread for small
 * requests. Fit for keys. Aborts when the kernel has none, because nothing
 * that needs random bytes can go on without.
 *
 * Thread: any. */
#pragma once

#include <stddef.h>
#include <stdint.h>

/* Both cheap for small requests; rng_bytes() of any length. */
void rng_bytes(void *out, size_t len);
uint64_t rng_u64(void);

/* Uniform in [0, bound); `bound` must not be zero. */
uint64_t rng_below(uint64_t bound);
