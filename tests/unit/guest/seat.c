/* SPDX-License-Identifier: GPL-2.0-or-later */
/* seat.c - see seat.h. */
#include "tests/unit/guest/seat.h"

#include <string.h>

struct seat seat;

static void seat_put(void *far, char c)
{
    (void)far;
    g_string_append_c(seat.out, c);
}

static int seat_get(void *far)
{
    (void)far;
    return *seat.keys ? (uint8_t)*seat.keys++ : -1;
}

static void note(const char *name, int argc, char **argv)
{
    g_strlcpy(seat.ran, name, sizeof seat.ran);
    for (int i = 0; i < argc; i++) {
        g_strlcat(seat.ran, " ", sizeof seat.ran);
        g_strlcat(seat.ran, argv[i], sizeof seat.ran);
    }
}

static void run_version(struct cli *cli, int argc, char **argv)
{
    note("version", argc, argv);
    cli_printf(cli, "about\n");
}

static void run_interface(struct cli *cli, int argc, char **argv)
{
    (void)cli;
    note("interface", argc, argv);
}

static void run_reload(struct cli *cli, int argc, char **argv)
{
    note("reload", argc, argv);
    seat.confirmed = cli_confirm(cli, "Proceed?[confirm]");
}

static void run_new(struct cli *cli, int argc, char **argv)
{
    (void)cli;
    note("new", argc, argv);
}

static void run_long(struct cli *cli, int argc, char **argv)
{
    note("long", argc, argv);
    for (int i = 0; i < 60; i++)
        cli_printf(cli, "line %d\n", i);
}

static const struct command rows[] = {
    {"show", "", "Show things", CLI_ANY, .run = NULL},
    {"show version", "", "The release", CLI_ANY, .run = run_version},
    {"show interface", "[name]", "Counters", CLI_PRIVILEGED, .max_args = 1,
     .run = run_interface},
    {"reload", "[noconfirm]", "Restart", CLI_PRIVILEGED, .max_args = 1,
     .run = run_reload},
    {"show long", "", "Much text", CLI_ANY, .run = run_long},
    {"rename", "<name>", "Rename", CLI_CONFIG, .min_args = 1, .max_args = 1,
     .run = run_new},
    {"long", "", "Much text", CLI_ANY, .run = run_long},
    {"longer", "", "More text", CLI_ANY, .run = run_new},
    {"shun", "", "Shut out", CLI_CONFIG, .run = run_new},
    {"wide", "<interface> [netmask <mask>] [source <address>] [port <port>]",
     "A form that ends with its row, and one that does not", CLI_CONFIG,
     .min_args = 1, .max_args = 1, .run = run_new},
    {"wider", "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|"
     "thirteen|fourteen <port> <address>", "A choice longer than a row",
     CLI_CONFIG, .min_args = 1, .max_args = 1, .run = run_new},
    {"newer", "", "Came with 6.2", CLI_ANY, .since = RELEASE(6, 2, 0),
     .run = run_new},
    {0},
};
const struct command *const seat_tables[] = {cli_basic_commands, rows, NULL};

void seat_begin(void)
{
    static const struct cli_io io = {.put = seat_put, .get = seat_get};

    if (seat.out)
        g_string_free(seat.out, TRUE);
    memset(&seat, 0, sizeof seat);
    seat.out = g_string_new(NULL);
    seat.unit.release = RELEASE(6, 2, 1);
    seat.unit.tables = seat_tables;
    seat.unit.settings = &seat.settings;
    seat.settings = (struct cli_settings){
        .hostname = "pixfirewall", .lines = CLI_LINES, .width = CLI_WIDTH};
    password_hash(seat.settings.enable_hash, "");
    cli_begin(&seat.cli, &seat.unit, &io);
}

void seat_type(const char *keys)
{
    seat.keys = keys;
    seat.ran[0] = '\0';
    seat.cli.leaving = false;
    g_string_truncate(seat.out, 0);
    cli_session(&seat.cli);
}

bool seat_saw(const char *text)
{
    return strstr(seat.out->str, text) != NULL;
}
