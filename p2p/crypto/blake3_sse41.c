/* Four lanes; rotations by whole bytes are one shuffle. */
#if defined(__x86_64__)

#include <immintrin.h>

#define KERNEL_NAME blake3_kernel_sse41
#define KERNEL_LANES 4
#define KERNEL_TARGET __attribute__((target("sse4.1")))

#define BYTES(x, ...)                                                          \
    ((vec)_mm_shuffle_epi8((__m128i)(x), _mm_setr_epi8(__VA_ARGS__)))
#define ROTR(x, n)                                                             \
    ((n) == 16                                                                 \
         ? BYTES(x, 2, 3, 0, 1, 6, 7, 4, 5, 10, 11, 8, 9, 14, 15, 12, 13)      \
     : (n) == 8                                                                \
         ? BYTES(x, 1, 2, 3, 0, 5, 6, 7, 4, 9, 10, 11, 8, 13, 14, 15, 12)      \
         : ((x) >> (n) | (x) << (32 - (n))))

#include "crypto/blake3_kernel.inc.h"

#endif
