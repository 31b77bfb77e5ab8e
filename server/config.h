/* The settings of the node: one table (config_table.c) of name, type, default,
 * range and help line; values read from it by three sources, each stronger
 * than the one before:
 *
 *     file      http: {listen: 127.0.0.1:8420}   or   http.listen: ...
 *     variable  FIRN_HTTP_LISTEN=127.0.0.1:8420
 *     flag      --http.listen=127.0.0.1:8420
 *
 * An unknown name or a bad value is refused, with where it stands, what it is
 * and what would be allowed.
 *
 * Thread: a loaded config is constant; any thread may read it. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/addr.h"
#include "base/buf.h"
#include "base/err.h"

#define CONFIG_MAX_ADDRS 8
#define CONFIG_MAX_TEXTS 64

struct config_addrs {
    size_t len;
    struct addr at[CONFIG_MAX_ADDRS];
};

struct config_texts {
    size_t len;
    char *at[CONFIG_MAX_TEXTS];
};

enum config_source { CONFIG_DEFAULT, CONFIG_FILE, CONFIG_ENV, CONFIG_FLAG };

/* Where a value came from. */
struct config_origin {
    enum config_source source;
    char *where; /* "firn.yaml:12", "FIRN_LOG_LEVEL", "--log.level"; NULL for
                    a default */
};

#define CONFIG_MAX_SETTINGS 96

struct config {
    char *data_dir;
    char *node_name;

    struct config_addrs http_listen;
    bool http_insecure;
    uint64_t http_threads;
    uint64_t http_max_connections;
    uint64_t http_max_connections_per_ip;
    uint64_t http_max_idle_connections;
    uint64_t http_connection_memory;
    uint64_t http_idle_timeout_ms;
    uint64_t http_request_timeout_ms;
    uint64_t http_drain_timeout_ms;
    struct config_texts http_allowed_hosts;
    struct config_texts http_allowed_origins;
    uint64_t http_max_upload_bytes;
    uint64_t http_max_json_bytes;

    uint64_t events_history;
    uint64_t events_max_clients;
    uint64_t events_backlog;
    uint64_t events_heartbeat_ms;

    bool p2p_enabled;
    struct config_addrs p2p_listen;
    unsigned p2p_congestion; /* enum quic_cc */
    uint64_t p2p_idle_timeout_ms;
    uint64_t p2p_keep_alive_ms;
    uint64_t p2p_handshake_timeout_ms;
    uint64_t p2p_max_connections;
    uint64_t p2p_max_connections_per_ip;
    uint64_t p2p_retry_above;
    uint64_t p2p_max_streams;
    uint64_t p2p_stream_window;
    uint64_t p2p_max_stream_window;
    uint64_t p2p_connection_window;
    uint64_t p2p_max_connection_window;
    uint64_t p2p_max_udp_payload;
    uint64_t p2p_socket_buffer;

    uint64_t peers_max_links;
    uint64_t peers_ping_interval_ms;
    uint64_t peers_dead_after_ms;
    uint64_t peers_retry_max_ms;
    uint64_t peers_connect_timeout_ms;
    uint64_t peers_forget_after_ms;
    bool peers_reconnect;
    uint64_t topology_interval_ms;

    struct config_texts discovery_static;
    bool discovery_mdns_enabled;
    bool discovery_lan_enabled;
    uint64_t discovery_lan_port;
    bool discovery_dns_enabled;
    struct config_texts discovery_dns_domains;
    struct config_addrs discovery_dns_servers;
    bool discovery_exchange_enabled;

    uint64_t blobs_max_size;
    uint64_t store_max_open;

    uint64_t transfers_max_concurrent;
    uint64_t transfers_history;
    uint64_t transfers_max_attempts;
    uint64_t transfers_connect_timeout_ms;
    uint64_t transfers_stall_timeout_ms;

    uint64_t limits_upload; /* bytes per second; 0: none */
    uint64_t limits_download;
    uint64_t limits_per_peer_upload;
    uint64_t limits_per_peer_download;
    bool limits_exempt_local;

    uint64_t serve_max_requests;
    uint64_t serve_max_requests_per_peer;

    uint64_t workers_threads; /* 0: one for each processor */

    uint64_t metrics_max_peers;

    unsigned log_level;  /* enum log_level */
    unsigned log_format; /* enum log_format */

    struct config_origin origin[CONFIG_MAX_SETTINGS]; /* by table index */
};

enum setting_type {
    SETTING_BOOL,
    SETTING_INT,
    SETTING_SIZE,     /* bytes: "16MiB" */
    SETTING_DURATION, /* milliseconds inside; "30s" */
    SETTING_CHOICE,
    SETTING_TEXT,
    SETTING_ADDRS,
    SETTING_TEXTS
};

/* "bool", "int", ...: as `GET /config` and the reference page write it. */
const char *setting_type_name(enum setting_type t);

/* One line of the table. */
struct setting {
    const char *name;
    enum setting_type type;
    size_t offset;       /* of the field in struct config */
    const char *initial; /* the default, as one would write it */
    uint64_t min, max;   /* INT, SIZE, DURATION: allowed values inside;
                            ADDRS: min of them */
    const char *choices; /* CHOICE: "cubic|bbr" */
    const char *help;
};

extern const struct setting config_settings[];
extern const size_t config_settings_len;

/* Index in the table, or config_settings_len. */
size_t config_find(const char *name);

/* The name most like a wrong one, NULL when none is near. */
const char *config_nearest(const char *name);

/* All defaults. */
ERR_RESULT enum err config_init(struct config *c);
void config_clear(struct config *c);

/* Set one value from its text.
 *   ERR_NOT_FOUND  no such setting; `em`: "unknown setting 'x'; did you ..."
 *   ERR_INVALID    `em`: name, value, what is allowed
 *   ERR_NOMEM */
ERR_RESULT enum err config_set(struct config *c, const char *name,
                               const char *text, enum config_source source,
                               const char *where, struct errmsg *em);

/* Read a YAML file. ERR_NOT_FOUND, ERR_PARSE, ERR_INVALID, ERR_IO; `em` has
 * "FILE:LINE: ...". config_read_yaml() does the same with text in memory. */
ERR_RESULT enum err config_read_file(struct config *c, const char *path,
                                     struct errmsg *em);
ERR_RESULT enum err config_read_yaml(struct config *c, const char *name,
                                     const char *text, size_t len,
                                     struct errmsg *em);

/* All FIRN_* variables of an environment ("NAME=value" strings). FIRN_URL is
 * the client's and skipped. */
ERR_RESULT enum err config_read_env(struct config *c, const char *const *env,
                                    struct errmsg *em);

/* One "--name=value" (or "--name" for a bool). */
ERR_RESULT enum err config_read_flag(struct config *c, const char *flag,
                                     struct errmsg *em);

/* What holds between settings, checked when all are read. */
ERR_RESULT enum err config_check(const struct config *c, struct errmsg *em);

/* The value as one would write it, and the name of its variable. */
ERR_RESULT enum err config_format(const struct config *c, size_t at,
                                  struct buf *out);
#define CONFIG_ENV_SIZE 64
void config_env_name(const struct setting *s, char out[static CONFIG_ENV_SIZE]);

/* What is allowed: "a size from 64KiB to 16MiB", "cubic or bbr". */
void config_allowed(const struct setting *s, char *out, size_t size);
