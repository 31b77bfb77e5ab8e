#include "ops/op_blobs.h"

#include <stdlib.h>
#include <string.h>

#include "ops/ops.h"

#define GROUP_BYTES UINT64_C(16384)

static struct store *store_of(const struct op *op)
{
    return ops_node(op->ops)->store;
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
    struct op_blob_get *op = arg;

    if (op_is_open(&op->op))
        op->blob = b;
    else
        blob_unref(b);
    op_finish(&op->op, e);
}

static void get_run(struct op *op)
{
    struct op_blob_get *get = (struct op_blob_get *)op;
    struct blob *b = store_peek(store_of(op), &get->hash);

    /* An open blob needs no detour over the store thread. */
    if (b != NULL)
        get_done(ERR_OK, b, get);
    else
        store_get(store_of(op), &get->hash, get_done, get);
}

static void get_release(struct op *op)
{
    blob_unref(((struct op_blob_get *)op)->blob);
}

struct op_blob_get *op_blob_get_new(void)
{
    return op_new(sizeof(struct op_blob_get), get_run, get_release);
}

/* ---- add ----------------------------------------------------------------*/

static void add_done(enum err e, const struct store_added *added, void *arg)
{
    struct op_blob_add *op = arg;

    if (op_is_open(&op->op) && added != NULL)
        op->added = *added;
    op_finish(&op->op, e);
}

static void add_run(struct op *op)
{
    struct op_blob_add *add = (struct op_blob_add *)op;
    struct store_add *a = add->add;

    add->add = NULL;
    store_add_finish(a, add->has_expected ? &add->expected : NULL,
                     add->tag[0] != '\0' ? add->tag : NULL, add_done, add);
}

static void add_release(struct op *op)
{
    store_add_abort(((struct op_blob_add *)op)->add);
}

struct op_blob_add *op_blob_add_new(void)
{
    return op_new(sizeof(struct op_blob_add), add_run, add_release);
}

/* ---- list ---------------------------------------------------------------*/

static enum err copy_rows(struct op_blob_list *op,
                          const struct store_item *items, size_t len)
{
    if (len == 0)
        return ERR_OK;
    op->rows = calloc(len, sizeof *op->rows);
    if (op->rows == NULL)
        return ERR_NOMEM;
    for (size_t i = 0; i < len; i++) {
        op->len++;
        if (row_copy(&op->rows[i], &items[i]) != ERR_OK)
            return ERR_NOMEM;
    }
    return ERR_OK;
}

static void list_done(enum err e, const struct store_item *items, size_t len,
                      bool more, void *arg)
{
    struct op_blob_list *op = arg;

    if (e == ERR_OK && op_is_open(&op->op)) {
        e = copy_rows(op, items, len);
        op->more = more;
    }
    op_finish(&op->op, e);
}

static void list_run(struct op *op)
{
    struct op_blob_list *list = (struct op_blob_list *)op;

    list->query.tag = list->tag[0] != '\0' ? list->tag : NULL;
    store_list(store_of(op), &list->query, list_done, list);
}

static void list_release(struct op *op)
{
    struct op_blob_list *list = (struct op_blob_list *)op;

    for (size_t i = 0; i < list->len; i++)
        row_clear(&list->rows[i]);
    free(list->rows);
}

struct op_blob_list *op_blob_list_new(void)
{
    return op_new(sizeof(struct op_blob_list), list_run, list_release);
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
    struct op_blob_status *op = arg;

    if (e == ERR_OK && op_is_open(&op->op))
        e = held_bytes(b, blob_size(b, NULL), &op->held);
    blob_unref(b);
    op_finish(&op->op, e);
}

static void status_row(enum err e, const struct store_item *items, size_t len,
                       bool more, void *arg)
{
    struct op_blob_status *op = arg;

    if (e == ERR_OK && op_is_open(&op->op))
        e = row_copy(&op->row, items);
    if (e != ERR_OK || !op_is_open(&op->op)) {
        op_finish(&op->op, e);
        return;
    }
    /* What is whole needs no look at its groups. */
    if (op->row.complete) {
        e = ranges_add(&op->held, 0, op->row.size);
        op_finish(&op->op, e);
        return;
    }
    store_get(store_of(&op->op), &op->hash, status_got, op);
}

static void status_run(struct op *op)
{
    struct op_blob_status *status = (struct op_blob_status *)op;

    store_stat(store_of(op), &status->hash, status_row, status);
}

static void status_release(struct op *op)
{
    struct op_blob_status *status = (struct op_blob_status *)op;

    row_clear(&status->row);
    ranges_clear(&status->held);
}

struct op_blob_status *op_blob_status_new(void)
{
    return op_new(sizeof(struct op_blob_status), status_run, status_release);
}

/* ---- verify, delete -----------------------------------------------------*/

static void verify_done(enum err e, const struct store_verified *v, void *arg)
{
    struct op_blob_verify *op = arg;

    if (e == ERR_OK && op_is_open(&op->op))
        op->result = *v;
    op_finish(&op->op, e);
}

static void verify_run(struct op *op)
{
    struct op_blob_verify *verify = (struct op_blob_verify *)op;

    store_verify(store_of(op), &verify->hash, verify_done, verify);
}

struct op_blob_verify *op_blob_verify_new(void)
{
    return op_new(sizeof(struct op_blob_verify), verify_run, NULL);
}

static void delete_done(enum err e, void *arg)
{
    op_finish(arg, e);
}

static void delete_run(struct op *op)
{
    struct op_blob_delete *del = (struct op_blob_delete *)op;

    store_delete(store_of(op), &del->hash, del->force, delete_done, op);
}

struct op_blob_delete *op_blob_delete_new(void)
{
    return op_new(sizeof(struct op_blob_delete), delete_run, NULL);
}
