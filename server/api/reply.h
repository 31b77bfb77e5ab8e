/* Answers. Each function gives a call its one reply.
 *
 * Thread: the http thread of the call. */
#pragma once

#include <jansson.h>

#include "api/call.h"
#include "crypto/hash.h"

/* Takes over `doc`; NULL means that memory ran out. */
void reply_json(struct call *c, unsigned status, json_t *doc);
void reply_empty(struct call *c, unsigned status);

/* Text is copied. */
void reply_text(struct call *c, unsigned status, const char *type,
                const char *text, size_t len);

/* Bytes that live as long as the program. */
void reply_static(struct call *c, const char *type, const void *bytes,
                  size_t len);

/* Any response; taken over. NULL means that memory ran out. */
void reply_response(struct call *c, unsigned status,
                    struct MHD_Response *response);

/* A problem, with what happened in words. */
void reply_problem(struct call *c, enum problem p, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));

/* A problem with a part of the request: a JSON pointer or "?name". */
void reply_invalid(struct call *c, const char *pointer, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));

/* The answer of a failed ask. */
void reply_err(struct call *c, enum err e, enum subject s,
               const struct errmsg *em);

/* Was c->ask answered well? If not, that is replied. */
bool reply_is_good(struct call *c, enum subject s);

/* Add a header to the reply given. */
void reply_header(struct call *c, const char *name, const char *value);

/* A strong ETag: the hash in quotes. */
#define ETAG_SIZE (HASH_TEXT_SIZE + 2)
void etag_format(const struct hash *h, char out[static ETAG_SIZE]);

/* 304 when the client has this version (a strong ETag in quotes); true when
 * it was replied. */
bool reply_not_modified(struct call *c, const char *etag);
