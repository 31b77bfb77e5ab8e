/* The node, its settings and its version. */
#include <string.h>

#include "api/api.h"
#include "api/handlers.h"
#include "api/json_out.h"
#include "api/json_peers.h"
#include "api/reply.h"
#include "base/clock.h"
#include "crypto/ticket.h"
#include "ops/ask_node.h"

#define SETTING_TEXT_MAX (64u << 10)

static json_t *ticket(const struct node_addr *node, enum ticket_kind kind)
{
    struct ticket t = {.kind = kind, .node = *node};
    char text[TICKET_TEXT_SIZE];

    ticket_format(&t, text);
    return json_string(text);
}

static json_t *http_address(const struct api *api)
{
    struct addr a;
    char text[ADDR_TEXT_SIZE] = "";

    if (api_bound(api, &a, 1) == 1)
        addr_format(&a, text);
    return json_string(text);
}

/* "a: why; b: why" as a list. */
static json_t *split(const char *text)
{
    json_t *out = json_array();

    while (*text != '\0' && out != NULL) {
        const char *end = strstr(text, "; ");
        size_t len = end != NULL ? (size_t)(end - text) : strlen(text);

        if (!json_push(out, json_stringn(text, len))) {
            json_decref(out);
            return NULL;
        }
        text += len + (end != NULL ? 2 : 0);
    }
    return out;
}

static json_t *p2p_info(const struct ask_node_addr *na)
{
    return json_pack("{s:b, s:s, s:o, s:o, s:o}", "enabled",
                     (int)(na->p2p != P2P_DISABLED), "state",
                     p2p_state_name(na->p2p), "error", json_text(na->p2p_error),
                     "listening", json_addresses(na->bound, na->bound_len),
                     "not_bound", split(na->not_bound));
}

static json_t *http_listening(const struct api *api)
{
    struct addr a[CONFIG_MAX_ADDRS];
    size_t len = api_bound(api, a, CONFIG_MAX_ADDRS);

    return json_addresses(a, len);
}

static json_t *http_not_bound(const struct api *api)
{
    json_t *out = json_array();
    const char *why;

    for (size_t i = 0; out != NULL && (why = api_not_bound(api, i)); i++) {
        if (!json_push(out, json_string(why))) {
            json_decref(out);
            out = NULL;
        }
    }
    return out;
}

/* How it can be reached, and by whom it is. */
static json_t *network_info(const struct call *c,
                            const struct ask_node_addr *na)
{
    return json_pack(
        "{s:o, s:o, s:o, s:s, s:{s:o, s:o}, s:o, s:o, s:o, s:o, s:o}",
        "addresses", json_addresses(na->node.addrs, na->node.len),
        "observed_addresses", json_addresses(na->observed, na->observed_len),
        "p2p", p2p_info(na), "p2p_state", p2p_state_name(na->p2p), "peers",
        "connected", json_u64(na->connected), "known", json_u64(na->known),
        "http", http_address(c->api), "http_listening", http_listening(c->api),
        "http_not_bound", http_not_bound(c->api), "ticket",
        ticket(&na->node, TICKET_NODE), "endpoint_ticket",
        ticket(&na->node, TICKET_ENDPOINT));
}

static void node_answered(struct call *c)
{
    const struct ask_node_addr *na = (struct ask_node_addr *)c->ask;
    const struct node *n = ops_node(api_ops(c->api));
    json_t *doc, *network;

    if (!reply_is_good(c, SUBJECT_NODE))
        return;
    doc = json_pack("{s:o, s:s, s:s, s:s, s:s, s:o, s:o}", "id",
                    json_node_id(&n->key.id), "name", n->name, "version",
                    FIRN_VERSION, "state",
                    ops_is_closing(api_ops(c->api)) ? "stopping" : "running",
                    "data_dir", n->data_dir, "uptime_s",
                    json_u64((clock_mono_ms() - n->started_mono_ms) / 1000),
                    "started", json_time(n->started_wall_ms));
    network = network_info(c, na);
    if (doc != NULL &&
        (network == NULL || json_object_update(doc, network) != 0)) {
        json_decref(doc);
        doc = NULL;
    }
    json_decref(network);
    reply_json(c, 200, doc);
}

void handle_node(struct call *c)
{
    call_ask_timed(c, (struct ask *)ask_node_addr_new(), node_answered);
}

/* ---- settings -----------------------------------------------------------*/

static json_t *text_list(const struct config_texts *t)
{
    json_t *out = json_array();

    for (size_t i = 0; i < t->len && out != NULL; i++)
        (void)json_push(out, json_string(t->at[i]));
    return out;
}

static json_t *setting_value(const struct setting *s, const void *field,
                             const char *text)
{
    const struct config_addrs *addrs = field;

    switch (s->type) {
    case SETTING_BOOL:
        return json_boolean(*(const bool *)field);
    case SETTING_INT:
    case SETTING_SIZE:
        return json_u64(*(const uint64_t *)field);
    case SETTING_DURATION:
        return json_real((double)*(const uint64_t *)field / 1000);
    case SETTING_ADDRS:
        return json_addresses(addrs->at, addrs->len);
    case SETTING_TEXTS:
        return text_list(field);
    default:
        return json_string(text);
    }
}

static json_t *setting(const struct config *c, size_t at)
{
    static const char *const sources[] = {
        [CONFIG_DEFAULT] = "default",
        [CONFIG_FILE] = "file",
        [CONFIG_ENV] = "env",
        [CONFIG_FLAG] = "flag",
    };
    const struct setting *s = &config_settings[at];
    const struct config_origin *o = &c->origin[at];
    json_t *out = NULL;
    struct buf text;

    buf_init(&text, SETTING_TEXT_MAX);
    if (config_format(c, at, &text) == ERR_OK &&
        buf_add_u8(&text, '\0') == ERR_OK)
        out = json_pack("{s:s, s:s, s:o, s:s, s:s, s:s, s:s?, s:s}", "name",
                        s->name, "type", setting_type_name(s->type), "value",
                        setting_value(s, (const char *)c + s->offset,
                                      (const char *)text.ptr),
                        "text", (const char *)text.ptr, "default", s->initial,
                        "source", sources[o->source], "where", o->where, "help",
                        s->help);
    buf_clear(&text);
    return out;
}

void handle_config(struct call *c)
{
    json_t *items = json_array();

    for (size_t i = 0; i < config_settings_len && items != NULL; i++) {
        if (!json_push(items, setting(api_config(c->api), i))) {
            json_decref(items);
            items = NULL;
        }
    }
    reply_json(c, 200, json_pack("{s:o}", "items", items));
}

/* ---- version ------------------------------------------------------------*/

void handle_version(struct call *c)
{
    reply_json(c, 200,
               json_pack("{s:s, s:s, s:[s, s], s:{s:s, s:s}}", "version",
                         FIRN_VERSION, "api", "v1", "alpns", BLOBS_ALPN,
                         NODE_ALPN, "libraries", "libmicrohttpd",
                         MHD_get_version(), "jansson", jansson_version_str()));
}
