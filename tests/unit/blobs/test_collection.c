#include <string.h>

#include "blobs/collection.h"
#include "test.h"

static struct slice name(const char *s)
{
    return (struct slice){(const uint8_t *)s, strlen(s)};
}

TEST(collection, metadata_of_the_protocol_page_is_written_and_read)
{
    struct slice names[3] = {name("a.bin"), name("dir/b.bin"), name("c")};
    struct collection col;
    struct buf b;

    buf_init(&b, 1000);
    CHECK_OK(collection_write(&b, names, 3));
    CHECK_MEM(b.ptr, b.len,
              "CollectionV0.\x03\x05"
              "a.bin\x09"
              "dir/b.bin\x01"
              "c",
              32);
    CHECK_OK(collection_parse(b.ptr, b.len, 4, &col));
    CHECK_EQ_U64(col.len, 3);
    CHECK_MEM(col.names[1].ptr, col.names[1].len, "dir/b.bin", 9);
    collection_clear(&col);
    buf_clear(&b);
}

static enum err parse(const char *bytes, size_t len, uint64_t children)
{
    struct collection col;
    enum err e = collection_parse((const uint8_t *)bytes, len, children, &col);

    if (e == ERR_OK)
        collection_clear(&col);
    return e;
}

TEST(collection, what_is_no_collection_is_refused)
{
    CHECK_OK(parse("CollectionV0.\x00", 14, 1));
    CHECK_ERR(parse("CollectionV0.\x00", 14, 2), ERR_PARSE);
    CHECK_ERR(parse("CollectionV0.\x00", 14, 0), ERR_PARSE);
    CHECK_ERR(parse("CollectionV1.\x00", 14, 1), ERR_PARSE);
    CHECK_ERR(parse("CollectionV0.", 13, 1), ERR_PARSE);
    CHECK_ERR(parse("CollectionV0.\x01\x05"
                    "ab",
                    17, 2),
              ERR_PARSE);
    CHECK_ERR(parse("CollectionV0.\x01\x01\xff", 16, 2), ERR_PARSE);
    CHECK_ERR(parse("CollectionV0.\xff\xff\xff\xff\x0f", 18, 0x100000000),
              ERR_PARSE);
}

TEST(collection, only_names_that_stay_below_are_safe)
{
    static const char *const safe[] = {
        "a", "a.bin", "dir/b", "...", ".a", "a/..b/c", "\xc3\xa9t\xc3\xa9"};
    static const char *const unsafe[] = {
        "",     "/",    "/a",       "a/",           "a//b",     ".",
        "..",   "a/..", "../a",     "a/./b",        "a\\b",     "a\nb",
        "\x7f", "\xff", "\xc0\xaf", "\xed\xa0\x80", "a/../../b"};
    struct slice nul = {(const uint8_t *)"a\0b", 3};

    for (size_t i = 0; i < sizeof safe / sizeof safe[0]; i++) {
        struct slice s = name(safe[i]);

        CHECK(collection_name_is_safe(&s));
    }
    for (size_t i = 0; i < sizeof unsafe / sizeof unsafe[0]; i++) {
        struct slice s = name(unsafe[i]);

        CHECK(!collection_name_is_safe(&s));
    }
    CHECK(!collection_name_is_safe(&nul));
}
