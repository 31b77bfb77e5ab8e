#include "crypto/tree.h"

#include "bao_fixture.h"
#include "crypto/tree_stack.h"
#include "naive_tree.h"

TEST(tree, counts_at_the_borders)
{
    CHECK_EQ_U64(tree_chunks(0), 1);
    CHECK_EQ_U64(tree_chunks(1024), 1);
    CHECK_EQ_U64(tree_chunks(1025), 2);
    CHECK_EQ_U64(tree_groups(0), 1);
    CHECK_EQ_U64(tree_groups(16384), 1);
    CHECK_EQ_U64(tree_groups(16385), 2);
    CHECK_EQ_U64(tree_outboard_size(16384), 0);
    CHECK_EQ_U64(tree_outboard_size(5242887), 20480);
    CHECK_EQ_U64(tree_chunks(UINT64_MAX), UINT64_C(1) << 54);
    CHECK_EQ_U64(tree_groups(UINT64_MAX), UINT64_C(1) << 50);
}

TEST(tree, the_left_child_is_the_largest_power_below)
{
    static const uint64_t want[][2] = {{2, 1},   {3, 2},  {4, 2},  {5, 4},
                                       {8, 4},   {9, 8},  {16, 8}, {17, 16},
                                       {64, 32}, {65, 64}};

    for (size_t i = 0; i < sizeof want / sizeof want[0]; i++)
        CHECK_EQ_U64(tree_left(want[i][0]), want[i][1]);
    CHECK_EQ_U64(tree_left(UINT64_C(1) << 54), UINT64_C(1) << 53);
}

TEST(tree, only_the_last_group_is_short)
{
    CHECK_EQ_U64(tree_group_len(0, 0), 0);
    CHECK_EQ_U64(tree_group_len(16384, 0), 16384);
    CHECK_EQ_U64(tree_group_len(16385, 0), 16384);
    CHECK_EQ_U64(tree_group_len(16385, 1), 1);
    CHECK_EQ_U64(tree_group_len(32768, 1), 16384);
}

/* Values of all groups of a blob; the caller frees. */
static struct hash *values_of(const struct blob *b)
{
    size_t n = (size_t)tree_groups(b->size);
    struct hash *v = malloc(n * sizeof *v);

    CHECK(v != NULL);
    for (size_t i = 0; i < n; i++)
        naive_value(b->data + i * TREE_GROUP, tree_group_len(b->size, i),
                    i * 16, n == 1, &v[i]);
    return v;
}

static void check_blob(const json_t *want)
{
    size_t size = (size_t)json_number(want, "size");
    const json_t *hex = json_object_get(want, "group_hashes_hex");
    size_t listed = json_array_size(hex);
    size_t n = (size_t)tree_groups(size);
    char text[HASH_TEXT_SIZE];
    struct hash *v;
    struct blob b;

    blob_pattern(&b, size);
    v = values_of(&b);
    CHECK_EQ_U64(n, json_number(want, "group_count"));
    for (size_t i = 0; i < listed; i++) {
        bool is_cut = listed < n && i == listed - 1;

        hash_format(&v[is_cut ? n - 1 : i], text);
        if (!is_cut && listed < n && i > 1)
            continue;
        CHECK_STR(text, json_string_value(json_array_get(hex, i)));
    }
    check_sha256(v, n * sizeof *v, json_text(want, "group_hashes_sha256"));
    if (n > 1)
        tree_group_cvs(b.data, size / TREE_GROUP, 0, v);
    check_sha256(v, n * sizeof *v, json_text(want, "group_hashes_sha256"));
    CHECK_EQ_U64(tree_outboard_size(size),
                 json_number(want, "preorder_outboard_len"));
    check_sha256(b.outboard, (size_t)tree_outboard_size(size),
                 json_text(want, "preorder_outboard_sha256"));
    hash_format(&b.root, text);
    CHECK_STR(text, json_text(want, "hash_hex"));
    free(v);
    blob_free(&b);
}

TEST(tree, values_and_outboards_are_those_of_the_vectors)
{
    json_t *blobs = load_json("blobs.json");
    json_t *want;
    size_t i;

    json_array_foreach(json_object_get(blobs, "blobs"), i, want)
        check_blob(want);
    json_decref(blobs);
}

