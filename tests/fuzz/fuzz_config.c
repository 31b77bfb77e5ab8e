/* links: firn_server */
/* The settings file: whatever is in it, the values in force are within their
 * ranges, and a refusal says why. */
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include "config.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len);

static void check_ranges(const struct config *c)
{
    for (size_t i = 0; i < config_settings_len; i++) {
        const struct setting *s = &config_settings[i];
        const uint64_t *v = (const void *)((const char *)c + s->offset);

        if ((s->type == SETTING_INT || s->type == SETTING_SIZE ||
             s->type == SETTING_DURATION) &&
            (*v < s->min || *v > s->max))
            abort();
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
    struct errmsg em = {0};
    struct config c;

    if (config_init(&c) != ERR_OK)
        return 0;
    if (config_read_yaml(&c, "f", (const char *)data, len, &em) != ERR_OK &&
        em.text[0] == '\0')
        abort();
    check_ranges(&c);
    config_clear(&c);
    return 0;
}
