#include <string.h>

#include "cli/path.h"

#define PATH_MAX_LEN (64 * 1024)

static void add(struct path *p, const char *text, size_t len)
{
    if (!p->failed && buf_add(&p->text, text, len) != ERR_OK)
        p->failed = true;
}

void path_start(struct path *p, const char *fixed)
{
    memset(p, 0, sizeof *p);
    buf_init(&p->text, PATH_MAX_LEN);
    path_fixed(p, fixed);
}

void path_copy(struct path *to, const struct path *from)
{
    path_start(to, "");
    add(to, (const char *)from->text.ptr, from->text.len);
    to->has_query = from->has_query;
    to->failed |= from->failed;
}

void path_clear(struct path *p)
{
    buf_clear(&p->text);
}

void path_fixed(struct path *p, const char *text)
{
    add(p, text, strlen(text));
}

/* RFC 3986 section 2.3: these never need escaping. */
static bool is_unreserved(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
           (c >= '0' && c <= '9') || c == '-' || c == '.' || c == '_' ||
           c == '~';
}

void path_segment(struct path *p, const char *segment)
{
    static const char hex[] = "0123456789ABCDEF";

    for (; *segment != '\0'; segment++) {
        unsigned char c = (unsigned char)*segment;
        char escaped[3] = {'%', hex[c >> 4], hex[c & 15]};

        if (is_unreserved(*segment))
            add(p, segment, 1);
        else
            add(p, escaped, sizeof escaped);
    }
}

void path_query(struct path *p, const char *name, const char *value)
{
    if (value == NULL)
        return;
    path_fixed(p, p->has_query ? "&" : "?");
    p->has_query = true;
    path_segment(p, name);
    path_fixed(p, "=");
    path_segment(p, value);
}

const char *path_text(struct path *p)
{
    add(p, "", 1);
    if (p->failed)
        return NULL;
    p->text.len--;
    return (const char *)p->text.ptr;
}
