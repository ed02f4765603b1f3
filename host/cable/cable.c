/* SPDX-License-Identifier: GPL-2.0-or-later */
/* cable.c - one end of a failover cable; see cable.h. */
#include "host/cable/cable.h"

#include <string.h>

#include "host/cable/outside.h"
#include "host/report.h"

/* So many bytes may be on their way before the sender has to wait. */
enum { ON_THE_WAY = 4096 };

struct cable {
    struct cables *all;
    char *path; /* as given: a socket's must not become longer */
    struct cable_end end;
    struct unit *unit;       /* NULL: not open */
    struct cable *mate;      /* in this process, or NULL */
    struct outside *outside; /* another process, or NULL */
    struct cable_end far;    /* what is known of the mate there */
    GByteArray *in;          /* for our unit */
    void (*watch)(void *far); /* NULL: nobody */
    void *watch_far;
    bool held;               /* the mate's transmitter waits for room in `in` */
};

struct cables {
    struct loop *loop;
    GSource *source;
    GPtrArray *ends; /* struct cable */
    bool work;       /* an `in` may have become shorter or longer */
};

struct cables_source {
    GSource source;
    struct cables *cables;
};

/* --- what is on its way -------------------------------------------------- */

/* n bytes from the head of `in` have arrived or are lost. */
static void gone(struct cable *c, guint n)
{
    if (n)
        g_byte_array_remove_range(c->in, 0, n);
    if (c->outside)
        outside_taken(c->outside, n);
}

static void lose(struct cable *c)
{
    gone(c, c->in->len);
    c->all->work = true; /* who waited for room need not any more */
}

/* --- the wires beside the data ------------------------------------------- */

/* A mate that is not there: its plug is in, and it has no power. */
static struct cable_end nobody(const struct cable *c)
{
    return (struct cable_end){
        .role = c->end.role == CABLE_PRIMARY ? CABLE_SECONDARY : CABLE_PRIMARY,
        .plugged = true,
        .powered = false,
    };
}

static const struct cable_end *other_end(const struct cable *c)
{
    return c->mate ? &c->mate->end : &c->far;
}

static void show_unit(struct cable *c)
{
    if (c->unit)
        unit_cable_set(c->unit, &c->end, other_end(c));
    if (c->watch)
        c->watch(c->watch_far);
}

static void changed(struct cable *c)
{
    c->end.powered = c->unit && unit_state(c->unit) != UNIT_OFF;
    show_unit(c);
    if (c->mate)
        show_unit(c->mate);
    if (c->outside)
        outside_tell(c->outside, &c->end);
}

bool cable_plugged(const struct cable *c)
{
    return c->end.plugged;
}

const char *cable_words(const struct cable *c)
{
    const struct cable_end *far = other_end(c);

    if (!c->end.plugged)
        return "unplugged";
    if (!far->plugged)
        return "other end is out";
    if (far->role == c->end.role)
        return "bad: two equal ends";
    return far->powered ? "mate is on" : "mate is off";
}

void cable_watch(struct cable *c, void (*watch)(void *far), void *far)
{
    c->watch = watch;
    c->watch_far = far;
}

void cable_power_changed(struct cable *c)
{
    if (!c)
        return;
    lose(c); /* a unit that is off hears nothing */
    changed(c);
}

void cable_set_plugged(struct cable *c, bool plugged)
{
    c->end.plugged = plugged;
    lose(c);
    changed(c);
}

/* --- data ---------------------------------------------------------------- */

/* Into the queue of the end that gets it; from the loop's thread, maybe from
 * within a slice. */
static void arrives(struct cable *c, uint8_t byte)
{
    g_byte_array_append(c->in, &byte, 1);
    c->all->work = true;
}

static void unit_sends(void *far, uint8_t byte)
{
    struct cable *c = far;

    if (c->mate)
        arrives(c->mate, byte);
    else if (c->outside)
        outside_send(c->outside, byte);
    loop_kick_soon(c->all->loop);
}

static bool unit_may_send(void *far)
{
    struct cable *c = far;

    if (c->mate)
        c->mate->held = c->mate->in->len >= ON_THE_WAY;
    return c->mate ? !c->mate->held
                   : !c->outside || outside_takes(c->outside);
}

static void unit_has_room(void *far)
{
    struct cable *c = far;

    c->all->work = true;
    loop_kick_soon(c->all->loop);
}

static void give(struct cable *c)
{
    unsigned n = 0;

    while (c->unit && n < c->in->len && unit_cable_room(c->unit))
        unit_cable_receive(c->unit, c->in->data[n++]);
    gone(c, n);
    if (c->held && c->in->len < ON_THE_WAY && c->mate && c->mate->unit) {
        c->held = false;
        unit_cable_ready(c->mate->unit);
    }
}

