/* links: firn_server_api */
/* The target of a request: every part that is handed on is clean text, and
 * finding a route for it reads nothing beyond it. */
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "api/route.h"
#include "api/uri.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len);

static void check(const char *text)
{
    if (!uri_is_text(text))
        abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
    char *target = strndup((const char *)data, len);
    const char *args[CALL_MAX_PATH_ARGS];
    char allow[ROUTE_ALLOW_SIZE];
    const struct route *r;
    struct uri u;

    if (target != NULL && uri_parse(target, &u, NULL) == ERR_OK) {
        for (size_t i = 0; i < u.segments_len; i++)
            check(u.segments[i]);
        for (size_t i = 0; i < u.params_len; i++) {
            check(u.params[i].name);
            check(u.params[i].value);
        }
        route_allow(&u, allow);
        if (route_find(&u, "GET", &r, args) == ROUTE_FOUND &&
            strstr(allow, "GET") == NULL)
            abort();
        uri_clear(&u);
    }
    free(target);
    return 0;
}
