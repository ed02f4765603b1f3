/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * netbootrig.h - a wire with a TFTP server on it, for guest/netboot's tests.
 *
 * A struct world is everything outside the unit: the frames under way, the
 * console, the clock (a number, to which resting adds a tick) and the server,
 * which is honest unless a test puts another function there.
 */
#ifndef TESTS_UNIT_NETBOOTRIG_H
#define TESTS_UNIT_NETBOOTRIG_H

#include <glib.h>

#include "guest/lib/bytes.h"
#include "guest/netboot/net.h"

enum {
    TICK_MS = 50,
    FILE_ROOM = 64 * 1024,
    US = 0xc0a80101,     /* 192.168.1.1 */
    SERVER = 0xc0a80102, /* 192.168.1.2 */
    GATEWAY = 0xc0a801fe,
    FAR_AWAY = 0x0a010203, /* 10.1.2.3 */
    NEW_PORT = 40123,
    ETHERTYPE_LLDP = 0x88cc,
};


struct world;
/* Called for each TFTP packet the unit sends. */
typedef void tftp_server(struct world *, const uint8_t *tftp, size_t n);

struct world {
    GQueue frames; /* GBytes on their way to the unit */
    GString *console;
    const char *keys;
    uint32_t now_ms;
    bool stop;
    bool deaf;       /* the server does not answer ARP */
    bool mute_ping;
    bool unreachable;
    bool strangers;  /* others answer, too */
    tftp_server *serve;
    /* Of the server. */
    const uint8_t *data;
    size_t data_bytes;
    uint16_t port;      /* it answers from */
    uint16_t unit_port; /* learned */
    uint32_t from;      /* address put into its packets */
    uint32_t served;    /* blocks acknowledged */
    bool no_sums;
    unsigned requests, arps, arp_replies, acks, errors_seen;
    uint16_t last_ack;
    uint32_t arp_target;
    char asked_for[64];
    int step; /* the test's own */
    size_t flipped; /* byte of the next echo reply to be flipped, 0: none */
    size_t odd;     /* byte of that whole frame to be another, its ICMP sum
                       right; 0: none */
    struct net net;
    uint8_t file[FILE_ROOM];
};

/* The host of the world made last. */
extern struct host host;

struct world *new_world(tftp_server *serve, size_t data_bytes);
void end_world(struct world *w);

/* Frames to the unit: any, and some of the server's. */
void to_unit(struct world *w, const uint8_t *frame, size_t n);
size_t udp_frame(struct world *w, uint8_t *f, const uint8_t *tftp, size_t n);
void tftp_to_unit(struct world *w, const uint8_t *tftp, size_t n);
void send_block(struct world *w, uint16_t block, size_t at, size_t n);
void send_error(struct world *w, uint16_t code, const char *text);
void send_arp(struct world *w, uint16_t operation, uint32_t sender,
              uint32_t target);

/* The unit's side of its port. */
size_t for_unit(void *far, uint8_t *to, size_t room);

/* The server that does as RFC 1350 says. */
void honest(struct world *w, const uint8_t *tftp, size_t n);

/* Fetches pix621.bin with tftp_get() and compares it. */
bool fetch(struct world *w);

void expect_console(struct world *w, const char *text);
void expect_on_console(struct world *w, const char *part);

#endif
