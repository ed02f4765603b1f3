/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * ports.c - the Ethernet chips of a unit, on the board and on cards, and the
 * PCI buses they are on.
 *
 * Ports are numbered as firmware finds them that numbers buses depth first:
 * all chips of a bus by device, then those behind each of its bridges.
 */
#include <string.h>

#include "devices/nic-i8255x/i8255x.h"
#include "devices/pci-bridge/i21152.h"
#include "devices/pci-i440fx/piix3.h"
#include "machine/board.h"
#include "machine/cards.h"

enum { PCI_DEVICES = 32 };

/* Which chip is where, before ports are numbered: by bus (0: the board's own,
 * otherwise bridge number + 1) and device. */
struct plan {
    struct board *board;
    enum nic_chip chip[1 + BOARD_BRIDGES_MAX][PCI_DEVICES];
    struct unit_port_place place[1 + BOARD_BRIDGES_MAX][PCI_DEVICES];
};

static struct pci_bus *bus_of(struct board *b, unsigned bus)
{
    return bus ? i21152_bus(b->bridge[bus - 1]) : &b->pci;
}

/* -> number of the bus behind it */
static unsigned place_bridge(struct board *b, unsigned bus, unsigned device,
                             unsigned width)
{
    static const char *const ids[BOARD_BRIDGES_MAX] = {
        "bridge0", "bridge1", "bridge2", "bridge3", "bridge4", "bridge5",
        "bridge6", "bridge7", "bridge8", "bridge9", "bridge10",
    };
    struct pci_bus *above = bus_of(b, bus);
    unsigned n = b->bridges++;

    b->bridge[n] = board_solder(
        b, width == 64 ? &i21154_class : &i21152_class, ids[n]);
    pci_bus_add(above, device, 0, (struct pci_function *)b->bridge[n]);
    return n + 1;
}

static void plan_card(struct plan *p, unsigned bus, unsigned device,
                      const struct card_type *card, unsigned slot)
{
    if (card->bridge) {
        bus = place_bridge(p->board, bus, device, card->bridge);
        device = 0;
    }
    for (unsigned i = 0; i < card->ports; i++) {
        p->chip[bus][device + i] = card->chip;
        p->place[bus][device + i] = (struct unit_port_place){(int)slot, i};
    }
}

static void plan_board(struct plan *p)
{
    struct board *b = p->board;
    const struct model *m = b->config.model;
    enum ether_card slot[MODEL_SLOTS_MAX];
    unsigned bus[1 + MODEL_BRIDGES_MAX] = {0};

    for (unsigned i = 1; i <= MODEL_BRIDGES_MAX && m->bridge[i]; i++)
        bus[i] = place_bridge(b, 0, m->bridge[i], 64);
    for (unsigned i = 0; i < MODEL_ONBOARD_MAX && m->onboard[i].chip; i++) {
        unsigned device = m->onboard[i].pci_device;

        p->chip[0][device] = m->onboard[i].chip;
        p->place[0][device] = (struct unit_port_place){-1, i};
    }
    cards_fill(m, b->config.slot, slot);
    for (unsigned i = 0; i < model_slots(m); i++)
        plan_card(p, bus[m->slot[i].bridge], m->slot[i].pci_device,
                  &card_types[slot[i]], i);
}

/* --- one port ----------------------------------------------------------- */

/* 0090.27 and 24 bits that follow from serial number and port. */
static void factory_mac(const struct board *b, unsigned port, uint8_t mac[6])
{
    uint32_t mixed = b->config.storage.serial * 0x9e3779b1u;
    uint32_t low = (mixed >> 8 & 0xfffff0) | port;
    const uint8_t bytes[6] = {0x00, 0x90, 0x27, (uint8_t)(low >> 16),
                              (uint8_t)(low >> 8), (uint8_t)low};

    memcpy(mac, bytes, sizeof bytes);
}

static bool all_are(const uint8_t *p, size_t n, uint8_t val)
{
    while (n && p[n - 1] == val)
        n--;
    return n == 0;
}

static void port_send(void *port, const uint8_t *frame, size_t n)
{
    struct board_port *p = port;

    if (p->far.send)
        p->far.send(p->far.far, frame, n);
}

