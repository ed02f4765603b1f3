/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * main.c - the password tool: removes the passwords from the configuration in
 * flash, and leaves the rest.  It comes over the network or from a diskette
 * and restarts the unit when it is done.
 *
 * It is made for one release: another one's configuration may have passwords
 * where it does not look.
 */
#include <stddef.h>

#include "guest/config/frame.h"
#include "guest/drivers/flashcard.h"
#include "guest/flashfs/flashfs.h"
#include "guest/i386/interrupt.h"
#include "guest/i386/restart.h"
#include "guest/image/image.h"
#include "guest/lib/release.h"
#include "guest/lib/string.h"
#include "guest/loader/ask.h"
#include "guest/password/strings.h"
#include "guest/password/strip.h"
#include "guest/program/program.h"
#include "guest/stage/console.h"

enum { TEXT_MAX = 1024 * 1024 };

static struct boot_info boot;
static struct image own;
static struct flashcard card;
static struct flashfs fs;
static char text[TEXT_MAX + FRAME_TAIL];

static bool ask(const char *question)
{
    char answer[8];

    do
        ask_line(question, answer, sizeof answer);
    while (answer[0] != 'y' && answer[0] != 'Y' && answer[0] != 'n' &&
           answer[0] != 'N');
    return answer[0] == 'y' || answer[0] == 'Y';
}

/* False: why not was said. */
static bool read_config(void)
{
    enum flashfs_status status;
    uint32_t n = 0;

    flashfs_open_any(&fs, &card.flash, &flashfs_layout);
    status = flashfs_get(&fs, FLASHFS_CONFIG, text, TEXT_MAX - 1, &n);
    if (status == FLASHFS_GOOD) {
        text[n] = '\0';
        return true;
    }
    if (status == FLASHFS_ABSENT)
        print(STR_NO_CONFIG "\n");
    else
        print(STR_UNREADABLE "\n", flashfs_status_text(status));
    return false;
}

static bool is_for(uint32_t release)
{
    return release >= RELEASE(own.major, own.minor, 0) &&
           release < RELEASE(own.major, own.minor + 1, 0);
}

static bool is_ours(void)
{
    char words[FRAME_RELEASE];
    uint32_t release = frame_release(text, words);

    if (is_for(release))
        return true;
    if (release)
        print(STR_OTHER_RELEASE "\n", words, own.major, own.minor);
    else
        print(STR_NO_RELEASE "\n");
    return false;
}

static void show(void *unused, const char *line, size_t n)
{
    (void)unused;
    print("        %.*s\n", (int)n, line);
}

static void count(void *unused, const char *line, size_t n)
{
    (void)unused, (void)line, (void)n;
}

/* False: flash is as it was, and why was said. */
static bool work(void)
{
    enum flashfs_status status;

    if (!read_config() || !is_ours())
        return false;
    if (!strip_list(text, count, NULL)) {
        print(STR_NO_PASSWORDS "\n");
        return false;
    }
    if (!ask("Do you wish to erase the passwords? [yn] "))
        return false;
    print("The following lines will be removed from the configuration:\n");
    strip_list(text, show, NULL);
    if (!ask("Do you want to remove the commands listed above from the "
             "configuration? [yn] "))
        return false;
    strip(text);
    status = flashfs_set(&fs, FLASHFS_CONFIG, text, (uint32_t)strlen(text));
    if (status == FLASHFS_GOOD)
        return true;
    print(STR_NOT_WRITTEN "\n", flashfs_status_text(status));
    return false;
}

static void tool(void)
{
    print(STR_TOOL "\n");
    if (!flashcard_find(&card, clock_delay, NULL)) {
        print(STR_NO_CARD "\n");
        return;
    }
    print("Flash=%s @ 0x%x\n", card.part, FLASHCARD_PORT);
    if (work())
        print("Passwords and aaa commands have been erased.\n");
    else
        print(STR_UNCHANGED "\n");
}

void program_main(uint32_t magic, const struct boot_info *from)
{
    program_begin(&boot, magic, from);
    console_open();
    if (image_parse(&own, (const uint8_t *)boot.file_pa,
                    IMAGE_HEADER_BYTES) == IMAGE_GOOD)
        tool();
    console_close();
    interrupt_shut();
    restart();
}