TEST(tree, groups_anywhere_in_any_order)
{
    enum { N = 40 };
    struct dice dice = {4};
    const uint8_t *at[N];
    uint64_t group[N];
    struct hash got[N], want;
    struct blob b;

    blob_random(&b, N * TREE_GROUP / 4, &dice);
    for (size_t i = 0; i < N; i++) {
        at[i] = b.data + dice_roll(&dice, b.size - TREE_GROUP);
        group[i] = dice_roll(&dice, UINT64_C(1) << 44);
    }
    for (size_t n = 0; n <= N; n++) {
        tree_group_cvs_at(at, group, n, got);
        for (size_t i = 0; i < n; i += 7) {
            naive_value(at[i], TREE_GROUP, group[i] * 16, false, &want);
            CHECK_MEM(got[i].b, 32, want.b, 32);
        }
    }
    blob_free(&b);
}

TEST(tree, subtrees_of_any_size_at_any_place)
{
    struct dice dice = {5};
    struct blob b;

    blob_random(&b, 1 << 20, &dice);
    for (int i = 0; i < 200; i++) {
        size_t level = (size_t)dice_roll(&dice, 11);
        size_t most = (size_t)1024 << level;
        size_t len = most - (size_t)dice_roll(&dice, level < 10 ? 1024 : most);
        uint64_t chunk = dice_roll(&dice, UINT64_C(1) << 32) << level;
        struct hash got, want;

        tree_subtree(b.data, len, chunk, false, &got);
        naive_value(b.data, len, chunk, false, &want);
        CHECK_MEM(got.b, 32, want.b, 32);
    }
    blob_free(&b);
}

static void naive_join(const struct hash *v, size_t n, bool is_root,
                       uint8_t *outboard, size_t index, struct hash *out)
{
    struct hash pair[2];
    size_t left;

    if (n == 1) {
        *out = v[0];
        return;
    }
    left = (size_t)naive_left(n);
    naive_join(v, left, false, outboard, index + 1, &pair[0]);
    naive_join(v + left, n - left, false, outboard, index + left, &pair[1]);
    memcpy(outboard + 64 * index, pair, 64);
    naive_parent(&pair[0], &pair[1], is_root, out);
}

TEST(tree, outboards_and_joins_of_any_number_of_values)
{
    enum { MOST = 2100 };
    struct dice dice = {6};
    struct blob values;
    const struct hash *v;
    uint8_t *got = malloc(64 * MOST), *want = malloc(64 * MOST);

    CHECK(got != NULL && want != NULL);
    blob_random(&values, 32 * MOST, &dice);
    v = (const struct hash *)values.data;
    for (size_t n = 1; n <= MOST; n += n < 70 ? 1 : 1 + dice_roll(&dice, 60)) {
        struct hash root, joined, naive;

        memset(got, 0, 64 * MOST);
        CHECK_OK(tree_build_outboard(v, n, tree_sink_memory, got, &root));
        naive_join(v, n, true, want, 0, &naive);
        CHECK_MEM(root.b, 32, naive.b, 32);
        CHECK_MEM(got, 64 * (n - 1), want, 64 * (n - 1));
        tree_join(v, n, true, &joined);
        CHECK_MEM(joined.b, 32, naive.b, 32);
        CHECK_OK(tree_build_outboard(v, n, NULL, NULL, &root));
        CHECK_MEM(root.b, 32, naive.b, 32);
        naive_join(v, n, false, want, 0, &naive);
        tree_join(v, n, false, &joined);
        CHECK_MEM(joined.b, 32, naive.b, 32);
    }
    free(got);
    free(want);
    blob_free(&values);
}

static enum err failing_sink(void *arg, uint64_t index, const uint8_t *parents,
                             size_t n)
{
    int *left = arg;

    return --*left < 0 ? ERR_NO_SPACE : ERR_OK;
}

TEST(tree, the_error_of_a_sink_ends_the_building)
{
    static struct hash v[1000];
    struct hash root = {{9}};

    for (int calls = 0; calls < 7; calls++) {
        int left = calls;

        CHECK_ERR(tree_build_outboard(v, 1000, failing_sink, &left, &root),
                  ERR_NO_SPACE);
        CHECK_EQ_U64(root.b[0], 9);
    }
}

TEST(tree, a_stack_takes_values_in_any_cuts)
{
    enum { MOST = 300 };
    struct dice dice = {7};
    struct blob values;
    const struct hash *v;
    uint8_t outboard[64 * MOST];

    blob_random(&values, 32 * MOST, &dice);
    v = (const struct hash *)values.data;
    for (size_t n = 1; n <= MOST; n++) {
        struct tree_stack s;
        struct hash got, want;

        tree_stack_init(&s);
        for (size_t at = 0; at < n;) {
            size_t some = 1 + (size_t)dice_roll(&dice, n - at);

            tree_stack_push(&s, v + at, some);
            at += some;
        }
        tree_stack_join(&s, true, &got);
        naive_join(v, n, true, outboard, 0, &want);
        CHECK_MEM(got.b, 32, want.b, 32);
    }
    blob_free(&values);
}
