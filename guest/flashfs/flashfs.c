/* SPDX-License-Identifier: GPL-2.0-or-later */
/* flashfs.c - the files in flash; see flashfs.h and docs/flash.md. */
#include "guest/flashfs/flashfs.h"

#include "guest/flashfs/slots.h"
#include "guest/flashfs/system.h"
#include "guest/image/image.h"
#include "guest/lib/bytes.h"
#include "guest/lib/string.h"

/* Contents of the layout record. */
enum {
    GENERATION_AT = 0,
    FLASH_BYTES_AT = 4,
    LAYOUT_BYTES = 8,
    KEY_BYTES = 16,
};

const char *flashfs_status_text(enum flashfs_status status)
{
    static const char *const text[] = {
        [FLASHFS_GOOD] = "good",
        [FLASHFS_ABSENT] = "absent",
        [FLASHFS_DAMAGED] = "damaged",
        [FLASHFS_FOREIGN] = "of another layout",
        [FLASHFS_NO_ROOM] = "no room in flash",
        [FLASHFS_BROKEN] = "flash does not answer as it should",
    };

    return text[status];
}

static uint8_t form_of(const struct flashfs *fs, enum flashfs_file file)
{
    return fs->place && file < FLASHFS_FILES ? fs->place[file].form
                                             : FLASHFS_FORM_NONE;
}

uint32_t flashfs_room(const struct flashfs *fs, enum flashfs_file file)
{
    switch (form_of(fs, file)) {
    case FLASHFS_FORM_IMAGE:
        return fs->place[file].bytes;
    case FLASHFS_FORM_SLOTS:
        return slots_room(&fs->place[file]);
    }
    return 0;
}

/* --- the layout record ------------------------------------------------- */

static enum flashfs_status check_layout(struct flashfs *fs)
{
    struct slots_record r;
    enum flashfs_status status = slots_find(fs, FLASHFS_LAYOUT, &r);
    uint8_t is[LAYOUT_BYTES];

    if (status != FLASHFS_GOOD)
        return status;
    if (r.length != LAYOUT_BYTES)
        return FLASHFS_FOREIGN;
    status = slots_read(fs, FLASHFS_LAYOUT, &r, is);
    if (status != FLASHFS_GOOD)
        return status;
    return get_le32(is + GENERATION_AT) == fs->layout->generation &&
                   get_le32(is + FLASH_BYTES_AT) == fs->flash->bytes
               ? FLASHFS_GOOD
               : FLASHFS_FOREIGN;
}

const struct flashfs_place *flashfs_places(const struct flashfs_layout *l,
                                           uint32_t flash_bytes,
                                           uint32_t block_bytes)
{
    if (block_bytes)
        return block_bytes == SYSTEM_BLOCK && flash_bytes == 2 * SYSTEM_HALF
                   ? l->blocks
                   : NULL;
    return flash_bytes >= 16 * SYSTEM_MIB  ? l->huge
           : flash_bytes >= 8 * SYSTEM_MIB ? l->large
           : flash_bytes >= 2 * SYSTEM_MIB ? l->small
                                           : NULL;
}

enum flashfs_status flashfs_open(struct flashfs *fs, struct flash *flash,
                                 const struct flashfs_layout *layout)
{
    fs->flash = flash;
    fs->layout = layout;
    fs->place = flashfs_places(layout, flash->bytes, flash->block_bytes);
    fs->status = fs->place ? check_layout(fs) : FLASHFS_NO_ROOM;
    return fs->status;
}

enum flashfs_status flashfs_open_any(struct flashfs *fs, struct flash *flash,
                                     const struct flashfs_layout *newest)
{
    for (const struct flashfs_layout *l = newest; l; l = l->before) {
        enum flashfs_status status = flashfs_open(fs, flash, l);

        if (status != FLASHFS_FOREIGN)
            return status;
    }
    return flashfs_open(fs, flash, newest);
}

uint32_t flashfs_generation(struct flashfs *fs)
{
    struct slots_record r;
    uint8_t is[LAYOUT_BYTES];

    if (!fs->place || slots_find(fs, FLASHFS_LAYOUT, &r) != FLASHFS_GOOD ||
        r.length != LAYOUT_BYTES ||
        slots_read(fs, FLASHFS_LAYOUT, &r, is) != FLASHFS_GOOD)
        return 0;
    return get_le32(is + GENERATION_AT);
}

/* An image is gone when its header is. */
static enum flashfs_status forget_image(struct flashfs *fs, uint32_t origin)
{
    uint8_t blank[FLASH_SECTOR_BYTES];

