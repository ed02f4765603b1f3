/* SPDX-License-Identifier: GPL-2.0-or-later */
/* interfaces.c - see interfaces.h. */
#include "guest/runtime/wire/interfaces.h"

#include <stddef.h>

#include "guest/i386/cpu.h"
#include "guest/i386/interrupt.h"
#include "guest/lib/string.h"
#include "guest/log/log.h"
#include "guest/runtime/unit/clock.h"
#include "guest/runtime/unit/memory.h"
#include "guest/runtime/unit/unit.h"
#include "guest/threads/thread.h"

enum {
    STACK_BYTES = 16384,
    ETHERNET_HEADER = 14,
    LONGEST = 1500,
    OUT_MAX = 256, /* of the blocks of all interfaces */
};

static struct interface table[INTERFACES_MAX];
static unsigned count, unused;
static struct event event;
static volatile bool asked; /* any of them */
static struct thread thread;
static void (*take)(unsigned interface, struct block *);
static uint32_t (*look)(void);
static void (*taps[INTERFACES_TAPS])(unsigned interface, bool sent,
                                     const uint8_t *frame, size_t n);
static bool tapped; /* by any of them */
static uint8_t stack[STACK_BYTES] __attribute__((aligned(16)));

unsigned interfaces_count(void)
{
    return count;
}

unsigned interfaces_unused(void)
{
    return unused;
}

struct interface *interface_at(unsigned i)
{
    return i < count ? &table[i] : NULL;
}

/* --- frames ------------------------------------------------------------ */

static void interrupt(void *far)
{
    struct interface *in = far;

    if (!in->on || !i8255x_interrupt(&in->nic))
        return;
    in->asked = true;
    asked = true;
    thread_signal(&event);
}

static void count_frame(struct interface *in, const uint8_t *frame, size_t n)
{
    static const uint8_t everybody[6] = {255, 255, 255, 255, 255, 255};

    if (n >= ETHERNET_HEADER && !memcmp(frame, everybody, sizeof everybody))
        in->broadcasts++;
    if (n > LONGEST + ETHERNET_HEADER)
        in->giants++;
}

/* A copy in a block that has room for `room` bytes. */
static bool enqueue(struct interface_queue *q, const uint8_t *frame, size_t n,
                    uint32_t room)
{
    struct block *b = n <= room ? block_take(room) : NULL;

    if (!b)
        return false;
    memcpy(b->data, frame, n);
    b->length = (uint16_t)n;
    if (q->first)
        q->last->next = b;
    else
        q->first = b;
    q->last = b;
    if (++q->n > q->most)
        q->most = q->n;
    return true;
}

static struct block *dequeue(struct interface_queue *q)
{
    struct block *b = q->first;

    q->first = b->next;
    q->n--;
    b->next = NULL;
    return b;
}

/* What waited for room in the ring.  If there is too little again, the chip
 * asks when half of it is free. */
static void send_queue(struct interface *in)
{
    while (in->out.first &&
           i8255x_send(&in->nic, in->out.first->data, in->out.first->length))
        block_give(dequeue(&in->out));
}

static void forget_queue(struct interface_queue *q)
{
    while (q->first)
        block_give(dequeue(q));
}

static void show_taps(const struct interface *in, bool sent,
                      const uint8_t *frame, size_t n)
{
    for (unsigned i = 0; i < INTERFACES_TAPS; i++) {
        if (taps[i])
            taps[i]((unsigned)(in - table), sent, frame, n);
    }
}

/* Everything the chip has, into the queue; what it has room for. */
static void empty_ring(struct interface *in)
{
    const uint8_t *frame;
    size_t n;

    in->asked = false;
    if (!in->on)
        return;
    i8255x_acknowledge(&in->nic);
    while ((n = i8255x_receive(&in->nic, &frame)) != 0) {
        count_frame(in, frame, n);
        if (tapped)
            show_taps(in, false, frame, n);
        /* Inspections make packets longer. */
        if (!enqueue(&in->in, frame, n, BLOCK_FRAME))
            in->no_block++;
        i8255x_receive_done(&in->nic);
    }
    send_queue(in);
    i8255x_listen(&in->nic);
}

static void give_queue(struct interface *in)
{
    while (in->in.first) {
        struct block *b = dequeue(&in->in);

        if (take)
            take((unsigned)(in - table), b);
        else
            block_give(b);
    }
}

/* To the chip, or behind what waits for it. */
static bool take_for_sending(struct interface *in, const uint8_t *frame,
                             size_t n)
{
    if (!in->on || n > I8255X_FRAME_MAX)
        return false;
    if (!in->out.n && i8255x_send(&in->nic, frame, n))
        return true;
    return in->out.n < OUT_MAX &&
           enqueue(&in->out, frame, n, (uint32_t)n);
}

bool interface_send(struct interface *in, const uint8_t *frame, size_t n)
{
    bool taken = take_for_sending(in, frame, n);

    if (taken && tapped)
        show_taps(in, true, frame, n);
    return taken;
}

