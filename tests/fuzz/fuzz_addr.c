/* links: firn_base */
#include <stdlib.h>
#include <string.h>

#include "base/addr.h"
#include "base/buf.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len);

/* Whatever is accepted as an address can be written and read back. */
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
    char *text = malloc(len + 1), again[ADDR_TEXT_SIZE];
    struct addr a, b;

    if (text == NULL)
        abort();
    if (len > 0)
        memcpy(text, bytes, len);
    text[len] = '\0';
    if (addr_parse(text, &a, NULL) == ERR_OK) {
        addr_format(&a, again);
        if (addr_parse(again, &b, NULL) != ERR_OK || !addr_equal(&a, &b))
            abort();
    }
    free(text);
    return 0;
}
