/* Ceilings of the endpoint: how much a peer, or anyone who can send a
 * datagram, may make grow or make us do. Those that an operator may want to
 * change are in struct quic_config instead. */
#pragma once

/* Length of the connection ids that we choose. */
#define QUIC_CID_LEN 8

/* Protocols of an endpoint, and the longest name of one with its NUL. */
#define QUIC_MAX_PROTOCOLS 32
#define QUIC_ALPN_SIZE 64

/* Ids of ours that lead to one connection, the client's first included. A
 * peer may ask for at most eight at a time (ngtcp2's own ceiling). */
#define QUIC_MAX_CIDS 24

/* Ids of the peer in use at a time, each with a stateless reset token. */
#define QUIC_MAX_TOKENS 16

/* Incoming handshakes not yet finished. Above it new ones are dropped. */
#define QUIC_MAX_HALF_OPEN 4096

/* Ended connections whose last words may have to be repeated. */
#define QUIC_MAX_LINGERING 4096

/* Longest life of an ended connection's last words. */
#define QUIC_LINGER_MAX_NS (3 * UINT64_C(1000000000))

/* Addresses tried by one dial, and dials that wait at the same time. */
#define QUIC_MAX_DIAL_ADDRS 16
#define QUIC_MAX_DIALS 4096

/* Answers to strangers, per second: stateless resets, version negotiation,
 * refusals, Retry. */
#define QUIC_RESETS_PER_S 200
#define QUIC_VERSIONS_PER_S 200
#define QUIC_REFUSALS_PER_S 1000
#define QUIC_RETRIES_PER_S 20000

/* DISCO: pings answered per second, new senders per second (each costs a
 * scalar multiplication), box keys kept. */
#define QUIC_PINGS_PER_S 2000
#define QUIC_BOX_KEYS_PER_S 200
#define QUIC_MAX_BOX_KEYS 256

/* Validity of a Retry token. */
#define QUIC_RETRY_VALID_NS (10 * UINT64_C(1000000000))

/* One readable socket: receive calls per wake-up, messages per call. A
 * message may hold 64 KiB of datagrams. */
#define QUIC_RX_CALLS 8
#define QUIC_RX_MSGS 4

/* Segments and bytes of one send call (the kernel's limits). */
#define QUIC_TX_SEGMENTS 64
#define QUIC_TX_BYTES 65400

/* Bytes that one connection may write before others get a turn. */
#define QUIC_TX_TURN (256u * 1024)

/* Streams asked per round whether their peer has stopped reading. */
#define QUIC_STOP_PROBES 16
