/* Structured log: one line an event, to standard error, as text or as JSON
 * lines.
 *
 *     log_info(LOG_BLOBS, "fetch %s: drop peer %s: wrong group %" PRIu64, ..)
 *
 * Subject, event, reason; lower case, no full stop. Logged once, where it is
 * handled. `error` means that someone must act.
 *
 * Level and format are the only process-wide state in p2p/; they are written
 * before threads start.
 *
 * Thread: any. A line is written with one write(2), so lines never mix. */
#pragma once

#include <stdbool.h>

enum log_level { LOG_DEBUG, LOG_INFO, LOG_WARN, LOG_ERROR, LOG_OFF };
enum log_format { LOG_TEXT, LOG_JSON };

#define LOG_SUBJECTS(X)                                                       \
    X(BASE, "base") X(CRYPTO, "crypto") X(STORE, "store") X(QUIC, "quic")     \
    X(DISCOVERY, "discovery") X(PEERS, "peers") X(BLOBS, "blobs")             \
    X(GOSSIP, "gossip")                                                       \
    X(DOCS, "docs") X(CLUSTER, "cluster") X(IMAGES, "images")                 \
    X(NODE, "node") X(HTTP, "http")

enum log_subject {
#define LOG_ENUM(name, text) LOG_##name,
    LOG_SUBJECTS(LOG_ENUM)
#undef LOG_ENUM
    LOG_SUBJECT_COUNT
};

/* Until it is called: LOG_INFO and above, as text. */
void log_setup(enum log_level level, enum log_format format);
bool log_enabled(enum log_level level);

/* Lines written so far at a level, for the metrics. */
unsigned long long log_count(enum log_level level);

/* Behind the macros below. Bytes that could forge a line or steer a terminal
 * are escaped; a line is cut at 4096 bytes. Leaves errno alone. */
void log_line(enum log_level level, enum log_subject subject, const char *fmt,
              ...) __attribute__((format(printf, 3, 4)));

#define log_debug(subject, ...)                                               \
    (log_enabled(LOG_DEBUG) ? log_line(LOG_DEBUG, subject, __VA_ARGS__)       \
                            : (void)0)
#define log_info(subject, ...) log_line(LOG_INFO, subject, __VA_ARGS__)
#define log_warn(subject, ...) log_line(LOG_WARN, subject, __VA_ARGS__)
#define log_error(subject, ...) log_line(LOG_ERROR, subject, __VA_ARGS__)
