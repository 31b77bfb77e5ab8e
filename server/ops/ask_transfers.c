#include "ops/ask_transfers.h"

#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/loop.h"
#include "blobs/blobs.h"
#include "ops/ops.h"

#define LIST_STEP 16 /* transfers looked at in one go */

static struct blobs *blobs_of(const struct ask *ask)
{
    return ops_node(ask->ops)->blobs;
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
    struct ask_transfer_start *ask = arg;
    enum err e = ERR_CLOSED;

    if (ask_is_open(&ask->ask))
        e = picture(blobs_of(&ask->ask), id, &ask->transfer);
    ask_finish(&ask->ask, e);
}

static void start_now(struct ask_transfer_start *start)
{
    struct transfer_request rq = {
        .hash = start->hash,
        .is_sequence = start->is_sequence,
        .sources = start->sources,
        .sources_len = start->sources_len,
        .tag = start->tag[0] != '\0' ? start->tag : NULL,
        .has_priority = true,
        .priority = start->priority,
        .max_bps = start->max_bps,
        .first = start->first,
        .first_len = start->first_len,
    };
    uint64_t id;
    enum err e;

    if (start->deadline_ms != 0)
        rq.deadline_ms = clock_wall_ms() + start->deadline_ms;
    e = transfer_start(blobs_of(&start->ask), &rq, start_ready, start, &id);
    if (e != ERR_OK)
        ask_finish(&start->ask, e);
}

static void start_local(enum err e, const struct store_item *items, size_t len,
                        bool more, void *arg)
{
    struct ask_transfer_start *ask = arg;
    bool is_held = e == ERR_OK && items->complete;

    if (is_held && ask_is_open(&ask->ask)) {
        start_now(ask);
        return;
    }
    if (ask_is_open(&ask->ask) && (e == ERR_OK || e == ERR_NOT_FOUND)) {
        err_set(&ask->ask.em, "p2p is off, and not all of it is held here");
        e = ERR_UNREACHABLE;
    }
    ask_finish(&ask->ask, e);
}

/* Without p2p only what is here can be had; better no transfer than one that
 * is bound to fail. */
static void start_run(struct ask *ask)
{
    struct ask_transfer_start *rq = (struct ask_transfer_start *)ask;
    struct node *n = ops_node(ask->ops);

    if (n->quic == NULL)
        store_stat(n->store, &rq->hash, start_local, rq);
    else
        start_now(rq);
}

static void start_release(struct ask *ask)
{
    struct ask_transfer_start *start = (struct ask_transfer_start *)ask;

    free(start->sources);
    copy_free(start->transfer);
}

struct ask_transfer_start *ask_transfer_start_new(void)
{
    return ask_new(sizeof(struct ask_transfer_start), start_run, start_release);
}

/* ---- get, patch, cancel -------------------------------------------------*/

static void get_run(struct ask *ask)
{
    struct ask_transfer_get *get = (struct ask_transfer_get *)ask;

    ask_finish(ask, picture(blobs_of(ask), get->id, &get->transfer));
}

static void get_release(struct ask *ask)
{
    copy_free(((struct ask_transfer_get *)ask)->transfer);
}

struct ask_transfer_get *ask_transfer_get_new(void)
{
    return ask_new(sizeof(struct ask_transfer_get), get_run, get_release);
}

static void patch_run(struct ask *ask)
{
    struct ask_transfer_patch *patch = (struct ask_transfer_patch *)ask;
    enum err e = transfer_patch(blobs_of(ask), patch->id, &patch->patch);

    if (e == ERR_OK)
        e = picture(blobs_of(ask), patch->id, &patch->transfer);
    ask_finish(ask, e);
}

static void patch_release(struct ask *ask)
{
    copy_free(((struct ask_transfer_patch *)ask)->transfer);
}

struct ask_transfer_patch *ask_transfer_patch_new(void)
{
    return ask_new(sizeof(struct ask_transfer_patch), patch_run, patch_release);
}

static void cancel_run(struct ask *ask)
{
    ask_finish(ask, transfer_cancel(blobs_of(ask),
                                    ((struct ask_transfer_cancel *)ask)->id));
}

struct ask_transfer_cancel *ask_transfer_cancel_new(void)
{
    return ask_new(sizeof(struct ask_transfer_cancel), cancel_run, NULL);
}

