#include "crypto/bao_encoder.h"

#include "bao_fixture.h"
#include "naive_tree.h"

/* Everything an encoder gives, appended to `out`. */
static enum err drain(const struct bao_source *source, const struct ranges *set,
                      const struct ranges *held, struct buf *out)
{
    static struct bao_encoder enc;
    struct bao_piece piece;
    enum err e;

    bao_encoder_init(&enc, source, set, held);
    while ((e = bao_encoder_next(&enc, &piece)) == ERR_OK) {
        CHECK(piece.len > 0);
        if (piece.place == BAO_IN_DATA)
            CHECK(piece.ptr == source->data + piece.offset);
        CHECK_OK(buf_add(out, piece.ptr, piece.len));
    }
    CHECK_ERR(bao_encoder_next(&enc, &piece), e);
    return e;
}

static void check_stream(const json_t *blobs, const json_t *stream)
{
    const json_t *want;
    struct buf out;
    size_t k;

    buf_init(&out, 1 << 22);
    json_array_foreach(json_object_get(stream, "blobs"), k, want)
    {
        struct bao_source source;
        struct ranges set;
        struct blob b;

        CHECK_EQ_U64(out.len, json_number(want, "stream_offset"));
        blob_of_vector(&b, blobs, want);
        source = blob_source(&b);
        set_from_json(&set, json_object_get(want, "boundaries"));
        CHECK_ERR(drain(&source, &set, NULL, &out), ERR_CLOSED);
        ranges_clear(&set);
        blob_free(&b);
    }
    CHECK_EQ_U64(out.len, json_number(stream, "response_len"));
    check_sha256(out.ptr, out.len, json_text(stream, "response_sha256"));
    buf_clear(&out);
}

TEST(bao_encoder, recorded_responses_byte_for_byte)
{
    json_t *blobs = load_json("blobs.json");
    json_t *streams = load_json("streams.json");
    json_t *stream;
    size_t i, checked = 0;

    json_array_foreach(streams, i, stream)
    {
        if (json_array_size(json_object_get(stream, "blobs")) == 0)
            continue;
        check_stream(blobs, stream);
        checked++;
    }
    CHECK_EQ_U64(checked, 30);
    json_decref(streams);
    json_decref(blobs);
}

/* "size request length sha256 parents pieces" */
static void check_line(const char *line)
{
    char request[256], sha[65];
    size_t size, len;
    struct bao_source source;
    struct ranges set;
    struct blob b;
    struct buf out;

    CHECK(sscanf(line, "%zu %255s %zu %64s", &size, request, &len, sha) == 4);
    blob_pattern(&b, size);
    source = blob_source(&b);
    set_from_request(&set, request);
    buf_init(&out, 1 << 20);
    if (!ranges_is_empty(&set))
        CHECK_ERR(drain(&source, &set, NULL, &out), ERR_CLOSED);
    CHECK_EQ_U64(out.len, len);
    CHECK_EQ_U64(bao_walk_stream_len(size, &set), len);
    check_sha256(out.len ? out.ptr : (const void *)"", out.len, sha);
    buf_clear(&out);
    ranges_clear(&set);
    blob_free(&b);
}

TEST(bao_encoder, six_hundred_recorded_ranges)
{
    FILE *f = fopen(VECTORS "random_ranges.txt", "r");
    char line[4096];
    size_t n = 0;

    CHECK(f != NULL);
    for (; fgets(line, sizeof line, f) != NULL; n++)
        check_line(line);
    fclose(f);
    CHECK_EQ_U64(n, 600);
}

static enum err read_blob(void *arg, uint64_t offset, uint8_t *out, size_t len)
{
    const struct blob *b = arg;

    CHECK(offset + len <= b->size);
    memcpy(out, b->data + offset, len);
    return ERR_OK;
}

