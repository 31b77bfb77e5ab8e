/* links: firn_crypto */
/* Any text as a ticket. What is read must be written and read again alike. */
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "crypto/ticket.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len);

static void check_again(const struct ticket *t)
{
    char text[TICKET_TEXT_SIZE], again[TICKET_TEXT_SIZE];
    struct ticket back;
    enum err e;

    ticket_format(t, text);
    e = ticket_parse(text, t->kind, &back, NULL);
    assert(e == ERR_OK);
    ticket_format(&back, again);
    assert(strcmp(text, again) == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
    char *text = malloc(len + 1);
    struct errmsg em = {0};
    struct ticket t;

    if (text == NULL)
        abort();
    if (len > 0)
        memcpy(text, data, len);
    text[len] = '\0';
    if (ticket_parse_any(text, &t, &em) == ERR_OK)
        check_again(&t);
    else
        assert(em.text[0] != '\0');
    free(text);
    return 0;
}
