/* One BLAKE3 kernel, written over a vector of KERNEL_LANES 32-bit words: word
 * i of the state of every lane sits in vector i.
 *
 * The file that includes this defines
 *     KERNEL_NAME    the function to make
 *     KERNEL_LANES   4, 8 or 16
 *     KERNEL_TARGET  function attributes that select the instruction set
 *     ROTR(x, n)     rotate each word of vector x right by n of 16, 12, 8, 7
 *
 * Message words arrive by plain loads, one row of a block per lane, and a
 * transposition in registers; gather instructions are slower. */

#include <string.h>

#include "crypto/blake3_int.h"

typedef uint32_t vec __attribute__((vector_size(4 * KERNEL_LANES)));

#define INLINE KERNEL_TARGET static inline __attribute__((always_inline))

#define EACH_4(F) F(0) F(1) F(2) F(3)
#define EACH_8(F) EACH_4(F) F(4) F(5) F(6) F(7)
#define EACH_16(F) EACH_8(F) F(8) F(9) F(10) F(11) F(12) F(13) F(14) F(15)

/* ZIP takes words 0 0 1 1 (or 2 2 3 3) of each 128-bit part of a and b in
 * turn, PAIR takes words 0 1 0 1 (or 2 3 2 3), so that both stay within a
 * part: that is what the processors do in one step. PARTS take whole parts.
 * Pairs are written as 64-bit words because gcc finds the one instruction only
 * so. */
typedef uint64_t vec64 __attribute__((vector_size(4 * KERNEL_LANES)));

#define ZIP(a, b, ...) __builtin_shufflevector(a, b, __VA_ARGS__)
#define ZIP64(a, b, ...)                                                       \
    ((vec)__builtin_shufflevector((vec64)(a), (vec64)(b), __VA_ARGS__))

#if KERNEL_LANES == 4
#define EACH_LANE EACH_4
#define ZIP_LO(a, b) ZIP(a, b, 0, 4, 1, 5)
#define ZIP_HI(a, b) ZIP(a, b, 2, 6, 3, 7)
#define PAIR_LO(a, b) ZIP64(a, b, 0, 2)
#define PAIR_HI(a, b) ZIP64(a, b, 1, 3)
#elif KERNEL_LANES == 8
#define EACH_LANE EACH_8
#define ZIP_LO(a, b) ZIP(a, b, 0, 8, 1, 9, 4, 12, 5, 13)
#define ZIP_HI(a, b) ZIP(a, b, 2, 10, 3, 11, 6, 14, 7, 15)
#define PAIR_LO(a, b) ZIP64(a, b, 0, 4, 2, 6)
#define PAIR_HI(a, b) ZIP64(a, b, 1, 5, 3, 7)
#define PARTS_LO(a, b) ZIP64(a, b, 0, 1, 4, 5)
#define PARTS_HI(a, b) ZIP64(a, b, 2, 3, 6, 7)
#else
#define EACH_LANE EACH_16
#define ZIP_LO(a, b)                                                           \
    ZIP(a, b, 0, 16, 1, 17, 4, 20, 5, 21, 8, 24, 9, 25, 12, 28, 13, 29)
#define ZIP_HI(a, b)                                                           \
    ZIP(a, b, 2, 18, 3, 19, 6, 22, 7, 23, 10, 26, 11, 27, 14, 30, 15, 31)
#define PAIR_LO(a, b) ZIP64(a, b, 0, 8, 2, 10, 4, 12, 6, 14)
#define PAIR_HI(a, b) ZIP64(a, b, 1, 9, 3, 11, 5, 13, 7, 15)
#define PARTS_EVEN(a, b) ZIP64(a, b, 0, 1, 4, 5, 8, 9, 12, 13)
#define PARTS_ODD(a, b) ZIP64(a, b, 2, 3, 6, 7, 10, 11, 14, 15)
#endif

