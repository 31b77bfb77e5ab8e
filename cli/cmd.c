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
    {"priority", 0, "LEVEL", OPT_NOTHING, "low, normal, high or critical"},
    {"max-rate", 0, "RATE", OPT_NOTHING,
     "no faster than this, as 10MB/s or 500KiB/s"},
    {"deadline", 0, "SECONDS", OPT_NOTHING,
     "fail on the node when it is not whole after so long"},
    {"detach", 'd', NULL, OPT_NOTHING,
     "start the transfer, print its id and do not wait"},
    {0},
};

static const struct opt ls_options[] = {
    {"state", 's', "STATE", OPT_NOTHING, "only complete, or only partial ones"},
    {"tag", 't', "NAME", OPT_TAGS, "only the one with this tag"},
    {0},
};

static const struct opt peers_options[] = {
    {"state", 's', "STATE", OPT_PEER_STATES,
     "only these, with commas; \"closed\": not connected"},
    {"sort", 0, "ORDER", OPT_PEER_ORDERS,
     "id, name, score, rtt, goodput or since"},
    {0},
};

static const struct opt connect_options[] = {
    {"timeout", 0, "SECONDS", OPT_NOTHING, "give up after so long"},
    {0},
};

static const struct opt ping_options[] = {
    {"count", 'c', "N", OPT_NOTHING, "how many pings (5)"},
    {"size", 's', "BYTES", OPT_NOTHING, "what each carries (32, 1024 at most)"},
    {"timeout", 0, "SECONDS", OPT_NOTHING,
     "give up after so long (5, and one for each ping)"},
    {0},
};

static const struct opt limits_options[] = {
    {"upload", 0, "SPEED", OPT_NOTHING, "what the node sends in all"},
    {"download", 0, "SPEED", OPT_NOTHING, "what it receives in all"},
    {"priority", 0, "PRIORITY", OPT_NOTHING,
     "these two are for transfers of this priority"},
    {"peer-upload", 0, "SPEED", OPT_NOTHING, "what it sends to each peer"},
    {"peer-download", 0, "SPEED", OPT_NOTHING,
     "what it receives from each peer"},
    {"exempt-local", 0, "yes|no", OPT_NOTHING,
     "let peers at private and loopback addresses go free"},
    {0},
};

static const struct opt topology_options[] = {
    {"dot", 0, NULL, OPT_NOTHING, "print the graph for Graphviz"},
    {0},
};

static const struct opt providers_options[] = {
    {"timeout", 0, "SECONDS", OPT_NOTHING,
     "wait so long for answers (2, 30 at most)"},
    {0},
};

static const struct opt events_options[] = {
    {"types", 0, "TYPES", OPT_EVENT_TYPES,
     "only these, with commas; \"reset\" always comes"},
    {"since", 0, "ID", OPT_NOTHING,
     "first what came after the event of that id"},
    {0},
};

