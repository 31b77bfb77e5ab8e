/* Our entry: one service, on all interfaces and both protocols.
 *
 * The name is "<name of the node>-<short id>". When somebody has it already we
 * take the next one that Avahi proposes, a few times, and then rest. Other
 * addresses change only the TXT record; another port needs a new entry. */
#include <assert.h>
#include <avahi-common/alternative.h>
#include <avahi-common/domain.h>
#include <avahi-common/error.h>
#include <avahi-common/malloc.h>
#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "discovery/avahi_half.h"

#define MAX_RENAMES 8
#define REST_MS 60000

void avahi_publish_init(struct avahi_publish *p, const struct avahi_half *h)
{
    char id[NODE_ID_SHORT_SIZE];
    /* A label of DNS has 63 bytes; the rest is "-", the id and the NUL. */
    char name[sizeof p->base - NODE_ID_SHORT_SIZE];

    node_id_short(&h->id, id);
    txt_cut(h->node_name, name, sizeof name);
    snprintf(p->base, sizeof p->base, "%s-%s", name, id);
    if (name[0] == '\0' || !avahi_is_valid_service_name(p->base))
        snprintf(p->base, sizeof p->base, "firn-%s", id);
    memcpy(p->name, p->base, sizeof p->name);
}

static bool is_told(const struct addr *a)
{
    /* Link-local addresses count: others learn them from the machine's own
     * records. A node on loopback is nobody's on the network. */
    return !addr_is_loopback(a) && !addr_is_wildcard(a) && addr_port(a) != 0;
}

static uint16_t port_of(const struct avahi_publish *p)
{
    for (size_t i = 0; i < p->addrs_len; i++)
        if (is_told(&p->addrs[i]))
            return addr_port(&p->addrs[i]);
    return 0;
}

static void retry(struct avahi_half *h, uint64_t after_ms)
{
    h->publish.is_due = true;
    h->publish.retry_ms = clock_mono_ms() + after_ms;
}

static void set_out(struct avahi_half *h, uint16_t port)
{
    if (port == 0 && h->publish.port != 0)
        avahi_half_announced(h, false);
    h->publish.port = port;
}

/* The name is taken: by a node with the same name and id, so most likely by a
 * copy of our data directory. */
static void rename_entry(struct avahi_half *h)
{
    struct avahi_publish *p = &h->publish;
    char *next;

    set_out(h, 0);
    avahi_half_fault(h, DISCOVERY_FAULT_COLLISION,
                     "another node announces itself as \"%s\"; is its data "
                     "directory a copy of ours?",
                     p->name);
    p->renames++;
    next = p->renames < MAX_RENAMES ? avahi_alternative_service_name(p->name)
                                    : NULL;
    if (next == NULL || strlen(next) >= sizeof p->name) {
        p->renames = 0;
        memcpy(p->name, p->base, sizeof p->name);
        retry(h, REST_MS);
    } else {
        txt_cut(next, p->name, sizeof p->name);
        retry(h, 0);
    }
    avahi_free(next);
}

static void fail(struct avahi_half *h, int error)
{
    set_out(h, 0);
    if (avahi_half_call_failed(h, error))
        return;
    avahi_half_fault(h, DISCOVERY_FAULT_SEND,
                     "avahi-daemon would not announce us: %s; look at its log",
                     avahi_strerror(error));
    retry(h, AVAHI_RETRY_MS);
}

static void on_group(AvahiEntryGroup *g, AvahiEntryGroupState state, void *arg)
{
    struct avahi_half *h = arg;

    switch (state) {
    case AVAHI_ENTRY_GROUP_ESTABLISHED:
        h->publish.renames = 0;
        avahi_half_announced(h, true);
        break;
    case AVAHI_ENTRY_GROUP_COLLISION:
        rename_entry(h);
        break;
    case AVAHI_ENTRY_GROUP_FAILURE:
        fail(h, avahi_client_errno(avahi_entry_group_get_client(g)));
        break;
    case AVAHI_ENTRY_GROUP_UNCOMMITED:
    case AVAHI_ENTRY_GROUP_REGISTERING:
        break;
    }
}

static AvahiStringList *make_txt(struct avahi_half *h)
{
    const struct avahi_publish *p = &h->publish;
    AvahiStringList *list = NULL, *more;
    struct txt_ours ours;

    txt_write(&ours, &h->id, h->version, h->node_name, p->addrs, p->addrs_len);
    for (size_t i = ours.len; i > 0; i--) { /* Avahi adds in front */
        more = avahi_string_list_add(list, ours.text[i - 1]);
        if (more == NULL)
            break;
        list = more;
    }
    return list;
}

static int put_new(struct avahi_half *h, uint16_t port, AvahiStringList *txt)
{
    struct avahi_publish *p = &h->publish;
    int rc;

    set_out(h, 0);
    rc = avahi_entry_group_reset(p->group);
    if (rc == AVAHI_OK)
        rc = avahi_entry_group_add_service_strlst(
            p->group, AVAHI_IF_UNSPEC, AVAHI_PROTO_UNSPEC, 0, p->name,
            AVAHI_SERVICE, NULL, NULL, port, txt);
    if (rc == AVAHI_OK)
        rc = avahi_entry_group_commit(p->group);
    return rc;
}

static int put(struct avahi_half *h, uint16_t port)
{
    struct avahi_publish *p = &h->publish;
    AvahiStringList *txt = make_txt(h);
    int rc = AVAHI_ERR_FAILURE;

    if (p->port == port)
        rc = avahi_entry_group_update_service_txt_strlst(
            p->group, AVAHI_IF_UNSPEC, AVAHI_PROTO_UNSPEC, 0, p->name,
            AVAHI_SERVICE, NULL, txt);
    if (rc != AVAHI_OK)
        rc = put_new(h, port, txt);
    avahi_string_list_free(txt);
    return rc;
}

static void publish(struct avahi_half *h)
{
    struct avahi_publish *p = &h->publish;
    uint16_t port = port_of(p);
    int rc;

    p->is_due = false;
    if (port == 0) {
        if (p->group != NULL)
            avahi_entry_group_reset(p->group);
        set_out(h, 0);
        return;
    }
    if (p->group == NULL)
        p->group = avahi_entry_group_new(h->client, on_group, h);
    if (p->group == NULL) {
        fail(h, avahi_client_errno(h->client));
        return;
    }
    rc = put(h, port);
    if (rc == AVAHI_OK)
        set_out(h, port);
    else if (rc == AVAHI_ERR_COLLISION)
        rename_entry(h);
    else
        fail(h, rc);
}

uint64_t avahi_publish_drive(struct avahi_half *h, uint64_t now_ms)
{
    struct avahi_publish *p = &h->publish;

    if (!h->is_running) {
        avahi_publish_suspend(h);
        return UINT64_MAX;
    }
    if (p->is_due && now_ms >= p->retry_ms)
        publish(h);
    return p->is_due ? p->retry_ms : UINT64_MAX;
}

void avahi_publish_suspend(struct avahi_half *h)
{
    struct avahi_publish *p = &h->publish;

    if (p->port == 0)
        return;
    set_out(h, 0);
    p->is_due = true;
    if (h->client != NULL && h->is_connected)
        avahi_entry_group_reset(p->group);
}

void avahi_publish_reset(struct avahi_half *h)
{
    struct avahi_publish *p = &h->publish;

    p->group = NULL;
    p->is_due = true;
    p->retry_ms = 0;
    set_out(h, 0);
}
