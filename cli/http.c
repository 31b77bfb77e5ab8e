/* libcurl's easy interface, one handle. http_send():
 *
 *   1. set_url, set_body, set_headers, set_limits
 *   2. curl_easy_perform; on_read and on_write stream the bodies, on_tick
 *      looks at the deadline and at Ctrl-C at least once a second
 *   3. translate libcurl's result into `enum err` and words
 *
 * An error a callback met is kept in `cb_err` because libcurl only says
 * "aborted by callback". */
#include <curl/curl.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "cli/http.h"
#include "cli/interrupt.h"

#define REPLY_MAX (64 * 1024 * 1024)
#define PIECE_SIZE (512 * 1024L)
#define CONNECT_TIMEOUT_MS 10000L

struct http {
    CURL *curl;
    char *base;       /* without a slash at the end */
    bool is_loopback; /* then no proxy is asked */
    struct addr here; /* where that is */

    /* of the request being sent */
    const struct http_request *rq;
    struct http_reply *reply;
    enum err cb_err;
    bool has_size; /* on_size was called */
};

/* Does the URL's host mean this machine? */
static bool host_is_loopback(const char *host)
{
    return strcmp(host, "localhost") == 0 || strncmp(host, "127.", 4) == 0 ||
           strcmp(host, "[::1]") == 0;
}

/* The address of a loopback host; false when it is none after all. */
static bool find_here(struct http *h, CURLU *u, const char *host)
{
    char *port = NULL, text[ADDR_TEXT_SIZE] = "";
    const char *ip = strcmp(host, "localhost") == 0 ? "127.0.0.1" : host;

    if (curl_url_get(u, CURLUPART_PORT, &port, CURLU_DEFAULT_PORT) == CURLUE_OK)
        snprintf(text, sizeof text, "%s:%s", ip, port);
    curl_free(port);
    return addr_parse(text, &h->here, NULL) == ERR_OK;
}

static enum err check_url(struct http *h, const char *base, struct errmsg *em)
{
    CURLU *u = curl_url();
    char *scheme = NULL, *host = NULL;
    enum err e = ERR_INVALID;

    if (u == NULL)
        return ERR_NOMEM;
    if (curl_url_set(u, CURLUPART_URL, base, 0) == CURLUE_OK &&
        curl_url_get(u, CURLUPART_SCHEME, &scheme, 0) == CURLUE_OK &&
        curl_url_get(u, CURLUPART_HOST, &host, 0) == CURLUE_OK &&
        (strcmp(scheme, "http") == 0 || strcmp(scheme, "https") == 0)) {
        h->is_loopback = host_is_loopback(host) && find_here(h, u, host);
        e = ERR_OK;
    } else {
        err_set(em,
                "\"%s\" is not a URL of a node; it looks like "
                "http://127.0.0.1:8420",
                base);
    }
    curl_free(scheme);
    curl_free(host);
    curl_url_cleanup(u);
    return e;
}

static void cut_slashes(char *text)
{
    size_t len = strlen(text);

    while (len > 0 && text[len - 1] == '/')
        text[--len] = '\0';
}

enum err http_new(const char *base, struct http **out, struct errmsg *em)
{
    struct http *h = calloc(1, sizeof *h);
    enum err e = ERR_NOMEM;

    if (h == NULL)
        return ERR_NOMEM;
    if (curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK)
        goto fail;
    h->base = strdup(base);
    h->curl = curl_easy_init();
    if (h->base == NULL || h->curl == NULL)
        goto fail;
    cut_slashes(h->base);
    e = check_url(h, h->base, em);
    if (e != ERR_OK)
        goto fail;
    *out = h;
    return ERR_OK;

fail:
    http_free(h);
    return e;
}

void http_free(struct http *h)
{
    if (h == NULL)
        return;
    curl_easy_cleanup(h->curl);
    curl_global_cleanup();
    free(h->base);
    free(h);
}

const char *http_base(const struct http *h)
{
    return h->base;
}

bool http_is_here(const struct http *h, struct addr *out)
{
    if (h->is_loopback)
        *out = h->here;
    return h->is_loopback;
}

void http_reply_clear(struct http_reply *r)
{
    buf_clear(&r->body);
}

static size_t on_read(char *out, size_t size, size_t n, void *arg)
{
    struct http *h = arg;
    size_t len = 0;

    h->cb_err = h->rq->read(h->rq->arg, out, size * n, &len);
    return h->cb_err == ERR_OK ? len : CURL_READFUNC_ABORT;
}

static bool status_is_ok(CURL *curl)
{
    long status = 0;

    curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
    return status >= 200 && status <= 299;
}

