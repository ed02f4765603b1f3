/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * main.c - a ROM that does nothing but work: a letter on the console starts a
 * row, `done` ends it.  The same image runs on pixemu and on QEMU; the clock
 * is the host's, since the guest's own is made by what is measured.
 */
#include <stddef.h>

#include "bios/board.h"
#include "guest/stage/console.h"
#include "guest/stage/nics.h"
#include "bios/pcisetup.h"
#include "guest/drivers/i8255x.h"
#include "guest/drivers/pci.h"
#include "guest/drivers/uart.h"
#include "guest/i386/cpu.h"
#include "guest/i386/interrupt.h"
#include "guest/i386/io.h"
#include "tests/bench/guest/frames.h"
#include "tests/bench/guest/rows.h"

enum {
    SCB_ACK = 1, SCB_INTERRUPT = 3, SCB_POINTER = 4,
    ACK_SOFTWARE = 0x04, /* OSDM 6.3.2.1 */
    RAISE_SOFTWARE = 0x02,
};

void post(void) __attribute__((noreturn));

static struct pci_function nic;
static uint16_t nic_port;
static volatile uint32_t interrupts;

static bool find_nic(void)
{
    nic = PCI_BEFORE_FIRST;
    while (pci_next(&nic, 0))
        if (i8255x_is(nic))
            return true;
    return false;
}

/* Registers of the first Ethernet chip, in memory: a store and a load. */
static void row_mmio(uint32_t n)
{
    uint32_t csr = pci_memory_base(nic, 0);

    while (n--) {
        mmio_out32(csr + SCB_POINTER, n);
        mmio_in32(csr + SCB_POINTER);
    }
}

static void software_interrupt(void *unused)
{
    (void)unused;
    if (!(inb((uint16_t)(nic_port + SCB_ACK)) & ACK_SOFTWARE))
        return;
    outb((uint16_t)(nic_port + SCB_ACK), ACK_SOFTWARE);
    interrupts++;
}

/* The chip's software interrupt: line, 8259, handler, acknowledge, EOI. */
static void row_irq(uint32_t n)
{
    unsigned line = pci_read8(nic, PCI_INTERRUPT_LINE);

    nic_port = (uint16_t)pci_io_base(nic, 1);
    interrupt_attach(line, software_interrupt, NULL);
    interrupts = 0;
    while (interrupts < n) {
        uint32_t before = interrupts;
        outb((uint16_t)(nic_port + SCB_INTERRUPT), RAISE_SOFTWARE);
        while (interrupts == before)
            cpu_interrupts_on();
    }
    interrupt_detach(line);
}

static void nothing(struct interrupt_frame *unused)
{
    (void)unused;
}

static void __attribute__((noreturn)) serve_frames(void)
{
    const struct monitor_ports *ports = nics_find(0);
    struct netif port;

    if (!ports->open(ports->far, 0, &port))
        print("no port\n");
    print("done\n");
    frames_serve(&port);
}

static const struct row {
    char key;
    uint32_t rounds;
    void (*run)(uint32_t rounds);
} rows[] = {
    { 'i', 40000000, row_integer },
    { 'b', 20000000, row_branch },
    { 'c', 20000000, row_call },
    { 'm', 4000, row_memcpy },
    { 'r', 2000, row_rep_movs },
    { 's', 60000, row_checksum },
    { 'p', 500000, row_port },
    { 'w', 500000, row_mmio },
    { 'n', 500000, row_int },
    { 'q', 50000, row_irq },
};

static void obey(int key)
{
    for (unsigned i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
        if (rows[i].key == key) {
            rows[i].run(rows[i].rounds);
            print("done\n");
        }
    if (key == 'f')
        serve_frames();
}

void post(void)
{
    cpu_virtual_wire();
    interrupt_setup();
    interrupt_on_exception(nothing);
    console_open();
    pci_setup(board_find(0xffff)->irq);
    print(find_nic() ? "ready\n" : "no Ethernet controller\n");
    for (;;) {
        int key = console_key();
        if (key == UART_NOTHING)
            rest();
        else
            obey(key);
    }
}
