#include "peers/node_msg.h"

#include "node_again.h"
#include "node_vectors.h"

/* ---- vectors: from their fields to bytes ----*/

static struct node_text text_of(const json_t *f, const char *name)
{
    const char *text = vector_text(f, name);

    return (struct node_text){text, strlen(text)};
}

static enum err write_hello(struct buf *b, const json_t *f)
{
    const json_t *observed = json_object_get(f, "observed");
    struct node_hello h = {.version = vector_u64(f, "version"),
                           .capabilities = vector_u64(f, "capabilities"),
                           .session = vector_u64(f, "session"),
                           .name = text_of(f, "name"),
                           .agent = text_of(f, "agent"),
                           .has_observed = json_is_string(observed)};

    if (h.has_observed)
        CHECK_OK(addr_parse(json_string_value(observed), &h.observed, NULL));
    return node_write_hello(b, &h);
}

static enum err write_ping(struct buf *b, enum node_msg_type type,
                           const json_t *f)
{
    size_t len;
    uint8_t *payload = vector_hex(f, "payload", &len);
    struct node_ping p = {vector_u64(f, "token"), payload, len};
    enum err e = node_write_ping(b, type, &p);

    free(payload);
    return e;
}

static struct record_key key_of(const json_t *o)
{
    struct record_key k = {.kind = (uint8_t)vector_u64(o, "kind")};

    vector_bytes32(vector_text(o, "origin"), k.origin.b);
    return k;
}

static enum err write_offer(struct buf *b, const json_t *f)
{
    static struct node_offer offers[NODE_LIST_MAX];
    const json_t *list = json_object_get(f, "offers"), *o;
    size_t i;

    json_array_foreach(list, i, o) offers[i] =
        (struct node_offer){key_of(o), vector_u64(o, "seq")};
    return node_write_offer(b, offers, json_array_size(list));
}

static enum err write_ask(struct buf *b, const json_t *f)
{
    static struct record_key keys[NODE_LIST_MAX];
    const json_t *list = json_object_get(f, "keys"), *o;
    size_t i;

    json_array_foreach(list, i, o) keys[i] = key_of(o);
    return node_write_ask(b, keys, json_array_size(list));
}

static enum err write_record(struct buf *b, const json_t *f)
{
    size_t len;
    uint8_t *record = vector_hex(f, "record", &len);
    enum err e = node_write_record(b, vector_u64(f, "age_ms"), record, len);

    free(record);
    return e;
}

static enum err write_have_ask(struct buf *b, const json_t *f)
{
    static struct hash hashes[NODE_LIST_MAX];
    const json_t *list = json_object_get(f, "hashes"), *o;
    size_t i;

    json_array_foreach(list, i, o)
        vector_bytes32(json_string_value(o), hashes[i].b);
    return node_write_have_ask(b, vector_u64(f, "request"), hashes,
                               json_array_size(list));
}

static size_t haves_of(const json_t *f, struct node_have *out)
{
    const json_t *list = json_object_get(f, "haves"), *o;
    size_t i;

    json_array_foreach(list, i, o)
    {
        out[i] = (struct node_have){
            .state = (enum node_have_state)vector_u64(o, "state"),
            .size = vector_u64(o, "size"),
            .held = vector_u64(o, "held")};
        if (json_object_get(o, "hash") != NULL)
            vector_bytes32(vector_text(o, "hash"), out[i].hash.b);
    }
    return json_array_size(list);
}

static enum err write_have(struct buf *b, enum node_msg_type type,
                           const json_t *f)
{
    static struct node_have haves[NODE_LIST_MAX];
    size_t len = haves_of(f, haves);

    if (type == NODE_MSG_ANNOUNCE)
        return node_write_announce(b, haves, len);
    return node_write_have(b, vector_u64(f, "request"), haves, len);
}

static enum err write_error(struct buf *b, const json_t *f)
{
    struct node_error e = {vector_u64(f, "type"), vector_u64(f, "code"),
                           text_of(f, "text")};

    return node_write_error(b, &e);
}