static void tell_size(struct http *h)
{
    curl_off_t size = -1;

    if (h->has_size || h->rq->on_size == NULL)
        return;
    h->has_size = true;
    curl_easy_getinfo(h->curl, CURLINFO_CONTENT_LENGTH_DOWNLOAD_T, &size);
    h->rq->on_size(h->rq->arg, size < 0 ? HTTP_SIZE_UNKNOWN : (uint64_t)size);
}

static size_t on_write(char *bytes, size_t size, size_t n, void *arg)
{
    struct http *h = arg;
    size_t len = size * n;

    if (h->rq->write != NULL && status_is_ok(h->curl)) {
        tell_size(h);
        h->cb_err = h->rq->write(h->rq->arg, bytes, len);
    } else {
        h->cb_err = buf_add(&h->reply->body, bytes, len);
    }
    return h->cb_err == ERR_OK ? len : CURL_WRITEFUNC_ERROR;
}

static int on_tick(void *arg, curl_off_t dl_total, curl_off_t dl_now,
                   curl_off_t ul_total, curl_off_t ul_now)
{
    struct http *h = arg;

    if (interrupt_seen())
        h->cb_err = ERR_CANCELLED;
    else if (h->rq->deadline_ms != 0 && clock_mono_ms() >= h->rq->deadline_ms)
        h->cb_err = ERR_TIMEOUT;
    return h->cb_err == ERR_OK ? 0 : 1;
}

static enum err set_url(struct http *h, const char *path)
{
    size_t size;
    char *url;
    CURLcode rc;

    if (path == NULL)
        return ERR_NOMEM;
    size = strlen(h->base) + strlen(path) + 1;
    url = malloc(size);
    if (url == NULL)
        return ERR_NOMEM;
    snprintf(url, size, "%s%s", h->base, path);
    rc = curl_easy_setopt(h->curl, CURLOPT_URL, url);
    free(url);
    /* A tag may be called ".."; it must not eat the path before it. */
    curl_easy_setopt(h->curl, CURLOPT_PATH_AS_IS, 1L);
    return rc == CURLE_OK ? ERR_OK : ERR_NOMEM;
}

static void set_body(struct http *h)
{
    const struct http_request *rq = h->rq;
    curl_off_t size = -1;

    if (strcmp(rq->method, "HEAD") == 0)
        curl_easy_setopt(h->curl, CURLOPT_NOBODY, 1L);
    if (rq->json != NULL) {
        curl_easy_setopt(h->curl, CURLOPT_POSTFIELDS, rq->json);
    } else if (rq->read != NULL) {
        if (rq->size != HTTP_SIZE_UNKNOWN)
            size = (curl_off_t)rq->size;
        curl_easy_setopt(h->curl, CURLOPT_UPLOAD, 1L);
        curl_easy_setopt(h->curl, CURLOPT_INFILESIZE_LARGE, size);
        curl_easy_setopt(h->curl, CURLOPT_READFUNCTION, on_read);
        curl_easy_setopt(h->curl, CURLOPT_READDATA, h);
        curl_easy_setopt(h->curl, CURLOPT_UPLOAD_BUFFERSIZE, PIECE_SIZE);
    } else if (strcmp(rq->method, "POST") == 0) {
        curl_easy_setopt(h->curl, CURLOPT_POSTFIELDS, "");
    }
    curl_easy_setopt(h->curl, CURLOPT_CUSTOMREQUEST, rq->method);
    curl_easy_setopt(h->curl, CURLOPT_BUFFERSIZE, PIECE_SIZE);
    curl_easy_setopt(h->curl, CURLOPT_WRITEFUNCTION, on_write);
    curl_easy_setopt(h->curl, CURLOPT_WRITEDATA, h);
}

/* Adds one header; on failure the list is freed and NULL. */
static bool add_header(struct curl_slist **list, const char *name,
                       const char *value)
{
    char line[1024];
    struct curl_slist *longer;

    if (snprintf(line, sizeof line, "%s: %s", name, value) >= (int)sizeof line)
        return true; /* an id that long is not worth resuming by */
    longer = curl_slist_append(*list, line);
    if (longer == NULL) {
        curl_slist_free_all(*list);
        *list = NULL;
        return false;
    }
    *list = longer;
    return true;
}

static enum err set_headers(struct http *h, struct curl_slist **list)
{
    const struct http_request *rq = h->rq;
    const char *id = rq->last_event_id;

    if (!add_header(list, "Accept",
                    rq->accept != NULL ? rq->accept
                                       : "application/json, "
                                         "application/problem+json"))
        return ERR_NOMEM;
    if (rq->json != NULL &&
        !add_header(list, "Content-Type", "application/json"))
        return ERR_NOMEM;
    if (rq->read != NULL &&
        !add_header(list, "Content-Type", "application/octet-stream"))
        return ERR_NOMEM;
    if (id != NULL && *id != '\0' && !add_header(list, "Last-Event-ID", id))
        return ERR_NOMEM;
    curl_easy_setopt(h->curl, CURLOPT_HTTPHEADER, *list);
    curl_easy_setopt(h->curl, CURLOPT_USERAGENT, "firn/" FIRN_VERSION);
    return ERR_OK;
}

