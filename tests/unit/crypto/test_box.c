#include "crypto/box.h"

#include <string.h>

#include "test.h"

static void pair(struct key *a, struct key *b, struct box_key *k)
{
    struct box_key other;

    key_generate(a);
    key_generate(b);
    CHECK_OK(box_shared(a, &b->id, k));
    CHECK_OK(box_shared(b, &a->id, &other));
    CHECK_MEM(k->b, sizeof k->b, other.b, sizeof other.b);
}

TEST(box, both_sides_have_the_same_key_and_open_each_other)
{
    static const uint8_t nonce[BOX_NONCE_LEN] = {7};
    uint8_t sealed[4 + BOX_TAG_LEN], open[4];
    struct key a, b;
    struct box_key k;

    pair(&a, &b, &k);
    box_seal(&k, nonce, (const uint8_t *)"snow", 4, sealed);
    CHECK_OK(box_open(&k, nonce, sealed, sizeof sealed, open));
    CHECK_MEM(open, 4, "snow", 4);
}

TEST(box, every_changed_bit_is_found)
{
    static const uint8_t nonce[BOX_NONCE_LEN] = {7};
    uint8_t sealed[4 + BOX_TAG_LEN], open[4];
    struct key a, b;
    struct box_key k;

    pair(&a, &b, &k);
    box_seal(&k, nonce, (const uint8_t *)"snow", 4, sealed);
    for (size_t bit = 0; bit < sizeof sealed * 8; bit++) {
        sealed[bit / 8] ^= (uint8_t)(1 << bit % 8);
        CHECK_ERR(box_open(&k, nonce, sealed, sizeof sealed, open), ERR_AUTH);
        sealed[bit / 8] ^= (uint8_t)(1 << bit % 8);
    }
    CHECK_ERR(box_open(&k, nonce, sealed, BOX_TAG_LEN - 1, open), ERR_AUTH);
    CHECK_OK(box_open(&k, nonce, sealed, sizeof sealed, open));
}

TEST(box, an_empty_message_is_a_message)
{
    static const uint8_t nonce[BOX_NONCE_LEN];
    uint8_t sealed[BOX_TAG_LEN], open[1];
    struct key a, b;
    struct box_key k;

    pair(&a, &b, &k);
    box_seal(&k, nonce, (const uint8_t *)"", 0, sealed);
    CHECK_OK(box_open(&k, nonce, sealed, sizeof sealed, open));
}

TEST(box, a_peer_outside_the_main_subgroup_gets_no_box)
{
    struct node_id three = {{3}}, neutral = {{1}}, none = {{2}};
    struct box_key k;
    struct key own;

    key_generate(&own);
    CHECK_ERR(box_shared(&own, &three, &k), ERR_INVALID);
    CHECK_ERR(box_shared(&own, &neutral, &k), ERR_INVALID);
    CHECK_ERR(box_shared(&own, &none, &k), ERR_INVALID);
}
