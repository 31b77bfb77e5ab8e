/* The names of a collection: the metadata blob that is the first child of its
 * hash sequence.
 *
 *     13 bytes "CollectionV0.", varint count, count times: varint length, name
 *
 * Thread: any; no state. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"

struct collection {
    struct slice *names; /* owned array; the bytes lie in what was parsed */
    size_t len;
};

/* `children` is the number of hashes in the sequence, the metadata's included;
 * a collection has one name less.
 *   ERR_PARSE  not the metadata of a collection with so many children, or a
 *              name that is not UTF-8
 *   ERR_NOMEM */
ERR_RESULT enum err collection_parse(const uint8_t *bytes, size_t len,
                                     uint64_t children, struct collection *out);
void collection_clear(struct collection *c);

/* Append the metadata of these names. */
ERR_RESULT enum err collection_write(struct buf *b, const struct slice *names,
                                     size_t len);

/* May a file of this name be made below a directory? A relative path with
 * "/": no empty part, no "." or "..", no backslash, no control character. */
bool collection_name_is_safe(const struct slice *name);
