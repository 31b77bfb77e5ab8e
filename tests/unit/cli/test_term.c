#include <string.h>

#include "cli/term.h"
#include "test.h"

static void check(const char *text, const char *want)
{
    char out[256];

    CHECK_EQ_U64(term_clean(text, out, sizeof out), strlen(want));
    CHECK_STR(out, want);
}

TEST(term, plain_and_foreign_letters_stay)
{
    check("disk-1.qcow2", "disk-1.qcow2");
    check("Zürich 日本 🙂", "Zürich 日本 🙂");
}

TEST(term, controls_are_shown_not_obeyed)
{
    check("a\033[2Jb", "a\\x1B[2Jb");
    check("a\nb\r\tc\x7f", "a\\x0Ab\\x0D\\x09c\\x7F");
    check("\xc2\x9b"
          "31m",
          "\\u{9B}31m");
}

TEST(term, text_that_turns_or_hides_is_shown)
{
    check("a\xe2\x80\xaegnp.exe", "a\\u{202E}gnp.exe");
    check("\xe2\x81\xa6x\xe2\x80\x8b\xef\xbb\xbf",
          "\\u{2066}x\\u{200B}\\u{FEFF}");
}

TEST(term, bytes_that_are_not_utf8_are_shown)
{
    check("\xff\xfe", "\\xFF\\xFE");
    check("\xc0\xaf", "\\xC0\\xAF");
    check("\xe2\x82", "\\xE2\\x82");
    check("\xed\xa0\x80", "\\xED\\xA0\\x80");
    check("\xf4\x90\x80\x80", "\\xF4\\x90\\x80\\x80");
}

TEST(term, cut_falls_between_characters)
{
    char out[5];

    CHECK_EQ_U64(term_clean("aüüü", out, sizeof out), 3);
    CHECK_STR(out, "aü");
    CHECK_EQ_U64(term_clean("abc\033", out, sizeof out), 3);
    CHECK_STR(out, "abc");
}

TEST(term, fit_counts_characters)
{
    CHECK_EQ_U64(term_fit("abc", 2), 2);
    CHECK_EQ_U64(term_fit("üab", 2), 3);
    CHECK_EQ_U64(term_fit("ab", 9), 2);
    CHECK_EQ_U64(term_fit("ab", 0), 0);
}
