/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * main.c - the loader: the front of an image that came over the network or
 * from a diskette.  Offers to write the image to flash, then enters its
 * runtime; what came is left as it is.
 */
#include <stddef.h>

#include "guest/drivers/flashcard.h"
#include "guest/flashfs/flashfs.h"
#include "guest/i386/interrupt.h"
#include "guest/i386/restart.h"
#include "guest/image/image.h"
#include "guest/image/sums.h"
#include "guest/lib/format.h"
#include "guest/lib/release.h"
#include "guest/loader/ask.h"
#include "guest/loader/install.h"
#include "guest/loader/strings.h"
#include "guest/platform/platform.h"
#include "guest/program/program.h"
#include "guest/stage/console.h"

enum { VERSION_TEXT = 24 };

static struct boot_info boot;
static struct image image;
static struct flashcard card;
static struct flashfs fs;

/* The last character is out and nothing interrupts any more. */
static void leave(void)
{
    console_close();
    interrupt_shut();
}

static void start_runtime(void) __attribute__((noreturn));
static void start_runtime(void)
{
    print("\n");
    leave();
    boot_start(&image.runtime, &boot);
}

static void start_again(void) __attribute__((noreturn));
static void start_again(void)
{
    leave();
    restart();
}

/* Here alone versions are printed with dots. */
static void version_text(char *to, size_t n, const struct image *im)
{
    format(to, n, "%u.%u.%u", im->major, im->minor, im->maintenance);
}

/* The header of the image in flash; false: there is none. */
static bool look_at_stored(struct image *stored)
{
    uint8_t header[IMAGE_HEADER_BYTES];
    struct flashfs_info info;

    return flashfs_look(&fs, FLASHFS_IMAGE, &info) == FLASHFS_GOOD &&
           card.flash.read(&card.flash, info.origin, header, sizeof header) &&
           image_parse(stored, header, sizeof header) == IMAGE_GOOD;
}

static bool fetch_stored(void *far, uint32_t offset, void *to, size_t n)
{
    uint32_t origin = *(const uint32_t *)far;

    return card.flash.read(&card.flash, origin + offset, to, n);
}

static void verify_stored(const struct image *stored)
{
    uint32_t origin = fs.place[FLASHFS_IMAGE].origin;
    struct image_sums found = {0};
    char text[IMAGE_SUMS_TEXT];

    if (image_verify_by(stored, fetch_stored, &origin, &found) == IMAGE_GOOD)
        return;
    image_sums_text(stored, &found, text);
    print("%s\nChecksum verification on flash image failed.\n", text);
}

static void introduce(void)
{
    char in_flash[VERSION_TEXT] = STR_VERSION_NONE, ours[VERSION_TEXT];
    struct image stored;
    bool is_there;

    print("PIX admin loader (3.0) %s\n", STR_LOADER_BUILD);
    if (!card.flash.bytes)
        return;
    is_there = look_at_stored(&stored);
    if (is_there)
        version_text(in_flash, sizeof in_flash, &stored);
    version_text(ours, sizeof ours, &image);
    print("Flash=%s @ 0x%x\n", card.part, FLASHCARD_PORT);
    print("Flash version %s, Install version %s\n\n", in_flash, ours);
    if (fs.status == FLASHFS_FOREIGN &&
        flashfs_generation(&fs) > fs.layout->generation)
        print("%s\n", STR_LAYOUT_LATER);
    if (is_there)
        verify_stored(&stored);
}

/* What makes an image useless on this unit; said, and nothing touched. */
static bool is_refused(void)
{
    const struct platform *p = platform_find((uint16_t)boot.strap);
    uint32_t release = RELEASE(image.major, image.minor, image.maintenance);

    if (p && release < p->since) {
        print(STR_PLATFORM "\n", image.release, p->title);
        return true;
    }
    if (boot.source == BOOT_FROM_NETWORK && release < RELEASE(4, 4, 0)) {
        print("%s\n", STR_TOO_OLD);
        return true;
    }
    return false;
}

static void offer(void)
{
    if (!ask_yes(STR_ASK_INSTALL)) {
        print("%s\n", STR_RUN_FROM_RAM);
        return;
    }
    switch (install(&fs, &flashfs_layout, card.serial, KEY_ON_REQUEST, &image,
                    (const void *)boot.file_pa)) {
    case INSTALL_DONE:
        boot.source = BOOT_FROM_FLASH;
        break;
    case INSTALL_REFUSED:
    case INSTALL_FAILED:
        start_again();
    }
}

static bool look_at_file(void)
{
    return image_verify((const uint8_t *)boot.file_pa, boot.file_bytes,
                        &image, NULL) == IMAGE_GOOD &&
           image.runtime.bytes != 0;
}

void program_main(uint32_t magic, const struct boot_info *from)
{
    program_begin(&boot, magic, from);
    console_open();
    if (!look_at_file()) {
        print("%s\n", STR_IMAGE_BAD);
        start_again();
    }
    if (flashcard_find(&card, clock_delay, NULL))
        flashfs_open_any(&fs, &card.flash, &flashfs_layout);
    introduce();
    if (is_refused())
        start_again();
    if (card.flash.bytes)
        offer();
    else
        print("%s\n", STR_NO_CARD);
    start_runtime();
}
