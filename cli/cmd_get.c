/* firn get: bring a blob to the node when it is not there, then write it out.
 *
 *   HASH, whole on the node   GET /blobs/{hash} to the output
 *   HASH                      the same, and the node fetches meanwhile what it
 *                             lacks from the peers that have it
 *   HASH and --peer, TICKET   a transfer first, see fetch.h; also for a tag,
 *                             a sequence, or when nothing is written out
 *
 * Without -o a HASH goes to standard output as `cat` would, a TICKET stays on
 * the node and its hash is printed. */
#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "cli/api.h"
#include "cli/cmd.h"
#include "cli/fetch.h"
#include "cli/human.h"
#include "cli/outfile.h"
#include "cli/path.h"
#include "cli/progress.h"
#include "cli/term.h"
#include "cli/thing.h"
#include "cli/transfer.h"

struct sink {
    struct outfile out;
    struct progress bar;
    uint64_t done;
    uint64_t size;
    struct errmsg *em;
};

static void sink_size(void *arg, uint64_t size)
{
    struct sink *s = arg;

    s->size = size;
}

static enum err sink_write(void *arg, const void *bytes, size_t len)
{
    struct sink *s = arg;

    s->done += len;
    progress_update(&s->bar, s->done, s->size, clock_mono_ms());
    return outfile_write(&s->out, bytes, len, s->em);
}

static enum err receive(struct cli *c, struct sink *s, const char *hash,
                        bool is_held, struct errmsg *em)
{
    struct path p;
    struct http_reply reply;
    struct http_request rq = {.method = "GET",
                              .write = sink_write,
                              .on_size = sink_size,
                              .arg = s,
                              .accept = "*/*",
                              .stall_s = API_STALL_S};
    enum err e;

    path_start(&p, "/api/v1/blobs/");
    path_segment(&p, hash);
    if (!is_held)
        path_query(&p, "fetch", "peers");
    rq.path = path_text(&p);
    e = http_send(c->http, &rq, &reply, em);
    if (e == ERR_OK)
        e = api_problem(&reply, em);
    /* Only the whole is an answer to the question that was asked. */
    if (e == ERR_OK && reply.status != 200) {
        err_set(em, "the node does not have all of it");
        e = ERR_NOT_FOUND;
    }
    http_reply_clear(&reply);
    path_clear(&p);
    return e;
}

static enum err write_out(struct cli *c, const char *hash, bool is_held,
                          const char *to, struct errmsg *em)
{
    struct sink s = {.size = HTTP_SIZE_UNKNOWN, .em = em};
    bool bar =
        cli_shows_progress(c) && !(strcmp(to, "-") == 0 && term_is_tty(stdout));
    enum err e = outfile_open(&s.out, to, em);

    if (e != ERR_OK)
        return e;
    progress_start(&s.bar, bar, to, 0, s.size, clock_mono_ms());
    e = receive(c, &s, hash, is_held, em);
    progress_end(&s.bar);
    if (e == ERR_OK)
        return outfile_commit(&s.out, em);
    outfile_abort(&s.out);
    return e;
}

/* Does the node have all of it? A blob it has never heard of is no failure
 * here. */
static enum err is_held(struct cli *c, const char *hash, bool *out,
                        struct errmsg *em)
{
    struct thing t = {.method = "GET",
                      .prefix = "/api/v1/blobs/",
                      .name = hash,
                      .suffix = "/status",
                      .query = ""};
    json_t *v = NULL;
    enum err e = thing_call(c, &t, NULL, &v, em);

    *out = e == ERR_OK && strcmp(api_str(v, "state"), "complete") == 0;
    json_decref(v);
    if (e == ERR_NOT_FOUND) {
        err_set(em, "%s", "");
        return ERR_OK;
    }
    return e;
}

/* Where the bytes go: NULL for nowhere. */
static enum err choose_output(const struct cli *c, const struct opts *o,
                              const char *name, const char **out,
                              struct errmsg *em)
{
    *out = opts_value(o, "output");
    if (*out != NULL || !fetch_is_hash(name) || c->json ||
        opts_has(o, "detach"))
        return ERR_OK;
    if (term_is_tty(stdout)) {
        err_set(em, "the bytes would go to the terminal; say where to with "
                    "-o FILE (or -o - if you mean it)");
        return ERR_INVALID;
    }
    *out = "-";
    return ERR_OK;
}