static enum err write_fields(struct buf *b, uint64_t type, const json_t *f)
{
    switch (type) {
    case NODE_MSG_HELLO:
        return write_hello(b, f);
    case NODE_MSG_PING:
    case NODE_MSG_PONG:
        return write_ping(b, (enum node_msg_type)type, f);
    case NODE_MSG_OFFER:
        return write_offer(b, f);
    case NODE_MSG_ASK:
        return write_ask(b, f);
    case NODE_MSG_RECORD:
        return write_record(b, f);
    case NODE_MSG_HAVE_ASK:
        return write_have_ask(b, f);
    case NODE_MSG_HAVE:
    case NODE_MSG_ANNOUNCE:
        return write_have(b, (enum node_msg_type)type, f);
    case NODE_MSG_ERROR:
        return write_error(b, f);
    default:
        test_fail(__FILE__, __LINE__, "type %llu", (unsigned long long)type);
    }
}

/* ---- from bytes to structs and back ----*/

static const json_t *next_frame(const json_t *list, size_t i, uint8_t **bytes,
                                size_t *len)
{
    const json_t *o = json_array_get(list, i);

    *bytes = o != NULL ? vector_hex(o, "hex", len) : NULL;
    return o;
}

TEST(node_msg, every_vector_is_written_and_read_byte_for_byte)
{
    json_t *v = vectors_load();
    const json_t *list = json_object_get(v, "frames"), *o;
    uint8_t *bytes;
    size_t i, len;

    CHECK(json_array_size(list) > 15);
    for (i = 0; (o = next_frame(list, i, &bytes, &len)) != NULL; i++) {
        struct node_frame f;
        struct buf b;
        size_t used;

        buf_init(&b, SIZE_MAX);
        CHECK_OK(node_frame_read(bytes, len, &f, &used));
        CHECK_EQ_U64(used, len);
        CHECK_STR(node_msg_type_name(f.type), vector_text(o, "type"));
        CHECK_OK(write_fields(&b, f.type, json_object_get(o, "fields")));
        CHECK_MEM(b.ptr, b.len, bytes, len);
        b.len = 0;
        CHECK_OK(write_again(&b, &f));
        CHECK_MEM(b.ptr, b.len, bytes, len);
        buf_clear(&b);
        free(bytes);
    }
    json_decref(v);
}

TEST(node_msg, what_later_versions_append_and_long_varints_are_read_over)
{
    json_t *v = vectors_load();
    const json_t *list = json_object_get(v, "frames_read_the_same"), *o;
    uint8_t *bytes, *same;
    size_t i, len, same_len;

    CHECK(json_array_size(list) > 3);
    for (i = 0; (o = next_frame(list, i, &bytes, &len)) != NULL; i++) {
        struct node_frame f;
        struct buf b;
        size_t used;

        buf_init(&b, SIZE_MAX);
        same = vector_hex(o, "same", &same_len);
        CHECK_OK(node_frame_read(bytes, len, &f, &used));
        CHECK_EQ_U64(used, len);
        CHECK_OK(write_again(&b, &f));
        CHECK_MEM(b.ptr, b.len, same, same_len);
        buf_clear(&b);
        free(bytes);
        free(same);
    }
    json_decref(v);
}

static enum err read_wrong(const uint8_t *bytes, size_t len)
{
    struct node_frame f;
    struct buf b;
    size_t used;
    enum err e = node_frame_read(bytes, len, &f, &used);

    if (e != ERR_OK)
        return e;
    buf_init(&b, SIZE_MAX);
    e = write_again(&b, &f);
    buf_clear(&b);
    return e;
}

TEST(node_msg, every_wrong_vector_is_refused_for_what_is_wrong_with_it)
{
    json_t *v = vectors_load();
    const json_t *list = json_object_get(v, "frames_wrong"), *o;
    uint8_t *bytes;
    size_t i, len;

    CHECK(json_array_size(list) > 25);
    for (i = 0; (o = next_frame(list, i, &bytes, &len)) != NULL; i++) {
        if (strcmp(err_name(read_wrong(bytes, len)), vector_text(o, "why")))
            test_fail(__FILE__, __LINE__, "%s: %s", vector_text(o, "name"),
                      err_name(read_wrong(bytes, len)));
        free(bytes);
    }
    json_decref(v);
}

/* ---- by hand ----*/

