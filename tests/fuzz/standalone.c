/* main() for fuzz targets where there is no libFuzzer: runs every file of the
 * directories given, then mutations of each. The same inputs in every run, so
 * a failure is found again by running again.
 *
 *     fuzz_<name> DIR|FILE...
 *
 * The input of a run that crashes is left in crash-<pid>.bin. Large files get
 * fewer mutations, so that a directory costs seconds. */
#include <dirent.h>
#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define MUTATIONS 2000                    /* of one file */
#define MUTATION_BYTES (16 * 1024 * 1024) /* of one file, all together */
#define GROWTH_MAX 256                    /* bytes a mutation may add */

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len);

/* The sanitizers' way to say that the end has come; absent without them. */
void __sanitizer_set_death_callback(void (*fn)(void)) __attribute__((weak));

struct input {
    uint8_t *ptr;
    size_t len;
};

static struct input running;
static char crash_path[64];
static unsigned long runs;

static void save_crash(void)
{
    int fd = open(crash_path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);

    if (fd < 0)
        return;
    if (write(fd, running.ptr, running.len) == (ssize_t)running.len)
        (void)!write(STDERR_FILENO, "input saved: crash-<pid>.bin\n", 29);
    close(fd);
}

static void on_crash(int sig)
{
    save_crash();
    signal(sig, SIG_DFL);
    raise(sig);
}

static void watch_crashes(void)
{
    static const int fatal[] = {SIGABRT, SIGSEGV, SIGBUS, SIGILL, SIGFPE};

    snprintf(crash_path, sizeof crash_path, "crash-%ld.bin", (long)getpid());
    if (__sanitizer_set_death_callback != NULL) {
        __sanitizer_set_death_callback(save_crash);
        return;
    }
    for (size_t i = 0; i < sizeof fatal / sizeof fatal[0]; i++)
        signal(fatal[i], on_crash);
}

static void *must(void *ptr)
{
    if (ptr == NULL) {
        fprintf(stderr, "out of memory\n");
        exit(2);
    }
    return ptr;
}

/* In a block of just this size, so that the byte after it is not ours. */
static void run(const uint8_t *bytes, size_t len)
{
    running.ptr = must(malloc(len > 0 ? len : 1));
    running.len = len;
    if (len > 0)
        memcpy(running.ptr, bytes, len);
    LLVMFuzzerTestOneInput(running.ptr, len);
    free(running.ptr);
    runs++;
}

/* xorshift64*: small, and the same everywhere. */
static uint64_t next_random(uint64_t *state)
{
    *state ^= *state >> 12;
    *state ^= *state << 25;
    *state ^= *state >> 27;
    return *state * UINT64_C(2685821657736338717);
}

static size_t below(uint64_t *state, size_t bound)
{
    return bound > 0 ? (size_t)(next_random(state) % bound) : 0;
}

/* Values at which readers of numbers stumble. */
static uint8_t odd_byte(uint64_t *state)
{
    static const uint8_t odd[] = {0x00, 0x01, 0x3f, 0x40, 0x7f,
                                  0x80, 0xc0, 0xfe, 0xff};
    size_t i = below(state, 2 * sizeof odd);

    return i < sizeof odd ? odd[i] : (uint8_t)next_random(state);
}

static void flip_bytes(struct input *in, uint64_t *state)
{
    for (size_t n = 1 + below(state, 8); n > 0 && in->len > 0; n--)
        in->ptr[below(state, in->len)] = odd_byte(state);
}

static void flip_bit(struct input *in, uint64_t *state)
{
    if (in->len > 0)
        in->ptr[below(state, in->len)] ^= (uint8_t)(1u << below(state, 8));
}

static void cut_end(struct input *in, uint64_t *state)
{
    in->len = below(state, in->len + 1);
}

static void cut_inside(struct input *in, uint64_t *state)
{
    size_t at = below(state, in->len + 1);
    size_t len = below(state, in->len - at + 1);

    memmove(in->ptr + at, in->ptr + at + len, in->len - at - len);
    in->len -= len;
}

