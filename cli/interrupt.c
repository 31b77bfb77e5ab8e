#include <signal.h>
#include <stddef.h>

#include "cli/interrupt.h"

static volatile sig_atomic_t seen;

static void on_signal(int signum)
{
    seen = 1;
}

void interrupt_install(void)
{
    struct sigaction sa = {.sa_handler = on_signal,
                           .sa_flags = (int)SA_RESETHAND};

    sigemptyset(&sa.sa_mask);
    sigaction(SIGINT, &sa, NULL);
    sigaction(SIGTERM, &sa, NULL);
    sigaction(SIGHUP, &sa, NULL);
}

bool interrupt_seen(void)
{
    return seen != 0;
}

void interrupt_clear(void)
{
    seen = 0;
}
