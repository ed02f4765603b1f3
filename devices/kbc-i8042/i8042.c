/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * i8042.c - the AT's keyboard controller with no keyboard plugged in.
 *
 * Source: IBM 6280070, "Personal Computer AT technical reference", "Keyboard
 * controller"; DDh and DFh are later clones' commands.  A byte for the
 * keyboard is answered as that manual says for one that does not clock it
 * in: FEh, with the transmit time-out bit.
 * Not modelled: an auxiliary (mouse) port and password security; their
 * commands get no answer, as from an AT's controller.
 */
#include "devices/kbc-i8042/i8042.h"

enum {
    STATUS_OBF = 0x01,
    STATUS_SYSTEM = 0x04,
    STATUS_COMMAND = 0x08,  /* the last write was to 64h */
    STATUS_UNLOCKED = 0x10, /* the key lock is open */
    STATUS_TX_TIMEOUT = 0x20,
};

/* The command byte, RAM byte 0. */
enum {
    CTR_IRQ1 = 0x01,
    CTR_SYSTEM = 0x04,
    CTR_DISABLE = 0x10,
};

enum {
    OUT_RESET = 0x01, /* 0 resets the processor */
    OUT_A20 = 0x02,
    OUT_IRQ1 = 0x10,
    OUT_KBD_LINES = 0xc0, /* clock and data, idle */
};

/* Commands that take a byte through 60h, or are a range. */
enum {
    CMD_READ_RAM = 0x20,
    CMD_WRITE_RAM = 0x60,
    CMD_SELF_TEST = 0xaa,
    CMD_TEST_LINES = 0xab,
    CMD_DISABLE = 0xad,
    CMD_ENABLE = 0xae,
    CMD_READ_INPUT = 0xc0,
    CMD_READ_OUTPUT = 0xd0,
    CMD_WRITE_OUTPUT = 0xd1,
    CMD_WRITE_AS_KBD = 0xd2,
    CMD_WRITE_AS_AUX = 0xd3,
    CMD_WRITE_TO_AUX = 0xd4,
    CMD_A20_OFF = 0xdd,
    CMD_A20_ON = 0xdf,
    CMD_READ_TEST = 0xe0,
    CMD_PULSE = 0xf0,
};

enum { SELF_TEST_OK = 0x55, LINES_OK = 0, KBD_RESEND = 0xfe };

/* Lock open, manufacturing jumper off, 256 KiB on the system board. */
enum { INPUT_PORT = 0xb0 };

struct i8042 {
    struct device dev;
    struct wire irq1, a20, reset;
    uint8_t ram[32]; /* byte 0 is the command byte */
    uint8_t status;  /* all but STATUS_SYSTEM, which is in the command byte */
    uint8_t data;
    uint8_t out;     /* the output port's low bits, as written */
    uint8_t awaits;  /* a command that wants its byte; 0: none */
};

static struct i8042 *kbc_of(struct device *dev)
{
    return (struct i8042 *)dev;
}

static bool irq1_level(const struct i8042 *k)
{
    return (k->status & STATUS_OBF) && (k->ram[0] & CTR_IRQ1);
}

static void update_irq(struct i8042 *k)
{
    wire_drive(&k->irq1, irq1_level(k));
}

static void answer(struct i8042 *k, uint8_t byte, uint8_t flags)
{
    k->data = byte;
    k->status &= ~STATUS_TX_TIMEOUT;
    k->status |= STATUS_OBF | flags;
    update_irq(k);
}

static uint8_t output_port(const struct i8042 *k)
{
    return k->out | (irq1_level(k) ? OUT_IRQ1 : 0) | OUT_KBD_LINES;
}

/* The reset line comes last: what it does to the board ends this access. */
static void write_output(struct i8042 *k, uint8_t val)
{
    k->out = (val & OUT_A20) | OUT_RESET;
    wire_drive(&k->a20, val & OUT_A20);
    if (val & OUT_RESET)
        return;
    wire_drive(&k->reset, true);
    wire_drive(&k->reset, false);
}

/* F0h-FFh: the port bits whose command bit is 0 go low for 6 us, too short
 * for A20 to be seen by anything but the reset. */
static void pulse(struct i8042 *k, uint8_t command)
{
    if (!(command & OUT_RESET))
        write_output(k, k->out & ~OUT_RESET);
}

static void other_command(struct i8042 *k, uint8_t command)
{
    if (command >= CMD_PULSE)
        pulse(k, command);
    else if (command >= CMD_READ_RAM && command < CMD_READ_RAM + 32)
        answer(k, k->ram[command % 32], 0);
    else if (command >= CMD_WRITE_RAM && command < CMD_WRITE_RAM + 32)
        k->awaits = command;
    else
        board_guest_error(&k->dev, "no such command %02xh", command);
}

