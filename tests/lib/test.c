/* The runner: registers, runs, reports. */
#include "test.h"

#include <ftw.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define SHOWN_BYTES 64

static struct test *first;
static struct test **last = &first;
static jmp_buf escape;
static char dir_base[256]; /* of the program; "" until the first test_dir() */
static pid_t dir_owner;
static char dir_now[sizeof dir_base + 16]; /* of the running test, or "" */
static unsigned dir_count;

void test_register(struct test *t)
{
    *last = t;
    last = &t->next;
}

_Noreturn void test_fail(const char *file, int line, const char *fmt, ...)
{
    va_list ap;

    printf("    %s:%d: ", file, line);
    va_start(ap, fmt);
    vprintf(fmt, ap);
    va_end(ap);
    printf("\n");
    longjmp(escape, 1);
}

void test_check_u64(const char *file, int line, const char *expr,
                    unsigned long long got, unsigned long long want)
{
    if (got != want)
        test_fail(file, line, "%s: got %llu (0x%llx), want %llu (0x%llx)", expr,
                  got, got, want, want);
}

void test_check_str(const char *file, int line, const char *expr,
                    const char *got, const char *want)
{
    if (got == NULL || strcmp(got, want) != 0)
        test_fail(file, line, "%s:\n      got  \"%s\"\n      want \"%s\"", expr,
                  got != NULL ? got : "(null)", want);
}

static void print_bytes(const char *label, const uint8_t *at, size_t len,
                        size_t from)
{
    printf("      %s, %zu bytes, from %zu:", label, len, from);
    for (size_t i = from; i < len && i < from + SHOWN_BYTES; i++)
        printf(" %02x", at[i]);
    printf("\n");
}

void test_check_mem(const char *file, int line, const char *expr,
                    const void *got, size_t got_len, const void *want,
                    size_t want_len)
{
    const uint8_t *g = got, *w = want;
    size_t common = got_len < want_len ? got_len : want_len;
    size_t i = 0;

    while (i < common && g[i] == w[i])
        i++;
    if (i == got_len && i == want_len)
        return;
    print_bytes("got ", g, got_len, i);
    print_bytes("want", w, want_len, i);
    test_fail(file, line, "%s: differs at byte %zu", expr, i);
}

void test_check_err(const char *file, int line, const char *expr, enum err got,
                    enum err want)
{
    if (got != want)
        test_fail(file, line, "%s: got %s, want %s", expr, err_name(got),
                  err_name(want));
}

static int remove_one(const char *path, const struct stat *st, int type,
                      struct FTW *ftw)
{
    (void)st, (void)type, (void)ftw;
    return remove(path);
}

static void remove_dirs(void)
{
    /* A forked child that exits must not take its parent's files away. */
    if (getpid() != dir_owner)
        return;
    nftw(dir_base, remove_one, 16, FTW_DEPTH | FTW_PHYS);
}

static void make_dir_base(void)
{
    const char *tmp = getenv("TMPDIR");

    snprintf(dir_base, sizeof dir_base, "%s/firn-test-XXXXXX",
             tmp != NULL && tmp[0] != '\0' ? tmp : "/tmp");
    if (mkdtemp(dir_base) == NULL) {
        perror(dir_base);
        exit(2);
    }
    dir_owner = getpid();
    atexit(remove_dirs);
}

const char *test_dir(void)
{
    if (dir_now[0] != '\0')
        return dir_now;
    if (dir_base[0] == '\0')
        make_dir_base();
    snprintf(dir_now, sizeof dir_now, "%s/%u", dir_base, dir_count++);
    if (mkdir(dir_now, 0700) != 0) {
        perror(dir_now);
        exit(2);
    }
    return dir_now;
}

static uint8_t *read_all(FILE *f, size_t *len_out)
{
    size_t len = 0, cap = 4096;
    uint8_t *bytes = malloc(cap);

    while (bytes != NULL && !feof(f) && !ferror(f)) {
        len += fread(bytes + len, 1, cap - len, f);
        if (len == cap)
            bytes = realloc(bytes, cap *= 2);
    }
    *len_out = len;
    return bytes;
}

uint8_t *test_read_file(const char *path, size_t *len_out)
{
    FILE *f = fopen(path, "rb");
    uint8_t *bytes = NULL;

    if (f != NULL) {
        bytes = read_all(f, len_out);
        fclose(f);
    }
    if (bytes == NULL)
        test_fail(__FILE__, __LINE__, "cannot read %s", path);
    return bytes;
}

static int hex_digit(char c)
{
    const char *digits = "0123456789abcdef";
    const char *at = strchr(digits, c >= 'A' && c <= 'F' ? c + 32 : c);

    return c != '\0' && at != NULL ? (int)(at - digits) : -1;
}

uint8_t *test_unhex(const char *hex, size_t *len_out)
{
    size_t len = strlen(hex) / 2;
    uint8_t *bytes = malloc(len + 1);

    for (size_t i = 0; bytes != NULL && i < len; i++) {
        int high = hex_digit(hex[2 * i]), low = hex_digit(hex[2 * i + 1]);

        if (high < 0 || low < 0) {
            free(bytes);
            test_fail(__FILE__, __LINE__, "not hex: %s", hex);
        }
        bytes[i] = (uint8_t)(high << 4 | low);
    }
    *len_out = len;
    return bytes;
}

static bool run_one(struct test *t)
{
    bool ok;

    dir_now[0] = '\0';
    ok = setjmp(escape) == 0;
    if (ok)
        t->run();
    printf("%s %s: %s\n", ok ? "ok  " : "FAIL", t->suite, t->name);
    fflush(stdout);
    return ok;
}

int main(int argc, char **argv)
{
    unsigned ran = 0, failed = 0;

    for (struct test *t = first; t != NULL; t = t->next) {
        if (argc > 1 && strcmp(argv[1], t->name) != 0)
            continue;
        ran++;
        failed += !run_one(t);
    }
    printf("%u run, %u failed\n", ran, failed);
    return failed > 0 || ran == 0;
}
