/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * i82077_data.c - the commands that read, write, verify and format.
 *
 * A sector is found when its address mark comes round, moved whole between
 * diskette and buffer, and between buffer and host by DMA or byte by byte.
 * Source: Intel 290166, 82077AA data sheet, section 5.1.
 */
#include "devices/floppy/i82077_int.h"

#include <string.h>

enum { P_CYLINDER = 2, P_HEAD, P_SECTOR, P_SIZE, P_LAST, ID_BYTES = 4 };
enum { F_SIZE = 2, F_SECTORS, F_GAP, F_FILLER };
enum { RATE_500K = 0 };

static struct drive *drive_of(struct i82077 *f)
{
    return &f->drive[fdc_unit(f)];
}

static uint8_t what(const struct i82077 *f)
{
    return f->command[0] & CMD_WHAT;
}

static bool writes(const struct i82077 *f)
{
    return what(f) == CMD_WRITE || what(f) == CMD_WRITE_DELETED;
}

/* --- the end ----------------------------------------------------------- */

static void end(struct i82077 *f, uint8_t st0)
{
    f->step = STEP_NONE;
    fdc_set_dreq(f, false);
    st0 |= (uint8_t)(f->head << 2 | fdc_unit(f));
    fdc_result(f, (uint8_t[]){ st0, f->st1, f->st2, f->cylinder, f->head,
                               f->sector, f->size }, 7);
    fdc_interrupt(f);
}

static void fail(struct i82077 *f, uint8_t st1, uint8_t st2)
{
    f->st1 |= st1;
    f->st2 |= st2;
    end(f, ST0_ABNORMAL);
}

/* C, H, R of the sector after this one; true: that was the last (table 5-6).
 */
static bool advance(struct i82077 *f)
{
    bool multi = f->command[0] & CMD_MULTI_TRACK;

    if (f->sector != f->command[P_LAST]) {
        f->sector++;
        return false;
    }
    f->sector = 1;
    if (multi && f->head == 0) {
        f->head = 1;
        return false;
    }
    f->cylinder++;
    if (multi)
        f->head = 0;
    return true;
}

/* --- finding ----------------------------------------------------------- */

/* No index pulses, no end: without a diskette that turns, the command hangs
 * until somebody resets the chip. */
static void find_at(struct i82077 *f, uint64_t at_ns)
{
    uint64_t ready = drive_ready_ns(drive_of(f), board_authentic(&f->dev));

    f->step = STEP_FIND;
    if (drive_turns(drive_of(f)))
        board_alarm_set(&f->data_alarm, at_ns > ready ? at_ns : ready);
}

/* Whether marks of this density are there at all. */
static unsigned marks(struct i82077 *f)
{
    if (f->rate != RATE_500K || !(f->command[0] & CMD_MFM))
        return 0;
    return drive_track_sectors(drive_of(f), f->head);
}

static void look_for_sector(struct i82077 *f)
{
    uint64_t now = board_now(&f->dev);
    bool there = f->sector >= 1 && f->sector <= marks(f);

    if (!board_authentic(&f->dev))
        find_at(f, now);
    else if (there) /* ... and it has passed under the head */
        find_at(f, drive_sector_ns(now, f->sector) + DRIVE_SECTOR_NS);
    else /* the second index pulse ends the search */
        find_at(f, drive_sector_ns(now, 1) + DRIVE_REVOLUTION_NS);
}

/* The address mark's C, H and N are those of the place it stands at. */
static bool found(struct i82077 *f)
{
    unsigned sectors = marks(f);

    if (!sectors) {
        fail(f, ST1_NO_MARK, 0);
        return false;
    }
    if (f->cylinder != drive_of(f)->track) {
        fail(f, ST1_NO_DATA, ST2_WRONG_CYLINDER);
        return false;
    }
    if (f->sector < 1 || f->sector > sectors ||
        f->command[P_SIZE] != DRIVE_SIZE_CODE ||
        (f->command[P_HEAD] & 1) != (f->command[1] >> 2 & 1)) {
        fail(f, ST1_NO_DATA, 0);
        return false;
    }
    return true;
}

/* --- sectors ----------------------------------------------------------- */

/* VERIFY's EC bit: its last byte is a count of sectors. */
static bool counts(const struct i82077 *f)
{
    return f->command[1] & 0x80;
}

/* After a sector: an end, or the next one.  Behind a mark of the other kind
 * the address stays (tables 5-4, 5-5).  VERIFY without a count is over with
 * the last sector (table 5-7). */
static void sector_done(struct i82077 *f)
{
    bool skips = f->command[0] & CMD_SKIP;

    if ((f->st2 & ST2_CONTROL_MARK) && !skips)
        end(f, 0);
    else if (!advance(f) && !f->terminal_count)
        look_for_sector(f);
    else if (f->terminal_count || (what(f) == CMD_VERIFY && !counts(f)))
        end(f, 0);
    else
        fail(f, ST1_END, 0);
}

