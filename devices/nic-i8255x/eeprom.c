/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * eeprom.c - 93C46 serial EEPROM, x16.
 *
 * Source: Microchip 93C46A/B data sheet (DS21749), section 2 and table 2-1.
 * Bits go in and out on rising SK while CS is high; CS low ends whatever was
 * under way, and starts a programming cycle that is complete.  A selected chip
 * that is programming shows 0 on DO, then 1.
 */
#include "devices/nic-i8255x/eeprom.h"

#include <stddef.h>

enum { COMMAND_BITS = 8, WORD_BITS = 16, ADDRESS = EEPROM_WORDS - 1 };

enum { OP_EXTENDED, OP_WRITE, OP_READ, OP_ERASE };

/* With OP_EXTENDED the two highest address bits are the command. */
enum { EXT_EWDS, EXT_WRAL, EXT_ERAL, EXT_EWEN };

uint16_t eeprom_word(const struct eeprom *e, unsigned n)
{
    if (!e->cells)
        return 0xffff;
    n &= ADDRESS;
    return (uint16_t)(e->cells[2 * n] | e->cells[2 * n + 1] << 8);
}

static void set_word(struct eeprom *e, unsigned n, uint16_t val)
{
    if (!e->cells)
        return;
    e->cells[2 * n] = (uint8_t)val;
    e->cells[2 * n + 1] = (uint8_t)(val >> 8);
}

void eeprom_power_on(struct eeprom *e)
{
    *e = (struct eeprom){ .cells = e->cells, .out = true };
}

static unsigned opcode(const struct eeprom *e)
{
    return e->command >> 6;
}

static unsigned extended(const struct eeprom *e)
{
    return e->command >> 4 & 3;
}

static void expect(struct eeprom *e, enum eeprom_phase phase, unsigned bits)
{
    e->phase = phase;
    e->left = bits;
    e->shift = 0;
}

static void extended_command(struct eeprom *e)
{
    switch (extended(e)) {
    case EXT_EWEN:
    case EXT_EWDS:
        e->enabled = extended(e) == EXT_EWEN;
        e->phase = EEPROM_DEAF;
        break;
    case EXT_ERAL:
        e->phase = EEPROM_ARMED;
        break;
    case EXT_WRAL:
        expect(e, EEPROM_DATA, WORD_BITS);
        break;
    }
}

static void command_complete(struct eeprom *e)
{
    e->command = (uint8_t)e->shift;
    switch (opcode(e)) {
    case OP_READ:
        /* The dummy 0 follows the last address bit at once. */
        expect(e, EEPROM_READING, WORD_BITS);
        e->shift = eeprom_word(e, e->command);
        e->out = false;
        break;
    case OP_WRITE:
        expect(e, EEPROM_DATA, WORD_BITS);
        break;
    case OP_ERASE:
        e->phase = EEPROM_ARMED;
        break;
    case OP_EXTENDED:
        extended_command(e);
        break;
    }
}

static void shift_in(struct eeprom *e, bool di)
{
    e->shift = (uint16_t)(e->shift << 1 | di);
    if (--e->left)
        return;
    if (e->phase == EEPROM_COMMAND)
        command_complete(e);
    else
        e->phase = EEPROM_ARMED;
}

/* Sequential read: the next word follows without another dummy bit. */
static void shift_out(struct eeprom *e)
{
    e->out = e->shift >> 15;
    e->shift = (uint16_t)(e->shift << 1);
    if (--e->left)
        return;
    e->command = (uint8_t)((e->command & ~ADDRESS) |
                           ((e->command + 1) & ADDRESS));
    e->shift = eeprom_word(e, e->command);
    e->left = WORD_BITS;
}

static void clock_rises(struct eeprom *e, bool di, uint64_t now_ns)
{
    switch (e->phase) {
    case EEPROM_STANDBY:
        if (di && now_ns >= e->ready_ns)
            expect(e, EEPROM_COMMAND, COMMAND_BITS);
        break;
    case EEPROM_COMMAND:
    case EEPROM_DATA:
        shift_in(e, di);
        break;
    case EEPROM_READING:
        shift_out(e);
        break;
    case EEPROM_ARMED:
    case EEPROM_DEAF:
        break;
    }
}

static void program(struct eeprom *e)
{
    bool all = opcode(e) == OP_EXTENDED;
    bool erase = opcode(e) == OP_ERASE || (all && extended(e) == EXT_ERAL);

    for (unsigned n = 0; n < EEPROM_WORDS; n++)
        if (all || n == (e->command & ADDRESS))
            set_word(e, n, erase ? 0xffff : e->shift);
}

static void deselect(struct eeprom *e, uint64_t now_ns, uint64_t program_ns)
{
    if (e->phase == EEPROM_ARMED && e->enabled) {
        program(e);
        e->ready_ns = now_ns + program_ns;
    }
    e->phase = EEPROM_STANDBY;
    e->out = true;
}

void eeprom_pins(struct eeprom *e, bool cs, bool sk, bool di, uint64_t now_ns,
                 uint64_t program_ns)
{
    bool rises = cs && e->cs && sk && !e->sk;

    if (e->cs && !cs)
        deselect(e, now_ns, program_ns);
    e->cs = cs;
    e->sk = sk;
    e->di = di;
    if (rises)
        clock_rises(e, di, now_ns);
}

bool eeprom_do(const struct eeprom *e, uint64_t now_ns)
{
    if (!e->cs)
        return true;
    if (e->phase == EEPROM_STANDBY)
        return now_ns >= e->ready_ns;
    return e->out;
}
