/* Messages of `/firn/node/1`: bytes to structs and back. docs/protocol.md,
 * "Nodes", is the specification.
 *
 * A frame is: length varint (of what follows, at most NODE_FRAME_MAX), type
 * varint, body. The first frame each way is HELLO. Types that are not known
 * are answered with ERROR and otherwise survived. Texts, addresses and lists
 * are as in fields.h and docs/protocol.md.
 *
 * What is read borrows from the bytes it is read from. Trailing bytes of a
 * known body are ignored: later versions may append.
 *
 * Thread: any; no state. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/addr.h"
#include "base/buf.h"
#include "base/err.h"
#include "crypto/hash.h"
#include "crypto/id.h"
#include "peers/peers_limits.h"
#include "peers/record.h"

#define NODE_ALPN "/firn/node/1"
#define NODE_VERSION 1

/* X(NUMBER, NAME, text) */
#define NODE_MSG_TYPES(X)                                                      \
    X(1, HELLO, "hello")       /* who I am; how I see you */                   \
    X(2, PING, "ping")         /* answer with PONG */                          \
    X(3, PONG, "pong")         /* token and payload of the PING */             \
    X(4, OFFER, "offer")       /* records that I have, by number */            \
    X(5, ASK, "ask")           /* of these, send me the following */           \
    X(6, RECORD, "record")     /* one signed record */                         \
    X(7, HAVE_ASK, "have_ask") /* which of these blobs do you have? */         \
    X(8, HAVE, "have")         /* the answer, in the order asked */            \
    X(9, ANNOUNCE, "announce") /* I have got these blobs */                    \
    X(10, ERROR, "error")      /* about a frame of yours; never answered */

enum node_msg_type {
#define NODE_MSG_ENUM(number, name, text) NODE_MSG_##name = (number),
    NODE_MSG_TYPES(NODE_MSG_ENUM)
#undef NODE_MSG_ENUM
};
#define NODE_MSG_TYPE_END 11 /* one more than the highest */

/* "hello", ...; NULL for a type that is not known. */
const char *node_msg_type_name(uint64_t type);

/* What a node can do, as bits of hello.capabilities; unknown ones ignored. */
#define NODE_CAP_RECORDS (1u << 0) /* OFFER, ASK, RECORD */
#define NODE_CAP_HAVE (1u << 1)    /* HAVE_ASK, HAVE, ANNOUNCE */

/* Text that a peer sent: borrowed, checked (utf8_is_text in base/utf8.h). */
struct node_text {
    const char *ptr;
    size_t len; /* at most NODE_NAME_MAX */
};

struct node_hello {
    uint64_t version; /* not 0 */
    uint64_t capabilities;
    uint64_t session; /* random for each start of the process */
    struct node_text name;
    struct node_text agent; /* "firn/0.1.0" */
    bool has_observed;
    struct addr observed; /* where the sender sees the receiver */
};

struct node_ping { /* PING and PONG */
    uint64_t token;
    const uint8_t *payload;
    size_t len; /* at most NODE_PAYLOAD_MAX */
};

struct node_offer {
    struct record_key key;
    uint64_t seq;
};

enum node_have_state { NODE_HAVE_NOT, NODE_HAVE_PARTIAL, NODE_HAVE_WHOLE };

struct node_have {
    struct hash hash; /* ANNOUNCE only; HAVE answers in the order asked */
    enum node_have_state state;
    uint64_t size; /* 0: unknown */
    uint64_t held; /* bytes; NOT: 0, WHOLE: size, both ways */
};

enum node_error_code {
    NODE_ERROR_UNKNOWN_TYPE = 1,
    NODE_ERROR_MALFORMED = 2,
    NODE_ERROR_LIMIT = 3
};

struct node_error {
    uint64_t type; /* of the frame it is about */
    uint64_t code; /* enum node_error_code, or one of a later version */
    struct node_text text;
};

