/* links: firn_discovery */
/* Any bytes as a datagram of the group; what was understood is written again
 * and must be understood the same. */
#include <assert.h>
#include <string.h>

#include "discovery/lan_wire.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len);

static void check_again(const struct lan_answer *a)
{
    static struct lan_msg again;
    struct buf b;
    enum err e;

    buf_init(&b, 65535);
    e = lan_wire_answer(&b, a, 65535);
    assert(e == ERR_OK);
    e = lan_wire_read(b.ptr, b.len, true, &again);
    assert(e == ERR_OK && again.answers_len == 1);
    assert(again.answers[0].gen == a->gen);
    assert(node_id_equal(&again.answers[0].node.id, &a->node.id));
    assert(strcmp(again.answers[0].node.relay, a->node.relay) == 0);
    assert(strcmp(again.answers[0].data, a->data) == 0);
    /* A node has at most NODE_ADDR_MAX addresses, but maybe on more ports
     * than are read. */
    assert(again.answers[0].node.len <= a->node.len);
    (void)e;
    buf_clear(&b);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
    static struct lan_msg m;
    enum err e = lan_wire_read(data, len, len % 2 == 0, &m);

    assert(e == ERR_OK || e == ERR_NOT_FOUND || e == ERR_PROTO);
    assert(e == ERR_OK || m.answers_len == 0);
    for (size_t i = 0; i < m.answers_len; i++) {
        assert(m.answers[i].node.len > 0);
        check_again(&m.answers[i]);
    }
    return 0;
}
