#include "base/buf.h"

#include <stdlib.h>
#include <string.h>

#include "test.h"

TEST(buf, bytes_come_out_in_the_order_they_went_in)
{
    static const uint8_t want[] = {1, 'a', 'b', 'n', '=', '7', 8,
                                   7, 6,   5,   4,   3,   2,   1};
    struct buf b;

    buf_init(&b, 100);
    CHECK_OK(buf_add_u8(&b, 1));
    CHECK_OK(buf_add(&b, "ab", 2));
    CHECK_OK(buf_printf(&b, "n=%d", 7));
    CHECK_OK(buf_add_u64le(&b, UINT64_C(0x0102030405060708)));
    CHECK_MEM(b.ptr, b.len, want, sizeof want);
    buf_clear(&b);
}

TEST(buf, the_ceiling_itself_may_be_reached_but_not_passed)
{
    struct buf b;

    buf_init(&b, 5);
    CHECK_OK(buf_add(&b, "abcd", 4));
    CHECK_ERR(buf_add(&b, "ef", 2), ERR_TOO_LARGE);
    CHECK_ERR(buf_printf(&b, "%s", "ef"), ERR_TOO_LARGE);
    CHECK_ERR(buf_add_u64le(&b, 0), ERR_TOO_LARGE);
    CHECK_MEM(b.ptr, b.len, "abcd", 4);
    CHECK_OK(buf_printf(&b, "%s", "e"));
    CHECK_ERR(buf_add_u8(&b, 'f'), ERR_TOO_LARGE);
    CHECK_MEM(b.ptr, b.len, "abcde", 5);
    CHECK(b.cap <= 5);
    buf_clear(&b);
}

TEST(buf, absurd_sizes_are_refused_without_arithmetic_going_wrong)
{
    struct buf b;

    buf_init(&b, SIZE_MAX);
    CHECK_OK(buf_add_u8(&b, 1));
    CHECK_ERR(buf_reserve(&b, SIZE_MAX), ERR_TOO_LARGE);
    buf_clear(&b);
    buf_init(&b, 0);
    CHECK_OK(buf_add(&b, NULL, 0));
    CHECK_ERR(buf_add_u8(&b, 1), ERR_TOO_LARGE);
    buf_clear(&b);
}

TEST(buf, after_clearing_it_can_be_used_again_under_the_same_ceiling)
{
    struct buf b;

    buf_init(&b, 3);
    CHECK_OK(buf_add(&b, "abc", 3));
    buf_clear(&b);
    CHECK_EQ_U64(b.len, 0);
    CHECK_OK(buf_add(&b, "xyz", 3));
    CHECK_ERR(buf_add_u8(&b, 0), ERR_TOO_LARGE);
    buf_clear(&b);
}

TEST(buf, long_texts_are_printed_whole_and_without_a_nul)
{
    struct buf b;

    buf_init(&b, 5000);
    for (int width = 500; width < 530; width++) {
        b.len = 0;
        CHECK_OK(buf_printf(&b, "%*d", width, 7));
        CHECK_EQ_U64(b.len, (size_t)width);
        CHECK_EQ_U64(b.ptr[b.len - 1], '7');
    }
    b.len = 0;
    CHECK_OK(buf_printf(&b, "%*d", 5000, 7));
    CHECK_ERR(buf_printf(&b, "x"), ERR_TOO_LARGE);
    buf_clear(&b);
}

TEST(buf, dropping_the_front_keeps_the_rest)
{
    struct buf b;

    buf_init(&b, 10);
    buf_drop_front(&b, 0);
    CHECK_OK(buf_add(&b, "abcdef", 6));
    buf_drop_front(&b, 4);
    CHECK_MEM(b.ptr, b.len, "ef", 2);
    buf_drop_front(&b, 2);
    CHECK_EQ_U64(b.len, 0);
    buf_clear(&b);
}