static gboolean source_prepare(GSource *source, gint *timeout_ms)
{
    *timeout_ms = -1;
    return ((struct cables_source *)source)->cables->work;
}

static gboolean source_check(GSource *source)
{
    return ((struct cables_source *)source)->cables->work;
}

static gboolean source_dispatch(GSource *source, GSourceFunc func,
                                gpointer data)
{
    struct cables *all = ((struct cables_source *)source)->cables;

    (void)func;
    (void)data;
    all->work = false;
    for (guint i = 0; i < all->ends->len; i++)
        give(all->ends->pdata[i]);
    return G_SOURCE_CONTINUE;
}

static GSourceFuncs source_funcs = {
    .prepare = source_prepare,
    .check = source_check,
    .dispatch = source_dispatch,
};

/* --- another process ----------------------------------------------------- */

static void outside_end(void *far, const struct cable_end *end)
{
    struct cable *c = far;

    c->far = *end;
    if (!end->powered || !end->plugged)
        lose(c);
    show_unit(c);
}

static void outside_gone(void *far)
{
    const struct cable_end end = nobody(far);

    outside_end(far, &end);
    /* What waits in our transmitter goes nowhere now. */
    unit_cable_ready(((struct cable *)far)->unit);
}

static void outside_data(void *far, uint8_t byte)
{
    arrives(far, byte);
}

static void outside_ready(void *far)
{
    unit_cable_ready(((struct cable *)far)->unit);
}

static bool go_outside(struct cable *c, GError **err)
{
    const struct outside_far far = {
        .far = c,
        .end = outside_end,
        .gone = outside_gone,
        .data = outside_data,
        .ready = outside_ready,
    };
    struct loop *loop = c->all->loop;

    c->outside = outside_open(c->path, &c->end, &far, err);
    if (!c->outside)
        return false;
    loop_pin_to_wall(loop, true);
    if (clock_mode(loop_clock(loop)) == CLOCK_WARP)
        report("%s: the failover cable leads out of this process, so that "
               "time follows the wall", c->path);
    return true;
}

/* --- ends ---------------------------------------------------------------- */

struct cables *cables_new(struct loop *loop)
{
    struct cables *all = g_new0(struct cables, 1);

    all->loop = loop;
    all->ends = g_ptr_array_new();
    all->source = g_source_new(&source_funcs, sizeof(struct cables_source));
    ((struct cables_source *)all->source)->cables = all;
    g_source_set_name(all->source, "failover cables");
    g_source_attach(all->source, NULL);
    return all;
}

void cables_free(struct cables *all)
{
    g_source_destroy(all->source);
    g_source_unref(all->source);
    g_ptr_array_free(all->ends, TRUE);
    g_free(all);
}

static bool same_path(const char *a, const char *b)
{
    g_autofree char *whole_a = g_canonicalize_filename(a, NULL);
    g_autofree char *whole_b = g_canonicalize_filename(b, NULL);

    return !strcmp(whole_a, whole_b);
}

/* The first end of that path that has no mate. */
static bool find_mate(struct cable *c, GError **err)
{
    for (guint i = 0; i < c->all->ends->len; i++) {
        struct cable *other = c->all->ends->pdata[i];

        if (!same_path(other->path, c->path))
            continue;
        if (other->mate)
            return refuse(err, "--failover-cable: %s has its two ends "
                               "already; name another path for another cable",
                          c->path);
        other->mate = c;
        c->mate = other;
        return true;
    }
    return true;
}

struct cable *cable_new(struct cables *all, enum cable_role role,
                        const char *path, GError **err)
{
    struct cable *c = g_new0(struct cable, 1);

    c->all = all;
    c->path = g_strdup(path);
    c->end = (struct cable_end){.role = role, .plugged = true};
    c->far = nobody(c);
    c->in = g_byte_array_new();
    if (!find_mate(c, err)) {
        g_byte_array_free(c->in, TRUE);
        g_free(c->path);
        g_free(c);
        return NULL;
    }
    g_ptr_array_add(all->ends, c);
    return c;
}

bool cable_open(struct cable *c, struct unit *unit, GError **err)
{
    const struct cable_far far = {
        .far = c,
        .send = unit_sends,
        .room = unit_has_room,
        .takes = unit_may_send,
    };

    c->end.powered = true;
    if (!c->mate && !go_outside(c, err))
        return false;
    c->unit = unit;
    unit_cable_attach(unit, &far);
    changed(c);
    return true;
}

void cable_free(struct cable *c)
{
    if (!c)
        return;
    if (c->mate)
        c->mate->mate = NULL;
    if (c->outside) {
        loop_pin_to_wall(c->all->loop, false);
        outside_free(c->outside);
    }
    g_ptr_array_remove(c->all->ends, c);
    g_byte_array_free(c->in, TRUE);
    g_free(c->path);
    g_free(c);
}
