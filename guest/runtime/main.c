/* SPDX-License-Identifier: GPL-2.0-or-later */
/* main.c - the runtime: the firewall's own program. */
#include <stddef.h>

#include "guest/cli/cli.h"
#include "guest/cli/strings.h"
#include "guest/config/banner.h"
#include "guest/config/save.h"
#include "guest/config/stored.h"
#include "guest/config/users.h"
#include "guest/i386/restart.h"
#include "guest/lib/format.h"
#include "guest/lib/string.h"
#include "guest/log/log.h"
#include "guest/net/blocks.h"
#include "guest/program/program.h"
#include "guest/runtime/commands/commands.h"
#include "guest/runtime/commands/setup.h"
#include "guest/runtime/network/network.h"
#include "guest/runtime/pair/pair.h"
#include "guest/runtime/startup.h"
#include "guest/runtime/terminals/console.h"
#include "guest/runtime/terminals/debug.h"
#include "guest/runtime/terminals/logger.h"
#include "guest/runtime/terminals/remote.h"
#include "guest/runtime/unit/clock.h"
#include "guest/runtime/unit/features.h"
#include "guest/runtime/unit/gates.h"
#include "guest/runtime/unit/memory.h"
#include "guest/runtime/unit/panic.h"
#include "guest/runtime/unit/store.h"
#include "guest/runtime/unit/strings.h"
#include "guest/runtime/unit/unit.h"
#include "guest/runtime/unit/wallclock.h"
#include "guest/runtime/web/manager.h"
#include "guest/runtime/wire/interfaces.h"
#include "guest/threads/thread.h"

enum { CONSOLE_STACK_BYTES = 16384 };

static struct thread idle, console;
static uint8_t console_stack[CONSOLE_STACK_BYTES]
    __attribute__((aligned(16)));
static struct cli session;

/* `console timeout`: whoever is privileged and types nothing for so long is
 * logged off. */
static uint64_t patience(void)
{
    const char *line = stored_next(&unit.config.state, "console timeout",
                                   NULL);
    uint32_t minutes;

    if (!line || session.mode == CLI_USER ||
        !parse_u32(strrchr(line, ' ') + 1, &minutes) || !minutes)
        return THREAD_FOREVER;
    return clock_coarse() + CLOCK_SECONDS(60) * minutes;
}

static int get(void *far)
{
    int key = console_get_until(patience());

    (void)far;
    if (key < 0)
        console_printf("\n\n%s\n\n", STR_LOGOFF);
    return key;
}

static const struct cli_io io = {.put = console_put, .get = get,
                                 .interrupted = console_interrupted};

/* What has to follow when the configuration changes. */
static void changed(enum config_part part, unsigned index)
{
    if (part == CONFIG_PART_INTERFACE)
        interface_apply(index);
    if (part == CONFIG_PART_LOGGING)
        logger_apply();
    else if (part == CONFIG_PART_FAILOVER)
        pair_changed(part);
    else
        network_apply(part, index);
}

static void readdressed(unsigned interface)
{
    network_apply(CONFIG_PART_INTERFACE, interface);
}

static const char *missing(const struct config_state *s, const char *line)
{
    if (!strcmp(line, "failover") && !pair_has_chassis())
        return "Failover";
    return gates_missing(&unit.licence, s, line);
}

/* What is saved, on top of what a new unit has. */
static void configure(void)
{
    struct config *c = &unit.config;
    uint8_t digest[MD5_BYTES];
    char text[SAVE_CHECKSUM_TEXT];
    bool there;

    config_defaults(c, unit.release, interfaces_count());
    c->changed = changed;
    c->missing = missing;
    c->dhcpd_max = features_dhcpd(unit.release, &unit.licence, unit.platform);
    c->unguarded = !unit.licence.guards;
    c->unlicensed = interfaces_unused();
    for (unsigned i = 0; i < interfaces_count(); i++)
        interface_apply(i);
    cli_begin(&session, &unit.cli, &io);
    there = save_start(&session);
    config_digest(c, digest);
    console_printf("Cryptochecksum(%s): %s\n",
                   !there || !memcmp(digest, c->checksum, sizeof digest)
                       ? "unchanged" : "changed",
                   save_checksum_text(c->checksum, text));
}

/* One who sits at the console after another. */
static void serve_console(void)
{
    for (;;) {
        console_printf("%s\n", STR_NO_SUCH_COMMAND);
        cli_begin(&session, &unit.cli, &io);
        banner_show(&session, "motd");
        if (users_asked(&unit.config, "serial")) {
            banner_show(&session, "login");
            if (!users_log_in(&session))
                continue;
        }
        banner_show(&session, "exec");
        cli_session(&session);
    }
}

/* From here on to the prompt. */
static void run_console(void *far)
{
    (void)far;
    unit_look_around();
    store_lend_text(&unit.config);
    resources_start();
    interfaces_start(features_interfaces(&unit.licence, unit.platform));
    startup_hardware();
    startup_banner();
    startup_licence();
    network_start();
    logger_start();
    debug_start();
    pair_setup(readdressed);
    configure();
    pair_start();
    remote_start();
    manager_start();
    log_message(199002);
    if (unit.release >= RELEASE(5, 2, 0) && store_is_erased())
        setup_offer(&session);
    serve_console();
}

void program_main(uint32_t magic, const struct boot_info *boot)
{
    struct boot_info info;

    program_begin(&info, magic, boot);
    panic_setup();
    memory_setup(info.ram_bytes);
    if (!unit_setup(&info))
        restart();
    if (!blocks_setup(memory_take))
        panic_restart(STR_NO_MEMORY);
    thread_setup(&idle);
    clock_setup();
    thread_account(clock_now);
    wallclock_setup();
    console_open();
    unit.cli.tables = runtime_command_tables;
    unit.cli.typed = pair_typed;
    thread_start(&console, "ci/console", run_console, NULL, console_stack,
                 sizeof console_stack);
    thread_idle();
}
