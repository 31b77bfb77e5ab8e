/* What the node says of the network and of its peers. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "cli/api.h"
#include "cli/doctor.h"
#include "cli/pages.h"
#include "cli/path.h"
#include "cli/peer.h"

/* The texts of a list, joined by commas. */
static void join(const json_t *list, char *out, size_t cap)
{
    const json_t *v;
    size_t i, used = 0;

    out[0] = '\0';
    json_array_foreach(list, i, v)
    {
        const char *text = json_string_value(v);

        if (text == NULL || used + strlen(text) + 3 > cap)
            continue;
        used += (size_t)snprintf(out + used, cap - used, "%s%s",
                                 used > 0 ? ", " : "", text);
    }
}

/* ---- sockets ------------------------------------------------------------*/

static void say_sockets(struct doctor *d, const json_t *p2p)
{
    const json_t *missing = json_object_get(p2p, "not_bound"), *v;
    char text[300];
    size_t i;

    join(json_object_get(p2p, "listening"), text, sizeof text);
    if (*text == '\0')
        doctor_say(d, DOCTOR_FAIL, "p2p", "Look at p2p.listen.",
                   "no UDP socket is bound");
    else
        doctor_say(d, DOCTOR_OK, "p2p", NULL, "bound to UDP %s", text);
    json_array_foreach(missing, i, v)
    {
        if (json_is_string(v))
            doctor_say(d, DOCTOR_WARN, "p2p",
                       "Another program may have that port (`ss -lnup` shows "
                       "them), or the address is not of this machine: "
                       "p2p.listen.",
                       "not bound: %s", json_string_value(v));
    }
}

void doctor_p2p(struct doctor *d)
{
    const json_t *p2p = json_object_get(d->node, "p2p");
    const char *state = api_str(p2p, "state");

    if (!json_is_object(p2p))
        return;
    if (strcmp(state, "running") == 0)
        say_sockets(d, p2p);
    else if (strcmp(state, "disabled") == 0)
        doctor_say(d, DOCTOR_OK, "p2p", NULL,
                   "switched off by p2p.enabled; the node serves HTTP alone");
    else if (strcmp(state, "stopped") == 0)
        doctor_say(d, DOCTOR_WARN, "p2p",
                   "POST /api/v1/p2p/start starts it again.",
                   "stopped by request; other nodes cannot reach this one");
    else
        doctor_say(d, DOCTOR_FAIL, "p2p",
                   "Another program may have the port (`ss -lnup` shows "
                   "them): p2p.listen. The node tries again by itself.",
                   "not running: %s", api_str(p2p, "error"));
}

static bool is_running(const struct doctor *d)
{
    return strcmp(api_str(json_object_get(d->node, "p2p"), "state"),
                  "running") == 0;
}

/* ---- addresses ----------------------------------------------------------*/

static bool is_loopback(const char *text)
{
    struct addr a;

    return text == NULL || addr_parse(text, &a, NULL) != ERR_OK ||
           addr_is_loopback(&a);
}

static void say_own(struct doctor *d, const json_t *own)
{
    const json_t *v;
    size_t i, outside = 0;
    char text[400];

    json_array_foreach(own, i, v)
    {
        outside += !is_loopback(json_string_value(v));
    }
    join(own, text, sizeof text);
    if (outside > 0)
        doctor_say(d, DOCTOR_OK, "addresses", NULL, "%s", text);
    else
        doctor_say(d, DOCTOR_WARN, "addresses",
                   "Is a network up (`ip addr`)? Does p2p.listen name more "
                   "than this machine?",
                   "no other machine can reach this node: %s",
                   *text != '\0' ? text : "it has no address");
}

static bool is_among(const json_t *list, const char *text)
{
    const json_t *v;
    size_t i;

    json_array_foreach(list, i, v)
    {
        const char *have = json_string_value(v);

        if (have != NULL && strcmp(have, text) == 0)
            return true;
    }
    return false;
}

/* What others see and this node does not have comes from address translation
 * between them. */
static void say_observed(struct doctor *d, const json_t *own,
                         const json_t *observed)
{
    const json_t *v;
    size_t i, foreign = 0;

    json_array_foreach(observed, i, v)
    {
        const char *text = json_string_value(v);

        if (is_loopback(text) || is_among(own, text))
            continue;
        foreign++;
        doctor_say(d, DOCTOR_WARN, "nat",
                   "Addresses are translated on the way. Nodes behind it "
                   "cannot be called from outside: let them call, or forward "
                   "the UDP port of p2p.listen.",
                   "peers see this node at %s, which is none of its addresses",
                   text);
    }
    if (foreign == 0 && json_array_size(observed) > 0)
        doctor_say(d, DOCTOR_OK, "nat", NULL,
                   "peers see this node at its own addresses");
}

void doctor_addresses(struct doctor *d)
{
    const json_t *own = json_object_get(d->node, "addresses");

    if (!is_running(d))
        return;
    say_own(d, own);
    say_observed(d, own, json_object_get(d->node, "observed_addresses"));
}

/* ---- discovery ----------------------------------------------------------*/

