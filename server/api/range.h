/* The Range header (RFC 9110, section 14).
 *
 * Thread: any; no state. */
#pragma once

#include <stddef.h>
#include <stdint.h>

/* More ranges than this count as none: nobody needs them, and the answer
 * would cost more than the whole. */
#define BYTE_RANGES_MAX 32

struct byte_range {
    uint64_t begin;
    uint64_t end;
};

enum byte_ranges_kind {
    BYTE_RANGES_NONE,  /* no range, or not one to heed: answer the whole */
    BYTE_RANGES_SOME,  /* `len` of them, in the order asked, none empty */
    BYTE_RANGES_BEYOND /* well written, but nothing of it exists: 416 */
};

struct byte_ranges {
    size_t len;
    struct byte_range at[BYTE_RANGES_MAX];
};

/* Read a header's value for content of `size` bytes. */
enum byte_ranges_kind byte_ranges_parse(const char *header, uint64_t size,
                                        struct byte_ranges *out);
