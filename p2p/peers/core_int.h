/* What the core's files share.
 *
 *   core.c          new, step, looking, invariants
 *   core_act.c      actions
 *   core_table.c    who is known: the table, its ceilings, saving
 *   core_known.c    rows, sightings, an operator's word, deeds
 *   core_state.c    the state of a peer, from what is up and under way
 *   core_dial.c     whom to dial, when; how dials end
 *   core_links.c    connections: how they begin and end, HELLO, duplicates
 *   core_close.c    closing them, and what follows
 *   core_watch.c    the dead, the silent, the unwanted
 *   core_frames.c   what peers say, and how much of it
 *   core_blobs.c    who has which blobs
 *   core_records.c  records: offered, asked for, believed
 *   core_own.c      our own ones
 *   core_asks.c     which neighbour was asked for which record
 *
 * Thread: the core's. */
#pragma once

#include "base/buf.h"
#include "base/map.h"
#include "peers/core.h"
#include "peers/mesh.h"

/* A dial is given up when the shell says nothing for so long behind its end. */
#define CORE_DIAL_MARGIN_MS 1000
/* So many dials in a row failed: the mesh is chosen as if it were not there. */
#define CORE_GONE_FAILURES 3
/* From so many failures on waits are CORE_SLOW_FACTOR times as long: it has
 * been away for minutes, and will call when it is back. */
#define CORE_SLOW_FAILURES 60
#define CORE_SLOW_FACTOR 8
/* A peer that sent us away (banned, removed) is left alone for so long. */
#define CORE_SENT_AWAY_MS 300000
/* Discovery is asked for fresh addresses of one peer this often at most. */
#define CORE_RESOLVE_MS 30000
#define CORE_STALE_MS 120000 /* an address not heard of for so long */
/* A connection of less than this does not prove that a peer is well. */
#define CORE_STEADY_MS 5000
/* A link that the mesh no longer wants is kept for so long. */
#define CORE_UNWANTED_MS 10000
#define CORE_REPUTATION_MIN (-60) /* below: neither dialled nor wanted */
#define CORE_REPUTATION_HALF_MS 3600000
#define CORE_LOST_MS 300000 /* so long after a loss discovery looks about */
#define CORE_SAVE_MS 60000  /* what may wait is saved this often */
#define CORE_SWEEP_MS 60000
#define CORE_ADDRESSES_MS 300000
#define CORE_ADDRESSES_TTL_S 3600
#define CORE_ASK_MS 2000 /* a neighbour may take so long for an answer */
#define CORE_ASK_TRIES 3
#define CORE_ASK_FROM 3    /* neighbours remembered who offered a record */
#define CORE_ASK_WINDOW 40 /* records asked of one neighbour at a time: of the
                              longest ones fewer than NODE_BACKLOG_MAX */
#define CORE_ASKS_MAX RECORDS_MAX
#define CORE_MAX_REQUESTS 64 /* questions for blobs not yet answered */
#define CORE_REQUEST_MS 30000
#define CORE_OWN_ADDRS RECORD_MAX_ADDRS

struct core_conn {
    uint64_t number;
    struct core_peer *peer; /* NULL: forgotten; the connection is closing */
    struct list of_peer;    /* core_peer.conns */
    struct list node;       /* core.greeting, then core.links; is_node only */
    struct addr remote;
    bool was_dialled, is_node;
    bool is_closing; /* by us; CORE_DOWN is still to come */
    bool has_hello;
    uint64_t up_ms, session, capabilities;
    size_t asked;      /* records asked of it and not here yet */
    size_t invited;    /* the same, and they may still come when given up */
    size_t unanswered; /* since the last one that came */
    uint64_t unanswered_ms;
    struct record_key *offers; /* to be offered to it; at most a frame full */
    size_t offers_len, offers_cap;
};

