/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * i8255x_wake.c - wake-up events: magic packets and the link, as the 82558 has
 * them since its B step, and the fixed packet filters of that step.
 *
 * Source: OSDM appendix A (A.3 power management event, A.4 fixed packet
 * filters with their configuration bits), 6.4.2.3 (bytes 13 and 14) and 6.3.10
 * (PMDR).  Frames are looked at in every power state.  There is no auxiliary
 * supply, and PME# leads nowhere on our boards: what is seen of an event are
 * PMDR and PMCSR.
 */
#include "devices/nic-i8255x/i8255x_int.h"

#include <string.h>

enum {
    TYPE_ARP = 0x0806,
    ARP_REQUEST = 1,
    VLAN_BYTES = 4,
    /* From the start of a frame without VLAN header. */
    TYPE_AT = 12,
    ARP_OPCODE_AT = 21,
    ARP_TARGET_AT = 40, /* the low half of the IP address asked for */
    ARP_END = 42,
    MAGIC_SYNC = 6,
    MAGIC_COPIES = 16,
    MAGIC_BYTES = MAGIC_SYNC + 6 * MAGIC_COPIES,
};

static bool wakes(const struct i8255x *s)
{
    return s->part->power_management && s->part->revision >= 5;
}

static bool is_arp_at(const struct i8255x *s, const uint8_t *frame, size_t n,
                      size_t moved)
{
    const uint8_t *f = frame + moved;

    return n >= ARP_END + moved && f[TYPE_AT] == TYPE_ARP >> 8 &&
           f[TYPE_AT + 1] == (TYPE_ARP & 0xff) &&
           f[ARP_OPCODE_AT] == ARP_REQUEST &&
           f[ARP_TARGET_AT] == s->config[14] &&
           f[ARP_TARGET_AT + 1] == s->config[13];
}

static bool is_arp(const struct i8255x *s, const uint8_t *frame, size_t n)
{
    return is_arp_at(s, frame, n, 0) ||
           ((s->config[9] & B9_VLAN_ARP) &&
            is_arp_at(s, frame, n, VLAN_BYTES));
}

static bool is_magic_at(const struct i8255x *s, const uint8_t *p)
{
    for (unsigned i = 0; i < MAGIC_SYNC; i++)
        if (p[i] != 0xff)
            return false;
    for (unsigned i = 0; i < MAGIC_COPIES; i++)
        if (memcmp(p + MAGIC_SYNC + 6 * i, s->station, 6) != 0)
            return false;
    return true;
}

static bool is_magic(const struct i8255x *s, const uint8_t *frame, size_t n)
{
    const uint8_t *p = frame + TYPE_AT, *end = frame + n;

    while (end - p >= MAGIC_BYTES &&
           (p = memchr(p, 0xff, (size_t)(end - p))) != NULL &&
           end - p >= MAGIC_BYTES) {
        if (is_magic_at(s, p))
            return true;
        p++;
    }
    return false;
}

/* The 82559 has another command for these, which programs filters. */
static bool is_interesting(const struct i8255x *s, const uint8_t *frame,
                           size_t n, bool ours)
{
    if (s->part->chip != I82558)
        return false;
    if (ours)
        return s->config[19] & B19_IA_WAKE;
    if (is_broadcast(frame))
        return (s->config[9] & B9_ARP_WAKE) && is_arp(s, frame, n);
    return (s->config[9] & B9_MULTICAST_WAKE) && (frame[0] & 1);
}

void i8255x_wake_frame(struct i8255x *s, const uint8_t *frame, size_t n,
                       bool ours)
{
    uint8_t event = 0;

    if (!wakes(s))
        return;
    if (!(s->config[19] & B19_NO_MAGIC_WAKE) && is_magic(s, frame, n))
        event |= PMDR_MAGIC;
    if (is_interesting(s, frame, n, ours))
        event |= PMDR_INTERESTING;
    if (!event)
        return;
    s->pmdr |= event;
    i8255x_pci_set_pme(s, true);
}

void i8255x_wake_link(struct i8255x *s)
{
    if (i8255x_is_557(s))
        return;
    s->pmdr |= PMDR_LINK_CHANGE;
    if (wakes(s) && (s->config[9] & B9_LINK_WAKE))
        i8255x_pci_set_pme(s, true);
}

uint8_t i8255x_wake_pmdr(const struct i8255x *s)
{
    return s->pmdr | (i8255x_pci_pme(s) ? PMDR_PME : 0);
}

void i8255x_wake_clear(struct i8255x *s, uint8_t pmdr)
{
    s->pmdr &= (uint8_t)~pmdr;
    if (pmdr & PMDR_PME)
        i8255x_pci_set_pme(s, false);
}
