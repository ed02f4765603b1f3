/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * i8255x.c - Ethernet controller: command ring and receive ring.
 *
 * Commands of every kind stand in one ring.  Each is put behind the last with
 * its S bit set, then the S bit before it is cleared and the command unit
 * resumed: it goes on, or has not got there yet and will not stop (OSDM
 * 6.4.2.3, 6.5.3).  The ring never ends (no EL), so the unit is started once.
 *
 * Receive: the place before the next one to be looked at has EL.  When it
 * moves on, the chip may already have read the old EL and stop there; it is
 * then started again at the next place, nothing is lost that the chip could
 * hold.
 */
#include "guest/drivers/i8255x.h"

#include "guest/drivers/i8255x_regs.h"
#include "guest/i386/io.h"
#include "guest/lib/bytes.h"
#include "guest/lib/string.h"

/* OSDM 6.4.2, action commands; 6.6, receive. */
enum {
    CB_END = 1 << 15,
    CB_SUSPEND = 1 << 14,
    CB_INTERRUPT = 1 << 13,
    CB_ADDRESS = 1,
    CB_CONFIGURE = 2,
    CB_GROUPS = 3,
    CB_TRANSMIT = 4,
    DONE = 1 << 15,
    GOOD = 1 << 13,
    COUNT = 0x3fff,
    TRANSMIT_WHOLE = 1 << 15,
    /* In units of 8 bytes: the wire begins when the longest frame is there
     * whole, so that a slow bus can't starve it. */
    TRANSMIT_THRESHOLD = 1792 / 8,
    CONFIGURE_BYTES = 22,
    COUNTERS_DONE = 0xa005,
};

enum {
    CHIP_ID = 0x1229,
    CHIP_ID_ER = 0x1209, /* 82559ER and 82551IT */
    INTEL = 0x8086,
    CSR_BYTES = 32,
    SHORTEST = 60, /* frame on a wire, without CRC */
};

_Static_assert(offsetof(struct i8255x_rfd, data) == 16, "OSDM 6.6.1");
_Static_assert(offsetof(struct i8255x_cb, body) == 8, "OSDM 6.4.1");
_Static_assert(sizeof(struct i8255x_rfd) % 16 == 0, "alignment in the ring");
_Static_assert(sizeof(struct i8255x_cb) % 16 == 0, "alignment in the ring");

/* --- registers --------------------------------------------------------- */

uint8_t i8255x_in8(const struct i8255x *n, unsigned reg)
{
    if (n->access == I8255X_BY_PORT)
        return inb((uint16_t)(n->csr + reg));
    return mmio_in8(n->csr + reg);
}

uint16_t i8255x_in16(const struct i8255x *n, unsigned reg)
{
    if (n->access == I8255X_BY_PORT)
        return inw((uint16_t)(n->csr + reg));
    return mmio_in16(n->csr + reg);
}

uint32_t i8255x_in32(const struct i8255x *n, unsigned reg)
{
    if (n->access == I8255X_BY_PORT)
        return inl((uint16_t)(n->csr + reg));
    return mmio_in32(n->csr + reg);
}

void i8255x_out8(const struct i8255x *n, unsigned reg, uint8_t v)
{
    if (n->access == I8255X_BY_PORT)
        outb((uint16_t)(n->csr + reg), v);
    else
        mmio_out8(n->csr + reg, v);
}

void i8255x_out16(const struct i8255x *n, unsigned reg, uint16_t v)
{
    if (n->access == I8255X_BY_PORT)
        outw((uint16_t)(n->csr + reg), v);
    else
        mmio_out16(n->csr + reg, v);
}

void i8255x_out32(const struct i8255x *n, unsigned reg, uint32_t v)
{
    if (n->access == I8255X_BY_PORT)
        outl((uint16_t)(n->csr + reg), v);
    else
        mmio_out32(n->csr + reg, v);
}

void i8255x_pause(const struct i8255x *n, unsigned us)
{
    for (unsigned i = 0; i < 2 * us; i++)
        i8255x_in8(n, SCB_STATUS);
}