struct core_peer {
    struct peer p;
    size_t index;        /* in core.table */
    struct list conns;   /* core_conn.of_peer */
    struct list unsaved; /* core.unsaved */
    struct list resting; /* core.dialling or core.waiting */
    bool is_wanted;      /* by the mesh */
    bool is_asked;       /* CORE_WANT, and not yet connected nor failed */
    bool is_dialling, dial_is_node;
    bool is_refused;  /* refused NODE_ALPN, the last time it was tried */
    bool is_try_node; /* kind IROH: try NODE_ALPN all the same */
    bool is_redial;   /* an address came while dialling */
    bool is_failed;   /* when nothing is up: FAILED, not DISCONNECTED */
    bool is_handover; /* the greeted connection gave way to another one, whose
                         HELLO is on its way */
    uint64_t dial_end_ms;
    uint64_t connected_ms, lost_ms, resolve_ms, unwanted_ms, reputation_ms;
    uint64_t tokens, tokens_ms; /* frames it may send, in thousandths */
    uint32_t over;              /* frames dropped since it last kept still */
};

struct core_ask {
    struct record_key key;
    uint64_t seq;
    uint64_t from[CORE_ASK_FROM]; /* connections that offered it */
    uint8_t from_len, tries;
    uint64_t conn; /* asked; 0: waits for its turn */
    uint64_t sent_ms;
    struct list node; /* core.asked or core.to_ask */
};

struct core_request {
    struct list node;
    uint64_t request, conn, sent_ms; /* conn 0: all */
    size_t len;
    struct hash hashes[];
};

/* A record of our own. */
struct core_own {
    uint64_t seq;
    uint64_t last_ms; /* made */
    uint64_t due_ms;  /* UINT64_MAX: not at all */
};

struct core {
    struct core_config cfg;
    char name[NODE_NAME_MAX + 1], agent[NODE_NAME_MAX + 1];
    struct node_id self;
    uint64_t now, wall, chance;
    bool is_online, is_looking;
    struct addr own_addrs[CORE_OWN_ADDRS];
    size_t own_addrs_len;
    uint64_t blobs, bytes;
    uint64_t started_ms; /* core's time; for uptime */

    struct map by_id; /* id: struct core_peer */
    struct core_peer **table;
    size_t table_len, table_cap;
    size_t count[PEER_STATES], banned, lost;
    struct map conns; /* number: struct core_conn */
    struct list greeting, links;
    size_t links_len;

    struct list waiting, dialling; /* core_peer.resting */
    size_t dialling_len;
    uint64_t dial_ms; /* look at `waiting` */
    bool is_mesh_stale;
    bool has_unwanted;
    uint64_t mesh_ms; /* not before */
    struct list unsaved;
    uint64_t save_ms, sweep_ms, tick_ms;

    struct records *records;
    struct core_own own[RECORD_LINKS + 1]; /* by kind */
    size_t nodes; /* with a link record; as of the last tick */
    bool has_offers;
    uint64_t offers_ms, offered_ms;
    struct map asks; /* record_key: struct core_ask */
    struct list asked, to_ask;
    struct buf body, record;
    struct record_links *links_body; /* large, so not on the stack */

    struct holders *holders;
    struct list requests;
    size_t requests_len;
    struct hash hashes[NODE_LIST_MAX];
    struct node_have haves[NODE_LIST_MAX];

    uint64_t steps; /* counted in builds that check them */
    struct core_stats stats;
    struct core_actions *out; /* of the step under way */
};

/* ---- core_act.c ---------------------------------------------------------*/

/* One more thing to do, zeroed but for these. NULL when memory ran out, which
 * out->is_short then says. */
struct core_action *core_act(struct core *c, enum core_action_kind kind,
                             const struct node_id *id);
/* To whoever watches. */
void core_tell(struct core *c, const struct core_peer *cp, enum core_news news);
/* Frames are written into c->out->bytes between these two. `e` is what writing
 * them came to. */
size_t core_begin(const struct core *c);
void core_send(struct core *c, const struct core_conn *conn, size_t begin,
               enum node_msg_type type, enum err e);
