/* Times of the interface (RFC 3339 in UTC) as people read them.
 *
 * Thread: any. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "cli/human.h"

/* Milliseconds since 1970-01-01T00:00:00Z of "2026-11-20T10:11:12.345Z"; the
 * fraction may be absent. False when it is no such time. */
bool when_parse(const char *text, uint64_t *out_ms);

/* The same of an HTTP date, "Fri, 20 Nov 2026 10:11:12 GMT". */
bool when_parse_http(const char *text, uint64_t *out_ms);

/* How long before now: as human_duration(); "-" when `text` is no time. */
void when_ago(const char *text, char out[static HUMAN_SIZE]);
