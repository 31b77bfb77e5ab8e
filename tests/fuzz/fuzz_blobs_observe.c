/* links: firn_blobs */
#include <stdlib.h>

#include "blobs/observe_item.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len);

static void check_item(uint64_t size, const struct ranges *set)
{
    struct ranges again;
    struct cursor c;
    uint64_t same;
    struct buf b;

    buf_init(&b, SIZE_MAX);
    ranges_init(&again);
    if (observe_item_write(&b, size, set) != ERR_OK)
        abort();
    cursor_init(&c, b.ptr, b.len);
    if (observe_item_read(&c, &same, &again) != ERR_OK || same != size ||
        !ranges_equal(set, &again) || cursor_left(&c) != 0)
        abort();
    ranges_clear(&again);
    buf_clear(&b);
}

/* A stream of items: whatever is accepted can be written and read again. */
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
    struct cursor c;
    enum err e = ERR_OK;

    cursor_init(&c, bytes, len);
    while (e == ERR_OK) {
        struct ranges set;
        uint64_t size;

        ranges_init(&set);
        e = observe_item_read(&c, &size, &set);
        if (e == ERR_OK)
            check_item(size, &set);
        ranges_clear(&set);
    }
    return 0;
}
