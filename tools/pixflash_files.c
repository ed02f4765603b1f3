/* SPDX-License-Identifier: GPL-2.0-or-later */
/* pixflash_files.c - `pixflash extract`: a file out of a unit's flash. */
#include "host/disk/outfile.h"
#include "tools/common.h"
#include "tools/pixflash.h"
#include "tools/unitflash.h"

static const char *const names[] = {
    [FLASHFS_IMAGE] = "image",
    [FLASHFS_CONFIG] = "configuration",
    [FLASHFS_PRIVATE] = "private data",
    [FLASHFS_PDM] = "device manager",
    [FLASHFS_CRASH] = "crash information",
};

/* An image knows how long it is by itself. */
static enum flashfs_status read_image(struct unitflash *u, uint32_t origin,
                                      GByteArray *to)
{
    struct image im;

    if (unitflash_image_at(u, origin, &im) != IMAGE_GOOD ||
        unitflash_verify_image(u, origin, &im) != IMAGE_GOOD)
        return FLASHFS_DAMAGED;
    g_byte_array_set_size(to, im.file_bytes);
    u->flash.read(&u->flash, origin, to->data, im.file_bytes);
    return FLASHFS_GOOD;
}

/* The unit's own, which needs no file system. */
static void get_image(struct unitflash *u, GByteArray *to)
{
    struct image im;

    if (unitflash_image(u, &im) != IMAGE_GOOD)
        die("%s: there is no image in it", u->file->path);
    if (read_image(u, 0, to) != FLASHFS_GOOD)
        die("%s: its image is damaged; nothing was written",
            u->file->path);
}

static enum flashfs_status read_file(struct unitflash *u,
                                     enum flashfs_file file, GByteArray *to)
{
    uint32_t room = flashfs_room(&u->fs, file), n = 0;
    struct flashfs_info info;
    enum flashfs_status status = flashfs_look(&u->fs, file, &info);

    if (status != FLASHFS_GOOD)
        return status;
    if (u->fs.place[file].form == FLASHFS_FORM_IMAGE)
        return read_image(u, info.origin, to);
    g_byte_array_set_size(to, room);
    status = flashfs_get(&u->fs, file, to->data, room, &n);
    g_byte_array_set_size(to, n);
    return status;
}

static void get_file(struct unitflash *u, enum flashfs_file file,
                     GByteArray *to)
{
    enum flashfs_status status = read_file(u, file, to);

    if (status == FLASHFS_GOOD && to->len)
        return;
    if (status == FLASHFS_GOOD || status == FLASHFS_ABSENT)
        die("%s: file %d, %s, is not there", u->file->path, (int)file,
            names[file]);
    die("%s: file %d, %s: %s", u->file->path, (int)file, names[file],
        flashfs_status_text(status));
}

/* What a running unit has is not replaced, nor is what we read from. */
static void open_output(struct outfile *out, const char *path)
{
    const char *why;

    if (!outfile_open(out, path, OUTFILE_ANEW, &why)) {
        outfile_close(out);
        die("%s: %s; name another file", path, why);
    }
}

int pixflash_extract(int argc, char **argv)
{
    static char *which;
    static const GOptionEntry options[] = {
        {"file", 'f', 0, G_OPTION_ARG_STRING, &which,
         "0 image (default), 1 config, 2 private, 3 PDM, 4 crash", "N"},
        {0},
    };
    g_autoptr(GByteArray) bytes = g_byte_array_new();
    enum flashfs_file file = FLASHFS_IMAGE;
    GError *error = NULL;
    struct outfile out;
    struct unitflash u;

    tool_options(&argc, &argv, options, "FLASH OUT",
                 "Copies a file out of the flash of a unit.");
    if (argc != 3)
        die("FLASH and OUT are needed; '%s extract --help' says more",
            g_get_prgname());
    if (which)
        file = (enum flashfs_file)tool_number("--file", which, 0,
                                              FLASHFS_CRASH);
    unitflash_open(&u, argv[1], false);
    if (file == FLASHFS_IMAGE)
        get_image(&u, bytes);
    else
        get_file(&u, file, bytes);
    open_output(&out, argv[2]);
    unitflash_close(&u);
    outfile_set(&out, bytes->data, bytes->len, &error);
    outfile_close(&out);
    if (error)
        die("%s", error->message);
    return 0;
}
