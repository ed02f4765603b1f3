/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * floppy.h - driver of the diskette drive: 82077AA at port 3F0h, DMA channel
 * 2, one 3.5 inch drive with 1.44 MB diskettes (80 x 2 x 18 x 512).
 *
 * Sources: Intel 290166 (82077AA data sheet); IBM PC AT technical reference
 * (ports, interrupt, channel, CMOS byte 10h).
 */
#ifndef GUEST_DRIVERS_FLOPPY_H
#define GUEST_DRIVERS_FLOPPY_H

#include <stdbool.h>
#include <stdint.h>

enum {
    FLOPPY_LINE = 6, /* of the 8259 pair */
    FLOPPY_SECTOR_BYTES = 512,
    FLOPPY_TRACK_SECTORS = 18,
    FLOPPY_SECTORS = 2880, /* of a diskette, counted as PCs do */
    FLOPPY_TRACK_BYTES = FLOPPY_TRACK_SECTORS * FLOPPY_SECTOR_BYTES,
    FLOPPY_BUFFER_ALIGN = 0x4000, /* no 64 KiB line runs through it */
};

enum floppy_status {
    FLOPPY_GOOD,
    FLOPPY_EMPTY,     /* no diskette, or not the one that was looked at */
    FLOPPY_PROTECTED, /* it may not be written */
    FLOPPY_UNREADABLE, /* damaged there, or never formatted */
    FLOPPY_SILENT,    /* the controller does not answer */
};

/* How whoever uses the driver waits. */
struct floppy_host {
    void *far;
    uint32_t (*now_ms)(void *far); /* wraps round */
    /* Halts until something may have happened since the last call: at least
     * floppy_interrupt(), and a tick from time to time. */
    void (*rest)(void *far);
};

/* Lies below 16 MiB. */
struct floppy {
    uint8_t buffer[FLOPPY_TRACK_BYTES]
        __attribute__((aligned(FLOPPY_BUFFER_ALIGN)));
    const struct floppy_host *host;
    volatile bool interrupted;
    bool awake;       /* out of reset, and told the drive's properties */
    bool turns;
    uint8_t cylinder; /* FFh: not known */
};

/* Whether the board says that there is such a drive (CMOS byte 10h). */
bool floppy_there(void);

void floppy_open(struct floppy *, const struct floppy_host *);

/* To be called for FLOPPY_LINE, from floppy_open() to floppy_close(). */
void floppy_interrupt(struct floppy *);

/* Motor on; is a diskette in?  It is the one that is read and written from now
 * on. */
enum floppy_status floppy_look(struct floppy *);

/* Whole sectors from number `first`; what lies beyond the last is
 * FLOPPY_UNREADABLE.  A failed read or write is tried again three times; once
 * the diskette was taken out it is FLOPPY_EMPTY, whatever is put in instead,
 * until floppy_look(). */
enum floppy_status floppy_read(struct floppy *, uint32_t first, uint32_t n,
                               void *to);
enum floppy_status floppy_write(struct floppy *, uint32_t first, uint32_t n,
                                const void *from);

/* Motor off, controller in reset: nothing interrupts any more. */
void floppy_close(struct floppy *);

#endif