/* For a connection that is not in the table; else core_close(). */
void core_act_close(struct core *c, const struct node_id *id, uint64_t conn,
                    enum node_close code);
/* A seeded random number; `below` 0: any. */
uint64_t core_chance(struct core *c, uint64_t below);

/* ---- core_table.c -------------------------------------------------------*/

/* NULL: unknown. */
struct core_peer *core_find(const struct core *c, const struct node_id *id);
/* One that is not known, nor ourselves. NULL: no room, or no memory. */
struct core_peer *core_add(struct core *c, const struct node_id *id,
                           enum peer_source source);
/* Its connections are closing, and it is not being dialled. */
void core_forget(struct core *c, struct core_peer *cp);
/* All, without a word; for core_free(). */
void core_drop_table(struct core *c);
/* Its row: now, or within a minute. */
void core_save(struct core *c, struct core_peer *cp);
void core_save_later(struct core *c, struct core_peer *cp);
/* What has waited for it. */
void core_save_unsaved(struct core *c);
/* Once a minute: forgive, forget. */
void core_sweep(struct core *c);

/* ---- core_known.c -------------------------------------------------------*/

/* Copy a name, cut between letters where it is too long. */
void core_set_name(char out[static NODE_NAME_MAX + 1], const char *text,
                   size_t len);
/* The events of these names. */
void core_on_row(struct core *c, const struct peer *row);
void core_on_seen(struct core *c, const struct core_event *e);
void core_on_want(struct core *c, const struct core_event *e);
void core_on_remove(struct core *c, const struct node_id *id);
void core_on_ban(struct core *c, const struct node_id *id, bool is_banned);
void core_on_deed(struct core *c, const struct node_id *id, enum peer_deed d);

/* ---- core_state.c -------------------------------------------------------*/

/* After anything that may have changed it: the state, and all that follows
 * from it. */
void core_settle(struct core *c, struct core_peer *cp);
/* What happened last that was not well. `text` may be NULL. */
void core_say_error(struct core_peer *cp, enum err e, const char *text);
/* Was it connected, and is it to come back? */
void core_set_lost(struct core *c, struct core_peer *cp, bool is_lost);
/* Whom to be connected to, if that may have changed. */
void core_choose_mesh(struct core *c);
/* Whether discovery is to look about. */
void core_look(struct core *c);

/* ---- core_dial.c --------------------------------------------------------*/

/* Is it to be dialled? Puts it among those who wait, or takes it out. */
void core_plan(struct core *c, struct core_peer *cp);
/* When; to be followed by core_plan() if it is not yet among them. */
void core_plan_at(struct core *c, struct core_peer *cp, uint64_t at_ms);
/* After a wait that grows; the same holds. */
void core_back_off(struct core *c, struct core_peer *cp);
/* Is it to be connected? By the mesh, or by an operator. */
bool core_wants(const struct core *c, const struct core_peer *cp);
/* Dial those whose time has come. */
void core_dial_due(struct core *c);
/* A dial is over; or it is of no more use, if there is one. */
void core_end_dial(struct core *c, struct core_peer *cp);
void core_cancel_dial(struct core *c, struct core_peer *cp);
/* CORE_DIAL_FAILED. */
void core_on_dial_failed(struct core *c, const struct core_event *e);
/* Those that nobody has ended. */
void core_give_up_dials(struct core *c);

/* ---- core_links.c -------------------------------------------------------*/

/* CORE_UP, CORE_DOWN. */
void core_on_up(struct core *c, const struct core_event *e);
void core_on_down(struct core *c, const struct core_event *e);
/* HELLO came. It may have closed the connection. */
void core_on_hello(struct core *c, struct core_conn *conn,
                   const struct node_hello *h);

/* ---- core_close.c -------------------------------------------------------*/

