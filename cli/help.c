/* Help, made from the table of commands. */
#include <string.h>

#include "cli/cmd.h"
#include "cli/exit.h"

enum { OPTION_COLUMN = 28 };

static void print_option(FILE *f, const struct opt *o)
{
    char left[64], letter[8] = "    ";

    if (o->letter != 0)
        snprintf(letter, sizeof letter, "-%c, ", o->letter);
    snprintf(left, sizeof left, "  %s--%s%s%s", letter, o->name,
             o->value != NULL ? " " : "", o->value != NULL ? o->value : "");
    fprintf(f, "%-*s%s\n", OPTION_COLUMN, left, o->help);
}

static void print_options(FILE *f, const char *title, const struct opt *o)
{
    fprintf(f, "\n%s:\n", title);
    for (; o->name != NULL; o++)
        print_option(f, o);
}

void help_overview(FILE *f)
{
    fputs("usage: firn COMMAND [OPTION]... [ARGUMENT]...\n"
          "\n"
          "Talk to a firn node.\n"
          "\n"
          "Commands:\n",
          f);
    for (const struct cmd *c = cmd_table; c->name != NULL; c++) {
        if (!c->is_hidden)
            fprintf(f, "  %-12s%s\n", c->name, c->summary);
    }
    print_options(f, "Options of every command", cmd_options);
    fputs("\nEnds with:\n", f);
#define EXIT_LINE(name, number, text) fprintf(f, "  %d  %s\n", number, text);
    EXIT_LIST(EXIT_LINE)
#undef EXIT_LINE
    fputs("\n`firn help COMMAND` explains a command.\n", f);
}

void help_command(FILE *f, const struct cmd *cmd)
{
    fprintf(f, "usage: firn %s%s%s%s\n\n%s\n", cmd->name,
            cmd->options != NULL ? " [OPTION]..." : "",
            *cmd->synopsis != '\0' ? " " : "", cmd->synopsis, cmd->help);
    if (cmd->options != NULL)
        print_options(f, "Options", cmd->options);
    print_options(f, "Options of every command", cmd_options);
}

enum err cmd_help(struct cli *c, const struct opts *o, struct errmsg *em)
{
    const char *name = opts_arg(o, 0);
    const struct cmd *cmd;

    if (name == NULL) {
        help_overview(stdout);
        return ERR_OK;
    }
    cmd = cmd_find(name);
    if (cmd == NULL) {
        err_set(em, "there is no command \"%s\"; `firn help` lists them", name);
        return ERR_INVALID;
    }
    help_command(stdout, cmd);
    return ERR_OK;
}
