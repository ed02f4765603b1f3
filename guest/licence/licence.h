/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * licence.h - what a unit may do, and the activation key that says so.
 *
 * A key is four 32-bit words that belong to one serial number.  They are our
 * own algorithm (key.c) and have nothing in common with the vendor's.  A key
 * carries the number of its format: an image accepts its own format and every
 * older one, never a newer one.
 */
#ifndef GUEST_LICENCE_LICENCE_H
#define GUEST_LICENCE_LICENCE_H

#include <stdbool.h>
#include <stdint.h>

enum { LICENCE_FORMAT_NEWEST = 3 };

enum licence_type {
    LICENCE_RESTRICTED = 0,    /* R */
    LICENCE_UNRESTRICTED = 1,  /* UR */
    LICENCE_FAILOVER_ONLY = 2, /* FO: UR for a standby */
};

struct licence {
    uint8_t format; /* of the key; 1 to LICENCE_FORMAT_NEWEST */
    uint8_t type;   /* enum licence_type */
    bool failover;
    bool des;
    bool triple_des; /* includes des */
    bool cut_through;
    bool guards;
    bool websense;
    bool slow;          /* throughput "Limited" */
    uint8_t interfaces; /* 0: what type and chassis give together */
    uint16_t hosts;     /* 0: unlimited */
    uint16_t peers;     /* 0: unlimited */
};

enum licence_verdict {
    LICENCE_VALID,
    LICENCE_NOT_VALID, /* mistyped, or of another serial number */
    LICENCE_TOO_NEW,   /* right, but of a format newer than asked for */
};

/* Of a unit without a valid key: R, two interfaces, no failover, no DES. */
void licence_default(struct licence *);

/* A licence of this type with everything that belongs to it and no DES. */
void licence_of_type(struct licence *, enum licence_type);

/* The newest format a release knows; 0: no release of a PIX. */
unsigned licence_format_of_release(unsigned major, unsigned minor);

/* False: a field is out of range. */
bool licence_make(uint32_t serial, const struct licence *, uint32_t key[4]);

/* *out is written only for LICENCE_VALID and LICENCE_TOO_NEW. */
enum licence_verdict licence_check(uint32_t serial, const uint32_t key[4],
                                   unsigned newest_format,
                                   struct licence *out);

/* Four hexadecimal words, with or without 0x, between blanks or commas; the
 * words are untouched unless there are exactly four of at most 32 bits. */
bool licence_parse_key(const char *text, uint32_t key[4]);

/* "R", "UR", "FO" */
const char *licence_type_name(unsigned type);

#endif
