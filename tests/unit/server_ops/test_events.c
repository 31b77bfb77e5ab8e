/* Events on a real node without peers. */
#include "ops/events.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/loop.h"
#include "blobs/transfer.h"
#include "node.h"
#include "ops/ops.h"
#include "test.h"

static struct config config;
static struct node *node;
static struct ops *ops;

static char *render(const struct event_facts *f, const char *boot)
{
    char *text;

    if (asprintf(&text, "{\"size\":%d}", (int)f->size) < 0)
        return NULL;
    return text;
}

static void open_node(void)
{
    struct errmsg em = {0};
    char flag[300];

    CHECK_OK(config_init(&config));
    snprintf(flag, sizeof flag, "--data_dir=%s/node", test_dir());
    CHECK_OK(config_read_flag(&config, flag, &em));
    CHECK_OK(config_read_flag(&config, "--p2p.listen=127.0.0.1:0", &em));
    CHECK_OK(config_read_flag(&config, "--discovery.mdns.enabled=false", &em));
    CHECK_OK(config_read_flag(&config, "--discovery.lan.enabled=false", &em));
    CHECK_OK(config_read_flag(&config, "--events.history=64", &em));
    CHECK_OK(config_read_flag(&config, "--events.max_clients=2", &em));
    CHECK_OK(config_read_flag(&config, "--workers.threads=1", &em));
    CHECK_OK(node_open(&config, &node, &em));
    CHECK_OK(ops_new(node, render, &ops));
}

static void close_node(void)
{
    ops_close(ops);
    ops_free(ops);
    node_close(node);
    config_clear(&config);
}

/* A client that writes down what it gets: "1:blob_added 2:tag ". */
struct client {
    struct event_sink sink;
    char heard[4096];
    int accepts; /* frames before it is too slow */
    int ends;
    int lefts;
};

static bool on_push(struct event_sink *sink, const char *frame, size_t len)
{
    struct client *c = (struct client *)sink;
    const char *dash = memchr(frame, '-', len);
    const char *type = strstr(frame, "event: ");
    size_t at = strlen(c->heard);

    if (c->accepts-- == 0)
        return false;
    if (type == NULL)
        return true;
    snprintf(c->heard + at, sizeof c->heard - at, "%d:%.*s ",
             (int)strtoul(dash + 1, NULL, 10), (int)strcspn(type + 7, "\n"),
             type + 7);
    return true;
}

static void on_end(struct event_sink *sink)
{
    ((struct client *)sink)->ends++;
}

static void on_left(struct event_sink *sink)
{
    ((struct client *)sink)->lefts++;
}

static struct client *client_new(void)
{
    struct client *c = calloc(1, sizeof *c);

    c->accepts = 100000;
    c->sink.push = on_push;
    c->sink.end = on_end;
    c->sink.left = on_left;
    return c;
}

static enum err subscribe(struct client *c, const char *since)
{
    struct event_since s = {0};

    if (since != NULL)
        CHECK(event_since_parse(since, ops_boot(ops), &s));
    return events_subscribe(ops_events(ops), &c->sink, &s);
}

static const char *id(unsigned number)
{
    static char text[40];

    snprintf(text, sizeof text, "%s-%u", ops_boot(ops), number);
    return text;
}

static void publish(enum event_type type)
{
    events_publish(ops_events(ops), &(struct event_facts){.type = type});
}

static void publish_transfer(uint64_t tid, enum transfer_state state)
{
    static struct transfer_info info;

    info.id = tid;
    info.state = state;
    events_publish(
        ops_events(ops),
        &(struct event_facts){.type = EVENT_TRANSFER, .transfer = &info});
}

TEST(events, who_listens_hears_what_comes_and_no_more)
{
    struct client *c = client_new();

    open_node();
    publish(EVENT_BLOB_ADDED);
    CHECK_OK(subscribe(c, NULL));
    publish(EVENT_TAG);
    publish_transfer(7, TRANSFER_RUNNING);
    CHECK_STR(c->heard, "2:tag 3:transfer ");
    close_node();
    CHECK_EQ_U64((unsigned)c->ends, 1);
    free(c);
}

TEST(events, only_the_types_asked_for)
{
    struct client *c = client_new();

    open_node();
    c->sink.types = 1u << EVENT_TAG;
    CHECK_OK(subscribe(c, NULL));
    publish(EVENT_BLOB_ADDED);
    publish(EVENT_TAG);
    publish(EVENT_BLOB_REMOVED);
    CHECK_STR(c->heard, "2:tag ");
    close_node();
    free(c);
}

TEST(events, who_comes_back_gets_what_was_missed)
{
    struct client *c = client_new();

    open_node();
    publish(EVENT_BLOB_ADDED);
    publish(EVENT_TAG);
    publish(EVENT_BLOB_REMOVED);
    CHECK_OK(subscribe(c, id(1)));
    CHECK_STR(c->heard, "2:tag 3:blob_removed ");
    publish(EVENT_BLOB_ADDED);
    CHECK_STR(c->heard, "2:tag 3:blob_removed 4:blob_added ");
    close_node();
    free(c);
}

TEST(events, of_a_transfer_only_the_last_is_kept)
{
    struct client *c = client_new();

    open_node();
    publish(EVENT_TAG);
    for (int i = 0; i < 200; i++)
        publish_transfer(7, TRANSFER_RUNNING);
    publish(EVENT_TAG);
    CHECK_OK(subscribe(c, id(1)));
    CHECK_STR(c->heard, "201:transfer 202:tag ");
    close_node();
    free(c);
}

