#include "crypto/id.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "crypto/key.h"
#include "test.h"

#define ZERO_HEX                                                               \
    "3b6a27bcceb6a42d62a3a8d02a6f0d73653215771de243a63ac048a18b59da29"
#define ZERO_BASE32 "hnvcppgow2sc2yvdvdicu3ynonsteflxdxrehjr2ybekdc2z3iuq"

static json_t *load(const char *name)
{
    char path[512];
    json_t *j;

    snprintf(path, sizeof path, "%s/transport/%s", FIRN_VECTORS, name);
    j = json_load_file(path, 0, NULL);
    CHECK(j != NULL);
    return j;
}

static const char *text_of(const json_t *o, const char *name)
{
    const char *text = json_string_value(json_object_get(o, name));

    CHECK(text != NULL);
    return text;
}

static void check_forms(const json_t *v)
{
    char text[NODE_ID_SNI_SIZE];
    struct node_id id;
    uint8_t spki[NODE_ID_SPKI_LEN];
    uint8_t *want;
    size_t len;

    CHECK_OK(node_id_parse(text_of(v, "node_id_hex"), &id, NULL));
    node_id_hex(&id, text);
    CHECK_STR(text, text_of(v, "node_id_hex"));
    node_id_base32(&id, text);
    CHECK_STR(text, text_of(v, "base32_lower"));
    CHECK_STR(text, text_of(v, "mdns_label"));
    node_id_zbase32(&id, text);
    CHECK_STR(text, text_of(v, "z_base_32"));
    node_id_sni(&id, text);
    CHECK_STR(text, text_of(v, "sni"));
    node_id_short(&id, text);
    CHECK(strlen(text) == 10 &&
          strncmp(text, text_of(v, "node_id_hex"), 10) == 0);

    want = test_unhex(text_of(v, "spki_der_hex"), &len);
    node_id_to_spki(&id, spki);
    CHECK_MEM(spki, sizeof spki, want, len);
    free(want);
}

static void check_parsing(const json_t *v)
{
    struct node_id id, again;
    uint8_t *seed;
    struct key k;
    size_t len;

    seed = test_unhex(text_of(v, "seed_hex"), &len);
    CHECK_EQ_U64(len, KEY_SEED_LEN);
    key_from_seed(seed, &k);
    free(seed);
    CHECK_OK(node_id_parse(text_of(v, "node_id_hex"), &id, NULL));
    CHECK(node_id_equal(&id, &k.id));
    CHECK_OK(node_id_parse(text_of(v, "base32_lower"), &again, NULL));
    CHECK(node_id_equal(&id, &again));
}

TEST(id, vectors_have_these_text_forms)
{
    json_t *j = load("identity_and_tickets.json");
    json_t *v;
    size_t i;

    CHECK_EQ_U64(json_array_size(json_object_get(j, "keys")), 4);
    json_array_foreach(json_object_get(j, "keys"), i, v)
    {
        check_forms(v);
        check_parsing(v);
    }
    json_decref(j);
}

/* Bodies of Certificate messages: 00, length, length, SPKI, no extensions. */
TEST(id, keys_in_recorded_certificates_are_read)
{
    json_t *j = load("tls_messages.json");
    const char *name;
    json_t *v;
    int seen = 0;

    json_object_foreach(j, name, v)
    {
        struct node_id id;
        uint8_t *body;
        size_t len;

        if (!json_is_object(v))
            continue;
        body = test_unhex(text_of(v, "certificate"), &len);
        CHECK_EQ_U64(len, 53);
        CHECK_OK(node_id_from_spki(body + 7, NODE_ID_SPKI_LEN, &id));
        CHECK_MEM(id.b, sizeof id.b, body + 19, NODE_ID_LEN);
        free(body);
        seen++;
    }
    CHECK_EQ_U64(seen, 4);
    json_decref(j);
}

