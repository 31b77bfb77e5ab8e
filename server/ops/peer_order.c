#include "ops/peer_order.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const char *peer_sort_name(enum peer_sort s)
{
    static const char *const names[] = {
#define SORT_NAME(name, text) [PEER_SORT_##name] = (text),
        PEER_SORTS(SORT_NAME)
#undef SORT_NAME
    };

    return names[s];
}

/* Small comes first. */
static uint64_t number_of(const struct peer *p, enum peer_sort by)
{
    const struct peer_quality *q = &p->quality;
    bool is_measured = p->state == PEER_CONNECTED && q->rtt_us > 0;

    switch (by) {
    case PEER_SORT_SCORE:
        return UINT64_MAX - (uint64_t)(peer_score(p) * 1e9);
    case PEER_SORT_RTT:
        return is_measured ? q->rtt_us : UINT64_MAX;
    case PEER_SORT_GOODPUT:
        return UINT64_MAX - (q->rx_bps[1] + q->tx_bps[1]);
    case PEER_SORT_SINCE:
        return UINT64_MAX - p->since_ms;
    case PEER_SORT_NAME:
        return p->name[0] == '\0';
    case PEER_SORT_ID:
    case PEER_SORT_COUNT:
        break;
    }
    return 0;
}

void peer_place_of(const struct peer *p, enum peer_sort by,
                   struct peer_place *out)
{
    *out = (struct peer_place){.number = number_of(p, by), .id = p->id};
    if (by == PEER_SORT_NAME)
        snprintf(out->name, sizeof out->name, "%s", p->name);
}

int peer_place_compare(const struct peer_place *a, const struct peer_place *b)
{
    int by_name;

    if (a->number != b->number)
        return a->number < b->number ? -1 : 1;
    by_name = strcmp(a->name, b->name);
    if (by_name != 0)
        return by_name;
    return memcmp(&a->id, &b->id, sizeof a->id);
}

/* ---- cursors: SORT NUMBER.NAME.ID, all in hex but the first -------------*/

void peer_cursor_format(const struct peer_place *at, enum peer_sort by,
                        char out[static PEER_CURSOR_SIZE])
{
    char id[NODE_ID_HEX_SIZE], name[2 * NODE_NAME_MAX + 1] = "";

    node_id_hex(&at->id, id);
    for (size_t i = 0; at->name[i] != '\0'; i++)
        snprintf(name + 2 * i, 3, "%02x", (unsigned char)at->name[i]);
    snprintf(out, PEER_CURSOR_SIZE, "%c%016" PRIx64 ".%s.%s", 'a' + (char)by,
             at->number, name, id);
}

static bool read_hex(const char **text, size_t len, uint64_t *out)
{
    *out = 0;
    for (size_t i = 0; i < len; i++) {
        const char *digits = "0123456789abcdef";
        const char *d = **text != '\0' ? strchr(digits, **text) : NULL;

        if (d == NULL)
            return false;
        *out = *out << 4 | (uint64_t)(d - digits);
        (*text)++;
    }
    return true;
}

static bool read_name(const char **text, char out[static NODE_NAME_MAX + 1])
{
    uint64_t c;
    size_t len = 0;

    while (**text != '.' && len < NODE_NAME_MAX) {
        if (!read_hex(text, 2, &c) || c == 0)
            return false;
        out[len++] = (char)c;
    }
    out[len] = '\0';
    return **text == '.';
}

enum err peer_cursor_parse(const char *text, enum peer_sort by,
                           struct peer_place *out)
{
    struct peer_place at = {0};

    if (*text++ != 'a' + (char)by || !read_hex(&text, 16, &at.number) ||
        *text++ != '.' || !read_name(&text, at.name) || *text++ != '.')
        return ERR_PARSE;
    /* An id that is no key is a place as good as any. */
    for (size_t i = 0; i < NODE_ID_LEN; i++) {
        uint64_t c;

        if (!read_hex(&text, 2, &c))
            return ERR_PARSE;
        at.id.b[i] = (uint8_t)c;
    }
    if (*text != '\0')
        return ERR_PARSE;
    *out = at;
    return ERR_OK;
}
