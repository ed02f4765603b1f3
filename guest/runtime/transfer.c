/* SPDX-License-Identifier: GPL-2.0-or-later */
/* transfer.c - see transfer.h. */
#include "guest/runtime/transfer.h"

#include "guest/cli/cli.h"
#include "guest/cli/strings.h"
#include "guest/lib/string.h"
#include "guest/runtime/memory.h"
#include "guest/runtime/transfer_int.h"

enum {
    MARK_BYTES = 65536,
    RESERVE = 512 * 1024, /* for what others still take */
};

static struct {
    struct cli *user; /* NULL: nobody's */
    uint8_t *memory;  /* kept for the next one */
    uint32_t taken, room, bytes;
} transfer;

/* As much as is wanted, or as there is: it never comes back. */
static void take_memory(uint32_t wanted)
{
    uint32_t free = memory_free();
    uint32_t spare = free > RESERVE ? free - RESERVE : 0;
    uint32_t n = wanted < spare ? wanted : spare;

    if (transfer.taken >= wanted || transfer.taken >= n)
        return;
    transfer.memory = memory_take(n);
    transfer.taken = n;
}

bool transfer_begin(struct cli *cli, uint32_t *room)
{
    if (transfer.user) {
        cli_printf(cli, "%s\n", STR_COPY_BUSY);
        return false;
    }
    take_memory(*room);
    if (*room && !transfer.memory) {
        cli_printf(cli, "%s\n", STR_COPY_NO_MEMORY);
        return false;
    }
    if (*room > transfer.taken)
        *room = transfer.taken;
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
