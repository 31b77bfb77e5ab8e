/* links: firn_server_api */
/* A JSON body: whatever comes, either it is read as asked or one problem is
 * replied, which is JSON itself. */
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "api/json_in.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len);

static void check_problem(const struct call *c)
{
    json_t *doc;

    if (c->response == NULL || c->status != 400 || c->text == NULL)
        abort();
    doc = json_loadb(c->text, c->text_len, JSON_REJECT_DUPLICATES, NULL);
    if (!json_is_string(json_object_get(doc, "code")) ||
        !json_is_string(json_object_get(doc, "pointer")))
        abort();
    json_decref(doc);
}

static void read_body(struct call *c)
{
    struct json_in in;
    const char *ticket;
    json_t *peers;

    if (!json_in_open(&in, c)) {
        check_problem(c);
        return;
    }
    ticket = json_in_text(&in, "ticket");
    (void)json_in_text(&in, "hash");
    peers = json_in_array(&in, "peers");
    if (json_in_end(&in)) {
        if (c->response != NULL || (peers != NULL && !json_is_array(peers)))
            abort();
        if (ticket != NULL && strlen(ticket) > c->body.len)
            abort();
    } else {
        check_problem(c);
    }
    json_in_close(&in);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
    struct call c = {.id = "fuzz"};

    buf_init(&c.body, SIZE_MAX);
    if (buf_add(&c.body, data, len) == ERR_OK)
        read_body(&c);
    if (c.response != NULL)
        MHD_destroy_response(c.response);
    buf_clear(&c.body);
    return 0;
}
