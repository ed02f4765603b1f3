/* SPDX-License-Identifier: GPL-2.0-or-later */
/* transfer.c - see transfer.h. */
#include "guest/runtime/files/transfer.h"

#include "guest/cli/cli.h"
#include "guest/image/boot.h"
#include "guest/lib/string.h"
#include "guest/runtime/files/transfer_int.h"
#include "guest/runtime/unit/strings.h"

/* Where the file lay from which this program was started, and the loader's
 * memory (guest/image/boot.h): nobody needs them any more.  No flash holds a
 * longer file (guest/flashfs/layout3.c). */
enum {
    SPENT_PA = BOOT_FILE_PA,
    SPENT_BYTES = BOOT_RUNTIME_PA - BOOT_FILE_PA,
};

enum { MARK_BYTES = 65536 };

static uint8_t *const memory = (uint8_t *)SPENT_PA;

static struct {
    struct cli *user; /* NULL: nobody's */
    uint32_t room, bytes;
} transfer;

bool transfer_begin(struct cli *cli, uint32_t *room)
{
    if (transfer.user) {
        cli_printf(cli, "%s\n", STR_COPY_BUSY);
        return false;
    }
    if (*room > SPENT_BYTES)
        *room = SPENT_BYTES;
    transfer.user = cli;
    transfer.room = *room;
    transfer.bytes = 0;
    return true;
}

void transfer_end(struct cli *cli)
{
    if (transfer.user == cli)
        transfer.user = NULL;
}

bool transfer_store(void *far, const uint8_t *data, size_t n)
{
    uint32_t before = transfer.bytes / MARK_BYTES;

    if (n > transfer.room - transfer.bytes)
        return false;
    memcpy(memory + transfer.bytes, data, n);
    transfer.bytes += (uint32_t)n;
    for (; before != transfer.bytes / MARK_BYTES; before++)
        cli_printf(far, "!");
    return true;
}

bool transfer_result(struct cli *cli, const char *why, struct transfer *to)
{
    if (transfer.bytes >= MARK_BYTES)
        cli_printf(cli, "\n");
    if (why)
        cli_printf(cli, "%s\n", why);
    *to = (struct transfer){memory, transfer.bytes};
    return !why;
}
