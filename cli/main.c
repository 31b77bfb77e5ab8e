/* firn: the command line client.
 *
 *   1. global options, then the command's name, then the rest by its table
 *   2. the command does its work through the REST interface
 *   3. its result becomes the exit code, its message one line of text */
#include <locale.h>
#include <stdlib.h>
#include <string.h>

#include "cli/cli.h"
#include "cli/cmd.h"
#include "cli/exit.h"
#include "cli/interrupt.h"
#include "cli/opts.h"

#define DEFAULT_URL "http://127.0.0.1:8420"

/* Only before the command. */
static const struct opt first_options[] = {
    {"version", 'V', NULL, OPT_NOTHING, "print the version and end"},
    {0},
};

/* From the command line, else the environment, else the default. */
static const char *node_url(const struct opts *before, const struct opts *after)
{
    const char *url = opts_value(after, "url");

    if (url == NULL)
        url = opts_value(before, "url");
    if (url == NULL)
        url = getenv("FIRN_URL");
    return url != NULL && *url != '\0' ? url : DEFAULT_URL;
}

static bool either_has(const struct opts *a, const struct opts *b,
                       const char *name)
{
    return opts_has(a, name) || opts_has(b, name);
}

static enum err check_args(const struct cmd *cmd, const struct opts *o,
                           struct errmsg *em)
{
    if (opts_args(o) < cmd->min_args)
        err_set(em, "%s: something is missing: firn %s %s", cmd->name,
                cmd->name, cmd->synopsis);
    else if (opts_args(o) > cmd->max_args)
        err_set(em, "%s: \"%s\" is too much: firn %s %s", cmd->name,
                opts_arg(o, cmd->max_args), cmd->name, cmd->synopsis);
    else
        return ERR_OK;
    return ERR_INVALID;
}

static enum err run_command(const struct cmd *cmd, const struct opts *before,
                            const struct opts *o, struct errmsg *em)
{
    struct cli c = {.json = either_has(before, o, "json"),
                    .quiet = either_has(before, o, "quiet")};
    enum err e;

    if (opts_has(o, "help")) {
        help_command(stdout, cmd);
        return ERR_OK;
    }
    e = check_args(cmd, o, em);
    if (e != ERR_OK)
        return e;
    if (!cmd->is_local)
        e = http_new(node_url(before, o), &c.http, em);
    if (e == ERR_OK)
        e = cmd->exec(&c, o, em);
    http_free(c.http);
    return e;
}

static enum err find_command(const struct opts *before, const struct cmd **out,
                             struct errmsg *em)
{
    const char *name = opts_arg(before, 0);

    *out = NULL;
    if (opts_has(before, "help")) {
        help_overview(stdout);
        return ERR_OK;
    }
    if (opts_has(before, "version")) {
        puts("firn " FIRN_VERSION);
        return ERR_OK;
    }
    if (name == NULL) {
        help_overview(stderr);
        return ERR_INVALID;
    }
    *out = cmd_find(name);
    if (*out != NULL)
        return ERR_OK;
    err_set(em, "there is no command \"%s\"; `firn help` lists them", name);
    return ERR_INVALID;
}

static enum err run(int argc, const char *const *argv, struct errmsg *em)
{
    struct opts *before = NULL, *o = NULL;
    const struct cmd *cmd;
    int rest;
    enum err e;

    e = opts_parse(first_options, cmd_options, argc - 1, argv + 1, true,
                   &before, em);
    if (e == ERR_OK)
        e = find_command(before, &cmd, em);
    if (e != ERR_OK || cmd == NULL)
        goto done;
    rest = argc - (int)opts_args(before) + 1;
    e = opts_parse(cmd->options, cmd_options, argc - rest, argv + rest, false,
                   &o, em);
    if (e != ERR_OK)
        err_wrap(em, "%s", cmd->name);
    else
        e = run_command(cmd, before, o, em);
done:
    opts_free(before);
    opts_free(o);
    return e;
}

int main(int argc, char **argv)
{
    struct errmsg em = {0};
    enum err e;

    setlocale(LC_ALL, "C");
    interrupt_install();
    e = run(argc, (const char *const *)argv, &em);
    if (fflush(stdout) != 0 && e == ERR_OK) {
        err_set(&em, "standard output cannot be written");
        e = ERR_IO;
    }
    /* An empty message: the command has told its failures itself. */
    if (e != ERR_OK && em.text[0] != '\0')
        cli_complain(e, &em);
    return (int)exit_from_err(e);
}
