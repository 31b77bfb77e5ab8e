#include "api/origin.h"

#include "test.h"

static char host_a[] = "firn.example", host_b[] = "proxy.example:9000";
static char origin_a[] = "https://app.example";

static const struct config_texts hosts = {.len = 2, .at = {host_a, host_b}};
static const struct config_texts origins = {.len = 1, .at = {origin_a}};

static struct origin_rules rules(const char *listen)
{
    static struct addr a;

    CHECK_OK(addr_parse(listen, &a, NULL));
    return (struct origin_rules){
        .listen = &a, .hosts = &hosts, .origins = &origins};
}

TEST(origin, a_loopback_listener_answers_to_its_own_names)
{
    struct origin_rules r = rules("127.0.0.1:8420");

    CHECK(host_is_allowed(&r, "localhost"));
    CHECK(host_is_allowed(&r, "localhost:8420"));
    CHECK(host_is_allowed(&r, "LocalHost:8420"));
    CHECK(host_is_allowed(&r, "127.0.0.1:8420"));
    CHECK(host_is_allowed(&r, "[::1]:8420"));
    CHECK(!host_is_allowed(&r, "localhost:1"));
    CHECK(!host_is_allowed(&r, "localhost:"));
    CHECK(!host_is_allowed(&r, "localhost.evil.example"));
    CHECK(!host_is_allowed(&r, "evil.example"));
    CHECK(!host_is_allowed(&r, "127.0.0.1.evil.example:8420"));
    CHECK(!host_is_allowed(&r, ""));
    CHECK(!host_is_allowed(&r, "localhost@evil.example"));
}

TEST(origin, an_odd_loopback_address_is_a_name_too)
{
    struct origin_rules r = rules("127.9.9.9:80");

    CHECK(host_is_allowed(&r, "127.9.9.9"));
    CHECK(host_is_allowed(&r, "127.9.9.9:80"));
    CHECK(!host_is_allowed(&r, "127.9.9.9:81"));
}

TEST(origin, listed_names_are_allowed)
{
    struct origin_rules r = rules("127.0.0.1:8420");

    CHECK(host_is_allowed(&r, "firn.example"));
    CHECK(host_is_allowed(&r, "FIRN.example:1234"));
    CHECK(!host_is_allowed(&r, "firn.example:12x"));
    CHECK(!host_is_allowed(&r, "firn.example:"));
    CHECK(!host_is_allowed(&r, "firn.example.evil"));
    CHECK(host_is_allowed(&r, "proxy.example:9000"));
    CHECK(!host_is_allowed(&r, "proxy.example"));
}

TEST(origin, other_listeners_answer_to_any_name)
{
    struct origin_rules r = rules("192.0.2.1:80");

    CHECK(host_is_allowed(&r, "whatever.example"));
}

TEST(origin, a_page_may_call_where_it_came_from)
{
    struct origin_rules r = rules("127.0.0.1:8420");

    CHECK(origin_is_allowed(&r, NULL, "localhost:8420"));
    CHECK(origin_is_allowed(&r, "http://localhost:8420", "localhost:8420"));
    CHECK(origin_is_allowed(&r, "https://firn.example", "firn.example"));
    CHECK(origin_is_allowed(&r, "https://app.example", "localhost:8420"));
    CHECK(!origin_is_allowed(&r, "http://localhost:3000", "localhost:8420"));
    CHECK(!origin_is_allowed(&r, "http://evil.example", "localhost:8420"));
    CHECK(!origin_is_allowed(&r, "null", "localhost:8420"));
    CHECK(!origin_is_allowed(&r, "", "localhost:8420"));
    CHECK(!origin_is_allowed(&r, "file://", ""));
    CHECK(!origin_is_allowed(&r, "http://", "localhost"));
}

TEST(origin, what_browsers_say_of_the_site_counts)
{
    struct origin_rules r = rules("127.0.0.1:8420");

    CHECK(site_is_allowed(&r, NULL, NULL));
    CHECK(site_is_allowed(&r, "same-origin", NULL));
    CHECK(site_is_allowed(&r, "none", NULL));
    CHECK(!site_is_allowed(&r, "same-site", NULL));
    CHECK(!site_is_allowed(&r, "cross-site", NULL));
    CHECK(!site_is_allowed(&r, "cross-site", "http://evil.example"));
    CHECK(site_is_allowed(&r, "cross-site", "https://app.example"));
}
