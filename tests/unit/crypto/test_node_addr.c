#include "crypto/node_addr.h"

#include <stdio.h>
#include <string.h>

#include "test.h"

#define ID "3b6a27bcceb6a42d62a3a8d02a6f0d73653215771de243a63ac048a18b59da29"
#define ID32 "hnvcppgow2sc2yvdvdicu3ynonsteflxdxrehjr2ybekdc2z3iuq"

TEST(node_addr, texts_that_are_one)
{
    static const struct {
        const char *text;
        const char *again;
        size_t len;
    } table[] = {
        {ID, ID, 0},
        {ID32, ID, 0},
        {ID "@192.0.2.7:8421", ID "@192.0.2.7:8421", 1},
        {ID32 "@192.0.2.7:1", ID "@192.0.2.7:1", 1},
        {ID "@[2001:db8::1]:65535", ID "@[2001:db8::1]:65535", 1},
        {ID "@[::ffff:192.0.2.7]:5", ID "@192.0.2.7:5", 1},
    };

    for (size_t i = 0; i < sizeof table / sizeof table[0]; i++) {
        char text[NODE_ADDR_TEXT_SIZE];
        struct errmsg em = {0};
        struct node_addr na;

        CHECK_OK(node_addr_parse(table[i].text, &na, &em));
        CHECK_EQ_U64(na.len, table[i].len);
        CHECK_STR(na.relay, "");
        node_addr_format(&na, 0, text);
        CHECK_STR(text, table[i].again);
    }
}

TEST(node_addr, texts_that_are_none_and_why)
{
    static const struct {
        const char *text;
        enum err want;
        const char *says;
    } table[] = {
        {"", ERR_PARSE, "node id is missing"},
        {"@192.0.2.7:8421", ERR_PARSE, "node id is missing"},
        {"192.0.2.7:8421", ERR_PARSE, "14 characters"},
        {"3b6a@192.0.2.7:8421", ERR_PARSE, "4 characters"},
        {"0200000000000000000000000000000000000000000000000000000000000000"
         "@192.0.2.7:8421",
         ERR_INVALID, "public key"},
        {ID "@", ERR_PARSE, "after \"@\" is missing"},
        {ID "@192.0.2.7", ERR_PARSE, "port"},
        {ID "@192.0.2.7:", ERR_PARSE, "port"},
        {ID "@192.0.2.7:65536", ERR_PARSE, "port"},
        {ID "@192.0.2.7:x", ERR_PARSE, "port"},
        {ID "@192.0.2.7:0", ERR_INVALID, "port 0"},
        {ID "@0.0.0.0:8421", ERR_INVALID, "not the address of a machine"},
        {ID "@[::]:8421", ERR_INVALID, "not the address of a machine"},
        {ID "@2001:db8::1:8421", ERR_PARSE, ""},
        {ID "@host.example:8421", ERR_PARSE, ""},
        {ID "@192.0.2.7:8421@192.0.2.8:8421", ERR_PARSE, ""},
        {ID " @192.0.2.7:8421", ERR_PARSE, "65 characters"},
    };

    for (size_t i = 0; i < sizeof table / sizeof table[0]; i++) {
        struct errmsg em = {0};
        struct node_addr na;

        CHECK_ERR(node_addr_parse(table[i].text, &na, &em), table[i].want);
        CHECK(em.text[0] != '\0');
        if (strstr(em.text, table[i].says) == NULL)
            CHECK_STR(em.text, table[i].says);
    }
}

static struct addr addr_of(const char *text)
{
    struct addr a;

    CHECK_OK(addr_parse(text, &a, NULL));
    return a;
}

TEST(node_addr, addresses_are_kept_once_and_in_order)
{
    static const char *const given[] = {"[2001:db8::1]:4433", "10.0.0.1:65535",
                                        "192.0.2.7:4433", "10.0.0.1:80",
                                        "10.0.0.1:65535"};
    static const char *const want[] = {"10.0.0.1:80", "10.0.0.1:65535",
                                       "192.0.2.7:4433", "[2001:db8::1]:4433"};
    struct node_id id = {{3}};
    struct node_addr na;

    node_addr_init(&na, &id);
    for (size_t i = 0; i < 5; i++) {
        struct addr a = addr_of(given[i]);
        CHECK_OK(node_addr_add(&na, &a));
    }
    CHECK_EQ_U64(na.len, 4);
    for (size_t i = 0; i < 4; i++) {
        char text[ADDR_TEXT_SIZE];
        addr_format(&na.addrs[i], text);
        CHECK_STR(text, want[i]);
    }
}

TEST(node_addr, a_full_list_takes_no_more_but_knows_its_own)
{
    struct node_id id = {{3}};
    struct node_addr na;
    struct addr a = addr_of("10.0.0.1:1");

    node_addr_init(&na, &id);
    for (uint16_t port = 1; port <= NODE_ADDR_MAX; port++) {
        addr_set_port(&a, port);
        CHECK_OK(node_addr_add(&na, &a));
    }
    CHECK_OK(node_addr_add(&na, &a));
    addr_set_port(&a, NODE_ADDR_MAX + 1);
    CHECK_ERR(node_addr_add(&na, &a), ERR_LIMIT);
    CHECK_EQ_U64(na.len, NODE_ADDR_MAX);
}
