#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "blobs/blobs.h"
#include "config_help.h"
#include "quic/quic.h"
#include "test.h"

static struct errmsg em;

static void start(struct config *c)
{
    em.text[0] = '\0';
    CHECK_OK(config_init(c));
}

static const char *shown(const struct config *c, const char *name)
{
    static char text[1024];
    struct buf b;

    buf_init(&b, sizeof text);
    CHECK_OK(config_format(c, config_find(name), &b));
    CHECK_OK(buf_add_u8(&b, '\0'));
    memcpy(text, b.ptr, b.len);
    buf_clear(&b);
    return text;
}

/* Set by flag and expect the text to come back in its shortest form. */
static void check_value(const char *flag, const char *name, const char *want)
{
    struct config c;

    start(&c);
    CHECK_OK(config_read_flag(&c, flag, &em));
    CHECK_STR(shown(&c, name), want);
    config_clear(&c);
}

static void check_refused(const char *flag, const char *want)
{
    struct config c;

    start(&c);
    CHECK(config_read_flag(&c, flag, &em) != ERR_OK);
    CHECK_STR(em.text, want);
    config_clear(&c);
}

TEST(config, every_setting_has_a_default_a_help_and_a_name_of_its_own)
{
    struct config c;

    start(&c);
    for (size_t i = 0; i < config_settings_len; i++) {
        const struct setting *s = &config_settings[i];

        CHECK_EQ_U64(config_find(s->name), i);
        CHECK(strlen(s->help) > 10);
        if (strcmp(s->name, "data_dir") != 0)
            CHECK_STR(shown(&c, s->name), s->initial);
    }
    config_clear(&c);
}

TEST(config, defaults_are_those_of_the_modules)
{
    struct config c;
    struct quic_config q;
    struct blobs_config b;

    start(&c);
    quic_config_defaults(&q);
    blobs_config_defaults(&b);
    CHECK_EQ_U64(c.p2p_congestion, q.cc);
    CHECK_EQ_U64(c.p2p_idle_timeout_ms, q.idle_timeout_ms);
    CHECK_EQ_U64(c.p2p_keep_alive_ms, q.keep_alive_ms);
    CHECK_EQ_U64(c.p2p_handshake_timeout_ms, q.handshake_timeout_ms);
    CHECK_EQ_U64(c.p2p_max_connections, q.max_conns);
    CHECK_EQ_U64(c.p2p_max_connections_per_ip, q.max_conns_per_ip);
    CHECK_EQ_U64(c.p2p_retry_above, q.retry_above);
    CHECK_EQ_U64(c.p2p_max_streams, q.max_streams);
    CHECK_EQ_U64(c.p2p_stream_window, q.stream_window);
    CHECK_EQ_U64(c.p2p_max_stream_window, q.max_stream_window);
    CHECK_EQ_U64(c.p2p_connection_window, q.conn_window);
    CHECK_EQ_U64(c.p2p_max_connection_window, q.max_conn_window);
    CHECK_EQ_U64(c.p2p_max_udp_payload, q.max_udp_payload);
    CHECK_EQ_U64(c.p2p_socket_buffer, q.socket_buffer);
    CHECK_EQ_U64(c.serve_max_requests, b.max_serving);
    CHECK_EQ_U64(c.serve_max_requests_per_peer, b.max_serving_per_peer);
    CHECK_EQ_U64(c.transfers_max_concurrent, b.max_active);
    CHECK_EQ_U64(c.transfers_history, b.max_history);
    CHECK_EQ_U64(c.transfers_connect_timeout_ms, b.connect_timeout_ms);
    CHECK_EQ_U64(c.transfers_stall_timeout_ms, b.stall_timeout_ms);
    config_clear(&c);
}

TEST(config, choices_are_in_the_order_of_their_enums)
{
    struct config c;

    start(&c);
    CHECK_OK(config_read_flag(&c, "--p2p.congestion=bbr", &em));
    CHECK_EQ_U64(c.p2p_congestion, QUIC_CC_BBR);
    CHECK_OK(config_read_flag(&c, "--log.level=off", &em));
    CHECK_EQ_U64(c.log_level, LOG_OFF);
    CHECK_OK(config_read_flag(&c, "--log.format=json", &em));
    CHECK_EQ_U64(c.log_format, LOG_JSON);
    config_clear(&c);
}

