#include "discovery/avahi_link.h"

#include <poll.h>
#include <stdlib.h>

#include "base/loop.h"
#include "test.h"

struct world {
    struct loop *loop;
    struct avahi_link *link;
    unsigned heard;
};

static void on_word(const struct avahi_word *w, void *arg)
{
    CHECK(w->kind == AVAHI_LOST);
    ((struct world *)arg)->heard++;
}

static void open_world(struct world *w)
{
    *w = (struct world){.heard = 0};
    CHECK_OK(loop_new(&w->loop));
    CHECK_OK(avahi_link_new(w->loop, on_word, w, &w->link));
}

/* As the thread would. */
static bool tell(struct world *w)
{
    struct avahi_word *word = calloc(1, sizeof *word);

    CHECK(word != NULL);
    word->kind = AVAHI_LOST;
    if (avahi_link_tell(w->link, word))
        return true;
    free(word);
    return false;
}

static bool is_woken(struct world *w)
{
    struct pollfd p = {.fd = avahi_link_fd(w->link), .events = POLLIN};

    return poll(&p, 1, 0) == 1;
}

static unsigned take_orders(struct world *w, bool *stop)
{
    struct mail *m = avahi_link_orders(w->link, stop), *next;
    unsigned count = 0;

    for (; m != NULL; m = next, count++) {
        next = m->next;
        free(LIST_ENTRY(m, struct avahi_order, mail));
    }
    return count;
}

static void order(struct world *w)
{
    struct avahi_order *o = calloc(1, sizeof *o);

    CHECK(o != NULL);
    avahi_link_order(w->link, o);
}

TEST(avahi_link, words_are_bounded_and_room_is_told)
{
    struct world w;
    bool stop;

    open_world(&w);
    for (unsigned i = 0; i < AVAHI_LINK_WORDS; i++)
        CHECK(tell(&w));
    CHECK(!tell(&w));
    CHECK(!is_woken(&w));
    loop_run_once(w.loop, 100);
    CHECK_EQ_U64(w.heard, AVAHI_LINK_WORDS);
    CHECK(is_woken(&w));
    CHECK_EQ_U64(take_orders(&w, &stop), 0);
    CHECK(!stop && !is_woken(&w));
    CHECK(tell(&w));
    avahi_link_close(w.link);
    avahi_link_unref(w.link);
    loop_free(w.loop);
}

TEST(avahi_link, orders_wake_the_thread)
{
    struct world w;
    bool stop;

    open_world(&w);
    CHECK(!is_woken(&w));
    order(&w);
    order(&w);
    CHECK(is_woken(&w));
    CHECK_EQ_U64(take_orders(&w, &stop), 2);
    CHECK(!stop && !is_woken(&w));
    avahi_link_close(w.link);
    avahi_link_unref(w.link);
    loop_free(w.loop);
}

TEST(avahi_link, after_the_end_the_thread_speaks_to_nobody)
{
    struct world w;
    bool stop;

    open_world(&w);
    CHECK(tell(&w));
    order(&w);
    avahi_link_close(w.link);
    loop_free(w.loop); /* the thread is still there */
    CHECK_EQ_U64(w.heard, 0);
    CHECK(is_woken(&w));
    CHECK_EQ_U64(take_orders(&w, &stop), 1);
    CHECK(stop);
    for (unsigned i = 0; i < 2 * AVAHI_LINK_WORDS; i++)
        CHECK(tell(&w));
    avahi_link_unref(w.link);
}

TEST(avahi_link, how_long_the_thread_is_in_a_call)
{
    struct world w;

    open_world(&w);
    CHECK_EQ_U64(avahi_link_busy_ms(w.link), 0);
    avahi_link_set_busy(w.link, true);
    for (unsigned i = 0; i < 1000 && avahi_link_busy_ms(w.link) == 0; i++)
        loop_run_once(w.loop, 1);
    CHECK(avahi_link_busy_ms(w.link) > 0);
    avahi_link_set_busy(w.link, false);
    CHECK_EQ_U64(avahi_link_busy_ms(w.link), 0);
    avahi_link_close(w.link);
    avahi_link_unref(w.link);
    loop_free(w.loop);
}
