/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * at29.c - one Atmel AT29C040A; see at29.h.  Sections cited are headings of
 * the datasheet.
 *
 * What the datasheet leaves open is decided here: a load outside the sector
 * of the first one is lost; a command sequence that breaks off counts as the
 * loads it consisted of; in identification mode only commands are heard; a
 * cut of the supply during the internal cycle finds the first half of the
 * sector one step ahead of the second (erased, then programmed).
 *
 * Not modelled: supply voltage, pulse widths, wear, the pause of 10 ms after
 * a change of identification mode (the change is immediate).
 */
#include "devices/flash-at29/at29.h"

#include <string.h>

enum {
    COMMAND_MASK = 0x7fff, /* "Address format: A14 - A0" */
    UNLOCK_1 = 0x5555,
    UNLOCK_2 = 0x2aaa,

    CMD_PROGRAM = 0xa0,
    CMD_SECOND = 0x80, /* three more writes follow */
    CMD_ID_ENTER = 0x90,
    CMD_ID_EXIT = 0xf0,
    CMD_SDP_OFF = 0x20,
    CMD_CHIP_ERASE = 0x10,
    CMD_LOCK = 0x40,

    ID_MAKER = 0x1f,
    ID_DEVICE = 0xa4,
    ID_LOWER_LOCK = 0x00002,
    ID_UPPER_LOCK = 0x7fff2,
    ID_FREE = 0xfe,
    ID_LOCKED = 0xff,

    BOOT_BLOCK = 16 * 1024,
    TOP = AT29_BYTES - 1,
};

void at29_init(struct at29 *c, uint8_t *array, uint8_t *protection)
{
    c->array = array;
    c->protection = protection;
}

void at29_power_on(struct at29 *c, uint64_t now_ns, bool authentic)
{
    c->state = AT29_READY;
    c->steps = 0;
    c->id_mode = false;
    c->toggle = false;
    c->authentic = authentic;
    c->deaf_until_ns = authentic ? now_ns + AT29_POWER_UP_NS : now_ns;
}

/* --- the internal cycle ------------------------------------------------ */

/* "Boot Block Programming Lockout": the first and the last 16 KiB. */
static bool is_locked(const struct at29 *c, uint32_t addr)
{
    if (addr < BOOT_BLOCK)
        return *c->protection & AT29_LOCK_LOWER;
    if (addr >= AT29_BYTES - BOOT_BLOCK)
        return *c->protection & AT29_LOCK_UPPER;
    return false;
}

/* The range that the cycle changes. */
static uint8_t *cycle_range(struct at29 *c, uint32_t *n)
{
    if (c->cycle == AT29_CYCLE_ERASE) {
        *n = AT29_BYTES;
        return c->array;
    }
    *n = c->cycle == AT29_CYCLE_PROGRAM ? AT29_SECTOR : 0;
    return c->array + c->sector;
}

static void cycle_half(struct at29 *c)
{
    uint32_t n;
    uint8_t *to = cycle_range(c, &n);

    c->half_ns = 0;
    memset(to, 0xff, n);
    if (c->cycle == AT29_CYCLE_PROGRAM)
        memcpy(to, c->latch, n / 2);
}

static void cycle_done(struct at29 *c)
{
    if (c->cycle == AT29_CYCLE_PROGRAM)
        memcpy(c->array + c->sector, c->latch, AT29_SECTOR);
    /* "Software Data Protection": on or off at the end of the cycle. */
    *c->protection = (uint8_t)((*c->protection & ~AT29_SDP) | c->sdp_after);
    c->state = AT29_READY;
}

static void cycle_begin(struct at29 *c, enum at29_cycle cycle,
                        uint64_t start_ns, uint64_t takes_ns)
{
    uint32_t n;
    uint8_t *to;

    c->state = AT29_BUSY;
    c->cycle = cycle;
    c->cycles++;
    c->half_ns = start_ns + takes_ns / 2;
    c->done_ns = start_ns + takes_ns;
    if (!c->authentic) {
        cycle_half(c);
        cycle_done(c);
        return;
    }
    to = cycle_range(c, &n);
    memset(to, 0xff, n / 2);
}

/* --- loading the latch ------------------------------------------------- */

/* "Device operation, programming": the latch begins as FFh, so that bytes
 * that are not loaded become FFh. */
static void open_latch(struct at29 *c, bool unlocked, uint8_t sdp_after)
{
    c->state = AT29_LOADING;
    c->unlocked = unlocked;
    c->sdp_after = sdp_after;
    c->loads = 0;
    memset(c->latch, 0xff, sizeof c->latch);
    memset(c->loaded, 0, sizeof c->loaded);
}

