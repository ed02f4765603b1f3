/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * pixflash.c - makes disk images of units and looks into them, with the
 * guest's own modules.
 */
#include "tools/pixflash.h"

#include <stdio.h>

#include "guest/flashfs/flashfs.h"
#include "guest/image/image.h"
#include "guest/lib/release.h"
#include "guest/platform/platform.h"
#include "host/values.h"
#include "tools/common.h"
#include "tools/fileflash.h"

static struct {
    char *model, *card, *image, *serial, *key;
} option;

static const GOptionEntry create_options[] = {
    {"model", 'M', 0, G_OPTION_ARG_STRING, &option.model,
     "the unit it is for (default 525)", "MODEL"},
    {"flash-card", 0, 0, G_OPTION_ARG_STRING, &option.card,
     "at29 (default), or strata", "CARD"},
    {"image", 'i', 0, G_OPTION_ARG_FILENAME, &option.image,
     "release to put into flash", "FILE"},
    {"serial", 's', 0, G_OPTION_ARG_STRING, &option.serial,
     "serial number (default: random)", "N"},
    {"key", 'k', 0, G_OPTION_ARG_STRING, &option.key,
     "activation key for this serial number", "\"W W W W\""},
    {0},
};

static const struct model *find_model(const char *name)
{
    const struct model *m = model_find(name);
    g_autoptr(GPtrArray) names = g_ptr_array_new();
    g_autofree char *hint = NULL;

    if (m)
        return m;
    for (m = models; m->name; m++)
        g_ptr_array_add(names, (char *)m->name);
    g_ptr_array_add(names, NULL);
    hint = value_hint(name, (const char *const *)names->pdata);
    die("--model=%s: no such model%s", name, hint);
}

static enum flash_card find_card(const char *name, const struct model *m)
{
    int at = name ? value_name(name, flashfile_cards) : FLASH_AT29;
    g_autofree char *hint = at < 0 ? value_hint(name, flashfile_cards) : NULL;

    if (at < 0)
        die("--flash-card=%s: no such card%s", name, hint);
    if (!model_flash_bytes(m, at))
        die("--flash-card=%s: a %s has its flash soldered on and no slot for "
            "it", name, m->title);
    return at;
}

/* --- what goes into it, checked before anything is created ------------- */

struct contents {
    const struct model *model;
    enum flash_card card;
    uint32_t *serial; /* NULL: random */
    uint32_t serial_number;
    char *image; /* NULL: none */
    size_t image_bytes;
    const struct flashfs_layout *layout; /* of its generation */
    bool has_key;
    uint32_t key[4];
};

/* Images that are for something else than to boot from flash. */
static const char *const purposes[] = {
    [IMAGE_PASSWORD_TOOL] = "a password tool: the monitor fetches it, or a "
                            "diskette has it",
    [IMAGE_DEVICE_MANAGER] = "a device manager: the unit copies it into its "
                             "flash, 'copy tftp://... flash:pdm'",
    [IMAGE_BOOTHELPER] = "a Boothelper: it is for a diskette, --floppy",
};

/* As the loader does on the unit. */
static void check_platform(const struct contents *c, const struct image *im,
                           const char *path)
{
    const struct platform *p = platform_find(c->model->strap);

    if (p && RELEASE(im->major, im->minor, im->maintenance) < p->since)
        die("%s: release %s does not support the %s; take a later one, or "
            "another --model", path, im->release, p->title);
}

static void check_image(struct contents *c, const char *path)
{
    uint32_t room;
    struct image im;

    switch (image_verify((const uint8_t *)c->image, c->image_bytes, &im,
                         NULL)) {
    case IMAGE_GOOD:
        break;
    case IMAGE_CUT:
        die("%s: cut off, %zu of %u bytes; get it again", path,
            c->image_bytes, im.file_bytes);
    case IMAGE_BAD_SUM:
        die("%s: its checksum is wrong; get it again", path);
    default:
        die("%s: not an image that a unit can run", path);
    }
    if (im.kind < G_N_ELEMENTS(purposes) && purposes[im.kind])
        die("%s is %s", path, purposes[im.kind]);
    if (im.kind != IMAGE_FIREWALL || !im.runtime.bytes)
        die("%s: not an image that a unit can run", path);
    check_platform(c, &im, path);
    c->layout = fileflash_layout(im.generation);
    if (!c->layout)
        die("%s: release %s needs flash layout %u, which this program does not "
            "know", path, im.release, im.generation);
    room = flashfs_places(c->layout,
                          (uint32_t)model_flash_bytes(c->model, c->card),
                          fileflash_block(c->card))[FLASHFS_IMAGE].bytes;
    if (im.file_bytes > room)
        die("%s: %u bytes, but the flash of a %s has room for an image of %u",
            path, im.file_bytes, c->model->title, room);
}

