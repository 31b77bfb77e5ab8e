#include "api/sse.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "api/api.h"
#include "base/buf.h"

#define BLOCK_BYTES 16384

struct sse {
    struct event_sink sink;
    struct api *api;
    struct MHD_Connection *conn;
    pthread_mutex_t lock;
    struct buf backlog;
    size_t sent; /* of the backlog */
    bool joined; /* the loop knows the sink */
    bool ended;  /* no more frames will come */
    bool sleeps; /* the connection is suspended */
    int holders;
};

static struct sse *sse_of(struct event_sink *sink)
{
    return (struct sse *)(void *)((char *)sink - offsetof(struct sse, sink));
}

static void let_go(struct sse *s)
{
    int left;

    pthread_mutex_lock(&s->lock);
    left = --s->holders;
    pthread_mutex_unlock(&s->lock);
    if (left > 0)
        return;
    pthread_mutex_destroy(&s->lock);
    buf_clear(&s->backlog);
    free(s);
}

/* ---- the loop's side ----------------------------------------------------*/

/* With the lock held. */
static void wake(struct sse *s)
{
    if (!s->sleeps)
        return;
    s->sleeps = false;
    api_resume(s->api, s->conn);
}

static bool on_push(struct event_sink *sink, const char *frame, size_t len)
{
    struct sse *s = sse_of(sink);
    bool fits;

    pthread_mutex_lock(&s->lock);
    s->joined = true;
    if (s->sent > 0) {
        buf_drop_front(&s->backlog, s->sent);
        s->sent = 0;
    }
    fits = buf_add(&s->backlog, frame, len) == ERR_OK;
    wake(s);
    pthread_mutex_unlock(&s->lock);
    return fits;
}

static void on_end(struct event_sink *sink)
{
    struct sse *s = sse_of(sink);

    pthread_mutex_lock(&s->lock);
    s->ended = true;
    wake(s);
    pthread_mutex_unlock(&s->lock);
    let_go(s);
}

static void on_left(struct event_sink *sink)
{
    let_go(sse_of(sink));
}

/* ---- the http side ------------------------------------------------------*/

static ssize_t on_read(void *cls, uint64_t pos, char *out, size_t max)
{
    struct sse *s = cls;
    ssize_t result = 0;
    size_t left;

    pthread_mutex_lock(&s->lock);
    left = s->backlog.len - s->sent;
    if (left > max)
        left = max;
    if (left > 0) {
        memcpy(out, s->backlog.ptr + s->sent, left);
        s->sent += left;
        result = (ssize_t)left;
    } else if (s->ended) {
        result = MHD_CONTENT_READER_END_OF_STREAM;
    } else {
        s->sleeps = api_suspend(s->api, s->conn);
        if (!s->sleeps)
            result = MHD_CONTENT_READER_END_OF_STREAM;
    }
    pthread_mutex_unlock(&s->lock);
    return result;
}

/* The connection is gone. The share of this side goes to the loop with the
 * message, and comes back by on_left(). */
static void on_gone(void *cls)
{
    struct sse *s = cls;

    events_leave(ops_events(api_ops(s->api)), &s->sink);
}

enum err sse_new(struct api *api, struct MHD_Connection *conn,
                 size_t max_backlog, struct sse **out)
{
    struct sse *s = calloc(1, sizeof *s);

    if (s == NULL)
        return ERR_NOMEM;
    s->api = api;
    s->conn = conn;
    s->sink.push = on_push;
    s->sink.end = on_end;
    s->sink.left = on_left;
    s->holders = 2;
    buf_init(&s->backlog, max_backlog);
    pthread_mutex_init(&s->lock, NULL);
    *out = s;
    return ERR_OK;
}

struct event_sink *sse_sink(struct sse *s)
{
    return &s->sink;
}

struct MHD_Response *sse_response(struct sse *s)
{
    return MHD_create_response_from_callback(MHD_SIZE_UNKNOWN, BLOCK_BYTES,
                                             on_read, s, on_gone);
}

void sse_drop(struct sse *s)
{
    bool joined;

    pthread_mutex_lock(&s->lock);
    joined = s->joined;
    pthread_mutex_unlock(&s->lock);
    if (joined) {
        on_gone(s);
        return;
    }
    /* The loop's share was not taken up. */
    let_go(s);
    let_go(s);
}
