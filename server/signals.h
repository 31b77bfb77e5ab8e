/* SIGTERM and SIGINT as mail to the loop: the first asks for a graceful stop,
 * the second ends the process at once.
 *
 * A thread waits for them with sigwait(), so nothing ever runs in a signal
 * handler. SIGPIPE is ignored: a client that goes away is an error of a write.
 *
 * Thread: main, before the others start; the callback runs on the loop. */
#pragma once

#include "base/err.h"

struct loop;
struct signals;

/* Block the signals for this thread and all that it will start. */
void signals_block(void);

typedef void signals_fn(int signum, void *arg);
ERR_RESULT enum err signals_start(struct loop *loop, signals_fn *fn, void *arg,
                                  struct signals **out);
void signals_stop(struct signals *s); /* may be NULL */
