/* How the program ends. The numbers are a promise to scripts; `firn help`
 * prints this table.
 *
 * Thread: any. */
#pragma once

#include "base/err.h"

/* X(NAME, number, what it means) */
#define EXIT_LIST(X)                                                           \
    X(OK, 0, "done")                                                           \
    X(FAILED, 1, "the node, or a local file, reported a failure")              \
    X(USAGE, 2, "the command line was wrong; nothing was done")                \
    X(NO_NODE, 3, "no node answers at the URL")                                \
    X(NOT_FOUND, 4, "no such blob, tag, transfer or peer, or no peer has it")        \
    X(MISMATCH, 5, "content is not what its hash says")                        \
    X(TIMEOUT, 6, "it took too long")                                          \
    X(CANCELLED, 7, "interrupted here, or cancelled by someone else")

enum exit_code {
#define EXIT_ENUM(name, number, text) EXIT_##name = number,
    EXIT_LIST(EXIT_ENUM)
#undef EXIT_ENUM
};

/* ERR_INVALID is the command line's, ERR_UNREACHABLE the node's absence. */
enum exit_code exit_from_err(enum err e);
