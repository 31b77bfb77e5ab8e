#include "blobs/want.h"

#include <stdlib.h>

struct want {
    store_blob_fn *done; /* NULL: nobody waits any more */
    void *arg;
};

static void on_blob(enum err e, struct blob *b, void *arg)
{
    struct want w = *(struct want *)arg;

    free(arg);
    if (w.done != NULL)
        w.done(e, b, w.arg);
    else
        blob_unref(b);
}

static enum err want_new(store_blob_fn *done, void *arg, struct want **out)
{
    struct want *w = calloc(1, sizeof *w);

    if (w == NULL)
        return ERR_NOMEM;
    w->done = done;
    w->arg = arg;
    *out = w;
    return ERR_OK;
}

enum err want_start(struct store *s, const struct hash *h, store_blob_fn *done,
                    void *arg, struct want **out)
{
    enum err e = want_new(done, arg, out);

    if (e == ERR_OK)
        store_want(s, h, on_blob, *out);
    return e;
}

enum err want_look_up(struct store *s, const struct hash *h,
                      store_blob_fn *done, void *arg, struct want **out)
{
    enum err e = want_new(done, arg, out);

    if (e == ERR_OK)
        store_get(s, h, on_blob, *out);
    return e;
}

void want_cancel(struct want *w)
{
    if (w != NULL)
        w->done = NULL;
}
