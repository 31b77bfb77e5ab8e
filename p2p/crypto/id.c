#include "crypto/id.h"

#include <assert.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>

#include "crypto/base32.h"

#define HEX_LEN (NODE_ID_HEX_SIZE - 1)
#define BASE32_LEN (NODE_ID_BASE32_SIZE - 1)

_Static_assert(BASE32_TEXT_LEN(NODE_ID_LEN) == BASE32_LEN, "base32 of an id");

void node_id_hex(const struct node_id *id, char out[static NODE_ID_HEX_SIZE])
{
    sodium_bin2hex(out, NODE_ID_HEX_SIZE, id->b, sizeof id->b);
}

void node_id_base32(const struct node_id *id,
                    char out[static NODE_ID_BASE32_SIZE])
{
    base32_encode(BASE32_RFC4648, id->b, sizeof id->b, out);
}

void node_id_zbase32(const struct node_id *id,
                     char out[static NODE_ID_BASE32_SIZE])
{
    base32_encode(BASE32_Z, id->b, sizeof id->b, out);
}

void node_id_sni(const struct node_id *id, char out[static NODE_ID_SNI_SIZE])
{
    static const char domain[] = ".iroh.invalid";

    _Static_assert(BASE32_LEN + sizeof domain == NODE_ID_SNI_SIZE, "SNI");
    base32_encode(BASE32_HEX, id->b, sizeof id->b, out);
    memcpy(out + BASE32_LEN, domain, sizeof domain);
}

void node_id_short(const struct node_id *id,
                   char out[static NODE_ID_SHORT_SIZE])
{
    sodium_bin2hex(out, NODE_ID_SHORT_SIZE, id->b, NODE_ID_SHORT_SIZE / 2);
}

enum err node_id_from_bytes(const uint8_t b[static NODE_ID_LEN],
                            struct node_id *out)
{
    static const uint8_t neutral[NODE_ID_LEN] = {1};
    uint8_t p[NODE_ID_LEN];

    /* libsodium's own check would also refuse points outside the main
     * subgroup, which iroh accepts. Adding points checks the decoding alone;
     * three doublings take the points of small order, for whom anybody can
     * sign, to the neutral element. */
    if (crypto_core_ed25519_add(p, b, b) != 0)
        return ERR_INVALID;
    for (int i = 0; i < 2; i++)
        if (crypto_core_ed25519_add(p, p, p) != 0)
            return ERR_INVALID;
    if (memcmp(p, neutral, sizeof p) == 0)
        return ERR_INVALID;
    memcpy(out->b, b, NODE_ID_LEN);
    return ERR_OK;
}

/* Lower case only: so does iroh, and one id then has one hex form. */
static enum err from_hex(const char *text, uint8_t out[static NODE_ID_LEN],
                         struct errmsg *em)
{
    for (size_t i = 0; i < HEX_LEN; i++) {
        char c = text[i];
        if ((c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'))
            continue;
        err_set(em,
                "the node id may have only 0-9 and a-f in lower case; "
                "character %zu is another",
                i + 1);
        return ERR_PARSE;
    }
    if (sodium_hex2bin(out, NODE_ID_LEN, text, HEX_LEN, NULL, NULL, NULL) != 0)
        return ERR_PARSE;
    return ERR_OK;
}

static enum err from_base32(const char *text, uint8_t out[static NODE_ID_LEN],
                            struct errmsg *em)
{
    enum err e = base32_decode(BASE32_RFC4648, text, BASE32_LEN, out);

    if (e != ERR_OK)
        err_set(em, "the node id is not base32 of 32 bytes");
    return e;
}

enum err node_id_parse_n(const char *text, size_t len, struct node_id *out,
                         struct errmsg *em)
{
    uint8_t b[NODE_ID_LEN] = {0};
    enum err e = ERR_PARSE;

    if (len == HEX_LEN)
        e = from_hex(text, b, em);
    else if (len == BASE32_LEN)
        e = from_base32(text, b, em);
    else
        err_set(em,
                "the node id has %zu characters; expected 64 of hex or 52 of "
                "base32",
                len);
    if (e != ERR_OK)
        return e;
    e = node_id_from_bytes(b, out);
    if (e != ERR_OK)
        err_set(em, "the node id is not a usable public key");
    return e;
}

enum err node_id_parse(const char *text, struct node_id *out, struct errmsg *em)
{
    return node_id_parse_n(text, strlen(text), out, em);
}

/* DER: SEQUENCE { SEQUENCE { id-Ed25519 }, BIT STRING of the key }. */
static const uint8_t spki_prefix[12] = {0x30, 0x2a, 0x30, 0x05, 0x06, 0x03,
                                        0x2b, 0x65, 0x70, 0x03, 0x21, 0x00};

_Static_assert(sizeof spki_prefix + NODE_ID_LEN == NODE_ID_SPKI_LEN, "SPKI");

void node_id_to_spki(const struct node_id *id,
                     uint8_t out[static NODE_ID_SPKI_LEN])
{
    memcpy(out, spki_prefix, sizeof spki_prefix);
    memcpy(out + sizeof spki_prefix, id->b, NODE_ID_LEN);
}

enum err node_id_from_spki(const uint8_t *der, size_t len, struct node_id *out)
{
    if (len != NODE_ID_SPKI_LEN ||
        memcmp(der, spki_prefix, sizeof spki_prefix) != 0 ||
        node_id_from_bytes(der + sizeof spki_prefix, out) != ERR_OK)
        return ERR_AUTH;
    return ERR_OK;
}

bool node_id_equal(const struct node_id *a, const struct node_id *b)
{
    return memcmp(a->b, b->b, sizeof a->b) == 0;
}

int node_id_compare(const struct node_id *a, const struct node_id *b)
{
    return memcmp(a->b, b->b, sizeof a->b);
}
