/* SPDX-License-Identifier: GPL-2.0-or-later */
/* floppy.c - write floppy, configure floppy. */
#include "guest/cli/cli.h"
#include "guest/config/save.h"
#include "guest/runtime/commands/commands.h"
#include "guest/runtime/files/diskette.h"

static void write_floppy(struct cli *cli, int argc, char **argv)
{
    (void)argc, (void)argv;
    save_elsewhere(cli, diskette_save, NULL);
}

static void configure_floppy(struct cli *cli, int argc, char **argv)
{
    const char *text, *why;
    uint32_t n;

    (void)argc, (void)argv;
    why = diskette_load(&text, &n);
    if (why)
        cli_printf(cli, "%s\n", why);
    else
        save_execute_copy(cli, text, n);
}

const struct command floppy_commands[] = {
    {"configure floppy", "", "Add what is saved on a diskette",
     CLI_PRIVILEGED, .run = configure_floppy},
    {"write floppy", "", "Save the configuration on a diskette",
     CLI_PRIVILEGED, .run = write_floppy},
    {0},
};
