/* firn doctor, inside: what was learnt, and how a finding is told. Each check
 * is a function that says at least one line, or nothing when it does not
 * apply.
 *
 *     doctor.c          asking the node; telling
 *     doctor_node.c     what the node says of itself
 *     doctor_net.c      what it says of the network and of its peers
 *     doctor_machine.c  what only this machine knows
 *     doctor_down.c     why there is no node
 *
 * Thread: main. */
#pragma once

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/addr.h"
#include "base/err.h"
#include "cli/cli.h"

struct opts;

enum doctor_verdict { DOCTOR_OK, DOCTOR_WARN, DOCTOR_FAIL, DOCTOR_VERDICTS };

struct doctor {
    struct cli *c;
    const struct opts *o;
    bool is_here;         /* the node is, or would be, on this machine */
    struct addr http;     /* is_here: where the URL leads */
    json_t *node;         /* GET /api/v1/node; NULL: no node answers */
    enum err answer;      /* why not */
    json_t *settings;     /* name: setting; NULL: not known */
    char *metrics;        /* Prometheus' text; NULL: not known */
    uint64_t asked_ms;    /* wall clock before and after the node said */
    uint64_t answered_ms; /* its own time, `date` */
    char date[40];
    char data_dir[1024]; /* "" not known */
    size_t counts[DOCTOR_VERDICTS];
    enum err failed; /* of writing */
};

/* Ask the node. ERR_OK also when there is none: `em` then says why. */
ERR_RESULT enum err doctor_ask(struct doctor *d, struct errmsg *em);
void doctor_clear(struct doctor *d);

/* Tell one finding. `hint` says what to do, NULL or "": nothing. */
void doctor_say(struct doctor *d, enum doctor_verdict v, const char *check,
                const char *hint, const char *fmt, ...)
    __attribute__((format(printf, 5, 6)));

/* The body of an answer of any status, NUL-terminated, for the caller to free;
 * NULL when there was none. */
char *doctor_get_text(struct doctor *d, const char *path);

/* A setting of the node as it would be written in the file; "" not known. */
const char *doctor_setting(const struct doctor *d, const char *name);

/* Its number: bytes, seconds; `otherwise` when not known. */
double doctor_number(const struct doctor *d, const char *name,
                     double otherwise);

/* A measurement of the node; false when not known. */
bool doctor_metric(const struct doctor *d, const char *sample, double *out);

/* doctor_node.c */
void doctor_version(struct doctor *d);
void doctor_health(struct doctor *d); /* /readyz, but for the network */
void doctor_http(struct doctor *d);   /* who can reach the interface */
void doctor_clock(struct doctor *d);  /* its clock against ours */
void doctor_disk(struct doctor *d);
void doctor_files(struct doctor *d); /* file descriptors */
void doctor_data(struct doctor *d);  /* blobs found damaged */
void doctor_tasks(struct doctor *d);

/* doctor_net.c */
void doctor_p2p(struct doctor *d);
void doctor_addresses(struct doctor *d); /* own ones, and as others see us */
void doctor_discovery(struct doctor *d);
void doctor_peers(struct doctor *d);

/* doctor_machine.c; only when is_here */
void doctor_time(struct doctor *d); /* does anything keep the clock? */
void doctor_buffers(struct doctor *d);
void doctor_multicast(struct doctor *d);
void doctor_space(struct doctor *d); /* inodes; without a node also bytes */

/* doctor_down.c; only when is_here and there is no node */
void doctor_config(struct doctor *d); /* is there a file of settings? */
void doctor_lock(struct doctor *d);
void doctor_ports(struct doctor *d);
void doctor_avahi(struct doctor *d);
void doctor_limits(struct doctor *d); /* of this shell */
