/* Counts, and the one listener. */
#include <sys/statvfs.h>

#include "store/blob_int.h"
#include "store/store_int.h"

void store_get_stats(struct store *s, struct store_stats *out)
{
    struct statvfs fs;

    *out = (struct store_stats){0};
    pthread_mutex_lock(&s->stats_lock);
    out->blobs_complete = s->tally.complete;
    out->blobs_partial = s->tally.partial;
    out->bytes_complete = s->tally.bytes_complete;
    out->bytes_partial = s->tally.bytes_partial + (uint64_t)s->held_ahead;
    if ((int64_t)out->bytes_partial < 0)
        out->bytes_partial = 0;
    out->tags = s->tally.tags;
    out->commits = s->commits;
    out->scans_waiting = s->scans_waiting;
    out->flushes_waiting = s->flushes_waiting;
    pthread_mutex_unlock(&s->stats_lock);
    out->adds_open = atomic_load(&s->adds_open);
    out->damaged_groups = atomic_load(&s->damaged_groups);
    out->health = (enum err)atomic_load(&s->health);
    if (fstatvfs(s->files.root, &fs) == 0) {
        out->disk_free = (uint64_t)fs.f_bavail * fs.f_frsize;
        out->disk_total = (uint64_t)fs.f_blocks * fs.f_frsize;
    }
}

void store_listen(struct store *s, store_listener_fn *fn, void *arg)
{
    s->listener = fn;
    s->listener_arg = arg;
}

void store_tell(struct store *s, enum store_change change, const struct hash *h,
                uint64_t size, const char *tag)
{
    if (s->listener != NULL)
        s->listener(change, h, size, tag, s->listener_arg);
}
