/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * unit.c - one PIX as its owner handles it: power switch, reset button,
 * console connector, Ethernet ports; and one turn of its processor.
 */
#include "machine/unit.h"

#include <glib.h>

#include "devices/floppy/i82077.h"
#include "devices/nic-i8255x/i8255x.h"
#include "devices/uart-16550/uart16550.h"
#include "machine/board.h"
#include "machine/debug.h"
#include "machine/loop_units.h"

enum { WEDGED_AFTER = 10 }; /* triple faults without a character */

struct unit {
    struct board board;
    struct loop *loop;
    enum unit_state state;
    bool asleep; /* HLT, and nothing happened since */
    bool at_point; /* paused on a debugger's behalf */
    unsigned triple_faults; /* since the last character */
    char *error;
    struct console_far console;
    void (*event)(void *far, enum unit_event, bool by_guest);
    void *event_far;
    void (*lamps)(void *far);
    void *lamps_far;
};

static void tell(struct unit *u, enum unit_event event, bool by_guest)
{
    if (u->event)
        u->event(u->event_far, event, by_guest);
}

/* --- what the board reports ------------------------------------------- */

static void alarm_moved(void *unit, uint64_t at_ns)
{
    struct unit *u = unit;

    loop_alarm_moved(u->loop, at_ns);
}

static void console_sent(void *unit, uint8_t byte)
{
    struct unit *u = unit;

    u->triple_faults = 0;
    if (u->console.send)
        u->console.send(u->console.far, byte);
}

static void console_brk(void *unit)
{
    struct unit *u = unit;

    if (u->console.brk)
        u->console.brk(u->console.far);
}

static void console_room(void *unit)
{
    struct unit *u = unit;

    if (u->console.room)
        u->console.room(u->console.far);
}

static bool console_takes(void *unit)
{
    struct unit *u = unit;

    return !u->console.takes || u->console.takes(u->console.far);
}

static void lamps_changed(void *unit)
{
    struct unit *u = unit;

    if (u->lamps)
        u->lamps(u->lamps_far);
}

/* --- life ------------------------------------------------------------- */

struct unit *unit_new(struct loop *loop, const struct unit_config *config,
                      char **why)
{
    struct unit *u = g_new0(struct unit, 1);
    struct board *b = &u->board;

    u->loop = loop;
    b->trace = loop_trace(loop);
    b->far = u;
    b->alarm_moved = alarm_moved;
    b->console_sent = console_sent;
    b->console_brk = console_brk;
    b->console_room = console_room;
    b->console_takes = console_takes;
    b->lamps_changed = lamps_changed;
    if (!board_build(b, config, loop_clock(loop), why)) {
        board_clear(b);
        g_free(u);
        return NULL;
    }
    u->state = UNIT_PRELAUNCH;
    loop_add(loop, u);
    board_power(b, true);
    return u;
}

void unit_free(struct unit *u)
{
    if (!u)
        return;
    board_clear(&u->board);
    loop_remove(u->loop, u);
    g_free(u->error);
    g_free(u);
}

const char *unit_name(const struct unit *u)
{
    return u->board.config.name;
}

const struct model *unit_model(const struct unit *u)
{
    return u->board.config.model;
}

const char *unit_error(const struct unit *u)
{
    return u->error;
}

void unit_on_event(struct unit *u,
                   void (*event)(void *far, enum unit_event, bool by_guest),
                   void *far)
{
    u->event = event;
    u->event_far = far;
}

/* --- power and reset -------------------------------------------------- */

enum unit_state unit_state(const struct unit *u)
{
    return u->state;
}

static void set_state(struct unit *u, enum unit_state state)
{
    u->state = state;
    loop_units_changed(u->loop);
}

void unit_power(struct unit *u, bool on)
{
    if (on == (u->state != UNIT_OFF))
        return;
    board_power(&u->board, on);
    u->asleep = false;
    u->triple_faults = 0;
    set_state(u, on ? UNIT_RUNNING : UNIT_OFF);
    lamps_changed(u);
    tell(u, on ? UNIT_EVENT_POWERUP : UNIT_EVENT_POWERDOWN, false);
}

static void reset_now(struct unit *u, bool by_guest)
{
    board_reset(&u->board);
    u->asleep = false;
    tell(u, UNIT_EVENT_RESET, by_guest);
}

void unit_reset(struct unit *u)
{
    if (u->state != UNIT_OFF)
        reset_now(u, false);
}

