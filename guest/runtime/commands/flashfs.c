/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * flashfs.c - show flashfs, clear flashfs, flashfs downgrade.
 *
 * An earlier release finds its configuration only in the layout of its own
 * generation; one that is started from flash brings it into its own again.
 */
#include "guest/cli/cli.h"
#include "guest/lib/string.h"
#include "guest/runtime/commands/commands.h"
#include "guest/runtime/unit/strings.h"
#include "guest/runtime/unit/unit.h"

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

/* --- other layouts ----------------------------------------------------- */

static const struct target {
    const char *version, *other; /* as they are typed */
    uint32_t generation;
    uint32_t release; /* the last of its generation */
    const char *by;   /* how it is installed */
} targets[] = {
    {"4.2", "4.x", 1, RELEASE(4, 2, 1), STR_FLASH_BY_DISKETTE},
    {"5.0", "5.0", 2, RELEASE(5, 0, 1), STR_FLASH_BY_MONITOR},
    {"5.1", "5.x", 2, RELEASE(5, 1, 1), STR_FLASH_BY_MONITOR},
};

enum { TARGETS = sizeof targets / sizeof targets[0] };

static const struct target *find_target(const char *version)
{
    for (unsigned i = 0; i < TARGETS; i++) {
        if (!strcmp(version, targets[i].version) ||
            !strcmp(version, targets[i].other))
            return &targets[i];
    }
    return NULL;
}

/* NULL: this program does not know it. */
static const struct flashfs_layout *layout_of(uint32_t generation)
{
    const struct flashfs_layout *l = &flashfs_layout;

    while (l && l->generation != generation)
        l = l->before;
    return l;
}

/* Says why not, and what it costs where the layout cannot be read. */
static bool converted(struct cli *cli, const struct flashfs_layout *to)
{
    bool unreadable = unit.fs.status == FLASHFS_DAMAGED;
    enum flashfs_status status;

    if (unit_flash_is_later()) { /* what is in it nobody here can carry over */
        cli_printf(cli, "%s\n", STR_FLASH_LATER);
        return false;
    }
    unit_flash_begin();
    status = flashfs_convert(&unit.fs, to, NULL);
    unit_flash_end();
    if (status != FLASHFS_GOOD)
        cli_printf(cli, STR_FLASH_NOT_DONE "\n", flashfs_status_text(status));
    else if (unreadable)
        cli_printf(cli, "%s\n", STR_FLASH_LOST);
    return status == FLASHFS_GOOD;
}

static bool has_flash(struct cli *cli)
{
    if (unit.has_card && unit.fs.place)
        return true;
    cli_printf(cli, "%s\n", STR_NO_FLASH);
    return false;
}

static void downgrade(struct cli *cli, int argc, char **argv)
{
    const struct target *t = find_target(argv[0]);
    const struct flashfs_layout *to = t ? layout_of(t->generation) : NULL;

    (void)argc;
    if (!has_flash(cli))
        return;
    if (!to)
        cli_usage(cli, "flashfs downgrade", 17);
    else if (unit.platform && unit.platform->since > t->release)
        cli_printf(cli, STR_FLASH_NO_WAY "\n", t->version,
                   unit.platform->title);
    else if (unit.fs.status == FLASHFS_GOOD && unit.fs.layout == to)
        cli_printf(cli, STR_FLASH_HAS_IT "\n", t->version);
    else if (converted(cli, to))
        cli_printf(cli, STR_FLASH_DOWNGRADED "\n", t->version, t->by);
}

/* The layout that has nothing but an image and a configuration. */
static void clear_flashfs(struct cli *cli, int argc, char **argv)
{
    (void)argc, (void)argv;
    bool unreadable = unit.fs.status == FLASHFS_DAMAGED;

    if (has_flash(cli) && converted(cli, layout_of(1)) && !unreadable)
        cli_printf(cli, "%s\n", STR_FLASH_CLEARED);
}

const struct command flashfs_commands[] = {
    {"clear flashfs", "", "Clear the file system in flash", CLI_PRIVILEGED,
     .since = RELEASE(5, 1, 1), .run = clear_flashfs},
    {"flashfs", "", "Prepare flash for an earlier release", CLI_PRIVILEGED,
     .since = RELEASE(5, 1, 1), .run = NULL},
    {"flashfs downgrade", "4.2|5.0|5.1",
     "Prepare flash for an earlier release", CLI_PRIVILEGED,
     .since = RELEASE(5, 1, 1), .min_args = 1, .max_args = 1,
     .run = downgrade},
    {"show flashfs", "", "Files in flash", CLI_PRIVILEGED,
     .since = RELEASE(5, 1, 1), .run = show_flashfs},
    {0},
};
