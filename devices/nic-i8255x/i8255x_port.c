/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * i8255x_port.c - resets, and the PORT register that asks for them.
 *
 * Source: OSDM 6.3.3 (PORT), 6.4.2.3 (defaults of the configuration).
 */
#include "devices/nic-i8255x/i8255x_int.h"

#include <string.h>

enum {
    SELF_TEST_SIGNATURE = 0x1229b15d, /* ours; the OSDM says: not 0 */
};

static const uint8_t config_defaults[CONFIG_BYTES] = {
    [0] = 22,    [1] = 0x08,  [6] = 0x32,  [7] = 0x07, [8] = 0x01,
    [10] = 0x2e, [12] = 0x60, [14] = 0xf2, [15] = 0xc8, [17] = 0x40,
    [18] = 0xf2, [19] = 0x80, [20] = 0x3f, [21] = 0x05,
};

void i8255x_selective_reset(struct i8255x *s)
{
    device_trace(&s->fn.dev, "reset");
    i8255x_cu_reset(s);
    i8255x_tx_reset(s);
    i8255x_ru_reset(s);
    i8255x_flow_reset(s);
    s->stat = 0;
    s->mask = 0; /* reset leaves the interrupt enabled */
    i8255x_update_interrupt(s);
}

void i8255x_software_reset(struct i8255x *s)
{
    i8255x_selective_reset(s);
    memcpy(s->config, config_defaults, sizeof s->config);
    memset(s->station, 0xff, sizeof s->station);
    memset(s->stats, 0, sizeof s->stats);
    s->early_rx = s->pmdr = 0;
    s->multicast = 0;
    s->cu.base = s->ru.base = 0;
    s->pointer = s->port = s->dump_address = 0;
    s->general_control = 0;
    board_alarm_cancel(&s->mdi_alarm);
    s->mdi = MDI_READY;
}

static void self_test(struct i8255x *s, uint32_t pa)
{
    uint8_t result[8];

    put_le32(result, SELF_TEST_SIGNATURE);
    put_le32(result + 4, 0); /* every part passed */
    i8255x_software_reset(s);
    if (!i8255x_store(s, pa, result, sizeof result))
        board_guest_error(&s->fn.dev, "self-test result to %08x: no memory",
                          (unsigned)pa);
}

/* The layout is ours, see README.md: the OSDM gives none. */
bool i8255x_dump_registers(struct i8255x *s, uint32_t pa)
{
    uint8_t area[DUMP_BYTES] = { 0 };

    memcpy(area, s->config, sizeof s->config);
    memcpy(area + 24, s->station, sizeof s->station);
    area[30] = s->part->revision;
    area[31] = s->mask;
    put_le32(area + 32, (uint32_t)s->multicast);
    put_le32(area + 36, (uint32_t)(s->multicast >> 32));
    put_le32(area + 40, s->cu.base);
    put_le32(area + 44, s->ru.base);
    put_le32(area + 48, s->dump_address);
    for (unsigned i = 0; i < STATS_ALL; i++)
        put_le32(area + 64 + 4 * i, s->stats[i]);
    return i8255x_store(s, pa, area, sizeof area);
}

void i8255x_port_command(struct i8255x *s, uint32_t val)
{
    uint32_t pa = val & ~(uint32_t)PORT_FUNCTION;

    switch (val & PORT_FUNCTION) {
    case PORT_RESET:
        i8255x_software_reset(s);
        break;
    case PORT_SELF_TEST:
        self_test(s, pa);
        break;
    case PORT_SELECTIVE_RESET:
        i8255x_selective_reset(s);
        break;
    case PORT_DUMP:
        if (!i8255x_dump_registers(s, pa))
            board_guest_error(&s->fn.dev, "dump to %08x: no memory",
                              (unsigned)pa);
        break;
    default:
        board_guest_error(&s->fn.dev, "PORT function %u is not modelled",
                          (unsigned)(val & PORT_FUNCTION));
        break;
    }
}
