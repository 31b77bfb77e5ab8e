/* The secret key of a node: an Ed25519 seed and what follows from it, and the
 * file that keeps it.
 *
 * The file holds the seed as 64 hex digits and a newline, is readable by its
 * owner only (0600), and comes into being whole or not at all: written under
 * a temporary name, flushed, renamed into place. An existing file is never
 * overwritten, so a node cannot lose its identity by a race.
 *
 * Thread: any; a key is constant once made. key_from_seed() sets libsodium up,
 * which is safe from any thread. */
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "crypto/id.h"

#define KEY_SEED_LEN 32
#define KEY_SIG_LEN 64

struct key {
    struct node_id id;
    uint8_t secret[64]; /* the seed, then the public half, as libsodium wants */
};

/* A new key from the kernel's random numbers. */
void key_generate(struct key *out);
void key_from_seed(const uint8_t seed[static KEY_SEED_LEN], struct key *out);

/* Overwrite the secret. Every holder of a key calls it when done. */
void key_wipe(struct key *k);

/* RFC 8032: the same signature each time. */
void key_sign(const struct key *k, const void *msg, size_t len,
              uint8_t sig[static KEY_SIG_LEN]);

/* ERR_AUTH: the signature is not by `id` over these bytes. */
ERR_RESULT enum err key_verify(const struct node_id *id, const void *msg,
                               size_t len,
                               const uint8_t sig[static KEY_SIG_LEN]);

/* The DER PKCS#8 form that TLS libraries load. Secret: wipe it after use. */
#define KEY_PKCS8_LEN 48
void key_to_pkcs8(const struct key *k, uint8_t out[static KEY_PKCS8_LEN]);

/* Read a key file.
 *   ERR_NOT_FOUND  there is no such file
 *   ERR_ACCESS     it may not be read, or others than the owner may read it
 *   ERR_PARSE      it is not 64 hex digits and a newline
 *   ERR_INVALID    it is not a regular file
 *   ERR_IO         reading failed */
ERR_RESULT enum err key_load(const char *path, struct key *out,
                             struct errmsg *em);

/* Write a new key file, durably. ERR_EXISTS: there is one already. */
ERR_RESULT enum err key_save(const char *path, const struct key *k,
                             struct errmsg *em);

/* The key in the file; a new one, saved there, when there is no file. When
 * two processes do this at once both end up with the same key. */
ERR_RESULT enum err key_load_or_create(const char *path, struct key *out,
                                       struct errmsg *em);
