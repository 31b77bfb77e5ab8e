/* Ops on blobs. Fill in the fields above the line, post, read those below it
 * when `err` is ERR_OK.
 *
 * Thread: see op.h. */
#pragma once

#include "base/ranges.h"
#include "crypto/hash.h"
#include "ops/op.h"
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
struct op_blob_get {
    struct op op;
    struct hash hash;
    /* ---- */
    struct blob *blob; /* the op's reference */
};
struct op_blob_get *op_blob_get_new(void);

/* End of an upload. Owns `add` from posting on; the op never times out, for
 * how long a disk takes to flush is not known beforehand. ERR_MISMATCH: the
 * content is `added.hash`. */
struct op_blob_add {
    struct op op;
    struct store_add *add;
    bool has_expected;
    struct hash expected;
    char tag[STORE_TAG_MAX + 1]; /* "": none */
    /* ---- */
    struct store_added added;
};
struct op_blob_add *op_blob_add_new(void);

struct op_blob_list {
    struct op op;
    struct store_query query;    /* `tag` is taken from below */
    char tag[STORE_TAG_MAX + 1]; /* "": all */
    /* ---- */
    struct blob_row *rows;
    size_t len;
    bool more;
};
struct op_blob_list *op_blob_list_new(void);

/* Row and held byte ranges. ERR_NOT_FOUND. */
struct op_blob_status {
    struct op op;
    struct hash hash;
    /* ---- */
    struct blob_row row;
    struct ranges held; /* bytes */
};
struct op_blob_status *op_blob_status_new(void);

/* Never times out. ERR_NOT_FOUND. */
struct op_blob_verify {
    struct op op;
    struct hash hash;
    /* ---- */
    struct store_verified result;
};
struct op_blob_verify *op_blob_verify_new(void);

/* ERR_NOT_FOUND, ERR_CONFLICT, ERR_BUSY. */
struct op_blob_delete {
    struct op op;
    struct hash hash;
    bool force;
};
struct op_blob_delete *op_blob_delete_new(void);