static void set_limits(struct http *h)
{
    curl_easy_setopt(h->curl, CURLOPT_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(h->curl, CURLOPT_CONNECTTIMEOUT_MS, CONNECT_TIMEOUT_MS);
    curl_easy_setopt(h->curl, CURLOPT_NOPROGRESS, 0L);
    curl_easy_setopt(h->curl, CURLOPT_XFERINFOFUNCTION, on_tick);
    curl_easy_setopt(h->curl, CURLOPT_XFERINFODATA, h);
    if (h->is_loopback)
        curl_easy_setopt(h->curl, CURLOPT_PROXY, "");
    if (h->rq->stall_s > 0) {
        curl_easy_setopt(h->curl, CURLOPT_LOW_SPEED_LIMIT, 1L);
        curl_easy_setopt(h->curl, CURLOPT_LOW_SPEED_TIME, (long)h->rq->stall_s);
    }
}

static enum err say_unreachable(const struct http *h, struct errmsg *em)
{
    err_set(em,
            "no node answers at %s; is firnd running? start one with `firnd`",
            h->base);
    return ERR_UNREACHABLE;
}

/* Did the time run out before there was a connection? */
static bool never_connected(CURL *curl)
{
    curl_off_t us = 0;

    curl_easy_getinfo(curl, CURLINFO_CONNECT_TIME_T, &us);
    return us == 0;
}

static enum err say_callback(const struct http *h, struct errmsg *em)
{
    if (h->cb_err == ERR_CANCELLED)
        err_set(em, "interrupted");
    else if (h->cb_err == ERR_TIMEOUT)
        err_set(em, "the time given to it is over");
    return h->cb_err;
}

static enum err translate(struct http *h, CURLcode rc, struct errmsg *em)
{
    switch (rc) {
    case CURLE_OK:
        return ERR_OK;
    case CURLE_OUT_OF_MEMORY:
        return ERR_NOMEM;
    case CURLE_COULDNT_CONNECT:
    case CURLE_COULDNT_RESOLVE_HOST:
    case CURLE_COULDNT_RESOLVE_PROXY:
        return say_unreachable(h, em);
    case CURLE_OPERATION_TIMEDOUT:
        if (never_connected(h->curl))
            return say_unreachable(h, em);
        err_set(em, "the node at %s has gone silent", h->base);
        return ERR_TIMEOUT;
    case CURLE_SEND_ERROR:
    case CURLE_RECV_ERROR:
    case CURLE_GOT_NOTHING:
    case CURLE_PARTIAL_FILE:
        err_set(em, "the node at %s closed the connection before it was done",
                h->base);
        return ERR_RESET;
    case CURLE_WEIRD_SERVER_REPLY:
    case CURLE_UNSUPPORTED_PROTOCOL:
        err_set(em, "what answers at %s is not a node", h->base);
        return ERR_PROTO;
    default:
        err_set(em, "talking to %s: %s", h->base, curl_easy_strerror(rc));
        return ERR_IO;
    }
}

static void note_reply(struct http *h)
{
    struct curl_header *date;
    const char *type = NULL;
    size_t len;

    if (curl_easy_header(h->curl, "Date", 0, CURLH_HEADER, -1, &date) ==
        CURLHE_OK)
        snprintf(h->reply->date, sizeof h->reply->date, "%s", date->value);
    curl_easy_getinfo(h->curl, CURLINFO_RESPONSE_CODE, &h->reply->status);
    curl_easy_getinfo(h->curl, CURLINFO_CONTENT_TYPE, &type);
    if (type == NULL)
        return;
    len = strcspn(type, "; ");
    if (len < sizeof h->reply->type)
        memcpy(h->reply->type, type, len);
}

enum err http_send(struct http *h, const struct http_request *rq,
                   struct http_reply *out, struct errmsg *em)
{
    struct curl_slist *headers = NULL;
    CURLcode rc;
    enum err e;

    memset(out, 0, sizeof *out);
    buf_init(&out->body, REPLY_MAX);
    h->rq = rq;
    h->reply = out;
    h->cb_err = ERR_OK;
    h->has_size = false;

    curl_easy_reset(h->curl);
    e = set_url(h, rq->path);
    if (e != ERR_OK)
        return e;
    set_body(h);
    e = set_headers(h, &headers);
    if (e != ERR_OK)
        return e;
    set_limits(h);
    rc = curl_easy_perform(h->curl);
    note_reply(h);
    curl_slist_free_all(headers);
    return h->cb_err != ERR_OK ? say_callback(h, em) : translate(h, rc, em);
}
