/* SPDX-License-Identifier: GPL-2.0-or-later */
/* cmd_flashfs.c - show flashfs. */
#include "guest/cli/cli.h"
#include "guest/cli/strings.h"
#include "guest/runtime/commands.h"
#include "guest/runtime/unit.h"

enum { FILES = FLASHFS_CRASH + 1 };

/* As the original numbers its own; our layout is another one. */
#define HEAD "flash file system:  version:2  magic:0x12345679\n"

static void show_flashfs(struct cli *cli, int argc, char **argv)
{
    struct flashfs_info at[FILES] = {{0, 0}};

    (void)argc, (void)argv;
    if (!unit.has_card || !unit.fs.place) {
        cli_printf(cli, "%s\n", STR_NO_FLASH);
        return;
    }
    unit_flash_begin();
    for (unsigned i = 0; i < FILES; i++)
        flashfs_look(&unit.fs, (enum flashfs_file)i, &at[i]);
    unit_flash_end();
    cli_printf(cli, HEAD);
    for (unsigned i = 0; i < FILES; i++)
        cli_printf(cli, "  file %u: origin: %7u length:%u\n", i,
                   (unsigned)at[i].origin, (unsigned)at[i].length);
}

const struct command flashfs_commands[] = {
    {"show flashfs", "", "Files in flash", CLI_PRIVILEGED,
     .since = RELEASE(5, 1, 1), .run = show_flashfs},
    {0},
};
