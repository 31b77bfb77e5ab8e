/* Asks on what lies around: the sources of discovery, the graph of all nodes.
 * Post, read the fields below the line when `err` is ERR_OK.
 *
 * Thread: see ask.h. */
#pragma once

#include "discovery/discovery.h"
#include "ops/ask.h"
#include "peers/peers.h"

/* A sighting with its times on the wall clock. */
struct seen_node {
    struct sighting s;
    uint64_t since_wall_ms, last_wall_ms;
};

#define SOURCE_FAULTS (DISCOVERY_FAULT_COUNT + 1)
struct source_copy {
    const char *name;
    bool is_enabled;
    const char *state;
    uint64_t since_wall_ms; /* 0: unknown */
    char error[256];
    bool is_announced;
    uint64_t runs, discovered;
    struct {
        const char *name;
        uint64_t count;
    } faults[SOURCE_FAULTS];
    size_t faults_len;
    struct seen_node *seen;
    size_t seen_len;
};

/* Those of discovery.h, and "exchange". */
#define ASK_SOURCES (DISCOVERY_KINDS + 1)
struct ask_discovery {
    struct ask ask;
    /* ---- */
    struct source_copy sources[ASK_SOURCES];
};
struct ask_discovery *ask_discovery_new(void);

struct ask_topology {
    struct ask ask;
    /* ---- */
    struct topology *graph;
    uint64_t wall_ms;
};
struct ask_topology *ask_topology_new(void);
