/* firn doctor: ask the node for all it knows of itself, or find out why there
 * is none; then each check in turn. */
#include <stdio.h>
#include <string.h>

#include "cli/api.h"
#include "cli/cmd.h"
#include "cli/doctor.h"
#include "cli/human.h"
#include "cli/peer.h"

typedef void check_fn(struct doctor *d);

static check_fn *const of_node[] = {
    doctor_version,   doctor_health,    doctor_http,  doctor_p2p,
    doctor_addresses, doctor_discovery, doctor_peers, doctor_clock,
    doctor_disk,      doctor_data,      doctor_files, doctor_tasks,
};

static check_fn *const of_machine[] = {
    doctor_space,
    doctor_buffers,
    doctor_multicast,
    doctor_time,
};

static check_fn *const without_node[] = {
    doctor_config, doctor_lock, doctor_ports, doctor_avahi, doctor_limits,
};

static void run(struct doctor *d, check_fn *const *checks, size_t len)
{
    for (size_t i = 0; i < len; i++)
        checks[i](d);
}

static void say_node(struct doctor *d)
{
    char up[HUMAN_SIZE], label[PEER_LABEL_SIZE];
    struct peer self;

    peer_read(d->node, &self);
    peer_label(&self, label);
    human_duration(api_u64(d->node, "uptime_s", 0), up);
    doctor_say(d, DOCTOR_OK, "node", NULL, "%s answers at %s, up %s", label,
               http_base(d->c->http), up);
}

static void say_no_node(struct doctor *d, const struct errmsg *why)
{
    if (d->answer != ERR_UNREACHABLE) {
        /* The message may bring advice of its own on a second line. */
        doctor_say(d, DOCTOR_FAIL, "node",
                   "Is the URL right? It is given by --url or FIRN_URL.",
                   "%.*s", (int)strcspn(why->text, "\n"), why->text);
        return;
    }
    doctor_say(d, DOCTOR_FAIL, "node",
               d->is_here ? "Start one with `firnd`, or `systemctl start "
                            "firnd` where it is installed as a service."
                          : "Run `firn doctor` on that machine.",
               "no node answers at %s", http_base(d->c->http));
}

enum err cmd_doctor(struct cli *c, const struct opts *o, struct errmsg *em)
{
    struct doctor d = {.c = c, .o = o};
    struct errmsg why = {0};
    enum err e = doctor_ask(&d, &why);

    if (e != ERR_OK) {
        *em = why;
        goto done;
    }
    if (d.node != NULL) {
        say_node(&d);
        run(&d, of_node, sizeof of_node / sizeof *of_node);
    } else {
        say_no_node(&d, &why);
        if (d.is_here)
            run(&d, without_node, sizeof without_node / sizeof *without_node);
    }
    if (d.is_here)
        run(&d, of_machine, sizeof of_machine / sizeof *of_machine);
    cli_note(c, "%zu ok, %zu to look at, %zu failed", d.counts[DOCTOR_OK],
             d.counts[DOCTOR_WARN], d.counts[DOCTOR_FAIL]);
    e = d.failed;
    /* What is wrong was told; this is only the code to end with. */
    if (e == ERR_OK && d.counts[DOCTOR_FAIL] > 0)
        e = ERR_REFUSED;
done:
    doctor_clear(&d);
    return e;
}
