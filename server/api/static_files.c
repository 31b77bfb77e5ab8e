/* The page for browsers and the description of the interface, out of the
 * program itself: there is no way from a target to a file on disk. */
#include <stdio.h>
#include <string.h>

#include "api/embedded.h"
#include "api/handlers.h"
#include "api/reply.h"
#include "crypto/hash.h"

#define PAGE_CSP                                                               \
    "default-src 'none'; script-src 'self'; style-src 'self'; "                \
    "img-src 'self' data:; connect-src 'self'; frame-ancestors 'none'; "       \
    "base-uri 'none'; form-action 'self'"

static const char no_page[] =
    "<!doctype html>\n<html lang=\"en\"><meta charset=\"utf-8\">"
    "<title>Firn</title>\n<h1>Firn</h1>\n<p>A Firn node is running here; it "
    "was built without its page. <a href=\"/api/v1/node\">The node</a>, "
    "<a href=\"/api/v1/blobs\">its blobs</a>, "
    "<a href=\"/openapi.json\">the interface</a>.</p></html>\n";

const struct embedded *embedded_find(const char *path)
{
    for (size_t i = 0; i < embedded_files_len; i++) {
        if (strcmp(embedded_files[i].path, path) == 0)
            return &embedded_files[i];
    }
    return NULL;
}

static const char *type_of(const char *path)
{
    static const struct {
        const char *end, *type;
    } types[] = {
        {".html", "text/html; charset=utf-8"},
        {".js", "text/javascript; charset=utf-8"},
        {".css", "text/css; charset=utf-8"},
        {".svg", "image/svg+xml"},
        {".json", "application/json"},
        {".png", "image/png"},
        {".ico", "image/x-icon"},
        {".txt", "text/plain; charset=utf-8"},
    };
    const char *dot = strrchr(path, '.');

    for (size_t i = 0; dot != NULL && i < sizeof types / sizeof *types; i++) {
        if (strcmp(dot, types[i].end) == 0)
            return types[i].type;
    }
    return "application/octet-stream";
}

static bool takes_gzip(const struct call *c)
{
    const char *accept = call_header(c, "Accept-Encoding");

    return accept != NULL && strstr(accept, "gzip") != NULL &&
           strstr(accept, "gzip;q=0") == NULL;
}

/* The compressed form lies beside it, when the build made one. */
static const struct embedded *choose_form(const struct call *c,
                                          const char *path,
                                          const struct embedded *plain)
{
    char name[256];
    const struct embedded *gz;

    if (!takes_gzip(c))
        return plain;
    snprintf(name, sizeof name, "%s.gz", path);
    gz = embedded_find(name);
    return gz != NULL ? gz : plain;
}

static void add_security(struct call *c)
{
    reply_header(c, "Content-Security-Policy", PAGE_CSP);
    reply_header(c, "Referrer-Policy", "no-referrer");
    reply_header(c, "Cross-Origin-Opener-Policy", "same-origin");
    reply_header(c, "Cross-Origin-Resource-Policy", "same-origin");
    reply_header(c, "X-Frame-Options", "DENY");
}

static void reply_embedded(struct call *c, const char *path)
{
    const struct embedded *plain = embedded_find(path), *form;
    char etag[ETAG_SIZE];
    struct hash h;
    size_t len;

    if (plain == NULL) {
        reply_problem(c, PROBLEM_ASSET_NOT_FOUND, "there is no %.100s", path);
        return;
    }
    form = choose_form(c, path, plain);
    len = (size_t)(form->end - form->begin);
    hash_bytes(form->begin, len, &h);
    etag_format(&h, etag);
    if (!reply_not_modified(c, etag))
        reply_static(c, type_of(path), form->begin, len);
    if (form != plain)
        reply_header(c, "Content-Encoding", "gzip");
    reply_header(c, "ETag", etag);
    reply_header(c, "Vary", "Accept-Encoding");
    reply_header(c, "Cache-Control", "no-cache");
    add_security(c);
}

void handle_dashboard(struct call *c)
{
    if (embedded_find("/index.html") != NULL) {
        reply_embedded(c, "/index.html");
        return;
    }
    reply_static(c, "text/html; charset=utf-8", no_page, sizeof no_page - 1);
    add_security(c);
}

void handle_asset(struct call *c)
{
    char path[256];

    snprintf(path, sizeof path, "/assets/%.200s", c->args[0]);
    reply_embedded(c, path);
}

void handle_openapi(struct call *c)
{
    reply_embedded(c, "/openapi.json");
}
