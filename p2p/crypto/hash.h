/* The name of a blob: the 32-byte BLAKE3 hash of its content. Also the type of
 * every inner value of a hash tree.
 *
 * Thread: any. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"

#define HASH_SIZE 32
#define HASH_TEXT_SIZE 65  /* hex with the NUL */
#define HASH_SHORT_SIZE 11 /* short form with the NUL */

struct hash {
    uint8_t b[HASH_SIZE];
};

/* Hash of the empty blob, which every node holds without storing it. */
extern const struct hash HASH_EMPTY;

bool hash_equal(const struct hash *a, const struct hash *b);
int hash_compare(const struct hash *a, const struct hash *b); /* as memcmp */

/* Hash of bytes in memory. For what comes in pieces see hasher.h, for files
 * tree_file.h. */
void hash_bytes(const void *bytes, size_t len, struct hash *out);

/* 64 lower-case hex digits. */
void hash_format(const struct hash *h, char out[static HASH_TEXT_SIZE]);

/* The first ten hex digits, for logs. */
void hash_format_short(const struct hash *h, char out[static HASH_SHORT_SIZE]);

/* 64 lower-case hex digits, or 52 symbols of base32 (a-z2-7, either case,
 * unused bits zero). Nothing else, no spaces.
 *   ERR_PARSE  anything else */
ERR_RESULT enum err hash_parse(const char *text, struct hash *out);
ERR_RESULT enum err hash_parse_len(const char *text, size_t len,
                                   struct hash *out);
