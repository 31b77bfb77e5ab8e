/* Two walks over the link records: the first makes a vertex of every node that
 * publishes, the second takes in the claims ("I am connected to B"), proven
 * origins first. Then:
 *
 *   vertices are sorted by id, and claims by pair of vertices
 *   the one or two claims of a pair become a link, or none (topology.h)
 *   links join vertices to parts; what is not in our part falls away
 *
 * All is done with sorting and one map, so the time grows little faster than
 * the number of links. */
#include "peers/topology.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/map.h"

struct vertex {
    struct topology_node is;
    bool has_record; /* a link record, fresh or not */
    bool is_fresh;
    bool is_shown;
    uint64_t made_ms;
    size_t part; /* a vertex of the same part, in the end one for all */
};

struct claim {
    size_t by, to;     /* vertices */
    uint64_t began_ms; /* of the link, on our clock */
    struct record_link link;
};

/* A link: one claim, and that of the other end if there is one. */
struct pair {
    const struct claim *claim, *other;
    size_t low, high; /* vertices */
};

/* Of a claim, to sort by: low vertex, high vertex, is it by the high one, place
 * in claims. */
#define PLACE_BITS 17
#define VERTEX_BITS 13
_Static_assert(TOPOLOGY_MAX_CLAIMS <= 1 << PLACE_BITS &&
                   TOPOLOGY_MAX_NODES <= 1 << VERTEX_BITS,
               "all of them fit into an order");
#define PAIR_OF(order) ((order) >> (PLACE_BITS + 1))

struct maker {
    const struct records *records;
    uint64_t now;
    struct map by_id; /* position + 1 in vertices */
    struct vertex *vertices;
    size_t vertices_len, vertices_cap;
    struct claim *claims;
    size_t claims_len, claims_cap;
    uint64_t *orders; /* one for each claim, sorted */
    struct pair *pairs;
    size_t pairs_len;
    struct record_links *body; /* the one being read */
    struct topology *out;
};

const char *topology_node_state_name(enum topology_node_state s)
{
    static const char *const names[] = {
        [TOPOLOGY_SELF] = "self",
        [TOPOLOGY_CONNECTED] = "connected",
        [TOPOLOGY_REACHABLE] = "reachable",
        [TOPOLOGY_LOST] = "lost",
    };

    assert(s < sizeof names / sizeof names[0]);
    return names[s];
}

/* The array with room for one more element; NULL: no memory, all as it was. */
static void *grow(void *at, size_t len, size_t *cap, size_t size)
{
    size_t more = *cap == 0 ? 64 : *cap * 2;

    if (len < *cap)
        return at;
    at = reallocarray(at, more, size);
    if (at != NULL)
        *cap = more;
    return at;
}

/* ---- vertices ----*/

static size_t find_vertex(const struct maker *m, const struct node_id *id)
{
    uintptr_t at = (uintptr_t)map_get(&m->by_id, id);

    return at == 0 ? SIZE_MAX : at - 1;
}

/* The vertex of a node, a new one where there is none. ERR_LIMIT */
static enum err vertex_for(struct maker *m, const struct node_id *id,
                           size_t *out)
{
    size_t at = find_vertex(m, id);
    struct vertex *vertices;
    enum err e;

    if (at != SIZE_MAX) {
        *out = at;
        return ERR_OK;
    }
    if (m->vertices_len == TOPOLOGY_MAX_NODES)
        return ERR_LIMIT;
    vertices = grow(m->vertices, m->vertices_len, &m->vertices_cap,
                    sizeof *m->vertices);
    if (vertices == NULL)
        return ERR_NOMEM;
    m->vertices = vertices;
    e = map_set(&m->by_id, id, (void *)(uintptr_t)(m->vertices_len + 1));
    if (e != ERR_OK)
        return e;
    m->vertices[m->vertices_len] = (struct vertex){.is.id = *id};
    *out = m->vertices_len++;
    return ERR_OK;
}

static uint64_t age_of(const struct maker *m, uint64_t made_ms)
{
    return m->now > made_ms ? m->now - made_ms : 0;
}

static enum err add_publisher(struct maker *m, const struct records_entry *r)
{
    const struct record_links *l = m->body;
    struct vertex *v;
    size_t at;
    enum err e;

