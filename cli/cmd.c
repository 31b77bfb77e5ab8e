#include <string.h>

#include "cli/cmd.h"

const struct opt cmd_options[] = {
    {"url", 0, "URL", OPT_NOTHING,
     "the node (FIRN_URL, else http://127.0.0.1:8420)"},
    {"json", 0, NULL, OPT_NOTHING,
     "print JSON, one object a line, sizes in bytes"},
    {"quiet", 'q', NULL, OPT_NOTHING,
     "print only names (hashes, ids), no remarks, no bars"},
    {"help", 'h', NULL, OPT_NOTHING, "print help and end"},
    {0},
};

static const struct opt add_options[] = {
    {"tag", 't', "NAME", OPT_TAGS, "give the blob this tag; one FILE only"},
    {0},
};

static const struct opt get_options[] = {
    {"output", 'o', "FILE", OPT_FILES,
     "write the bytes to FILE, \"-\" for standard output"},
    {"peer", 'p', "ID@IP:PORT", OPT_NOTHING,
     "a node that may have it; may be repeated"},
    {"tag", 't', "NAME", OPT_TAGS, "tag the blob on the node when it is there"},
    {"sequence", 's', NULL, OPT_NOTHING,
     "HASH is a list of hashes: fetch those as well"},
    {"timeout", 0, "SECONDS", OPT_NOTHING,
     "give up, and cancel the transfer, after so long"},
    {"detach", 'd', NULL, OPT_NOTHING,
     "start the transfer, print its id and do not wait"},
    {0},
};

static const struct opt ls_options[] = {
    {"state", 's', "STATE", OPT_NOTHING, "only complete, or only partial ones"},
    {"tag", 't', "NAME", OPT_TAGS, "only the one with this tag"},
    {0},
};

static const struct opt rm_options[] = {
    {"force", 'f', NULL, OPT_NOTHING, "also when tagged; its tags go with it"},
    {0},
};

static const struct opt ticket_options[] = {
    {"endpoint", 'e', NULL, OPT_NOTHING,
     "for iroh 1.x: the ticket of this node alone"},
    {"sequence", 's', NULL, OPT_NOTHING,
     "HASH is a list of hashes: those go with it"},
    {0},
};

const struct cmd cmd_table[] = {
    {"node", "", "show the node: id, addresses, ticket",
     "Show who the node is, where it listens, how long it has been up, and\n"
     "the ticket by which others reach it.",
     NULL, 0, 0, OPT_NOTHING, false, false, cmd_node},
    {"add", "FILE...", "put files into the node",
     "Store each FILE in the node and print its hash and name. \"-\" reads\n"
     "standard input. The file is streamed: its size does not matter. Content\n"
     "that the node has already costs no space.",
     add_options, 1, CMD_MANY, OPT_FILES, false, false, cmd_add},
    {"get", "HASH|TICKET", "fetch a blob from peers, or write it to a file",
     "With a TICKET: the node fetches the blob from the node that made the\n"
     "ticket, showing progress, and prints the hash. With -o the bytes are\n"
     "then written to FILE, which gets its name when it is whole.\n"
     "\n"
     "With a HASH: the blob is written to FILE, or to standard output. What\n"
     "the node does not have it fetches from the peers given by --peer.\n"
     "\n"
     "What was fetched and verified is kept by the node: a transfer that was\n"
     "interrupted continues where it stopped when it is started again. Ctrl-C\n"
     "cancels the transfer.",
     get_options, 1, 1, OPT_BLOBS, false, false, cmd_get},
    {"ls", "", "list the blobs of the node",
     "List what the node has. On a terminal: size in binary units (1 KiB is\n"
     "1024 bytes), how much of it is there, hash, tags. Into a pipe, "
     "separated\n"
     "by tabs: hash, bytes, bytes held, state, tags (joined by commas; a\n"
     "backslash escapes what would be ambiguous).",
     ls_options, 0, 0, OPT_NOTHING, false, false, cmd_ls},
    {"rm", "HASH...", "remove blobs from the node",
     "Remove each blob. A blob with a tag is kept unless --force is given.",
     rm_options, 1, CMD_MANY, OPT_BLOBS, false, false, cmd_rm},
    {"tag", "NAME HASH", "give a blob a name",
     "Let the tag NAME point to HASH. A tag that exists is moved.", NULL, 2, 2,
     OPT_BLOBS, false, false, cmd_tag},
    {"tags", "", "list tags",
     "List all tags. Into a pipe, separated by tabs: name, hash.", NULL, 0, 0,
     OPT_NOTHING, false, false, cmd_tags},
    {"untag", "NAME...", "remove tags; the blobs stay", "Remove each tag.",
     NULL, 1, CMD_MANY, OPT_TAGS, false, false, cmd_untag},
    {"ticket", "HASH", "print a ticket for a blob",
     "Print the ticket by which another node fetches the blob from this one,\n"
     "with `firn get` there or with iroh 0.35.",
     ticket_options, 1, 1, OPT_BLOBS, false, false, cmd_ticket},
    {"verify", "HASH...", "check blobs against their hashes, from disk",
     "Read each blob from the disk and compare it with its hash. Ends with 5\n"
     "when one is damaged.",
     NULL, 1, CMD_MANY, OPT_BLOBS, false, false, cmd_verify},
    {"transfers", "", "list transfers",
     "List what the node fetches and has fetched since it started. Into a\n"
     "pipe, separated by tabs: id, state, bytes done, size (empty while\n"
     "unknown), hash, error.",
     NULL, 0, 0, OPT_NOTHING, false, false, cmd_transfers},
    {"cancel", "TRANSFER...", "cancel transfers",
     "Stop each transfer. What it has verified stays on the node.", NULL, 1,
     CMD_MANY, OPT_TRANSFERS, false, false, cmd_cancel},
    {"watch", "[TRANSFER]", "follow a transfer, or all that happens",
     "With TRANSFER: show its progress until it is over, and end as it ended.\n"
     "Without: print each event of the node until interrupted. With --json\n"
     "each line is {\"event\":...,\"data\":...}, or the transfer's object "
     "when\n"
     "one was named.",
     NULL, 0, 1, OPT_TRANSFERS, false, false, cmd_watch},
    {"completion", "bash|zsh|fish", "print a completion script for a shell",
     "Print the script; hashes and ids are completed by asking the node.\n"
     "\n"
     "  bash:  source <(firn completion bash)\n"
     "  zsh:   firn completion zsh > \"${fpath[1]}/_firn\"\n"
     "  fish:  firn completion fish > ~/.config/fish/completions/firn.fish",
     NULL, 1, 1, OPT_SHELLS, true, false, cmd_completion},
    {"version", "", "print the versions of firn and of the node",
     "Print the version of this program, and of the node if one answers.", NULL,
     0, 0, OPT_NOTHING, false, false, cmd_version},
    {"help", "[COMMAND]", "explain a command", "Print help.", NULL, 0, 1,
     OPT_COMMANDS, true, false, cmd_help},
    {"__complete", "KIND", "print words for a shell to complete",
     "KIND is blobs, tags or transfers.", NULL, 1, 1, OPT_NOTHING, false, true,
     cmd_complete},
    {0},
};

const struct cmd *cmd_find(const char *name)
{
    for (const struct cmd *c = cmd_table; c->name != NULL; c++) {
        if (strcmp(c->name, name) == 0)
            return c;
    }
    return NULL;
}
