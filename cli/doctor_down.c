/* Why there is no node on this machine, and what would keep one from
 * starting. */
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "cli/doctor.h"

#define DEFAULT_P2P_LISTEN "0.0.0.0:8421,[::]:8421"

/* ---- settings -----------------------------------------------------------*/

/* The file is not read here: a node reads it. But where it is, what follows
 * may look at the wrong ports, and the wrong data. */
void doctor_config(struct doctor *d)
{
    const char *home = getenv("HOME");
    char own[512] = "";
    const char *files[2] = {own, "/etc/firn/firn.yaml"};

    if (home != NULL)
        snprintf(own, sizeof own, "%s/.config/firn/firn.yaml", home);
    for (size_t i = 0; i < 2; i++) {
        if (*files[i] == '\0' || access(files[i], F_OK) != 0)
            continue;
        doctor_say(d, DOCTOR_OK, "settings",
                   "What it says of data_dir and p2p.listen is not known here: "
                   "--data-dir DIR, FIRN_P2P_LISTEN.",
                   "a node started here reads %s; `firnd --check-config` "
                   "checks it",
                   files[i]);
        return;
    }
}

/* ---- the data directory -------------------------------------------------*/

static void say_unreadable(struct doctor *d, int why)
{
    if (why == ENOENT && access(d->data_dir, F_OK) == 0)
        doctor_say(d, DOCTOR_OK, "data_dir", NULL, "%s is not in use",
                   d->data_dir);
    else if (why == ENOENT)
        doctor_say(d, DOCTOR_OK, "data_dir", NULL,
                   "%s is not there yet; a node makes it", d->data_dir);
    else
        doctor_say(d, DOCTOR_WARN, "data_dir",
                   "It may belong to another user: try as that user, or with "
                   "sudo.",
                   "%s cannot be looked at: %s", d->data_dir, strerror(why));
}

static void say_locked(struct doctor *d, int fd)
{
    char pid[32] = {0}, hint[200];
    ssize_t n = pread(fd, pid, sizeof pid - 1, 0);

    pid[n > 0 ? strspn(pid, "0123456789") : 0] = '\0';
    snprintf(hint, sizeof hint,
             "It runs, but not at this URL: `ss -ltnp | grep pid=%s,` shows "
             "where it listens; give that with --url.",
             *pid != '\0' ? pid : "PID");
    doctor_say(d, DOCTOR_FAIL, "data_dir", hint, "%s is in use by process %s",
               d->data_dir, *pid != '\0' ? pid : "(unknown)");
}

/* Held for an instant, and shared, so that two doctors do not meet; a node that
 * starts in this very instant would have to be started again. */
void doctor_lock(struct doctor *d)
{
    char path[sizeof d->data_dir + 8];
    int fd;

    if (*d->data_dir == '\0')
        return;
    snprintf(path, sizeof path, "%s/lock", d->data_dir);
    fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (fd < 0) {
        say_unreadable(d, errno);
        return;
    }
    if (flock(fd, LOCK_SH | LOCK_NB) == 0)
        doctor_say(d, DOCTOR_OK, "data_dir", NULL, "%s is not in use",
                   d->data_dir);
    else if (errno == EWOULDBLOCK)
        say_locked(d, fd);
    else
        say_unreadable(d, errno);
    close(fd);
}

/* ---- ports --------------------------------------------------------------*/

/* 0, or why it cannot be bound. */
static int try_bind(const struct addr *a, int type)
{
    int fd = socket(a->sa.sa_family, type | SOCK_CLOEXEC, 0), on = 1, why = 0;

    if (fd < 0)
        return errno;
    /* As the node does: connections that are over do not keep the port. */
    if (type == SOCK_STREAM)
        setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    if (addr_is_v6(a))
        setsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, &on, sizeof on);
    if (bind(fd, &a->sa, addr_len(a)) != 0)
        why = errno;
    close(fd);
    return why;
}

static void check_port(struct doctor *d, const struct addr *a, int type,
                       const char *setting)
{
    bool is_tcp = type == SOCK_STREAM;
    char text[ADDR_TEXT_SIZE], hint[160];
    int why = try_bind(a, type);

    addr_format(a, text);
    if (why == 0) {
        doctor_say(d, DOCTOR_OK, "ports", NULL, "%s %s is free",
                   is_tcp ? "TCP" : "UDP", text);
        return;
    }
    /* A machine without IPv6 runs a node all the same. */
    if (why == EAFNOSUPPORT || why == EADDRNOTAVAIL) {
        doctor_say(d, DOCTOR_WARN, "ports", NULL, "%s %s: %s",
                   is_tcp ? "TCP" : "UDP", text, strerror(why));
        return;
    }
    snprintf(hint, sizeof hint,
             "`ss %s` shows by whom; choose another port: --%s=...",
             is_tcp ? "-ltnp" : "-lunp", setting);
    doctor_say(d, DOCTOR_FAIL, "ports", why == EADDRINUSE ? hint : NULL,
               "%s %s cannot be bound: %s", is_tcp ? "TCP" : "UDP", text,
               strerror(why));
}

static void check_udp(struct doctor *d)
{
    const char *env = getenv("FIRN_P2P_LISTEN");
    char list[512], *rest = list, *one;

    snprintf(list, sizeof list, "%s", env != NULL ? env : DEFAULT_P2P_LISTEN);
    while ((one = strsep(&rest, ",")) != NULL) {
        struct addr a;

        one += strspn(one, " ");
        if (addr_parse(one, &a, NULL) == ERR_OK)
            check_port(d, &a, SOCK_DGRAM, "p2p.listen");
        else
            doctor_say(d, DOCTOR_FAIL, "ports", NULL,
                       "FIRN_P2P_LISTEN: \"%s\" is no ip:port", one);
    }
}

void doctor_ports(struct doctor *d)
{
    check_port(d, &d->http, SOCK_STREAM, "http.listen");
    check_udp(d);
}

/* ---- Avahi --------------------------------------------------------------*/

void doctor_avahi(struct doctor *d)
{
    const struct sockaddr_un at = {.sun_family = AF_UNIX,
                                   .sun_path = "/run/avahi-daemon/socket"};
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);

    if (fd < 0)
        return;
    if (connect(fd, (const struct sockaddr *)&at, sizeof at) == 0)
        doctor_say(d, DOCTOR_OK, "mdns", NULL, "avahi-daemon is running");
    else
        doctor_say(d, DOCTOR_WARN, "mdns",
                   "Install and start it (`apt install avahi-daemon`), or "
                   "name peers by `firn connect`.",
                   "avahi-daemon is not running; nodes on this network are "
                   "found with its help");
    close(fd);
}

/* ---- limits -------------------------------------------------------------*/

void doctor_limits(struct doctor *d)
{
    struct rlimit r;

    if (getrlimit(RLIMIT_NOFILE, &r) != 0)
        return;
    if (r.rlim_max < 4096)
        doctor_say(d, DOCTOR_WARN, "files",
                   "Raise it in /etc/security/limits.conf, or LimitNOFILE= of "
                   "the unit.",
                   "a node started here may open %" PRIu64 " files at most",
                   (uint64_t)r.rlim_max);
    else
        doctor_say(d, DOCTOR_OK, "files", NULL,
                   "a node started here may open %" PRIu64 " files",
                   (uint64_t)r.rlim_max);
}
