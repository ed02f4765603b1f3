/* SPDX-License-Identifier: GPL-2.0-or-later */
/* unit.c - see unit.h. */
#include "guest/runtime/unit.h"

#include "guest/cli/strings.h"
#include "guest/lib/string.h"
#include "guest/runtime/clock.h"
#include "guest/runtime/commands.h"
#include "guest/runtime/processor.h"
#include "guest/runtime/store.h"

struct unit unit;

bool unit_setup(const struct boot_info *boot)
{
    const uint8_t *file = (const uint8_t *)boot->file_pa;

    unit.boot = *boot;
    if (image_parse(&unit.image, file, boot->file_bytes) != IMAGE_GOOD)
        return false;
    unit.release = RELEASE(unit.image.major, unit.image.minor,
                           unit.image.maintenance);
    unit.platform = platform_find((uint16_t)boot->strap);
    unit.cli.release = unit.release;
    unit.cli.tables = runtime_command_tables;
    config_defaults(&unit.config, unit.release, 0);
    unit.config.release_text = unit.image.release;
    unit.config.store = &store_flash;
    unit.cli.config = &unit.config;
    unit.cli.settings = &unit.config.state.cli;
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

    licence_default(&unit.licence);
    if (!unit.has_card ||
        flashfs_key_get(&unit.fs, unit.key) != FLASHFS_GOOD) {
        memset(unit.key, 0, sizeof unit.key);
        return;
    }
    unit.has_key = licence_check(unit.card.serial, unit.key, newest,
                                 &unit.licence) == LICENCE_VALID;
    if (!unit.has_key) {
        licence_default(&unit.licence);
        memset(unit.key, 0, sizeof unit.key);
    }
}

void unit_look_around(void)
{
    processor_text(unit.processor, sizeof unit.processor, unit.platform);
    clock_fine(true);
    unit.has_card = flashcard_find(&unit.card, rest, NULL);
    if (unit.has_card)
        flashfs_open(&unit.fs, &unit.card.flash, &flashfs_layout3);
    find_licence();
    clock_fine(false);
}

const char *unit_platform_title(void)
{
    return unit.platform ? unit.platform->title : STR_PLATFORM_UNKNOWN;
}
