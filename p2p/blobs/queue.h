/* Those that wait for their turn: by priority, and among equals by rank, which
 * is the order of arrival until somebody is moved. A rank outlives the stay in
 * the queue: who comes back stands where it stood.
 *
 * Thread: none of its own. Pure. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/list.h"
#include "blobs/limits.h"

struct queue_entry {
    struct list node; /* private */
    enum priority priority;
    int64_t rank;    /* lower ones first */
    size_t position; /* private, see queue_position() */
};

struct queue {
    struct list lines[PRIORITIES];
    size_t len;
    int64_t last_rank; /* the largest that was given or seen */
    bool is_counted;   /* every `position` is right */
};

void queue_init(struct queue *q);

/* A rank behind all others. */
int64_t queue_new_rank(struct queue *q);

/* It is in no queue. */
void queue_add(struct queue *q, struct queue_entry *e);

/* Nothing happens when it is not in it. */
void queue_remove(struct queue *q, struct queue_entry *e);

/* Whose turn it is, left in; NULL: nobody waits. */
struct queue_entry *queue_first(const struct queue *q);

/* From 1; 0: not in it. */
size_t queue_position(struct queue *q, const struct queue_entry *e);

/* Move one that is in it to `position`, from 1, as far as the priorities of
 * the others let it. True: others have new ranks too. */
bool queue_move(struct queue *q, struct queue_entry *e, size_t position);