/* The chip clears the command byte when it has taken the command; the next
 * one must not be written before (OSDM 6.3.2.2). */
static bool command_taken(struct i8255x *n)
{
    for (int i = 0; i < I8255X_PATIENCE; i++)
        if (!i8255x_in8(n, SCB_COMMAND))
            return true;
    n->stuck++;
    return false;
}

static bool command(struct i8255x *n, uint8_t what, uint32_t pointer)
{
    if (!command_taken(n))
        return false;
    i8255x_out32(n, SCB_POINTER, pointer);
    i8255x_out8(n, SCB_COMMAND, what);
    return true;
}

static uint32_t pa(const volatile void *p)
{
    return (uint32_t)(uintptr_t)p;
}

/* --- attach ------------------------------------------------------------ */

bool i8255x_is(struct pci_function f)
{
    uint16_t device = pci_read16(f, PCI_DEVICE);

    return pci_read16(f, PCI_VENDOR) == INTEL &&
           (device == CHIP_ID || device == CHIP_ID_ER);
}

const char *i8255x_name(uint8_t revision)
{
    return revision <= 3 ? "i82557" : revision <= 5 ? "i82558" : "i82559";
}

static void reset(struct i8255x *n)
{
    /* Selective first, so that a transfer in progress ends in order (OSDM
     * 6.3.3); then everything. */
    i8255x_out32(n, PORT, PORT_SELECTIVE_RESET);
    i8255x_pause(n, 20);
    i8255x_out32(n, PORT, PORT_RESET);
    i8255x_pause(n, 20);
    i8255x_quiet(n);
}

bool i8255x_attach(struct i8255x *n, struct pci_function f,
                   enum i8255x_access access)
{
    *n = (struct i8255x){ .where = f, .access = access, .phy = I8255X_NO_PHY };
    n->csr = access == I8255X_BY_PORT ? pci_io_base(f, 1)
                                      : pci_memory_base(f, 0);
    if (!n->csr)
        return false;
    n->revision = pci_read8(f, PCI_REVISION);
    n->irq = pci_read8(f, PCI_INTERRUPT_LINE);
    pci_write16(f, PCI_COMMAND,
                pci_read16(f, PCI_COMMAND) | PCI_COMMAND_IO |
                    PCI_COMMAND_MEMORY | PCI_COMMAND_MASTER);
    reset(n);
    if (i8255x_in32(n, SCB_STATUS) == 0xffffffff)
        return false;
    for (unsigned i = 0; i < 3; i++)
        put_le16(n->mac + 2 * i, i8255x_eeprom(n, i));
    return true;
}

/* --- command ring ------------------------------------------------------ */

static void reap(struct i8255x *n)
{
    while (n->tx_out != n->tx_in &&
           n->rings->tx[n->tx_out % I8255X_TX_RING].status & DONE)
        n->tx_out++;
}

/* The next free place, or NULL.  One stays unused: the last command given
 * still has to be there for its S bit to be cleared. */
static struct i8255x_cb *place(struct i8255x *n)
{
    reap(n);
    if (!n->rings || n->tx_in - n->tx_out >= I8255X_TX_RING - 1)
        return NULL;
    return &n->rings->tx[n->tx_in % I8255X_TX_RING];
}

/* Hands over the place got from place(), its body filled in. */
static bool submit(struct i8255x *n, uint16_t what)
{
    struct i8255x_cb *cb = &n->rings->tx[n->tx_in % I8255X_TX_RING];
    struct i8255x_cb *before =
        &n->rings->tx[(n->tx_in - 1) % I8255X_TX_RING];

    /* Whoever waits for room in a ring that fills up is told. */
    if (n->tx_in - n->tx_out >= I8255X_TX_RING / 2)
        what |= CB_INTERRUPT;
    cb->status = 0;
    cb->link = pa(&n->rings->tx[(n->tx_in + 1) % I8255X_TX_RING]);
    cb->command = what | CB_SUSPEND;
    if (!command_taken(n))
        return false;
    n->tx_in++;
    if (!n->cu_started) {
        n->cu_started = true;
        return command(n, CU_START, pa(cb));
    }
    before->command &= (uint16_t)~CB_SUSPEND;
    i8255x_out8(n, SCB_COMMAND, CU_RESUME);
    return true;
}

