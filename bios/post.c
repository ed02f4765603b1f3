/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * post.c - what happens after power-on, in order.
 *
 * No memory test and no display.
 */
#include "bios/board.h"
#include "bios/boot.h"
#include "bios/kernel.h"
#include "bios/optionrom.h"
#include "bios/pcisetup.h"
#include "bios/strings.h"
#include "guest/drivers/uart.h"
#include "guest/i386/cmos.h"
#include "guest/i386/cpu.h"
#include "guest/i386/dma.h"
#include "guest/i386/interrupt.h"
#include "guest/i386/restart.h"
#include "guest/image/boot.h"
#include "guest/lib/format.h"
#include "guest/stage/console.h"
#include "guest/stage/nics.h"

enum { WINDOW_S = 10, ESC = 27, COUNTDOWN_WIDTH = 25 };

/* Called by entry.S; again: a foreign program ran and booted nothing. */
void post(bool again) __attribute__((noreturn));

static struct flashcard card;
static struct monitor monitor;

static void exception(struct interrupt_frame *frame)
{
    /* The console works by interrupt. */
    cpu_interrupts_on();
    print(STR_EXCEPTION "\n", (unsigned)frame->vector, (unsigned)frame->error,
          (unsigned)frame->eip);
    console_close();
    restart();
}

static void announce(const struct board *board)
{
    if (restart_was_asked())
        print(STR_REBOOTING "\n");
    print(STR_BANNER "\n");
    print(STR_PLATFORM "\n", board->platform);
    if (flashcard_find(&card, clock_delay, NULL))
        print(STR_FLASH "\n", card.part, FLASHCARD_PORT);
    else
        print(STR_NO_FLASH "\n", FLASHCARD_PORT);
    print("\n");
}

/* --- the ten seconds --------------------------------------------------- */

enum choice { BOOT, INTERRUPT };

/* Rewrites the line in place; nothing else is on it. */
static void show_seconds(unsigned left)
{
    char text[COUNTDOWN_WIDTH + 1];

    format(text, sizeof(text), STR_COUNTDOWN, left);
    print("\r%-*s", left == WINDOW_S ? 0 : COUNTDOWN_WIDTH, text);
}

static enum choice wait_for_choice(void)
{
    uint32_t began = clock_ticks();
    unsigned shown = 0;

    clock_align();
    for (;;) {
        unsigned passed = (clock_ticks() - began) / CLOCK_HZ;
        if (passed >= WINDOW_S)
            return BOOT;
        if (shown != WINDOW_S - passed) {
            shown = WINDOW_S - passed;
            show_seconds(shown);
        }
        int c = console_key();
        if (c == ESC || c == UART_BREAK)
            return INTERRUPT;
        if (c == ' ')
            return BOOT;
        if (c == UART_NOTHING)
            rest();
    }
}

/* Returns when there is nothing to boot in flash; false: somebody wants the
 * monitor. */
static bool offer_flash_boot(void)
{
    print(STR_USE_ESC "\n");
    print(STR_USE_SPACE "\n");
    if (wait_for_choice() == INTERRUPT) {
        print("\r%*s\r" STR_INTERRUPTED "\n", COUNTDOWN_WIDTH, "");
        return false;
    }
    print("\n");
    boot_from_flash(&card);
    return true;
}

/* --- the monitor ------------------------------------------------------- */

static void start(void *unused, uint8_t *file, size_t bytes)
{
    (void)unused;
    boot_fetched(file, bytes, card.strap);
}

static void reload(void *unused)
{
    (void)unused;
    boot_reload();
}

static void __attribute__((noreturn)) run_monitor(
    const struct board *board)
{
    struct boot_place place = boot_place(cmos_ram_bytes());
    const struct monitor_owner owner = {
        .prompt = STR_PROMPT,
        .file = place.file,
        .room = place.room,
        .start = start,
        .reload = reload,
    };

    monitor_init(&monitor, &console_host, nics_find(board->wide_buses), &owner);
    monitor_begin(&monitor);
    monitor_run(&monitor);
}

static void after_foreign_boot(void)
{
    flashcard_find(&card, clock_delay, NULL);
    print("\n" STR_ROM_NO_BOOT "\n");
}

/* Adapters of a machine that is no PIX bring ROMs nobody asked for: there the
 * monitor comes at once. */
static bool runs_option_roms(const struct board *board)
{
    return board->strap != BOARD_UNKNOWN;
}

static void boot(const struct board *board)
{
    announce(board);                   /* banner, platform, flash */
    if (runs_option_roms(board))
        optionroms_start();            /* their one call at power-on */
    kernel_start();                    /* if there is a kernel card */
    boot_from_diskette(board->strap);  /* if there is one */
    if (card.flash.bytes && !offer_flash_boot())
        return;                        /* ten seconds, then the image */
    optionroms_boot();                 /* if there is no image */
}

void post(bool again)
{
    const struct board *board = board_find(flashcard_strap());

    cpu_virtual_wire();
    interrupt_setup();                 /* exceptions, 8259 pair */
    dma_setup();                       /* for the diskette */
    interrupt_on_exception(exception);
    console_open();                    /* UART, tick; interrupts on */
    pci_setup(board->irq);             /* buses, addresses, lines */
    if (again)
        after_foreign_boot();
    else
        boot(board);
    run_monitor(board);                /* for ever */
}
