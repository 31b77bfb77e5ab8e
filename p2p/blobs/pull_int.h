/* What transfers tell those who read.
 *
 * Thread: the loop. */
#pragma once

#include "base/err.h"

struct blob;
struct blobs;
struct hash;
struct transfer;

/* More of it is held, or its size is proven. */
void pulls_got(struct blobs *b, struct blob *blob);

/* An attempt failed, for good when the transfer has ended. */
void pulls_failed(struct transfer *t);

/* The transfer fetches the blob from now on: say what is to come first. */
void pulls_begin(struct transfer *t);

/* Part of blobs_new() and blobs_free(). */
void pulls_init(struct blobs *b);
void pulls_clear(struct blobs *b);
