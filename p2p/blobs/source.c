#include "blobs/source.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "blobs/blobs_limits.h"
#include "blobs/getter.h"
#include "crypto/hash.h"
#include "crypto/tree.h"
#include "quic/conn.h"

enum err sources_add(struct sources *all, const struct node_addr *node)
{
    struct source *s;

    if (all->len == TRANSFER_MAX_SOURCES)
        return ERR_LIMIT;
    s = calloc(1, sizeof *s);
    if (s == NULL)
        return ERR_NOMEM;
    s->node = *node;
    s->info.peer = node->id;
    all->at[all->len++] = s;
    return ERR_OK;
}

size_t sources_find(const struct sources *all, const struct node_id *id)
{
    size_t i = 0;

    while (i < all->len && !node_id_equal(&all->at[i]->node.id, id))
        i++;
    return i;
}

void sources_clear(struct sources *all)
{
    for (size_t i = 0; i < all->len; i++) {
        source_clear(all->at[i]);
        free(all->at[i]);
    }
    all->len = 0;
}

void sources_tell(const struct sources *all, enum err e, struct errmsg *em)
{
    size_t n = 0;

    for (size_t i = 0; i < all->len; i++) {
        const char *text = all->at[i]->info.error;

        if (text[0] == '\0' || n >= sizeof em->text - 1)
            continue;
        n += (size_t)snprintf(em->text + n, sizeof em->text - n, "%s%s",
                              n > 0 ? "; " : "", text);
    }
    if (n == 0)
        err_set(em, "%s", err_text(e));
}

void source_sample(struct source *s)
{
    uint64_t *at = s->samples;
    uint64_t ms;

    if (s->samples_len == SOURCE_RATE_SAMPLES) {
        memmove(at, at + 1, sizeof *at * (SOURCE_RATE_SAMPLES - 1));
        s->samples_len--;
    }
    at[s->samples_len++] = s->info.bytes;
    ms = (s->samples_len - 1) * PROGRESS_TICK_MS;
    if (ms > 0)
        s->info.rate_bps = (at[s->samples_len - 1] - at[0]) * 1000 / ms;
}

void source_stop_sampling(struct source *s)
{
    s->samples_len = 0;
    s->info.rate_bps = 0;
}

void source_clear(struct source *s)
{
    conn_unref(s->conn);
    s->conn = NULL;
}

static void name(const struct source *s, char *out, size_t size)
{
    char id[NODE_ID_SHORT_SIZE];
    char at[ADDR_TEXT_SIZE] = "";
    struct addr remote;

    node_id_short(&s->node.id, id);
    if (s->conn != NULL) {
        conn_remote(s->conn, &remote);
        addr_format(&remote, at);
    } else if (s->node.len == 1) {
        addr_format(&s->node.addrs[0], at);
    }
    snprintf(out, size, "%s%s%s", id, at[0] != '\0' ? " at " : "", at);
}

void source_fail(struct source *s, enum err e, const char *what)
{
    char who[128];

    name(s, who, sizeof who);
    s->info.state = SOURCE_FAILED;
    s->info.err = e;
    snprintf(s->info.error, sizeof s->info.error, "peer %s: %s", who, what);
}

static void tell_fault(const struct receiver_fault *f, char *out, size_t size)
{
    switch (f->err) {
    case ERR_MISMATCH:
        snprintf(out, size,
                 f->is_parent
                     ? "sent a wrong hash, or a wrong size of %" PRIu64
                       " bytes, at group %" PRIu64 " (offset %" PRIu64 ")"
                     : "sent wrong bytes, claiming %" PRIu64
                       " in all, in group %" PRIu64 " (offset %" PRIu64 ")",
                 f->size, f->offset / TREE_GROUP, f->offset);
        break;
    case ERR_TOO_LARGE:
        snprintf(out, size,
                 "claims a size of %" PRIu64 " bytes, above the limit",
                 f->size);
        break;
    default:
        snprintf(out, size,
                 "claims a size of %" PRIu64
                 " bytes, which contradicts what is held",
                 f->size);
    }
}

static void tell_stop(const struct getter_end *end, char *out, size_t size)
{
    if (end->err == ERR_RESET)
        snprintf(out, size,
                 "reset its answer (code %" PRIu64 ") after %" PRIu64 " bytes",
                 end->code, end->bytes);
    else if (end->err == ERR_CLOSED)
        snprintf(out, size, "connection lost after %" PRIu64 " bytes: %s",
                 end->bytes, err_text(end->conn_err));
    else
        snprintf(out, size, "stopped after %" PRIu64 " bytes", end->bytes);
}

static void tell_end(const struct getter_end *end, char *out, size_t size)
{
    switch (end->err) {
    case ERR_MISMATCH:
    case ERR_TOO_LARGE:
    case ERR_CONFLICT:
        tell_fault(&end->fault, out, size);
        break;
    case ERR_PROTO:
        snprintf(out, size, "answered with chunks that were not asked for");
        break;
    case ERR_NOT_FOUND:
        snprintf(out, size, "does not have it");
        break;
    case ERR_REFUSED:
        snprintf(out, size, "refused the request");
        break;
    case ERR_LIMIT:
        snprintf(out, size, "is too busy to answer");
        break;
    default:
        tell_stop(end, out, size);
    }
}

void source_fail_answer(struct source *s, const struct getter_end *end,
                        const struct hash *part)
{
    char what[160];
    char both[200];
    char h[HASH_SHORT_SIZE];

    tell_end(end, what, sizeof what);
    if (part != NULL) {
        hash_format_short(part, h);
        snprintf(both, sizeof both, "%s (child %s)", what, h);
    }
    source_fail(s, end->err, part != NULL ? both : what);
}

void source_mark(struct source *s)
{
    s->marked_ms = clock_mono_ms();
}

/* What came soon after the last byte may have been under way when the peer
 * died; one that lives answers our probes until the end. */
bool source_has_moved(const struct source *s)
{
    uint64_t silent_ms = clock_mono_ms() - s->marked_ms;

    return s->conn != NULL &&
           conn_heard_ms(s->conn) > s->marked_ms + silent_ms / 2;
}
