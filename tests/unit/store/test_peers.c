/* Rows of peers, and the step from layout 1, which had none. */
#include "fixture.h"

#include <sqlite3.h>
#include <sys/stat.h>

#include "crypto/key.h"
#include "store/blob.h"

struct listed {
    bool is_there;
    enum err e;
    size_t len;
    struct store_peer at[8];
};

static void got_peers(enum err e, const struct store_peer *peers, size_t len,
                      void *arg)
{
    struct listed *l = arg;

    l->is_there = true;
    l->e = e;
    l->len = len;
    for (size_t i = 0; i < len && i < 8; i++)
        l->at[i] = peers[i];
}

static void list(struct fixture *f, size_t limit, struct listed *l)
{
    memset(l, 0, sizeof *l);
    store_peer_list(f->store, limit, got_peers, l);
    CHECK(!l->is_there);
    WAIT_UNTIL(f, l->is_there);
    CHECK_OK(l->e);
}

/* The id must be a key; the rest follows from the number. */
static struct store_peer make_peer(uint8_t n)
{
    uint8_t seed[KEY_SEED_LEN] = {n};
    struct store_peer p = {.kind = "firn",
                           .agent = "firn/0.1.0",
                           .discovered_by = "mdns",
                           .is_pinned = n == 1,
                           .is_banned = n == 2,
                           .reputation = -3 * n,
                           .first_seen_ms = 1000,
                           .last_seen_ms = 2000,
                           .last_connected_ms = UINT64_C(10000) * n,
                           .addrs_len = 2};
    struct key k;

    key_from_seed(seed, &k);
    memcpy(p.id, k.id.b, sizeof p.id);
    snprintf(p.name, sizeof p.name, "node %u", n);
    for (size_t i = 0; i < 2; i++) {
        snprintf(p.addrs[i].addr, sizeof p.addrs[i].addr, "192.0.2.%u:%zu", n,
                 8420 + i);
        snprintf(p.addrs[i].source, sizeof p.addrs[i].source, "dns");
        p.addrs[i].seen_ms = 1500;
        p.addrs[i].last_ok_ms = i == 0 ? 1700 : 0;
    }
    return p;
}

static void save(struct fixture *f, const struct store_peer *p)
{
    struct answer a = {0};

    store_peer_save(f->store, p, got_done, &a);
    CHECK(!a.is_there);
    wait_for(f, &a);
    CHECK_OK(a.e);
}

static void check_same(const struct store_peer *got,
                       const struct store_peer *want)
{
    CHECK_MEM(got->id, 32, want->id, 32);
    CHECK_STR(got->kind, want->kind);
    CHECK_STR(got->name, want->name);
    CHECK_STR(got->agent, want->agent);
    CHECK_STR(got->discovered_by, want->discovered_by);
    CHECK(got->is_pinned == want->is_pinned);
    CHECK(got->is_banned == want->is_banned);
    CHECK(got->reputation == want->reputation);
    CHECK_EQ_U64(got->first_seen_ms, want->first_seen_ms);
    CHECK_EQ_U64(got->last_seen_ms, want->last_seen_ms);
    CHECK_EQ_U64(got->last_connected_ms, want->last_connected_ms);
    CHECK_EQ_U64(got->addrs_len, want->addrs_len);
    for (size_t i = 0; i < want->addrs_len; i++) {
        CHECK_STR(got->addrs[i].addr, want->addrs[i].addr);
        CHECK_STR(got->addrs[i].source, want->addrs[i].source);
        CHECK_EQ_U64(got->addrs[i].seen_ms, want->addrs[i].seen_ms);
        CHECK_EQ_U64(got->addrs[i].last_ok_ms, want->addrs[i].last_ok_ms);
    }
}

TEST(peers, rows_survive_a_restart_those_connected_last_first)
{
    struct fixture f;
    struct store_peer p[3] = {make_peer(1), make_peer(2), make_peer(3)};
    struct listed l;

    fixture_open(&f);
    list(&f, 100, &l);
    CHECK_EQ_U64(l.len, 0);
    for (int i = 0; i < 3; i++)
        save(&f, &p[i]);
    fixture_reopen(&f);
    list(&f, 100, &l);
    CHECK_EQ_U64(l.len, 3);
    for (int i = 0; i < 3; i++)
        check_same(&l.at[i], &p[2 - i]);
    list(&f, 1, &l);
    CHECK_EQ_U64(l.len, 1);
    check_same(&l.at[0], &p[2]);
    fixture_close(&f);
}

