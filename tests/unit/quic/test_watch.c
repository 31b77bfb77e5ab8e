#include <string.h>

#include "quic_pair.h"

/* What the watch of one endpoint was told, in order: 'o' and 'c'. */
struct seen {
    char order[64];
    size_t len;
    struct node_id last;
    bool forbid;
};

static void note(struct seen *s, const struct conn *c, char what)
{
    CHECK(s->len < sizeof(s->order) - 1);
    s->order[s->len++] = what;
    s->last = *conn_peer(c);
}

static void on_opened(struct conn *c, void *arg)
{
    struct seen *s = arg;

    CHECK_STR(conn_alpn(c), PAIR_ALPN);
    note(s, c, 'o');
    if (s->forbid)
        conn_close(c, 2, "banned");
}

static void on_closed(struct conn *c, const struct conn_end *end, void *arg)
{
    (void)end;
    note(arg, c, 'c');
}

static struct quic_watch watch_of(struct seen *s)
{
    return (struct quic_watch){
        .opened = on_opened, .closed = on_closed, .arg = s};
}

struct watched {
    struct pair *p;
    struct seen a, b;
};

static void watched_new(struct watched *w)
{
    struct quic_config ca, cb;

    w->p = calloc(1, sizeof(*w->p));
    CHECK(w->p != NULL);
    pair_defaults(w->p, &ca, &cb);
    ca.watch = watch_of(&w->a);
    cb.watch = watch_of(&w->b);
    peer_open_with(&w->p->a, &ca);
    peer_open_with(&w->p->b, &cb);
}

TEST(watch, both_sides_hear_of_a_connection_and_of_its_end)
{
    struct watched w = {0};

    watched_new(&w);
    peer_dial(&w.p->a, &w.p->b);
    RUN_UNTIL(w.p->loop, w.b.len == 1);
    CHECK_STR(w.a.order, "o");
    CHECK(node_id_equal(&w.a.last, &w.p->b.key.id));
    CHECK(node_id_equal(&w.b.last, &w.p->a.key.id));
    conn_close(w.p->a.c, 0, "");
    RUN_UNTIL(w.p->loop, w.a.len == 2 && w.b.len == 2);
    CHECK_STR(w.a.order, "oc");
    CHECK_STR(w.b.order, "oc");
    pair_free(w.p);
}

TEST(watch, closing_the_endpoint_tells_of_each_end)
{
    struct watched w = {0};

    watched_new(&w);
    peer_dial(&w.p->a, &w.p->b);
    pair_free(w.p);
    CHECK_STR(w.a.order, "oc");
    CHECK_STR(w.b.order, "oc");
}

TEST(watch, one_who_is_not_let_in_is_not_handed_on)
{
    struct watched w = {0};

    watched_new(&w);
    w.b.forbid = true;
    peer_dial(&w.p->a, &w.p->b);
    RUN_UNTIL(w.p->loop, w.p->a.conns_closed == 1 && w.b.len == 2);
    CHECK_EQ_U64(w.p->b.accepted, 0);
    CHECK_ERR(w.p->a.end.err, ERR_REFUSED);
    CHECK_EQ_U64(w.p->a.end.code, 2);
    CHECK_STR(w.p->a.end.reason, "banned");
    pair_free(w.p);
}

TEST(watch, a_dial_that_is_not_wanted_fails_with_access)
{
    struct watched w = {0};

    watched_new(&w);
    w.a.forbid = true;
    CHECK_ERR(peer_try_dial(&w.p->a, &w.p->b.key.id, &w.p->b.addr, 1, PAIR_ALPN,
                            5000),
              ERR_ACCESS);
    RUN_UNTIL(w.p->loop, w.a.len == 2);
    CHECK_STR(w.a.order, "oc");
    pair_free(w.p);
}

/* ---- keep-alive ---------------------------------------------------------*/

static uint64_t received(const struct conn *c)
{
    struct conn_stats st;

    conn_get_stats(c, &st);
    return st.packets_rx;
}

TEST(watch, a_silent_connection_is_pinged_as_often_as_it_is_told)
{
    struct pair *p = pair_new();
    uint64_t before;

    loop_run_once(p->loop, 50);
    conn_set_keep_alive(p->a.c, 20);
    before = received(p->a.c);
    /* The peer acknowledges; with the default this takes minutes. */
    RUN_UNTIL(p->loop, received(p->a.c) >= before + 10);
    pair_free(p);
}

TEST(watch, an_idle_connection_loses_nothing)
{
    struct pair *p = pair_new();
    struct conn_stats st;
    uint64_t before;

    conn_set_keep_alive(p->a.c, 20);
    before = received(p->a.c);
    RUN_UNTIL(p->loop, received(p->a.c) >= before + 30);
    conn_get_stats(p->a.c, &st);
    CHECK_EQ_U64(st.packets_lost, 0);
    pair_free(p);
}

/* ---- sockets that cannot be had -----------------------------------------*/

TEST(watch, an_address_that_is_taken_is_left_out_and_told)
{
    struct pair *p = pair_new();
    struct quic_config cfg;
    struct peer c;
    struct addr listen[3];
    struct addr bound[3];
    char text[ADDR_TEXT_SIZE];

    peer_defaults(&c, p->loop, 3, &cfg);
    listen[0] = p->a.addr;
    CHECK_OK(addr_parse("127.0.0.1:0", &listen[1], NULL));
    listen[2] = p->b.addr;
    cfg.listen = listen;
    cfg.listen_len = 3;
    cfg.is_partial_ok = true;
    peer_open_with(&c, &cfg);
    CHECK_EQ_U64(quic_bound(c.q, bound, 3), 1);
    addr_format(&p->a.addr, text);
    CHECK(strstr(quic_unbound(c.q), text) == quic_unbound(c.q));
    addr_format(&p->b.addr, text);
    CHECK(strstr(quic_unbound(c.q), text) != NULL);
    peer_dial(&c, &p->b);
    CHECK_STR(quic_unbound(p->a.q), "");
    peer_close(&c);
    pair_free(p);
}

TEST(watch, no_address_at_all_is_an_error)
{
    struct pair *p = pair_new();
    struct quic_config cfg;
    struct peer c;
    struct quic *q;
    struct errmsg em = {0};

    peer_defaults(&c, p->loop, 3, &cfg);
    cfg.listen = &p->a.addr;
    cfg.is_partial_ok = true;
    CHECK_ERR(quic_open(&cfg, &q, &em), ERR_BUSY);
    CHECK(em.text[0] != '\0');
    pair_free(p);
}
