/* What the node says of itself. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/api.h"
#include "cli/doctor.h"
#include "cli/human.h"
#include "cli/metrics.h"
#include "cli/when.h"

void doctor_version(struct doctor *d)
{
    const char *theirs = api_str(d->node, "version");

    if (strcmp(theirs, FIRN_VERSION) == 0)
        doctor_say(d, DOCTOR_OK, "version", NULL, "firn and firnd are %s",
                   theirs);
    else
        doctor_say(
            d, DOCTOR_WARN, "version", "Install the same version of both.",
            "this is firn %s, the node is firnd %s", FIRN_VERSION, theirs);
}

/* ---- health -------------------------------------------------------------*/

/* Those of the network have checks of their own, which say more. */
static bool is_network(const char *component)
{
    return strncmp(component, "p2p", 3) == 0 ||
           strncmp(component, "discovery", 9) == 0;
}

void doctor_health(struct doctor *d)
{
    char *text = doctor_get_text(d, "/readyz?verbose"), *rest = text, *line;
    size_t failing = 0;

    if (text == NULL)
        return;
    while ((line = strsep(&rest, "\n")) != NULL) {
        if (strncmp(line, "[-]", 3) != 0 || is_network(line + 3))
            continue;
        failing++;
        doctor_say(d, DOCTOR_FAIL, "health",
                   "The log of the node says more; GET /readyz?verbose is "
                   "where this stands.",
                   "%s", line + 3);
    }
    free(text);
    if (failing == 0)
        doctor_say(d, DOCTOR_OK, "health", NULL, "all components are well");
}

/* ---- http ---------------------------------------------------------------*/

/* Can others reach this address? */
static bool is_open(const char *text)
{
    struct addr a;

    return addr_parse(text, &a, NULL) == ERR_OK && !addr_is_loopback(&a);
}

static void say_not_bound(struct doctor *d, const char *check,
                          const char *setting, const json_t *list)
{
    char hint[160];
    const json_t *v;
    size_t i;

    snprintf(hint, sizeof hint,
             "Another program may have that port (`ss -lntup` shows them), or "
             "the address is not of this machine: %s.",
             setting);
    json_array_foreach(list, i, v)
    {
        if (json_is_string(v))
            doctor_say(d, DOCTOR_WARN, check, hint, "not bound: %s",
                       json_string_value(v));
    }
}

void doctor_http(struct doctor *d)
{
    const json_t *list = json_object_get(d->node, "http_listening"), *v;
    size_t i, open = 0;

    if (!json_is_array(list))
        return;
    json_array_foreach(list, i, v)
    {
        const char *text = json_string_value(v);

        if (text == NULL || !is_open(text))
            continue;
        open++;
        doctor_say(d, DOCTOR_WARN, "http",
                   "There is no access control yet: listen on 127.0.0.1 "
                   "(http.listen) and forward a port to it, unless all who "
                   "reach it may do everything.",
                   "%s can be reached by others, who can then read, add and "
                   "delete everything",
                   text);
    }
    if (open == 0)
        doctor_say(d, DOCTOR_OK, "http", NULL,
                   "only this machine reaches the HTTP interface");
    say_not_bound(d, "http", "http.listen",
                  json_object_get(d->node, "http_not_bound"));
}

/* ---- clock --------------------------------------------------------------*/

enum { CLOCK_LIMIT_MS = 5000, DATE_STEP_MS = 1000 };

/* The least that explains what was seen: the node read its clock between our
 * asking and its answering, and cut it to a second. */
static int64_t offset_ms(const struct doctor *d, uint64_t theirs_ms)
{
    int64_t theirs = (int64_t)theirs_ms;
    int64_t least = theirs - (int64_t)d->answered_ms;
    int64_t most = theirs + DATE_STEP_MS - (int64_t)d->asked_ms;

    if (least > 0)
        return least;
    return most < 0 ? most : 0;
}

