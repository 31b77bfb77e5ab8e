/* Every allocation of a store's life fails once. What was acknowledged must
 * be there afterwards, and every request must have been answered. */
#include "../../unit/store/fixture.h"

#include "crypto/key.h"
#include "crypto/tree.h"
#include "fault.h"

#define LARGE 100000

static struct loop *loop;
static struct workers *workers;
static unsigned runs;
static bool fired; /* in the last run */

/* What one life was told is done. */
struct told {
    bool small, large, put, part, tag, peer, gone;
};

static bool fine(enum err e)
{
    CHECK(e == ERR_OK || e == ERR_NOMEM);
    return e == ERR_OK;
}

static enum err open_store(struct fixture *f)
{
    struct store_config cfg = {
        .dir = f->dir, .loop = loop, .workers = workers, .max_open = 1};

    return store_open(&cfg, &f->store, &f->em);
}

static enum err try_add(struct fixture *f, const uint8_t *bytes, size_t len,
                        const char *tag)
{
    struct store_add *add;
    struct answer a = {0};
    enum err e = store_add_begin(f->store, &add);

    if (e != ERR_OK)
        return e;
    e = store_add_write(add, bytes, len);
    if (e != ERR_OK) {
        store_add_abort(add);
        return e;
    }
    store_add_finish(add, NULL, tag, got_added, &a);
    wait_for(f, &a);
    return a.e;
}

static enum err try_put(struct fixture *f, const uint8_t *bytes, size_t len)
{
    struct answer a = {0};
    struct hash h;

    hash_bytes(bytes, len, &h);
    store_put_small(f->store, &h, bytes, len, got_done, &a);
    wait_for(f, &a);
    return a.e;
}

static enum err write_part(struct blob *b, const uint8_t *bytes, size_t len)
{
    struct iovec iov = {(void *)bytes, len};
    enum err e = blob_set_size(b, len);

    if (e == ERR_OK)
        e = blob_write_data(b, 0, &iov, 1);
    return e == ERR_OK ? blob_mark_held(b, 0, 1) : e;
}

static enum err try_part(struct fixture *f, const uint8_t *bytes, size_t len)
{
    struct answer a = {0};
    struct hash h;
    enum err e;

    hash_bytes(bytes, len, &h);
    store_want(f->store, &h, got_blob, &a);
    wait_for(f, &a);
    if (a.e != ERR_OK)
        return a.e;
    e = write_part(a.blob, bytes, len);
    blob_unref(a.blob);
    return e;
}

/* Reading, listing, verifying: may fail, and must not harm. */
static void look_around(struct fixture *f, const struct hash *h)
{
    struct store_query q = {.limit = 10};
    struct answer a = {0};
    struct blob *b;
    enum err e = get_blob(f, h, &b);

    if (e == ERR_OK) {
        fine(blob_check(b, 0, tree_groups(LARGE)));
        blob_unref(b);
    }
    CHECK(e == ERR_OK || e == ERR_NOMEM || e == ERR_NOT_FOUND);
    store_list(f->store, &q, got_list, &a);
    wait_for(f, &a);
    fine(a.e);
    a.is_there = false;
    store_tag_list(f->store, NULL, 10, got_tags, &a);
    wait_for(f, &a);
    fine(a.e);
    a.is_there = false;
    store_verify(f->store, h, got_verified, &a);
    wait_for(f, &a);
    CHECK(a.e == ERR_OK || a.e == ERR_NOMEM || a.e == ERR_NOT_FOUND);
}

static void got_peers(enum err e, const struct store_peer *peers, size_t len,
                      void *arg)
{
    struct answer *a = arg;

    a->is_there = true;
    a->e = e;
    a->len = len;
}

static size_t count_peers(struct fixture *f)
{
    struct answer a = {0};

    store_peer_list(f->store, 10, got_peers, &a);
    wait_for(f, &a);
    return fine(a.e) ? a.len : 0;
}

static bool try_peer(struct fixture *f)
{
    uint8_t seed[KEY_SEED_LEN] = {1};
    struct store_peer p = {.addrs_len = 1};
    struct answer a = {0};
    struct key k;

    key_from_seed(seed, &k);
    memcpy(p.id, k.id.b, sizeof p.id);
    store_peer_save(f->store, &p, got_done, &a);
    wait_for(f, &a);
    (void)count_peers(f);
    return fine(a.e);
}

static void live(struct fixture *f, const uint8_t *bytes, struct told *told)
{
    struct hash h, doomed;
    struct answer a = {0};

    hash_bytes(bytes, LARGE, &h);
    hash_bytes(bytes, 50, &doomed);
    told->small = fine(try_add(f, bytes, 1000, NULL));
    told->large = fine(try_add(f, bytes, LARGE, "tag"));
    told->put = fine(try_put(f, bytes, 2000));
    told->part = fine(try_part(f, bytes, 3000));
    told->tag = fine(set_tag(f, "other", &h));
    told->peer = try_peer(f);
    look_around(f, &h);
    if (!fine(try_put(f, bytes, 50)))
        return;
    store_delete(f->store, &doomed, false, got_done, &a);
    wait_for(f, &a);
    told->gone = fine(a.e);
}

static void check_len(struct fixture *f, const uint8_t *bytes, size_t len)
{
    struct hash h;

    hash_bytes(bytes, len, &h);
    check_content(f, &h, bytes, len);
}

static void check_told(struct fixture *f, const uint8_t *bytes,
                       const struct told *told)
{
    struct hash doomed;
    struct answer a;

    if (told->small)
        check_len(f, bytes, 1000);
    if (told->large)
        check_len(f, bytes, LARGE);
    if (told->put)
        check_len(f, bytes, 2000);
    if (told->part)
        check_len(f, bytes, 3000);
    if (told->peer)
        CHECK_EQ_U64(count_peers(f), 1);
    hash_bytes(bytes, 50, &doomed);
    if (told->gone)
        CHECK_ERR(stat_blob(f, &doomed, &a), ERR_NOT_FOUND);
}

/* The failure does not reach the checks at the end. */
static void run(const uint8_t *bytes)
{
    struct fixture f = {.loop = loop};
    struct told told = {0};

    snprintf(f.dir, sizeof f.dir, "%s/%u", test_dir(), runs++);
    if (fine(open_store(&f))) {
        live(&f, bytes, &told);
        store_close(f.store);
    }
    fired = fault_alloc_stop();
    CHECK_OK(open_store(&f));
    check_told(&f, bytes, &told);
    CHECK_EQ_U64(count_files(&f, "tmp"), 0);
    store_close(f.store);
}

TEST(store, bears_any_failed_allocation)
{
    uint8_t *bytes = make_bytes(LARGE, 1);
    unsigned n = 0;

    CHECK_OK(loop_new(&loop));
    CHECK_OK(workers_new(loop, 1, &workers));
    do {
        fault_alloc_fail_at(++n);
        run(bytes);
    } while (fired);
    CHECK(n > 50);
    workers_free(workers);
    loop_free(loop);
    free(bytes);
}
