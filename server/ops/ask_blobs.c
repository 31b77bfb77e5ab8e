#include "ops/ask_blobs.h"

#include <stdlib.h>
#include <string.h>

#include "ops/ops.h"

#define GROUP_BYTES UINT64_C(16384)

static struct store *store_of(const struct ask *ask)
{
    return ops_node(ask->ops)->store;
}

/* ---- rows ---------------------------------------------------------------*/

static void row_clear(struct blob_row *r)
{
    for (size_t i = 0; i < r->tags_len; i++)
        free(r->tags[i]);
    free(r->tags);
    r->tags = NULL;
    r->tags_len = 0;
}

static enum err row_copy(struct blob_row *to, const struct store_item *from)
{
    *to = (struct blob_row){
        .hash = from->hash,
        .size = from->size,
        .held_bytes = from->held_bytes,
        .complete = from->complete,
        .added_ms = from->added_ms,
    };
    if (from->tags_len == 0)
        return ERR_OK;
    to->tags = calloc(from->tags_len, sizeof *to->tags);
    if (to->tags == NULL)
        return ERR_NOMEM;
    for (; to->tags_len < from->tags_len; to->tags_len++) {
        to->tags[to->tags_len] = strdup(from->tags[to->tags_len]);
        if (to->tags[to->tags_len] == NULL)
            return ERR_NOMEM;
    }
    return ERR_OK;
}

/* ---- get ----------------------------------------------------------------*/

static void get_done(enum err e, struct blob *b, void *arg)
{
    struct ask_blob_get *ask = arg;

    if (ask_is_open(&ask->ask))
        ask->blob = b;
    else
        blob_unref(b);
    ask_finish(&ask->ask, e);
}

static void get_run(struct ask *ask)
{
    struct ask_blob_get *get = (struct ask_blob_get *)ask;
    struct blob *b = store_peek(store_of(ask), &get->hash);

    /* An open blob needs no detour over the store thread. */
    if (b != NULL)
        get_done(ERR_OK, b, get);
    else
        store_get(store_of(ask), &get->hash, get_done, get);
}

static void get_release(struct ask *ask)
{
    blob_unref(((struct ask_blob_get *)ask)->blob);
}

struct ask_blob_get *ask_blob_get_new(void)
{
    return ask_new(sizeof(struct ask_blob_get), get_run, get_release);
}

/* ---- add ----------------------------------------------------------------*/

static void add_done(enum err e, const struct store_added *added, void *arg)
{
    struct ask_blob_add *ask = arg;

    if (ask_is_open(&ask->ask) && added != NULL)
        ask->added = *added;
    ask_finish(&ask->ask, e);
}

static void add_run(struct ask *ask)
{
    struct ask_blob_add *add = (struct ask_blob_add *)ask;
    struct store_add *a = add->add;

    add->add = NULL;
    store_add_finish(a, add->has_expected ? &add->expected : NULL,
                     add->tag[0] != '\0' ? add->tag : NULL, add_done, add);
}

static void add_release(struct ask *ask)
{
    store_add_abort(((struct ask_blob_add *)ask)->add);
}

struct ask_blob_add *ask_blob_add_new(void)
{
    return ask_new(sizeof(struct ask_blob_add), add_run, add_release);
}

/* ---- list ---------------------------------------------------------------*/

static enum err copy_rows(struct ask_blob_list *ask,
                          const struct store_item *items, size_t len)
{
    if (len == 0)
        return ERR_OK;
    ask->rows = calloc(len, sizeof *ask->rows);
    if (ask->rows == NULL)
        return ERR_NOMEM;
    for (size_t i = 0; i < len; i++) {
        ask->len++;
        if (row_copy(&ask->rows[i], &items[i]) != ERR_OK)
            return ERR_NOMEM;
    }
    return ERR_OK;
}

static void list_done(enum err e, const struct store_item *items, size_t len,
                      bool more, void *arg)
{
    struct ask_blob_list *ask = arg;

    if (e == ERR_OK && ask_is_open(&ask->ask)) {
        e = copy_rows(ask, items, len);
        ask->more = more;
    }
    ask_finish(&ask->ask, e);
}

