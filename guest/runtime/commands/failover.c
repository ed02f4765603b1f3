/* SPDX-License-Identifier: GPL-2.0-or-later */
/* failover.c - show failover, failover active and reset, write standby. */
#include <stddef.h>

#include "guest/cli/cli.h"
#include "guest/config/config.h"
#include "guest/lib/calendar.h"
#include "guest/lib/format.h"
#include "guest/runtime/commands/commands.h"
#include "guest/runtime/pair/pair.h"
#include "guest/runtime/pair/text.h"
#include "guest/runtime/unit/strings.h"
#include "guest/runtime/unit/unit.h"
#include "guest/runtime/unit/wallclock.h"
#include "guest/runtime/wire/interfaces.h"

/* --- show failover ------------------------------------------------------ */

static const char *cable_text(const struct failover *f)
{
    return f->set.lan ? "N/A - LAN-based failover enabled"
                      : pair_text_cable(f->cable);
}

static const char *unit_text(bool secondary)
{
    return secondary ? "Secondary" : "Primary";
}

static const char *ip_text(uint32_t ip, char to[CONFIG_IP_TEXT])
{
    return config_mask(ip, to);
}

/* A unit's lines; mate: of the other one. */
static void show_unit(struct cli *cli, const struct failover *f, bool mate)
{
    const struct wire_hello *h = &f->mate.hello;
    bool heard = failover_mate_heard(f);
    unsigned state = mate ? h->state : f->state, why = mate ? h->why : f->why;
    char ip[CONFIG_IP_TEXT];

    if (mate && !heard)
        state = FAILOVER_FAILED, why = FAILOVER_FITS;
    cli_printf(cli, "\t%s host: %s - %s\n", mate ? "Other" : "This",
               unit_text(f->set.secondary != mate),
               mate && !pair_figures().met ? STR_PAIR_NONE
                                           : pair_text_state(state));
    if (why)
        cli_printf(cli, "\t\t" STR_PAIR_REASON "\n", pair_text_why(why));
    cli_printf(cli, "\t\tActive time: %u (sec)\n",
               (unsigned)(mate ? h->active_s : failover_active_s(f)));
    for (unsigned i = 0; i < interfaces_count(); i++) {
        unsigned is = mate ? h->interface[i].state : f->watch[i].state;
        bool link = mate ? h->interface[i].link : f->watch[i].link;

        if (f->set.lan && i == f->set.lan_interface)
            continue;
        if (mate && !heard)
            is = FAILOVER_IF_UNKNOWN;
        cli_printf(cli, "\t\tInterface %s (%s): %s\n",
                   unit.config.state.interface[i].name,
                   ip_text(mate ? pair_mate_ip(i) : pair_ip(i), ip),
                   pair_text_interface(is, link));
    }
}

static void show_object(struct cli *cli, const char *name,
                        const struct failover_object_count *n)
{
    cli_printf(cli, "\t%-17s%-11u%-11u%-11u%u\n", name, (unsigned)n->sent,
               (unsigned)n->not_sent, (unsigned)n->received,
               (unsigned)n->refused);
}

/* "General" is all of them; what is never copied is there, too. */
static void show_objects(struct cli *cli, const struct failover *f)
{
    static const char *const copied[FAILOVER_OBJECTS] = {
        [FAILOVER_OBJECT_SYSTEM] = "sys cmd",
        [FAILOVER_OBJECT_UP_TIME] = "up time",
        [FAILOVER_OBJECT_XLATE] = "xlate",
        [FAILOVER_OBJECT_TCP] = "tcp conn"};
    static const char *const others[] = {"udp conn", "ARP tbl", "RIP Tbl"};
    struct failover_object_count all = {0};

    for (unsigned i = 0; i < FAILOVER_OBJECTS; i++) {
        all.sent += f->objects[i].sent;
        all.not_sent += f->objects[i].not_sent;
        all.received += f->objects[i].received;
        all.refused += f->objects[i].refused;
    }
    show_object(cli, "General", &all);
    for (unsigned i = 0; i < FAILOVER_OBJECTS; i++)
        show_object(cli, copied[i], &f->objects[i]);
    for (unsigned i = 0; i < sizeof others / sizeof others[0]; i++)
        show_object(cli, others[i], &(struct failover_object_count){0});
}

