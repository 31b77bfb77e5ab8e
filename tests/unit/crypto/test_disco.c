#include "crypto/disco.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "test.h"

/* Two datagrams that iroh 0.35 sent, and the keys of both sides. */
struct recorded {
    json_t *json;
    struct key sender;
    struct key receiver;
    struct box_key box;
};

static uint8_t *bytes_of(const json_t *o, const char *a, const char *b,
                         size_t *len)
{
    const char *hex =
        json_string_value(json_object_get(json_object_get(o, a), b));

    CHECK(hex != NULL);
    return test_unhex(hex, len);
}

static void key_of(const json_t *o, const char *name, struct key *out)
{
    size_t len;
    uint8_t *seed = bytes_of(o, "keys", name, &len);

    CHECK_EQ_U64(len, KEY_SEED_LEN);
    key_from_seed(seed, out);
    free(seed);
}

static void setup(struct recorded *r)
{
    r->json = json_load_file(FIRN_VECTORS "/transport/disco.json", 0, NULL);
    CHECK(r->json != NULL);
    key_of(r->json, "sender_seed", &r->sender);
    key_of(r->json, "receiver_seed", &r->receiver);
    CHECK_OK(box_shared(&r->receiver, &r->sender.id, &r->box));
}

TEST(disco, the_box_key_of_the_recorded_pair_is_the_same)
{
    struct recorded r;
    struct box_key k;
    uint8_t *want;
    size_t len;

    setup(&r);
    want = bytes_of(r.json, "keys", "box_key_hchacha20", &len);
    CHECK_MEM(r.box.b, sizeof r.box.b, want, len);
    CHECK_OK(box_shared(&r.sender, &r.receiver.id, &k));
    CHECK_MEM(k.b, sizeof k.b, want, len);
    free(want);
    json_decref(r.json);
}

TEST(disco, recorded_ping_is_read_and_written_again_byte_for_byte)
{
    uint8_t *dg, *plain, again[DISCO_SEAL_SIZE];
    struct disco_msg m;
    struct recorded r;
    struct node_id from;
    size_t len, plain_len, n;

    setup(&r);
    dg = bytes_of(r.json, "ping", "datagram", &len);
    plain = bytes_of(r.json, "ping", "plaintext", &plain_len);
    CHECK_EQ_U64(len, DISCO_PING_LEN);
    CHECK(disco_is(dg, len));
    CHECK_OK(disco_sender(dg, len, &from));
    CHECK(node_id_equal(&from, &r.sender.id));
    CHECK_OK(disco_open(&r.box, dg, len, &m));
    CHECK_EQ_U64(m.type, DISCO_PING);
    CHECK(node_id_equal(&m.sender, &r.sender.id));
    CHECK_MEM(m.tx, sizeof m.tx, plain + 2, DISCO_TX_LEN);

    n = disco_seal_with(&r.box, &m, dg + len - BOX_NONCE_LEN, again);
    CHECK_MEM(again, n, dg, len);
    free(dg);
    free(plain);
    json_decref(r.json);
}

TEST(disco, recorded_pong_is_read_and_written_again_byte_for_byte)
{
    char text[ADDR_TEXT_SIZE];
    uint8_t *dg, again[DISCO_SEAL_SIZE];
    struct disco_msg m;
    struct recorded r;
    size_t len, n;

    setup(&r);
    dg = bytes_of(r.json, "pong", "datagram", &len);
    CHECK_EQ_U64(len, DISCO_PONG_LEN);
    CHECK_OK(disco_open(&r.box, dg, len, &m));
    CHECK_EQ_U64(m.type, DISCO_PONG);
    CHECK_MEM(m.tx, sizeof m.tx, "ABCDEFGHIJKL", 12);
    CHECK(!m.by_relay);
    addr_format(&m.seen, text);
    CHECK_STR(text, "127.0.0.1:45998");

    n = disco_seal_with(&r.box, &m, dg + len - BOX_NONCE_LEN, again);
    CHECK_MEM(again, n, dg, len);
    free(dg);
    json_decref(r.json);
}

TEST(disco, every_changed_bit_and_every_shorter_datagram_is_refused)
{
    struct disco_msg m;
    struct recorded r;
    uint8_t *dg;
    size_t len;

    setup(&r);
    dg = bytes_of(r.json, "ping", "datagram", &len);
    for (size_t bit = 0; bit < len * 8; bit++) {
        dg[bit / 8] ^= (uint8_t)(1 << bit % 8);
        /* a changed id in the header: the id inside tells */
        CHECK(disco_open(&r.box, dg, len, &m) != ERR_OK);
        dg[bit / 8] ^= (uint8_t)(1 << bit % 8);
    }
    for (size_t n = 0; n < len; n++)
        CHECK_ERR(disco_open(&r.box, dg, n, &m), ERR_AUTH);
    CHECK_OK(disco_open(&r.box, dg, len, &m));
    free(dg);
    json_decref(r.json);
}