/* Four rows: transpose the 4 x 4 words in each 128-bit part. */
INLINE void transpose_parts(vec *r)
{
    vec ab_lo = ZIP_LO(r[0], r[1]);
    vec ab_hi = ZIP_HI(r[0], r[1]);
    vec cd_lo = ZIP_LO(r[2], r[3]);
    vec cd_hi = ZIP_HI(r[2], r[3]);

    r[0] = PAIR_LO(ab_lo, cd_lo);
    r[1] = PAIR_HI(ab_lo, cd_lo);
    r[2] = PAIR_LO(ab_hi, cd_hi);
    r[3] = PAIR_HI(ab_hi, cd_hi);
}

#if KERNEL_LANES == 4
INLINE void transpose(vec *r)
{
    transpose_parts(r);
}
#elif KERNEL_LANES == 8
INLINE void swap_parts(vec *a, vec *b)
{
    vec lo = PARTS_LO(*a, *b);

    *b = PARTS_HI(*a, *b);
    *a = lo;
}

/* KERNEL_LANES rows of KERNEL_LANES words. */
INLINE void transpose(vec *r)
{
    transpose_parts(r);
    transpose_parts(r + 4);
    swap_parts(&r[0], &r[4]);
    swap_parts(&r[1], &r[5]);
    swap_parts(&r[2], &r[6]);
    swap_parts(&r[3], &r[7]);
}
#else
/* Transpose the 4 x 4 parts of four rows. */
INLINE void swap_parts(vec *a, vec *b, vec *c, vec *d)
{
    vec ab_even = PARTS_EVEN(*a, *b);
    vec ab_odd = PARTS_ODD(*a, *b);
    vec cd_even = PARTS_EVEN(*c, *d);
    vec cd_odd = PARTS_ODD(*c, *d);

    *a = PARTS_EVEN(ab_even, cd_even);
    *b = PARTS_EVEN(ab_odd, cd_odd);
    *c = PARTS_ODD(ab_even, cd_even);
    *d = PARTS_ODD(ab_odd, cd_odd);
}

/* KERNEL_LANES rows of KERNEL_LANES words. */
INLINE void transpose(vec *r)
{
    transpose_parts(r);
    transpose_parts(r + 4);
    transpose_parts(r + 8);
    transpose_parts(r + 12);
    swap_parts(&r[0], &r[4], &r[8], &r[12]);
    swap_parts(&r[1], &r[5], &r[9], &r[13]);
    swap_parts(&r[2], &r[6], &r[10], &r[14]);
    swap_parts(&r[3], &r[7], &r[11], &r[15]);
}
#endif

INLINE vec load(const void *p)
{
    vec v;

    memcpy(&v, p, sizeof v);
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
    v = (v >> 24) | ((v >> 8) & 0xff00) | ((v << 8) & 0xff0000) | (v << 24);
#endif
    return v;
}

/* Message vectors KERNEL_LANES * part and following, of the block at `at`. */
INLINE void load_part(vec *m, const uint8_t *const in[], size_t at, int part)
{
#define LOAD(i) m[i] = load(in[i] + at + part * (int)sizeof(vec));
    EACH_LANE(LOAD)
#undef LOAD
    transpose(m);
}

INLINE void load_block(vec m[16], const uint8_t *const in[], size_t at)
{
    load_part(m, in, at, 0);
#if KERNEL_LANES <= 8
    load_part(m + KERNEL_LANES, in, at, 1);
#endif
#if KERNEL_LANES == 4
    load_part(m + 8, in, at, 2);
    load_part(m + 12, in, at, 3);
#endif
}

/* The lanes are too many streams for the processor to guess what is read next.
 * What follows the last block is most likely the first of the next call's
 * lane, KERNEL_LANES inputs on; being wrong costs nothing. */
INLINE void prefetch(const uint8_t *const in[], size_t at, size_t len)
{
    size_t ahead = at + 4 * BLAKE3_BLOCK;

    if (ahead >= len)
        ahead += (KERNEL_LANES - 1) * len;
#define PREFETCH(i) __builtin_prefetch(in[i] + ahead);
    EACH_LANE(PREFETCH)
#undef PREFETCH
}

