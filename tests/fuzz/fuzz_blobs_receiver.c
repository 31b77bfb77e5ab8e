/* links: firn_blobs */
/* An answer to a request for small blobs, cut anywhere: nothing but what
 * hashes to what was asked for leaves the receiver. */
#include <stdlib.h>
#include <string.h>

#include "base/ranges.h"
#include "blobs/receiver.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len);

#define PARTS 4

static void check_receipts(struct receiver *r)
{
    for (size_t i = 0; i < r->receipts_len; i++) {
        const struct receipt *rc = &r->receipts[i];
        struct hash h;

        if (rc->part >= PARTS)
            abort();
        if (rc->kind != RECEIPT_SMALL)
            continue;
        hash_bytes(rc->data, (size_t)rc->bytes, &h);
        if (!hash_equal(&h, &r->parts[rc->part].hash))
            abort();
    }
    receiver_forget(r);
}

/* The hashes asked for are those of what lies in the input where an honest
 * answer would have it, so that some parts are right. */
static void ask_for(struct part *parts, const struct ranges *all,
                    const uint8_t *bytes, size_t len)
{
    size_t at = 0;

    for (size_t i = 0; i < PARTS; i++) {
        size_t size = at + 8 <= len ? bytes[at] + 256u * bytes[at + 1] : 0;

        parts[i] = (struct part){.chunks = all};
        if (at + 8 + size <= len)
            hash_bytes(bytes + at + 8, size, &parts[i].hash);
        at += 8 + size;
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
    struct range everything = {0, UINT64_MAX};
    struct ranges all = {.at = &everything, .len = 1, .cap = 1};
    struct part parts[PARTS];
    struct receiver r;
    size_t step = len > 0 ? 1 + bytes[len - 1] : 1;

    ask_for(parts, &all, bytes, len);
    receiver_init(&r, parts, PARTS, 1 << 20);
    for (size_t at = 0; at < len;) {
        size_t n = len - at < step ? len - at : step;
        size_t taken = receiver_feed(&r, bytes + at, n);

        check_receipts(&r);
        at += taken;
        if (taken < n)
            break;
    }
    receiver_clear(&r);
    return 0;
}
