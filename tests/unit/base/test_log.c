#include "base/log.h"

#include <errno.h>
#include <fcntl.h>
#include <jansson.h>
#include <limits.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "test.h"

/* Standard error goes to a file between these two. */
static int saved_stderr;
static char path[512];

static void capture_begin(void)
{
    int fd;

    snprintf(path, sizeof path, "%s/log", test_dir());
    fd = open(path, O_CREAT | O_TRUNC | O_WRONLY | O_APPEND, 0600);
    CHECK(fd >= 0);
    saved_stderr = dup(STDERR_FILENO);
    CHECK(dup2(fd, STDERR_FILENO) >= 0);
    close(fd);
}

/* The caller frees. */
static char *capture_end(void)
{
    size_t len;
    char *text;

    CHECK(dup2(saved_stderr, STDERR_FILENO) >= 0);
    close(saved_stderr);
    text = (char *)test_read_file(path, &len);
    text = realloc(text, len + 1);
    text[len] = '\0';
    log_setup(LOG_INFO, LOG_TEXT);
    return text;
}

static char *line_of(enum log_format format, const char *message)
{
    log_setup(LOG_DEBUG, format);
    capture_begin();
    log_info(LOG_BLOBS, "%s", message);
    return capture_end();
}

static void check_text_message(const char *message, const char *want)
{
    char *line = line_of(LOG_TEXT, message);

    CHECK(strlen(line) > 24);
    CHECK_STR(line + 24, want);
    free(line);
}

TEST(log, a_text_line_has_time_level_subject_and_message)
{
    check_text_message("fetch 1: done", " info  blobs: fetch 1: done\n");
}

TEST(log, what_a_peer_sends_cannot_forge_a_line_or_steer_a_terminal)
{
    check_text_message("a\nb\x1b[2J\x7f",
                       " info  blobs: a\\x0ab\\x1b[2J\\x7f\n");
    check_text_message("\xc2\x9b"
                       "2J",
                       " info  blobs: \\x9b2J\n");
    check_text_message("back\\slash", " info  blobs: back\\\\slash\n");
}

TEST(log, letters_of_all_languages_pass_and_broken_ones_are_shown_as_bytes)
{
    check_text_message("Grüße, 世界 🧊",
                       " info  blobs: Grüße, 世界 🧊\n");
    check_text_message("\xff\xc3", " info  blobs: \\xff\\xc3\n");
    check_text_message("\xc0\xaf", " info  blobs: \\xc0\\xaf\n");
    check_text_message("\xed\xa0\x80", " info  blobs: \\xed\\xa0\\x80\n");
    check_text_message("\xf4\x90\x80\x80",
                       " info  blobs: \\xf4\\x90\\x80\\x80\n");
}

static void check_json_message(const char *message, const char *want)
{
    char *line = line_of(LOG_JSON, message);
    json_t *json = json_loads(line, 0, NULL);

    CHECK(json != NULL);
    CHECK_STR(json_string_value(json_object_get(json, "msg")), want);
    CHECK_STR(json_string_value(json_object_get(json, "level")), "info");
    CHECK_STR(json_string_value(json_object_get(json, "subject")), "blobs");
    CHECK_EQ_U64(strlen(json_string_value(json_object_get(json, "time"))), 24);
    json_decref(json);
    free(line);
}

TEST(log, a_json_line_is_json_whatever_the_message)
{
    check_json_message("fetch 1: done", "fetch 1: done");
    check_json_message("say \"hi\"\n\\o/", "say \"hi\"\n\\o/");
    check_json_message("Grüße \x01", "Grüße \x01");
    check_json_message("\xff", "\xc3\xbf");
}

TEST(log, an_overlong_message_is_cut_and_the_line_still_ends_well)
{
    char *message = malloc(3 * PIPE_BUF);

    for (int format = LOG_TEXT; format <= LOG_JSON; format++) {
        for (int fill = 0; fill < 3; fill++) {
            char *line;
            size_t len;

            memset(message, "a\x01\xff"[fill], 3 * PIPE_BUF);
            message[3 * PIPE_BUF - 1] = '\0';
            line = line_of((enum log_format)format, message);
            len = strlen(line);
            CHECK(len <= PIPE_BUF && len > PIPE_BUF - 16);
            CHECK(strchr(line, '\n') == line + len - 1);
            if (format == LOG_JSON) {
                json_t *json = json_loads(line, 0, NULL);

                CHECK(json != NULL);
                json_decref(json);
            }
            free(line);
        }
    }
    free(message);
}

TEST(log, what_is_below_the_level_is_neither_written_nor_counted)
{
    unsigned long long infos = log_count(LOG_INFO);
    unsigned long long warnings = log_count(LOG_WARN);
    char *text;

    log_setup(LOG_WARN, LOG_TEXT);
    capture_begin();
    log_debug(LOG_QUIC, "one");
    log_info(LOG_QUIC, "two");
    log_warn(LOG_QUIC, "three");
    text = capture_end();
    CHECK_STR(text + 24, " warn  quic: three\n");
    CHECK_EQ_U64(log_count(LOG_INFO), infos);
    CHECK_EQ_U64(log_count(LOG_WARN), warnings + 1);
    free(text);
}

TEST(log, switched_off_it_says_nothing)
{
    char *text;

    log_setup(LOG_OFF, LOG_TEXT);
    capture_begin();
    log_error(LOG_NODE, "x");
    text = capture_end();
    CHECK_STR(text, "");
    free(text);
}

TEST(log, errno_survives)
{
    char *text;

    capture_begin();
    errno = ENOTTY;
    log_info(LOG_NODE, "x");
    CHECK(errno == ENOTTY);
    text = capture_end();
    free(text);
}

#define THREADS 4
#define LINES 200

static void *write_lines(void *arg)
{
    for (int i = 0; i < LINES; i++)
        log_info(LOG_STORE, "%0*d", 500, *(int *)arg);
    return NULL;
}

TEST(log, lines_of_several_threads_never_mix)
{
    unsigned long long before = log_count(LOG_INFO);
    pthread_t threads[THREADS];
    int digits[THREADS];
    size_t lines = 0;
    char *text;

    capture_begin();
    for (int i = 0; i < THREADS; i++) {
        digits[i] = i;
        CHECK(pthread_create(&threads[i], NULL, write_lines, &digits[i]) == 0);
    }
    for (int i = 0; i < THREADS; i++)
        pthread_join(threads[i], NULL);
    text = capture_end();
    for (char *at = text; *at != '\0'; at = strchr(at, '\n') + 1, lines++)
        CHECK_EQ_U64(strcspn(at, "\n"), strlen(" info  store: ") + 24 + 500);
    CHECK_EQ_U64(lines, THREADS * LINES);
    CHECK_EQ_U64(log_count(LOG_INFO), before + THREADS * LINES);
    free(text);
}
