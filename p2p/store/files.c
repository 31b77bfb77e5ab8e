/* Plain system calls with plain errors; what they mean is decided above. */
#include "store/files.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#define HEX_LEN (HASH_TEXT_SIZE - 1)

static const char *const suffix[] = {
    [FILE_DATA] = ".data", [FILE_TREE] = ".tree"};

void files_name(const struct hash *h, enum file_kind kind,
                char out[static FILES_NAME_SIZE])
{
    char hex[HASH_TEXT_SIZE];

    hash_format(h, hex);
    snprintf(out, FILES_NAME_SIZE, "%.2s/%s%s", hex, hex, suffix[kind]);
}

bool files_parse(const char *base, struct hash *h, enum file_kind *kind)
{
    if (strlen(base) != HEX_LEN + 5)
        return false;
    if (hash_parse_len(base, HEX_LEN, h) != ERR_OK)
        return false;
    *kind =
        strcmp(base + HEX_LEN, suffix[FILE_TREE]) == 0 ? FILE_TREE : FILE_DATA;
    return strcmp(base + HEX_LEN, suffix[*kind]) == 0;
}

static enum err open_dir(int at, const char *name, int *out, struct errmsg *em)
{
    if (mkdirat(at, name, 0700) != 0 && errno != EEXIST) {
        err_set(em, "create %s: %s", name, strerror(errno));
        return err_from_errno(errno);
    }
    *out = openat(at, name, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (*out < 0) {
        err_set(em, "open %s: %s", name, strerror(errno));
        return err_from_errno(errno);
    }
    return ERR_OK;
}

/* "/a/b/c": create what is missing of /a and /a/b too. */
static void make_parents(const char *dir)
{
    char path[4096];
    size_t len = strlen(dir);

    if (len >= sizeof path)
        return;
    memcpy(path, dir, len + 1);
    for (char *p = path + 1; *p != '\0'; p++) {
        if (*p != '/')
            continue;
        *p = '\0';
        (void)mkdir(path, 0755);
        *p = '/';
    }
}

static enum err make_fans(const struct files *f, struct errmsg *em)
{
    char name[3];

    for (unsigned i = 0; i < 256; i++) {
        snprintf(name, sizeof name, "%02x", i);
        if (mkdirat(f->blobs, name, 0700) != 0 && errno != EEXIST) {
            err_set(em, "create blobs/%s: %s", name, strerror(errno));
            return err_from_errno(errno);
        }
    }
    /* New directories must outlive a power cut before files in them can. */
    if (fsync(f->blobs) != 0 || fsync(f->root) != 0) {
        err_set(em, "flush the directory: %s", strerror(errno));
        return err_from_errno(errno);
    }
    return ERR_OK;
}

static void say_owner(int fd, struct errmsg *em)
{
    char pid[32] = {0};
    ssize_t n = pread(fd, pid, sizeof pid - 1, 0);

    pid[n > 0 ? strcspn(pid, "\n") : 0] = '\0';
    err_set(em, "in use by process %s; only one may use a data directory",
            pid[0] != '\0' ? pid : "(unknown)");
}

static enum err lock_dir(struct files *f, struct errmsg *em)
{
    f->lock = openat(f->root, "lock", O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (f->lock < 0) {
        err_set(em, "open lock: %s", strerror(errno));
        return err_from_errno(errno);
    }
    if (flock(f->lock, LOCK_EX | LOCK_NB) != 0) {
        if (errno != EWOULDBLOCK) {
            err_set(em, "lock: %s", strerror(errno));
            return err_from_errno(errno);
        }
        say_owner(f->lock, em);
        return ERR_BUSY;
    }
    /* The text only helps people; the lock is what counts. */
    if (ftruncate(f->lock, 0) == 0)
        (void)!dprintf(f->lock, "%ld\n", (long)getpid());
    return ERR_OK;
}

/* What is in tmp/ was never promised to anyone. */
static void empty_tmp(const struct files *f)
{
    int fd = dup(f->tmp);
    DIR *d = fd >= 0 ? fdopendir(fd) : NULL;
    struct dirent *ent;

    if (d == NULL) {
        if (fd >= 0)
            close(fd);
        return;
    }
    while ((ent = readdir(d)) != NULL) {
        if (ent->d_name[0] != '.')
            unlinkat(f->tmp, ent->d_name, 0);
    }
    closedir(d);
}

enum err files_open(const char *dir, struct files *out, struct errmsg *em)
{
    struct files f = {-1, -1, -1, -1};
    enum err e;

    make_parents(dir);
    e = open_dir(AT_FDCWD, dir, &f.root, em);
    if (e == ERR_OK)
        e = lock_dir(&f, em);
    if (e == ERR_OK)
        e = open_dir(f.root, "blobs", &f.blobs, em);
    if (e == ERR_OK)
        e = open_dir(f.root, "tmp", &f.tmp, em);
    if (e == ERR_OK)
        e = make_fans(&f, em);
    if (e != ERR_OK) {
        files_close(&f);
        return e;
    }
    empty_tmp(&f);
    *out = f;
    return ERR_OK;
}

void files_close(struct files *f)
{
    int *const fds[] = {&f->blobs, &f->tmp, &f->root, &f->lock};

    for (size_t i = 0; i < sizeof fds / sizeof fds[0]; i++) {
        if (*fds[i] >= 0)
            close(*fds[i]);
        *fds[i] = -1;
    }
}

enum err files_open_blob(const struct files *f, const struct hash *h,
                         enum file_kind kind, int flags, int *fd_out)
{
    char name[FILES_NAME_SIZE];
    int fd;

    files_name(h, kind, name);
    fd = openat(f->blobs, name, flags | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (fd < 0)
        return err_from_errno(errno);
    *fd_out = fd;
    return ERR_OK;
}

enum err files_len(const struct files *f, const struct hash *h,
                   enum file_kind kind, uint64_t *out)
{
    char name[FILES_NAME_SIZE];
    struct stat st;

    files_name(h, kind, name);
    if (fstatat(f->blobs, name, &st, AT_SYMLINK_NOFOLLOW) != 0)
        return err_from_errno(errno);
    if (!S_ISREG(st.st_mode))
        return ERR_IO;
    *out = (uint64_t)st.st_size;
    return ERR_OK;
}

enum err files_unlink(const struct files *f, const struct hash *h)
{
    char name[FILES_NAME_SIZE];
    enum err e = ERR_OK;

    for (int kind = FILE_DATA; kind <= FILE_TREE; kind++) {
        files_name(h, (enum file_kind)kind, name);
        if (unlinkat(f->blobs, name, 0) != 0 && errno != ENOENT)
            e = err_from_errno(errno);
    }
    return e;
}

enum err files_open_dir(const struct files *f, const struct hash *h,
                        int *fd_out)
{
    char name[FILES_NAME_SIZE];
    int fd;

    files_name(h, FILE_DATA, name);
    name[2] = '\0';
    fd = openat(f->blobs, name, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0)
        return err_from_errno(errno);
    *fd_out = fd;
    return ERR_OK;
}

enum err files_write_at(int fd, const void *bytes, size_t len, uint64_t offset)
{
    const uint8_t *at = bytes;

    while (len > 0) {
        ssize_t n = pwrite(fd, at, len, (off_t)offset);

        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return err_from_errno(errno);
        at += n;
        offset += (uint64_t)n;
        len -= (size_t)n;
    }
    return ERR_OK;
}
