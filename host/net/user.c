/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * user.c - user, a small network with this computer in it (libslirp).
 *
 * libslirp answers ARP, ICMP, DHCP, DNS and TFTP itself and makes sockets of
 * this computer out of TCP and UDP.  It lives in virtual time, so what it
 * answers by itself is the same in every run.  IPv6 is off: the PIX of these
 * releases has none.
 *
 * Its answers may come out of slirp_input(); they go through the segment's
 * queue like any other frame.
 */
#include <errno.h>
#include <glib.h>
#include <slirp/libslirp.h>
#include <string.h>

#include "host/net/port.h"
#include "host/net/user_settings.h"

#define MS_NS UINT64_C(1000000)

/* slirp_pollfds_fill() asks for a second when it waits for nothing of its
 * own. */
enum { IDLE_MS = 1000 };

struct user {
    struct device dev; /* an alarm rings a device; this one has no board */
    struct alarm alarm;
    struct clock *clock;
    struct plug *plug;
    Slirp *slirp;
    SlirpCb callbacks; /* libslirp keeps the pointer */
    GSource *source;
    GArray *wanted;  /* GPollFD, what libslirp asked for last */
    GArray *watched; /* GPollFD, what the source has: not moved while there */
    uint64_t polled_ns;
    bool due; /* a timeout of libslirp's has come */
};

struct user_source {
    GSource source;
    struct user *user;
};

/* --- what libslirp is given ------------------------------------------- */

static ssize_t send_packet(const void *frame, size_t n, void *opaque)
{
    plug_send(((struct user *)opaque)->plug, frame, n);
    return (ssize_t)n;
}

static void guest_error(const char *message, void *opaque)
{
    /* A malformed packet of the guest's: its own affair. */
    (void)message;
    (void)opaque;
}

static int64_t clock_get_ns(void *opaque)
{
    return (int64_t)clock_now(((struct user *)opaque)->clock);
}

/* A timer of libslirp's: only IPv6 router advertisements have one, but the
 * contract asks for them. */
struct timer {
    struct device dev;
    struct alarm alarm;
    struct clock *clock;
    SlirpTimerCb ring;
    void *ring_opaque;
};

static void timer_ring(struct device *dev)
{
    struct timer *t = (struct timer *)dev;

    t->ring(t->ring_opaque);
}

static void *timer_new(SlirpTimerCb cb, void *cb_opaque, void *opaque)
{
    struct timer *t = g_new0(struct timer, 1);

    t->clock = ((struct user *)opaque)->clock;
    t->ring = cb;
    t->ring_opaque = cb_opaque;
    alarm_init(&t->alarm, &t->dev, timer_ring);
    return t;
}

static void timer_free(void *timer, void *opaque)
{
    struct timer *t = timer;

    (void)opaque;
    clock_alarm_cancel(t->clock, &t->alarm);
    g_free(t);
}

static void timer_mod(void *timer, int64_t expire_ms, void *opaque)
{
    struct timer *t = timer;

    (void)opaque;
    clock_alarm_set(t->clock, &t->alarm, (uint64_t)expire_ms * MS_NS);
}

static void ignore_fd(int fd, void *opaque)
{
    (void)fd;
    (void)opaque;
}

static void notify(void *opaque)
{
    /* Everything runs on the loop's thread, before it polls again. */
    (void)opaque;
}

static const SlirpCb callbacks = {
    .send_packet = send_packet,
    .guest_error = guest_error,
    .clock_get_ns = clock_get_ns,
    .timer_new = timer_new,
    .timer_free = timer_free,
    .timer_mod = timer_mod,
#if SLIRP_CHECK_VERSION(4, 9, 0)
    .register_poll_socket = ignore_fd,
    .unregister_poll_socket = ignore_fd,
#else
    .register_poll_fd = ignore_fd,
    .unregister_poll_fd = ignore_fd,
#endif
    .notify = notify,
};

/* --- its sockets in the loop ------------------------------------------ */

