/* Is a blob whole?
 *
 * Thread: any. */
#pragma once

#include <stdbool.h>

struct blob;

/* True when it is complete. One that holds every group and is not complete,
 * because the store ran out of memory at the last of them, becomes so. */
bool whole_check(struct blob *b);
