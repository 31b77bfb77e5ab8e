/* links: firn_crypto */
/* Any bytes as a datagram; and any bytes sealed as a friend would seal them,
 * because the fuzzer cannot guess a tag. */
#include <assert.h>
#include <string.h>

#include "crypto/disco.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len);

static const uint8_t magic[6] = {0x54, 0x53, 0xf0, 0x9f, 0x92, 0xac};

/* The two nodes of tests/vectors/transport/disco.json. */
static struct key sender, receiver;
static struct box_key box;

static void setup(void)
{
    uint8_t seed[KEY_SEED_LEN];
    enum err e;

    if (sender.id.b[0] != 0)
        return;
    memset(seed, 0x22, sizeof seed);
    key_from_seed(seed, &sender);
    memset(seed, 0x33, sizeof seed);
    key_from_seed(seed, &receiver);
    e = box_shared(&receiver, &sender.id, &box);
    assert(e == ERR_OK);
}

static void try_datagram(const uint8_t *datagram, size_t len)
{
    struct disco_msg m;
    struct node_id from;

    (void)disco_is_stun(datagram, len);
    if (!disco_is(datagram, len))
        return;
    if (disco_sender(datagram, len, &from) != ERR_OK)
        return;
    if (disco_open(&box, datagram, len, &m) == ERR_OK)
        assert(m.type >= DISCO_PING && m.type <= DISCO_CALL_ME_MAYBE);
}

static void try_sealed(const uint8_t *plain, size_t len)
{
    uint8_t datagram[2048];
    uint8_t nonce[BOX_NONCE_LEN] = {1};

    if (len > sizeof datagram - DISCO_OVERHEAD)
        return;
    memcpy(datagram, magic, sizeof magic);
    memcpy(datagram + sizeof magic, sender.id.b, NODE_ID_LEN);
    box_seal(&box, nonce, plain, len, datagram + DISCO_HEADER_LEN);
    memcpy(datagram + DISCO_HEADER_LEN + BOX_TAG_LEN + len, nonce,
           sizeof nonce);
    try_datagram(datagram, len + DISCO_OVERHEAD);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
    setup();
    try_datagram(data, len);
    try_sealed(data, len);
    return 0;
}
