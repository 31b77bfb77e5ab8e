/* The table. Its order is the order of the reference page. */
#include "config.h"

#define KIB UINT64_C(1024)
#define MIB (1024 * KIB)
#define GIB (1024 * MIB)
#define SECOND UINT64_C(1000)
#define MINUTE (60 * SECOND)
#define HOUR (60 * MINUTE)

#define AT(field) offsetof(struct config, field)

#define TEXT(name_, field, initial_, help_)                                    \
    {                                                                          \
        .name = name_, .type = SETTING_TEXT, .offset = AT(field),              \
        .initial = initial_, .help = help_                                     \
    }
#define TEXTS(name_, field, initial_, help_)                                   \
    {                                                                          \
        .name = name_, .type = SETTING_TEXTS, .offset = AT(field),             \
        .initial = initial_, .help = help_                                     \
    }
#define ADDRS(name_, field, initial_, min_, help_)                             \
    {                                                                          \
        .name = name_, .type = SETTING_ADDRS, .offset = AT(field),             \
        .initial = initial_, .min = min_, .help = help_                        \
    }
#define BOOL(name_, field, initial_, help_)                                    \
    {                                                                          \
        .name = name_, .type = SETTING_BOOL, .offset = AT(field),              \
        .initial = initial_, .help = help_                                     \
    }
#define CHOICE(name_, field, initial_, choices_, help_)                        \
    {                                                                          \
        .name = name_, .type = SETTING_CHOICE, .offset = AT(field),            \
        .initial = initial_, .choices = choices_, .help = help_                \
    }
#define INT(name_, field, initial_, min_, max_, help_)                         \
    {                                                                          \
        .name = name_, .type = SETTING_INT, .offset = AT(field),               \
        .initial = initial_, .min = min_, .max = max_, .help = help_           \
    }
#define SIZE(name_, field, initial_, min_, max_, help_)                        \
    {                                                                          \
        .name = name_, .type = SETTING_SIZE, .offset = AT(field),              \
        .initial = initial_, .min = min_, .max = max_, .help = help_           \
    }
#define DURATION(name_, field, initial_, min_, max_, help_)                    \
    {                                                                          \
        .name = name_, .type = SETTING_DURATION, .offset = AT(field),          \
        .initial = initial_, .min = min_, .max = max_, .help = help_           \
    }

