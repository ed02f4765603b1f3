/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * lamps.c - what lights the lamps of the case: docs/hardware.md.
 *
 * ACT hangs on the lamp register, NETWORK on the activity pins of all
 * Ethernet controllers together, those of a port on its controller's pins,
 * the drive's on the diskette controller.
 */
#include "devices/board-id/board_id.h"
#include "devices/floppy/i82077.h"
#include "machine/board.h"

static void changed(struct board *b)
{
    if (b->lamps_changed)
        b->lamps_changed(b->far);
}

static void drive_act(void *board, unsigned n, bool level)
{
    struct board *b = board;

    (void)n;
    b->lamp_act = level;
    changed(b);
}

static void drive_diskette(void *board, unsigned n, bool level)
{
    (void)n, (void)level;
    changed(board);
}

static void drive_port(void *port, unsigned led, bool level)
{
    struct board_port *p = port;

    p->lamps = (uint8_t)(level ? p->lamps | 1u << led
                               : p->lamps & ~(1u << led));
    changed(p->board);
}

void board_place_lamps(struct board *b)
{
    *board_id_lamp(b->board_id, BOARD_ID_LAMP_ACT) =
        (struct wire){drive_act, b, 0};
    if (b->fdc)
        *i82077_lamp_pin(b->fdc) = (struct wire){drive_diskette, b, 0};
    for (unsigned i = 0; i < b->nics; i++)
        for (unsigned led = 0; led < I8255X_LEDS; led++)
            *i8255x_led(b->nic[i], led) =
                (struct wire){drive_port, &b->port[i], led};
}

bool board_port_lamp(const struct board *b, unsigned port,
                     enum i8255x_led led)
{
    return b->port[port].lamps & 1u << led;
}

bool board_network_lamp(const struct board *b)
{
    for (unsigned i = 0; i < b->nics; i++)
        if (board_port_lamp(b, i, I8255X_LED_ACTIVITY))
            return true;
    return false;
}
