/* links: firn_peers */
#include <stdlib.h>
#include <string.h>

#include "../unit/peers/node_again.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len);

/* What was accepted is written, read, and written the same. */
static void check_frame(const struct node_frame *f)
{
    struct node_frame again;
    struct buf one, two;
    size_t used;

    buf_init(&one, SIZE_MAX);
    buf_init(&two, SIZE_MAX);
    if (write_again(&one, f) == ERR_OK) {
        if (one.len > NODE_FRAME_MAX + 3 ||
            node_frame_read(one.ptr, one.len, &again, &used) != ERR_OK ||
            used != one.len || again.type != f->type ||
            write_again(&two, &again) != ERR_OK || two.len != one.len ||
            memcmp(one.ptr, two.ptr, one.len) != 0)
            abort();
    }
    buf_clear(&one);
    buf_clear(&two);
}

/* A control stream; and each body as one of every type. */
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
    struct node_frame f;
    size_t used;

    while (node_frame_read(bytes, len, &f, &used) == ERR_OK) {
        if (used == 0 || used > len)
            abort();
        for (f.type = 0; f.type <= NODE_MSG_TYPE_END; f.type++)
            check_frame(&f);
        bytes += used;
        len -= used;
    }
    return 0;
}
