/* SPDX-License-Identifier: GPL-2.0-or-later */
/* drive.c - a diskette drive.  See drive.h. */
#include "devices/floppy/drive.h"

void drive_insert(struct drive *d, const struct floppy_medium *medium)
{
    d->medium = *medium;
    d->loaded = true;
}

void drive_eject(struct drive *d)
{
    d->loaded = false;
    d->changed = true;
}

void drive_motor(struct drive *d, bool on, uint64_t now_ns)
{
    if (on && !d->motor)
        d->motor_ns = now_ns;
    d->motor = on;
}

void drive_step(struct drive *d, bool inward)
{
    if (!d->present)
        return;
    if (inward && d->track < DRIVE_LAST_STEP)
        d->track++;
    else if (!inward && d->track > 0)
        d->track--;
    if (d->loaded)
        d->changed = false;
}

bool drive_turns(const struct drive *d)
{
    return d->present && d->loaded && d->motor;
}

uint64_t drive_ready_ns(const struct drive *d, bool authentic)
{
    return authentic ? d->motor_ns + DRIVE_SPIN_UP_NS : 0;
}

static uint32_t first_of_track(const struct drive *d, unsigned head)
{
    return ((uint32_t)d->track * DRIVE_HEADS + head) * DRIVE_SECTORS;
}

unsigned drive_track_sectors(const struct drive *d, unsigned head)
{
    uint32_t first = first_of_track(d, head), all;

    if (!d->loaded || d->track >= DRIVE_CYLINDERS)
        return 0;
    all = d->medium.formatted(d->medium.far);
    if (all <= first)
        return 0;
    return all - first < DRIVE_SECTORS ? all - first : DRIVE_SECTORS;
}

unsigned drive_next_sector(uint64_t now_ns, unsigned sectors)
{
    unsigned next = (unsigned)(now_ns % DRIVE_REVOLUTION_NS /
                               DRIVE_SECTOR_NS) + 2;

    return next <= sectors ? next : 1;
}

uint64_t drive_sector_ns(uint64_t now_ns, unsigned sector)
{
    uint64_t turn = now_ns - now_ns % DRIVE_REVOLUTION_NS;
    uint64_t at = turn + (sector - 1) * DRIVE_SECTOR_NS;

    return at >= now_ns ? at : at + DRIVE_REVOLUTION_NS;
}

bool drive_read(struct drive *d, unsigned head, unsigned sector, uint8_t *data)
{
    return d->loaded && d->medium.read(d->medium.far,
                                       first_of_track(d, head) + sector - 1,
                                       data);
}

bool drive_write(struct drive *d, unsigned head, unsigned sector,
                 const uint8_t *data)
{
    return d->loaded && d->medium.write(d->medium.far,
                                        first_of_track(d, head) + sector - 1,
                                        data);
}
