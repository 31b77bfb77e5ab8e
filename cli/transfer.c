#include <stdio.h>
#include <string.h>

#include "cli/api.h"
#include "cli/transfer.h"

/* A number or a string; the latter is what the interface promises. */
static void read_id(const json_t *v, char *out, size_t cap)
{
    const json_t *id = json_object_get(v, "id");

    if (json_is_integer(id))
        snprintf(out, cap, "%" JSON_INTEGER_FORMAT, json_integer_value(id));
    else
        snprintf(out, cap, "%s", api_str(v, "id"));
}

static size_t count_givers(const json_t *sources)
{
    size_t n = 0, i;
    const json_t *source;

    json_array_foreach(sources, i, source) n += api_u64(source, "bytes", 0) > 0;
    return n;
}

void transfer_read(const json_t *v, struct transfer *out)
{
    const json_t *error = json_object_get(v, "error");

    *out = (struct transfer){
        .hash = api_str(v, "hash"),
        .state = api_str(v, "state"),
        .error = api_str(v, "error"),
        .error_code = api_str(error, "code"),
        .size = api_u64(v, "size", TRANSFER_SIZE_UNKNOWN),
        .done = api_u64(v, "bytes_done", 0),
        .rate = api_u64(v, "rate_bps", 0),
        .sources = count_givers(json_object_get(v, "sources")),
        .priority = api_str(v, "priority"),
        .position = api_u64(v, "position", 0),
        .attempts = api_u64(v, "attempts", 0),
        .next_attempt = api_str(v, "next_attempt"),
    };
    read_id(v, out->id, sizeof out->id);
    if (json_is_object(error))
        out->error = api_str(error, "detail");
}

bool transfer_left(const struct transfer *t, uint64_t *out_s)
{
    if (strcmp(t->state, "running") != 0 || t->rate == 0 ||
        t->size == TRANSFER_SIZE_UNKNOWN || t->done > t->size)
        return false;
    *out_s = (t->size - t->done) / t->rate;
    return true;
}

bool transfer_is_over(const struct transfer *t)
{
    return strcmp(t->state, "completed") == 0 ||
           strcmp(t->state, "failed") == 0 ||
           strcmp(t->state, "cancelled") == 0;
}

static bool ends_with(const char *text, const char *end)
{
    size_t len = strlen(text), end_len = strlen(end);

    return len >= end_len && strcmp(text + len - end_len, end) == 0;
}

/* Codes are names of `enum err`, maybe with a subject before:
 * "blob_not_found". Only those with an exit code of their own matter. */
static enum err err_from_code(const char *code)
{
    static const enum err kinds[] = {ERR_NOT_FOUND, ERR_MISMATCH, ERR_TIMEOUT,
                                     ERR_CANCELLED};

    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        if (ends_with(code, err_name(kinds[i])))
            return kinds[i];
    }
    return ERR_REFUSED;
}

enum err transfer_result(const struct transfer *t, struct errmsg *em)
{
    if (strcmp(t->state, "completed") == 0)
        return ERR_OK;
    if (strcmp(t->state, "cancelled") == 0) {
        err_set(em, "the transfer was cancelled");
        return ERR_CANCELLED;
    }
    err_set(em, "%s",
            *t->error != '\0' ? t->error
                              : "the transfer failed; the node's "
                                "log says why");
    return err_from_code(t->error_code);
}
