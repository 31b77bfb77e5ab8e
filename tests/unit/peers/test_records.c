#include "peers/records.h"

#include "make_record.h"

#define TTL_S 60
#define TTL_MS (TTL_S * UINT64_C(1000))

static struct records *new_records(void)
{
    struct records *rs;

    CHECK_OK(records_new(&rs));
    return rs;
}

static enum err put_filled(struct records *rs, uint64_t now, uint32_t n,
                           uint64_t seq, uint64_t age_ms, bool is_proven,
                           size_t fill)
{
    struct buf b;
    enum err e;

    make_empty(&b, n, RECORD_LINKS, seq, TTL_S, fill);
    e = records_put(rs, now, b.ptr, b.len, age_ms, is_proven, NULL);
    buf_clear(&b);
    return e;
}

static enum err put(struct records *rs, uint64_t now, uint32_t n, uint64_t seq,
                    bool is_proven)
{
    return put_filled(rs, now, n, seq, 0, is_proven, 0);
}

static const struct records_entry *get(const struct records *rs, uint32_t n)
{
    struct record_key key = key_of_record(n, RECORD_LINKS);

    return records_get(rs, &key);
}

static bool wants(const struct records *rs, uint32_t n, uint64_t seq)
{
    struct record_key key = key_of_record(n, RECORD_LINKS);

    return records_wants(rs, &key, seq);
}

TEST(records, only_the_newest_of_each_origin_and_kind_is_held)
{
    struct records *rs = new_records();
    const struct records_entry *e;
    struct record_key key = key_of_record(1, RECORD_ADDRESSES);
    struct buf b;

    CHECK(wants(rs, 1, 5));
    CHECK_OK(put(rs, 1000, 1, 5, false));
    CHECK(!wants(rs, 1, 5) && !wants(rs, 1, 4) && wants(rs, 1, 6));
    CHECK_ERR(put(rs, 1000, 1, 5, false), ERR_EXISTS);
    CHECK_ERR(put(rs, 1000, 1, 4, false), ERR_EXISTS);
    CHECK_OK(put(rs, 2000, 1, 9, false));
    CHECK(get(rs, 1)->seq == 9 && get(rs, 1)->made_ms == 2000);
    CHECK_EQ_U64(records_len(rs), 1);
    /* The other kind is another record. */
    make_empty(&b, 1, RECORD_ADDRESSES, 3, TTL_S, 0);
    CHECK_OK(records_put(rs, 2000, b.ptr, b.len, 0, false, &e));
    CHECK(e == records_get(rs, &key) && e->record.seq == 3);
    CHECK_MEM(e->bytes, e->len, b.ptr, b.len);
    CHECK(e->record.body > e->bytes && e->record.body < e->bytes + e->len);
    CHECK_EQ_U64(records_len(rs), 2);
    CHECK_EQ_U64(records_bytes(rs), b.len + get(rs, 1)->len);
    buf_clear(&b);
    records_free(rs);
}

TEST(records, the_age_it_comes_with_counts_on_our_clock)
{
    struct records *rs = new_records();

    CHECK_OK(put_filled(rs, 100000, 1, 5, TTL_MS - 1, false, 0));
    CHECK_EQ_U64(get(rs, 1)->made_ms, 100000 - TTL_MS + 1);
    CHECK_EQ_U64(get(rs, 1)->expires_ms, 100001);
    CHECK_EQ_U64(records_expire(rs, 100000), 0);
    CHECK_EQ_U64(records_expire(rs, 100001), 1);
    CHECK(get(rs, 1) == NULL);
    CHECK_ERR(put_filled(rs, 100000, 2, 5, TTL_MS, false, 0), ERR_EXISTS);
    CHECK_ERR(put_filled(rs, 100000, 2, 5, UINT64_MAX, false, 0), ERR_EXISTS);
    /* Older than our clock: as far back as that goes, and no further. */
    CHECK_OK(put_filled(rs, 10, 3, 5, 50000, false, 0));
    CHECK_EQ_U64(get(rs, 3)->made_ms, 0);
    CHECK_EQ_U64(get(rs, 3)->expires_ms, 10 + TTL_MS - 50000);
    records_free(rs);
}

