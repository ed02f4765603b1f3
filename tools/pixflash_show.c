/* SPDX-License-Identifier: GPL-2.0-or-later */
/* pixflash_show.c - `pixflash show`: what is in a unit's disk image. */
#include <stdio.h>

#include "guest/flashfs/flashfs.h"
#include "guest/image/image.h"
#include "tools/common.h"
#include "tools/fileflash.h"
#include "tools/pixflash.h"

static bool fetch(void *flash, uint32_t offset, void *to, size_t n)
{
    struct flash *f = flash;

    return f->read(f, offset, to, n);
}

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

static void show_image(struct flash *flash)
{
    uint8_t header[IMAGE_HEADER_BYTES];
    struct image_sums sums;
    struct image im;
    enum image_verdict verdict;

    printf("%-20s", "Image:");
    flash->read(flash, 0, header, sizeof header);
    verdict = image_parse(&im, header, sizeof header);
    if (verdict == IMAGE_BLANK) {
        printf("none\n");
        return;
    }
    if (verdict != IMAGE_GOOD) {
        printf("damaged, or none of ours\n");
        return;
    }
    verdict = image_verify_by(&im, fetch, flash, &sums);
    printf("%s %s, %u bytes\n", im.product, im.release, im.file_bytes);
    printf("%-20s0x%04x, %s\n", "Image checksum:", im.sum,
           verdict == IMAGE_GOOD ? "good" : "WRONG: the image is damaged");
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

/* Whatever generation's it is; blank flash counts as the newest's. */
static enum flashfs_status open_any(struct flashfs *fs, struct flash *flash)
{
    enum flashfs_status status = FLASHFS_FOREIGN;

    for (unsigned g = 3; g >= 1 && status == FLASHFS_FOREIGN; g--)
        status = flashfs_open(fs, flash, fileflash_layout(g));
    return status;
}

int pixflash_show(int argc, char **argv)
{
    static const GOptionEntry none[] = {{0}};
    struct flashfile_request request = {.mode = FLASHFILE_LOOK};
    struct flashfile *f;
    struct flash flash;
    struct flashfs fs;
    enum flashfs_status status;
    GError *error = NULL;

    tool_options(&argc, &argv, none, "FLASH",
                 "Says what is in the disk image of a unit.");
    if (argc != 2)
        die("one FLASH is needed; '%s show --help' says more",
            g_get_prgname());
    request.path = argv[1];
    f = flashfile_open(&request, &error);
    if (!f)
        die("%s", error->message);
    fileflash_init(&flash, f);
    show_unit(f);
    show_image(&flash);
    status = open_any(&fs, &flash);
    if (status == FLASHFS_GOOD)
        printf("%-20slayout %u\n", "File system:", fs.layout->generation);
    else
        printf("%-20s%s\n", "File system:", status == FLASHFS_ABSENT
                                ? "none"
                                : flashfs_status_text(status));
    show_file(&fs, "Configuration:", FLASHFS_CONFIG);
    show_key(&fs, f->storage.serial);
    flashfile_close(f);
    return 0;
}
