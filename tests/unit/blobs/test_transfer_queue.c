/* Whose turn it is; pauses, deadlines, attempts; over a restart. */
#include "nodes.h"

#include <sys/socket.h>
#include <unistd.h>

static struct world world;
static struct node a, b;

static void tune_one(struct blobs_config *bc, struct quic_config *qc)
{
    (void)qc;
    bc->max_active = 1;
    bc->connect_timeout_ms = 60000;
}

static void tune_attempts(struct blobs_config *bc, struct quic_config *qc)
{
    (void)qc;
    bc->max_active = 4;
    bc->connect_timeout_ms = 100;
    bc->max_attempts = 3;
    bc->retry_first_ms = 20;
    bc->retry_max_ms = 40;
}

static void tune_patient(struct blobs_config *bc, struct quic_config *qc)
{
    tune_attempts(bc, qc);
    bc->retry_first_ms = bc->retry_max_ms = 120000;
}

static void open_two(node_tune_fn *tune)
{
    world_open(&world);
    node_open(&a, &world, 1);
    node_open_tuned(&b, &world, 2, tune);
}

static void close_two(void)
{
    node_close(&a);
    node_close(&b);
    world_close(&world);
}

/* The same directory and key, as after a restart. */
static void restart(struct node *n, node_tune_fn *tune)
{
    struct store_config sc = {.max_open = 1024};
    struct blobs_config bc;
    struct errmsg em = {0};
    struct quic *q;

    blobs_leave(n->blobs);
    quic_close(n->quic, node_on_gone, &n->gone);
    RUN_UNTIL(world.loop, n->gone);
    blobs_free(n->blobs);
    store_close(n->store);
    n->gone = false;
    sc.dir = n->dir;
    sc.loop = world.loop;
    sc.workers = world.workers;
    CHECK_OK(store_open(&sc, &n->store, &em));
    blobs_config_defaults(&bc);
    bc.loop = world.loop;
    bc.workers = world.workers;
    bc.store = n->store;
    node_listen(n, "127.0.0.1:0", tune, &bc);
    q = n->quic;
    blobs_attach(n->blobs, NULL);
    CHECK_OK(blobs_restore(n->blobs));
    blobs_attach(n->blobs, q);
}

/* ---- a source that never answers ----------------------------------------*/

struct deaf {
    int fd;
    struct node_addr at;
};

static void deaf_open(struct deaf *d)
{
    struct sockaddr_in sin = {.sin_family = AF_INET};
    socklen_t len = sizeof sin;
    uint8_t seed[KEY_SEED_LEN] = {99};
    struct addr at;
    struct key k;
    char text[40];

    sin.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    d->fd = socket(AF_INET, SOCK_DGRAM, 0);
    CHECK(d->fd >= 0 && bind(d->fd, (struct sockaddr *)&sin, len) == 0);
    CHECK(getsockname(d->fd, (struct sockaddr *)&sin, &len) == 0);
    snprintf(text, sizeof text, "127.0.0.1:%u", ntohs(sin.sin_port));
    key_from_seed(seed, &k);
    node_addr_init(&d->at, &k.id);
    CHECK_OK(addr_parse(text, &at, NULL));
    CHECK_OK(node_addr_add(&d->at, &at));
}

static uint64_t start(const struct hash *h, const struct node_addr *from,
                      enum priority p)
{
    struct transfer_request rq = {.hash = *h,
                                  .sources = from,
                                  .sources_len = 1,
                                  .has_priority = true,
                                  .priority = p};
    uint64_t id;

    CHECK_OK(transfer_start(b.blobs, &rq, NULL, NULL, &id));
    return id;
}

static struct transfer_info seen;

static const struct transfer_info *look(uint64_t id)
{
    CHECK_OK(transfer_get(b.blobs, id, &seen));
    return &seen;
}

/* Takes the only place until it is cancelled. */
static uint64_t block(const struct deaf *d)
{
    struct hash h = {{1, 2, 3}};
    uint64_t id = start(&h, &d->at, PRIORITY_NORMAL);

    RUN_UNTIL(world.loop, look(id)->state == TRANSFER_RUNNING);
    return id;
}

static void wait_position(uint64_t id, size_t position)
{
    RUN_UNTIL(world.loop, look(id)->position == position);
}

/* ---- order --------------------------------------------------------------*/

