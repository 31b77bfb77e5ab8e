/* Eight lanes; rotations by whole bytes are one shuffle. */
#if defined(__x86_64__)

#include <immintrin.h>

#define KERNEL_NAME blake3_kernel_avx2
#define KERNEL_LANES 8
#define KERNEL_TARGET __attribute__((target("avx2")))

#define BYTES_16 2, 3, 0, 1, 6, 7, 4, 5, 10, 11, 8, 9, 14, 15, 12, 13
#define BYTES_8 1, 2, 3, 0, 5, 6, 7, 4, 9, 10, 11, 8, 13, 14, 15, 12
#define BYTES(x, ...)                                                          \
    ((vec)_mm256_shuffle_epi8((__m256i)(x),                                    \
                              _mm256_setr_epi8(__VA_ARGS__, __VA_ARGS__)))
#define ROTR(x, n)                                                             \
    ((n) == 16  ? BYTES(x, BYTES_16)                                           \
     : (n) == 8 ? BYTES(x, BYTES_8)                                            \
                : ((x) >> (n) | (x) << (32 - (n))))

#include "crypto/blake3_kernel.inc.h"

#endif
