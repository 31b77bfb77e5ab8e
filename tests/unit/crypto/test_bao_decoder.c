#include "crypto/bao_decoder.h"

#include "bao_fixture.h"
#include "naive_tree.h"

/* What a decoder delivered, held against the truth. */
struct taken {
    const struct blob *truth;
    uint8_t *data; /* as delivered, zero elsewhere */
    uint8_t *outboard;
    uint64_t bytes;
    uint64_t parents;
    uint64_t size;
    bool has_size;
    size_t calls_left;   /* then refuse */
    const uint8_t *last; /* where the last data lay, and how much */
    size_t last_len;
    uint64_t last_offset;
};

static bool may_go_on(struct taken *t)
{
    return t->calls_left-- > 0;
}

static enum err take_size(void *arg, uint64_t size)
{
    struct taken *t = arg;

    CHECK(!t->has_size);
    t->has_size = true;
    t->size = size;
    return may_go_on(t) ? ERR_OK : ERR_NO_SPACE;
}

static enum err take_parent(void *arg, uint64_t index,
                            const uint8_t pair[static TREE_PARENT])
{
    struct taken *t = arg;

    CHECK(t->has_size);
    CHECK(index < tree_groups(t->truth->size) - 1);
    CHECK_MEM(pair, 64, t->truth->outboard + 64 * index, 64);
    memcpy(t->outboard + 64 * index, pair, 64);
    t->parents++;
    return may_go_on(t) ? ERR_OK : ERR_NO_SPACE;
}

static enum err take_data(void *arg, uint64_t offset, const uint8_t *bytes,
                          size_t len)
{
    struct taken *t = arg;

    CHECK(len > 0 && len <= TREE_GROUP);
    CHECK(offset + len <= t->truth->size);
    CHECK_EQ_U64(offset / TREE_GROUP, (offset + len - 1) / TREE_GROUP);
    CHECK_MEM(bytes, len, t->truth->data + offset, len);
    memcpy(t->data + offset, bytes, len);
    t->bytes += len;
    t->last = bytes;
    t->last_len = len;
    t->last_offset = offset;
    return may_go_on(t) ? ERR_OK : ERR_NO_SPACE;
}

static void taken_init(struct taken *t, const struct blob *truth)
{
    *t = (struct taken){.truth = truth, .calls_left = SIZE_MAX};
    t->data = calloc(1, truth->size + 1);
    t->outboard = calloc(1, 64 * (size_t)tree_groups(truth->size));
    CHECK(t->data != NULL && t->outboard != NULL);
}

static void taken_free(struct taken *t)
{
    free(t->data);
    free(t->outboard);
}

static struct bao_sink sink_of(struct taken *t)
{
    return (struct bao_sink){
        .size = take_size, .parent = take_parent, .data = take_data, .arg = t};
}

static struct bao_decoder dec; /* too large for comfort on a stack */

/* Feed a stream at once; the result is that of the feed, or of the finish. */
static enum err decode(const struct blob *truth, const struct ranges *set,
                       const uint8_t *bytes, size_t len, size_t *used)
{
    struct taken t;
    struct bao_sink sink;
    enum err e;

    taken_init(&t, truth);
    sink = sink_of(&t);
    bao_decoder_init(&dec, &truth->root, set, UINT64_C(1) << 40);
    e = bao_decoder_feed(&dec, bytes, len, &sink, used);
    if (e == ERR_OK)
        e = bao_decoder_finish(&dec);
    taken_free(&t);
    return e;
}

/* The bytes that a stream of `set` must bring, in total. */
static uint64_t bytes_of(const struct blob *b, const struct ranges *set)
{
    struct bao_item item;
    struct bao_walk w;
    uint64_t sum = 0;

    bao_walk_init(&w, b->size, set);
    while (bao_walk_next(&w, &item))
        sum += item.kind == BAO_DATA ? item.len : 0;
    return sum;
}

