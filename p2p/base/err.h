/* One set of error codes for the whole tree, and messages that grow on the
 * way up.
 *
 * A function that can fail returns `enum err` and nothing else; results leave
 * through `out` pointers that are written only on ERR_OK. A foreign code
 * (errno, libuv, SQLite, GnuTLS, ...) is translated in the file that called
 * the foreign function and never travels.
 *
 * Thread: any. */
#pragma once

#include <stddef.h>

/* X(NAME, text). The text completes the sentence "cannot ...: <text>". */
#define ERR_LIST(X)                                                           \
    X(OK, "success")                                                          \
    X(INVALID, "invalid argument")                                            \
    X(NOMEM, "out of memory")                                                 \
    X(NOT_FOUND, "not found")                                                 \
    X(EXISTS, "already exists")                                               \
    X(CONFLICT, "in conflict with the present state")                         \
    X(IO, "input/output error")                                               \
    X(NO_SPACE, "no space left on the device")                                \
    X(ACCESS, "permission denied")                                            \
    X(CORRUPT, "stored data is damaged")                                      \
    X(NEWER, "made by a newer version of this program")                       \
    X(MISMATCH, "content does not match its hash")                            \
    X(PARSE, "malformed input")                                               \
    X(RANGE, "out of range")                                                  \
    X(TOO_LARGE, "larger than the limit")                                     \
    X(LIMIT, "limit reached")                                                 \
    X(TRUNCATED, "ended before it was complete")                              \
    X(PROTO, "the peer broke the protocol")                                   \
    X(AUTH, "the peer is not who it should be")                               \
    X(REFUSED, "refused by the peer")                                         \
    X(RESET, "reset by the peer")                                             \
    X(UNREACHABLE, "no route to the peer")                                    \
    X(TIMEOUT, "timed out")                                                   \
    X(CANCELLED, "cancelled")                                                 \
    X(CLOSED, "closed")                                                       \
    X(BUSY, "in use by someone else")                                         \
    X(AGAIN, "not ready yet")                                                 \
    X(UNSUPPORTED, "not supported by this system")                            \
    X(INTERNAL, "internal error")

enum err {
#define ERR_ENUM(name, text) ERR_##name,
    ERR_LIST(ERR_ENUM)
#undef ERR_ENUM
    ERR_COUNT
};

/* Ignoring the result of a function so marked is a warning, and so an error. */
#define ERR_RESULT __attribute__((warn_unused_result))

/* What a person reads. Zero-initialise it ({0}); may be passed as NULL where
 * nobody will read it. Overlong text is cut at the end. */
#define ERRMSG_MAX 512
struct errmsg {
    char text[ERRMSG_MAX]; /* NUL-terminated; "" while nothing was said */
};

/* Text of a code: "no space left on the device". Never NULL. */
const char *err_text(enum err e);

/* Lower-case name of a code: "no_space". Never NULL; stable, used in JSON. */
const char *err_name(enum err e);

/* Translate errno. Unknown values become ERR_IO; zero becomes ERR_OK. */
enum err err_from_errno(int errnum);

/* Replace the message. `em` may be NULL. */
void err_set(struct errmsg *em, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

/* Put "what was being done: " before the message; when it is still empty,
 * becomes just "what was being done". `em` may be NULL. */
void err_wrap(struct errmsg *em, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));
