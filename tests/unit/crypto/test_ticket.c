#include "crypto/ticket.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "crypto/base32.h"
#include "test.h"

static json_t *load(const char *path)
{
    json_t *j = json_load_file(path, 0, NULL);

    CHECK(j != NULL);
    return j;
}

static const char *text_of(const json_t *o, const char *name)
{
    const char *text = json_string_value(json_object_get(o, name));

    CHECK(text != NULL);
    return text;
}

static void check_round_trip(const char *text)
{
    char again[TICKET_TEXT_SIZE];
    struct errmsg em = {0};
    struct ticket t;

    CHECK_OK(ticket_parse_any(text, &t, &em));
    ticket_format(&t, again);
    CHECK_STR(again, text);
}

TEST(ticket, tickets_of_iroh_are_read_and_written_again_letter_for_letter)
{
    json_t *j = load(FIRN_VECTORS "/transport/identity_and_tickets.json");
    json_t *tickets = json_object_get(j, "tickets");
    json_t *v;
    size_t i;

    CHECK_EQ_U64(json_array_size(tickets), 4);
    json_array_foreach(tickets, i, v)
    {
        struct ticket t;
        check_round_trip(text_of(v, "text"));
        CHECK_OK(ticket_parse_any(text_of(v, "text"), &t, NULL));
        CHECK_STR(ticket_kind_name(t.kind), text_of(v, "kind"));
    }
    json_decref(j);
}

static void check_addrs(const struct node_addr *na, const char *const *want,
                        size_t len)
{
    CHECK_EQ_U64(na->len, len);
    for (size_t i = 0; i < len; i++) {
        char text[ADDR_TEXT_SIZE];
        addr_format(&na->addrs[i], text);
        CHECK_STR(text, want[i]);
    }
}

TEST(ticket, what_the_recorded_tickets_say)
{
    static const char *const four[] = {"10.0.0.1:80", "10.0.0.1:65535",
                                       "192.0.2.7:4433", "[2001:db8::1]:4433"};
    json_t *j = load(FIRN_VECTORS "/transport/identity_and_tickets.json");
    json_t *tickets = json_object_get(j, "tickets");
    char hex[HASH_TEXT_SIZE];
    struct ticket t;

    CHECK_OK(ticket_parse(text_of(json_array_get(tickets, 1), "text"),
                          TICKET_BLOB, &t, NULL));
    check_addrs(&t.node, four, 4);
    CHECK_STR(t.node.relay, "https://relay.example.org./");
    CHECK(t.is_hashseq);
    hash_format(&t.hash, hex);
    CHECK_STR(hex, "2d3adedff11b61f14c886e35afa036736dcd87a74d27b5c1510225d0"
                   "f592e213");

    CHECK_OK(ticket_parse(text_of(json_array_get(tickets, 3), "text"),
                          TICKET_ENDPOINT, &t, NULL));
    check_addrs(&t.node, four + 2, 2);
    CHECK_STR(t.node.relay, "https://relay.example.org/");
    json_decref(j);
}

TEST(ticket, tickets_of_the_blob_vectors)
{
    json_t *j = load(FIRN_VECTORS "/blobs/blobs.json");
    json_t *blobs = json_object_get(j, "blobs");
    json_t *v;
    size_t i;

    json_array_foreach(blobs, i, v)
    {
        char hex[HASH_TEXT_SIZE];
        struct ticket t;

        check_round_trip(text_of(v, "ticket_raw_with_addr"));
        check_round_trip(text_of(v, "ticket_raw_id_only"));
        CHECK_OK(ticket_parse(text_of(v, "ticket_raw_with_addr"), TICKET_BLOB,
                              &t, NULL));
        hash_format(&t.hash, hex);
        CHECK_STR(hex, text_of(v, "hash_hex"));
        check_addrs(&t.node, (const char *const[]){"127.0.0.1:4433"}, 1);
        CHECK(!t.is_hashseq);
    }
    CHECK_EQ_U64(json_array_size(blobs), 10);
    check_round_trip(
        text_of(json_object_get(j, "collection"), "ticket_hashseq_with_addr"));
    json_decref(j);
}

/* A ticket from its kind and, in hex, what follows the node id. */
static char *make(const char *kind, const char *hex_after_id)
{
    static char text[8192];
    char hex[4096];
    uint8_t *bytes;
    size_t len;

    snprintf(hex, sizeof hex,
             "00d04ab232742bb4ab3a1368bd4615e4e6d0224ab71a016baf8520a332c97787"
             "37%s",
             hex_after_id);
    bytes = test_unhex(hex, &len);
    snprintf(text, sizeof text, "%s", kind);
    base32_encode(BASE32_RFC4648, bytes, len, text + strlen(kind));
    free(bytes);
    return text;
}

