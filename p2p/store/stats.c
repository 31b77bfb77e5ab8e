/* Health, counts, and the one listener. */
#include <sys/statvfs.h>

#include "base/log.h"
#include "store/blob_int.h"
#include "store/store_int.h"

enum err store_may_write(struct store *s)
{
    return atomic_load(&s->health) == ERR_IO ? ERR_IO : ERR_OK;
}

static void say_health(enum err e)
{
    if (e == ERR_IO)
        log_error(LOG_STORE, "store: writing stops until restart: a flush to "
                             "disk failed, check the disk");
    else if (e != ERR_OK)
        log_error(LOG_STORE, "store: cannot write: %s", err_text(e));
    else
        log_info(LOG_STORE, "store: writing works again");
}

void store_note_write(struct store *s, enum err e, bool is_flush)
{
    int old = atomic_load(&s->health), new = old;

    if (e == ERR_OK)
        new = ERR_OK;
    else if (e == ERR_NO_SPACE && !is_flush)
        new = ERR_NO_SPACE;
    else if (is_flush)
        new = ERR_IO;
    if (old == ERR_IO || new == old ||
        !atomic_compare_exchange_strong(&s->health, &old, new))
        return;
    say_health((enum err) new);
}

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
