/* A line is put together on the stack and leaves with one write(2). It is
 * never longer than PIPE_BUF, because only so much goes into a pipe in one
 * piece; an overlong message is cut, and the line still ends as it should.
 *
 * Bytes of a message may come from a peer: what could forge a line or steer a
 * terminal is escaped in both forms. */
#include "base/log.h"

#include <errno.h>
#include <limits.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"

struct line {
    char text[PIPE_BUF];
    size_t len;
};

#define TAIL_MAX 3 /* what ends a JSON line: a quote, a brace, a newline */

static enum log_level min_level = LOG_INFO;
static enum log_format line_format = LOG_TEXT;
static atomic_ullong counts[LOG_OFF];

static const char *const level_names[LOG_OFF] = {"debug", "info", "warn",
                                                 "error"};
static const char *const subject_names[LOG_SUBJECT_COUNT] = {
#define LOG_NAME(name, text) [LOG_##name] = text,
    LOG_SUBJECTS(LOG_NAME)
#undef LOG_NAME
};

void log_setup(enum log_level level, enum log_format format)
{
    min_level = level;
    line_format = format;
}

bool log_enabled(enum log_level level)
{
    return level >= min_level && level < LOG_OFF;
}

unsigned long long log_count(enum log_level level)
{
    return level < LOG_OFF ? atomic_load(&counts[level]) : 0;
}

/* Length of the UTF-8 sequence that a first byte announces, 0 when none
 * begins so. */
static size_t utf8_announced(uint8_t first)
{
    if (first < 0x80)
        return 1;
    if (first < 0xc2 || first > 0xf4)
        return 0;
    return first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
}

/* Length of the valid sequence at `s`, 0 when there is none. Overlong forms,
 * surrogates and what lies beyond U+10FFFF are not valid. */
static size_t utf8_len(const uint8_t *s)
{
    size_t len = utf8_announced(s[0]);

    for (size_t i = 1; i < len; i++)
        if ((s[i] & 0xc0) != 0x80)
            return 0;
    if ((s[0] == 0xe0 && s[1] < 0xa0) || (s[0] == 0xed && s[1] > 0x9f) ||
        (s[0] == 0xf0 && s[1] < 0x90) || (s[0] == 0xf4 && s[1] > 0x8f))
        return 0;
    return len;
}

/* C1 control characters, U+0080 to U+009F, steer terminals as well. */
static bool is_control(const uint8_t *s)
{
    return s[0] < 0x20 || s[0] == 0x7f || (s[0] == 0xc2 && s[1] < 0xa0);
}

/* One character as it goes into the line: itself or its escape. A byte that
 * is no UTF-8 is shown by its value. Returns how much of `s` it was. */
static size_t escape_one(const uint8_t *s, char out[static 8])
{
    const char *fmt = line_format == LOG_JSON ? "\\u%04x" : "\\x%02x";
    size_t len = utf8_len(s);

    if (len == 0 || is_control(s)) {
        snprintf(out, 8, fmt, (unsigned)s[len == 2 ? 1 : 0]);
        return len == 0 ? 1 : len;
    }
    if (*s == '\\' || (*s == '"' && line_format == LOG_JSON))
        *out++ = '\\';
    memcpy(out, s, len);
    out[len] = '\0';
    return len;
}

static void add_escaped(struct line *line, const char *text)
{
    const uint8_t *s = (const uint8_t *)text;
    char piece[8];

    while (*s != '\0') {
        size_t len;

        s += escape_one(s, piece);
        len = strlen(piece);
        if (line->len + len > sizeof line->text - TAIL_MAX)
            return;
        memcpy(line->text + line->len, piece, len);
        line->len += len;
    }
}

static void begin(struct line *line, enum log_level level,
                  enum log_subject subject)
{
    const char *fmt =
        line_format == LOG_JSON
            ? "{\"time\":\"%s\",\"level\":\"%s\",\"subject\":\"%s\",\"msg\":\""
            : "%s %-5s %s: ";
    char time[CLOCK_RFC3339_SIZE];

    clock_rfc3339(clock_wall_ms(), time);
    line->len = (size_t)snprintf(line->text, sizeof line->text, fmt, time,
                                 level_names[level], subject_names[subject]);
}

static void finish(struct line *line)
{
    const char *tail = line_format == LOG_JSON ? "\"}\n" : "\n";
    size_t len = strlen(tail);

    memcpy(line->text + line->len, tail, len);
    line->len += len;
}

void log_line(enum log_level level, enum log_subject subject, const char *fmt,
              ...)
{
    int saved_errno = errno;
    char text[PIPE_BUF];
    struct line line;
    va_list ap;

    if (level >= LOG_OFF || subject >= LOG_SUBJECT_COUNT)
        return;
    if (log_enabled(level)) {
        va_start(ap, fmt);
        vsnprintf(text, sizeof text, fmt, ap);
        va_end(ap);
        begin(&line, level, subject);
        add_escaped(&line, text);
        finish(&line);
        atomic_fetch_add(&counts[level], 1);
        /* A log that cannot be written has nowhere to complain. */
        while (write(STDERR_FILENO, line.text, line.len) < 0 && errno == EINTR)
            continue;
    }
    errno = saved_errno;
}
