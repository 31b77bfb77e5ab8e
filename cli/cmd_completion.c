/* firn completion: scripts made from the table of commands.
 *
 * Each is a fixed frame with the table's part in the middle; names that only
 * the node knows are asked for with the hidden `firn __complete`. */
#include <stdio.h>
#include <string.h>

#include "cli/cmd.h"

/* How the frames name what can stand in a place. */
static const char *kind_word(enum opt_complete kind)
{
    switch (kind) {
    case OPT_FILES:
        return "files";
    case OPT_BLOBS:
        return "blobs";
    case OPT_TAGS:
        return "tags";
    case OPT_TRANSFERS:
        return "transfers";
    case OPT_PEERS:
        return "peers";
    case OPT_PEER_STATES:
        return "peer-states";
    case OPT_PEER_ORDERS:
        return "peer-orders";
    case OPT_EVENT_TYPES:
        return "event-types";
    case OPT_SHELLS:
        return "shells";
    case OPT_COMMANDS:
        return "commands";
    default:
        return "nothing";
    }
}

/* Inside single quotes of a POSIX shell, or of fish. */
static void put_quoted(const char *text, const char *quote)
{
    putchar('\'');
    for (; *text != '\0'; text++) {
        if (*text == '\'')
            fputs(quote, stdout);
        else
            putchar(*text);
    }
    putchar('\'');
}

static void put_commands(const char *separator)
{
    const char *before = "";

    for (const struct cmd *c = cmd_table; c->name != NULL; c++) {
        if (c->is_hidden)
            continue;
        printf("%s%s", before, c->name);
        before = separator;
    }
}

static void put_option_words(const struct opt *o)
{
    for (; o != NULL && o->name != NULL; o++)
        printf(" --%s", o->name);
}

/* "get:-o|get:--output) kind=files ;;" for each option with a value. */
static void put_value_cases(const char *cmd, const struct opt *o)
{
    for (; o != NULL && o->name != NULL; o++) {
        if (o->value == NULL)
            continue;
        printf("        %s:--%s", cmd, o->name);
        if (o->letter != 0)
            printf("|%s:-%c", cmd, o->letter);
        printf(") kind=%s ;;\n", kind_word(o->complete));
    }
}

/* The part that bash and zsh share: sets `kind` and `options` from `cmd` and
 * `prev`. */
static void put_cases(void)
{
    puts("    case $cmd in");
    for (const struct cmd *c = cmd_table; c->name != NULL; c++) {
        if (c->is_hidden)
            continue;
        printf("        %s) kind=%s; options=\"", c->name,
               kind_word(c->complete));
        put_option_words(c->options);
        put_option_words(cmd_options);
        puts(" \" ;;");
    }
    puts("    esac\n    case $cmd:$prev in");
    for (const struct cmd *c = cmd_table; c->name != NULL; c++)
        put_value_cases(c->name, c->options);
    put_value_cases("*", cmd_options);
    puts("    esac");
}

/* Before and after what comes from the table. */
static const char bash_head[] =
    "# bash completion for firn; made by `firn completion bash`\n"
    "_firn()\n"
    "{\n"
    "    # By blanks only: bash's own words end at the colons of a URL.\n"
    "    local line=${COMP_LINE:0:COMP_POINT} cmd='' kind=commands i\n"
    "    local cur prev options=' --url --json --quiet --help --version '\n"
    "    local -a url=() words=()\n"
    "    read -ra words <<< \"$line\"\n"
    "    [[ $line == *[[:space:]] ]] && words+=('')\n"
    "    cur=${words[-1]} prev=${words[-2]}\n"
    "    for ((i = 1; i < ${#words[@]} - 1; i++)); do\n"
    "        case ${words[i]} in\n"
    "            --url) url=(--url \"${words[i + 1]}\"); ((i++)) ;;\n"
    "            --url=*) url=(\"${words[i]}\") ;;\n"
    "            -*) ;;\n"
    "            *) [[ -z $cmd ]] && cmd=${words[i]} ;;\n"
    "        esac\n"
    "    done\n";

static const char bash_reply[] =
    "    COMPREPLY=()\n"
    "    if [[ $cur == -* && $prev != -- ]]; then\n"
    "        mapfile -t COMPREPLY < <(compgen -W \"$options\" -- "
    "\"$cur\")\n"
    "        return\n"
    "    fi\n"
    "    case $kind in\n"
    "        nothing) ;;\n"
    "        files)\n"
    "            compopt -o filenames 2> /dev/null\n"
    "            mapfile -t COMPREPLY < <(compgen -f -- \"$cur\") ;;\n"
    "        commands) line='";

static const char bash_tail[] =
    "'\n"
    "            mapfile -t COMPREPLY < <(compgen -W \"$line\" -- \"$cur\")"
    " ;;\n"
    "        shells)\n"
    "            mapfile -t COMPREPLY < <(compgen -W 'bash zsh fish' --"
    " \"$cur\") ;;\n"
    "        *)\n"
    "            line=$(firn \"${url[@]}\" __complete \"$kind\""
    " 2> /dev/null)\n"
    "            mapfile -t COMPREPLY < <(compgen -W \"$line\" -- \"$cur\")"
    " ;;\n"
    "    esac\n"
    "}\n"
    "complete -F _firn firn\n";

