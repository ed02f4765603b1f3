/* SPDX-License-Identifier: GPL-2.0-or-later */
/* transfer_tftp.c - files from TFTP servers, and to them. */
#include "guest/cli/cli.h"
#include "guest/i386/cpu.h"
#include "guest/net/datagram.h"
#include "guest/net/tftpget.h"
#include "guest/runtime/files/transfer_int.h"
#include "guest/runtime/unit/clock.h"
#include "guest/runtime/unit/strings.h"
#include "guest/runtime/wire/interfaces.h"
#include "guest/threads/thread.h"

enum { TRIES = 6 };

/* How often ^C is looked for. */
#define SLICE (CLOCK_SECONDS(1) / 4)

static struct event event;

static void wake(void *far)
{
    (void)far;
    thread_signal(&event);
}

enum answer { ANSWERED, SILENT, STOPPED };

/* The answer to the packet that was sent, or none in time, or ^C. */
static enum answer wait_for(struct cli *cli, struct datagram *d,
                            struct tftpget *t, uint32_t ip, uint64_t until)
{
    uint8_t packet[TFTPGET_PACKET_MAX + 1];
    uint32_t from;
    uint16_t port;
    int n;

    for (;;) {
        uint64_t now = clock_coarse(), next = now + SLICE;
        uint32_t flags;

        while ((n = datagram_receive(d, packet, sizeof packet, &from,
                                     &port)) >= 0) {
            if (from == ip && tftpget_take(t, port, packet, (size_t)n))
                return ANSWERED;
        }
        if (cli_interrupted(cli))
            return STOPPED;
        if (now >= until)
            return SILENT;
        flags = cpu_save();
        if (d->count == 0)
            thread_wait(&event, next < until ? next : until);
        cpu_restore(flags);
    }
}

/* Why it failed; NULL: it did not. */
static const char *run(struct cli *cli, struct datagram *d,
                       struct tftpget *t, uint32_t ip)
{
    enum answer answer = ANSWERED;
    unsigned tries = 0;
    uint64_t until = clock_coarse() + CLOCK_SECONDS(1);

    while (t->state == TFTPGET_GOING) {
        uint32_t blocks = t->blocks;

        if (answer == STOPPED || cli_interrupted(cli))
            return STR_COPY_STOPPED;
        if (tries == TRIES)
            return STR_COPY_TIMED_OUT;
        if (!datagram_send(d, ip, t->port ? t->port : TFTPGET_PORT,
                           t->packet, t->packet_n) && tries == TRIES - 1)
            return STR_COPY_NO_WAY;
        interfaces_kick();
        answer = wait_for(cli, d, t, ip, until);
        if (answer == ANSWERED && t->blocks == blocks)
            continue; /* the same again, which takes us no further */
        tries = answer == ANSWERED ? 0 : tries + 1;
        until = clock_coarse() + CLOCK_SECONDS(1u << tries);
    }
    if (t->port && t->packet_n)
        datagram_send(d, ip, t->port, t->packet, t->packet_n);
    return t->state == TFTPGET_FAILED ? t->error : NULL;
}

static struct tftpget get;

const char *transfer_tftp_put(struct cli *cli, uint32_t ip, const char *name,
                              size_t (*fetch)(void *far, uint8_t *to,
                                              size_t room),
                              void *far)
{
    const char *why = STR_COPY_NO_MEMORY;
    uint32_t none = 0;
    struct datagram d;

    if (!transfer_begin(cli, &none)) /* its turn, without the memory */
        return STR_WRITE_NOT;
    if (tftpget_begin_put(&get, name, fetch, far) &&
        datagram_open(&d, 0, wake, NULL)) {
        why = run(cli, &d, &get, ip);
        datagram_close(&d);
    }
    return why;
}

bool transfer_tftp(struct cli *cli, struct transfer *to, uint32_t ip,
                   const char *name, uint32_t room)
{
    struct datagram d;
    const char *why;

    if (!transfer_begin(cli, &room))
        return false;
    if (!tftpget_begin(&get, name, transfer_store, cli) ||
        !datagram_open(&d, 0, wake, NULL)) {
        cli_printf(cli, "%s\n", STR_COPY_NO_MEMORY);
        return false;
    }
    why = run(cli, &d, &get, ip);
    datagram_close(&d);
    return transfer_result(cli, why, to);
}
