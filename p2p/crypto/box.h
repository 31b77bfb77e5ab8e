/* Sealing between two nodes who know each other's id: NaCl's crypto_box with
 * X25519, XChaCha20 and Poly1305, the keys converted from Ed25519.
 *
 * The key of a pair costs a scalar multiplication; it is constant, so callers
 * keep it per peer in a cache with a ceiling.
 *
 * Thread: any; no state. */
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "crypto/id.h"
#include "crypto/key.h"

#define BOX_NONCE_LEN 24
#define BOX_TAG_LEN 16

/* Secret of a pair of nodes, the same on both sides. */
struct box_key {
    uint8_t b[32];
};

/* ERR_INVALID: the peer's id has no use as a key (small order). */
ERR_RESULT enum err box_shared(const struct key *own,
                               const struct node_id *peer, struct box_key *out);

/* `out` gets the tag and then `len` bytes of ciphertext; it may not overlap
 * `msg`. A nonce must never be used twice with one key. */
void box_seal(const struct box_key *k,
              const uint8_t nonce[static BOX_NONCE_LEN], const uint8_t *msg,
              size_t len, uint8_t *out);

/* `sealed` is tag and ciphertext, `len` bytes in all; `out` gets
 * len - BOX_TAG_LEN. ERR_AUTH: too short, or not sealed by the peer. */
ERR_RESULT enum err box_open(const struct box_key *k,
                             const uint8_t nonce[static BOX_NONCE_LEN],
                             const uint8_t *sealed, size_t len, uint8_t *out);
