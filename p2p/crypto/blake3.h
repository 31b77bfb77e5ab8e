/* BLAKE3's two building blocks, many at a time: whole chunks and parents.
 *
 * The work is done by the widest kernel that the processor has: 16, 8 or 4
 * chunks side by side in vector registers. All give the same values. tree.h
 * is built on this; few others need it.
 *
 * Thread: any. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "crypto/hash.h"

#define BLAKE3_CHUNK 1024
#define BLAKE3_BLOCK 64
#define BLAKE3_MAX_LANES 16

enum blake3_isa {
    BLAKE3_PORTABLE, /* vector extensions with what the target always has */
    BLAKE3_SSE41,
    BLAKE3_AVX2,
    BLAKE3_AVX512,
    BLAKE3_ISA_COUNT
};

/* Chaining values of `n` whole chunks, none of which is a whole blob.
 * `counter[i]` is the chunk's number in its blob. */
void blake3_chunks(const uint8_t *const data[], const uint64_t counter[],
                   size_t n, struct hash out[]);

/* Values of `n` parents that are not roots; parent i is the 64 bytes at
 * pairs + 64 i (left value, right value). `out` may be `pairs`. */
void blake3_parents(const uint8_t *pairs, size_t n, struct hash out[]);

/* The same from anywhere in memory. */
void blake3_parents_at(const uint8_t *const pair[], size_t n,
                       struct hash out[]);

/* One chunk of 0..1024 bytes; `is_root` if it is the whole blob. */
void blake3_chunk(const uint8_t *data, size_t len, uint64_t counter,
                  bool is_root, struct hash *out);

/* One parent from its 64 bytes. */
void blake3_parent(const uint8_t pair[static BLAKE3_BLOCK], bool is_root,
                   struct hash *out);

/* For tests and benchmarks: which kernels can run here, which one does, and
 * making one of them run (process-wide; not while others hash). */
bool blake3_has(enum blake3_isa isa);
enum blake3_isa blake3_active(void);
void blake3_force(enum blake3_isa isa);
const char *blake3_isa_name(enum blake3_isa isa);