/* What to do when a source fails and does not say. */
static const char *source_hint(const char *name)
{
    if (strcmp(name, "mdns") == 0)
        return "Install and start avahi-daemon (`systemctl start "
               "avahi-daemon`), or set discovery.mdns.enabled=false.";
    if (strcmp(name, "lan") == 0)
        return "It needs a network with multicast; discovery.lan.enabled=false "
               "switches it off.";
    if (strcmp(name, "dns") == 0)
        return "Look at discovery.dns.domains and discovery.dns.servers.";
    return strcmp(name, "static") == 0 ? "Look at discovery.static." : NULL;
}

static void say_source(struct doctor *d, const json_t *v)
{
    const char *name = api_str(v, "name"), *state = api_str(v, "state");
    const char *error = api_str(v, "error");
    size_t seen = json_array_size(json_object_get(v, "sightings"));
    bool is_out = json_is_true(json_object_get(v, "announced"));

    if (strcmp(state, "failed") == 0)
        doctor_say(d, DOCTOR_WARN, name, source_hint(name), "failed: %s",
                   error);
    else if (strcmp(state, "off") == 0)
        doctor_say(d, DOCTOR_OK, name, NULL,
                   json_is_true(json_object_get(v, "enabled"))
                       ? "not started"
                       : "switched off by the settings");
    else if (*error != '\0')
        doctor_say(d, DOCTOR_WARN, name, source_hint(name),
                   "%s; last trouble: %s", state, error);
    else
        doctor_say(d, DOCTOR_OK, name, NULL, "%s, sees %zu node%s%s", state,
                   seen, seen == 1 ? "" : "s",
                   is_out ? ", tells of this one" : "");
}

void doctor_discovery(struct doctor *d)
{
    const json_t *sources, *source;
    json_t *v = NULL;
    size_t i;

    if (!is_running(d) ||
        api_call(d->c, "GET", "/api/v1/discovery", NULL, &v, NULL) != ERR_OK)
        return;
    sources = json_object_get(v, "sources");
    json_array_foreach(sources, i, source)
    {
        say_source(d, source);
    }
    json_decref(v);
}

/* ---- peers --------------------------------------------------------------*/

struct census {
    size_t known, connected, failed;
    json_t *reasons; /* text: how often */
};

/* "192.0.2.7:8421: no answer" is no answer, wherever it was. */
static const char *without_address(const char *text)
{
    const char *end = strstr(text, ": ");
    char head[ADDR_TEXT_SIZE];
    struct addr a;

    if (end == NULL || (size_t)(end - text) >= sizeof head)
        return text;
    snprintf(head, sizeof head, "%.*s", (int)(end - text), text);
    return addr_parse(head, &a, NULL) == ERR_OK ? end + 2 : text;
}

static enum err on_peer(const json_t *v, void *arg)
{
    struct census *n = arg;
    struct peer p;
    const char *why;

    peer_read(v, &p);
    n->known++;
    n->connected += strcmp(p.state, "connected") == 0;
    if (strcmp(p.state, "failed") != 0)
        return ERR_OK;
    n->failed++;
    why = without_address(p.last_error);
    (void)json_object_set_new(
        n->reasons, why,
        json_integer((json_int_t)api_u64(n->reasons, why, 0) + 1));
    return ERR_OK;
}

static const char *most_common(json_t *reasons, json_int_t *times)
{
    const char *text, *best = "";
    const json_t *v;

    *times = 0;
    json_object_foreach(reasons, text, v)
    {
        if (json_integer_value(v) <= *times)
            continue;
        *times = json_integer_value(v);
        best = text;
    }
    return best;
}

static void say_census(struct doctor *d, const struct census *n)
{
    json_int_t times;
    const char *why = most_common(n->reasons, &times);

    if (n->known == 0)
        doctor_say(d, DOCTOR_WARN, "peers",
                   "Name one: `firn connect ID@IP:PORT` with what `firn node` "
                   "says there, or discovery.static.",
                   "no other node was found");
    else if (n->connected == 0)
        doctor_say(d, DOCTOR_WARN, "peers",
                   "Are they running? Does a firewall let UDP through, both "
                   "ways?",
                   "none of %zu known peers is connected", n->known);
    else
        doctor_say(d, DOCTOR_OK, "peers", NULL,
                   "%zu of %zu known peers are connected", n->connected,
                   n->known);
    if (n->failed > 0)
        doctor_say(d, DOCTOR_WARN, "peers",
                   "`firn peers --state failed` lists them, `firn disconnect "
                   "PEER` forgets one.",
                   "%zu cannot be reached; most often (%lld): %s", n->failed,
                   (long long)times, why);
}

void doctor_peers(struct doctor *d)
{
    struct census n = {.reasons = json_object()};
    struct path p;
    enum err e;

    if (!is_running(d) || n.reasons == NULL) {
        json_decref(n.reasons);
        return;
    }
    path_start(&p, "/api/v1/peers");
    e = pages_walk(d->c, &p, on_peer, &n, NULL);
    path_clear(&p);
    if (e == ERR_OK)
        say_census(d, &n);
    json_decref(n.reasons);
}
