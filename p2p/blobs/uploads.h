/* What peers take from us: each blob that a peer takes is one upload, however
 * many requests it makes for it.
 *
 *     RUNNING --no request of it open for a while--> over
 *
 * Those that are over are remembered, the last so many; a peer that comes back
 * later begins another.
 *
 * Thread: the loop. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "crypto/hash.h"
#include "crypto/id.h"

struct blobs;
struct loop;
struct upload;
struct uploads;

#define UPLOADS_MAX 1024 /* remembered, those that run included */

struct upload_info {
    uint64_t id; /* unique in this process, from 1 */
    struct node_id peer;
    struct hash hash;
    bool is_running;
    uint64_t bytes;                /* content sent */
    uint64_t rate_bps;             /* bytes per second, of about a second */
    uint64_t started_ms, ended_ms; /* wall clock; 0: not yet */
};

/* Newest first, at most `max`, older than `before` (0: from the newest).
 * Returns how many. */
size_t upload_list(const struct blobs *b, uint64_t before,
                   struct upload_info *out, size_t max);

/* ---- for the provider ---------------------------------------------------*/

/* ERR_NOMEM */
ERR_RESULT enum err uploads_new(struct loop *loop, struct uploads **out);
/* None may be open. May be NULL. */
void uploads_free(struct uploads *all);

/* A request for this blob begins to be answered with content; NULL: there is
 * no memory, or no place for another, and it is not listed. */
struct upload *uploads_open(struct uploads *all, const struct node_id *peer,
                            const struct hash *h);
/* So many more bytes of content. `u` may be NULL, as below. */
void uploads_add(struct upload *u, uint64_t bytes);
/* That request is over. */
void uploads_close(struct upload *u);

/* As upload_list(). */
size_t uploads_list(const struct uploads *all, uint64_t before,
                    struct upload_info *out, size_t max);
