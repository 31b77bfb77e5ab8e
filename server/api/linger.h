/* An answer to a client that is still sending.
 *
 * libmicrohttpd can answer after the headers or after the body, not between;
 * and when it closes a connection with unread bytes, the kernel's reset can
 * overtake the answer. So a refusal in the middle of an upload is written to
 * the socket at once, and what the client goes on to send is read and thrown
 * away until it notices and closes, within bounds.
 *
 * Thread: the http thread of the call. */
#pragma once

#include "api/call.h"

/* A body this small is read to its end and answered in the normal way. */
#define LINGER_SMALL 65536

/* The call has a reply and its client sends on: answer now. */
void linger_start(struct call *c);

/* Answer now and close without reading on, because where the request ends is
 * not sure. */
void linger_close(struct call *c);

/* More of it came. False: enough, close. */
bool linger_goes_on(struct call *c, size_t len);