TEST(records, a_dropped_one_is_not_brought_back_by_who_is_slower_to_forget)
{
    struct records *rs = new_records();

    CHECK_OK(put(rs, 0, 1, 5, false));
    CHECK_EQ_U64(records_expire(rs, TTL_MS), 1);
    CHECK_EQ_U64(records_len(rs) + records_bytes(rs), 0);
    CHECK(!wants(rs, 1, 5) && wants(rs, 1, 6));
    CHECK_ERR(put(rs, TTL_MS, 1, 5, false), ERR_EXISTS);
    /* For another ttl, and not for ever. */
    CHECK_EQ_U64(records_expire(rs, 2 * TTL_MS - 1), 0);
    CHECK(!wants(rs, 1, 5));
    CHECK_EQ_U64(records_expire(rs, 2 * TTL_MS), 0);
    CHECK(wants(rs, 1, 5));
    /* A newer one is welcome meanwhile. */
    CHECK_OK(put(rs, 2 * TTL_MS, 1, 6, false));
    CHECK_EQ_U64(records_expire(rs, 3 * TTL_MS), 1);
    CHECK_OK(put(rs, 3 * TTL_MS, 1, 7, false));
    CHECK_EQ_U64(get(rs, 1)->seq, 7);
    records_free(rs);
}

TEST(records, a_forgotten_origin_leaves_no_trace)
{
    struct records *rs = new_records();
    struct node_id id = node_id_of(1);

    CHECK_OK(put(rs, 0, 1, 5, false));
    CHECK_OK(put(rs, 0, 2, 5, false));
    records_forget(rs, &id);
    CHECK(get(rs, 1) == NULL && get(rs, 2) != NULL);
    CHECK(wants(rs, 1, 1));
    records_free(rs);
}

TEST(records, what_is_malformed_unknown_or_forged_is_not_taken)
{
    struct records *rs = new_records();
    struct key key = node_key(1);
    struct buf b;

    buf_init(&b, RECORD_MAX);
    CHECK_ERR(records_put(rs, 0, NULL, 0, 0, true, NULL), ERR_PROTO);
    CHECK_OK(record_write(&b, &key, 3, 5, TTL_S, "", 0));
    CHECK_ERR(records_put(rs, 0, b.ptr, b.len, 0, true, NULL), ERR_PROTO);
    b.len = 0;
    CHECK_OK(record_write(&b, &key, RECORD_LINKS, 5, TTL_S, "\1", 1));
    CHECK_ERR(records_put(rs, 0, b.ptr, b.len, 0, true, NULL), ERR_PROTO);
    buf_clear(&b);
    make_empty(&b, 1, RECORD_LINKS, 5, TTL_S, 0);
    b.ptr[b.len - 1] ^= 1;
    CHECK_ERR(records_put(rs, 0, b.ptr, b.len, 0, true, NULL), ERR_AUTH);
    buf_clear(&b);
    CHECK_EQ_U64(records_len(rs), 0);
    CHECK(!wants(rs, 1, UINT64_MAX));
    records_free(rs);
}

/* Fill it with unproven records of the origins from `n` on until one is
 * refused; returns how many were taken. */
static size_t flood(struct records *rs, uint64_t now, uint32_t n, size_t fill)
{
    size_t count = 0;
    enum err e;

    do {
        e = put_filled(rs, now, n++, 5, 0, false, fill);
        count += e == ERR_OK;
    } while (e == ERR_OK && count <= RECORDS_MAX);
    CHECK_ERR(e, ERR_LIMIT);
    return count;
}

TEST(records, invented_identities_push_out_no_one)
{
    struct records *rs = new_records();

    CHECK_OK(put(rs, 0, 1, 5, true));
    CHECK_OK(put(rs, 0, 2, 5, false));
    CHECK_EQ_U64(flood(rs, 0, 1000, 0), RECORDS_MAX_UNPROVEN - 1);
    /* Who is known goes on, who is proven comes in. */
    CHECK_OK(put(rs, 0, 1, 6, false));
    CHECK_OK(put(rs, 0, 2, 6, false));
    CHECK_OK(put(rs, 0, 3, 5, true));
    CHECK(get(rs, 1)->is_proven && get(rs, 3)->is_proven);
    CHECK(!get(rs, 2)->is_proven);
    CHECK_EQ_U64(records_len(rs), RECORDS_MAX_UNPROVEN + 2);
    records_free(rs);
}

