/* One value of a setting: from text and back. Private to config_*.c.
 *
 * Thread: any; no state. */
#pragma once

#include "config.h"

/* Replace the value in `field` by the one in `text`. Lists are separated by
 * commas; an empty text is an empty list.
 *   ERR_INVALID  not such a value, or out of range; `em` says why when there
 *                is more to say than what is allowed
 *   ERR_NOMEM */
ERR_RESULT enum err value_parse(const struct setting *s, const char *text,
                                void *field, struct errmsg *em);
ERR_RESULT enum err value_format(const struct setting *s, const void *field,
                                 struct buf *out);

/* Free what the field owns. */
void value_clear(const struct setting *s, void *field);

/* "16MiB", "30s": the shortest exact form. */
#define VALUE_TEXT_SIZE 32
void value_format_size(uint64_t bytes, char out[static VALUE_TEXT_SIZE]);
void value_format_duration(uint64_t ms, char out[static VALUE_TEXT_SIZE]);