static void list_run(struct ask *ask)
{
    struct ask_blob_list *list = (struct ask_blob_list *)ask;

    list->query.tag = list->tag[0] != '\0' ? list->tag : NULL;
    store_list(store_of(ask), &list->query, list_done, list);
}

static void list_release(struct ask *ask)
{
    struct ask_blob_list *list = (struct ask_blob_list *)ask;

    for (size_t i = 0; i < list->len; i++)
        row_clear(&list->rows[i]);
    free(list->rows);
}

struct ask_blob_list *ask_blob_list_new(void)
{
    return ask_new(sizeof(struct ask_blob_list), list_run, list_release);
}

/* ---- status -------------------------------------------------------------*/

/* From groups to bytes: the last group may be short. */
static enum err held_bytes(const struct blob *b, uint64_t size,
                           struct ranges *out)
{
    struct ranges groups;
    enum err e;

    ranges_init(&groups);
    e = blob_held(b, &groups);
    for (size_t i = 0; i < groups.len && e == ERR_OK; i++) {
        uint64_t end = groups.at[i].end;

        end = end > size / GROUP_BYTES ? size : end * GROUP_BYTES;
        e = ranges_add(out, groups.at[i].begin * GROUP_BYTES, end);
    }
    ranges_clear(&groups);
    return e;
}

static void status_got(enum err e, struct blob *b, void *arg)
{
    struct ask_blob_status *ask = arg;

    if (e == ERR_OK && ask_is_open(&ask->ask))
        e = held_bytes(b, blob_size(b, NULL), &ask->held);
    blob_unref(b);
    ask_finish(&ask->ask, e);
}

static void status_row(enum err e, const struct store_item *items, size_t len,
                       bool more, void *arg)
{
    struct ask_blob_status *ask = arg;

    if (e == ERR_OK && ask_is_open(&ask->ask))
        e = row_copy(&ask->row, items);
    if (e != ERR_OK || !ask_is_open(&ask->ask)) {
        ask_finish(&ask->ask, e);
        return;
    }
    /* What is whole needs no look at its groups. */
    if (ask->row.complete) {
        e = ranges_add(&ask->held, 0, ask->row.size);
        ask_finish(&ask->ask, e);
        return;
    }
    store_get(store_of(&ask->ask), &ask->hash, status_got, ask);
}

static void status_run(struct ask *ask)
{
    struct ask_blob_status *status = (struct ask_blob_status *)ask;

    store_stat(store_of(ask), &status->hash, status_row, status);
}

static void status_release(struct ask *ask)
{
    struct ask_blob_status *status = (struct ask_blob_status *)ask;

    row_clear(&status->row);
    ranges_clear(&status->held);
}

struct ask_blob_status *ask_blob_status_new(void)
{
    return ask_new(sizeof(struct ask_blob_status), status_run, status_release);
}

/* ---- verify, delete -----------------------------------------------------*/

static void verify_done(enum err e, const struct store_verified *v, void *arg)
{
    struct ask_blob_verify *ask = arg;

    if (e == ERR_OK && ask_is_open(&ask->ask))
        ask->result = *v;
    ask_finish(&ask->ask, e);
}

static void verify_run(struct ask *ask)
{
    struct ask_blob_verify *verify = (struct ask_blob_verify *)ask;

    store_verify(store_of(ask), &verify->hash, verify_done, verify);
}

struct ask_blob_verify *ask_blob_verify_new(void)
{
    return ask_new(sizeof(struct ask_blob_verify), verify_run, NULL);
}

static void delete_done(enum err e, void *arg)
{
    ask_finish(arg, e);
}

static void delete_run(struct ask *ask)
{
    struct ask_blob_delete *del = (struct ask_blob_delete *)ask;

    store_delete(store_of(ask), &del->hash, del->force, delete_done, ask);
}

struct ask_blob_delete *ask_blob_delete_new(void)
{
    return ask_new(sizeof(struct ask_blob_delete), delete_run, NULL);
}