struct order_seen {
    uint64_t id[16];
    size_t len;
};

static void on_run(const struct transfer_info *info, void *arg)
{
    struct order_seen *o = arg;

    if (info->state != TRANSFER_RUNNING ||
        (o->len > 0 && o->id[o->len - 1] == info->id))
        return;
    CHECK(o->len < 16);
    o->id[o->len++] = info->id;
}

/* Five behind a blocker: normal, normal, low, high, critical. */
static uint64_t fill(const struct deaf *d, uint64_t id[5], struct order_seen *o)
{
    static const enum priority p[] = {PRIORITY_NORMAL, PRIORITY_NORMAL,
                                      PRIORITY_LOW, PRIORITY_HIGH,
                                      PRIORITY_CRITICAL};
    uint64_t blocker = block(d);

    for (size_t i = 0; i < 5; i++) {
        struct hash h = node_add_made(&a, 50000 + i, i);

        id[i] = start(&h, &a.at, p[i]);
        RUN_UNTIL(world.loop, look(id[i])->position > 0);
    }
    *o = (struct order_seen){0};
    transfer_listen(b.blobs, on_run, o);
    return blocker;
}

static void check_ran(const struct order_seen *o, const uint64_t *id,
                      const char *want)
{
    RUN_UNTIL(world.loop, o->len == strlen(want));
    for (size_t i = 0; want[i] != '\0'; i++)
        CHECK_EQ_U64(o->id[i], id[want[i] - '0']);
}

TEST(transfer_queue, the_critical_one_added_last_starts_next)
{
    struct deaf d;
    struct order_seen o;
    uint64_t id[5], blocker;

    open_two(tune_one);
    deaf_open(&d);
    blocker = fill(&d, id, &o);
    CHECK_EQ_U64(look(id[4])->position, 1);
    CHECK_EQ_U64(look(id[3])->position, 2);
    CHECK_EQ_U64(look(id[0])->position, 3);
    CHECK_EQ_U64(look(id[1])->position, 4);
    CHECK_EQ_U64(look(id[2])->position, 5);
    CHECK_EQ_U64(look(id[2])->priority, PRIORITY_LOW);
    CHECK_EQ_U64(look(blocker)->position, 0);
    CHECK_OK(transfer_cancel(b.blobs, blocker));
    check_ran(&o, id, "43012");
    close(d.fd);
    close_two();
}

TEST(transfer_queue, it_is_put_in_another_order_while_it_waits)
{
    struct deaf d;
    struct order_seen o;
    struct transfer_patch to_high = {.has_priority = true,
                                     .priority = PRIORITY_HIGH};
    struct transfer_patch to_front = {.position = 1};
    uint64_t id[5], blocker;

    open_two(tune_one);
    deaf_open(&d);
    blocker = fill(&d, id, &o);
    CHECK_OK(transfer_patch(b.blobs, id[2], &to_high));
    CHECK_OK(transfer_patch(b.blobs, id[1], &to_front));
    CHECK_EQ_U64(look(id[2])->position, 2);
    CHECK_EQ_U64(look(id[1])->position, 4);
    CHECK_ERR(transfer_patch(b.blobs, blocker, &to_front), ERR_CONFLICT);
    CHECK_ERR(transfer_patch(b.blobs, 999, &to_front), ERR_NOT_FOUND);
    CHECK_OK(transfer_cancel(b.blobs, blocker));
    CHECK_ERR(transfer_patch(b.blobs, blocker, &to_high), ERR_CONFLICT);
    check_ran(&o, id, "42310");
    close(d.fd);
    close_two();
}

/* ---- pause --------------------------------------------------------------*/

static const struct transfer_patch pause_it = {.has_paused = true,
                                               .is_paused = true};
static const struct transfer_patch resume_it = {.has_paused = true};

