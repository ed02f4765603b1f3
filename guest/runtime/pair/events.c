/* SPDX-License-Identifier: GPL-2.0-or-later */
/* events.c - what the pair says on the console and to the log. */
#include <stddef.h>

#include "guest/i386/restart.h"
#include "guest/log/log.h"
#include "guest/runtime/pair/pair_int.h"
#include "guest/runtime/terminals/console.h"
#include "guest/runtime/unit/strings.h"
#include "guest/runtime/unit/unit.h"
#include "guest/runtime/wire/interfaces.h"

enum { WAITING = 16 };

static const char *waiting[WAITING]; /* lines for the console */
static unsigned first, count;
static bool restarts;

static void say(const char *line)
{
    if (count < WAITING)
        waiting[(first + count++) % WAITING] = line;
    pair_wake();
}

static const char *who(void)
{
    return pair_failover()->set.secondary ? "Secondary" : "Primary";
}

static const char *name_of(unsigned i)
{
    return unit.config.state.interface[i < INTERFACES_MAX ? i : 0].name;
}

static const char *const causes[] = {
    [FAILOVER_CAUSE_ALONE] = STR_PAIR_CAUSE_ALONE,
    [FAILOVER_CAUSE_ELECTED] = STR_PAIR_CAUSE_ELECTED,
    [FAILOVER_CAUSE_POWER] = STR_PAIR_CAUSE_POWER,
    [FAILOVER_CAUSE_SILENCE] = STR_PAIR_CAUSE_SILENCE,
    [FAILOVER_CAUSE_INTERFACE] = STR_PAIR_CAUSE_INTERFACE,
    [FAILOVER_CAUSE_COMMAND] = STR_PAIR_CAUSE_COMMAND,
    [FAILOVER_CAUSE_MATE] = STR_PAIR_CAUSE_MATE,
};

/* --- to the log --------------------------------------------------------- */

static void log_cable(unsigned state)
{
    switch (state) {
    case FAILOVER_CABLE_NORMAL:
        log_message(101001, who());
        break;
    case FAILOVER_CABLE_BAD:
        log_message(101002, who());
        break;
    case FAILOVER_CABLE_OUT_HERE:
        log_message(101003, who());
        break;
    case FAILOVER_CABLE_OUT_THERE:
        log_message(101004, who());
        break;
    case FAILOVER_CABLE_UNKNOWN:
        log_message(101005, who());
        break;
    default:
        break;
    }
}

static void log_interface(enum failover_event event, unsigned i)
{
    switch (event) {
    case FAILOVER_EV_WAITING:
        log_message(105003, who(), name_of(i));
        break;
    case FAILOVER_EV_NORMAL:
        log_message(105004, who(), name_of(i));
        break;
    case FAILOVER_EV_LOST:
        log_message(105005, who(), name_of(i));
        break;
    case FAILOVER_EV_LINK_UP:
        log_message(105006, who(), name_of(i));
        break;
    case FAILOVER_EV_LINK_DOWN:
        log_message(105007, who(), name_of(i));
        break;
    case FAILOVER_EV_TESTING:
        log_message(105008, who(), name_of(i));
        break;
    case FAILOVER_EV_PASSED:
        log_message(105009, who(), name_of(i), "Passed");
        break;
    case FAILOVER_EV_TEST_FAILED:
        log_message(105009, who(), name_of(i), "Failed");
        break;
    default:
        break;
    }
}

/* The interface by which the units talk has messages of its own. */
static bool is_lan(unsigned i)
{
    const struct failover *f = pair_failover();

    return f->set.lan && i == f->set.lan_interface;
}

static void log_lan(enum failover_event event)
{
    switch (event) {
    case FAILOVER_EV_LINK_UP:
        log_message(105031);
        break;
    case FAILOVER_EV_LINK_DOWN:
        log_message(105032);
        break;
    case FAILOVER_EV_MATE_LAN_UP:
        log_message(105034);
        break;
    case FAILOVER_EV_MATE_LAN_DOWN:
        log_message(105035);
        break;
    default:
        break;
    }
}

