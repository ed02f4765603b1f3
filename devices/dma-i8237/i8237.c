/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * i8237.c - two Intel 8237A DMA controllers, cascaded through channel 4, and
 * the page registers of an AT.
 *
 * Source: Intel 231466-005, "8237A high performance programmable DMA
 * controller"; page registers: IBM 6280070, AT technical reference, "DMA".
 * Transfers take no time.  Not modelled, and without effect here: compressed
 * timing, extended write, the sense of DACK, and external bus masters on a
 * channel in cascade mode.
 */
#include "devices/dma-i8237/i8237.h"

enum { CONTROLLERS = 2, CHANNELS = 4, NONE = -1 };

/* A DREQ that never falls must not hold the board for ever: after so many
 * cycles the rest waits for an alarm. */
enum { BURST = 65536, REST_NS = 1000000 };

enum reg {
    REG_STATUS = 0x8, /* written: command */
    REG_REQUEST,
    REG_MASK_ONE,
    REG_MODE,
    REG_CLEAR_FLIP_FLOP,
    REG_TEMPORARY, /* written: master clear */
    REG_CLEAR_MASK,
    REG_MASK_ALL,
};

enum command {
    COMMAND_MEMORY = 0x01, /* channel 0 to channel 1 */
    COMMAND_HOLD = 0x02,   /* the address of channel 0 */
    COMMAND_DISABLE = 0x04,
    COMMAND_ROTATE = 0x10,
    COMMAND_DREQ_LOW = 0x40,
};

enum mode {
    MODE_TYPE = 0x0c,
    MODE_WRITE = 0x04, /* to memory */
    MODE_READ = 0x08,
    MODE_AUTOINIT = 0x10,
    MODE_DOWN = 0x20,
    MODE_SERVICE = 0xc0,
    MODE_BLOCK = 0x80,
    MODE_CASCADE = 0xc0,
};

struct channel {
    struct i8237_client client;
    uint16_t base_address, address;
    uint16_t base_count, count;
    uint8_t mode;
};

struct controller {
    struct channel ch[CHANNELS];
    uint8_t command, temporary;
    uint8_t tc;      /* status, low half: terminal counts not read yet */
    uint8_t dreq;    /* the pins */
    uint8_t request; /* software requests */
    uint8_t mask;
    uint8_t in_block; /* block transfers under way */
    uint8_t lowest;   /* the channel of lowest priority */
    bool flip_flop;   /* the next byte is the high one */
};

struct i8237 {
    struct device dev;
    struct controller ctl[CONTROLLERS];
    uint8_t page[16];
    struct alarm alarm;
    bool busy; /* in serve(); clients may move DREQ meanwhile */
};

static struct i8237 *dma_of(struct device *dev)
{
    return (struct i8237 *)dev;
}

static uint8_t bit(unsigned n)
{
    return (uint8_t)(1u << (n & 7));
}

/* Pins nobody is connected to ask for nothing, whatever their sense. */
static uint8_t asking(const struct controller *c)
{
    uint8_t pins = c->command & COMMAND_DREQ_LOW ? ~c->dreq : c->dreq;

    for (unsigned n = 0; n < CHANNELS; n++)
        if (!c->ch[n].client.dack)
            pins &= ~bit(n);
    return pins;
}

/* The channel to be served next.  Software requests pass the mask; a block
 * goes on without its DREQ. */
static int next_channel(const struct controller *c)
{
    uint8_t ready = (asking(c) & ~c->mask) | c->request | c->in_block;

    if (c->command & COMMAND_DISABLE)
        return NONE;
    for (unsigned i = 1; i <= CHANNELS; i++) {
        unsigned n = (c->lowest + i) % CHANNELS;

        if ((ready & bit(n)) &&
            (c->ch[n].mode & MODE_SERVICE) != MODE_CASCADE)
            return (int)n;
    }
    return NONE;
}

/* The low controller has the bus through channel 4 only. */
static bool cascade_open(const struct i8237 *d)
{
    const struct controller *high = &d->ctl[1];

    return !(high->command & COMMAND_DISABLE) && !(high->mask & bit(0)) &&
           (high->ch[0].mode & MODE_SERVICE) == MODE_CASCADE;
}

/* The page does not take part in counting: 64 KiB (or words) wrap. */
static uint32_t address(const struct i8237 *d, unsigned which, unsigned n)
{
    static const uint8_t pages[CONTROLLERS][CHANNELS] = {
        { 0x7, 0x3, 0x1, 0x2 },
        { 0xf, 0xb, 0x9, 0xa },
    };
    uint32_t page = d->page[pages[which][n]];
    uint32_t low = d->ctl[which].ch[n].address;

    return which ? (page & 0xfe) << 16 | low << 1 : page << 16 | low;
}

/* After a cycle: the next address, one less to go; true at terminal count. */
static bool count_down(struct channel *ch, bool hold)
{
    if (!hold)
        ch->address += ch->mode & MODE_DOWN ? -1 : 1;
    return ch->count-- == 0;
}