/* Seal any plaintext as the recorded sender would. */
static size_t seal_plain(const struct recorded *r, const uint8_t *plain,
                         size_t len, uint8_t *out)
{
    static const uint8_t magic[6] = {0x54, 0x53, 0xf0, 0x9f, 0x92, 0xac};
    static const uint8_t nonce[BOX_NONCE_LEN] = {9};

    memcpy(out, magic, 6);
    memcpy(out + 6, r->sender.id.b, NODE_ID_LEN);
    box_seal(&r->box, nonce, plain, len, out + DISCO_HEADER_LEN);
    memcpy(out + DISCO_HEADER_LEN + BOX_TAG_LEN + len, nonce, BOX_NONCE_LEN);
    return len + DISCO_OVERHEAD;
}

TEST(disco, what_is_inside_is_checked_too)
{
    static const struct {
        const char *what;
        uint8_t plain[80];
        size_t len;
        enum err want;
    } table[] = {
        {"empty", {0}, 0, ERR_PROTO},
        {"type only", {1}, 1, ERR_PROTO},
        {"ping of version 1", {1, 1}, 46, ERR_UNSUPPORTED},
        {"type 4", {4, 0}, 46, ERR_UNSUPPORTED},
        {"type 0", {0, 0}, 46, ERR_UNSUPPORTED},
        {"ping of someone else", {1, 0}, 46, ERR_PROTO},
        {"short ping", {1, 0}, 45, ERR_PROTO},
        {"short pong", {2, 0}, 32, ERR_PROTO},
        {"pong, IPv6, and a byte more", {2, 0}, 34, ERR_OK},
        {"pong by relay", {[0] = 2, [14] = 1, [15] = 'x'}, 16, ERR_OK},
        {"pong by what", {[0] = 2, [14] = 2, [15] = 'x'}, 33, ERR_PROTO},
        {"call me maybe", {3, 0}, 2 + 18, ERR_OK},
    };
    struct recorded r;

    setup(&r);
    for (size_t i = 0; i < sizeof table / sizeof table[0]; i++) {
        uint8_t dg[256];
        struct disco_msg m;
        size_t n = seal_plain(&r, table[i].plain, table[i].len, dg);

        CHECK_ERR(disco_open(&r.box, dg, n, &m), table[i].want);
    }
    json_decref(r.json);
}

TEST(disco, a_pong_carries_ipv6_as_well)
{
    struct disco_msg m = {.type = DISCO_PONG}, back;
    uint8_t dg[DISCO_SEAL_SIZE];
    struct recorded r;
    size_t len;

    setup(&r);
    m.sender = r.sender.id;
    CHECK_OK(addr_parse("[2001:db8::7]:8421", &m.seen, NULL));
    len = disco_seal(&r.box, &m, dg);
    CHECK_EQ_U64(len, DISCO_PONG_LEN);
    CHECK_OK(disco_open(&r.box, dg, len, &back));
    CHECK(addr_equal(&m.seen, &back.seen));
    json_decref(r.json);
}

TEST(disco, nonces_differ)
{
    struct disco_msg m = {.type = DISCO_PING};
    uint8_t a[DISCO_SEAL_SIZE], b[DISCO_SEAL_SIZE];
    struct recorded r;

    setup(&r);
    m.sender = r.sender.id;
    CHECK_EQ_U64(disco_seal(&r.box, &m, a), DISCO_PING_LEN);
    CHECK_EQ_U64(disco_seal(&r.box, &m, b), DISCO_PING_LEN);
    CHECK(memcmp(a + DISCO_PING_LEN - BOX_NONCE_LEN,
                 b + DISCO_PING_LEN - BOX_NONCE_LEN, BOX_NONCE_LEN) != 0);
    json_decref(r.json);
}

TEST(disco, datagrams_are_told_apart)
{
    uint8_t stun[20] = {0, 1, 0, 0, 0x21, 0x12, 0xa4, 0x42};
    uint8_t dg[64] = {0x54, 0x53, 0xf0, 0x9f, 0x92, 0xac};

    CHECK(disco_is(dg, DISCO_HEADER_LEN));
    CHECK(!disco_is(dg, DISCO_HEADER_LEN - 1));
    CHECK(!disco_is_stun(dg, sizeof dg));
    dg[5] ^= 1;
    CHECK(!disco_is(dg, sizeof dg));
    CHECK(disco_is_stun(stun, sizeof stun));
    CHECK(!disco_is_stun(stun, 19));
    stun[0] = 0x40; /* the fixed bit of QUIC */
    CHECK(!disco_is_stun(stun, sizeof stun));
}
