#include "raw.h"

#include "blobs/blobs_limits.h"
#include "blobs/observe_item.h"
#include "blobs/request.h"
#include "crypto/tree.h"

#include <jansson.h>
#include <sodium.h>

static struct world world;
static struct node node;
static struct raw raw;

static void open_all(void)
{
    world_open(&world);
    node_open(&node, &world, 1);
    raw_open(&raw, &world, 9, &node.at);
}

static void close_all(void)
{
    raw_close(&raw);
    node_close(&node);
    world_close(&world);
}

/* ---- the recorded exchanges ---------------------------------------------*/

static struct hash add_pattern(size_t size)
{
    uint8_t *bytes = malloc(size + 1);
    struct hash h;

    for (size_t i = 0; i < size; i++)
        bytes[i] = (uint8_t)(i % 251);
    h = node_add(&node, bytes, size);
    free(bytes);
    return h;
}

static json_t *load(const char *name)
{
    char path[600];
    json_error_t je;
    json_t *j;

    snprintf(path, sizeof path, "%s/blobs/%s", FIRN_VECTORS, name);
    j = json_load_file(path, 0, &je);
    CHECK(j != NULL);
    return j;
}

static const char *text(json_t *j, const char *key)
{
    return json_string_value(json_object_get(j, key));
}

static void add_hex(json_t *j, const char *key)
{
    size_t len;
    uint8_t *bytes = test_unhex(text(j, key), &len);

    node_add(&node, bytes, len);
    free(bytes);
}

static void add_vector_blobs(void)
{
    static const size_t sizes[] = {
        0,     1,     1023,  1024,  1025,  7168,  15360,  16384,  16385,  17409,
        31744, 32768, 33797, 49153, 65536, 65537, 130051, 300000, 1000003};
    json_t *j = load("blobs.json");
    json_t *col = json_object_get(j, "collection");
    json_t *gap = json_object_get(j, "hashseq_with_missing_child");

    for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++)
        add_pattern(sizes[i]);
    add_hex(col, "meta_bytes_hex");
    add_hex(col, "root_bytes_hex");
    add_hex(gap, "bytes_hex");
    json_decref(j);
}

static void check_sha256(const struct exchange *x, const char *want,
                         const char *name)
{
    uint8_t sum[32];
    char hex[65];

    crypto_hash_sha256(sum, x->got.ptr, x->got.len);
    for (int i = 0; i < 32; i++)
        snprintf(hex + 2 * i, 3, "%02x", sum[i]);
    if (strcmp(hex, want) != 0)
        test_fail(__FILE__, __LINE__, "%s: %zu bytes, sha256 %s", name,
                  x->got.len, hex);
}

static void check_exchange(const char *name, const char *request,
                           size_t response_len, const char *sha256)
{
    size_t len;
    uint8_t *bytes = test_unhex(request, &len);
    struct exchange x;

    /* Observe: iroh 0.35 did not know it, we do. */
    if (bytes[0] == REQUEST_OBSERVE) {
        free(bytes);
        return;
    }
    raw_ask(&raw, bytes, len, &x);
    if (bytes[0] == REQUEST_PUSH) {
        CHECK(x.is_reset);
        CHECK_EQ_U64(x.code, 1);
    } else {
        CHECK(x.fin);
        if (x.got.len != response_len)
            test_fail(__FILE__, __LINE__, "%s: %zu bytes, not %zu", name,
                      x.got.len, response_len);
        check_sha256(&x, sha256, name);
    }
    exchange_clear(&x);
    free(bytes);
}

TEST(provider, every_recorded_exchange_is_answered_byte_for_byte)
{
    json_t *all, *one;
    size_t i;

    open_all();
    add_vector_blobs();
    all = load("streams.json");
    json_array_foreach(all, i, one)
    {
        check_exchange(
            text(one, "name"), text(one, "request_hex"),
            (size_t)json_integer_value(json_object_get(one, "response_len")),
            text(one, "response_sha256"));
    }
    json_decref(all);
    close_all();
}

