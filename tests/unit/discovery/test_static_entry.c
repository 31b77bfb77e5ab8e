#include "discovery/static_entry.h"

#include <stdio.h>
#include <string.h>

#include "crypto/key.h"
#include "crypto/ticket.h"
#include "test.h"

static char hex[NODE_ID_HEX_SIZE];

static void make_id(void)
{
    struct key key;

    key_generate(&key);
    node_id_hex(&key.id, hex);
}

static enum err parse(const char *rest, struct static_entry *e,
                      struct errmsg *em)
{
    char text[512];

    snprintf(text, sizeof text, "%s%s", hex, rest);
    return static_entry_parse(text, e, em);
}

TEST(static_entry, the_forms)
{
    struct static_entry e;

    make_id();
    CHECK_OK(parse("", &e, NULL));
    CHECK_EQ_U64(e.node.len, 0);
    CHECK_STR(e.host, "");
    CHECK_OK(parse("@192.0.2.1:8421", &e, NULL));
    CHECK_EQ_U64(e.node.len, 1);
    CHECK_OK(parse("@[2001:db8::1]:8421", &e, NULL));
    CHECK_EQ_U64(e.node.len, 1);
    CHECK_OK(parse("@nas.example.org:8421", &e, NULL));
    CHECK_EQ_U64(e.node.len, 0);
    CHECK_STR(e.host, "nas.example.org");
    CHECK_EQ_U64(e.port, 8421);
    CHECK_OK(parse("@nas:1", &e, NULL));
    CHECK_STR(e.host, "nas");
}

TEST(static_entry, tickets_of_every_kind)
{
    static const enum ticket_kind kinds[] = {TICKET_BLOB, TICKET_NODE,
                                             TICKET_ENDPOINT};
    char text[TICKET_TEXT_SIZE];
    struct ticket t = {.kind = TICKET_NODE};
    struct static_entry e;
    struct addr a;

    make_id();
    CHECK_OK(node_id_parse(hex, &t.node.id, NULL));
    CHECK_OK(addr_parse("192.0.2.1:8421", &a, NULL));
    CHECK_OK(node_addr_add(&t.node, &a));
    for (size_t i = 0; i < 3; i++) {
        t.kind = kinds[i];
        ticket_format(&t, text);
        CHECK_OK(static_entry_parse(text, &e, NULL));
        CHECK(node_id_equal(&e.node.id, &t.node.id));
        CHECK_EQ_U64(e.node.len, 1);
    }
}

TEST(static_entry, what_is_wrong_is_said)
{
    static const char *const bad[] = {
        "@",           "@host",          "@host:",        "@host:0",
        "@host:65536", "@host:1x",       "@:8421",        "@a..b:1",
        "@.a:1",       "@a b:1",         "@192.0.2:1",    "@192.0.2.999:1",
        "@0.0.0.0:1",  "@192.0.2.1:0",   "@[fe80::zz]:1", "@h\xc3\xb6st:1",
        "ff",          "@host:1@host:2",
    };
    struct static_entry e;

    make_id();
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        struct errmsg em = {0};

        CHECK_ERR(parse(bad[i], &e, &em), ERR_INVALID);
        CHECK(strstr(em.text, "is none of ID@IP:PORT") != NULL);
    }
    CHECK_ERR(static_entry_parse("", &e, NULL), ERR_INVALID);
    CHECK_ERR(static_entry_parse("node", &e, NULL), ERR_INVALID);
    CHECK_ERR(static_entry_parse("blobzzz", &e, NULL), ERR_INVALID);
}

TEST(static_entry, a_name_too_long_for_the_dns)
{
    char label[66] = "@", text[400] = "@";
    struct static_entry e;

    make_id();
    memset(label + 1, 'a', 64);
    snprintf(text, sizeof text, "%s:1", label);
    CHECK_ERR(parse(text, &e, NULL), ERR_INVALID);
    snprintf(text, sizeof text, "@%063d.%063d.%063d.%062d.a:1", 0, 0, 0, 0);
    CHECK_ERR(parse(text, &e, NULL), ERR_INVALID);
}
