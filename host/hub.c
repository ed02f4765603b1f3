/* SPDX-License-Identifier: GPL-2.0-or-later */
/* hub.c - --hub: segments without a unit. */
#include "host/hub.h"

#include "host/net/net.h"

struct hub {
    const struct options *options;
    struct net *net;
};

struct hub *hub_new(const struct options *options, struct loop *loop,
                    struct shared *shared)
{
    struct hub *h = g_new0(struct hub, 1);

    h->options = options;
    h->net = net_new(loop, shared);
    net_set_seed(h->net, options->seed);
    return h;
}

bool hub_open(struct hub *h, GError **err)
{
    const struct unit_options *u = g_ptr_array_index(h->options->units, 0);

    for (guint i = 0; i < u->nets->len; i++) {
        const struct net_option *n = &g_array_index(u->nets, struct net_option,
                                                    i);

        if (!net_plug_named(h->net, n->name, n->port, err))
            return false;
    }
    return net_open(h->net, NULL, err);
}

void hub_start(struct hub *h)
{
    net_start(h->net);
}

void hub_free(struct hub *h)
{
    if (!h)
        return;
    net_free(h->net);
    g_free(h);
}
