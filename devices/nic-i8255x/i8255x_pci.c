/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * i8255x_pci.c - the PCI side: parts and steppings, configuration space,
 * power states.
 *
 * Source: OSDM chapter 4; Intel 82558 and 82559 data sheets for the power
 * management registers.
 */
#include "devices/nic-i8255x/i8255x_int.h"

enum {
    CSR_WINDOW_BYTES = 4096,
    FLASH_WINDOW_BYTES = 1 << 20,
    BAR_IO = 1,
    BAR_PREFETCHABLE = 8,

    CACHE_LINE = 0x0c,
    LATENCY = 0x0d,
    MIN_GNT = 0x3e,
    MAX_LAT = 0x3f,
    PM = 0xdc, /* the capability: ID, next, PMC, PMCSR, data */
    PMCSR = PM + 4,
    PM_DATA = PM + 7,
    PMCSR_STATE = 0x0003,
    PMCSR_WRITABLE = 0x1f03, /* data select, PME enable, state */
    PMCSR_PME = 0x8000,
    PMCSR_PME_ENABLE = 0x0100,
    PMCSR_SCALE = 0x4000, /* hundredths of a watt */
    PM_SELECT_SHIFT = 9,
};

/* BAR1 of 64 bytes on the 82558 is what drivers and QEMU have; phy_id2 and
 * pm_capabilities: data sheets and what lspci shows of cards. */
static const struct i8255x_part parts[] = {
    { I82557, 1, 32, BAR_PREFETCHABLE, false, 0, 1 << 20, 0x0150, 0x7e },
    { I82557, 2, 32, BAR_PREFETCHABLE, false, 0, 1 << 20, 0x0150, 0x7e },
    { I82557, 3, 32, BAR_PREFETCHABLE, false, 0, 1 << 20, 0x0150, 0x7e },
    { I82558, 4, 64, BAR_PREFETCHABLE, true, 0x7e21, 1 << 16, 0x0150, 0 },
    { I82558, 5, 64, BAR_PREFETCHABLE, true, 0x7e21, 1 << 16, 0x0150, 0 },
    { I82559, 6, 64, 0, true, 0x7e22, 1 << 17, 0x0154, 0 },
    { I82559, 7, 64, 0, true, 0x7e22, 1 << 17, 0x0154, 0 },
    { I82559, 8, 64, 0, true, 0x7e22, 1 << 17, 0x0154, 0 },
};

static const struct i8255x_part *find_part(uint8_t revision)
{
    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++)
        if (parts[i].revision == revision)
            return &parts[i];
    return NULL;
}

bool i8255x_set_revision(struct device *dev, uint8_t revision)
{
    struct i8255x *s = i8255x(dev);
    const struct i8255x_part *part = find_part(revision);

    if (!part || part->chip != s->part->chip)
        return false;
    s->part = part;
    pci_set8(&s->fn, PCI_REVISION, revision);
    return true;
}

/*
 * Power states (82559 data sheet, 4.3).  In D1 to D3 only configuration
 * cycles are answered and nothing is received; leaving D3 is a reset.
 */

/* What the 82559 reports of its consumption, in hundredths of a watt (OSDM
 * table 6); the 82558 has no data register. */
static const uint8_t pm_data[] = { 58, 40, 40, 40, 58, 40, 40, 40, 0 };

static void show_pm_data(struct i8255x *s)
{
    uint16_t csr = pci_get16(&s->fn, PMCSR);
    unsigned select = csr >> PM_SELECT_SHIFT & 15;

    if (s->part->chip != I82559)
        return;
    csr &= (uint16_t)~(PMCSR_SCALE | PMCSR_SCALE >> 1);
    if (select < sizeof pm_data) {
        pci_set8(&s->fn, PM_DATA, pm_data[select]);
        pci_set16(&s->fn, PMCSR, csr | PMCSR_SCALE);
    } else {
        pci_set8(&s->fn, PM_DATA, 0);
        pci_set16(&s->fn, PMCSR, csr);
    }
}

/* A reset, but what concerns wake-up outlives it (PCI Bus Power Management
 * 1.0, 3.2.4). */
static void wake_from_d3(struct i8255x *s)
{
    uint16_t pme = pci_get16(&s->fn, PMCSR) & (PMCSR_PME | PMCSR_PME_ENABLE);
    uint8_t pmdr = s->pmdr;

    i8255x_bus_reset(s);
    pci_set16(&s->fn, PMCSR, pci_get16(&s->fn, PMCSR) | pme);
    s->pmdr = pmdr;
}

static void change_state(struct i8255x *s, unsigned from, unsigned to)
{
    if (from == 3 && to == 0) {
        wake_from_d3(s);
        return;
    }
    if (from == 0) {
        i8255x_selective_reset(s);
        s->cu.base = s->ru.base = 0;
    }
    pci_set_asleep(&s->fn, to != 0);
}

