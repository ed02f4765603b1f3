/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * serial.c - the console's UART under real-mode programs.
 *
 * Source: IBM PC AT Technical Reference (scan codes, keyboard buffer).
 */
#include "bios/real/serial.h"

#include "bios/real/real.h"
#include "guest/drivers/uart.h"

static struct uart uart;
/* What the driver's own ring has no room for: a repainted screen is some
 * 2,400 bytes. */
static uint8_t ring[SERIAL_RING];
static uint16_t in, out; /* free-running */

/* --- keys -------------------------------------------------------------- */

static const uint8_t scan_codes[128] = {
    [0x08] = 0x0e, ['\t'] = 0x0f, ['\r'] = 0x1c, [0x1b] = 0x01, [' '] = 0x39,
    ['1'] = 0x02, ['2'] = 0x03, ['3'] = 0x04, ['4'] = 0x05, ['5'] = 0x06,
    ['6'] = 0x07, ['7'] = 0x08, ['8'] = 0x09, ['9'] = 0x0a, ['0'] = 0x0b,
    ['!'] = 0x02, ['@'] = 0x03, ['#'] = 0x04, ['$'] = 0x05, ['%'] = 0x06,
    ['^'] = 0x07, ['&'] = 0x08, ['*'] = 0x09, ['('] = 0x0a, [')'] = 0x0b,
    ['-'] = 0x0c, ['_'] = 0x0c, ['='] = 0x0d, ['+'] = 0x0d, ['['] = 0x1a,
    ['{'] = 0x1a, [']'] = 0x1b, ['}'] = 0x1b, [';'] = 0x27, [':'] = 0x27,
    ['\''] = 0x28, ['"'] = 0x28, ['`'] = 0x29, ['~'] = 0x29, ['\\'] = 0x2b,
    ['|'] = 0x2b, [','] = 0x33, ['<'] = 0x33, ['.'] = 0x34, ['>'] = 0x34,
    ['/'] = 0x35, ['?'] = 0x35,
    ['a'] = 0x1e, ['b'] = 0x30, ['c'] = 0x2e, ['d'] = 0x20, ['e'] = 0x12,
    ['f'] = 0x21, ['g'] = 0x22, ['h'] = 0x23, ['i'] = 0x17, ['j'] = 0x24,
    ['k'] = 0x25, ['l'] = 0x26, ['m'] = 0x32, ['n'] = 0x31, ['o'] = 0x18,
    ['p'] = 0x19, ['q'] = 0x10, ['r'] = 0x13, ['s'] = 0x1f, ['t'] = 0x14,
    ['u'] = 0x16, ['v'] = 0x2f, ['w'] = 0x11, ['x'] = 0x2d, ['y'] = 0x15,
    ['z'] = 0x2c,
};

static uint8_t scan_code(uint8_t c)
{
    if (c >= 128)
        return 0;
    if (scan_codes[c])
        return scan_codes[c];
    if (c >= 'A' && c <= 'Z')
        return scan_codes[c - 'A' + 'a'];
    if (c >= 1 && c <= 26) /* Ctrl and a letter */
        return scan_codes[c - 1 + 'a'];
    return 0;
}

static uint16_t after(uint16_t at)
{
    at += 2;
    return at >= bda16(BDA_KEYS_TO) ? bda16(BDA_KEYS_FROM) : at;
}

static bool keys_full(void)
{
    return after(bda16(BDA_KEY_TAIL)) == bda16(BDA_KEY_HEAD);
}

static void key(uint8_t c)
{
    uint16_t at = bda16(BDA_KEY_TAIL);

    if (c == 0x7f) /* what many terminals send for Backspace */
        c = 0x08;
    bda16(at) = (uint16_t)(scan_code(c) << 8 | c);
    bda16(BDA_KEY_TAIL) = after(at);
}

/* --- both ways --------------------------------------------------------- */

void serial_open(void)
{
    uart_open(&uart, UART_CONSOLE, UART_DIVISOR_9600);
}

void serial_close(void)
{
    uart_close(&uart);
}

void serial_service(void)
{
    uart_interrupt(&uart);
    while (!keys_full()) {
        int c = uart_get(&uart);

        if (c == UART_NOTHING)
            break;
        if (c != UART_BREAK)
            key((uint8_t)c);
    }
    while (in != out && uart_put(&uart, ring[out % SERIAL_RING]))
        out++;
}

unsigned serial_room(void)
{
    return SERIAL_RING - (uint16_t)(in - out);
}

void serial_put(uint8_t c)
{
    if (serial_room())
        ring[in++ % SERIAL_RING] = c;
}

bool serial_all_sent(void)
{
    return in == out && uart_sent_all(&uart);
}
