#include <jansson.h>

#include "cli/peer.h"
#include "test.h"

static void check_rtt(double ms, const char *want)
{
    char text[32];

    peer_rtt_text(ms, text, sizeof text);
    CHECK_STR(text, want);
}

TEST(peer, rtt_has_three_digits)
{
    check_rtt(-1, "-");
    check_rtt(0, "0.00 ms");
    check_rtt(0.424, "0.42 ms");
    check_rtt(9.994, "9.99 ms");
    check_rtt(9.996, "10.0 ms");
    check_rtt(99.94, "99.9 ms");
    check_rtt(99.96, "100 ms");
    check_rtt(999.4, "999 ms");
    check_rtt(999.6, "1.00 s");
    check_rtt(12345, "12.35 s");
}

TEST(peer, what_is_absent_or_odd_is_nothing)
{
    json_t *v = json_pack("{s:n, s:i, s:s, s:[s], s:s}", "name", "state", 3,
                          "rtt_ms", "fast", "addresses", "x", "path", "y");
    char label[PEER_LABEL_SIZE];
    struct peer p;

    peer_read(v, &p);
    CHECK_STR(p.name, "");
    CHECK_STR(p.state, "");
    CHECK_STR(p.address, "");
    CHECK(p.rtt_ms < 0 && p.loss < 0 && p.score < 0);
    peer_label(&p, label);
    CHECK_STR(label, "");
    json_decref(v);
    peer_read(NULL, &p);
    CHECK_STR(p.id, "");
}

TEST(peer, a_label_is_the_name_and_the_short_id)
{
    json_t *v =
        json_pack("{s:s, s:s}", "id", "0123456789abcdef", "name", "attic");
    char label[PEER_LABEL_SIZE];
    struct peer p;

    peer_read(v, &p);
    peer_label(&p, label);
    CHECK_STR(label, "attic (0123456789)");
    json_decref(v);
}