static void port_room(void *port)
{
    struct board_port *p = port;

    if (p->far.room)
        p->far.room(p->far.far);
}

/* The router input that INTA# of a device arrives at: each connector on the
 * way turns the pins by the device's number. */
static unsigned router_input(const struct pci_bus *bus, unsigned device)
{
    unsigned pin = 0;

    for (; bus->bridge; bus = bus->bridge->bus) {
        pin = pci_bridge_pin(device, pin);
        device = bus->bridge->devfn / 8;
    }
    return piix3_pirq(device, pin);
}

/* What a maker writes, once: a guest that erases it finds it erased. */
static void fill_eeprom(struct board *b, unsigned n, enum i8255x_chip chip)
{
    const struct unit_storage *s = &b->config.storage;
    uint8_t bit = (uint8_t)(1 << n % 8), *made = &s->eeprom_made[n / 8];
    const uint8_t *asked = b->config.mac[n];
    uint8_t mac[6];

    if (b->config.eeprom_erased[n]) {
        memset(s->eeprom[n], 0xff, I8255X_EEPROM_BYTES);
    } else if (!all_are(asked, 6, 0)) {
        i8255x_eeprom_format(s->eeprom[n], asked, chip);
    } else if (!(*made & bit) &&
               all_are(s->eeprom[n], I8255X_EEPROM_BYTES, 0xff)) {
        factory_mac(b, n, mac);
        i8255x_eeprom_format(s->eeprom[n], mac, chip);
    }
    *made |= bit;
}

static void place_port(struct board *b, struct pci_bus *bus, unsigned device,
                       enum nic_chip chip, struct unit_port_place place)
{
    static const struct {
        const struct device_class *cls;
        enum i8255x_chip chip;
    } row[] = {
        [NIC_I82557] = {&i82557_class, I82557},
        [NIC_I82558] = {&i82558_class, I82558},
        [NIC_I82559] = {&i82559_class, I82559},
    };
    static const char *const ids[UNIT_PORTS_MAX] = {
        "nic0", "nic1", "nic2",  "nic3",  "nic4",  "nic5",  "nic6",  "nic7",
        "nic8", "nic9", "nic10", "nic11", "nic12", "nic13", "nic14", "nic15",
    };
    unsigned n = b->nics++;
    uint8_t *eeprom = b->config.storage.eeprom[n];
    struct ether_far far = {&b->port[n], port_send, port_room};
    struct pci_function *fn;

    fill_eeprom(b, n, row[chip].chip);
    b->port[n].board = b;
    b->port[n].n = n;
    b->port[n].place = place;
    b->nic[n] = board_solder(b, row[chip].cls, ids[n]);
    i8255x_attach(b->nic[n], &far, eeprom);
    fn = (struct pci_function *)b->nic[n];
    fn->inta = (struct wire){piix3_intx, b->isa_bridge,
                             PIIX3_INTX(n, router_input(bus, device))};
    pci_bus_add(bus, device, 0, fn);
}

/* --- all of them -------------------------------------------------------- */

static unsigned bus_behind(const struct board *b, const struct pci_bus *bus,
                           unsigned device)
{
    for (unsigned i = 0; i < b->bridges; i++) {
        const struct pci_function *fn = (struct pci_function *)b->bridge[i];

        if (fn->bus == bus && fn->devfn / 8 == device)
            return i + 1;
    }
    return 0;
}

static void place_bus(const struct plan *p, unsigned number)
{
    struct board *b = p->board;
    struct pci_bus *bus = bus_of(b, number);

    for (unsigned d = 0; d < PCI_DEVICES; d++)
        if (p->chip[number][d])
            place_port(b, bus, d, p->chip[number][d], p->place[number][d]);
    for (unsigned d = 0; d < PCI_DEVICES; d++)
        if (bus_behind(b, bus, d))
            place_bus(p, bus_behind(b, bus, d));
}

bool board_place_ports(struct board *b, char **why)
{
    struct plan p = {.board = b};
    unsigned ports = cards_ports(b->config.model, b->config.slot);

    if (ports > UNIT_PORTS_MAX) {
        *why = g_strdup_printf("%u interfaces are more than %d", ports,
                               UNIT_PORTS_MAX);
        return false;
    }
    plan_board(&p);
    place_bus(&p, 0);
    return true;
}