void unit_pause(struct unit *u, bool paused)
{
    if (paused ? u->state != UNIT_RUNNING : !unit_is_frozen(u))
        return;
    board_say(&u->board, TRACE_POWER, "processor", "%s",
              paused ? "stopped" : "goes on");
    if (!paused)
        u->at_point = false;
    set_state(u, paused ? UNIT_PAUSED : UNIT_RUNNING);
    tell(u, paused ? UNIT_EVENT_STOP : UNIT_EVENT_RESUME, false);
}

/* --- a turn of the processor ------------------------------------------ */

bool unit_is_frozen(const struct unit *u)
{
    return u->state == UNIT_PRELAUNCH || u->state == UNIT_PAUSED;
}

bool unit_is_busy(const struct unit *u)
{
    const struct board *b = &u->board;

    return u->state == UNIT_RUNNING && !b->held_in_reset &&
           (!u->asleep || b->intr == INTR_HIGH);
}

/* HLT with interrupts disabled: a high INTR will not wake it, so do not come
 * back for it until it falls and rises again. */
static void halted(struct unit *u)
{
    struct board *b = &u->board;

    if (u->asleep && b->intr == INTR_HIGH)
        b->intr = INTR_UNHEARD;
    u->asleep = true;
}

static void shut_down(struct unit *u)
{
    board_say(&u->board, TRACE_POWER, "processor", "triple fault");
    if (++u->triple_faults >= WEDGED_AFTER) {
        set_state(u, UNIT_PAUSED);
        tell(u, UNIT_EVENT_WEDGED, true);
        return;
    }
    reset_now(u, true);
}

static void broke(struct unit *u)
{
    struct cpu_where w;

    cpu_where(u->board.cpu, &w);
    g_free(u->error);
    u->error = g_strdup_printf("%s: the processor stopped at %04x:%08x: %s",
                               unit_name(u), w.cs, w.eip,
                               cpu_error(u->board.cpu));
    set_state(u, UNIT_PAUSED);
    tell(u, UNIT_EVENT_BROKEN, true);
}

static enum cpu_stop run(struct board *b, uint64_t from_ns, uint64_t until_ns)
{
    enum cpu_stop stop;

    if (clock_mode(b->clock) != CLOCK_HOLD)
        return cpu_run(b->cpu, UINT64_MAX);
    board_begin_slice(b, from_ns);
    stop = cpu_run(b->cpu, board_count_at(b, until_ns));
    board_end_slice(b);
    return stop;
}

uint64_t unit_held_now(const struct unit *u, uint64_t from_ns)
{
    return board_held_now(&u->board, from_ns);
}

void unit_slice(struct unit *u, uint64_t from_ns, uint64_t until_ns)
{
    switch (run(&u->board, from_ns, until_ns)) {
    case CPU_KICKED:
        u->asleep = false;
        break;
    case CPU_HALTED:
        halted(u);
        break;
    case CPU_DEBUG:
        u->asleep = false;
        u->at_point = true;
        unit_pause(u, true);
        break;
    case CPU_SHUTDOWN:
        shut_down(u);
        return;
    case CPU_BROKEN:
        broke(u);
        return;
    }
    if (u->board.reset_wanted)
        reset_now(u, true);
}

void unit_kick(struct unit *u)
{
    cpu_kick(u->board.cpu);
}

/* --- debugger --------------------------------------------------------- */

void unit_debug(struct unit *u, bool on)
{
    cpu_debug(u->board.cpu, on);
    u->at_point = false;
}

bool unit_debug_point(struct unit *u, enum cpu_point kind, uint32_t linear,
                      uint32_t size, bool on)
{
    return cpu_debug_point(u->board.cpu, kind, linear, size, on);
}

void unit_debug_go(struct unit *u, bool step)
{
    u->at_point = false;
    cpu_debug_go(u->board.cpu, step);
    unit_pause(u, false);
}

const struct cpu_debug_stop *unit_debug_stopped(const struct unit *u)
{
    return u->at_point ? cpu_debug_stopped(u->board.cpu) : NULL;
}

size_t unit_debug_read(const struct unit *u, uint32_t linear, void *to,
                       size_t n)
{
    return cpu_debug_read(u->board.cpu, linear, to, n);
}

size_t unit_debug_write(struct unit *u, uint32_t linear, const void *from,
                        size_t n)
{
    return cpu_debug_write(u->board.cpu, linear, from, n);
}

void unit_debug_registers(const struct unit *u, struct cpu_registers *r)
{
    cpu_registers(u->board.cpu, r);
}

void unit_debug_set_registers(struct unit *u, const struct cpu_registers *r)
{
    cpu_set_registers(u->board.cpu, r);
}

/* --- console connector ------------------------------------------------ */

void unit_console_attach(struct unit *u, const struct console_far *far)
{
    u->console = *far;
}

unsigned unit_console_room(const struct unit *u)
{
    return u->state == UNIT_RUNNING ? uart_room(u->board.uart[0]) : 0;
}

