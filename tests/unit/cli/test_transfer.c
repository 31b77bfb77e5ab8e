#include <string.h>

#include "cli/transfer.h"
#include "test.h"

/* The strings of *t live as long as the returned JSON. */
static json_t *read(const char *text, struct transfer *t)
{
    json_t *v = json_loads(text, 0, NULL);

    CHECK(v != NULL);
    transfer_read(v, t);
    return v;
}

static void check_result(const char *text, enum err want, const char *words)
{
    struct errmsg em = {0};
    struct transfer t;
    json_t *v = read(text, &t);

    CHECK(transfer_is_over(&t));
    CHECK_ERR(transfer_result(&t, &em), want);
    CHECK_STR(em.text, words);
    json_decref(v);
}

TEST(transfer, running_one_is_read)
{
    struct transfer t;
    json_t *v =
        read("{\"id\":\"5f03a1-7\",\"hash\":\"ab\",\"state\":\"running\","
             "\"size\":null,\"bytes_done\":5,\"rate_bps\":9,\"error\":"
             "null,\"sources\":[{\"bytes\":5},{\"bytes\":0}]}",
             &t);
    uint64_t left;

    CHECK_STR(t.id, "5f03a1-7");
    CHECK_STR(t.hash, "ab");
    CHECK(!transfer_is_over(&t));
    CHECK_EQ_U64(t.size, TRANSFER_SIZE_UNKNOWN);
    CHECK(!transfer_left(&t, &left));
    t.size = 50;
    CHECK(transfer_left(&t, &left));
    CHECK_EQ_U64(left, 5);
    CHECK_EQ_U64(t.position, 0);
    CHECK_STR(t.next_attempt, "");
    CHECK_EQ_U64(t.done, 5);
    CHECK_EQ_U64(t.rate, 9);
    CHECK_EQ_U64(t.sources, 1);
    CHECK_STR(t.error, "");
    json_decref(v);
}

TEST(transfer, end_becomes_an_error_with_an_exit_code_of_its_own)
{
    check_result("{\"state\":\"completed\"}", ERR_OK, "");
    check_result("{\"state\":\"cancelled\"}", ERR_CANCELLED,
                 "the transfer was cancelled");
    check_result("{\"state\":\"failed\",\"error\":{\"code\":\"not_found\","
                 "\"detail\":\"no peer has it\"}}",
                 ERR_NOT_FOUND, "no peer has it");
    check_result("{\"state\":\"failed\",\"error\":{\"code\":\"mismatch\","
                 "\"detail\":\"wrong bytes\"}}",
                 ERR_MISMATCH, "wrong bytes");
    check_result("{\"state\":\"failed\",\"error\":{\"code\":\"timeout\","
                 "\"detail\":\"silence\"}}",
                 ERR_TIMEOUT, "silence");
    /* The peer, not the node, was out of reach. */
    check_result("{\"state\":\"failed\",\"error\":{\"code\":\"unreachable\","
                 "\"detail\":\"no route\"}}",
                 ERR_REFUSED, "no route");
}

TEST(transfer, nonsense_is_read_as_nothing)
{
    struct transfer t;
    json_t *v = read("[1,2]", &t);

    CHECK_STR(t.id, "");
    CHECK_STR(t.state, "");
    CHECK(!transfer_is_over(&t));
    json_decref(v);
    v = read("{\"id\":7,\"size\":-1,\"bytes_done\":\"x\",\"sources\":3}", &t);
    CHECK_STR(t.id, "7");
    CHECK_EQ_U64(t.size, TRANSFER_SIZE_UNKNOWN);
    CHECK_EQ_U64(t.done, 0);
    json_decref(v);
}
