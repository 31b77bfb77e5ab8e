#include "api/json_out.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "api/api.h"
#include "api/json_peers.h"
#include "base/clock.h"

/* What is measured is never so exact. */
#define DUMP_FLAGS (JSON_COMPACT | JSON_REAL_PRECISION(9))

json_t *json_hash(const struct hash *h)
{
    char text[HASH_TEXT_SIZE];

    hash_format(h, text);
    return json_string(text);
}

json_t *json_time(uint64_t wall_ms)
{
    char text[CLOCK_RFC3339_SIZE];

    if (wall_ms == 0)
        return json_null();
    clock_rfc3339(wall_ms, text);
    return json_string(text);
}

json_t *json_u64(uint64_t v)
{
    return json_integer(v > INT64_MAX ? INT64_MAX : (json_int_t)v);
}

bool json_push(json_t *array, json_t *v)
{
    /* Takes over `v` in any case, and refuses NULL. */
    return json_array_append_new(array, v) == 0;
}

json_t *json_addresses(const struct addr *addrs, size_t len)
{
    json_t *out = json_array();
    char text[ADDR_TEXT_SIZE];

    for (size_t i = 0; i < len && out != NULL; i++) {
        addr_format(&addrs[i], text);
        if (!json_push(out, json_string(text))) {
            json_decref(out);
            out = NULL;
        }
    }
    return out;
}

static json_t *tags(const struct blob_row *row)
{
    json_t *out = json_array();

    for (size_t i = 0; i < row->tags_len && out != NULL; i++) {
        if (!json_push(out, json_string(row->tags[i]))) {
            json_decref(out);
            out = NULL;
        }
    }
    return out;
}

json_t *json_blob(const struct blob_row *row)
{
    bool is_known = row->complete || row->size > 0;

    return json_pack("{s:o, s:o, s:s, s:o, s:o, s:o}", "hash",
                     json_hash(&row->hash), "size",
                     is_known ? json_u64(row->size) : json_null(), "state",
                     row->complete ? "complete" : "partial", "held_bytes",
                     json_u64(row->held_bytes), "tags", tags(row), "added",
                     json_time(row->added_ms));
}

static const char *format_name(bool is_sequence)
{
    return is_sequence ? "hash_seq" : "raw";
}

json_t *json_tag(const struct store_tag *tag)
{
    return json_pack("{s:s, s:o, s:s}", "name", tag->name, "hash",
                     json_hash(&tag->hash), "format",
                     format_name(tag->is_sequence));
}

static json_t *failure(enum err e, const char *detail)
{
    return json_pack("{s:s, s:s}", "code", err_name(e), "detail",
                     detail[0] != '\0' ? detail : err_text(e));
}

static json_t *source(const struct transfer_source *s)
{
    char id[NODE_ID_HEX_SIZE];

    node_id_hex(&s->peer, id);
    return json_pack("{s:s, s:s, s:o, s:o, s:o}", "peer", id, "state",
                     source_state_name(s->state), "bytes", json_u64(s->bytes),
                     "rate_bps", json_u64(s->rate_bps), "error",
                     s->state == SOURCE_FAILED ? failure(s->err, s->error)
                                               : json_null());
}

static json_t *sources(const struct transfer_info *t)
{
    json_t *out = json_array();

    for (size_t i = 0; i < t->sources_len && out != NULL; i++) {
        if (!json_push(out, source(&t->sources[i]))) {
            json_decref(out);
            out = NULL;
        }
    }
    return out;
}

/* What the queue knows of it. */
static json_t *turn(const struct transfer_info *t)
{
    return json_pack(
        "{s:s, s:s, s:o, s:o, s:o, s:i, s:o, s:o}", "direction", "download",
        "priority", priority_name(t->priority), "position",
        t->position > 0 ? json_u64(t->position) : json_null(), "max_bps",
        json_u64(t->max_bps), "deadline", json_time(t->deadline_ms), "attempts",
        (int)t->attempts, "next_attempt", json_time(t->next_attempt_ms),
        "requests", json_u64(t->requests));
}

static bool has_failure(const struct transfer_info *t)
{
    return t->err != ERR_OK && t->state != TRANSFER_CANCELLED;
}