TEST(config, values_of_each_type)
{
    check_value("--http.threads=7", "http.threads", "7");
    check_value("--p2p.socket_buffer=1048576", "p2p.socket_buffer", "1MiB");
    check_value("--p2p.socket_buffer=1MiB", "p2p.socket_buffer", "1MiB");
    check_value("--p2p.socket_buffer=1MB", "p2p.socket_buffer", "1000000");
    check_value("--http.max_upload_bytes=0", "http.max_upload_bytes", "0");
    check_value("--http.max_upload_bytes=2TiB", "http.max_upload_bytes",
                "2TiB");
    check_value("--p2p.idle_timeout=90s", "p2p.idle_timeout", "90s");
    check_value("--p2p.idle_timeout=1500ms", "p2p.idle_timeout", "1500ms");
    check_value("--p2p.idle_timeout=2m", "p2p.idle_timeout", "2m");
    check_value("--p2p.keep_alive=0", "p2p.keep_alive", "0");
    check_value("--http.insecure", "http.insecure", "true");
    check_value("--http.insecure=false", "http.insecure", "false");
    check_value("--node.name=a b", "node.name", "a b");
    check_value("--p2p.listen=127.0.0.1:1, [::1]:2", "p2p.listen",
                "127.0.0.1:1,[::1]:2");
    check_value("--http.allowed_hosts=a,b:1", "http.allowed_hosts", "a,b:1");
    check_value("--http.allowed_hosts=", "http.allowed_hosts", "");
    check_value("--peers.forget_after=168h", "peers.forget_after", "168h");
    check_value("--discovery.dns.servers=", "discovery.dns.servers", "");
    check_value("--discovery.dns.servers=[::1]:53", "discovery.dns.servers",
                "[::1]:53");
    check_value("--discovery.static=a@b:1,c", "discovery.static", "a@b:1,c");
}

TEST(config, a_refusal_says_what_is_allowed)
{
    check_refused("--http.threads=0", "--http.threads: http.threads: '0' is "
                                      "not allowed; it takes a number from 1 "
                                      "to 64");
    check_refused("--http.threads=4x", "--http.threads: http.threads: '4x' is "
                                       "not allowed; it takes a number from 1 "
                                       "to 64");
    check_refused("--p2p.congestion=reno",
                  "--p2p.congestion: p2p.congestion: 'reno' is not allowed; "
                  "it takes cubic or bbr");
    check_refused("--p2p.idle_timeout=30",
                  "--p2p.idle_timeout: p2p.idle_timeout: '30' is not allowed; "
                  "it takes a duration (as 1500ms, 30s, 5m, 1h) from 1s to "
                  "1h");
    check_refused("--p2p.listen=",
                  "--p2p.listen: p2p.listen: '' is not allowed; it takes 1 "
                  "to 8 of ip:port or [ip]:port");
    check_refused("--peers.max_links=3",
                  "--peers.max_links: peers.max_links: '3' is not allowed; it "
                  "takes a number from 4 to 1000");
    check_refused("--http.threads", "--http.threads needs a value: "
                                    "--http.threads=VALUE");
    check_refused("what", "'what' is no setting; settings are --name=value");
}

TEST(config, numbers_do_not_overflow)
{
    struct config c;

    start(&c);
    CHECK_ERR(config_read_flag(
                  &c, "--http.max_upload_bytes=18446744073709551616", &em),
              ERR_INVALID);
    CHECK_ERR(config_read_flag(&c, "--http.max_upload_bytes=99999999TiB", &em),
              ERR_INVALID);
    CHECK_ERR(config_read_flag(&c, "--http.threads=-1", &em), ERR_INVALID);
    CHECK_ERR(config_read_flag(&c, "--http.threads= 1", &em), ERR_INVALID);
    CHECK_ERR(config_read_flag(&c, "--http.threads=", &em), ERR_INVALID);
    config_clear(&c);
}

