#include <string.h>

#include "cli/opts.h"
#include "test.h"

static const struct opt own[] = {
    {"output", 'o', "FILE", OPT_FILES, ""},
    {"peer", 'p', "PEER", OPT_NOTHING, ""},
    {"force", 'f', NULL, OPT_NOTHING, ""},
    {0},
};
static const struct opt shared[] = {
    {"quiet", 'q', NULL, OPT_NOTHING, ""},
    {"timeout", 0, "S", OPT_NOTHING, ""},
    {0},
};

#define PARSE(o, em, ...)                                                      \
    parse(o, em, (const char *[]){__VA_ARGS__},                                \
          (int)(sizeof((const char *[]){__VA_ARGS__}) / sizeof(const char *)))

static enum err parse(struct opts **o, struct errmsg *em,
                      const char *const *argv, int n)
{
    return opts_parse(own, shared, n, argv, false, o, em);
}

TEST(opts, options_and_arguments_mix)
{
    struct opts *o;

    CHECK_OK(PARSE(&o, NULL, "a", "-o", "x", "b", "--quiet", "-", "--", "-q"));
    CHECK_EQ_U64(opts_args(o), 4);
    CHECK_STR(opts_arg(o, 1), "b");
    CHECK_STR(opts_arg(o, 2), "-");
    CHECK_STR(opts_arg(o, 3), "-q");
    CHECK(opts_arg(o, 4) == NULL);
    CHECK_STR(opts_value(o, "output"), "x");
    CHECK(opts_has(o, "quiet") && !opts_has(o, "force"));
    opts_free(o);
}

TEST(opts, forms_of_a_value)
{
    struct opts *o;

    CHECK_OK(PARSE(&o, NULL, "-ox", "--output=y", "--peer", "1", "-fqp2",
                   "--peer="));
    CHECK_STR(opts_value(o, "output"), "y");
    CHECK_STR(opts_nth(o, "peer", 0), "1");
    CHECK_STR(opts_nth(o, "peer", 1), "2");
    CHECK_STR(opts_nth(o, "peer", 2), "");
    CHECK(opts_nth(o, "peer", 3) == NULL);
    CHECK(opts_has(o, "force") && opts_has(o, "quiet"));
    opts_free(o);
}

TEST(opts, cluster_longer_than_the_command_line)
{
    struct opts *o;

    CHECK_OK(PARSE(&o, NULL, "-qfqfqfqfqfqfqfqfqfqfqfqfqfqfqfqf"));
    CHECK(opts_has(o, "force"));
    opts_free(o);
}

static void check_refused(const char *word, const char *want)
{
    struct errmsg em = {0};
    struct opts *o;

    CHECK_ERR(PARSE(&o, &em, word), ERR_INVALID);
    CHECK_STR(em.text, want);
}

TEST(opts, what_is_wrong_is_said)
{
    check_refused("--foo=1", "unknown option --foo");
    check_refused("-x", "unknown option -x");
    check_refused("--force=1", "--force takes no value");
    check_refused("--output", "--output needs a value: --output FILE");
    check_refused("-o", "--output needs a value: --output FILE");
}

TEST(opts, stop_at_the_first_argument)
{
    const char *argv[] = {"-q", "get", "--unknown"};
    struct opts *o;

    CHECK_OK(opts_parse(shared, NULL, 3, argv, true, &o, NULL));
    CHECK_EQ_U64(opts_args(o), 2);
    CHECK_STR(opts_arg(o, 1), "--unknown");
    opts_free(o);
}

static enum err number(const char *text, unsigned *out)
{
    struct opts *o;
    enum err e;

    CHECK_OK(PARSE(&o, NULL, "--timeout", text));
    e = opts_number(o, "timeout", out, NULL);
    opts_free(o);
    return e;
}

TEST(opts, numbers_are_whole_and_bounded)
{
    unsigned n = 7;

    CHECK_OK(number("30", &n));
    CHECK_EQ_U64(n, 30);
    CHECK_ERR(number("0", &n), ERR_INVALID);
    CHECK_ERR(number("-1", &n), ERR_INVALID);
    CHECK_ERR(number("3x", &n), ERR_INVALID);
    CHECK_ERR(number("", &n), ERR_INVALID);
    CHECK_ERR(number("99999999999999999999999", &n), ERR_INVALID);
}