static const struct opt doctor_options[] = {
    {"data-dir", 0, "DIR", OPT_FILES,
     "where the data of a node that does not answer is"},
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
     "the node does not have it fetches: from the peers given by --peer, and\n"
     "from those connected that have it. Without --peer the bytes are written\n"
     "while they arrive, and a transfer that was begun goes on after Ctrl-C.\n"
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
     "List what the node fetches, what waits, and what it has fetched. Into a\n"
     "pipe, separated by tabs: id, state, bytes done, size (empty while\n"
     "unknown), hash, error, priority, bytes a second, place in the queue,\n"
     "attempts, time of the next one.",
     NULL, 0, 0, OPT_NOTHING, false, false, cmd_transfers},
    {"cancel", "TRANSFER...", "cancel transfers",
     "Stop each transfer. What it has verified stays on the node.", NULL, 1,
     CMD_MANY, OPT_TRANSFERS, false, false, cmd_cancel},
    {"pause", "TRANSFER...", "pause transfers",
     "Pause each transfer. What it has verified stays, its place is free for\n"
     "the next, and it stays paused over a restart of the node.",
     NULL, 1, CMD_MANY, OPT_TRANSFERS, false, false, cmd_pause},
    {"resume", "TRANSFER...", "let paused transfers go on",
     "Put each transfer back into the queue, where it stood. One that waits\n"
     "for its next attempt makes it now.",
     NULL, 1, CMD_MANY, OPT_TRANSFERS, false, false, cmd_resume},
    {"priority", "TRANSFER LEVEL", "change the priority of a transfer",
     "LEVEL is low, normal, high or critical. Of the transfers that wait, "
     "those\n"
     "of a higher level start first; none that runs is stopped for another.",
     NULL, 2, 2, OPT_TRANSFERS, false, false, cmd_priority},
    {"peers", "", "list other nodes that are connected or known",
     "List the peers. On a terminal: name, first digits of the id, state,\n"
     "kind (firn, or iroh for a stock iroh endpoint), round trip time, loss,\n"
     "bytes a second in and out, score from 0 to 1, for how long it has been\n"
     "in this state, address, and what last went wrong; a narrow terminal\n"
     "shows fewer of these. Into a pipe all of them, separated by tabs: the\n"
     "whole id, milliseconds, loss from 0 to 1, bytes a second, when the "
     "state\n"
     "began; empty when not known.\n"
     "\n"
     "Wherever a command takes a PEER it may be given by its name, by its id,\n"
     "or by the first digits of its id, as long as only one is called so.",
     peers_options, 0, 0, OPT_NOTHING, false, false, cmd_peers},
    {"peer", "PEER", "show all that is known of a peer",
     "Show one peer: state and reason, the address in use and why that one,\n"
     "how good the way is, and each address with where it came from and when\n"
     "it last worked.",
     NULL, 1, 1, OPT_PEERS, false, false, cmd_peer},
    {"connect", "ID@IP:PORT|TICKET|PEER...", "connect to other nodes",
     "Connect to each, print its id, and stay connected: whenever it is lost\n"
     "the node tries again. Done means that the other side has proven its id.\n"
     "With an id or a name alone the node uses what it knows, or can find.",
     connect_options, 1, CMD_MANY, OPT_PEERS, false, false, cmd_connect},
    {"disconnect", "PEER...", "disconnect from peers and forget them",
     "Disconnect from each and forget it. It may come back by itself, or be\n"
     "found again; `firn ban` keeps it away.",
     NULL, 1, CMD_MANY, OPT_PEERS, false, false, cmd_disconnect},
    {"ban", "PEER...", "disconnect from peers and refuse them",
     "Disconnect from each and refuse it from now on, also after a restart. "
     "An\n"
     "id that was never seen is given in full.",
     NULL, 1, CMD_MANY, OPT_PEERS, false, false, cmd_ban},
    {"unban", "PEER...", "let banned peers in again",
     "Take the ban of each back.", NULL, 1, CMD_MANY, OPT_PEERS, false, false,
     cmd_unban},
    {"ping", "PEER", "measure the way to a peer",
     "Let the node ping a connected peer and print how many came back, and\n"
     "their least, mean and greatest round trip time. With -q only the mean,\n"
     "in milliseconds. Ends with 6 when nothing came back.",
     ping_options, 1, 1, OPT_PEERS, false, false, cmd_ping},
    {"discovery", "", "show what each source of peers sees",
     "Show each source of peers: its state, whether others find this node by\n"
     "it, how many nodes it sees and has found in all, its failures and the\n"
     "last trouble; then each node that it sees. Into a pipe a line begins\n"
     "with \"source\" or \"sighting\". With --json one source a line.\n"
     "\n"
     "  static    the list in the settings\n"
     "  mdns      Avahi, on the local network\n"
     "  lan       iroh's own multicast, on the local network\n"
     "  dns       TXT records at _iroh.<id>.<domain>\n"
     "  exchange  what peers tell of peers",
     NULL, 0, 0, OPT_NOTHING, false, false, cmd_discovery},
    {"limits", "", "show the ceilings on speed, or change them",
     "Show how fast blobs may go: the whole node as set and as it holds now,\n"
     "each peer, each priority of transfers, and the times of the week at\n"
     "which others hold for the node. With options: change those ceilings, at\n"
     "once and for good, then show them. SPEED is like 10MB/s or 500KiB/s,\n"
     "none for no ceiling, default for what the settings say. Into a pipe,\n"
     "separated by tabs: what, bytes a second up and down, 0 for none.\n"
     "\n"
     "  firn limits --upload 10MB/s --download none\n"
     "  firn limits --priority low --download 1MB/s",
     limits_options, 0, 0, OPT_NOTHING, false, false, cmd_limits},
    {"topology", "", "show all nodes and the links between them",
     "Show the graph of all nodes, as far as this node knows: first the "
     "nodes,\n"
     "then the links, each once. In and out are bytes a second as the first\n"
     "node of the link sees them. Into a pipe, separated by tabs: \"node\",\n"
     "name, id, state, version, seconds up, blobs, bytes; and \"link\", two\n"
     "ids, milliseconds, loss, bytes a second in and out, path, since.\n"
     "\n"
     "  firn topology --dot | dot -Tsvg > firn.svg",
     topology_options, 0, 0, OPT_NOTHING, false, false, cmd_topology},
    {"providers", "HASH", "ask which peers have a blob",
     "Ask every connected firn node whether it has the blob, and list those\n"
     "that say so. Into a pipe, separated by tabs: id, complete or partial,\n"
     "size (empty while unknown), bytes held, when it said so. Ends with 4\n"
     "when nobody has it.",
     providers_options, 1, 1, OPT_BLOBS, false, false, cmd_providers},
    {"events", "", "print what happens, as it happens",
     "Print each event of the node, a line for each, until interrupted; a\n"
     "broken connection is taken up again after the last one. With --json "
     "each\n"
     "line is {\"event\":...,\"id\":...,\"data\":...}. \"reset\" says that "
     "events\n"
     "were lost.",
     events_options, 0, 0, OPT_NOTHING, false, false, cmd_events},
    {"doctor", "", "find out what is wrong, and what to do about it",
     "Check the node and the machine, a line for each check: ok, warn or "
     "fail,\n"
     "and what to do. Looks at versions, who can reach the HTTP interface, "
     "UDP\n"
     "sockets, addresses and address translation, each source of peers, peers\n"
     "and why they fail, clock, disk, limits and background work. When no "
     "node\n"
     "answers on this machine: whether its data is in use, its ports are "
     "free,\n"
     "and how to start it; settings are then those of the environment (as\n"
     "FIRN_DATA_DIR, FIRN_P2P_LISTEN), else the defaults.\n"
     "\n"
     "With --json each line is {\"check\",\"verdict\",\"text\",\"hint\"}. With "
     "-q\n"
     "only what is not ok is printed. Ends with 1 when a check failed.",
     doctor_options, 0, 0, OPT_NOTHING, false, false, cmd_doctor},
    {"watch", "[TRANSFER]", "follow a transfer, or all that happens",
     "With TRANSFER: show its progress until it is over, and end as it ended.\n"
     "Without: print each event of the node until interrupted. With --json\n"
     "each line is {\"event\":...,\"id\":...,\"data\":...}, or the transfer's\n"
     "object when one was named.",
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
     "KIND is blobs, tags, transfers, peers, peer-states, peer-orders or\n"
     "event-types.",
     NULL, 1, 1, OPT_NOTHING, false, true, cmd_complete},
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
