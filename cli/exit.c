#include "cli/exit.h"

enum exit_code exit_from_err(enum err e)
{
    switch (e) {
    case ERR_OK:
        return EXIT_OK;
    case ERR_INVALID:
        return EXIT_USAGE;
    case ERR_UNREACHABLE:
        return EXIT_NO_NODE;
    case ERR_NOT_FOUND:
        return EXIT_NOT_FOUND;
    case ERR_MISMATCH:
        return EXIT_MISMATCH;
    case ERR_TIMEOUT:
        return EXIT_TIMEOUT;
    case ERR_CANCELLED:
        return EXIT_CANCELLED;
    default:
        return EXIT_FAILED;
    }
}
