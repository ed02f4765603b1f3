/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * i8255x.c - the register windows of the 8255x: system control block,
 * interrupts, EEPROM and MDI pins, flash.
 *
 * Source: OSDM 6.3.  Registers are little-endian dwords with byte enables, as
 * on the bus, whatever width the processor uses.
 */
#include "devices/nic-i8255x/i8255x_int.h"

#include <string.h>

enum {
    REVISION_82557 = 3,
    REVISION_82558 = 5,
    REVISION_82559 = 8,

    EEPROM_PROGRAM_NS = 6000000, /* 93C46: 6 ms at most */
    MDI_CYCLE_NS = 64000,        /* 64 bits at 1 MHz */
};
#define NEGOTIATE_NS UINT64_C(2000000000)

/*
 * Interrupts.
 */

static uint8_t masked(const struct i8255x *s)
{
    uint8_t mask = s->mask & MASK_SAME;

    if (s->mask & MASK_ER)
        mask |= STAT_ER;
    if (s->mask & MASK_FCP)
        mask |= STAT_FCP;
    return mask;
}

void i8255x_update_interrupt(struct i8255x *s)
{
    bool pending = s->stat & ~masked(s);

    pci_set_inta(&s->fn, pending && !(s->mask & MASK_ALL));
}

void i8255x_raise(struct i8255x *s, uint8_t stat)
{
    device_trace(&s->fn.dev, "interrupt cause %02x", stat);
    s->stat |= stat;
    i8255x_update_interrupt(s);
}

static void acknowledge(struct i8255x *s, uint8_t stat)
{
    s->stat &= (uint8_t)~stat;
    i8255x_update_interrupt(s);
}

/* 6.3.2.2: M wins over SI in the same write; the 82557 has no other masks. */
static void write_mask(struct i8255x *s, uint8_t val)
{
    s->mask = val & (uint8_t)~MASK_SI;
    if (i8255x_is_557(s))
        s->mask &= MASK_ALL;
    if ((val & MASK_SI) && !(val & MASK_ALL))
        s->stat |= STAT_SWI;
    i8255x_update_interrupt(s);
}

/*
 * Serial interfaces.
 */

static void write_eeprom(struct i8255x *s, uint8_t val)
{
    uint64_t program_ns = board_authentic(&s->fn.dev) ? EEPROM_PROGRAM_NS : 0;

    eeprom_pins(&s->eeprom, val & EEPROM_CS, val & EEPROM_SK, val & EEPROM_DI,
                i8255x_now(s), program_ns);
}

static uint8_t read_eeprom(const struct i8255x *s)
{
    return (uint8_t)((s->eeprom.sk ? EEPROM_SK : 0) |
                     (s->eeprom.cs ? EEPROM_CS : 0) |
                     (s->eeprom.di ? EEPROM_DI : 0) |
                     (eeprom_do(&s->eeprom, i8255x_now(s)) ? EEPROM_DO : 0));
}

static void write_phy(struct i8255x *s, unsigned reg)
{
    mii_write(&s->mii, reg, (uint16_t)s->mdi, i8255x_now(s));
    i8255x_leds_update(s);
}

/* The management bus is pulled up: an absent PHY reads ones. */
static void mdi_done(struct i8255x *s)
{
    unsigned op = s->mdi >> MDI_OP_SHIFT & 3;
    unsigned phy = s->mdi >> MDI_PHY_SHIFT & 31;
    unsigned reg = s->mdi >> MDI_REG_SHIFT & 31;
    uint16_t data = 0xffff;

    if (op == MDI_OP_WRITE && phy == MII_ADDRESS)
        write_phy(s, reg);
    if (op == MDI_OP_READ) {
        if (phy == MII_ADDRESS)
            data = mii_read(&s->mii, reg, i8255x_now(s));
        s->mdi = (s->mdi & 0xffff0000u) | data;
    }
    s->mdi |= MDI_READY;
    if (s->mdi & MDI_INTERRUPT)
        i8255x_raise(s, STAT_MDI);
}

