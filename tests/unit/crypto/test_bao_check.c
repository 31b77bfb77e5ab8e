#include "crypto/bao_check.h"

#include "bao_fixture.h"
#include "naive_tree.h"

TEST(bao_check, right_groups_are_right)
{
    static const size_t sizes[] = {0, 1, 16384, 16385, 65537, 524288, 1000003};

    for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
        uint64_t groups = tree_groups(sizes[i]), bad;
        struct blob b;

        blob_pattern(&b, sizes[i]);
        for (uint64_t first = 0; first < groups; first++)
            for (uint64_t n = 0; n <= groups - first; n += 1 + n / 2)
                CHECK_OK(bao_verify_groups(&b.root, b.size, b.outboard, first,
                                           n, b.data + first * TREE_GROUP,
                                           &bad));
        CHECK_ERR(bao_verify_groups(&b.root, b.size, b.outboard, groups, 1,
                                    b.data, &bad),
                  ERR_INVALID);
        CHECK_ERR(bao_verify_groups(&b.root, b.size, b.outboard, 1, UINT64_MAX,
                                    b.data, &bad),
                  ERR_INVALID);
        blob_free(&b);
    }
}

TEST(bao_check, the_first_wrong_group_is_named)
{
    struct blob b;

    blob_pattern(&b, 1000003);
    for (uint64_t g = 0; g < tree_groups(b.size); g++) {
        uint64_t bad = 999;
        size_t at = (size_t)g * TREE_GROUP + 77;

        b.data[at] ^= 0x80;
        CHECK_ERR(
            bao_verify_groups(&b.root, b.size, b.outboard, 0, 62, b.data, &bad),
            ERR_MISMATCH);
        CHECK_EQ_U64(bad, g);
        CHECK_OK(
            bao_verify_groups(&b.root, b.size, b.outboard, 0, g, b.data, &bad));
        b.data[at] ^= 0x80;
    }
    blob_free(&b);
}

TEST(bao_check, a_wrong_parent_condemns_what_is_under_it)
{
    uint64_t bad = 999;
    struct blob b;

    blob_pattern(&b, 8 * TREE_GROUP);
    /* Pre-order over 8 groups: 0 all, 1 first four, 4 last four, 5 fourth and
     * fifth. */
    b.outboard[64 * 4 + 3] ^= 1;
    CHECK_OK(
        bao_verify_groups(&b.root, b.size, b.outboard, 0, 4, b.data, &bad));
    CHECK_ERR(
        bao_verify_groups(&b.root, b.size, b.outboard, 0, 8, b.data, &bad),
        ERR_MISMATCH);
    CHECK_EQ_U64(bad, 4);
    CHECK_ERR(bao_verify_groups(&b.root, b.size, b.outboard, 6, 2,
                                b.data + 6 * TREE_GROUP, &bad),
              ERR_MISMATCH);
    CHECK_EQ_U64(bad, 6);
    blob_free(&b);
}

TEST(bao_check, a_wrong_size_proves_nothing)
{
    uint64_t bad;
    struct blob b;

    blob_pattern(&b, 65537);
    CHECK_ERR(bao_verify_groups(&b.root, 65536, b.outboard, 0, 1, b.data, &bad),
              ERR_MISMATCH);
    blob_free(&b);
}

/* The naive answer: which groups can be proven. */
static void naive_scan(const struct blob *b, uint64_t first, uint64_t n,
                       uint64_t index, const struct hash *want,
                       struct ranges *valid)
{
    bool is_root = n == tree_groups(b->size);
    const uint8_t *pair = b->outboard + 64 * index;
    struct hash got, left, right;
    uint64_t l;

