#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli/outfile.h"

static enum err fail_errno(struct errmsg *em, const char *doing,
                           const char *name)
{
    int errnum = errno;

    err_set(em, "%s %s: %s", doing, name, strerror(errnum));
    return err_from_errno(errnum);
}

static void forget(struct outfile *f)
{
    free(f->name);
    free(f->temp);
    memset(f, 0, sizeof *f);
    f->fd = -1;
}

/* "dir/.name.XXXXXX.part" for "dir/name". */
static char *temp_name(const char *name)
{
    const char *slash = strrchr(name, '/');
    const char *base = slash != NULL ? slash + 1 : name;
    char *out;

    /* A name near the limit leaves no room for what is put around it. */
    if (asprintf(&out, "%.*s.%.200s.XXXXXX.part", (int)(base - name), name,
                 base) < 0)
        return NULL;
    return out;
}

/* What the umask would have given; mkostemps makes files 0600. */
static mode_t wanted_mode(void)
{
    mode_t mask = umask(0);

    umask(mask);
    return 0666 & ~mask;
}

static enum err open_temp(struct outfile *f, struct errmsg *em)
{
    f->temp = temp_name(f->name);
    if (f->temp == NULL)
        return ERR_NOMEM;
    f->fd = mkostemps(f->temp, (int)strlen(".part"), O_CLOEXEC);
    if (f->fd < 0) {
        enum err e = fail_errno(em, "write", f->name);

        free(f->temp);
        f->temp = NULL;
        return e;
    }
    /* Only the mode is at stake, and 0600 is the careful answer. */
    (void)!fchmod(f->fd, wanted_mode());
    return ERR_OK;
}

static enum err open_direct(struct outfile *f, const char *path,
                            struct errmsg *em)
{
    f->fd = open(path, O_WRONLY | O_CLOEXEC);
    return f->fd < 0 ? fail_errno(em, "write", path) : ERR_OK;
}

enum err outfile_open(struct outfile *f, const char *path, struct errmsg *em)
{
    struct stat st;
    enum err e;

    memset(f, 0, sizeof *f);
    f->fd = -1;
    if (strcmp(path, "-") == 0) {
        f->fd = STDOUT_FILENO;
        return ERR_OK;
    }
    if (stat(path, &st) == 0) {
        if (S_ISDIR(st.st_mode)) {
            err_set(em, "write %s: is a directory; name a file in it", path);
            return ERR_IO;
        }
        if (!S_ISREG(st.st_mode))
            return open_direct(f, path, em);
        f->name = realpath(path, NULL);
    } else {
        f->name = strdup(path);
    }
    e = f->name == NULL ? ERR_NOMEM : open_temp(f, em);
    if (e != ERR_OK)
        forget(f);
    return e;
}

enum err outfile_write(struct outfile *f, const void *bytes, size_t len,
                       struct errmsg *em)
{
    const char *p = bytes;

    while (len > 0) {
        ssize_t n = write(f->fd, p, len);

        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return fail_errno(em, "write",
                              f->name != NULL ? f->name : "the output");
        p += n;
        len -= (size_t)n;
    }
    return ERR_OK;
}

enum err outfile_commit(struct outfile *f, struct errmsg *em)
{
    enum err e = ERR_OK;

    if (f->temp == NULL) {
        if (f->fd != STDOUT_FILENO && close(f->fd) != 0)
            e = fail_errno(em, "write", "the output");
        forget(f);
        return e;
    }
    /* Without the flush a power cut could leave the name on an empty file. */
    if (fsync(f->fd) != 0 || rename(f->temp, f->name) != 0) {
        e = fail_errno(em, "write", f->name);
        outfile_abort(f);
        return e;
    }
    close(f->fd);
    forget(f);
    return ERR_OK;
}

void outfile_abort(struct outfile *f)
{
    if (f->temp != NULL)
        unlink(f->temp);
    if (f->fd > STDERR_FILENO)
        close(f->fd);
    forget(f);
}
