#include "crypto/key.h"

#include <dirent.h>
#include <gnutls/abstract.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "test.h"

static const char *path_of(const char *name)
{
    static char path[600];

    snprintf(path, sizeof path, "%s/%s", test_dir(), name);
    return path;
}

static const char *write_file(const char *name, const char *text, mode_t mode)
{
    const char *path = path_of(name);
    FILE *f = fopen(path, "w");

    CHECK(f != NULL);
    fputs(text, f);
    fclose(f);
    CHECK(chmod(path, mode) == 0);
    return path;
}

static size_t files_in_dir(void)
{
    DIR *d = opendir(test_dir());
    size_t n = 0;

    CHECK(d != NULL);
    for (struct dirent *de = readdir(d); de != NULL; de = readdir(d))
        n += de->d_name[0] != '.';
    closedir(d);
    return n;
}

TEST(key, a_signature_is_good_for_these_bytes_and_this_key_only)
{
    uint8_t sig[KEY_SIG_LEN];
    struct key a, b;

    key_generate(&a);
    key_generate(&b);
    CHECK(!node_id_equal(&a.id, &b.id));
    key_sign(&a, "firn", 4, sig);
    CHECK_OK(key_verify(&a.id, "firn", 4, sig));
    CHECK_ERR(key_verify(&a.id, "fern", 4, sig), ERR_AUTH);
    CHECK_ERR(key_verify(&b.id, "firn", 4, sig), ERR_AUTH);
    sig[10] ^= 1;
    CHECK_ERR(key_verify(&a.id, "firn", 4, sig), ERR_AUTH);
}

/* RFC 8032 section 7.1, test 2. */
TEST(key, signs_as_the_standard_says)
{
    static const char want_hex[] =
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
        "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00";
    uint8_t *seed, *want, sig[KEY_SIG_LEN];
    struct key k;
    size_t len;

    seed = test_unhex(
        "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
        &len);
    key_from_seed(seed, &k);
    key_sign(&k, "\x72", 1, sig);
    want = test_unhex(want_hex, &len);
    CHECK_MEM(sig, sizeof sig, want, len);
    free(seed);
    free(want);
}

TEST(key, gnutls_loads_both_der_forms_and_finds_the_same_key)
{
    uint8_t pkcs8[KEY_PKCS8_LEN], spki[NODE_ID_SPKI_LEN];
    gnutls_datum_t secret = {pkcs8, sizeof pkcs8}, public = {spki, sizeof spki};
    gnutls_datum_t x = {0}, y = {0};
    gnutls_ecc_curve_t curve;
    gnutls_privkey_t priv;
    gnutls_pubkey_t pub;
    struct key k;

    key_generate(&k);
    key_to_pkcs8(&k, pkcs8);
    node_id_to_spki(&k.id, spki);
    CHECK(gnutls_privkey_init(&priv) == 0 && gnutls_pubkey_init(&pub) == 0);
    CHECK(gnutls_pubkey_import(pub, &public, GNUTLS_X509_FMT_DER) == 0);
    CHECK(gnutls_privkey_import_x509_raw(priv, &secret, GNUTLS_X509_FMT_DER,
                                         NULL, 0) == 0);
    CHECK(gnutls_pubkey_export_ecc_raw(pub, &curve, &x, &y) == 0);
    CHECK_MEM(x.data, x.size, k.id.b, sizeof k.id.b);
    gnutls_free(x.data);
    gnutls_free(y.data);
    CHECK(gnutls_pubkey_import_privkey(pub, priv, 0, 0) == 0);
    CHECK(gnutls_pubkey_export_ecc_raw(pub, &curve, &x, &y) == 0);
    CHECK_MEM(x.data, x.size, k.id.b, sizeof k.id.b);
    gnutls_free(x.data);
    gnutls_free(y.data);
    gnutls_pubkey_deinit(pub);
    gnutls_privkey_deinit(priv);
}

TEST(key, wiping_leaves_nothing)
{
    static const struct key nothing;
    struct key k;

    key_generate(&k);
    key_wipe(&k);
    CHECK_MEM(&k, sizeof k, &nothing, sizeof nothing);
}

TEST(key, a_missing_file_is_made_once_and_keeps_the_identity)
{
    const char *path = path_of("fresh.key");
    struct errmsg em = {0};
    struct key first, second;
    struct stat st;

    CHECK_ERR(key_load(path, &first, &em), ERR_NOT_FOUND);
    CHECK_OK(key_load_or_create(path, &first, &em));
    CHECK_STR(em.text, "");
    CHECK(stat(path, &st) == 0);
    CHECK_EQ_U64(st.st_mode & 07777, 0600);
    CHECK_EQ_U64((unsigned long long)st.st_size, 65);
    CHECK_OK(key_load_or_create(path, &second, NULL));
    CHECK_MEM(&first, sizeof first, &second, sizeof second);
    CHECK_EQ_U64(files_in_dir(), 1);
    CHECK(unlink(path) == 0);
}