static json_t *what(const struct transfer_info *t, const char *tag)
{
    return json_pack(
        "{s:o, s:o, s:s, s:s, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, "
        "s:o}",
        "id", json_sprintf("%s-%" PRIu64, tag, t->id), "hash",
        json_hash(&t->hash), "format", format_name(t->is_sequence), "state",
        transfer_state_name(t->state), "size",
        t->size_known ? json_u64(t->size) : json_null(), "bytes_done",
        json_u64(t->bytes_done), "bytes_fetched", json_u64(t->bytes_fetched),
        "rate_bps", json_u64(t->rate_bps), "sources", sources(t), "tag",
        t->tag != NULL ? json_string(t->tag) : json_null(), "error",
        has_failure(t) ? failure(t->err, t->error) : json_null(), "created",
        json_time(t->created_ms), "started", json_time(t->started_ms), "ended",
        json_time(t->ended_ms));
}

static json_t *event_of_blob(const struct event_facts *f, json_t *hash)
{
    return json_pack("{s:O, s:o, s:s}", "hash", hash, "size",
                     f->is_complete || f->size > 0 ? json_u64(f->size)
                                                   : json_null(),
                     "state", f->is_complete ? "complete" : "partial");
}

json_t *json_upload(const struct upload_info *u, const char *boot)
{
    char peer[NODE_ID_HEX_SIZE];

    node_id_hex(&u->peer, peer);
    return json_pack("{s:o, s:s, s:o, s:s, s:s, s:o, s:o, s:o, s:o}", "id",
                     json_sprintf("%s-%" PRIu64, boot, u->id), "direction",
                     "upload", "hash", json_hash(&u->hash), "peer", peer,
                     "state", u->is_running ? "running" : "completed", "bytes",
                     json_u64(u->bytes), "rate_bps", json_u64(u->rate_bps),
                     "started", json_time(u->started_ms), "ended",
                     json_time(u->ended_ms));
}

json_t *json_transfer(const struct transfer_info *t, const char *tag)
{
    json_t *out = what(t, tag);

    if (out != NULL && json_object_update_new(out, turn(t)) != 0) {
        json_decref(out);
        out = NULL;
    }
    return out;
}

static json_t *event_document(const struct event_facts *f, const char *tag,
                              json_t *hash)
{
    switch (f->type) {
    case EVENT_BLOB_ADDED:
    case EVENT_BLOB_STATE:
        return event_of_blob(f, hash);
    case EVENT_BLOB_REMOVED:
        return json_pack("{s:O}", "hash", hash);
    case EVENT_TAG:
        return json_pack("{s:s, s:O}", "name", f->tag, "hash", hash);
    case EVENT_TRANSFER:
        return json_transfer(f->transfer, tag);
    case EVENT_PEER:
        return json_peer_event(f->peer, f->news);
    case EVENT_DISCOVERY:
        return json_pack("{s:s, s:s, s:s?}", "source", f->name, "state",
                         f->state, "error", f->text);
    case EVENT_P2P:
        return json_pack("{s:s, s:s?}", "state", f->state, "error", f->text);
    case EVENT_TASK_ERROR:
        return json_pack("{s:s, s:s}", "task", f->name, "text", f->text);
    case EVENT_TYPE_COUNT:
        break;
    }
    return NULL;
}

char *event_render(const struct event_facts *f, const char *tag)
{
    json_t *hash = f->hash != NULL ? json_hash(f->hash) : json_null();
    json_t *doc = event_document(f, tag, hash);
    char *text = doc != NULL ? json_dumps(doc, DUMP_FLAGS) : NULL;

    json_decref(hash);
    json_decref(doc);
    return text;
}

char *json_line(const json_t *doc)
{
    char *text = doc != NULL ? json_dumps(doc, DUMP_FLAGS) : NULL;
    size_t len = text != NULL ? strlen(text) : 0;
    char *line = text != NULL ? realloc(text, len + 2) : NULL;

    if (line == NULL) {
        free(text);
        return NULL;
    }
    memcpy(line + len, "\n", 2);
    return line;
}