static void show_stateful(struct cli *cli, const struct failover *f)
{
    const struct config_state *s = &unit.config.state;

    cli_printf(cli, "\nStateful Failover Logical Update Statistics\n");
    if (s->failover.link == CONFIG_FAILOVER_NONE) {
        cli_printf(cli, "\tLink : Unconfigured.\n");
        return;
    }
    cli_printf(cli, "\tLink : %s\n", s->interface[s->failover.link].name);
    cli_printf(cli, "\t%-17s%-11s%-11s%-11s%s\n", "Stateful Obj", "xmit",
               "xerr", "rcv", "rerr");
    show_objects(cli, f);
    /* What comes is done at once: nothing waits on that side. */
    cli_printf(cli, "\n\tLogical Update Queue Information\n"
                    "\t\t\tCur\tMax\tTotal\n"
                    "\tRecv Q:\t\t0\t%u\t%u\n\tXmit Q:\t\t%u\t%u\t%u\n",
               (unsigned)f->hear.most, (unsigned)f->hear.total,
               f->tell.queued, f->tell.most, (unsigned)f->tell.total);
}

static void show_lan(struct cli *cli, const struct failover *f)
{
    unsigned i = f->set.lan_interface;
    bool heard = failover_mate_heard(f);
    char own[CONFIG_IP_TEXT], mates[CONFIG_IP_TEXT];

    cli_printf(cli, "\nLAN-based Failover is Active\n"
                    "\tinterface %s (%s): %s, peer (%s): %s\n",
               unit.config.state.interface[i].name, ip_text(pair_ip(i), own),
               pair_text_interface(f->watch[i].state, f->watch[i].link),
               ip_text(pair_mate_ip(i), mates),
               pair_text_interface(heard ? f->mate.hello.interface[i].state
                                         : FAILOVER_IF_UNKNOWN,
                                   f->mate.hello.interface[i].link));
}

static void show_head(struct cli *cli, const struct failover *f)
{
    const struct config_failover *s = &unit.config.state.failover;
    char when[CALENDAR_TEXT], timeout[FORMAT_HMS];
    const char *zone;
    uint32_t local;

    cli_printf(cli, "Failover %s\n", f->set.enabled ? "On" : "Off");
    cli_printf(cli, "Cable status: %s\n", cable_text(f));
    cli_printf(cli, "Reconnect timeout %s\n",
               format_hms(s->timeout_s, timeout));
    if (!f->set.enabled)
        return;
    cli_printf(cli, "Poll frequency %u seconds\n", (unsigned)s->poll_s);
    if (s->replicate_http)
        cli_printf(cli, "failover replication http\n");
    if (pair_figures().last_s) {
        local = wallclock_local(pair_figures().last_s, &zone);
        calendar_text(when, sizeof when, local, CALENDAR_NO_MS, zone, true);
        cli_printf(cli, "Last Failover at: %s\n", when);
    }
}

/* While the configuration is copied. */
static void show_progress(struct cli *cli, const struct failover *f)
{
    uint32_t done, all;

    if (failover_progress(f, &done, &all))
        cli_printf(cli, f->in.copying ? STR_PAIR_RECEIVING "\n"
                                      : STR_PAIR_SENDING "\n",
                   (unsigned)done, (unsigned)all);
}

