/* What the routes do; one file per resource. See route.h and call.h.
 *
 * Thread: the http thread of the call. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

struct call;

/* static_files.c, openapi.c */
void handle_dashboard(struct call *c);
void handle_asset(struct call *c);
void handle_openapi(struct call *c);

/* health.c, metrics.c, node_info.c */
void handle_livez(struct call *c);
void handle_readyz(struct call *c);
void handle_metrics(struct call *c);
void handle_version(struct call *c);
void handle_node(struct call *c);
void handle_config(struct call *c);

/* p2p.c */
void handle_p2p_start(struct call *c);
void handle_p2p_stop(struct call *c);

/* event_streams.c */
void handle_events(struct call *c);
void handle_transfer_events(struct call *c);

/* blobs.c, blob_get.c */
void handle_blob_list(struct call *c);
void handle_blob_status(struct call *c);
void handle_blob_verify(struct call *c);
void handle_blob_delete(struct call *c);
void handle_blob_ticket(struct call *c);
void handle_blob_get(struct call *c);

/* upload.c: opened when the headers are there, fed with each piece, then
 * handled like any other call. */
void upload_open(struct call *c);
void upload_data(struct call *c, const void *bytes, size_t len);
void handle_upload(struct call *c);

/* tags.c */
void handle_tag_list(struct call *c);
void handle_tag_get(struct call *c);
void handle_tag_put(struct call *c);
void handle_tag_delete(struct call *c);

/* transfers.c */
void handle_transfer_list(struct call *c);
void handle_transfer_start(struct call *c);
void handle_transfer_get(struct call *c);
void handle_transfer_patch(struct call *c);
void handle_transfer_cancel(struct call *c);

/* transfer_stats.c */
void handle_transfer_stats(struct call *c);

/* peers.c */
void handle_peer_list(struct call *c);
void handle_peer_add(struct call *c);
void handle_peer_get(struct call *c);
void handle_peer_delete(struct call *c);
void handle_peer_ping(struct call *c);
void handle_peer_ban(struct call *c);
void handle_peer_unban(struct call *c);

/* providers.c, discovery.c, topology.c */
void handle_blob_providers(struct call *c);
void handle_discovery(struct call *c);
void handle_topology(struct call *c);

/* limits.c, schedules.c */
void handle_limits_get(struct call *c);
void handle_limits_patch(struct call *c);
void handle_schedules_get(struct call *c);
void handle_schedules_put(struct call *c);

/* diag.c */
void handle_diag_tasks(struct call *c);
void handle_diag_errors(struct call *c);
void handle_diag_services(struct call *c);