/* "Autoinitialize" or the mask; either way the request is done. */
static void terminal_count(struct controller *c, unsigned n)
{
    struct channel *ch = &c->ch[n];

    c->tc |= bit(n);
    c->request &= ~bit(n);
    c->in_block &= ~bit(n);
    if (ch->mode & MODE_AUTOINIT) {
        ch->address = ch->base_address;
        ch->count = ch->base_count;
    } else {
        c->mask |= bit(n);
    }
}

static void acknowledge(struct channel *ch, enum i8237_cycle cycle,
                        uint16_t *data, bool tc)
{
    if (ch->client.dack)
        ch->client.dack(ch->client.who, cycle, data, tc);
}

/* One DACK cycle of a channel. */
static void transfer(struct i8237 *d, unsigned which, unsigned n)
{
    struct channel *ch = &d->ctl[which].ch[n];
    uint32_t pa = address(d, which, n);
    bool tc = ch->count == 0;
    uint16_t data = 0xffff;
    uint8_t bytes[2] = { 0, 0 };

    switch (ch->mode & MODE_TYPE) {
    case MODE_WRITE:
        acknowledge(ch, I8237_FROM_DEVICE, &data, tc);
        bytes[0] = (uint8_t)data;
        bytes[1] = (uint8_t)(data >> 8);
        board_dma_write(&d->dev, pa, bytes, which + 1);
        break;
    case MODE_READ:
        board_dma_read(&d->dev, pa, bytes, which + 1);
        data = (uint16_t)(bytes[0] | bytes[1] << 8);
        acknowledge(ch, I8237_TO_DEVICE, &data, tc);
        break;
    default:
        acknowledge(ch, I8237_VERIFY, &data, tc);
        break;
    }
    if (count_down(ch, false))
        terminal_count(&d->ctl[which], n);
}

/* "Memory-to-memory": channel 0 reads, channel 1 writes and counts. */
static void memory_to_memory(struct i8237 *d, unsigned which)
{
    struct controller *c = &d->ctl[which];

    board_dma_read(&d->dev, address(d, which, 0), &c->temporary, 1);
    board_dma_write(&d->dev, address(d, which, 1), &c->temporary, 1);
    count_down(&c->ch[0], c->command & COMMAND_HOLD);
    if (!count_down(&c->ch[1], false))
        return;
    c->request &= ~bit(0);
    c->in_block &= ~bit(0);
    terminal_count(c, 1);
}

static void cycle(struct i8237 *d, unsigned which, unsigned n)
{
    struct controller *c = &d->ctl[which];

    if ((c->ch[n].mode & MODE_SERVICE) == MODE_BLOCK)
        c->in_block |= bit(n);
    if (c->command & COMMAND_ROTATE)
        c->lowest = (uint8_t)n;
    if (n == 0 && (c->command & COMMAND_MEMORY) && (c->request & bit(0)))
        memory_to_memory(d, which);
    else
        transfer(d, which, n);
}

/* Channel 4 comes first, so the low controller's channels do. */
static bool serve_one(struct i8237 *d)
{
    int n = cascade_open(d) ? next_channel(&d->ctl[0]) : NONE;
    unsigned which = n == NONE;

    if (which)
        n = next_channel(&d->ctl[1]);
    if (n == NONE)
        return false;
    cycle(d, which, (unsigned)n);
    return true;
}

static void serve(struct i8237 *d)
{
    unsigned left = BURST;

    if (d->busy || d->alarm.at_ns != ALARM_OFF)
        return;
    d->busy = true;
    while (left && serve_one(d))
        left--;
    d->busy = false;
    if (!left)
        board_alarm_set(&d->alarm, board_now(&d->dev) + REST_NS);
}

static void ring(struct device *dev)
{
    serve(dma_of(dev));
}

void i8237_set_dreq(void *chip, unsigned channel, bool level)
{
    struct i8237 *d = chip;
    struct controller *c = &d->ctl[channel / CHANNELS % CONTROLLERS];
    uint8_t pin = bit(channel % CHANNELS);

    c->dreq = level ? c->dreq | pin : c->dreq & ~pin;
    serve(d);
}

void i8237_attach(struct device *dev, unsigned channel,
                  const struct i8237_client *client)
{
    struct i8237 *d = dma_of(dev);

    d->ctl[channel / CHANNELS % CONTROLLERS].ch[channel % CHANNELS].client =
        *client;
}

/* Registers. */

static void master_clear(struct controller *c)
{
    c->command = c->temporary = c->tc = c->request = c->in_block = 0;
    c->mask = 0x0f;
    c->lowest = CHANNELS - 1;
    c->flip_flop = false;
}

static void put_half(uint16_t *base, uint16_t *current, uint8_t val,
                     bool high)
{
    uint16_t keeps = high ? 0x00ff : 0xff00;
    uint16_t half = (uint16_t)(high ? val << 8 : val);

    *base = (*base & keeps) | half;
    *current = (*current & keeps) | half;
}

/* Registers 0-7: address and count, low byte then high.  Each byte goes to the
 * base and to the current register. */