static uint8_t *response_of(const json_t *stream, size_t *len)
{
    const char *name =
        json_string_value(json_object_get(stream, "response_file"));
    char path[512];

    if (name == NULL)
        return NULL;
    snprintf(path, sizeof path, VECTORS "%s", name);
    return test_read_file(path, len);
}

/* Several blobs follow each other in one stream: a decoder each. */
static void check_response(const json_t *blobs, const json_t *stream,
                           const uint8_t *bytes, size_t len)
{
    const json_t *want;
    size_t k, at = 0, used;

    json_array_foreach(json_object_get(stream, "blobs"), k, want)
    {
        struct ranges set;
        struct blob b;

        blob_of_vector(&b, blobs, want);
        set_from_json(&set, json_object_get(want, "boundaries"));
        CHECK_EQ_U64(at, json_number(want, "stream_offset"));
        CHECK_OK(decode(&b, &set, bytes + at, len - at, &used));
        CHECK(dec.is_done);
        CHECK_EQ_U64(dec.size_proven,
                     ranges_has_any(&set, dec.walk.last, UINT64_MAX));
        CHECK_EQ_U64(dec.size, b.size);
        CHECK_EQ_U64(dec.stream_bytes, used);
        at += used;
        ranges_clear(&set);
        blob_free(&b);
    }
    CHECK_EQ_U64(at, len);
}

TEST(bao_decoder, recorded_responses_to_the_last_byte)
{
    json_t *blobs = load_json("blobs.json");
    json_t *streams = load_json("streams.json");
    json_t *stream;
    size_t i, checked = 0;

    json_array_foreach(streams, i, stream)
    {
        size_t len;
        uint8_t *bytes;

        if (json_array_size(json_object_get(stream, "blobs")) == 0)
            continue;
        bytes = response_of(stream, &len);
        if (bytes == NULL)
            continue;
        check_response(blobs, stream, bytes, len);
        checked++;
        free(bytes);
    }
    CHECK_EQ_U64(checked, 28);
    json_decref(streams);
    json_decref(blobs);
}

/* Feed in the given cuts and compare all that came out. */
static void check_cuts(const struct blob *b, const struct ranges *set,
                       const struct naive_stream *stream, struct dice *dice,
                       uint64_t most)
{
    struct taken t;
    struct bao_sink sink;
    size_t at = 0;

    taken_init(&t, b);
    sink = sink_of(&t);
    bao_decoder_init(&dec, &b->root, set, b->size);
    while (at < stream->len) {
        size_t some = (size_t)dice_roll(dice, most + 1);
        /* Own memory, so that a sanitizer sees every read beyond it. */
        uint8_t *cut;
        size_t used;

        if (some > stream->len - at)
            some = stream->len - at;
        cut = malloc(some + 1);
        CHECK(cut != NULL);
        memcpy(cut, stream->out + at, some);
        t.last = NULL;
        CHECK_OK(bao_decoder_feed(&dec, cut, some, &sink, &used));
        CHECK_EQ_U64(used, some);
        if (t.last != NULL) /* it stays until the next feed */
            CHECK_MEM(t.last, t.last_len, b->data + t.last_offset, t.last_len);
        free(cut);
        at += some;
    }
    CHECK_OK(bao_decoder_finish(&dec));
    CHECK_EQ_U64(t.bytes, bytes_of(b, set));
    taken_free(&t);
}

TEST(bao_decoder, any_cuts_give_the_same)
{
    struct dice dice = {41};

    for (int round = 0; round < 100; round++) {
        struct naive_stream stream;
        struct ranges set;
        struct blob b;

        blob_random(&b, (size_t)dice_roll(&dice, 700000), &dice);
        if (round % 3 == 0)
            set_all(&set);
        else
            set_random(&set, tree_chunks(b.size), &dice);
        naive_encode(&stream, b.data, b.size, &set);
        check_cuts(&b, &set, &stream, &dice, stream.len);
        check_cuts(&b, &set, &stream, &dice, 100000);
        check_cuts(&b, &set, &stream, &dice, 20000);
        check_cuts(&b, &set, &stream, &dice, 500);
        free(stream.out);
        ranges_clear(&set);
        blob_free(&b);
    }
}

