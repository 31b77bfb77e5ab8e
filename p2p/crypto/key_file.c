/* The file that keeps a key.
 *
 * Saving: write NAME.XXXXXX (0600), flush it, give it its name unless the name
 * is taken, flush the folder. Whoever loses the race for the name uses the
 * winner's key. A crash leaves at worst a temporary file that nobody reads. */
#include "crypto/key.h"

#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define HEX_LEN ((size_t)2 * KEY_SEED_LEN)
#define PATH_SIZE 4096

static enum err check_mode(int fd, const char *path, struct errmsg *em)
{
    struct stat st;

    if (fstat(fd, &st) != 0) {
        err_set(em, "%s", strerror(errno));
        return ERR_IO;
    }
    if (!S_ISREG(st.st_mode)) {
        err_set(em, "it is not a regular file");
        return ERR_INVALID;
    }
    if ((st.st_mode & 077) != 0) {
        err_set(em,
                "others than its owner have access (mode %04o); "
                "run: chmod 600 %s",
                (unsigned)(st.st_mode & 07777), path);
        return ERR_ACCESS;
    }
    return ERR_OK;
}

/* Up to `size` bytes; *len_out is `size` only if the file has that many. */
static enum err read_up_to(int fd, char *out, size_t size, size_t *len_out,
                           struct errmsg *em)
{
    size_t len = 0;

    while (len < size) {
        ssize_t n = read(fd, out + len, size - len);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0) {
            err_set(em, "%s", strerror(errno));
            return ERR_IO;
        }
        if (n == 0)
            break;
        len += (size_t)n;
    }
    *len_out = len;
    return ERR_OK;
}

static enum err parse_seed(const char *text, size_t len,
                           uint8_t seed[static KEY_SEED_LEN], struct errmsg *em)
{
    size_t digits = len;
    size_t got = 0;

    if (len == HEX_LEN + 1 && text[HEX_LEN] == '\n')
        digits = HEX_LEN;
    if (digits == HEX_LEN &&
        sodium_hex2bin(seed, KEY_SEED_LEN, text, digits, NULL, &got, NULL) ==
            0 &&
        got == KEY_SEED_LEN)
        return ERR_OK;

    err_set(em, "line 1: expected 64 hex digits and nothing else; restore the "
                "file from a backup, or move it away to get a new identity");
    return ERR_PARSE;
}

static enum err read_seed(int fd, const char *path,
                          uint8_t seed[static KEY_SEED_LEN], struct errmsg *em)
{
    char text[HEX_LEN + 2]; /* one more than fits, to see longer files */
    size_t len = 0;
    enum err e;

    e = check_mode(fd, path, em);
    if (e == ERR_OK)
        e = read_up_to(fd, text, sizeof text, &len, em);
    if (e == ERR_OK)
        e = parse_seed(text, len, seed, em);
    sodium_memzero(text, sizeof text);
    return e;
}

enum err key_load(const char *path, struct key *out, struct errmsg *em)
{
    uint8_t seed[KEY_SEED_LEN] = {0};
    enum err e;
    int fd;

    /* O_NONBLOCK: a FIFO of that name must not hang the start. */
    fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
    if (fd < 0) {
        e = err_from_errno(errno);
        err_set(em, "%s", strerror(errno));
        goto out;
    }
    e = read_seed(fd, path, seed, em);
    close(fd);
    if (e == ERR_OK)
        key_from_seed(seed, out);
out:
    sodium_memzero(seed, sizeof seed);
    if (e != ERR_OK)
        err_wrap(em, "read key file %s", path);
    return e;
}

static int write_all(int fd, const char *text, size_t len)
{
    while (len > 0) {
        ssize_t n = write(fd, text, len);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return -1;
        text += n;
        len -= (size_t)n;
    }
    return 0;
}

static int write_seed(int fd, const struct key *k)
{
    char text[HEX_LEN + 1];
    int rc;

    sodium_bin2hex(text, sizeof text, k->secret, KEY_SEED_LEN);
    text[HEX_LEN] = '\n';
    rc = write_all(fd, text, sizeof text);
    sodium_memzero(text, sizeof text);
    if (rc == 0)
        rc = fsync(fd);
    return rc;
}

/* Take the name, unless it is taken. */
static int rename_new(const char *from, const char *to)
{
    if (renameat2(AT_FDCWD, from, AT_FDCWD, to, RENAME_NOREPLACE) == 0)
        return 0;
    if (errno != EINVAL && errno != ENOSYS)
        return -1;
    /* NFS and some others know no RENAME_NOREPLACE, but do know links. */
    if (link(from, to) != 0)
        return -1;
    unlink(from);
    return 0;
}

static int sync_folder_of(const char *path)
{
    const char *slash = strrchr(path, '/');
    char folder[PATH_SIZE] = ".";
    int fd, rc;

    if (slash != NULL)
        snprintf(folder, sizeof folder, "%.*s", (int)(slash - path + 1), path);
    fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0)
        return -1;
    rc = fsync(fd);
    close(fd);
    return rc;
}

/* 0, or -1 with errno set and nothing left behind. */
static int save_as(const char *temp, int fd, const char *path,
                   const struct key *k)
{
    int saved;

    if (write_seed(fd, k) == 0 && rename_new(temp, path) == 0)
        return sync_folder_of(path);
    saved = errno;
    unlink(temp);
    errno = saved;
    return -1;
}

enum err key_save(const char *path, const struct key *k, struct errmsg *em)
{
    char temp[PATH_SIZE];
    enum err e = ERR_OK;
    int fd, n;

    n = snprintf(temp, sizeof temp, "%s.XXXXXX", path);
    if (n < 0 || (size_t)n >= sizeof temp) {
        err_set(em, "write key file: the path is too long");
        return ERR_INVALID;
    }
    fd = mkostemp(temp, O_CLOEXEC);
    if (fd < 0 || save_as(temp, fd, path, k) != 0) {
        e = err_from_errno(errno);
        err_set(em, "write key file %s: %s", path, strerror(errno));
    }
    if (fd >= 0)
        close(fd);
    return e;
}

enum err key_load_or_create(const char *path, struct key *out,
                            struct errmsg *em)
{
    struct key fresh;
    enum err e;

    e = key_load(path, out, em);
    if (e != ERR_NOT_FOUND)
        return e;

    key_generate(&fresh);
    e = key_save(path, &fresh, em);
    if (e == ERR_OK) {
        *out = fresh;
        err_set(em, "%s", "");
    }
    key_wipe(&fresh);
    if (e == ERR_EXISTS)
        return key_load(path, out, em);
    return e;
}
