#include "base/utf8.h"

#include <string.h>

#include "test.h"

static bool is_text(const char *s)
{
    return utf8_is_text(s, strlen(s));
}

TEST(utf8, characters_have_the_length_of_their_form)
{
    CHECK_EQ_U64(utf8_len("a", 1), 1);
    CHECK_EQ_U64(utf8_len("\xc2\x80", 2), 2);
    CHECK_EQ_U64(utf8_len("\xdf\xbf", 2), 2);
    CHECK_EQ_U64(utf8_len("\xe0\xa0\x80", 3), 3);
    CHECK_EQ_U64(utf8_len("\xef\xbf\xbf", 3), 3);
    CHECK_EQ_U64(utf8_len("\xf0\x90\x80\x80", 4), 4);
    CHECK_EQ_U64(utf8_len("\xf4\x8f\xbf\xbf", 4), 4);
    CHECK_EQ_U64(utf8_len("", 0), 0);
}

TEST(utf8, what_is_cut_overlong_or_no_character_is_refused)
{
    static const char *const wrong[] = {
        "\x80",     "\xbf",         "\xc0\x80",         "\xc1\xbf",
        "\xc2",     "\xc2\x41",     "\xe0\x9f\xbf",     "\xed\xa0\x80",
        "\xe2\x82", "\xe2\x82\x41", "\xf0\x8f\xbf\xbf", "\xf4\x90\x80\x80",
        "\xf5\x80", "\xff",         "\xf0\x9f\x98"};

    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        CHECK_EQ_U64(utf8_len(wrong[i], strlen(wrong[i])), 0);
        CHECK(!is_text(wrong[i]));
    }
    /* The bytes are there, but not to be looked at. */
    CHECK_EQ_U64(utf8_len("\xe2\x82\xac", 2), 0);
}

TEST(utf8, text_has_nothing_that_people_do_not_see)
{
    CHECK(is_text("") && is_text("node-7 (attic)") &&
          is_text("K\xc3\xbc"
                  "che"));
    CHECK(is_text("\xc2\xa0") && is_text("\xe2\x80\x90\xe2\x81\x9f"));
    CHECK(is_text("\xf0\x9f\x98\x80"));
    CHECK(!is_text("a\nb") && !is_text("\x1b[31m") && !is_text("\x7f"));
    CHECK(!utf8_is_text("a\0b", 3));
    CHECK(!is_text("\xc2\x85") && !is_text("\xc2\x9f"));
    CHECK(!is_text("\xe2\x80\x8b") && !is_text("\xe2\x80\xae"));
    CHECK(!is_text("\xe2\x81\xa6"));
}
