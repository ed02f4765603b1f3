/* SPDX-License-Identifier: GPL-2.0-or-later */
/* failovercable.c - see failovercable.h. */
#include "guest/drivers/failovercable.h"

#include "guest/drivers/uart.h"

enum {
    MATE_POWERED = UART_CTS,
    MATE_PLUGGED = UART_DSR,
    PRIMARY = UART_DCD,
    SECONDARY = UART_RI,
};

enum failovercable_state failovercable_state(uint8_t modem)
{
    switch (modem & (PRIMARY | SECONDARY)) {
    case 0:
        return FAILOVERCABLE_OUT_HERE;
    case PRIMARY | SECONDARY:
        return FAILOVERCABLE_ERROR;
    }
    switch (modem & (MATE_PLUGGED | MATE_POWERED)) {
    case MATE_PLUGGED | MATE_POWERED:
        return FAILOVERCABLE_NORMAL;
    case MATE_PLUGGED:
        return FAILOVERCABLE_MATE_OFF;
    case MATE_POWERED:
        return FAILOVERCABLE_BAD;
    default:
        return FAILOVERCABLE_OUT_THERE;
    }
}

bool failovercable_is_primary(uint8_t modem)
{
    return modem & PRIMARY;
}
