/* SPDX-License-Identifier: GPL-2.0-or-later */
/* transfer.h - files from servers into memory, one at a time. */
#ifndef GUEST_RUNTIME_FILES_TRANSFER_H
#define GUEST_RUNTIME_FILES_TRANSFER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct cli;
struct url;

struct transfer {
    const uint8_t *file;
    uint32_t bytes;
};

/* The whole file, up to `room` bytes (6 MiB at the most); prints a '!'
 * for every 64 KiB and, when it fails, why; ^C ends it.  The memory stays
 * until transfer_end(), which also follows a failure.  False at once when
 * another session has one under way. */
bool transfer_tftp(struct cli *, struct transfer *, uint32_t ip,
                   const char *name, uint32_t room);
bool transfer_http(struct cli *, struct transfer *, uint32_t ip,
                   const struct url *, uint32_t room);

/* What fetch() gives goes to a server (guest/net/tftpget.h); NULL: done, else
 * why not.  transfer_end() follows, too. */
const char *transfer_tftp_put(struct cli *, uint32_t ip, const char *name,
                              size_t (*fetch)(void *far, uint8_t *to,
                                              size_t room),
                              void *far);
void transfer_end(struct cli *);

#endif
