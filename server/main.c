/* firnd: command line, signals, exit code. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include "api/api.h"
#include "base/log.h"
#include "base/loop.h"
#include "config.h"
#include "config_help.h"
#include "node.h"
#include "notify.h"
#include "ops/ask_node.h"
#include "ops/ops.h"
#include "signals.h"

enum exit_code { EXIT_OK = 0, EXIT_RUNTIME = 1, EXIT_USAGE = 2 };

static const char usage[] =
    "firnd: a node that keeps blobs by their hash and exchanges them with\n"
    "other nodes.\n"
    "\n"
    "usage: firnd [--config=FILE] [--SETTING=VALUE ...]\n"
    "\n"
    "  --data_dir=DIR         where key, database and blobs are\n"
    "  --http.listen=IP:PORT  REST and the page for browsers\n"
    "                         (default 127.0.0.1:8420)\n"
    "  --p2p.listen=IP:PORT   other nodes (default port 8421)\n"
    "  --log.level=LEVEL      debug, info, warn, error or off\n"
    "\n"
    "  --config=FILE          settings in YAML; else ~/.config/firn/firn.yaml\n"
    "                         or /etc/firn/firn.yaml when there is one\n"
    "  --check-config         read all settings, then stop\n"
    "  --print-ready          print one line of JSON when serving\n"
    "  --help-settings        list all settings (=markdown: as a page)\n"
    "  --version, --help\n"
    "\n"
    "Every setting is also a variable: --http.listen is FIRN_HTTP_LISTEN.\n"
    "SIGTERM or SIGINT stops the node gracefully, a second one at once.\n";

struct options {
    const char *config_file;
    bool check_only;
    bool print_ready;
};

/* Everything that runs. */
struct program {
    struct config config;
    struct node *node;
    struct ops *ops;
    struct api *api;
    struct signals *signals;
};

extern char **environ;

static const char *flag_value(const char *flag, const char *name)
{
    size_t len = strlen(name);

    return strncmp(flag, name, len) == 0 && flag[len] == '=' ? flag + len + 1
                                                             : NULL;
}

static _Noreturn void finish_with(enum exit_code code)
{
    exit(fflush(stdout) == 0 ? (int)code : EXIT_RUNTIME);
}

/* Is it one of the program's own flags? The rest are settings. */
static bool take_option(const char *flag, struct options *o)
{
    const char *file = flag_value(flag, "--config");

    if (file != NULL)
        o->config_file = file;
    else if (strcmp(flag, "--check-config") == 0)
        o->check_only = true;
    else if (strcmp(flag, "--print-ready") == 0)
        o->print_ready = true;
    else
        return false;
    return true;
}

static void answer_questions(int argc, char **argv)
{
    for (int i = 1; i < argc; i++) {
        const char *form = flag_value(argv[i], "--help-settings");

        if (strcmp(argv[i], "--help") == 0 || strcmp(argv[i], "-h") == 0)
            fputs(usage, stdout);
        else if (strcmp(argv[i], "--version") == 0)
            puts("firnd " FIRN_VERSION);
        else if (strcmp(argv[i], "--help-settings") == 0)
            config_help(stdout);
        else if (form != NULL && strcmp(form, "markdown") == 0)
            config_help_markdown(stdout);
        else
            continue;
        finish_with(EXIT_OK);
    }
}

static enum err read_standard_file(struct config *c, struct errmsg *em)
{
    const char *home = getenv("HOME");
    char path[4096];

    if (home != NULL) {
        snprintf(path, sizeof path, "%s/.config/firn/firn.yaml", home);
        if (access(path, F_OK) == 0)
            return config_read_file(c, path, em);
    }
    if (access("/etc/firn/firn.yaml", F_OK) == 0)
        return config_read_file(c, "/etc/firn/firn.yaml", em);
    return ERR_OK;
}

static enum err read_flags(struct config *c, int argc, char **argv,
                           struct errmsg *em)
{
    enum err e = ERR_OK;

    for (int i = 1; i < argc && e == ERR_OK; i++) {
        struct options ignored;

        if (!take_option(argv[i], &ignored))
            e = config_read_flag(c, argv[i], em);
    }
    return e;
}

static enum err read_settings(struct config *c, struct options *o, int argc,
                              char **argv, struct errmsg *em)
{
    enum err e = config_init(c);

    for (int i = 1; i < argc; i++)
        (void)take_option(argv[i], o);
    if (e == ERR_OK)
        e = o->config_file != NULL ? config_read_file(c, o->config_file, em)
                                   : read_standard_file(c, em);
    if (e == ERR_OK)
        e = config_read_env(c, (const char *const *)environ, em);
    if (e == ERR_OK)
        e = read_flags(c, argc, argv, em);
    if (e == ERR_OK)
        e = config_check(c, em);
    return e;
}

