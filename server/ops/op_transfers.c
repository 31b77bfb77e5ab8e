#include "ops/op_transfers.h"

#include <stdlib.h>
#include <string.h>

#include "ops/ops.h"

#define LIST_STEP 16 /* transfers looked at in one go */

static struct blobs *blobs_of(const struct op *op)
{
    return ops_node(op->ops)->blobs;
}

/* The sources are the struct's last field, and few of them are in use. */
static struct transfer_copy *copy_new(const struct transfer_info *info)
{
    size_t size = offsetof(struct transfer_info, sources) +
                  info->sources_len * sizeof info->sources[0];
    struct transfer_copy *c =
        malloc(offsetof(struct transfer_copy, info) + size);

    if (c == NULL)
        return NULL;
    memcpy((char *)c + offsetof(struct transfer_copy, info), info, size);
    c->tag = NULL;
    if (info->tag != NULL) {
        c->tag = strdup(info->tag);
        if (c->tag == NULL) {
            free(c);
            return NULL;
        }
    }
    c->info.tag = c->tag;
    return c;
}

static void copy_free(struct transfer_copy *c)
{
    if (c == NULL)
        return;
    free(c->tag);
    free(c);
}

static enum err picture(struct blobs *b, uint64_t id,
                        struct transfer_copy **out)
{
    struct transfer_info *info = malloc(sizeof *info);
    enum err e;

    if (info == NULL)
        return ERR_NOMEM;
    e = transfer_get(b, id, info);
    if (e == ERR_OK) {
        *out = copy_new(info);
        e = *out == NULL ? ERR_NOMEM : ERR_OK;
    }
    free(info);
    return e;
}

/* ---- start --------------------------------------------------------------*/

static void start_ready(uint64_t id, void *arg)
{
    struct op_transfer_start *op = arg;
    enum err e = ERR_CLOSED;

    if (op_is_open(&op->op))
        e = picture(blobs_of(&op->op), id, &op->transfer);
    op_finish(&op->op, e);
}

static void start_run(struct op *op)
{
    struct op_transfer_start *start = (struct op_transfer_start *)op;
    struct transfer_request rq = {
        .hash = start->hash,
        .is_sequence = start->is_sequence,
        .sources = start->sources,
        .sources_len = start->sources_len,
        .tag = start->tag[0] != '\0' ? start->tag : NULL,
    };
    uint64_t id;
    enum err e = transfer_start(blobs_of(op), &rq, start_ready, start, &id);

    if (e != ERR_OK)
        op_finish(op, e);
}

static void start_release(struct op *op)
{
    struct op_transfer_start *start = (struct op_transfer_start *)op;

    free(start->sources);
    copy_free(start->transfer);
}

struct op_transfer_start *op_transfer_start_new(void)
{
    return op_new(sizeof(struct op_transfer_start), start_run, start_release);
}

/* ---- get, cancel --------------------------------------------------------*/

static void get_run(struct op *op)
{
    struct op_transfer_get *get = (struct op_transfer_get *)op;

    op_finish(op, picture(blobs_of(op), get->id, &get->transfer));
}

static void get_release(struct op *op)
{
    copy_free(((struct op_transfer_get *)op)->transfer);
}

struct op_transfer_get *op_transfer_get_new(void)
{
    return op_new(sizeof(struct op_transfer_get), get_run, get_release);
}

static void cancel_run(struct op *op)
{
    op_finish(op, transfer_cancel(blobs_of(op),
                                  ((struct op_transfer_cancel *)op)->id));
}

struct op_transfer_cancel *op_transfer_cancel_new(void)
{
    return op_new(sizeof(struct op_transfer_cancel), cancel_run, NULL);
}

/* ---- list ---------------------------------------------------------------*/

/* Take those of a step that are wanted; true when the page is full and more
 * follow. */
static enum err take(struct op_transfer_list *op,
                     const struct transfer_info *infos, size_t len)
{
    for (size_t i = 0; i < len; i++) {
        if (op->has_state && infos[i].state != op->state)
            continue;
        if (op->len == op->limit) {
            op->more = true;
            return ERR_OK;
        }
        op->items[op->len] = copy_new(&infos[i]);
        if (op->items[op->len] == NULL)
            return ERR_NOMEM;
        op->len++;
    }
    return ERR_OK;
}

static enum err collect(struct op_transfer_list *op, struct transfer_info *step)
{
    uint64_t before = op->before;
    enum err e = ERR_OK;
    size_t len;

    do {
        len = transfer_list(blobs_of(&op->op), before, step, LIST_STEP);
        e = take(op, step, len);
        if (len > 0)
            before = step[len - 1].id;
    } while (e == ERR_OK && len == LIST_STEP && !op->more);
    return e;
}

static void list_run(struct op *op)
{
    struct op_transfer_list *list = (struct op_transfer_list *)op;
    struct transfer_info *step = calloc(LIST_STEP, sizeof *step);
    enum err e = ERR_NOMEM;

    list->items = calloc(list->limit, sizeof *list->items);
    if (step != NULL && list->items != NULL)
        e = collect(list, step);
    free(step);
    op_finish(op, e);
}

static void list_release(struct op *op)
{
    struct op_transfer_list *list = (struct op_transfer_list *)op;

    for (size_t i = 0; i < list->len; i++)
        copy_free(list->items[i]);
    free(list->items);
}

struct op_transfer_list *op_transfer_list_new(void)
{
    return op_new(sizeof(struct op_transfer_list), list_run, list_release);
}
