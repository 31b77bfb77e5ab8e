/* UTF-8 as RFC 3629 has it: no overlong forms, no surrogates, nothing above
 * U+10FFFF.
 *
 * Thread: any; no state. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

/* Bytes of the character that begins at `s`, at most `left` of which may be
 * looked at; 0 when there is none. */
size_t utf8_len(const void *s, size_t left);

/* Is the character of `len` bytes at `s` (from utf8_len) one that people do
 * not see? C0, DEL and C1; and the marks that turn the direction of writing,
 * break lines or have no width, with which a name could dress up as another:
 * U+200B to U+200F, U+2028 to U+202E, U+2060 to U+206F. */
bool utf8_is_control(const void *s, size_t len);

/* Is all of it UTF-8 without such characters? True for no bytes at all. */
bool utf8_is_text(const void *s, size_t len);
