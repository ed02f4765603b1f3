/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * frame.h - the text of a saved configuration: its lines, and what stands
 * around them.
 *
 *   : Saved
 *   : Written by enable_15 at ...
 *   PIX Version 6.2(1)
 *   (lines)
 *   Cryptochecksum:d41d8cd98f00b204e9800998ecf8427e
 *   : end
 *
 * The checksum is the MD5 of the lines.  Texts are zero-terminated.
 */
#ifndef GUEST_CONFIG_FRAME_H
#define GUEST_CONFIG_FRAME_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "guest/lib/md5.h"

#define FRAME_VERSION "PIX Version "
#define FRAME_CHECKSUM "Cryptochecksum:"

enum { FRAME_RELEASE = 16, FRAME_TAIL = 64 };

/* Where the lines begin, and how long they are; a text without a frame is all
 * lines. */
const char *frame_lines(const char *text, size_t *n);

/* Which release wrote it, as RELEASE() has it, and in words; 0: it does not
 * say. */
uint32_t frame_release(const char *text, char words[FRAME_RELEASE]);

/* Is this a line of the frame?  None is a command. */
bool frame_is(const char *line);

void frame_digest(const char *lines, size_t n, uint8_t to[MD5_BYTES]);

/* The last two lines. */
void frame_tail(const uint8_t digest[MD5_BYTES], char to[FRAME_TAIL]);

#endif