#define HASH "2d3adedff11b61f14c886e35afa036736dcd87a74d27b5c1510225d0f592e213"

TEST(ticket, records_that_are_right_or_wrong_and_why)
{
    static const struct {
        const char *what;
        const char *kind;
        const char *hex;
        enum err want;
        const char *says;
    } table[] = {
        {"plain", "blob",
         "0000"
         "00" HASH,
         ERR_OK, ""},
        {"more follows", "blob",
         "0000"
         "00" HASH "ffff",
         ERR_OK, ""},
        {"node", "node", "0000", ERR_OK, ""},
        {"endpoint", "endpoint", "00", ERR_OK, ""},
        {"nothing after the id", "blob", "", ERR_PARSE, "addresses"},
        {"option tag 2", "blob",
         "0200"
         "00" HASH,
         ERR_PARSE, "addresses"},
        {"option tag as long varint", "blob",
         "800000"
         "00" HASH,
         ERR_PARSE, "addresses"},
        {"format 2", "blob",
         "0000"
         "02" HASH,
         ERR_PARSE, "format"},
        {"hash cut", "blob",
         "0000"
         "00"
         "2d3a",
         ERR_PARSE, "hash"},
        {"relay longer than the rest", "blob",
         "01"
         "7f"
         "6161",
         ERR_PARSE, "addresses"},
        {"relay with a NUL", "node",
         "01"
         "03"
         "610062"
         "00",
         ERR_PARSE, "addresses"},
        {"more addresses than bytes", "node",
         "00"
         "ffffffff0f",
         ERR_PARSE, "addresses"},
        {"count overflows 64 bits", "node",
         "00"
         "ffffffffffffffffff7f",
         ERR_PARSE, "addresses"},
        {"family 2", "node",
         "00"
         "01"
         "02"
         "7f000001"
         "50",
         ERR_PARSE, "addresses"},
        {"address cut", "node",
         "00"
         "01"
         "00"
         "7f00",
         ERR_PARSE, "addresses"},
        {"port above 65535", "node",
         "00"
         "01"
         "00"
         "7f000001"
         "808004",
         ERR_PARSE, "addresses"},
        {"port of four bytes", "node",
         "00"
         "01"
         "00"
         "7f000001"
         "80808000",
         ERR_PARSE, "addresses"},
        {"unknown transport address", "endpoint",
         "01"
         "03"
         "00",
         ERR_PARSE, "addresses"},
        {"custom address is skipped", "endpoint",
         "02"
         "01"
         "00"
         "7f000001"
         "50"
         "02"
         "07"
         "03"
         "010203",
         ERR_OK, ""},
        {"two relays", "endpoint",
         "02"
         "00"
         "01"
         "61"
         "00"
         "01"
         "62",
         ERR_OK, ""},
    };

    for (size_t i = 0; i < sizeof table / sizeof table[0]; i++) {
        struct errmsg em = {0};
        struct ticket t;

        CHECK_ERR(ticket_parse_any(make(table[i].kind, table[i].hex), &t, &em),
                  table[i].want);
        if (strstr(em.text, table[i].says) == NULL)
            CHECK_STR(em.text, table[i].says);
    }
}

TEST(ticket, a_relay_and_no_address_is_kept_as_such)
{
    struct ticket t;

    CHECK_OK(ticket_parse_any(make("node", "01"
                                           "0a"
                                           "68747470733a2f2f722f"
                                           "00"),
                              &t, NULL));
    CHECK_EQ_U64(t.node.len, 0);
    CHECK_STR(t.node.relay, "https://r/");
    CHECK_OK(ticket_parse_any(make("endpoint", "02"
                                               "00"
                                               "01"
                                               "61"
                                               "00"
                                               "01"
                                               "62"),
                              &t, NULL));
    CHECK_STR(t.node.relay, "a");
}

TEST(ticket, addresses_beyond_the_limit_are_dropped)
{
    char hex[2048] = "00"
                     "28"; /* forty */
    struct ticket t;

    for (int i = 0; i < 40; i++)
        snprintf(hex + strlen(hex), 16, "000a0000%02x50", i);
    CHECK_OK(ticket_parse_any(make("node", hex), &t, NULL));
    CHECK_EQ_U64(t.node.len, NODE_ADDR_MAX);
}

TEST(ticket, addresses_are_sorted_whatever_their_order_was)
{
    static const char *const want[] = {"10.0.0.1:80", "127.0.0.1:80"};
    struct ticket t;

    CHECK_OK(ticket_parse_any(make("node", "00"
                                           "02"
                                           "007f00000150"
                                           "000a00000150"),
                              &t, NULL));
    check_addrs(&t.node, want, 2);
}