const struct setting config_settings[] = {
    TEXT("data_dir", data_dir, "~/.local/share/firn",
         "where key, database and blobs are; as root /var/lib/firn"),
    TEXT("node.name", node_name, "",
         "name shown to people; empty: the machine's name"),

    ADDRS("http.listen", http_listen, "127.0.0.1:8420", 1,
          "where REST and the page for browsers are served; port 0 picks one"),
    BOOL("http.insecure", http_insecure, "false",
         "serve without access control on addresses that others can reach"),
    INT("http.threads", http_threads, "4", 1, 64,
        "threads for each listening address"),
    INT("http.max_connections", http_max_connections, "4096", 8, 1000000,
        "connections at once, for each listening address"),
    INT("http.max_connections_per_ip", http_max_connections_per_ip, "2048", 1,
        1000000, "the same from one client address"),
    INT("http.max_idle_connections", http_max_idle_connections, "256", 0,
        1000000,
        "with more connections open, each is closed after its answer; an idle "
        "one that was used holds its buffer"),
    SIZE("http.connection_memory", http_connection_memory, "128KiB", 64 * KIB,
         16 * MIB,
         "buffer of a connection while it is in use; uploads run faster with "
         "more"),
    DURATION("http.idle_timeout", http_idle_timeout_ms, "1m", SECOND, HOUR,
             "close a connection that brings no whole request, or nothing of "
             "a body, for so long"),
    DURATION("http.request_timeout", http_request_timeout_ms, "30s", SECOND,
             24 * HOUR, "answer 504 when the node needs longer than this"),
    DURATION("http.drain_timeout", http_drain_timeout_ms, "10s", 0, HOUR,
             "how long running requests may go on when the node stops"),
    TEXTS("http.allowed_hosts", http_allowed_hosts, "",
          "names in Host that are allowed besides localhost and addresses of "
          "this machine"),
    TEXTS("http.allowed_origins", http_allowed_origins, "",
          "origins (https://host:port) whose pages may call this node"),
    SIZE("http.max_upload_bytes", http_max_upload_bytes, "0", 0, UINT64_MAX,
         "refuse larger uploads; 0: no limit"),
    SIZE("http.max_json_bytes", http_max_json_bytes, "64KiB", KIB, 16 * MIB,
         "refuse larger JSON bodies"),

    INT("events.history", events_history, "16384", 64, 1000000,
        "events kept for clients that come back"),
    INT("events.max_clients", events_max_clients, "2048", 1, 100000,
        "event streams at once"),
    SIZE("events.backlog", events_backlog, "1MiB", 16 * KIB, 64 * MIB,
         "cut off a client that has so much unread"),
    DURATION("events.heartbeat", events_heartbeat_ms, "15s", SECOND, HOUR,
             "comment sent on an event stream so often"),

    BOOL("p2p.enabled", p2p_enabled, "true",
         "false: no UDP socket and no discovery; blobs and tags are served "
         "over HTTP alone"),
    ADDRS("p2p.listen", p2p_listen, "0.0.0.0:8421,[::]:8421", 1,
          "UDP sockets for other nodes; port 0 picks one"),
    CHOICE("p2p.congestion", p2p_congestion, "cubic", "cubic|bbr",
           "congestion control of what this node sends"),
    DURATION("p2p.idle_timeout", p2p_idle_timeout_ms, "30s", SECOND, HOUR,
             "close a connection that was silent for so long"),
    DURATION("p2p.keep_alive", p2p_keep_alive_ms, "10s", 0, HOUR,
             "ping a connection that was silent for so long; 0: never"),
    DURATION("p2p.handshake_timeout", p2p_handshake_timeout_ms, "10s", SECOND,
             10 * MINUTE, "give up a handshake after so long"),
    INT("p2p.max_connections", p2p_max_connections, "1024", 1, 100000,
        "connections at once, both directions"),
    INT("p2p.max_connections_per_ip", p2p_max_connections_per_ip, "256", 1,
        100000, "incoming connections from one address"),
    INT("p2p.retry_above", p2p_retry_above, "64", 0, 100000,
        "with more half-open handshakes clients must prove their address"),
    INT("p2p.max_streams", p2p_max_streams, "100", 1, 65535,
        "streams a peer may have open on a connection"),
    SIZE("p2p.stream_window", p2p_stream_window, "2MiB", 16 * KIB, GIB,
         "receive window of a stream at first"),
    SIZE("p2p.max_stream_window", p2p_max_stream_window, "8MiB", 16 * KIB, GIB,
         "and where it may grow to"),
    SIZE("p2p.connection_window", p2p_connection_window, "4MiB", 16 * KIB, GIB,
         "receive window of a connection at first"),
    SIZE("p2p.max_connection_window", p2p_max_connection_window, "16MiB",
         16 * KIB, GIB, "and where it may grow to"),
    SIZE("p2p.max_udp_payload", p2p_max_udp_payload, "65000", 1200, 65527,
         "largest datagram that path MTU discovery tries"),
    SIZE("p2p.socket_buffer", p2p_socket_buffer, "8MiB", 64 * KIB, GIB,
         "kernel buffers asked for, in each direction"),

    INT("peers.max_links", peers_max_links, "32", 4, 1000,
        "peers to stay connected to by itself, besides those that were asked "
        "for"),
    DURATION("peers.ping_interval", peers_ping_interval_ms, "4s", 100, HOUR,
             "ping a peer that was silent for so long"),
    DURATION("peers.dead_after", peers_dead_after_ms, "12s", 200, HOUR,
             "give up a connection on which nothing was heard for so long"),
    DURATION("peers.retry_max", peers_retry_max_ms, "8s", 500, HOUR,
             "longest pause between attempts to reach a peer again"),
    DURATION("peers.connect_timeout", peers_connect_timeout_ms, "5s", 100,
             10 * MINUTE, "give up connecting to a peer after so long"),
    DURATION("peers.forget_after", peers_forget_after_ms, "168h", MINUTE,
             8760 * HOUR,
             "forget a peer that was neither connected nor seen for so long"),
    BOOL("peers.reconnect", peers_reconnect, "true",
         "connect to known peers by itself; false: only when asked"),
    DURATION("topology.interval", topology_interval_ms, "5s", 500, 10 * MINUTE,
             "tell others of our links so often; less often in a large "
             "cluster"),

    TEXTS("discovery.static", discovery_static, "",
          "peers that are always there: ID@ip:port, ID@host:port, ID, or a "
          "ticket"),
    BOOL("discovery.mdns.enabled", discovery_mdns_enabled, "true",
         "find peers on the local network through avahi-daemon, and be found"),
    BOOL("discovery.lan.enabled", discovery_lan_enabled, "true",
         "find stock iroh endpoints on the local network, and be found"),
    INT("discovery.lan.port", discovery_lan_port, "5353", 1, 65535,
        "UDP port of iroh's multicast"),
    BOOL("discovery.dns.enabled", discovery_dns_enabled, "false",
         "look up addresses of known ids in DNS"),
    TEXTS("discovery.dns.domains", discovery_dns_domains, "",
          "domains to look in: _iroh.<id>.<domain>"),
    ADDRS("discovery.dns.servers", discovery_dns_servers, "", 0,
          "servers to ask; empty: those of the system"),
    BOOL("discovery.exchange.enabled", discovery_exchange_enabled, "true",
         "tell peers of other peers, and believe what they tell"),

    SIZE("blobs.max_size", blobs_max_size, "0", 0, UINT64_MAX,
         "refuse larger blobs; 0: no limit"),
    INT("store.max_open", store_max_open, "1024", 16, 1000000,
        "blob files kept open beyond their use"),

    INT("transfers.max_concurrent", transfers_max_concurrent, "16", 1, 1024,
        "transfers running at once; others wait"),
    INT("transfers.history", transfers_history, "1000", 1, 100000,
        "ended transfers remembered"),
    INT("transfers.max_attempts", transfers_max_attempts, "5", 1, 1000,
        "attempts of a transfer whose peers are not reached, with growing "
        "pauses"),
    DURATION("transfers.connect_timeout", transfers_connect_timeout_ms, "4s",
             100, 10 * MINUTE, "give up connecting to a source after so long"),
    DURATION("transfers.stall_timeout", transfers_stall_timeout_ms, "10s", 100,
             HOUR, "give up a source that sends nothing for so long"),

    SIZE("limits.upload", limits_upload, "0", 0, 16 * GIB,
         "bytes of blobs sent per second, to all peers; 0: no ceiling. This "
         "and the following are what a node starts with; what PATCH /limits "
         "has set is kept in data_dir and wins"),
    SIZE("limits.download", limits_download, "0", 0, 16 * GIB,
         "the same for bytes received"),
    SIZE("limits.per_peer_upload", limits_per_peer_upload, "0", 0, 16 * GIB,
         "the same for bytes sent to one peer"),
    SIZE("limits.per_peer_download", limits_per_peer_download, "0", 0, 16 * GIB,
         "the same for bytes received from one peer"),
    BOOL("limits.exempt_local", limits_exempt_local, "false",
         "no ceilings for peers at private, link-local and loopback "
         "addresses, but that of a single transfer"),

    INT("serve.max_requests", serve_max_requests, "256", 1, 65536,
        "requests of peers answered at once"),
    INT("serve.max_requests_per_peer", serve_max_requests_per_peer, "32", 1,
        65536, "the same for one peer"),

    INT("workers.threads", workers_threads, "0", 0, 64,
        "threads that hash and write; 0: one for each processor"),

    INT("metrics.max_peers", metrics_max_peers, "20", 0, 1000,
        "peers with measurements of their own in /metrics, those with the "
        "most traffic"),

    CHOICE("log.level", log_level, "info", "debug|info|warn|error|off",
           "write lines of this weight and above"),
    CHOICE("log.format", log_format, "text", "text|json",
           "one line of words, or one JSON object, for each event"),
};

const size_t config_settings_len =
    sizeof config_settings / sizeof *config_settings;

_Static_assert(sizeof config_settings / sizeof *config_settings <=
                   CONFIG_MAX_SETTINGS,
               "CONFIG_MAX_SETTINGS is too small for the table");