TEST(cursor, reads_what_is_there_and_no_further)
{
    static const uint8_t bytes[] = {9, 1, 0, 0, 0, 0, 0, 0, 0x80, 'a', 'b'};
    struct slice s = {0};
    struct cursor c;
    uint64_t v = 0;
    uint8_t b = 0;

    cursor_init(&c, bytes, sizeof bytes);
    CHECK(cursor_u8(&c, &b));
    CHECK_EQ_U64(b, 9);
    CHECK(cursor_u64le(&c, &v));
    CHECK_EQ_U64(v, UINT64_C(0x8000000000000001));
    CHECK(cursor_slice(&c, 2, &s));
    CHECK_MEM(s.ptr, s.len, "ab", 2);
    CHECK_EQ_U64(cursor_left(&c), 0);
    CHECK(!c.failed);
}

TEST(cursor, a_failed_read_leaves_the_result_alone_and_fails_all_later_ones)
{
    struct slice s = {.len = 77};
    uint64_t v = 42;
    uint8_t b = 7;
    struct cursor c;

    cursor_init(&c, "abc", 3);
    CHECK(!cursor_u64le(&c, &v));
    CHECK(c.failed);
    CHECK(!cursor_u8(&c, &b));
    CHECK(!cursor_bytes(&c, &b, 0));
    CHECK(!cursor_slice(&c, 1, &s));
    CHECK(!cursor_varint(&c, &v));
    CHECK(v == 42 && b == 7 && s.len == 77);
}

TEST(cursor, a_length_larger_than_memory_does_not_wrap_around)
{
    struct slice s;
    struct cursor c;

    cursor_init(&c, "abc", 3);
    CHECK(!cursor_slice(&c, SIZE_MAX, &s));
}

TEST(cursor, nothing_at_all_can_be_read_from)
{
    uint8_t b;
    struct cursor c;

    cursor_init(&c, NULL, 0);
    CHECK_EQ_U64(cursor_left(&c), 0);
    CHECK(cursor_bytes(&c, &b, 0));
    CHECK(!cursor_u8(&c, &b));
}

static const struct {
    uint64_t value;
    const char *hex;
} varints[] = {
    {0, "00"},
    {1, "01"},
    {0x7f, "7f"},
    {0x80, "8001"},
    {300, "ac02"},
    {0x3fff, "ff7f"},
    {0x4000, "808001"},
    {UINT32_MAX, "ffffffff0f"},
    {UINT64_C(1) << 63, "80808080808080808001"},
    {UINT64_MAX, "ffffffffffffffffff01"},
};

TEST(varint, known_values_have_their_known_bytes_both_ways)
{
    for (size_t i = 0; i < sizeof varints / sizeof varints[0]; i++) {
        size_t len;
        uint8_t *want = test_unhex(varints[i].hex, &len);
        struct cursor c;
        uint64_t v = 0;
        struct buf b;

        buf_init(&b, 10);
        CHECK_OK(buf_add_varint(&b, varints[i].value));
        CHECK_MEM(b.ptr, b.len, want, len);
        cursor_init(&c, want, len);
        CHECK(cursor_varint(&c, &v));
        CHECK_EQ_U64(v, varints[i].value);
        CHECK_EQ_U64(cursor_left(&c), 0);
        buf_clear(&b);
        free(want);
    }
}

TEST(varint, what_is_cut_short_overflows_or_never_ends_is_refused)
{
    static const char *const bad[] = {
        "",
        "80",
        "ffff",
        "ffffffffffffffffff",
        "ffffffffffffffffff02",
        "ffffffffffffffffff81",
        "ffffffffffffffffffff01",
        "8080808080808080808000",
    };

    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        size_t len;
        uint8_t *bytes = test_unhex(bad[i], &len);
        struct cursor c;
        uint64_t v = 42;

        cursor_init(&c, bytes, len);
        CHECK(!cursor_varint(&c, &v));
        CHECK(c.failed && v == 42);
        free(bytes);
    }
}

TEST(varint, a_number_without_room_leaves_the_buffer_as_it_was)
{
    struct buf b;

    buf_init(&b, 9);
    CHECK_ERR(buf_add_varint(&b, UINT64_MAX), ERR_TOO_LARGE);
    CHECK_EQ_U64(b.len, 0);
    CHECK_OK(buf_add_varint(&b, UINT64_MAX >> 1));
    CHECK_EQ_U64(b.len, 9);
    buf_clear(&b);
}
