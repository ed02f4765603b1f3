/* SPDX-License-Identifier: GPL-2.0-or-later */
/* process.h - what every program of ours does before anything else. */
#ifndef PIXEMU_HOST_PROCESS_H
#define PIXEMU_HOST_PROCESS_H

/* First of all in main().  Afterwards no file that is opened becomes somebody's
 * standard output, and one that may not grow says so by errno (EFBIG) instead
 * of ending the process. */
void process_begin(void);

#endif
