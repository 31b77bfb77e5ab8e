#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "cli/api.h"
#include "cli/doctor.h"
#include "cli/metrics.h"
#include "cli/opts.h"
#include "cli/term.h"

enum { CHECK_COLUMN = 6, TEXT_COLUMN = 17, STALL_S = 15 };

static const char *const verdicts[DOCTOR_VERDICTS] = {"ok", "warn", "fail"};

/* ---- telling ------------------------------------------------------------*/

static void say_json(struct doctor *d, enum doctor_verdict v, const char *check,
                     const char *hint, const char *text)
{
    json_t *line = json_pack("{s:s, s:s, s:s, s:s}", "check", check, "verdict",
                             verdicts[v], "text", text, "hint", hint);
    enum err e = line == NULL ? ERR_PROTO : cli_print_json(line);

    if (d->failed == ERR_OK)
        d->failed = e;
    json_decref(line);
}

static void say_text(enum doctor_verdict v, const char *check, const char *hint,
                     const char *text)
{
    printf("%-*s%-*s", CHECK_COLUMN, verdicts[v], TEXT_COLUMN - CHECK_COLUMN,
           check);
    term_put(stdout, text);
    putchar('\n');
    if (*hint == '\0')
        return;
    printf("%*s", TEXT_COLUMN, "");
    term_put(stdout, hint);
    putchar('\n');
}

void doctor_say(struct doctor *d, enum doctor_verdict v, const char *check,
                const char *hint, const char *fmt, ...)
{
    char text[ERRMSG_MAX], clean[ERRMSG_MAX];
    va_list ap;

    va_start(ap, fmt);
    vsnprintf(text, sizeof text, fmt, ap);
    va_end(ap);
    /* Cutting may have left half a character, which JSON has no place for. */
    term_clean(text, clean, sizeof clean);
    d->counts[v]++;
    if (hint == NULL)
        hint = "";
    if (d->c->quiet && v == DOCTOR_OK)
        return;
    if (d->c->json)
        say_json(d, v, check, hint, clean);
    else
        say_text(v, check, d->c->quiet ? "" : hint, clean);
    if (ferror(stdout) && d->failed == ERR_OK)
        d->failed = ERR_IO;
}

/* ---- asking -------------------------------------------------------------*/

static enum err get(struct doctor *d, const char *path,
                    struct http_reply *reply, struct errmsg *em)
{
    struct http_request rq = {
        .method = "GET", .path = path, .accept = "*/*", .stall_s = STALL_S};

    return http_send(d->c->http, &rq, reply, em);
}

char *doctor_get_text(struct doctor *d, const char *path)
{
    struct http_reply reply;
    char *text = NULL;

    if (get(d, path, &reply, NULL) == ERR_OK && reply.body.len > 0)
        text = strndup((const char *)reply.body.ptr, reply.body.len);
    http_reply_clear(&reply);
    return text;
}

/* The node, and with it its clock. */
static enum err ask_node(struct doctor *d, struct errmsg *em)
{
    struct http_reply reply;
    enum err e;

    d->asked_ms = clock_wall_ms();
    e = get(d, "/api/v1/node", &reply, em);
    d->answered_ms = clock_wall_ms();
    if (e == ERR_OK) {
        snprintf(d->date, sizeof d->date, "%s", reply.date);
        e = api_problem(&reply, em);
    }
    if (e == ERR_OK)
        e = api_parse(&reply, &d->node, em);
    http_reply_clear(&reply);
    return e;
}

static json_t *by_name(const json_t *items)
{
    json_t *out = json_object(), *v;
    size_t i;

    json_array_foreach(items, i, v)
    {
        (void)json_object_set(out, api_str(v, "name"), v);
    }
    return out;
}

static void ask_settings(struct doctor *d)
{
    json_t *v = NULL;

    if (api_call(d->c, "GET", "/api/v1/config", NULL, &v, NULL) == ERR_OK)
        d->settings = by_name(json_object_get(v, "items"));
    json_decref(v);
}

/* Where a node that is started now would keep its data. */
static void guess_data_dir(struct doctor *d)
{
    const char *dir = opts_value(d->o, "data-dir"), *home = getenv("HOME");

    if (dir == NULL)
        dir = getenv("FIRN_DATA_DIR");
    if (dir == NULL && geteuid() == 0)
        dir = "/var/lib/firn";
    if (dir != NULL)
        snprintf(d->data_dir, sizeof d->data_dir, "%s", dir);
    else if (home != NULL)
        snprintf(d->data_dir, sizeof d->data_dir, "%s/.local/share/firn", home);
}

enum err doctor_ask(struct doctor *d, struct errmsg *em)
{
    enum err e = ask_node(d, em);

    d->answer = e;
    d->is_here = http_is_here(d->c->http, &d->http);
    if (e == ERR_CANCELLED || e == ERR_NOMEM)
        return e;
    if (e != ERR_OK) {
        guess_data_dir(d);
        return ERR_OK;
    }
    snprintf(d->data_dir, sizeof d->data_dir, "%s",
             api_str(d->node, "data_dir"));
    /* A forwarded port leads here and yet to another machine. */
    if (d->is_here && access(d->data_dir, F_OK) != 0)
        d->is_here = false;
    ask_settings(d);
    d->metrics = doctor_get_text(d, "/metrics");
    return ERR_OK;
}

void doctor_clear(struct doctor *d)
{
    json_decref(d->node);
    json_decref(d->settings);
    free(d->metrics);
}

/* ---- looking up ---------------------------------------------------------*/

const char *doctor_setting(const struct doctor *d, const char *name)
{
    return api_str(json_object_get(d->settings, name), "text");
}

double doctor_number(const struct doctor *d, const char *name, double otherwise)
{
    const json_t *v =
        json_object_get(json_object_get(d->settings, name), "value");

    return json_is_number(v) ? json_number_value(v) : otherwise;
}

bool doctor_metric(const struct doctor *d, const char *sample, double *out)
{
    return d->metrics != NULL && metrics_find(d->metrics, sample, out);
}
