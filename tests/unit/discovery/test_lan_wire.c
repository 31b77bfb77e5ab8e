#include "discovery/lan_wire.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "test.h"

/* The public key of the first test of RFC 8032, section 7.1, and its base32
 * form. */
#define ID "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a"
#define LABEL "25njqamcweflpvkl73j4szahhihoc4xt3ktcgjnpaingr5yhkena"
#define OTHER_LABEL "hvabpq7iioevvevxbktu2g36xsojqlgpf3cjndgazvk7ckxumyga"

/* Pieces of datagrams. */
#define NEW_SERVICE "\x07_irohv1\x04_udp\x05local\0"
#define OLD_SERVICE "\x05_iroh\x05local\x05swarm\x04_udp\x05local\0"
#define HEADER(qd, an, ns, ar) "\0\0\x84\0" qd an ns ar
#define NONE "\0\0"
#define ONE "\0\x01"
#define TWO "\0\x02"
#define OWNER "\x34" LABEL NEW_SERVICE
#define OLD_OWNER "\x34" LABEL OLD_SERVICE
#define TARGET "\x39" LABEL "-8421\x05local\0"
#define TARGET_2 "\x39" LABEL "-8422\x05local\0"
#define META(type, len) "\0" type "\0\x01\0\0\0\0\0" len
#define SRV OWNER META("\x21", "\x47") "\0\0\0\0\x20\xe5" TARGET
#define SRV_2 OWNER META("\x21", "\x47") "\0\0\0\0\x20\xe6" TARGET_2
#define OLD_SRV OLD_OWNER META("\x21", "\x47") "\0\0\0\0\x20\xe5" TARGET
#define A(ip) TARGET META("\x01", "\x04") ip
#define A_2(ip) TARGET_2 META("\x01", "\x04") ip
#define AAAA(ip) TARGET META("\x1c", "\x10") ip
#define IP4 "\xc0\0\x02\x07"                             /* 192.0.2.7 */
#define IP6 "\x20\x01\x0d\xb8\0\0\0\0\0\0\0\0\0\0\0\x01" /* 2001:db8::1 */

static const char query_new[] =
    "\0\0\0\0\0\x01\0\0\0\0\0\0" NEW_SERVICE "\0\x0c\0\x01";
static const char query_old[] =
    "\0\0\0\0\0\x01\0\0\0\0\0\0" OLD_SERVICE "\0\x0c\0\x01";
static const char answer[] = HEADER(NONE, TWO, NONE, TWO)
    SRV OWNER META("\x10", "\x31") "\x1drelay=https://relay.example./"
                                   "\x12user-data=my notes" A(IP4) AAAA(IP6);
static const char answer_old[] = HEADER(NONE, TWO, NONE, ONE)
    OLD_SRV OLD_OWNER META("\x10", "\x13") "\x12user-data=my notes" A(IP4);

static struct lan_msg msg;

static enum err read_bytes(const char *bytes, size_t len)
{
    /* Memory of just that size, so that a sanitizer sees a step beyond. */
    uint8_t *copy = malloc(len > 0 ? len : 1);
    enum err e;

    CHECK(copy != NULL);
    memcpy(copy, bytes, len);
    e = lan_wire_read(copy, len, false, &msg);
    free(copy);
    return e;
}

/* The NUL that ends the literal is no part of the datagram. */
#define READ(literal) read_bytes((literal), sizeof(literal) - 1)

static void check_addr(const struct node_addr *na, size_t i, const char *want)
{
    char text[ADDR_TEXT_SIZE];

    CHECK(i < na->len);
    addr_format(&na->addrs[i], text);
    CHECK_STR(text, want);
}

static void check_answer(enum lan_gen gen, const char *relay)
{
    char hex[NODE_ID_HEX_SIZE];

    CHECK_EQ_U64(msg.answers_len, 1);
    CHECK(!msg.asks[LAN_OLD] && !msg.asks[LAN_NEW]);
    node_id_hex(&msg.answers[0].node.id, hex);
    CHECK_STR(hex, ID);
    CHECK_EQ_U64(msg.answers[0].gen, gen);
    CHECK_STR(msg.answers[0].node.relay, relay);
    CHECK_STR(msg.answers[0].data, "my notes");
}

TEST(lan_wire, reads_a_query_of_each_generation)
{
    CHECK_OK(READ(query_new));
    CHECK(msg.asks[LAN_NEW] && !msg.asks[LAN_OLD]);
    CHECK_OK(READ(query_old));
    CHECK(msg.asks[LAN_OLD] && !msg.asks[LAN_NEW]);
    CHECK_OK(READ("\0\0\0\0\0\x01\0\0\0\0\0\0\x07_IROHv1\x04_UDP\x05Local\0"
                  "\0\x0c\0\x01"));
    CHECK(msg.asks[LAN_NEW]);
}