static void log_copy(enum failover_event event)
{
    const struct failover *f = pair_failover();
    char shown[PAIR_SHOWN];

    switch (event) {
    case FAILOVER_EV_LINE_FAILED:
        log_message(709001, pair_copy_shown(f->out.line[f->out.oldest], shown),
                    1);
        break;
    case FAILOVER_EV_LINE_REFUSED:
        log_message(709007, pair_copy_shown(f->in.line, shown));
        break;
    case FAILOVER_EV_SENDING:
        log_message(709003, who());
        break;
    case FAILOVER_EV_SENT:
        log_message(709004, who());
        break;
    case FAILOVER_EV_RECEIVING:
        log_message(709005, who());
        break;
    case FAILOVER_EV_RECEIVED:
        log_message(709006, who());
        break;
    case FAILOVER_EV_BROKEN_OFF:
    case FAILOVER_EV_UNEQUAL:
        log_message(105020, who());
        break;
    default:
        break;
    }
}

static void log_unit(enum failover_event event, unsigned value)
{
    switch (event) {
    case FAILOVER_EV_ENABLED:
        log_message(105002, who());
        break;
    case FAILOVER_EV_DISABLED:
        log_message(105001, who());
        break;
    case FAILOVER_EV_ACTIVE:
        log_message(104001, who(), causes[value]);
        break;
    case FAILOVER_EV_STANDBY:
        log_message(104002, who(), causes[value]);
        break;
    case FAILOVER_EV_FAILED:
        log_message(104003, who());
        break;
    case FAILOVER_EV_OK:
        log_message(104004, who());
        break;
    case FAILOVER_EV_CABLE:
        log_cable(value);
        break;
    case FAILOVER_EV_MATE_POWER:
        log_message(102001, who());
        break;
    case FAILOVER_EV_MATE_SILENT:
        log_message(103001, who(), value);
        break;
    case FAILOVER_EV_MATE_FAILED:
        log_message(103005, who());
        break;
    case FAILOVER_EV_MATE_IF_OK:
        log_message(103002, who(), value);
        break;
    case FAILOVER_EV_MATE_IF_FAILED:
        log_message(103003, who(), value);
        break;
    case FAILOVER_EV_MATE_SAYS_FAILED:
        log_message(103004, who());
        break;
    case FAILOVER_EV_COMMANDS_LOST:
        log_message(105011, who());
        break;
    case FAILOVER_EV_LAN_DROPPED:
        log_message(105036);
        break;
    case FAILOVER_EV_FLIPPING:
        log_message(105037);
        break;
    case FAILOVER_EV_STATE_STRANGE:
        log_message(210003, value);
        break;
    case FAILOVER_EV_STATE_MISSED:
        log_message(210022, value);
        break;
    default:
        if (is_lan(value))
            log_lan(event);
        else
            log_interface(event, value);
        log_copy(event);
    }
}

void pair_events_no_room(void)
{
    log_message(105010, who());
}

/* --- to the console ----------------------------------------------------- */

void pair_events_add(void *far, enum failover_event event, unsigned value)
{
    (void)far;
    pair_debug_event(event, value);
    log_unit(event, value);
    switch (event) {
    case FAILOVER_EV_ACTIVE:
        say(STR_PAIR_TO_ACTIVE);
        break;
    case FAILOVER_EV_STANDBY:
        say(STR_PAIR_TO_STANDBY);
        break;
    case FAILOVER_EV_FAILED:
        say(STR_PAIR_TO_FAILED);
        break;
    case FAILOVER_EV_OK:
        say(STR_PAIR_TO_OK);
        break;
    case FAILOVER_EV_SENDING:
    case FAILOVER_EV_RECEIVING:
        say(STR_PAIR_SYNC);
        break;
    case FAILOVER_EV_SENT:
    case FAILOVER_EV_RECEIVED:
        say(STR_PAIR_SYNCED);
        break;
    case FAILOVER_EV_BROKEN_OFF:
        say(STR_PAIR_SYNC_BROKEN);
        break;
    case FAILOVER_EV_UNEQUAL:
        say(STR_PAIR_UNEQUAL);
        break;
    default:
        break;
    }
}

void pair_events_restart(void *far)
{
    (void)far;
    restarts = true;
    pair_wake();
}

void pair_events_print(void)
{
    while (count) {
        const char *line = waiting[first];

        first = (first + 1) % WAITING;
        count--;
        console_tell("");
        console_tell(line);
    }
    if (!restarts)
        return;
    console_tell("");
    console_tell(STR_PAIR_ALONE);
    interfaces_stop();
    console_drain();
    restart();
}
