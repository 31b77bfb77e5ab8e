#include "quic/sendq.h"

#include <assert.h>
#include <stdlib.h>

void sendq_init(struct sendq *q)
{
    *q = (struct sendq){0};
}

static struct sendq_piece *piece(const struct sendq *q, size_t i)
{
    return &q->ring[(q->head + i) & (q->cap - 1)];
}

static enum err grow(struct sendq *q)
{
    size_t cap = q->cap != 0 ? q->cap * 2 : 4;
    struct sendq_piece *ring = malloc(cap * sizeof(*ring));

    if (ring == NULL)
        return ERR_NOMEM;
    for (size_t i = 0; i < q->len; i++)
        ring[i] = *piece(q, i);
    free(q->ring);
    q->ring = ring;
    q->cap = cap;
    q->head = 0;
    return ERR_OK;
}

enum err sendq_add(struct sendq *q, const void *bytes, size_t len,
                   sendq_release_fn *release, void *arg)
{
    if (q->len == q->cap && grow(q) != ERR_OK)
        return ERR_NOMEM;
    q->len++;
    *piece(q, q->len - 1) = (struct sendq_piece){bytes, len, release, arg};
    q->queued += len;
    /* Nothing of an empty piece is ever sent; do not wait for it. */
    if (len == 0 && q->next == q->len - 1)
        q->next++;
    return ERR_OK;
}

size_t sendq_peek(const struct sendq *q, ngtcp2_vec *out, size_t max)
{
    size_t skip = q->next_off;
    size_t n = 0;

    for (size_t i = q->next; i < q->len && n < max; i++) {
        const struct sendq_piece *p = piece(q, i);

        if (p->len > skip)
            out[n++] = (ngtcp2_vec){(uint8_t *)(uintptr_t)p->bytes + skip,
                                    p->len - skip};
        skip = 0;
    }
    return n;
}

void sendq_mark_sent(struct sendq *q, size_t len)
{
    q->sent += len;
    assert(q->sent <= q->queued);
    len += q->next_off;
    while (q->next < q->len && len >= piece(q, q->next)->len) {
        len -= piece(q, q->next)->len;
        q->next++;
    }
    q->next_off = len;
}

/* The ring is put in order first: `release` may add to it. */
static void release_head(struct sendq *q)
{
    struct sendq_piece p = *piece(q, 0);

    q->head = (q->head + 1) & (q->cap - 1);
    q->len--;
    q->next -= q->next > 0;
    q->head_off += p.len;
    if (p.release != NULL)
        p.release(p.arg);
}

void sendq_acked(struct sendq *q, uint64_t offset)
{
    while (q->next > 0 && q->head_off + piece(q, 0)->len <= offset)
        release_head(q);
}

void sendq_drop(struct sendq *q)
{
    q->sent = q->queued;
    q->next = q->len;
    q->next_off = 0;
    while (q->len > 0)
        release_head(q);
}

void sendq_clear(struct sendq *q)
{
    sendq_drop(q);
    free(q->ring);
    sendq_init(q);
}