static const struct {
    int slirp;
    gushort glib;
} poll_bits[] = {
    {SLIRP_POLL_IN, G_IO_IN},   {SLIRP_POLL_OUT, G_IO_OUT},
    {SLIRP_POLL_PRI, G_IO_PRI}, {SLIRP_POLL_ERR, G_IO_ERR},
    {SLIRP_POLL_HUP, G_IO_HUP},
};

static int add_poll(int fd, int events, void *opaque)
{
    struct user *u = opaque;
    GPollFD p = {.fd = fd};

    for (size_t i = 0; i < G_N_ELEMENTS(poll_bits); i++)
        if (events & poll_bits[i].slirp)
            p.events |= poll_bits[i].glib;
    g_array_append_val(u->wanted, p);
    return (int)u->wanted->len - 1;
}

/* A socket made since the last fill has no place yet: nothing is known. */
static int get_revents(int place, void *opaque)
{
    const struct user *u = opaque;
    int events = 0;

    if (place < 0 || (guint)place >= u->watched->len)
        return 0;
    for (size_t i = 0; i < G_N_ELEMENTS(poll_bits); i++)
        if (g_array_index(u->watched, GPollFD, place).revents &
            poll_bits[i].glib)
            events |= poll_bits[i].slirp;
    return events;
}

static int no_revents(int place, void *opaque)
{
    (void)place;
    (void)opaque;
    return 0;
}

static bool same_fds(const struct user *u)
{
    if (u->wanted->len != u->watched->len)
        return false;
    for (guint i = 0; i < u->wanted->len; i++) {
        const GPollFD *a = &g_array_index(u->wanted, GPollFD, i);
        const GPollFD *b = &g_array_index(u->watched, GPollFD, i);

        if (a->fd != b->fd || a->events != b->events)
            return false;
    }
    return true;
}

static void unwatch(struct user *u)
{
    for (guint i = 0; i < u->watched->len; i++)
        g_source_remove_poll(u->source,
                             &g_array_index(u->watched, GPollFD, i));
    g_array_set_size(u->watched, 0);
}

static void watch(struct user *u)
{
    if (same_fds(u))
        return;
    unwatch(u);
    g_array_append_vals(u->watched, u->wanted->data, u->wanted->len);
    for (guint i = 0; i < u->watched->len; i++)
        g_source_add_poll(u->source,
                          &g_array_index(u->watched, GPollFD, i));
}

/* libslirp's timeouts count from the moment it last looked at the clock. */
static void set_alarm(struct user *u, uint32_t timeout_ms)
{
    if (timeout_ms < IDLE_MS || u->wanted->len > 0)
        clock_alarm_set(u->clock, &u->alarm,
                        u->polled_ns + timeout_ms * MS_NS);
    else
        clock_alarm_cancel(u->clock, &u->alarm);
}

static void ring(struct device *dev)
{
    ((struct user *)dev)->due = true;
}

static void poll_slirp(struct user *u, SlirpGetREventsCb revents)
{
    u->polled_ns = clock_now(u->clock);
    u->due = false;
    slirp_pollfds_poll(u->slirp, 0, revents, u);
}

static gboolean source_prepare(GSource *source, gint *timeout_ms)
{
    struct user *u = ((struct user_source *)source)->user;
    uint32_t wait_ms = IDLE_MS;

    *timeout_ms = -1;
    g_array_set_size(u->wanted, 0);
#if SLIRP_CHECK_VERSION(4, 9, 0)
    slirp_pollfds_fill_socket(u->slirp, &wait_ms, add_poll, u);
#else
    slirp_pollfds_fill(u->slirp, &wait_ms, add_poll, u);
#endif
    watch(u);
    if (!u->due)
        set_alarm(u, wait_ms);
    return u->due;
}

static gboolean source_check(GSource *source)
{
    struct user *u = ((struct user_source *)source)->user;

    for (guint i = 0; i < u->watched->len; i++)
        if (g_array_index(u->watched, GPollFD, i).revents)
            return TRUE;
    return u->due;
}

static gboolean source_dispatch(GSource *source, GSourceFunc func,
                                gpointer data)
{
    (void)func;
    (void)data;
    poll_slirp(((struct user_source *)source)->user, get_revents);
    return G_SOURCE_CONTINUE;
}

