#include "discovery/dns_answer.h"

#include <stdlib.h>
#include <string.h>

#include "test.h"

struct heard {
    char text[256]; /* strings, "|" after each */
    size_t len;
};

static void on_string(const uint8_t *text, size_t len, void *arg)
{
    struct heard *h = arg;

    CHECK(h->len + len + 2 < sizeof h->text);
    memcpy(h->text + h->len, text, len);
    h->len += len;
    h->text[h->len++] = '|';
}

/* An answer to "a": an alias, then two TXT records, one of two strings. */
#define ANSWER                                                                 \
    "123481800001000300000000"                                                 \
    "016100"                                                                   \
    "00100001"                                                                 \
    "c00c"                                                                     \
    "0005"                                                                     \
    "0001"                                                                     \
    "00000005"                                                                 \
    "0003"                                                                     \
    "016200"                                                                   \
    "c01d"                                                                     \
    "0010"                                                                     \
    "0001"                                                                     \
    "0000012c"                                                                 \
    "0006"                                                                     \
    "02"                                                                       \
    "6869"                                                                     \
    "02"                                                                       \
    "796f"                                                                     \
    "016200"                                                                   \
    "0010"                                                                     \
    "0001"                                                                     \
    "0000003c"                                                                 \
    "0004"                                                                     \
    "03"                                                                       \
    "666f6f"

TEST(dns_answer, strings_of_all_records_and_the_smallest_ttl)
{
    struct heard h = {.len = 0};
    uint32_t ttl = 0;
    size_t len;
    uint8_t *msg = test_unhex(ANSWER, &len);

    CHECK_OK(dns_answer_txt(msg, len, on_string, &h, &ttl));
    CHECK_STR(h.text, "hi|yo|foo|");
    CHECK_EQ_U64(ttl, 60);
    free(msg);
}

TEST(dns_answer, a_message_cut_anywhere_is_refused)
{
    size_t len;
    uint8_t *msg = test_unhex(ANSWER, &len);
    uint32_t ttl = 7;

    for (size_t cut = 0; cut < len; cut++) {
        struct heard h = {.len = 0};
        uint8_t *part = malloc(cut + 1); /* so that a sanitizer sees its end */

        CHECK(part != NULL);
        memcpy(part, msg, cut);
        CHECK_ERR(dns_answer_txt(part, cut, on_string, &h, &ttl), ERR_PROTO);
        CHECK_EQ_U64(ttl, 7);
        free(part);
    }
    free(msg);
}

TEST(dns_answer, no_record_has_no_ttl)
{
    struct heard h = {.len = 0};
    uint32_t ttl = 0;
    size_t len;
    uint8_t *msg = test_unhex("123481830001000000000000"
                              "016100"
                              "00100001",
                              &len);

    CHECK_OK(dns_answer_txt(msg, len, on_string, &h, &ttl));
    CHECK_EQ_U64(h.len, 0);
    CHECK_EQ_U64(ttl, UINT32_MAX);
    free(msg);
}

TEST(dns_answer, a_string_longer_than_its_record)
{
    struct heard h = {.len = 0};
    uint32_t ttl;
    size_t len;
    uint8_t *msg = test_unhex("123481800000000100000000"
                              "00"
                              "0010"
                              "0001"
                              "00000001"
                              "0003"
                              "05"
                              "6869"
                              "6a6a6a",
                              &len);

    CHECK_ERR(dns_answer_txt(msg, len, on_string, &h, &ttl), ERR_PROTO);
    CHECK_EQ_U64(h.len, 0);
    free(msg);
}