TEST(peers, a_row_is_replaced_with_its_addresses)
{
    struct fixture f;
    struct store_peer p = make_peer(1);
    struct listed l;

    fixture_open(&f);
    save(&f, &p);
    p.addrs_len = 1;
    p.reputation = 7;
    snprintf(p.addrs[0].addr, sizeof p.addrs[0].addr, "[2001:db8::1]:8421");
    save(&f, &p);
    list(&f, 100, &l);
    CHECK_EQ_U64(l.len, 1);
    check_same(&l.at[0], &p);
    fixture_close(&f);
}

TEST(peers, a_deleted_row_is_gone_and_deleting_none_is_fine)
{
    struct fixture f;
    struct store_peer p = make_peer(1);
    struct listed l;
    struct answer a = {0};

    fixture_open(&f);
    save(&f, &p);
    for (int i = 0; i < 2; i++) {
        a.is_there = false;
        store_peer_delete(f.store, p.id, got_done, &a);
        wait_for(&f, &a);
        CHECK_OK(a.e);
    }
    list(&f, 100, &l);
    CHECK_EQ_U64(l.len, 0);
    fixture_close(&f);
}

TEST(peers, many_saves_share_few_commits)
{
    struct fixture f;
    struct store_stats before, after;
    struct answer a = {0};
    struct store_peer p;

    fixture_open(&f);
    store_get_stats(f.store, &before);
    for (uint8_t i = 1; i < 100; i++) {
        p = make_peer(i);
        store_peer_save(f.store, &p, i == 99 ? got_done : NULL, &a);
    }
    wait_for(&f, &a);
    CHECK_OK(a.e);
    store_get_stats(f.store, &after);
    CHECK(after.commits - before.commits < 50);
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

TEST(peers, people_can_read_the_rows)
{
    struct fixture f;
    struct store_peer p = make_peer(1);
    char sql[300], hex[NODE_ID_HEX_SIZE];
    struct node_id id;
    sqlite3 *db;

    fixture_open(&f);
    save(&f, &p);
    memcpy(id.b, p.id, sizeof id.b);
    node_id_hex(&id, hex);
    db = open_sql(f.dir);
    snprintf(sql, sizeof sql,
             "SELECT count(*) FROM peers JOIN peer_addrs USING (id) "
             "WHERE id = '%s' AND addr = '192.0.2.1:8420' AND kind = 'firn'",
             hex);
    CHECK_EQ_U64(count(db, sql), 1);
    sqlite3_close(db);
    fixture_close(&f);
}

TEST(peers, rows_that_make_no_sense_are_left_out)
{
    struct fixture f;
    struct store_peer p = make_peer(1);
    struct listed l;
    char dir[512];
    sqlite3 *db;

    fixture_open(&f);
    save(&f, &p);
    memcpy(dir, f.dir, sizeof dir);
    fixture_close(&f);
    db = open_sql(dir);
    CHECK(sqlite3_exec(db,
                       "INSERT INTO peers SELECT 'nobody', kind, name, agent, "
                       "discovered_by, 0, 0, 0, 0, 0, 0 FROM peers;"
                       "INSERT INTO peers SELECT upper(id), kind, name, agent, "
                       "discovered_by, 0, 0, 0, -1, 0, 0 FROM peers "
                       "WHERE id <> 'nobody'",
                       NULL, NULL, NULL) == SQLITE_OK);
    sqlite3_close(db);
    fixture_open_at(&f, dir);
    list(&f, 100, &l);
    CHECK_EQ_U64(l.len, 1);
    check_same(&l.at[0], &p);
    fixture_close(&f);
}

TEST(peers, a_store_of_layout_1_is_brought_up_with_all_that_is_in_it)
{
    struct fixture f;
    struct store_peer p = make_peer(1);
    char dir[500];
    struct answer a = {0};
    struct blob *b;
    struct listed l;
    size_t len;
    char *sql = (char *)test_read_file(
        FIRN_SOURCE "/tests/unit/store/version_1.sql", &len);
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
    CHECK_OK(get_blob(&f, &a.tag.hash, &b));
    CHECK(blob_is_complete(b));
    blob_unref(b);
    save(&f, &p);
    fixture_reopen(&f);
    list(&f, 100, &l);
    CHECK_EQ_U64(l.len, 1);
    fixture_close(&f);
    db = open_sql(dir);
    CHECK_EQ_U64(count(db, "PRAGMA user_version"), 3);
    sqlite3_close(db);
}
