/* Making a partial blob whole from content that an add has brought: in its
 * own files, so that whoever has the handle, to read or to write, goes on
 * undisturbed. Both write the same bytes. */
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "base/err.h"

struct blob;

/* Copy what is missing from the files of an add, and flush. In a pool; the
 * add keeps others away from the row. */
ERR_RESULT enum err fill_files(struct blob *b, uint64_t size, int data_fd,
                               int tree_fd);

/* After the row was committed as complete. Loop. */
void fill_done(struct blob *b);
