/* The target of a request, taken apart and decoded strictly.
 *
 *     /api/v1/tags/a%2Fb?limit=10   segments "api" "v1" "tags" "a/b"
 *
 * Refused: a percent sign without two hex digits, a zero byte or a control
 * character, bytes that are no UTF-8, too many parts. Segments are split
 * before they are decoded, so an encoded slash stays inside its segment, and
 * "." and ".." are names like any other.
 *
 * Thread: any; no state. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"

#define URI_MAX 8192
#define URI_MAX_SEGMENTS 8
#define URI_MAX_PARAMS 16

struct uri_param {
    const char *name;
    const char *value; /* "" when there was none */
};

struct uri {
    char *text;            /* owns what the others point into */
    const char *authority; /* of the absolute form; NULL for "/path" */
    bool is_asterisk;      /* "OPTIONS *" */
    size_t segments_len;   /* 0 for "/" */
    const char *segments[URI_MAX_SEGMENTS];
    bool has_query;
    size_t params_len;
    struct uri_param params[URI_MAX_PARAMS];
};

/* ERR_TOO_LARGE: longer than URI_MAX. ERR_PARSE: `em` says what is wrong.
 * ERR_NOMEM. On ERR_OK clear it with uri_clear(). */
ERR_RESULT enum err uri_parse(const char *target, struct uri *out,
                              struct errmsg *em);
void uri_clear(struct uri *u);

/* The value of a parameter, NULL when absent. */
const char *uri_param(const struct uri *u, const char *name);

/* Length of the UTF-8 character at `s`; 0 when there is none, or a control
 * character. */
size_t uri_char_len(const char *s);

/* Is this UTF-8 without control characters? */
bool uri_is_text(const char *s);
