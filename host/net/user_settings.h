/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * user_settings.h - the options of the port `user`.
 */
#ifndef PIXEMU_HOST_NET_USER_SETTINGS_H
#define PIXEMU_HOST_NET_USER_SETTINGS_H

#include <netinet/in.h>
#include <stdbool.h>

#include "host/net/port.h"

enum { USER_FORWARDS_MAX = 64 };

struct user_forward {
    bool udp;
    struct in_addr host, guest;
    int host_port, guest_port;
};

struct user_settings {
    char *tftp; /* absolute; NULL: no TFTP server */
    char *bootfile; /* NULL: DHCP names none */
    struct in_addr net, mask, host, dns;
    bool restricted;
    unsigned forwards;
    struct user_forward forward[USER_FORWARDS_MAX];
};

extern const struct port_option user_options[];
void user_defaults(void *settings);
bool user_check(void *settings, char **why);
void user_clear(void *settings);

#endif
