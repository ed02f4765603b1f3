/* SPDX-License-Identifier: GPL-2.0-or-later */
/* store.c - see store.h. */
#include "guest/runtime/unit/store.h"

#include "guest/lib/calendar.h"
#include "guest/lib/format.h"
#include "guest/runtime/unit/memory.h"
#include "guest/runtime/unit/strings.h"
#include "guest/runtime/unit/unit.h"
#include "guest/runtime/unit/wallclock.h"

void store_lend_text(struct config *c)
{
    static char none[1];
    uint32_t room = flashfs_room(&unit.fs, FLASHFS_CONFIG);
    uint32_t most = memory_total() / 32;

    if (room > most)
        room = most;
    if (room < CONFIG_TEXT_LEAST)
        room = CONFIG_TEXT_LEAST;
    c->text = memory_take(room + 1);
    c->text_room = c->text ? room : 0;
    if (!c->text)
        c->text = none;
}

static int read_text(void *far, char *to, uint32_t room)
{
    enum flashfs_status status;
    uint32_t n = 0;

    (void)far;
    if (!unit.has_card)
        return 0;
    unit_flash_begin();
    status = flashfs_get(&unit.fs, FLASHFS_CONFIG, to, room, &n);
    unit_flash_end();
    if (status == FLASHFS_ABSENT)
        return 0;
    return status == FLASHFS_GOOD ? (int)n : -1;
}

static const char *why(enum flashfs_status status)
{
    if (unit_flash_is_later())
        return STR_STORE_LATER;
    return status == FLASHFS_GOOD ? NULL : flashfs_status_text(status);
}

static const char *write_text(void *far, const char *text, uint32_t n)
{
    const char *failed;

    (void)far;
    if (!unit.has_card)
        return STR_NO_FLASH;
    unit_flash_begin();
    failed = why(flashfs_set(&unit.fs, FLASHFS_CONFIG, text, n));
    unit_flash_end();
    return failed;
}

/* What cannot be read in flash gives way, too. */
static enum flashfs_status clear(void)
{
    if (unit.fs.status == FLASHFS_FOREIGN ||
        unit.fs.status == FLASHFS_DAMAGED)
        return flashfs_format(&unit.fs, true);
    return flashfs_clear(&unit.fs, FLASHFS_CONFIG);
}

static const char *erase(void *far)
{
    const char *failed;

    (void)far;
    if (!unit.has_card)
        return STR_NO_FLASH;
    unit_flash_begin();
    failed = why(clear());
    unit_flash_end();
    return failed;
}

bool store_is_erased(void)
{
    bool erased;

    if (!unit.has_card)
        return false;
    unit_flash_begin();
    erased = flashfs_is_cleared(&unit.fs, FLASHFS_CONFIG);
    unit_flash_end();
    return erased;
}

static void stamp(void *far, char *to, size_t n)
{
    char when[CALENDAR_TEXT];

    (void)far;
    wallclock_text(when, sizeof when, true);
    format(to, n, "by enable_15 at %s", when);
}

const struct config_store store_flash = {
    .read = read_text,
    .write = write_text,
    .erase = erase,
    .stamp = stamp,
};
