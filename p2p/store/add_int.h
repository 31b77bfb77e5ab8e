/* An add, between add.c, which takes the bytes in, and add_finish.c, which
 * makes them a blob. */
#pragma once

#include "crypto/hasher.h"
#include "store/job.h"
#include "store/rows.h"
#include "store/small.h"
#include "store/store.h"
#include "store/values.h"

#define ADD_NAME_SIZE 32

struct store_add {
    struct job job; /* from store_add_finish() on */
    struct store *store;
    enum err failed; /* sticky */

    uint8_t *buf; /* not yet hashed or written */
    size_t len, cap;
    uint64_t size;    /* all taken in */
    uint64_t written; /* of them in the file */
    uint64_t unsent;  /* since write-back was last asked for */
    struct hasher hasher;
    struct values values;
    int data_fd, tree_fd;          /* of the files in tmp/; -1 */
    char data_name[ADD_NAME_SIZE]; /* "": none there, or no longer */
    char tree_name[ADD_NAME_SIZE];

    bool has_expected;
    struct hash expected;
    bool has_tag;
    struct store_tag tag;
    bool had_tag; /* of this name, before */
    struct store_tag old_tag;
    store_added_fn *done;
    void *arg;
    struct store_added added;

    struct row row; /* as it was found */
    bool has_row;
    enum row_change change;
    struct blob *blob;   /* partial one to be filled, or the new one */
    bool is_blob_shared; /* it is in the table, and `blob` a reference */
};

/* A file in tmp/ for this add. */
ERR_RESULT enum err add_open_tmp(struct store_add *a, const char *suffix,
                                 char name[static ADD_NAME_SIZE], int *fd);

/* The first step on the loop. */
void add_arrived(struct job *j);

/* Close and remove everything; frees. */
void add_drop(struct store_add *a);
