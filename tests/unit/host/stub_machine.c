/* SPDX-License-Identifier: GPL-2.0-or-later */
/* stub_machine.c - a unit without a machine, for tests of host/. */
#include "tests/unit/host/stub_machine.h"

/* --- the loop ------------------------------------------------------------ */

struct clock {
    enum clock_mode mode;
    uint64_t now_ns;
};

struct loop *loop_new(enum clock_mode mode)
{
    struct loop *l = g_new0(struct loop, 1);

    l->clock = g_new0(struct clock, 1);
    l->clock->mode = mode;
    return l;
}

void loop_free(struct loop *l)
{
    g_free(l->clock);
    g_free(l);
}

void loop_set_trace(struct loop *l, const struct trace *trace)
{
    (void)l, (void)trace;
}

const struct trace *loop_trace(const struct loop *l)
{
    (void)l;
    return NULL;
}

struct clock *loop_clock(struct loop *l)
{
    return l->clock;
}

int loop_run(struct loop *l)
{
    while (!l->quit)
        g_main_context_iteration(NULL, TRUE);
    return l->status;
}

void loop_quit(struct loop *l, int status)
{
    l->quit = true;
    l->status = status;
}

void loop_kick(struct loop *l)
{
    l->kicks++;
}

void loop_note_outside(struct loop *l)
{
    (void)l;
}

static gboolean do_work(gpointer far)
{
    struct loop_work *work = far;

    work->asked = false;
    work->serve(work->far);
    return G_SOURCE_REMOVE;
}

void loop_ask(struct loop *l, struct loop_work *work)
{
    (void)l;
    if (!work->asked)
        g_idle_add_full(G_PRIORITY_HIGH, do_work, work, NULL);
    work->asked = true;
}

void loop_forget(struct loop *l, struct loop_work *work)
{
    (void)l;
    if (work->asked)
        g_source_remove_by_user_data(work);
    work->asked = false;
}

bool loop_hold_until(struct loop *l, uint64_t until_ns,
                     void (*reached)(void *far), void *far)
{
    if (l->reached || until_ns < l->clock->now_ns)
        return false;
    l->until_ns = until_ns;
    l->reached = reached;
    l->reached_far = far;
    return true;
}

void stub_loop_arrive(struct loop *l)
{
    void (*reached)(void *far) = l->reached;

    l->reached = NULL;
    l->clock->now_ns = l->until_ns;
    reached(l->reached_far);
}

void stub_loop_serve(void)
{
    while (g_main_context_iteration(NULL, FALSE))
        ;
}

enum clock_mode clock_mode(const struct clock *c)
{
    return c->mode;
}

void clock_set_mode(struct clock *c, enum clock_mode mode)
{
    c->mode = mode;
}

uint64_t clock_now(const struct clock *c)
{
    return c->now_ns;
}

/* --- the unit ------------------------------------------------------------ */

struct unit *stub_unit_new(void)
{
    struct unit *u = g_new0(struct unit, 1);

    u->received = g_string_new(NULL);
    u->room = 16;
    u->echoes = true;
    return u;
}

void unit_free(struct unit *u)
{
    g_string_free(u->received, TRUE);
    g_free(u);
}

static void tell(struct unit *u, enum unit_event event)
{
    if (u->event)
        u->event(u->event_far, event, false);
}

enum unit_state unit_state(const struct unit *u)
{
    return u->state;
}

void unit_power(struct unit *u, bool on)
{
    if (on == (u->state != UNIT_OFF))
        return;
    u->state = on ? UNIT_RUNNING : UNIT_OFF;
    tell(u, on ? UNIT_EVENT_POWERUP : UNIT_EVENT_POWERDOWN);
}

void unit_reset(struct unit *u)
{
    if (u->state != UNIT_OFF)
        tell(u, UNIT_EVENT_RESET);
}

void unit_pause(struct unit *u, bool paused)
{
    if (u->state == UNIT_OFF || paused != (u->state == UNIT_RUNNING))
        return;
    u->state = paused ? UNIT_PAUSED : UNIT_RUNNING;
    tell(u, paused ? UNIT_EVENT_STOP : UNIT_EVENT_RESUME);
}

void unit_on_event(struct unit *u,
                   void (*event)(void *far, enum unit_event, bool by_guest),
                   void *far)
{
    u->event = event;
    u->event_far = far;
}

void unit_console_attach(struct unit *u, const struct console_far *far)
{
    u->console = *far;
}

unsigned unit_console_room(const struct unit *u)
{
    return u->state == UNIT_RUNNING ? u->room : 0;
}

void unit_console_receive(struct unit *u, uint8_t byte)
{
    g_string_append_c(u->received, (char)byte);
    if (u->echoes)
        u->console.send(u->console.far, byte);
}

void unit_console_break(struct unit *u)
{
    u->breaks++;
}

void unit_console_garbled(struct unit *u, uint8_t byte)
{
    (void)byte;
    u->garbled++;
}

void unit_console_ready(struct unit *u)
{
    u->readies++;
}

void unit_console_baud(struct unit *u, unsigned baud)
{
    u->baud = baud;
}

bool unit_has_drive(const struct unit *u)
{
    return u->drive;
}

void unit_insert(struct unit *u, const struct floppy_medium *medium)
{
    u->medium = *medium;
    u->loaded = true;
}

void unit_eject(struct unit *u)
{
    u->loaded = false;
}

bool unit_drive_lamp(const struct unit *u)
{
    return u->drive && u->state == UNIT_RUNNING;
}

const char *unit_name(const struct unit *u)
{
    (void)u;
    return "stub";
}

bool unit_lamp(const struct unit *u, enum unit_lamp lamp)
{
    return u->lamp[lamp];
}

bool unit_port_lamp(const struct unit *u, unsigned port, enum port_lamp lamp)
{
    return u->port_lamp[port][lamp];
}

unsigned unit_ports(const struct unit *u)
{
    return u->ports;
}

struct unit_port_place unit_port_place(const struct unit *u, unsigned port)
{
    return u->place[port];
}

const struct model *unit_model(const struct unit *u)
{
    return u->model;
}