TEST(bao_decoder, one_byte_at_a_time)
{
    struct dice dice = {42};
    struct naive_stream stream;
    struct ranges set;
    struct blob b;

    blob_pattern(&b, 65537);
    set_all(&set);
    naive_encode(&stream, b.data, b.size, &set);
    check_cuts(&b, &set, &stream, &dice, 1);
    free(stream.out);
    ranges_clear(&set);
    blob_free(&b);
}

/* Every byte of a stream changed in turn, all caught. */
static void check_corruptions(const struct blob *b, const struct ranges *set,
                              size_t step)
{
    struct naive_stream s;
    size_t used;

    naive_encode(&s, b->data, b->size, set);
    for (size_t i = 0; i < s.len; i += step) {
        enum err e;

        s.out[i] ^= (uint8_t)(1 + i % 255);
        e = decode(b, set, s.out, s.len, &used);
        /* A false size may pass while the last chunk is not asked for; then
         * it is not proven either. */
        if (i >= 8)
            CHECK_ERR(e, ERR_MISMATCH);
        else
            CHECK(e != ERR_OK || !dec.size_proven);
        s.out[i] ^= (uint8_t)(1 + i % 255);
    }
    CHECK_OK(decode(b, set, s.out, s.len, &used));
    free(s.out);
}

TEST(bao_decoder, every_changed_byte_is_found)
{
    static const size_t sizes[] = {1, 1024, 1025, 2049, 3000};
    struct ranges all, some;
    struct blob b;

    set_all(&all);
    for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
        blob_pattern(&b, sizes[i]);
        check_corruptions(&b, &all, 1);
        blob_free(&b);
    }
    blob_pattern(&b, 65537);
    ranges_init(&some);
    set_add(&some, 17, 18);
    check_corruptions(&b, &some, 1);
    set_add(&some, BAO_LAST_CHUNK, UINT64_MAX);
    check_corruptions(&b, &some, 1);
    set_add(&some, 30, 34);
    check_corruptions(&b, &some, 1);
    check_corruptions(&b, &all, 61);
    blob_free(&b);
    blob_pattern(&b, 33 * TREE_GROUP);
    check_corruptions(&b, &all, 4099);
    blob_free(&b);
    ranges_clear(&all);
    ranges_clear(&some);
}

TEST(bao_decoder, every_wrong_bit_of_the_size_is_found)
{
    static const size_t sizes[] = {0, 1, 1024, 16384, 16385, 65537, 1000003};
    struct ranges all;

    set_all(&all);
    for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
        struct naive_stream s;
        struct blob b;
        size_t used;

        blob_pattern(&b, sizes[i]);
        naive_encode(&s, b.data, b.size, &all);
        for (int bit = 0; bit < 64; bit++) {
            s.out[bit / 8] ^= (uint8_t)(1 << bit % 8);
            CHECK(decode(&b, &all, s.out, s.len, &used) != ERR_OK);
            s.out[bit / 8] ^= (uint8_t)(1 << bit % 8);
        }
        free(s.out);
        blob_free(&b);
    }
    ranges_clear(&all);
}

/* A blob of 7 groups, served as if it had 4: the right child of the root is a
 * true parent, but its number would be that of another. */
TEST(bao_decoder, a_false_size_puts_no_parent_in_a_wrong_place)
{
    struct ranges set;
    struct taken t;
    struct bao_sink sink;
    uint8_t stream[8 + 64 + 64 + 100] = {0};
    size_t used;
    struct blob b;

    blob_pattern(&b, 7 * TREE_GROUP);
    stream[2] = 1; /* 65536 */
    memcpy(stream + 8, b.outboard, 64);
    memcpy(stream + 72, b.outboard + 64 * 4, 64);
    ranges_init(&set);
    set_add(&set, 2 * 16, 4 * 16);
    taken_init(&t, &b);
    sink = sink_of(&t);
    bao_decoder_init(&dec, &b.root, &set, b.size);
    CHECK_OK(bao_decoder_feed(&dec, stream, sizeof stream, &sink, &used));
    CHECK_EQ_U64(dec.next.kind, BAO_DATA);
    CHECK_EQ_U64(t.parents, 0);
    taken_free(&t);
    ranges_clear(&set);
    blob_free(&b);
}

