#include "crypto/hasher.h"

#include "bao_fixture.h"

/* Collects the values of groups. */
struct values {
    struct hash v[80];
    size_t n;
    size_t fail_at; /* refuse when so many are held; SIZE_MAX: never */
};

static enum err take(void *arg, const struct hash *values, size_t n)
{
    struct values *to = arg;

    if (to->n >= to->fail_at)
        return ERR_NO_SPACE;
    CHECK(to->n + n <= 80);
    memcpy(to->v + to->n, values, n * sizeof *values);
    to->n += n;
    return ERR_OK;
}

static void check_cuts(const struct blob *b, struct dice *dice, uint64_t most)
{
    static struct hasher h;
    struct values got = {.fail_at = SIZE_MAX};
    struct hash root, want;
    uint8_t outboard[64 * 80];

    hasher_init(&h, take, &got);
    for (size_t at = 0; at < b->size;) {
        size_t some = (size_t)dice_roll(dice, most + 1);

        if (some > b->size - at)
            some = b->size - at;
        CHECK_OK(hasher_feed(&h, b->data + at, some));
        at += some;
        CHECK_EQ_U64(h.size, at);
    }
    CHECK_OK(hasher_finish(&h, &root));
    CHECK_MEM(root.b, 32, b->root.b, 32);
    CHECK_EQ_U64(got.n, tree_groups(b->size));
    CHECK_OK(
        tree_build_outboard(got.v, got.n, tree_sink_memory, outboard, &want));
    CHECK_MEM(want.b, 32, b->root.b, 32);
    CHECK_MEM(outboard, 64 * (got.n - 1), b->outboard, 64 * (got.n - 1));
}

TEST(hasher, any_cuts_give_the_hash_and_the_values)
{
    static const size_t sizes[] = {0,     1,     1023,   1024,   1025,
                                   16383, 16384, 16385,  32768,  65536,
                                   65537, 98304, 524288, 540672, 1000003};
    struct dice dice = {11};

    for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
        struct blob b;

        blob_pattern(&b, sizes[i]);
        check_cuts(&b, &dice, sizes[i] + 1);
        check_cuts(&b, &dice, 40000);
        check_cuts(&b, &dice, 3000);
        check_cuts(&b, &dice, 16384);
        blob_free(&b);
    }
}

TEST(hasher, feeds_of_one_byte)
{
    static struct hasher h;
    struct hash root;
    struct blob b;

    blob_pattern(&b, 40000);
    hasher_init(&h, NULL, NULL);
    for (size_t i = 0; i < b.size; i++)
        CHECK_OK(hasher_feed(&h, b.data + i, 1));
    CHECK_OK(hasher_finish(&h, &root));
    CHECK_MEM(root.b, 32, b.root.b, 32);
    blob_free(&b);
}

TEST(hasher, the_error_of_the_taker_comes_out)
{
    static struct hasher h;
    struct values got = {.fail_at = 1};
    struct hash root;
    struct blob b;

    blob_pattern(&b, 100000);
    hasher_init(&h, take, &got);
    CHECK_ERR(hasher_feed(&h, b.data, b.size), ERR_NO_SPACE);
    got = (struct values){.fail_at = 0};
    hasher_init(&h, take, &got);
    CHECK_OK(hasher_feed(&h, b.data, 100));
    CHECK_ERR(hasher_finish(&h, &root), ERR_NO_SPACE);
    blob_free(&b);
}