    e = vertex_for(m, &r->key.origin, &at);
    if (e != ERR_OK)
        return e == ERR_LIMIT ? ERR_OK : e;
    v = &m->vertices[at];
    v->has_record = true;
    v->made_ms = r->made_ms;
    v->is.is_firn = true;
    memcpy(v->is.name, l->name, sizeof v->is.name);
    memcpy(v->is.version, l->agent, sizeof v->is.version);
    v->is.uptime_s = l->uptime_s;
    v->is.blobs = l->blobs;
    v->is.bytes = l->bytes;
    v->is.heard_ms = age_of(m, r->made_ms);
    v->is_fresh = v->is.heard_ms < topology_fresh_ms(l->interval_s);
    return ERR_OK;
}

/* ---- claims ----*/

static enum err add_claim(struct maker *m, size_t by, uint64_t made_ms,
                          const struct record_link *l)
{
    uint64_t since_ms =
        l->since_s < made_ms / 1000 ? l->since_s * 1000 : made_ms;
    struct claim *claims;
    size_t to;
    enum err e;

    e = vertex_for(m, &l->to, &to);
    if (e == ERR_OK && m->claims_len == TOPOLOGY_MAX_CLAIMS)
        e = ERR_LIMIT;
    if (e != ERR_OK)
        return e == ERR_LIMIT ? ERR_OK : e;
    claims = grow(m->claims, m->claims_len, &m->claims_cap, sizeof *m->claims);
    if (claims == NULL)
        return ERR_NOMEM;
    m->claims = claims;
    m->claims[m->claims_len++] = (struct claim){
        .by = by, .to = to, .began_ms = made_ms - since_ms, .link = *l};
    return ERR_OK;
}

static enum err add_claims(struct maker *m, const struct records_entry *r)
{
    size_t by = find_vertex(m, &r->key.origin);
    enum err e = ERR_OK;

    if (by == SIZE_MAX || !m->vertices[by].is_fresh)
        return ERR_OK;
    for (size_t i = 0; e == ERR_OK && i < m->body->len; i++)
        e = add_claim(m, by, r->made_ms, &m->body->links[i]);
    return e;
}

typedef enum err record_fn(struct maker *m, const struct records_entry *r);

static enum err each_record(struct maker *m, bool is_proven, record_fn *fn)
{
    const struct records_entry *r;
    enum err e = ERR_OK;
    size_t it = 0;

    while (e == ERR_OK && (r = records_next(m->records, &it)) != NULL) {
        if (r->key.kind != RECORD_LINKS || r->is_proven != is_proven ||
            record_read_links(&r->record, m->body) != ERR_OK)
            continue;
        e = fn(m, r);
    }
    return e;
}

static enum err collect(struct maker *m)
{
    enum err e = each_record(m, true, add_publisher);

    if (e == ERR_OK)
        e = each_record(m, false, add_publisher);
    if (e == ERR_OK)
        e = each_record(m, true, add_claims);
    if (e == ERR_OK)
        e = each_record(m, false, add_claims);
    return e;
}

/* Who publishes no links, but where it can be reached, has a name as well. */
static void name_silent(struct maker *m)
{
    for (size_t i = 0; i < m->vertices_len; i++) {
        struct vertex *v = &m->vertices[i];
        struct record_key key = {v->is.id, RECORD_ADDRESSES};
        const struct records_entry *r;
        struct record_addresses a;

        r = v->has_record ? NULL : records_get(m->records, &key);
        if (r == NULL || record_read_addresses(&r->record, &a) != ERR_OK)
            continue;
        v->is.is_firn = true;
        memcpy(v->is.name, a.name, sizeof v->is.name);
        memcpy(v->is.version, a.agent, sizeof v->is.version);
    }
}

/* ---- order ----*/

static int compare_vertices(const void *a, const void *b)
{
    const struct vertex *va = a, *vb = b;

    return node_id_compare(&va->is.id, &vb->is.id);
}

/* Of two claims of one end about the same other end, which cannot both be
 * right, the first in its record counts. */
static int compare_orders(const void *a, const void *b)
{
    uint64_t oa = *(const uint64_t *)a, ob = *(const uint64_t *)b;

    return (oa > ob) - (oa < ob);
}

