/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * net.c - the cables of a unit: what --net=N:PORT plugs into which interface.
 */
#include "host/net/net.h"

#include <signal.h>
#include <string.h>

#include "host/net/port.h"
#include "host/net/segment.h"
#include "host/net/shared.h"

G_DEFINE_QUARK(pixemu-net-error, net_error)

/* One PORT. */
struct cable {
    unsigned interface;
    char *name; /* of the segment, and ... */
    char *text; /* ... the PORT, both as given, for messages */
    struct port_spec *spec;
    void *port; /* NULL: not open, or nothing to open */
};

/* One interface, once open. */
struct socket {
    struct net *net;
    unsigned interface;
    struct segment *segment; /* ours, or a hub's: the process's */
    struct plug *plug; /* the unit's; NULL in a hub */
};

struct net {
    struct loop *loop;
    struct shared *shared;
    GPtrArray *names; /* of a hub's segments */
    struct unit *unit;
    uint64_t seed;
    GPtrArray *cables; /* struct cable, in the order given */
    struct socket *sockets;
    unsigned interfaces;
};

/* --- phase 1: reading ------------------------------------------------- */

/* A message is one line, whatever was typed. */
static char *printable(const char *text)
{
    char *copy = g_strdup(text);

    for (char *p = copy; *p; p++)
        if (g_ascii_iscntrl(*p))
            *p = '?';
    return copy;
}

static void complain(GError **error, enum net_error code,
                     const struct cable *c, const char *why)
{
    char *message = g_strdup_printf("--net=%s:%s: %s", c->name, c->text, why);
    char *line = printable(message);

    g_set_error_literal(error, NET_ERROR, code, line);
    g_free(line);
    g_free(message);
}

static void cable_free(void *data)
{
    struct cable *c = data;

    port_spec_free(c->spec);
    g_free(c->name);
    g_free(c->text);
    g_free(c);
}

/* Takes the name over. */
static bool plug(struct net *net, unsigned interface, char *name,
                 const char *port_spec, GError **error)
{
    struct cable *c = g_new0(struct cable, 1);
    char *why = NULL;

    c->interface = interface;
    c->name = name;
    c->text = g_strdup(port_spec);
    c->spec = port_parse(port_spec, &why);
    if (c->spec) {
        g_ptr_array_add(net->cables, c);
        return true;
    }
    complain(error, NET_ERROR_SPEC, c, why);
    g_free(why);
    cable_free(c);
    return false;
}

bool net_plug(struct net *net, unsigned interface, const char *port_spec,
              GError **error)
{
    if (interface < UNIT_PORTS_MAX)
        return plug(net, interface, g_strdup_printf("%u", interface),
                    port_spec, error);
    g_set_error(error, NET_ERROR, NET_ERROR_SPEC,
                "--net=%u: interfaces are numbered from 0 to %d", interface,
                UNIT_PORTS_MAX - 1);
    return false;
}

bool net_plug_named(struct net *net, const char *name, const char *port_spec,
                    GError **error)
{
    guint i = 0;

    while (i < net->names->len && strcmp(net->names->pdata[i], name))
        i++;
    if (i == net->names->len)
        g_ptr_array_add(net->names, g_strdup(name));
    return plug(net, i, g_strdup(name), port_spec, error);
}

void net_set_seed(struct net *net, uint64_t seed)
{
    net->seed = seed;
}

bool net_fits(const struct net *net, unsigned interfaces, const char *model,
              GError **error)
{
    for (guint i = 0; i < net->cables->len; i++) {
        const struct cable *c = net->cables->pdata[i];
        char *why;

        if (c->interface < interfaces)
            continue;
        why = g_strdup_printf("a %s has %u interfaces; name one from 0 to %u",
                              model, interfaces, interfaces - 1);
        complain(error, NET_ERROR_SPEC, c, why);
        g_free(why);
        return false;
    }
    return true;
}

/* --- phase 2: opening ------------------------------------------------- */

static bool cable_open(struct net *net, struct cable *c, GError **error)
{
    const struct port_place place = {
        .loop = net->loop,
        .segment = net->sockets[c->interface].segment,
        .shared = net->shared,
        .line = &c->spec->line,
    };
    char *why = NULL;

    c->spec->line.seed = net->seed;
    if (!c->spec->kind->open)
        return true;
    c->port = c->spec->kind->open(c->spec->settings, &place, &why);
    if (c->port)
        return true;
    complain(error, NET_ERROR_OPEN, c, why);
    g_free(why);
    return false;
}

static bool open_cables(struct net *net, GError **error)
{
    for (guint i = 0; i < net->cables->len; i++)
        if (!cable_open(net, net->cables->pdata[i], error))
            return false;
    return true;
}

