/* Asks on transfers. Fill in the fields above the line, post, read those below
 * it when `err` is ERR_OK.
 *
 * Thread: see ask.h. */
#pragma once

#include "blobs/history.h"
#include "blobs/transfer.h"
#include "blobs/uploads.h"
#include "crypto/node_addr.h"
#include "ops/ask.h"
#include "store/store.h"

/* A picture of a transfer with memory of its own, no larger than its sources
 * ask for. */
struct transfer_copy {
    char *tag; /* NULL: none */
    struct transfer_info info;
};

/* ERR_INVALID: no source, and the content is not here. ERR_LIMIT.
 * ERR_UNREACHABLE: it is not all here, and p2p is off. */
struct ask_transfer_start {
    struct ask ask;
    struct hash hash;
    bool is_sequence;
    struct node_addr *sources; /* owned by the ask */
    size_t sources_len;
    char tag[STORE_TAG_MAX + 1]; /* "": none */
    enum priority priority;
    uint64_t max_bps, deadline_ms; /* the latter from now; 0: none */
    struct range first[TRANSFER_MAX_FIRST];
    size_t first_len;
    /* ---- */
    struct transfer_copy *transfer;
};
struct ask_transfer_start *ask_transfer_start_new(void);

/* ERR_NOT_FOUND. */
struct ask_transfer_get {
    struct ask ask;
    uint64_t id;
    /* ---- */
    struct transfer_copy *transfer;
};
struct ask_transfer_get *ask_transfer_get_new(void);

/* ERR_NOT_FOUND, ERR_CONFLICT: it has ended, or is not in the queue. */
struct ask_transfer_patch {
    struct ask ask;
    uint64_t id;
    struct transfer_patch patch;
    /* ---- */
    struct transfer_copy *transfer;
};
struct ask_transfer_patch *ask_transfer_patch_new(void);

/* ERR_NOT_FOUND, ERR_CONFLICT: it has ended. */
struct ask_transfer_cancel {
    struct ask ask;
    uint64_t id;
};
struct ask_transfer_cancel *ask_transfer_cancel_new(void);

/* Newest first. */
struct ask_transfer_list {
    struct ask ask;
    uint64_t before; /* older than this id; 0: from the newest */
    size_t limit;
    bool has_state;
    enum transfer_state state;
    char peer[NODE_ID_HEX_SIZE]; /* first digits of a source; "": any */
    /* ---- */
    struct transfer_copy **items;
    size_t len;
    bool more;
};
struct ask_transfer_list *ask_transfer_list_new(void);

/* What peers take from us, newest first. */
struct ask_upload_list {
    struct ask ask;
    uint64_t before; /* older than this id; 0: from the newest */
    size_t limit;
    /* ---- */
    struct upload_info *items;
    size_t len;
    bool more;
};
struct ask_upload_list *ask_upload_list_new(void);

/* What has moved since the node started. */
struct ask_transfer_stats {
    struct ask ask;
    /* ---- */
    struct history_view *view;                 /* owned by the ask */
    uint64_t seconds_from_ms, minutes_from_ms; /* wall clock */
};
struct ask_transfer_stats *ask_transfer_stats_new(void);
