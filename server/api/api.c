/* The threads, and what all calls share.
 *
 * The states of stopping, each reached under the lock:
 *
 *     SERVING --api_stop--> DRAINING --no call left, or time is up-->
 *     CLOSING (nobody may suspend) --no connection suspended--> the daemons
 *     are stopped --> STOPPED
 *
 * MHD_stop_daemon() must not meet a suspended connection; CLOSING is what
 * makes sure of it: a call that wants to wait is refused, and ops_close() has
 * answered those that wait. */
#include "api/api.h"

#include <assert.h>
#include <poll.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "api/call.h"
#include "api/listener.h"
#include "base/clock.h"
#include "base/list.h"
#include "base/log.h"
#include "base/loop.h"
#include "base/mailbox.h"

#define SWEEP_MS 1000

enum state { SERVING, DRAINING, CLOSING, STOPPED };

/* A TCP connection; libmicrohttpd keeps the pointer. */
struct client {
    struct list node;
    int fd;
    bool has_target;        /* the first line of a request was read */
    uint64_t waiting_since; /* ms; 0 while a call runs */
    bool takes_body;        /* more of an upload is to come */
};

struct listener {
    struct api *api;
    struct addr addr;
    struct MHD_Daemon *daemon;
    int fd;
};

struct api {
    const struct config *config;
    struct ops *ops;
    struct listener listeners[CONFIG_MAX_ADDRS];
    size_t listeners_len;
    struct errmsg not_bound[CONFIG_MAX_ADDRS];
    size_t not_bound_len;
    struct timer *sweep;
    struct http_stats stats;
    atomic_ullong number; /* of the last call */

    pthread_mutex_t lock;
    pthread_cond_t changed;
    _Atomic enum state state; /* changed under the lock */
    size_t suspended;
    size_t running; /* calls */
    struct list clients;

    struct mailbox *mailbox; /* from the stopping thread to the loop */
    struct mail drained;
    struct mail stopped;
    pthread_t stopper;
    api_stopped_fn *stopped_fn;
    void *stopped_arg;
};

/* ---- calls --------------------------------------------------------------*/

const struct config *api_config(const struct api *api)
{
    return api->config;
}

struct ops *api_ops(const struct api *api)
{
    return api->ops;
}

struct http_stats *api_stats(struct api *api)
{
    return &api->stats;
}

bool api_suspend(struct api *api, struct MHD_Connection *conn)
{
    bool may;

    pthread_mutex_lock(&api->lock);
    may = api->state < CLOSING;
    if (may) {
        api->suspended++;
        MHD_suspend_connection(conn);
    }
    pthread_mutex_unlock(&api->lock);
    return may;
}

void api_resume(struct api *api, struct MHD_Connection *conn)
{
    pthread_mutex_lock(&api->lock);
    MHD_resume_connection(conn);
    api->suspended--;
    pthread_cond_broadcast(&api->changed);
    pthread_mutex_unlock(&api->lock);
}

bool api_is_stopping(const struct api *api)
{
    return api->state != SERVING;
}

static struct client *client_of(struct MHD_Connection *conn)
{
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(conn, MHD_CONNECTION_INFO_SOCKET_CONTEXT);

    return info != NULL ? info->socket_context : NULL;
}

uint64_t api_call_begins(struct api *api, struct MHD_Connection *conn)
{
    struct client *p = client_of(conn);

    pthread_mutex_lock(&api->lock);
    api->running++;
    if (p != NULL)
        p->has_target = true;
    pthread_mutex_unlock(&api->lock);
    atomic_fetch_add(&api->stats.calls, 1);
    return atomic_fetch_add(&api->number, 1) + 1;
}

void api_call_has_headers(struct api *api, struct MHD_Connection *conn)
{
    struct client *p = client_of(conn);

    if (p == NULL)
        return;
    pthread_mutex_lock(&api->lock);
    p->waiting_since = 0;
    pthread_mutex_unlock(&api->lock);
}

void api_call_takes_body(struct api *api, struct MHD_Connection *conn,
                         bool takes)
{
    struct client *p = client_of(conn);

    if (p == NULL)
        return;
    pthread_mutex_lock(&api->lock);
    p->takes_body = takes;
    pthread_mutex_unlock(&api->lock);
}

