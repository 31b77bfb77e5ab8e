/* The linker turns malloc into __wrap_malloc, and __real_malloc is the one
 * that was meant. */
#include "fault.h"

#include <errno.h>
#include <stdatomic.h>
#include <stddef.h>

static atomic_uint countdown; /* 0: nothing will fail */
static atomic_bool fired;

void fault_alloc_fail_at(unsigned n)
{
    atomic_store(&fired, false);
    atomic_store(&countdown, n);
}

bool fault_alloc_stop(void)
{
    atomic_store(&countdown, 0);
    return atomic_load(&fired);
}

unsigned fault_each_alloc(void (*run)(void *arg), void *arg)
{
    unsigned n = 0;

    do {
        fault_alloc_fail_at(++n);
        run(arg);
    } while (fault_alloc_stop());
    return n - 1;
}

static bool fails_now(void)
{
    unsigned left = atomic_load(&countdown);

    while (left > 0 &&
           !atomic_compare_exchange_weak(&countdown, &left, left - 1))
        continue;
    if (left != 1)
        return false;
    atomic_store(&fired, true);
    errno = ENOMEM;
    return true;
}

/* Declares what the linker provides and defines what it asks for. */
#define WRAP(name, params, args)                                               \
    void *__real_##name params;                                                \
    void *__wrap_##name params;                                                \
    void *__wrap_##name params                                                 \
    {                                                                          \
        return fails_now() ? NULL : __real_##name args;                        \
    }

WRAP(malloc, (size_t size), (size))
WRAP(calloc, (size_t count, size_t size), (count, size))
WRAP(realloc, (void *old, size_t size), (old, size))
WRAP(reallocarray, (void *old, size_t count, size_t size), (old, count, size))
WRAP(aligned_alloc, (size_t align, size_t size), (align, size))
WRAP(strdup, (const char *text), (text))
WRAP(strndup, (const char *text, size_t max), (text, max))

int __real_posix_memalign(void **out, size_t align, size_t size);
int __wrap_posix_memalign(void **out, size_t align, size_t size);
int __wrap_posix_memalign(void **out, size_t align, size_t size)
{
    return fails_now() ? ENOMEM : __real_posix_memalign(out, align, size);
}
