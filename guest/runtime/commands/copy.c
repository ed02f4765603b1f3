/* SPDX-License-Identifier: GPL-2.0-or-later */
/* copy.c - copy tftp flash, copy http flash; of captures see capture.c. */
#include "guest/cli/cli.h"
#include "guest/lib/string.h"
#include "guest/runtime/commands/capture.h"
#include "guest/runtime/commands/commands.h"
#include "guest/runtime/files/install.h"
#include "guest/runtime/files/source.h"
#include "guest/runtime/files/transfer.h"
#include "guest/runtime/unit/strings.h"
#include "guest/runtime/unit/unit.h"

/* "flash[:[image|pdm]]" */
static bool parse_target(const char *text, enum flashfs_file *to)
{
    *to = FLASHFS_IMAGE;
    if (strncasecmp(text, "flash", 5) != 0)
        return false;
    text += 5;
    if (*text == '\0')
        return true;
    if (*text++ != ':')
        return false;
    if (cli_abbreviates(text, "pdm"))
        *to = FLASHFS_PDM;
    return *text == '\0' || *to == FLASHFS_PDM ||
           cli_abbreviates(text, "image");
}

static void copy_to_flash(struct cli *cli, struct source *from,
                          enum flashfs_file to)
{
    struct transfer t;
    bool done = false;

    if (source_fetch(cli, from, &t, install_largest())) {
        cli_printf(cli, "Received %u bytes\n", (unsigned)t.bytes);
        done = install_file(cli, &t, to);
    }
    transfer_end(cli);
    cli_printf(cli, "%s %s\n", to == FLASHFS_PDM ? "PDM" : "Image",
               done ? "installed" : "not installed");
}

static bool is_source(const char *text)
{
    return source_is_http(text) ||
           (strncasecmp(text, "tftp", 4) == 0 &&
            (text[4] == '\0' || text[4] == ':'));
}

static void copy(struct cli *cli, int argc, char **argv)
{
    const char *from = argv[0], *target = argv[1];
    struct source source = {0};
    char text[SOURCE_TEXT];
    enum flashfs_file to;

    if (capture_is_source(from)) {
        capture_copy(cli, argc, argv);
    } else if (argc > 2 || !is_source(from) || !parse_target(target, &to)) {
        cli_usage(cli, "copy", 4);
    } else if (!unit.has_card || !unit.fs.place) {
        cli_printf(cli, "%s\n", STR_NO_FLASH);
    } else if (!strchr(from, ':')) {
        if (source_ask(cli, &source, target))
            copy_to_flash(cli, &source, to);
    } else if (source_is_http(from) ? source_http(cli, from, &source)
                                    : source_tftp(cli, from + 5, &source)) {
        cli_printf(cli, "copying %s to %s\n", source_text(&source, text),
                   target);
        copy_to_flash(cli, &source, to);
    }
}

const struct command copy_commands[] = {
    {"copy", "tftp[:[[//<location>][/<pathname>]]] flash[:[image|pdm]]",
     "Fetch an image or the device manager", CLI_PRIVILEGED,
     .since = RELEASE(5, 1, 1), .min_args = 2, .max_args = 3, .run = copy},
    {"copy",
     "capture:<name> tftp:[[//<location>][/<pathname>]] [pcap]",
     "Send what was captured", CLI_PRIVILEGED, .since = RELEASE(6, 2, 0),
     .min_args = 2, .max_args = 3, .run = copy},
    {"copy", "http[s]://[<user>:<password>@]<location>[:<port>]/<pathname> "
             "flash[:[image|pdm]]",
     "Fetch them from a web server", CLI_PRIVILEGED,
     .since = RELEASE(6, 2, 0), .min_args = 2, .max_args = 2, .run = copy},
    {0},
};
