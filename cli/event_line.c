#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "cli/api.h"
#include "cli/event_line.h"
#include "cli/human.h"
#include "cli/peer.h"
#include "cli/term.h"
#include "cli/transfer.h"

static void put_progress(const json_t *data)
{
    char done[HUMAN_SIZE], size[HUMAN_SIZE] = "?";
    struct transfer t;

    transfer_read(data, &t);
    human_size(t.done, done);
    if (t.size != TRANSFER_SIZE_UNKNOWN)
        human_size(t.size, size);
    term_put(stdout, t.id);
    fputs("  ", stdout);
    term_put(stdout, t.state);
    printf("  %s of %s  ", done, size);
    term_put(stdout, *t.error != '\0' ? t.error : t.hash);
}

/* A blob's hash; of a tag what it names now, and its name. */
static void put_names(const json_t *data)
{
    const char *hash = api_str(data, "hash"), *name = api_str(data, "name");

    term_put(stdout, *hash != '\0' ? hash : *name != '\0' ? "removed" : "");
    fputs(*name != '\0' ? "  " : "", stdout);
    term_put(stdout, name);
}

static void put_peer(const json_t *data)
{
    const char *news = api_str(data, "news"), *reason = api_str(data, "reason");
    char label[PEER_LABEL_SIZE];
    struct peer p;

    peer_read(data, &p);
    peer_label(&p, label);
    term_put(stdout, label);
    fputs("  ", stdout);
    /* "state" says that this has changed; other news speak for themselves. */
    term_put(stdout, strcmp(news, "state") == 0 ? p.state : news);
    if (*reason != '\0' && strcmp(p.state, "connected") != 0) {
        fputs("  ", stdout);
        term_put(stdout, reason);
    }
}

static void put_value(const json_t *v)
{
    char *text;

    if (json_is_string(v)) {
        term_put(stdout, json_string_value(v));
        return;
    }
    text = json_dumps(v, JSON_COMPACT | JSON_ENCODE_ANY);
    term_put(stdout, text != NULL ? text : "");
    free(text);
}

static void put_fields(const json_t *data)
{
    const char *key, *before = "";
    const json_t *v;

    if (!json_is_object(data)) {
        put_value(data);
        return;
    }
    /* Only reads; jansson's walk has no form for that. */
    json_object_foreach((json_t *)data, key, v)
    {
        if (json_is_null(v))
            continue;
        fputs(before, stdout);
        term_put(stdout, key);
        putchar('=');
        put_value(v);
        before = " ";
    }
}

static const struct {
    const char *type;
    void (*put)(const json_t *data);
} kinds[] = {
    {"transfer", put_progress}, {"blob_added", put_names},
    {"blob_state", put_names},  {"blob_removed", put_names},
    {"tag", put_names},         {"peer", put_peer},
};

void event_line_print(const char *type, const json_t *data)
{
    void (*put)(const json_t *) = put_fields;
    time_t now = time(NULL);
    char clock[16];
    struct tm tm;

    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        if (strcmp(kinds[i].type, type) == 0)
            put = kinds[i].put;
    }
    strftime(clock, sizeof clock, "%H:%M:%S", localtime_r(&now, &tm));
    printf("%s  ", clock);
    term_put(stdout, type);
    fputs("  ", stdout);
    put(data);
    putchar('\n');
}