    if (fs->flash->block_bytes)
        return fs->flash->erase(fs->flash, origin) ? FLASHFS_GOOD
                                                   : FLASHFS_BROKEN;
    memset(blank, 0xff, sizeof blank);
    for (uint32_t at = 0; at < IMAGE_HEADER_BYTES; at += sizeof blank)
        if (!fs->flash->program(fs->flash, origin + at, blank))
            return FLASHFS_BROKEN;
    return FLASHFS_GOOD;
}

static enum flashfs_status clear_all(struct flashfs *fs)
{
    enum flashfs_status status = FLASHFS_GOOD;

    for (unsigned i = 0; i < FLASHFS_FILES && status == FLASHFS_GOOD; i++) {
        if (i == FLASHFS_IMAGE || i == FLASHFS_KEY || i == FLASHFS_LAYOUT ||
            form_of(fs, i) == FLASHFS_FORM_NONE)
            continue;
        status = flashfs_clear(fs, i);
    }
    return status;
}

static enum flashfs_status put_layout(struct flashfs *fs)
{
    uint8_t is[LAYOUT_BYTES];

    put_le32(is + GENERATION_AT, fs->layout->generation);
    put_le32(is + FLASH_BYTES_AT, fs->flash->bytes);
    return slots_put(fs, FLASHFS_LAYOUT, is, sizeof is);
}

enum flashfs_status flashfs_format(struct flashfs *fs, bool clear)
{
    if (!fs->place)
        return FLASHFS_NO_ROOM;
    fs->status = put_layout(fs);
    if (fs->status == FLASHFS_GOOD && clear)
        return clear_all(fs);
    return fs->status;
}

/* Every generation keeps image and key in the same place, and an earlier one's
 * image does not reach where a later one has something; everything else is
 * only understood in one's own layout. */
static bool is_everywhere(enum flashfs_file file)
{
    return file == FLASHFS_KEY || file == FLASHFS_IMAGE;
}

/* Before anything is written. */
static enum flashfs_status prepare(struct flashfs *fs, enum flashfs_file file)
{
    if (fs->status == FLASHFS_ABSENT)
        return flashfs_format(fs, false);
    return fs->status == FLASHFS_FOREIGN && is_everywhere(file) &&
                   flashfs_generation(fs) > fs->layout->generation
               ? FLASHFS_GOOD
               : fs->status;
}

/* --- files in slots ---------------------------------------------------- */

/* Whether the file can be read at all. */
static enum flashfs_status readable(const struct flashfs *fs,
                                    enum flashfs_file file)
{
    if (form_of(fs, file) == FLASHFS_FORM_NONE)
        return FLASHFS_NO_ROOM;
    return is_everywhere(file) ? FLASHFS_GOOD : fs->status;
}

static enum flashfs_status find(struct flashfs *fs, enum flashfs_file file,
                                struct slots_record *r)
{
    enum flashfs_status status = readable(fs, file);

    if (status == FLASHFS_GOOD)
        status = slots_find(fs, file, r);
    if (status == FLASHFS_GOOD && r->length == 0)
        status = FLASHFS_ABSENT;
    return status;
}

bool flashfs_is_cleared(struct flashfs *fs, enum flashfs_file file)
{
    struct slots_record r;

    return form_of(fs, file) == FLASHFS_FORM_SLOTS &&
           readable(fs, file) == FLASHFS_GOOD &&
           slots_find(fs, file, &r) == FLASHFS_GOOD && r.length == 0;
}

enum flashfs_status flashfs_get(struct flashfs *fs, enum flashfs_file file,
                                void *to, uint32_t room, uint32_t *length)
{
    struct slots_record r;
    enum flashfs_status status;

    *length = 0;
    if (form_of(fs, file) != FLASHFS_FORM_SLOTS)
        return FLASHFS_NO_ROOM;
    status = find(fs, file, &r);
    if (status != FLASHFS_GOOD)
        return status;
    *length = r.length;
    if (r.length > room)
        return FLASHFS_NO_ROOM;
    return slots_read(fs, file, &r, to);
}

enum flashfs_status flashfs_set(struct flashfs *fs, enum flashfs_file file,
                                const void *from, uint32_t n)
{
    enum flashfs_status status;

    if (form_of(fs, file) != FLASHFS_FORM_SLOTS || n > flashfs_room(fs, file))
        return FLASHFS_NO_ROOM;
    status = prepare(fs, file);
    return status == FLASHFS_GOOD ? slots_put(fs, file, from, n) : status;
}

enum flashfs_status flashfs_clear(struct flashfs *fs, enum flashfs_file file)
{
    enum flashfs_status status;