/* Opens the buffer to the host.  It has as long as a sector takes to pass. */
static void exchange(struct i82077 *f, enum fdc_step step, unsigned bytes)
{
    f->at = 0;
    f->wanted = bytes;
    f->step = step;
    board_alarm_set(&f->data_alarm, board_now(&f->dev) + DRIVE_SECTOR_NS);
    if (fdc_uses_dma(f))
        fdc_set_dreq(f, true);
    else
        fdc_interrupt(f);
}

static void verify_sector(struct i82077 *f)
{
    if (counts(f) && --f->command[8] == 0)
        f->terminal_count = true;
    sector_done(f);
}

static void sector_passes(struct i82077 *f)
{
    struct drive *d = drive_of(f);

    if (!found(f))
        return;
    if (writes(f)) {
        exchange(f, STEP_FROM_HOST, DRIVE_SECTOR_BYTES);
        return;
    }
    if (!drive_read(d, f->head, f->sector, f->buffer)) {
        fail(f, ST1_CRC, ST2_CRC);
        return;
    }
    /* None of our sectors has a deleted mark. */
    if (what(f) == CMD_READ_DELETED)
        f->st2 |= ST2_CONTROL_MARK;
    if (what(f) == CMD_READ_DELETED && (f->command[0] & CMD_SKIP))
        sector_done(f);
    else if (what(f) == CMD_VERIFY)
        verify_sector(f);
    else
        exchange(f, STEP_TO_HOST, DRIVE_SECTOR_BYTES);
}

static void sector_written(struct i82077 *f)
{
    memset(f->buffer + f->at, 0, DRIVE_SECTOR_BYTES - f->at);
    if (!drive_turns(drive_of(f)) || !marks(f))
        fail(f, ST1_NO_MARK, 0);
    else if (!drive_write(drive_of(f), f->head, f->sector, f->buffer))
        fail(f, ST1_CRC, ST2_CRC);
    else
        sector_done(f);
}

/* --- formatting -------------------------------------------------------- */

/* A sector whose mark is not the one of its place cannot be kept by this
 * drive: such a diskette is not of its kind. */
static void sector_formatted(struct i82077 *f)
{
    struct drive *d = drive_of(f);
    const uint8_t *id = f->buffer;
    uint8_t cylinder = id[0], head = id[1], sector = id[2], size = id[3];

    memset(f->buffer, f->command[F_FILLER], DRIVE_SECTOR_BYTES);
    if (cylinder != d->track || head != f->head || sector < 1 ||
        sector > DRIVE_SECTORS || size != DRIVE_SIZE_CODE)
        board_guest_error(&f->dev, "address mark %u/%u/%u/%u not kept",
                          cylinder, head, sector, size);
    else if (!drive_turns(d) || f->rate != RATE_500K ||
             d->track >= DRIVE_CYLINDERS ||
             !drive_write(d, f->head, sector, f->buffer)) {
        fail(f, ST1_CRC, ST2_CRC);
        return;
    }
    if (--f->format_left == 0)
        end(f, 0);
    else
        exchange(f, STEP_FROM_HOST, ID_BYTES);
}

/* --- host side --------------------------------------------------------- */

static void pause_host(struct i82077 *f)
{
    f->step = STEP_NONE;
    board_alarm_cancel(&f->data_alarm);
    fdc_set_dreq(f, false);
    fdc_set_irq(f, false);
}

uint8_t fdc_data_out(struct i82077 *f)
{
    uint8_t byte = f->buffer[f->at++];

    if (f->at == f->wanted) {
        pause_host(f);
        f->step = STEP_FIND; /* the terminal count may still come */
        board_alarm_set(&f->data_alarm, board_now(&f->dev));
    }
    return byte;
}

static void buffer_full(struct i82077 *f)
{
    pause_host(f);
    if (what(f) == CMD_FORMAT)
        sector_formatted(f);
    else
        sector_written(f);
}

void fdc_data_in(struct i82077 *f, uint8_t byte)
{
    f->buffer[f->at++] = byte;
    if (f->at < f->wanted)
        return;
    pause_host(f);
    f->step = STEP_FIND;
    board_alarm_set(&f->data_alarm, board_now(&f->dev));
}

void i82077_terminal_count(struct device *dev)
{
    struct i82077 *f = i82077_of(dev);

    f->terminal_count = true;
    if (f->step == STEP_TO_HOST || f->step == STEP_FROM_HOST) {
        pause_host(f); /* the rest of the sector is not for it */
        f->step = STEP_FIND;
        board_alarm_set(&f->data_alarm, board_now(&f->dev));
    }
}

