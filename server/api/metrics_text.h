/* Lines of Prometheus' text format, version 0.0.4.
 *
 *     metrics_family(m, "firn_blobs", "gauge", "Blobs held.");
 *     metrics_add(m, "{state=\"complete\"} %d", 7);
 *
 * Thread: none of its own. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"

struct metrics {
    struct buf text;
    const char *name; /* of the present family */
    bool failed;      /* out of memory: the text is of no use */
};

/* An empty text; close it to free it. */
void metrics_open(struct metrics *m);
/* Frees the text. */
void metrics_close(struct metrics *m);

/* Begin a family. `name` must stay until the next one. */
void metrics_family(struct metrics *m, const char *name, const char *type,
                    const char *help);

/* A sample: what follows the family's name on its line. */
void metrics_add(struct metrics *m, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

/* Families of one sample. */
void metrics_gauge(struct metrics *m, const char *name, const char *help,
                   uint64_t v);
void metrics_counter(struct metrics *m, const char *name, const char *help,
                     uint64_t v);