static void mdi_ring(struct device *dev)
{
    mdi_done(i8255x(dev));
}

static void mdi_start(struct i8255x *s)
{
    s->mdi &= ~MDI_READY & ~(UINT32_C(3) << 30);
    if (board_authentic(&s->fn.dev))
        board_alarm_set(&s->mdi_alarm, i8255x_now(s) + MDI_CYCLE_NS);
    else
        mdi_done(s);
}

/*
 * Control/status registers, a dword at a time.
 */

static uint32_t read_scb(const struct i8255x *s)
{
    uint32_t status = (uint32_t)s->cu.state << STATUS_CUS_SHIFT |
                      (uint32_t)i8255x_ru_status(s) << STATUS_RUS_SHIFT;

    /* A command is accepted at once: its byte reads 0. */
    return status | (uint32_t)s->stat << 8 | (uint32_t)s->mask << 24;
}

static uint32_t read_general(const struct i8255x *s)
{
    uint64_t now_ns = i8255x_now(s);
    uint32_t status = 0;

    if (s->part->chip != I82559)
        return 0;
    if (mii_link(&s->mii, now_ns))
        status |= GENERAL_LINK;
    if (mii_fast(&s->mii, now_ns))
        status |= GENERAL_FAST;
    if (mii_full_duplex(&s->mii, now_ns))
        status |= GENERAL_FULL;
    return s->general_control | status << 8;
}

/* Of the 82557 all of them are 0. */
static uint32_t read_flow(const struct i8255x *s)
{
    return s->early_rx | (uint32_t)s->flow.threshold << 8 |
           (uint32_t)i8255x_flow_status(s) << 16 |
           (uint32_t)i8255x_wake_pmdr(s) << 24;
}

static uint32_t csr_read(const struct i8255x *s, uint32_t off)
{
    switch (off) {
    case CSR_STATUS:
        return read_scb(s);
    case CSR_POINTER:
        return s->pointer;
    case CSR_PORT:
        return 0;
    case CSR_FLASH:
        return le16(s->flash_control) | (uint32_t)read_eeprom(s) << 16;
    case CSR_MDI:
        return s->mdi;
    case CSR_RX_COUNT:
        return s->ru.dma_count;
    case CSR_EARLY_RX:
        return read_flow(s);
    case CSR_GENERAL_CONTROL:
        return read_general(s);
    default:
        return 0;
    }
}

/* Bytes of val that are not enabled keep what old has. */
static uint32_t merge(uint32_t old, uint32_t val, uint32_t enabled)
{
    return (old & ~enabled) | (val & enabled);
}

/* Acknowledge and masks first, then RU, then CU (6.3.2.2). */
static void write_scb(struct i8255x *s, uint32_t val, uint32_t enabled)
{
    uint8_t command = (uint8_t)(val >> 16);

    acknowledge(s, (uint8_t)(val >> 8)); /* where not enabled, 0 */
    if (enabled & 0xff000000)
        write_mask(s, (uint8_t)(val >> 24));
    if (enabled & 0x00ff0000) {
        i8255x_ru_command(s, command & 7);
        i8255x_cu_command(s, command >> 4);
    }
}

/* 18h to 1Bh. */
static void write_flow(struct i8255x *s, uint32_t val, uint32_t enabled)
{
    if (i8255x_is_557(s))
        return;
    if (enabled & 0x000000ff)
        s->early_rx = (uint8_t)val;
    if (enabled & 0x0000ff00)
        s->flow.threshold = (uint8_t)(val >> 8) & FLOW_THRESHOLD;
    if (enabled & 0x00ff0000)
        i8255x_flow_command(s, (uint8_t)(val >> 16));
    if (enabled & 0xff000000)
        i8255x_wake_clear(s, (uint8_t)(val >> 24));
}

