/* c-ares asks, libuv watches its sockets.
 *
 * 1. A look-up goes to c-ares, which may answer at once (a file of hosts, no
 *    socket to be had); what it says is copied into the look-up.
 * 2. The look-up waits in `ended` for a deferral, which calls back. So nobody
 *    is called inside his own call, nor from the depths of c-ares, where the
 *    channel may not be touched.
 * 3. c-ares tells which sockets it waits for (on_socket) and how long at most
 *    (ares_timeout): a uv_poll each, and one timer.
 *
 * A channel knows the servers that /etc/resolv.conf named when it was made. It
 * is made anew when it is old and nothing is under way. */

/* What c-ares 1.34 calls out of date is all that 1.18 has. */
#define CARES_NO_DEPRECATED
#include "discovery/resolver.h"

#include <ares.h>
#include <assert.h>
#include <stdlib.h>
#include <string.h>
#include <sys/time.h>
#include <uv.h>

#include "base/buf.h"
#include "base/list.h"
#include "base/loop.h"

#define TRY_MS 1500 /* the first wait for a server; each further is longer */
#define TRIES 3
#define CHANNEL_MS 60000
#define MAX_POLL_MS 1000
#define EDNS_BYTES 1232 /* fits every path; longer answers come by TCP */

#define CLASS_IN 1
#define TYPE_TXT 16

struct lookup {
    struct list node; /* in `ended`, once there is an answer */
    struct resolver *r;
    resolver_host_fn *host_done; /* one of the two */
    resolver_txt_fn *txt_done;
    void *arg;
    enum err status;
    size_t addrs_len;
    struct addr addrs[RESOLVER_MAX_ADDRS];
    uint8_t *answer;
    size_t answer_len;
};

/* One socket of c-ares. */
struct watch {
    struct list node;
    struct resolver *r;
    ares_socket_t fd;
    uv_poll_t poll;
};

struct resolver {
    struct loop *loop;
    char *servers; /* as c-ares reads them; NULL: those of the system */
    int try_ms;
    ares_channel channel; /* NULL until it is needed */
    uint64_t channel_ms;  /* when it was made */
    size_t asked;         /* look-ups that c-ares has */
    struct list watches;
    struct list ended;
    struct timer *timer;
    struct defer tell;
    bool is_closing;
};

bool resolver_name_is_valid(const char *name)
{
    size_t len = strlen(name), label = 0;

    if (len == 0 || len >= RESOLVER_NAME_SIZE)
        return false;
    for (size_t i = 0; i < len; i++) {
        char c = name[i];
        bool is_good = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                       (c >= '0' && c <= '9') || c == '-' || c == '_';

        if (c == '.' ? label == 0 : !is_good || label == 63)
            return false;
        label = c == '.' ? 0 : label + 1;
    }
    return true;
}

static enum err err_from_ares(int status)
{
    switch (status) {
    case ARES_SUCCESS:
        return ERR_OK;
    case ARES_ENODATA:
    case ARES_ENOTFOUND:
    case ARES_ENONAME:
        return ERR_NOT_FOUND;
    case ARES_ETIMEOUT:
        return ERR_TIMEOUT;
    case ARES_EFORMERR:
    case ARES_EBADRESP:
    case ARES_EBADNAME:
        return ERR_PROTO;
    case ARES_ESERVFAIL:
    case ARES_EREFUSED:
    case ARES_ENOTIMP:
        return ERR_REFUSED;
    case ARES_ENOMEM:
        return ERR_NOMEM;
    case ARES_EDESTRUCTION:
    case ARES_ECANCELLED:
        return ERR_CANCELLED;
    default:
        return ERR_UNREACHABLE;
    }
}

const char *resolver_text(enum err status)
{
    switch (status) {
    case ERR_NOT_FOUND:
        return "no such name";
    case ERR_TIMEOUT:
        return "no DNS server answered in time";
    case ERR_UNREACHABLE:
    case ERR_REFUSED:
        return "no DNS server would answer";
    case ERR_PROTO:
        return "the DNS server's answer makes no sense";
    default:
        return err_text(status);
    }
}

/* ---- sockets and time ---- */

static void set_timer(struct resolver *r)
{
    struct timeval tv, *wait;
    uint64_t ms = MAX_POLL_MS;

    if (r->asked == 0) {
        timer_stop(r->timer);
        return;
    }
    wait = ares_timeout(r->channel, NULL, &tv);
    if (wait != NULL && wait->tv_sec == 0)
        ms = (uint64_t)wait->tv_usec / 1000 + 1;
    timer_start(r->timer, ms);
}

static void on_timer(struct timer *t, void *arg)
{
    struct resolver *r = arg;

    (void)t;
    ares_process_fd(r->channel, ARES_SOCKET_BAD, ARES_SOCKET_BAD);
    set_timer(r);
}

