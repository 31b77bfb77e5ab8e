#include "api/problem.h"

#include <jansson.h>
#include <stddef.h>
#include <string.h>

#include "api/json_out.h"
#include "api/uri.h"

#define TEXT_MAX 520 /* of detail and pointer */

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

/* What others sent may be in the text, cut anywhere: whatever is no UTF-8
 * becomes a question mark, for JSON takes nothing else. */
static void clean(const char *text, char *out, size_t size)
{
    size_t len = 0;

    while (*text != '\0' && len + 4 < size) {
        size_t one = uri_char_len(text);

        if (one == 0)
            out[len] = '?';
        else
            memcpy(out + len, text, one);
        len += one == 0 ? 1 : one;
        text += one == 0 ? 1 : one;
    }
    out[len] = '\0';
}

char *problem_document(enum problem p, const char *detail, const char *pointer,
                       const char *request_id)
{
    const struct kind *k = &kinds[p];
    char clean_detail[TEXT_MAX], clean_pointer[TEXT_MAX];
    json_t *doc;
    char *text;

    clean(detail, clean_detail, sizeof clean_detail);
    clean(pointer != NULL ? pointer : "", clean_pointer, sizeof clean_pointer);
    doc = json_pack("{s:o, s:s, s:i, s:s, s:s, s:s, s:o, s:s, s:b}", "type",
                    json_sprintf("urn:firn:problem:%s", k->code), "title",
                    k->title, "status", (int)k->status, "detail", clean_detail,
                    "code", k->code, "hint", k->hint, "instance",
                    json_sprintf("urn:firn:request:%s", request_id),
                    "request_id", request_id, "retryable", (int)k->retryable);
    if (doc != NULL && pointer != NULL)
        json_object_set_new(doc, "pointer", json_string(clean_pointer));
    text = json_line(doc);
    json_decref(doc);
    return text;
}