static void tell_fetched(const struct cli *c, const json_t *transfer,
                         uint64_t ms)
{
    char size[HUMAN_SIZE], rate[HUMAN_SIZE];
    struct transfer t;

    transfer_read(transfer, &t);
    human_size(t.done, size);
    human_rate(t.done * 1000 / (ms > 0 ? ms : 1), rate);
    if (t.sources == 0)
        cli_note(c, "%s was on the node already", size);
    else
        cli_note(c, "%s from %zu peer%s in %.1f s (%s)", size, t.sources,
                 t.sources == 1 ? "" : "s", (double)ms / 1000, rate);
}

static enum err fetch(struct cli *c, const struct opts *o, const char *name,
                      json_t **transfer, struct errmsg *em)
{
    uint64_t began_ms = clock_mono_ms();
    enum err e = fetch_start(c, o, name, transfer, em);

    if (e == ERR_OK && !opts_has(o, "detach"))
        e = fetch_wait(c, o, transfer, em);
    if (e == ERR_OK && !opts_has(o, "detach"))
        tell_fetched(c, *transfer, clock_mono_ms() - began_ms);
    return e;
}

/* The hash, or with --detach the transfer's id, for a person or a script. */
static enum err print_result(const struct cli *c, const struct opts *o,
                             const json_t *transfer)
{
    struct transfer t;

    if (c->json)
        return cli_print_json(transfer);
    transfer_read(transfer, &t);
    term_put(stdout, opts_has(o, "detach") ? t.id : t.hash);
    putchar('\n');
    return ERR_OK;
}

static enum err get_by_transfer(struct cli *c, const struct opts *o,
                                const char *name, const char *to,
                                struct errmsg *em)
{
    json_t *transfer = NULL;
    enum err e = fetch(c, o, name, &transfer, em);

    if (e == ERR_OK && to != NULL && !opts_has(o, "detach"))
        e = write_out(c, api_str(transfer, "hash"), true, to, em);
    /* Nothing but the blob may be on standard output when it goes there. */
    if (e == ERR_OK && (to == NULL || strcmp(to, "-") != 0))
        e = print_result(c, o, transfer);
    json_decref(transfer);
    return e;
}

static enum err print_held(const struct cli *c, const char *hash)
{
    json_t *v = json_pack("{s:s, s:s}", "hash", hash, "state", "completed");
    enum err e = v == NULL ? ERR_NOMEM : cli_print_json(v);

    json_decref(v);
    return e;
}

/* The blob is on the node already, whole. */
static enum err get_held(struct cli *c, const char *hash, const char *to,
                         struct errmsg *em)
{
    enum err e = to != NULL ? write_out(c, hash, true, to, em) : ERR_OK;

    if (e == ERR_OK && c->json && (to == NULL || strcmp(to, "-") != 0))
        e = print_held(c, hash);
    return e;
}

/* Is it enough that the bytes pass by? */
static bool is_plain(const struct cli *c, const struct opts *o,
                     const char *name, const char *to)
{
    static const char *const transfers[] = {"peer",     "tag",      "sequence",
                                            "detach",   "priority", "max-rate",
                                            "deadline", "timeout"};

    for (size_t i = 0; i < sizeof transfers / sizeof *transfers; i++)
        if (opts_has(o, transfers[i]))
            return false;
    return fetch_is_hash(name) && to != NULL && !c->json;
}

static enum err get(struct cli *c, const struct opts *o, const char *name,
                    struct errmsg *em)
{
    const char *to = NULL;
    bool held = false;
    unsigned timeout_s = 0;
    enum err e = opts_number(o, "timeout", &timeout_s, em);

    if (e == ERR_OK)
        e = choose_output(c, o, name, &to, em);
    if (e == ERR_OK && fetch_is_hash(name))
        e = is_held(c, name, &held, em);
    if (e != ERR_OK)
        return e;
    if (!held && is_plain(c, o, name, to))
        return write_out(c, name, false, to, em);
    /* A tag is set, and the children of a sequence are fetched, by a
     * transfer even when the bytes are there. */
    if (held && !opts_has(o, "detach") && !opts_has(o, "tag") &&
        !opts_has(o, "sequence"))
        return get_held(c, name, to, em);
    return get_by_transfer(c, o, name, to, em);
}

enum err cmd_get(struct cli *c, const struct opts *o, struct errmsg *em)
{
    const char *name = opts_arg(o, 0);
    enum err e = get(c, o, name, em);

    if (e != ERR_OK) {
        if (em->text[0] == '\0')
            err_set(em, "%s", err_text(e));
        err_wrap(em, "get %.64s%s", name, strlen(name) > 64 ? "..." : "");
    }
    return e;
}
