/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * boot.c - checks an image and hands the machine over to it.
 *
 * An image begins at flash address 0 in every generation of the layout, so
 * that the ROM need not know any of them.
 */
#include "bios/boot.h"

#include "bios/diskette.h"
#include "bios/strings.h"
#include "guest/i386/cmos.h"
#include "guest/i386/interrupt.h"
#include "guest/i386/restart.h"
#include "guest/image/boot.h"
#include "guest/image/image.h"
#include "guest/image/sums.h"
#include "guest/stage/console.h"
#include "guest/stage/nics.h"

enum { FLASH_IMAGE = 0, OLDEST_MAJOR = 4, OLDEST_MINOR = 4 };

static struct boot_info info;

static void devices_off(void)
{
    nics_close();
    console_close();
    interrupt_shut();
}

void boot_reload(void)
{
    devices_off();
    restart();
}

/* Whether a program lies where programs may: behind the file or between the
 * loader's place and the far file, within RAM. */
static bool fits(const struct image_program *p)
{
    uint32_t end = info.file_pa == BOOT_FAR_FILE_PA ? BOOT_FAR_FILE_PA
                                                    : info.ram_bytes;

    return p->load_pa >= BOOT_LOADER_PA && p->load_pa < end &&
           p->memory_bytes <= end - p->load_pa && p->bytes <= p->memory_bytes;
}

static void enter(const struct image_program *p, const uint8_t *file,
                  size_t bytes, enum boot_source source, uint16_t strap)
{
    info = (struct boot_info){
        .magic = BOOT_MAGIC,
        .source = source,
        .file_pa = (uint32_t)file,
        .file_bytes = bytes,
        .ram_bytes = cmos_ram_bytes(),
        .strap = strap,
    };
    if (!fits(p)) {
        print(STR_TOO_LITTLE_RAM "\n");
        return;
    }
    devices_off();
    boot_start(p, &info);
}

/* --- flash ------------------------------------------------------------- */

static void bad_flash_image(const struct image *image,
                            const struct image_sums *found)
{
    char text[IMAGE_SUMS_TEXT];

    image_sums_text(image, found, text);
    print("%s\n" STR_BAD_FLASH "\n", text);
    boot_reload();
}

/* What the header at the start of flash promises; false: why not was
 * printed. */
static bool look(struct flashcard *card, struct image *image)
{
    static uint8_t header[IMAGE_HEADER_BYTES];

    if (!card->flash.read(&card->flash, FLASH_IMAGE, header,
                          sizeof(header))) {
        print(STR_FLASH_FAILED "\n");
        return false;
    }
    switch (image_parse(image, header, sizeof(header))) {
    case IMAGE_GOOD:
        break;
    case IMAGE_BLANK:
        print(STR_BLANK_FLASH "\n");
        return false;
    default:
        print(STR_NO_IMAGE "\n");
        return false;
    }
    if (image->file_bytes > BOOT_FILE_MAX ||
        image->file_bytes > card->flash.bytes) {
        print(STR_NO_IMAGE "\n");
        return false;
    }
    if (!image->runtime.bytes) {
        print(STR_NO_RUNTIME "\n");
        return false;
    }
    return true;
}

void boot_from_flash(struct flashcard *card)
{
    uint8_t *file = (uint8_t *)BOOT_FILE_PA;
    struct image image;
    struct image_sums sums = { 0 };

    if (!look(card, &image))
        return;
    uint32_t bytes = image.file_bytes;
    print(STR_READING "\n", (unsigned)bytes);
    if (!card->flash.read(&card->flash, FLASH_IMAGE, file, bytes)) {
        print(STR_FLASH_FAILED "\n");
        return;
    }
    if (image_verify(file, bytes, &image, &sums) != IMAGE_GOOD)
        bad_flash_image(&image, &sums);
    enter(&image.runtime, file, bytes, BOOT_FROM_FLASH, card->strap);
}

/* --- network, diskette -------------------------------------------------- */

static bool is_good(const uint8_t *file, size_t bytes, struct image *image)
{
    struct image_sums sums;

    switch (image_verify(file, bytes, image, &sums)) {
    case IMAGE_GOOD:
        return true;
    case IMAGE_CUT:
        print(STR_FETCHED_CUT "\n");
        return false;
    case IMAGE_BAD_SUM:
        print(STR_FETCHED_BAD "\n");
        return false;
    default:
        print(STR_FETCHED_FOREIGN "\n");
        return false;
    }
}

void boot_fetched(uint8_t *file, size_t bytes, uint16_t strap)
{
    struct image image;

    if (!is_good(file, bytes, &image))
        return;
    if (image.major < OLDEST_MAJOR ||
        (image.major == OLDEST_MAJOR && image.minor < OLDEST_MINOR))
        print(STR_FETCHED_OLD "\n", image.release);
    else if (!image.loader.bytes)
        print(STR_FETCHED_NO_LOADER "\n", image.release);
    else
        enter(&image.loader, file, bytes, BOOT_FROM_NETWORK, strap);
}

void boot_from_diskette(uint16_t strap)
{
    uint8_t *file = (uint8_t *)BOOT_FILE_PA;
    size_t bytes = diskette_read(file, BOOT_FILE_MAX);
    struct image image;

    if (!bytes || !is_good(file, bytes, &image))
        return;
    if (image.loader.bytes)
        enter(&image.loader, file, bytes, BOOT_FROM_DISKETTE, strap);
    else
        print(STR_NO_SYSTEM "\n");
}