void api_call_ends(struct api *api, struct MHD_Connection *conn)
{
    struct client *p = client_of(conn);

    pthread_mutex_lock(&api->lock);
    api->running--;
    if (p != NULL) {
        p->waiting_since = clock_mono_ms();
        p->has_target = false;
        p->takes_body = false;
    }
    pthread_cond_broadcast(&api->changed);
    pthread_mutex_unlock(&api->lock);
    atomic_fetch_sub(&api->stats.calls, 1);
}

/* ---- connections --------------------------------------------------------*/

static void client_starts(struct api *api, struct MHD_Connection *conn,
                          void **context)
{
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(conn, MHD_CONNECTION_INFO_CONNECTION_FD);
    struct client *p = calloc(1, sizeof *p);

    *context = p;
    atomic_fetch_add(&api->stats.connections, 1);
    /* Without it the connection works, but is not swept. */
    if (p == NULL)
        return;
    p->fd = info->connect_fd;
    p->waiting_since = clock_mono_ms();
    pthread_mutex_lock(&api->lock);
    list_push_back(&api->clients, &p->node);
    pthread_mutex_unlock(&api->lock);
}

static void client_ends(struct api *api, void **context)
{
    struct client *p = *context;

    atomic_fetch_sub(&api->stats.connections, 1);
    if (p == NULL)
        return;
    pthread_mutex_lock(&api->lock);
    list_remove(&p->node);
    pthread_mutex_unlock(&api->lock);
    free(p);
    *context = NULL;
}

static void on_connection(void *cls, struct MHD_Connection *conn,
                          void **context,
                          enum MHD_ConnectionNotificationCode code)
{
    struct listener *l = cls;

    if (code == MHD_CONNECTION_NOTIFY_STARTED)
        client_starts(l->api, conn, context);
    else
        client_ends(l->api, context);
}

static void give_up(struct api *api, struct client *p)
{
    static const char answer[] = "HTTP/1.1 408 Request Timeout\r\n"
                                 "Content-Length: 0\r\n"
                                 "Connection: close\r\n\r\n";

    /* libmicrohttpd writes nothing before it has all headers, so the two do
     * not meet. Closing stays its business. */
    if (p->has_target) {
        (void)!send(p->fd, answer, sizeof answer - 1,
                    MSG_DONTWAIT | MSG_NOSIGNAL);
        atomic_fetch_add(&api->stats.header_timeouts, 1);
    }
    shutdown(p->fd, SHUT_RDWR);
    p->waiting_since = 0;
}

/* Has the client closed, and is all read that it sent? */
static bool has_gone(const struct client *p)
{
    struct pollfd fd = {.fd = p->fd, .events = POLLRDHUP};
    int unread = 0;

    return poll(&fd, 1, 0) == 1 &&
           (fd.revents & (POLLRDHUP | POLLHUP | POLLERR)) != 0 &&
           ioctl(p->fd, FIONREAD, &unread) == 0 && unread == 0;
}

/* libmicrohttpd's own timeout starts anew with every byte, so that a client
 * could hold a connection for ever with one byte a minute. And it is told only
 * once that a client has gone; when that is lost on it, a part of an upload
 * would lie about until the timeout. */
static void on_sweep(struct timer *t, void *arg)
{
    struct api *api = arg;
    uint64_t now = clock_mono_ms();
    uint64_t limit = api->config->http_idle_timeout_ms;

    pthread_mutex_lock(&api->lock);
    LIST_FOREACH (it, tmp, &api->clients) {
        struct client *p = LIST_ENTRY(it, struct client, node);

        if (p->waiting_since != 0 && p->waiting_since + limit < now)
            give_up(api, p);
        else if (p->takes_body && has_gone(p))
            shutdown(p->fd, SHUT_RDWR);
    }
    pthread_mutex_unlock(&api->lock);
}

/* ---- starting -----------------------------------------------------------*/

static void on_log(void *cls, const char *fmt, va_list args)
    __attribute__((format(printf, 2, 0)));

