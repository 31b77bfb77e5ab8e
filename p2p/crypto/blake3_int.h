/* Inside of blake3: constants, and what a kernel looks like.
 *
 * A kernel runs `lanes` inputs side by side, each `blocks` whole 64-byte
 * blocks long, and writes `lanes` values of 32 bytes. All inputs share the
 * flags; each has its own counter.
 *
 * Thread: any. */
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "crypto/blake3.h"

enum blake3_flags {
    BLAKE3_CHUNK_START = 1,
    BLAKE3_CHUNK_END = 2,
    BLAKE3_PARENT = 4,
    BLAKE3_ROOT = 8
};

#define BLAKE3_IV                                                              \
    {                                                                          \
        0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f,            \
            0x9b05688c, 0x1f83d9ab, 0x5be0cd19                                 \
    }

/* Order of the message words in each of the seven rounds: each line is the one
 * before, permuted by 2 6 3 10 7 0 4 13 1 11 12 5 9 14 15 8. */
#define BLAKE3_ROUNDS(R)                                                       \
    R(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15)                    \
    R(2, 6, 3, 10, 7, 0, 4, 13, 1, 11, 12, 5, 9, 14, 15, 8)                    \
    R(3, 4, 10, 12, 13, 2, 7, 14, 6, 5, 9, 0, 11, 15, 8, 1)                    \
    R(10, 7, 12, 9, 14, 3, 13, 15, 4, 0, 11, 2, 5, 8, 1, 6)                    \
    R(12, 13, 9, 11, 15, 10, 14, 8, 7, 2, 5, 3, 0, 1, 6, 4)                    \
    R(9, 14, 11, 5, 8, 12, 15, 1, 13, 3, 0, 10, 2, 6, 4, 7)                    \
    R(11, 15, 5, 0, 1, 9, 8, 6, 14, 10, 2, 12, 3, 4, 7, 13)

/* Columns, then diagonals, of the 4 x 4 state. G(a, b, c, d, x, y) mixes four
 * state words with two message words. */
#define BLAKE3_ROUND(G, m0, m1, m2, m3, m4, m5, m6, m7, m8, m9, m10, m11, m12, \
                     m13, m14, m15)                                            \
    G(0, 4, 8, 12, m0, m1)                                                     \
    G(1, 5, 9, 13, m2, m3)                                                     \
    G(2, 6, 10, 14, m4, m5)                                                    \
    G(3, 7, 11, 15, m6, m7)                                                    \
    G(0, 5, 10, 15, m8, m9)                                                    \
    G(1, 6, 11, 12, m10, m11)                                                  \
    G(2, 7, 8, 13, m12, m13)                                                   \
    G(3, 4, 9, 14, m14, m15)

/* Flags of the first, of every, and of the last block. */
struct blake3_flagset {
    uint32_t first;
    uint32_t every;
    uint32_t last;
};

typedef void blake3_kernel_fn(const uint8_t *const in[], size_t blocks,
                              const uint64_t counter[],
                              struct blake3_flagset flags, uint8_t *out);

blake3_kernel_fn blake3_kernel_portable; /* 4 lanes */
#if defined(__x86_64__)
blake3_kernel_fn blake3_kernel_sse41;  /* 4 lanes */
blake3_kernel_fn blake3_kernel_avx2;   /* 8 lanes */
blake3_kernel_fn blake3_kernel_avx512; /* 16 lanes */
#endif
