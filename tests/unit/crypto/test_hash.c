#include "crypto/hash.h"

#include <string.h>

#include "bao_fixture.h"

#define HEX "af1349b9f5f9a1a6a0404dea36dcc9499bcb25c9adc112b7cc9a93cae41f3262"
#define B32 "v4jutopv7gq2nicajxvdnxgjjgn4wjojvxarfn6mtkj4vza7gjra"

TEST(hash, the_empty_blob_has_its_constant)
{
    struct hash h;

    hash_bytes("", 0, &h);
    CHECK(hash_equal(&h, &HASH_EMPTY));
    hash_bytes(NULL, 0, &h);
    CHECK(hash_equal(&h, &HASH_EMPTY));
}

TEST(hash, known_hashes_in_both_text_forms)
{
    json_t *blobs = load_json("blobs.json");
    size_t i;
    json_t *want;

    json_array_foreach(json_object_get(blobs, "blobs"), i, want)
    {
        size_t size = (size_t)json_number(want, "size");
        char text[HASH_TEXT_SIZE];
        struct hash h, parsed;
        struct blob b;

        blob_pattern(&b, size);
        hash_bytes(b.data, size, &h);
        hash_format(&h, text);
        CHECK_STR(text, json_text(want, "hash_hex"));
        CHECK_OK(hash_parse(text, &parsed));
        CHECK(hash_equal(&h, &parsed));
        CHECK_OK(hash_parse(json_text(want, "hash_base32"), &parsed));
        CHECK(hash_equal(&h, &parsed));
        blob_free(&b);
    }
    json_decref(blobs);
}

TEST(hash, the_short_form_is_ten_digits)
{
    char text[HASH_SHORT_SIZE];

    hash_format_short(&HASH_EMPTY, text);
    CHECK_STR(text, "af1349b9f5");
}

TEST(hash, base32_may_be_upper_case_hex_may_not)
{
    char text[HASH_TEXT_SIZE] = B32;
    struct hash h;

    for (char *p = text; *p != '\0'; p++)
        *p = *p >= 'a' ? (char)(*p - 'a' + 'A') : *p;
    CHECK_OK(hash_parse(text, &h));
    CHECK(hash_equal(&h, &HASH_EMPTY));
    memcpy(text, HEX, sizeof text);
    text[0] = 'A';
    CHECK_ERR(hash_parse(text, &h), ERR_PARSE);
}

TEST(hash, what_is_not_exactly_a_hash_is_refused)
{
    static const char *const bad[] = {"", "af13", HEX "0", " " HEX, B32 "a",
                                      /* bits that belong to no byte */
                                      "v4jutopv7gq2nicajxvdnxgjjgn4wjojvxarfn6m"
                                      "tkj4vza7gjrb",
                                      /* a symbol of another alphabet */
                                      "04jutopv7gq2nicajxvdnxgjjgn4wjojvxarfn6m"
                                      "tkj4vza7gjra",
                                      "gf1349b9f5f9a1a6a0404dea36dcc9499bcb25c9"
                                      "adc112b7cc9a93cae41f3262"};
    struct hash h = {{7}};

    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
        CHECK_ERR(hash_parse(bad[i], &h), ERR_PARSE);
    CHECK_EQ_U64(h.b[0], 7);
    CHECK_ERR(hash_parse_len(HEX, 63, &h), ERR_PARSE);
    CHECK_OK(hash_parse_len(HEX "more", 64, &h));
}

TEST(hash, order_is_that_of_the_bytes)
{
    struct hash a = {{1, 2}}, b = {{1, 200}};

    CHECK(hash_compare(&a, &b) < 0);
    CHECK(hash_compare(&b, &a) > 0);
    CHECK(hash_compare(&a, &a) == 0);
    CHECK(!hash_equal(&a, &b));
}