static void close_all(struct net *net)
{
    net->unit = NULL; /* closing changes links; the unit may be gone */
    for (guint i = net->cables->len; i-- > 0;) {
        struct cable *c = net->cables->pdata[i];

        if (c->port)
            c->spec->kind->close(c->port);
        c->port = NULL;
    }
    for (unsigned i = 0; i < net->interfaces && !net->names->len; i++)
        segment_free(net->sockets[i].segment);
    g_clear_pointer(&net->sockets, g_free);
    net->interfaces = 0;
}

static void to_unit(void *far, const uint8_t *frame, size_t n)
{
    struct socket *s = far;

    if (s->net->unit)
        unit_port_receive(s->net->unit, s->interface, frame, n);
}

static bool unit_takes(void *far)
{
    const struct socket *s = far;

    return !s->net->unit || unit_port_takes(s->net->unit, s->interface);
}

static void link_to_unit(void *far, bool up)
{
    struct socket *s = far;

    if (s->net->unit)
        unit_port_set_link(s->net->unit, s->interface, up);
}

static void from_unit(void *far, const uint8_t *frame, size_t n)
{
    plug_send(((struct socket *)far)->plug, frame, n);
}

static void unit_has_room(void *far)
{
    plug_ready(((struct socket *)far)->plug);
}

/* For whoever traces frames. */
static void name_segments(struct net *net)
{
    for (unsigned i = 0; i < net->interfaces; i++) {
        g_autofree char *part = g_strdup_printf("net%u", i);

        segment_set_name(net->sockets[i].segment, unit_name(net->unit), part);
    }
}

static void attach_unit(struct net *net, struct unit *unit)
{
    net->unit = unit;
    name_segments(net);
    for (unsigned i = 0; i < net->interfaces; i++) {
        struct socket *s = &net->sockets[i];
        const struct plug_far plug = {s, to_unit, link_to_unit, unit_takes,
                                      false};
        const struct port_far port = {s, from_unit, unit_has_room};

        s->plug = segment_plug(s->segment, PLUG_UNIT, &plug, NULL);
        unit_port_attach(unit, i, &port);
        unit_port_set_link(unit, i, segment_link(s->segment));
    }
}

static void make_segments(struct net *net, unsigned interfaces)
{
    net->interfaces = interfaces;
    net->sockets = g_new0(struct socket, interfaces);
    for (unsigned i = 0; i < interfaces; i++) {
        net->sockets[i].net = net;
        net->sockets[i].interface = i;
        net->sockets[i].segment =
            net->names->len ? shared_segment(net->shared, net->names->pdata[i])
                            : segment_new(net->loop);
    }
}

bool net_open(struct net *net, struct unit *unit, GError **error)
{
    unsigned interfaces = unit ? unit_ports(unit) : net->names->len;

    if (unit && !net_fits(net, interfaces, unit_model(unit)->title, error))
        return false;
    make_segments(net, interfaces);
    if (!open_cables(net, error)) {
        close_all(net);
        return false;
    }
    if (unit)
        attach_unit(net, unit);
    return true;
}

void net_start(struct net *net)
{
    for (guint i = 0; i < net->cables->len; i++) {
        const struct cable *c = net->cables->pdata[i];

        if (c->port && c->spec->kind->start)
            c->spec->kind->start(c->port);
    }
}

/* --- the rest --------------------------------------------------------- */

struct net *net_new(struct loop *loop, struct shared *shared)
{
    struct net *net = g_new0(struct net, 1);

    signal(SIGPIPE, SIG_IGN);
    net->loop = loop;
    net->shared = shared;
    net->names = g_ptr_array_new_with_free_func(g_free);
    net->cables = g_ptr_array_new_with_free_func(cable_free);
    return net;
}

bool net_set_link(struct net *net, unsigned interface, bool up)
{
    if (interface >= net->interfaces)
        return false;
    segment_set_admin(net->sockets[interface].segment, up);
    return true;
}

bool net_has_cable(const struct net *net, unsigned interface)
{
    for (guint i = 0; i < net->cables->len; i++) {
        const struct cable *c = net->cables->pdata[i];

        if (c->interface == interface)
            return true;
    }
    return false;
}

bool net_plugged(const struct net *net, unsigned interface)
{
    return interface < net->interfaces &&
           segment_admin(net->sockets[interface].segment);
}

void net_free(struct net *net)
{
    if (!net)
        return;
    close_all(net);
    g_ptr_array_free(net->cables, TRUE);
    g_ptr_array_free(net->names, TRUE);
    g_free(net);
}

char *net_help(void)
{
    return port_help();
}
