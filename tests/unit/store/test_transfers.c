/* Rows of transfers, and the step from layout 2, which had none. */
#include "fixture.h"

#include <sqlite3.h>
#include <sys/stat.h>

#include "crypto/id.h"
#include "crypto/key.h"

struct loaded {
    bool is_there;
    enum err e;
    uint32_t tag;
    uint64_t last_id;
    size_t len;
    struct store_transfer at[8];
    struct store_transfer_peer peers[8][4];
};

static void got_transfers(enum err e, const struct store_transfers *all,
                          void *arg)
{
    struct loaded *l = arg;

    l->is_there = true;
    l->e = e;
    l->tag = all->tag;
    l->last_id = all->last_id;
    l->len = all->len;
    for (size_t i = 0; i < all->len && i < 8; i++) {
        l->at[i] = all->at[i];
        CHECK(all->at[i].peers_len <= 4);
        for (size_t k = 0; k < all->at[i].peers_len; k++)
            l->peers[i][k] = all->at[i].peers[k];
    }
}

/* What is asked for last is answered last. */
static void load(struct fixture *f, size_t max_ended, struct loaded *l)
{
    memset(l, 0, sizeof *l);
    store_transfer_load(f->store, max_ended, got_transfers, l);
    CHECK(!l->is_there);
    WAIT_UNTIL(f, l->is_there);
    CHECK_OK(l->e);
}

static void fill_peer(struct store_transfer_peer *p, uint8_t n)
{
    uint8_t seed[KEY_SEED_LEN] = {n};
    struct key k;

    *p = (struct store_transfer_peer){.state = "failed",
                                      .bytes = 1000 * (uint64_t)n,
                                      .err = "timeout",
                                      .error = "did not answer"};
    key_from_seed(seed, &k);
    memcpy(p->id, k.id.b, sizeof p->id);
    snprintf(p->addrs, sizeof p->addrs, "192.0.2.%u:8421 192.0.2.%u:1", n, n);
}

static struct store_transfer make(uint64_t id, bool has_ended,
                                  struct store_transfer_peer peers[static 2])
{
    struct store_transfer t = {.id = id,
                               .hash = {{(uint8_t)id}},
                               .is_sequence = id % 2 == 0,
                               .tag = "image",
                               .state = "queued",
                               .priority = "high",
                               .rank = -5,
                               .max_bps = 1000000,
                               .deadline_ms = 77,
                               .first = "0-4096",
                               .attempts = 2,
                               .size = 5000,
                               .done = 4000,
                               .fetched = 3000,
                               .err = "closed",
                               .error = "connection lost",
                               .created_ms = 11,
                               .started_ms = 12,
                               .ended_ms = has_ended ? 13 : 0,
                               .peers = peers,
                               .peers_len = 2};

    fill_peer(&peers[0], 2);
    fill_peer(&peers[1], 1);
    return t;
}

static void save(struct fixture *f, uint64_t id, bool has_ended)
{
    struct store_transfer_peer peers[2];
    struct store_transfer t = make(id, has_ended, peers);
    struct answer a = {0};

    store_transfer_save(f->store, &t, got_done, &a);
    CHECK(!a.is_there);
    wait_for(f, &a);
    CHECK_OK(a.e);
}

static void check_same(const struct loaded *l, size_t i, uint64_t id,
                       bool has_ended)
{
    struct store_transfer_peer peers[2];
    struct store_transfer want = make(id, has_ended, peers);
    const struct store_transfer *got = &l->at[i];

    CHECK_EQ_U64(got->id, want.id);
    CHECK(hash_equal(&got->hash, &want.hash));
    CHECK(got->is_sequence == want.is_sequence);
    CHECK_STR(got->tag, want.tag);
    CHECK_STR(got->state, want.state);
    CHECK_STR(got->priority, want.priority);
    CHECK(got->rank == want.rank);
    CHECK_EQ_U64(got->max_bps, want.max_bps);
    CHECK_EQ_U64(got->deadline_ms, want.deadline_ms);
    CHECK_STR(got->first, want.first);
    CHECK_EQ_U64(got->attempts, want.attempts);
    CHECK_EQ_U64(got->size, want.size);
    CHECK_EQ_U64(got->done, want.done);
    CHECK_EQ_U64(got->fetched, want.fetched);
    CHECK_STR(got->err, want.err);
    CHECK_STR(got->error, want.error);
    CHECK_EQ_U64(got->created_ms, want.created_ms);
    CHECK_EQ_U64(got->started_ms, want.started_ms);
    CHECK_EQ_U64(got->ended_ms, want.ended_ms);
    CHECK_EQ_U64(got->peers_len, 2);
    for (size_t k = 0; k < 2; k++) {
        CHECK_MEM(l->peers[i][k].id, 32, peers[k].id, 32);
        CHECK_STR(l->peers[i][k].addrs, peers[k].addrs);
        CHECK_STR(l->peers[i][k].state, peers[k].state);
        CHECK_EQ_U64(l->peers[i][k].bytes, peers[k].bytes);
        CHECK_STR(l->peers[i][k].err, peers[k].err);
        CHECK_STR(l->peers[i][k].error, peers[k].error);
    }
}