static GSourceFuncs source_funcs = {
    .prepare = source_prepare,
    .check = source_check,
    .dispatch = source_dispatch,
};

/* Its clock is only read while polling, and packets that waited for an ARP
 * reply only leave then: hence before and after. */
static void deliver(void *far, const uint8_t *frame, size_t n)
{
    struct user *u = far;

    poll_slirp(u, no_revents);
    slirp_input(u->slirp, frame, (int)n);
    poll_slirp(u, no_revents);
}

/* --- opening ---------------------------------------------------------- */

static Slirp *start(struct user *u, const struct user_settings *s)
{
    SlirpConfig config = {
#if SLIRP_CHECK_VERSION(4, 9, 0)
        .version = 6,
#else
        .version = 1,
#endif
        .restricted = s->restricted,
        .in_enabled = true,
        .vnetwork = s->net,
        .vnetmask = s->mask,
        .vhost = s->host,
        .vnameserver = s->dns,
        .tftp_path = s->tftp,
        .bootfile = s->bootfile,
    };
    uint32_t stations = ~ntohl(s->mask.s_addr);

    /* Leases start at the 15th address, as users of QEMU know it. */
    config.vdhcp_start.s_addr =
        htonl(ntohl(s->net.s_addr) + MIN(15, stations - 1));
    return slirp_new(&config, &u->callbacks, u);
}

static bool forward(struct user *u, const struct user_settings *s, char **why)
{
    for (unsigned i = 0; i < s->forwards; i++) {
        const struct user_forward *f = &s->forward[i];

        if (slirp_add_hostfwd(u->slirp, f->udp, f->host, f->host_port,
                              f->guest, f->guest_port) == 0)
            continue;
        *why = g_strdup_printf("port %d of this computer can't be had: %s; "
                               "name another",
                               f->host_port, g_strerror(errno));
        return false;
    }
    return true;
}

static void attach(struct user *u)
{
    u->source = g_source_new(&source_funcs, sizeof(struct user_source));
    /* Spares GLib taking descriptors out and in around each call. */
    g_source_set_can_recurse(u->source, TRUE);
    ((struct user_source *)u->source)->user = u;
    g_source_set_name(u->source, "user network");
    g_source_attach(u->source, NULL);
}

static void user_close(void *port)
{
    struct user *u = port;

    clock_alarm_cancel(u->clock, &u->alarm);
    if (u->source) {
        unwatch(u);
        g_source_destroy(u->source);
        g_source_unref(u->source);
    }
    if (u->slirp)
        slirp_cleanup(u->slirp);
    segment_unplug(u->plug);
    g_array_free(u->wanted, TRUE);
    g_array_free(u->watched, TRUE);
    g_free(u);
}

static void *user_open(const void *settings, const struct port_place *place,
                       char **why)
{
    struct user *u = g_new0(struct user, 1);
    const struct plug_far far = {.far = u, .deliver = deliver};

    alarm_init(&u->alarm, &u->dev, ring);
    u->clock = loop_clock(place->loop);
    u->callbacks = callbacks;
    u->wanted = g_array_new(FALSE, FALSE, sizeof(GPollFD));
    u->watched = g_array_new(FALSE, FALSE, sizeof(GPollFD));
    u->plug = segment_plug(place->segment, PLUG_OUTSIDE, &far, place->line);
    u->slirp = start(u, settings);
    if (!u->slirp)
        *why = g_strdup("libslirp refuses these settings");
    if (!u->slirp || !forward(u, settings, why)) {
        user_close(u);
        return NULL;
    }
    plug_set_carrier(u->plug, true);
    attach(u);
    return u;
}

const struct port_kind port_kind_user = {
    .name = "user",
    .help = "this computer as a host: TFTP, DHCP, DNS, TCP, UDP",
    .options = user_options,
    .settings_size = sizeof(struct user_settings),
    .defaults = user_defaults,
    .check = user_check,
    .clear = user_clear,
    .open = user_open,
    .close = user_close,
};
