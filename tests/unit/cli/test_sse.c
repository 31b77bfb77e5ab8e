#include <stdio.h>
#include <string.h>

#include "cli/sse.h"
#include "test.h"

/* Events as "type|id|data;" */
struct seen {
    char text[1024];
};

static enum err note(const struct sse_event *ev, void *arg)
{
    struct seen *s = arg;
    size_t len = strlen(s->text);

    snprintf(s->text + len, sizeof s->text - len, "%s|%s|%s;", ev->type, ev->id,
             ev->data);
    return ERR_OK;
}

/* Feed in pieces of `step` bytes. */
static void check_in_steps(const char *stream, size_t len, size_t step,
                           const char *want)
{
    struct seen seen = {""};
    struct sse s;

    sse_init(&s);
    for (size_t at = 0; at < len; at += step) {
        size_t n = len - at < step ? len - at : step;

        CHECK_OK(sse_feed(&s, stream + at, n, note, &seen));
    }
    sse_clear(&s);
    CHECK_STR(seen.text, want);
}

static void check(const char *stream, const char *want)
{
    for (size_t step = 1; step <= strlen(stream); step++)
        check_in_steps(stream, strlen(stream), step, want);
}

TEST(sse, event_with_type_id_and_data)
{
    check("id: 7\nevent: progress\ndata: {\"a\":1}\n\n",
          "progress|7|{\"a\":1};");
}

TEST(sse, lines_end_by_lf_crlf_or_cr)
{
    check("data: a\n\ndata: b\r\n\r\ndata: c\r\r",
          "message||a;message||b;message||c;");
}

TEST(sse, data_lines_are_joined_by_lf)
{
    check("data: a\ndata\ndata:  b\n\n", "message||a\n\n b;");
}

TEST(sse, comments_unknown_fields_and_empty_events_change_nothing)
{
    check(": beat\n\nfoo: bar\n\nevent: x\n\ndata: 1\n\n", "message||1;");
}

TEST(sse, id_holds_until_another_comes)
{
    check("id: 1\ndata: a\n\ndata: b\n\nid\ndata: c\n\n",
          "message|1|a;message|1|b;message||c;");
}

TEST(sse, byte_order_mark_only_at_the_start)
{
    check("\xef\xbb\xbf"
          "data: a\n\n\xef\xbb\xbf"
          "data: b\n\n",
          "message||a;");
}

TEST(sse, event_cut_off_by_the_end_is_dropped)
{
    check("data: a\n\ndata: b\n", "message||a;");
}

TEST(sse, id_with_nul_is_ignored)
{
    static const char stream[] = "id: 5\nid: 1\0002\ndata: a\n\n";

    check_in_steps(stream, sizeof stream - 1, 3, "message|5|a;");
}

TEST(sse, restart_drops_the_half_event_and_keeps_the_id)
{
    struct seen seen = {""};
    struct sse s;

    sse_init(&s);
    CHECK_OK(sse_feed(&s, "id: 4\ndata: a\n\ndata: lost", 24, note, &seen));
    sse_restart(&s);
    CHECK_STR(sse_last_id(&s), "4");
    CHECK_OK(sse_feed(&s, "data: b\n\n", 9, note, &seen));
    CHECK_STR(seen.text, "message|4|a;message|4|b;");
    sse_clear(&s);
}

TEST(sse, retry_takes_digits_only_and_is_bounded)
{
    struct seen seen = {""};
    struct sse s;

    sse_init(&s);
    CHECK_OK(sse_feed(&s, "retry: 1500\n", 12, note, &seen));
    CHECK_EQ_U64(s.retry_ms, 1500);
    CHECK_OK(sse_feed(&s, "retry: 12x\nretry:\n", 18, note, &seen));
    CHECK_EQ_U64(s.retry_ms, 1500);
    CHECK_OK(sse_feed(&s, "retry: 99999999999999999999\n", 28, note, &seen));
    CHECK_EQ_U64(s.retry_ms, 3600 * 1000);
    sse_clear(&s);
}

TEST(sse, line_without_end_is_refused_at_the_ceiling)
{
    static char piece[64 * 1024];
    struct seen seen = {""};
    enum err e = ERR_OK;
    struct sse s;
    size_t fed = 0;

    memset(piece, 'x', sizeof piece);
    sse_init(&s);
    while (e == ERR_OK && fed < 2 * SSE_MAX_LINE) {
        e = sse_feed(&s, piece, sizeof piece, note, &seen);
        fed += sizeof piece;
    }
    CHECK_ERR(e, ERR_TOO_LARGE);
    sse_clear(&s);
}

static enum err refuse(const struct sse_event *ev, void *arg)
{
    return ERR_CLOSED;
}

TEST(sse, refusal_of_the_reader_ends_the_feeding)
{
    struct sse s;

    sse_init(&s);
    CHECK_ERR(sse_feed(&s, "data: a\n\ndata: b\n\n", 18, refuse, NULL),
              ERR_CLOSED);
    sse_clear(&s);
}
