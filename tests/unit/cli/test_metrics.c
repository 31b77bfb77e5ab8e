#include "cli/metrics.h"
#include "test.h"

static const char text[] = "# HELP firn_peers Peers by state\n"
                           "# TYPE firn_peers gauge\n"
                           "firn_peers{state=\"connected\"} 4\n"
                           "firn_peers{state=\"failed\"} 2\n"
                           "firn_peers_max 17\n"
                           "odd{name=\"a} 5 \\\" b\"} 1.5\n"
                           "odd{name=\"cut 7\n"
                           "none NaN\n"
                           "word x\n"
                           "last 1e3";

TEST(metrics, a_sample_is_found_by_its_whole_name)
{
    double v = -1;

    CHECK(metrics_find(text, "firn_peers{state=\"failed\"}", &v) && v == 2);
    CHECK(metrics_find(text, "firn_peers_max", &v) && v == 17);
    CHECK(metrics_find(text, "last", &v) && v == 1000);
    CHECK(!metrics_find(text, "firn_peers", &v));
    CHECK(!metrics_find(text, "firn_peers_ma", &v));
    CHECK(!metrics_find("", "last", &v));
    CHECK(v == 1000);
}

TEST(metrics, what_is_no_number_is_not_there)
{
    double v = -1;

    CHECK(!metrics_find(text, "none", &v));
    CHECK(!metrics_find(text, "word", &v));
    CHECK(v == -1);
}

TEST(metrics, a_sum_is_over_all_labels_of_one_name)
{
    double v = -1;

    CHECK(metrics_sum(text, "firn_peers", &v) && v == 6);
    CHECK(metrics_sum(text, "odd", &v) && v == 1.5);
    CHECK(!metrics_sum(text, "none", &v));
    CHECK(!metrics_sum(text, "absent", &v));
    CHECK(v == 1.5);
}
