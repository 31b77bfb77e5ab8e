#include "api/uri.h"

#include <string.h>

#include "test.h"

static struct errmsg em;

static void check_refused(const char *target, enum err want)
{
    struct uri u;

    CHECK_ERR(uri_parse(target, &u, &em), want);
}

TEST(uri, a_path_is_split_before_it_is_decoded)
{
    struct uri u;

    CHECK_OK(uri_parse("/api/v1/tags/a%2Fb%20c?limit=10&x=1%262&y", &u, &em));
    CHECK_EQ_U64(u.segments_len, 4);
    CHECK_STR(u.segments[0], "api");
    CHECK_STR(u.segments[3], "a/b c");
    CHECK_EQ_U64(u.params_len, 3);
    CHECK_STR(uri_param(&u, "limit"), "10");
    CHECK_STR(uri_param(&u, "x"), "1&2");
    CHECK_STR(uri_param(&u, "y"), "");
    CHECK(uri_param(&u, "z") == NULL);
    uri_clear(&u);
}

TEST(uri, plus_is_a_space_in_the_query_only)
{
    struct uri u;

    CHECK_OK(uri_parse("/a+b?c=d+e", &u, &em));
    CHECK_STR(u.segments[0], "a+b");
    CHECK_STR(uri_param(&u, "c"), "d e");
    uri_clear(&u);
}

TEST(uri, the_root_has_no_segments)
{
    struct uri u;

    CHECK_OK(uri_parse("/", &u, &em));
    CHECK_EQ_U64(u.segments_len, 0);
    uri_clear(&u);
    CHECK_OK(uri_parse("/?", &u, &em));
    CHECK_EQ_U64(u.segments_len, 0);
    CHECK(u.has_query);
    uri_clear(&u);
}

TEST(uri, dots_and_empty_segments_are_names)
{
    struct uri u;

    CHECK_OK(uri_parse("/assets/../x//", &u, &em));
    CHECK_EQ_U64(u.segments_len, 5);
    CHECK_STR(u.segments[1], "..");
    CHECK_STR(u.segments[3], "");
    uri_clear(&u);
}

TEST(uri, the_absolute_form_gives_its_authority)
{
    struct uri u;

    CHECK_OK(uri_parse("http://h:1/a/b?c=d", &u, &em));
    CHECK_STR(u.authority, "h:1");
    CHECK_EQ_U64(u.segments_len, 2);
    CHECK_STR(uri_param(&u, "c"), "d");
    uri_clear(&u);
    CHECK_OK(uri_parse("HTTP://h?c=d", &u, &em));
    CHECK_STR(u.authority, "h");
    CHECK_EQ_U64(u.segments_len, 0);
    uri_clear(&u);
}

TEST(uri, the_asterisk_stands_alone)
{
    struct uri u;

    CHECK_OK(uri_parse("*", &u, &em));
    CHECK(u.is_asterisk);
    uri_clear(&u);
}

TEST(uri, malformed_targets_are_refused)
{
    static char longest[URI_MAX + 2];

    check_refused("", ERR_PARSE);
    check_refused("a", ERR_PARSE);
    check_refused("/%", ERR_PARSE);
    check_refused("/%4", ERR_PARSE);
    check_refused("/%4g", ERR_PARSE);
    check_refused("/%00", ERR_PARSE);
    check_refused("/a%0a", ERR_PARSE);
    check_refused("/%ff", ERR_PARSE);
    check_refused("/%c0%af", ERR_PARSE);
    check_refused("/%ed%a0%80", ERR_PARSE);
    check_refused("/?a=%zz", ERR_PARSE);
    check_refused("/?a&b&c&d&e&f&g&h&i&j&k&l&m&n&o&p&q", ERR_PARSE);
    memset(longest, 'a', sizeof longest - 1);
    longest[0] = '/';
    check_refused(longest, ERR_TOO_LARGE);
}

TEST(uri, text_is_utf8_without_control_characters)
{
    CHECK(uri_is_text("gr\xc3\xbc\xc3\x9f"));
    CHECK(uri_is_text("\xf0\x9f\x8c\xa8"));
    CHECK(!uri_is_text("\x7f"));
    CHECK(!uri_is_text("\xc2\x85"));
    CHECK(!uri_is_text("\xf4\x90\x80\x80"));
    CHECK(!uri_is_text("\xe2\x82"));
}