/* --- execution --------------------------------------------------------- */

static void id_found(struct i82077 *f)
{
    if (!marks(f)) {
        fail(f, ST1_NO_MARK, 0);
        return;
    }
    f->cylinder = drive_of(f)->track;
    f->size = DRIVE_SIZE_CODE;
    end(f, 0);
}

/* What was awaited is there: a mark, or the end of an exchange, which leaves
 * `wanted` behind. */
static void rings(struct device *dev)
{
    struct i82077 *f = i82077_of(dev);

    if (f->step == STEP_TO_HOST || f->step == STEP_FROM_HOST) {
        fail(f, ST1_OVERRUN, 0);
    } else if (!f->wanted && !drive_turns(drive_of(f))) {
        return; /* the motor was switched off meanwhile: no mark comes by */
    } else if (f->wanted) {
        f->wanted = 0;
        if (writes(f) || what(f) == CMD_FORMAT)
            buffer_full(f);
        else
            sector_done(f);
    } else if (what(f) == CMD_READ_ID) {
        id_found(f);
    } else if (what(f) == CMD_FORMAT) {
        exchange(f, STEP_FROM_HOST, ID_BYTES);
    } else {
        sector_passes(f);
    }
}

static void implied_seek(struct i82077 *f)
{
    unsigned unit = fdc_unit(f);

    while (f->pcn[unit] != f->cylinder) {
        bool inward = f->pcn[unit] < f->cylinder;
        f->pcn[unit] += inward ? 1 : -1;
        drive_step(&f->drive[unit], inward);
    }
}

static void begin(struct i82077 *f)
{
    f->terminal_count = false;
    f->st1 = f->st2 = 0;
    f->wanted = 0;
    f->head = (uint8_t)fdc_side(f);
}

/* The first mark to come, at full speed, or the second index pulse. */
void fdc_read_id(struct i82077 *f)
{
    bool authentic = board_authentic(&f->dev);
    uint64_t now = board_now(&f->dev);
    uint64_t ready = drive_ready_ns(drive_of(f), authentic);
    uint64_t from = now > ready ? now : ready;
    unsigned sectors;

    begin(f);
    sectors = marks(f);
    f->cylinder = f->pcn[fdc_unit(f)];
    f->sector = sectors ? (uint8_t)drive_next_sector(from, sectors) : 1;
    if (!authentic)
        find_at(f, now);
    else if (sectors)
        find_at(f, drive_sector_ns(from, f->sector));
    else
        find_at(f, drive_sector_ns(now, 1) + DRIVE_REVOLUTION_NS);
}

static void begin_format(struct i82077 *f)
{
    uint64_t now = board_now(&f->dev);

    f->cylinder = f->pcn[fdc_unit(f)];
    f->sector = 1;
    f->size = f->command[F_SIZE];
    f->last = f->format_left = f->command[F_SECTORS];
    if (!f->format_left)
        end(f, 0);
    else /* from the index hole on */
        find_at(f, board_authentic(&f->dev) ? drive_sector_ns(now, 1) : now);
}

void fdc_data_command(struct i82077 *f)
{
    const struct drive *d = drive_of(f);

    begin(f);
    if ((writes(f) || what(f) == CMD_FORMAT) && d->present && d->loaded &&
        d->medium.protected) {
        f->cylinder = f->command[P_CYLINDER];
        f->sector = f->command[P_SECTOR];
        fail(f, ST1_PROTECTED, 0);
        return;
    }
    if (what(f) == CMD_FORMAT) {
        begin_format(f);
        return;
    }
    f->cylinder = f->command[P_CYLINDER];
    f->sector = f->command[P_SECTOR];
    f->size = f->command[P_SIZE];
    f->last = f->command[P_LAST];
    if (what(f) == CMD_READ_TRACK)
        f->sector = 1;
    if (f->configure & CONFIG_IMPLIED_SEEK)
        implied_seek(f);
    look_for_sector(f);
}

/* What is put in next is another one, which this command does not go on
 * with: a sector that is under way is lost, and a search has no end. */
void fdc_data_diskette_gone(struct i82077 *f)
{
    bool under_way = f->wanted > 0;

    if (f->phase != PHASE_EXECUTION || f->step == STEP_NONE ||
        drive_of(f) != &f->drive[0])
        return;
    pause_host(f);
    f->step = STEP_FIND;
    if (under_way)
        fail(f, ST1_NO_MARK, 0);
}

void fdc_data_init(struct i82077 *f)
{
    alarm_init(&f->data_alarm, &f->dev, rings);
}

void fdc_data_reset(struct i82077 *f)
{
    board_alarm_cancel(&f->data_alarm);
    f->step = STEP_NONE;
}
