/* SPDX-License-Identifier: GPL-2.0-or-later */
/* trailer.c - what stands behind the chips in a disk image; see trailer.h. */
#include "host/disk/trailer.h"

#include <glib.h>
#include <string.h>

enum {
    LENGTH_AT = 8,
    CHIPS_AT = 12,
    MODEL_AT = 16,
    MODEL_BYTES = 16,
    SERIAL_AT = 32,
    CRC_AT = 36, /* of everything before it */
    CARD_AT = 40,
    CARD_BYTES = 8,
    MADE_AT = 48,
    PROTECTION_AT = 64,
    PROTECTION_BYTES = 32,
    CMOS_AT = 128,
    EEPROM_AT = 256,
    EEPROM_BYTES = 128,
};

static const char magic[8] = {'P', 'X', 'T', 'R', 'A', 'I', 'L', '1'};

static uint32_t get32(const uint8_t *p)
{
    return p[0] | p[1] << 8 | p[2] << 16 | (uint32_t)p[3] << 24;
}

static void put32(uint8_t *p, uint32_t v)
{
    for (unsigned i = 0; i < 4; i++)
        p[i] = (uint8_t)(v >> (8 * i));
}

/* IEEE 802.3, reflected. */
static uint32_t crc_of(const uint8_t *p, size_t n)
{
    uint32_t crc = ~0u;

    while (n-- > 0) {
        crc ^= *p++;
        for (unsigned i = 0; i < 8; i++)
            crc = crc >> 1 ^ (crc & 1 ? 0xedb88320u : 0);
    }
    return ~crc;
}

bool trailer_is(const uint8_t *t)
{
    return memcmp(t, magic, sizeof magic) == 0;
}

bool trailer_read(struct trailer *r, const uint8_t *t)
{
    if (!trailer_is(t) || get32(t + LENGTH_AT) != TRAILER_BYTES ||
        get32(t + CRC_AT) != crc_of(t, CRC_AT))
        return false;
    *r = (struct trailer){.chips = get32(t + CHIPS_AT),
                          .serial = get32(t + SERIAL_AT)};
    memcpy(r->model, t + MODEL_AT, MODEL_BYTES);
    memcpy(r->card, t + CARD_AT, CARD_BYTES);
    return true;
}

void trailer_write(uint8_t *t, const struct trailer *r)
{
    memset(t, 0, TRAILER_BYTES);
    memcpy(t, magic, sizeof magic);
    put32(t + LENGTH_AT, TRAILER_BYTES);
    put32(t + CHIPS_AT, r->chips);
    memcpy(t + MODEL_AT, r->model, MODEL_BYTES);
    put32(t + SERIAL_AT, r->serial);
    put32(t + CRC_AT, crc_of(t, CRC_AT));
    memcpy(t + CARD_AT, r->card, CARD_BYTES);
    memset(t + PROTECTION_AT, r->protection, PROTECTION_BYTES);
    memset(t + EEPROM_AT, 0xff, UNIT_PORTS_MAX * EEPROM_BYTES);
}

void trailer_lend(uint8_t *t, struct unit_storage *s)
{
    s->protection = t + PROTECTION_AT;
    s->cmos = t + CMOS_AT;
    s->eeprom = (uint8_t (*)[EEPROM_BYTES])(t + EEPROM_AT);
    s->eeprom_made = t + MADE_AT;
    s->serial = get32(t + SERIAL_AT);
}
