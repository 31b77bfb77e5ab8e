#include "base/err.h"

#include <ctype.h>
#include <errno.h>
#include <string.h>

#include "test.h"

TEST(err, every_code_has_a_name_of_its_own_and_a_text)
{
    for (int i = 0; i < ERR_COUNT; i++) {
        CHECK(err_text((enum err)i)[0] != '\0');
        for (const char *c = err_name((enum err)i); *c != '\0'; c++)
            CHECK(islower((unsigned char)*c) || *c == '_');
        for (int j = 0; j < i; j++)
            CHECK(strcmp(err_name((enum err)i), err_name((enum err)j)) != 0);
    }
    CHECK_STR(err_name(ERR_OK), "ok");
    CHECK_STR(err_name(ERR_UNREACHABLE), "unreachable");
    CHECK_STR(err_name(ERR_NO_SPACE), "no_space");
    CHECK_STR(err_text(ERR_NO_SPACE), "no space left on the device");
}

TEST(err, a_code_out_of_range_reads_as_internal)
{
    CHECK_STR(err_name((enum err)ERR_COUNT), "internal");
    CHECK_STR(err_text((enum err) - 1), "internal error");
}

TEST(err, errno_is_translated_and_the_unknown_becomes_io)
{
    CHECK_ERR(err_from_errno(0), ERR_OK);
    CHECK_ERR(err_from_errno(ENOENT), ERR_NOT_FOUND);
    CHECK_ERR(err_from_errno(ENOSPC), ERR_NO_SPACE);
    CHECK_ERR(err_from_errno(EDQUOT), ERR_NO_SPACE);
    CHECK_ERR(err_from_errno(EMFILE), ERR_LIMIT);
    CHECK_ERR(err_from_errno(EADDRINUSE), ERR_BUSY);
    CHECK_ERR(err_from_errno(EIO), ERR_IO);
    CHECK_ERR(err_from_errno(123456), ERR_IO);
    CHECK_ERR(err_from_errno(-1), ERR_IO);
}

TEST(err, wrapping_puts_what_was_being_done_before_what_went_wrong)
{
    struct errmsg em = {0};

    err_set(&em, "disk I/O error %d", 5);
    err_wrap(&em, "open database");
    err_wrap(&em, "open store %s", "/var/lib/firn");
    CHECK_STR(em.text,
              "open store /var/lib/firn: open database: disk I/O error 5");
}

TEST(err, wrapping_nothing_leaves_no_colon)
{
    struct errmsg em = {0};

    err_wrap(&em, "open store");
    CHECK_STR(em.text, "open store");
}

TEST(err, the_old_message_may_be_an_argument_of_the_new_one)
{
    struct errmsg em = {0};

    err_set(&em, "short read");
    err_set(&em, "%s at byte %d", em.text, 7);
    CHECK_STR(em.text, "short read at byte 7");
}

TEST(err, a_message_too_long_is_cut_at_its_end)
{
    struct errmsg em = {0};
    char long_text[2 * ERRMSG_MAX];

    memset(long_text, 'x', sizeof long_text - 1);
    long_text[sizeof long_text - 1] = '\0';
    err_set(&em, "%s", long_text);
    CHECK_EQ_U64(strlen(em.text), ERRMSG_MAX - 1);
    err_wrap(&em, "outer");
    CHECK_EQ_U64(strlen(em.text), ERRMSG_MAX - 1);
    CHECK(strncmp(em.text, "outer: xxx", 10) == 0);
}

TEST(err, a_prefix_of_any_length_keeps_the_message_in_bounds)
{
    char prefix[ERRMSG_MAX + 4];

    for (size_t len = 0; len < sizeof prefix; len++) {
        struct errmsg em = {0};
        size_t want = len + strlen(": inner");

        memset(prefix, 'p', len);
        prefix[len] = '\0';
        err_set(&em, "inner");
        err_wrap(&em, "%s", prefix);
        /* A colon with nothing behind it would say nothing. */
        if (len + strlen(": ") >= ERRMSG_MAX)
            want = len;
        CHECK_EQ_U64(strlen(em.text),
                     want < ERRMSG_MAX ? want : ERRMSG_MAX - 1);
    }
}

TEST(err, nobody_needs_to_want_the_message)
{
    err_set(NULL, "x");
    err_wrap(NULL, "x");
}
