/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * install.c - see install.h.
 *
 * Order: everything that can be refused, the key, the image.  The key goes
 * first because it is old or new whatever happens; an image that is cut off
 * is noticed by its digest at the next start.
 */
#include "guest/loader/install.h"

#include "guest/loader/console.h"
#include "guest/loader/key.h"
#include "guest/loader/strings.h"

enum { DOTS = 64, STEP_MIN = 4096 };

struct progress {
    uint32_t step, next;
};

static void progress(void *far, uint32_t done, uint32_t total)
{
    struct progress *p = far;

    while (done >= p->next && p->next <= total) {
        console_printf(".");
        p->next += p->step;
    }
}

static enum flashfs_status write_image(struct flashfs *fs, const void *file,
                                       uint32_t n)
{
    struct progress p = {.step = n / DOTS > STEP_MIN ? n / DOTS : STEP_MIN};
    struct flashfs_writer writer;
    enum flashfs_status status;

    p.next = p.step;
    status = flashfs_write_begin(&writer, fs, FLASHFS_IMAGE, n);
    if (status != FLASHFS_GOOD)
        return status;
    writer.progress = progress;
    writer.far = &p;
    flashfs_write_add(&writer, file, n);
    return flashfs_write_end(&writer);
}

static enum install_result failed(enum flashfs_status status)
{
    console_printf("\n" STR_FLASH_FAILED "\n%s\n",
                   flashfs_status_text(status), STR_TRY_AGAIN);
    return INSTALL_FAILED;
}

static enum install_result write_and_compare(struct flashfs *fs,
                                             const void *file, uint32_t n)
{
    enum flashfs_status status;

    console_printf(STR_WRITING "\n", (unsigned)n);
    status = write_image(fs, file, n);
    if (status != FLASHFS_GOOD)
        return failed(status);
    if (flashfs_compare(fs, FLASHFS_IMAGE, 0, file, n) != FLASHFS_GOOD) {
        console_printf("\n%s\n%s\n", STR_FLASH_DIFFERS, STR_TRY_AGAIN);
        return INSTALL_FAILED;
    }
    console_printf("\n");
    return INSTALL_DONE;
}

/* Flash of another generation, or one whose layout record can't be read,
 * gets ours; what can still be found under it stays. */
static enum flashfs_status prepare(struct flashfs *fs)
{
    if (fs->status == FLASHFS_FOREIGN || fs->status == FLASHFS_DAMAGED)
        return flashfs_format(fs, false);
    return FLASHFS_GOOD;
}

enum install_result install(struct flashfs *fs, uint32_t serial,
                            const struct image *im, const void *file)
{
    uint32_t room = flashfs_room(fs, FLASHFS_IMAGE);
    uint32_t key[4];
    enum flashfs_status status;

    if (im->file_bytes > room) {
        console_printf(STR_NO_ROOM "\n", (unsigned)im->file_bytes,
                       (unsigned)room);
        return INSTALL_REFUSED;
    }
    console_printf("Installing to flash\n");
    if (key_ask(fs, serial, im, key)) {
        status = prepare(fs);
        if (status == FLASHFS_GOOD)
            status = flashfs_key_set(fs, key);
    } else {
        status = prepare(fs);
    }
    if (status != FLASHFS_GOOD)
        return failed(status);
    return write_and_compare(fs, file, im->file_bytes);
}