TEST(config, an_unknown_name_gets_the_nearest_one)
{
    check_refused("--http.lisen=127.0.0.1:1",
                  "--http.lisen: unknown setting 'http.lisen'; did you mean "
                  "'http.listen'?");
    check_refused("--threads=1", "--threads: unknown setting 'threads'; did "
                                 "you mean 'http.threads'?");
    check_refused("--quantum.flux=1",
                  "--quantum.flux: unknown setting 'quantum.flux'; firnd "
                  "--help-settings lists them");
}

TEST(config, variables_are_read_and_unknown_ones_refused)
{
    static const char *const good[] = {
        "HOME=/x", "FIRN_URL=http://x", "PATH=/bin",
        "FIRN_HTTP_MAX_CONNECTIONS_PER_IP=9", NULL};
    static const char *const bad[] = {"FIRN_HTTP_LISTN=127.0.0.1:1", NULL};
    struct config c;

    start(&c);
    CHECK_OK(config_read_env(&c, good, &em));
    CHECK_EQ_U64(c.http_max_connections_per_ip, 9);
    CHECK_ERR(config_read_env(&c, bad, &em), ERR_NOT_FOUND);
    CHECK_STR(em.text, "environment variable FIRN_HTTP_LISTN: unknown setting "
                       "'http.listn'; did you mean 'http.listen'?");
    config_clear(&c);
}

TEST(config, the_later_source_wins_and_is_remembered)
{
    static const char yaml[] = "http:\n  threads: 3\nlog.level: warn\n";
    static const char *const env[] = {"FIRN_HTTP_THREADS=5", NULL};
    struct config c;
    size_t threads = config_find("http.threads");
    size_t level = config_find("log.level");

    start(&c);
    CHECK_EQ_U64(c.origin[threads].source, CONFIG_DEFAULT);
    CHECK(c.origin[threads].where == NULL);
    CHECK_OK(config_read_yaml(&c, "f.yaml", yaml, strlen(yaml), &em));
    CHECK_EQ_U64(c.http_threads, 3);
    CHECK_STR(c.origin[threads].where, "f.yaml:2");
    CHECK_OK(config_read_env(&c, env, &em));
    CHECK_EQ_U64(c.http_threads, 5);
    CHECK_OK(config_read_flag(&c, "--http.threads=6", &em));
    CHECK_EQ_U64(c.http_threads, 6);
    CHECK_EQ_U64(c.origin[threads].source, CONFIG_FLAG);
    CHECK_STR(c.origin[threads].where, "--http.threads");
    CHECK_EQ_U64(c.origin[level].source, CONFIG_FILE);
    CHECK_STR(c.origin[level].where, "f.yaml:3");
    config_clear(&c);
}

TEST(config, others_reach_the_node_only_when_that_is_wanted)
{
    struct config c;

    start(&c);
    CHECK_OK(config_check(&c, &em));
    CHECK_OK(config_read_flag(&c, "--http.listen=0.0.0.0:80", &em));
    CHECK_ERR(config_check(&c, &em), ERR_INVALID);
    CHECK(strstr(em.text, "http.insecure=true") != NULL);
    CHECK_OK(config_read_flag(&c, "--http.insecure", &em));
    CHECK_OK(config_check(&c, &em));
    CHECK_OK(config_read_flag(&c, "--p2p.stream_window=64MiB", &em));
    CHECK_ERR(config_check(&c, &em), ERR_INVALID);
    config_clear(&c);
}

TEST(config, the_reference_page_is_up_to_date)
{
    size_t want_len, len;
    uint8_t *want = test_read_file(FIRN_SOURCE "/docs/settings.md", &want_len);
    char *text = NULL;
    FILE *f = open_memstream(&text, &len);

    config_help_markdown(f);
    fclose(f);
    CHECK_MEM(text, len, want, want_len);
    free(text);
    free(want);
}
