/* BLAKE3, its tree and the verified stream, written a second time: straight
 * from protocol text, recursive and slow. What the fast code is held against. */
#pragma once

#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/ranges.h"
#include "crypto/hash.h"
#include "test.h"

static const uint32_t naive_iv[8] = {0x6a09e667, 0xbb67ae85, 0x3c6ef372,
                                     0xa54ff53a, 0x510e527f, 0x9b05688c,
                                     0x1f83d9ab, 0x5be0cd19};

static inline uint32_t naive_rotr(uint32_t x, int n)
{
    return x >> n | x << (32 - n);
}

static inline void naive_quarter(uint32_t *s, int a, int b, int c, int d,
                                 uint32_t x, uint32_t y)
{
    s[a] = s[a] + s[b] + x;
    s[d] = naive_rotr(s[d] ^ s[a], 16);
    s[c] = s[c] + s[d];
    s[b] = naive_rotr(s[b] ^ s[c], 12);
    s[a] = s[a] + s[b] + y;
    s[d] = naive_rotr(s[d] ^ s[a], 8);
    s[c] = s[c] + s[d];
    s[b] = naive_rotr(s[b] ^ s[c], 7);
}

static inline void naive_round(uint32_t *s, const uint32_t *m)
{
    for (int i = 0; i < 4; i++)
        naive_quarter(s, i, 4 + i, 8 + i, 12 + i, m[2 * i], m[2 * i + 1]);
    for (int i = 0; i < 4; i++)
        naive_quarter(s, i, 4 + (i + 1) % 4, 8 + (i + 2) % 4, 12 + (i + 3) % 4,
                      m[8 + 2 * i], m[9 + 2 * i]);
}

static inline void naive_compress(uint32_t cv[8], const uint8_t *block,
                                  uint32_t len, uint64_t counter,
                                  uint32_t flags)
{
    static const int order[16] = {2, 6,  3,  10, 7, 0,  4,  13,
                                  1, 11, 12, 5,  9, 14, 15, 8};
    uint8_t padded[64] = {0};
    uint32_t m[16], next[16], s[16];

    if (len > 0)
        memcpy(padded, block, len);
    for (int i = 0; i < 16; i++)
        m[i] = padded[4 * i] | (uint32_t)padded[4 * i + 1] << 8 |
               (uint32_t)padded[4 * i + 2] << 16 |
               (uint32_t)padded[4 * i + 3] << 24;
    memcpy(s, cv, 32);
    memcpy(s + 8, naive_iv, 16);
    s[12] = (uint32_t)counter;
    s[13] = (uint32_t)(counter >> 32);
    s[14] = len;
    s[15] = flags;
    for (int round = 0; round < 7; round++) {
        naive_round(s, m);
        for (int i = 0; i < 16; i++)
            next[i] = m[order[i]];
        memcpy(m, next, sizeof m);
    }
    for (int i = 0; i < 8; i++)
        cv[i] = s[i] ^ s[i + 8];
}

static inline void naive_store(const uint32_t cv[8], struct hash *out)
{
    for (int i = 0; i < 32; i++)
        out->b[i] = (uint8_t)(cv[i / 4] >> i % 4 * 8);
}

static inline void naive_chunk(const uint8_t *data, size_t len, uint64_t chunk,
                               bool is_root, struct hash *out)
{
    uint32_t cv[8];
    size_t at = 0;

    memcpy(cv, naive_iv, sizeof cv);
    do {
        uint32_t n = len - at < 64 ? (uint32_t)(len - at) : 64;
        uint32_t flags = at == 0 ? 1 : 0;

        if (at + n == len)
            flags |= 2 | (is_root ? 8 : 0);
        naive_compress(cv, data + at, n, chunk, flags);
        at += n;
    } while (at < len);
    naive_store(cv, out);
}

static inline void naive_parent(const struct hash *left,
                                const struct hash *right, bool is_root,
                                struct hash *out)
{
    uint32_t cv[8];
    uint8_t pair[64];

    memcpy(cv, naive_iv, sizeof cv);
    memcpy(pair, left->b, 32);
    memcpy(pair + 32, right->b, 32);
    naive_compress(cv, pair, 64, 0, 4 | (is_root ? 8 : 0));
    naive_store(cv, out);
}

/* The largest power of two below n. */
static inline uint64_t naive_left(uint64_t n)
{
    uint64_t left = 1;

    while (left * 2 < n)
        left *= 2;
    return left;
}

static inline uint64_t naive_chunks(uint64_t len)
{
    return len == 0 ? 1 : (len + 1023) / 1024;
}

static inline void naive_value(const uint8_t *data, size_t len, uint64_t chunk,
                               bool is_root, struct hash *out)
{
    struct hash pair[2];
    size_t left;

    if (len <= 1024) {
        naive_chunk(data, len, chunk, is_root, out);
        return;
    }
    left = naive_left(naive_chunks(len)) * 1024;
    naive_value(data, left, chunk, false, &pair[0]);
    naive_value(data + left, len - left, chunk + left / 1024, false, &pair[1]);
    naive_parent(&pair[0], &pair[1], is_root, out);
}

/* A stream being made, and what went into it. */
struct naive_stream {
    const uint8_t *data;
    size_t size;
    const bool *selected; /* per chunk */
    uint8_t *out;         /* large enough for all */
    size_t len;
    size_t parents;
    size_t pieces;
};

static inline void naive_visit(struct naive_stream *s, size_t chunk,
                               size_t chunks)
{
    size_t at = chunk * 1024, n = 0, left;
    size_t len = s->size - at < chunks * 1024 ? s->size - at : chunks * 1024;
    struct hash pair[2];

    for (size_t i = 0; i < chunks; i++)
        n += s->selected[chunk + i];
    if (n == 0)
        return;
    if (chunks == 1 || (chunks <= 16 && n == chunks)) {
        if (len > 0)
            memcpy(s->out + s->len, s->data + at, len);
        s->len += len;
        s->pieces++;
        return;
    }
    left = naive_left(chunks);
    naive_value(s->data + at, left * 1024, chunk, false, &pair[0]);
    naive_value(s->data + at + left * 1024, len - left * 1024, chunk + left,
                false, &pair[1]);
    memcpy(s->out + s->len, pair, 64);
    s->len += 64;
    s->parents++;
    naive_visit(s, chunk, left);
    naive_visit(s, chunk + left, chunks - left);
}

/* Which chunks of a blob a set selects; the caller frees. */
static inline bool *naive_select(size_t size, const struct ranges *set)
{
    size_t chunks = naive_chunks(size);
    bool *selected = calloc(chunks, sizeof *selected);

    CHECK(selected != NULL);
    for (size_t i = 0; i < chunks - 1; i++)
        selected[i] = ranges_has(set, i);
    for (size_t i = 0; i < set->len; i++)
        if (set->at[i].end > chunks - 1)
            selected[chunks - 1] = true;
    return selected;
}

/* The whole stream; the caller frees s->out. */
static inline void naive_encode(struct naive_stream *s, const uint8_t *data,
                                size_t size, const struct ranges *set)
{
    bool *selected = naive_select(size, set);
    size_t chunks = naive_chunks(size);

    *s =
        (struct naive_stream){.data = data, .size = size, .selected = selected};
    s->out = malloc(8 + size + 64 * chunks);
    CHECK(s->out != NULL);
    if (!ranges_is_empty(set)) {
        for (int i = 0; i < 8; i++)
            s->out[s->len++] = (uint8_t)((uint64_t)size >> 8 * i);
        naive_visit(s, 0, chunks);
    }
    s->selected = NULL;
    free(selected);
}
