#include "crypto/bao_walk.h"

#include "bao_fixture.h"

/* Compare one walk with a vector: parents and leaves, each in their order. */
static void check_vector(const json_t *want)
{
    const json_t *parents = json_object_get(want, "parents");
    const json_t *leaves = json_object_get(want, "leaves");
    struct bao_item item;
    struct bao_walk w;
    struct ranges set;
    size_t p = 0, l = 0;

    set_from_json(&set, json_object_get(want, "boundaries"));
    bao_walk_init(&w, json_number(want, "size"), &set);
    while (bao_walk_next(&w, &item)) {
        if (item.kind == BAO_PARENT) {
            const json_t *node = json_array_get(parents, p++);

            CHECK_EQ_U64(item.chunk, json_number(node, "start_chunk"));
            CHECK_EQ_U64(item.len, json_number(node, "bytes"));
        } else {
            const json_t *leaf = json_array_get(leaves, l++);

            CHECK_EQ_U64(item.offset, json_number(leaf, "offset"));
            CHECK_EQ_U64(item.len, json_number(leaf, "len"));
        }
    }
    CHECK_EQ_U64(p, json_array_size(parents));
    CHECK_EQ_U64(l, json_array_size(leaves));
    ranges_clear(&set);
}

TEST(bao_walk, visits_what_the_vectors_list)
{
    json_t *streams = load_json("streams.json");
    json_t *stream, *blob;
    size_t i, k;

    json_array_foreach(streams, i, stream)
        json_array_foreach(json_object_get(stream, "blobs"), k, blob)
            check_vector(blob);
    json_decref(streams);
}

TEST(bao_walk, an_empty_set_visits_nothing)
{
    struct ranges none;
    struct bao_item item;
    struct bao_walk w;

    ranges_init(&none);
    bao_walk_init(&w, 100000, &none);
    CHECK(!bao_walk_next(&w, &item));
    CHECK_EQ_U64(bao_walk_stream_len(100000, &none), 0);
}

TEST(bao_walk, the_empty_blob_is_one_item_of_no_bytes)
{
    struct ranges last;
    struct bao_item item;
    struct bao_walk w;

    ranges_init(&last);
    set_add(&last, UINT64_MAX, UINT64_MAX);
    CHECK(!ranges_is_empty(&last));
    bao_walk_init(&w, 0, &last);
    CHECK(bao_walk_next(&w, &item));
    CHECK(item.kind == BAO_DATA && item.is_root && item.len == 0);
    CHECK(!bao_walk_next(&w, &item));
    ranges_clear(&last);
}

/* The outboard number of a parent, from its position alone. */
static uint64_t index_of(uint64_t size, const struct bao_item *item)
{
    uint64_t group = item->chunk / 16, groups = tree_groups(size);
    uint64_t want = (item->chunks + 15) / 16, first = 0, index = 0;

    while (first != group || groups != want) {
        uint64_t left = tree_left(groups);

        if (group < first + left) {
            groups = left;
            index += 1;
        } else {
            groups -= left;
            first += left;
            index += left;
        }
    }
    return index;
}

TEST(bao_walk, parents_above_groups_carry_their_outboard_number)
{
    struct dice dice = {21};

    for (int round = 0; round < 300; round++) {
        uint64_t size = 1 + dice_roll(&dice, 3000000);
        struct bao_item item;
        struct bao_walk w;
        struct ranges set;
        uint64_t len = 8;

        set_random(&set, tree_chunks(size), &dice);
        bao_walk_init(&w, size, &set);
        while (bao_walk_next(&w, &item)) {
            len += bao_item_len(&item);
            CHECK_EQ_U64(item.in_outboard,
                         item.kind == BAO_PARENT && item.chunks > 16);
            CHECK_EQ_U64(item.is_root, item.len == size);
            if (item.in_outboard)
                CHECK_EQ_U64(item.index, index_of(size, &item));
        }
        CHECK_EQ_U64(bao_walk_stream_len(size, &set), len);
        ranges_clear(&set);
    }
}

TEST(bao_walk, the_largest_sizes_do_not_overflow)
{
    static const uint64_t sizes[] = {UINT64_MAX, UINT64_MAX - 1023,
                                     UINT64_MAX - 1024, UINT64_C(1) << 63};
    struct ranges last;

    ranges_init(&last);
    set_add(&last, BAO_LAST_CHUNK, UINT64_MAX);
    for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
        struct bao_item item = {0};
        struct bao_walk w;
        uint64_t n = 0;

        bao_walk_init(&w, sizes[i], &last);
        while (bao_walk_next(&w, &item))
            n++;
        CHECK(n <= TREE_MAX_DEPTH);
        CHECK(item.kind == BAO_DATA);
        CHECK_EQ_U64(item.offset + item.len, sizes[i]);
    }
    ranges_clear(&last);
}

TEST(bao_walk, the_length_of_a_huge_stream_is_found_at_once)
{
    struct ranges all;

    set_all(&all);
    CHECK_EQ_U64(bao_walk_stream_len(UINT64_C(1) << 60, &all),
                 8 + (UINT64_C(1) << 60) +
                     tree_outboard_size(UINT64_C(1) << 60));
    ranges_clear(&all);
}