TEST(ticket, texts_that_are_no_ticket_and_why)
{
    static const struct {
        const char *text;
        enum err want;
        const char *says;
    } table[] = {
        {"", ERR_PARSE, "begins with"},
        {"hello", ERR_PARSE, "begins with"},
        {"BLOBaa", ERR_PARSE, "begins with"},
        {"blob", ERR_PARSE, "empty"},
        {"bloba", ERR_PARSE, "letter"},
        {"blob1a", ERR_PARSE, "letter"},
        {"blobaa", ERR_PARSE, "within the node id"},
        {"blobab", ERR_PARSE, "letter"}, /* unused bits are not zero */
        {"blobaeaa", ERR_UNSUPPORTED, "newer"},
        {"docaaacaeirceirce", ERR_UNSUPPORTED, "document"},
    };

    for (size_t i = 0; i < sizeof table / sizeof table[0]; i++) {
        struct errmsg em = {0};
        struct ticket t;

        CHECK_ERR(ticket_parse_any(table[i].text, &t, &em), table[i].want);
        if (strstr(em.text, table[i].says) == NULL)
            CHECK_STR(em.text, table[i].says);
    }
}

TEST(ticket, letters_may_be_capitals_the_kind_may_not)
{
    char *text = make("blob", "0000"
                              "00" HASH);
    struct ticket t;

    for (char *p = text + 4; *p != '\0'; p++)
        if (*p >= 'a')
            *p = (char)(*p - 32);
    CHECK_OK(ticket_parse_any(text, &t, NULL));
    text[0] = 'B';
    CHECK_ERR(ticket_parse_any(text, &t, NULL), ERR_PARSE);
}

TEST(ticket, every_prefix_of_a_ticket_is_refused)
{
    char text[512];
    struct ticket t;
    size_t len;

    snprintf(text, sizeof text, "%s",
             make("blob", "00"
                          "01"
                          "007f00000150"
                          "00" HASH));
    len = strlen(text);
    while (len-- > 0) {
        text[len] = '\0';
        CHECK(ticket_parse_any(text, &t, NULL) != ERR_OK);
    }
}

TEST(ticket, a_key_nobody_can_have_is_refused)
{
    uint8_t bytes[36] = {0, 2};
    char text[128] = "node";
    struct ticket t;

    base32_encode(BASE32_RFC4648, bytes, sizeof bytes, text + 4);
    CHECK_ERR(ticket_parse_any(text, &t, NULL), ERR_INVALID);
}

TEST(ticket, another_kind_than_wanted_is_named)
{
    struct errmsg em = {0};
    struct ticket t;

    CHECK_ERR(ticket_parse(make("node", "0000"), TICKET_BLOB, &t, &em),
              ERR_PARSE);
    CHECK(strstr(em.text, "it is a node ticket, not a blob ticket") != NULL);
}

TEST(ticket, overlong_texts_are_refused_unread)
{
    char *text = malloc(TICKET_PARSE_MAX + 2);
    struct ticket t;

    CHECK(text != NULL);
    memset(text, 'a', TICKET_PARSE_MAX + 1);
    memcpy(text, "blob", 4);
    text[TICKET_PARSE_MAX + 1] = '\0';
    CHECK_ERR(ticket_parse_any(text, &t, NULL), ERR_TOO_LARGE);
    text[TICKET_PARSE_MAX] = '\0';
    CHECK(ticket_parse_any(text, &t, NULL) != ERR_TOO_LARGE);
    free(text);
}

TEST(ticket, the_largest_ticket_fits)
{
    char text[TICKET_TEXT_SIZE];
    struct ticket t, back;
    struct addr a;

    CHECK_OK(ticket_parse_any(make("endpoint", "00"), &t, NULL));
    CHECK_OK(addr_parse("[2001:db8::1]:65535", &a, NULL));
    for (uint16_t i = 0; i < NODE_ADDR_MAX; i++) {
        addr_set_port(&a, (uint16_t)(65535 - i));
        CHECK_OK(node_addr_add(&t.node, &a));
    }
    memset(t.node.relay, 'r', NODE_ADDR_RELAY_SIZE - 1);
    for (int kind = TICKET_BLOB; kind <= TICKET_ENDPOINT; kind++) {
        t.kind = (enum ticket_kind)kind;
        ticket_format(&t, text);
        CHECK(strlen(text) < TICKET_TEXT_SIZE);
        CHECK_OK(ticket_parse_any(text, &back, NULL));
        CHECK_EQ_U64(back.node.len, NODE_ADDR_MAX);
        CHECK_STR(back.node.relay, t.node.relay);
    }
}