static void on_log(void *cls, const char *fmt, va_list args)
{
    char line[512];
    int len = vsnprintf(line, sizeof line, fmt, args);

    /* Nearly all of it is clients that went away. */
    while (len > 0 && (size_t)len < sizeof line && line[len - 1] == '\n')
        line[--len] = '\0';
    log_debug(LOG_HTTP, "libmicrohttpd: %s", line);
}

/* Targets are decoded in uri.c, strictly; here they stay as they are. */
static size_t keep_escapes(void *cls, struct MHD_Connection *conn, char *text)
{
    return strlen(text);
}

static void *on_target(void *cls, const char *target,
                       struct MHD_Connection *conn)
{
    struct listener *l = cls;

    return call_on_target(l->api, &l->addr, target, conn);
}

static enum err serve(struct listener *l, struct errmsg *em)
{
    const struct config *c = l->api->config;
    unsigned threads = (unsigned)c->http_threads;

    l->daemon = MHD_start_daemon(
        MHD_USE_EPOLL_INTERNAL_THREAD | MHD_USE_ERROR_LOG |
            MHD_ALLOW_SUSPEND_RESUME | MHD_USE_TURBO,
        0, NULL, NULL, call_on_request, NULL, MHD_OPTION_EXTERNAL_LOGGER,
        on_log, NULL, MHD_OPTION_LISTEN_SOCKET, l->fd,
        MHD_OPTION_THREAD_POOL_SIZE, threads > 1 ? threads : 0,
        MHD_OPTION_CONNECTION_LIMIT, (unsigned)c->http_max_connections,
        MHD_OPTION_PER_IP_CONNECTION_LIMIT,
        (unsigned)c->http_max_connections_per_ip,
        MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)c->http_connection_memory,
        MHD_OPTION_CONNECTION_TIMEOUT,
        (unsigned)((c->http_idle_timeout_ms + 999) / 1000),
        MHD_OPTION_UNESCAPE_CALLBACK, keep_escapes, NULL,
        MHD_OPTION_URI_LOG_CALLBACK, on_target, l, MHD_OPTION_NOTIFY_COMPLETED,
        call_on_completed, NULL, MHD_OPTION_NOTIFY_CONNECTION, on_connection, l,
        MHD_OPTION_END);
    if (l->daemon == NULL) {
        err_set(em, "start the http threads: not enough threads, memory or "
                    "descriptors");
        return ERR_LIMIT;
    }
    return ERR_OK;
}

/* One that cannot be bound is left out, and told, as long as one can be. */
static enum err listen_on_all(struct api *api, struct errmsg *em)
{
    const struct config_addrs *want = &api->config->http_listen;
    enum err first = ERR_OK;

    for (size_t i = 0; i < want->len; i++) {
        struct listener *l = &api->listeners[api->listeners_len];
        struct errmsg why = {0};
        enum err e = listener_open(&want->at[i], &l->fd, &l->addr, &why);

        l->api = api;
        if (e == ERR_OK) {
            api->listeners_len++;
            continue;
        }
        api->not_bound[api->not_bound_len++] = why;
        if (first == ERR_OK) {
            first = e;
            *em = why;
        }
    }
    if (api->listeners_len == 0)
        return first;
    for (size_t i = 0; i < api->not_bound_len; i++)
        log_warn(LOG_HTTP, "%s", api->not_bound[i].text);
    return ERR_OK;
}

static void on_mail(struct mail *m, void *arg);

static enum err set_up(struct api *api, struct errmsg *em)
{
    enum err e =
        mailbox_new_loop(ops_node(api->ops)->loop, on_mail, api, &api->mailbox);

    if (e == ERR_OK)
        e = timer_new(ops_node(api->ops)->loop, on_sweep, api, &api->sweep);
    if (e == ERR_OK)
        e = listen_on_all(api, em);
    /* All are bound before the first serves. */
    for (size_t i = 0; i < api->listeners_len && e == ERR_OK; i++)
        e = serve(&api->listeners[i], em);
    if (e == ERR_OK)
        timer_start_repeat(api->sweep, SWEEP_MS);
    return e;
}

