/* SPDX-License-Identifier: GPL-2.0-or-later */
/* stub_net.c - no network, for tests of the rest of host/. */
#include "host/net/net.h"

bool net_set_link(struct net *net, unsigned interface, bool up)
{
    (void)net, (void)up;
    return interface < 2;
}

char *net_help(void)
{
    return g_strdup("the ports\n");
}
