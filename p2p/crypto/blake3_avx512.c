/* Sixteen lanes, rotation in one instruction. */
#if defined(__x86_64__)

#include <immintrin.h>

#define KERNEL_NAME blake3_kernel_avx512
#define KERNEL_LANES 16
#define KERNEL_TARGET __attribute__((target("avx512f")))
#define ROTR(x, n) ((vec)_mm512_ror_epi32((__m512i)(x), (n)))

#include "crypto/blake3_kernel.inc.h"

#endif
