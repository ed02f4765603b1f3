/* SPDX-License-Identifier: GPL-2.0-or-later */
/* floppy.c - the diskette drive.  See floppy.h; sections are those of the
 * 82077AA data sheet. */
#include "guest/drivers/floppy.h"

#include "guest/i386/cmos.h"
#include "guest/i386/dma.h"
#include "guest/i386/io.h"
#include "guest/lib/string.h"

enum {
    DOR = 0x3f2,
    MSR = 0x3f4,
    FIFO = 0x3f5,
    DIR = 0x3f7, /* read */
    CCR = 0x3f7, /* written */
    UNUSED = 0x80, /* a read of it takes a microsecond on an ISA bus */

    DOR_RUN = 0x04,
    DOR_GATE = 0x08,
    DOR_MOTOR = 0x10,
    MSR_RQM = 0x80,
    MSR_DIO = 0x40,
    MSR_BUSY = 0x10,
    DIR_CHANGED = 0x80,
    CCR_500K = 0,

    SPECIFY = 0x03,
    RECALIBRATE = 0x07,
    SENSE_INTERRUPT = 0x08,
    SEEK = 0x0f,
    READ = 0x66,  /* MFM, deleted sectors skipped */
    WRITE = 0x45, /* MFM */

    ST0_CODE = 0xc0,
    ST0_SEEK_END = 0x20,
    ST0_CHECK = 0x10,
    ST1_PROTECTED = 0x02,

    /* Steps of 3 ms, head unloaded after 240 ms, loaded in 2 ms; DMA (5.2.6,
     * at 500 kbit/s). */
    SPECIFY_STEP_UNLOAD = 0xdf,
    SPECIFY_LOAD_DMA = 0x02,
    SIZE_512 = 2,
    GAP = 0x1b,
    NO_LENGTH = 0xff,

    CHANNEL = 2,
    CMOS_DRIVES = 0x10,
    CMOS_1440K = 4,
    HEADS = 2,
    CYLINDERS = 80,
    UNKNOWN = 0xff,
    RESULTS = 7,

    SPIN_UP_MS = 500,
    SETTLE_MS = 15,
    COMMAND_MS = 3000, /* the longest: 80 steps and three turns, and more */
    BYTE_MS = 500,
    LOOKS = 64, /* at the status before halting; a byte takes some 10 us */
    TRIES = 4,
};

/* --- waiting ----------------------------------------------------------- */

static uint32_t now(const struct floppy *f)
{
    return f->host->now_ms(f->host->far);
}

static void rest(const struct floppy *f)
{
    f->host->rest(f->host->far);
}

static void pause(const struct floppy *f, uint32_t ms)
{
    uint32_t began = now(f);

    while (now(f) - began <= ms)
        rest(f);
}

static bool await_interrupt(struct floppy *f)
{
    uint32_t began = now(f);

    while (!f->interrupted) {
        if (now(f) - began > COMMAND_MS)
            return false;
        rest(f);
    }
    return true;
}

/* Whether the controller takes (or, `out`, has) a byte. */
static bool await_byte(const struct floppy *f, bool out)
{
    uint8_t wanted = MSR_RQM | (out ? MSR_DIO : 0);
    uint32_t began = now(f);
    unsigned looks = 0;

    while ((inb(MSR) & (MSR_RQM | MSR_DIO)) != wanted) {
        if (++looks < LOOKS)
            continue;
        if (now(f) - began > BYTE_MS)
            return false;
        rest(f);
    }
    return true;
}

/* --- commands ---------------------------------------------------------- */

static bool say(struct floppy *f, const uint8_t *bytes, unsigned n)
{
    f->interrupted = false;
    for (unsigned i = 0; i < n; i++) {
        if (!await_byte(f, false))
            return false;
        outb(FIFO, bytes[i]);
    }
    return true;
}

static bool hear(const struct floppy *f, uint8_t *bytes, unsigned n)
{
    for (unsigned i = 0; i < n; i++) {
        if (!await_byte(f, true))
            return false;
        bytes[i] = inb(FIFO);
    }
    return true;
}

