#include "base/map.h"

#include <stdlib.h>
#include <string.h>

#include "test.h"

static uint64_t rng_state;

/* The same numbers in every run. */
static uint64_t next_random(void)
{
    rng_state ^= rng_state << 13;
    rng_state ^= rng_state >> 7;
    rng_state ^= rng_state << 17;
    return rng_state;
}

static char values[1000];

static void *value_of(uint32_t i)
{
    return &values[i];
}

TEST(map, holds_what_was_set_and_forgets_what_was_removed)
{
    struct map m;

    map_init(&m, 3, SIZE_MAX);
    CHECK(map_get(&m, "abc") == NULL);
    CHECK(map_remove(&m, "abc") == NULL);
    CHECK_OK(map_set(&m, "abc", value_of(1)));
    CHECK_OK(map_set(&m, "abd", value_of(2)));
    CHECK_OK(map_set(&m, "abc", value_of(3)));
    CHECK_EQ_U64(m.len, 2);
    CHECK(map_get(&m, "abc") == value_of(3));
    CHECK(map_remove(&m, "abc") == value_of(3));
    CHECK(map_get(&m, "abc") == NULL);
    CHECK(map_get(&m, "abd") == value_of(2));
    map_clear(&m);
    CHECK_EQ_U64(m.len, 0);
    CHECK(map_get(&m, "abd") == NULL);
}

TEST(map, a_full_map_refuses_new_keys_but_replaces_old_ones)
{
    struct map m;

    map_init(&m, 1, 2);
    CHECK_OK(map_set(&m, "a", value_of(1)));
    CHECK_OK(map_set(&m, "b", value_of(2)));
    CHECK_ERR(map_set(&m, "c", value_of(3)), ERR_LIMIT);
    CHECK_OK(map_set(&m, "b", value_of(4)));
    CHECK(map_get(&m, "b") == value_of(4) && map_get(&m, "c") == NULL);
    map_remove(&m, "a");
    CHECK_OK(map_set(&m, "c", value_of(3)));
    map_clear(&m);
}

TEST(map, keys_of_every_allowed_length_are_compared_whole)
{
    for (size_t len = 1; len <= 64; len++) {
        uint8_t key[64] = {0};
        struct map m;

        map_init(&m, len, SIZE_MAX);
        for (size_t i = 0; i < len; i++) {
            key[i] = 1;
            CHECK_OK(map_set(&m, key, value_of((uint32_t)i)));
            key[i] = 0;
        }
        CHECK(map_get(&m, key) == NULL);
        for (size_t i = 0; i < len; i++) {
            key[i] = 1;
            CHECK(map_get(&m, key) == value_of((uint32_t)i));
            key[i] = 0;
        }
        CHECK_EQ_U64(m.len, len);
        map_clear(&m);
    }
}

TEST(map, two_maps_hash_differently)
{
    struct map a, b;

    map_init(&a, 8, SIZE_MAX);
    map_init(&b, 8, SIZE_MAX);
    CHECK(memcmp(a.seed, b.seed, sizeof a.seed) != 0);
}

/* A table of all possible keys, to compare with. */
struct model {
    void *values[sizeof values];
    size_t len;
};

static void check_same(const struct map *m, const struct model *model)
{
    size_t it = 0, seen = 0;
    const void *key;
    void *value;

    CHECK_EQ_U64(m->len, model->len);
    while ((value = map_next(m, &it, &key)) != NULL) {
        uint32_t i;

        memcpy(&i, key, sizeof i);
        CHECK(i < sizeof values && model->values[i] == value);
        seen++;
    }
    CHECK_EQ_U64(seen, model->len);
}

static void step(struct map *m, struct model *model, uint32_t keys)
{
    uint32_t i = (uint32_t)(next_random() % keys);
    void *value = value_of((uint32_t)(next_random() % sizeof values));

    CHECK(map_get(m, &i) == model->values[i]);
    if (next_random() % 2 == 0) {
        CHECK_OK(map_set(m, &i, value));
        model->len += model->values[i] == NULL;
        model->values[i] = value;
    } else {
        CHECK(map_remove(m, &i) == model->values[i]);
        model->len -= model->values[i] != NULL;
        model->values[i] = NULL;
    }
}

TEST(map, does_what_a_plain_table_does_over_a_long_life)
{
    static const uint32_t sizes[] = {4, 6, 20, 100, sizeof values};

    rng_state = 7;
    for (size_t s = 0; s < sizeof sizes / sizeof sizes[0]; s++) {
        struct model model = {0};
        struct map m;

        map_init(&m, sizeof(uint32_t), SIZE_MAX);
        for (int i = 0; i < 20000; i++) {
            step(&m, &model, sizes[s]);
            if (i % 500 == 0)
                check_same(&m, &model);
        }
        check_same(&m, &model);
        map_clear(&m);
    }
}

/* Walk, removing as `remove_one` of `of` decides; each is met exactly once. */
static void walk_and_remove(uint32_t count, uint64_t remove_one, uint64_t of)
{
    bool seen[sizeof values] = {false};
    const void *key;
    struct map m;
    size_t it = 0, removed = 0;

    map_init(&m, sizeof(uint32_t), SIZE_MAX);
    for (uint32_t i = 0; i < count; i++)
        CHECK_OK(map_set(&m, &i, value_of(i)));
    while (map_next(&m, &it, &key) != NULL) {
        uint32_t i;

        memcpy(&i, key, sizeof i);
        CHECK(!seen[i]);
        seen[i] = true;
        if (next_random() % of < remove_one) {
            CHECK(map_remove(&m, &i) == value_of(i));
            removed++;
        }
    }
    for (uint32_t i = 0; i < count; i++)
        CHECK(seen[i]);
    CHECK_EQ_U64(m.len, count - removed);
    map_clear(&m);
}

TEST(map, walking_meets_each_entry_once_while_those_met_are_removed)
{
    rng_state = 11;
    /* Small tables many times over, each with a new seed: the cases where a
     * run of entries goes round the end of the table come by themselves. */
    for (uint32_t count = 0; count <= 48; count++) {
        for (int round = 0; round < 100; round++) {
            walk_and_remove(count, 0, 1);
            walk_and_remove(count, 1, 2);
            walk_and_remove(count, 1, 1);
        }
    }
    walk_and_remove(sizeof values, 2, 3);
}