TEST(events, what_was_lost_is_told)
{
    struct client *c = client_new(), *d = client_new();

    open_node();
    for (int i = 0; i < 65; i++)
        publish(EVENT_TAG);
    CHECK_OK(subscribe(c, id(0)));
    CHECK_STR(c->heard, "65:reset ");
    publish(EVENT_BLOB_ADDED);
    CHECK_STR(c->heard, "65:reset 66:blob_added ");
    CHECK_OK(subscribe(d, id(2)));
    CHECK(strncmp(d->heard, "3:tag 4:tag ", 12) == 0);
    close_node();
    free(c);
    free(d);
}

TEST(events, another_process_and_the_future_are_lost_too)
{
    struct client *c = client_new(), *d = client_new();
    char foreign[20];

    open_node();
    publish(EVENT_TAG);
    snprintf(foreign, sizeof foreign, "%s-0", ops_boot(ops));
    foreign[0] = foreign[0] == '0' ? '1' : '0';
    CHECK_OK(subscribe(c, foreign));
    CHECK_STR(c->heard, "1:reset ");
    CHECK_OK(subscribe(d, id(99)));
    CHECK_STR(d->heard, "1:reset ");
    close_node();
    free(c);
    free(d);
}

TEST(events, a_transfers_listener_hears_its_end_and_is_ended)
{
    struct client *c = client_new();

    open_node();
    publish_transfer(7, TRANSFER_RUNNING);
    c->sink.one_transfer = true;
    c->sink.transfer = 7;
    CHECK_OK(subscribe(c, NULL));
    publish_transfer(8, TRANSFER_RUNNING);
    publish(EVENT_TAG);
    publish_transfer(7, TRANSFER_RUNNING);
    publish_transfer(7, TRANSFER_COMPLETED);
    CHECK_STR(c->heard, "1:progress 4:progress 5:completed ");
    CHECK_EQ_U64((unsigned)c->ends, 1);
    CHECK_EQ_U64(events_sinks(ops_events(ops)), 0);
    close_node();
    CHECK_EQ_U64((unsigned)c->ends, 1);
    free(c);
}

TEST(events, a_late_listener_gets_the_end_once)
{
    struct client *c = client_new(), *d = client_new();

    open_node();
    publish_transfer(7, TRANSFER_FAILED);
    c->sink.one_transfer = d->sink.one_transfer = true;
    c->sink.transfer = d->sink.transfer = 7;
    CHECK_OK(subscribe(c, NULL));
    CHECK_STR(c->heard, "1:failed ");
    CHECK_EQ_U64((unsigned)c->ends, 1);
    CHECK_ERR(subscribe(d, id(1)), ERR_EXISTS);
    CHECK_EQ_U64((unsigned)d->ends, 0);
    close_node();
    free(c);
    free(d);
}

TEST(events, an_unknown_transfer_is_not_found)
{
    struct client *c = client_new();

    open_node();
    c->sink.one_transfer = true;
    c->sink.transfer = 7;
    CHECK_ERR(subscribe(c, NULL), ERR_NOT_FOUND);
    close_node();
    CHECK_EQ_U64((unsigned)c->ends, 0);
    free(c);
}

TEST(events, the_slow_are_ended)
{
    struct client *c = client_new();

    open_node();
    c->accepts = 3; /* the greeting and two events */
    CHECK_OK(subscribe(c, NULL));
    publish(EVENT_TAG);
    publish(EVENT_TAG);
    CHECK_EQ_U64((unsigned)c->ends, 0);
    publish(EVENT_TAG);
    CHECK_EQ_U64((unsigned)c->ends, 1);
    publish(EVENT_TAG);
    CHECK_STR(c->heard, "1:tag 2:tag ");
    close_node();
    free(c);
}

TEST(events, no_more_clients_than_allowed)
{
    struct client *c = client_new(), *d = client_new(), *e = client_new();

    open_node();
    CHECK_OK(subscribe(c, NULL));
    CHECK_OK(subscribe(d, NULL));
    CHECK_ERR(subscribe(e, NULL), ERR_LIMIT);
    events_leave(ops_events(ops), &c->sink);
    while (c->lefts == 0)
        loop_run_once(node->loop, 100);
    CHECK_EQ_U64((unsigned)c->ends, 1);
    CHECK_OK(subscribe(e, NULL));
    ops_close(ops);
    CHECK_ERR(subscribe(c, NULL), ERR_CLOSED);
    close_node();
    free(c);
    free(d);
    free(e);
}

TEST(events, ids_are_read_strictly)
{
    struct event_since s;

    CHECK(event_since_parse("0123ab-17", "0123ab", &s));
    CHECK(!s.is_foreign && s.number == 17);
    CHECK(event_since_parse("0123ab-17", "0123ac", &s));
    CHECK(s.is_foreign);
    CHECK(!event_since_parse("", "0123ab", &s));
    CHECK(!event_since_parse("0123ab", "0123ab", &s));
    CHECK(!event_since_parse("0123ab-", "0123ab", &s));
    CHECK(!event_since_parse("0123ab-1x", "0123ab", &s));
    CHECK(!event_since_parse("0123AB-1", "0123ab", &s));
    CHECK(!event_since_parse("0123abc-1", "0123ab", &s));
    CHECK(!event_since_parse("0123ab-99999999999999999999", "0123ab", &s));
}