TEST(transfer_queue, a_pause_frees_the_place_and_keeps_what_is_verified)
{
    enum { SIZE = 60000000 };
    struct hash large, small;
    struct transfer_info *info;
    struct blobs_stats st;
    uint64_t one, two, held;

    open_two(tune_one);
    large = node_add_made(&a, SIZE, 1);
    small = node_add_made(&a, 30000, 2);
    one = start(&large, &a.at, PRIORITY_NORMAL);
    two = start(&small, &a.at, PRIORITY_NORMAL);
    wait_position(two, 1);
    RUN_UNTIL(world.loop, look(one)->bytes_done > 1000000);
    CHECK_OK(transfer_patch(b.blobs, one, &pause_it));
    CHECK_EQ_U64(look(one)->state, TRANSFER_PAUSED);
    CHECK_OK(transfer_patch(b.blobs, one, &pause_it));
    held = look(one)->bytes_done;
    blobs_get_stats(b.blobs, &st);
    CHECK_EQ_U64(st.transfers_paused, 1);
    info = node_wait(&b, two);
    CHECK_EQ_U64(info->state, TRANSFER_COMPLETED);
    free(info);
    CHECK_EQ_U64(look(one)->state, TRANSFER_PAUSED);
    CHECK_EQ_U64(look(one)->requests, 0);
    CHECK_OK(transfer_patch(b.blobs, one, &resume_it));
    info = node_wait(&b, one);
    CHECK_EQ_U64(info->state, TRANSFER_COMPLETED);
    CHECK(info->bytes_done == SIZE && info->bytes_fetched <= SIZE);
    CHECK(info->bytes_fetched >= held);
    free(info);
    node_check_holds(&b, &large, SIZE, 1);
    close_two();
}

TEST(transfer_queue, a_paused_one_can_be_cancelled_a_queued_one_paused)
{
    struct deaf d;
    struct order_seen o;
    uint64_t id[5], blocker;

    open_two(tune_one);
    deaf_open(&d);
    blocker = fill(&d, id, &o);
    CHECK_OK(transfer_patch(b.blobs, id[4], &pause_it));
    CHECK_EQ_U64(look(id[4])->position, 0);
    CHECK_EQ_U64(look(id[3])->position, 1);
    CHECK_OK(transfer_patch(b.blobs, id[3], &pause_it));
    CHECK_OK(transfer_cancel(b.blobs, id[3]));
    CHECK_EQ_U64(look(id[3])->state, TRANSFER_CANCELLED);
    CHECK_OK(transfer_cancel(b.blobs, blocker));
    check_ran(&o, id, "012");
    CHECK_OK(transfer_patch(b.blobs, id[4], &resume_it));
    check_ran(&o, id, "0124");
    close(d.fd);
    close_two();
}

/* ---- deadlines ----------------------------------------------------------*/

TEST(transfer_queue, a_deadline_ends_the_running_the_queued_and_the_paused)
{
    struct deaf d;
    struct hash h = {{5}};
    struct transfer_request rq = {
        .hash = h, .sources = &d.at, .sources_len = 1};
    uint64_t id[3];

    open_two(tune_one);
    deaf_open(&d);
    rq.deadline_ms = clock_wall_ms() + 60;
    for (int i = 0; i < 3; i++) {
        rq.hash.b[1] = (uint8_t)i;
        CHECK_OK(transfer_start(b.blobs, &rq, NULL, NULL, &id[i]));
    }
    CHECK_OK(transfer_patch(b.blobs, id[2], &pause_it));
    for (int i = 0; i < 3; i++) {
        struct transfer_info *info = node_wait(&b, id[i]);

        CHECK_EQ_U64(info->state, TRANSFER_FAILED);
        CHECK_ERR(info->err, ERR_TIMEOUT);
        CHECK(strstr(info->error, "deadline") != NULL);
        CHECK(info->ended_ms >= rq.deadline_ms);
        free(info);
    }
    close(d.fd);
    close_two();
}

/* ---- attempts -----------------------------------------------------------*/

struct waits {
    unsigned len; /* pauses between attempts that were told */
    bool had_cause;
};

static void on_wait(const struct transfer_info *info, void *arg)
{
    struct waits *w = arg;

    if (info->state != TRANSFER_QUEUED || info->next_attempt_ms == 0)
        return;
    w->len++;
    w->had_cause = strstr(info->error, "cannot connect") != NULL &&
                   info->next_attempt_ms >= info->started_ms;
}

