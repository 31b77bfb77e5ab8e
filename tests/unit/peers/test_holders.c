#include "peers/holders.h"

#include <string.h>

#include "test.h"

/* Ids and hashes of invented peers and blobs. */
static struct node_id peer(uint32_t n)
{
    struct node_id id = {{1}};

    memcpy(id.b + 1, &n, sizeof n);
    return id;
}

static struct hash blob(uint32_t n)
{
    struct hash h = {{2}};

    memcpy(h.b + 1, &n, sizeof n);
    return h;
}

static struct holders *new_holders(void)
{
    struct holders *h;

    CHECK_OK(holders_new(&h));
    return h;
}

static void note(struct holders *h, uint64_t now, uint32_t p, uint32_t b,
                 enum node_have_state state)
{
    struct node_id id = peer(p);
    struct node_have have = {blob(b), state, 100, 50};

    holders_note(h, now, &id, &have);
}

static size_t count_of(const struct holders *h, uint32_t b)
{
    struct holder out[HOLDERS_MAX_PEERS + 1];
    struct hash hash = blob(b);

    return holders_get(h, &hash, out, HOLDERS_MAX_PEERS + 1);
}

static bool has(const struct holders *h, uint32_t p, uint32_t b)
{
    struct holder out[HOLDERS_MAX_PEERS];
    struct node_id id = peer(p);
    struct hash hash = blob(b);
    size_t len = holders_get(h, &hash, out, HOLDERS_MAX_PEERS);

    for (size_t i = 0; i < len; i++)
        if (node_id_equal(&out[i].peer, &id))
            return true;
    return false;
}

TEST(holders, the_newest_word_of_each_peer_counts)
{
    struct holders *h = new_holders();
    struct hash hash = blob(7);
    struct node_id one = peer(1);
    struct holder out[4];

    CHECK_EQ_U64(holders_get(h, &hash, out, 4), 0);
    note(h, 10, 1, 7, NODE_HAVE_PARTIAL);
    note(h, 20, 2, 7, NODE_HAVE_WHOLE);
    note(h, 30, 1, 7, NODE_HAVE_WHOLE);
    CHECK_EQ_U64(holders_get(h, &hash, out, 4), 2);
    CHECK(node_id_equal(&out[0].peer, &one)); /* the newest first */
    CHECK(out[0].state == NODE_HAVE_WHOLE && out[0].heard_ms == 30);
    CHECK(out[0].size == 100 && out[0].held == 50);
    CHECK_EQ_U64(out[1].heard_ms, 20);
    CHECK_EQ_U64(holders_get(h, &hash, out, 1), 1);
    CHECK_EQ_U64(holders_len(h), 1);
    holders_free(h);
}

TEST(holders, who_lost_a_blob_is_taken_off)
{
    struct holders *h = new_holders();

    note(h, 10, 1, 7, NODE_HAVE_WHOLE);
    note(h, 10, 2, 7, NODE_HAVE_WHOLE);
    note(h, 20, 1, 7, NODE_HAVE_NOT);
    note(h, 20, 3, 8, NODE_HAVE_NOT); /* never had it */
    CHECK(!has(h, 1, 7) && has(h, 2, 7));
    note(h, 30, 2, 7, NODE_HAVE_NOT);
    CHECK_EQ_U64(holders_len(h), 0);
    holders_free(h);
}

TEST(holders, a_forgotten_peer_takes_all_its_words_with_it)
{
    struct holders *h = new_holders();
    struct node_id one = peer(1), nobody = peer(99);

    for (uint32_t b = 0; b < 100; b++)
        note(h, b, 1, b, NODE_HAVE_WHOLE);
    note(h, 100, 2, 5, NODE_HAVE_WHOLE);
    holders_forget_peer(h, &nobody);
    CHECK_EQ_U64(holders_len(h), 100);
    holders_forget_peer(h, &one);
    CHECK_EQ_U64(holders_len(h), 1);
    CHECK(has(h, 2, 5));
    note(h, 200, 1, 6, NODE_HAVE_PARTIAL); /* and may come back */
    CHECK(has(h, 1, 6));
    holders_free(h);
}

TEST(holders, of_one_blob_the_peer_heard_of_longest_ago_goes)
{
    struct holders *h = new_holders();

    for (uint32_t p = 0; p < HOLDERS_MAX_PEERS; p++)
        note(h, p, p, 7, NODE_HAVE_WHOLE);
    note(h, 1000, 0, 7, NODE_HAVE_WHOLE); /* says it again */
    note(h, 1001, 500, 7, NODE_HAVE_WHOLE);
    CHECK_EQ_U64(count_of(h, 7), HOLDERS_MAX_PEERS);
    CHECK(has(h, 0, 7) && !has(h, 1, 7) && has(h, 2, 7) && has(h, 500, 7));
    holders_free(h);
}

TEST(holders, who_announces_without_end_pushes_out_its_own_words)
{
    struct holders *h = new_holders();

    note(h, 0, 1, 7, NODE_HAVE_WHOLE);
    for (uint32_t b = 0; b < 2 * HOLDERS_MAX_OF_PEER; b++)
        note(h, b, 2, 1000 + b, NODE_HAVE_WHOLE);
    CHECK_EQ_U64(holders_len(h), HOLDERS_MAX_OF_PEER + 1);
    CHECK(has(h, 1, 7));
    CHECK(!has(h, 2, 1000 + HOLDERS_MAX_OF_PEER - 1));
    CHECK(has(h, 2, 1000 + HOLDERS_MAX_OF_PEER));
    holders_free(h);
}

TEST(holders, there_are_never_more_hashes_than_the_ceiling)
{
    struct holders *h = new_holders();

    for (uint32_t b = 0; b < HOLDERS_MAX_HASHES + 10; b++)
        note(h, b, b / 100, b, NODE_HAVE_WHOLE);
    CHECK_EQ_U64(holders_len(h), HOLDERS_MAX_HASHES);
    CHECK_EQ_U64(count_of(h, 9), 0);
    CHECK_EQ_U64(count_of(h, 10), 1);
    CHECK_EQ_U64(count_of(h, HOLDERS_MAX_HASHES + 9), 1);
    holders_free(h);
}

/* Few hashes, many peers of each: the pairs have a ceiling of their own. */
TEST(holders, there_are_never_more_pairs_than_the_ceiling)
{
    struct holders *h = new_holders();
    uint32_t hashes = HOLDERS_MAX / HOLDERS_MAX_PEERS + 10;
    size_t pairs = 0;

    for (uint32_t b = 0; b < hashes; b++)
        for (uint32_t p = 0; p < HOLDERS_MAX_PEERS; p++)
            note(h, b, p, b, NODE_HAVE_WHOLE);
    for (uint32_t b = 0; b < hashes; b++)
        pairs += count_of(h, b);
    CHECK_EQ_U64(pairs, HOLDERS_MAX);
    CHECK_EQ_U64(count_of(h, 0), 0);
    CHECK_EQ_U64(count_of(h, hashes - 1), HOLDERS_MAX_PEERS);
    holders_free(h);
}
