/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * nics.c - Ethernet ports for the monitor.
 *
 * Lists what it can drive: 8255x on the board and on 32-bit cards in 32-bit
 * slots.  Others are not listed.
 */
#include "guest/stage/nics.h"

#include "guest/drivers/i8255x.h"
#include "guest/i386/interrupt.h"
#include "guest/lib/format.h"
#include "guest/lib/string.h"
#include "guest/stage/console.h"
#include "guest/stage/strings.h"

enum { NICS_MAX = 16, LINK_PATIENCE_MS = 5000, WIDE_BRIDGE = 0x00261011 };

static struct pci_function where[NICS_MAX];
static struct i8255x nic;
static struct i8255x_rings rings;
static bool is_open;
/* Nothing was there when last looked: the next rest() ends with a frame. */
static bool wants_frames;

static void interrupt(void *unused)
{
    if (i8255x_interrupt(&nic))
        wake(unused);
}

static void listen(void)
{
    if (is_open && wants_frames)
        i8255x_listen(&nic);
    wants_frames = false;
}

static bool send(void *unused, const uint8_t *frame, size_t n)
{
    (void)unused;
    return i8255x_send(&nic, frame, n);
}

static size_t receive(void *unused, uint8_t *to, size_t room)
{
    const uint8_t *frame;

    (void)unused;
    i8255x_acknowledge(&nic);
    size_t n = i8255x_receive(&nic, &frame);
    wants_frames = n == 0;
    if (!n)
        return 0;
    if (n > room)
        n = room;
    memcpy(to, frame, n);
    i8255x_receive_done(&nic);
    return n;
}

void nics_close(void)
{
    if (!is_open)
        return;
    i8255x_stop(&nic);
    interrupt_detach(nic.irq);
    is_open = false;
}

/* Starts chip and link; false: said why. */
static bool bring_up(unsigned i)
{
    if (!i8255x_attach(&nic, where[i], I8255X_BY_PORT) ||
        !i8255x_negotiate(&nic))
        return false;
    uint32_t began = clock_ms();
    while (!i8255x_link(&nic).up) {
        if (clock_ms() - began >= LINK_PATIENCE_MS) {
            print(STR_NO_LINK "\n");
            return false;
        }
        rest();
    }
    return i8255x_start(&nic, &rings);
}

static bool open_port(void *unused, unsigned i, struct netif *port)
{
    (void)unused;
    nics_close();
    if (!bring_up(i)) {
        print(STR_NO_PORT "\n", i);
        return false;
    }
    is_open = true;
    interrupt_attach(nic.irq, interrupt, NULL);
    *port = (struct netif){ .send = send, .receive = receive };
    memcpy(port->mac, nic.mac, sizeof(port->mac));
    return true;
}

static void describe(void *unused, unsigned i, bool exact, char *to,
                     size_t room)
{
    struct pci_function f = where[i];
    unsigned irq = pci_read8(f, PCI_INTERRUPT_LINE);
    const uint8_t *m = nic.mac;

    (void)unused;
    if (exact)
        format(to, room, STR_NIC_EXACT,
               i8255x_name(pci_read8(f, PCI_REVISION)), f.bus, f.device, irq,
               m[0], m[1], m[2], m[3], m[4], m[5]);
    else
        format(to, room, STR_NIC, f.bus, f.device, irq);
}

/* The 21154 joins 64-bit buses: a card with one is a 64-bit card. */
static bool is_wide_bridge(uint32_t wide_buses, struct pci_function f)
{
    return pci_read32(f, PCI_VENDOR) == WIDE_BRIDGE ||
           (f.bus == 0 && wide_buses >> f.device & 1);
}

static bool leads_to(struct pci_function bridge, uint8_t bus)
{
    return bridge.bus < bus &&
           pci_read16(bridge, PCI_CLASS) == PCI_CLASS_BRIDGE &&
           pci_read8(bridge, PCI_SECONDARY_BUS) <= bus &&
           pci_read8(bridge, PCI_SUBORDINATE_BUS) >= bus;
}

static bool is_wide(uint32_t wide_buses, uint8_t bus)
{
    struct pci_function f = PCI_BEFORE_FIRST;

    while (bus > 0 && pci_next(&f, bus - 1))
        if (leads_to(f, bus) && is_wide_bridge(wide_buses, f))
            return true;
    return false;
}

const struct monitor_ports *nics_find(uint32_t wide_buses)
{
    static struct monitor_ports ports = {
        .describe = describe,
        .open = open_port,
    };
    struct pci_function f = PCI_BEFORE_FIRST;
    unsigned last_bus = pci_last_bus();

    ports.count = 0;
    while (ports.count < NICS_MAX && pci_next(&f, last_bus))
        if (i8255x_is(f) && !is_wide(wide_buses, f.bus))
            where[ports.count++] = f;
    rest_hook(listen);
    return &ports;
}
