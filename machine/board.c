/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * board.c - the main board: which chips, on which addresses, wired how.
 *
 * board_build() is the parts list; the callbacks above it are the traces
 * between chips.  docs/hardware.md is the same for people.
 */
#include "machine/board.h"

#include <string.h>

#include "devices/board-id/board_id.h"
#include "devices/dma-i8237/i8237.h"
#include "devices/flash-at29/at29.h"
#include "devices/flash-at29/flashcard.h"
#include "devices/flash-strata/stratacard.h"
#include "devices/kbc-i8042/i8042.h"
#include "devices/kernel-card/kernelcard.h"
#include "devices/pci-i440fx/i440fx.h"
#include "devices/pci-i440fx/piix3.h"
#include "devices/pic-i8259/i8259.h"
#include "devices/pit-i8254/i8254.h"
#include "devices/rtc-mc146818/mc146818.h"
#include "devices/supervisor/supervisor.h"
#include "devices/sysctl/sysctl.h"
#include "devices/uart-16550/uart16550.h"

enum {
    KIB = 1024,
    MIB = 1024 * 1024,
    ISA_CASCADE = 2,
    KERNEL_CARD_DEVICE = 31, /* no chassis has a slot there */
};

/* --- the processor's local bus ---------------------------------------- */

static uint32_t bus_port_read(void *board, uint16_t port, unsigned width)
{
    return dispatch_port_read(&((struct board *)board)->dispatch, port, width);
}

static void bus_port_write(void *board, uint16_t port, uint32_t val,
                           unsigned width)
{
    dispatch_port_write(&((struct board *)board)->dispatch, port, val, width);
}

static unsigned bus_intr_ack(void *board)
{
    struct board *b = board;
    unsigned vector = i8259_intr_ack(b->pic[0]);

    board_say(b, TRACE_IRQ, "board", "vector %02x", vector);
    return vector;
}

static uint64_t bus_tsc(void *board)
{
    const struct board *b = board;
    struct device here = {.board = board};

    return (uint64_t)((unsigned __int128)board_now(&here) *
                      b->config.model->mhz / 1000);
}

static const struct cpu_bus cpu_bus = {
    bus_port_read,   bus_port_write, board_mem_read,
    board_mem_write, bus_intr_ack,   bus_tsc,
};

/* --- traces between chips --------------------------------------------- */

static void drive_irq(struct board *b, unsigned n, unsigned who, bool level)
{
    bool was = b->pulled[n] != 0;

    b->pulled[n] = (uint8_t)(level ? b->pulled[n] | who
                                   : b->pulled[n] & ~who);
    if (was != (b->pulled[n] != 0))
        board_say(b, TRACE_IRQ, "board", "line %u %s", n,
                  level ? "high" : "low");
    i8259_set_ir(b->pic[n / 8], n % 8, b->pulled[n] != 0);
}

static void isa_irq(void *board, unsigned n, bool level)
{
    drive_irq(board, n, PULLED_BY_ISA, level);
}

static void pci_irq(void *board, unsigned n, bool level)
{
    drive_irq(board, n, PULLED_BY_PCI, level);
}

static void drive_intr(void *board, unsigned n, bool level)
{
    struct board *b = board;

    (void)n;
    b->intr = level ? INTR_HIGH : INTR_LOW;
    cpu_set_intr(b->cpu, level);
}

static void drive_a20(void *board, unsigned source, bool level)
{
    struct board *b = board;

    b->a20[source] = level;
    cpu_set_a20(b->cpu, b->a20[A20_KEYBOARD] || b->a20[A20_PORT92]);
}

/* The reset line is pulled from inside an output instruction: the board
 * obeys when the processor has come to rest. */
static void drive_reset(void *board, unsigned n, bool level)
{
    struct board *b = board;

    (void)n;
    if (!level)
        return;
    b->reset_wanted = true;
    cpu_kick(b->cpu);
}

static void hold_in_reset(void *board, unsigned n, bool level)
{
    struct board *b = board;

    (void)n;
    b->held_in_reset = level;
    board_say(b, TRACE_POWER, "board", "processor %s",
              level ? "held in reset" : "released");
}

static uint8_t read_cf9(void *board)
{
    return piix3_read_cf9(((struct board *)board)->isa_bridge);
}

static void write_cf9(void *board, uint8_t val)
{
    piix3_write_cf9(((struct board *)board)->isa_bridge, val);
}

static void uart_sent(void *board, uint8_t byte)
{
    struct board *b = board;

    b->console_sent(b->far, byte);
}

static void uart_brk(void *board, bool on)
{
    struct board *b = board;

    if (on)
        b->console_brk(b->far);
}

static void uart_has_room(void *board)
{
    struct board *b = board;

    b->console_room(b->far);
}

static bool uart_far_takes(void *board)
{
    struct board *b = board;

    return b->console_takes(b->far);
}

/* --- the parts list --------------------------------------------------- */

