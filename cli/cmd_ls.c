#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/api.h"
#include "cli/cmd.h"
#include "cli/human.h"
#include "cli/pages.h"
#include "cli/term.h"

#define SIZE_UNKNOWN UINT64_MAX /* while nobody has proven it */

struct listing {
    struct cli *c;
    bool is_tty;
    uint64_t count;
    uint64_t bytes; /* held */
};

/* A tag in a list that a script splits at commas. */
static void put_tag(const char *tag)
{
    while (*tag != '\0') {
        size_t len = strcspn(tag, ",\\");
        char *run = strndup(tag, len);

        if (run != NULL)
            term_put(stdout, run);
        free(run);
        tag += len;
        if (*tag != '\0')
            printf("\\%c", *tag++);
    }
}

static void print_tags(const json_t *tags, const char *before)
{
    const json_t *v;
    size_t i;

    json_array_foreach(tags, i, v)
    {
        fputs(i == 0 ? before : ",", stdout);
        if (json_is_string(v))
            put_tag(json_string_value(v));
    }
}

static void print_row(const json_t *blob)
{
    uint64_t size = api_u64(blob, "size", SIZE_UNKNOWN);
    uint64_t held = api_u64(blob, "held_bytes", 0);
    bool whole = strcmp(api_str(blob, "state"), "complete") == 0;
    unsigned percent = 0;
    char text[HUMAN_SIZE] = "?";

    if (size != SIZE_UNKNOWN) {
        human_size(size, text);
        percent = human_percent(held, size);
    }
    /* What is partial is never shown as whole, whatever the numbers say. */
    percent = whole ? 100 : percent < 100 ? percent : 99;
    printf("%8s  %3u%%  ", text, percent);
    term_put(stdout, api_str(blob, "hash"));
    print_tags(json_object_get(blob, "tags"), "  ");
    putchar('\n');
}

static void print_fields(const json_t *blob)
{
    uint64_t size = api_u64(blob, "size", SIZE_UNKNOWN);

    term_put(stdout, api_str(blob, "hash"));
    putchar('\t');
    if (size != SIZE_UNKNOWN)
        printf("%" PRIu64, size);
    printf("\t%" PRIu64 "\t", api_u64(blob, "held_bytes", 0));
    term_put(stdout, api_str(blob, "state"));
    putchar('\t');
    print_tags(json_object_get(blob, "tags"), "");
    putchar('\n');
}

static enum err on_blob(const json_t *blob, void *arg)
{
    struct listing *l = arg;

    if (l->count++ == 0 && l->is_tty && !l->c->json && !l->c->quiet)
        puts("    SIZE  HELD  HASH");
    l->bytes += api_u64(blob, "held_bytes", 0);
    if (l->c->json)
        return cli_print_json(blob);
    if (l->c->quiet)
        printf("%s\n", api_str(blob, "hash"));
    else if (l->is_tty)
        print_row(blob);
    else
        print_fields(blob);
    return ferror(stdout) ? ERR_IO : ERR_OK;
}

static void print_sum(const struct listing *l)
{
    char bytes[HUMAN_SIZE];

    if (!l->is_tty)
        return;
    human_size(l->bytes, bytes);
    if (l->count == 0)
        cli_note(l->c, "the node has no blobs; put one there with "
                       "`firn add FILE`");
    else
        cli_note(l->c, "%" PRIu64 " blob%s, %s", l->count,
                 l->count == 1 ? "" : "s", bytes);
}

enum err cmd_ls(struct cli *c, const struct opts *o, struct errmsg *em)
{
    struct listing l = {.c = c, .is_tty = term_is_tty(stdout)};
    struct path p;
    enum err e;

    path_start(&p, "/api/v1/blobs");
    path_query(&p, "state", opts_value(o, "state"));
    path_query(&p, "tag", opts_value(o, "tag"));
    e = pages_walk(c, &p, on_blob, &l, em);
    path_clear(&p);
    if (e == ERR_OK)
        print_sum(&l);
    return e;
}
