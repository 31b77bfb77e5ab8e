/* Who a node is: its Ed25519 public key, in all the ways it is written.
 *
 *     hex        64 x 0-9a-f            printed everywhere
 *     base32     52 x a-z2-7            accepted on input, mDNS label
 *     base32hex  52 x 0-9a-v            in the TLS server name only
 *     z-base-32  52                     DNS names
 *     short      hex of 5 bytes         logs
 *
 * Every id that comes from outside is checked before it is one
 * (node_id_from_bytes): it must decode to a point of the curve, as iroh asks,
 * and not to one of the few points of small order, in whose name anybody can
 * sign. Points outside the main subgroup pass, as with iroh; no honest node
 * has such a key, and box_shared() refuses it.
 *
 * Thread: any; no state. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"

#define NODE_ID_LEN 32

struct node_id {
    uint8_t b[NODE_ID_LEN];
};

/* Sizes of the text forms with the NUL. */
#define NODE_ID_HEX_SIZE 65
#define NODE_ID_BASE32_SIZE 53
#define NODE_ID_SNI_SIZE 66 /* "<52>.iroh.invalid" */
#define NODE_ID_SHORT_SIZE 11

/* The text forms, each with its NUL. */
void node_id_hex(const struct node_id *id, char out[static NODE_ID_HEX_SIZE]);
void node_id_base32(const struct node_id *id,
                    char out[static NODE_ID_BASE32_SIZE]);
void node_id_zbase32(const struct node_id *id,
                     char out[static NODE_ID_BASE32_SIZE]);
void node_id_sni(const struct node_id *id, char out[static NODE_ID_SNI_SIZE]);
void node_id_short(const struct node_id *id,
                   char out[static NODE_ID_SHORT_SIZE]);

/* From 32 foreign bytes. ERR_INVALID: not usable as a public key. */
ERR_RESULT enum err node_id_from_bytes(const uint8_t b[static NODE_ID_LEN],
                                       struct node_id *out);

/* From text: 64 lower-case hex digits, or 52 base32 letters of either case.
 *   ERR_PARSE    wrong length, letter or unused bits; `em` says which
 *   ERR_INVALID  well written, but not usable as a public key */
ERR_RESULT enum err node_id_parse(const char *text, struct node_id *out,
                                  struct errmsg *em);
ERR_RESULT enum err node_id_parse_n(const char *text, size_t len,
                                    struct node_id *out, struct errmsg *em);

/* The DER SubjectPublicKeyInfo that stands for a certificate in TLS. */
#define NODE_ID_SPKI_LEN 44
void node_id_to_spki(const struct node_id *id,
                     uint8_t out[static NODE_ID_SPKI_LEN]);

/* The other way, from a peer. ERR_AUTH: not an Ed25519 key in exactly that
 * form, or not usable as one. */
ERR_RESULT enum err node_id_from_spki(const uint8_t *der, size_t len,
                                      struct node_id *out);

bool node_id_equal(const struct node_id *a, const struct node_id *b);
int node_id_compare(const struct node_id *a, const struct node_id *b);
