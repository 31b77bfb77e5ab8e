#include "api/problem.h"

#include <jansson.h>
#include <stddef.h>

struct kind {
    const char *code;
    unsigned status;
    bool retryable;
    const char *title;
    const char *hint;
};

static const struct kind kinds[PROBLEM_COUNT] = {
#define PROBLEM_KIND(name, code_, status_, retryable_, title_, hint_)          \
    [PROBLEM_##name] = {code_, status_, retryable_, title_, hint_},
    PROBLEM_LIST(PROBLEM_KIND)
#undef PROBLEM_KIND
};

const char *problem_code(enum problem p)
{
    return kinds[p].code;
}

unsigned problem_status(enum problem p)
{
    return kinds[p].status;
}

bool problem_is_retryable(enum problem p)
{
    return kinds[p].retryable;
}

char *problem_document(enum problem p, const char *detail, const char *pointer,
                       const char *request_id)
{
    const struct kind *k = &kinds[p];
    json_t *doc = json_pack(
        "{s:o, s:s, s:i, s:s, s:s, s:s, s:o, s:s, s:b}", "type",
        json_sprintf("urn:firn:problem:%s", k->code), "title", k->title,
        "status", (int)k->status, "detail", detail, "code", k->code, "hint",
        k->hint, "instance", json_sprintf("urn:firn:request:%s", request_id),
        "request_id", request_id, "retryable", (int)k->retryable);
    char *text;

    if (doc != NULL && pointer != NULL)
        json_object_set_new(doc, "pointer", json_string(pointer));
    text = doc == NULL ? NULL : json_dumps(doc, JSON_COMPACT);
    json_decref(doc);
    return text;
}
