/* The test runner: a test is a function, a file of tests is a program.
 *
 *     TEST(ranges, adding_touching_ranges_joins_them)
 *     {
 *         CHECK_EQ_U64(ranges_count(&s), 12);
 *     }
 *
 * Tests register themselves; test.c brings main(). Each prints "ok" or what
 * failed; the program exits with 1 when one failed. `prog NAME` runs one. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"

struct test {
    const char *suite;
    const char *name;
    void (*run)(void);
    struct test *next;
};

void test_register(struct test *t);

#define TEST(suite_, name_)                                                   \
    static void test_##suite_##_##name_(void);                                \
    static struct test test_entry_##suite_##_##name_ = {                      \
        .suite = #suite_, .name = #name_, .run = test_##suite_##_##name_};    \
    __attribute__((constructor)) static void test_reg_##suite_##_##name_(void) \
    {                                                                         \
        test_register(&test_entry_##suite_##_##name_);                        \
    }                                                                         \
    static void test_##suite_##_##name_(void)

/* A failed check prints both values and ends this test (longjmp). */
_Noreturn void test_fail(const char *file, int line, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));
void test_check_u64(const char *file, int line, const char *expr,
                    unsigned long long got, unsigned long long want);
void test_check_str(const char *file, int line, const char *expr,
                    const char *got, const char *want);
void test_check_mem(const char *file, int line, const char *expr,
                    const void *got, size_t got_len, const void *want,
                    size_t want_len);
void test_check_err(const char *file, int line, const char *expr, enum err got,
                    enum err want);

#define CHECK(cond)                                                           \
    ((cond) ? (void)0 : test_fail(__FILE__, __LINE__, "not true: %s", #cond))
#define CHECK_EQ_U64(got, want)                                               \
    test_check_u64(__FILE__, __LINE__, #got, (got), (want))
#define CHECK_STR(got, want)                                                  \
    test_check_str(__FILE__, __LINE__, #got, (got), (want))
#define CHECK_MEM(got, got_len, want, want_len)                               \
    test_check_mem(__FILE__, __LINE__, #got, (got), (got_len), (want),        \
                   (want_len))
#define CHECK_ERR(got, want)                                                  \
    test_check_err(__FILE__, __LINE__, #got, (got), (want))
#define CHECK_OK(got) CHECK_ERR(got, ERR_OK)

/* A directory for this test, empty at first, the same for every call within
 * the test, removed when the test program ends. */
const char *test_dir(void);

/* A whole file; the caller frees. Fails the test when it cannot be read. */
uint8_t *test_read_file(const char *path, size_t *len_out);

/* Bytes from hex text; the caller frees. */
uint8_t *test_unhex(const char *hex, size_t *len_out);
