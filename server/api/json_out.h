/* Resources as JSON, as openapi/openapi.yaml describes them. All return a new
 * reference, NULL when memory ran out.
 *
 * Thread: any; no state. */
#pragma once

#include <jansson.h>

#include "base/addr.h"
#include "ops/ask_blobs.h"
#include "ops/ask_transfers.h"
#include "store/store.h"

json_t *json_hash(const struct hash *h);
json_t *json_time(uint64_t wall_ms); /* null for 0 */
json_t *json_u64(uint64_t v);        /* what JSON readers can hold */
json_t *json_addresses(const struct addr *addrs, size_t len);
json_t *json_blob(const struct blob_row *row);
json_t *json_tag(const struct store_tag *tag);
json_t *json_transfer(const struct transfer_info *t, const char *tag);
json_t *json_upload(const struct upload_info *u, const char *boot);

/* Append to an array; false when memory ran out (`v` may be NULL). */
bool json_push(json_t *array, json_t *v);

/* A whole document as one line of text with its end, so that a shell's prompt
 * stands below it. The caller frees; NULL when `doc` is or memory ran out. */
char *json_line(const json_t *doc);
