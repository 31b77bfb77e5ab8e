/* Four lanes with whatever the target always has: SSE2 on x86-64, NEON on
 * 64-bit ARM, plain words elsewhere. */

#define KERNEL_NAME blake3_kernel_portable
#define KERNEL_LANES 4
#define KERNEL_TARGET
#define ROTR(x, n) ((x) >> (n) | (x) << (32 - (n)))

#include "crypto/blake3_kernel.inc.h"
