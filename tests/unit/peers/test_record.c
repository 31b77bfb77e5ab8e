#include "peers/record.h"

#include "node_vectors.h"

static void seed_key(uint8_t byte, struct key *out)
{
    uint8_t seed[KEY_SEED_LEN];

    memset(seed, byte, sizeof seed);
    key_from_seed(seed, out);
}

/* The key whose id is the origin of a vector. */
static void key_of(const json_t *v, const json_t *record, struct key *out)
{
    const json_t *list = json_object_get(v, "identities"), *o;
    size_t i;

    json_array_foreach(list, i, o)
    {
        uint8_t seed[32];
        struct node_id id;

        vector_bytes32(vector_text(o, "seed"), seed);
        vector_bytes32(vector_text(o, "id"), id.b);
        key_from_seed(seed, out);
        CHECK(node_id_equal(&id, &out->id));
        if (strcmp(vector_text(o, "id"), vector_text(record, "origin")) == 0)
            return;
    }
    test_fail(__FILE__, __LINE__, "no identity for %s",
              vector_text(record, "name"));
}

static void copy_text(const json_t *f, const char *name,
                      char out[static NODE_NAME_MAX + 1])
{
    snprintf(out, NODE_NAME_MAX + 1, "%s", vector_text(f, name));
}

static void addresses_of(const json_t *f, const struct node_id *origin,
                         struct record_addresses *a)
{
    const json_t *list = json_object_get(f, "addresses"), *o;
    struct addr addr;
    size_t i;

    *a = (struct record_addresses){.name = ""};
    node_addr_init(&a->node, origin);
    copy_text(f, "name", a->name);
    copy_text(f, "agent", a->agent);
    snprintf(a->node.relay, sizeof a->node.relay, "%s",
             vector_text(f, "relay"));
    json_array_foreach(list, i, o)
    {
        CHECK_OK(addr_parse(json_string_value(o), &addr, NULL));
        CHECK_OK(node_addr_add(&a->node, &addr));
    }
}

static void links_of(const json_t *f, struct record_links *l)
{
    const json_t *list = json_object_get(f, "links"), *o;

    *l = (struct record_links){.uptime_s = vector_u64(f, "uptime_s"),
                               .blobs = vector_u64(f, "blobs"),
                               .bytes = vector_u64(f, "bytes"),
                               .interval_s =
                                   (uint32_t)vector_u64(f, "interval_s")};
    copy_text(f, "name", l->name);
    copy_text(f, "agent", l->agent);
    json_array_foreach(list, l->len, o)
    {
        struct record_link *to = &l->links[l->len];

        vector_bytes32(vector_text(o, "to"), to->to.b);
        to->rtt_us = vector_u64(o, "rtt_us");
        to->loss_ppm = (uint32_t)vector_u64(o, "loss_ppm");
        to->rx_bps = vector_u64(o, "rx_bps");
        to->tx_bps = vector_u64(o, "tx_bps");
        to->since_s = vector_u64(o, "since_s");
        to->path = (uint8_t)vector_u64(o, "path");
    }
}

/* The body of a vector, from its fields. */
static void write_fields(struct buf *b, const json_t *v,
                         const struct node_id *origin)
{
    static struct record_links l;
    struct record_addresses a;
    const json_t *f = json_object_get(v, "body");

    if (vector_u64(v, "kind") == RECORD_ADDRESSES) {
        addresses_of(f, origin, &a);
        CHECK_OK(record_write_addresses(b, &a));
    } else {
        links_of(f, &l);
        CHECK_OK(record_write_links(b, &l));
    }
}

/* The body of a record, read and written anew. */
static enum err body_again(struct buf *b, const struct record *r)
{
    static struct record_links l;
    struct record_addresses a;
    enum err e;

    if (r->key.kind == RECORD_ADDRESSES) {
        e = record_read_addresses(r, &a);
        return e == ERR_OK ? record_write_addresses(b, &a) : e;
    }
    e = record_read_links(r, &l);
    return e == ERR_OK ? record_write_links(b, &l) : e;
}

static void check_written(const json_t *v, const json_t *o)
{
    struct buf body, whole;
    uint8_t *want;
    struct key key;
    size_t len;

    key_of(v, o, &key);
    buf_init(&body, SIZE_MAX);
    buf_init(&whole, SIZE_MAX);
    write_fields(&body, o, &key.id);
    want = vector_hex(o, "body_hex", &len);
    CHECK_MEM(body.ptr, body.len, want, len);
    free(want);
    CHECK_OK(record_write(
        &whole, &key, (uint8_t)vector_u64(o, "kind"), vector_u64(o, "seq"),
        (uint32_t)vector_u64(o, "ttl_s"), body.ptr, body.len));
    want = vector_hex(o, "hex", &len);
    CHECK_MEM(whole.ptr, whole.len, want, len);
    CHECK(len <= RECORD_MAX);
    free(want);
    buf_clear(&body);
    buf_clear(&whole);
}

static void check_read(const json_t *v, const json_t *o)
{
    struct buf read, fields;
    struct record r;
    struct key key;
    size_t len;
    uint8_t *bytes = vector_hex(o, "hex", &len);

    key_of(v, o, &key);
    buf_init(&read, SIZE_MAX);
    buf_init(&fields, SIZE_MAX);
    CHECK_OK(record_read(bytes, len, &r));
    CHECK_OK(record_verify(bytes, len));
    CHECK(node_id_equal(&r.key.origin, &key.id));
    CHECK_EQ_U64(r.key.kind, vector_u64(o, "kind"));
    CHECK_EQ_U64(r.seq, vector_u64(o, "seq"));
    CHECK_EQ_U64(r.ttl_s, vector_u64(o, "ttl_s"));
    CHECK_OK(body_again(&read, &r));
    write_fields(&fields, o, &key.id);
    CHECK_MEM(read.ptr, read.len, fields.ptr, fields.len);
    buf_clear(&read);
    buf_clear(&fields);
    free(bytes);
}

