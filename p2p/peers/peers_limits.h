/* Ceilings of the peer table and of `/firn/node/1`: how much a peer may make
 * grow or make us do. Those that an operator may want to change are in struct
 * peers_config instead. */
#pragma once

/* One frame of the node protocol, length field not included. */
#define NODE_FRAME_MAX (64u << 10)

/* Frames queued for a peer and not yet sent, bytes; who is further behind
 * does not read, and is cut off. */
#define NODE_BACKLOG_MAX (1u << 20)

/* Frames taken from one peer per second, after a burst. */
#define NODE_FRAMES_PER_S 500
#define NODE_FRAMES_BURST 2000

#define NODE_NAME_MAX 63      /* bytes of a node's name or version */
#define NODE_PAYLOAD_MAX 1024 /* of a ping */
#define NODE_LIST_MAX 256     /* hashes or offers in one frame */

/* Records. */
#define RECORD_BODY_MAX (24u << 10)
#define RECORD_MAX_ADDRS 16
#define RECORD_MAX_LINKS 256
#define RECORDS_MAX 4096          /* kept: origins times kinds */
#define RECORDS_MAX_UNPROVEN 2048 /* of these, of nodes never connected to */
#define RECORDS_MAX_BYTES (32u << 20)
#define RECORDS_MAX_UNPROVEN_BYTES (8u << 20)
/* Numbers remembered of records that were dropped, of proven origins and of
 * others each; the oldest go. */
#define RECORDS_MAX_DROPPED 2048
#define RECORD_TTL_MAX_S 7200

/* Topology: nodes shown, and words about links looked at (each of its two ends
 * says one). Those of proven origins come first. */
#define TOPOLOGY_MAX_NODES 8192
#define TOPOLOGY_MAX_CLAIMS 131072

/* Addresses remembered of one peer: of each source the newest. */
#define PEER_MAX_ADDRS 16

/* Peers known that are neither connected nor banned; the oldest go. */
#define PEERS_MAX_KNOWN 1000
#define PEERS_MAX_BANNED 10000

/* Dials under way at a time. */
#define PEERS_MAX_DIALS 8

/* Holders index: hashes, peers of one hash, hashes of one peer (so that one
 * cannot push out what all others said), and pairs of both in all. */
#define HOLDERS_MAX_HASHES 65536
#define HOLDERS_MAX_PEERS 64
#define HOLDERS_MAX_OF_PEER 8192
#define HOLDERS_MAX 131072
