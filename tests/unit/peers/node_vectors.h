/* tests/vectors/node/node.json, and its fields as ours. */
#pragma once

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "crypto/hash.h"
#include "crypto/id.h"
#include "test.h"

static inline json_t *vectors_load(void)
{
    json_t *v = json_load_file(FIRN_VECTORS "/node/node.json", 0, NULL);

    CHECK(v != NULL);
    return v;
}

/* Large numbers are written as text. */
static inline uint64_t vector_u64(const json_t *o, const char *name)
{
    const json_t *v = json_object_get(o, name);

    if (json_is_string(v))
        return strtoull(json_string_value(v), NULL, 10);
    CHECK(json_is_integer(v));
    return (uint64_t)json_integer_value(v);
}

static inline const char *vector_text(const json_t *o, const char *name)
{
    const char *text = json_string_value(json_object_get(o, name));

    CHECK(text != NULL);
    return text;
}

/* The caller frees. */
static inline uint8_t *vector_hex(const json_t *o, const char *name,
                                  size_t *len)
{
    return test_unhex(vector_text(o, name), len);
}

static inline void vector_bytes32(const char *hex, uint8_t out[static 32])
{
    size_t len;
    uint8_t *bytes = test_unhex(hex, &len);

    CHECK_EQ_U64(len, 32);
    memcpy(out, bytes, 32);
    free(bytes);
}
