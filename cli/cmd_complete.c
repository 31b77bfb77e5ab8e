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

/* Words that need no node. */
static const struct {
    const char *kind, *words;
} fixed[] = {
    {"peer-states", "connected\nconnecting\ndisconnected\ndisconnecting\n"
                    "failed\nclosed"},
    {"peer-orders", "id\nname\nscore\nrtt\ngoodput\nsince"},
    {"event-types", "blob_added\nblob_state\nblob_removed\ntag\ntransfer\n"
                    "peer\ndiscovery\np2p\ntask_error"},
};

static const char *fixed_words(const char *kind)
{
    for (size_t i = 0; i < sizeof fixed / sizeof *fixed; i++) {
        if (strcmp(fixed[i].kind, kind) == 0)
            return fixed[i].words;
    }
    return NULL;
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
    if (strcmp(w->kind, "peers") == 0)
        print_word(api_str(item, "id"));
    return ++w->count < MAX_WORDS ? ERR_OK : ERR_LIMIT;
}

enum err cmd_complete(struct cli *c, const struct opts *o, struct errmsg *em)
{
    struct words w = {.kind = opts_arg(o, 0)};
    const char *words = fixed_words(w.kind);
    struct path p;
    enum err e;

    if (words != NULL) {
        puts(words);
        return ERR_OK;
    }
    path_start(&p, "/api/v1/");
    path_segment(&p, w.kind);
    e = pages_walk(c, &p, on_item, &w, em);
    path_clear(&p);
    return e == ERR_LIMIT ? ERR_OK : e;
}
