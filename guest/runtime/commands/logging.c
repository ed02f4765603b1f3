/* SPDX-License-Identifier: GPL-2.0-or-later */
/* logging.c - show logging, show logging queue, clear logging. */
#include "guest/cli/cli.h"
#include "guest/log/log.h"
#include "guest/runtime/commands/commands.h"
#include "guest/runtime/terminals/logger.h"
#include "guest/runtime/unit/strings.h"
#include "guest/runtime/unit/unit.h"

static const char *enabled(bool on)
{
    return on ? "enabled" : "disabled";
}

static void show_place(struct cli *cli, const char *title, enum log_to place)
{
    const char *level = log_level_name(unit.config.state.log.level[place]);

    if (level)
        cli_printf(cli, STR_LOG_PLACE "\n", title, level,
                   (unsigned)log_figures()->logged[place]);
    else
        cli_printf(cli, STR_LOG_PLACE_OFF "\n", title);
}

static void show_servers(struct cli *cli)
{
    const struct config_state *s = &unit.config.state;
    char ip[CONFIG_IP_TEXT];

    for (unsigned i = 0; i < s->log_hosts; i++) {
        const struct config_log_host *h = &s->log_host[i];

        cli_printf(cli, STR_LOG_SERVER "\n", s->interface[h->interface].name,
                   config_ip(&unit.config, h->ip, ip),
                   h->protocol == CONFIG_TCP ? "tcp" : "udp", h->port,
                   logger_is_down(h) ? STR_LOG_SERVER_DOWN : "");
    }
}

/* Those that are there when it begins. */
static void show_buffer(struct cli *cli)
{
    uint64_t at = 0, end = log_buffer_end();
    char line[LOG_LINE_MAX + 1];

    while (at < end && !cli_stopped(cli) && log_buffer_line(&at, line))
        cli_printf(cli, "%s\n", line);
}

static void show_setting(struct cli *cli, int argc, char **argv)
{
    const struct log_settings *s = &unit.config.state.log;

    (void)argc, (void)argv;
    cli_printf(cli, "Syslog logging: %s\n", enabled(s->on));
    cli_printf(cli, "    Facility: %u\n", s->facility);
    cli_printf(cli, "    Timestamp logging: %s\n", enabled(s->timestamp));
    cli_printf(cli, "    Standby logging: %s\n", enabled(s->standby));
    show_place(cli, "Console", LOG_CONSOLE);
    show_place(cli, "Monitor", LOG_MONITOR);
    show_place(cli, "Buffer", LOG_BUFFERED);
    show_place(cli, "Trap", LOG_TRAP);
    show_servers(cli);
    show_place(cli, "History", LOG_HISTORY);
    if (log_blocks_connections())
        cli_printf(cli, "%s\n", STR_LOG_BLOCKED);
}

static void show_logging(struct cli *cli, int argc, char **argv)
{
    show_setting(cli, argc, argv);
    show_buffer(cli);
}

static void show_queue(struct cli *cli, int argc, char **argv)
{
    const struct log_figures *f = log_figures();

    (void)argc, (void)argv;
    cli_printf(cli, STR_LOG_QUEUE "\n",
               (unsigned)unit.config.state.log.queue, (unsigned)f->waiting,
               (unsigned)f->most_waiting, (unsigned)f->dropped);
}

static void clear_logging(struct cli *cli, int argc, char **argv)
{
    (void)cli, (void)argc, (void)argv;
    log_buffer_clear();
}

const struct command logging_commands[] = {
    {"clear logging", "", "Empty the buffer of messages", CLI_PRIVILEGED,
     .run = clear_logging},
    {"show logging", "", "Where messages go, and those kept here",
     CLI_PRIVILEGED, .run = show_logging},
    {"show logging setting", "", "Where messages go",
     CLI_PRIVILEGED, .run = show_setting},
    {"show logging queue", "", "Messages that wait", CLI_PRIVILEGED,
     .run = show_queue},
    {0},
};
