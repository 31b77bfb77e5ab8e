/* Spreads the work over the lanes of the widest kernel; what is left over at
 * the end goes to the narrowest kernel that takes it in one call, a single
 * input to plain words. */
#include "crypto/blake3.h"

#include <assert.h>
#include <stdatomic.h>
#include <string.h>

#include "crypto/blake3_int.h"

struct kernel {
    size_t lanes;
    blake3_kernel_fn *run;
};

/* Widest first, ended by lanes = 0. */
static const struct kernel sets[BLAKE3_ISA_COUNT][4] = {
    [BLAKE3_PORTABLE] = {{4, blake3_kernel_portable}},
#if defined(__x86_64__)
    [BLAKE3_SSE41] = {{4, blake3_kernel_sse41}},
    [BLAKE3_AVX2] = {{8, blake3_kernel_avx2}, {4, blake3_kernel_sse41}},
    [BLAKE3_AVX512] = {{16, blake3_kernel_avx512},
                       {8, blake3_kernel_avx2},
                       {4, blake3_kernel_sse41}},
#endif
};

/* Every thread finds the same answer, so a race is harmless. */
static _Atomic int active = BLAKE3_ISA_COUNT;

bool blake3_has(enum blake3_isa isa)
{
#if defined(__x86_64__)
    switch (isa) {
    case BLAKE3_PORTABLE:
        return true;
    case BLAKE3_SSE41:
        return __builtin_cpu_supports("sse4.1");
    case BLAKE3_AVX2:
        return __builtin_cpu_supports("avx2");
    case BLAKE3_AVX512:
        return __builtin_cpu_supports("avx512f") &&
               __builtin_cpu_supports("avx2");
    default:
        return false;
    }
#else
    return isa == BLAKE3_PORTABLE;
#endif
}

enum blake3_isa blake3_active(void)
{
    int isa = atomic_load_explicit(&active, memory_order_relaxed);

    if (isa != BLAKE3_ISA_COUNT)
        return isa;
    do
        isa--;
    while (!blake3_has(isa));
    atomic_store_explicit(&active, isa, memory_order_relaxed);
    return isa;
}

void blake3_force(enum blake3_isa isa)
{
    assert(blake3_has(isa));
    atomic_store(&active, (int)isa);
}

const char *blake3_isa_name(enum blake3_isa isa)
{
    static const char *const names[] = {"portable", "sse41", "avx2", "avx512"};

    return isa < BLAKE3_ISA_COUNT ? names[isa] : "?";
}

static uint32_t load32(const uint8_t *p)
{
    return p[0] | (uint32_t)p[1] << 8 | (uint32_t)p[2] << 16 |
           (uint32_t)p[3] << 24;
}

static void store32(uint8_t *p, uint32_t v)
{
    p[0] = (uint8_t)v;
    p[1] = (uint8_t)(v >> 8);
    p[2] = (uint8_t)(v >> 16);
    p[3] = (uint8_t)(v >> 24);
}

static inline uint32_t rotr(uint32_t x, int n)
{
    return x >> n | x << (32 - n);
}

static void mix(uint32_t v[16], const uint32_t m[16])
{
#define G(a, b, c, d, x, y)                                                    \
    v[a] = v[a] + m[x] + v[b];                                                 \
    v[d] = rotr(v[d] ^ v[a], 16);                                              \
    v[c] += v[d];                                                              \
    v[b] = rotr(v[b] ^ v[c], 12);                                              \
    v[a] = v[a] + m[y] + v[b];                                                 \
    v[d] = rotr(v[d] ^ v[a], 8);                                               \
    v[c] += v[d];                                                              \
    v[b] = rotr(v[b] ^ v[c], 7);
#define ROUND(...) BLAKE3_ROUND(G, __VA_ARGS__)
    BLAKE3_ROUNDS(ROUND)
#undef ROUND
#undef G
}

/* One block in plain words. */
static void compress(uint32_t cv[8], const uint8_t block[BLAKE3_BLOCK],
                     uint64_t counter, uint32_t len, uint32_t flags)
{
    static const uint32_t iv[8] = BLAKE3_IV;
    uint32_t m[16];
    uint32_t v[16];

    for (int i = 0; i < 16; i++)
        m[i] = load32(block + 4 * i);
    memcpy(v, cv, 32);
    memcpy(v + 8, iv, 16);
    v[12] = (uint32_t)counter;
    v[13] = (uint32_t)(counter >> 32);
    v[14] = len;
    v[15] = flags;
    mix(v, m);
    for (int i = 0; i < 8; i++)
        cv[i] = v[i] ^ v[i + 8];
}

static void store_cv(const uint32_t cv[8], struct hash *out)
{
    for (int i = 0; i < 8; i++)
        store32(out->b + 4 * i, cv[i]);
}