static const char *close_latch(struct at29 *c, uint64_t start_ns)
{
    bool allowed = c->loads > 0 && c->unlocked && !is_locked(c, c->sector);
    const char *wrong = NULL;

    if (c->loads > 0 && !c->unlocked)
        wrong = "load without command while software protection is on";
    else if (c->loads > 0 && !allowed)
        wrong = "load into a locked boot block";
    cycle_begin(c, allowed ? AT29_CYCLE_PROGRAM : AT29_CYCLE_NOTHING,
                start_ns, AT29_PROGRAM_NS);
    return wrong;
}

static const char *load(struct at29 *c, uint32_t addr, uint8_t val,
                        uint64_t now_ns)
{
    uint8_t at = (uint8_t)addr;

    c->since_ns = now_ns;
    c->last = val;
    if (c->loads > 0 && addr - at != c->sector)
        return "load outside the sector";
    c->sector = addr - at;
    c->latch[at] = val;
    if (!c->loaded[at])
        c->loads++;
    c->loaded[at] = true;
    /* Nothing is left to wait for. */
    if (!c->authentic && c->loads == AT29_SECTOR)
        return close_latch(c, now_ns);
    return NULL;
}

/* --- commands ---------------------------------------------------------- */

/* The writes so far were no command after all. */
static const char *load_heard(struct at29 *c)
{
    unsigned n = c->steps;
    const char *wrong = NULL;

    c->steps = 0;
    if (c->id_mode) {
        c->state = AT29_READY;
        return n ? "broken command in identification mode" : NULL;
    }
    open_latch(c, !(*c->protection & AT29_SDP), *c->protection & AT29_SDP);
    for (unsigned i = 0; i < n; i++) {
        const char *w = load(c, c->heard[i].addr, c->heard[i].val,
                             c->since_ns);

        wrong = w ? w : wrong;
    }
    return wrong;
}

static const char *begin_erase(struct at29 *c, uint64_t now_ns)
{
    c->state = AT29_READY;
    if (*c->protection & (AT29_LOCK_LOWER | AT29_LOCK_UPPER))
        return "chip erase with a boot block locked";
    c->last = 0xff;
    c->sdp_after = *c->protection & AT29_SDP;
    cycle_begin(c, AT29_CYCLE_ERASE, now_ns, AT29_ERASE_NS);
    return NULL;
}

static const char *obey(struct at29 *c, uint8_t command, uint64_t now_ns)
{
    c->steps = 0;
    c->state = AT29_READY;
    switch (command) {
    case CMD_ID_ENTER:
        c->id_mode = true;
        break;
    case CMD_ID_EXIT:
        c->id_mode = false;
        break;
    case CMD_PROGRAM:
        open_latch(c, true, AT29_SDP);
        break;
    case CMD_SDP_OFF:
        open_latch(c, true, 0);
        break;
    case CMD_LOCK:
        c->state = AT29_LOCKING;
        break;
    case CMD_CHIP_ERASE:
        return begin_erase(c, now_ns);
    }
    return NULL;
}

enum step { STEP_WRONG, STEP_MORE, STEP_COMMAND };

/* Whether this write is the one that goes on with the sequence. */
static enum step next_step(const struct at29 *c, uint32_t addr, uint8_t val)
{
    static const uint8_t first[] = {CMD_PROGRAM, CMD_ID_ENTER, CMD_ID_EXIT};
    static const uint8_t second[] = {CMD_SDP_OFF, CMD_CHIP_ERASE, CMD_LOCK};
    bool is_first = c->steps < 3;

    addr &= COMMAND_MASK;
    if (c->steps % 3 == 0)
        return addr == UNLOCK_1 && val == 0xaa ? STEP_MORE : STEP_WRONG;
    if (c->steps % 3 == 1)
        return addr == UNLOCK_2 && val == 0x55 ? STEP_MORE : STEP_WRONG;
    if (addr != UNLOCK_1)
        return STEP_WRONG;
    if (is_first && val == CMD_SECOND)
        return STEP_MORE;
    if (c->id_mode && val != CMD_ID_EXIT && val != CMD_ID_ENTER)
        return STEP_WRONG;
    return memchr(is_first ? first : second, val, sizeof first) ? STEP_COMMAND
                                                                : STEP_WRONG;
}

