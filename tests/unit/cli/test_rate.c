#include "cli/rate.h"
#include "test.h"

TEST(rate, is_read_as_people_write_it)
{
    static const struct {
        const char *text;
        uint64_t rate;
    } good[] = {
        {"0", 0},
        {"none", 0},
        {"8000000", 8000000},
        {"10MB/s", 10000000},
        {"10MB", 10000000},
        {"1.5MiB/s", 1572864},
        {"500kB/s", 500000},
        {"64KiB", 65536},
        {"2GB/s", 2000000000},
        {"7B/s", 7},
        {".5kB", 500},
    };

    for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
        uint64_t rate = 99;

        CHECK_OK(rate_parse(good[i].text, &rate, NULL));
        CHECK_EQ_U64(rate, good[i].rate);
    }
}

TEST(rate, nothing_else_is_taken)
{
    static const char *const bad[] = {
        "",         "/s",   "MB/s",         "-1",     "+1",  "10 MB",
        "10mb",     "0x10", "inf",          "nan",    "1e5", "1.2.3",
        "10Mbit/s", "10/h", "9999999999GB", "none/s", " 1",
    };

    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        struct errmsg em = {0};
        uint64_t rate = 99;

        CHECK_ERR(rate_parse(bad[i], &rate, &em), ERR_INVALID);
        CHECK_EQ_U64(rate, 99);
        CHECK(em.text[0] != '\0');
    }
}
