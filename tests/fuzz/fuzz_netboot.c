/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * fuzz_netboot.c - the monitor and its network.  Up to a 0 the input is what
 * somebody types; behind it stands what comes by the wire for each packet that
 * the unit sends: frames as they are, packets of the server's with anything in
 * them, honest blocks, and honest frames with a byte changed.
 */
#include <string.h>

#include "guest/netboot/monitor.h"
#include "tests/fuzz/fuzz.h"
#include "tests/unit/guest/netbootrig.h"

enum { LINES_MAX = 16, FRAMES_MAX = 8, DATA_BYTES = 5000 };

static struct feed wire;

static size_t feed_bytes(uint8_t *to, size_t room)
{
    size_t n = (size_t)feed8(&wire) * 2;

    n = MIN(n, MIN(room, wire.left));
    memcpy(to, wire.at, n);
    wire.at += n;
    wire.left -= n;
    return n;
}

static void any_frame(struct world *w)
{
    uint8_t f[60 + 512] = {0};
    size_t n = feed_bytes(f + 12, sizeof f - 12);

    memcpy(f, w->net.port.mac, 6);
    f[0] ^= (uint8_t)(feed8(&wire) == 1); /* to a group */
    to_unit(w, f, n + 12);
}

static void any_packet(struct world *w)
{
    uint8_t tftp[512];
    size_t n = feed_bytes(tftp, sizeof tftp);

    w->port = (uint16_t)(NEW_PORT + feed8(&wire) % 2);
    tftp_to_unit(w, tftp, n);
    w->port = NEW_PORT;
}

static void spoilt_frame(struct world *w)
{
    uint8_t f[1600], tftp[4 + 512] = {0, 3};
    size_t n, at;

    put_be16(tftp + 2, (uint16_t)(w->served + 1));
    n = udp_frame(w, f, tftp, 4 + (size_t)feed8(&wire) * 2);
    at = feed8(&wire);
    if (at < n)
        f[at] = feed8(&wire);
    to_unit(w, f, n);
}

static void serve(struct world *w, const uint8_t *tftp, size_t n)
{
    for (unsigned i = feed8(&wire) % FRAMES_MAX; i--;) {
        switch (feed8(&wire) % 6) {
        case 0:
            any_frame(w);
            break;
        case 1:
            any_packet(w);
            break;
        case 2:
            spoilt_frame(w);
            break;
        case 3:
            send_arp(w, feed8(&wire), feed32(&wire), US);
            break;
        case 4:
            send_error(w, feed8(&wire), "no\r\nmore%s");
            break;
        default:
            honest(w, tftp, n);
        }
    }
}

static void describe(void *far, unsigned i, bool exact, char *to, size_t room)
{
    (void)far;
    g_snprintf(to, room, exact ? "i82558 @ %u" : "i8255X @ %u", i);
}

static bool open_port(void *far, unsigned i, struct netif *port)
{
    (void)i;
    *port = ((struct world *)far)->net.port;
    return true;
}

static void start(void *far, uint8_t *file, size_t bytes)
{
    struct world *w = far;

    g_assert_true(file == w->file && bytes <= sizeof w->file);
    w->served = 0;
}

static void reload(void *far)
{
    (void)far;
}

void fuzz_one(const uint8_t *data, size_t n)
{
    const uint8_t *end = memchr(data, 0, n);
    size_t typed = end ? (size_t)(end - data) : n;
    g_autofree char *text = g_strndup((const char *)data, typed);
    g_auto(GStrv) lines = g_strsplit(text, "\n", LINES_MAX);
    struct world *w = new_world(serve, DATA_BYTES);
    struct monitor_ports ports = {w, 2, describe, open_port};
    struct monitor_owner owner = {w,  "monitor> ", w->file, sizeof w->file,
                                  start, reload};
    struct monitor m;

    w->strangers = true;
    wire = (struct feed){data + typed, n - typed};
    feed8(&wire);
    monitor_init(&m, &host, &ports, &owner);
    monitor_begin(&m);
    for (char **line = lines; *line; line++) {
        /* The wire knows the unit by one address. */
        bool address = g_ascii_tolower(*g_strchug(*line)) == 'a';
        g_autofree char *copy = g_strdup(address ? "address 192.168.1.1"
                                                 : *line);

        w->step = 0; /* the rig counts pings by it */
        monitor_line(&m, copy);
    }
    end_world(w);
}
