#include "ops/ask_tags.h"

#include <stdlib.h>
#include <string.h>

#include "ops/ops.h"

static struct store *store_of(const struct ask *ask)
{
    return ops_node(ask->ops)->store;
}

static void get_done(enum err e, const struct store_tag *tags, size_t len,
                     bool more, void *arg)
{
    struct ask_tag_get *ask = arg;

    if (e == ERR_OK && ask_is_open(&ask->ask))
        ask->tag = tags[0];
    ask_finish(&ask->ask, e);
}

static void get_run(struct ask *ask)
{
    struct ask_tag_get *get = (struct ask_tag_get *)ask;

    store_tag_get(store_of(ask), get->name, get_done, get);
}

struct ask_tag_get *ask_tag_get_new(void)
{
    return ask_new(sizeof(struct ask_tag_get), get_run, NULL);
}

static void done(enum err e, void *arg)
{
    ask_finish(arg, e);
}

static void set_run(struct ask *ask)
{
    store_tag_set(store_of(ask), &((struct ask_tag_set *)ask)->tag, done, ask);
}

struct ask_tag_set *ask_tag_set_new(void)
{
    return ask_new(sizeof(struct ask_tag_set), set_run, NULL);
}

static void delete_run(struct ask *ask)
{
    store_tag_delete(store_of(ask), ((struct ask_tag_delete *)ask)->name, done,
                     ask);
}

struct ask_tag_delete *ask_tag_delete_new(void)
{
    return ask_new(sizeof(struct ask_tag_delete), delete_run, NULL);
}

static void list_done(enum err e, const struct store_tag *tags, size_t len,
                      bool more, void *arg)
{
    struct ask_tag_list *ask = arg;

    if (e == ERR_OK && len > 0 && ask_is_open(&ask->ask)) {
        ask->tags = calloc(len, sizeof *tags);
        if (ask->tags == NULL) {
            e = ERR_NOMEM;
        } else {
            memcpy(ask->tags, tags, len * sizeof *tags);
            ask->len = len;
            ask->more = more;
        }
    }
    ask_finish(&ask->ask, e);
}

static void list_run(struct ask *ask)
{
    struct ask_tag_list *list = (struct ask_tag_list *)ask;

    store_tag_list(store_of(ask), list->after[0] != '\0' ? list->after : NULL,
                   list->limit, list_done, list);
}

static void list_release(struct ask *ask)
{
    free(((struct ask_tag_list *)ask)->tags);
}

struct ask_tag_list *ask_tag_list_new(void)
{
    return ask_new(sizeof(struct ask_tag_list), list_run, list_release);
}