static struct wire to(void (*drive)(void *, unsigned, bool), void *sink,
                      unsigned n)
{
    return (struct wire){drive, sink, n};
}

struct device *board_solder(struct board *b, const struct device_class *cls,
                            const char *id)
{
    struct device *dev = g_malloc0(cls->size);

    dev->cls = cls;
    dev->board = b;
    dev->id = id;
    dev->traced = trace_has_chip(b->trace, id);
    if (cls->init)
        cls->init(dev);
    g_ptr_array_add(b->devices, dev);
    return dev;
}

struct wire board_isa_irq(struct board *b, unsigned irq)
{
    return to(isa_irq, b, irq);
}

static void place_interrupt_controllers(struct board *b)
{
    for (unsigned i = 0; i < 2; i++) {
        b->pic[i] = board_solder(b, &i8259_class, i ? "pic1" : "pic0");
        i8259_set_elcr_writable(b->pic[i], i ? 0xde : 0xf8);
        board_map(b->pic[i], I8259_REGS, i ? 0xa0 : 0x20, true);
        board_map(b->pic[i], I8259_ELCR, 0x4d0 + i, true);
    }
    *i8259_intr(b->pic[0]) = to(drive_intr, b, 0);
    *i8259_intr(b->pic[1]) = to(i8259_set_ir, b->pic[0], ISA_CASCADE);
    i8259_attach_slave(b->pic[0], ISA_CASCADE, i8259_slave_ack, b->pic[1]);
}

static void place_timers(struct board *b)
{
    b->pit = board_solder(b, &i8254_class, "pit");
    board_map(b->pit, I8254_REGS, 0x40, true);
    *i8254_out(b->pit, 0) = to(isa_irq, b, 0);

    b->rtc = board_solder(b, &mc146818_class, "rtc");
    rtc_attach(b->rtc, b->config.storage.cmos);
    board_map(b->rtc, RTC_REGS, 0x70, true);
    *rtc_irq(b->rtc) = to(isa_irq, b, 8);
}

static void place_controls(struct board *b)
{
    b->supervisor = board_solder(b, &supervisor_class, "supervisor");
    *supervisor_hold(b->supervisor) = to(hold_in_reset, b, 0);

    b->kbc = board_solder(b, &i8042_class, "kbc");
    board_map(b->kbc, I8042_DATA, 0x60, true);
    board_map(b->kbc, I8042_COMMAND, 0x64, true);
    *i8042_irq1(b->kbc) = to(isa_irq, b, 1);
    *i8042_a20(b->kbc) = to(drive_a20, b, A20_KEYBOARD);
    *i8042_reset(b->kbc) = to(drive_reset, b, 0);

    b->sysctl = board_solder(b, &sysctl_class, "sysctl");
    board_map(b->sysctl, SYSCTL_PORT61, 0x61, true);
    sysctl_attach_timer(b->sysctl, i8254_out_level, b->pit);
    *sysctl_a20(b->sysctl) = to(drive_a20, b, A20_PORT92);
    *sysctl_reset(b->sysctl) = to(drive_reset, b, 0);
    *sysctl_gate2(b->sysctl) = to(i8254_set_gate, b->pit, 2);

    b->dma = board_solder(b, &i8237_class, "dma");
    board_map(b->dma, I8237_LOW, 0x00, true);
    board_map(b->dma, I8237_HIGH, 0xc0, true);
    board_map(b->dma, I8237_PAGE, 0x80, true);
    /* Port 92h lies among the page registers' aliases: mapped after them. */
    board_map(b->sysctl, SYSCTL_PORT92, 0x92, true);
}

static void place_console(struct board *b)
{
    struct uart_far far = {.far = b,
                           .send = uart_sent,
                           .brk = uart_brk,
                           .room = uart_has_room,
                           .takes = uart_far_takes};

    b->uart[0] = board_solder(b, &uart16550_class, "console");
    board_map(b->uart[0], UART_REGS, 0x3f8, true);
    *uart_irq(b->uart[0]) = to(isa_irq, b, 4);
    uart_attach(b->uart[0], &far);
    uart_set_modem(b->uart[0], true, true, true, false);
}

static void place_bridges(struct board *b)
{
    struct i440fx_far far = {b, board_switch_shadow, read_cf9, write_cf9};
    struct piix3_wires wires = {.hard_reset = to(drive_reset, b, 0),
                                .soft_reset = to(drive_reset, b, 0)};

    for (unsigned n = 0; n < BOARD_IRQS; n++)
        wires.irq[n] = to(pci_irq, b, n);
    b->host_bridge = board_solder(b, &i440fx_class, "host-bridge");
    i440fx_attach(b->host_bridge, &b->pci, &far);
    pci_bus_add(&b->pci, 0, 0, (struct pci_function *)b->host_bridge);
    board_map(b->host_bridge, I440FX_ADDRESS, 0xcf8, true);
    board_map(b->host_bridge, I440FX_DATA, 0xcfc, true);

    b->isa_bridge = board_solder(b, &piix3_class, "isa-bridge");
    piix3_attach(b->isa_bridge, &wires);
    pci_bus_add(&b->pci, 1, 0, (struct pci_function *)b->isa_bridge);
}

