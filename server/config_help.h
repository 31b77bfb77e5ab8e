/* The table of settings for people: for the terminal, and as the reference
 * page docs/settings.md.
 *
 * Thread: main. */
#pragma once

#include <stdio.h>

void config_help(FILE *out);
void config_help_markdown(FILE *out);