bool i8255x_send(struct i8255x *n, const void *frame, size_t len)
{
    struct i8255x_cb *cb = place(n);

    if (!cb || len > I8255X_FRAME_MAX) {
        n->tx_refused++;
        return false;
    }
    put_le32(cb->body, 0xffffffff); /* simplified: data follow */
    put_le16(cb->body + 4, (uint16_t)(len | TRANSMIT_WHOLE));
    cb->body[6] = TRANSMIT_THRESHOLD;
    cb->body[7] = 0;
    memcpy(cb->body + 8, frame, len);
    n->tx_frames++;
    n->tx_bytes += len < SHORTEST ? SHORTEST : len; /* the chip pads */
    return submit(n, CB_TRANSMIT);
}

bool i8255x_sent_all(struct i8255x *n)
{
    reap(n);
    return n->tx_in == n->tx_out;
}

bool i8255x_set_address(struct i8255x *n, const uint8_t mac[6])
{
    struct i8255x_cb *cb = place(n);

    if (!cb)
        return false;
    memmove(n->mac, mac, 6);
    memcpy(cb->body, mac, 6);
    return submit(n, CB_ADDRESS);
}

/* OSDM 6.4.2.3.  Defaults but for: no interrupt when the command unit
 * suspends, underruns tried again once, MII, padding, addresses of ours
 * inserted by nobody (NSAI), duplex as the PHY says. */
static bool configure(struct i8255x *n)
{
    static const uint8_t bytes[CONFIGURE_BYTES] = {
        CONFIGURE_BYTES, 0x08, 0x00, 0x00, 0x00, 0x00, 0x3a, 0x03,
        0x01, 0x00, 0x2e, 0x00, 0x60, 0x00, 0xf2, 0x48,
        0x00, 0x40, 0xf2, 0x80, 0x3f, 0x05,
    };
    enum { PROMISCUOUS = 15, ALL_GROUPS = 21 };
    struct i8255x_cb *cb = place(n);

    if (!cb)
        return false;
    memcpy(cb->body, bytes, sizeof(bytes));
    if (n->promiscuous)
        cb->body[PROMISCUOUS] |= 1 << 0;
    if (n->all_groups)
        cb->body[ALL_GROUPS] |= 1 << 3;
    return submit(n, CB_CONFIGURE);
}

bool i8255x_set_filter(struct i8255x *n, bool promiscuous, bool all_groups)
{
    n->promiscuous = promiscuous;
    n->all_groups = all_groups;
    return configure(n);
}

bool i8255x_set_groups(struct i8255x *n, const uint8_t (*groups)[6],
                       unsigned count)
{
    struct i8255x_cb *cb = count <= I8255X_GROUPS_MAX ? place(n) : NULL;

    if (!cb)
        return false;
    put_le16(cb->body, (uint16_t)(6 * count));
    memcpy(cb->body + 2, groups, 6 * count);
    return submit(n, CB_GROUPS);
}

/* --- receive ring ------------------------------------------------------ */

static void give(struct i8255x *n, unsigned i, bool last)
{
    struct i8255x_rfd *rfd = &n->rings->rx[i];

    rfd->status = 0;
    rfd->count = 0;
    rfd->command = last ? CB_END : 0;
}

static bool start_receiver(struct i8255x *n)
{
    return command(n, RU_START, pa(&n->rings->rx[n->rx_next]));
}

static void setup_receive_ring(struct i8255x *n)
{
    for (unsigned i = 0; i < I8255X_RX_RING; i++) {
        struct i8255x_rfd *rfd = &n->rings->rx[i];
        rfd->link = pa(&n->rings->rx[(i + 1) % I8255X_RX_RING]);
        rfd->reserved = 0xffffffff;
        rfd->size = I8255X_FRAME_ROOM;
        give(n, i, i == I8255X_RX_RING - 1);
    }
    n->rx_next = 0;
}

