/* From an error of the node to a problem of HTTP; the only place where the
 * two meet.
 *
 * Thread: any; no state. */
#pragma once

#include "api/problem.h"
#include "base/err.h"

/* What the request was about: says which "not found" and "conflict" it is. */
enum subject {
    SUBJECT_NODE,
    SUBJECT_BLOB,
    SUBJECT_TAG,
    SUBJECT_TRANSFER,
    SUBJECT_P2P,
    SUBJECT_PEER
};

/* What to answer when an ask about `s` ended with `e`, not ERR_OK. */
enum problem problem_from_err(enum err e, enum subject s);
