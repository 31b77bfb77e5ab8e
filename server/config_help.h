/* The table of settings for people: for the terminal, and as the reference
 * page docs/settings.md.
 *
 * Thread: main. */
#pragma once

#include <stdio.h>

/* A few lines for each setting. */
void config_help(FILE *out);
/* The whole page. */
void config_help_markdown(FILE *out);