static void read_key(struct contents *c)
{
    struct licence l;

    if (!licence_parse_key(option.key, c->key))
        die("--key=%s: a key is four hexadecimal words of at most 32 bits",
            option.key);
    if (!c->serial)
        die("--key needs --serial, because a key belongs to one serial "
            "number");
    if (licence_check(*c->serial, c->key, LICENCE_FORMAT_NEWEST, &l) !=
        LICENCE_VALID)
        die("--key=%s: not valid for serial number %u; 'pixkey make "
            "--serial=%u' makes one", option.key, *c->serial, *c->serial);
    c->has_key = true;
}

static void read_contents(struct contents *c)
{
    c->model = find_model(option.model ? option.model : "525");
    c->card = find_card(option.card, c->model);
    if (option.serial) {
        c->serial_number = tool_serial(option.serial);
        c->serial = &c->serial_number;
    }
    c->layout = &flashfs_layout3;
    if (option.image) {
        c->image = tool_read(option.image, &c->image_bytes);
        check_image(c, option.image);
    }
    if (option.key)
        read_key(c);
}

/* --- create ------------------------------------------------------------ */

static enum flashfs_status write_image(struct flashfs *fs,
                                       const struct contents *c)
{
    uint32_t n = (uint32_t)c->image_bytes;
    struct flashfs_writer w;

    flashfs_write_begin(&w, fs, FLASHFS_IMAGE, n);
    flashfs_write_add(&w, c->image, n);
    return flashfs_write_end(&w);
}

static enum flashfs_status fill(struct flashfile *f, const struct contents *c)
{
    struct flash flash;
    struct flashfs fs;
    enum flashfs_status status;

    fileflash_init(&flash, f);
    status = flashfs_open(&fs, &flash, c->layout);
    if (status == FLASHFS_ABSENT)
        status = flashfs_format(&fs, false);
    if (status == FLASHFS_GOOD && c->image)
        status = write_image(&fs, c);
    if (status == FLASHFS_GOOD && c->has_key)
        status = flashfs_key_set(&fs, c->key);
    return status;
}

static int create(int argc, char **argv)
{
    struct contents contents = {0};
    GError *error = NULL;
    enum flashfs_status status;
    struct flashfile *f;
    bool done;

    tool_options(&argc, &argv, create_options, "FLASH",
                 "Makes the disk image of a new unit.");
    if (argc != 2)
        die("one FLASH is needed; '%s create --help' says more",
            g_get_prgname());
    read_contents(&contents);
    f = flashfile_create(argv[1], contents.model, contents.card,
                         contents.serial, &error);
    if (!f)
        die("%s", error->message);
    status = fill(f, &contents);
    done = status == FLASHFS_GOOD && flashfile_publish(f, &error);
    flashfile_close(f);
    g_free(contents.image);
    if (!done)
        die("%s", error ? error->message : flashfs_status_text(status));
    return 0;
}

static const struct tool_command commands[] = {
    {"create", "makes the disk image of a new unit", create},
    {"show", "says what is in one", pixflash_show},
    {"extract", "copies a file out of one", pixflash_extract},
    {"config", "prints or sets its configuration", pixflash_config},
    {"clone", "makes one of a second unit like it", pixflash_clone},
    {"verify", "checks everything in one", pixflash_verify},
    {0},
};

int main(int argc, char **argv)
{
    return tool_main(argc, argv, "Disk images of units that pixemu emulates.",
                     commands);
}
