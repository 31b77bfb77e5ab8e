/* links: firn_crypto */
/* A verified stream from a peer who may send anything. Whatever the decoder
 * gives out must be the truth: content, parents, and a proven size.
 *
 * Input: which blob; how (bit 0: the rest is the stream as it is, else the
 * right stream is made and the rest changes it, 4 bytes each: place, value; the
 * upper bits: how it is cut into feeds); how many ranges; 2 bytes for each;
 * the rest. */
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/ranges.h"
#include "crypto/bao_decoder.h"
#include "crypto/bao_encoder.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len);

#define RANGES_MAX 4
#define BLOB_MAX (20 * TREE_GROUP)
#define GROUPS_MAX (BLOB_MAX / TREE_GROUP)

static const size_t sizes[] = {0,     1,     1024,  1025,      2049,
                               16384, 16385, 65537, 7 * 16384, BLOB_MAX - 5};
#define BLOBS (sizeof sizes / sizeof sizes[0])

/* All blobs are beginnings of this one. */
static uint8_t content[BLOB_MAX];
static uint8_t outboards[BLOBS][GROUPS_MAX * TREE_PARENT];
static struct hash roots[BLOBS];

struct taken {
    size_t blob;
    uint64_t bytes;
};

static void make_blob(size_t i)
{
    struct hash v[GROUPS_MAX];
    size_t groups = (size_t)tree_groups(sizes[i]);
    enum err e;

    for (size_t g = 0; g < groups; g++)
        tree_subtree(content + g * TREE_GROUP, tree_group_len(sizes[i], g),
                     g * TREE_GROUP_CHUNKS, groups == 1, &v[g]);
    e = tree_build_outboard(v, groups, tree_sink_memory, outboards[i],
                            &roots[i]);
    assert(e == ERR_OK);
}

static void make_blobs(void)
{
    static bool is_made;

    if (is_made)
        return;
    is_made = true;
    for (size_t i = 0; i < BLOB_MAX; i++)
        content[i] = (uint8_t)(i % 251);
    for (size_t i = 0; i < BLOBS; i++)
        make_blob(i);
}

static enum err take_parent(void *arg, uint64_t index,
                            const uint8_t pair[static TREE_PARENT])
{
    const struct taken *t = arg;

    assert(index + 1 < tree_groups(sizes[t->blob]));
    assert(memcmp(pair, outboards[t->blob] + index * TREE_PARENT,
                  TREE_PARENT) == 0);
    return ERR_OK;
}

static enum err take_data(void *arg, uint64_t offset, const uint8_t *bytes,
                          size_t len)
{
    struct taken *t = arg;

    assert(offset <= sizes[t->blob] && len <= sizes[t->blob] - offset);
    assert(memcmp(bytes, content + offset, len) == 0);
    t->bytes += len;
    return ERR_OK;
}

/* Two bytes a range: where it begins, and how long it is. */
static size_t read_ranges(const uint8_t *data, size_t len, struct ranges *set)
{
    size_t n = data[0] % (RANGES_MAX + 1);
    size_t at = 1;

    for (; n > 0 && len - at >= 2; n--, at += 2) {
        uint64_t begin = data[at] == 255 ? BAO_LAST_CHUNK : data[at];
        uint64_t end = data[at + 1] == 255 ? UINT64_MAX : begin + data[at + 1];

        if (ranges_add(set, begin, end) != ERR_OK)
            abort();
    }
    return at;
}

static size_t make_stream(size_t blob, const struct ranges *set,
                          const uint8_t *changes, size_t len, uint8_t *out)
{
    static struct bao_encoder enc;
    struct bao_source source = {
        .size = sizes[blob], .data = content, .outboard = outboards[blob]};
    struct bao_piece piece;
    size_t n = 0;

    bao_encoder_init(&enc, &source, set, NULL);
    while (bao_encoder_next(&enc, &piece) == ERR_OK) {
        memcpy(out + n, piece.ptr, piece.len);
        n += piece.len;
    }
    for (; n > 0 && len >= 4; changes += 4, len -= 4) {
        size_t place =
            changes[0] | (size_t)changes[1] << 8 | (size_t)changes[2] << 16;

        out[place % n] ^= changes[3];
    }
    return n;
}

static void decode(size_t blob, const struct ranges *set, const uint8_t *stream,
                   size_t len, size_t cut)
{
    static struct bao_decoder dec;
    struct taken taken = {.blob = blob};
    struct bao_sink sink = {
        .parent = take_parent, .data = take_data, .arg = &taken};
    size_t at = 0, used = 0;
    enum err e = ERR_OK;

    bao_decoder_init(&dec, &roots[blob], set, 1 << 24);
    while (e == ERR_OK && at < len && !dec.is_done) {
        size_t some = len - at < cut ? len - at : cut;

        e = bao_decoder_feed(&dec, stream + at, some, &sink, &used);
        assert(used <= some);
        assert(e != ERR_OK || used == some || dec.is_done);
        at += used;
    }
    assert(taken.bytes <= len);
    assert(!dec.size_proven || dec.size == sizes[blob]);
    assert((bao_decoder_finish(&dec) == ERR_OK) ==
           (e == ERR_OK && dec.is_done));
}

static void run(size_t blob, unsigned how, const struct ranges *set,
                const uint8_t *rest, size_t len)
{
    static uint8_t
        stream[8 + BLOB_MAX + 2 * TREE_PARENT * BLOB_MAX / TREE_CHUNK];
    size_t cut = (size_t)1 << how / 2 % 20;

    if (how % 2 == 1) {
        decode(blob, set, rest, len, cut);
        return;
    }
    len = make_stream(blob, set, rest, len, stream);
    decode(blob, set, stream, len, cut < 64 ? 64 : cut);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
    struct ranges set;
    size_t used;

    if (len < 3)
        return 0;
    make_blobs();
    ranges_init(&set);
    used = 2 + read_ranges(data + 2, len - 2, &set);
    run(data[0] % BLOBS, data[1], &set, data + used, len - used);
    ranges_clear(&set);
    return 0;
}
