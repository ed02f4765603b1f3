/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * disk.c - INT 13h of a unit without disks.
 *
 * Source: IBM PS/2 BIOS Interface Technical Reference, INT 13h.
 */
#include "bios/real/real.h"

enum { BAD_COMMAND = 0x01, NO_SUCH_DISK = 0x07 };

enum real_answer disk_service(struct real_frame *f)
{
    switch (high(f->eax)) {
    case 0x08: /* parameters; DL: how many there are */
        set_word(&f->edx, 0);
        set_word(&f->ecx, 0);
        return real_status(f, NO_SUCH_DISK, true);
    case 0x15: /* type; 0: no such drive, and that is no error */
        return real_status(f, 0, false);
    default:
        return real_status(f, BAD_COMMAND, true);
    }
}