static void write_channel(struct controller *c, unsigned reg, uint8_t val)
{
    struct channel *ch = &c->ch[reg / 2];

    if (reg & 1)
        put_half(&ch->base_count, &ch->count, val, c->flip_flop);
    else
        put_half(&ch->base_address, &ch->address, val, c->flip_flop);
    c->flip_flop = !c->flip_flop;
}

static uint8_t read_channel(struct controller *c, unsigned reg)
{
    const struct channel *ch = &c->ch[reg / 2];
    uint16_t val = reg & 1 ? ch->count : ch->address;
    bool high = c->flip_flop;

    c->flip_flop = !high;
    return (uint8_t)(high ? val >> 8 : val);
}

static uint8_t set_bit(uint8_t old, uint8_t val)
{
    uint8_t one = bit(val & 3);

    return val & 4 ? old | one : old & ~one;
}

static void write_mode(struct i8237 *d, struct controller *c, uint8_t val)
{
    if ((val & MODE_TYPE) == MODE_TYPE &&
        (val & MODE_SERVICE) != MODE_CASCADE)
        board_guest_error(&d->dev, "mode %02xh is neither read nor write",
                          val);
    c->ch[val & 3].mode = val;
    c->in_block &= ~bit(val & 3);
}

static void write_register(struct i8237 *d, struct controller *c,
                           unsigned reg, uint8_t val)
{
    switch (reg) {
    case REG_STATUS:
        c->command = val;
        if (!(val & COMMAND_ROTATE))
            c->lowest = CHANNELS - 1;
        break;
    case REG_REQUEST:
        c->request = set_bit(c->request, val);
        break;
    case REG_MASK_ONE:
        c->mask = set_bit(c->mask, val);
        break;
    case REG_MODE:
        write_mode(d, c, val);
        break;
    case REG_CLEAR_FLIP_FLOP:
        c->flip_flop = false;
        break;
    case REG_TEMPORARY:
        master_clear(c);
        break;
    case REG_CLEAR_MASK:
        c->mask = 0;
        break;
    case REG_MASK_ALL:
        c->mask = val & 0x0f;
        break;
    default:
        write_channel(c, reg, val);
        break;
    }
    serve(d);
}

static uint8_t read_status(struct i8237 *d, struct controller *c)
{
    uint8_t requests = asking(c) | c->request;
    uint8_t status;

    if (c == &d->ctl[1] && next_channel(&d->ctl[0]) != NONE)
        requests |= bit(0);
    status = (uint8_t)(requests << 4 | c->tc);
    c->tc = 0;
    return status;
}

/* The rest cannot be read ("Illegal" in the register codes). */
static uint8_t read_register(struct i8237 *d, struct controller *c,
                             unsigned reg)
{
    if (reg < REG_STATUS)
        return read_channel(c, reg);
    if (reg == REG_STATUS)
        return read_status(d, c);
    return reg == REG_TEMPORARY ? c->temporary : 0xff;
}

static uint32_t low_read(struct device *dev, uint32_t off, unsigned width)
{
    (void)width;
    return read_register(dma_of(dev), &dma_of(dev)->ctl[0], off);
}

static void low_write(struct device *dev, uint32_t off, uint32_t val,
                      unsigned width)
{
    (void)width;
    write_register(dma_of(dev), &dma_of(dev)->ctl[0], off, (uint8_t)val);
}

static uint32_t high_read(struct device *dev, uint32_t off, unsigned width)
{
    (void)width;
    return read_register(dma_of(dev), &dma_of(dev)->ctl[1], off / 2);
}

static void high_write(struct device *dev, uint32_t off, uint32_t val,
                       unsigned width)
{
    (void)width;
    write_register(dma_of(dev), &dma_of(dev)->ctl[1], off / 2, (uint8_t)val);
}

static uint32_t page_read(struct device *dev, uint32_t off, unsigned width)
{
    (void)width;
    return dma_of(dev)->page[off];
}

static void page_write(struct device *dev, uint32_t off, uint32_t val,
                       unsigned width)
{
    (void)width;
    dma_of(dev)->page[off] = (uint8_t)val;
}

static void init(struct device *dev)
{
    alarm_init(&dma_of(dev)->alarm, dev, ring);
}

/* The reset pin is a master clear; addresses, counts and modes are chance
 * after power-on and stay at a bus reset, as do the pages. */
static void reset(struct device *dev, enum reset kind)
{
    struct i8237 *d = dma_of(dev);

    (void)kind;
    board_alarm_cancel(&d->alarm);
    for (unsigned i = 0; i < CONTROLLERS; i++)
        master_clear(&d->ctl[i]);
}

static const struct window i8237_windows[] = {
    [I8237_LOW] = { "low", SPACE_PORT, 16, 1, low_read, low_write },
    [I8237_HIGH] = { "high", SPACE_PORT, 32, 1, high_read, high_write },
    [I8237_PAGE] = { "page", SPACE_PORT, 16, 1, page_read, page_write },
    { 0 },
};

const struct device_class i8237_class = {
    .name = "i8237",
    .summary = "two Intel 8237A DMA controllers with page registers",
    .size = sizeof(struct i8237),
    .windows = i8237_windows,
    .init = init,
    .reset = reset,
};
