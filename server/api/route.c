#include "api/route.h"

#include <stdio.h>
#include <string.h>

#include "api/handlers.h"

#define V1 "/api/v1"

const struct route routes[] = {
    {"GET", "/", "getDashboard", "", BODY_NONE, handle_dashboard},
    {"GET", "/assets/{file}", "getAsset", "", BODY_NONE, handle_asset},
    {"GET", "/openapi.json", "getOpenapi", "", BODY_NONE, handle_openapi},
    {"GET", "/livez", "getLivez", "verbose exclude", BODY_NONE, handle_livez},
    {"GET", "/readyz", "getReadyz", "verbose exclude", BODY_NONE,
     handle_readyz},
    {"GET", "/version", "getVersion", "", BODY_NONE, handle_version},
    {"GET", "/metrics", "getMetrics", "", BODY_NONE, handle_metrics},

    {"GET", V1 "/node", "getNode", "", BODY_NONE, handle_node},
    {"POST", V1 "/p2p/start", "startP2p", "", BODY_NONE, handle_p2p_start},
    {"POST", V1 "/p2p/stop", "stopP2p", "", BODY_NONE, handle_p2p_stop},
    {"GET", V1 "/config", "getConfig", "", BODY_NONE, handle_config},
    {"GET", V1 "/events", "getEvents", "types since wait", BODY_NONE,
     handle_events},

    {"GET", V1 "/blobs", "listBlobs", "cursor limit state tag", BODY_NONE,
     handle_blob_list},
    {"POST", V1 "/blobs", "addBlob", "tag", BODY_UPLOAD, handle_upload},
    {"PUT", V1 "/blobs", "putBlob", "tag", BODY_UPLOAD, handle_upload},
    {"GET", V1 "/blobs/{hash}", "getBlob", "download fetch timeout", BODY_NONE,
     handle_blob_get},
    {"PUT", V1 "/blobs/{hash}", "putBlobVerified", "tag", BODY_UPLOAD,
     handle_upload},
    {"DELETE", V1 "/blobs/{hash}", "deleteBlob", "force", BODY_NONE,
     handle_blob_delete},
    {"GET", V1 "/blobs/{hash}/status", "getBlobStatus", "", BODY_NONE,
     handle_blob_status},
    {"POST", V1 "/blobs/{hash}/verify", "verifyBlob", "", BODY_NONE,
     handle_blob_verify},
    {"GET", V1 "/blobs/{hash}/ticket", "getBlobTicket", "format sequence",
     BODY_NONE, handle_blob_ticket},

    {"GET", V1 "/blobs/{hash}/providers", "getBlobProviders", "timeout",
     BODY_NONE, handle_blob_providers},

    {"GET", V1 "/peers", "listPeers", "state kind sort cursor limit", BODY_NONE,
     handle_peer_list},
    {"POST", V1 "/peers", "addPeer", "", BODY_JSON, handle_peer_add},
    {"GET", V1 "/peers/{id}", "getPeer", "", BODY_NONE, handle_peer_get},
    {"DELETE", V1 "/peers/{id}", "deletePeer", "", BODY_NONE,
     handle_peer_delete},
    {"POST", V1 "/peers/{id}/ping", "pingPeer", "", BODY_JSON_OPTIONAL,
     handle_peer_ping},
    {"POST", V1 "/peers/{id}/ban", "banPeer", "", BODY_NONE, handle_peer_ban},
    {"POST", V1 "/peers/{id}/unban", "unbanPeer", "", BODY_NONE,
     handle_peer_unban},
    {"GET", V1 "/discovery", "getDiscovery", "", BODY_NONE, handle_discovery},
    {"GET", V1 "/topology", "getTopology", "", BODY_NONE, handle_topology},

    {"GET", V1 "/diag/tasks", "getDiagTasks", "", BODY_NONE, handle_diag_tasks},
    {"GET", V1 "/diag/errors", "getDiagErrors", "", BODY_NONE,
     handle_diag_errors},
    {"GET", V1 "/diag/services", "getDiagServices", "", BODY_NONE,
     handle_diag_services},

    {"GET", V1 "/limits", "getLimits", "", BODY_NONE, handle_limits_get},
    {"PATCH", V1 "/limits", "patchLimits", "", BODY_JSON, handle_limits_patch},
    {"GET", V1 "/schedules", "getSchedules", "", BODY_NONE,
     handle_schedules_get},
    {"PUT", V1 "/schedules", "putSchedules", "", BODY_JSON,
     handle_schedules_put},

    {"GET", V1 "/tags", "listTags", "cursor limit", BODY_NONE, handle_tag_list},
    {"GET", V1 "/tags/{name}", "getTag", "", BODY_NONE, handle_tag_get},
    {"PUT", V1 "/tags/{name}", "putTag", "", BODY_JSON, handle_tag_put},
    {"DELETE", V1 "/tags/{name}", "deleteTag", "", BODY_NONE,
     handle_tag_delete},

    {"GET", V1 "/transfers", "listTransfers",
     "cursor limit state peer direction", BODY_NONE, handle_transfer_list},
    {"POST", V1 "/transfers", "startTransfer", "", BODY_JSON,
     handle_transfer_start},
    {"GET", V1 "/transfers/stats", "getTransferStats", "", BODY_NONE,
     handle_transfer_stats},
    {"GET", V1 "/transfers/{id}", "getTransfer", "", BODY_NONE,
     handle_transfer_get},
    {"PATCH", V1 "/transfers/{id}", "patchTransfer", "", BODY_JSON,
     handle_transfer_patch},
    {"DELETE", V1 "/transfers/{id}", "cancelTransfer", "", BODY_NONE,
     handle_transfer_cancel},
    {"GET", V1 "/transfers/{id}/events", "getTransferEvents", "since",
     BODY_NONE, handle_transfer_events},
};