void i8255x_receive_done(struct i8255x *n)
{
    unsigned i = n->rx_next;
    struct i8255x_rfd *before =
        &n->rings->rx[(i + I8255X_RX_RING - 1) % I8255X_RX_RING];

    give(n, i, true);
    before->command = 0;
    n->rx_next = (i + 1) % I8255X_RX_RING;
}

size_t i8255x_receive(struct i8255x *n, const uint8_t **frame)
{
    if (!n->rings)
        return 0;
    for (unsigned looked = 0; looked < I8255X_RX_RING; looked++) {
        struct i8255x_rfd *rfd = &n->rings->rx[n->rx_next];
        uint16_t status = rfd->status;
        if (!(status & DONE)) {
            if ((i8255x_in8(n, SCB_STATUS) & STATUS_RU) == RU_READY)
                return 0;
            /* It stopped; perhaps behind a frame that came since. */
            status = rfd->status;
        }
        if (!(status & DONE)) {
            n->rx_restarts++;
            start_receiver(n);
            return 0;
        }
        size_t len = rfd->count & COUNT;
        if (status & GOOD && len <= I8255X_FRAME_ROOM) {
            n->rx_frames++;
            n->rx_bytes += len;
            *frame = rfd->data;
            return len;
        }
        n->rx_broken++;
        i8255x_receive_done(n);
    }
    return 0;
}

/* --- start and stop ---------------------------------------------------- */

bool i8255x_start(struct i8255x *n, struct i8255x_rings *rings)
{
    reset(n);
    n->rings = rings;
    n->tx_in = n->tx_out = 0;
    n->cu_started = false;
    setup_receive_ring(n);
    return command(n, CU_BASE, 0) && command(n, RU_BASE, 0) &&
           command(n, CU_COUNTERS_AT, pa(rings->counters)) && configure(n) &&
           i8255x_set_address(n, n->mac) && start_receiver(n) &&
           command_taken(n);
}

void i8255x_stop(struct i8255x *n)
{
    reset(n);
    n->rings = NULL;
    n->tx_in = n->tx_out = 0;
}

/* --- interrupt --------------------------------------------------------- */

bool i8255x_interrupt(struct i8255x *n)
{
    uint8_t events = i8255x_in8(n, SCB_EVENTS);

    if (!events || events == 0xff)
        return false;
    i8255x_quiet(n);
    return true;
}

unsigned i8255x_acknowledge(struct i8255x *n)
{
    uint8_t events = i8255x_in8(n, SCB_EVENTS);

    if (events)
        i8255x_out8(n, SCB_EVENTS, events);
    return events;
}

void i8255x_listen(struct i8255x *n)
{
    i8255x_out8(n, SCB_MASK, MASK_UNUSED);
}

void i8255x_quiet(struct i8255x *n)
{
    i8255x_out8(n, SCB_MASK, MASK_ALL);
}

/* --- counters ---------------------------------------------------------- */

bool i8255x_count(struct i8255x *n, struct i8255x_counters *out)
{
    enum { WORDS = sizeof(*out) / sizeof(uint32_t) };
    _Static_assert(WORDS == 16, "OSDM 6.3.2.2.4, standard form");

    if (!n->rings)
        return false;
    volatile uint32_t *at = n->rings->counters;
    at[WORDS] = 0;
    if (!command(n, CU_DUMP_COUNTERS, 0))
        return false;
    for (int i = 0; i < I8255X_PATIENCE && at[WORDS] != COUNTERS_DONE; i++)
        i8255x_in8(n, SCB_STATUS);
    uint32_t words[WORDS];
    for (unsigned i = 0; i < WORDS; i++)
        words[i] = at[i];
    memcpy(out, words, sizeof(words));
    return at[WORDS] == COUNTERS_DONE;
}
