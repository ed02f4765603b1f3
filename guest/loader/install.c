/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * install.c - see install.h.
 *
 * Order: everything that can be refused, the key, the image.  The key goes
 * first because it is old or new whatever happens; an image that is cut off
 * is noticed by its digest at the next start.
 */
#include "guest/loader/install.h"

#include "guest/loader/key.h"
#include "guest/loader/strings.h"
#include "guest/stage/console.h"

enum { DOTS = 64, STEP_MIN = 4096 };

struct progress {
    uint32_t step, next;
};

static void progress(void *far, uint32_t done, uint32_t total)
{
    struct progress *p = far;

    while (done >= p->next && p->next <= total) {
        print(".");
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
    print("\n" STR_FLASH_FAILED "\n%s\n",
                   flashfs_status_text(status), STR_TRY_AGAIN);
    return INSTALL_FAILED;
}

static enum install_result write_and_compare(struct flashfs *fs,
                                             const void *file, uint32_t n)
{
    enum flashfs_status status;

    print(STR_WRITING "\n", (unsigned)n);
    status = write_image(fs, file, n);
    if (status != FLASHFS_GOOD)
        return failed(status);
    if (flashfs_compare(fs, FLASHFS_IMAGE, 0, file, n) != FLASHFS_GOOD) {
        print("\n%s\n%s\n", STR_FLASH_DIFFERS, STR_TRY_AGAIN);
        return INSTALL_FAILED;
    }
    print("\n");
    return INSTALL_DONE;
}

/* The layout of an earlier release becomes ours, with what is in it; that of a
 * later one stays, so that it can come back to it; one that can't be read
 * gives way. */
static enum flashfs_status prepare(struct flashfs *fs,
                                   const struct flashfs_layout *own)
{
    bool lost = false;
    enum flashfs_status status;

    if (fs->status == FLASHFS_GOOD) {
        status = flashfs_convert(fs, own, &lost);
        if (status == FLASHFS_GOOD && lost)
            print("%s\n", STR_LOST);
        return status;
    }
    if (fs->status == FLASHFS_DAMAGED ||
        (fs->status == FLASHFS_FOREIGN &&
         flashfs_generation(fs) <= own->generation))
        return flashfs_format(fs, false);
    return FLASHFS_GOOD;
}

/* What an image may have once flash has our layout. */
static uint32_t image_room(const struct flashfs *fs,
                           const struct flashfs_layout *own)
{
    struct flashfs ours = *fs;

    ours.place = flashfs_places(own, fs->flash->bytes, fs->flash->block_bytes);
    return flashfs_room(&ours, FLASHFS_IMAGE);
}

enum install_result install(struct flashfs *fs,
                            const struct flashfs_layout *own, uint32_t serial,
                            enum key_habit habit, const struct image *im,
                            const void *file)
{
    uint32_t room = image_room(fs, own);
    uint32_t key[4];
    enum flashfs_status status;

    if (im->file_bytes > room) {
        print(STR_NO_ROOM "\n", (unsigned)im->file_bytes,
                       (unsigned)room);
        return INSTALL_REFUSED;
    }
    print("Installing to flash\n");
    if (key_ask(fs, serial, habit, im, key)) {
        status = prepare(fs, own);
        if (status == FLASHFS_GOOD)
            status = flashfs_key_set(fs, key);
    } else {
        status = prepare(fs, own);
    }
    if (status != FLASHFS_GOOD)
        return failed(status);
    return write_and_compare(fs, file, im->file_bytes);
}
