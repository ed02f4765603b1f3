/* SPDX-License-Identifier: GPL-2.0-or-later */
/* install.c - see install.h. */
#include "guest/runtime/files/install.h"

#include <stddef.h>

#include "guest/cli/cli.h"
#include "guest/config/config.h"
#include "guest/runtime/files/transfer.h"
#include "guest/runtime/unit/strings.h"
#include "guest/runtime/unit/unit.h"

enum { MARK_BYTES = 65536 };

/* --- may it be installed? ---------------------------------------------- */

/* NULL: it may. */
static const char *objection(const struct transfer *t, enum flashfs_file to)
{
    struct image image;
    uint32_t release;

    if (image_verify(t->file, t->bytes, &image, NULL) != IMAGE_GOOD)
        return STR_COPY_BAD_IMAGE;
    if (image.kind != (to == FLASHFS_PDM ? IMAGE_DEVICE_MANAGER
                                         : IMAGE_FIREWALL))
        return STR_COPY_WRONG_KIND;
    if (to == FLASHFS_PDM)
        return NULL;
    release = RELEASE(image.major, image.minor, image.maintenance);
    if (release < RELEASE(4, 4, 0))
        return STR_COPY_TOO_OLD;
    if (unit.platform && release < unit.platform->since)
        return STR_COPY_UNKNOWN_PLATFORM;
    if (image.generation < unit.fs.layout->generation)
        return STR_COPY_OTHER_LAYOUT;
    return NULL;
}

static bool fits(struct cli *cli, const struct transfer *t,
                 enum flashfs_file to)
{
    uint32_t room = flashfs_room(&unit.fs, to), current;
    struct flashfs_info at = {0};

    if (t->bytes <= room)
        return true;
    unit_flash_begin();
    flashfs_look(&unit.fs, to, &at);
    unit_flash_end();
    current = at.length;
    cli_printf(cli, "Insufficient flash space available for this request:\n"
               "Size info:request:%u current:%u delta:%d free:%u\n",
               (unsigned)t->bytes, (unsigned)current,
               (int)(t->bytes - current), (unsigned)(room - current));
    return false;
}

/* --- writing ----------------------------------------------------------- */

static void mark(void *far, uint32_t done, uint32_t total)
{
    (void)total;
    if (done % MARK_BYTES == 0)
        cli_printf(far, "!");
}

static enum flashfs_status write(struct cli *cli, const struct transfer *t,
                                 enum flashfs_file to)
{
    static struct flashfs_writer writer;
    enum flashfs_status status;

    status = flashfs_write_begin(&writer, &unit.fs, to, t->bytes);
    if (status != FLASHFS_GOOD)
        return status;
    writer.progress = mark;
    writer.far = cli;
    flashfs_write_add(&writer, t->file, t->bytes);
    status = flashfs_write_end(&writer);
    return status == FLASHFS_GOOD
               ? flashfs_compare(&unit.fs, to, 0, t->file, t->bytes)
               : status;
}

bool install_file(struct cli *cli, const struct transfer *t,
                  enum flashfs_file to)
{
    const char *what = to == FLASHFS_PDM ? "PDM" : "image";
    const char *why = objection(t, to);
    enum flashfs_status status;

    if (why) {
        cli_printf(cli, "%s\n", why);
        return false;
    }
    if (!fits(cli, t, to))
        return false;
    cli_printf(cli, "Erasing current %s\nWriting %u bytes of %s\n", what,
               (unsigned)t->bytes, what);
    unit_flash_begin();
    status = write(cli, t, to);
    unit_flash_end();
    cli_printf(cli, "\n");
    if (status != FLASHFS_GOOD)
        cli_printf(cli, "%s\n", flashfs_status_text(status));
    return status == FLASHFS_GOOD;
}

uint32_t install_largest(void)
{
    uint32_t image = flashfs_room(&unit.fs, FLASHFS_IMAGE);
    uint32_t pdm = flashfs_room(&unit.fs, FLASHFS_PDM);

    if (image < unit.config.text_room)
        image = unit.config.text_room; /* without flash: text only */
    return image > pdm ? image : pdm;
}
