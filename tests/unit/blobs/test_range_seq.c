#include <stdlib.h>

#include "blobs/blobs_limits.h"
#include "blobs/range_seq.h"
#include "test.h"

static enum err read_hex(const char *hex, struct range_seq *s)
{
    size_t len;
    uint8_t *bytes = test_unhex(hex, &len);
    struct cursor c;
    enum err e;

    range_seq_init(s);
    cursor_init(&c, bytes, len);
    e = range_seq_read(&c, s);
    free(bytes);
    return e;
}

static void check_rewrite(const char *hex)
{
    struct range_seq s;
    struct buf b;
    size_t len;
    uint8_t *want = test_unhex(hex, &len);

    CHECK_OK(read_hex(hex, &s));
    buf_init(&b, 1000);
    CHECK_OK(range_seq_write(&b, &s));
    CHECK_MEM(b.ptr, b.len, want, len);
    buf_clear(&b);
    range_seq_clear(&s);
    free(want);
}

TEST(range_seq, the_table_reads_and_writes_back)
{
    check_rewrite("020001000100");
    check_rewrite("01000100");
    check_rewrite("01010100");
    check_rewrite("020301000100");
    check_rewrite("02000210100100");
    check_rewrite("020001000200");
    check_rewrite("020001000101ffffffffffffffffff01");
    check_rewrite("00");
}

TEST(range_seq, positions_are_walked_in_order)
{
    struct range_seq s;
    const struct ranges *set;
    uint64_t at = 0;

    CHECK_OK(read_hex("020301000100", &s)); /* position 3 only */
    CHECK(range_seq_next(&s, &at, &set));
    CHECK_EQ_U64(at, 3);
    at++;
    CHECK(!range_seq_next(&s, &at, &set));
    CHECK(!range_seq_is_root_only(&s));
    range_seq_clear(&s);

    CHECK_OK(read_hex("01000100", &s)); /* all, for ever */
    at = UINT64_C(1) << 60;
    CHECK(range_seq_next(&s, &at, &set));
    CHECK_EQ_U64(at, UINT64_C(1) << 60);
    CHECK(!range_seq_is_root_only(&s));
    range_seq_clear(&s);

    CHECK_OK(read_hex("020001000100", &s));
    CHECK(range_seq_is_root_only(&s));
    range_seq_clear(&s);
}

TEST(range_seq, a_delta_of_zero_replaces)
{
    struct range_seq s;
    const struct ranges *set;
    uint64_t at = 0;

    CHECK_OK(read_hex("02000100000"
                      "210"
                      "10",
                      &s));
    CHECK(range_seq_next(&s, &at, &set));
    CHECK_EQ_U64(set->at[0].begin, 16);
    CHECK_EQ_U64(set->at[0].end, 32);
    range_seq_clear(&s);
}

TEST(range_seq, equal_neighbours_are_written_once)
{
    struct range_seq s;
    struct ranges all, none;
    struct buf b;

    ranges_init(&all);
    ranges_init(&none);
    CHECK_OK(ranges_add(&all, 0, UINT64_MAX));
    range_seq_init(&s);
    CHECK_OK(range_seq_add(&s, 0, &none));
    CHECK_OK(range_seq_add(&s, 1, &all));
    CHECK_OK(range_seq_add(&s, 2, &all));
    CHECK_OK(range_seq_add(&s, 3, &none));
    CHECK_OK(range_seq_add(&s, 4, &none));
    buf_init(&b, 100);
    CHECK_OK(range_seq_write(&b, &s));
    CHECK_MEM(b.ptr, b.len, "\x02\x01\x01\x00\x02\x00", 6);
    buf_clear(&b);
    range_seq_clear(&s);
    ranges_clear(&all);
}

TEST(range_seq, wrong_bytes_are_refused)
{
    static const char *const bad[] = {
        "",
        "01",
        "0100",
        "020001",
        "ff",
        "02050100ffffffffffffffffff0100", /* positions pass 64 bits */
        "05000100",
    };

    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        struct range_seq s;

        CHECK_ERR(read_hex(bad[i], &s), ERR_PARSE);
        range_seq_clear(&s);
    }
}
