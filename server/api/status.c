#include "api/status.h"

static enum problem not_found(enum subject s)
{
    switch (s) {
    case SUBJECT_BLOB:
        return PROBLEM_BLOB_NOT_FOUND;
    case SUBJECT_TAG:
        return PROBLEM_TAG_NOT_FOUND;
    case SUBJECT_TRANSFER:
        return PROBLEM_TRANSFER_NOT_FOUND;
    case SUBJECT_NODE:
    case SUBJECT_P2P:
    case SUBJECT_PEER:
        break;
    }
    return PROBLEM_INTERNAL;
}

static enum problem conflict(enum subject s)
{
    return s == SUBJECT_TRANSFER ? PROBLEM_TRANSFER_ENDED : PROBLEM_BLOB_TAGGED;
}

/* Nearly all of them are about binding the addresses. */
static enum problem p2p_problem(enum err e)
{
    switch (e) {
    case ERR_CLOSED:
        return PROBLEM_SHUTTING_DOWN;
    case ERR_TIMEOUT:
        return PROBLEM_TIMEOUT;
    default:
        return PROBLEM_P2P_CANNOT_START;
    }
}

/* Of a peer that is named, asked or connected to. */
static enum problem peer_problem(enum err e)
{
    switch (e) {
    case ERR_NOT_FOUND:
        return PROBLEM_PEER_NOT_FOUND;
    case ERR_CONFLICT:
    case ERR_PARSE:
        return PROBLEM_INVALID_PEER_ID;
    case ERR_INVALID:
        return PROBLEM_PEER_IS_SELF;
    case ERR_ACCESS:
        return PROBLEM_PEER_BANNED;
    case ERR_AUTH:
        return PROBLEM_PEER_WRONG_IDENTITY;
    case ERR_REFUSED:
    case ERR_RESET:
    case ERR_PROTO:
        return PROBLEM_PEER_REFUSED;
    case ERR_UNREACHABLE:
        return PROBLEM_PEER_UNREACHABLE;
    case ERR_TIMEOUT:
        return PROBLEM_PEER_TIMEOUT;
    case ERR_LIMIT:
    case ERR_NOMEM:
        return PROBLEM_TOO_BUSY;
    case ERR_CLOSED:
    case ERR_CANCELLED:
        return PROBLEM_SHUTTING_DOWN;
    default:
        return PROBLEM_INTERNAL;
    }
}

enum problem problem_from_err(enum err e, enum subject s)
{
    if (s == SUBJECT_P2P)
        return p2p_problem(e);
    if (s == SUBJECT_PEER)
        return peer_problem(e);
    switch (e) {
    case ERR_NOT_FOUND:
        return not_found(s);
    case ERR_CONFLICT:
        return conflict(s);
    case ERR_BUSY:
        return s == SUBJECT_BLOB ? PROBLEM_BLOB_BUSY : PROBLEM_TOO_BUSY;
    case ERR_INVALID:
    case ERR_PARSE:
    case ERR_RANGE:
        return PROBLEM_INVALID_REQUEST;
    case ERR_TOO_LARGE:
        return PROBLEM_TOO_LARGE;
    case ERR_MISMATCH:
        return PROBLEM_HASH_MISMATCH;
    case ERR_CORRUPT:
        return PROBLEM_BLOB_DAMAGED;
    case ERR_NO_SPACE:
        return PROBLEM_NO_SPACE;
    case ERR_IO:
    case ERR_ACCESS:
        return PROBLEM_STORAGE_FAILED;
    case ERR_LIMIT:
    case ERR_NOMEM:
    case ERR_AGAIN:
        return PROBLEM_TOO_BUSY;
    case ERR_CLOSED:
    case ERR_CANCELLED:
        return PROBLEM_SHUTTING_DOWN;
    case ERR_TIMEOUT:
        return PROBLEM_TIMEOUT;
    case ERR_UNREACHABLE:
        return PROBLEM_P2P_STOPPED;
    default:
        return PROBLEM_INTERNAL;
    }
}
