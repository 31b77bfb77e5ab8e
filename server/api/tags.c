#include <stdio.h>
#include <string.h>

#include "api/api.h"
#include "api/handlers.h"
#include "api/json_in.h"
#include "api/json_out.h"
#include "api/page.h"
#include "api/reply.h"
#include "ops/ask_tags.h"

/* ---- list ---------------------------------------------------------------*/

static void list_answered(struct call *c)
{
    struct ask_tag_list *list = (struct ask_tag_list *)c->ask;
    json_t *items;

    if (!reply_is_good(c, SUBJECT_TAG))
        return;
    items = json_array();
    for (size_t i = 0; i < list->len && items != NULL; i++) {
        if (!json_push(items, json_tag(&list->tags[i]))) {
            json_decref(items);
            items = NULL;
        }
    }
    reply_page(c, items, list->more ? list->tags[list->len - 1].name : NULL);
}

void handle_tag_list(struct call *c)
{
    const char *cursor = uri_param(&c->uri, "cursor");
    struct ask_tag_list *list;
    size_t limit;

    if (!read_limit(c, &limit) ||
        (cursor != NULL && !check_tag(c, "?cursor", cursor)))
        return;
    list = ask_tag_list_new();
    if (list != NULL) {
        list->limit = limit;
        snprintf(list->after, sizeof list->after, "%s",
                 cursor != NULL ? cursor : "");
    }
    call_ask_timed(c, (struct ask *)list, list_answered);
}

/* ---- get, delete --------------------------------------------------------*/

static void get_answered(struct call *c)
{
    if (reply_is_good(c, SUBJECT_TAG))
        reply_json(c, 200, json_tag(&((struct ask_tag_get *)c->ask)->tag));
}

void handle_tag_get(struct call *c)
{
    struct ask_tag_get *get;

    if (!check_tag(c, "?name", c->args[0]))
        return;
    get = ask_tag_get_new();
    if (get != NULL)
        snprintf(get->name, sizeof get->name, "%s", c->args[0]);
    call_ask_timed(c, (struct ask *)get, get_answered);
}

static void delete_answered(struct call *c)
{
    if (reply_is_good(c, SUBJECT_TAG))
        reply_empty(c, 204);
}

void handle_tag_delete(struct call *c)
{
    struct ask_tag_delete *del;

    if (!check_tag(c, "?name", c->args[0]))
        return;
    del = ask_tag_delete_new();
    if (del != NULL)
        snprintf(del->name, sizeof del->name, "%s", c->args[0]);
    call_ask_timed(c, (struct ask *)del, delete_answered);
}

/* ---- put ----------------------------------------------------------------*/

static void put_answered(struct call *c)
{
    if (reply_is_good(c, SUBJECT_TAG))
        reply_json(c, 200, json_tag(&((struct ask_tag_set *)c->ask)->tag));
}

static void read_tag(struct json_in *in, struct store_tag *out)
{
    const char *hash = json_in_text(in, "hash");
    const char *format = json_in_text(in, "format");

    if (hash == NULL || hash_parse(hash, &out->hash) != ERR_OK)
        json_in_refuse(in, "hash", "a hash is expected");
    if (format != NULL && strcmp(format, "raw") != 0 &&
        strcmp(format, "hash_seq") != 0)
        json_in_refuse(in, "format", "raw or hash_seq is expected");
    out->is_sequence = format != NULL && strcmp(format, "hash_seq") == 0;
}

void handle_tag_put(struct call *c)
{
    struct store_tag tag = {0};
    struct ask_tag_set *set;
    struct json_in in;
    bool is_good_body;

    if (!check_tag(c, "?name", c->args[0]) || !json_in_open(&in, c))
        return;
    snprintf(tag.name, sizeof tag.name, "%s", c->args[0]);
    read_tag(&in, &tag);
    is_good_body = json_in_end(&in);
    json_in_close(&in);
    if (!is_good_body)
        return;
    set = ask_tag_set_new();
    if (set != NULL)
        set->tag = tag;
    call_ask_timed(c, (struct ask *)set, put_answered);
}
