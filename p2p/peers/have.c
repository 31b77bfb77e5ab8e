/* A question goes to every connected peer that answers such; it ends when each
 * has answered or gone, or its time is over. */
#include "peers/have.h"

#include <stdlib.h>
#include <string.h>

#include "base/rng.h"
#include "peers/peers_int.h"
#include "store/store.h"

/* ---- our questions ------------------------------------------------------*/

struct question {
    struct list node; /* have.questions */
    struct peers *peers;
    uint64_t request;
    struct timer *timer;
    uint64_t *asked; /* connections that have not answered */
    size_t asked_len, asked_cap;
    struct holder *at;
    size_t len, cap;
    bool is_sent, is_over;
    peers_holders_fn *done;
    void *arg;
};

static void end(struct question *q)
{
    if (q->is_over)
        return;
    q->is_over = true;
    timer_stop(q->timer);
    peers_tell_soon(q->peers);
}

static void on_timer(struct timer *t, void *arg)
{
    (void)t;
    end(arg);
}

static struct question *find(const struct have *h, uint64_t request)
{
    LIST_FOREACH (it, tmp, &h->questions) {
        struct question *q = LIST_ENTRY(it, struct question, node);

        if (q->request == request)
            return q;
    }
    return NULL;
}

/* Room for one more of what is `size` bytes. */
static bool grow(void **at, size_t len, size_t *cap, size_t size)
{
    size_t more = *cap > 0 ? 2 * *cap : 16;
    void *bigger;

    if (len < *cap)
        return true;
    bigger = reallocarray(*at, more, size);
    if (bigger == NULL)
        return false;
    *at = bigger;
    *cap = more;
    return true;
}

void have_sent(struct peers *p, uint64_t conn, const uint8_t *frame, size_t len)
{
    struct hash hashes[NODE_LIST_MAX];
    struct node_frame f;
    struct question *q;
    uint64_t request;
    size_t n;
    void *at;

    if (list_is_empty(&p->have.questions) ||
        node_frame_read(frame, len, &f, &n) != ERR_OK ||
        f.type != NODE_MSG_HAVE_ASK ||
        node_read_have_ask(&f, &request, hashes, &n) != ERR_OK)
        return;
    q = find(&p->have, request);
    if (q == NULL)
        return;
    at = q->asked;
    /* Without room its answer counts all the same if it comes in time. */
    if (!grow(&at, q->asked_len, &q->asked_cap, sizeof *q->asked))
        return;
    q->asked = at;
    q->asked[q->asked_len++] = conn;
}

static void answered(struct question *q, uint64_t conn)
{
    for (size_t i = 0; i < q->asked_len; i++)
        if (q->asked[i] == conn) {
            q->asked[i] = q->asked[--q->asked_len];
            break;
        }
    if (q->is_sent && q->asked_len == 0)
        end(q);
}

void have_heard(struct peers *p, const struct core_action *a)
{
    struct question *q = find(&p->have, a->request);
    void *at;

    if (q == NULL || q->is_over || a->len != 1)
        return;
    at = q->at;
    if (q->len < HOLDERS_MAX_PEERS &&
        grow(&at, q->len, &q->cap, sizeof *q->at)) {
        q->at = at;
        q->at[q->len++] = (struct holder){.peer = a->id,
                                          .state = a->haves[0].state,
                                          .size = a->haves[0].size,
                                          .held = a->haves[0].held,
                                          .heard_ms = peers_now(p)};
    }
    answered(q, a->conn);
}

void peers_ask_holders(struct peers *p, const struct hash *h,
                       uint64_t timeout_ms, peers_holders_fn *done, void *arg)
{
    struct question *q = calloc(1, sizeof *q);
    struct core_event e = {.kind = CORE_ASK_HAVE, .hashes = h, .len = 1};

    if (q == NULL || timer_new(p->cfg.loop, on_timer, q, &q->timer) != ERR_OK) {
        free(q);
        done(NULL, 0, arg);
        return;
    }
    q->peers = p;
    q->request = e.request = ++p->have.last_request;
    q->done = done;
    q->arg = arg;
    list_push_back(&p->have.questions, &q->node);
    timer_start(q->timer, timeout_ms);
    if (p->is_online)
        peers_step(p, &e);
    q->is_sent = true;
    if (q->asked_len == 0)
        end(q);
}

static void free_question(struct question *q)
{
    list_remove(&q->node);
    timer_free(q->timer);
    free(q->asked);
    free(q->at);
    free(q);
}

void have_tell(struct peers *p)
{
    LIST_FOREACH (it, tmp, &p->have.questions) {
        struct question *q = LIST_ENTRY(it, struct question, node);

        if (!q->is_over)
            continue;
        list_remove(&q->node);
        q->done(q->at, q->len, q->arg);
        free_question(q);
    }
}

/* ---- questions of peers -------------------------------------------------*/

struct answer {
    struct list node;    /* have.answers; on none when nobody waits */
    struct peers *peers; /* NULL: nobody waits */
    uint64_t conn, request;
    size_t len, left;
    struct answer_at {
        struct answer *answer;
        struct node_have have;
    } at[];
};