static void print_bash(void)
{
    fputs(bash_head, stdout);
    put_cases();
    fputs(bash_reply, stdout);
    put_commands(" ");
    fputs(bash_tail, stdout);
}

static void put_zsh_commands(void)
{
    puts("    described=(");
    for (const struct cmd *c = cmd_table; c->name != NULL; c++) {
        char line[160];

        if (c->is_hidden)
            continue;
        snprintf(line, sizeof line, "%s:%s", c->name, c->summary);
        fputs("        ", stdout);
        put_quoted(line, "'\\''");
        putchar('\n');
    }
    puts("    )");
}

static const char zsh_head[] =
    "#compdef firn\n"
    "# zsh completion for firn; made by `firn completion zsh`\n"
    "_firn()\n"
    "{\n"
    "    local cur=$words[CURRENT] prev=$words[CURRENT-1]\n"
    "    local cmd='' kind=commands options='' i\n"
    "    local -a url described\n"
    "    for ((i = 2; i < CURRENT; i++)); do\n"
    "        case $words[i] in\n"
    "            --url) url=(--url $words[i+1]); ((i++)) ;;\n"
    "            -*) ;;\n"
    "            *) [[ -z $cmd ]] && cmd=$words[i] ;;\n"
    "        esac\n"
    "    done\n"
    "    options=' --url --json --quiet --help --version '\n";

static const char zsh_reply[] = "    if [[ $cur == -* && $prev != -- ]]; then\n"
                                "        compadd -- ${=options}\n"
                                "        return\n"
                                "    fi\n";

static const char zsh_tail[] =
    "    case $kind in\n"
    "        nothing) _message 'a value' ;;\n"
    "        files) _files ;;\n"
    "        commands) _describe command described ;;\n"
    "        shells) compadd bash zsh fish ;;\n"
    "        *) compadd -- ${(f)\"$(firn $url __complete $kind"
    " 2> /dev/null)\"} ;;\n"
    "    esac\n"
    "}\n"
    "if [[ $funcstack[1] == _firn ]]; then\n"
    "    _firn \"$@\"\n"
    "else\n"
    "    compdef _firn firn\n"
    "fi\n";

static void print_zsh(void)
{
    fputs(zsh_head, stdout);
    put_cases();
    fputs(zsh_reply, stdout);
    put_zsh_commands();
    fputs(zsh_tail, stdout);
}

/* What fish runs or lists for a kind, after -a. */
static void put_fish_words(enum opt_complete kind)
{
    if (kind == OPT_SHELLS)
        fputs(" -a 'bash zsh fish'", stdout);
    else if (kind == OPT_COMMANDS) {
        fputs(" -a '", stdout);
        put_commands(" ");
        putchar('\'');
    } else if (kind != OPT_NOTHING && kind != OPT_FILES)
        printf(" -a '(__firn_ask %s)'", kind_word(kind));
}

static void put_fish_options(const char *condition, const struct opt *o)
{
    for (; o != NULL && o->name != NULL; o++) {
        printf("complete -c firn%s -l %s", condition, o->name);
        if (o->letter != 0)
            printf(" -s %c", o->letter);
        if (o->value != NULL)
            fputs(o->complete == OPT_FILES ? " -r -F" : " -x", stdout);
        put_fish_words(o->complete);
        fputs(" -d ", stdout);
        put_quoted(o->help, "\\'");
        putchar('\n');
    }
}

static void put_fish_command(const struct cmd *c)
{
    char condition[96];

    printf("complete -c firn -n __fish_use_subcommand -a %s -d ", c->name);
    put_quoted(c->summary, "\\'");
    putchar('\n');
    snprintf(condition, sizeof condition,
             " -n '__fish_seen_subcommand_from %s'", c->name);
    put_fish_options(condition, c->options);
    if (c->complete == OPT_NOTHING)
        return;
    printf("complete -c firn%s%s", condition,
           c->complete == OPT_FILES ? " -F" : "");
    put_fish_words(c->complete);
    putchar('\n');
}

static void print_fish(void)
{
    puts("# fish completion for firn; made by `firn completion fish`\n"
         "function __firn_ask\n"
         "    set -l words (commandline -opc)\n"
         "    set -l url\n"
         "    if set -l i (contains -i -- --url $words)\n"
         "        set url --url $words[(math $i + 1)]\n"
         "    end\n"
         "    firn $url __complete $argv[1] 2>/dev/null\n"
         "end\n"
         "complete -c firn -f");
    put_fish_options("", cmd_options);
    for (const struct cmd *c = cmd_table; c->name != NULL; c++) {
        if (!c->is_hidden)
            put_fish_command(c);
    }
}

enum err cmd_completion(struct cli *c, const struct opts *o, struct errmsg *em)
{
    const char *shell = opts_arg(o, 0);

    if (strcmp(shell, "bash") == 0)
        print_bash();
    else if (strcmp(shell, "zsh") == 0)
        print_zsh();
    else if (strcmp(shell, "fish") == 0)
        print_fish();
    else {
        err_set(em, "completion: there is none for \"%s\"; bash, zsh and fish",
                shell);
        return ERR_INVALID;
    }
    return ERR_OK;
}