TEST(transfer_queue, a_peer_that_is_not_there_is_tried_again_so_often)
{
    struct deaf d;
    struct hash h = {{5}};
    struct waits w = {0};
    struct transfer_info *info;
    struct blobs_stats st;

    open_two(tune_attempts);
    deaf_open(&d);
    transfer_listen(b.blobs, on_wait, &w);
    info = node_wait(&b, start(&h, &d.at, PRIORITY_NORMAL));
    CHECK_EQ_U64(info->state, TRANSFER_FAILED);
    CHECK_ERR(info->err, ERR_TIMEOUT);
    CHECK_EQ_U64(info->attempts, 3);
    CHECK_EQ_U64(info->next_attempt_ms, 0);
    CHECK_EQ_U64(w.len, 2);
    CHECK(w.had_cause);
    blobs_get_stats(b.blobs, &st);
    CHECK_EQ_U64(st.transfers_retried, 2);
    CHECK_EQ_U64(st.transfers_queued, 0);
    free(info);
    close(d.fd);
    close_two();
}

TEST(transfer_queue, who_lacks_it_is_not_asked_again)
{
    struct hash h = {{5}};
    struct transfer_info *info;

    open_two(tune_attempts);
    info = node_wait(&b, start(&h, &a.at, PRIORITY_NORMAL));
    CHECK_EQ_U64(info->state, TRANSFER_FAILED);
    CHECK_ERR(info->err, ERR_NOT_FOUND);
    CHECK_EQ_U64(info->attempts, 1);
    free(info);
    close_two();
}

TEST(transfer_queue, between_attempts_it_can_be_cancelled_paused_or_hurried)
{
    struct deaf d;
    struct hash h[3] = {{{1}}, {{2}}, {{3}}};
    uint64_t id[3];
    struct blobs_stats st;

    open_two(tune_patient);
    deaf_open(&d);
    for (int i = 0; i < 3; i++)
        id[i] = start(&h[i], &d.at, PRIORITY_NORMAL);
    for (int i = 0; i < 3; i++)
        RUN_UNTIL(world.loop, look(id[i])->next_attempt_ms != 0);
    blobs_get_stats(b.blobs, &st);
    CHECK_EQ_U64(st.transfers_queued, 3);
    CHECK_OK(transfer_cancel(b.blobs, id[0]));
    CHECK_OK(transfer_patch(b.blobs, id[1], &pause_it));
    CHECK_EQ_U64(look(id[1])->attempts, 0);
    CHECK_OK(transfer_patch(b.blobs, id[2], &resume_it));
    CHECK_EQ_U64(look(id[2])->next_attempt_ms, 0);
    CHECK_EQ_U64(look(id[2])->state, TRANSFER_RUNNING);
    CHECK_OK(transfer_cancel(b.blobs, id[2]));
    blobs_get_stats(b.blobs, &st);
    CHECK_EQ_U64(st.transfers_queued, 0);
    CHECK_EQ_U64(st.transfers_running, 0);
    CHECK_EQ_U64(st.transfers_paused, 1);
    close(d.fd);
    close_two();
}

/* ---- over a restart -----------------------------------------------------*/

static void open_kept(node_tune_fn *tune)
{
    open_two(tune);
    CHECK_OK(blobs_restore(b.blobs));
    blobs_attach(b.blobs, b.quic);
}

TEST(transfer_queue, a_restart_changes_neither_order_nor_numbers)
{
    struct deaf d;
    struct order_seen o;
    struct transfer_patch to_low = {.has_priority = true,
                                    .priority = PRIORITY_LOW,
                                    .has_max_bps = true,
                                    .max_bps = 123456};
    uint64_t id[5], blocker, next;
    char tag[TRANSFER_TAG_SIZE];
    struct hash h = {{9}};

    open_kept(tune_one);
    deaf_open(&d);
    blocker = fill(&d, id, &o);
    CHECK_OK(transfer_patch(b.blobs, id[1], &pause_it));
    CHECK_OK(transfer_patch(b.blobs, id[0], &to_low));
    memcpy(tag, transfer_tag(b.blobs), sizeof tag);
    restart(&b, tune_one);
    CHECK_STR(transfer_tag(b.blobs), tag);
    CHECK_EQ_U64(look(id[1])->state, TRANSFER_PAUSED);
    CHECK_EQ_U64(look(id[4])->priority, PRIORITY_CRITICAL);
    CHECK_EQ_U64(look(id[0])->max_bps, 123456);
    CHECK_EQ_U64(look(id[0])->sources_len, 1);
    o = (struct order_seen){0};
    transfer_listen(b.blobs, on_run, &o);
    RUN_UNTIL(world.loop, o.len == 3);
    CHECK_EQ_U64(o.id[0], id[4]);
    CHECK_EQ_U64(o.id[1], id[3]);
    CHECK_EQ_U64(o.id[2], blocker);
    CHECK_EQ_U64(look(id[1])->state, TRANSFER_PAUSED);
    CHECK_OK(transfer_cancel(b.blobs, blocker));
    RUN_UNTIL(world.loop, look(id[2])->state == TRANSFER_COMPLETED);
    next = start(&h, &a.at, PRIORITY_NORMAL);
    CHECK_EQ_U64(next, id[4] + 1);
    close(d.fd);
    close_two();
}