TEST(record, every_vector_is_written_and_read_byte_for_byte)
{
    json_t *v = vectors_load();
    const json_t *list = json_object_get(v, "records"), *o;
    size_t i;

    CHECK(json_array_size(list) >= 6);
    json_array_foreach(list, i, o)
    {
        check_written(v, o);
        check_read(v, o);
    }
    json_decref(v);
}

TEST(record, what_is_appended_or_of_no_use_in_a_body_is_read_over)
{
    json_t *v = vectors_load();
    const json_t *list = json_object_get(v, "records_read_the_same"), *o;
    size_t i;

    CHECK(json_array_size(list) >= 4);
    json_array_foreach(list, i, o) check_read(v, o);
    json_decref(v);
}

/* What is wrong with it, as the vectors call it. */
static const char *why_wrong(const uint8_t *bytes, size_t len)
{
    struct record r;
    struct buf b;
    enum err e;

    if (record_read(bytes, len, &r) != ERR_OK)
        return "proto";
    if (record_verify(bytes, len) != ERR_OK)
        return "auth";
    if (r.key.kind != RECORD_ADDRESSES && r.key.kind != RECORD_LINKS)
        return "kind";
    buf_init(&b, SIZE_MAX);
    e = body_again(&b, &r);
    buf_clear(&b);
    return e == ERR_PROTO ? "body" : "nothing";
}

TEST(record, every_wrong_vector_is_refused_for_what_is_wrong_with_it)
{
    json_t *v = vectors_load();
    const json_t *list = json_object_get(v, "records_wrong"), *o;
    size_t i, len;

    CHECK(json_array_size(list) > 12);
    json_array_foreach(list, i, o)
    {
        uint8_t *bytes = vector_hex(o, "hex", &len);
        const char *why = why_wrong(bytes, len);

        if (strcmp(why, vector_text(o, "why")) != 0)
            test_fail(__FILE__, __LINE__, "%s: %s", vector_text(o, "name"),
                      why);
        free(bytes);
    }
    json_decref(v);
}

TEST(record, no_byte_of_it_can_be_changed)
{
    struct key key;
    struct record r;
    struct buf b;

    seed_key(0x11, &key);
    buf_init(&b, SIZE_MAX);
    CHECK_OK(record_write(&b, &key, RECORD_LINKS, 1000, 60, "body", 4));
    CHECK_OK(record_verify(b.ptr, b.len));
    for (size_t i = 0; i < b.len; i++) {
        b.ptr[i] ^= 0x20;
        CHECK(record_read(b.ptr, b.len, &r) != ERR_OK ||
              record_verify(b.ptr, b.len) == ERR_AUTH);
        b.ptr[i] ^= 0x20;
    }
    CHECK_OK(record_verify(b.ptr, b.len));
    buf_clear(&b);
}

TEST(record, one_that_does_not_fit_leaves_the_buffer_as_it_was)
{
    static const uint8_t body[RECORD_BODY_MAX + 1];
    struct key key;
    struct buf b;

    seed_key(0x11, &key);
    for (size_t max = 3; max < 108; max += 7) {
        buf_init(&b, max);
        CHECK_OK(buf_add(&b, "abc", 3));
        CHECK_ERR(record_write(&b, &key, RECORD_LINKS, 1000, 60, "body", 4),
                  ERR_TOO_LARGE);
        CHECK_MEM(b.ptr, b.len, "abc", 3);
        buf_clear(&b);
    }
    buf_init(&b, SIZE_MAX);
    CHECK_ERR(record_write(&b, &key, RECORD_LINKS, 1, 60, body, sizeof body),
              ERR_TOO_LARGE);
    CHECK_EQ_U64(b.len, 0);
    CHECK_OK(
        record_write(&b, &key, RECORD_LINKS, 1, 60, body, RECORD_BODY_MAX));
    CHECK(b.len <= RECORD_MAX);
    buf_clear(&b);
}

TEST(record, of_too_many_addresses_the_first_useful_ones_are_told)
{
    struct record_addresses a = {.name = "n"}, got;
    struct key key;
    struct record r = {.body = NULL};
    struct addr addr;
    struct buf b;
    char text[ADDR_TEXT_SIZE];

    seed_key(0x11, &key);
    node_addr_init(&a.node, &key.id);
    CHECK_OK(addr_parse("0.0.0.0:1", &addr, NULL));
    CHECK_OK(node_addr_add(&a.node, &addr));
    for (int i = 1; i <= 20; i++) {
        snprintf(text, sizeof text, "192.0.2.%d:5", i);
        CHECK_OK(addr_parse(text, &addr, NULL));
        CHECK_OK(node_addr_add(&a.node, &addr));
    }
    buf_init(&b, SIZE_MAX);
    CHECK_OK(record_write_addresses(&b, &a));
    r.key.origin = key.id;
    r.body = b.ptr;
    r.body_len = b.len;
    CHECK_OK(record_read_addresses(&r, &got));
    CHECK_EQ_U64(got.node.len, RECORD_MAX_ADDRS);
    CHECK(addr_equal(&got.node.addrs[0], &a.node.addrs[1]));
    CHECK(node_id_equal(&got.node.id, &key.id));
    buf_clear(&b);
}
