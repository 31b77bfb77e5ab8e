#include "crypto/box.h"

#include <sodium.h>

enum err box_shared(const struct key *own, const struct node_id *peer,
                    struct box_key *out)
{
    uint8_t secret[crypto_scalarmult_curve25519_SCALARBYTES];
    uint8_t public[crypto_scalarmult_curve25519_BYTES];
    enum err e = ERR_INVALID;

    _Static_assert(sizeof out->b ==
                       crypto_box_curve25519xchacha20poly1305_BEFORENMBYTES,
                   "size of a box key");
    if (crypto_sign_ed25519_pk_to_curve25519(public, peer->b) != 0)
        return ERR_INVALID;
    crypto_sign_ed25519_sk_to_curve25519(secret, own->secret);
    if (crypto_box_curve25519xchacha20poly1305_beforenm(out->b, public,
                                                        secret) == 0)
        e = ERR_OK;
    sodium_memzero(secret, sizeof secret);
    return e;
}

void box_seal(const struct box_key *k,
              const uint8_t nonce[static BOX_NONCE_LEN], const uint8_t *msg,
              size_t len, uint8_t *out)
{
    crypto_box_curve25519xchacha20poly1305_detached_afternm(
        out + BOX_TAG_LEN, out, msg, len, nonce, k->b);
}

enum err box_open(const struct box_key *k,
                  const uint8_t nonce[static BOX_NONCE_LEN],
                  const uint8_t *sealed, size_t len, uint8_t *out)
{
    if (len < BOX_TAG_LEN ||
        crypto_box_curve25519xchacha20poly1305_open_detached_afternm(
            out, sealed + BOX_TAG_LEN, sealed, len - BOX_TAG_LEN, nonce,
            k->b) != 0)
        return ERR_AUTH;
    return ERR_OK;
}