TEST(key, saving_never_overwrites)
{
    const char *path = path_of("kept.key");
    struct errmsg em = {0};
    struct key a, b, read;

    key_generate(&a);
    key_generate(&b);
    CHECK_OK(key_save(path, &a, NULL));
    CHECK_ERR(key_save(path, &b, &em), ERR_EXISTS);
    CHECK(strstr(em.text, path) != NULL);
    CHECK_OK(key_load(path, &read, NULL));
    CHECK(node_id_equal(&read.id, &a.id));
    CHECK_EQ_U64(files_in_dir(), 1);
    CHECK(unlink(path) == 0);
}

TEST(key, processes_that_start_together_agree_on_one_key)
{
    const char *path = path_of("race.key");
    int fds[2];
    struct node_id first, other;

    CHECK(pipe(fds) == 0);
    for (int i = 0; i < 8; i++) {
        pid_t pid = fork();
        struct key k;

        CHECK(pid >= 0);
        if (pid > 0)
            continue;
        if (key_load_or_create(path, &k, NULL) != ERR_OK ||
            write(fds[1], k.id.b, NODE_ID_LEN) != NODE_ID_LEN)
            _exit(1);
        _exit(0);
    }
    for (int i = 0, status; i < 8; i++) {
        CHECK(wait(&status) > 0);
        CHECK_EQ_U64((unsigned)status, 0);
    }
    CHECK(read(fds[0], first.b, NODE_ID_LEN) == NODE_ID_LEN);
    for (int i = 1; i < 8; i++) {
        CHECK(read(fds[0], other.b, NODE_ID_LEN) == NODE_ID_LEN);
        CHECK(node_id_equal(&first, &other));
    }
    close(fds[0]);
    close(fds[1]);
    CHECK_EQ_U64(files_in_dir(), 1);
    CHECK(unlink(path) == 0);
}

#define HEX32 "00112233445566778899aabbccddeeff"

TEST(key, a_bad_file_is_refused_with_what_to_do)
{
    static const struct {
        const char *text;
        mode_t mode;
        enum err want;
        const char *says;
    } table[] = {
        {HEX32 HEX32 "\n", 0600, ERR_OK, ""},
        {HEX32 HEX32 "\n", 0400, ERR_OK, ""},
        {HEX32 HEX32, 0600, ERR_OK, ""},
        {HEX32 HEX32 "\n", 0640, ERR_ACCESS, "chmod 600"},
        {HEX32 HEX32 "\n", 0604, ERR_ACCESS, "mode 0604"},
        {HEX32 HEX32 "\n", 0620, ERR_ACCESS, "chmod 600"},
        {"", 0600, ERR_PARSE, "line 1: expected 64 hex digits"},
        {"\n", 0600, ERR_PARSE, "line 1"},
        {HEX32 "\n", 0600, ERR_PARSE, "line 1"},
        {HEX32 HEX32 "\n\n", 0600, ERR_PARSE, "line 1"},
        {HEX32 HEX32 "0", 0600, ERR_PARSE, "line 1"},
        {HEX32 HEX32 "00\n", 0600, ERR_PARSE, "line 1"},
        {"z" HEX32 HEX32, 0600, ERR_PARSE, "line 1"},
        {"g0112233445566778899aabbccddeeff" HEX32 "\n", 0600, ERR_PARSE,
         "line 1"},
    };

    for (size_t i = 0; i < sizeof table / sizeof table[0]; i++) {
        const char *path = write_file("bad.key", table[i].text, table[i].mode);
        struct errmsg em = {0};
        struct key k;

        CHECK_ERR(key_load(path, &k, &em), table[i].want);
        CHECK(strstr(em.text, table[i].says) != NULL);
        if (table[i].want != ERR_OK)
            CHECK(strstr(em.text, path) != NULL);
        CHECK(unlink(path) == 0);
    }
}

TEST(key, what_is_no_file_neither_hangs_nor_passes)
{
    const char *path = path_of("fifo");
    struct key k;

    CHECK(mkfifo(path, 0600) == 0);
    CHECK_ERR(key_load(path, &k, NULL), ERR_INVALID);
    CHECK(unlink(path) == 0);
    CHECK_ERR(key_load(test_dir(), &k, NULL), ERR_INVALID);
}

TEST(key, a_folder_that_is_not_there_is_an_error_not_a_crash)
{
    struct errmsg em = {0};
    struct key k;

    CHECK_ERR(key_load_or_create(path_of("no/such/key"), &k, &em),
              ERR_NOT_FOUND);
    CHECK(strstr(em.text, "no/such/key") != NULL);
}
