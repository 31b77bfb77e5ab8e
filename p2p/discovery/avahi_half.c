/* A client of avahi-daemon and its ends.
 *
 *     no bus ............... no client; another try after a while, at most 5 s
 *     bus, no daemon ....... the client waits, and is told when one comes
 *     daemon hangs ......... calls fail after 25 s; a new client after a while
 *     daemon or bus ends ... the client is of no more use; a new one at once,
 *                            and everything is browsed and published anew
 *
 * Callbacks of Avahi only note what happened. drive() acts on it, from the
 * thread's loop, so no call of Avahi is made inside another (but for freeing
 * a resolver). */
#include "discovery/avahi_half.h"

#include <assert.h>
#include <avahi-common/error.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"

#define BACKOFF_MIN_MS 250
#define BACKOFF_MAX_MS 5000
/* A daemon that comes announces itself; this is for what cannot happen. */
#define WAIT_FOR_DAEMON_MS 30000
/* A daemon that is not there is known at once; one that hangs, much later. */
#define HANGS_MS 3000

/* ---- news ---- */

void avahi_half_running(struct avahi_half *h)
{
    h->news.state = DISCOVERY_RUNNING;
    h->has_news = true;
}

void avahi_half_failed(struct avahi_half *h, enum discovery_fault f,
                       const char *text)
{
    h->news.state = DISCOVERY_FAILED;
    h->news.why = f;
    snprintf(h->news.text, sizeof h->news.text, "%s", text);
    h->has_news = true;
}

void avahi_half_fault(struct avahi_half *h, enum discovery_fault f,
                      const char *fmt, ...)
{
    va_list args;

    h->news.faults[f]++;
    h->has_news = true;
    if (fmt == NULL)
        return;
    h->news.last = f;
    va_start(args, fmt);
    vsnprintf(h->news.fault_text, sizeof h->news.fault_text, fmt, args);
    va_end(args);
}

void avahi_half_announced(struct avahi_half *h, bool is_announced)
{
    h->news.has_announced = true;
    h->news.is_announced = is_announced;
    h->has_news = true;
}

void avahi_half_ran(struct avahi_half *h)
{
    h->news.runs++;
    h->has_news = true;
}

/* What cannot be told now is kept, and grows by what comes. */
static void tell_news(struct avahi_half *h)
{
    struct avahi_word *w;

    if (!h->has_news)
        return;
    w = calloc(1, sizeof *w);
    if (w == NULL)
        return;
    w->kind = AVAHI_NEWS;
    w->news = h->news;
    if (!avahi_link_tell(h->link, w)) {
        free(w);
        return;
    }
    h->news = (struct avahi_news){.state = DISCOVERY_OFF};
    h->has_news = false;
}

/* ---- the client ---- */

void avahi_half_broken(struct avahi_half *h)
{
    h->is_broken = true;
}

static void close_client(struct avahi_half *h)
{
    AvahiClient *client = h->client;

    h->client = NULL;
    h->is_connected = h->is_running = h->is_broken = false;
    avahi_publish_reset(h);
    avahi_browse_reset(h);
    /* Frees also the group, the browser and the resolvers; the daemon takes
     * our entry back when the connection closes. */
    if (client != NULL)
        avahi_client_free(client);
}

static void reopen_later(struct avahi_half *h, uint64_t now_ms)
{
    h->backoff_ms = h->backoff_ms == 0 ? BACKOFF_MIN_MS : h->backoff_ms * 2;
    if (h->backoff_ms > BACKOFF_MAX_MS)
        h->backoff_ms = BACKOFF_MAX_MS;
    h->reopen_ms = now_ms + h->backoff_ms;
}

static const char *const no_daemon =
    "avahi-daemon is not running; install and start it, or set "
    "discovery.mdns.enabled=false";
static const char *const hangs =
    "avahi-daemon does not answer; restart it, or set "
    "discovery.mdns.enabled=false";

static void on_failure(struct avahi_half *h, int error)
{
    char text[256];

    h->is_broken = true;
    if (error == AVAHI_ERR_DISCONNECTED) {
        avahi_half_failed(h, DISCOVERY_FAULT_NO_DAEMON, no_daemon);
        return;
    }
    snprintf(text, sizeof text,
             "avahi-daemon: %s; look at its log, or set "
             "discovery.mdns.enabled=false",
             avahi_strerror(error));
    avahi_half_failed(h, DISCOVERY_FAULT_NO_DAEMON, text);
}

