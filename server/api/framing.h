/* Are the headers of a request such that everybody reads them alike? Where
 * two readers could see different bodies, one request can be smuggled past a
 * proxy inside another.
 *
 * Thread: the http thread of the call. */
#pragma once

#include "api/call.h"

#define FRAMING_MAX_HEADERS 100
#define FRAMING_MAX_BYTES 32768

/* Fills in host, origin, body_len, is_chunked and expects_100. False when the
 * call was answered with a refusal; the connection then ends, because where
 * the next request would begin is not sure. */
bool framing_check(struct call *c, const char *version);