/* Every connection and every blob in use takes a descriptor. */
static void raise_descriptors(void)
{
    struct rlimit r;

    if (getrlimit(RLIMIT_NOFILE, &r) == 0 && r.rlim_cur < r.rlim_max) {
        r.rlim_cur = r.rlim_max;
        (void)setrlimit(RLIMIT_NOFILE, &r);
    }
}

/* ---- stopping -----------------------------------------------------------*/

static void on_api_stopped(void *arg)
{
    struct program *p = arg;

    loop_stop(p->node->loop);
}

static void on_signal(int signum, void *arg)
{
    struct program *p = arg;

    log_info(LOG_NODE, "stop: %s", strsignal(signum));
    notify_stopping();
    api_stop(p->api, on_api_stopped, p);
}

/* ---- running ------------------------------------------------------------*/

static void add_address(char *out, size_t size, const struct addr *a,
                        bool is_first)
{
    char text[ADDR_TEXT_SIZE];
    size_t len = strlen(out);

    addr_format(a, text);
    snprintf(out + len, size - len, "%s\"%s\"", is_first ? "" : ",", text);
}

/* Addresses and ids have nothing that JSON would want escaped. */
static void print_ready(const struct program *p)
{
    struct addr bound[QUIC_MAX_SOCKETS], http;
    char id[NODE_ID_HEX_SIZE], list[QUIC_MAX_SOCKETS * ADDR_TEXT_SIZE] = "";
    char http_text[ADDR_TEXT_SIZE] = "";
    size_t len = node_p2p_bound(p->node, bound, QUIC_MAX_SOCKETS);

    for (size_t i = 0; i < len; i++)
        add_address(list, sizeof list, &bound[i], i == 0);
    if (api_bound(p->api, &http, 1) == 1)
        addr_format(&http, http_text);
    node_id_hex(&p->node->key.id, id);
    printf("{\"ready\":true,\"id\":\"%s\",\"http\":\"%s\",\"p2p\":[%s]}\n", id,
           http_text, list);
    fflush(stdout);
}

static void log_ready(const struct program *p)
{
    struct addr a[CONFIG_MAX_ADDRS];
    char text[ADDR_TEXT_SIZE], id[NODE_ID_HEX_SIZE];
    size_t len = api_bound(p->api, a, CONFIG_MAX_ADDRS);

    node_id_hex(&p->node->key.id, id);
    log_info(LOG_NODE, "firnd %s: node %s, data in %s", FIRN_VERSION, id,
             p->node->data_dir);
    for (size_t i = 0; i < len; i++) {
        addr_format(&a[i], text);
        log_info(LOG_HTTP, "serving on http://%s/", text);
    }
    len = node_p2p_bound(p->node, a, CONFIG_MAX_ADDRS);
    for (size_t i = 0; i < len; i++) {
        addr_format(&a[i], text);
        log_info(LOG_QUIC, "listening on %s", text);
    }
}

static enum err start(struct program *p, struct errmsg *em)
{
    enum err e = node_open(&p->config, &p->node, em);

    if (e == ERR_OK)
        e = ops_new(p->node, event_render, &p->ops);
    if (e == ERR_OK)
        e = api_start(&p->config, p->ops, &p->api, em);
    if (e == ERR_OK)
        e = signals_start(p->node->loop, on_signal, p, &p->signals);
    if (e != ERR_OK && em->text[0] == '\0')
        err_set(em, "%s", err_text(e));
    return e;
}

static void stop(struct program *p)
{
    signals_stop(p->signals);
    api_free(p->api);
    if (p->ops != NULL)
        ops_close(p->ops);
    ops_free(p->ops);
    node_close(p->node);
}

static enum exit_code run(struct program *p, const struct options *o)
{
    struct errmsg em = {0};
    enum err e = start(p, &em);

    if (e == ERR_OK) {
        log_ready(p);
        if (o->print_ready)
            print_ready(p);
        notify_ready("serving");
        loop_run(p->node->loop);
    } else {
        log_error(LOG_NODE, "cannot start: %s", em.text);
    }
    stop(p);
    if (e == ERR_OK)
        log_info(LOG_NODE, "stopped");
    return e == ERR_OK ? EXIT_OK : EXIT_RUNTIME;
}

int main(int argc, char **argv)
{
    struct program p = {0};
    struct options o = {0};
    struct errmsg em = {0};
    enum exit_code code = EXIT_OK;
    enum err e;

    answer_questions(argc, argv);
    e = read_settings(&p.config, &o, argc, argv, &em);
    if (e != ERR_OK) {
        fprintf(stderr, "firnd: %s\n",
                em.text[0] != '\0' ? em.text : err_text(e));
        code = EXIT_USAGE;
    } else if (o.check_only) {
        puts("settings are good");
    } else {
        log_setup((enum log_level)p.config.log_level,
                  (enum log_format)p.config.log_format);
        signals_block();
        raise_descriptors();
        code = run(&p, &o);
    }
    config_clear(&p.config);
    finish_with(code);
}