    if (form_of(fs, file) == FLASHFS_FORM_IMAGE) {
        status = prepare(fs, file);
        return status == FLASHFS_GOOD
                   ? forget_image(fs, fs->place[file].origin)
                   : status;
    }
    status = flashfs_set(fs, file, NULL, 0);
    return status == FLASHFS_GOOD ? slots_wipe_others(fs, file) : status;
}

enum flashfs_status flashfs_key_get(struct flashfs *fs, uint32_t words[4])
{
    uint8_t key[KEY_BYTES];
    uint32_t n;
    enum flashfs_status status =
        flashfs_get(fs, FLASHFS_KEY, key, sizeof key, &n);

    if (status == FLASHFS_GOOD && n != sizeof key)
        status = FLASHFS_DAMAGED;
    for (unsigned i = 0; i < 4 && status == FLASHFS_GOOD; i++)
        words[i] = get_le32(key + 4 * i);
    return status;
}

enum flashfs_status flashfs_key_set(struct flashfs *fs,
                                    const uint32_t words[4])
{
    uint8_t key[KEY_BYTES];

    for (unsigned i = 0; i < 4; i++)
        put_le32(key + 4 * i, words[i]);
    return flashfs_set(fs, FLASHFS_KEY, key, sizeof key);
}

/* --- from one layout to another ---------------------------------------- */

static bool is_carried(enum flashfs_file file)
{
    return file == FLASHFS_CONFIG || file == FLASHFS_PRIVATE;
}

/* A file whose place only the new layout has, or which is not carried over,
 * begins empty there. */
static enum flashfs_status begin_empty(struct flashfs *to,
                                       enum flashfs_file file)
{
    uint8_t header[IMAGE_HEADER_BYTES];

    if (form_of(to, file) == FLASHFS_FORM_SLOTS)
        return slots_put(to, file, NULL, 0);
    if (!to->flash->read(to->flash, to->place[file].origin, header,
                         sizeof header))
        return FLASHFS_BROKEN;
    for (unsigned i = 0; i < sizeof header; i++) {
        if (header[i] != 0xff)
            return forget_image(to, to->place[file].origin);
    }
    return FLASHFS_GOOD;
}

static enum flashfs_status carry(struct flashfs *from, struct flashfs *to,
                                 enum flashfs_file file, bool *lost)
{
    enum flashfs_status status = FLASHFS_ABSENT;

    if (form_of(to, file) == FLASHFS_FORM_NONE)
        return FLASHFS_GOOD;
    if (is_carried(file) && from->status == FLASHFS_GOOD &&
        form_of(from, file) == FLASHFS_FORM_SLOTS)
        status = slots_copy(from, to, file);
    if (status == FLASHFS_DAMAGED && lost) {
        *lost = true;
        status = FLASHFS_ABSENT;
    }
    if (status == FLASHFS_ABSENT)
        status = begin_empty(to, file);
    return status;
}

/* What the old layout had, so that no password is left behind. */
static enum flashfs_status leave(struct flashfs *old)
{
    enum flashfs_status status = FLASHFS_GOOD;

    for (unsigned i = 0; i < FLASHFS_LAYOUT && status == FLASHFS_GOOD; i++) {
        if (form_of(old, i) == FLASHFS_FORM_NONE || is_everywhere(i) ||
            i == FLASHFS_SEED)
            continue;
        status = form_of(old, i) == FLASHFS_FORM_IMAGE ? begin_empty(old, i)
                                                       : slots_wipe(old, i);
    }
    return status;
}

enum flashfs_status flashfs_convert(struct flashfs *fs,
                                    const struct flashfs_layout *layout,
                                    bool *lost)
{
    struct flashfs to = *fs, old = *fs;
    enum flashfs_status status = FLASHFS_GOOD;
    struct flashfs_info image;

    to.layout = layout;
    to.place = flashfs_places(layout, fs->flash->bytes, fs->flash->block_bytes);
    if (!fs->place || !to.place)
        return FLASHFS_NO_ROOM;
    if (fs->status == FLASHFS_GOOD && fs->layout == layout)
        return FLASHFS_GOOD;
    flashfs_look(fs, FLASHFS_IMAGE, &image);
    if (image.length > flashfs_room(&to, FLASHFS_IMAGE))
        return FLASHFS_NO_ROOM;
    for (unsigned i = FLASHFS_CONFIG; i < FLASHFS_KEY; i++) {
        status = carry(fs, &to, i, lost);
        if (status != FLASHFS_GOOD)
            return status;
    }
    status = put_layout(&to);
    if (status != FLASHFS_GOOD)
        return status;
    to.status = FLASHFS_GOOD;
    *fs = to;
    return old.status == FLASHFS_GOOD ? leave(&old) : FLASHFS_GOOD;
}

