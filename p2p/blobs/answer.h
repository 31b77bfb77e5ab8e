/* One stream that a peer opened: its request is read, waits for a place, and
 * is answered.
 *
 *     READING --FIN, parsed--> WAITING --place free--> RUNNING --> ENDING
 *     READING --damaged, too long, too slow, Push--> ENDING
 *     any --stream closed--> gone
 *
 * ENDING: nothing more is queued; the stream has yet to deliver it.
 *
 * Thread: the loop. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/list.h"
#include "blobs/request.h"

struct get_answer;
struct observer;
struct provider;
struct provider_conn;
struct stream;
struct upload;

/* Codes of RESET_STREAM, as the newer iroh-blobs has them. */
enum { ANSWER_REFUSED = 1, ANSWER_LIMIT = 2, ANSWER_BROKEN = 3 };

enum answer_state {
    ANSWER_READING,
    ANSWER_WAITING,
    ANSWER_RUNNING,
    ANSWER_ENDING
};

struct answer {
    struct list node; /* provider: all, or those that wait */
    struct provider *provider;
    struct provider_conn *conn;
    struct stream *stream;
    enum answer_state state;
    bool has_place;   /* counted as being served */
    bool is_observer; /* counted as an observer */
    struct buf bytes; /* of the request, until it is parsed */
    size_t counted;   /* bytes of the request, until the end */
    struct request request;
    struct get_answer *get;
    struct observer *observer;
    struct upload *upload;  /* once there was content; NULL: none */
    uint64_t bytes_counted; /* content bytes already in the statistics */
    uint64_t moved_ms;      /* when something last moved */
    size_t unsent;          /* then */
};

/* A stream was opened by the peer. ERR_NOMEM: reset it. */
ERR_RESULT enum err answer_new(struct provider *p, struct provider_conn *pc,
                               struct stream *s);

/* There is a place: answer. State was WAITING. */
void answer_run(struct answer *a);

/* End it with a reset. */
void answer_refuse(struct answer *a, uint64_t code);

/* Called every OBSERVE_TICK_MS. */
void answer_tick(struct answer *a, uint64_t now_ms);
