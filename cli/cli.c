#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "cli/cli.h"
#include "cli/interrupt.h"
#include "cli/opts.h"
#include "cli/term.h"

bool cli_shows_progress(const struct cli *c)
{
    return !c->quiet && !c->json && term_is_tty(stderr);
}

enum err cli_print_json(const json_t *v)
{
    if (json_dumpf(v, stdout, JSON_COMPACT | JSON_ENSURE_ASCII) != 0)
        return ERR_IO;
    return putchar('\n') == EOF ? ERR_IO : ERR_OK;
}

void cli_note(const struct cli *c, const char *fmt, ...)
{
    char text[ERRMSG_MAX];
    va_list ap;

    if (c->quiet || c->json)
        return;
    va_start(ap, fmt);
    vsnprintf(text, sizeof text, fmt, ap);
    va_end(ap);
    term_put(stderr, text);
    fputc('\n', stderr);
}

void cli_complain(enum err e, const struct errmsg *em)
{
    char text[ERRMSG_MAX];
    char *line, *rest = text;

    snprintf(text, sizeof text, "%s",
             em->text[0] != '\0' ? em->text : err_text(e));
    fputs("firn: ", stderr);
    while ((line = strsep(&rest, "\n")) != NULL) {
        term_put(stderr, line);
        fputs(rest != NULL ? "\n      " : "\n", stderr);
    }
}

enum err cli_each(struct cli *c, const struct opts *o, const char *verb,
                  cli_each_fn *fn)
{
    enum err first = ERR_OK;

    for (size_t i = 0; i < opts_args(o); i++) {
        struct errmsg em = {0};
        enum err e = fn(c, o, opts_arg(o, i), &em);

        if (e == ERR_OK)
            continue;
        if (em.text[0] == '\0')
            err_set(&em, "%s", err_text(e));
        err_wrap(&em, "%s %s", verb, opts_arg(o, i));
        cli_complain(e, &em);
        if (first == ERR_OK)
            first = e;
        if (e == ERR_UNREACHABLE || interrupt_seen())
            break;
    }
    return first;
}
