/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * main.c - the Boothelper: the program on a diskette that fetches an image
 * over the network and installs it.  The prompt is the monitor's
 * (guest/netboot), the installation the loader's (guest/loader).
 *
 * It knows the flash layouts of all releases it installs, 5.1 and later.
 */
#include <stddef.h>

#include "guest/boothelper/remove.h"
#include "guest/boothelper/strings.h"
#include "guest/drivers/flashcard.h"
#include "guest/flashfs/flashfs.h"
#include "guest/i386/interrupt.h"
#include "guest/i386/restart.h"
#include "guest/image/image.h"
#include "guest/lib/release.h"
#include "guest/loader/ask.h"
#include "guest/loader/install.h"
#include "guest/netboot/monitor.h"
#include "guest/platform/platform.h"
#include "guest/program/program.h"
#include "guest/stage/console.h"
#include "guest/stage/nics.h"

static struct boot_info boot;
static struct flashcard card;
static struct monitor monitor;

static void start_again(void *unused) __attribute__((noreturn));
static void start_again(void *unused)
{
    (void)unused;
    nics_close();
    console_close();
    interrupt_shut();
    restart();
}

/* The release is that of the diskette; its header is gone when something was
 * fetched. */
static void introduce(void)
{
    struct image own;

    if (image_parse(&own, (const uint8_t *)boot.file_pa,
                    IMAGE_HEADER_BYTES) != IMAGE_GOOD)
        own.release[0] = '\0';
    print("\n" STR_HELPER "\n", own.release);
    if (flashcard_find(&card, clock_delay, NULL))
        print("Flash=%s @ 0x%x\n\n", card.part, FLASHCARD_PORT);
    else
        print(STR_NO_CARD "\n\n", FLASHCARD_PORT);
}

/* --- what was fetched -------------------------------------------------- */

static uint32_t release_of(const struct image *im)
{
    return RELEASE(im->major, im->minor, im->maintenance);
}

static bool is_installable(const uint8_t *file, size_t bytes,
                           struct image *im)
{
    return image_verify(file, bytes, im, NULL) == IMAGE_GOOD &&
           im->kind == IMAGE_FIREWALL && im->runtime.bytes &&
           release_of(im) >= RELEASE(5, 1, 0);
}

static bool is_refused(const struct image *im)
{
    const struct platform *p = platform_find((uint16_t)boot.strap);

    if (!card.flash.bytes) {
        print(STR_NO_CARD "\n", FLASHCARD_PORT);
        return true;
    }
    if (!p || release_of(im) >= p->since)
        return false;
    print(STR_PLATFORM "\n", im->release, p->title);
    return true;
}

/* Of the image that is installed: what flash has of a later layout stays, as
 * when the image's own loader does it. */
static const struct flashfs_layout *layout_of(const struct image *im)
{
    return im->generation == flashfs_layout2.generation ? &flashfs_layout2
                                                        : &flashfs_layout3;
}

static void start(void *unused, uint8_t *file, size_t bytes)
{
    const struct flashfs_layout *own;
    struct flashfs fs;
    struct image im;

    (void)unused;
    if (!is_installable(file, bytes, &im)) {
        print("Checksum verification on flash image failed\n");
        start_again(NULL);
    }
    if (is_refused(&im))
        return;
    if (!ask_yes(STR_ASK_NEW)) {
        print(STR_NOT_INSTALLED "\n");
        return;
    }
    own = layout_of(&im);
    flashfs_open_any(&fs, &card.flash, own);
    if (install(&fs, own, card.serial, KEY_ALWAYS, &im, file) != INSTALL_DONE)
        return;
    remove_diskette();
    start_again(NULL);
}

void program_main(uint32_t magic, const struct boot_info *from)
{
    struct monitor_owner owner = {
        .prompt = "pixboothelper> ",
        .start = start,
        .reload = start_again,
    };
    struct boot_place place;

    program_begin(&boot, magic, from);
    console_open();
    introduce();
    place = boot_place(boot.ram_bytes);
    owner.file = place.file;
    owner.room = place.room;
    /* No board with a drive has 64-bit slots. */
    monitor_init(&monitor, &console_host, nics_find(0), &owner);
    monitor_begin(&monitor);
    monitor_run(&monitor);
}
