/* What the core asks for, one by one. Nothing here may lead into the core
 * again: connections close from the loop, dials answer from the loop, and users
 * are called from a deferral. */
#include <stdlib.h>

#include "base/log.h"
#include "peers/peers_int.h"

/* ---- news ---------------------------------------------------------------*/

/* Who is told sees the peer as it is then, so the same word twice says
 * nothing more. */
static bool is_noted(const struct peers *p, const struct core_action *a)
{
    for (size_t i = 0; i < p->news_len; i++)
        if (p->news[i].news == a->news &&
            node_id_equal(&p->news[i].id, &a->id))
            return true;
    return false;
}

static void note_news(struct peers *p, const struct core_action *a)
{
    if (is_noted(p, a))
        return;
    if (p->news_len == p->news_cap) {
        size_t cap = p->news_cap > 0 ? 2 * p->news_cap : 64;
        struct peers_news *news = reallocarray(p->news, cap, sizeof *news);

        /* Without memory it is not told; what is can be looked at. */
        if (news == NULL)
            return;
        p->news = news;
        p->news_cap = cap;
    }
    p->news[p->news_len++] = (struct peers_news){.news = a->news, .id = a->id};
    peers_tell_soon(p);
}

static void log_state(const struct peer *peer)
{
    char id[NODE_ID_SHORT_SIZE];

    if (peer->state == PEER_CONNECTING || peer->state == PEER_DISCONNECTING)
        return;
    node_id_short(&peer->id, id);
    if (peer->state == PEER_CONNECTED)
        log_info(LOG_PEERS, "peer %s: connected", id);
    else if (peer->failures <= 1 || log_enabled(LOG_DEBUG))
        log_info(LOG_PEERS, "peer %s: %s%s%s", id, peer_state_name(peer->state),
                 peer->last_error[0] != '\0' ? ": " : "", peer->last_error);
}

static void tell(struct peers *p, const struct peers_news *n)
{
    const struct peer *peer = core_peer(p->core, &n->id);
    struct peer gone = {.id = n->id};

    if (n->news == CORE_NEWS_FORGOTTEN) {
        if (peer == NULL)
            meter_forget(p, &n->id);
        peer = &gone;
    } else if (peer == NULL) {
        return;
    }
    if (n->news == CORE_NEWS_STATE)
        log_state(peer);
    p->has_newcomer |=
        n->news == CORE_NEWS_STATE && peer->state == PEER_CONNECTED;
    if (p->listener != NULL)
        p->listener(n->news, peer, p->listener_arg);
}

/* What happens meanwhile waits for the next time. */
void peers_tell_news(struct peers *p)
{
    struct peers_news *news = p->news;
    size_t len = p->news_len;

    p->news = NULL;
    p->news_len = 0;
    p->news_cap = 0;
    for (size_t i = 0; i < len; i++) {
        tell(p, &news[i]);
        adds_look(p, &news[i].id);
    }
    if (p->news == NULL) {
        p->news = news;
        p->news_cap = len;
    } else {
        free(news);
    }
}

/* ---- the rest -----------------------------------------------------------*/

static void close_link(struct peers *p, const struct core_action *a)
{
    struct link *l = link_find(p, a->conn);

    if (l != NULL)
        link_close(l, a->close, node_close_text(a->close));
}

static void send_frame(struct peers *p, const struct core_action *a)
{
    struct link *l = link_find(p, a->conn);
    const uint8_t *frame = p->acts.bytes.ptr + a->begin;

    if (l == NULL)
        return;
    link_send(l, frame, a->end - a->begin);
    have_sent(p, a->conn, frame, a->end - a->begin);
}

static void ask_discovery(struct peers *p, const struct core_action *a)
{
    if (p->discovery == NULL)
        return;
    if (a->kind == CORE_DO_RESOLVE)
        discovery_resolve(p->discovery, &a->id);
    else
        discovery_set_looking(p->discovery, a->is_looking);
}

/* The core has noted it; whoever asks finds it there. */
static void pass_on(struct peers *p, const struct core_action *a)
{
    if (p->cfg.holds != NULL)
        p->cfg.holds(&a->id, a->haves, a->len, p->cfg.holds_arg);
}

static void carry_out(struct peers *p, const struct core_action *a)
{
    switch (a->kind) {
    case CORE_DO_DIAL:
        dial_start(p, a);
        break;
    case CORE_DO_CANCEL:
        dial_stop(p, &a->id);
        break;
    case CORE_DO_CLOSE:
        close_link(p, a);
        break;
    case CORE_DO_SEND:
        send_frame(p, a);
        break;
    case CORE_DO_SAVE:
        rows_save(p->rows, &a->id);
        break;
    case CORE_DO_FORGET:
        rows_forget(p->rows, &a->id);
        break;
    case CORE_DO_TELL:
        note_news(p, a);
        break;
    case CORE_DO_RESOLVE:
    case CORE_DO_LOOK:
        ask_discovery(p, a);
        break;
    case CORE_DO_HAVE:
        have_asked(p, a);
        break;
    case CORE_DO_HEARD:
        have_heard(p, a);
        break;
    case CORE_DO_HOLDS:
        pass_on(p, a);
        break;
    case CORE_DO_PONG:
        pings_pong(p, a->conn, a->token);
        break;
    }
}

void peers_carry_out(struct peers *p)
{
    for (size_t i = 0; i < p->acts.len; i++)
        carry_out(p, &p->acts.at[i]);
}
