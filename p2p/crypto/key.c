#include "crypto/key.h"

#include <assert.h>
#include <sodium.h>
#include <string.h>

#include "base/rng.h"

_Static_assert(sizeof((struct key *)0)->secret == crypto_sign_SECRETKEYBYTES,
               "the secret is laid out as libsodium wants it");

void key_generate(struct key *out)
{
    uint8_t seed[KEY_SEED_LEN];

    rng_bytes(seed, sizeof seed);
    key_from_seed(seed, out);
    sodium_memzero(seed, sizeof seed);
}

void key_from_seed(const uint8_t seed[static KEY_SEED_LEN], struct key *out)
{
    /* Without it libsodium works as well, but with its slowest code. Every
     * process that seals or signs passes here first. */
    int ready = sodium_init();

    assert(ready >= 0);
    (void)ready;
    crypto_sign_seed_keypair(out->id.b, out->secret, seed);
}

void key_wipe(struct key *k)
{
    sodium_memzero(k, sizeof *k);
}

void key_sign(const struct key *k, const void *msg, size_t len,
              uint8_t sig[static KEY_SIG_LEN])
{
    crypto_sign_detached(sig, NULL, msg, len, k->secret);
}

enum err key_verify(const struct node_id *id, const void *msg, size_t len,
                    const uint8_t sig[static KEY_SIG_LEN])
{
    if (crypto_sign_verify_detached(sig, msg, len, id->b) != 0)
        return ERR_AUTH;
    return ERR_OK;
}

void key_to_pkcs8(const struct key *k, uint8_t out[static KEY_PKCS8_LEN])
{
    /* RFC 8410 section 7: version 0, id-Ed25519, the seed as an octet string
     * within an octet string. */
    static const uint8_t prefix[16] = {0x30, 0x2e, 0x02, 0x01, 0x00, 0x30,
                                       0x05, 0x06, 0x03, 0x2b, 0x65, 0x70,
                                       0x04, 0x22, 0x04, 0x20};

    memcpy(out, prefix, sizeof prefix);
    memcpy(out + sizeof prefix, k->secret, KEY_SEED_LEN);
}