TEST(bao_encoder, mapped_or_read_any_ranges_as_the_text_says)
{
    struct dice dice = {31};

    for (int round = 0; round < 150; round++) {
        struct bao_source mapped, reading;
        struct naive_stream want;
        struct buf a, c;
        struct ranges set;
        struct blob b;

        blob_random(&b, (size_t)dice_roll(&dice, 200000), &dice);
        set_random(&set, tree_chunks(b.size), &dice);
        naive_encode(&want, b.data, b.size, &set);
        mapped = blob_source(&b);
        reading = mapped;
        reading.data = NULL;
        reading.read = read_blob;
        reading.arg = &b;
        buf_init(&a, 1 << 20);
        buf_init(&c, 1 << 20);
        CHECK_ERR(drain(&mapped, &set, NULL, &a), ERR_CLOSED);
        CHECK_ERR(drain(&reading, &set, NULL, &c), ERR_CLOSED);
        CHECK_MEM(a.ptr, a.len, want.out, want.len);
        CHECK_MEM(c.ptr, c.len, want.out, want.len);
        free(want.out);
        buf_clear(&a);
        buf_clear(&c);
        ranges_clear(&set);
        blob_free(&b);
    }
}

/* Of how many groups the first bytes of a whole stream have all the data. */
static void check_partial(const struct blob *b, const struct ranges *held,
                          uint64_t first_missing)
{
    struct bao_source source = blob_source(b);
    struct naive_stream whole;
    struct ranges all;
    struct buf out;

    set_all(&all);
    naive_encode(&whole, b->data, b->size, &all);
    buf_init(&out, 1 << 22);
    CHECK_ERR(drain(&source, &all, held, &out), ERR_NOT_FOUND);
    CHECK(out.len < whole.len);
    CHECK_MEM(out.ptr, out.len, whole.out, out.len);
    CHECK(out.len >= 8 + first_missing * TREE_GROUP);
    CHECK(out.len < 8 + (first_missing + 1) * TREE_GROUP);
    free(whole.out);
    buf_clear(&out);
    ranges_clear(&all);
}

TEST(bao_encoder, a_partial_blob_ends_at_the_first_missing_group)
{
    struct ranges held;
    struct blob b;

    blob_pattern(&b, 40 * TREE_GROUP + 7);
    ranges_init(&held);
    check_partial(&b, &held, 0);
    CHECK_OK(ranges_add(&held, 0, 5));
    check_partial(&b, &held, 5);
    CHECK_OK(ranges_add(&held, 6, 41));
    check_partial(&b, &held, 5);
    CHECK_OK(ranges_remove(&held, 40, 41));
    CHECK_OK(ranges_add(&held, 5, 6));
    check_partial(&b, &held, 40);
    ranges_clear(&held);
    blob_free(&b);
}

TEST(bao_encoder, what_is_held_of_a_partial_blob_is_sent)
{
    struct ranges held, set;
    struct naive_stream want;
    struct bao_source source;
    struct blob b;
    struct buf out;

    blob_pattern(&b, 40 * TREE_GROUP + 7);
    source = blob_source(&b);
    ranges_init(&held);
    ranges_init(&set);
    CHECK_OK(ranges_add(&held, 7, 9));
    set_add(&set, 7 * 16, 8 * 16 + 3);
    naive_encode(&want, b.data, b.size, &set);
    buf_init(&out, 1 << 20);
    CHECK_ERR(drain(&source, &set, &held, &out), ERR_CLOSED);
    CHECK_MEM(out.ptr, out.len, want.out, want.len);
    buf_clear(&out);
    free(want.out);
    ranges_clear(&held);
    ranges_clear(&set);
    blob_free(&b);
}

static enum err fail_to_read(void *arg, uint64_t offset, uint8_t *out,
                             size_t len)
{
    return ERR_IO;
}

TEST(bao_encoder, a_failed_read_ends_the_stream)
{
    struct bao_source source;
    struct ranges set;
    struct blob b;
    struct buf out;

    blob_pattern(&b, 100000);
    source = blob_source(&b);
    source.data = NULL;
    source.read = fail_to_read;
    buf_init(&out, 1 << 20);
    set_all(&set);
    CHECK_ERR(drain(&source, &set, NULL, &out), ERR_IO);
    ranges_clear(&set);
    ranges_init(&set);
    set_add(&set, 3, 4);
    CHECK_ERR(drain(&source, &set, NULL, &out), ERR_IO);
    ranges_clear(&set);
    buf_clear(&out);
    blob_free(&b);
}