/* PORT and MDI act when their highest byte is written. */
static void csr_write(struct i8255x *s, uint32_t off, uint32_t val,
                      uint32_t enabled)
{
    bool highest = enabled & 0xff000000;

    switch (off) {
    case CSR_STATUS:
        write_scb(s, val, enabled);
        break;
    case CSR_POINTER:
        s->pointer = merge(s->pointer, val, enabled);
        break;
    case CSR_PORT:
        s->port = merge(s->port, val, enabled);
        if (highest)
            i8255x_port_command(s, s->port);
        break;
    case CSR_FLASH:
        put_le16(s->flash_control,
                 (uint16_t)merge(le16(s->flash_control), val, enabled));
        if (enabled & 0x00ff0000)
            write_eeprom(s, (uint8_t)(val >> 16));
        break;
    case CSR_MDI:
        s->mdi = merge(s->mdi, val, enabled);
        if (highest)
            mdi_start(s);
        break;
    case CSR_EARLY_RX:
        write_flow(s, val, enabled);
        break;
    case CSR_GENERAL_CONTROL:
        if (enabled & 0xff)
            s->general_control = (uint8_t)val;
        break;
    }
}

/*
 * Windows.  An access is one or two dword cycles with byte enables.
 */

static uint32_t read_csr(struct device *dev, uint32_t off, unsigned width)
{
    struct i8255x *s = i8255x(dev);
    uint32_t at = off & ~UINT32_C(3);
    unsigned shift = 8 * (off & 3);
    uint64_t val = csr_read(s, at);

    if (shift + 8 * width > 32)
        val |= (uint64_t)csr_read(s, at + 4) << 32;
    return (uint32_t)(val >> shift);
}

static void write_csr(struct device *dev, uint32_t off, uint32_t val,
                      unsigned width)
{
    struct i8255x *s = i8255x(dev);
    uint32_t at = off & ~UINT32_C(3);
    unsigned shift = 8 * (off & 3);
    uint64_t wide = (uint64_t)val << shift;
    uint64_t enabled = (UINT64_C(1) << 8 * width) - 1;

    enabled <<= shift;
    csr_write(s, at, (uint32_t)wide, (uint32_t)enabled);
    if (enabled >> 32)
        csr_write(s, at + 4, (uint32_t)(wide >> 32),
                  (uint32_t)(enabled >> 32));
}

/* A socket that is filled as far as the image goes, and aliased beyond what
 * is addressed (OSDM 4.1.10). */
static uint32_t read_flash(struct device *dev, uint32_t off, unsigned width)
{
    const struct i8255x *s = i8255x(dev);
    uint32_t val = 0;

    for (unsigned i = 0; i < width; i++) {
        uint32_t at = (off + i) & (s->flash_decoded - 1);
        uint8_t byte = s->flash && at < s->flash_size ? s->flash[at] : 0xff;

        val |= (uint32_t)byte << (8 * i);
    }
    return val;
}

/* No flash part with write commands is in the socket. */
static void write_flash(struct device *dev, uint32_t off, uint32_t val,
                        unsigned width)
{
    (void)dev;
    (void)off;
    (void)val;
    (void)width;
}

/*
 * Life.
 */

void i8255x_bus_reset(struct i8255x *s)
{
    i8255x_pci_reset(s);
    i8255x_software_reset(s);
    write_eeprom(s, 0);
    memset(s->flash_control, 0, sizeof s->flash_control);
    mii_reset(&s->mii, i8255x_now(s),
              board_authentic(&s->fn.dev) ? NEGOTIATE_NS : 0);
    i8255x_leds_reset(s);
}

static void reset(struct device *dev, enum reset kind)
{
    struct i8255x *s = i8255x(dev);

    if (kind == RESET_POWER) {
        eeprom_power_on(&s->eeprom);
        s->frames_sent = s->frames_received = 0;
    }
    i8255x_bus_reset(s);
}

