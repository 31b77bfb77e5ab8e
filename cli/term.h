/* The terminal: is there one, how wide is it, and how text that someone else
 * chose is shown on it without letting that text drive it.
 *
 * Thread: main. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

bool term_is_tty(FILE *f);

/* Columns of the terminal behind standard error; 80 when it will not say. */
unsigned term_width(void);

/* Copy `text` so that it is safe to print: control characters (C0, DEL, C1),
 * line breaks, characters that turn the direction of writing or are
 * invisible, and bytes that are not UTF-8 become \xNN or \u{N}. At most
 * `cap` bytes with the NUL, cut at a whole character. Returns the length. */
size_t term_clean(const char *text, char *out, size_t cap);

/* Print `text`, cleaned as above, of any length. */
void term_put(FILE *f, const char *text);

/* Bytes of `text` (already clean) that fill at most `columns`, taking each
 * character as one column wide. */
size_t term_fit(const char *text, size_t columns);
