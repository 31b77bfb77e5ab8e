#include "api/framing.h"

#include <string.h>
#include <strings.h>

#include "api/reply.h"

struct headers {
    struct call *call;
    size_t len;
    size_t bytes;
    unsigned hosts, lengths, encodings;
    const char *length;
    const char *encoding;
    const char *bad_name; /* of a header that is not well formed */
};

static bool is_token(const char *s, size_t len)
{
    static const char others[] = "!#$%&'*+-.^_`|~";

    for (size_t i = 0; i < len; i++) {
        char ch = s[i];

        if (!((ch >= '0' && ch <= '9') || (ch >= 'a' && ch <= 'z') ||
              (ch >= 'A' && ch <= 'Z') ||
              (ch != '\0' && strchr(others, ch) != NULL)))
            return false;
    }
    return len > 0;
}

static bool has_control(const char *s, size_t len)
{
    for (size_t i = 0; i < len; i++) {
        if (((unsigned char)s[i] < 0x20 && s[i] != '\t') || s[i] == 0x7f)
            return true;
    }
    return false;
}

static enum MHD_Result on_header(void *cls, enum MHD_ValueKind kind,
                                 const char *name, size_t name_len,
                                 const char *value, size_t value_len)
{
    struct headers *h = cls;

    h->len++;
    h->bytes += name_len + value_len + 4;
    if (value == NULL)
        value = "";
    if (!is_token(name, name_len) || has_control(value, value_len))
        h->bad_name = name;
    if (strcasecmp(name, "Host") == 0) {
        h->hosts++;
        h->call->host = value;
    } else if (strcasecmp(name, "Content-Length") == 0) {
        h->lengths++;
        h->length = value;
    } else if (strcasecmp(name, "Transfer-Encoding") == 0) {
        h->encodings++;
        h->encoding = value;
    } else if (strcasecmp(name, "Origin") == 0) {
        h->call->origin = value;
    } else if (strcasecmp(name, "Expect") == 0) {
        h->call->expects_100 = strcasecmp(value, "100-continue") == 0;
    }
    return MHD_YES;
}

static bool read_length(const char *text, uint64_t *out)
{
    uint64_t v = 0;

    for (; *text != '\0'; text++) {
        if (*text < '0' || *text > '9' ||
            __builtin_mul_overflow(v, (uint64_t)10, &v) ||
            __builtin_add_overflow(v, (uint64_t)(*text - '0'), &v))
            return false;
    }
    *out = v;
    return true;
}

/* What is wrong, NULL when nothing is. */
static const char *body_fault(const struct headers *h, bool is_http_1_0)
{
    if (h->lengths > 1)
        return "Content-Length is given more than once";
    if (h->encodings > 1)
        return "Transfer-Encoding is given more than once";
    if (h->encodings > 0 && h->lengths > 0)
        return "Content-Length and Transfer-Encoding are both given";
    if (h->encodings > 0 && is_http_1_0)
        return "HTTP/1.0 has no Transfer-Encoding";
    if (h->encodings > 0 && strcasecmp(h->encoding, "chunked") != 0)
        return "the only Transfer-Encoding taken is chunked";
    if (h->lengths > 0 &&
        (*h->length == '\0' || !read_length(h->length, &h->call->body_len)))
        return "Content-Length is not a number";
    return NULL;
}

static const char *fault(const struct headers *h, const char *version)
{
    bool is_http_1_0 = strcmp(version, "HTTP/1.0") == 0;

    if (h->bad_name != NULL)
        return "a header field is not well formed";
    if (h->hosts > 1)
        return "Host is given more than once";
    if (h->hosts == 0 && !is_http_1_0)
        return "Host is missing";
    return body_fault(h, is_http_1_0);
}

bool framing_check(struct call *c, const char *version)
{
    struct headers h = {.call = c};
    const char *what;

    MHD_get_connection_values_n(c->conn, MHD_HEADER_KIND, on_header, &h);
    c->is_chunked = h.encodings > 0;
    c->closes = true;
    if (h.len > FRAMING_MAX_HEADERS || h.bytes > FRAMING_MAX_BYTES) {
        reply_problem(c, PROBLEM_HEADERS_TOO_LARGE,
                      "at most %d fields of together %d bytes are taken",
                      FRAMING_MAX_HEADERS, FRAMING_MAX_BYTES);
        return false;
    }
    what = fault(&h, version);
    if (what != NULL) {
        reply_problem(c, PROBLEM_BAD_REQUEST, "%s", what);
        return false;
    }
    c->closes = false;
    return true;
}
