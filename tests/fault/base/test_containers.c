/* Every allocation of the containers fails once; nothing may be lost, changed
 * or leaked by it. */
#include "base/buf.h"
#include "base/map.h"
#include "base/ranges.h"

#include <string.h>

#include "fault.h"
#include "test.h"

static void fill_buf(void *arg)
{
    char text[600];
    struct buf b;
    size_t len;

    (void)arg;
    memset(text, 'x', sizeof text - 1);
    text[sizeof text - 1] = '\0';
    buf_init(&b, 100000);
    for (int i = 0; i < 20; i++) {
        enum err e;

        len = b.len;
        e = buf_printf(&b, "%s", text);
        CHECK(e == ERR_OK || (e == ERR_NOMEM && b.len == len));
        len = b.len;
        e = buf_add(&b, "abc", 3);
        CHECK(e == ERR_OK || (e == ERR_NOMEM && b.len == len));
    }
    buf_clear(&b);
}

TEST(buf, is_unchanged_by_an_append_that_had_no_memory)
{
    CHECK(fault_each_alloc(fill_buf, NULL) > 20);
}

static void fill_map(void *arg)
{
    static char value;
    struct map m;
    unsigned held = 0;

    (void)arg;
    map_init(&m, sizeof held, SIZE_MAX);
    for (unsigned i = 0; i < 200; i++) {
        enum err e = map_set(&m, &i, &value);

        CHECK(e == ERR_OK || e == ERR_NOMEM);
        held += e == ERR_OK;
        CHECK((map_get(&m, &i) != NULL) == (e == ERR_OK));
        CHECK_EQ_U64(m.len, held);
    }
    CHECK(held >= 199);
    map_clear(&m);
}

TEST(map, keeps_all_it_held_when_it_cannot_grow)
{
    CHECK(fault_each_alloc(fill_map, NULL) >= 5);
}

/* The verbs that can fail, each on sets that make it grow. */
static enum err change(struct ranges *s, const struct ranges *other, int verb)
{
    switch (verb) {
    case 0:
        return ranges_add(s, 1000, 1001);
    case 1:
        return ranges_remove(s, 11, 12);
    case 2:
        return ranges_subtract(s, other);
    default:
        return ranges_copy(s, other);
    }
}

/* Exactly full, so that any growth allocates. */
static void full_set(struct ranges *s, uint64_t first, size_t count)
{
    ranges_init(s);
    for (size_t i = 0; i < count; i++)
        CHECK_OK(ranges_add(s, first + 10 * i, first + 10 * i + 5));
    CHECK_EQ_U64(s->len, s->cap);
}

TEST(ranges, are_unchanged_by_a_verb_that_had_no_memory)
{
    for (int verb = 0; verb < 4; verb++) {
        struct ranges s, before, other;

        full_set(&s, 10, 4);
        full_set(&other, 12, 8);
        ranges_init(&before);
        CHECK_OK(ranges_copy(&before, &s));
        fault_alloc_fail_at(1);
        CHECK_ERR(change(&s, &other, verb), ERR_NOMEM);
        CHECK(fault_alloc_stop());
        CHECK(ranges_equal(&s, &before));
        CHECK_OK(change(&s, &other, verb));
        CHECK(!ranges_equal(&s, &before));
        ranges_clear(&s);
        ranges_clear(&before);
        ranges_clear(&other);
    }
}
