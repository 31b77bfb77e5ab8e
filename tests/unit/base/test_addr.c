#include "base/addr.h"

#include <arpa/inet.h>
#include <net/if.h>
#include <stdio.h>
#include <string.h>

#include "test.h"

static struct addr parsed(const char *text)
{
    struct errmsg em = {0};
    struct addr a;

    if (addr_parse(text, &a, &em) != ERR_OK)
        test_fail(__FILE__, __LINE__, "%s", em.text);
    return a;
}

TEST(addr, what_is_read_is_written_in_its_usual_form)
{
    static const struct {
        const char *text, *usual;
    } rows[] = {
        {"192.0.2.7:8421", "192.0.2.7:8421"},
        {"0.0.0.0:0", "0.0.0.0:0"},
        {"255.255.255.255:65535", "255.255.255.255:65535"},
        {"[::]:0", "[::]:0"},
        {"[2001:DB8:0:0::1]:8421", "[2001:db8::1]:8421"},
        {"[::ffff:192.0.2.7]:80", "192.0.2.7:80"},
        {"[fe80::1%lo]:8421", "[fe80::1%lo]:8421"},
        {"[fe80::1%4000000000]:1", "[fe80::1%4000000000]:1"},
    };

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct addr a = parsed(rows[i].text);
        char text[ADDR_TEXT_SIZE];

        addr_format(&a, text);
        CHECK_STR(text, rows[i].usual);
    }
}

TEST(addr, what_is_no_address_with_a_port_is_refused_with_the_reason)
{
    static const struct {
        const char *text, *why;
    } rows[] = {
        {"", "the port is missing"},
        {"192.0.2.7", "the port is missing"},
        {"[::1]", "the port is missing"},
        {"192.0.2.7:", "the port is not a number up to 65535"},
        {"192.0.2.7:65536", "the port is not a number up to 65535"},
        {"192.0.2.7:99999999999", "the port is not a number up to 65535"},
        {"192.0.2.7:-1", "the port is not a number up to 65535"},
        {"192.0.2.7:+1", "the port is not a number up to 65535"},
        {"192.0.2.7: 1", "the port is not a number up to 65535"},
        {"192.0.2.7:1x", "the port is not a number up to 65535"},
        {"192.0.2.7:080", "the port is not a number up to 65535"},
        {"192.0.2:80", "not an IP address"},
        {"192.0.2.256:80", "not an IP address"},
        {"localhost:80", "not an IP address"},
        {":80", "not an IP address"},
        {" 192.0.2.7:80", "not an IP address"},
        {"::1:80", "an IPv6 address goes in brackets"},
        {"[::1:80", "the closing bracket is missing"},
        {"[:80", "the closing bracket is missing"},
        {"[]:80", "not an IPv6 address"},
        {"[192.0.2.7]:80", "not an IPv6 address"},
        {"[::1]]:80", "not an IPv6 address"},
        {"[fe80::1%]:80", "no such network interface"},
        {"[fe80::1%0]:80", "no such network interface"},
        {"[fe80::1%nosuchif]:80", "no such network interface"},
        {"[fe80::1%4294967296]:80", "no such network interface"},
    };

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct errmsg em = {0};
        struct addr a = {.sa.sa_family = 77};
        char want[200];

        CHECK_ERR(addr_parse(rows[i].text, &a, &em), ERR_PARSE);
        snprintf(want, sizeof want, "\"%s\" is not an address with a port: %s",
                 rows[i].text, rows[i].why);
        CHECK_STR(em.text, want);
        CHECK_EQ_U64(a.sa.sa_family, 77);
    }
}

TEST(addr, a_text_of_any_length_is_refused_quietly)
{
    char text[5000];
    struct addr a;

    memset(text, '1', sizeof text);
    text[sizeof text - 1] = '\0';
    CHECK_ERR(addr_parse(text, &a, NULL), ERR_PARSE);
}

