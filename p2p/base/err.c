/* Codes, their texts, and messages that grow from the inside out. */
#include "base/err.h"

#include <ctype.h>
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

static const char *const texts[ERR_COUNT] = {
#define ERR_TEXT(name, text) [ERR_##name] = text,
    ERR_LIST(ERR_TEXT)
#undef ERR_TEXT
};

/* The list spells names in capitals. They are lowered once, before main(),
 * so that err_name() needs no lock and no second list can drift away. */
static char names[ERR_COUNT][16] = {
#define ERR_NAME(name, text) [ERR_##name] = #name,
    ERR_LIST(ERR_NAME)
#undef ERR_NAME
};

__attribute__((constructor)) static void lower_names(void)
{
    for (size_t i = 0; i < ERR_COUNT; i++)
        for (char *c = names[i]; *c != '\0'; c++)
            *c = (char)tolower((unsigned char)*c);
}

/* A code that came from a damaged place must not become a wild read. */
static size_t index_of(enum err e)
{
    return (size_t)e < ERR_COUNT ? (size_t)e : ERR_INTERNAL;
}

const char *err_text(enum err e)
{
    return texts[index_of(e)];
}

const char *err_name(enum err e)
{
    return names[index_of(e)];
}

static const struct {
    int errnum;
    enum err e;
} errno_table[] = {
    {0, ERR_OK},
    {EINVAL, ERR_INVALID},
    {EDOM, ERR_RANGE},
    {ERANGE, ERR_RANGE},
    {EOVERFLOW, ERR_RANGE},
    {ENAMETOOLONG, ERR_TOO_LARGE},
    {E2BIG, ERR_TOO_LARGE},
    {EFBIG, ERR_TOO_LARGE},
    {EMSGSIZE, ERR_TOO_LARGE},
    {ENOMEM, ERR_NOMEM},
    {ENOENT, ERR_NOT_FOUND},
    {ESRCH, ERR_NOT_FOUND},
    {ENXIO, ERR_NOT_FOUND},
    {ENODEV, ERR_NOT_FOUND},
    {EEXIST, ERR_EXISTS},
    {ENOTEMPTY, ERR_CONFLICT},
    {EISDIR, ERR_CONFLICT},
    {ENOTDIR, ERR_CONFLICT},
    {EISCONN, ERR_CONFLICT},
    {ENOSPC, ERR_NO_SPACE},
    {EDQUOT, ERR_NO_SPACE},
    {EACCES, ERR_ACCESS},
    {EPERM, ERR_ACCESS},
    {EROFS, ERR_ACCESS},
    {EMFILE, ERR_LIMIT},
    {ENFILE, ERR_LIMIT},
    {EMLINK, ERR_LIMIT},
    {ENOBUFS, ERR_LIMIT},
    {EBUSY, ERR_BUSY},
    {ETXTBSY, ERR_BUSY},
    {EADDRINUSE, ERR_BUSY},
    {EAGAIN, ERR_AGAIN},
    {EINTR, ERR_AGAIN},
    {EINPROGRESS, ERR_AGAIN},
    {ETIMEDOUT, ERR_TIMEOUT},
    {ECANCELED, ERR_CANCELLED},
    {ECONNREFUSED, ERR_REFUSED},
    {ECONNRESET, ERR_RESET},
    {ECONNABORTED, ERR_RESET},
    {EPIPE, ERR_CLOSED},
    {ENOTCONN, ERR_CLOSED},
    {EBADF, ERR_CLOSED},
    {ENETUNREACH, ERR_UNREACHABLE},
    {EHOSTUNREACH, ERR_UNREACHABLE},
    {ENETDOWN, ERR_UNREACHABLE},
    {EADDRNOTAVAIL, ERR_UNREACHABLE},
    {ENOSYS, ERR_UNSUPPORTED},
    {ENOTSUP, ERR_UNSUPPORTED},
    {ENOPROTOOPT, ERR_UNSUPPORTED},
    {EAFNOSUPPORT, ERR_UNSUPPORTED},
    {EPROTONOSUPPORT, ERR_UNSUPPORTED},
};

enum err err_from_errno(int errnum)
{
    for (size_t i = 0; i < sizeof errno_table / sizeof errno_table[0]; i++)
        if (errno_table[i].errnum == errnum)
            return errno_table[i].e;
    return ERR_IO;
}

void err_set(struct errmsg *em, const char *fmt, ...)
{
    char text[ERRMSG_MAX];
    va_list ap;

    if (em == NULL)
        return;
    /* By way of a second buffer: an argument may be the old message. */
    va_start(ap, fmt);
    vsnprintf(text, sizeof text, fmt, ap);
    va_end(ap);
    memcpy(em->text, text, sizeof text);
}

void err_wrap(struct errmsg *em, const char *fmt, ...)
{
    char text[ERRMSG_MAX];
    size_t len, inner;
    va_list ap;

    if (em == NULL)
        return;
    va_start(ap, fmt);
    vsnprintf(text, sizeof text, fmt, ap);
    va_end(ap);

    len = strlen(text);
    inner = strlen(em->text);
    if (inner > 0 && len + 2 < sizeof text) {
        text[len++] = ':';
        text[len++] = ' ';
        if (inner > sizeof text - 1 - len)
            inner = sizeof text - 1 - len;
        memcpy(text + len, em->text, inner);
        text[len + inner] = '\0';
    }
    memcpy(em->text, text, sizeof text);
}
