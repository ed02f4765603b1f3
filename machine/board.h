/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * board.h - inside machine/: the main board with its chips, and what unit.c
 * and loop.c need of it.  Nobody outside machine/ includes this.
 */
#ifndef PIXEMU_MACHINE_BOARD_H
#define PIXEMU_MACHINE_BOARD_H

#include <glib.h>

#include "devices/device.h"
#include "devices/nic-i8255x/i8255x.h"
#include "devices/pci.h"
#include "machine/clock.h"
#include "machine/machine.h"
#include "machine/dispatch.h"
#include "machine/trace.h"

enum {
    BOARD_IRQS = 16,
    BOARD_LOW_RAM_END = 0xa0000,
    BOARD_SHADOW_BASE = 0xc0000, /* of what may be RAM or ROM, to 1 MiB */
    BOARD_BRIDGES_MAX = MODEL_BRIDGES_MAX + MODEL_SLOTS_MAX,
};

/* Who may pull an interrupt input of the 8259 pair. */
enum { PULLED_BY_ISA = 1, PULLED_BY_PCI = 2 };

/* Who may open the A20 gate. */
enum { A20_KEYBOARD, A20_PORT92, A20_SOURCES };

/* UNHEARD: high while the processor halts with interrupts disabled. */
enum board_intr { INTR_LOW, INTR_HIGH, INTR_UNHEARD };

struct board {
    struct clock *clock;
    struct cpu *cpu;
    struct unit_config config;

    uint8_t *ram;
    size_t ram_size;
    uint8_t *rom;     /* at the end of the 4 GiB */
    uint8_t *rom_low; /* its last 128 KiB again, for E0000-FFFFF */
    uint8_t *option_rom; /* NULL: none */
    struct dispatch dispatch;
    struct pci_bus pci;

    GPtrArray *devices; /* all, in the order they were soldered */
    struct device *pic[2], *pit, *rtc, *kbc, *sysctl, *dma, *uart[2];
    struct device *supervisor, *connector;
    struct device *fdc; /* NULL: no drive in this chassis */
    struct device *host_bridge, *isa_bridge, *flash, *board_id;
    struct device *bridge[BOARD_BRIDGES_MAX];
    unsigned bridges;
    struct device *nic[UNIT_PORTS_MAX];
    unsigned nics;

    uint8_t pulled[BOARD_IRQS]; /* PULLED_BY_* */
    bool a20[A20_SOURCES];
    enum board_intr intr;       /* the processor's INTR pin */
    bool reset_wanted;  /* by a chip, during a slice */
    bool held_in_reset; /* the supply has just come on */
    uint64_t guest_errors;
    bool lamp_act;

    /* Under a held clock: */
    bool counting;       /* the processor runs */
    uint64_t base_ns;    /* virtual time when cpu_counted() was ... */
    uint64_t base_count; /* ... this */

    /* Set by unit.c. */
    const struct trace *trace; /* NULL: nobody listens */
    void *far;
    void (*alarm_moved)(void *far, uint64_t at_ns);
    void (*console_sent)(void *far, uint8_t byte);
    void (*console_brk)(void *far);
    void (*console_room)(void *far);
    bool (*console_takes)(void *far);
    void (*lamps_changed)(void *far);
    struct cable_far cable;
    struct board_port {
        struct board *board;
        unsigned n;
        struct port_far far;
        struct unit_port_place place;
        uint8_t lamps; /* a bit for each pin, enum i8255x_led */
    } port[UNIT_PORTS_MAX];
};

/* False: *why says what is missing (g_free it); board_clear() is due then,
 * too. */
bool board_build(struct board *, const struct unit_config *, struct clock *,
                 char **why);
void board_clear(struct board *);

/* A chip comes onto the board; it belongs to it from then on. */
struct device *board_solder(struct board *, const struct device_class *,
                            const char *id);
/* ports.c: the Ethernet chips, on the board and on cards.  False: *why. */
bool board_place_ports(struct board *, char **why);
/* diskette.c: the drive, where the chassis has one; after DMA and CMOS. */
void board_place_diskette(struct board *);
/* lamps.c: wires them up, after all chips; and what is not one pin alone. */
void board_place_lamps(struct board *);
bool board_port_lamp(const struct board *, unsigned port, enum i8255x_led);
bool board_network_lamp(const struct board *);
/* failovercable.c: the second serial port and the cable's connector. */
void board_place_failover(struct board *);
/* A wire to an interrupt input, for chips that pull it alone. */
struct wire board_isa_irq(struct board *, unsigned irq);

/* The supply comes on or goes off, and the reset line. */
void board_power(struct board *, bool on);
void board_reset(struct board *);

/* boardmem.c: RAM and ROM, which are mapped.  False: *why. */
bool board_place_memory(struct board *, const struct unit_config *,
                        char **why);
void board_free_memory(struct board *);
void board_forget_ram(struct board *); /* without power: it reads zeros */
/* What the processor has not mapped, for struct cpu_bus. */
uint32_t board_mem_read(void *board, uint32_t pa, unsigned width);
void board_mem_write(void *board, uint32_t pa, uint32_t val, unsigned width);
/* The host bridge switched a range below 1 MiB between RAM and the bus. */
void board_switch_shadow(void *board, uint32_t base, uint32_t size,
                         unsigned attr);

/* boardbus.c: a line for --trace, if that kind is wanted. */
void board_say(const struct board *, enum trace_kind, const char *part,
               const char *fmt, ...) __attribute__((format(printf, 4, 5)));
void board_saw_access(void *board, const struct dispatch_access *);

/* boardtime.c: like board_now(), a look from outside. */
uint64_t board_time(const struct board *);
/* Under a held clock: around a slice in a turn that began at turn_ns; how far
 * the processor is; what cpu_counted() will be at at_ns. */
void board_begin_slice(struct board *, uint64_t turn_ns);
void board_end_slice(struct board *);
uint64_t board_held_now(const struct board *, uint64_t turn_ns);
uint64_t board_count_at(const struct board *, uint64_t at_ns);

#endif