TEST(bao_decoder, cut_off_anywhere_it_is_truncated)
{
    struct naive_stream s;
    struct ranges set;
    struct blob b;
    size_t used;

    blob_pattern(&b, 40000);
    set_all(&set);
    naive_encode(&s, b.data, b.size, &set);
    for (size_t len = 0; len < s.len; len++) {
        CHECK_ERR(decode(&b, &set, s.out, len, &used), ERR_TRUNCATED);
        CHECK_EQ_U64(used, len);
        CHECK_EQ_U64(dec.stream_bytes, len);
        CHECK(!dec.is_done);
    }
    free(s.out);
    ranges_clear(&set);
    blob_free(&b);
}

TEST(bao_decoder, what_came_before_an_error_stays_delivered)
{
    struct naive_stream s;
    struct bao_sink sink;
    struct taken t;
    struct ranges all;
    struct blob b;
    size_t used;

    blob_pattern(&b, 40 * TREE_GROUP);
    set_all(&all);
    naive_encode(&s, b.data, b.size, &all);
    s.out[s.len - 3 * TREE_GROUP] ^= 1; /* in group 37 or before it */
    taken_init(&t, &b);
    sink = sink_of(&t);
    bao_decoder_init(&dec, &b.root, &all, b.size);
    CHECK_ERR(bao_decoder_feed(&dec, s.out, s.len, &sink, &used), ERR_MISMATCH);
    CHECK_EQ_U64(t.bytes, 37 * TREE_GROUP);
    CHECK(dec.next.kind == BAO_DATA);
    CHECK_EQ_U64(dec.next.offset, 37 * TREE_GROUP);
    CHECK(!dec.size_proven && !dec.is_done);
    CHECK_ERR(bao_decoder_feed(&dec, s.out, s.len, &sink, &used), ERR_MISMATCH);
    CHECK_EQ_U64(used, 0);
    CHECK_ERR(bao_decoder_finish(&dec), ERR_MISMATCH);
    taken_free(&t);
    free(s.out);
    ranges_clear(&all);
    blob_free(&b);
}

TEST(bao_decoder, a_claim_above_the_limit_is_refused_at_once)
{
    static const struct bao_sink nobody;
    uint8_t size[8] = {1, 0, 1};
    struct ranges all;
    size_t used;

    set_all(&all);
    bao_decoder_init(&dec, &HASH_EMPTY, &all, 65536);
    CHECK_ERR(bao_decoder_feed(&dec, size, 8, &nobody, &used), ERR_TOO_LARGE);
    CHECK_EQ_U64(dec.size, 65537);
    bao_decoder_init(&dec, &HASH_EMPTY, &all, 65537);
    CHECK_OK(bao_decoder_feed(&dec, size, 8, &nobody, &used));
    memset(size, 0xff, 8);
    bao_decoder_init(&dec, &HASH_EMPTY, &all, UINT64_MAX);
    CHECK_OK(bao_decoder_feed(&dec, size, 8, &nobody, &used));
    ranges_clear(&all);
}

TEST(bao_decoder, the_empty_blob_and_a_false_one)
{
    static const struct bao_sink nobody;
    static const uint8_t zero[9];
    struct hash other = {{1}};
    struct ranges all;
    size_t used;

    set_all(&all);
    bao_decoder_init(&dec, &HASH_EMPTY, &all, 0);
    CHECK_OK(bao_decoder_feed(&dec, zero, 9, &nobody, &used));
    CHECK_EQ_U64(used, 8);
    CHECK(dec.is_done && dec.size_proven);
    bao_decoder_init(&dec, &other, &all, 0);
    CHECK_ERR(bao_decoder_feed(&dec, zero, 8, &nobody, &used), ERR_MISMATCH);
    ranges_clear(&all);
}