    if (n == 1) {
        naive_value(b->data + first * TREE_GROUP,
                    tree_group_len(b->size, first), first * 16, is_root, &got);
        if (hash_equal(&got, want))
            CHECK_OK(ranges_add(valid, first, first + 1));
        return;
    }
    memcpy(left.b, pair, 32);
    memcpy(right.b, pair + 32, 32);
    naive_parent(&left, &right, is_root, &got);
    if (!hash_equal(&got, want))
        return;
    l = naive_left(n);
    naive_scan(b, first, l, index + 1, &left, valid);
    naive_scan(b, first + l, n - l, index + l, &right, valid);
}

static void damage(struct blob *b, struct dice *dice)
{
    size_t parents = (size_t)tree_outboard_size(b->size) / 64;

    for (uint64_t n = dice_roll(dice, 12); n > 0 && b->size > 0; n--) {
        if (parents > 0 && dice_roll(dice, 3) == 0)
            memset(b->outboard + 64 * dice_roll(dice, parents), 0, 64);
        else
            b->data[dice_roll(dice, b->size)] ^= 0x10;
    }
}

static enum err read_blob(void *arg, uint64_t offset, uint8_t *out, size_t len)
{
    const struct blob *b = arg;

    memcpy(out, b->data + offset, len);
    return ERR_OK;
}

static void check_scan(const struct blob *b, struct dice *dice)
{
    struct bao_source mapped = blob_source(b), reading = mapped;
    struct ranges want, got, part;
    uint64_t groups = tree_groups(b->size);
    uint64_t first = dice_roll(dice, groups), n = dice_roll(dice, groups);

    ranges_init(&want);
    ranges_init(&got);
    ranges_init(&part);
    reading.data = NULL;
    reading.read = read_blob;
    reading.arg = (void *)b;
    naive_scan(b, 0, groups, 0, &b->root, &want);
    CHECK_OK(bao_scan(&b->root, &mapped, 0, UINT64_MAX, &got));
    CHECK(ranges_equal(&got, &want));
    CHECK_OK(bao_scan(&b->root, &reading, first, n, &part));
    CHECK_OK(ranges_clip(&want, first, first + n));
    CHECK(ranges_equal(&part, &want));
    ranges_clear(&want);
    ranges_clear(&got);
    ranges_clear(&part);
}

TEST(bao_check, a_scan_finds_what_can_be_proven_and_no_more)
{
    struct dice dice = {51};

    for (int round = 0; round < 60; round++) {
        struct blob b;

        blob_random(&b, (size_t)dice_roll(&dice, 1200000), &dice);
        damage(&b, &dice);
        check_scan(&b, &dice);
        blob_free(&b);
    }
}

TEST(bao_check, garbage_proves_nothing)
{
    struct dice dice = {52};
    struct bao_source source;
    struct ranges valid;
    struct blob b, other;

    blob_random(&b, 500000, &dice);
    blob_random(&other, 500000, &dice);
    source = blob_source(&other);
    ranges_init(&valid);
    CHECK_OK(bao_scan(&b.root, &source, 0, UINT64_MAX, &valid));
    CHECK(ranges_is_empty(&valid));
    /* The right content with no outboard at all: holes. */
    memset(b.outboard, 0, (size_t)tree_outboard_size(b.size));
    source = blob_source(&b);
    CHECK_OK(bao_scan(&b.root, &source, 0, UINT64_MAX, &valid));
    CHECK(ranges_is_empty(&valid));
    blob_free(&b);
    blob_free(&other);
}

static enum err fail_to_read(void *arg, uint64_t offset, uint8_t *out,
                             size_t len)
{
    return offset == 0 ? ERR_IO : ERR_OK;
}

TEST(bao_check, a_failed_read_ends_the_scan)
{
    struct bao_source source;
    struct ranges valid;
    struct blob b;

    blob_pattern(&b, 100000);
    source = blob_source(&b);
    source.data = NULL;
    source.read = fail_to_read;
    ranges_init(&valid);
    CHECK_ERR(bao_scan(&b.root, &source, 0, UINT64_MAX, &valid), ERR_IO);
    ranges_clear(&valid);
    blob_free(&b);
}