static const char *hear(struct at29 *c, uint32_t addr, uint8_t val,
                        uint64_t now_ns)
{
    const char *wrong, *again;

    switch (next_step(c, addr, val)) {
    case STEP_COMMAND:
        c->since_ns = now_ns;
        c->last = val;
        return obey(c, val, now_ns);
    case STEP_MORE:
        c->since_ns = now_ns;
        c->heard[c->steps++] = (struct at29_write){addr, val};
        c->state = AT29_COMMAND;
        return NULL;
    case STEP_WRONG:
        break;
    }
    if (c->id_mode) {
        wrong = load_heard(c);
        return wrong ? wrong : "load in identification mode";
    }
    wrong = load_heard(c);
    again = load(c, addr, val, now_ns);
    return again ? again : wrong;
}

/* "Boot block lockout enable": 00 at 00000 or FF at 7FFFF. */
static const char *lock(struct at29 *c, uint32_t addr, uint8_t val,
                        uint64_t now_ns)
{
    c->state = AT29_READY;
    if (addr == 0 && val == 0)
        *c->protection |= AT29_LOCK_LOWER;
    else if (addr == TOP && val == 0xff)
        *c->protection |= AT29_LOCK_UPPER;
    else
        return "lockout of no boot block";
    c->last = val;
    c->sdp_after = *c->protection & AT29_SDP;
    cycle_begin(c, AT29_CYCLE_NOTHING, now_ns, AT29_ERASE_NS);
    return NULL;
}

/* --- the outside ------------------------------------------------------- */

uint64_t at29_due(const struct at29 *c)
{
    switch (c->state) {
    case AT29_READY:
        break;
    case AT29_COMMAND:
    case AT29_LOADING:
    case AT29_LOCKING:
        return c->since_ns + AT29_LOAD_NS;
    case AT29_BUSY:
        return c->half_ns ? c->half_ns : c->done_ns;
    }
    return UINT64_MAX;
}

const char *at29_pass(struct at29 *c, uint64_t now_ns)
{
    const char *wrong = NULL, *w = NULL;
    uint64_t due;

    while ((due = at29_due(c)) <= now_ns) {
        if (c->state == AT29_BUSY && c->half_ns)
            cycle_half(c);
        else if (c->state == AT29_BUSY)
            cycle_done(c);
        else if (c->state == AT29_LOCKING)
            c->state = AT29_READY;
        else if (c->state == AT29_COMMAND)
            w = load_heard(c);
        else
            w = close_latch(c, due);
        wrong = w ? w : wrong;
    }
    return wrong;
}

/* "DATA polling" and "toggle bit": I/O7 is the complement of the last byte's,
 * I/O6 changes with every read. */
static uint8_t status(struct at29 *c)
{
    c->toggle = !c->toggle;
    return (uint8_t)((~c->last & 0x80) | (c->toggle ? 0x40 : 0) |
                     (c->last & 0x3f));
}

/* "Product identification". */
static uint8_t identity(const struct at29 *c, uint32_t addr)
{
    switch (addr) {
    case 0:
        return ID_MAKER;
    case 1:
        return ID_DEVICE;
    case ID_LOWER_LOCK:
        return *c->protection & AT29_LOCK_LOWER ? ID_LOCKED : ID_FREE;
    case ID_UPPER_LOCK:
        return *c->protection & AT29_LOCK_UPPER ? ID_LOCKED : ID_FREE;
    }
    return 0xff;
}

uint8_t at29_read(struct at29 *c, uint32_t addr, uint64_t now_ns)
{
    at29_pass(c, now_ns);
    addr &= TOP;
    if (c->state == AT29_BUSY || c->state == AT29_LOADING)
        return status(c);
    return c->id_mode ? identity(c, addr) : c->array[addr];
}

const char *at29_write(struct at29 *c, uint32_t addr, uint8_t val,
                       uint64_t now_ns)
{
    const char *late = at29_pass(c, now_ns), *wrong = NULL;

    addr &= TOP;
    if (now_ns < c->deaf_until_ns)
        return "write within 5 ms of power-on";
    switch (c->state) {
    case AT29_READY:
    case AT29_COMMAND:
        wrong = hear(c, addr, val, now_ns);
        break;
    case AT29_LOADING:
        wrong = load(c, addr, val, now_ns);
        break;
    case AT29_LOCKING:
        wrong = lock(c, addr, val, now_ns);
        break;
    case AT29_BUSY:
        wrong = "write during the internal cycle";
        break;
    }
    return wrong ? wrong : late;
}
