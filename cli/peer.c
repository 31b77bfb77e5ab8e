#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "cli/api.h"
#include "cli/fetch.h"
#include "cli/pages.h"
#include "cli/path.h"
#include "cli/peer.h"
#include "cli/thing.h"

enum { ID_DIGITS = PEER_ID_SIZE - 1 };

static double number(const json_t *v, const char *key)
{
    const json_t *n = json_object_get(v, key);

    return json_is_number(n) ? json_number_value(n) : -1;
}

/* Where it is now, else the first of the addresses known. */
static const char *address_of(const json_t *v)
{
    const json_t *list = json_object_get(v, "addresses");
    const char *now = api_str(json_object_get(v, "path"), "addr");

    return *now != '\0' ? now : api_str(json_array_get(list, 0), "addr");
}

void peer_read(const json_t *v, struct peer *out)
{
    *out = (struct peer){
        .id = api_str(v, "id"),
        .name = api_str(v, "name"),
        .state = api_str(v, "state"),
        .since = api_str(v, "since"),
        .kind = api_str(v, "kind"),
        .version = api_str(v, "version"),
        .address = address_of(v),
        .last_error = api_str(v, "last_error"),
        .discovered_by = api_str(v, "discovered_by"),
        .is_pinned = json_is_true(json_object_get(v, "pinned")),
        .is_banned = json_is_true(json_object_get(v, "banned")),
        .rtt_ms = number(v, "rtt_ms"),
        .rtt_var_ms = number(v, "rtt_var_ms"),
        .loss = number(v, "loss"),
        .score = number(v, "score"),
        .rx_bps = api_u64(v, "rx_bps", 0),
        .tx_bps = api_u64(v, "tx_bps", 0),
        .reputation = json_integer_value(json_object_get(v, "reputation")),
        .reconnects = api_u64(v, "reconnects", 0),
    };
}

void peer_short_id(const char *id, char out[static PEER_SHORT_SIZE])
{
    snprintf(out, PEER_SHORT_SIZE, "%.*s", PEER_SHORT_SIZE - 1, id);
}

void peer_label(const struct peer *p, char out[static PEER_LABEL_SIZE])
{
    char id[PEER_SHORT_SIZE];

    peer_short_id(p->id, id);
    if (*p->name != '\0')
        snprintf(out, PEER_LABEL_SIZE, "%.64s (%s)", p->name, id);
    else
        snprintf(out, PEER_LABEL_SIZE, "%s", id);
}

void peer_rtt_text(double ms, char *out, size_t cap)
{
    if (ms < 0)
        snprintf(out, cap, "-");
    else if (ms < 9.995)
        snprintf(out, cap, "%.2f ms", ms);
    else if (ms < 99.95)
        snprintf(out, cap, "%.1f ms", ms);
    else if (ms < 999.5)
        snprintf(out, cap, "%.0f ms", ms);
    else
        snprintf(out, cap, "%.2f s", ms / 1000);
}

/* ---- what a person typed ------------------------------------------------*/

struct search {
    const char *text;
    size_t by_name, by_id;                               /* how many */
    char name_id[PEER_ID_SIZE], digits_id[PEER_ID_SIZE]; /* the first of each */
    char others[160]; /* the ids of those called so */
};

static void lower(const char *text, char *out, size_t cap)
{
    size_t i;

    for (i = 0; i + 1 < cap && text[i] != '\0'; i++)
        out[i] = (char)tolower((unsigned char)text[i]);
    out[i] = '\0';
}

static void note_name(struct search *s, const char *id)
{
    char short_id[PEER_SHORT_SIZE];
    size_t used = strlen(s->others);

    peer_short_id(id, short_id);
    if (s->by_name++ == 0)
        snprintf(s->name_id, sizeof s->name_id, "%s", id);
    snprintf(s->others + used, sizeof s->others - used, "%s%s",
             used > 0 ? ", " : "", short_id);
}

static enum err on_peer(const json_t *v, void *arg)
{
    struct search *s = arg;
    struct peer p;

    peer_read(v, &p);
    if (strlen(p.id) != ID_DIGITS)
        return ERR_OK;
    if (strcmp(p.name, s->text) == 0)
        note_name(s, p.id);
    if (strncasecmp(p.id, s->text, strlen(s->text)) == 0 && s->by_id++ == 0)
        snprintf(s->digits_id, sizeof s->digits_id, "%s", p.id);
    return ERR_OK;
}

static enum err judge(const struct search *s, char out[static PEER_ID_SIZE],
                      struct errmsg *em)
{
    if (s->by_name == 1 || (s->by_name == 0 && s->by_id == 1)) {
        memcpy(out, s->by_name == 1 ? s->name_id : s->digits_id, PEER_ID_SIZE);
        return ERR_OK;
    }
    if (s->by_name > 1) {
        err_set(em, "%zu peers have that name: %s; give the id", s->by_name,
                s->others);
        return ERR_INVALID;
    }
    if (s->by_id > 1) {
        err_set(em, "the ids of %zu peers begin so; give more of it", s->by_id);
        return ERR_INVALID;
    }
    err_set(em, "no peer has that name or id; `firn peers` lists them");
    return ERR_NOT_FOUND;
}

enum err peer_resolve(struct cli *c, const char *text,
                      char out[static PEER_ID_SIZE], struct errmsg *em)
{
    struct search s = {.text = text};
    size_t len = strlen(text);
    struct path p;
    enum err e;

    /* Fewer digits may be a name as well: machines are called so. */
    if (fetch_is_hash(text)) {
        lower(text, out, PEER_ID_SIZE);
        return ERR_OK;
    }
    if (len == 0) {
        err_set(em, "an empty name names nobody");
        return ERR_INVALID;
    }
    path_start(&p, "/api/v1/peers");
    e = pages_walk(c, &p, on_peer, &s, em);
    path_clear(&p);
    return e == ERR_OK ? judge(&s, out, em) : e;
}

enum err peer_call(struct cli *c, const char *method, const char *who,
                   const char *suffix, const json_t *body, json_t **out,
                   struct errmsg *em)
{
    char id[PEER_ID_SIZE];
    struct thing t = {.method = method,
                      .prefix = "/api/v1/peers/",
                      .name = id,
                      .suffix = suffix,
                      .query = "",
                      .is_slow = true};
    enum err e = peer_resolve(c, who, id, em);

    return e == ERR_OK ? thing_call(c, &t, body, out, em) : e;
}
