/* SPDX-License-Identifier: GPL-2.0-or-later */
/* startup.c - see startup.h. */
#include "guest/runtime/startup.h"

#include "guest/lib/string.h"
#include "guest/runtime/terminals/console.h"
#include "guest/runtime/unit/features.h"
#include "guest/runtime/unit/report.h"
#include "guest/runtime/unit/strings.h"
#include "guest/runtime/unit/unit.h"
#include "guest/runtime/wire/interfaces.h"

enum { BOX_WIDTH = 62 };

static void put_text(void *far, const char *text)
{
    (void)far;
    console_printf("%s", text);
}

/* What is wrong with flash, or has happened to it. */
static void flash_layout(void)
{
    static const char *const releases[] = {"", "4.x", "5.0 and 5.1"};

    if (unit_flash_is_later())
        console_printf("%s\n", STR_LAYOUT_LATER);
    else if (unit.fs.status != FLASHFS_GOOD &&
             unit.fs.status != FLASHFS_ABSENT) /* an image and nothing else */
        console_printf(STR_LAYOUT "\n", flashfs_status_text(unit.fs.status));
    if (unit.was_layout)
        console_printf(unit.lost_in_layout ? STR_LAYOUT_LOST "\n"
                                           : STR_LAYOUT_WAS "\n",
                       releases[unit.was_layout]);
}

void startup_hardware(void)
{
    char mac[REPORT_MAC_TEXT];

    console_printf("%uMB RAM\n", (unsigned)(unit.boot.ram_bytes >> 20));
    if (unit.has_card)
        console_printf("Flash=%s @ 0x%x\n", unit.card.part,
                       FLASHCARD_PORT);
    else
        console_printf("%s\n", STR_NO_FLASH);
    if (unit.has_card)
        flash_layout();
    if (unit.platform)
        console_printf("BIOS Flash=%s @ 0xd8000\n",
                       unit.platform->bios_flash);
    for (unsigned i = 0; i < interfaces_count(); i++) {
        const struct interface *in = interface_at(i);

        report_mac(mac, sizeof mac, in->mac);
        console_printf(STR_NIC "\n", i8255x_name(in->nic.revision),
                       in->nic.irq, mac);
    }
    if (interfaces_unused())
        console_printf(STR_INTERFACES_UNUSED "\n", interfaces_unused());
}

static void rule(void)
{
    console_printf("  +");
    for (int i = 0; i < BOX_WIDTH; i++)
        console_printf("-");
    console_printf("+\n");
}

/* A line of the box, its text in the middle. */
static void line(const char *text)
{
    int room = BOX_WIDTH - (int)strlen(text), left = room / 2;

    console_printf("  |%*s%s%*s|\n", left, "", text, room - left, "");
}

void startup_banner(void)
{
    console_printf("\n");
    rule();
    line("");
    line(unit.image.product);
    line(STR_BANNER);
    line("");
    rule();
    console_printf("\n");
}

void startup_licence(void)
{
    struct report to = {put_text, NULL};

    console_printf("%s Version %s\n", unit.image.product, unit.image.release);
    report_features(&to, &unit.licence);
    if (unit.release >= RELEASE(6, 3, 0))
        console_printf("\nThis PIX has %s license.\n",
                       features_licence_name(&unit.licence));
    console_printf("\n");
    if (unit.key_too_new)
        console_printf("%s\n", STR_KEY_TOO_NEW);
    if (!unit.has_key)
        console_printf("%s\n%s\n\n", STR_NO_KEY, STR_NO_KEY_MEANS);
    console_printf("%s\n\n", STR_NOTICE);
}
