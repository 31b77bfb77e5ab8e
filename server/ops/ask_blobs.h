/* Asks on blobs. Fill in the fields above the line, post, read those below it
 * when `err` is ERR_OK.
 *
 * Thread: see ask.h. */
#pragma once

#include "base/ranges.h"
#include "crypto/hash.h"
#include "ops/ask.h"
#include "store/store.h"

/* A blob's row, with memory of its own. */
struct blob_row {
    struct hash hash;
    uint64_t size;
    uint64_t held_bytes;
    bool complete;
    uint64_t added_ms;
    size_t tags_len;
    char **tags;
};

/* A handle for reading. ERR_NOT_FOUND. */
struct ask_blob_get {
    struct ask ask;
    struct hash hash;
    /* ---- */
    struct blob *blob; /* the ask's reference */
};
struct ask_blob_get *ask_blob_get_new(void);

/* End of an upload. Owns `add` from posting on; the ask never times out, for
 * how long a disk takes to flush is not known beforehand. ERR_MISMATCH: the
 * content is `added.hash`. */
struct ask_blob_add {
    struct ask ask;
    struct store_add *add;
    bool has_expected;
    struct hash expected;
    char tag[STORE_TAG_MAX + 1]; /* "": none */
    /* ---- */
    struct store_added added;
};
struct ask_blob_add *ask_blob_add_new(void);

struct ask_blob_list {
    struct ask ask;
    struct store_query query;    /* `tag` is taken from below */
    char tag[STORE_TAG_MAX + 1]; /* "": all */
    /* ---- */
    struct blob_row *rows;
    size_t len;
    bool more;
};
struct ask_blob_list *ask_blob_list_new(void);

/* Row and held byte ranges. ERR_NOT_FOUND. */
struct ask_blob_status {
    struct ask ask;
    struct hash hash;
    /* ---- */
    struct blob_row row;
    struct ranges held; /* bytes */
};
struct ask_blob_status *ask_blob_status_new(void);

/* Never times out. ERR_NOT_FOUND. */
struct ask_blob_verify {
    struct ask ask;
    struct hash hash;
    /* ---- */
    struct store_verified result;
};
struct ask_blob_verify *ask_blob_verify_new(void);

/* ERR_NOT_FOUND, ERR_CONFLICT, ERR_BUSY. */
struct ask_blob_delete {
    struct ask ask;
    struct hash hash;
    bool force;
};
struct ask_blob_delete *ask_blob_delete_new(void);