static void place_flash(struct board *b)
{
    static const struct {
        const struct device_class *cls;
        void (*attach)(struct device *, uint8_t *array, size_t bytes,
                       uint8_t *protection);
        uint16_t number; /* identity word 3 */
        uint32_t chip_bytes;
    } row[] = {
        [FLASH_AT29] = {&flashcard_at29_class, flashcard_attach, 0x2904,
                        512 * KIB},
        [FLASH_STRATA] = {&stratacard_class, stratacard_attach, 0x6405,
                          8 * MIB},
    };
    const struct unit_storage *s = &b->config.storage;
    _Static_assert((int)PROTECTION_AT29 == (int)AT29_SDP, "the same bit");
    const struct board_id_facts facts = {
        .strap = b->config.model->strap,
        .chips = (uint16_t)(s->flash_size / row[s->card].chip_bytes),
        .card = row[s->card].number,
        .serial = s->serial,
    };

    b->flash = board_solder(b, row[s->card].cls, "flash");
    row[s->card].attach(b->flash, s->flash, s->flash_size, s->protection);
    board_map(b->flash, 0, 0x300, true);
    b->board_id = board_solder(b, &board_id_class, "board-id");
    board_id_attach(b->board_id, &facts);
    board_map(b->board_id, 0, 0x30c, true);
}

static void place_option_rom(struct board *b)
{
    struct unit_config *c = &b->config;

    if (!c->option_rom || !b->nics)
        return;
    b->option_rom = g_memdup2(c->option_rom, c->option_rom_size);
    i8255x_set_flash(b->nic[0], b->option_rom, c->option_rom_size);
}

static void place_kernel_card(struct board *b)
{
    struct device *card;

    if (!b->config.kernel)
        return;
    card = board_solder(b, &kernelcard_class, "kernel-card");
    kernelcard_attach(card, b->config.kernel);
    pci_bus_add(&b->pci, KERNEL_CARD_DEVICE, 0, (struct pci_function *)card);
}

bool board_build(struct board *b, const struct unit_config *config,
                 struct clock *clock, char **why)
{
    const char *reason;

    b->clock = clock;
    b->config = *config;
    b->config.name = g_strdup(config->name);
    b->config.bios = NULL; /* the caller's, copied below */
    b->devices = g_ptr_array_new_with_free_func(g_free);
    dispatch_init(&b->dispatch);
    if (trace_has(b->trace, TRACE_IO))
        dispatch_watch(&b->dispatch, board_saw_access, b);
    b->cpu = cpu_new(config->cpu, &cpu_bus, b,
                     clock_mode(clock) == CLOCK_HOLD, &reason);
    if (!b->cpu) {
        *why = g_strdup(reason);
        return false;
    }
    if (!board_place_memory(b, config, why))
        return false;
    place_interrupt_controllers(b);
    place_timers(b);
    place_controls(b);
    board_place_diskette(b);
    place_console(b);
    board_place_failover(b);
    place_bridges(b);
    place_flash(b);
    if (!board_place_ports(b, why))
        return false;
    place_option_rom(b);
    place_kernel_card(b);
    board_place_lamps(b);
    b->config.option_rom = NULL; /* the caller's, copied */
    return true;
}

void board_clear(struct board *b)
{
    for (unsigned i = 0; i < b->nics; i++)
        i8255x_set_link(b->nic[i], false); /* nothing to negotiate with */
    for (guint i = 0; b->devices && i < b->devices->len; i++) {
        struct device *dev = g_ptr_array_index(b->devices, i);

        dev->cls->reset(dev, RESET_POWER); /* no alarm of it is left */
    }
    if (b->cpu)
        cpu_free(b->cpu);
    if (b->devices)
        g_ptr_array_free(b->devices, TRUE);
    board_free_memory(b);
    g_free(b->option_rom);
    g_free((char *)b->config.name);
}

/* --- power and reset -------------------------------------------------- */

static void reset_chips(struct board *b, enum reset kind)
{
    for (guint i = 0; i < b->devices->len; i++) {
        struct device *dev = g_ptr_array_index(b->devices, i);

        dev->cls->reset(dev, kind);
    }
    cpu_reset(b->cpu);
    b->reset_wanted = false;
}

void board_power(struct board *b, bool on)
{
    board_say(b, TRACE_POWER, "board", "power %s", on ? "on" : "off");
    if (on)
        board_forget_ram(b);
    reset_chips(b, RESET_POWER);
    supervisor_supply(b->supervisor, on);
}

void board_reset(struct board *b)
{
    board_say(b, TRACE_POWER, "board", "reset");
    reset_chips(b, RESET_BUS);
}
