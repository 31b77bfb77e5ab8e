/* What only this machine knows. */
#include <ifaddrs.h>
#include <inttypes.h>
#include <net/if.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/statvfs.h>
#include <sys/timex.h>
#include <unistd.h>

#include "cli/doctor.h"
#include "cli/human.h"

/* ---- clock --------------------------------------------------------------*/

void doctor_time(struct doctor *d)
{
    struct timex t = {.modes = 0}; /* only reads */

    if (adjtimex(&t) < 0)
        return;
    if ((t.status & STA_UNSYNC) != 0)
        doctor_say(d, DOCTOR_WARN, "time",
                   "Install and start chrony or systemd-timesyncd; inside a "
                   "container that is the host's work.",
                   "nothing keeps this machine's clock right (NTP)");
    else
        doctor_say(d, DOCTOR_OK, "time", NULL,
                   "this machine's clock is kept by NTP");
}

/* ---- socket buffers -----------------------------------------------------*/

/* The first number in a file of /proc. */
static bool read_number(const char *path, uint64_t *out)
{
    FILE *f = fopen(path, "re");
    bool is_read;

    if (f == NULL)
        return false;
    is_read = fscanf(f, "%" SCNu64, out) == 1;
    fclose(f);
    return is_read;
}

/* CAP_NET_ADMIN may exceed the ceilings. The lock of the data directory names
 * the process; a node that is started from here may what we may. */
static bool may_exceed(const struct doctor *d)
{
    const uint64_t net_admin = UINT64_C(1) << 12;
    char path[sizeof d->data_dir + 8], line[256];
    uint64_t pid = (uint64_t)getpid(), effective = 0;
    FILE *f;

    snprintf(path, sizeof path, "%s/lock", d->data_dir);
    if (d->node != NULL && !read_number(path, &pid))
        return false;
    snprintf(path, sizeof path, "/proc/%" PRIu64 "/status", pid);
    f = fopen(path, "re");
    if (f == NULL)
        return false;
    while (fgets(line, sizeof line, f) != NULL) {
        if (strncmp(line, "CapEff:", 7) == 0)
            effective = strtoull(line + 7, NULL, 16);
    }
    fclose(f);
    return (effective & net_admin) != 0;
}

void doctor_buffers(struct doctor *d)
{
    double want = doctor_number(d, "p2p.socket_buffer", 8.0 * 1024 * 1024);
    uint64_t rmem, wmem;
    char rtext[HUMAN_SIZE], wtext[HUMAN_SIZE], hint[200];

    if (!read_number("/proc/sys/net/core/rmem_max", &rmem) ||
        !read_number("/proc/sys/net/core/wmem_max", &wmem))
        return;
    if (((double)rmem >= want && (double)wmem >= want) || may_exceed(d)) {
        doctor_say(d, DOCTOR_OK, "buffers", NULL,
                   "the kernel gives UDP sockets the buffers asked for");
        return;
    }
    human_size(rmem, rtext);
    human_size(wmem, wtext);
    snprintf(hint, sizeof hint,
             "As root: `sysctl -w net.core.rmem_max=%.0f "
             "net.core.wmem_max=%.0f` (to keep it: a file in /etc/sysctl.d).",
             want, want);
    doctor_say(d, DOCTOR_WARN, "buffers", hint,
               "the kernel gives UDP sockets %s in and %s out, less than "
               "p2p.socket_buffer; fast transfers lose packets",
               rtext, wtext);
}

/* ---- multicast ----------------------------------------------------------*/

/* Is multicast of use, by the settings? */
static bool wants_multicast(const struct doctor *d)
{
    return strcmp(doctor_setting(d, "discovery.mdns.enabled"), "false") != 0 ||
           strcmp(doctor_setting(d, "discovery.lan.enabled"), "false") != 0;
}

static bool can_multicast(const struct ifaddrs *i)
{
    const unsigned need = IFF_UP | IFF_RUNNING | IFF_MULTICAST;

    return i->ifa_addr != NULL && (i->ifa_flags & need) == need &&
           (i->ifa_flags & IFF_LOOPBACK) == 0 &&
           (i->ifa_addr->sa_family == AF_INET ||
            i->ifa_addr->sa_family == AF_INET6);
}

/* Names of the interfaces that can, each once. */
static void find_interfaces(const struct ifaddrs *all, char *out, size_t cap)
{
    size_t used = 0;

    out[0] = '\0';
    for (const struct ifaddrs *i = all; i != NULL; i = i->ifa_next) {
        if (!can_multicast(i) || used + strlen(i->ifa_name) + 3 > cap)
            continue;
        /* The kernel lists addresses of an interface one after the other, but
         * by family; a name that is part of another one is rare and cheap. */
        if (strstr(out, i->ifa_name) != NULL)
            continue;
        used += (size_t)snprintf(out + used, cap - used, "%s%s",
                                 used > 0 ? ", " : "", i->ifa_name);
    }
}

void doctor_multicast(struct doctor *d)
{
    struct ifaddrs *all;
    char names[200];

    if (!wants_multicast(d) || getifaddrs(&all) != 0)
        return;
    find_interfaces(all, names, sizeof names);
    freeifaddrs(all);
    if (*names != '\0')
        doctor_say(d, DOCTOR_OK, "multicast", NULL, "possible on %s", names);
    else
        doctor_say(d, DOCTOR_WARN, "multicast",
                   "Nodes on the same network cannot find each other by "
                   "themselves; name them: `firn connect`, discovery.static.",
                   "no interface that is up can do multicast");
}

/* ---- disk ---------------------------------------------------------------*/

/* The directory, or the nearest above that is there: a node that never ran
 * makes it. */
static bool stat_disk(const struct doctor *d, struct statvfs *out)
{
    char path[sizeof d->data_dir], *slash;

    memcpy(path, d->data_dir, sizeof path);
    while (statvfs(path, out) != 0) {
        slash = strrchr(path, '/');
        if (slash == NULL || slash == path)
            return false;
        *slash = '\0';
    }
    return true;
}

static void say_bytes(struct doctor *d, const struct statvfs *s)
{
    uint64_t left = (uint64_t)s->f_bavail * s->f_frsize;
    uint64_t size = (uint64_t)s->f_blocks * s->f_frsize;
    bool is_little = left < UINT64_C(1) << 30;
    char text[HUMAN_SIZE];

    human_size(left, text);
    doctor_say(d, is_little ? DOCTOR_WARN : DOCTOR_OK, "disk",
               is_little ? "Choose a larger disk: data_dir." : NULL,
               "%s free, %u%% of the disk at %s", text,
               human_percent(left, size), d->data_dir);
}

void doctor_space(struct doctor *d)
{
    struct statvfs s;
    bool is_little;

    if (*d->data_dir == '\0' || !stat_disk(d, &s))
        return;
    if (d->node == NULL)
        say_bytes(d, &s);
    /* Some file systems have no such ceiling, and say 0 of 0. */
    if (s.f_files == 0)
        return;
    is_little = s.f_favail < 10000;
    doctor_say(d, is_little ? DOCTOR_WARN : DOCTOR_OK, "inodes",
               is_little ? "Remove files, or choose another file system: each "
                           "blob takes two."
                         : NULL,
               "%" PRIu64 " more files fit at %s", (uint64_t)s.f_favail,
               d->data_dir);
}
