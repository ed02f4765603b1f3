/* SPDX-License-Identifier: GPL-2.0-or-later */
/* complete.h - the rest of a file's name, as far as there is one way on. */
#ifndef PIXEMU_HOST_PANEL_COMPLETE_H
#define PIXEMU_HOST_PANEL_COMPLETE_H

/* What follows `begun`, to g_free(): up to where names differ, with a slash
 * behind a folder's; NULL: nothing does.  "~/" begins in the user's folder. */
char *complete_name(const char *begun);
/* "~/" spelt out, to g_free(). */
char *complete_home(const char *name);

#endif