TEST(lan_wire, a_query_for_something_else_is_not_for_us)
{
    static const char *const others[] = {
        NEW_SERVICE "\0\x21\0\x01", /* SRV */
        NEW_SERVICE "\0\x0c\0\x03", /* another class */
        NEW_SERVICE "\0\x0c\x80\x01",
        ("\x07_irohv2\x04_udp\x05local\0\0\x0c\0\x01"),
    };
    char bytes[64] = "\0\0\0\0\0\x01";

    for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
        memcpy(bytes + 12, others[i], 24);
        CHECK_ERR(read_bytes(bytes, 12 + 24), ERR_NOT_FOUND);
    }
}

TEST(lan_wire, reads_an_answer_of_1_x)
{
    CHECK_OK(READ(answer));
    check_answer(LAN_NEW, "https://relay.example./");
    CHECK_EQ_U64(msg.answers[0].node.len, 2);
    check_addr(&msg.answers[0].node, 0, "192.0.2.7:8421");
    check_addr(&msg.answers[0].node, 1, "[2001:db8::1]:8421");
}

TEST(lan_wire, reads_an_answer_of_0_35)
{
    CHECK_OK(READ(answer_old));
    check_answer(LAN_OLD, "");
    CHECK_EQ_U64(msg.answers[0].node.len, 1);
    check_addr(&msg.answers[0].node, 0, "192.0.2.7:8421");
}

TEST(lan_wire, each_port_has_its_own_addresses)
{
    CHECK_OK(READ(HEADER(NONE, TWO, NONE, TWO) SRV SRV_2 A(IP4)
                      A_2("\xc0\0\x02\x08")));
    CHECK_EQ_U64(msg.answers_len, 1);
    CHECK_EQ_U64(msg.answers[0].node.len, 2);
    check_addr(&msg.answers[0].node, 0, "192.0.2.7:8421");
    check_addr(&msg.answers[0].node, 1, "192.0.2.8:8422");
}

TEST(lan_wire, a_node_without_an_address_is_not_told_of)
{
    CHECK_ERR(READ(HEADER(NONE, ONE, NONE, NONE) SRV), ERR_NOT_FOUND);
    /* An address of a name that no SRV points at; one in the wrong section. */
    CHECK_ERR(READ(HEADER(NONE, ONE, NONE, ONE) SRV A_2(IP4)), ERR_NOT_FOUND);
    CHECK_ERR(READ(HEADER(NONE, TWO, NONE, NONE) SRV A(IP4)), ERR_NOT_FOUND);
    CHECK_ERR(READ(HEADER(NONE, NONE, NONE, TWO) SRV A(IP4)), ERR_NOT_FOUND);
}

TEST(lan_wire, records_of_another_class_or_service_are_stepped_over)
{
    CHECK_ERR(READ(HEADER(NONE, ONE, NONE, ONE) OWNER
                   "\0\x21\x80\x01\0\0\0\0\0\x47"
                   "\0\0\0\0\x20\xe5" TARGET A(IP4)),
              ERR_NOT_FOUND);
    CHECK_ERR(READ(HEADER(NONE, ONE, NONE, ONE) "\x01x" OWNER META(
                  "\x21", "\x47") "\0\0\0\0\x20\xe5" TARGET A(IP4)),
              ERR_NOT_FOUND);
    CHECK_OK(READ(HEADER(NONE, TWO, NONE, TWO) "\x01x\0" META(
        "\x2f", "\x03") "abc" SRV "\x01y\0" META("\x01", "\x04") IP4 A(IP4)));
    CHECK_EQ_U64(msg.answers_len, 1);
}

TEST(lan_wire, a_label_that_is_no_key_is_stepped_over)
{
    CHECK_ERR(READ(HEADER(NONE, ONE, NONE, ONE) "\x04node" NEW_SERVICE META(
                  "\x21", "\x47") "\0\0\0\0\x20\xe5" TARGET A(IP4)),
              ERR_NOT_FOUND);
}

TEST(lan_wire, addresses_where_nobody_can_be_are_left_out)
{
    static const char *const ips[] = {
        "\0\0\0\0",
        "\xe0\0\0\xfb",
        "\xff\xff\xff\xff",
        "\x7f\0\0\x01",
    };
    char bytes[sizeof answer_old];
    uint8_t *last = (uint8_t *)bytes + sizeof answer_old - 1 - 4;

    memcpy(bytes, answer_old, sizeof bytes);
    for (size_t i = 0; i < sizeof ips / sizeof *ips; i++) {
        memcpy(last, ips[i], 4);
        CHECK_ERR(read_bytes(bytes, sizeof bytes - 1), ERR_NOT_FOUND);
    }
    /* Loopback counts when who says so is on this machine. */
    CHECK_OK(
        lan_wire_read((const uint8_t *)bytes, sizeof bytes - 1, true, &msg));
    check_addr(&msg.answers[0].node, 0, "127.0.0.1:8421");
    CHECK_ERR(READ(HEADER(NONE, ONE, NONE, ONE)
                       SRV AAAA("\xfe\x80\0\0\0\0\0\0\0\0\0\0\0\0\0\x01")),
              ERR_NOT_FOUND);
}

