#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "cli/metrics.h"

/* The line after this one; NULL at the end. */
static const char *next_line(const char *line)
{
    const char *end = strchr(line, '\n');

    return end != NULL && end[1] != '\0' ? end + 1 : NULL;
}

/* What stands after the name and its labels. */
static bool read_value(const char *at, double *out)
{
    char *end;
    double v;

    if (*at != ' ')
        return false;
    v = strtod(at + 1, &end);
    if (end == at + 1 || !isfinite(v) ||
        (*end != '\n' && *end != '\0' && *end != ' '))
        return false;
    *out = v;
    return true;
}

bool metrics_find(const char *text, const char *sample, double *out)
{
    size_t len = strlen(sample);

    for (const char *p = text; p != NULL; p = next_line(p)) {
        if (strncmp(p, sample, len) == 0 && p[len] == ' ')
            return read_value(p + len, out);
    }
    return false;
}

/* The end of the labels that begin at `at`; NULL when they do not end in this
 * line. Braces may stand inside quoted values. */
static const char *after_labels(const char *at)
{
    bool is_quoted = false;

    if (*at != '{')
        return at;
    for (at++; *at != '\0' && *at != '\n'; at++) {
        if (*at == '\\' && at[1] != '\0' && at[1] != '\n')
            at++;
        else if (*at == '"')
            is_quoted = !is_quoted;
        else if (*at == '}' && !is_quoted)
            return at + 1;
    }
    return NULL;
}

bool metrics_sum(const char *text, const char *name, double *out)
{
    size_t len = strlen(name);
    double sum = 0, v;
    bool found = false;

    for (const char *p = text; p != NULL; p = next_line(p)) {
        const char *at = p + len;

        if (strncmp(p, name, len) != 0 || (*at != ' ' && *at != '{'))
            continue;
        at = after_labels(at);
        if (at != NULL && read_value(at, &v)) {
            sum += v;
            found = true;
        }
    }
    if (found)
        *out = sum;
    return found;
}
