/* SPDX-License-Identifier: GPL-2.0-or-later */
/* status.h - what pixemu's exit status says. */
#ifndef PIXEMU_HOST_STATUS_H
#define PIXEMU_HOST_STATUS_H

enum {
    STATUS_OK = 0,       /* quit, the escape key, or a signal */
    STATUS_REFUSED = 1,  /* wrong usage, or a file that can't be used */
    STATUS_INTERNAL = 2, /* an error of ours */
    STATUS_WEDGED = 3,   /* the guest wedged */
};

#endif