static void on_poll(uv_poll_t *h, int status, int events)
{
    struct watch *w = h->data;
    struct resolver *r = w->r;
    ares_socket_t fd = w->fd; /* `w` may go meanwhile */

    /* On an error c-ares is to try, and to find out itself. */
    if (status < 0)
        events = UV_READABLE | UV_WRITABLE;
    ares_process_fd(r->channel,
                    (events & UV_READABLE) != 0 ? fd : ARES_SOCKET_BAD,
                    (events & UV_WRITABLE) != 0 ? fd : ARES_SOCKET_BAD);
    set_timer(r);
}

static void on_watch_closed(uv_handle_t *h)
{
    free(h->data);
}

static struct watch *find_watch(struct resolver *r, ares_socket_t fd)
{
    LIST_FOREACH (it, tmp, &r->watches) {
        struct watch *w = LIST_ENTRY(it, struct watch, node);

        if (w->fd == fd)
            return w;
    }
    return NULL;
}

static struct watch *new_watch(struct resolver *r, ares_socket_t fd)
{
    struct watch *w = calloc(1, sizeof *w);

    if (w == NULL)
        return NULL;
    if (uv_poll_init_socket(loop_uv(r->loop), &w->poll, fd) != 0) {
        free(w);
        return NULL;
    }
    w->poll.data = w;
    w->r = r;
    w->fd = fd;
    list_push_back(&r->watches, &w->node);
    return w;
}

/* c-ares waits for other events than before; for none: it closes the socket.
 * One that cannot be watched costs its question a timeout. */
static void on_socket(void *arg, ares_socket_t fd, int readable, int writable)
{
    struct resolver *r = arg;
    struct watch *w = find_watch(r, fd);

    if (readable == 0 && writable == 0) {
        if (w == NULL)
            return;
        list_remove(&w->node);
        uv_close((uv_handle_t *)&w->poll, on_watch_closed);
        return;
    }
    if (w == NULL)
        w = new_watch(r, fd);
    if (w != NULL)
        uv_poll_start(&w->poll,
                      (readable != 0 ? UV_READABLE : 0) |
                          (writable != 0 ? UV_WRITABLE : 0),
                      on_poll);
}

/* ---- the channel ---- */

static void drop_channel(struct resolver *r)
{
    if (r->channel != NULL)
        ares_destroy(r->channel);
    r->channel = NULL;
    assert(list_is_empty(&r->watches));
}

static enum err make_channel(struct resolver *r)
{
    struct ares_options options = {
        .flags = ARES_FLAG_EDNS,
        .timeout = r->try_ms,
        .tries = TRIES,
        .ednspsz = EDNS_BYTES,
        .sock_state_cb = on_socket,
        .sock_state_cb_data = r,
    };
    int rc =
        ares_init_options(&r->channel, &options,
                          ARES_OPT_FLAGS | ARES_OPT_TIMEOUTMS | ARES_OPT_TRIES |
                              ARES_OPT_EDNSPSZ | ARES_OPT_SOCK_STATE_CB);

    if (rc != ARES_SUCCESS) {
        r->channel = NULL;
        return err_from_ares(rc);
    }
    if (r->servers != NULL)
        rc = ares_set_servers_ports_csv(r->channel, r->servers);
    if (rc != ARES_SUCCESS) {
        drop_channel(r);
        return err_from_ares(rc);
    }
    r->channel_ms = loop_now_ms(r->loop);
    return ERR_OK;
}

static enum err need_channel(struct resolver *r)
{
    uint64_t age = loop_now_ms(r->loop) - r->channel_ms;

    if (r->channel != NULL && r->asked == 0 && age >= CHANNEL_MS)
        drop_channel(r);
    return r->channel != NULL ? ERR_OK : make_channel(r);
}

/* ---- look-ups ---- */

static void free_lookup(struct lookup *l)
{
    free(l->answer);
    free(l);
}

static void tell_ended(struct defer *d)
{
    struct resolver *r = LIST_ENTRY(d, struct resolver, tell);
    struct list *it, ended;

    /* Those that end meanwhile are told of in the next round. */
    list_init(&ended);
    list_splice_back(&ended, &r->ended);
    while ((it = list_pop_front(&ended)) != NULL) {
        struct lookup *l = LIST_ENTRY(it, struct lookup, node);

        if (l->host_done != NULL)
            l->host_done(l->status, l->addrs, l->addrs_len, l->arg);
        else
            l->txt_done(l->status, l->answer, l->answer_len, l->arg);
        free_lookup(l);
    }
}

