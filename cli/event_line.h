/* An event of the node as one line for people.
 *
 * Thread: main. */
#pragma once

#include <jansson.h>

/* Time of day, type, and what the type is about; of a type that is not known
 * here, every field. `data` may be NULL. */
void event_line_print(const char *type, const json_t *data);
