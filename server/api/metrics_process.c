#include "api/metrics_process.h"

#include <dirent.h>
#include <stdio.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

static double cpu_seconds(void)
{
    struct timespec t;

    if (clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t) != 0)
        return 0;
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* Pages of the address space, and of it in memory. */
static void read_statm(unsigned long long *size, unsigned long long *resident)
{
    FILE *f = fopen("/proc/self/statm", "re");

    *size = *resident = 0;
    if (f == NULL)
        return;
    if (fscanf(f, "%llu %llu", size, resident) != 2)
        *size = *resident = 0;
    fclose(f);
}

static uint64_t count_fds(void)
{
    DIR *d = opendir("/proc/self/fd");
    uint64_t n = 0;

    if (d == NULL)
        return 0;
    while (readdir(d) != NULL)
        n++;
    closedir(d);
    /* Without ".", ".." and the descriptor of the directory itself. */
    return n > 3 ? n - 3 : 0;
}

static double start_time(void)
{
    unsigned long long ticks = 0;
    struct timespec now, up;
    FILE *f;

    f = fopen("/proc/self/stat", "re");
    if (f == NULL)
        return 0;
    if (fscanf(f,
               "%*d (%*[^)]) %*c %*d %*d %*d %*d %*d %*u %*u %*u %*u %*u %*u "
               "%*u %*d %*d %*d %*d %*d %*d %llu",
               &ticks) != 1)
        ticks = 0;
    fclose(f);
    clock_gettime(CLOCK_REALTIME, &now);
    clock_gettime(CLOCK_BOOTTIME, &up);
    return (double)(now.tv_sec - up.tv_sec) +
           (double)ticks / (double)sysconf(_SC_CLK_TCK);
}

void metrics_process(struct metrics *m)
{
    unsigned long long size, resident;
    unsigned long long page = (unsigned long long)sysconf(_SC_PAGESIZE);
    struct rlimit fds = {0};

    read_statm(&size, &resident);
    getrlimit(RLIMIT_NOFILE, &fds);
    metrics_family(m, "process_cpu_seconds_total", "counter",
                   "User and system time used.");
    metrics_add(m, " %.3f", cpu_seconds());
    metrics_gauge(m, "process_resident_memory_bytes", "Memory in use.",
                  resident * page);
    metrics_gauge(m, "process_virtual_memory_bytes", "Address space in use.",
                  size * page);
    metrics_gauge(m, "process_open_fds", "Open descriptors.", count_fds());
    metrics_gauge(m, "process_max_fds", "Descriptors allowed.", fds.rlim_cur);
    metrics_family(m, "process_start_time_seconds", "gauge",
                   "Start of the process, seconds since 1970.");
    metrics_add(m, " %.2f", start_time());
}
