#include "base/list.h"

#include <stdint.h>

#include "test.h"

struct item {
    int value;
    struct list node;
};

static void check_order(struct list *head, const int *want, size_t count)
{
    size_t i = 0;

    LIST_FOREACH (it, tmp, head) {
        CHECK(i < count);
        CHECK_EQ_U64((uint64_t)LIST_ENTRY(it, struct item, node)->value,
                     (uint64_t)want[i]);
        i++;
    }
    CHECK_EQ_U64(i, count);
}

TEST(list, items_stand_in_the_order_of_the_end_they_were_pushed_at)
{
    struct item a = {1}, b = {2}, c = {3};
    struct list head;

    list_init(&head);
    CHECK(list_is_empty(&head));
    list_push_back(&head, &b.node);
    list_push_back(&head, &c.node);
    list_push_front(&head, &a.node);
    check_order(&head, (int[]){1, 2, 3}, 3);
    CHECK(list_pop_front(&head) == &a.node);
    CHECK(!list_is_linked(&a.node));
    check_order(&head, (int[]){2, 3}, 2);
}

TEST(list, removing_twice_or_from_no_list_is_harmless)
{
    struct item a = {1}, never = {2};
    struct list head;

    list_init(&head);
    list_push_back(&head, &a.node);
    CHECK(list_is_linked(&a.node));
    list_remove(&a.node);
    list_remove(&a.node);
    list_remove(&never.node);
    CHECK(list_is_empty(&head) && !list_is_linked(&never.node));
    CHECK(list_pop_front(&head) == NULL);
}

TEST(list, the_item_at_hand_may_be_removed_while_walking)
{
    struct item items[5] = {{0}, {1}, {2}, {3}, {4}};
    struct list head;

    list_init(&head);
    for (int i = 0; i < 5; i++)
        list_push_back(&head, &items[i].node);
    LIST_FOREACH (it, tmp, &head) {
        if (LIST_ENTRY(it, struct item, node)->value % 2 == 0)
            list_remove(it);
    }
    check_order(&head, (int[]){1, 3}, 2);
}

TEST(list, splicing_moves_all_to_the_end_and_leaves_nothing)
{
    struct item a = {1}, b = {2}, c = {3};
    struct list to, from;

    list_init(&to);
    list_init(&from);
    list_splice_back(&to, &from);
    CHECK(list_is_empty(&to));
    list_push_back(&to, &a.node);
    list_push_back(&from, &b.node);
    list_push_back(&from, &c.node);
    list_splice_back(&to, &from);
    CHECK(list_is_empty(&from));
    check_order(&to, (int[]){1, 2, 3}, 3);
    CHECK(to.prev == &c.node && c.node.next == &to);
}
