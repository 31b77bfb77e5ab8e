/* What the tests of the verified stream share: blobs, sets, vectors. */
#pragma once

#include <jansson.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/ranges.h"
#include "crypto/bao_source.h"
#include "crypto/bao_walk.h"
#include "crypto/hash.h"
#include "crypto/tree.h"
#include "test.h"

#define VECTORS FIRN_VECTORS "/blobs/"

/* A blob with its tree. */
struct blob {
    uint8_t *data;
    size_t size;
    uint8_t *outboard;
    struct hash root;
};

/* A repeatable source of numbers. */
struct dice {
    uint64_t state;
};

static inline uint64_t dice_roll(struct dice *d, uint64_t below)
{
    d->state = d->state * UINT64_C(6364136223846793005) + 1442695040888963407u;
    return (d->state >> 24) % below;
}

/* Takes `data`, from malloc. */
static inline void blob_take(struct blob *b, uint8_t *data, size_t size)
{
    size_t groups = (size_t)tree_groups(size);
    struct hash *values = malloc(groups * sizeof *values);

    b->data = data;
    b->size = size;
    b->outboard = malloc(64 * groups);
    CHECK(values != NULL && b->outboard != NULL);
    for (size_t i = 0; i < groups; i++)
        tree_subtree(data + i * TREE_GROUP, tree_group_len(size, i), i * 16,
                     groups == 1, &values[i]);
    CHECK_OK(tree_build_outboard(values, groups, tree_sink_memory, b->outboard,
                                 &b->root));
    free(values);
}

/* BLAKE3's own test pattern: byte i is i mod 251. */
static inline void blob_pattern(struct blob *b, size_t size)
{
    uint8_t *data = malloc(size + 1);

    CHECK(data != NULL);
    for (size_t i = 0; i < size; i++)
        data[i] = (uint8_t)(i % 251);
    blob_take(b, data, size);
}

static inline void blob_random(struct blob *b, size_t size, struct dice *d)
{
    uint8_t *data = malloc(size + 8);

    CHECK(data != NULL);
    for (size_t i = 0; i < size; i += 4) {
        uint32_t word = (uint32_t)dice_roll(d, UINT64_C(1) << 32);

        memcpy(data + i, &word, 4);
    }
    blob_take(b, data, size);
}

static inline void blob_free(struct blob *b)
{
    free(b->data);
    free(b->outboard);
}

static inline struct bao_source blob_source(const struct blob *b)
{
    return (struct bao_source){
        .size = b->size, .data = b->data, .outboard = b->outboard};
}

/* [begin, end) of chunks, as a peer's request says it. */
static inline void set_add(struct ranges *set, uint64_t begin, uint64_t end)
{
    CHECK_OK(
        ranges_add(set, begin < BAO_LAST_CHUNK ? begin : BAO_LAST_CHUNK, end));
}

static inline void set_all(struct ranges *set)
{
    ranges_init(set);
    set_add(set, 0, UINT64_MAX);
}

/* A few ranges, some of them beyond the end. */
static inline void set_random(struct ranges *set, uint64_t chunks,
                              struct dice *d)
{
    ranges_init(set);
    for (uint64_t n = 1 + dice_roll(d, 4); n > 0; n--) {
        uint64_t begin = dice_roll(d, chunks + 3);
        uint64_t len = 1 + dice_roll(d, dice_roll(d, 2) ? 4 : chunks + 1);

        set_add(set, begin, dice_roll(d, 8) == 0 ? UINT64_MAX : begin + len);
    }
}

/* Boundaries of a vector: on, off, on ... */
static inline void set_from_json(struct ranges *set, const json_t *boundaries)
{
    size_t n = json_array_size(boundaries);

    ranges_init(set);
    for (size_t i = 0; i < n; i += 2) {
        const json_t *from = json_array_get(boundaries, i);
        const json_t *to = json_array_get(boundaries, i + 1);

        set_add(set, strtoull(json_string_value(from), NULL, 10),
                to == NULL ? UINT64_MAX
                           : strtoull(json_string_value(to), NULL, 10));
    }
}

/* The set for the root blob in a Get request. */
static inline void set_from_request(struct ranges *set, const char *hex)
{
    struct cursor c;
    size_t len;
    uint8_t *bytes = test_unhex(hex, &len);
    uint64_t pairs = 0, delta = 1, widths = 0, width = 0, at = 0, from = 0;

    ranges_init(set);
    cursor_init(&c, bytes + 33, len - 33);
    CHECK(cursor_varint(&c, &pairs) && cursor_varint(&c, &delta) &&
          cursor_varint(&c, &widths));
    CHECK(pairs > 0 && delta == 0);
    for (uint64_t i = 0; i < widths; i++) {
        CHECK(cursor_varint(&c, &width));
        at += width;
        if (i % 2 == 1)
            set_add(set, from, at);
        from = at;
    }
    if (widths % 2 == 1)
        set_add(set, from, UINT64_MAX);
    free(bytes);
}

static inline json_t *load_json(const char *name)
{
    char path[512];
    json_error_t error;
    json_t *j;

    snprintf(path, sizeof path, VECTORS "%s", name);
    j = json_load_file(path, 0, &error);
    if (j == NULL)
        test_fail(__FILE__, __LINE__, "%s: %s", path, error.text);
    return j;
}

static inline const char *json_text(const json_t *j, const char *key)
{
    const char *text = json_string_value(json_object_get(j, key));

    if (text == NULL)
        test_fail(__FILE__, __LINE__, "no text \"%s\"", key);
    return text;
}

static inline uint64_t json_number(const json_t *j, const char *key)
{
    return (uint64_t)json_integer_value(json_object_get(j, key));
}

static inline void check_sha256(const void *bytes, size_t len, const char *want)
{
    uint8_t sum[crypto_hash_sha256_BYTES];
    char hex[2 * sizeof sum + 1];

    crypto_hash_sha256(sum, bytes, len);
    sodium_bin2hex(hex, sizeof hex, sum, sizeof sum);
    CHECK_STR(hex, want);
}

/* The content of a blob that streams.json names: the pattern, or the hash
 * sequences and the metadata in blobs.json. */
static inline void blob_of_vector(struct blob *b, const json_t *blobs,
                                  const json_t *want)
{
    const json_t *collection = json_object_get(blobs, "collection");
    const json_t *missing =
        json_object_get(blobs, "hashseq_with_missing_child");
    const struct {
        const char *hash, *bytes;
    } own[] = {
        {json_text(collection, "hash_hex"),
         json_text(collection, "root_bytes_hex")},
        {json_text(collection, "meta_hash_hex"),
         json_text(collection, "meta_bytes_hex")},
        {json_text(missing, "hash_hex"), json_text(missing, "bytes_hex")},
    };

    for (size_t i = 0; i < sizeof own / sizeof own[0]; i++) {
        if (strcmp(own[i].hash, json_text(want, "hash")) == 0) {
            size_t len;
            uint8_t *bytes = test_unhex(own[i].bytes, &len);

            blob_take(b, bytes, len);
            return;
        }
    }
    blob_pattern(b, (size_t)json_number(want, "size"));
}
