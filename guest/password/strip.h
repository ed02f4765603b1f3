/* SPDX-License-Identifier: GPL-2.0-or-later */
/* strip.h - passwords out of the text of a saved configuration. */
#ifndef GUEST_PASSWORD_STRIP_H
#define GUEST_PASSWORD_STRIP_H

#include <stdbool.h>
#include <stddef.h>

/* Is this the line of a password, or one that lets a server decide who may
 * use the console?  Such a server's passwords are not the unit's. */
bool strip_is_password(const char *line, size_t n);

/* Tells of every line that strip() would remove, in order; how many. */
unsigned strip_list(const char *text,
                    void (*each)(void *far, const char *line, size_t n),
                    void *far);

/* Removes them, and corrects the checksum of the rest.  The text has a frame
 * and grows at most by FRAME_TAIL characters (guest/config/frame.h). */
void strip(char *text);

#endif
