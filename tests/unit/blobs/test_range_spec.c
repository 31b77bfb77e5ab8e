#include <stdlib.h>
#include <string.h>

#include "blobs/blobs_limits.h"
#include "blobs/range_spec.h"
#include "crypto/bao_walk.h"
#include "test.h"

static enum err read_hex(const char *hex, struct ranges *out)
{
    size_t len;
    uint8_t *bytes = test_unhex(hex, &len);
    struct cursor c;
    enum err e;

    ranges_init(out);
    cursor_init(&c, bytes, len);
    e = range_spec_read(&c, out);
    free(bytes);
    return e;
}

static void check_write(const struct ranges *set, const char *hex)
{
    size_t len;
    uint8_t *want = test_unhex(hex, &len);
    struct buf b;

    buf_init(&b, 1000);
    CHECK_OK(range_spec_write(&b, set));
    CHECK_MEM(b.ptr, b.len, want, len);
    buf_clear(&b);
    free(want);
}

/* The table of the protocol: text, then the ranges. */
TEST(range_spec, the_table_reads_and_writes)
{
    static const struct {
        const char *hex;
        struct range at[2];
        size_t len;
    } rows[] = {
        {"00", {{0}}, 0},
        {"0100", {{0, UINT64_MAX}}, 1},
        {"020040", {{0, 64}}, 1},
        {"0140", {{64, UINT64_MAX}}, 1},
        {"01904e", {{10000, UINT64_MAX}}, 1},
        {"0401020604", {{1, 3}, {9, 13}}, 2},
        {"021010", {{16, 32}}, 1},
        {"01ffffffffffffffffff01", {{BAO_LAST_CHUNK, UINT64_MAX}}, 1},
    };

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct ranges set;

        CHECK_OK(read_hex(rows[i].hex, &set));
        CHECK_EQ_U64(set.len, rows[i].len);
        for (size_t k = 0; k < set.len; k++) {
            CHECK_EQ_U64(set.at[k].begin, rows[i].at[k].begin);
            CHECK_EQ_U64(set.at[k].end, rows[i].at[k].end);
        }
        check_write(&set, rows[i].hex);
        ranges_clear(&set);
    }
}

TEST(range_spec, zero_widths_toggle_twice_at_one_place)
{
    struct ranges set;

    CHECK_OK(read_hex("020500", &set)); /* on and off at 5 */
    CHECK(ranges_is_empty(&set));
    ranges_clear(&set);

    CHECK_OK(read_hex("0405030004", &set)); /* no gap at 8 */
    CHECK_EQ_U64(set.len, 1);
    CHECK_EQ_U64(set.at[0].begin, 5);
    CHECK_EQ_U64(set.at[0].end, 12);
    ranges_clear(&set);

    CHECK_OK(read_hex("03000000", &set)); /* on, off, on: everything */
    CHECK(ranges_has_all(&set, 0, UINT64_MAX));
    ranges_clear(&set);
}

TEST(range_spec, wrong_bytes_are_refused)
{
    static const char *const bad[] = {
        "",
        "01",
        "0200",
        "80",
        "ffffffffffffffffffff01",
        "0280",                       /* a varint cut short */
        "0301ffffffffffffffffff0100", /* 1 + (2^64 - 1) */
        "05000000",                   /* fewer than said */
    };

    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        struct ranges set;

        CHECK_ERR(read_hex(bad[i], &set), ERR_PARSE);
        ranges_clear(&set);
    }
}

TEST(range_spec, more_widths_than_the_ceiling_are_refused)
{
    static uint8_t bytes[SPEC_MAX_WIDTHS + 10];
    struct ranges set;
    struct cursor c;

    memset(bytes, 1, sizeof bytes);
    memcpy(bytes, "\x81\x80\x04", 3); /* 65,537 */
    cursor_init(&c, bytes, sizeof bytes);
    ranges_init(&set);
    CHECK_ERR(range_spec_read(&c, &set), ERR_TOO_LARGE);
    ranges_clear(&set);

    memcpy(bytes, "\x80\x80\x04", 3);
    cursor_init(&c, bytes, sizeof bytes);
    CHECK_OK(range_spec_read(&c, &set));
    CHECK_EQ_U64(set.len, SPEC_MAX_WIDTHS / 2);
    ranges_clear(&set);
}
