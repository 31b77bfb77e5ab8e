/* links: firn_server_api */
/* Host and Origin: a loopback listener lets nobody pass whose Host is not a
 * local name, and no Origin that differs from the Host. */
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "api/origin.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len);

static bool is_local(const char *host)
{
    static const char *const names[] = {"localhost", "127.0.0.1", "[::1]"};

    for (size_t i = 0; i < 3; i++) {
        size_t n = strlen(names[i]);

        if (strncasecmp(host, names[i], n) == 0 &&
            (host[n] == '\0' || strcmp(host + n, ":8420") == 0))
            return true;
    }
    return false;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
    static const struct config_texts none;
    struct addr listen;
    struct origin_rules r = {
        .listen = &listen, .hosts = &none, .origins = &none};
    char *host = strndup((const char *)data, len);
    char *origin;

    if (host == NULL || addr_parse("127.0.0.1:8420", &listen, NULL) != ERR_OK)
        return 0;
    origin = strchr(host, '\n');
    if (origin != NULL)
        *origin++ = '\0';
    if (host_is_allowed(&r, host) && !is_local(host))
        abort();
    if (origin != NULL && origin_is_allowed(&r, origin, host) &&
        strstr(origin, host) == NULL && strcasestr(origin, host) == NULL)
        abort();
    free(host);
    return 0;
}