/* All seven rounds. */
INLINE void mix(vec v[16], const vec m[16])
{
#define G(a, b, c, d, x, y)                                                    \
    v[a] = v[a] + m[x] + v[b];                                                 \
    v[d] = ROTR(v[d] ^ v[a], 16);                                              \
    v[c] += v[d];                                                              \
    v[b] = ROTR(v[b] ^ v[c], 12);                                              \
    v[a] = v[a] + m[y] + v[b];                                                 \
    v[d] = ROTR(v[d] ^ v[a], 8);                                               \
    v[c] += v[d];                                                              \
    v[b] = ROTR(v[b] ^ v[c], 7);
#define ROUND(...) BLAKE3_ROUND(G, __VA_ARGS__)
    BLAKE3_ROUNDS(ROUND)
#undef ROUND
#undef G
}

INLINE vec same(uint32_t word)
{
    return (vec){0} + word;
}

INLINE void compress(vec cv[8], const vec m[16], vec counter_lo, vec counter_hi,
                     uint32_t flags)
{
    static const uint32_t iv[8] = BLAKE3_IV;
    vec v[16] = {
        cv[0],       cv[1],       cv[2],      cv[3],       cv[4],
        cv[5],       cv[6],       cv[7],      same(iv[0]), same(iv[1]),
        same(iv[2]), same(iv[3]), counter_lo, counter_hi,  same(BLAKE3_BLOCK),
        same(flags)};

    mix(v, m);
#define FOLD(i) cv[i] = v[i] ^ v[i + 8];
    EACH_8(FOLD)
#undef FOLD
}

INLINE void load_counters(const uint64_t counter[], vec *lo, vec *hi)
{
    uint32_t words[2][KERNEL_LANES];

    for (int i = 0; i < KERNEL_LANES; i++) {
        words[0][i] = (uint32_t)counter[i];
        words[1][i] = (uint32_t)(counter[i] >> 32);
    }
    memcpy(lo, words[0], sizeof *lo);
    memcpy(hi, words[1], sizeof *hi);
}

INLINE void store_part(const vec *v, uint8_t *out, size_t len)
{
    vec r[KERNEL_LANES] = {0};

    for (int i = 0; i < (KERNEL_LANES < 8 ? KERNEL_LANES : 8); i++)
        r[i] = v[i];
    transpose(r);
    for (int i = 0; i < KERNEL_LANES; i++) {
        vec le = load(&r[i]);

        memcpy(out + (size_t)i * HASH_SIZE, &le, len);
    }
}

/* Eight vectors become KERNEL_LANES values of 32 bytes. */
INLINE void store_values(const vec cv[8], uint8_t *out)
{
#if KERNEL_LANES == 4
    store_part(cv, out, 16);
    store_part(cv + 4, out + 16, 16);
#else
    store_part(cv, out, HASH_SIZE);
#endif
}

KERNEL_TARGET void KERNEL_NAME(const uint8_t *const in[], size_t blocks,
                               const uint64_t counter[],
                               struct blake3_flagset flags, uint8_t *out)
{
    static const uint32_t iv[8] = BLAKE3_IV;
    vec cv[8], m[16], lo, hi;

#define START(i) cv[i] = same(iv[i]);
    EACH_8(START)
#undef START
    load_counters(counter, &lo, &hi);
    for (size_t b = 0; b < blocks; b++) {
        uint32_t f = flags.every;

        if (b == 0)
            f |= flags.first;
        if (b == blocks - 1)
            f |= flags.last;
        load_block(m, in, b * BLAKE3_BLOCK);
        if (blocks > 1)
            prefetch(in, b * BLAKE3_BLOCK, blocks * BLAKE3_BLOCK);
        compress(cv, m, lo, hi, f);
    }
    store_values(cv, out);
}