static void command_write(struct device *dev, uint32_t off, uint32_t val,
                          unsigned width)
{
    struct i8042 *k = kbc_of(dev);

    (void)off;
    (void)width;
    k->status |= STATUS_COMMAND;
    k->awaits = 0;
    switch (val) {
    case CMD_SELF_TEST:
        k->ram[0] |= CTR_SYSTEM;
        answer(k, SELF_TEST_OK, 0);
        break;
    case CMD_TEST_LINES:
        answer(k, LINES_OK, 0);
        break;
    case CMD_DISABLE:
        k->ram[0] |= CTR_DISABLE;
        break;
    case CMD_ENABLE:
        k->ram[0] &= ~CTR_DISABLE;
        break;
    case CMD_READ_INPUT:
        answer(k, INPUT_PORT, 0);
        break;
    case CMD_READ_OUTPUT:
        answer(k, output_port(k), 0);
        break;
    case CMD_READ_TEST: /* clock (held low while disabled) and data */
        answer(k, k->ram[0] & CTR_DISABLE ? 2 : 3, 0);
        break;
    case CMD_A20_OFF:
        write_output(k, OUT_RESET);
        break;
    case CMD_A20_ON:
        write_output(k, OUT_RESET | OUT_A20);
        break;
    case CMD_WRITE_OUTPUT:
    case CMD_WRITE_AS_KBD:
    case CMD_WRITE_AS_AUX:
    case CMD_WRITE_TO_AUX:
        k->awaits = (uint8_t)val;
        break;
    default:
        other_command(k, (uint8_t)val);
        break;
    }
}

static uint32_t status_read(struct device *dev, uint32_t off, unsigned width)
{
    struct i8042 *k = kbc_of(dev);

    (void)off;
    (void)width;
    return k->status | (k->ram[0] & CTR_SYSTEM ? STATUS_SYSTEM : 0);
}

/* For the keyboard that is not there.  Sending switches its interface on. */
static void to_keyboard(struct i8042 *k)
{
    k->ram[0] &= ~CTR_DISABLE;
    answer(k, KBD_RESEND, STATUS_TX_TIMEOUT);
}

static void data_write(struct device *dev, uint32_t off, uint32_t val,
                       unsigned width)
{
    struct i8042 *k = kbc_of(dev);
    uint8_t command = k->awaits;

    (void)off;
    (void)width;
    k->status &= ~STATUS_COMMAND;
    k->awaits = 0;
    switch (command) {
    case 0:
        to_keyboard(k);
        break;
    case CMD_WRITE_OUTPUT:
        write_output(k, (uint8_t)val);
        break;
    case CMD_WRITE_AS_KBD:
        answer(k, (uint8_t)val, 0);
        break;
    case CMD_WRITE_AS_AUX:
    case CMD_WRITE_TO_AUX:
        break;
    default:
        k->ram[command % 32] = (uint8_t)val;
        update_irq(k);
        break;
    }
}

static uint32_t data_read(struct device *dev, uint32_t off, unsigned width)
{
    struct i8042 *k = kbc_of(dev);

    (void)off;
    (void)width;
    k->status &= ~(STATUS_OBF | STATUS_TX_TIMEOUT);
    update_irq(k);
    return k->data;
}

struct wire *i8042_irq1(struct device *dev)
{
    return &kbc_of(dev)->irq1;
}

struct wire *i8042_a20(struct device *dev)
{
    return &kbc_of(dev)->a20;
}

struct wire *i8042_reset(struct device *dev)
{
    return &kbc_of(dev)->reset;
}

/* Its ports come up as ones. */
static void reset(struct device *dev, enum reset kind)
{
    struct i8042 *k = kbc_of(dev);

    (void)kind;
    for (size_t i = 0; i < sizeof k->ram; i++)
        k->ram[i] = 0;
    k->status = STATUS_UNLOCKED;
    k->data = 0;
    k->awaits = 0;
    update_irq(k);
    write_output(k, OUT_RESET | OUT_A20);
}

static const struct window i8042_windows[] = {
    [I8042_DATA] = { "data", SPACE_PORT, 1, 1, data_read, data_write },
    [I8042_COMMAND] = { "command", SPACE_PORT, 1, 1, status_read,
                        command_write },
    { 0 },
};

const struct device_class i8042_class = {
    .name = "i8042",
    .summary = "AT keyboard controller without a keyboard",
    .size = sizeof(struct i8042),
    .windows = i8042_windows,
    .reset = reset,
};
