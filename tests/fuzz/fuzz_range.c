/* links: firn_server_api */
/* The Range header: whatever comes, ranges are within the content. */
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "api/range.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
    struct byte_ranges r;
    uint64_t size = 0;
    char *header;

    if (len < sizeof size)
        return 0;
    memcpy(&size, data, sizeof size);
    header = strndup((const char *)data + sizeof size, len - sizeof size);
    if (header == NULL)
        return 0;
    if (byte_ranges_parse(header, size, &r) == BYTE_RANGES_SOME) {
        if (r.len == 0 || r.len > BYTE_RANGES_MAX)
            abort();
        for (size_t i = 0; i < r.len; i++) {
            if (r.at[i].begin >= r.at[i].end || r.at[i].end > size)
                abort();
        }
    }
    free(header);
    return 0;
}