/* "local" at 12 + 53 + 13 + ..: pointers to what stands before. */
TEST(lan_wire, follows_compression_pointers)
{
    /* The owner begins at 12; its label takes 53 bytes, so the service begins
     * at 65, and "local" of it at 78. The target begins after the owner (85),
     * the metadata and three numbers: 101. */
    CHECK_OK(READ(HEADER(NONE, TWO, NONE, ONE) OWNER META(
        "\x21", "\x42") "\0\0\0\0\x20\xe5"
                        "\x39" LABEL "-8421\xc0\x4e"
                        "\xc0\x0c" META("\x10", "\x13") "\x12user-data=my notes"
                                                        "\xc0\x65" META("\x01",
                                                                        "\x04")
                                                            IP4));
    check_answer(LAN_NEW, "");
    check_addr(&msg.answers[0].node, 0, "192.0.2.7:8421");
}

TEST(lan_wire, pointers_that_lead_forward_or_in_a_ring_are_malformed)
{
    CHECK_ERR(READ(HEADER(ONE, NONE, NONE, NONE) "\xc0\x0c\0\x0c\0\x01"),
              ERR_PROTO);
    CHECK_ERR(READ(HEADER(ONE, NONE, NONE, NONE) "\xc0\x0e\0\x0c\0\x01"),
              ERR_PROTO);
    CHECK_ERR(READ(HEADER(ONE, NONE, NONE, NONE) "\x01x\xc0\x0c\0\x0c\0\x01"),
              ERR_PROTO);
    CHECK_ERR(READ(HEADER(ONE, NONE, NONE, NONE) "\xff\xff\0\x0c\0\x01"),
              ERR_PROTO);
    CHECK_ERR(READ(HEADER(ONE, NONE, NONE, NONE) "\x80\0\0\x0c\0\x01"),
              ERR_PROTO);
}

/* A first question of the root, then a chain of pointers, each to the one
 * before it. */
static enum err read_chain(size_t jumps)
{
    uint8_t bytes[12 + 5 + 6 * 20] = {0};
    size_t at = 12 + 5;

    bytes[5] = (uint8_t)(1 + jumps);
    for (size_t i = 0; i < jumps; i++, at += 6) {
        bytes[at] = 0xc0;
        bytes[at + 1] = (uint8_t)(i == 0 ? 12 : at - 6);
    }
    return read_bytes((const char *)bytes, at);
}

TEST(lan_wire, a_name_has_only_so_many_pointers)
{
    CHECK_ERR(read_chain(LAN_JUMPS_MAX), ERR_NOT_FOUND);
    CHECK_ERR(read_chain(LAN_JUMPS_MAX + 1), ERR_PROTO);
}

TEST(lan_wire, a_name_is_at_most_255_bytes)
{
    uint8_t bytes[12 + 300] = {0};
    size_t at;

    bytes[5] = 1;
    for (at = 12; at < 12 + 254; at += 2) {
        bytes[at] = 1;
        bytes[at + 1] = 'x';
    }
    CHECK_ERR(read_bytes((const char *)bytes, at + 5), ERR_NOT_FOUND);
    bytes[at] = 1;
    CHECK_ERR(read_bytes((const char *)bytes, at + 7), ERR_PROTO);
}

static void check_truncations(const char *bytes, size_t len)
{
    for (size_t i = 0; i < len; i++)
        CHECK_ERR(read_bytes(bytes, i), ERR_PROTO);
}

TEST(lan_wire, every_truncation_is_malformed)
{
    check_truncations(query_new, sizeof query_new - 1);
    check_truncations(query_old, sizeof query_old - 1);
    check_truncations(answer, sizeof answer - 1);
    check_truncations(answer_old, sizeof answer_old - 1);
}

TEST(lan_wire, lengths_that_lie_are_malformed)
{
    /* Record data longer than the datagram; an SRV whose target goes on
     * behind its data; a TXT whose string does. */
    CHECK_ERR(READ(HEADER(NONE, ONE, NONE, NONE)
                       OWNER META("\x21", "\xff") "\0\0\0\0\x20\xe5" TARGET),
              ERR_PROTO);
    CHECK_ERR(READ(HEADER(NONE, ONE, NONE, NONE)
                       OWNER META("\x21", "\x46") "\0\0\0\0\x20\xe5" TARGET),
              ERR_PROTO);
    CHECK_ERR(READ(HEADER(NONE, ONE, NONE, NONE)
                       OWNER META("\x10", "\x04") "\x05"
                                                  "abcde"),
              ERR_PROTO);
    CHECK_ERR(
        READ(HEADER(NONE, ONE, NONE, NONE) TARGET META("\x01", "\x03") "abc"),
        ERR_NOT_FOUND);
    CHECK_ERR(READ(HEADER(NONE, ONE, NONE, ONE)
                       SRV TARGET META("\x01", "\x03") "abc"),
              ERR_PROTO);
}

