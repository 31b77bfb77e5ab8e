/* The tables, and which version of them a database has.
 *
 * Thread: as db.h. */
#pragma once

#include "base/err.h"

struct db;

/* Set up a fresh database, accept one of our version, bring up an older one.
 *   ERR_NEWER    a later version made it; `em` says which program
 *   ERR_CORRUPT  it is not ours, or damaged */
ERR_RESULT enum err schema_prepare(struct db *db, struct errmsg *em);
