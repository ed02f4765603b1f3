/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * pixflash_clone.c - `pixflash clone`: a second unit with the same image and
 * configuration.
 *
 * What makes a unit itself is not copied: serial number, activation key, seed,
 * private data, and the addresses of the interfaces, which follow from the
 * serial number when it is first started.
 */
#include <string.h>

#include "tools/common.h"
#include "tools/fileflash.h"
#include "tools/pixflash.h"
#include "tools/unitflash.h"

enum { PROTECTION_BYTES = 32, CMOS_BYTES = 128 };

static struct flashfile *create(const struct unitflash *from, const char *path,
                                uint32_t serial)
{
    GError *error = NULL;
    struct flashfile *to =
        flashfile_create(path, from->file->model, from->file->storage.card,
                         &serial, &error);

    if (!to)
        die("%s", error->message);
    return to;
}

static void copy(const struct unit_storage *from, struct unit_storage *to)
{
    memcpy(to->flash, from->flash, from->flash_size);
    memcpy(to->protection, from->protection, PROTECTION_BYTES);
    memcpy(to->cmos, from->cmos, CMOS_BYTES);
}

static enum flashfs_status clear(struct flashfs *fs, enum flashfs_file file)
{
    struct flashfs_info info;
    enum flashfs_status status = flashfs_look(fs, file, &info);

    /* Nothing there, or no place for it. */
    if (status == FLASHFS_ABSENT || status == FLASHFS_NO_ROOM)
        return FLASHFS_GOOD;
    return flashfs_clear(fs, file);
}

static void forget_itself(struct flashfile *to)
{
    static const enum flashfs_file own[] = {FLASHFS_KEY, FLASHFS_SEED,
                                            FLASHFS_PRIVATE};
    struct flash flash;
    struct flashfs fs;

    enum flashfs_status status = FLASHFS_GOOD;

    fileflash_init(&flash, to);
    if (flashfs_open_any(&fs, &flash, &flashfs_layout3) != FLASHFS_GOOD)
        return; /* blank: there is nothing of that */
    for (size_t i = 0; i < G_N_ELEMENTS(own) && status == FLASHFS_GOOD; i++)
        status = clear(&fs, own[i]);
    if (status != FLASHFS_GOOD) {
        flashfile_close(to);
        die("the copy's flash: %s", flashfs_status_text(status));
    }
}

int pixflash_clone(int argc, char **argv)
{
    static char *number;
    static const GOptionEntry options[] = {
        {"serial", 's', 0, G_OPTION_ARG_STRING, &number,
         "serial number of the second unit", "N"},
        {0},
    };
    GError *error = NULL;
    struct unitflash from;
    struct flashfile *to;
    uint32_t serial;

    tool_options(&argc, &argv, options, "FLASH NEW --serial=N",
                 "Makes the disk image of a second unit with the same image "
                 "and configuration.");
    if (argc != 3 || !number)
        die("FLASH, NEW and --serial=N are needed; '%s clone --help' says "
            "more", g_get_prgname());
    serial = tool_serial(number);
    unitflash_open(&from, argv[1], false);
    if (serial == from.file->storage.serial)
        die("--serial=%s: is that of %s; two units need two numbers", number,
            argv[1]);
    if (from.status != FLASHFS_GOOD && from.status != FLASHFS_ABSENT)
        die("%s: its file system is unusable: %s", argv[1],
            flashfs_status_text(from.status));
    to = create(&from, argv[2], serial);
    copy(&from.file->storage, &to->storage);
    forget_itself(to);
    unitflash_close(&from);
    flashfile_publish(to, &error);
    flashfile_close(to);
    if (error)
        die("%s", error->message);
    return 0;
}
