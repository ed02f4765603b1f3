/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * monitor.h - the prompt at which a file is fetched over the network: the
 * ROM's `monitor>` and the diskette's `pixboothelper>`.
 */
#ifndef GUEST_NETBOOT_MONITOR_H
#define GUEST_NETBOOT_MONITOR_H

#include "guest/netboot/net.h"
#include "guest/netboot/prompt.h"
#include "guest/netboot/tftp.h"

/* The Ethernet ports there are. */
struct monitor_ports {
    void *far;
    unsigned count;
    /* Where port i is, "i8255X @ PCI(bus:0 dev:13 irq:11)", or with `exact`
     * what is used, "i82559 @ PCI(...), MAC: 0090.2722.f0b1". */
    void (*describe)(void *far, unsigned i, bool exact, char *to, size_t room);
    /* Makes port i ready and closes the one that was.  False: why was said on
     * the console. */
    bool (*open)(void *far, unsigned i, struct netif *);
};

/* What the program round the monitor does. */
struct monitor_owner {
    void *far;
    const char *prompt;
    uint8_t *file; /* where a fetched file goes */
    size_t room;
    /* Starts the file; returns when it refused to, with the reason printed. */
    void (*start)(void *far, uint8_t *file, size_t bytes);
    void (*reload)(void *far);
};

struct monitor {
    const struct host *host;
    const struct monitor_ports *ports;
    const struct monitor_owner *owner;
    struct net net;
    struct prompt prompt;
    unsigned port;
    bool ready; /* the port is open */
    uint32_t server;
    unsigned timeout_s;
    char file[TFTP_FILE_MAX + 1];
};

void monitor_init(struct monitor *, const struct host *,
                  const struct monitor_ports *, const struct monitor_owner *);

/* Lists the ports, opens the usual one: number 1, or 0 if it is alone. */
void monitor_begin(struct monitor *);

/* One line of input.  Words are changed in place. */
void monitor_line(struct monitor *, char *line);

/* Prompts and obeys for ever. */
void monitor_run(struct monitor *) __attribute__((noreturn));

#endif
