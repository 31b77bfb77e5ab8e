/* Every way to say no: one table of code, status, title and hint, and the
 * document made from it (RFC 9457).
 *
 * Thread: any; no state. */
#pragma once

#include <stdbool.h>

/* X(NAME, code, status, retryable, title, hint) */
#define PROBLEM_LIST(X)                                                        \
    X(BAD_REQUEST, "bad_request", 400, false, "The request is malformed",      \
      "Send a well-formed HTTP/1.1 request.")                                  \
    X(INVALID_REQUEST, "invalid_request", 400, false,                          \
      "The request asks for something that does not exist or cannot be",       \
      "Correct what `pointer` names; /openapi.json tells what is taken.")      \
    X(INVALID_HASH, "invalid_hash", 400, false, "That is not a hash",          \
      "A hash has 64 hex digits, lower case, or 52 base32 letters.")           \
    X(INVALID_TICKET, "invalid_ticket", 400, false,                            \
      "That is not a ticket "                                                  \
      "for a blob",                                                            \
      "Copy the whole ticket; it begins with \"blob\".")                       \
    X(INVALID_ADDRESS, "invalid_address", 400, false,                          \
      "That is not the address of a peer",                                     \
      "Write ID@ip:port, or ID@[ip]:port, or the ID alone.")                   \
    X(INVALID_PEER_ID, "invalid_peer_id", 400, false,                          \
      "That does not name one peer",                                           \
      "An id has 64 hex digits, lower case, or 52 base32 letters; of a known " \
      "peer the first digits do, 8 at least.")                                 \
    X(PEER_IS_SELF, "peer_is_self", 400, false, "That is this node",           \
      "Give the address of another node.")                                     \
    X(PEER_BANNED, "peer_banned", 403, false, "This peer is banned",           \
      "POST /api/v1/peers/{id}/unban first.")                                  \
    X(ORIGIN_NOT_ALLOWED, "origin_not_allowed", 403, false,                    \
      "Pages from elsewhere may not call this node",                           \
      "Add the page's origin to http.allowed_origins if it should.")           \
    X(ROUTE_NOT_FOUND, "route_not_found", 404, false, "There is no such path", \
      "/openapi.json lists all paths.")                                        \
    X(BLOB_NOT_FOUND, "blob_not_found", 404, false, "There is no such blob",   \
      "Add it, or fetch it from a node that has it with POST "                 \
      "/api/v1/transfers.")                                                    \
    X(TAG_NOT_FOUND, "tag_not_found", 404, false, "There is no such tag",      \
      "GET /api/v1/tags lists all tags.")                                      \
    X(TRANSFER_NOT_FOUND, "transfer_not_found", 404, false,                    \
      "There is no such transfer",                                             \
      "GET /api/v1/transfers lists those of this process; old ones are "       \
      "forgotten.")                                                            \
    X(PEER_NOT_FOUND, "peer_not_found", 404, false, "There is no such peer",   \
      "GET /api/v1/peers lists all that are known.")                           \
    X(ASSET_NOT_FOUND, "asset_not_found", 404, false, "There is no such file", \
      "Load the page anew.")                                                   \
    X(METHOD_NOT_ALLOWED, "method_not_allowed", 405, false,                    \
      "This path does not take that method",                                   \
      "The Allow header lists those it takes.")                                \
    X(BLOB_TAGGED, "blob_tagged", 409, false, "Tags keep this blob",           \
      "Remove its tags first, or repeat with ?force=true to remove both.")     \
    X(BLOB_PARTIAL, "blob_partial", 409, true,                                 \
      "Only parts of this blob are here",                                      \
      "Ask for a range that is held (see its status), or fetch the rest with " \
      "POST /api/v1/transfers.")                                               \
    X(BLOB_BUSY, "blob_busy", 409, true, "This blob is being written",         \
      "Wait for its transfer to end, or cancel it.")                           \
    X(RANGE_NOT_HELD, "range_not_held", 409, true,                             \
      "That part of the blob is not here",                                     \
      "GET the blob's status for the ranges that are held, or fetch the rest " \
      "with POST /api/v1/transfers.")                                          \
    X(TRANSFER_ENDED, "transfer_ended", 409, false,                            \
      "That transfer has ended already", "There is nothing left to cancel.")   \
    X(PEER_NOT_CONNECTED, "peer_not_connected", 409, true,                     \
      "This peer is not connected",                                            \
      "GET it for the reason, or connect with POST /api/v1/peers.")            \
    X(PRECONDITION_FAILED, "precondition_failed", 412, false,                  \
      "It was changed meanwhile",                                              \
      "GET it again, and repeat the change with the new ETag in If-Match.")    \
    X(TOO_LARGE, "too_large", 413, false, "The body is too large",             \
      "Send less, or raise the limit that `detail` names.")                    \
    X(URI_TOO_LONG, "uri_too_long", 414, false, "The target is too long",      \
      "Shorten it.")                                                           \
    X(UNSUPPORTED_MEDIA_TYPE, "unsupported_media_type", 415, false,            \
      "The body is of the wrong type",                                         \
      "Send JSON with Content-Type: application/json (curl --json), blobs as " \
      "they are (curl -T FILE).")                                              \
    X(RANGE_NOT_SATISFIABLE, "range_not_satisfiable", 416, false,              \
      "The blob ends before that range", "Content-Range tells the size.")      \
    X(HOST_NOT_ALLOWED, "host_not_allowed", 421, false,                        \
      "This node does not answer to that name",                                \
      "Use localhost with the right port, or add the name to "                 \
      "http.allowed_hosts.")                                                   \
    X(HASH_MISMATCH, "hash_mismatch", 422, false,                              \
      "The content is not what its name says",                                 \
      "Nothing was kept. Send the right bytes, or POST them to "               \
      "/api/v1/blobs.")                                                        \
    X(PEER_WRONG_IDENTITY, "peer_wrong_identity", 422, false,                  \
      "Another node answered at that address",                                 \
      "Ask the peer's operator for its id and address; somebody else has it "  \
      "now.")                                                                  \
    X(PEER_REFUSED, "peer_refused", 424, true, "The peer refused",             \
      "`detail` has its reason; it may have banned this node, have enough "    \
      "peers, or be another program.")                                         \
    X(HEADERS_TOO_LARGE, "headers_too_large", 431, false,                      \
      "There are too many header fields, or they are too long", "Send fewer.") \
    X(BLOB_DAMAGED, "blob_damaged", 500, false,                                \
      "The stored bytes of this blob are damaged",                             \
      "Fetch it again with POST /api/v1/transfers; check the disk.")           \
    X(INTERNAL, "internal", 500, false, "The node made a mistake",             \
      "The log has more under the request id; please report it.")              \
    X(FETCH_FAILED, "fetch_failed", 502, true,                                 \
      "No peer could bring this blob",                                         \
      "`detail` says what each did; its transfer has more.")                   \
    X(TOO_BUSY, "too_busy", 503, true, "The node has too much to do",          \
      "Try again in a moment.")                                                \
    X(P2P_STOPPED, "p2p_stopped", 503, true, "The p2p engine is off",          \
      "POST /api/v1/p2p/start, then try again.")                               \
    X(P2P_DISABLED, "p2p_disabled", 503, false, "This node has no p2p",        \
      "Set p2p.enabled=true and restart it.")                                  \
    X(P2P_CANNOT_START, "p2p_cannot_start", 503, true,                         \
      "The p2p engine cannot be started",                                      \
      "Remove the cause that `detail` names, then POST /api/v1/p2p/start "     \
      "again; blobs and tags are served meanwhile.")                           \
    X(SHUTTING_DOWN, "shutting_down", 503, true, "The node is stopping",       \
      "Try again when it runs.")                                               \
    X(FETCH_TIMEOUT, "fetch_timeout", 504, true,                               \
      "No peer brought this blob in time",                                     \
      "See which peers are connected (GET /api/v1/peers), or wait longer "     \
      "with ?timeout; asking again takes up what has arrived.")                \
    X(TIMEOUT, "timeout", 504, true, "The node took too long",                 \
      "Try again; http.request_timeout is the limit.")                         \
    X(PEER_UNREACHABLE, "peer_unreachable", 504, true,                         \
      "No way leads to this peer",                                             \
      "Give an address at which it can be reached; `detail` has what was "     \
      "tried.")                                                                \
    X(PEER_TIMEOUT, "peer_timeout", 504, true, "The peer did not answer",      \
      "See that it runs and that UDP reaches it; a longer timeout_s may "      \
      "help.")                                                                 \
    X(NO_SPACE, "no_space", 507, true, "The disk is full",                     \
      "Make room on the disk of data_dir, or delete blobs.")                   \
    X(STORAGE_FAILED, "storage_failed", 500, false,                            \
      "The disk does not do what it should",                                   \
      "The log has more under the request id; check the disk of data_dir.")

enum problem {
#define PROBLEM_ENUM(name, code, status, retryable, title, hint) PROBLEM_##name,
    PROBLEM_LIST(PROBLEM_ENUM)
#undef PROBLEM_ENUM
        PROBLEM_COUNT
};

/* "blob_not_found": stable, for programs. */
const char *problem_code(enum problem p);
/* The HTTP status. */
unsigned problem_status(enum problem p);
bool problem_is_retryable(enum problem p);

/* The document as JSON text, allocated; NULL when memory ran out. `pointer`
 * may be NULL. */
char *problem_document(enum problem p, const char *detail, const char *pointer,
                       const char *request_id);
