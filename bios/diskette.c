/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * diskette.c - the program on a diskette.
 *
 * A diskette of ours is a file written on it from the first sector on, as dd
 * and rawrite do; it has no boot sector and no file system.
 */
#include "bios/diskette.h"

#include <stdbool.h>

#include "bios/strings.h"
#include "guest/drivers/floppy.h"
#include "guest/i386/interrupt.h"
#include "guest/image/image.h"
#include "guest/stage/console.h"

static struct floppy drive;

static uint32_t now_ms(void *unused)
{
    (void)unused;
    return clock_ms();
}

static void drive_rest(void *unused)
{
    (void)unused;
    rest();
}

static void interrupt(void *unused)
{
    floppy_interrupt(&drive);
    wake(unused);
}

static bool failed(enum floppy_status status)
{
    static const char *const text[] = {
        [FLOPPY_UNREADABLE] = STR_DISKETTE_UNREADABLE,
        [FLOPPY_SILENT] = STR_DISKETTE_SILENT,
        [FLOPPY_PROTECTED] = NULL,
        [FLOPPY_EMPTY] = NULL,
    };

    if (status != FLOPPY_GOOD && text[status])
        print("%s\n", text[status]);
    return status != FLOPPY_GOOD;
}

/* Bytes of the file, 0: none that can be used. */
static size_t look(uint8_t *to, size_t room)
{
    struct image image;

    if (failed(floppy_look(&drive)) || failed(floppy_read(&drive, 0, 1, to)))
        return 0;
    if (image_parse(&image, to, IMAGE_HEADER_BYTES) != IMAGE_GOOD ||
        image.file_bytes > room ||
        image.file_bytes > FLOPPY_SECTORS * FLOPPY_SECTOR_BYTES) {
        print(STR_NO_SYSTEM "\n");
        return 0;
    }
    return image.file_bytes;
}

static size_t read_all(uint8_t *to, size_t room)
{
    size_t bytes = look(to, room);

    if (!bytes)
        return 0;
    print(STR_DISKETTE "\n");
    if (failed(floppy_read(&drive, 0, bytes / FLOPPY_SECTOR_BYTES, to)))
        return 0;
    return bytes;
}

size_t diskette_read(uint8_t *to, size_t room)
{
    static const struct floppy_host host = { NULL, now_ms, drive_rest };
    size_t bytes;

    if (!floppy_there())
        return 0;
    floppy_open(&drive, &host);
    interrupt_attach(FLOPPY_LINE, interrupt, NULL);
    bytes = read_all(to, room);
    floppy_close(&drive);
    interrupt_detach(FLOPPY_LINE);
    return bytes;
}