const size_t routes_len = sizeof routes / sizeof *routes;

static bool matches(const struct route *r, const struct uri *u,
                    const char *args[CALL_MAX_PATH_ARGS])
{
    const char *p = r->path + 1;
    size_t n = 0;

    for (size_t i = 0; i < u->segments_len; i++) {
        size_t len = strcspn(p, "/");
        const char *s = u->segments[i];

        if (len == 0)
            return false;
        if (*p == '{') {
            /* An empty name names nothing. */
            if (*s == '\0')
                return false;
            args[n++] = s;
        } else if (strlen(s) != len || memcmp(s, p, len) != 0) {
            return false;
        }
        p += len;
        p += *p == '/';
    }
    return *p == '\0';
}

enum route_match route_find(const struct uri *u, const char *method,
                            const struct route **out,
                            const char *args[CALL_MAX_PATH_ARGS])
{
    enum route_match result = ROUTE_NO_PATH;

    if (strcmp(method, "HEAD") == 0)
        method = "GET";
    if (u->is_asterisk)
        return ROUTE_NO_PATH;
    for (size_t i = 0; i < routes_len; i++) {
        if (!matches(&routes[i], u, args))
            continue;
        result = ROUTE_NO_METHOD;
        if (strcmp(routes[i].method, method) == 0) {
            *out = &routes[i];
            return ROUTE_FOUND;
        }
    }
    return result;
}

void route_allow(const struct uri *u, char out[static ROUTE_ALLOW_SIZE])
{
    const char *args[CALL_MAX_PATH_ARGS];
    size_t len = 0;

    out[0] = '\0';
    for (size_t i = 0; i < routes_len && !u->is_asterisk; i++) {
        if (!matches(&routes[i], u, args))
            continue;
        len += (size_t)snprintf(
            out + len, ROUTE_ALLOW_SIZE - len, "%s%s, ", routes[i].method,
            strcmp(routes[i].method, "GET") == 0 ? ", HEAD" : "");
    }
    if (len > 0 || u->is_asterisk)
        snprintf(out + len, ROUTE_ALLOW_SIZE - len, "OPTIONS");
}

bool route_takes(const struct route *r, const char *param)
{
    size_t len = strlen(param);
    const char *p = r->query;

    while (*p != '\0') {
        size_t one = strcspn(p, " ");

        if (one == len && memcmp(p, param, len) == 0)
            return true;
        p += one;
        p += *p == ' ';
    }
    return false;
}
