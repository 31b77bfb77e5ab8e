#include "api/range.h"

#include <stdio.h>
#include <string.h>

#include "test.h"

/* "5-9,20-30" for what was read of a header, for content of 100 bytes. */
static const char *read_as(const char *header)
{
    static char text[2048];
    struct byte_ranges r;
    size_t len = 0;

    switch (byte_ranges_parse(header, 100, &r)) {
    case BYTE_RANGES_NONE:
        return "none";
    case BYTE_RANGES_BEYOND:
        return "beyond";
    case BYTE_RANGES_SOME:
        break;
    }
    for (size_t i = 0; i < r.len; i++)
        len += (size_t)snprintf(text + len, sizeof text - len, "%s%d..%d",
                                i > 0 ? " " : "", (int)r.at[i].begin,
                                (int)r.at[i].end);
    return text;
}

TEST(range, one_range)
{
    CHECK_STR(read_as("bytes=0-0"), "0..1");
    CHECK_STR(read_as("bytes=5-9"), "5..10");
    CHECK_STR(read_as("bytes=5-"), "5..100");
    CHECK_STR(read_as("bytes=-10"), "90..100");
    CHECK_STR(read_as("bytes=-1000"), "0..100");
    CHECK_STR(read_as("bytes=90-1000"), "90..100");
    CHECK_STR(read_as("bytes=0-99999999999999999999999"), "0..100");
    CHECK_STR(read_as("Bytes=99-"), "99..100");
}

TEST(range, several_ranges_keep_their_order)
{
    CHECK_STR(read_as("bytes=5-9,0-1"), "5..10 0..2");
    CHECK_STR(read_as("bytes=5-9 , -1"), "5..10 99..100");
    CHECK_STR(read_as("bytes=,5-9,,"), "5..10");
    CHECK_STR(read_as("bytes=5-9,200-300"), "5..10");
}

TEST(range, what_lies_beyond_is_told_apart_from_nonsense)
{
    CHECK_STR(read_as("bytes=100-"), "beyond");
    CHECK_STR(read_as("bytes=100-200,300-"), "beyond");
    CHECK_STR(read_as("bytes=-0"), "beyond");
    CHECK_STR(read_as("bytes=99999999999999999999999-"), "beyond");
}

TEST(range, nonsense_counts_as_none)
{
    CHECK_STR(read_as(NULL), "none");
    CHECK_STR(read_as(""), "none");
    CHECK_STR(read_as("bytes="), "none");
    CHECK_STR(read_as("bytes=,"), "none");
    CHECK_STR(read_as("bytes=-"), "none");
    CHECK_STR(read_as("bytes=9-5"), "none");
    CHECK_STR(read_as("bytes=5"), "none");
    CHECK_STR(read_as("bytes=a-b"), "none");
    CHECK_STR(read_as("bytes=5-9x"), "none");
    CHECK_STR(read_as("bytes=5-9,x"), "none");
    CHECK_STR(read_as("bytes=--5"), "none");
    CHECK_STR(read_as("items=0-1"), "none");
}

TEST(range, too_many_ranges_count_as_none)
{
    char header[400] = "bytes=";

    for (int i = 0; i < BYTE_RANGES_MAX; i++)
        snprintf(header + strlen(header), 8, "%d-%d,", i * 2, i * 2);
    CHECK(strcmp(read_as(header), "none") != 0);
    snprintf(header + strlen(header), 8, "99-99");
    CHECK_STR(read_as(header), "none");
}

TEST(range, an_empty_blob_has_no_ranges)
{
    struct byte_ranges r;

    CHECK_EQ_U64(byte_ranges_parse("bytes=0-", 0, &r), BYTE_RANGES_BEYOND);
    CHECK_EQ_U64(byte_ranges_parse("bytes=-5", 0, &r), BYTE_RANGES_BEYOND);
}
