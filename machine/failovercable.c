/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * failovercable.c - the failover port: a 16550 at 2F8h, IRQ3, and the
 * connector whose wires are its modem inputs.
 */
#include "machine/board.h"

#include "devices/uart-16550/uart16550.h"

static void lines(void *board, bool cts, bool dsr, bool dcd, bool ri)
{
    uart_set_modem(((struct board *)board)->uart[1], cts, dsr, dcd, ri);
}

/* Into a cable that leads nowhere, characters are lost. */
static void sent(void *board, uint8_t byte)
{
    struct board *b = board;

    if (connector_passes(b->connector) && b->cable.send)
        b->cable.send(b->cable.far, byte);
}

static void has_room(void *board)
{
    struct board *b = board;

    if (b->cable.room)
        b->cable.room(b->cable.far);
}

static bool takes(void *board)
{
    struct board *b = board;

    return !b->cable.takes || !connector_passes(b->connector) ||
           b->cable.takes(b->cable.far);
}

void board_place_failover(struct board *b)
{
    const struct uart_far far = {
        .far = b, .send = sent, .room = has_room, .takes = takes};
    const struct connector_far wires = {b, lines};

    b->uart[1] = board_solder(b, &uart16550_class, "failover");
    board_map(b->uart[1], UART_REGS, 0x2f8, true);
    *uart_irq(b->uart[1]) = board_isa_irq(b, 3);
    uart_attach(b->uart[1], &far);
    b->connector = board_solder(b, &failover_connector_class, "connector");
    connector_attach(b->connector, &wires);
}
