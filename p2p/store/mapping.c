/* A table of address ranges, and the handler that consults it. */
#include "store/mapping.h"

#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#define SLOTS 65536

/* `begin` is set last and cleared first: zero means that there is nothing. */
struct slot {
    atomic_uintptr_t begin;
    atomic_uintptr_t end;
    atomic_bool is_damaged;
};

struct mapping {
    uint8_t *at;
    size_t len;
    struct slot *slot;
};

static struct slot slots[SLOTS];
static atomic_size_t slots_used; /* those beyond were never taken */
static pthread_mutex_t slots_lock = PTHREAD_MUTEX_INITIALIZER;
static size_t slots_hint; /* where to look for a free one; locked */
static pthread_once_t once = PTHREAD_ONCE_INIT;
static struct sigaction earlier;
static size_t page_size;

static struct slot *find_slot(uintptr_t addr)
{
    size_t used = atomic_load(&slots_used);

    for (size_t i = 0; i < used; i++) {
        uintptr_t begin = atomic_load(&slots[i].begin);

        if (begin != 0 && addr >= begin && addr < atomic_load(&slots[i].end))
            return &slots[i];
    }
    return NULL;
}

static void pass_on(int sig, siginfo_t *info, void *context)
{
    if (earlier.sa_flags & SA_SIGINFO) {
        earlier.sa_sigaction(sig, info, context);
    } else if (earlier.sa_handler != SIG_DFL && earlier.sa_handler != SIG_IGN) {
        earlier.sa_handler(sig);
    } else {
        /* The instruction runs again and dies with the default action. */
        signal(sig, SIG_DFL);
    }
}

static void on_sigbus(int sig, siginfo_t *info, void *context)
{
    uintptr_t addr = (uintptr_t)info->si_addr;
    struct slot *slot = find_slot(addr);
    int saved = errno;
    void *page = (void *)(addr & ~(uintptr_t)(page_size - 1));

    if (slot == NULL ||
        mmap(page, page_size, PROT_READ,
             MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0) == MAP_FAILED) {
        pass_on(sig, info, context);
        return;
    }
    atomic_store(&slot->is_damaged, true);
    errno = saved;
}

static void install(void)
{
    struct sigaction sa = {.sa_sigaction = on_sigbus,
                           .sa_flags = SA_SIGINFO | SA_NODEFER | SA_ONSTACK};

    page_size = (size_t)sysconf(_SC_PAGESIZE);
    sigemptyset(&sa.sa_mask);
    sigaction(SIGBUS, &sa, &earlier);
}

static struct slot *take_slot(uintptr_t begin, size_t len)
{
    struct slot *slot = NULL;

    pthread_mutex_lock(&slots_lock);
    for (size_t n = 0; n < SLOTS && slot == NULL; n++) {
        size_t i = (slots_hint + n) % SLOTS;

        if (atomic_load(&slots[i].begin) != 0)
            continue;
        slot = &slots[i];
        slots_hint = i + 1;
        if (i >= atomic_load(&slots_used))
            atomic_store(&slots_used, i + 1);
        atomic_store(&slot->is_damaged, false);
        atomic_store(&slot->end, begin + len);
        atomic_store(&slot->begin, begin);
    }
    pthread_mutex_unlock(&slots_lock);
    return slot;
}

static void give_slot(struct slot *slot)
{
    pthread_mutex_lock(&slots_lock);
    atomic_store(&slot->begin, 0);
    /* Low numbers first keeps the handler's walk short. */
    if ((size_t)(slot - slots) < slots_hint)
        slots_hint = (size_t)(slot - slots);
    pthread_mutex_unlock(&slots_lock);
}

enum err mapping_new(int fd, uint64_t len, struct mapping **out)
{
    struct mapping *m;
    void *at;

    pthread_once(&once, install);
    if (len > PTRDIFF_MAX)
        return ERR_TOO_LARGE;
    m = calloc(1, sizeof *m);
    if (m == NULL)
        return ERR_NOMEM;
    at = mmap(NULL, len, PROT_READ, MAP_SHARED, fd, 0);
    if (at == MAP_FAILED) {
        free(m);
        return errno == ENOMEM ? ERR_TOO_LARGE : err_from_errno(errno);
    }
    m->at = at;
    m->len = len;
    m->slot = take_slot((uintptr_t)at, len);
    if (m->slot == NULL) {
        munmap(at, len);
        free(m);
        return ERR_LIMIT;
    }
    *out = m;
    return ERR_OK;
}

void mapping_free(struct mapping *m)
{
    if (m == NULL)
        return;
    give_slot(m->slot);
    munmap(m->at, m->len);
    free(m);
}

const uint8_t *mapping_at(const struct mapping *m)
{
    return m->at;
}

bool mapping_is_damaged(const struct mapping *m)
{
    return atomic_load(&m->slot->is_damaged);
}

enum err mapping_repair(struct mapping *m, int fd)
{
    /* Cleared first: damage met while mapping must not be forgotten. */
    atomic_store(&m->slot->is_damaged, false);
    if (mmap(m->at, m->len, PROT_READ, MAP_SHARED | MAP_FIXED, fd, 0) ==
        MAP_FAILED) {
        atomic_store(&m->slot->is_damaged, true);
        return err_from_errno(errno);
    }
    return ERR_OK;
}