static uint64_t order_of(const struct claim *c, size_t place)
{
    bool is_by_high = c->by > c->to;
    uint64_t low = is_by_high ? c->to : c->by;
    uint64_t high = is_by_high ? c->by : c->to;

    return ((low << VERTEX_BITS | high) << 1 | is_by_high) << PLACE_BITS |
           place;
}

static enum err sort_vertices(struct maker *m)
{
    size_t *place = calloc(m->vertices_len, sizeof *place);

    if (place == NULL)
        return ERR_NOMEM;
    for (size_t i = 0; i < m->vertices_len; i++)
        m->vertices[i].part = i; /* where it was */
    qsort(m->vertices, m->vertices_len, sizeof *m->vertices, compare_vertices);
    for (size_t i = 0; i < m->vertices_len; i++) {
        place[m->vertices[i].part] = i;
        m->vertices[i].part = i;
    }
    for (size_t i = 0; i < m->claims_len; i++) {
        m->claims[i].by = place[m->claims[i].by];
        m->claims[i].to = place[m->claims[i].to];
    }
    free(place);
    return ERR_OK;
}

static enum err sort_claims(struct maker *m)
{
    if (m->claims_len == 0)
        return ERR_OK;
    m->orders = calloc(m->claims_len, sizeof *m->orders);
    m->pairs = calloc(m->claims_len, sizeof *m->pairs);
    if (m->orders == NULL || m->pairs == NULL)
        return ERR_NOMEM;
    for (size_t i = 0; i < m->claims_len; i++)
        m->orders[i] = order_of(&m->claims[i], i);
    qsort(m->orders, m->claims_len, sizeof *m->orders, compare_orders);
    return ERR_OK;
}

/* ---- links ----*/

/* Only one end names the link. Its word stands when the other one has nothing
 * fresh to say; or could not know yet, because the link is younger than its
 * record, and for as long as it may take to hear better. */
static bool is_alone_believed(const struct maker *m, const struct claim *c)
{
    const struct vertex *other = &m->vertices[c->to];

    if (!other->is_fresh)
        return true;
    return other->made_ms < c->began_ms &&
           age_of(m, c->began_ms) < TOPOLOGY_GRACE_MS;
}

static size_t part_of(struct maker *m, size_t at)
{
    struct vertex *v = m->vertices;

    while (v[at].part != at) {
        v[at].part = v[v[at].part].part;
        at = v[at].part;
    }
    return at;
}

static const struct claim *claim_at(const struct maker *m, size_t i)
{
    return &m->claims[m->orders[i] & ((1 << PLACE_BITS) - 1)];
}

/* The claims from `at` on that are of one pair; returns where they end. */
static size_t make_pair(struct maker *m, size_t at)
{
    const struct claim *c = claim_at(m, at), *other = NULL;
    uint64_t pair = PAIR_OF(m->orders[at]);
    struct pair *p = &m->pairs[m->pairs_len];

    for (; at < m->claims_len && PAIR_OF(m->orders[at]) == pair; at++)
        if (other == NULL && claim_at(m, at)->by != c->by)
            other = claim_at(m, at);
    if (other == NULL && !is_alone_believed(m, c))
        return at;
    p->claim = c;
    p->other = other;
    p->low = c->by < c->to ? c->by : c->to;
    p->high = c->by < c->to ? c->to : c->by;
    m->pairs_len++;
    m->vertices[part_of(m, p->low)].part = part_of(m, p->high);
    return at;
}

static void make_pairs(struct maker *m)
{
    for (size_t at = 0; at < m->claims_len;)
        at = make_pair(m, at);
}

/* ---- what is seen from here ----*/

static void fill_link(const struct maker *m, const struct pair *p,
                      struct topology_link *l)
{
    const struct record_link *r = &p->claim->link;
    bool is_by_high = p->claim->by == p->high;