TEST(addr, the_longest_text_form_fits)
{
    struct addr a = parsed("[1111:2222:3333:4444:5555:6666:7777:8888]:65535");
    char text[ADDR_TEXT_SIZE];

    a.in6.sin6_scope_id = UINT32_MAX;
    addr_format(&a, text);
    CHECK_STR(text,
              "[1111:2222:3333:4444:5555:6666:7777:8888%4294967295]:65535");
    CHECK(strlen(text) - strlen("4294967295") + IF_NAMESIZE < ADDR_TEXT_SIZE);
}

TEST(addr, the_kernels_form_loses_what_does_not_tell_addresses_apart)
{
    struct sockaddr_in6 in6 = {
        .sin6_family = AF_INET6, .sin6_port = htons(5), .sin6_flowinfo = 99};
    struct sockaddr other = {.sa_family = AF_UNIX};
    struct addr a, b = parsed("[2001:db8::1]:5");

    in6.sin6_addr = b.in6.sin6_addr;
    CHECK_OK(addr_from_sockaddr((struct sockaddr *)&in6, &a));
    CHECK_MEM(&a, sizeof a, &b, sizeof b);
    CHECK_EQ_U64(addr_len(&a), sizeof(struct sockaddr_in6));
    CHECK_ERR(addr_from_sockaddr(&other, &a), ERR_INVALID);
    CHECK(addr_equal(&a, &b));
}

TEST(addr, a_mapped_address_from_the_kernel_becomes_plain)
{
    struct sockaddr_in6 in6 = {.sin6_family = AF_INET6,
                               .sin6_port = htons(8421)};
    struct addr a, b = parsed("192.0.2.7:8421");

    CHECK(inet_pton(AF_INET6, "::ffff:192.0.2.7", &in6.sin6_addr) == 1);
    CHECK_OK(addr_from_sockaddr((struct sockaddr *)&in6, &a));
    CHECK(!addr_is_v6(&a) && addr_equal(&a, &b));
    CHECK_EQ_U64(addr_len(&a), sizeof(struct sockaddr_in));
}

TEST(addr, the_port_can_be_read_and_changed)
{
    struct addr a = parsed("192.0.2.7:1"), b = parsed("[::1]:1");

    addr_set_port(&a, 65535);
    addr_set_port(&b, 8421);
    CHECK_EQ_U64(addr_port(&a), 65535);
    CHECK_EQ_U64(addr_port(&b), 8421);
}

TEST(addr, wildcards_and_loopbacks_are_known_in_both_families)
{
    static const struct {
        const char *text;
        bool wildcard, loopback;
    } rows[] = {
        {"0.0.0.0:1", true, false},    {"[::]:1", true, false},
        {"127.0.0.1:1", false, true},  {"127.255.0.9:1", false, true},
        {"[::1]:1", false, true},      {"128.0.0.1:1", false, false},
        {"0.0.0.1:1", false, false},   {"[::2]:1", false, false},
        {"[fe80::1]:1", false, false}, {"[::ffff:127.0.0.1]:1", false, true},
    };

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct addr a = parsed(rows[i].text);

        CHECK(addr_is_wildcard(&a) == rows[i].wildcard);
        CHECK(addr_is_loopback(&a) == rows[i].loopback);
    }
}

TEST(addr, order_is_family_then_bytes_then_port_then_zone)
{
    static const char *const sorted[] = {
        "1.2.3.4:9",     "1.2.3.5:1",     "1.2.3.5:2",  "1.2.3.5:256",
        "200.0.0.1:1",   "[::1]:5",       "[2001::]:1", "[fe80::1%1]:7",
        "[fe80::1%2]:7", "[fe80::1%1]:8",
    };
    size_t count = sizeof sorted / sizeof sorted[0];

    for (size_t i = 0; i < count; i++) {
        for (size_t j = 0; j < count; j++) {
            struct addr a = parsed(sorted[i]), b = parsed(sorted[j]);
            int order = addr_compare(&a, &b);

            CHECK((order < 0) == (i < j) && (order > 0) == (i > j));
            CHECK(addr_equal(&a, &b) == (i == j));
        }
    }
}
