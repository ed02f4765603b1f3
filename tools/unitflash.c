/* SPDX-License-Identifier: GPL-2.0-or-later */
/* unitflash.c - see unitflash.h. */
#include "tools/unitflash.h"

#include "tools/common.h"
#include "tools/fileflash.h"

static struct flashfile *open_file(const char *path, enum flashfile_mode mode)
{
    const struct flashfile_request request = {.path = path, .mode = mode};
    GError *error = NULL;
    struct flashfile *f = flashfile_open(&request, &error);

    if (!f)
        die("%s", error->message);
    return f;
}

void unitflash_open(struct unitflash *u, const char *path, bool writing)
{
    u->file = open_file(path, FLASHFILE_LOOK);
    if (writing) {
        /* It is a whole one, which this would have made of less. */
        flashfile_close(u->file);
        u->file = open_file(path, FLASHFILE_USE);
    }
    fileflash_init(&u->flash, u->file);
    u->status = flashfs_open_any(&u->fs, &u->flash, &flashfs_layout3);
}

void unitflash_close(struct unitflash *u)
{
    flashfile_close(u->file);
}

enum image_verdict unitflash_image(struct unitflash *u, struct image *im)
{
    return unitflash_image_at(u, 0, im);
}

enum image_verdict unitflash_image_at(struct unitflash *u, uint32_t origin,
                                      struct image *im)
{
    uint8_t header[IMAGE_HEADER_BYTES];

    u->flash.read(&u->flash, origin, header, sizeof header);
    return image_parse(im, header, sizeof header);
}

struct place {
    struct flash *flash;
    uint32_t origin;
};

static bool fetch(void *far, uint32_t offset, void *to, size_t n)
{
    const struct place *p = far;

    return offset <= p->flash->bytes - p->origin &&
           p->flash->read(p->flash, p->origin + offset, to, n);
}

enum image_verdict unitflash_verify_image(struct unitflash *u, uint32_t origin,
                                          const struct image *im)
{
    struct place place = {&u->flash, origin};

    return image_verify_by(im, fetch, &place, NULL);
}

char *unitflash_config(struct unitflash *u)
{
    uint32_t room = flashfs_room(&u->fs, FLASHFS_CONFIG), n;
    g_autofree char *text = g_malloc0(room + 1);
    enum flashfs_status status =
        flashfs_get(&u->fs, FLASHFS_CONFIG, text, room, &n);

    if (status == FLASHFS_ABSENT)
        return NULL;
    if (status != FLASHFS_GOOD)
        die("%s: the configuration is unusable: %s", u->file->path,
            flashfs_status_text(status));
    return g_steal_pointer(&text);
}
