#include "api/json_in.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "api/reply.h"

bool json_in_open(struct json_in *in, struct call *c)
{
    json_error_t error;

    *in = (struct json_in){.call = c};
    in->root = json_loadb((const char *)c->body.ptr, c->body.len,
                          JSON_REJECT_DUPLICATES | JSON_DECODE_ANY, &error);
    if (in->root == NULL)
        reply_invalid(c, "", "the body is not JSON: line %d: %s", error.line,
                      error.text);
    else if (!json_is_object(in->root))
        reply_invalid(c, "", "the body must be an object");
    in->failed = !json_is_object(in->root);
    if (in->failed)
        json_in_close(in);
    return !in->failed;
}

void json_in_close(struct json_in *in)
{
    json_decref(in->root);
    in->root = NULL;
}

/* "~" and "/" have a meaning in pointers (RFC 6901). */
static void write_pointer(const char *name, char *out, size_t size)
{
    size_t len = 0;

    /* The whole document's pointer is empty. */
    if (*name != '\0')
        out[len++] = '/';
    for (; *name != '\0' && len + 3 < size; name++) {
        if (*name == '~' || *name == '/') {
            out[len++] = '~';
            out[len++] = *name == '~' ? '0' : '1';
        } else {
            out[len++] = *name;
        }
    }
    out[len] = '\0';
}

void json_in_refuse(struct json_in *in, const char *name, const char *fmt, ...)
{
    char pointer[128], detail[256];
    va_list args;

    if (in->failed)
        return;
    in->failed = true;
    va_start(args, fmt);
    vsnprintf(detail, sizeof detail, fmt, args);
    va_end(args);
    write_pointer(name, pointer, sizeof pointer);
    reply_invalid(in->call, pointer, "%s", detail);
}

void json_in_refuse_at(struct json_in *in, const char *pointer,
                       const char *what)
{
    if (in->failed)
        return;
    in->failed = true;
    reply_invalid(in->call, pointer, "%s", what);
}

json_t *json_in_any(struct json_in *in, const char *name)
{
    in->asked[in->asked_len++] = name;
    return in->failed ? NULL : json_object_get(in->root, name);
}

static json_t *ask(struct json_in *in, const char *name)
{
    json_t *v = json_object_get(in->root, name);

    in->asked[in->asked_len++] = name;
    return in->failed || json_is_null(v) ? NULL : v;
}

const char *json_in_text(struct json_in *in, const char *name)
{
    json_t *v = ask(in, name);

    if (v == NULL)
        return NULL;
    if (!json_is_string(v)) {
        json_in_refuse(in, name, "a text is expected");
        return NULL;
    }
    if (strlen(json_string_value(v)) != json_string_length(v)) {
        json_in_refuse(in, name, "it has a zero byte");
        return NULL;
    }
    return json_string_value(v);
}

json_t *json_in_array(struct json_in *in, const char *name)
{
    json_t *v = ask(in, name);

    if (v != NULL && !json_is_array(v)) {
        json_in_refuse(in, name, "a list is expected");
        return NULL;
    }
    return v;
}

void json_in_number(struct json_in *in, const char *name, double min,
                    double max, double *out)
{
    json_t *v = ask(in, name);
    double number = json_number_value(v);

    if (v == NULL)
        return;
    if (!json_is_number(v) || !(number >= min && number <= max))
        json_in_refuse(in, name, "a number from %g to %g is expected", min,
                       max);
    else
        *out = number;
}

void json_in_integer(struct json_in *in, const char *name, uint64_t min,
                     uint64_t max, uint64_t *out)
{
    json_t *v = ask(in, name);
    json_int_t number = json_integer_value(v);

    if (v == NULL)
        return;
    if (!json_is_integer(v) || number < (json_int_t)min ||
        number > (json_int_t)max)
        json_in_refuse(in, name,
                       "a whole number from %" PRIu64 " to %" PRIu64
                       " is expected",
                       min, max);
    else
        *out = (uint64_t)number;
}

bool json_in_end(struct json_in *in)
{
    const char *name;
    json_t *v;

    json_object_foreach(in->root, name, v)
    {
        bool is_asked = false;

        for (size_t i = 0; i < in->asked_len && !is_asked; i++)
            is_asked = strcmp(in->asked[i], name) == 0;
        if (!is_asked)
            json_in_refuse(in, name, "there is no such field");
    }
    return !in->failed;
}