void doctor_clock(struct doctor *d)
{
    uint64_t theirs;
    int64_t off;

    if (!when_parse_http(d->date, &theirs))
        return;
    off = offset_ms(d, theirs);
    if (llabs(off) < CLOCK_LIMIT_MS)
        doctor_say(d, DOCTOR_OK, "clock", NULL,
                   "the node's clock agrees with this one");
    else
        doctor_say(d, DOCTOR_WARN, "clock",
                   "Times of nodes are hard to compare then; let NTP set both "
                   "clocks.",
                   "the node's clock is %.1f s %s this one",
                   (double)llabs(off) / 1000, off > 0 ? "ahead of" : "behind");
}

/* ---- disk, files, data --------------------------------------------------*/

void doctor_disk(struct doctor *d)
{
    static const char hint[] =
        "Remove blobs with `firn rm`, or move data_dir to a larger disk.";
    const double mib = 1024.0 * 1024;
    enum doctor_verdict verdict = DOCTOR_OK;
    double left, size;
    char text[HUMAN_SIZE];

    if (!doctor_metric(d, "firn_disk_free_bytes", &left) || left < 0 ||
        !doctor_metric(d, "firn_disk_size_bytes", &size))
        return;
    if (left < 100 * mib)
        verdict = DOCTOR_FAIL;
    else if (left < 1024 * mib || left < size / 20)
        verdict = DOCTOR_WARN;
    human_size((uint64_t)left, text);
    doctor_say(d, verdict, "disk", verdict == DOCTOR_OK ? NULL : hint,
               "%s free, %.0f%% of the disk at %s", text,
               size > 0 ? left * 100 / size : 0, d->data_dir);
}

void doctor_files(struct doctor *d)
{
    static const char hint[] =
        "Start the node with more: LimitNOFILE= in its unit, or `ulimit -Hn`.";
    double max, open;

    if (!doctor_metric(d, "process_max_fds", &max) ||
        !doctor_metric(d, "process_open_fds", &open))
        return;
    if (open > max * 0.9)
        doctor_say(d, DOCTOR_FAIL, "files", hint,
                   "%.0f of %.0f file descriptors are in use", open, max);
    else if (max < 4096 || open > max * 0.7)
        doctor_say(d, DOCTOR_WARN, "files", hint,
                   "%.0f of %.0f file descriptors are in use; each "
                   "connection and each open blob takes one",
                   open, max);
    else
        doctor_say(d, DOCTOR_OK, "files", NULL,
                   "%.0f of %.0f file descriptors are in use", open, max);
}

void doctor_data(struct doctor *d)
{
    double damaged;

    if (d->metrics == NULL ||
        !metrics_sum(d->metrics, "firn_store_damaged_groups_total", &damaged))
        return;
    if (damaged > 0)
        doctor_say(d, DOCTOR_WARN, "data",
                   "The disk may be failing: look at the kernel's log, then "
                   "`firn ls -q | xargs firn verify`.",
                   "%.0f pieces of blobs on the disk were not what their hash "
                   "says",
                   damaged);
    else
        doctor_say(d, DOCTOR_OK, "data", NULL,
                   "nothing read since the start was damaged");
}

/* ---- background work ----------------------------------------------------*/

enum { RECENT_MS = 10 * 60 * 1000 };

/* Did it fail lately? What is long over needs no doctor. */
static bool fails_now(const struct doctor *d, const json_t *task)
{
    uint64_t at;

    return when_parse(api_str(task, "last_error_at"), &at) &&
           at + RECENT_MS > d->answered_ms;
}

void doctor_tasks(struct doctor *d)
{
    const json_t *items, *task;
    json_t *v = NULL;
    size_t i, failing = 0;

    if (api_call(d->c, "GET", "/api/v1/diag/tasks", NULL, &v, NULL) != ERR_OK)
        return;
    items = json_object_get(v, "items");
    json_array_foreach(items, i, task)
    {
        if (!fails_now(d, task))
            continue;
        failing++;
        doctor_say(d, DOCTOR_WARN, "tasks",
                   "It tries again by itself; GET /api/v1/diag/errors has the "
                   "last failures.",
                   "%s failed lately (%" PRIu64 " of %" PRIu64 " times): %s",
                   api_str(task, "name"), api_u64(task, "errors", 0),
                   api_u64(task, "runs", 0), api_str(task, "last_error"));
    }
    if (failing == 0)
        doctor_say(d, DOCTOR_OK, "tasks", NULL,
                   "no background work failed in the last ten minutes");
    json_decref(v);
}