TEST(transfer_queue, what_was_verified_is_not_fetched_again_after_a_restart)
{
    enum { SIZE = 60000000 };
    struct hash h;
    struct blobs_stats st;
    struct transfer_info *info;
    uint64_t id, held;

    open_kept(NULL);
    h = node_add_made(&a, SIZE, 1);
    id = start(&h, &a.at, PRIORITY_NORMAL);
    RUN_UNTIL(world.loop, look(id)->bytes_done > 5000000);
    held = look(id)->bytes_done;
    restart(&b, NULL);
    info = node_wait(&b, id);
    CHECK_EQ_U64(info->state, TRANSFER_COMPLETED);
    CHECK(info->sources[0].bytes > SIZE / 2);
    blobs_get_stats(b.blobs, &st);
    CHECK(st.bytes_rx <= SIZE - held);
    free(info);
    node_check_holds(&b, &h, SIZE, 1);
    close_two();
}

TEST(transfer_queue, those_that_ended_are_history_with_what_came_from_whom)
{
    struct hash h[2];
    struct transfer_info *info;
    uint64_t id[3];

    open_kept(NULL);
    h[0] = node_add_made(&a, 100000, 1);
    h[1] = (struct hash){{7}};
    for (int i = 0; i < 2; i++) {
        id[i] = start(&h[i], &a.at, PRIORITY_NORMAL);
        free(node_wait(&b, id[i]));
    }
    id[2] = start(&h[0], &a.at, PRIORITY_NORMAL);
    free(node_wait(&b, id[2]));
    restart(&b, NULL);
    info = node_wait(&b, id[0]);
    CHECK_EQ_U64(info->state, TRANSFER_COMPLETED);
    CHECK_EQ_U64(info->bytes_done, 100000);
    CHECK_EQ_U64(info->size, 100000);
    CHECK_EQ_U64(info->sources_len, 1);
    CHECK_EQ_U64(info->sources[0].bytes, 100000);
    CHECK(node_id_equal(&info->sources[0].peer, &a.key.id));
    CHECK(info->ended_ms >= info->started_ms && info->started_ms > 0);
    free(info);
    info = node_wait(&b, id[1]);
    CHECK_EQ_U64(info->state, TRANSFER_FAILED);
    CHECK_ERR(info->err, ERR_NOT_FOUND);
    CHECK(strstr(info->error, "does not have") != NULL);
    CHECK_EQ_U64(info->sources[0].state, SOURCE_FAILED);
    free(info);
    info = node_wait(&b, id[2]);
    CHECK_EQ_U64(info->bytes_fetched, 0);
    CHECK_EQ_U64(info->state, TRANSFER_COMPLETED);
    free(info);
    close_two();
}

struct rows {
    bool is_there;
    size_t len;
};

static void on_rows(enum err e, const struct store_transfers *all, void *arg)
{
    struct rows *r = arg;

    CHECK_OK(e);
    r->is_there = true;
    r->len = all->len;
}

static void on_ready(uint64_t id, void *arg)
{
    (void)id;
    store_transfer_load(b.store, 100, on_rows, arg);
}

TEST(transfer_queue, who_asked_is_told_when_it_is_kept)
{
    struct deaf d;
    struct rows r = {0};
    struct transfer_request rq = {
        .hash = {{5}}, .sources = &d.at, .sources_len = 1};
    uint64_t id;

    open_kept(tune_one);
    deaf_open(&d);
    CHECK_OK(transfer_start(b.blobs, &rq, on_ready, &r, &id));
    RUN_UNTIL(world.loop, r.is_there);
    CHECK_EQ_U64(r.len, 1);
    close(d.fd);
    close_two();
}
