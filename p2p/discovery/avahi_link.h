/* Between the loop and the thread that speaks to avahi-daemon. Inside the
 * folder.
 *
 *     loop   -- avahi_order --> thread     what we announce; stop
 *     loop   <-- avahi_word --  thread     nodes seen and lost, how it fares
 *
 * Both hold the link, and either may be the last: the loop does not wait for
 * the thread, which may hang in a call for as long as D-Bus lets it. After
 * avahi_link_close() words go nowhere.
 *
 * Words under way are bounded (AVAHI_LINK_WORDS). The thread keeps what it
 * could not say, newer over older, and is woken when it may speak again.
 *
 * Thread: as each function says. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/mailbox.h"
#include "crypto/node_addr.h"
#include "discovery/discovery.h"
#include "discovery/txt.h"

#define AVAHI_LINK_WORDS 256

struct avahi_link;
struct loop;

struct avahi_order {
    struct mail mail;
    size_t len; /* addresses to announce; none: withdraw */
    struct addr addrs[NODE_ADDR_MAX];
};

/* How it fares, since the last such word. */
struct avahi_news {
    enum discovery_state state; /* RUNNING, FAILED; OFF: as it was */
    enum discovery_fault why;   /* FAILED */
    char text[256];             /* FAILED: why, and what to do */
    bool has_announced;         /* the next one counts */
    bool is_announced;
    unsigned runs;
    unsigned faults[DISCOVERY_FAULT_COUNT];
    enum discovery_fault last; /* the kind of the last one with a text */
    char fault_text[256];      /* ""  none had one */
};

struct avahi_word {
    struct mail mail;
    enum { AVAHI_SEEN, AVAHI_LOST, AVAHI_NEWS } kind;
    union {
        struct {
            struct node_addr node;
            char name[TXT_STRING_SIZE];
            char version[TXT_STRING_SIZE];
        } seen;
        struct node_id lost;
        struct avahi_news news;
    };
};

/* On the loop. The word is freed afterwards. */
typedef void avahi_word_fn(const struct avahi_word *w, void *arg);

/* Loop. Held twice: once by each side. ERR_NOMEM, ERR_LIMIT. */
ERR_RESULT enum err avahi_link_new(struct loop *l, avahi_word_fn *fn, void *arg,
                                   struct avahi_link **out);

/* Loop. Takes the order, which malloc() gave. */
void avahi_link_order(struct avahi_link *k, struct avahi_order *o);

/* Loop. Tells the thread to stop, and gives up the loop's hold. */
void avahi_link_close(struct avahi_link *k);

/* Loop. For how long has the thread been in one call of Avahi? 0: it is not. */
uint64_t avahi_link_busy_ms(struct avahi_link *k);

/* Thread. False: there is no room now, keep the word. True: taken. */
bool avahi_link_tell(struct avahi_link *k, struct avahi_word *w);

/* Thread. Readable when there is an order, a stop, or room again. */
int avahi_link_fd(const struct avahi_link *k);

/* Thread. The orders since the last call, oldest first; the caller frees.
 * Makes the descriptor unreadable. `*stop`: no more is wanted. */
struct mail *avahi_link_orders(struct avahi_link *k, bool *stop);

/* Thread. From now on, or no longer, in calls of Avahi. */
void avahi_link_set_busy(struct avahi_link *k, bool is_busy);

/* Thread, or the loop when no thread came to be: gives up its hold. */
void avahi_link_unref(struct avahi_link *k);
