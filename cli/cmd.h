/* The table of commands: everything help, completion and dispatch know.
 *
 * A command is one file cmd_<name>.c with one entry below; it prints its
 * results, and leaves the telling of its failure to main by filling `em`.
 *
 * Thread: main. */
#pragma once

#include <stdio.h>

#include "base/err.h"
#include "cli/cli.h"
#include "cli/opts.h"

typedef enum err cmd_fn(struct cli *c, const struct opts *o, struct errmsg *em);

struct cmd {
    const char *name;
    const char *synopsis; /* arguments as help shows them */
    const char *summary;  /* one line */
    const char *help;     /* paragraphs, lines of at most 78 columns */
    const struct opt *options;
    size_t min_args;
    size_t max_args;
    enum opt_complete complete; /* what its arguments are */
    bool is_local;              /* needs no node: exec gets http NULL */
    bool is_hidden;
    cmd_fn *exec;
};

#define CMD_MANY ((size_t)-1)

/* The table, ended by an entry without a name. */
extern const struct cmd cmd_table[];

/* Options that every command takes. */
extern const struct opt cmd_options[];

const struct cmd *cmd_find(const char *name); /* NULL when there is none */

/* help.c */
void help_overview(FILE *f);
void help_command(FILE *f, const struct cmd *cmd);

cmd_fn cmd_add;
cmd_fn cmd_ban;
cmd_fn cmd_cancel;
cmd_fn cmd_pause;
cmd_fn cmd_resume;
cmd_fn cmd_priority;
cmd_fn cmd_complete;
cmd_fn cmd_completion;
cmd_fn cmd_connect;
cmd_fn cmd_disconnect;
cmd_fn cmd_discovery;
cmd_fn cmd_doctor;
cmd_fn cmd_events;
cmd_fn cmd_get;
cmd_fn cmd_help;
cmd_fn cmd_limits;
cmd_fn cmd_ls;
cmd_fn cmd_node;
cmd_fn cmd_peer;
cmd_fn cmd_peers;
cmd_fn cmd_ping;
cmd_fn cmd_providers;
cmd_fn cmd_rm;
cmd_fn cmd_tag;
cmd_fn cmd_tags;
cmd_fn cmd_ticket;
cmd_fn cmd_topology;
cmd_fn cmd_transfers;
cmd_fn cmd_unban;
cmd_fn cmd_untag;
cmd_fn cmd_verify;
cmd_fn cmd_version;
cmd_fn cmd_watch;
