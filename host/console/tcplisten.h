/* SPDX-License-Identifier: GPL-2.0-or-later */
/* tcplisten.h - a listening TCP socket, as people write it: HOST:PORT. */
#ifndef PIXEMU_HOST_CONSOLE_TCPLISTEN_H
#define PIXEMU_HOST_CONSOLE_TCPLISTEN_H

#include <stdbool.h>

/* What is wrong with HOST:PORT, to g_free(), or NULL.  Looks nothing up. */
char *tcplisten_check(const char *address);

/* Non-blocking, closed on exec.  An empty HOST is this computer alone, port 0
 * one that is free.  -1: *why (g_free it) says why not.  *open_to_all: other
 * computers reach it.  *where, to g_free(): HOST:PORT in numbers. */
int tcplisten_open(const char *address, bool *open_to_all, char **where,
                   char **why);

/* Of a connection: what is typed goes at once, and a peer that has vanished is
 * noticed within two minutes.  Other sockets are left as they are. */
void tcplisten_client(int fd);

#endif
