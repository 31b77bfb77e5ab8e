/* links: firn_cli */
#include <stdlib.h>
#include <string.h>

#include "cli/sse.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len);

/* FNV-1a over everything an event carries. */
static void mix(uint64_t *sum, const char *text)
{
    do {
        *sum = (*sum ^ (uint8_t)*text) * UINT64_C(0x100000001b3);
    } while (*text++ != '\0');
}

static enum err on_event(const struct sse_event *ev, void *arg)
{
    mix(arg, ev->type);
    mix(arg, ev->id);
    mix(arg, ev->data);
    return ERR_OK;
}

static uint64_t read_in_pieces(const uint8_t *bytes, size_t len, size_t piece)
{
    uint64_t sum = UINT64_C(0xcbf29ce484222325);
    struct sse s;

    sse_init(&s);
    for (size_t at = 0; at < len; at += piece) {
        size_t n = len - at < piece ? len - at : piece;

        if (sse_feed(&s, bytes + at, n, on_event, &sum) != ERR_OK)
            break;
    }
    sse_clear(&s);
    return sum;
}

/* However the stream is cut, the events are the same. */
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
    uint64_t whole = read_in_pieces(bytes, len, len > 0 ? len : 1);

    if (read_in_pieces(bytes, len, 1) != whole ||
        read_in_pieces(bytes, len, 7) != whole)
        abort();
    return 0;
}