/* Close codes of the connection. X(CODE, NAME, text) */
#define NODE_CLOSE_CODES(X)                                                    \
    X(0, BYE, "the node is stopping")                                          \
    X(1, DUPLICATE, "another connection to this node is kept")                 \
    X(2, BANNED, "banned")                                                     \
    X(3, UNWANTED, "enough peers are connected")                               \
    X(4, PROTO, "protocol error")                                              \
    X(5, DEAD, "nothing was heard")                                            \
    X(6, REMOVED, "disconnected by its operator")
enum node_close {
#define NODE_CLOSE_ENUM(code, name, text) NODE_CLOSE_##name = (code),
    NODE_CLOSE_CODES(NODE_CLOSE_ENUM)
#undef NODE_CLOSE_ENUM
};
const char *node_close_text(enum node_close c);

/* ---- frames -------------------------------------------------------------*/

struct node_frame {
    uint64_t type;
    const uint8_t *body;
    size_t len;
};

/* Take one frame from the front of what has arrived. *used: its length.
 *   ERR_AGAIN      more bytes are needed
 *   ERR_TOO_LARGE  longer than NODE_FRAME_MAX
 *   ERR_PROTO      length or type are malformed */
ERR_RESULT enum err node_frame_read(const uint8_t *bytes, size_t len,
                                    struct node_frame *out, size_t *used);

/* ---- bodies: reading ----------------------------------------------------*/

/* Each ERR_PROTO: malformed. */
ERR_RESULT enum err node_read_hello(const struct node_frame *f,
                                    struct node_hello *out);
ERR_RESULT enum err node_read_ping(const struct node_frame *f,
                                   struct node_ping *out);
/* Of lists: `out` has room for NODE_LIST_MAX, more is ERR_PROTO; it may have
 * been written to when that is the result. Origins are numbers to look up by,
 * not checked to be keys: record_verify() does that. */
ERR_RESULT enum err node_read_offer(const struct node_frame *f,
                                    struct node_offer *out, size_t *len);
ERR_RESULT enum err node_read_ask(const struct node_frame *f,
                                  struct record_key *out, size_t *len);
/* `age_ms`: how long ago the origin made it, as far as the sender knows. */
ERR_RESULT enum err node_read_record(const struct node_frame *f,
                                     uint64_t *age_ms, const uint8_t **record,
                                     size_t *len);
ERR_RESULT enum err node_read_have_ask(const struct node_frame *f,
                                       uint64_t *request, struct hash *out,
                                       size_t *len);
ERR_RESULT enum err node_read_have(const struct node_frame *f,
                                   uint64_t *request, struct node_have *out,
                                   size_t *len);
ERR_RESULT enum err node_read_announce(const struct node_frame *f,
                                       struct node_have *out, size_t *len);
ERR_RESULT enum err node_read_error(const struct node_frame *f,
                                    struct node_error *out);

/* ---- writing ------------------------------------------------------------*/

/* Each appends a whole frame, or nothing on failure. What is given is ours and
 * within the ceilings: asserted. ERR_NOMEM, ERR_TOO_LARGE (of `b`) */
ERR_RESULT enum err node_write_hello(struct buf *b, const struct node_hello *h);
ERR_RESULT enum err node_write_ping(struct buf *b, enum node_msg_type type,
                                    const struct node_ping *p);
ERR_RESULT enum err node_write_offer(struct buf *b, const struct node_offer *o,
                                     size_t len);
ERR_RESULT enum err node_write_ask(struct buf *b, const struct record_key *k,
                                   size_t len);
ERR_RESULT enum err node_write_record(struct buf *b, uint64_t age_ms,
                                      const uint8_t *record, size_t len);
ERR_RESULT enum err node_write_have_ask(struct buf *b, uint64_t request,
                                        const struct hash *h, size_t len);
ERR_RESULT enum err node_write_have(struct buf *b, uint64_t request,
                                    const struct node_have *h, size_t len);
ERR_RESULT enum err node_write_announce(struct buf *b,
                                        const struct node_have *h, size_t len);
ERR_RESULT enum err node_write_error(struct buf *b, const struct node_error *e);
