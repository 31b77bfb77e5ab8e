/* Making allocations fail on purpose. Only in tests/fault, whose programs are
 * linked so that our calls of malloc and its kin come by here.
 *
 *     static void run(void *arg) { ... must bear any allocation failing ... }
 *
 *     TEST(map, survives_every_failed_allocation)
 *     {
 *         CHECK(fault_each_alloc(run, NULL) > 0);
 *     }
 *
 * Thread: the counter is shared by all threads of the program. */
#pragma once

#include <stdbool.h>

/* The n-th allocation from now on fails, once; 1 is the next. 0: none. */
void fault_alloc_fail_at(unsigned n);

/* Has it failed? Ends the injection. */
bool fault_alloc_stop(void);

/* Calls `run` with the 1st, 2nd, 3rd... allocation failing, until a call gets
 * by without reaching the one that would. Returns how many calls did reach
 * it. Leaks are found by the address sanitizer. */
unsigned fault_each_alloc(void (*run)(void *arg), void *arg);