TEST(lan_wire, many_ports_and_many_nodes_fill_nothing_beyond_their_ceilings)
{
    struct buf b;

    buf_init(&b, 65536);
    CHECK_OK(buf_add(&b, HEADER(NONE, "\0\x28", NONE, "\0\x28"), 12));
    for (uint8_t i = 0; i < 40; i++) {
        CHECK_OK(buf_add(&b, SRV, sizeof(SRV) - 1));
        b.ptr[b.len - sizeof(TARGET)] = 1 + i; /* the port's low byte */
    }
    for (uint8_t i = 0; i < 40; i++) {
        CHECK_OK(buf_add(&b, A(IP4), sizeof(A(IP4)) - 1));
        b.ptr[b.len - 1] = i;
    }
    CHECK_OK(lan_wire_read(b.ptr, b.len, false, &msg));
    CHECK_EQ_U64(msg.answers_len, 1);
    CHECK_EQ_U64(msg.answers[0].node.len, NODE_ADDR_MAX);
    buf_clear(&b);
}

TEST(lan_wire, a_relay_that_is_no_visible_text_is_dropped)
{
    CHECK_OK(READ(HEADER(NONE, TWO, NONE, ONE)
                      SRV OWNER META("\x10", "\x0b") "\x0arelay=a\nbc" A(IP4)));
    CHECK_STR(msg.answers[0].node.relay, "");
}

/* Writing: byte for byte what is read above. */

static void ours(struct lan_answer *a, enum lan_gen gen)
{
    struct node_id id;

    CHECK_OK(node_id_parse(ID, &id, NULL));
    memset(a, 0, sizeof *a);
    a->gen = gen;
    node_addr_init(&a->node, &id);
    memcpy(a->data, "my notes", 9);
}

static void add(struct lan_answer *a, const char *text)
{
    struct addr addr;

    CHECK_OK(addr_parse(text, &addr, NULL));
    CHECK_OK(node_addr_add(&a->node, &addr));
}

TEST(lan_wire, writes_the_queries)
{
    struct buf b;

    buf_init(&b, 1472);
    CHECK_OK(lan_wire_query(&b, LAN_NEW));
    CHECK_MEM(b.ptr, b.len, query_new, sizeof query_new - 1);
    b.len = 0;
    CHECK_OK(lan_wire_query(&b, LAN_OLD));
    CHECK_MEM(b.ptr, b.len, query_old, sizeof query_old - 1);
    buf_clear(&b);
}

TEST(lan_wire, writes_the_answers)
{
    static const char relay[] = "https://relay.example./";
    struct lan_answer a;
    struct buf b;

    buf_init(&b, 1472);
    ours(&a, LAN_NEW);
    memcpy(a.node.relay, relay, sizeof relay);
    add(&a, "192.0.2.7:8421");
    add(&a, "[2001:db8::1]:8421");
    CHECK_OK(lan_wire_answer(&b, &a, 1472));
    CHECK_MEM(b.ptr, b.len, answer, sizeof answer - 1);

    ours(&a, LAN_OLD);
    memcpy(a.node.relay, relay, sizeof relay); /* not of that generation */
    add(&a, "192.0.2.7:8421");
    b.len = 0;
    CHECK_OK(lan_wire_answer(&b, &a, 1472));
    CHECK_MEM(b.ptr, b.len, answer_old, sizeof answer_old - 1);
    buf_clear(&b);
}

TEST(lan_wire, writes_as_many_addresses_as_fit)
{
    struct lan_answer a;
    struct buf b;
    char text[ADDR_TEXT_SIZE];

    ours(&a, LAN_NEW);
    for (int i = 0; i < NODE_ADDR_MAX; i++) {
        snprintf(text, sizeof text, "192.0.2.%d:%d", i + 1, 8421 + i % 2);
        add(&a, text);
    }
    for (size_t max = 260; max <= 1472; max += 101) {
        buf_init(&b, max);
        CHECK_OK(lan_wire_answer(&b, &a, max));
        CHECK_OK(lan_wire_read(b.ptr, b.len, false, &msg));
        CHECK(msg.answers[0].node.len >= 1);
        check_addr(&msg.answers[0].node, 0, "192.0.2.1:8421");
        buf_clear(&b);
    }
    CHECK(msg.answers[0].node.len >= 12);
}
