/* An IP address with a UDP or TCP port.
 *
 * Text: "192.0.2.7:8421", "[2001:db8::1]:8421", "[fe80::1%eth0]:8421".
 * Names are never looked up here.
 *
 * Thread: any. */
#pragma once

#include <netinet/in.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/socket.h>

#include "base/err.h"

struct addr {
    union {
        struct sockaddr sa;
        struct sockaddr_in in;
        struct sockaddr_in6 in6;
    };
};

#define ADDR_TEXT_SIZE 80 /* longest text form with the NUL */

/* Both parts are needed; port 0 is accepted (meaning: any). An IPv4-mapped
 * IPv6 address becomes plain IPv4. The zone may be a name or a number.
 *   ERR_PARSE  not an address with a port; `em` says what is wrong */
ERR_RESULT enum err addr_parse(const char *text, struct addr *out,
                               struct errmsg *em);
void addr_format(const struct addr *a, char out[static ADDR_TEXT_SIZE]);

/* From the kernel's form; other families than IPv4 and IPv6: ERR_INVALID.
 * An IPv4-mapped IPv6 address becomes plain IPv4. */
ERR_RESULT enum err addr_from_sockaddr(const struct sockaddr *sa,
                                       struct addr *out);
socklen_t addr_len(const struct addr *a);
uint16_t addr_port(const struct addr *a);
void addr_set_port(struct addr *a, uint16_t port);
bool addr_is_v6(const struct addr *a);
bool addr_is_wildcard(const struct addr *a); /* 0.0.0.0 or :: */
bool addr_is_loopback(const struct addr *a); /* 127/8 or ::1 */
bool addr_equal(const struct addr *a, const struct addr *b);

/* Order of iroh's address sets: IPv4 before IPv6, then bytes, then port. */
int addr_compare(const struct addr *a, const struct addr *b);