/* --- looking ----------------------------------------------------------- */

static enum flashfs_status look_image(struct flashfs *fs, uint32_t origin,
                                      struct flashfs_info *info)
{
    uint8_t header[IMAGE_HEADER_BYTES];
    struct image im;

    if (!fs->flash->read(fs->flash, origin, header, sizeof header))
        return FLASHFS_BROKEN;
    switch (image_parse(&im, header, sizeof header)) {
    case IMAGE_GOOD:
        if (im.file_bytes > fs->flash->bytes - origin)
            return FLASHFS_DAMAGED;
        info->origin = origin;
        info->length = im.file_bytes;
        return FLASHFS_GOOD;
    case IMAGE_BLANK:
        return FLASHFS_ABSENT;
    default:
        return FLASHFS_DAMAGED;
    }
}

enum flashfs_status flashfs_look(struct flashfs *fs, enum flashfs_file file,
                                 struct flashfs_info *info)
{
    enum flashfs_status status = readable(fs, file);
    struct slots_record r;

    info->origin = 0;
    info->length = 0;
    if (status != FLASHFS_GOOD)
        return status;
    if (form_of(fs, file) == FLASHFS_FORM_IMAGE)
        return look_image(fs, fs->place[file].origin, info);
    status = find(fs, file, &r);
    if (status == FLASHFS_GOOD) {
        info->origin = fs->place[file].origin;
        info->length = r.length;
    }
    return status;
}

/* --- images, piece by piece -------------------------------------------- */

enum flashfs_status flashfs_write_begin(struct flashfs_writer *w,
                                        struct flashfs *fs,
                                        enum flashfs_file file, uint32_t total)
{
    w->fs = fs;
    w->total = total;
    w->done = 0;
    w->fill = 0;
    w->progress = NULL;
    w->far = NULL;
    if (form_of(fs, file) != FLASHFS_FORM_IMAGE ||
        total > flashfs_room(fs, file)) {
        w->status = FLASHFS_NO_ROOM;
    } else {
        w->origin = fs->place[file].origin;
        w->status = prepare(fs, file);
    }
    return w->status;
}

/* Programs the sector being filled. */
static void flush(struct flashfs_writer *w)
{
    struct flash *flash = w->fs->flash;
    uint32_t at = w->origin + w->done;

    memset(w->sector + w->fill, 0xff, sizeof w->sector - w->fill);
    if ((flash->block_bytes && at % flash->block_bytes == 0 &&
         !flash->erase(flash, at)) ||
        !flash->program(flash, at, w->sector)) {
        w->status = FLASHFS_BROKEN;
        return;
    }
    w->done += w->fill;
    w->fill = 0;
    if (w->progress)
        w->progress(w->far, w->done, w->total);
}

enum flashfs_status flashfs_write_add(struct flashfs_writer *w,
                                      const void *from, uint32_t n)
{
    const uint8_t *p = from;

    if (w->status == FLASHFS_GOOD && n > w->total - w->done - w->fill)
        w->status = FLASHFS_NO_ROOM;
    while (n > 0 && w->status == FLASHFS_GOOD) {
        uint32_t take = (uint32_t)sizeof w->sector - w->fill;

        take = take < n ? take : n;
        memcpy(w->sector + w->fill, p, take);
        w->fill += take;
        p += take;
        n -= take;
        if (w->fill == sizeof w->sector)
            flush(w);
    }
    return w->status;
}

enum flashfs_status flashfs_write_end(struct flashfs_writer *w)
{
    if (w->status == FLASHFS_GOOD && w->fill > 0)
        flush(w);
    if (w->status == FLASHFS_GOOD && w->done != w->total)
        w->status = FLASHFS_DAMAGED;
    return w->status;
}

enum flashfs_status flashfs_compare(struct flashfs *fs, enum flashfs_file file,
                                    uint32_t at, const void *from, uint32_t n)
{
    const uint8_t *p = from;
    uint8_t is[FLASH_SECTOR_BYTES];

    if (form_of(fs, file) != FLASHFS_FORM_IMAGE ||
        at > flashfs_room(fs, file) || n > flashfs_room(fs, file) - at)
        return FLASHFS_NO_ROOM;
    while (n > 0) {
        uint32_t here = n < sizeof is ? n : (uint32_t)sizeof is;

        if (!fs->flash->read(fs->flash, fs->place[file].origin + at, is, here))
            return FLASHFS_BROKEN;
        if (memcmp(is, p, here) != 0)
            return FLASHFS_DAMAGED;
        at += here;
        p += here;
        n -= here;
    }
    return FLASHFS_GOOD;
}
