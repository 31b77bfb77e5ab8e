/* The ceilings on speed of a node: where they come from, and how they are
 * kept. The settings are what a node starts with; what was set at run time is
 * saved and wins from then on.
 *
 * Thread: the loop. */
#pragma once

#include "base/err.h"
#include "base/list.h"
#include "base/workers.h"
#include "limits_file.h"

struct node;

/* A state that is to be on disk before somebody hears that it is. */
struct limits_wish {
    struct list node; /* private */
    void (*done)(struct limits_wish *w, enum err e);
};

struct node_limits {
    struct list wishes; /* to be saved next */
    struct list saving; /* by what is being written */
    struct work work;   /* writes; busy while `saving` is not empty */
    struct buf text;    /* the state that is being written */
    enum err result;
};

/* Put the settings and what was saved into force. A file that cannot be read
 * is an error: what it holds back might be let loose. */
ERR_RESULT enum err node_limits_open(struct node *n, struct errmsg *em);
void node_limits_close(struct node *n);

/* What the settings say. */
void node_limits_initial(const struct node *n, struct limits_config *out);

/* What is in force, schedule apart. */
void node_limits_get(const struct node *n, struct saved_limits *out);

/* In force at once; `done` runs from the loop when it is saved, or cannot be,
 * and then it holds until the node stops. */
void node_limits_set(struct node *n, const struct saved_limits *s,
                     struct limits_wish *w);