static void init(struct i8255x *s, uint8_t revision)
{
    i8255x_pci_init(s, revision);
    mii_init(&s->mii, s->part->phy_id2);
    alarm_init(&s->mdi_alarm, &s->fn.dev, mdi_ring);
    i8255x_cu_init(s);
    i8255x_tx_init(s);
    i8255x_flow_init(s);
    i8255x_leds_init(s);
}

static void init_82557(struct device *dev)
{
    init(i8255x(dev), REVISION_82557);
}

static void init_82558(struct device *dev)
{
    init(i8255x(dev), REVISION_82558);
}

static void init_82559(struct device *dev)
{
    init(i8255x(dev), REVISION_82559);
}

void i8255x_attach(struct device *dev, const struct ether_far *far,
                   uint8_t *eeprom)
{
    i8255x(dev)->ether = *far;
    i8255x(dev)->eeprom.cells = eeprom;
}

void i8255x_set_flash(struct device *dev, const uint8_t *image, size_t n)
{
    struct i8255x *s = i8255x(dev);

    s->flash = image;
    s->flash_size = image ? n : 0;
    s->flash_decoded = s->part->flash_bytes;
    while (s->flash_decoded < s->flash_size)
        s->flash_decoded *= 2;
}

void i8255x_set_link(struct device *dev, bool up)
{
    struct i8255x *s = i8255x(dev);

    if (up == s->mii.plugged)
        return;
    device_trace(dev, "the cable is %s", up ? "in" : "out");
    mii_plug(&s->mii, up, i8255x_now(s));
    i8255x_leds_update(s);
    i8255x_wake_link(s);
}

struct i8255x_view i8255x_look(const struct device *dev)
{
    const struct i8255x *s = (const struct i8255x *)dev;
    uint64_t now_ns = i8255x_now(s);
    struct i8255x_view view = {
        .link = mii_link(&s->mii, now_ns),
        .full_duplex = mii_full_duplex(&s->mii, now_ns),
        .fast = mii_fast(&s->mii, now_ns),
        .frames_sent = s->frames_sent,
        .frames_received = s->frames_received,
    };

    memcpy(view.station, s->station, sizeof view.station);
    return view;
}

enum { WIDTHS = 1 | 2 | 4, FLASH_BYTES = 1 << 20 };

#define WINDOWS(io_bytes)                                                 \
    {                                                                     \
        [WINDOW_CSR] = { "csr", SPACE_MEM, 4096, WIDTHS, read_csr,        \
                         write_csr },                                     \
        [WINDOW_IO] = { "io", SPACE_PORT, io_bytes, WIDTHS, read_csr,     \
                        write_csr },                                      \
        [WINDOW_FLASH] = { "flash", SPACE_MEM, FLASH_BYTES, WIDTHS,       \
                           read_flash, write_flash },                     \
        [WINDOW_ROM] = { "rom", SPACE_MEM, FLASH_BYTES, WIDTHS,           \
                         read_flash, write_flash },                       \
        { 0 },                                                            \
    }

static const struct window windows_32[] = WINDOWS(32);
static const struct window windows_64[] = WINDOWS(64);

const struct device_class i82557_class = {
    .name = "i82557",
    .summary = "Intel 82557 Fast Ethernet with an 82555 PHY",
    .size = sizeof(struct i8255x),
    .windows = windows_32,
    .init = init_82557,
    .reset = reset,
};

const struct device_class i82558_class = {
    .name = "i82558",
    .summary = "Intel 82558 Fast Ethernet",
    .size = sizeof(struct i8255x),
    .windows = windows_64,
    .init = init_82558,
    .reset = reset,
};

const struct device_class i82559_class = {
    .name = "i82559",
    .summary = "Intel 82559 Fast Ethernet",
    .size = sizeof(struct i8255x),
    .windows = windows_64,
    .init = init_82559,
    .reset = reset,
};
