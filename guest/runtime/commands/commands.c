/* SPDX-License-Identifier: GPL-2.0-or-later */
/* commands.c - the list of tables, and the commands about the whole unit. */
#include "guest/runtime/commands/commands.h"

#include <stddef.h>

#include "guest/cli/cli.h"
#include "guest/config/config.h"
#include "guest/config/save.h"
#include "guest/config/stored.h"
#include "guest/i386/restart.h"
#include "guest/lib/format.h"
#include "guest/log/log.h"
#include "guest/runtime/files/trust.h"
#include "guest/runtime/network/captures.h"
#include "guest/runtime/network/dhcpd.h"
#include "guest/runtime/network/network.h"
#include "guest/runtime/network/trace.h"
#include "guest/runtime/network/traffic.h"
#include "guest/runtime/pair/pair.h"
#include "guest/runtime/terminals/console.h"
#include "guest/runtime/terminals/debug.h"
#include "guest/runtime/terminals/remote.h"
#include "guest/runtime/unit/strings.h"
#include "guest/runtime/unit/unit.h"
#include "guest/runtime/wire/interfaces.h"

const struct command *const runtime_command_tables[] = {
    cli_basic_commands, config_basic_commands, config_interface_commands,
    config_nameif_commands,
    config_route_commands, config_name_commands, config_telnet_commands,
    config_trust_commands, config_http_commands, config_failover_commands,
    pair_commands,
    config_translation_commands, config_static_commands,
    config_access_commands, config_access_group_commands,
    config_object_commands,
    config_timeout_commands, config_guard_commands, config_alias_commands,
    config_established_commands, config_outbound_commands,
    config_sysopt_commands,
    config_zone_commands,
    config_dhcpd_commands, dhcpd_commands, capture_commands,
    traffic_commands, shun_commands, rate_commands,
    config_save_commands, config_stored_commands, unit_commands,
    version_commands,
    address_commands, interface_commands, clock_commands, resource_commands,
    network_commands,
    remote_commands, activation_commands, copy_commands,
    configure_commands, trust_commands,
    flashfs_commands, floppy_commands,
    config_logging_commands, config_log_message_commands,
    config_user_commands, config_privilege_commands, config_clear_commands,
    logging_commands, debug_commands, trace_commands,
    setup_commands,
    factory_commands,
    NULL,
};

/* The ROM says `Rebooting...` when it begins again. */
static void reload(struct cli *cli, int argc, char **argv)
{
    if (argc == 1 && !cli_abbreviates(argv[0], "noconfirm")) {
        cli_usage(cli, "reload", 6);
        return;
    }
    if (argc == 0 && save_is_needed(cli->unit->config))
        cli_printf(cli, "%s\n", STR_RELOAD_LOSES);
    if (argc == 0 && !cli_confirm(cli, STR_CONFIRM_RELOAD))
        return;
    cli_printf(cli, "\n");
    if (unit_flash_is_used())
        cli_printf(cli, "%s\n", STR_RELOAD_WAITS);
    unit_flash_begin(); /* half an image would be none */
    log_message(199001, cli->from);
    pair_leave();
    interfaces_stop();
    console_drain();
    restart();
}

/* What whoever helps wants to see: answers one after the other, and the
 * configuration without what is secret. */
static void show_tech_support(struct cli *cli, int argc, char **argv)
{
    static const char *const parts[] = {
        "show version", "show clock", "show memory", "show conn count",
        "show xlate count", "show blocks", "show interface", "show cpu usage",
        "show processes", "show failover", "show traffic", "show perfmon",
        NULL};

    if (argc && !cli_abbreviates(argv[0], "no-config")) {
        cli_usage(cli, "show tech-support", 17);
        return;
    }
    for (unsigned i = 0; parts[i] && !cli_stopped(cli); i++) {
        char line[32];

        if (i)
            cli_printf(cli, "\n" STR_TECH_TITLE "\n\n", parts[i]);
        format(line, sizeof line, "%s", parts[i]);
        cli_execute(cli, line);
    }
    if (argc || cli_stopped(cli))
        return;
    cli_printf(cli, "\n" STR_TECH_TITLE "\n\n", "show running-config");
    save_show_to_others(cli);
}

const struct command unit_commands[] = {
    {"reload", "[noconfirm]", "Halt and start the unit again", CLI_PRIVILEGED,
     .max_args = 1, .run = reload},
    {"show", "", "Show what the unit is and does", CLI_ANY, .run = NULL},
    {"show tech-support", "[no-config]", "All that may help to find a fault",
     CLI_PRIVILEGED, .max_args = 1, .run = show_tech_support},
    {0},
};
