/* Speeds as people write them.
 *
 * Thread: any. */
#pragma once

#include <stdint.h>

#include "base/err.h"

/* "10MB/s", "1.5MiB/s", "500kB", "8000000": bytes per second, the "/s" may be
 * left out; "none" and "0" are no ceiling.
 *   ERR_INVALID  `em` says what would be allowed */
ERR_RESULT enum err rate_parse(const char *text, uint64_t *bytes_per_s,
                               struct errmsg *em);