void unit_console_receive(struct unit *u, uint8_t byte)
{
    uart_receive(u->board.uart[0], byte);
}

void unit_console_break(struct unit *u)
{
    uart_receive_break(u->board.uart[0]);
}

void unit_console_garbled(struct unit *u, uint8_t byte)
{
    uart_receive_garbled(u->board.uart[0], byte);
}

void unit_console_ready(struct unit *u)
{
    uart_far_ready(u->board.uart[0]);
}

void unit_console_baud(struct unit *u, unsigned baud)
{
    uart_set_far_baud(u->board.uart[0], baud);
}

/* --- failover cable ---------------------------------------------------- */

/* The chassis without slots are those that never form a pair. */
bool unit_has_failover_port(const struct model *model)
{
    return model->slot[0].width != 0;
}

void unit_cable_attach(struct unit *u, const struct cable_far *far)
{
    u->board.cable = *far;
}

void unit_cable_set(struct unit *u, const struct cable_end *mine,
                    const struct cable_end *mate)
{
    connector_set(u->board.connector, mine, mate);
}

unsigned unit_cable_room(const struct unit *u)
{
    return u->state == UNIT_OFF ? G_MAXUINT : uart_room(u->board.uart[1]);
}

void unit_cable_receive(struct unit *u, uint8_t byte)
{
    if (u->state != UNIT_OFF && connector_passes(u->board.connector))
        uart_receive(u->board.uart[1], byte);
}

void unit_cable_ready(struct unit *u)
{
    uart_far_ready(u->board.uart[1]);
}

/* --- diskette drive ---------------------------------------------------- */

bool unit_has_drive(const struct unit *u)
{
    return u->board.fdc != NULL;
}

void unit_insert(struct unit *u, const struct floppy_medium *medium)
{
    if (u->board.fdc)
        i82077_insert(u->board.fdc, medium);
}

void unit_eject(struct unit *u)
{
    if (u->board.fdc)
        i82077_eject(u->board.fdc);
}

bool unit_drive_lamp(const struct unit *u)
{
    return u->board.fdc && i82077_lamp(u->board.fdc);
}

/* --- lamps ------------------------------------------------------------ */

bool unit_lamp(const struct unit *u, enum unit_lamp lamp)
{
    if (u->state == UNIT_OFF)
        return false;
    switch (lamp) {
    case UNIT_LAMP_POWER:
        return true;
    case UNIT_LAMP_ACT:
        return u->board.lamp_act;
    case UNIT_LAMP_NETWORK:
        return board_network_lamp(&u->board);
    case UNIT_LAMP_DRIVE:
        return unit_drive_lamp(u);
    }
    return false;
}

bool unit_port_lamp(const struct unit *u, unsigned port, enum port_lamp lamp)
{
    static const uint8_t led[] = {
        [PORT_LAMP_LINK] = I8255X_LED_LINK,
        [PORT_LAMP_ACTIVITY] = I8255X_LED_ACTIVITY,
        [PORT_LAMP_SPEED] = I8255X_LED_SPEED,
    };

    return u->state != UNIT_OFF && port < u->board.nics &&
           board_port_lamp(&u->board, port, led[lamp]);
}

void unit_on_lamps(struct unit *u, void (*changed)(void *far), void *far)
{
    u->lamps = changed;
    u->lamps_far = far;
}

/* --- Ethernet ports --------------------------------------------------- */

unsigned unit_ports(const struct unit *u)
{
    return u->board.nics;
}

void unit_port_attach(struct unit *u, unsigned port,
                      const struct port_far *far)
{
    if (port < u->board.nics)
        u->board.port[port].far = *far;
}

void unit_port_receive(struct unit *u, unsigned port, const uint8_t *frame,
                       size_t n)
{
    if (port < u->board.nics && u->state != UNIT_OFF)
        i8255x_receive(u->board.nic[port], frame, n);
}

bool unit_port_takes(const struct unit *u, unsigned port)
{
    return port >= u->board.nics || u->state == UNIT_OFF ||
           i8255x_takes(u->board.nic[port]);
}

void unit_port_set_link(struct unit *u, unsigned port, bool up)
{
    if (port < u->board.nics)
        i8255x_set_link(u->board.nic[port], up);
}

struct unit_port_place unit_port_place(const struct unit *u, unsigned port)
{
    return u->board.port[port].place;
}

void unit_port_mac(const struct unit *u, unsigned port, uint8_t mac[6])
{
    const uint8_t *eeprom = u->board.config.storage.eeprom[port];

    for (unsigned i = 0; i < 6; i++)
        mac[i] = eeprom[i];
}
