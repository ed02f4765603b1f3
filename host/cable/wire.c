/* SPDX-License-Identifier: GPL-2.0-or-later */
/* wire.c - a failover cable between two processes; see wire.h. */
#include "host/cable/wire.h"

enum { COUNT_MAX = 255, HELLO_BYTES = sizeof CABLE_WIRE_HELLO - 1 };

static bool take_end(uint8_t flags, const struct cable_wire_far *far)
{
    const struct cable_end end = {
        .role = flags & CABLE_WIRE_SECOND ? CABLE_SECONDARY : CABLE_PRIMARY,
        .plugged = flags & CABLE_WIRE_PLUGGED,
        .powered = flags & CABLE_WIRE_POWERED,
    };

    if (flags & ~(CABLE_WIRE_PLUGGED | CABLE_WIRE_POWERED | CABLE_WIRE_SECOND))
        return false;
    far->end(far->far, &end);
    return true;
}

/* Within a message. */
static bool take_more(struct cable_wire *w, uint8_t byte,
                      const struct cable_wire_far *far)
{
    char word = w->word;

    if (word != 'D') {
        w->word = 0;
        return word == 'S' ? take_end(byte, far)
                           : byte && far->taken(far->far, byte);
    }
    if (!w->counted) {
        w->counted = true;
        w->left = byte;
        return byte > 0;
    }
    if (--w->left == 0)
        w->word = 0;
    return far->data(far->far, byte);
}

static bool take_byte(struct cable_wire *w, uint8_t byte,
                      const struct cable_wire_far *far)
{
    if (w->hello < HELLO_BYTES)
        return byte == (uint8_t)CABLE_WIRE_HELLO[w->hello++];
    if (w->word)
        return take_more(w, byte, far);
    w->counted = false;
    w->word = (char)byte;
    if (byte != 'B')
        return byte == 'S' || byte == 'D' || byte == 'A';
    far->busy(far->far);
    return false;
}

bool cable_wire_take(struct cable_wire *w, const uint8_t *bytes, size_t n,
                     const struct cable_wire_far *far)
{
    for (size_t i = 0; i < n; i++)
        if (!take_byte(w, bytes[i], far))
            return false;
    return true;
}

void cable_wire_put_end(GByteArray *to, const struct cable_end *end)
{
    const uint8_t message[2] = {
        'S', (uint8_t)((end->plugged ? CABLE_WIRE_PLUGGED : 0) |
                       (end->powered ? CABLE_WIRE_POWERED : 0) |
                       (end->role == CABLE_SECONDARY ? CABLE_WIRE_SECOND : 0))};

    g_byte_array_append(to, message, sizeof message);
}

void cable_wire_put_data(GByteArray *to, uint8_t byte)
{
    const uint8_t message[3] = {'D', 1, byte};

    g_byte_array_append(to, message, sizeof message);
}

void cable_wire_put_taken(GByteArray *to, size_t n)
{
    for (; n > 0; n -= MIN(n, COUNT_MAX)) {
        const uint8_t message[2] = {'A', (uint8_t)MIN(n, COUNT_MAX)};

        g_byte_array_append(to, message, sizeof message);
    }
}
