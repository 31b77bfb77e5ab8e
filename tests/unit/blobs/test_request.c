#include <stdlib.h>
#include <string.h>

#include "blobs/request.h"
#include "test.h"

#include <jansson.h>

#define HEX65537                                                               \
    "7c99f9840a73dfcb6e5bfe4ff6d1558acab7e015640790c26411818bdbe17eca"

static enum err read_hex(const char *hex, struct request *r)
{
    size_t len;
    uint8_t *bytes = test_unhex(hex, &len);
    enum err e = request_read(bytes, len, r);

    free(bytes);
    return e;
}

TEST(request, a_get_reads_and_writes_back)
{
    const char *hex = "00" HEX65537 "020001000100";
    struct request r;
    struct buf b;
    size_t len;
    uint8_t *want = test_unhex(hex, &len);

    CHECK_OK(read_hex(hex, &r));
    CHECK_EQ_U64(r.kind, REQUEST_GET);
    CHECK(range_seq_is_root_only(&r.seq));
    buf_init(&b, 1000);
    CHECK_OK(request_write_get(&b, &r.hash, &r.seq));
    CHECK_MEM(b.ptr, b.len, want, len);
    buf_clear(&b);
    request_clear(&r);
    free(want);
}

TEST(request, every_recorded_request_reads)
{
    json_error_t je;
    json_t *all = json_load_file(FIRN_VECTORS "/blobs/streams.json", 0, &je);
    json_t *one;
    size_t i;

    CHECK(all != NULL);
    json_array_foreach(all, i, one)
    {
        const char *name = json_string_value(json_object_get(one, "name"));
        const char *hex =
            json_string_value(json_object_get(one, "request_hex"));
        struct request r;
        enum err want = ERR_OK;

        if (strcmp(name, "bad_variant1") == 0 ||
            strcmp(name, "push_variant8") == 0 ||
            strcmp(name, "truncated") == 0)
            continue;
        CHECK_ERR(read_hex(hex, &r), want);
        request_clear(&r);
    }
    json_decref(all);
}

TEST(request, observe_and_get_many_read_back)
{
    struct hash hashes[3] = {{{1}}, {{2}}, {{3}}};
    struct range_seq seq;
    struct ranges all;
    struct request r;
    struct buf b;

    buf_init(&b, 1000);
    CHECK_OK(request_write_observe(&b, &hashes[1]));
    CHECK_EQ_U64(b.len, 35);
    CHECK_OK(request_read(b.ptr, b.len, &r));
    CHECK_EQ_U64(r.kind, REQUEST_OBSERVE);
    CHECK(hash_equal(&r.hash, &hashes[1]));
    request_clear(&r);
    buf_clear(&b);

    ranges_init(&all);
    CHECK_OK(ranges_add(&all, 0, UINT64_MAX));
    range_seq_init(&seq);
    CHECK_OK(range_seq_add(&seq, 1, &all));
    CHECK_OK(request_write_get_many(&b, hashes, 3, &seq));
    CHECK_OK(request_read(b.ptr, b.len, &r));
    CHECK_EQ_U64(r.kind, REQUEST_GET_MANY);
    CHECK_EQ_U64(r.hashes_len, 3);
    CHECK_MEM(r.hashes, sizeof hashes, hashes, sizeof hashes);
    CHECK_EQ_U64(r.seq.len, 1);
    request_clear(&r);
    buf_clear(&b);
    range_seq_clear(&seq);
    ranges_clear(&all);
}

TEST(request, push_and_unknown_kinds_are_told_apart_from_damage)
{
    struct request r;

    CHECK_ERR(read_hex("0827" HEX65537 "020001000100", &r), ERR_UNSUPPORTED);
    CHECK_ERR(read_hex("02" HEX65537 "020001000100", &r), ERR_UNSUPPORTED);
    CHECK_ERR(read_hex("ff", &r), ERR_UNSUPPORTED);
    CHECK_ERR(read_hex("", &r), ERR_PARSE);
    CHECK_ERR(read_hex("00" HEX65537, &r), ERR_PARSE);
    CHECK_ERR(read_hex("01" HEX65537, &r), ERR_PARSE);
    CHECK_ERR(read_hex("09ffffffffffffffffff01", &r), ERR_PARSE);
    CHECK_ERR(read_hex("0902" HEX65537 "00", &r), ERR_PARSE);
}

TEST(request, every_cut_of_a_get_is_refused)
{
    size_t len;
    uint8_t *b = test_unhex("00" HEX65537 "0200021010"
                            "0100",
                            &len);
    struct request r;

    CHECK_OK(request_read(b, len, &r));
    request_clear(&r);
    for (size_t cut = 0; cut < len; cut++)
        CHECK_ERR(request_read(b, cut, &r), ERR_PARSE);
    free(b);
}