void interfaces_tap(enum interfaces_tap which,
                    void (*on_any)(unsigned interface, bool sent,
                                   const uint8_t *frame, size_t n))
{
    taps[which] = on_any;
    tapped = false;
    for (unsigned i = 0; i < INTERFACES_TAPS; i++)
        tapped = tapped || taps[i];
}

void interfaces_on_frame(void (*on_frame)(unsigned interface, struct block *))
{
    take = on_frame;
}

void interfaces_on_idle(uint32_t (*look_after)(void))
{
    look = look_after;
}

void interfaces_kick(void)
{
    asked = true;
    thread_signal(&event);
}

/* Waits until a chip asks or the moment has come. */
static void wait_until(uint64_t moment)
{
    uint32_t flags = cpu_save();

    if (!asked)
        thread_wait(&event, moment);
    asked = false;
    cpu_restore(flags);
}

/* The moment of the next look: at the links, or what look() wants. */
static uint64_t next_look(uint64_t links)
{
    uint32_t ms = look ? look() : 1000;
    uint64_t moment = clock_coarse() + (uint64_t)ms * PIT_HZ / 1000;

    return ms < 1000 && moment < links ? moment : links;
}

static void look_at_links(void)
{
    for (unsigned i = 0; i < count; i++) {
        bool was = table[i].link.up;

        table[i].link = i8255x_link(&table[i].nic);
        if (!table[i].on || table[i].link.up == was)
            continue;
        if (was)
            log_message(411002, table[i].config->name);
        else
            log_message(411001, table[i].config->name);
    }
}

static void run(void *far)
{
    uint64_t links = 0;

    (void)far;
    for (;;) {
        for (unsigned i = 0; i < count; i++) {
            if (table[i].asked)
                empty_ring(&table[i]);
            give_queue(&table[i]);
        }
        if (clock_coarse() >= links) {
            look_at_links();
            links = clock_coarse() + CLOCK_SECONDS(1);
        }
        wait_until(next_look(links));
        thread_yield();
    }
}

/* --- start and stop ---------------------------------------------------- */

/* BMCR (IEEE 802.3, 22.2.4.1) for the speeds of config_speeds[]; 0 for the
 * first: negotiated.  AUI and BNC are 10 Mbit/s, as the PHY has no other
 * plug. */
static void set_speed(struct interface *in)
{
    enum { BMCR = 0, FAST = 0x2000, FULL = 0x0100 };
    static const uint16_t forced[] = {0, 0, FULL, FAST, FAST | FULL, 0, 0};

    if (in->config->speed == 0)
        i8255x_negotiate(&in->nic);
    else
        i8255x_phy_write(&in->nic, BMCR, forced[in->config->speed]);
}

static void switch_on(struct interface *in)
{
    if (!in->rings)
        in->rings = memory_take(sizeof *in->rings);
    in->on = in->rings && i8255x_start(&in->nic, in->rings);
    if (in->on)
        i8255x_listen(&in->nic);
}

void interface_apply(unsigned i)
{
    struct interface *in = &table[i];

    if (i >= count)
        return;
    set_speed(in);
    if (in->config->shutdown && in->on) {
        i8255x_stop(&in->nic);
        forget_queue(&in->out);
        in->on = false;
    } else if (!in->config->shutdown && !in->on) {
        switch_on(in);
    }
    in->link = i8255x_link(&in->nic);
}

bool interface_set_mac(unsigned i, const uint8_t mac[6])
{
    struct interface *in = &table[i];

    if (i >= count)
        return false;
    if (in->on)
        return i8255x_set_address(&in->nic, mac);
    memcpy(in->nic.mac, mac, sizeof in->nic.mac);
    return true;
}

static bool find(struct interface *in, struct pci_function where)
{
    return i8255x_attach(&in->nic, where, I8255X_BY_MEMORY) ||
           i8255x_attach(&in->nic, where, I8255X_BY_PORT);
}

void interfaces_start(unsigned max)
{
    struct pci_function where = PCI_BEFORE_FIRST;
    unsigned last_bus = pci_last_bus();

    if (max > INTERFACES_MAX)
        max = INTERFACES_MAX;
    while (pci_next(&where, last_bus)) {
        if (!i8255x_is(where))
            continue;
        if (count == max) {
            unused++;
        } else if (find(&table[count], where)) {
            struct interface *in = &table[count];

            memcpy(in->mac, in->nic.mac, sizeof in->mac);
            in->config = &unit.config.state.interface[count++];
            interrupt_level(in->nic.irq, true);
            interrupt_attach(in->nic.irq, interrupt, in);
        }
    }
    thread_start(&thread, "pix/intf", run, NULL, stack, sizeof stack);
}

void interfaces_stop(void)
{
    for (unsigned i = 0; i < count; i++)
        i8255x_stop(&table[i].nic);
}
