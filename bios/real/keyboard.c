/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * keyboard.c - INT 16h: the keyboard buffer of the BIOS data area, which
 * serial.c fills.
 *
 * Source: IBM PS/2 BIOS Interface Technical Reference, INT 16h.
 */
#include "bios/real/real.h"

static bool next(uint16_t *key, bool take)
{
    uint16_t at = bda16(BDA_KEY_HEAD);

    if (at == bda16(BDA_KEY_TAIL))
        return false;
    *key = bda16(at);
    if (!take)
        return true;
    at += 2;
    bda16(BDA_KEY_HEAD) = at >= bda16(BDA_KEYS_TO) ? bda16(BDA_KEYS_FROM)
                                                   : at;
    return true;
}

static bool store(uint16_t key)
{
    uint16_t at = bda16(BDA_KEY_TAIL), then = at + 2;

    if (then >= bda16(BDA_KEYS_TO))
        then = bda16(BDA_KEYS_FROM);
    if (then == bda16(BDA_KEY_HEAD))
        return false;
    bda16(at) = key;
    bda16(BDA_KEY_TAIL) = then;
    return true;
}

enum real_answer keyboard_service(struct real_frame *f)
{
    uint16_t key;

    switch (high(f->eax)) {
    case 0x00:
    case 0x10:
        if (!next(&key, true))
            return REAL_WAIT;
        set_word(&f->eax, key);
        break;
    case 0x01:
    case 0x11:
        if (next(&key, false)) {
            set_word(&f->eax, key);
            set_flag(f, FLAG_ZERO, false);
        } else {
            set_flag(f, FLAG_ZERO, true);
        }
        break;
    case 0x02:
        set_low(&f->eax, bda8(BDA_SHIFT));
        break;
    case 0x05:
        set_low(&f->eax, !store((uint16_t)f->ecx));
        break;
    case 0x12:
        set_word(&f->eax, bda16(BDA_SHIFT));
        break;
    }
    return REAL_DONE;
}
