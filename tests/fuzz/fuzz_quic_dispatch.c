/* links: firn_quic */
/* Every datagram that can come to an endpoint, from a stranger or for one of
 * its connections: the input is a row of datagrams, each with two bytes of
 * length in front. A length with the top bit set means: put the id of a
 * connection in handshake in, where a short packet has it. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/log.h"
#include "base/loop.h"
#include "quic/conn_int.h"
#include "quic/quic_int.h"

static struct loop *loop;
static struct quic *q;
static struct key key;

static void on_accept(struct conn *c, void *arg)
{
    (void)c;
    (void)arg;
}

static void open_once(void)
{
    static const struct quic_protocol protocol = {.alpn = "/fuzz/1",
                                                  .accept = on_accept};
    uint8_t seed[KEY_SEED_LEN] = {1};
    struct quic_config cfg;
    struct addr listen;

    if (q != NULL)
        return;
    log_setup(LOG_OFF, LOG_TEXT);
    key_from_seed(seed, &key);
    quic_config_defaults(&cfg);
    if (loop_new(&loop) != ERR_OK ||
        addr_parse("127.0.0.1:0", &listen, NULL) != ERR_OK)
        abort();
    cfg.loop = loop;
    cfg.key = &key;
    cfg.listen = &listen;
    cfg.listen_len = 1;
    cfg.protocols = &protocol;
    cfg.protocols_len = 1;
    if (quic_open(&cfg, &q, NULL) != ERR_OK)
        abort();
}

/* Answers go nowhere: a datagram without a socket. But a connection wants
 * one, so those in handshake use the real one, to an address that nobody
 * listens on. */
static void dispatch(const uint8_t *bytes, size_t len, bool for_conn)
{
    struct quic_datagram d = {.len = len, .udp = q->sockets[0]};
    uint8_t *copy = malloc(len != 0 ? len : 1);

    if (copy == NULL || len == 0) {
        free(copy);
        return;
    }
    /* A block of its own, so that reading past it is noticed. */
    memcpy(copy, bytes, len);
    if (for_conn && len > QUIC_CID_LEN + 1 && !list_is_empty(&q->conns)) {
        struct conn *c = LIST_ENTRY(q->conns.next, struct conn, node);

        copy[0] &= 0x7f;
        memcpy(copy + 1, c->cids[0].data, QUIC_CID_LEN);
    }
    d.bytes = copy;
    d.now_ns = clock_mono_ns();
    if (addr_parse("127.0.0.1:9", &d.remote, NULL) != ERR_OK)
        abort();
    d.local = *udp_bound(q->sockets[0]);
    quic_dispatch(q, &d);
    free(copy);
}

static void drop_conns(void)
{
    struct conn_end end = {.err = ERR_CLOSED};

    LIST_FOREACH (it, tmp, &q->conns) {
        conn_drop(LIST_ENTRY(it, struct conn, node), &end);
    }
    LIST_FOREACH (it, tmp, &q->lingering) {
        conn_forget(LIST_ENTRY(it, struct conn, node));
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    open_once();
    while (size >= 2) {
        size_t len = (size_t)(data[0] & 0x7f) << 8 | data[1];
        bool for_conn = (data[0] & 0x80) != 0;

        data += 2;
        size -= 2;
        if (len > size)
            len = size;
        dispatch(data, len, for_conn);
        data += len;
        size -= len;
        loop_run_once(loop, 0);
    }
    drop_conns();
    return 0;
}
