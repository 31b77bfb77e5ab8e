/* The order of those that wait. */
#include "blobs/queue.h"

#include <stdlib.h>
#include <string.h>

#include "test.h"

#define MAX 8

static struct queue q;
static struct queue_entry e[MAX];

/* One letter each: "n" normal, "h" high, ... */
static void arrive(const char *priorities)
{
    memset(e, 0, sizeof e);
    queue_init(&q);
    for (size_t i = 0; priorities[i] != '\0'; i++) {
        switch (priorities[i]) {
        case 'l':
            e[i].priority = PRIORITY_LOW;
            break;
        case 'h':
            e[i].priority = PRIORITY_HIGH;
            break;
        case 'c':
            e[i].priority = PRIORITY_CRITICAL;
            break;
        default:
            e[i].priority = PRIORITY_NORMAL;
        }
        e[i].rank = queue_new_rank(&q);
        queue_add(&q, &e[i]);
    }
}

/* Their numbers in the order in which they leave; the queue stays. */
static void check_order(const char *want)
{
    char got[MAX + 1] = "";
    size_t n = q.len;

    for (size_t i = 0; i < n; i++) {
        struct queue_entry *first = queue_first(&q);

        CHECK_EQ_U64(queue_position(&q, first), 1);
        got[i] = (char)('0' + (first - e));
        queue_remove(&q, first);
    }
    CHECK(queue_first(&q) == NULL);
    for (size_t i = 0; i < n; i++)
        queue_add(&q, &e[got[i] - '0']);
    CHECK_STR(got, want);
    for (size_t i = 0; i < n; i++)
        CHECK_EQ_U64(queue_position(&q, &e[want[i] - '0']), i + 1);
}

TEST(queue, more_urgent_ones_go_first_and_equals_in_order_of_arrival)
{
    arrive("nlhncnl");
    check_order("4203516");
}

TEST(queue, who_comes_back_stands_where_it_stood)
{
    arrive("nnnn");
    queue_remove(&q, &e[1]);
    queue_remove(&q, &e[1]);
    CHECK_EQ_U64(queue_position(&q, &e[1]), 0);
    check_order("023");
    queue_add(&q, &e[1]);
    check_order("0123");
}

TEST(queue, one_is_moved_as_far_as_priorities_let_it)
{
    arrive("cnnnl");
    CHECK(!queue_move(&q, &e[3], 1));
    check_order("03124");
    CHECK(!queue_move(&q, &e[3], 99));
    check_order("01234");
    CHECK(!queue_move(&q, &e[1], 3));
    check_order("02134");
    CHECK(!queue_move(&q, &e[4], 1));
    check_order("02134");
    CHECK(!queue_move(&q, &e[0], 5));
    check_order("02134");
}

TEST(queue, moved_to_the_front_again_and_again_it_runs_out_of_no_room)
{
    arrive("nnnn");
    for (int i = 0; i < 1000; i++) {
        CHECK(!queue_move(&q, &e[3], 1));
        CHECK(!queue_move(&q, &e[2], 1));
    }
    check_order("2301");
}

TEST(queue, between_the_same_two_it_runs_out_of_room_and_all_are_ranked_anew)
{
    unsigned anew = 0;

    arrive("nnnn");
    for (int i = 0; i < 100; i++) {
        anew += queue_move(&q, &e[1 + i % 2], 2);
        for (struct list *it = q.lines[PRIORITY_NORMAL].next->next;
             it != &q.lines[PRIORITY_NORMAL]; it = it->next)
            CHECK(LIST_ENTRY(it, struct queue_entry, node)->rank >
                  LIST_ENTRY(it->prev, struct queue_entry, node)->rank);
    }
    CHECK(anew > 0 && anew < 50);
    check_order("0213");
}
