#include "config_help.h"

#include <string.h>

#include "config.h"

#define ALLOWED_SIZE 200

void config_help(FILE *out)
{
    for (size_t i = 0; i < config_settings_len; i++) {
        const struct setting *s = &config_settings[i];
        char allowed[ALLOWED_SIZE];

        config_allowed(s, allowed, sizeof allowed);
        fprintf(out, "--%s=%s\n    %s\n    takes %s\n", s->name, s->initial,
                s->help, allowed);
    }
}

static const char page_top[] =
    "# Settings\n"
    "\n"
    "Every setting of `firnd`. This page is printed by `firnd\n"
    "--help-settings=markdown`; do not edit it.\n"
    "\n"
    "A node starts with no setting at all. Values come from three places, "
    "each\n"
    "stronger than the one before:\n"
    "\n"
    "1. a YAML file: `--config=FILE`, else `~/.config/firn/firn.yaml`, else\n"
    "   `/etc/firn/firn.yaml`. Nested maps and dotted names mean the same:\n"
    "   `http: {threads: 2}` is `http.threads: 2`;\n"
    "2. environment variables: `http.threads` is `FIRN_HTTP_THREADS`;\n"
    "3. flags: `--http.threads=2`.\n"
    "\n"
    "Lists are YAML lists, or separated by commas. Sizes are bytes, or have a\n"
    "unit (`KiB`, `MiB`, `GiB`, `TiB`, `kB`, `MB`, `GB`, `TB`). Durations "
    "have a\n"
    "unit (`ms`, `s`, `m`, `h`). An unknown name or a bad value stops the "
    "start\n"
    "with a message that says where it stands. `firnd --check-config` only\n"
    "looks. `GET /api/v1/config` shows what a running node uses and where "
    "each\n"
    "value came from.\n";

/* A bar would end the cell. */
static void put_cell(FILE *out, const char *text)
{
    for (; *text != '\0'; text++)
        fprintf(out, *text == '|' ? "\\|" : "%c", *text);
}

static void put_row(FILE *out, const struct setting *s)
{
    char allowed[ALLOWED_SIZE];

    config_allowed(s, allowed, sizeof allowed);
    fprintf(out, "| `%s` | %s%s%s | ", s->name, *s->initial ? "`" : "",
            *s->initial ? s->initial : "(empty)", *s->initial ? "`" : "");
    put_cell(out, allowed);
    fputs(" | ", out);
    put_cell(out, s->help);
    fputs(" |\n", out);
}

void config_help_markdown(FILE *out)
{
    size_t group_len = 0;
    const char *group = "";

    fputs(page_top, out);
    for (size_t i = 0; i < config_settings_len; i++) {
        const struct setting *s = &config_settings[i];
        size_t len = strcspn(s->name, ".");

        if (len != group_len || memcmp(s->name, group, len) != 0) {
            group = s->name;
            group_len = len;
            fprintf(out,
                    "\n## %.*s\n\n| Setting | Default | Takes | Meaning |"
                    "\n|---|---|---|---|\n",
                    (int)len, group);
        }
        put_row(out, s);
    }
}
