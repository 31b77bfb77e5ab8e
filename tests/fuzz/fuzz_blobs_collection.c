/* links: firn_blobs */
#include <stdlib.h>
#include <string.h>

#include "blobs/collection.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len);

/* Whatever is accepted as names of a collection is written back to the same
 * bytes; a safe name has no part that leads out. The first byte says how many
 * children there are. */
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
    struct collection c;
    struct buf b;

    if (len == 0 ||
        collection_parse(bytes + 1, len - 1, bytes[0], &c) != ERR_OK)
        return 0;
    buf_init(&b, SIZE_MAX);
    if (collection_write(&b, c.names, c.len) != ERR_OK || b.len > len - 1)
        abort();
    for (size_t i = 0; i < c.len; i++) {
        const struct slice *n = &c.names[i];

        if (!collection_name_is_safe(n))
            continue;
        if (n->ptr[0] == '/' || memchr(n->ptr, 0, n->len) != NULL ||
            memmem(n->ptr, n->len, "/../", 4) != NULL ||
            memmem(n->ptr, n->len, "//", 2) != NULL)
            abort();
    }
    buf_clear(&b);
    collection_clear(&c);
    return 0;
}