/* NULL: none of this number. */
struct core_conn *core_conn(const struct core *c, uint64_t number);
/* Of no account from here on. To be followed by core_settle(). */
void core_close(struct core *c, struct core_conn *conn, enum node_close code);
void core_close_all(struct core *c, struct core_peer *cp, enum node_close code);
/* It is gone. */
void core_free_conn(struct core *c, struct core_conn *conn);
/* All of them, without a word. */
void core_drop_conns(struct core *c);
/* Has it a control connection whose HELLO is still to come? */
bool core_has_greeting(const struct core_peer *cp);
/* A connection is gone, or as good as gone, that was not meant to. */
void core_lose(struct core *c, struct core_peer *cp, enum err e,
               const char *text);
/* It broke: closed for that, and the peer is lost. */
void core_break(struct core *c, struct core_conn *conn, enum node_close code,
                enum err e, const char *text);

/* ---- core_watch.c -------------------------------------------------------*/

/* CORE_SAMPLE. */
void core_on_sample(struct core *c, const struct core_event *e);
/* Once a second: the silent, the unwanted. */
void core_check_links(struct core *c);

/* ---- core_frames.c ------------------------------------------------------*/

/* CORE_FRAME. */
void core_on_frame(struct core *c, const struct core_event *e);
/* What came cannot be read: said, and closed. */
void core_malformed(struct core *c, struct core_conn *conn, uint64_t type);

/* Readers of frames, each ERR_PROTO when it is malformed. */
enum err core_read_have_ask(struct core *c, struct core_conn *conn,
                            const struct node_frame *f);
enum err core_read_have(struct core *c, struct core_conn *conn,
                        const struct node_frame *f);
enum err core_read_announce(struct core *c, struct core_conn *conn,
                            const struct node_frame *f);
enum err core_read_offer(struct core *c, struct core_conn *conn,
                         const struct node_frame *f);
enum err core_read_ask(struct core *c, struct core_conn *conn,
                       const struct node_frame *f);
enum err core_read_record(struct core *c, struct core_conn *conn,
                          const struct node_frame *f);

/* ---- core_blobs.c -------------------------------------------------------*/

/* CORE_ASK_HAVE, CORE_ANNOUNCE. */
void core_on_ask_have(struct core *c, const struct core_event *e);
void core_on_announce(struct core *c, const struct core_event *e);
/* Questions that were asked long ago; all. */
void core_expire_requests(struct core *c);
void core_drop_requests(struct core *c);

/* ---- core_own.c ---------------------------------------------------------*/

/* How many nodes there are: core.nodes. */
void core_count_nodes(struct core *c);
/* What our records say changed: soon there will be new ones. */
void core_links_changed(struct core *c);
void core_addresses_changed(struct core *c);
/* Make those whose time has come. */
void core_publish_due(struct core *c);

/* ---- core_records.c -----------------------------------------------------*/

/* Do we deal in records of this kind? */
bool core_takes_kind(const struct core *c, uint8_t kind);
/* It is new here: note it for the neighbours, but for those who offered it
 * (`ask`; NULL: it is our own). */
void core_spread(struct core *c, const struct record_key *key,
                 const struct core_ask *ask);
/* Offer what was noted, if it is time; all there is, to a new neighbour. */
void core_offer_due(struct core *c);
void core_offer_all(struct core *c, struct core_conn *conn);

/* ---- core_asks.c --------------------------------------------------------*/

/* NULL: it is not wanted. */
struct core_ask *core_find_ask(const struct core *c,
                               const struct record_key *key);
/* We want it, and this neighbour offers it. */
void core_add_ask(struct core *c, const struct core_conn *conn,
                  const struct node_offer *o);
/* It is here, or was given up. */
void core_end_ask(struct core *c, struct core_ask *a);
/* Did this connection offer it, as far as is remembered? */
bool core_was_offered_by(const struct core_ask *a, uint64_t conn);
/* Ask as much as neighbours have room for. */
void core_ask_more(struct core *c);
/* Those that were not answered; all. */
void core_expire_asks(struct core *c);
void core_drop_asks(struct core *c);
