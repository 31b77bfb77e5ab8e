#include "blobs/claims.h"

#include "test.h"

/* Ids of those that may write now, as digits. */
static uint64_t admitted(struct claims *c)
{
    uint64_t out = 0;
    uint32_t id;

    while (claims_next(c, &id))
        out = 10 * out + id;
    return out;
}

TEST(claims, who_claims_the_same_may_write_together)
{
    struct claims c = {0};

    claims_add(&c, 1, 100);
    claims_add(&c, 2, 100);
    CHECK_EQ_U64(admitted(&c), 12);
    claims_add(&c, 3, 100);
    CHECK_EQ_U64(admitted(&c), 3);
    CHECK_EQ_U64(claims_in_conflict(&c), 0);
}

TEST(claims, another_claim_waits_until_nobody_writes)
{
    struct claims c = {0};

    claims_add(&c, 1, 100);
    claims_add(&c, 2, 200);
    claims_add(&c, 3, 100);
    CHECK_EQ_U64(admitted(&c), 13);
    CHECK_EQ_U64(claims_in_conflict(&c), 1);
    claims_remove(&c, 1);
    CHECK_EQ_U64(admitted(&c), 0);
    claims_remove(&c, 3);
    CHECK_EQ_U64(admitted(&c), 2);
    CHECK_EQ_U64(claims_in_conflict(&c), 0);
}

TEST(claims, those_that_stand_in_the_way_are_the_ones_that_write)
{
    struct claims c = {0};
    struct claim bad[CLAIMS_MAX];

    claims_add(&c, 1, 100);
    CHECK_EQ_U64(admitted(&c), 1);
    CHECK_EQ_U64(claims_bad(&c, bad), 0);
    claims_add(&c, 2, 200);
    CHECK_EQ_U64(claims_bad(&c, bad), 1);
    CHECK_EQ_U64(bad[0].id, 1);
    CHECK_EQ_U64(bad[0].size, 100);
}

TEST(claims, a_proof_names_all_that_claimed_otherwise)
{
    struct claims c = {0};
    struct claim bad[CLAIMS_MAX];

    claims_add(&c, 1, 100);
    claims_add(&c, 2, 200);
    claims_add(&c, 3, 300);
    CHECK_EQ_U64(admitted(&c), 1);
    claims_prove(&c, 200);
    CHECK_EQ_U64(claims_bad(&c, bad), 2);
    CHECK_EQ_U64(bad[0].id, 1);
    CHECK_EQ_U64(bad[1].id, 3);
    /* Not while the false one may still be writing. */
    CHECK_EQ_U64(admitted(&c), 0);
    claims_remove(&c, 1);
    CHECK_EQ_U64(admitted(&c), 2);
    claims_remove(&c, 3);
    CHECK_EQ_U64(claims_bad(&c, bad), 0);
}

TEST(claims, more_than_there_is_room_for_change_nothing)
{
    struct claims c = {0};

    for (uint32_t i = 0; i < 2 * CLAIMS_MAX; i++)
        claims_add(&c, i, 100);
    CHECK_EQ_U64(c.len, CLAIMS_MAX);
    claims_remove(&c, 5 * CLAIMS_MAX);
    CHECK_EQ_U64(c.len, CLAIMS_MAX);
}
