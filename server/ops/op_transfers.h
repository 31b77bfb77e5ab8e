/* Ops on transfers. Fill in the fields above the line, post, read those below
 * it when `err` is ERR_OK.
 *
 * Thread: see op.h. */
#pragma once

#include "blobs/transfer.h"
#include "crypto/node_addr.h"
#include "ops/op.h"
#include "store/store.h"

/* A picture of a transfer with memory of its own, no larger than its sources
 * ask for. */
struct transfer_copy {
    char *tag; /* NULL: none */
    struct transfer_info info;
};

/* ERR_INVALID: no source, and the content is not here. ERR_LIMIT. */
struct op_transfer_start {
    struct op op;
    struct hash hash;
    bool is_sequence;
    struct node_addr *sources; /* owned by the op */
    size_t sources_len;
    char tag[STORE_TAG_MAX + 1]; /* "": none */
    /* ---- */
    struct transfer_copy *transfer;
};
struct op_transfer_start *op_transfer_start_new(void);

/* ERR_NOT_FOUND. */
struct op_transfer_get {
    struct op op;
    uint64_t id;
    /* ---- */
    struct transfer_copy *transfer;
};
struct op_transfer_get *op_transfer_get_new(void);

/* ERR_NOT_FOUND, ERR_CONFLICT: it has ended. */
struct op_transfer_cancel {
    struct op op;
    uint64_t id;
};
struct op_transfer_cancel *op_transfer_cancel_new(void);

/* Newest first. */
struct op_transfer_list {
    struct op op;
    uint64_t before; /* older than this id; 0: from the newest */
    size_t limit;
    bool has_state;
    enum transfer_state state;
    /* ---- */
    struct transfer_copy **items;
    size_t len;
    bool more;
};
struct op_transfer_list *op_transfer_list_new(void);
