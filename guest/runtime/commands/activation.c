/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * activation.c - activation-key, show activation-key.
 *
 * The key in flash and the key that runs are separate facts: a new key counts
 * from the next start on.  Flash is only looked at while it holds the image
 * that runs, because another image may want another key.
 */
#include "guest/cli/cli.h"
#include "guest/lib/format.h"
#include "guest/lib/string.h"
#include "guest/runtime/commands/commands.h"
#include "guest/runtime/unit/report.h"
#include "guest/runtime/unit/strings.h"
#include "guest/runtime/unit/unit.h"

enum { KEY_TEXT = 128 };

static void show_key(struct cli *cli, const char *which,
                     const uint32_t key[4], const struct licence *licence)
{
    struct report to = report_to_session(cli);

    cli_printf(cli, "%s activation key: 0x%08x 0x%08x 0x%08x 0x%08x\n", which,
               (unsigned)key[0], (unsigned)key[1], (unsigned)key[2],
               (unsigned)key[3]);
    report_features(&to, licence);
    cli_printf(cli, "\n");
}

static void show_serial(struct cli *cli)
{
    cli_printf(cli, "Serial Number: %u (0x%x)\n\n",
               (unsigned)unit.card.serial, (unsigned)unit.card.serial);
}

/* Is what this image would run with: of a key that is not valid, nothing. */
static bool licence_of(const uint32_t key[4], struct licence *to)
{
    unsigned newest = licence_format_of_release(unit.image.major,
                                                unit.image.minor);

    licence_default(to);
    if (licence_check(unit.card.serial, key, newest, to) == LICENCE_VALID)
        return true;
    licence_default(to);
    return false;
}

static void flash_key(uint32_t key[4])
{
    unit_flash_begin();
    if (flashfs_key_get(&unit.fs, key) != FLASHFS_GOOD)
        memset(key, 0, 4 * sizeof key[0]);
    unit_flash_end();
}

static void show_activation_key(struct cli *cli, int argc, char **argv)
{
    struct licence licence;
    uint32_t key[4];

    (void)argc, (void)argv;
    show_serial(cli);
    show_key(cli, "Running", unit.key, &unit.licence);
    if (!unit_runs_flash_image()) {
        cli_printf(cli, "The flash image is DIFFERENT than the running image."
                   "\nThe two images must be the same in order to examine "
                   "the flash activation key.\n");
        return;
    }
    flash_key(key);
    if (!memcmp(key, unit.key, sizeof key)) {
        cli_printf(cli, "The flash activation key is the SAME as the running "
                   "key.\n");
        return;
    }
    licence_of(key, &licence);
    show_key(cli, "Flash", key, &licence);
    cli_printf(cli, "The flash activation key is DIFFERENT than the running "
               "key.\nThe flash activation key takes effect after the next "
               "reload.\n");
}

/* The words as they were typed, blanks between them. */
static bool parse(int argc, char **argv, uint32_t key[4])
{
    char text[KEY_TEXT] = "";
    size_t n = 0;

    for (int i = 0; i < argc; i++) {
        int more = format(text + n, sizeof text - n, "%s ", argv[i]);

        if (more < 0 || (size_t)more >= sizeof text - n)
            return false;
        n += (size_t)more;
    }
    return licence_parse_key(text, key);
}

static void store(struct cli *cli, const uint32_t key[4],
                  const struct licence *licence)
{
    enum flashfs_status status;

    unit_flash_begin();
    status = flashfs_key_set(&unit.fs, key);
    unit_flash_end();
    if (status != FLASHFS_GOOD) {
        cli_printf(cli, "%s\n%s\n", flashfs_status_text(status),
                   STR_KEY_NOT_STORED);
        return;
    }
    show_serial(cli);
    show_key(cli, "Flash", key, licence);
    cli_printf(cli, "The flash activation key has been modified.\n"
               "The flash activation key is now DIFFERENT than the running "
               "key.\nThe flash activation key will be used when the unit is "
               "reloaded.\n");
}

static void activation_key(struct cli *cli, int argc, char **argv)
{
    struct licence licence;
    uint32_t key[4];

    if (!unit_runs_flash_image())
        cli_printf(cli, "The Flash image and the Running image differ\n");
    else if (!parse(argc, argv, key) || !licence_of(key, &licence))
        cli_printf(cli, "The activation key is not valid\n");
    else if (unit.has_key && !memcmp(key, unit.key, sizeof key))
        cli_printf(cli, "The activation key you entered is the same as the "
                   "Running key\n");
    else
        store(cli, key, &licence);
}

const struct command activation_commands[] = {
    {"activation-key", "<word> <word> <word> <word>",
     "Enter another activation key", CLI_PRIVILEGED,
     .since = RELEASE(6, 2, 0), .min_args = 1, .max_args = 8,
     .run = activation_key},
    {"show activation-key", "", "The keys, running and in flash",
     CLI_PRIVILEGED, .since = RELEASE(6, 2, 0), .run = show_activation_key},
    {0},
};
