/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * drive.h - a 3.5 inch high-density diskette drive: motor, head, the diskette
 * in it.  Knows time only as a number of nanoseconds that it is given.
 *
 * One kind of diskette: 80 cylinders, 2 heads, 18 sectors of 512 bytes, MFM at
 * 500 kbit/s, 300 revolutions a minute (ISO 9529-2).
 */
#ifndef PIXEMU_DEVICES_FLOPPY_DRIVE_H
#define PIXEMU_DEVICES_FLOPPY_DRIVE_H

#include <stdbool.h>
#include <stdint.h>

enum {
    DRIVE_CYLINDERS = 80,
    DRIVE_LAST_STEP = 82, /* where the head comes up against its stop */
    DRIVE_HEADS = 2,
    DRIVE_SECTORS = 18,
    DRIVE_SECTOR_BYTES = 512,
    DRIVE_SIZE_CODE = 2, /* N of 512 bytes */
    DRIVE_TRACK_BYTES = DRIVE_SECTORS * DRIVE_SECTOR_BYTES,
    DRIVE_DISK_SECTORS = DRIVE_CYLINDERS * DRIVE_HEADS * DRIVE_SECTORS,
};

#define DRIVE_REVOLUTION_NS UINT64_C(200000000)
#define DRIVE_SECTOR_NS (DRIVE_REVOLUTION_NS / DRIVE_SECTORS)
#define DRIVE_SPIN_UP_NS UINT64_C(500000000)

/* A diskette, lent by whoever puts it in, valid until it is taken out.
 * Sectors are counted as (cylinder * 2 + head) * 18 + sector - 1. */
struct floppy_medium {
    void *far;
    bool protected; /* the notch is open */
    /* So many sectors from the first on were ever formatted. */
    uint32_t (*formatted)(void *far);
    /* 512 bytes.  False: the surface is damaged there. */
    bool (*read)(void *far, uint32_t sector, uint8_t *data);
    /* Also formats: a sector beyond the formatted ones extends them. */
    bool (*write)(void *far, uint32_t sector, const uint8_t *data);
};

struct drive {
    struct floppy_medium medium;
    bool present;   /* there is such a drive */
    bool loaded;    /* a diskette is in */
    bool changed;   /* the change line: until a step with a diskette in */
    bool motor;
    uint64_t motor_ns; /* when it was switched on */
    uint8_t track;  /* where the head really is */
};

void drive_insert(struct drive *, const struct floppy_medium *);
void drive_eject(struct drive *);
void drive_motor(struct drive *, bool on, uint64_t now_ns);

/* A pulse on STEP; inward is away from track 0. */
void drive_step(struct drive *, bool inward);

/* Index pulses come: there is a diskette and it turns. */
bool drive_turns(const struct drive *);
/* When the speed is right, `authentic`; otherwise at once. */
uint64_t drive_ready_ns(const struct drive *, bool authentic);

/* Sectors 1 to drive_track_sectors() have address marks on the track below
 * this head; 0: it was never formatted. */
unsigned drive_track_sectors(const struct drive *, unsigned head);
/* The sector whose address mark comes next, of `sectors` on a track. */
unsigned drive_next_sector(uint64_t now_ns, unsigned sectors);
/* When the next address mark of that sector begins. */
uint64_t drive_sector_ns(uint64_t now_ns, unsigned sector);

bool drive_read(struct drive *, unsigned head, unsigned sector,
                uint8_t *data);
bool drive_write(struct drive *, unsigned head, unsigned sector,
                 const uint8_t *data);

#endif
