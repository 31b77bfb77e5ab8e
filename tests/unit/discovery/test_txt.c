#include "discovery/txt.h"

#include <stdio.h>
#include <string.h>

#include "crypto/key.h"
#include "test.h"

static enum err read_text(struct txt *t, const char *text)
{
    return txt_read(t, text, strlen(text));
}

static struct addr addr(const char *text)
{
    struct addr a;

    CHECK_OK(addr_parse(text, &a, NULL));
    return a;
}

static void make_id(struct node_id *id, char hex[NODE_ID_HEX_SIZE])
{
    struct key key;

    key_generate(&key);
    *id = key.id;
    node_id_hex(id, hex);
}

TEST(txt, what_we_write_is_read_back)
{
    struct addr addrs[2] = {addr("192.0.2.7:8421"), addr("[2001:db8::1]:9")};
    char hex[NODE_ID_HEX_SIZE];
    struct txt_ours ours;
    struct node_id id;
    struct txt t;

    make_id(&id, hex);
    txt_write(&ours, &id, "1.2.3", "kitchen", addrs, 2);
    CHECK_EQ_U64(ours.len, 5);
    txt_init(&t);
    for (size_t i = 0; i < ours.len; i++)
        CHECK_OK(read_text(&t, ours.text[i]));
    CHECK(t.has_id && node_id_equal(&t.id, &id));
    CHECK_STR(t.name, "kitchen");
    CHECK_STR(t.version, "1.2.3");
    CHECK_EQ_U64(t.addrs_len, 2);
    CHECK(addr_equal(&t.addrs[0], &addrs[0]));
    CHECK(addr_equal(&t.addrs[1], &addrs[1]));
}

TEST(txt, our_record_stays_small_and_keeps_characters_whole)
{
    char hex[NODE_ID_HEX_SIZE], name[400] = "", text[64];
    struct addr addrs[NODE_ADDR_MAX];
    struct txt_ours ours;
    struct node_id id;
    size_t bytes = 0;

    for (size_t i = 0; i < 120; i++)
        memcpy(name + 3 * i, "\xe2\x82\xac", 4); /* a euro sign */
    for (size_t i = 0; i < NODE_ADDR_MAX; i++) {
        snprintf(text, sizeof text, "[2001:db8:1111:2222:3333:4444:5555:%zx]:1",
                 0x1000 + i);
        addrs[i] = addr(text);
    }
    make_id(&id, hex);
    txt_write(&ours, &id, "1", name, addrs, NODE_ADDR_MAX);
    for (size_t i = 0; i < ours.len; i++)
        bytes += strlen(ours.text[i]) + 1;
    CHECK(bytes <= TXT_OURS_BYTES);
    CHECK(ours.len > 10);
    CHECK_EQ_U64(strlen(ours.text[2]), 5 + 63); /* "name=", 21 signs */
}

TEST(txt, addresses_that_mean_nothing_to_others_are_not_told)
{
    struct addr addrs[] = {addr("127.0.0.1:1"),   addr("[::1]:1"),
                           addr("[fe80::1]:1"),   addr("0.0.0.0:1"),
                           addr("224.0.0.251:1"), addr("192.0.2.1:0")};
    char hex[NODE_ID_HEX_SIZE];
    struct txt_ours ours;
    struct node_id id;

    make_id(&id, hex);
    txt_write(&ours, &id, "1", "n", addrs, sizeof addrs / sizeof addrs[0]);
    CHECK_EQ_U64(ours.len, 3);
}

TEST(txt, nor_are_they_believed)
{
    static const char *const bad[] = {
        "addr=127.0.0.1:22",
        "addr=[::1]:22",
        "addr=0.0.0.0:1",
        "addr=[::]:1",
        "addr=224.0.0.1:5",
        "addr=255.255.255.255:5",
        "addr=[ff02::1]:5",
        "addr=[fe80::1]:5",
        "addr=[fe80::1%lo]:5",
        "addr=192.0.2.1:0",
        "addr=192.0.2.1",
        "addr=host.example:1",
        "addr=",
        "addr=192.0.2.1:1 x",
    };
    struct txt t;

    txt_init(&t);
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
        CHECK_ERR(read_text(&t, bad[i]), ERR_PARSE);
    CHECK_EQ_U64(t.addrs_len, 0);
    CHECK_OK(read_text(&t, "addr=192.0.2.1:1"));
    CHECK_OK(read_text(&t, "addr=192.0.2.1:1"));
    CHECK_EQ_U64(t.addrs_len, 1);
}

TEST(txt, more_addresses_than_are_kept)
{
    char text[64];
    struct txt t;

    txt_init(&t);
    for (unsigned i = 0; i < NODE_ADDR_MAX; i++) {
        snprintf(text, sizeof text, "addr=192.0.2.1:%u", i + 1);
        CHECK_OK(read_text(&t, text));
    }
    CHECK_ERR(read_text(&t, "addr=192.0.2.1:9999"), ERR_LIMIT);
    CHECK_EQ_U64(t.addrs_len, NODE_ADDR_MAX);
}

TEST(txt, an_id_that_is_none_or_another_changes_nothing)
{
    char hex[NODE_ID_HEX_SIZE], other[NODE_ID_HEX_SIZE], text[128];
    struct node_id id, id2;
    struct txt t;

    make_id(&id, hex);
    make_id(&id2, other);
    txt_init(&t);
    CHECK_ERR(read_text(&t, "id="), ERR_PARSE);
    CHECK_ERR(read_text(&t, "id=abcd"), ERR_PARSE);
    snprintf(text, sizeof text, "id=%064d", 0);
    CHECK_ERR(read_text(&t, text), ERR_PARSE);
    CHECK(!t.has_id);
    snprintf(text, sizeof text, "ID=%s", hex);
    CHECK_OK(read_text(&t, text));
    snprintf(text, sizeof text, "id=%s", other);
    CHECK_ERR(read_text(&t, text), ERR_PARSE);
    CHECK(t.has_id && node_id_equal(&t.id, &id));
}

TEST(txt, keys_of_others_and_odd_strings_are_skipped)
{
    struct txt t;

    txt_init(&t);
    CHECK_OK(read_text(&t, ""));
    CHECK_OK(read_text(&t, "flag"));
    CHECK_OK(read_text(&t, "=value"));
    CHECK_OK(read_text(&t, "colour=red"));
    CHECK_OK(txt_read(&t, NULL, 0));
    CHECK_ERR(txt_read(&t, "name=a\0b", 8), ERR_PARSE);
    CHECK_STR(t.name, "");
}

TEST(txt, iroh_records)
{
    struct txt t;

    txt_init(&t);
    CHECK_OK(read_text(&t, "relay=https://relay.example.org./"));
    CHECK_OK(read_text(&t, "relay=https://second.example.org./"));
    CHECK_ERR(read_text(&t, "relay=two words"), ERR_PARSE);
    CHECK_ERR(read_text(&t, "relay="), ERR_PARSE);
    CHECK_OK(read_text(&t, "user-data=a=b"));
    CHECK_STR(t.relay, "https://relay.example.org./");
    CHECK_STR(t.name, "a=b");
    CHECK_OK(read_text(&t, "name=proper"));
    CHECK_OK(read_text(&t, "user-data=again"));
    CHECK_STR(t.name, "proper");
}