bool avahi_half_call_failed(struct avahi_half *h, int error)
{
    switch (error) {
    case AVAHI_ERR_DISCONNECTED:
    case AVAHI_ERR_NO_DAEMON:
        on_failure(h, AVAHI_ERR_DISCONNECTED);
        return true;
    case AVAHI_ERR_DBUS_ERROR:
    case AVAHI_ERR_TIMEOUT:
        avahi_half_failed(h, DISCOVERY_FAULT_TIMEOUT, hangs);
        h->is_broken = true;
        return true;
    default:
        return false;
    }
}

static void on_client(AvahiClient *c, AvahiClientState state, void *arg)
{
    struct avahi_half *h = arg;

    switch (state) {
    case AVAHI_CLIENT_S_RUNNING:
        h->is_connected = h->is_running = true;
        h->publish.is_due = true;
        h->backoff_ms = 0;
        h->reopen_ms = UINT64_MAX;
        avahi_half_running(h);
        break;
    case AVAHI_CLIENT_S_REGISTERING:
    case AVAHI_CLIENT_S_COLLISION:
        h->is_connected = true;
        h->is_running = false;
        h->reopen_ms = UINT64_MAX;
        break;
    case AVAHI_CLIENT_CONNECTING:
        h->is_connected = h->is_running = false;
        break;
    case AVAHI_CLIENT_FAILURE:
        on_failure(h, avahi_client_errno(c));
        break;
    }
}

/* No client: there is no bus, or it would not have us. */
static void no_client(struct avahi_half *h, int error, uint64_t now_ms)
{
    char text[256];

    snprintf(text, sizeof text,
             "no system bus to reach avahi-daemon by (%s); install and start "
             "dbus and avahi-daemon, or set discovery.mdns.enabled=false",
             avahi_strerror(error));
    avahi_half_failed(h, DISCOVERY_FAULT_NO_DAEMON, text);
    reopen_later(h, now_ms);
}

static void open_client(struct avahi_half *h, uint64_t now_ms)
{
    int error = AVAHI_ERR_FAILURE;
    bool has_hung;

    h->reopen_ms = UINT64_MAX;
    h->client = avahi_client_new(avahi_simple_poll_get(h->poll),
                                 AVAHI_CLIENT_NO_FAIL, on_client, h, &error);
    has_hung = clock_mono_ms() - now_ms > HANGS_MS;
    now_ms = clock_mono_ms();
    if (h->client == NULL) {
        h->is_connected = h->is_running = h->is_broken = false;
        if (has_hung) {
            avahi_half_failed(h, DISCOVERY_FAULT_TIMEOUT, hangs);
            reopen_later(h, now_ms);
        } else {
            no_client(h, error, now_ms);
        }
    } else if (!h->is_connected && has_hung) {
        /* It has its name on the bus all the time, so nobody tells us when it
         * comes to itself. */
        avahi_half_failed(h, DISCOVERY_FAULT_TIMEOUT, hangs);
        h->is_broken = true;
    } else if (!h->is_connected) {
        avahi_half_failed(h, DISCOVERY_FAULT_NO_DAEMON, no_daemon);
        h->reopen_ms = now_ms + WAIT_FOR_DAEMON_MS;
    }
}

/* ---- the thread ---- */

static void take_orders(struct avahi_half *h)
{
    struct mail *m = avahi_link_orders(h->link, &h->stop), *next;

    for (; m != NULL; m = next) {
        struct avahi_order *o = LIST_ENTRY(m, struct avahi_order, mail);

        next = m->next;
        memcpy(h->publish.addrs, o->addrs, sizeof h->publish.addrs);
        h->publish.addrs_len = o->len;
        h->publish.is_due = true;
        free(o);
    }
}

static uint64_t least(uint64_t a, uint64_t b)
{
    return a < b ? a : b;
}

/* Act on all that was noted. Gives when to act again at the latest. */
static uint64_t drive(struct avahi_half *h)
{
    uint64_t now = clock_mono_ms(), next;

    if (h->is_broken) {
        close_client(h);
        reopen_later(h, now);
    }
    if (now >= h->reopen_ms) {
        close_client(h);
        open_client(h, now);
        now = clock_mono_ms();
    }
    next = avahi_publish_drive(h, now);
    next = least(next, avahi_browse_drive(h, now));
    return h->is_broken ? now : least(next, h->reopen_ms);
}