TEST(node_msg, frames_are_taken_one_by_one_from_what_has_arrived)
{
    static const uint8_t bytes[] = "\x04\x63xyz\x03\x64q";
    struct node_frame f;
    size_t used;

    for (size_t len = 0; len < 5; len++)
        CHECK_ERR(node_frame_read(bytes, len, &f, &used), ERR_AGAIN);
    CHECK_OK(node_frame_read(bytes, sizeof bytes - 1, &f, &used));
    CHECK_EQ_U64(used, 5);
    CHECK_EQ_U64(f.type, 99);
    CHECK_MEM(f.body, f.len, "xyz", 3);
    CHECK(node_msg_type_name(f.type) == NULL);
    CHECK_ERR(node_frame_read(bytes + 5, 3, &f, &used), ERR_AGAIN);
}

TEST(node_msg, a_frame_that_does_not_fit_leaves_the_buffer_as_it_was)
{
    struct node_ping p = {1, (const uint8_t *)"0123456789", 10};
    struct buf b;

    /* 21 bytes: each shorter ceiling is met in another place. */
    for (size_t max = 3; max < 24; max++) {
        buf_init(&b, max);
        CHECK_OK(buf_add(&b, "abc", 3));
        CHECK_ERR(node_write_ping(&b, NODE_MSG_PING, &p), ERR_TOO_LARGE);
        CHECK_MEM(b.ptr, b.len, "abc", 3);
        buf_clear(&b);
    }
    buf_init(&b, 24);
    CHECK_OK(buf_add(&b, "abc", 3));
    CHECK_OK(node_write_ping(&b, NODE_MSG_PING, &p));
    CHECK_EQ_U64(b.len, 24);
    buf_clear(&b);
}

TEST(node_msg, frames_are_appended_behind_others)
{
    struct node_error e = {9, NODE_ERROR_LIMIT, {"slow down", 9}}, got;
    struct node_ping p = {5, NULL, 0}, pong;
    struct node_frame f;
    struct buf b;
    size_t used, at = 0;

    buf_init(&b, 100);
    CHECK_OK(node_write_ping(&b, NODE_MSG_PONG, &p));
    CHECK_OK(node_write_error(&b, &e));
    CHECK_OK(node_frame_read(b.ptr, b.len, &f, &used));
    CHECK_OK(node_read_ping(&f, &pong));
    CHECK(f.type == NODE_MSG_PONG && pong.token == 5 && pong.len == 0);
    at = used;
    CHECK_OK(node_frame_read(b.ptr + at, b.len - at, &f, &used));
    CHECK_OK(node_read_error(&f, &got));
    CHECK(got.type == 9 && got.code == NODE_ERROR_LIMIT);
    CHECK_MEM(got.text.ptr, got.text.len, "slow down", 9);
    CHECK_EQ_U64(at + used, b.len);
    buf_clear(&b);
}

TEST(node_msg, what_follows_from_the_state_of_a_blob_is_written_so)
{
    struct node_have in[2] = {{.state = NODE_HAVE_WHOLE, .size = 9, .held = 1},
                              {.state = NODE_HAVE_NOT, .size = 9, .held = 9}};
    struct node_have out[NODE_LIST_MAX];
    struct node_frame f;
    uint64_t request;
    struct buf b;
    size_t used, len;

    buf_init(&b, 100);
    CHECK_OK(node_write_have(&b, 77, in, 2));
    CHECK_OK(node_frame_read(b.ptr, b.len, &f, &used));
    CHECK_OK(node_read_have(&f, &request, out, &len));
    CHECK(request == 77 && len == 2);
    CHECK(out[0].size == 9 && out[0].held == 9);
    CHECK(out[1].size == 0 && out[1].held == 0);
    buf_clear(&b);
}

TEST(node_msg, every_type_and_close_code_has_its_words)
{
    CHECK_STR(node_msg_type_name(NODE_MSG_HELLO), "hello");
    CHECK_STR(node_msg_type_name(NODE_MSG_HAVE_ASK), "have_ask");
    CHECK(node_msg_type_name(0) == NULL);
    CHECK(node_msg_type_name(UINT64_MAX) == NULL);
    for (uint64_t type = 1; type < NODE_MSG_TYPE_END; type++)
        CHECK(node_msg_type_name(type) != NULL);
    CHECK_STR(node_close_text(NODE_CLOSE_BANNED), "banned");
    CHECK(node_close_text((enum node_close)1000) != NULL);
}