static void end_lookup(struct lookup *l, enum err status)
{
    struct resolver *r = l->r;

    assert(r->asked > 0);
    r->asked--;
    if (r->is_closing) {
        free_lookup(l);
        return;
    }
    l->status = status;
    list_push_back(&r->ended, &l->node);
    loop_defer(r->loop, &r->tell);
}

static void on_txt(void *arg, int status, int timeouts, unsigned char *answer,
                   int len)
{
    struct lookup *l = arg;
    enum err e = err_from_ares(status);

    (void)timeouts;
    if (e == ERR_OK && len > 0) {
        l->answer = malloc((size_t)len);
        if (l->answer == NULL) {
            e = ERR_NOMEM;
        } else {
            memcpy(l->answer, answer, (size_t)len);
            l->answer_len = (size_t)len;
        }
    }
    end_lookup(l, e);
}

static void on_host(void *arg, int status, int timeouts,
                    struct ares_addrinfo *res)
{
    struct lookup *l = arg;
    enum err e = err_from_ares(status);

    (void)timeouts;
    for (struct ares_addrinfo_node *n = res != NULL ? res->nodes : NULL;
         n != NULL && l->addrs_len < RESOLVER_MAX_ADDRS; n = n->ai_next)
        if (addr_from_sockaddr(n->ai_addr, &l->addrs[l->addrs_len]) == ERR_OK)
            l->addrs_len++;
    if (res != NULL)
        ares_freeaddrinfo(res);
    if (e == ERR_OK && l->addrs_len == 0)
        e = ERR_NOT_FOUND;
    end_lookup(l, e);
}

static enum err new_lookup(struct resolver *r, void *arg, struct lookup **out)
{
    struct lookup *l;
    enum err e = need_channel(r);

    if (e != ERR_OK)
        return e;
    l = calloc(1, sizeof *l);
    if (l == NULL)
        return ERR_NOMEM;
    l->r = r;
    l->arg = arg;
    r->asked++;
    *out = l;
    return ERR_OK;
}

enum err resolver_host(struct resolver *r, const char *name,
                       resolver_host_fn *done, void *arg)
{
    struct ares_addrinfo_hints hints = {.ai_family = AF_UNSPEC,
                                        .ai_flags = ARES_AI_NOSORT};
    struct lookup *l;
    enum err e = new_lookup(r, arg, &l);

    if (e != ERR_OK)
        return e;
    l->host_done = done;
    ares_getaddrinfo(r->channel, name, NULL, &hints, on_host, l);
    set_timer(r);
    return ERR_OK;
}

enum err resolver_txt(struct resolver *r, const char *name,
                      resolver_txt_fn *done, void *arg)
{
    struct lookup *l;
    enum err e = new_lookup(r, arg, &l);

    if (e != ERR_OK)
        return e;
    l->txt_done = done;
    ares_query(r->channel, name, CLASS_IN, TYPE_TXT, on_txt, l);
    set_timer(r);
    return ERR_OK;
}

/* ---- beginning and end ---- */

static enum err write_servers(struct resolver *r, const struct addr *servers,
                              size_t len)
{
    char text[ADDR_TEXT_SIZE];
    struct buf b;
    enum err e = ERR_OK;

    buf_init(&b, (len + 1) * sizeof text);
    for (size_t i = 0; i < len && e == ERR_OK; i++) {
        addr_format(&servers[i], text);
        e = buf_printf(&b, "%s%s", i > 0 ? "," : "", text);
    }
    if (e == ERR_OK)
        e = buf_add_u8(&b, '\0');
    if (e != ERR_OK) {
        buf_clear(&b);
        return e;
    }
    r->servers = (char *)b.ptr;
    return ERR_OK;
}

enum err resolver_new(const struct resolver_config *cfg, struct resolver **out)
{
    struct resolver *r = calloc(1, sizeof *r);
    enum err e;

    if (r == NULL)
        return ERR_NOMEM;
    r->loop = cfg->loop;
    r->try_ms = cfg->try_ms > 0 ? (int)cfg->try_ms : TRY_MS;
    r->tell.fn = tell_ended;
    list_init(&r->watches);
    list_init(&r->ended);
    e = timer_new(r->loop, on_timer, r, &r->timer);
    if (e == ERR_OK && cfg->servers_len > 0)
        e = write_servers(r, cfg->servers, cfg->servers_len);
    if (e != ERR_OK) {
        resolver_free(r);
        return e;
    }
    *out = r;
    return ERR_OK;
}

void resolver_free(struct resolver *r)
{
    struct list *it;

    if (r == NULL)
        return;
    r->is_closing = true;
    drop_channel(r);
    assert(r->asked == 0);
    while ((it = list_pop_front(&r->ended)) != NULL)
        free_lookup(LIST_ENTRY(it, struct lookup, node));
    loop_defer_cancel(&r->tell);
    timer_free(r->timer);
    free(r->servers);
    free(r);
}
