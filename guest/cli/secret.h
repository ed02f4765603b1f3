/* SPDX-License-Identifier: GPL-2.0-or-later */
/* secret.h - what a typed line must not show again. */
#ifndef GUEST_CLI_SECRET_H
#define GUEST_CLI_SECRET_H

/* Takes the passwords out of the URLs in a line, in place: of
 * http://user:password@host/x, http://user@host/x is left. */
void secret_hide(char *line);

#endif