void blake3_chunk(const uint8_t *data, size_t len, uint64_t counter,
                  bool is_root, struct hash *out)
{
    uint32_t cv[8] = BLAKE3_IV;
    uint32_t flags = BLAKE3_CHUNK_START;
    uint8_t last[BLAKE3_BLOCK] = {0};

    assert(len <= BLAKE3_CHUNK);
    while (len > BLAKE3_BLOCK) {
        compress(cv, data, counter, BLAKE3_BLOCK, flags);
        flags = 0;
        data += BLAKE3_BLOCK;
        len -= BLAKE3_BLOCK;
    }
    if (len > 0)
        memcpy(last, data, len);
    flags |= BLAKE3_CHUNK_END | (is_root ? BLAKE3_ROOT : 0);
    compress(cv, last, counter, (uint32_t)len, flags);
    store_cv(cv, out);
}

void blake3_parent(const uint8_t pair[static BLAKE3_BLOCK], bool is_root,
                   struct hash *out)
{
    uint32_t cv[8] = BLAKE3_IV;

    compress(cv, pair, 0, BLAKE3_BLOCK,
             BLAKE3_PARENT | (is_root ? BLAKE3_ROOT : 0));
    store_cv(cv, out);
}

/* The kernel for the next call, `n` >= 2 inputs being left. */
static const struct kernel *pick(const struct kernel *set, size_t n)
{
    while (set[1].lanes >= n)
        set++;
    return set;
}

/* One call with fewer inputs than lanes: the last one fills up. */
static void run_padded(const struct kernel *k, const uint8_t *const in[],
                       size_t n, size_t blocks, const uint64_t counter[],
                       struct blake3_flagset flags, struct hash out[])
{
    const uint8_t *padded[BLAKE3_MAX_LANES];
    uint64_t count[BLAKE3_MAX_LANES];
    struct hash all[BLAKE3_MAX_LANES];

    for (size_t i = 0; i < k->lanes; i++) {
        padded[i] = in[i < n ? i : n - 1];
        count[i] = counter[i < n ? i : n - 1];
    }
    k->run(padded, blocks, count, flags, all[0].b);
    memcpy(out, all, n * sizeof *out);
}

/* At most BLAKE3_MAX_LANES inputs. */
static void run_some(const uint8_t *const in[], size_t n, size_t blocks,
                     const uint64_t counter[], struct blake3_flagset flags,
                     struct hash out[])
{
    const struct kernel *set = sets[blake3_active()];

    while (n > 0) {
        const struct kernel *k = pick(set, n);

        if (k->lanes > n) {
            run_padded(k, in, n, blocks, counter, flags, out);
            return;
        }
        k->run(in, blocks, counter, flags, out->b);
        in += k->lanes;
        counter += k->lanes;
        out += k->lanes;
        n -= k->lanes;
    }
}

static size_t min_size(size_t a, size_t b)
{
    return a < b ? a : b;
}

void blake3_chunks(const uint8_t *const data[], const uint64_t counter[],
                   size_t n, struct hash out[])
{
    static const struct blake3_flagset flags = {.first = BLAKE3_CHUNK_START,
                                                .last = BLAKE3_CHUNK_END};

    for (size_t i = 0; i < n; i += BLAKE3_MAX_LANES) {
        size_t some = min_size(n - i, BLAKE3_MAX_LANES);

        if (some == 1)
            blake3_chunk(data[i], BLAKE3_CHUNK, counter[i], false, &out[i]);
        else
            run_some(data + i, some, BLAKE3_CHUNK / BLAKE3_BLOCK, counter + i,
                     flags, out + i);
    }
}

void blake3_parents_at(const uint8_t *const pair[], size_t n, struct hash out[])
{
    static const struct blake3_flagset flags = {.every = BLAKE3_PARENT};
    static const uint64_t zero[BLAKE3_MAX_LANES];

    for (size_t i = 0; i < n; i += BLAKE3_MAX_LANES) {
        size_t some = min_size(n - i, BLAKE3_MAX_LANES);

        if (some == 1)
            blake3_parent(pair[i], false, &out[i]);
        else
            run_some(pair + i, some, 1, zero, flags, out + i);
    }
}

/* Works in place because a call reads all its inputs before it writes, and
 * output i never lies beyond input i. */
void blake3_parents(const uint8_t *pairs, size_t n, struct hash out[])
{
    const uint8_t *at[BLAKE3_MAX_LANES];

    for (size_t i = 0; i < n; i += BLAKE3_MAX_LANES) {
        size_t some = min_size(n - i, BLAKE3_MAX_LANES);

        for (size_t j = 0; j < some; j++)
            at[j] = pairs + (i + j) * BLAKE3_BLOCK;
        blake3_parents_at(at, some, out + i);
    }
}
