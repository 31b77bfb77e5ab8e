/* links: firn_discovery */
/* Any bytes as the TXT records of a DNS message, or as one string of a TXT
 * record. What was believed is written and read again alike. */
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "discovery/dns_answer.h"
#include "discovery/txt.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len);

static void check(const struct txt *t)
{
    assert(t->addrs_len <= NODE_ADDR_MAX);
    for (size_t i = 0; i < t->addrs_len; i++)
        assert(txt_may_tell(&t->addrs[i]));
    assert(memchr(t->name, '\0', sizeof t->name) != NULL);
    assert(memchr(t->version, '\0', sizeof t->version) != NULL);
    assert(memchr(t->relay, '\0', sizeof t->relay) != NULL);
}

static void check_again(const struct txt *t)
{
    struct txt_ours ours;
    struct txt back;
    size_t addrs = 0;

    if (!t->has_id)
        return;
    txt_write(&ours, &t->id, t->version, t->name, t->addrs, t->addrs_len);
    txt_init(&back);
    for (size_t i = 0; i < ours.len; i++) {
        enum err e = txt_read(&back, ours.text[i], strlen(ours.text[i]));

        assert(e == ERR_OK);
        (void)e;
        addrs += strncmp(ours.text[i], "addr=", 5) == 0;
    }
    assert(node_id_equal(&back.id, &t->id));
    assert(back.addrs_len == addrs);
}

static void on_string(const uint8_t *text, size_t len, void *arg)
{
    struct txt *t = arg;
    enum err e = txt_read(t, text, len);

    assert(e == ERR_OK || e == ERR_PARSE || e == ERR_LIMIT);
    (void)e;
    check(t);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
    uint32_t ttl;
    struct txt t;

    txt_init(&t);
    on_string(data, len, &t);
    if (dns_answer_txt(data, len, on_string, &t, &ttl) != ERR_OK)
        check(&t);
    check_again(&t);
    return 0;
}
