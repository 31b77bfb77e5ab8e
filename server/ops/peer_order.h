/* The orders in which peers are listed, and the cursor that stands for a place
 * in one of them: not "the tenth", but "behind the one that looks so", so that
 * a page is right although others come and go. Pure.
 *
 * Thread: any; no state. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "peers/peer.h"

/* X(NAME, text) */
#define PEER_SORTS(X)                                                          \
    X(ID, "id")                                                                \
    X(SCORE, "score")     /* highest first */                                  \
    X(RTT, "rtt")         /* not measured: last */                             \
    X(GOODPUT, "goodput") /* highest first */                                  \
    X(SINCE, "since")     /* newest first */                                   \
    X(NAME, "name")       /* without one: last */
enum peer_sort {
#define PEER_SORT_ENUM(name, text) PEER_SORT_##name,
    PEER_SORTS(PEER_SORT_ENUM)
#undef PEER_SORT_ENUM
        PEER_SORT_COUNT
};
const char *peer_sort_name(enum peer_sort s);

/* A place: of equal numbers the name decides, of equal names the id. */
struct peer_place {
    uint64_t number;
    char name[NODE_NAME_MAX + 1];
    struct node_id id;
};

/* Where a peer stands. */
void peer_place_of(const struct peer *p, enum peer_sort by,
                   struct peer_place *out);
/* Below 0 when `a` comes before `b`. */
int peer_place_compare(const struct peer_place *a, const struct peer_place *b);

/* As text without spaces, for that order alone. */
#define PEER_CURSOR_SIZE (2 + 16 + 2 * NODE_NAME_MAX + NODE_ID_HEX_SIZE + 3)
void peer_cursor_format(const struct peer_place *at, enum peer_sort by,
                        char out[static PEER_CURSOR_SIZE]);
/* ERR_PARSE: no cursor, or one of another order. */
ERR_RESULT enum err peer_cursor_parse(const char *text, enum peer_sort by,
                                      struct peer_place *out);
