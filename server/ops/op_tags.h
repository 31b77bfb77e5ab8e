/* Ops on tags. Fill in the fields above the line, post, read those below it
 * when `err` is ERR_OK.
 *
 * Thread: see op.h. */
#pragma once

#include "ops/op.h"
#include "store/store.h"

/* ERR_NOT_FOUND, ERR_INVALID (the name). */
struct op_tag_get {
    struct op op;
    char name[STORE_TAG_MAX + 1];
    /* ---- */
    struct store_tag tag;
};
struct op_tag_get *op_tag_get_new(void);

/* ERR_INVALID (the name). */
struct op_tag_set {
    struct op op;
    struct store_tag tag;
};
struct op_tag_set *op_tag_set_new(void);

/* ERR_NOT_FOUND. */
struct op_tag_delete {
    struct op op;
    char name[STORE_TAG_MAX + 1];
};
struct op_tag_delete *op_tag_delete_new(void);

struct op_tag_list {
    struct op op;
    char after[STORE_TAG_MAX + 1]; /* "": from the first */
    size_t limit;
    /* ---- */
    struct store_tag *tags;
    size_t len;
    bool more;
};
struct op_tag_list *op_tag_list_new(void);