TEST(bao_decoder, asking_for_nothing_is_done_at_once)
{
    static const struct bao_sink nobody;
    static const uint8_t bytes[8];
    struct ranges none;
    size_t used;

    ranges_init(&none);
    bao_decoder_init(&dec, &HASH_EMPTY, &none, 0);
    CHECK(dec.is_done);
    CHECK_OK(bao_decoder_feed(&dec, bytes, 8, &nobody, &used));
    CHECK_EQ_U64(used, 0);
    CHECK_OK(bao_decoder_finish(&dec));
}

TEST(bao_decoder, the_size_is_proven_by_the_last_chunk_only)
{
    struct naive_stream s;
    struct ranges set;
    struct blob b;
    size_t used;

    blob_pattern(&b, 100000);
    ranges_init(&set);
    set_add(&set, 0, 16);
    naive_encode(&s, b.data, b.size, &set);
    CHECK_OK(decode(&b, &set, s.out, s.len, &used));
    CHECK(dec.is_done && !dec.size_proven);
    free(s.out);
    set_add(&set, 500, 501);
    naive_encode(&s, b.data, b.size, &set);
    CHECK_OK(decode(&b, &set, s.out, s.len, &used));
    CHECK(dec.is_done && dec.size_proven);
    free(s.out);
    ranges_clear(&set);
    blob_free(&b);
}

TEST(bao_decoder, the_error_of_a_sink_ends_it)
{
    struct naive_stream s;
    struct bao_sink sink;
    struct ranges all;
    struct blob b;
    size_t used;

    blob_pattern(&b, 65537);
    set_all(&all);
    naive_encode(&s, b.data, b.size, &all);
    for (size_t calls = 0; calls < 10; calls++) {
        struct taken t;

        taken_init(&t, &b);
        t.calls_left = calls;
        sink = sink_of(&t);
        bao_decoder_init(&dec, &b.root, &all, b.size);
        CHECK_ERR(bao_decoder_feed(&dec, s.out, s.len, &sink, &used),
                  ERR_NO_SPACE);
        CHECK_ERR(bao_decoder_finish(&dec), ERR_NO_SPACE);
        taken_free(&t);
    }
    free(s.out);
    ranges_clear(&all);
    blob_free(&b);
}

/* Pieces that were delivered in one feed, read after it. */
struct gathered {
    const uint8_t *at[64];
    uint64_t offset[64];
    size_t len[64];
    size_t n;
};

static enum err gather(void *arg, uint64_t offset, const uint8_t *bytes,
                       size_t len)
{
    struct gathered *g = arg;

    CHECK(g->n < 64);
    g->at[g->n] = bytes;
    g->offset[g->n] = offset;
    g->len[g->n++] = len;
    return ERR_OK;
}

TEST(bao_decoder, delivered_bytes_stay_until_the_next_feed)
{
    struct dice dice = {43};
    struct naive_stream s;
    struct ranges all;
    struct blob b;

    blob_random(&b, 50 * TREE_GROUP + 5, &dice);
    set_all(&all);
    naive_encode(&s, b.data, b.size, &all);
    bao_decoder_init(&dec, &b.root, &all, b.size);
    for (size_t at = 0, some, used; at < s.len; at += some) {
        struct gathered g = {.n = 0};
        struct bao_sink sink = {.data = gather, .arg = &g};

        some = (size_t)dice_roll(&dice, 90000);
        some = some < s.len - at ? some : s.len - at;
        CHECK_OK(bao_decoder_feed(&dec, s.out + at, some, &sink, &used));
        for (size_t i = 0; i < g.n; i++)
            CHECK_MEM(g.at[i], g.len[i], b.data + g.offset[i], g.len[i]);
    }
    CHECK(dec.is_done);
    free(s.out);
    ranges_clear(&all);
    blob_free(&b);
}
