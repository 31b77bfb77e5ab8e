/* links: firn_crypto */
/* Any text as an id and as "id@ip:port"; any 32 bytes as an id; any bytes as
 * the key in a certificate. */
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "crypto/node_addr.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len);

static void check_forms(const struct node_id *id)
{
    char text[NODE_ID_HEX_SIZE];
    struct node_id back;
    enum err e;

    node_id_hex(id, text);
    e = node_id_parse(text, &back, NULL);
    assert(e == ERR_OK && node_id_equal(id, &back));
    node_id_base32(id, text);
    e = node_id_parse(text, &back, NULL);
    assert(e == ERR_OK && node_id_equal(id, &back));
}

static void try_text(const char *text)
{
    char again[NODE_ADDR_TEXT_SIZE];
    struct node_addr na, back;
    struct errmsg em = {0};
    enum err e;

    if (node_addr_parse(text, &na, &em) != ERR_OK) {
        assert(em.text[0] != '\0');
        return;
    }
    check_forms(&na.id);
    node_addr_format(&na, 0, again);
    e = node_addr_parse(again, &back, NULL);
    assert(e == ERR_OK && back.len == na.len);
    assert(na.len == 0 || addr_equal(&na.addrs[0], &back.addrs[0]));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
    char *text = malloc(len + 1);
    struct node_id id;

    if (text == NULL)
        abort();
    if (len > 0)
        memcpy(text, data, len);
    text[len] = '\0';
    try_text(text);
    free(text);
    if (len >= NODE_ID_LEN && node_id_from_bytes(data, &id) == ERR_OK)
        check_forms(&id);
    if (node_id_from_spki(data, len, &id) == ERR_OK)
        check_forms(&id);
    return 0;
}
