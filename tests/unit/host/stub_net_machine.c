/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * stub_net_machine.c - a loop and a unit for the tests of host/net/.
 */
#include "tests/unit/host/stub_net_machine.h"

#include <glib/gstdio.h>
#include <string.h>

/* --- loop ------------------------------------------------------------- */

struct loop *loop_new(enum clock_mode mode)
{
    struct loop *l = g_new0(struct loop, 1);

    l->clock = clock_new(mode);
    clock_stop(l->clock, false);
    return l;
}

void loop_free(struct loop *l)
{
    clock_free(l->clock);
    g_free(l);
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

void loop_kick(struct loop *l)
{
    l->kicks++;
}

void loop_note_outside(struct loop *l)
{
    l->outside++;
}

void loop_ask(struct loop *l, struct loop_work *work)
{
    if (!work->asked)
        g_queue_push_tail(&l->work, work);
    work->asked = true;
}

void loop_forget(struct loop *l, struct loop_work *work)
{
    g_queue_remove(&l->work, work);
    work->asked = false;
}

bool stub_work(struct loop *l)
{
    guint n = l->work.length;

    for (guint i = 0; i < n; i++) {
        struct loop_work *work = g_queue_pop_head(&l->work);

        work->asked = false;
        work->serve(work->far);
    }
    return n > 0;
}

void stub_settle(struct loop *l)
{
    while (stub_work(l) || g_main_context_iteration(NULL, FALSE) ||
           clock_ring(l->clock))
        continue;
}

void stub_run_until(struct loop *l, uint64_t at_ns)
{
    stub_settle(l);
    while (clock_next_alarm(l->clock) <= at_ns) {
        clock_jump(l->clock, clock_next_alarm(l->clock));
        stub_settle(l);
    }
    clock_jump(l->clock, at_ns);
}

static gboolean set_true(gpointer flag)
{
    *(bool *)flag = true;
    return G_SOURCE_REMOVE;
}

/* A held clock goes on by a millisecond a round, so that libslirp's timers
 * come while this computer's sockets are waited for. */
bool stub_wait_long(struct loop *l, unsigned seconds,
                    bool (*done)(void *far), void *far)
{
    bool late = false;
    guint tick = g_timeout_add_seconds(seconds, set_true, &late);

    for (;;) {
        bool woken = false;
        guint nap;

        stub_settle(l);
        if (late || done(far))
            break;
        nap = g_timeout_add(1, set_true, &woken);
        g_main_context_iteration(NULL, TRUE);
        if (!woken)
            g_source_remove(nap);
        if (clock_mode(l->clock) == CLOCK_HOLD)
            stub_run_until(l, clock_now(l->clock) + 1000000);
    }
    if (!late)
        g_source_remove(tick);
    return !late;
}

bool stub_wait(struct loop *l, bool (*done)(void *far), void *far)
{
    return stub_wait_long(l, 5, done, far);
}

/* --- unit ------------------------------------------------------------- */

struct unit *stub_unit_new(void)
{
    struct unit *u = g_new0(struct unit, 1);

    for (unsigned i = 0; i < STUB_PORTS; i++)
        u->port[i].got =
            g_ptr_array_new_with_free_func((GDestroyNotify)g_bytes_unref);
    return u;
}

void stub_unit_free(struct unit *u)
{
    for (unsigned i = 0; i < STUB_PORTS; i++)
        g_ptr_array_free(u->port[i].got, TRUE);
    g_free(u);
}

void stub_unit_send(struct unit *u, unsigned port, const void *frame, size_t n)
{
    u->port[port].far.send(u->port[port].far.far, frame, n);
}

const char *unit_name(const struct unit *u)
{
    (void)u;
    return "unit";
}

const struct model *unit_model(const struct unit *u)
{
    static const struct model stub = {.name = "stub", .title = "stub"};

    (void)u;
    return &stub;
}

unsigned unit_ports(const struct unit *u)
{
    (void)u;
    return STUB_PORTS;
}

void unit_port_attach(struct unit *u, unsigned port,
                      const struct port_far *far)
{
    u->port[port].far = *far;
    u->port[port].attached = true;
}

void unit_port_receive(struct unit *u, unsigned port, const uint8_t *frame,
                       size_t n)
{
    g_ptr_array_add(u->port[port].got, g_bytes_new(frame, n));
}

bool unit_port_takes(const struct unit *u, unsigned port)
{
    return !u->port[port].full;
}

void unit_port_set_link(struct unit *u, unsigned port, bool up)
{
    u->port[port].link = up;
    u->port[port].link_changes++;
}

/* --- folder ----------------------------------------------------------- */

char *stub_folder(void)
{
    return g_dir_make_tmp("pixemu-test-XXXXXX", NULL);
}

void stub_folder_remove(char *folder)
{
    GDir *dir = g_dir_open(folder, 0, NULL);
    const char *name;

    while (dir && (name = g_dir_read_name(dir))) {
        char *path = g_build_filename(folder, name, NULL);

        g_remove(path);
        g_free(path);
    }
    if (dir)
        g_dir_close(dir);
    g_rmdir(folder);
    g_free(folder);
}