    *l = (struct topology_link){
        .from = m->vertices[p->low].is.id,
        .to = m->vertices[p->high].is.id,
        .rtt_us = r->rtt_us,
        .loss_ppm = r->loss_ppm,
        .rx_bps = is_by_high ? r->tx_bps : r->rx_bps,
        .tx_bps = is_by_high ? r->rx_bps : r->tx_bps,
        .path = r->path,
        .since_s = age_of(m, p->claim->began_ms) / 1000,
    };
    if (p->other == NULL)
        return;
    if (p->other->link.loss_ppm > l->loss_ppm)
        l->loss_ppm = p->other->link.loss_ppm;
    if (l->rtt_us == 0)
        l->rtt_us = p->other->link.rtt_us;
    if (l->path == RECORD_PATH_UNKNOWN)
        l->path = p->other->link.path;
}

static enum err make_links(struct maker *m, size_t self)
{
    struct topology *t = m->out;
    size_t part = part_of(m, self);

    if (m->pairs_len == 0)
        return ERR_OK;
    t->links = calloc(m->pairs_len, sizeof *t->links);
    if (t->links == NULL)
        return ERR_NOMEM;
    for (size_t i = 0; i < m->pairs_len; i++) {
        const struct pair *p = &m->pairs[i];

        if (part_of(m, p->low) != part)
            continue;
        if (p->low == self)
            m->vertices[p->high].is.state = TOPOLOGY_CONNECTED;
        if (p->high == self)
            m->vertices[p->low].is.state = TOPOLOGY_CONNECTED;
        fill_link(m, p, &t->links[t->links_len++]);
    }
    return ERR_OK;
}

static void judge(struct maker *m, size_t self)
{
    size_t part = part_of(m, self);

    for (size_t i = 0; i < m->vertices_len; i++) {
        struct vertex *v = &m->vertices[i];
        bool is_here = part_of(m, i) == part;
        bool is_recent = v->is_fresh || v->is.heard_ms < TOPOLOGY_LOST_MS;

        v->is.state = is_here ? TOPOLOGY_REACHABLE : TOPOLOGY_LOST;
        v->is_shown = is_here || (v->has_record && is_recent);
    }
    m->vertices[self].is.state = TOPOLOGY_SELF;
    m->vertices[self].is.is_firn = true;
}

static enum err make_nodes(struct maker *m)
{
    struct topology *t = m->out;

    t->nodes = calloc(m->vertices_len, sizeof *t->nodes);
    if (t->nodes == NULL)
        return ERR_NOMEM;
    for (size_t i = 0; i < m->vertices_len; i++)
        if (m->vertices[i].is_shown)
            t->nodes[t->nodes_len++] = m->vertices[i].is;
    return ERR_OK;
}

static size_t place_of(const struct maker *m, const struct node_id *id)
{
    struct vertex key = {.is.id = *id};
    const struct vertex *v = bsearch(&key, m->vertices, m->vertices_len,
                                     sizeof key, compare_vertices);

    assert(v != NULL);
    return (size_t)(v - m->vertices);
}

static enum err make(struct maker *m, const struct node_id *id)
{
    size_t self;
    enum err e;

    e = vertex_for(m, id, &self);
    if (e == ERR_OK)
        e = collect(m);
    if (e == ERR_OK)
        e = sort_vertices(m);
    if (e == ERR_OK)
        e = sort_claims(m);
    if (e != ERR_OK)
        return e;
    name_silent(m);
    make_pairs(m);
    self = place_of(m, id);
    judge(m, self);
    e = make_links(m, self);
    return e == ERR_OK ? make_nodes(m) : e;
}

enum err topology_make(const struct records *rs, const struct node_id *self,
                       uint64_t now, struct topology **out)
{
    struct maker m = {.records = rs, .now = now};
    enum err e = ERR_NOMEM;

    map_init(&m.by_id, sizeof *self, TOPOLOGY_MAX_NODES);
    m.out = calloc(1, sizeof *m.out);
    m.body = malloc(sizeof *m.body);
    if (m.out != NULL && m.body != NULL)
        e = make(&m, self);
    free(m.body);
    free(m.vertices);
    free(m.claims);
    free(m.orders);
    free(m.pairs);
    map_clear(&m.by_id);
    if (e == ERR_OK)
        *out = m.out;
    else
        topology_free(m.out);
    return e;
}

uint64_t topology_fresh_ms(uint32_t interval_s)
{
    return 3 * UINT64_C(1000) * interval_s + 5000;
}

void topology_free(struct topology *t)
{
    if (t == NULL)
        return;
    free(t->nodes);
    free(t->links);
    free(t);
}