/* ---- list ---------------------------------------------------------------*/

static bool is_wanted(const struct ask_transfer_list *ask,
                      const struct transfer_info *info)
{
    char hex[NODE_ID_HEX_SIZE];

    if (ask->has_state && info->state != ask->state)
        return false;
    for (size_t i = 0; i < info->sources_len && ask->peer[0] != '\0'; i++) {
        node_id_hex(&info->sources[i].peer, hex);
        if (strncmp(hex, ask->peer, strlen(ask->peer)) == 0)
            return true;
    }
    return ask->peer[0] == '\0';
}

/* Take those of a step that are wanted; true when the page is full and more
 * follow. */
static enum err take(struct ask_transfer_list *ask,
                     const struct transfer_info *infos, size_t len)
{
    for (size_t i = 0; i < len; i++) {
        if (!is_wanted(ask, &infos[i]))
            continue;
        if (ask->len == ask->limit) {
            ask->more = true;
            return ERR_OK;
        }
        ask->items[ask->len] = copy_new(&infos[i]);
        if (ask->items[ask->len] == NULL)
            return ERR_NOMEM;
        ask->len++;
    }
    return ERR_OK;
}

static enum err collect(struct ask_transfer_list *ask,
                        struct transfer_info *step)
{
    uint64_t before = ask->before;
    enum err e = ERR_OK;
    size_t len;

    do {
        len = transfer_list(blobs_of(&ask->ask), before, step, LIST_STEP);
        e = take(ask, step, len);
        if (len > 0)
            before = step[len - 1].id;
    } while (e == ERR_OK && len == LIST_STEP && !ask->more);
    return e;
}

static void list_run(struct ask *ask)
{
    struct ask_transfer_list *list = (struct ask_transfer_list *)ask;
    struct transfer_info *step = calloc(LIST_STEP, sizeof *step);
    enum err e = ERR_NOMEM;

    list->items = calloc(list->limit, sizeof *list->items);
    if (step != NULL && list->items != NULL)
        e = collect(list, step);
    free(step);
    ask_finish(ask, e);
}

static void list_release(struct ask *ask)
{
    struct ask_transfer_list *list = (struct ask_transfer_list *)ask;

    for (size_t i = 0; i < list->len; i++)
        copy_free(list->items[i]);
    free(list->items);
}

struct ask_transfer_list *ask_transfer_list_new(void)
{
    return ask_new(sizeof(struct ask_transfer_list), list_run, list_release);
}

/* ---- uploads ------------------------------------------------------------*/

static void uploads_run(struct ask *ask)
{
    struct ask_upload_list *list = (struct ask_upload_list *)ask;

    list->items = calloc(list->limit + 1, sizeof *list->items);
    if (list->items == NULL) {
        ask_finish(ask, ERR_NOMEM);
        return;
    }
    list->len =
        upload_list(blobs_of(ask), list->before, list->items, list->limit + 1);
    list->more = list->len > list->limit;
    list->len -= list->more;
    ask_finish(ask, ERR_OK);
}

static void uploads_release(struct ask *ask)
{
    free(((struct ask_upload_list *)ask)->items);
}

struct ask_upload_list *ask_upload_list_new(void)
{
    return ask_new(sizeof(struct ask_upload_list), uploads_run,
                   uploads_release);
}

/* ---- stats --------------------------------------------------------------*/

static void stats_run(struct ask *ask)
{
    struct ask_transfer_stats *stats = (struct ask_transfer_stats *)ask;
    uint64_t now, wall = clock_wall_ms();

    stats->view = malloc(sizeof *stats->view);
    if (stats->view == NULL) {
        ask_finish(ask, ERR_NOMEM);
        return;
    }
    blobs_get_history(blobs_of(ask), stats->view);
    now = loop_now_ms(ops_node(ask->ops)->loop);
    stats->seconds_from_ms = wall - (now - stats->view->seconds_from_ms);
    stats->minutes_from_ms = wall - (now - stats->view->minutes_from_ms);
    ask_finish(ask, ERR_OK);
}

static void stats_release(struct ask *ask)
{
    free(((struct ask_transfer_stats *)ask)->view);
}

struct ask_transfer_stats *ask_transfer_stats_new(void)
{
    return ask_new(sizeof(struct ask_transfer_stats), stats_run, stats_release);
}
