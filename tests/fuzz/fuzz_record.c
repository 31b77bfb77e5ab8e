/* links: firn_peers */
#include <stdlib.h>
#include <string.h>

#include "peers/records.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len);

/* What was accepted is written, read, and written the same. */
static void check_addresses(const struct record *r)
{
    struct record_addresses a, same;
    struct record again = *r;
    struct buf one, two;

    if (record_read_addresses(r, &a) != ERR_OK)
        return;
    buf_init(&one, RECORD_BODY_MAX);
    buf_init(&two, RECORD_BODY_MAX);
    if (record_write_addresses(&one, &a) != ERR_OK)
        abort();
    again.body = one.ptr;
    again.body_len = one.len;
    if (record_read_addresses(&again, &same) != ERR_OK ||
        record_write_addresses(&two, &same) != ERR_OK || one.len != two.len ||
        memcmp(one.ptr, two.ptr, one.len) != 0)
        abort();
    buf_clear(&one);
    buf_clear(&two);
}

static void check_links(const struct record *r)
{
    static struct record_links l, same;
    struct record again = *r;
    struct buf one, two;

    if (record_read_links(r, &l) != ERR_OK)
        return;
    buf_init(&one, RECORD_BODY_MAX);
    buf_init(&two, RECORD_BODY_MAX);
    if (record_write_links(&one, &l) != ERR_OK)
        abort();
    again.body = one.ptr;
    again.body_len = one.len;
    if (record_read_links(&again, &same) != ERR_OK ||
        record_write_links(&two, &same) != ERR_OK || one.len != two.len ||
        memcmp(one.ptr, two.ptr, one.len) != 0)
        abort();
    buf_clear(&one);
    buf_clear(&two);
}

/* The table takes what is signed, and what it takes can be read. */
static void check_put(const uint8_t *bytes, size_t len)
{
    const struct records_entry *e;
    struct records *rs;

    if (records_new(&rs) != ERR_OK)
        abort();
    if (records_put(rs, 1000, bytes, len, 0, false, &e) == ERR_OK &&
        (record_verify(bytes, len) != ERR_OK || records_len(rs) != 1 ||
         records_bytes(rs) != len || records_get(rs, &e->key) != e))
        abort();
    records_free(rs);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
    struct record r;

    check_put(bytes, len);
    if (record_read(bytes, len, &r) == ERR_OK) {
        if (r.body < bytes || r.body + r.body_len > bytes + len)
            abort();
        check_addresses(&r);
        check_links(&r);
    }
    /* As a body as well, which changes of a signed record seldom reach. */
    r = (struct record){.body = bytes, .body_len = len};
    check_addresses(&r);
    check_links(&r);
    return 0;
}