TEST(provider, six_hundred_random_ranges_are_answered_byte_for_byte)
{
    char line[4096], request[2048], sha[65];
    unsigned long size, len;
    unsigned n = 0;
    FILE *f = fopen(FIRN_VECTORS "/blobs/random_ranges.txt", "r");

    CHECK(f != NULL);
    open_all();
    add_vector_blobs();
    while (fgets(line, sizeof line, f) != NULL) {
        if (sscanf(line, "%lu %2047s %lu %64s", &size, request, &len, sha) != 4)
            continue;
        check_exchange(line, request, len, sha);
        n++;
    }
    fclose(f);
    CHECK_EQ_U64(n, 600);
    close_all();
}

/* ---- requests -----------------------------------------------------------*/

static void write_get(struct buf *b, const struct hash *h, uint64_t begin,
                      uint64_t end)
{
    struct range_seq seq;
    struct ranges set, none;

    ranges_init(&set);
    ranges_init(&none);
    range_seq_init(&seq);
    CHECK_OK(ranges_add(&set, begin, end));
    CHECK_OK(range_seq_add(&seq, 0, &set));
    CHECK_OK(range_seq_add(&seq, 1, &none));
    buf_init(b, REQUEST_MAX);
    CHECK_OK(request_write_get(b, h, &seq));
    range_seq_clear(&seq);
    ranges_clear(&set);
}

TEST(provider, a_request_that_is_too_long_is_reset)
{
    static uint8_t bytes[REQUEST_MAX + 100];
    struct exchange x;

    open_all();
    memset(bytes, 1, sizeof bytes);
    bytes[0] = REQUEST_GET;
    raw_start(&raw, bytes, sizeof bytes, &x);
    RUN_UNTIL(world.loop, x.is_reset);
    CHECK_EQ_U64(x.code, 2);
    exchange_clear(&x);
    close_all();
}

TEST(provider, a_push_is_refused_at_its_first_byte)
{
    static const uint8_t push[] = {REQUEST_PUSH};
    struct exchange x;

    open_all();
    raw_begin(&raw, &x);
    raw_send(&x, push, sizeof push); /* no FIN */
    RUN_UNTIL(world.loop, x.is_reset);
    CHECK_EQ_U64(x.code, 1);
    exchange_clear(&x);
    close_all();
}

TEST(provider, get_many_answers_in_the_order_of_the_request)
{
    struct hash hashes[3];
    struct range_seq seq;
    struct ranges all;
    struct exchange x;
    struct buf b;

    open_all();
    hashes[0] = add_pattern(10);
    hashes[1] = add_pattern(0);
    hashes[2] = add_pattern(20000);
    ranges_init(&all);
    CHECK_OK(ranges_add(&all, 0, UINT64_MAX));
    range_seq_init(&seq);
    CHECK_OK(range_seq_add(&seq, 0, &all));
    buf_init(&b, 1000);
    CHECK_OK(request_write_get_many(&b, hashes, 3, &seq));
    raw_ask(&raw, b.ptr, b.len, &x);
    CHECK(x.fin);
    CHECK_EQ_U64(x.got.len, 8 + 10 + 8 + 8 + 64 + 20000);
    CHECK_EQ_U64(x.got.ptr[0], 10);
    CHECK_EQ_U64(x.got.ptr[8 + 9], 9);
    exchange_clear(&x);
    buf_clear(&b);
    range_seq_clear(&seq);
    ranges_clear(&all);
    close_all();
}

TEST(provider, who_loses_interest_stops_the_answer)
{
    struct hash h;
    struct exchange x;
    struct blobs_stats st;
    struct buf b;

    open_all();
    h = node_add_made(&node, 60000000, 1);
    write_get(&b, &h, 0, UINT64_MAX);
    raw_begin(&raw, &x);
    x.stop_after = 100000;
    raw_send(&x, b.ptr, b.len);
    stream_finish(x.s);
    RUN_UNTIL(world.loop, x.closed);
    RUN_UNTIL(world.loop, (blobs_get_stats(node.blobs, &st), st.serving == 0));
    CHECK(st.bytes_tx < 60000000);
    exchange_clear(&x);
    buf_clear(&b);
    close_all();
}

