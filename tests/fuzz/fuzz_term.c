/* links: firn_cli */
#include <stdlib.h>
#include <string.h>

#include "cli/term.h"

int LLVMFuzzerTestOneInput(const unsigned char *bytes, size_t len);

static void check(bool holds)
{
    if (!holds)
        abort();
}

/* What comes out has no byte that a terminal obeys, is not changed by being
 * cleaned again, and fits wherever it must. */
int LLVMFuzzerTestOneInput(const unsigned char *bytes, size_t len)
{
    char *text = malloc(len + 1);
    size_t cap = len * 16 + 1;
    char *clean = malloc(cap), *again = malloc(cap);

    check(text != NULL && clean != NULL && again != NULL);
    memcpy(text, bytes, len);
    text[len] = '\0';
    len = term_clean(text, clean, cap);
    check(strlen(clean) == len);
    for (size_t i = 0; i < len; i++)
        check((unsigned char)clean[i] >= 0x20 && clean[i] != 0x7f);
    check(term_clean(clean, again, cap) == len && strcmp(clean, again) == 0);
    for (size_t n = 1; n < 8; n++)
        check(term_clean(text, again, n) < n &&
              memcmp(again, clean, strlen(again)) == 0);
    free(text);
    free(clean);
    free(again);
    return 0;
}
