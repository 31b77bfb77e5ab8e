/* firn __complete KIND: what the completion scripts ask for.
 *
 * Shells expand the words they are given, and tags may come from anywhere, so
 * only words of harmless characters are printed. */
#include <stdio.h>
#include <string.h>

#include "cli/api.h"
#include "cli/cmd.h"
#include "cli/pages.h"
#include "cli/path.h"
#include "cli/transfer.h"

enum { MAX_WORDS = 2000 };

struct words {
    const char *kind;
    size_t count;
};

static void print_word(const char *word)
{
    static const char harmless[] = "abcdefghijklmnopqrstuvwxyz"
                                   "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                   "0123456789._/@+-";

    if (*word != '\0' && *word != '-' && word[strspn(word, harmless)] == '\0')
        puts(word);
}

static enum err on_item(const json_t *item, void *arg)
{
    struct words *w = arg;
    struct transfer t;

    transfer_read(item, &t);
    if (strcmp(w->kind, "blobs") == 0)
        print_word(t.hash);
    else if (strcmp(w->kind, "transfers") == 0)
        print_word(t.id);
    else
        print_word(api_str(item, "name"));
    return ++w->count < MAX_WORDS ? ERR_OK : ERR_LIMIT;
}

enum err cmd_complete(struct cli *c, const struct opts *o, struct errmsg *em)
{
    struct words w = {.kind = opts_arg(o, 0)};
    struct path p;
    enum err e;

    path_start(&p, "/api/v1/");
    path_segment(&p, w.kind);
    e = pages_walk(c, &p, on_item, &w, em);
    path_clear(&p);
    return e == ERR_LIMIT ? ERR_OK : e;
}
