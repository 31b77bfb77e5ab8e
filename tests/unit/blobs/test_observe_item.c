#include <stdlib.h>

#include "blobs/observe_item.h"
#include "test.h"

static struct ranges set_of(uint64_t begin, uint64_t end)
{
    struct ranges s;

    ranges_init(&s);
    CHECK_OK(ranges_add(&s, begin, end));
    return s;
}

TEST(observe_item, states_have_the_bytes_they_should)
{
    struct ranges all = set_of(0, UINT64_MAX);
    struct ranges none = set_of(0, 0);
    struct ranges some = set_of(16, 32);
    struct buf b;

    buf_init(&b, 100);
    CHECK_OK(observe_item_write(&b, 1025, &all));
    CHECK_OK(observe_item_write(&b, 0, &none));
    CHECK_OK(observe_item_write(&b, 300, &some));
    CHECK_MEM(b.ptr, b.len,
              "\x04\x81\x08\x01\x00"
              "\x02\x00\x00"
              "\x05\xac\x02\x02\x10\x20",
              14);
    buf_clear(&b);
    ranges_clear(&all);
    ranges_clear(&some);
}

TEST(observe_item, items_are_read_one_by_one_from_a_stream)
{
    static const uint8_t bytes[] = "\x04\x81\x08\x01\x00\x02\x00\x00\x05";
    struct ranges set;
    struct cursor c;
    uint64_t size;

    ranges_init(&set);
    cursor_init(&c, bytes, sizeof bytes - 1);
    CHECK_OK(observe_item_read(&c, &size, &set));
    CHECK_EQ_U64(size, 1025);
    CHECK(ranges_has_all(&set, 0, UINT64_MAX));
    ranges_clear(&set);
    CHECK_OK(observe_item_read(&c, &size, &set));
    CHECK_EQ_U64(size, 0);
    CHECK(ranges_is_empty(&set));
    CHECK_ERR(observe_item_read(&c, &size, &set), ERR_AGAIN);
    CHECK_EQ_U64(cursor_left(&c), 1);
}

static enum err read_hex(const char *hex)
{
    size_t len;
    uint8_t *bytes = test_unhex(hex, &len);
    struct ranges set;
    struct cursor c;
    uint64_t size;
    enum err e;

    ranges_init(&set);
    cursor_init(&c, bytes, len);
    e = observe_item_read(&c, &size, &set);
    ranges_clear(&set);
    free(bytes);
    return e;
}

TEST(observe_item, wrong_items_are_refused)
{
    CHECK_ERR(read_hex("00"), ERR_PARSE);
    CHECK_ERR(read_hex("020a01"), ERR_PARSE);     /* a boundary is missing */
    CHECK_ERR(read_hex("040a020505"), ERR_PARSE); /* not rising */
    CHECK_ERR(read_hex("ffffff7f"), ERR_TOO_LARGE);
    CHECK_ERR(read_hex("ffffffffffffffffffff01"), ERR_PARSE);
}