static void stop_daemons(struct api *api)
{
    for (size_t i = 0; i < api->listeners_len; i++) {
        struct listener *l = &api->listeners[i];

        if (l->daemon != NULL)
            MHD_stop_daemon(l->daemon);
        else
            close(l->fd);
        l->daemon = NULL;
    }
}

enum err api_start(const struct config *config, struct ops *ops,
                   struct api **out, struct errmsg *em)
{
    struct api *api = calloc(1, sizeof *api);
    enum err e;

    if (api == NULL)
        return ERR_NOMEM;
    api->config = config;
    api->ops = ops;
    pthread_mutex_init(&api->lock, NULL);
    pthread_cond_init(&api->changed, NULL);
    list_init(&api->clients);
    e = set_up(api, em);
    if (e != ERR_OK) {
        stop_daemons(api);
        api_free(api);
        return e;
    }
    *out = api;
    return ERR_OK;
}

void api_free(struct api *api)
{
    if (api == NULL)
        return;
    assert(api->suspended == 0 && api->running == 0);
    assert(list_is_empty(&api->clients));
    timer_free(api->sweep);
    mailbox_free(api->mailbox);
    pthread_cond_destroy(&api->changed);
    pthread_mutex_destroy(&api->lock);
    free(api);
}

size_t api_bound(const struct api *api, struct addr *out, size_t max)
{
    size_t len = api->listeners_len < max ? api->listeners_len : max;

    for (size_t i = 0; i < len; i++)
        out[i] = api->listeners[i].addr;
    return len;
}

const char *api_not_bound(const struct api *api, size_t at)
{
    return at < api->not_bound_len ? api->not_bound[at].text : NULL;
}

/* ---- stopping -----------------------------------------------------------*/

static struct timespec deadline_in(uint64_t ms)
{
    struct timespec t;

    clock_gettime(CLOCK_REALTIME, &t);
    t.tv_sec += (time_t)(ms / 1000);
    t.tv_nsec += (long)(ms % 1000) * 1000000;
    if (t.tv_nsec >= 1000000000) {
        t.tv_sec++;
        t.tv_nsec -= 1000000000;
    }
    return t;
}

static void wait_for_calls(struct api *api)
{
    struct timespec until = deadline_in(api->config->http_drain_timeout_ms);
    int late = 0;

    while (api->running > 0 && late == 0)
        late = pthread_cond_timedwait(&api->changed, &api->lock, &until);
    if (api->running > 0)
        log_warn(LOG_HTTP, "stop: %zu calls cut off after %llu ms",
                 api->running,
                 (unsigned long long)api->config->http_drain_timeout_ms);
}

static void *stop_thread(void *arg)
{
    struct api *api = arg;

    pthread_mutex_lock(&api->lock);
    wait_for_calls(api);
    api->state = CLOSING;
    mailbox_post(api->mailbox, &api->drained);
    while (api->suspended > 0)
        pthread_cond_wait(&api->changed, &api->lock);
    pthread_mutex_unlock(&api->lock);
    stop_daemons(api);
    mailbox_post(api->mailbox, &api->stopped);
    return NULL;
}

static void on_mail(struct mail *m, void *arg)
{
    struct api *api = arg;

    if (m == &api->drained) {
        ops_close(api->ops);
        return;
    }
    pthread_join(api->stopper, NULL);
    api->state = STOPPED;
    api->stopped_fn(api->stopped_arg);
}

void api_stop(struct api *api, api_stopped_fn *stopped, void *arg)
{
    api->stopped_fn = stopped;
    api->stopped_arg = arg;
    pthread_mutex_lock(&api->lock);
    api->state = DRAINING;
    pthread_mutex_unlock(&api->lock);
    for (size_t i = 0; i < api->listeners_len; i++) {
        int fd = MHD_quiesce_daemon(api->listeners[i].daemon);

        if (fd >= 0)
            close(fd);
    }
    events_close(ops_events(api->ops));
    if (pthread_create(&api->stopper, NULL, stop_thread, api) != 0) {
        log_error(LOG_HTTP, "stop: no thread for it");
        abort();
    }
}