/* `ptr` has GROWTH_MAX bytes of room behind the longest input. */
static void insert(struct input *in, uint64_t *state)
{
    size_t at = below(state, in->len + 1);
    size_t len = 1 + below(state, GROWTH_MAX);
    bool same = below(state, 2) == 0;
    uint8_t fill = odd_byte(state);

    memmove(in->ptr + at + len, in->ptr + at, in->len - at);
    for (size_t i = 0; i < len; i++)
        in->ptr[at + i] = same ? fill : odd_byte(state);
    in->len += len;
}

static void copy_over(struct input *in, uint64_t *state)
{
    size_t from = below(state, in->len), to = below(state, in->len);
    size_t longest = in->len - (from > to ? from : to);

    memmove(in->ptr + to, in->ptr + from, below(state, longest + 1));
}

static void mutate(struct input *in, uint64_t *state)
{
    static void (*const ways[])(struct input *, uint64_t *) = {
        flip_bytes, flip_bit, cut_end, cut_inside, copy_over};

    /* At most one insertion, since there is room for no more. */
    if (below(state, 6) == 0)
        insert(in, state);
    for (size_t n = 1 + below(state, 3); n > 0; n--)
        ways[below(state, sizeof ways / sizeof ways[0])](in, state);
}

/* FNV-1a: each file has its own row of random numbers, whatever its name. */
static uint64_t seed_of(const struct input *in)
{
    uint64_t h = UINT64_C(0xcbf29ce484222325);

    for (size_t i = 0; i < in->len; i++)
        h = (h ^ in->ptr[i]) * UINT64_C(0x100000001b3);
    return h | 1;
}

static void run_mutations(const struct input *in)
{
    size_t count = MUTATION_BYTES / (in->len + 1);
    uint64_t state = seed_of(in);
    struct input m = {.ptr = must(malloc(in->len + GROWTH_MAX))};

    for (size_t i = 0; i < count && i < MUTATIONS; i++) {
        if (in->len > 0)
            memcpy(m.ptr, in->ptr, in->len);
        m.len = in->len;
        mutate(&m, &state);
        run(m.ptr, m.len);
    }
    free(m.ptr);
}

static bool run_file(int dir, const char *name, size_t len)
{
    struct input in = {.ptr = must(malloc(len + 1)), .len = len};
    int fd = openat(dir, name, O_RDONLY | O_CLOEXEC);
    bool ok = fd >= 0 && read(fd, in.ptr, len) == (ssize_t)len;

    if (ok) {
        run(in.ptr, in.len);
        run_mutations(&in);
    } else {
        perror(name);
    }
    if (fd >= 0)
        close(fd);
    free(in.ptr);
    return ok;
}

static bool run_dir(const char *path)
{
    struct dirent **entries;
    int count = scandir(path, &entries, NULL, alphasort);
    DIR *dir = count >= 0 ? opendir(path) : NULL;
    bool ok = true;

    if (dir == NULL) {
        perror(path);
        return false;
    }
    for (int i = 0; i < count; i++) {
        struct stat st;

        if (fstatat(dirfd(dir), entries[i]->d_name, &st, 0) == 0 &&
            S_ISREG(st.st_mode))
            ok = run_file(dirfd(dir), entries[i]->d_name, (size_t)st.st_size) &&
                 ok;
        free(entries[i]);
    }
    free(entries);
    closedir(dir);
    return ok;
}

int main(int argc, char **argv)
{
    bool ok = argc > 1;

    watch_crashes();
    run(NULL, 0);
    for (int i = 1; i < argc; i++) {
        struct stat st;

        if (stat(argv[i], &st) == 0 && S_ISREG(st.st_mode))
            ok = run_file(AT_FDCWD, argv[i], (size_t)st.st_size) && ok;
        else
            ok = run_dir(argv[i]) && ok;
    }
    printf("%lu runs\n", runs);
    return ok ? 0 : 1;
}
