#include "crypto/blake3.h"

#include "bao_fixture.h"
#include "naive_tree.h"

#define FOR_EACH_ISA(isa)                                                      \
    for (enum blake3_isa isa = 0; isa < BLAKE3_ISA_COUNT; isa++)               \
        if (blake3_has(isa))

#define MANY 50

static enum blake3_isa best;

__attribute__((constructor)) static void remember_best(void)
{
    best = blake3_active();
}

TEST(blake3, the_widest_kernel_is_chosen)
{
    for (enum blake3_isa isa = best + 1; isa < BLAKE3_ISA_COUNT; isa++)
        CHECK(!blake3_has(isa));
    CHECK(blake3_has(BLAKE3_PORTABLE));
}

TEST(blake3, chunks_in_any_number_with_any_counter)
{
    struct dice dice = {1};
    const uint8_t *at[MANY];
    uint64_t counter[MANY];
    struct hash got[MANY + 1], want;
    struct blob b;

    blob_random(&b, MANY * 1024 + 64, &dice);
    for (size_t i = 0; i < MANY; i++) {
        at[i] = b.data + dice_roll(&dice, b.size - 1024);
        counter[i] = dice_roll(&dice, UINT64_C(1) << 40);
    }
    FOR_EACH_ISA(isa)
    {
        blake3_force(isa);
        for (size_t n = 0; n <= MANY; n++) {
            memset(got, 0x5a, sizeof got);
            blake3_chunks(at, counter, n, got);
            for (size_t i = 0; i < n; i++) {
                naive_chunk(at[i], 1024, counter[i], false, &want);
                CHECK_MEM(got[i].b, 32, want.b, 32);
            }
            CHECK_EQ_U64(got[n].b[0], 0x5a);
        }
    }
    blake3_force(best);
    blob_free(&b);
}

TEST(blake3, parents_in_any_number_also_in_place)
{
    struct dice dice = {2};
    struct hash v[2 * MANY], got[MANY + 1], want[MANY];
    const uint8_t *at[MANY];
    struct blob b;

    blob_random(&b, 2 * MANY * 32, &dice);
    for (size_t i = 0; i < MANY; i++) {
        at[i] = b.data + i * 64;
        memcpy(v, at[i], 64);
        naive_parent(&v[0], &v[1], false, &want[i]);
    }
    FOR_EACH_ISA(isa)
    {
        blake3_force(isa);
        for (size_t n = 0; n <= MANY; n++) {
            memset(got, 0x5a, sizeof got);
            blake3_parents_at(at, n, got);
            CHECK_MEM(got, n * 32, want, n * 32);
            CHECK_EQ_U64(got[n].b[0], 0x5a);
            memcpy(v, b.data, sizeof v);
            blake3_parents(v[0].b, n, v);
            CHECK_MEM(v, n * 32, want, n * 32);
        }
    }
    blake3_force(best);
    blob_free(&b);
}

TEST(blake3, every_kernel_gives_the_hash_at_every_length)
{
    struct dice dice = {3};
    struct blob b;

    blob_random(&b, 70000, &dice);
    for (size_t len = 0; len <= b.size; len += 1 + dice_roll(&dice, 130)) {
        struct hash want, got;

        naive_value(b.data, len, 0, true, &want);
        FOR_EACH_ISA(isa)
        {
            blake3_force(isa);
            hash_bytes(b.data, len, &got);
            CHECK_MEM(got.b, 32, want.b, 32);
        }
    }
    blake3_force(best);
    blob_free(&b);
}

TEST(blake3, the_same_bytes_as_root_hash_differently)
{
    uint8_t bytes[1024] = {1};
    struct hash a, b;

    blake3_chunk(bytes, 1024, 0, false, &a);
    blake3_chunk(bytes, 1024, 0, true, &b);
    CHECK(!hash_equal(&a, &b));
    blake3_parent(bytes, false, &a);
    blake3_parent(bytes, true, &b);
    CHECK(!hash_equal(&a, &b));
}
