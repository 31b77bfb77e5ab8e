/* The bytes of a response about a blob, made of texts and pieces of the blob.
 *
 * Bytes of the blob that were not yet hashed in this process are hashed before
 * they are handed out; when they turn out damaged the response breaks off, so
 * that nobody takes them for good.
 *
 * Thread: the http thread of the response. */
#pragma once

#include <stddef.h>
#include <stdint.h>

#include <microhttpd.h>

#include "api/range.h"
#include "base/buf.h"
#include "store/blob.h"

struct api;
struct reading;

/* Where bytes come from that are not held yet: they are waited for with the
 * connection suspended. Of what is held `reading` is NULL. */
struct blob_feed {
    struct api *api;
    struct reading *reading; /* taken over, whatever the result */
};

/* All of it, or one range: by sendfile() where every byte was checked. NULL:
 * out of memory. Takes its own reference of the blob. */
struct MHD_Response *blob_response(struct MHD_Connection *conn, struct blob *b,
                                   const struct blob_feed *feed,
                                   struct byte_range r);

/* Several ranges as multipart/byteranges with this boundary. */
struct MHD_Response *blob_multipart(struct MHD_Connection *conn, struct blob *b,
                                    const struct blob_feed *feed, uint64_t size,
                                    const struct byte_ranges *r,
                                    const char *boundary);
