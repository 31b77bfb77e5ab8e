/* Asks on tags. Fill in the fields above the line, post, read those below it
 * when `err` is ERR_OK.
 *
 * Thread: see ask.h. */
#pragma once

#include "ops/ask.h"
#include "store/store.h"

/* ERR_NOT_FOUND, ERR_INVALID (the name). */
struct ask_tag_get {
    struct ask ask;
    char name[STORE_TAG_MAX + 1];
    /* ---- */
    struct store_tag tag;
};
struct ask_tag_get *ask_tag_get_new(void);

/* ERR_INVALID (the name). */
struct ask_tag_set {
    struct ask ask;
    struct store_tag tag;
};
struct ask_tag_set *ask_tag_set_new(void);

/* ERR_NOT_FOUND. */
struct ask_tag_delete {
    struct ask ask;
    char name[STORE_TAG_MAX + 1];
};
struct ask_tag_delete *ask_tag_delete_new(void);

struct ask_tag_list {
    struct ask ask;
    char after[STORE_TAG_MAX + 1]; /* "": from the first */
    size_t limit;
    /* ---- */
    struct store_tag *tags;
    size_t len;
    bool more;
};
struct ask_tag_list *ask_tag_list_new(void);