TEST(id, base32_is_read_in_either_case_and_hex_in_one)
{
    struct node_id id;
    char upper[65];

    CHECK_OK(node_id_parse(ZERO_BASE32, &id, NULL));
    for (size_t i = 0; i < sizeof ZERO_BASE32; i++)
        upper[i] = (char)(ZERO_BASE32[i] & ~(ZERO_BASE32[i] >= 'a' ? 32 : 0));
    CHECK_OK(node_id_parse(upper, &id, NULL));
    for (size_t i = 0; i < sizeof ZERO_HEX; i++)
        upper[i] = (char)(ZERO_HEX[i] & ~(ZERO_HEX[i] >= 'a' ? 32 : 0));
    CHECK_ERR(node_id_parse(upper, &id, NULL), ERR_PARSE);
}

TEST(id, what_is_no_id_is_refused_with_the_reason)
{
    static const struct {
        const char *text;
        enum err want;
        const char *says;
    } table[] = {
        {"", ERR_PARSE, "0 characters"},
        {"3b6a", ERR_PARSE, "4 characters"},
        {ZERO_HEX "0", ERR_PARSE, "65 characters"},
        {"3b6a27bcceb6a42d62a3a8d02a6f0d73653215771de243a63ac048a18b59da2g",
         ERR_PARSE, "character 64"},
        {"3b6A27bcceb6a42d62a3a8d02a6f0d73653215771de243a63ac048a18b59da29",
         ERR_PARSE, "character 4"},
        /* the last symbol has four unused bits; "r" sets one of them */
        {"hnvcppgow2sc2yvdvdicu3ynonsteflxdxrehjr2ybekdc2z3iur", ERR_PARSE,
         "base32"},
        {"1nvcppgow2sc2yvdvdicu3ynonsteflxdxrehjr2ybekdc2z3iuq", ERR_PARSE,
         "base32"},
        /* y = 2 is on no point of the curve */
        {"0200000000000000000000000000000000000000000000000000000000000000",
         ERR_INVALID, "public key"},
        /* order 4, order 1, order 2 */
        {"0000000000000000000000000000000000000000000000000000000000000000",
         ERR_INVALID, "public key"},
        {"0100000000000000000000000000000000000000000000000000000000000000",
         ERR_INVALID, "public key"},
        {"ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
         ERR_INVALID, "public key"},
        /* order 8 */
        {"c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
         ERR_INVALID, "public key"},
    };

    for (size_t i = 0; i < sizeof table / sizeof table[0]; i++) {
        struct errmsg em = {0};
        struct node_id id;
        CHECK_ERR(node_id_parse(table[i].text, &id, &em), table[i].want);
        if (strstr(em.text, table[i].says) == NULL)
            CHECK_STR(em.text, table[i].says);
    }
}

TEST(id, a_point_outside_the_main_subgroup_is_an_id)
{
    struct node_id id;

    /* y = 3 is on the curve, and not a multiple of the base point. */
    CHECK_OK(node_id_parse(
        "0300000000000000000000000000000000000000000000000000000000000000", &id,
        NULL));
}

TEST(id, only_the_exact_form_of_a_key_is_taken_from_tls)
{
    uint8_t spki[NODE_ID_SPKI_LEN + 1] = {0};
    struct node_id id, out;

    CHECK_OK(node_id_parse(ZERO_HEX, &id, NULL));
    node_id_to_spki(&id, spki);
    CHECK_OK(node_id_from_spki(spki, NODE_ID_SPKI_LEN, &out));
    CHECK_ERR(node_id_from_spki(spki, NODE_ID_SPKI_LEN + 1, &out), ERR_AUTH);
    CHECK_ERR(node_id_from_spki(spki, NODE_ID_SPKI_LEN - 1, &out), ERR_AUTH);
    for (size_t i = 0; i < 12; i++) {
        spki[i] ^= 1;
        CHECK_ERR(node_id_from_spki(spki, NODE_ID_SPKI_LEN, &out), ERR_AUTH);
        spki[i] ^= 1;
    }
}

TEST(id, order_is_that_of_the_bytes)
{
    struct node_id a = {{1}}, b = {{2}};

    CHECK(node_id_compare(&a, &b) < 0);
    CHECK(node_id_compare(&b, &a) > 0);
    CHECK(node_id_compare(&a, &a) == 0);
    CHECK(!node_id_equal(&a, &b));
}
