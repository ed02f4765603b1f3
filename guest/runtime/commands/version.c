/* SPDX-License-Identifier: GPL-2.0-or-later */
/* version.c - show version. */
#include "guest/cli/cli.h"
#include "guest/cli/uptime.h"
#include "guest/runtime/commands/commands.h"
#include "guest/runtime/unit/clock.h"
#include "guest/runtime/unit/features.h"
#include "guest/runtime/unit/report.h"
#include "guest/runtime/unit/strings.h"
#include "guest/runtime/unit/unit.h"
#include "guest/runtime/web/manager.h"
#include "guest/runtime/wire/interfaces.h"

static void software(struct cli *cli)
{
    char up[UPTIME_TEXT];
    struct image manager;

    uptime_text(up, sizeof up, clock_seconds());
    cli_printf(cli, "\n%s Version %s\n", unit.image.product,
               unit.image.release);
    if (unit.release >= RELEASE(6, 0, 0) && manager_there(&manager))
        cli_printf(cli, "%s Version %s\n", manager.product, manager.release);
    cli_printf(cli, "\n");
    cli_printf(cli, "Compiled on %s by %s\n\n", unit.image.built, STR_BUILDER);
    cli_printf(cli, "%s up %s\n\n", unit.config.state.cli.hostname, up);
}

static void hardware(struct cli *cli)
{
    const struct platform *p = unit.platform;

    cli_printf(cli, "Hardware:   %s, %u MB RAM, CPU %s\n",
               unit_platform_title(),
               (unsigned)(unit.boot.ram_bytes >> 20), unit.processor);
    if (unit.has_card)
        cli_printf(cli, "Flash %s @ 0x%x, %uMB\n", unit.card.part,
                   FLASHCARD_PORT, (unsigned)(unit.card.flash.bytes >> 20));
    else
        cli_printf(cli, "%s\n", STR_NO_FLASH);
    if (p)
        cli_printf(cli, "BIOS Flash %s @ 0xfffd8000, %s\n", p->bios_flash,
                   p->bios_flash_size);
    cli_printf(cli, "\n");
}

static void interface_list(struct cli *cli)
{
    char mac[REPORT_MAC_TEXT];

    for (unsigned i = 0; i < interfaces_count(); i++) {
        const struct interface *in = interface_at(i);

        report_mac(mac, sizeof mac, in->mac);
        cli_printf(cli, "%u: %s: address is %s, irq %u\n", i,
                   in->config->title, mac, in->nic.irq);
    }
    cli_printf(cli, "\n");
}

/* The key was called "Running" when 6.2 told it from the one in flash. */
static void licence(struct cli *cli)
{
    struct report to = report_to_session(cli);
    const uint32_t *key = unit.key;

    report_features(&to, &unit.licence);
    if (unit.release >= RELEASE(6, 3, 0))
        cli_printf(cli, "\nThis PIX has %s license.\n",
                   features_licence_name(&unit.licence));
    cli_printf(cli, "\nSerial Number: %u (0x%x)\n",
               (unsigned)unit.card.serial, (unsigned)unit.card.serial);
    cli_printf(cli, "%s: 0x%08x 0x%08x 0x%08x 0x%08x\n",
               unit.release >= RELEASE(6, 2, 0) ? "Running Activation Key"
                                                : "Activation Key",
               (unsigned)key[0], (unsigned)key[1], (unsigned)key[2],
               (unsigned)key[3]);
    if (!unit.has_key)
        cli_printf(cli, "%s\n", STR_NO_KEY);
}

static void show_version(struct cli *cli, int argc, char **argv)
{
    (void)argc;
    (void)argv;
    software(cli);
    hardware(cli);
    interface_list(cli);
    licence(cli);
}

const struct command version_commands[] = {
    {"show version", "", "Release, hardware, licence and uptime", CLI_ANY,
     .run = show_version},
    {0},
};