static void tune_two(struct blobs_config *bc, struct quic_config *qc)
{
    (void)qc;
    bc->max_serving = 3;
    bc->max_serving_per_peer = 2;
}

TEST(provider, more_requests_than_places_wait_for_their_turn)
{
    enum { N = 40 };
    struct exchange x[N];
    struct blobs_stats st;
    struct hash h;
    struct buf b;
    size_t done = 0;

    world_open(&world);
    node_open_tuned(&node, &world, 1, tune_two);
    raw_open(&raw, &world, 9, &node.at);
    h = node_add_made(&node, 300000, 1);
    write_get(&b, &h, 0, UINT64_MAX);
    for (int i = 0; i < N; i++)
        raw_start(&raw, b.ptr, b.len, &x[i]);
    while (done < N) {
        loop_run_once(world.loop, 10);
        blobs_get_stats(node.blobs, &st);
        CHECK(st.serving <= 2);
        done = 0;
        for (int i = 0; i < N; i++)
            done += x[i].fin;
    }
    for (int i = 0; i < N; i++) {
        CHECK_EQ_U64(x[i].got.len, 300000 + 8 + 18 * 64);
        exchange_clear(&x[i]);
    }
    buf_clear(&b);
    close_all();
}

/* ---- damage -------------------------------------------------------------*/

TEST(provider, damage_on_disk_is_a_reset_and_never_sent)
{
    char hex[HASH_TEXT_SIZE], path[1200];
    struct hash h;
    struct exchange x;
    struct buf b;
    FILE *f;

    open_all();
    h = node_add_made(&node, 8000000, 1);
    hash_format(&h, hex);
    snprintf(path, sizeof path, "%s/blobs/%.2s/%s.data", node.dir, hex, hex);
    f = fopen(path, "r+b");
    CHECK(f != NULL);
    loop_run_once(world.loop, 20); /* so that the time of change differs */
    CHECK(fseek(f, 5000000, SEEK_SET) == 0);
    CHECK(fputs("damage", f) >= 0);
    fclose(f);
    write_get(&b, &h, 0, UINT64_MAX);
    raw_ask(&raw, b.ptr, b.len, &x);
    CHECK(x.is_reset);
    CHECK_EQ_U64(x.code, 3);
    CHECK(x.got.len < 5100000);
    exchange_clear(&x);
    buf_clear(&b);
    close_all();
}

/* ---- observe ------------------------------------------------------------*/

/* The next item of an answer, once it is there; false: not yet. */
static bool next_item(struct exchange *x, size_t *at, uint64_t *size,
                      struct ranges *set)
{
    struct cursor c;
    enum err e;

    cursor_init(&c, x->got.ptr + *at, x->got.len - *at);
    ranges_clear(set);
    if (*at == x->got.len)
        return false;
    e = observe_item_read(&c, size, set);
    if (e == ERR_AGAIN)
        return false;
    CHECK_OK(e);
    *at = x->got.len - cursor_left(&c);
    return true;
}

TEST(provider, observe_tells_what_is_held_and_what_comes)
{
    struct hash h = {{1}};
    struct exchange x;
    struct ranges set;
    uint64_t size;
    size_t at = 0;
    struct buf b;
    uint8_t *bytes = make_bytes(40000, 5);

    open_all();
    hash_bytes(bytes, 40000, &h);
    ranges_init(&set);
    buf_init(&b, 100);
    CHECK_OK(request_write_observe(&b, &h));
    raw_start(&raw, b.ptr, b.len, &x);
    RUN_UNTIL(world.loop, next_item(&x, &at, &size, &set));
    CHECK_EQ_U64(size, 0);
    CHECK(ranges_is_empty(&set));

    node_add(&node, bytes, 40000);
    blob_unref(node_get(&node, &h));
    RUN_UNTIL(world.loop, next_item(&x, &at, &size, &set));
    CHECK_EQ_U64(size, 40000);
    CHECK(ranges_has_all(&set, 0, UINT64_MAX));
    CHECK(!x.fin);
    ranges_clear(&set);
    exchange_clear(&x);
    buf_clear(&b);
    free(bytes);
    close_all();
}
