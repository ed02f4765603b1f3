/* SPDX-License-Identifier: GPL-2.0-or-later */
/* transfer.c - see transfer.h. */
#include "guest/runtime/transfer.h"

#include <stddef.h>

#include "guest/cli/cli.h"
#include "guest/cli/strings.h"
#include "guest/i386/cpu.h"
#include "guest/lib/string.h"
#include "guest/net/datagram.h"
#include "guest/net/tftpget.h"
#include "guest/runtime/clock.h"
#include "guest/runtime/memory.h"
#include "guest/runtime/network.h"
#include "guest/threads/thread.h"

enum { TRIES = 6, MARK_BYTES = 65536 };

static struct {
    struct cli *user; /* NULL: nobody's */
    uint8_t *memory;  /* taken once, for the largest file */
    uint32_t taken, room, bytes;
    struct event event;
} transfer;

static bool begin(struct cli *cli, uint32_t room)
{
    if (transfer.user) {
        cli_printf(cli, "%s\n", STR_COPY_BUSY);
        return false;
    }
    if (transfer.taken < room) {
        transfer.memory = memory_take(room);
        transfer.taken = transfer.memory ? room : 0;
    }
    if (!transfer.memory) {
        cli_printf(cli, "%s\n", STR_COPY_NO_MEMORY);
        return false;
    }
    transfer.user = cli;
    transfer.room = room;
    transfer.bytes = 0;
    return true;
}

void transfer_end(struct cli *cli)
{
    if (transfer.user == cli)
        transfer.user = NULL;
}

static bool store(void *far, const uint8_t *data, size_t n)
{
    uint32_t before = transfer.bytes / MARK_BYTES;

    if (n > transfer.room - transfer.bytes)
        return false;
    memcpy(transfer.memory + transfer.bytes, data, n);
    transfer.bytes += (uint32_t)n;
    if (transfer.bytes / MARK_BYTES != before)
        cli_printf(far, "!");
    return true;
}

static void wake(void *far)
{
    (void)far;
    thread_signal(&transfer.event);
}

/* The answer to the packet that was sent; false: none came in time. */
static bool answered(struct datagram *d, struct tftpget *t, uint32_t ip,
                     uint64_t until)
{
    uint8_t packet[TFTPGET_PACKET_MAX + 1];
    uint32_t from;
    uint16_t port;
    int n;

    for (;;) {
        uint32_t flags;

        while ((n = datagram_receive(d, packet, sizeof packet, &from,
                                     &port)) >= 0) {
            if (from == ip && tftpget_take(t, port, packet, (size_t)n))
                return true;
        }
        if (clock_coarse() >= until)
            return false;
        flags = cpu_save();
        if (d->count == 0)
            thread_wait(&transfer.event, until);
        cpu_restore(flags);
    }
}

/* Why it failed; NULL: it did not. */
static const char *run(struct cli *cli, struct datagram *d,
                       struct tftpget *t, uint32_t ip)
{
    unsigned tries = 0;

    while (t->state == TFTPGET_GOING) {
        if (cli_interrupted(cli))
            return STR_COPY_STOPPED;
        if (tries == TRIES)
            return STR_COPY_TIMED_OUT;
        if (!datagram_send(d, ip, t->port ? t->port : TFTPGET_PORT,
                           t->packet, t->packet_n) && tries == TRIES - 1)
            return STR_COPY_NO_WAY;
        network_kick();
        tries = answered(d, t, ip, clock_coarse() + CLOCK_SECONDS(1u << tries))
                    ? 0 : tries + 1;
    }
    if (t->port)
        datagram_send(d, ip, t->port, t->packet, t->packet_n);
    return t->state == TFTPGET_FAILED ? t->error : NULL;
}

bool transfer_tftp(struct cli *cli, struct transfer *to, uint32_t ip,
                   const char *name, uint32_t room)
{
    static struct tftpget get;
    struct datagram d;
    const char *why;

    if (!begin(cli, room))
        return false;
    if (!tftpget_begin(&get, name, store, cli) ||
        !datagram_open(&d, 0, wake, NULL)) {
        cli_printf(cli, "%s\n", STR_COPY_NO_MEMORY);
        return false;
    }
    why = run(cli, &d, &get, ip);
    datagram_close(&d);
    if (transfer.bytes >= MARK_BYTES)
        cli_printf(cli, "\n");
    if (why)
        cli_printf(cli, "%s\n", why);
    *to = (struct transfer){transfer.memory, transfer.bytes};
    return !why;
}
