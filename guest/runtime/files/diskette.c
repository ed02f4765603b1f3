/* SPDX-License-Identifier: GPL-2.0-or-later */
/* diskette.c - see diskette.h. */
#include "guest/runtime/files/diskette.h"

#include <stddef.h>

#include "guest/diskette/record.h"
#include "guest/drivers/floppy.h"
#include "guest/i386/cpu.h"
#include "guest/i386/interrupt.h"
#include "guest/lib/string.h"
#include "guest/runtime/unit/clock.h"
#include "guest/runtime/unit/strings.h"
#include "guest/threads/thread.h"

enum { REST_US = 10000 };

static struct floppy drive;
static struct event happened;
static volatile bool woken;
static bool used;
static enum floppy_status failed; /* the last one's reason */
static char buffer[RECORD_TEXT_MAX + RECORD_SECTOR];

/* --- the driver's host ------------------------------------------------- */

static uint32_t now_ms(void *unused)
{
    (void)unused;
    return (uint32_t)pit_ms(clock_now());
}

static void drive_rest(void *unused)
{
    uint64_t until = clock_now() + (uint64_t)REST_US * PIT_HZ / 1000000;
    uint32_t flags = cpu_save();

    (void)unused;
    if (!woken)
        thread_wait(&happened, until);
    woken = false;
    cpu_restore(flags);
}

static void interrupt(void *unused)
{
    (void)unused;
    floppy_interrupt(&drive);
    woken = true;
    thread_signal(&happened);
}

static void begin(void)
{
    static const struct floppy_host host = {NULL, now_ms, drive_rest};

    while (used)
        clock_rest(REST_US);
    used = true;
    clock_fine(true);
    floppy_open(&drive, &host);
    interrupt_attach(FLOPPY_LINE, interrupt, NULL);
}

static void end(void)
{
    floppy_close(&drive);
    interrupt_detach(FLOPPY_LINE);
    clock_fine(false);
    used = false;
}

static bool is_in(void)
{
    failed = floppy_look(&drive);
    return failed == FLOPPY_GOOD;
}

/* --- records ----------------------------------------------------------- */

static bool read_sectors(void *unused, uint32_t sector, uint32_t n, void *to)
{
    (void)unused;
    failed = floppy_read(&drive, sector, n, to);
    return failed == FLOPPY_GOOD;
}

static bool write_sectors(void *unused, uint32_t sector, uint32_t n,
                          const void *from)
{
    (void)unused;
    failed = floppy_write(&drive, sector, n, from);
    return failed == FLOPPY_GOOD;
}

static const struct record_disk disk = {read_sectors, write_sectors, NULL};

static const char *why(enum record_status status)
{
    static const char *const of_drive[] = {
        [FLOPPY_GOOD] = NULL,
        [FLOPPY_EMPTY] = STR_DISKETTE_EMPTY,
        [FLOPPY_PROTECTED] = STR_DISKETTE_PROTECTED,
        [FLOPPY_UNREADABLE] = STR_DISKETTE_UNREADABLE,
        [FLOPPY_SILENT] = STR_DISKETTE_SILENT,
    };

    switch (status) {
    case RECORD_GOOD:
        return NULL;
    case RECORD_ABSENT:
        return STR_DISKETTE_NO_CONFIG;
    case RECORD_NO_ROOM:
        return STR_DISKETTE_TOO_LONG;
    default:
        return of_drive[failed];
    }
}

const char *diskette_load(const char **text, uint32_t *n)
{
    enum record_status status;

    if (!floppy_there())
        return STR_DISKETTE_NO_DRIVE;
    begin();
    status = is_in() ? record_load(&disk, buffer, n) : RECORD_FAILED;
    end();
    *text = buffer;
    return why(status);
}

const char *diskette_save(void *unused, const char *text, uint32_t n)
{
    enum record_status status;

    (void)unused;
    if (!floppy_there())
        return STR_DISKETTE_NO_DRIVE;
    if (n > RECORD_TEXT_MAX)
        return STR_DISKETTE_TOO_LONG;
    begin();
    memcpy(buffer, text, n);
    status = is_in() ? record_save(&disk, buffer, n) : RECORD_FAILED;
    end();
    return why(status);
}