TEST(records, large_unproven_ones_have_a_ceiling_in_bytes)
{
    struct records *rs = new_records();
    size_t count = flood(rs, 0, 1000, RECORD_BODY_MAX);

    CHECK(count < RECORDS_MAX_UNPROVEN);
    CHECK(records_bytes(rs) <= RECORDS_MAX_UNPROVEN_BYTES);
    CHECK(records_bytes(rs) > RECORDS_MAX_UNPROVEN_BYTES - RECORD_MAX);
    CHECK_ERR(put_filled(rs, 0, 1, 5, 0, false, RECORD_BODY_MAX), ERR_LIMIT);
    CHECK_OK(put_filled(rs, 0, 1, 5, 0, true, RECORD_BODY_MAX));
    records_free(rs);
}

TEST(records, an_origin_that_connects_takes_its_place_among_the_proven)
{
    struct records *rs = new_records();
    struct node_id id = node_id_of(1000);

    flood(rs, 0, 1000, 0);
    records_set_proven(rs, &id);
    CHECK(get(rs, 1000)->is_proven);
    CHECK_OK(put(rs, 0, 1, 5, false)); /* its place is free */
    CHECK_ERR(put(rs, 0, 2, 5, false), ERR_LIMIT);
    records_free(rs);
}

TEST(records, proven_ones_take_the_room_of_the_oldest_unproven)
{
    struct records *rs = new_records();
    uint32_t n = 100000;

    for (size_t i = 0; i < RECORDS_MAX - RECORDS_MAX_UNPROVEN; i++)
        CHECK_OK(put(rs, 0, n++, 5, true));
    CHECK_EQ_U64(flood(rs, 0, 1000, 0), RECORDS_MAX_UNPROVEN);
    CHECK_EQ_U64(records_len(rs), RECORDS_MAX);
    CHECK_OK(put(rs, 0, n++, 5, true));
    CHECK_OK(put(rs, 0, n++, 5, true));
    CHECK_EQ_U64(records_len(rs), RECORDS_MAX);
    CHECK(get(rs, 1000) == NULL && get(rs, 1001) == NULL);
    CHECK(get(rs, 1002) != NULL && get(rs, 100000) != NULL);
    records_free(rs);
}

TEST(records, numbers_of_dropped_ones_are_bounded_too)
{
    struct records *rs = new_records();

    CHECK_OK(put(rs, 0, 1, 5, true));
    CHECK_EQ_U64(records_expire(rs, TTL_MS), 1);
    for (uint32_t round = 0; round < 3; round++) {
        uint64_t now = TTL_MS + round;

        flood(rs, now - TTL_MS, 1000 + round * RECORDS_MAX, 0);
        CHECK_EQ_U64(records_expire(rs, now), RECORDS_MAX_UNPROVEN);
    }
    /* Those of the first round had to go, the last are remembered, and what
     * was proven was not touched. */
    CHECK(wants(rs, 1000, 5));
    CHECK(!wants(rs, 1000 + 2 * RECORDS_MAX, 5));
    CHECK(!wants(rs, 1, 5));
    records_free(rs);
}

TEST(records, walking_meets_each_live_one_once)
{
    struct records *rs = new_records();
    const struct records_entry *e;
    size_t it = 0, count = 0;
    uint64_t sum = 0;

    CHECK_OK(put_filled(rs, TTL_MS, 9, 1000, TTL_MS - 1, false, 0));
    CHECK_EQ_U64(records_expire(rs, TTL_MS + 1), 1);
    for (uint32_t n = 1; n <= 20; n++)
        CHECK_OK(put(rs, TTL_MS + 1, 100 + n, n, n % 2 == 0));
    while ((e = records_next(rs, &it)) != NULL) {
        sum += e->seq;
        count++;
    }
    CHECK_EQ_U64(count, 20);
    CHECK_EQ_U64(sum, 210);
    records_free(rs);
}
