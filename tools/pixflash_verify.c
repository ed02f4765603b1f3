/* SPDX-License-Identifier: GPL-2.0-or-later */
/* pixflash_verify.c - `pixflash verify`: is everything in flash whole? */
#include <stdio.h>
#include <string.h>

#include "guest/config/frame.h"
#include "tools/common.h"
#include "tools/pixflash.h"
#include "tools/unitflash.h"

/* A line a thing; NULL: it is good. */
static unsigned finding(const char *what, const char *wrong)
{
    printf("%-20s%s\n", what, wrong ? wrong : "good");
    return wrong != NULL;
}

static unsigned absent(const char *what)
{
    printf("%-20snone\n", what);
    return 0;
}

static unsigned check_image(struct unitflash *u, const char *what,
                            uint32_t origin)
{
    struct image im;

    switch (unitflash_image_at(u, origin, &im)) {
    case IMAGE_BLANK:
        return absent(what);
    case IMAGE_GOOD:
        return finding(what, unitflash_verify_image(u, origin, &im) ==
                                     IMAGE_GOOD
                                 ? NULL
                                 : "damaged: install it again");
    default:
        return finding(what, "damaged, or none of ours");
    }
}

static const char *of_config(const char *text)
{
    char words[FRAME_RELEASE], tail[FRAME_TAIL];
    uint8_t digest[MD5_BYTES];
    const char *lines;
    size_t n;

    lines = frame_lines(text, &n);
    frame_digest(lines, n, digest);
    frame_tail(digest, tail);
    if (!frame_release(text, words))
        return "does not say which release wrote it";
    return strcmp(lines + n, tail) ? "its checksum is wrong" : NULL;
}

static unsigned check_config(struct unitflash *u)
{
    struct flashfs_info info;
    enum flashfs_status status = flashfs_look(&u->fs, FLASHFS_CONFIG, &info);
    g_autofree char *text = NULL;

    if (status == FLASHFS_ABSENT)
        return absent("Configuration:");
    if (status != FLASHFS_GOOD)
        return finding("Configuration:", flashfs_status_text(status));
    text = unitflash_config(u);
    return text ? finding("Configuration:", of_config(text))
                : absent("Configuration:");
}

static unsigned check_key(struct unitflash *u)
{
    uint32_t key[4];
    struct licence l;
    enum flashfs_status status = flashfs_key_get(&u->fs, key);

    if (status == FLASHFS_ABSENT)
        return absent("Activation Key:");
    if (status != FLASHFS_GOOD)
        return finding("Activation Key:", flashfs_status_text(status));
    return finding("Activation Key:",
                   licence_check(u->file->storage.serial, key,
                                 LICENCE_FORMAT_NEWEST, &l) == LICENCE_VALID
                       ? NULL
                       : "not valid for this serial number");
}

static unsigned check_file(struct unitflash *u, const char *what,
                           enum flashfs_file file)
{
    struct flashfs_info info;
    enum flashfs_status status = flashfs_look(&u->fs, file, &info);

    if (status == FLASHFS_ABSENT || status == FLASHFS_NO_ROOM)
        return absent(what);
    if (status == FLASHFS_GOOD &&
        u->fs.place[file].form == FLASHFS_FORM_IMAGE)
        return check_image(u, what, info.origin);
    return finding(what, status == FLASHFS_GOOD
                             ? NULL
                             : flashfs_status_text(status));
}

static unsigned check_system(struct unitflash *u)
{
    if (u->status == FLASHFS_ABSENT)
        return absent("File system:");
    return finding("File system:", u->status == FLASHFS_GOOD
                                       ? NULL
                                       : flashfs_status_text(u->status));
}

int pixflash_verify(int argc, char **argv)
{
    static const GOptionEntry none[] = {{0}};
    struct unitflash u;
    unsigned wrong;

    tool_options(&argc, &argv, none, "FLASH",
                 "Checks everything in the flash of a unit; exit status 1 if "
                 "something is wrong.");
    if (argc != 2)
        die("one FLASH is needed; '%s verify --help' says more",
            g_get_prgname());
    unitflash_open(&u, argv[1], false);
    wrong = check_system(&u);
    wrong += check_image(&u, "Image:", 0);
    wrong += check_config(&u);
    wrong += check_key(&u);
    wrong += check_file(&u, "Private data:", FLASHFS_PRIVATE);
    wrong += check_file(&u, "PDM:", FLASHFS_PDM);
    unitflash_close(&u);
    fflush(stdout);
    if (wrong)
        die("%s: %u of these %s wrong", argv[1], wrong,
            wrong == 1 ? "is" : "are");
    return 0;
}
