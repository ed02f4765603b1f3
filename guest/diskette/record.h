/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * record.h - a configuration on a diskette.
 *
 * It lies in the last cylinders, behind whatever else the diskette holds: a
 * program that the ROM boots, or files of another system's.  Two places are
 * written alternately, so that a diskette that is taken out meanwhile has the
 * old text or the new one, whole:
 *
 *   sector 2592, 2736   header: "PXCONFIG", then numbers of 32 bits, least
 *                       significant byte first: sequence, length of the text,
 *                       its CRC-32, CRC-32 of the 20 bytes before
 *   sector 2593, 2737   the text, zeros behind it
 */
#ifndef GUEST_DISKETTE_RECORD_H
#define GUEST_DISKETTE_RECORD_H

#include <stdbool.h>
#include <stdint.h>

enum {
    RECORD_SECTOR = 512,
    RECORD_FIRST = 2592,
    RECORD_APART = 144, /* four cylinders */
    RECORD_TEXT_MAX = (RECORD_APART - 1) * RECORD_SECTOR,
};

/* Whole sectors, counted as PCs do.  False: it did not work, and why is
 * known to whoever gave these. */
struct record_disk {
    bool (*read)(void *far, uint32_t sector, uint32_t n, void *to);
    bool (*write)(void *far, uint32_t sector, uint32_t n, const void *from);
    void *far;
};

enum record_status {
    RECORD_GOOD,
    RECORD_ABSENT, /* no configuration was ever written there */
    RECORD_FAILED, /* the diskette */
    RECORD_NO_ROOM,
};

/* `to` has room for RECORD_TEXT_MAX bytes. */
enum record_status record_load(const struct record_disk *, char *to,
                               uint32_t *n);

/* `text` has RECORD_SECTOR bytes of room behind it, which are used. */
enum record_status record_save(const struct record_disk *, char *text,
                               uint32_t n);

#endif
