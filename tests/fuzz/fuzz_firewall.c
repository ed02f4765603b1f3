/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * fuzz_firewall.c - rules, and packets for them: nothing is forwarded that the
 * model forbids.  The first bytes choose rules; then a byte says whether a
 * packet is made up from bytes or is bytes.
 */
#include <stdlib.h>
#include <string.h>

#include "tests/fuzz/fuzz.h"
#include "tests/unit/fwrig.h"

enum { CONNECTIONS = 256, PACKETS = 200, RAW = 3 };

static struct rig rig;

/* Fragments are not the model's. */
static bool judged(const uint8_t *p, size_t n)
{
    return n < 20 || !((p[6] & 0x3f) || p[7]);
}

static void one_packet(struct rig_bits *b)
{
    uint8_t packet[RIG_PACKET] = {0};
    unsigned in = 0;
    size_t n = 0;

    if (rig_below(b, 4) == RAW) {
        in = rig_below(b, RIG_INTERFACES);
        n = rig_below(b, 96);
        n = n < b->n ? n : b->n;
        memcpy(packet, b->bytes, n);
        b->bytes += n;
        b->n -= n;
        if (n >= 20)
            rig_seal(packet);
    } else {
        n = rig_random_packet(&rig, b, packet, &in);
    }
    if (!judged(packet, n))
        rig_packet(&rig, in, packet, n);
    else if (rig_judged(&rig, in, packet, n))
        abort();
}

void fuzz_one(const uint8_t *data, size_t n)
{
    struct rig_bits bits = {.bytes = data, .n = n};

    rig_begin(&rig, CONNECTIONS);
    rig_random_rules(&rig, &bits);
    for (unsigned i = 0; i < PACKETS && bits.n; i++) {
        one_packet(&bits);
        if (rig_below(&bits, 8) == 1)
            rig_time(&rig, rig.now + rig_below(&bits, 60));
    }
    rig_end(&rig);
}
