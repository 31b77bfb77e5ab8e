/* The search for sources of a running transfer: who knows the peers is asked
 * at the start and every SEARCH_EVERY_MS, and hears of announcements.
 *
 * Thread: the loop; the callbacks too, never inside a call. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"
#include "blobs/source.h"
#include "crypto/hash.h"

struct blobs;
struct search;

struct search_config {
    struct blobs *blobs; /* borrowed */
    struct hash hash;
    struct sources *sources; /* borrowed; what is found is added */
    /* Added as the last, or said again to have something, at this place. */
    void (*found)(size_t source, bool is_new, void *arg);
    /* The first round of asking is over. */
    void (*asked)(void *arg);
    void *arg;
};

/* With sources to begin with, others are asked for a moment later: a small blob
 * is there by then. ERR_NOMEM */
ERR_RESULT enum err search_start(const struct search_config *cfg,
                                 struct search **out);
void search_free(struct search *s); /* may be NULL */

/* Is the first round over? */
bool search_is_done(const struct search *s);

/* This peer announced the blob. `s` may be NULL: nobody searches. */
void search_heard(struct search *s, const struct node_id *peer);

/* The transfer failed by `e`, for nobody who has what is missing: add to the
 * sources those that were asked and have it not, with what each said, as far
 * as there is room. Returns the error that is true then: ERR_TIMEOUT when
 * nobody was there to be asked, or of all that were nobody answered. */
enum err search_verdict(struct search *s, enum err e);
