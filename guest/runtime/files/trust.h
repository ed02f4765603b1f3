/* SPDX-License-Identifier: GPL-2.0-or-later */
/* trust.h - whose certificates are taken: servers that are known by their
 * fingerprint, authorities that were given. */
#ifndef GUEST_RUNTIME_FILES_TRUST_H
#define GUEST_RUNTIME_FILES_TRUST_H

#include <stdint.h>

#include "guest/cli/command.h"
#include "guest/crypto/certcheck.h"

/* How a connection to this server is judged: now, by what is known.  Stands
 * until the next one.  host must last as long. */
struct certcheck *trust_check(const char *host, uint16_t port);

/* Shows the server's certificate and asks whether to take it from now on;
 * false: it is not taken. */
bool trust_ask(struct cli *, const char *host, uint16_t port,
               const uint8_t print[CERTCHECK_PRINT]);

extern const struct command trust_commands[];

#endif
