/* SPDX-License-Identifier: GPL-2.0-or-later */
/* dmarig.c - see dmarig.h. */
#include "tests/unit/devices/dmarig.h"

#include <string.h>

static void dack(void *who, enum i8237_cycle cycle, uint16_t *data, bool tc)
{
    struct peer *p = who;

    if (cycle == I8237_FROM_DEVICE)
        *data = p->next++;
    else if (cycle == I8237_TO_DEVICE)
        p->got[p->cycles % 64] = *data;
    else
        p->verifies++;
    p->cycles++;
    if (tc) {
        p->tcs++;
        p->tc_at = p->cycles;
    }
    if (p->wants && --p->wants == 0)
        i8237_set_dreq(p->dma, p->channel, false);
}

void rig_setup(struct rig *r, gconstpointer unused)
{
    (void)unused;
    fakeboard_init(&r->fb);
    memset(r->peer, 0, sizeof r->peer);
    r->dma = fake_new(&r->fb, &i8237_class, "dma");
    for (unsigned n = 0; n < 8; n++) {
        struct i8237_client client = { &r->peer[n], dack };

        r->peer[n].dma = r->dma;
        r->peer[n].channel = n;
        r->peer[n].next = 0x1140;
        if (n != 4)
            i8237_attach(r->dma, n, &client);
    }
    fake_write(r->dma, "high", 0x16, 0xc0, 1); /* channel 4: cascade */
    fake_write(r->dma, "high", 0x14, 0x00, 1); /* and open */
}

void rig_teardown(struct rig *r, gconstpointer unused)
{
    (void)unused;
    fakeboard_done(&r->fb);
}

void rig_put(struct rig *r, unsigned n, unsigned reg, uint8_t val)
{
    if (n < 4)
        fake_write(r->dma, "low", reg, val, 1);
    else
        fake_write(r->dma, "high", 2 * reg, val, 1);
}

uint8_t rig_get(struct rig *r, unsigned n, unsigned reg)
{
    return (uint8_t)(n < 4 ? fake_read(r->dma, "low", reg, 1)
                           : fake_read(r->dma, "high", 2 * reg, 1));
}

void rig_put16(struct rig *r, unsigned n, unsigned reg, uint16_t val)
{
    rig_put(r, n, 0xc, 0);
    rig_put(r, n, reg, (uint8_t)val);
    rig_put(r, n, reg, (uint8_t)(val >> 8));
}

unsigned rig_get16(struct rig *r, unsigned n, unsigned reg)
{
    unsigned low;

    rig_put(r, n, 0xc, 0);
    low = rig_get(r, n, reg);
    return low | (unsigned)rig_get(r, n, reg) << 8;
}

void rig_program(struct rig *r, unsigned n, uint8_t mode, uint8_t page,
                 uint16_t address, uint16_t count)
{
    static const uint8_t pages[] = { 7, 3, 1, 2, 15, 11, 9, 10 };

    rig_put(r, n, 0xa, (uint8_t)(4 | (n & 3)));
    rig_put(r, n, 0xb, (uint8_t)(mode | (n & 3)));
    rig_put16(r, n, 2 * (n & 3), address);
    rig_put16(r, n, 2 * (n & 3) + 1, count);
    fake_write(r->dma, "page", pages[n], page, 1);
    rig_put(r, n, 0xa, (uint8_t)(n & 3));
}

void rig_ask(struct rig *r, unsigned n, unsigned cycles)
{
    r->peer[n].wants = cycles;
    i8237_set_dreq(r->dma, n, true);
}
