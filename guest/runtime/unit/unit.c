/* SPDX-License-Identifier: GPL-2.0-or-later */
/* unit.c - see unit.h. */
#include "guest/runtime/unit/unit.h"

#include "guest/config/privileges.h"
#include "guest/config/users.h"
#include "guest/lib/string.h"
#include "guest/runtime/unit/clock.h"
#include "guest/runtime/unit/processor.h"
#include "guest/runtime/unit/store.h"
#include "guest/runtime/unit/strings.h"

struct unit unit;

bool unit_setup(const struct boot_info *boot)
{
    const uint8_t *file = (const uint8_t *)(uintptr_t)boot->file_pa;

    unit.boot = *boot;
    if (image_parse(&unit.image, file, boot->file_bytes) != IMAGE_GOOD)
        return false;
    unit.release = RELEASE(unit.image.major, unit.image.minor,
                           unit.image.maintenance);
    unit.platform = platform_find((uint16_t)boot->strap);
    unit.cli.release = unit.release;
    config_defaults(&unit.config, unit.release, 0);
    unit.config.release_text = unit.image.release;
    unit.config.store = &store_flash;
    unit.cli.config = &unit.config;
    unit.cli.settings = &unit.config.state.cli;
    unit.cli.allow = privileges_allow;
    unit.cli.enable = users_enable;
    return true;
}

static void rest(void *far, unsigned microseconds)
{
    (void)far;
    clock_rest(microseconds);
}

/* Decides what may be done: the key in flash, or what goes without one. */
static void find_licence(void)
{
    unsigned newest = licence_format_of_release(unit.image.major,
                                                unit.image.minor);
    enum licence_verdict verdict;

    licence_default(&unit.licence);
    if (!unit.has_card ||
        flashfs_key_get(&unit.fs, unit.key) != FLASHFS_GOOD) {
        memset(unit.key, 0, sizeof unit.key);
        return;
    }
    verdict = licence_check(unit.card.serial, unit.key, newest, &unit.licence);
    unit.has_key = verdict == LICENCE_VALID;
    unit.key_too_new = verdict == LICENCE_TOO_NEW;
    if (!unit.has_key) {
        licence_default(&unit.licence);
        memset(unit.key, 0, sizeof unit.key);
    }
}

/* A release that is installed brings what earlier ones left into its own
 * layout; one that only runs from memory leaves flash alone. */
static void open_flash(void)
{
    uint32_t was;

    flashfs_open_any(&unit.fs, &unit.card.flash, &flashfs_layout);
    was = unit.fs.layout->generation;
    if (unit.boot.source != BOOT_FROM_FLASH ||
        unit.fs.status != FLASHFS_GOOD || was == flashfs_layout.generation)
        return;
    if (flashfs_convert(&unit.fs, &flashfs_layout, &unit.lost_in_layout) ==
        FLASHFS_GOOD)
        unit.was_layout = was;
}

bool unit_flash_is_later(void)
{
    return unit.fs.status == FLASHFS_FOREIGN &&
           flashfs_generation(&unit.fs) > unit.fs.layout->generation;
}

void unit_look_around(void)
{
    processor_text(unit.processor, sizeof unit.processor, unit.platform);
    clock_fine(true);
    unit.has_card = flashcard_find(&unit.card, rest, NULL);
    if (unit.has_card)
        open_flash();
    find_licence();
    clock_fine(false);
}

static bool flash_used;

bool unit_flash_is_used(void)
{
    return flash_used;
}

void unit_flash_begin(void)
{
    enum { LOOK_AGAIN_US = 50000 };

    while (flash_used)
        clock_rest(LOOK_AGAIN_US);
    flash_used = true;
    clock_fine(true);
}

void unit_flash_end(void)
{
    clock_fine(false);
    flash_used = false;
}

bool unit_runs_flash_image(void)
{
    static uint8_t header[IMAGE_HEADER_BYTES];
    struct flashfs_info at;
    struct image image;
    bool same;

    if (!unit.has_card)
        return false;
    unit_flash_begin();
    same = flashfs_look(&unit.fs, FLASHFS_IMAGE, &at) == FLASHFS_GOOD &&
           at.length == unit.image.file_bytes &&
           unit.fs.flash->read(unit.fs.flash, at.origin, header,
                               sizeof header) &&
           image_parse(&image, header, sizeof header) == IMAGE_GOOD &&
           image.sum == unit.image.sum &&
           !memcmp(image.md5, unit.image.md5, sizeof image.md5);
    unit_flash_end();
    return same;
}

const char *unit_platform_title(void)
{
    return unit.platform ? unit.platform->title : STR_PLATFORM_UNKNOWN;
}