static bool sense(struct floppy *f, uint8_t *st0, uint8_t *cylinder)
{
    static const uint8_t command[] = { SENSE_INTERRUPT };
    uint8_t result[2];

    if (!say(f, command, sizeof command) || !hear(f, result, sizeof result))
        return false;
    *st0 = result[0];
    *cylinder = result[1];
    return true;
}

static void control(struct floppy *f, uint8_t run)
{
    outb(DOR, run | DOR_GATE | (f->turns ? DOR_MOTOR : 0));
}

/* Out of reset it interrupts once and has four answers ready, one for each
 * drive it looked at (4.2.4). */
static bool wake_up(struct floppy *f)
{
    static const uint8_t specify[] = { SPECIFY, SPECIFY_STEP_UNLOAD,
                                       SPECIFY_LOAD_DMA };
    uint8_t st0, cylinder;

    f->cylinder = UNKNOWN;
    f->interrupted = false;
    control(f, 0);
    inb(UNUSED); /* the pulse is half a microsecond at least */
    inb(UNUSED);
    control(f, DOR_RUN);
    if (!await_interrupt(f))
        return false;
    for (unsigned i = 0; i < 4; i++)
        if (!sense(f, &st0, &cylinder))
            return false;
    outb(CCR, CCR_500K);
    f->awake = say(f, specify, sizeof specify);
    return f->awake;
}

/* --- moving the head --------------------------------------------------- */

static bool move(struct floppy *f, const uint8_t *command, unsigned n,
                 uint8_t cylinder)
{
    uint8_t st0, at;

    f->cylinder = UNKNOWN;
    if (!say(f, command, n) || !await_interrupt(f) || !sense(f, &st0, &at))
        return false;
    /* Not the code beside them: QEMU's says after a seek, too, that the drive
     * was polled. */
    if ((st0 & (ST0_SEEK_END | ST0_CHECK)) != ST0_SEEK_END || at != cylinder)
        return false;
    pause(f, SETTLE_MS);
    f->cylinder = cylinder;
    return true;
}

static bool recalibrate(struct floppy *f)
{
    static const uint8_t command[] = { RECALIBRATE, 0 };

    return move(f, command, sizeof command, 0);
}

static bool seek(struct floppy *f, uint8_t cylinder)
{
    const uint8_t command[] = { SEEK, 0, cylinder };

    if (f->cylinder == UNKNOWN && !recalibrate(f) && !recalibrate(f))
        return false;
    return f->cylinder == cylinder ||
           move(f, command, sizeof command, cylinder);
}

/* --- is a diskette in? ------------------------------------------------- */

bool floppy_there(void)
{
    return cmos_read(CMOS_DRIVES) >> 4 == CMOS_1440K;
}

void floppy_open(struct floppy *f, const struct floppy_host *host)
{
    f->host = host;
    f->interrupted = f->awake = f->turns = false;
    f->cylinder = UNKNOWN;
}

void floppy_interrupt(struct floppy *f)
{
    f->interrupted = true;
}

void floppy_close(struct floppy *f)
{
    outb(DOR, 0);
    f->awake = f->turns = false;
}

static enum floppy_status get_ready(struct floppy *f)
{
    if (!f->awake && !wake_up(f))
        return FLOPPY_SILENT;
    if (!f->turns) {
        f->turns = true;
        control(f, DOR_RUN);
        pause(f, SPIN_UP_MS);
    }
    return FLOPPY_GOOD;
}

static bool was_changed(void)
{
    return inb(DIR) & DIR_CHANGED;
}

/* The change line is cleared by a step while a diskette is in (IBM), so the
 * head has to move. */
enum floppy_status floppy_look(struct floppy *f)
{
    if (get_ready(f) != FLOPPY_GOOD)
        return FLOPPY_SILENT;
    if (!was_changed())
        return FLOPPY_GOOD;
    f->cylinder = UNKNOWN;
    if (!seek(f, 1) || !recalibrate(f)) {
        f->awake = false;
        return FLOPPY_SILENT;
    }
    return was_changed() ? FLOPPY_EMPTY : FLOPPY_GOOD;
}

/* --- data -------------------------------------------------------------- */

