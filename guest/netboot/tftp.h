/* SPDX-License-Identifier: GPL-2.0-or-later */
/* tftp.h - fetching a file by TFTP (RFC 1350), with the marks and codes of
 * Table 11-2 of the configuration guide. */
#ifndef GUEST_NETBOOT_TFTP_H
#define GUEST_NETBOOT_TFTP_H

#include "guest/netboot/net.h"

enum { TFTP_FILE_MAX = 127, TFTP_TIMEOUT_S = 2, TFTP_TIMEOUT_MAX_S = 60 };

struct tftp_request {
    uint32_t server;
    const char *file; /* at most TFTP_FILE_MAX characters */
    uint8_t *to;
    size_t room;
    unsigned timeout_s; /* of the first try; later ones wait longer */
};

/* Fetches and prints.  False: it was given up, and why was printed. */
bool tftp_get(struct net *, const struct tftp_request *, size_t *bytes);

#endif
