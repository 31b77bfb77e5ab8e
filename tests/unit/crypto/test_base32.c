#include "crypto/base32.h"

#include <stdlib.h>
#include <string.h>

#include "test.h"

#define KEY "3b6a27bcceb6a42d62a3a8d02a6f0d73653215771de243a63ac048a18b59da29"

static void check_known(enum base32 alphabet, const char *want)
{
    size_t len;
    uint8_t *bytes = test_unhex(KEY, &len);
    uint8_t back[32];
    char text[64];

    base32_encode(alphabet, bytes, len, text);
    CHECK_STR(text, want);
    CHECK_OK(base32_decode(alphabet, want, strlen(want), back));
    CHECK_MEM(back, sizeof back, bytes, len);
    free(bytes);
}

TEST(base32, the_worked_example_in_all_alphabets)
{
    check_known(BASE32_RFC4648,
                "hnvcppgow2sc2yvdvdicu3ynonsteflxdxrehjr2ybekdc2z3iuq");
    check_known(BASE32_HEX,
                "7dl2ff6emqi2qol3l382krodedij45bn3nh479hqo14a32qpr8kg");
    check_known(BASE32_Z,
                "8pinxxgqs41n4aididenw5apqp1urfmzdztr8jt4abrkdn435ewo");
}

TEST(base32, every_length_comes_back)
{
    uint8_t bytes[64], back[64];
    char text[128];

    for (size_t len = 0; len <= sizeof bytes; len++) {
        for (size_t i = 0; i < len; i++)
            bytes[i] = (uint8_t)(i * 37 + len * 11 + 200);
        base32_encode(BASE32_RFC4648, bytes, len, text);
        CHECK_EQ_U64(strlen(text), BASE32_TEXT_LEN(len));
        CHECK_EQ_U64(BASE32_BYTES_LEN(strlen(text)), len);
        CHECK_OK(base32_decode(BASE32_RFC4648, text, strlen(text), back));
        CHECK_MEM(back, len, bytes, len);
    }
}

TEST(base32, letters_of_either_case_are_read)
{
    uint8_t a[2], b[2];

    CHECK_OK(base32_decode(BASE32_RFC4648, "mzxq", 4, a));
    CHECK_OK(base32_decode(BASE32_RFC4648, "MzXQ", 4, b));
    CHECK_MEM(a, 2, "fo", 2);
    CHECK_MEM(b, 2, "fo", 2);
}

TEST(base32, what_no_bytes_have_is_refused)
{
    uint8_t out[8];

    CHECK_ERR(base32_decode(BASE32_RFC4648, "mz0q", 4, out), ERR_PARSE);
    CHECK_ERR(base32_decode(BASE32_RFC4648, "mzx=", 4, out), ERR_PARSE);
    CHECK_ERR(base32_decode(BASE32_RFC4648, "mz q", 4, out), ERR_PARSE);
    CHECK_ERR(base32_decode(BASE32_RFC4648, "mz\0q", 4, out), ERR_PARSE);
    CHECK_ERR(base32_decode(BASE32_RFC4648, "mzxr", 4, out), ERR_PARSE);
    CHECK_ERR(base32_decode(BASE32_RFC4648, "a", 1, out), ERR_PARSE);
    CHECK_ERR(base32_decode(BASE32_RFC4648, "aaa", 3, out), ERR_PARSE);
    CHECK_ERR(base32_decode(BASE32_RFC4648, "aaaaaa", 6, out), ERR_PARSE);
}
