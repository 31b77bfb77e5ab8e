#include "blobs/loan.h"

#include <assert.h>
#include <stdbool.h>
#include <stdlib.h>
#include <sys/mman.h>

#include "store/blob.h"

struct loan {
    struct blob *blob;
    size_t out; /* sends that are not released */
    void *pages;
    size_t pages_len;
    bool is_closed;
};

enum err loan_new(struct blob *b, struct loan **out)
{
    struct loan *l = calloc(1, sizeof *l);

    if (l == NULL)
        return ERR_NOMEM;
    l->blob = b;
    *out = l;
    return ERR_OK;
}

static void free_if_over(struct loan *l)
{
    if (!l->is_closed || l->out > 0)
        return;
    if (l->pages_len > 0)
        (void)madvise(l->pages, l->pages_len, MADV_DONTNEED);
    blob_unref(l->blob);
    free(l);
}

void loan_set_pages(struct loan *l, void *begin, size_t len)
{
    l->pages = begin;
    l->pages_len = len;
}

void loan_take(struct loan *l)
{
    assert(!l->is_closed);
    l->out++;
}

void loan_release(void *arg)
{
    struct loan *l = arg;

    assert(l->out > 0);
    l->out--;
    free_if_over(l);
}

void loan_close(struct loan *l)
{
    if (l == NULL)
        return;
    l->is_closed = true;
    free_if_over(l);
}