TEST(transfers, rows_survive_a_restart_with_the_directory_s_tag)
{
    struct fixture f;
    struct loaded l;
    uint32_t tag;

    fixture_open(&f);
    load(&f, 100, &l);
    CHECK_EQ_U64(l.len, 0);
    CHECK_EQ_U64(l.last_id, 0);
    tag = l.tag;
    CHECK(tag <= 0xffffff);
    save(&f, 1, true);
    save(&f, 3, false);
    save(&f, 3, false);
    fixture_reopen(&f);
    load(&f, 100, &l);
    CHECK_EQ_U64(l.tag, tag);
    CHECK_EQ_U64(l.last_id, 3);
    CHECK_EQ_U64(l.len, 2);
    check_same(&l, 0, 1, true);
    check_same(&l, 1, 3, false);
    fixture_close(&f);
}

TEST(transfers, history_is_trimmed_what_has_not_ended_never)
{
    struct fixture f;
    struct loaded l;

    fixture_open(&f);
    save(&f, 1, false);
    for (uint64_t id = 2; id <= 6; id++)
        save(&f, id, true);
    load(&f, 2, &l);
    CHECK_EQ_U64(l.len, 3);
    check_same(&l, 0, 1, false);
    check_same(&l, 1, 5, true);
    check_same(&l, 2, 6, true);
    fixture_close(&f);
}

TEST(transfers, a_number_is_not_given_twice_when_its_row_is_gone)
{
    struct fixture f;
    struct loaded l;

    fixture_open(&f);
    save(&f, 9, true);
    store_transfer_delete(f.store, 9);
    store_transfer_delete(f.store, 9);
    fixture_reopen(&f);
    load(&f, 100, &l);
    CHECK_EQ_U64(l.len, 0);
    CHECK_EQ_U64(l.last_id, 9);
    fixture_close(&f);
}

static sqlite3 *open_sql(const char *dir)
{
    char path[600];
    sqlite3 *db;

    snprintf(path, sizeof path, "%s/firn.db", dir);
    CHECK(sqlite3_open(path, &db) == SQLITE_OK);
    return db;
}

static int count(sqlite3 *db, const char *sql)
{
    sqlite3_stmt *st;
    int n;

    CHECK(sqlite3_prepare_v2(db, sql, -1, &st, NULL) == SQLITE_OK);
    CHECK(sqlite3_step(st) == SQLITE_ROW);
    n = sqlite3_column_int(st, 0);
    sqlite3_finalize(st);
    return n;
}

TEST(transfers, rows_that_make_no_sense_are_left_out)
{
    struct fixture f;
    struct loaded l;
    char dir[512];
    sqlite3 *db;

    fixture_open(&f);
    save(&f, 1, true);
    save(&f, 2, false);
    memcpy(dir, f.dir, sizeof dir);
    fixture_close(&f);
    db = open_sql(dir);
    CHECK(sqlite3_exec(db,
                       "UPDATE transfers SET hash = 'none' WHERE id = 1;"
                       "UPDATE transfer_peers SET peer = '' WHERE id = 2 "
                       "AND place = 0",
                       NULL, NULL, NULL) == SQLITE_OK);
    sqlite3_close(db);
    fixture_open_at(&f, dir);
    load(&f, 100, &l);
    CHECK_EQ_U64(l.len, 1);
    CHECK_EQ_U64(l.at[0].id, 2);
    CHECK_EQ_U64(l.at[0].peers_len, 1);
    fixture_close(&f);
}

TEST(transfers, a_store_of_layout_2_is_brought_up_with_all_that_is_in_it)
{
    struct fixture f;
    struct answer a = {0};
    struct loaded l;
    char dir[500];
    size_t len;
    char *sql = (char *)test_read_file(
        FIRN_SOURCE "/tests/unit/store/version_2.sql", &len);
    char *text = strndup(sql, len);
    sqlite3 *db;

    snprintf(dir, sizeof dir, "%s/data", test_dir());
    CHECK(mkdir(dir, 0700) == 0);
    db = open_sql(dir);
    CHECK(text != NULL &&
          sqlite3_exec(db, text, NULL, NULL, NULL) == SQLITE_OK);
    sqlite3_close(db);
    free(text);
    free(sql);
    fixture_open_at(&f, dir);
    store_tag_get(f.store, "kept", got_tags, &a);
    wait_for(&f, &a);
    CHECK_OK(a.e);
    load(&f, 100, &l);
    CHECK_EQ_U64(l.len, 0);
    save(&f, 1, false);
    fixture_reopen(&f);
    load(&f, 100, &l);
    check_same(&l, 0, 1, false);
    fixture_close(&f);
    db = open_sql(dir);
    CHECK_EQ_U64(count(db, "PRAGMA user_version"), 3);
    CHECK_EQ_U64(count(db, "SELECT count(*) FROM peers JOIN peer_addrs "
                           "USING (id) WHERE name = 'cellar'"),
                 1);
    sqlite3_close(db);
}
