/* SPDX-License-Identifier: GPL-2.0-or-later */
/* pixflash_show.c - `pixflash show`: what is in a unit's disk image. */
#include <stdio.h>

#include "tools/common.h"
#include "tools/pixflash.h"
#include "tools/unitflash.h"

static void show_unit(const struct flashfile *f)
{
    static const struct {
        const char *part;
        size_t bytes;
    } chip[] = {
        [FLASH_AT29] = {"AT29C040A", 512 * 1024},
        [FLASH_STRATA] = {"28F640J5", 8 * 1024 * 1024},
    };

    printf("%-20s%s\n", "Model:", f->model->title);
    printf("%-20s%u (0x%x)\n", "Serial Number:", f->storage.serial,
           f->storage.serial);
    printf("%-20s%zu bytes, %zu %s\n", "Flash:", f->storage.flash_size,
           f->storage.flash_size / chip[f->storage.card].bytes,
           chip[f->storage.card].part);
}

static void show_image(struct unitflash *u)
{
    struct image im;
    enum image_verdict verdict = unitflash_image(u, &im);

    printf("%-20s", "Image:");
    if (verdict == IMAGE_BLANK) {
        printf("none\n");
        return;
    }
    if (verdict != IMAGE_GOOD) {
        printf("damaged, or none of ours\n");
        return;
    }
    printf("%s %s, %u bytes\n", im.product, im.release, im.file_bytes);
    printf("%-20s0x%04x, %s\n", "Image checksum:", im.sum,
           unitflash_verify_image(u, 0, &im) == IMAGE_GOOD
               ? "good"
               : "WRONG: the image is damaged");
}

static void show_file(struct flashfs *fs, const char *label,
                      enum flashfs_file file)
{
    struct flashfs_info info;
    enum flashfs_status status = flashfs_look(fs, file, &info);

    if (status == FLASHFS_GOOD)
        printf("%-20s%u bytes\n", label, info.length);
    else if (status == FLASHFS_ABSENT)
        printf("%-20snone\n", label);
    else
        printf("%-20s%s\n", label, flashfs_status_text(status));
}

static void show_key(struct flashfs *fs, uint32_t serial)
{
    uint32_t key[4];
    struct licence l;
    enum flashfs_status status = flashfs_key_get(fs, key);

    if (status != FLASHFS_GOOD) {
        printf("%-20s%s\n", "Activation Key:",
               status == FLASHFS_ABSENT ? "none"
                                        : flashfs_status_text(status));
        return;
    }
    print_key("Activation Key:     ", key);
    if (licence_check(serial, key, LICENCE_FORMAT_NEWEST, &l) ==
        LICENCE_NOT_VALID)
        printf("%-20snot valid for this serial number\n", "License:");
    else
        print_licence(&l);
}

int pixflash_show(int argc, char **argv)
{
    static const GOptionEntry none[] = {{0}};
    struct unitflash u;

    tool_options(&argc, &argv, none, "FLASH",
                 "Says what is in the disk image of a unit.");
    if (argc != 2)
        die("one FLASH is needed; '%s show --help' says more",
            g_get_prgname());
    unitflash_open(&u, argv[1], false);
    show_unit(u.file);
    show_image(&u);
    if (u.status == FLASHFS_GOOD)
        printf("%-20slayout %u\n", "File system:", u.fs.layout->generation);
    else
        printf("%-20s%s\n", "File system:", u.status == FLASHFS_ABSENT
                                ? "none"
                                : flashfs_status_text(u.status));
    show_file(&u.fs, "Configuration:", FLASHFS_CONFIG);
    show_key(&u.fs, u.file->storage.serial);
    unitflash_close(&u);
    return 0;
}
