/* SPDX-License-Identifier: GPL-2.0-or-later */
/* transfer.c - see transfer.h. */
#include "guest/runtime/transfer.h"

#include "guest/cli/cli.h"
#include "guest/cli/strings.h"
#include "guest/lib/string.h"
#include "guest/runtime/memory.h"
#include "guest/runtime/transfer_int.h"

enum { MARK_BYTES = 65536 };

static struct {
    struct cli *user; /* NULL: nobody's */
    uint8_t *memory;  /* taken once, for the largest file */
    uint32_t taken, room, bytes;
} transfer;

bool transfer_begin(struct cli *cli, uint32_t room)
{
    if (transfer.user) {
        cli_printf(cli, "%s\n", STR_COPY_BUSY);
        return false;
    }
    if (transfer.taken < room) {
        transfer.memory = memory_take(room);
        transfer.taken = transfer.memory ? room : 0;
    }
    if (!transfer.memory) {
        cli_printf(cli, "%s\n", STR_COPY_NO_MEMORY);
        return false;
    }
    transfer.user = cli;
    transfer.room = room;
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
    memcpy(transfer.memory + transfer.bytes, data, n);
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
    *to = (struct transfer){transfer.memory, transfer.bytes};
    return !why;
}
