/* What becomes of errors of the disk.
 *
 *     no space          -> said so; ends by itself with the next write that
 *                          succeeds
 *     a flush failed    -> nothing is written any more until a restart, and
 *                          the flush is not tried again: the kernel has
 *                          dropped the pages, a second flush would succeed
 *                          and prove nothing
 *     any other failure -> the request's alone */
#include <errno.h>
#include <unistd.h>

#include "base/log.h"
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

static enum err note_flush(struct store *s, int rc)
{
    if (rc == 0)
        return ERR_OK;
    store_note_write(s, ERR_IO, true);
    return ERR_IO;
}

enum err store_flush(struct store *s, int fd)
{
    enum err e = store_may_write(s);

    return e == ERR_OK ? note_flush(s, fdatasync(fd)) : e;
}

enum err store_flush_dir(struct store *s, const struct hash *h)
{
    enum err e = store_may_write(s);
    int fd;

    if (e == ERR_OK)
        e = files_open_dir(&s->files, h, &fd);
    if (e != ERR_OK)
        return e;
    e = note_flush(s, fsync(fd));
    close(fd);
    return e;
}
