/* Base32 without padding, in the three alphabets that iroh uses.
 *
 * Bits are taken from the top of the first byte on, five at a time; the unused
 * low bits of the last symbol are zero.
 *
 * Thread: any. */
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "base/err.h"

enum base32 {
    BASE32_RFC4648, /* a-z2-7: ids, hashes, tickets */
    BASE32_HEX,     /* 0-9a-v: TLS server names */
    BASE32_Z        /* z-base-32: DNS names */
};

/* Symbols that `len` bytes take, and bytes that `len` symbols give. */
#define BASE32_TEXT_LEN(len) (((len)*8 + 4) / 5)
#define BASE32_BYTES_LEN(len) ((len)*5 / 8)

/* Writes BASE32_TEXT_LEN(len) lower-case symbols and a NUL. */
void base32_encode(enum base32 alphabet, const void *bytes, size_t len,
                   char *out);

/* `text_len` symbols, letters of either case, become
 * BASE32_BYTES_LEN(text_len) bytes.
 *   ERR_PARSE  a symbol that is not of the alphabet, a length that no bytes
 *              have, or unused bits that are not zero; `out` is then of no use */
ERR_RESULT enum err base32_decode(enum base32 alphabet, const char *text,
                                  size_t text_len, void *out);