static int wait_ms(uint64_t until_ms)
{
    uint64_t now = clock_mono_ms();

    if (until_ms <= now)
        return 0;
    return (int)least(until_ms - now, 60000);
}

/* Should not happen: poll() itself fails. Without it there is still the wish
 * to stop. */
static void wait_without_poll(struct avahi_half *h)
{
    struct pollfd p = {.fd = avahi_link_fd(h->link), .events = POLLIN};

    avahi_half_failed(h, DISCOVERY_FAULT_LIMIT,
                      "cannot wait for avahi-daemon; free memory or raise the "
                      "limits of the process");
    h->is_broken = true;
    poll(&p, 1, BACKOFF_MAX_MS);
    take_orders(h);
}

static void on_order(AvahiWatch *w, int fd, AvahiWatchEvent events, void *arg)
{
    take_orders(arg);
}

static void free_half(struct avahi_half *h)
{
    if (h->poll != NULL)
        avahi_simple_poll_free(h->poll);
    avahi_browse_clear(&h->browse);
    free(h->node_name);
    free(h->version);
    free(h);
}

/* Avahi waits here for what the daemon says. Everywhere else the thread is
 * busy, in callbacks as well as in drive(). */
static int wait_in_poll(struct pollfd *fds, unsigned len, int timeout_ms,
                        void *arg)
{
    struct avahi_half *h = arg;
    int rc;

    if (clock_mono_ms() - h->busy_since_ms > HANGS_MS && h->is_running &&
        !h->is_broken)
        avahi_half_running(h); /* the loop has given it up meanwhile */
    tell_news(h);
    avahi_link_set_busy(h->link, false);
    rc = poll(fds, len, timeout_ms);
    avahi_link_set_busy(h->link, true);
    h->busy_since_ms = clock_mono_ms();
    return rc;
}

static void *run(void *arg)
{
    struct avahi_half *h = arg;
    struct avahi_link *link = h->link;

    h->busy_since_ms = clock_mono_ms();
    avahi_link_set_busy(link, true);
    while (!h->stop)
        if (avahi_simple_poll_iterate(h->poll, wait_ms(drive(h))) != 0)
            wait_without_poll(h);
    close_client(h);
    free_half(h);
    avahi_link_unref(link);
    return NULL;
}

static enum err new_half(struct avahi_link *link,
                         const struct discovery_config *cfg,
                         struct avahi_half **out)
{
    struct avahi_half *h = calloc(1, sizeof *h);
    const AvahiPoll *api;

    if (h == NULL)
        return ERR_NOMEM;
    h->link = link;
    h->id = *cfg->id;
    avahi_browse_init(&h->browse);
    h->node_name = strdup(cfg->name);
    h->version = strdup(cfg->version);
    if (h->node_name == NULL || h->version == NULL) {
        free_half(h);
        return ERR_NOMEM;
    }
    h->poll = avahi_simple_poll_new();
    if (h->poll == NULL) {
        free_half(h);
        return ERR_LIMIT;
    }
    avahi_simple_poll_set_func(h->poll, wait_in_poll, h);
    api = avahi_simple_poll_get(h->poll);
    if (api->watch_new(api, avahi_link_fd(link), AVAHI_WATCH_IN, on_order, h) ==
        NULL) {
        free_half(h);
        return ERR_NOMEM;
    }
    avahi_publish_init(&h->publish, h);
    *out = h;
    return ERR_OK;
}

enum err avahi_half_start(struct avahi_link *link,
                          const struct discovery_config *cfg)
{
    struct avahi_half *h;
    pthread_attr_t attr;
    sigset_t all, old;
    pthread_t thread;
    enum err e = new_half(link, cfg, &h);
    int rc;

    if (e != ERR_OK)
        return e;
    pthread_attr_init(&attr);
    pthread_attr_setdetachstate(&attr, PTHREAD_CREATE_DETACHED);
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &old);
    rc = pthread_create(&thread, &attr, run, h);
    pthread_sigmask(SIG_SETMASK, &old, NULL);
    pthread_attr_destroy(&attr);
    if (rc != 0) {
        free_half(h);
        return ERR_LIMIT;
    }
    return ERR_OK;
}
