#include "ops/op_tags.h"

#include <stdlib.h>
#include <string.h>

#include "ops/ops.h"

static struct store *store_of(const struct op *op)
{
    return ops_node(op->ops)->store;
}

static void get_done(enum err e, const struct store_tag *tags, size_t len,
                     bool more, void *arg)
{
    struct op_tag_get *op = arg;

    if (e == ERR_OK && op_is_open(&op->op))
        op->tag = tags[0];
    op_finish(&op->op, e);
}

static void get_run(struct op *op)
{
    struct op_tag_get *get = (struct op_tag_get *)op;

    store_tag_get(store_of(op), get->name, get_done, get);
}

struct op_tag_get *op_tag_get_new(void)
{
    return op_new(sizeof(struct op_tag_get), get_run, NULL);
}

static void done(enum err e, void *arg)
{
    op_finish(arg, e);
}

static void set_run(struct op *op)
{
    store_tag_set(store_of(op), &((struct op_tag_set *)op)->tag, done, op);
}

struct op_tag_set *op_tag_set_new(void)
{
    return op_new(sizeof(struct op_tag_set), set_run, NULL);
}

static void delete_run(struct op *op)
{
    store_tag_delete(store_of(op), ((struct op_tag_delete *)op)->name, done,
                     op);
}

struct op_tag_delete *op_tag_delete_new(void)
{
    return op_new(sizeof(struct op_tag_delete), delete_run, NULL);
}

static void list_done(enum err e, const struct store_tag *tags, size_t len,
                      bool more, void *arg)
{
    struct op_tag_list *op = arg;

    if (e == ERR_OK && len > 0 && op_is_open(&op->op)) {
        op->tags = calloc(len, sizeof *tags);
        if (op->tags == NULL) {
            e = ERR_NOMEM;
        } else {
            memcpy(op->tags, tags, len * sizeof *tags);
            op->len = len;
            op->more = more;
        }
    }
    op_finish(&op->op, e);
}

static void list_run(struct op *op)
{
    struct op_tag_list *list = (struct op_tag_list *)op;

    store_tag_list(store_of(op), list->after[0] != '\0' ? list->after : NULL,
                   list->limit, list_done, list);
}

static void list_release(struct op *op)
{
    free(((struct op_tag_list *)op)->tags);
}

struct op_tag_list *op_tag_list_new(void)
{
    return op_new(sizeof(struct op_tag_list), list_run, list_release);
}
