#include "crypto/disco.h"

#include <assert.h>
#include <string.h>

#include "base/buf.h"
#include "base/rng.h"

static const uint8_t magic[6] = {0x54, 0x53, 0xf0, 0x9f, 0x92, 0xac};

#define VERSION 0
#define PING_LEN (2 + DISCO_TX_LEN + NODE_ID_LEN)
#define PONG_LEN (2 + DISCO_TX_LEN + 1 + 16 + 2)

_Static_assert(PING_LEN + DISCO_OVERHEAD == DISCO_PING_LEN, "ping");
_Static_assert(PONG_LEN + DISCO_OVERHEAD == DISCO_PONG_LEN, "pong");
_Static_assert(sizeof magic + NODE_ID_LEN == DISCO_HEADER_LEN, "header");

bool disco_is(const uint8_t *datagram, size_t len)
{
    return len >= DISCO_HEADER_LEN &&
           memcmp(datagram, magic, sizeof magic) == 0;
}

bool disco_is_stun(const uint8_t *datagram, size_t len)
{
    static const uint8_t cookie[4] = {0x21, 0x12, 0xa4, 0x42};

    return len >= 20 && (datagram[0] & 0xc0) == 0 &&
           memcmp(datagram + 4, cookie, sizeof cookie) == 0;
}

enum err disco_sender(const uint8_t *datagram, size_t len, struct node_id *out)
{
    if (!disco_is(datagram, len))
        return ERR_INVALID;
    return node_id_from_bytes(datagram + sizeof magic, out);
}

/* 16 bytes of IPv6 address, IPv4 mapped into it, and the port, which is
 * little-endian here. */
static void put_addr(uint8_t out[static 18], const struct addr *a)
{
    uint16_t port = addr_port(a);

    if (addr_is_v6(a)) {
        memcpy(out, &a->in6.sin6_addr, 16);
    } else {
        memset(out, 0, 10);
        memset(out + 10, 0xff, 2);
        memcpy(out + 12, &a->in.sin_addr, 4);
    }
    out[16] = (uint8_t)(port & 0xff);
    out[17] = (uint8_t)(port >> 8);
}

static bool take_addr(struct cursor *c, struct addr *out)
{
    struct sockaddr_in6 in6 = {.sin6_family = AF_INET6};
    uint8_t low, high;

    if (!cursor_bytes(c, &in6.sin6_addr, 16) || !cursor_u8(c, &low) ||
        !cursor_u8(c, &high))
        return false;
    in6.sin6_port = htons((uint16_t)(low | high << 8));
    return addr_from_sockaddr((const struct sockaddr *)&in6, out) == ERR_OK;
}

static enum err read_ping(struct cursor *c, struct disco_msg *m)
{
    uint8_t sender[NODE_ID_LEN];

    if (!cursor_bytes(c, m->tx, sizeof m->tx) ||
        !cursor_bytes(c, sender, sizeof sender))
        return ERR_PROTO;
    /* The seal proves the id of the header; another one inside is a lie. */
    if (memcmp(sender, m->sender.b, sizeof sender) != 0)
        return ERR_PROTO;
    return ERR_OK;
}

static enum err read_pong(struct cursor *c, struct disco_msg *m)
{
    uint8_t by_relay;

    if (!cursor_bytes(c, m->tx, sizeof m->tx) || !cursor_u8(c, &by_relay) ||
        by_relay > 1)
        return ERR_PROTO;
    m->by_relay = by_relay == 1;
    if (!m->by_relay && !take_addr(c, &m->seen))
        return ERR_PROTO;
    return ERR_OK;
}

static enum err read_plain(const uint8_t *plain, size_t len,
                           struct disco_msg *m)
{
    struct cursor c;
    uint8_t type, version;

    cursor_init(&c, plain, len);
    if (!cursor_u8(&c, &type) || !cursor_u8(&c, &version))
        return ERR_PROTO;
    if (version != VERSION)
        return ERR_UNSUPPORTED;
    m->type = (enum disco_type)type;
    switch (type) {
    case DISCO_PING:
        return read_ping(&c, m);
    case DISCO_PONG:
        return read_pong(&c, m);
    case DISCO_CALL_ME_MAYBE:
        return ERR_OK;
    default:
        return ERR_UNSUPPORTED;
    }
}

enum err disco_open(const struct box_key *k, const uint8_t *datagram,
                    size_t len, struct disco_msg *out)
{
    uint8_t plain[DISCO_OPEN_MAX];
    struct disco_msg m = {0};
    size_t sealed;
    enum err e;

    if (len > DISCO_OPEN_MAX)
        return ERR_TOO_LARGE;
    if (!disco_is(datagram, len) || len < DISCO_OVERHEAD)
        return ERR_AUTH;
    sealed = len - DISCO_HEADER_LEN - BOX_NONCE_LEN;
    e = box_open(k, datagram + len - BOX_NONCE_LEN, datagram + DISCO_HEADER_LEN,
                 sealed, plain);
    if (e != ERR_OK)
        return e;
    memcpy(m.sender.b, datagram + sizeof magic, NODE_ID_LEN);
    e = read_plain(plain, sealed - BOX_TAG_LEN, &m);
    if (e == ERR_OK)
        *out = m;
    return e;
}

static size_t write_plain(const struct disco_msg *m, uint8_t *out)
{
    out[0] = (uint8_t)m->type;
    out[1] = VERSION;
    memcpy(out + 2, m->tx, DISCO_TX_LEN);
    if (m->type == DISCO_PING) {
        memcpy(out + 2 + DISCO_TX_LEN, m->sender.b, NODE_ID_LEN);
        return PING_LEN;
    }
    assert(m->type == DISCO_PONG && !m->by_relay);
    out[2 + DISCO_TX_LEN] = 0;
    put_addr(out + 3 + DISCO_TX_LEN, &m->seen);
    return PONG_LEN;
}

size_t disco_seal_with(const struct box_key *k, const struct disco_msg *m,
                       const uint8_t nonce[static BOX_NONCE_LEN],
                       uint8_t out[static DISCO_SEAL_SIZE])
{
    uint8_t plain[PING_LEN];
    size_t len = write_plain(m, plain);

    memcpy(out, magic, sizeof magic);
    memcpy(out + sizeof magic, m->sender.b, NODE_ID_LEN);
    box_seal(k, nonce, plain, len, out + DISCO_HEADER_LEN);
    memcpy(out + DISCO_HEADER_LEN + BOX_TAG_LEN + len, nonce, BOX_NONCE_LEN);
    return len + DISCO_OVERHEAD;
}

size_t disco_seal(const struct box_key *k, const struct disco_msg *m,
                  uint8_t out[static DISCO_SEAL_SIZE])
{
    uint8_t nonce[BOX_NONCE_LEN];

    rng_bytes(nonce, sizeof nonce);
    return disco_seal_with(k, m, nonce, out);
}
