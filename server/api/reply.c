#include "api/reply.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "api/json_out.h"
#include "base/log.h"

#define DETAIL_MAX 512

/* For what cannot even be told in JSON any more. */
static struct MHD_Response *out_of_memory(void)
{
    static char text[] = "{\"type\":\"urn:firn:problem:too_busy\"}";

    return MHD_create_response_from_buffer(sizeof text - 1, text,
                                           MHD_RESPMEM_PERSISTENT);
}

void reply_response(struct call *c, unsigned status,
                    struct MHD_Response *response)
{
    if (response == NULL) {
        response = out_of_memory();
        status = 503;
    }
    if (c->response != NULL)
        MHD_destroy_response(c->response);
    c->response = response;
    c->status = status;
    c->text = NULL;
    c->text_len = 0;
    reply_header(c, "X-Request-Id", c->id);
    reply_header(c, "X-Content-Type-Options", "nosniff");
}

void reply_header(struct call *c, const char *name, const char *value)
{
    if (c->response != NULL)
        (void)MHD_add_response_header(c->response, name, value);
}

void reply_empty(struct call *c, unsigned status)
{
    reply_response(
        c, status,
        MHD_create_response_from_buffer(0, NULL, MHD_RESPMEM_PERSISTENT));
}

/* Takes over `text`. */
static void reply_owned(struct call *c, unsigned status, const char *type,
                        char *text, size_t len)
{
    struct MHD_Response *r = NULL;

    if (text != NULL)
        r = MHD_create_response_from_buffer(len, text, MHD_RESPMEM_MUST_FREE);
    if (r == NULL)
        free(text);
    reply_response(c, status, r);
    if (r != NULL) {
        c->text = text;
        c->text_len = len;
        reply_header(c, "Content-Type", type);
    }
}

void reply_text(struct call *c, unsigned status, const char *type,
                const char *text, size_t len)
{
    char *copy = malloc(len + 1);

    if (copy != NULL)
        memcpy(copy, text, len);
    reply_owned(c, status, type, copy, len);
}

void reply_static(struct call *c, const char *type, const void *bytes,
                  size_t len)
{
    reply_response(c, 200,
                   MHD_create_response_from_buffer(
                       len, (void *)(uintptr_t)bytes, MHD_RESPMEM_PERSISTENT));
    reply_header(c, "Content-Type", type);
}

void reply_json(struct call *c, unsigned status, json_t *doc)
{
    char *text = json_line(doc);

    json_decref(doc);
    reply_owned(c, status, "application/json", text,
                text == NULL ? 0 : strlen(text));
    reply_header(c, "Cache-Control", "no-store");
}

static void reply_document(struct call *c, enum problem p, const char *pointer,
                           const char *fmt, va_list args)
    __attribute__((format(printf, 4, 0)));

static void reply_document(struct call *c, enum problem p, const char *pointer,
                           const char *fmt, va_list args)
{
    char detail[DETAIL_MAX];
    char *text;

    vsnprintf(detail, sizeof detail, fmt, args);
    text = problem_document(p, detail, pointer, c->id);
    if (problem_status(p) == 500 || problem_status(p) == 507)
        log_warn(LOG_HTTP, "request %s: %s: %s", c->id, problem_code(p),
                 detail);
    reply_owned(c, problem_status(p), "application/problem+json", text,
                text == NULL ? 0 : strlen(text));
    reply_header(c, "Cache-Control", "no-store");
    if (problem_is_retryable(p) && problem_status(p) == 503)
        reply_header(c, "Retry-After", "1");
}

void reply_problem(struct call *c, enum problem p, const char *fmt, ...)
{
    va_list args;

    va_start(args, fmt);
    reply_document(c, p, NULL, fmt, args);
    va_end(args);
}

void reply_invalid(struct call *c, const char *pointer, const char *fmt, ...)
{
    va_list args;

    va_start(args, fmt);
    reply_document(c, PROBLEM_INVALID_REQUEST, pointer, fmt, args);
    va_end(args);
}

void reply_err(struct call *c, enum err e, enum subject s,
               const struct errmsg *em)
{
    enum problem p = problem_from_err(e, s);

    if (em != NULL && em->text[0] != '\0')
        reply_problem(c, p, "%s", em->text);
    else if (c->args[0] != NULL)
        reply_problem(c, p, "%.255s: %s", c->args[0], err_text(e));
    else
        reply_problem(c, p, "%s", err_text(e));
}

bool reply_is_good(struct call *c, enum subject s)
{
    if (c->ask->err == ERR_OK)
        return true;
    reply_err(c, c->ask->err, s, &c->ask->em);
    return false;
}

void etag_format(const struct hash *h, char out[static ETAG_SIZE])
{
    char text[HASH_TEXT_SIZE];

    hash_format(h, text);
    snprintf(out, ETAG_SIZE, "\"%s\"", text);
}

/* A list of ETags, weak ones included: for GET both compare alike. */
static bool is_in_list(const char *list, const char *etag)
{
    size_t len = strlen(etag);

    while (*list != '\0') {
        list += strspn(list, " \t,");
        if (strncmp(list, "W/", 2) == 0)
            list += 2;
        if (*list == '*')
            return true;
        if (strncmp(list, etag, len) == 0 &&
            (list[len] == '\0' || strchr(" \t,", list[len]) != NULL))
            return true;
        list += strcspn(list, ",");
    }
    return false;
}

bool reply_not_modified(struct call *c, const char *etag)
{
    const char *list = call_header(c, "If-None-Match");

    if (list == NULL || !is_in_list(list, etag))
        return false;
    reply_empty(c, 304);
    return true;
}