static void send_answer(struct answer *an)
{
    struct peers *p = an->peers;
    struct link *l = link_find(p, an->conn);
    struct node_have haves[NODE_LIST_MAX];
    struct buf frame;

    for (size_t i = 0; i < an->len; i++)
        haves[i] = an->at[i].have;
    buf_init(&frame, NODE_FRAME_MAX + 16);
    /* Without memory the peer asks again, or somebody else. */
    if (l != NULL &&
        core_answer_have(an->request, haves, an->len, &frame) == ERR_OK)
        link_send(l, frame.ptr, frame.len);
    buf_clear(&frame);
}

static void end_answer(struct answer *an)
{
    if (an->peers != NULL) {
        send_answer(an);
        list_remove(&an->node);
        an->peers->have.answers_len--;
    }
    free(an);
}

static void read_item(const struct store_item *item, struct node_have *out)
{
    if (item->complete) {
        out->state = NODE_HAVE_WHOLE;
        out->size = out->held = item->size;
    } else if (item->held_bytes > 0) {
        out->state = NODE_HAVE_PARTIAL;
        out->size = item->size;
        out->held = item->held_bytes;
        if (out->size > 0 && out->held > out->size)
            out->held = out->size;
    }
}

static void on_stat(enum err e, const struct store_item *items, size_t len,
                    bool more, void *arg)
{
    struct answer_at *at = arg;
    struct answer *an = at->answer;

    (void)more;
    if (e == ERR_OK && len == 1)
        read_item(&items[0], &at->have);
    if (--an->left == 0)
        end_answer(an);
}

void have_asked(struct peers *p, const struct core_action *a)
{
    struct answer *an;

    if (p->have.answers_len >= HAVE_MAX_ANSWERS || a->len == 0 ||
        a->len > NODE_LIST_MAX)
        return;
    an = calloc(1, sizeof *an + a->len * sizeof an->at[0]);
    if (an == NULL)
        return;
    an->peers = p;
    an->conn = a->conn;
    an->request = a->request;
    an->len = a->len;
    /* One more than are asked, so that it cannot end among them. */
    an->left = a->len + 1;
    list_push_back(&p->have.answers, &an->node);
    p->have.answers_len++;
    for (size_t i = 0; i < a->len; i++) {
        an->at[i].answer = an;
        an->at[i].have.hash = a->hashes[i];
        store_stat(p->cfg.store, &a->hashes[i], on_stat, &an->at[i]);
    }
    if (--an->left == 0)
        end_answer(an);
}

void have_link_gone(struct peers *p, uint64_t conn)
{
    LIST_FOREACH (it, tmp, &p->have.questions) {
        struct question *q = LIST_ENTRY(it, struct question, node);

        if (!q->is_over)
            answered(q, conn);
    }
}

/* ---- announcements ------------------------------------------------------*/

static void on_announce(struct timer *t, void *arg)
{
    struct peers *p = arg;
    struct have *h = &p->have;
    struct core_event e = {
        .kind = CORE_ANNOUNCE, .haves = h->batch, .len = h->batch_len};

    (void)t;
    if (p->is_online && h->batch_len > 0)
        peers_step(p, &e);
    h->batch_len = 0;
    free(h->batch);
    h->batch = NULL;
}

/* The last word counts. */
static struct node_have *place(struct have *h, const struct hash *hash)
{
    for (size_t i = h->batch_len; i-- > 0;)
        if (hash_equal(&h->batch[i].hash, hash))
            return &h->batch[i];
    return h->batch_len < HAVE_BATCH ? &h->batch[h->batch_len++] : NULL;
}

void peers_have(struct peers *p, const struct hash *hash, uint64_t size,
                enum node_have_state state)
{
    struct have *h = &p->have;
    struct node_have *at;

    if (!p->is_online)
        return;
    if (h->batch == NULL) {
        h->batch = calloc(HAVE_BATCH, sizeof *h->batch);
        if (h->batch == NULL)
            return;
        timer_start(h->timer, HAVE_PAUSE_MS);
    }
    at = place(h, hash);
    if (at == NULL)
        return;
    *at = (struct node_have){.hash = *hash, .state = state};
    if (state != NODE_HAVE_NOT)
        at->size = size;
    if (state == NODE_HAVE_WHOLE)
        at->held = size;
}

/* ---- life ---------------------------------------------------------------*/

enum err have_init(struct peers *p)
{
    list_init(&p->have.questions);
    list_init(&p->have.answers);
    p->have.last_request = rng_u64() >> 8;
    return timer_new(p->cfg.loop, on_announce, p, &p->have.timer);
}

void have_close(struct peers *p, bool now)
{
    LIST_FOREACH (it, tmp, &p->have.questions) {
        end(LIST_ENTRY(it, struct question, node));
    }
    LIST_FOREACH (jt, tmp2, &p->have.answers) {
        LIST_ENTRY(jt, struct answer, node)->peers = NULL;
        list_remove(jt);
    }
    p->have.answers_len = 0;
    if (now)
        have_tell(p);
}

void have_clear(struct peers *p)
{
    timer_free(p->have.timer);
    free(p->have.batch);
}