static void show_lan_detail(struct cli *cli, const struct failover *f)
{
    const struct failover_counters *n = &f->count;

    cli_printf(cli, "\tThis unit is %s\n", unit_text(f->set.secondary));
    cli_printf(cli, "\tTotal cmd msgs sent: %u, rcvd: %u, dropped: %u, "
               "retrans: %u\n", (unsigned)n->lan_sent,
               (unsigned)n->lan_received, (unsigned)n->lan_dropped,
               (unsigned)n->again);
    cli_printf(cli, "\tTotal msgs sent: %u, rcvd: %u, bad_signature: %u, "
               "bad_hdr: %u, replayed: %u, no_session: %u\n",
               (unsigned)n->sent, (unsigned)n->received,
               (unsigned)n->forged, (unsigned)n->broken, (unsigned)n->stale,
               (unsigned)n->strange);
}

static void show_failover_lan(struct cli *cli, int argc, char **argv)
{
    const struct failover *f = pair_failover();

    if (argc && !cli_abbreviates(argv[0], "detail")) {
        cli_usage(cli, "show failover lan", 17);
        return;
    }
    if (!f->set.enabled || !f->set.lan) {
        cli_printf(cli, "%s\n", STR_PAIR_NO_LAN);
        return;
    }
    show_lan(cli, f);
    if (argc)
        show_lan_detail(cli, f);
}

static void show_failover(struct cli *cli, int argc, char **argv)
{
    const struct failover *f = pair_failover();

    (void)argc, (void)argv;
    show_head(cli, f);
    if (!f->set.enabled)
        return;
    show_progress(cli, f);
    show_unit(cli, f, false);
    show_unit(cli, f, true);
    if (cli->unit->release >= RELEASE(5, 0, 0))
        show_stateful(cli, f);
    if (f->set.lan)
        show_lan(cli, f);
}

/* --- the others --------------------------------------------------------- */

static void failover_active(struct cli *cli, int argc, char **argv)
{
    struct failover *f = pair_failover();

    (void)argc, (void)argv;
    if (!f->set.enabled)
        cli_printf(cli, "%s\n", STR_PAIR_OFF);
    else if (!failover_is_active(f) && !failover_take(f, pair_now()))
        cli_printf(cli, "%s\n", STR_PAIR_CANNOT);
    pair_kick();
}

static void no_failover_active(struct cli *cli, int argc, char **argv)
{
    struct failover *f = pair_failover();

    (void)argc, (void)argv;
    if (!f->set.enabled)
        cli_printf(cli, "%s\n", STR_PAIR_OFF);
    else if (failover_is_active(f) && !failover_give(f, pair_now()))
        cli_printf(cli, "%s\n", STR_PAIR_NO_STANDBY);
    pair_kick();
}

static void failover_reset_units(struct cli *cli, int argc, char **argv)
{
    (void)argc, (void)argv;
    if (!pair_figures().on)
        cli_printf(cli, "%s\n", STR_PAIR_OFF);
    failover_reset(pair_failover(), pair_now());
    pair_kick();
}

static void write_standby(struct cli *cli, int argc, char **argv)
{
    struct failover *f = pair_failover();

    (void)argc, (void)argv;
    if (!f->set.enabled)
        cli_printf(cli, "%s\n", STR_PAIR_OFF);
    else if (!failover_is_active(f))
        cli_printf(cli, "%s\n", STR_PAIR_NOT_ACTIVE);
    else if (!failover_copy(f, pair_now()))
        cli_printf(cli, "%s\n", STR_PAIR_NO_STANDBY);
    pair_kick();
}

const struct command pair_commands[] = {
    {"failover active", "", "Make this unit the active one", CLI_CONFIG,
     .run = failover_active},
    {"failover reset", "", "Take failures of interfaces back", CLI_CONFIG,
     .run = failover_reset_units},
    {"no failover active", "", "Make the other unit the active one",
     CLI_CONFIG, .run = no_failover_active},
    {"show failover", "", "Both units and what they say of each other",
     CLI_PRIVILEGED, .run = show_failover},
    {"show failover lan", "[detail]", "By what the units talk, without a cable",
     CLI_PRIVILEGED, .max_args = 1, .since = RELEASE(6, 2, 0),
     .run = show_failover_lan},
    {"write standby", "", "Copy the configuration to the standby unit",
     CLI_PRIVILEGED, .run = write_standby},
    {0},
};
