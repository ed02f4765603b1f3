/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * save.h - the configuration in flash: its text around the lines, written,
 * read back and executed.
 */
#ifndef GUEST_CONFIG_SAVE_H
#define GUEST_CONFIG_SAVE_H

#include "guest/config/config.h"

enum { SAVE_CHECKSUM_TEXT = 36 };

/* "3a115dcb 6d5645e4 94c3e380 687a5015" */
const char *save_checksum_text(const uint8_t digest[MD5_BYTES],
                               char to[SAVE_CHECKSUM_TEXT]);

/* Reads what is in flash and executes it, as a unit does when it starts; what
 * the lines print goes to the session's far end.  False: there is none. */
bool save_start(struct cli *);

/* Executes every line of a text, which is taken apart in place, on top of
 * what is running. */
void save_execute(struct cli *, char *text);

/* The same for a text from elsewhere; says what is wrong. */
void save_execute_copy(struct cli *, const void *text, uint32_t n);

/* Hands the text that `write memory` would save to `put`, which answers NULL or
 * why it could not; says how it went. */
void save_elsewhere(struct cli *,
                    const char *(*put)(void *far, const char *text,
                                       uint32_t n),
                    void *far);

/* Shows the running configuration without passwords and keys. */
void save_show_to_others(struct cli *);

/* Has the running configuration changed since it was last in flash? */
bool save_is_needed(const struct config *);

#endif
