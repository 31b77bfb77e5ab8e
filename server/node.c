#include "node.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/log.h"
#include "base/loop.h"
#include "base/workers.h"
#include "blobs/blobs.h"
#include "store/store.h"

/* "~/x" belongs to whoever runs the program. */
static enum err expand_home(const char *path, char out[static PATH_MAX],
                            struct errmsg *em)
{
    const char *home = getenv("HOME");
    int len;

    if (strncmp(path, "~/", 2) != 0) {
        len = snprintf(out, PATH_MAX, "%s", path);
    } else if (home == NULL || *home == '\0') {
        err_set(em, "data_dir is %s, but HOME is not set; set data_dir", path);
        return ERR_INVALID;
    } else {
        len = snprintf(out, PATH_MAX, "%s%s", home, path + 1);
    }
    if (len >= PATH_MAX) {
        err_set(em, "data_dir is too long");
        return ERR_INVALID;
    }
    return ERR_OK;
}

/* Parents get the usual mode, the directory itself is its owner's only: the
 * key is in it. */
static enum err make_dir(char *path, struct errmsg *em)
{
    for (char *p = path + 1; *p != '\0'; p++) {
        if (*p != '/')
            continue;
        *p = '\0';
        (void)mkdir(path, 0755);
        *p = '/';
    }
    if (mkdir(path, 0700) != 0 && errno != EEXIST) {
        enum err e = err_from_errno(errno);

        err_set(em, "create data_dir %s: %s", path, err_text(e));
        return e;
    }
    return ERR_OK;
}

static enum err open_dir(struct node *n, struct errmsg *em)
{
    enum err e = expand_home(n->config->data_dir, n->data_dir, em);

    if (e == ERR_OK)
        e = make_dir(n->data_dir, em);
    return e;
}

static void choose_name(struct node *n)
{
    const char *name = n->config->node_name;

    if (*name != '\0')
        snprintf(n->name, sizeof n->name, "%s", name);
    else if (gethostname(n->name, sizeof n->name - 1) != 0)
        snprintf(n->name, sizeof n->name, "node");
}

static enum err open_key(struct node *n, struct errmsg *em)
{
    char path[PATH_MAX + 8];

    snprintf(path, sizeof path, "%s/key", n->data_dir);
    return key_load_or_create(path, &n->key, em);
}

static enum err open_loop(struct node *n, struct errmsg *em)
{
    size_t threads = n->config->workers_threads;
    enum err e = loop_new(&n->loop);

    if (threads == 0) {
        long cpus = sysconf(_SC_NPROCESSORS_ONLN);

        threads = cpus < 1 ? 1 : cpus > 64 ? 64 : (size_t)cpus;
    }
    if (e == ERR_OK)
        e = workers_new(n->loop, threads, &n->workers);
    if (e != ERR_OK)
        err_set(em, "start threads: %s", err_text(e));
    return e;
}

static enum err open_store(struct node *n, struct errmsg *em)
{
    struct store_config cfg = {
        .dir = n->data_dir,
        .loop = n->loop,
        .workers = n->workers,
        .max_blob_bytes = n->config->blobs_max_size,
        .max_open = n->config->store_max_open,
    };

    return store_open(&cfg, &n->store, em);
}

static enum err open_blobs(struct node *n, struct errmsg *em)
{
    const struct config *c = n->config;
    struct blobs_config cfg;
    enum err e;

    blobs_config_defaults(&cfg);
    cfg.loop = n->loop;
    cfg.workers = n->workers;
    cfg.store = n->store;
    cfg.max_blob_bytes = c->blobs_max_size;
    cfg.max_serving = c->serve_max_requests;
    cfg.max_serving_per_peer = c->serve_max_requests_per_peer;
    cfg.max_active = c->transfers_max_concurrent;
    cfg.max_history = c->transfers_history;
    cfg.max_attempts = (unsigned)c->transfers_max_attempts;
    cfg.connect_timeout_ms = c->transfers_connect_timeout_ms;
    cfg.stall_timeout_ms = c->transfers_stall_timeout_ms;
    e = blobs_new(&cfg, &n->blobs);
    if (e != ERR_OK) {
        err_set(em, "start blobs: %s", err_text(e));
        return e;
    }
    e = blobs_restore(n->blobs);
    if (e != ERR_OK)
        err_set(em, "take up the transfers: %s", err_text(e));
    return e;
}

enum err node_open(const struct config *config, struct node **out,
                   struct errmsg *em)
{
    struct node *n = calloc(1, sizeof *n);
    enum err e;

    if (n == NULL)
        return ERR_NOMEM;
    n->config = config;
    n->started_wall_ms = clock_wall_ms();
    n->started_mono_ms = clock_mono_ms();
    choose_name(n);
    node_p2p_init(n);

    e = open_dir(n, em);
    if (e == ERR_OK)
        e = open_key(n, em);
    if (e == ERR_OK)
        e = open_loop(n, em);
    if (e == ERR_OK)
        e = open_store(n, em);
    if (e == ERR_OK)
        e = open_blobs(n, em);
    if (e == ERR_OK)
        e = node_limits_open(n, em);
    if (e == ERR_OK && config->p2p_enabled)
        e = node_p2p_open(n, em);
    if (e != ERR_OK) {
        node_close(n);
        return e;
    }
    *out = n;
    return ERR_OK;
}

void node_close(struct node *n)
{
    if (n == NULL)
        return;
    if (n->blobs != NULL)
        blobs_leave(n->blobs);
    node_p2p_close(n);
    node_limits_close(n);
    blobs_free(n->blobs);
    node_peers_close(n);
    store_close(n->store);
    workers_free(n->workers);
    loop_free(n->loop);
    key_wipe(&n->key);
    free(n);
}
