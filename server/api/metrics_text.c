#include "api/metrics_text.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>

#define TEXT_MAX (4u << 20)
#define LINE_MAX 512

void metrics_open(struct metrics *m)
{
    *m = (struct metrics){0};
    buf_init(&m->text, TEXT_MAX);
}

void metrics_close(struct metrics *m)
{
    buf_clear(&m->text);
}

void metrics_family(struct metrics *m, const char *name, const char *type,
                    const char *help)
{
    m->name = name;
    if (buf_printf(&m->text, "# HELP %s %s\n# TYPE %s %s\n", name, help, name,
                   type) != ERR_OK)
        m->failed = true;
}

void metrics_add(struct metrics *m, const char *fmt, ...)
{
    char line[LINE_MAX];
    va_list args;

    va_start(args, fmt);
    vsnprintf(line, sizeof line, fmt, args);
    va_end(args);
    if (buf_printf(&m->text, "%s%s\n", m->name, line) != ERR_OK)
        m->failed = true;
}

void metrics_gauge(struct metrics *m, const char *name, const char *help,
                   uint64_t v)
{
    metrics_family(m, name, "gauge", help);
    metrics_add(m, " %" PRIu64, v);
}

void metrics_counter(struct metrics *m, const char *name, const char *help,
                     uint64_t v)
{
    metrics_family(m, name, "counter", help);
    metrics_add(m, " %" PRIu64, v);
}