struct piece {
    uint32_t cylinder;
    uint8_t head, sector; /* the first sector is number 1 */
    uint32_t n;
};

/* What of sectors first to first + n - 1 lies on the first one's track. */
static struct piece piece_of(uint32_t first, uint32_t n)
{
    uint32_t track = first / FLOPPY_TRACK_SECTORS;
    uint32_t at = first % FLOPPY_TRACK_SECTORS;
    uint32_t left = FLOPPY_TRACK_SECTORS - at;

    return (struct piece){ track / HEADS, (uint8_t)(track % HEADS),
                           (uint8_t)(at + 1), n < left ? n : left };
}

/* A command with an execution phase by DMA and a result. */
static enum floppy_status transfer(struct floppy *f, const uint8_t *command,
                                   unsigned length, uint32_t bytes,
                                   bool to_memory)
{
    uint8_t result[RESULTS];

    dma_start(CHANNEL, (uint32_t)(uintptr_t)f->buffer, bytes, to_memory);
    if (!say(f, command, length) || !await_interrupt(f) ||
        !hear(f, result, sizeof result)) {
        f->awake = false; /* it hangs, as without a diskette: reset helps */
        return FLOPPY_SILENT;
    }
    if ((result[0] & ST0_CODE) == 0)
        return FLOPPY_GOOD;
    return result[1] & ST1_PROTECTED ? FLOPPY_PROTECTED : FLOPPY_UNREADABLE;
}

static enum floppy_status try_piece(struct floppy *f, const struct piece *p,
                                    bool to_memory)
{
    const uint8_t command[] = {
        to_memory ? READ : WRITE, (uint8_t)(p->head << 2),
        (uint8_t)p->cylinder, p->head, p->sector, SIZE_512,
        FLOPPY_TRACK_SECTORS, GAP, NO_LENGTH,
    };

    if (get_ready(f) != FLOPPY_GOOD)
        return FLOPPY_SILENT;
    if (was_changed())
        return FLOPPY_EMPTY; /* what is in now is another one, if any */
    if (!seek(f, (uint8_t)p->cylinder)) {
        f->awake = false;
        return FLOPPY_SILENT;
    }
    return transfer(f, command, sizeof command, p->n * FLOPPY_SECTOR_BYTES,
                    to_memory);
}

static bool is_final(enum floppy_status status)
{
    return status == FLOPPY_GOOD || status == FLOPPY_EMPTY ||
           status == FLOPPY_PROTECTED;
}

static enum floppy_status do_piece(struct floppy *f, const struct piece *p,
                                   bool to_memory)
{
    enum floppy_status status = FLOPPY_SILENT;

    if (p->cylinder >= CYLINDERS)
        return FLOPPY_UNREADABLE;
    for (unsigned i = 0; i < TRIES; i++) {
        status = try_piece(f, p, to_memory);
        if (is_final(status))
            break;
        f->cylinder = UNKNOWN; /* find the track anew */
    }
    return status;
}

enum floppy_status floppy_read(struct floppy *f, uint32_t first, uint32_t n,
                               void *to)
{
    enum floppy_status status = FLOPPY_GOOD;
    uint8_t *at = to;

    while (n && status == FLOPPY_GOOD) {
        struct piece p = piece_of(first, n);
        uint32_t bytes = p.n * FLOPPY_SECTOR_BYTES;

        status = do_piece(f, &p, true);
        if (status != FLOPPY_GOOD)
            break;
        memcpy(at, f->buffer, bytes);
        at += bytes;
        first += p.n;
        n -= p.n;
    }
    return status;
}

enum floppy_status floppy_write(struct floppy *f, uint32_t first, uint32_t n,
                                const void *from)
{
    enum floppy_status status = FLOPPY_GOOD;
    const uint8_t *at = from;

    while (n && status == FLOPPY_GOOD) {
        struct piece p = piece_of(first, n);
        uint32_t bytes = p.n * FLOPPY_SECTOR_BYTES;

        memcpy(f->buffer, at, bytes);
        status = do_piece(f, &p, false);
        at += bytes;
        first += p.n;
        n -= p.n;
    }
    return status;
}