bool i8255x_pci_pme(const struct i8255x *s)
{
    return pci_get16(&s->fn, PMCSR) & PMCSR_PME;
}

void i8255x_pci_set_pme(struct i8255x *s, bool on)
{
    uint16_t csr = pci_get16(&s->fn, PMCSR);

    pci_set16(&s->fn, PMCSR,
              (uint16_t)(on ? csr | PMCSR_PME : csr & ~PMCSR_PME));
}

static void config_written(struct pci_function *fn, unsigned off,
                           unsigned width)
{
    struct i8255x *s = (struct i8255x *)fn;
    unsigned state;

    if (!s->part->power_management || off >= PMCSR + 4 || off + width <= PMCSR)
        return;
    state = fn->config[PMCSR] & PMCSR_STATE;
    show_pm_data(s);
    if (state != s->power_state) {
        unsigned from = s->power_state;

        s->power_state = (uint8_t)state;
        change_state(s, from, state);
    }
}

static void reset_power_management(struct i8255x *s)
{
    struct pci_function *fn = &s->fn;

    s->power_state = 0;
    if (!s->part->power_management)
        return;
    pci_set8(fn, PCI_CAPABILITIES, PM);
    pci_set16(fn, PM, 0x0001); /* power management, last in the list */
    pci_set16(fn, PM + 2, s->part->pm_capabilities);
    pci_set32(fn, PMCSR, 0);
    pci_set_writable(fn, PMCSR, 2, PMCSR_WRITABLE);
    fn->clearable[PMCSR + 1] = PMCSR_PME >> 8;
    show_pm_data(s);
}

/*
 * Configuration space.
 */

static bool eeprom_valid(const struct i8255x *s)
{
    return (eeprom_word(&s->eeprom, EEPROM_ID) & EEPROM_ID_VALID_MASK) ==
           EEPROM_ID_VALID;
}

/* OSDM 4.1.11: from the EEPROM since the 82557 C; 0 when that is not valid. */
static void load_subsystem(struct i8255x *s)
{
    bool from_eeprom = s->part->revision >= 3 && eeprom_valid(s);

    pci_set16(&s->fn, PCI_SUBSYSTEM,
              from_eeprom ? eeprom_word(&s->eeprom, EEPROM_SUBSYSTEM) : 0);
    pci_set16(&s->fn, PCI_SUBVENDOR,
              from_eeprom ? eeprom_word(&s->eeprom, EEPROM_SUBVENDOR) : 0);
}

/* The 82557 always asks for flash; the others if the EEPROM doesn't say there
 * is none. */
static void add_flash_bars(struct i8255x *s)
{
    bool boot_rom =
        !(eeprom_word(&s->eeprom, EEPROM_ID) & EEPROM_ID_NO_BOOT_ROM);
    bool flash = i8255x_is_557(s) || boot_rom;

    pci_add_bar(&s->fn, 2, flash ? FLASH_WINDOW_BYTES : 0, 0, WINDOW_FLASH);
    pci_add_bar(&s->fn, PCI_BAR_ROM,
                boot_rom && s->flash ? FLASH_WINDOW_BYTES : 0, 0, WINDOW_ROM);
}

void i8255x_pci_reset(struct i8255x *s)
{
    struct pci_function *fn = &s->fn;
    bool later = !i8255x_is_557(s);

    pci_reset(fn);
    pci_set8(fn, CACHE_LINE, 0);
    pci_set8(fn, LATENCY, 0);
    pci_set16(fn, PCI_STATUS, later ? 0x0290 : 0x0280);
    load_subsystem(s);
    add_flash_bars(s);
    reset_power_management(s);
}

void i8255x_pci_init(struct i8255x *s, uint8_t revision)
{
    struct pci_function *fn = &s->fn;
    bool later;

    s->part = find_part(revision);
    later = !i8255x_is_557(s);
    pci_init(fn, 0x8086, 0x1229, revision, 0x020000);
    pci_set8(fn, PCI_INTERRUPT_PIN, 1);
    pci_set8(fn, MIN_GNT, 0x08);
    pci_set8(fn, MAX_LAT, 0x18);
    pci_set_writable(fn, LATENCY, 1, 0xf8);
    if (later) {
        pci_set_writable(fn, CACHE_LINE, 1, 0x18);
        /* memory write and invalidate */
        pci_set_writable(fn, PCI_COMMAND, 2, 0x0157);
    }
    pci_add_bar(fn, 0, CSR_WINDOW_BYTES, s->part->bar0_flags, WINDOW_CSR);
    pci_add_bar(fn, 1, s->part->csr_bytes, BAR_IO, WINDOW_IO);
    fn->config_written = config_written;
}
