/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * grammar.h - does a line have the form of a pattern?
 *
 * A pattern is words between blanks:
 *
 *   pfs|no-pfs     one of these, which may be abbreviated
 *   <ip> <mask>    an address, a mask; 0 is short for 0.0.0.0
 *   <if> <(if)>    the name of an interface, bare or in parentheses
 *   <1-20>         a number from 1 to 20
 *   <word>         anything
 *   [ ... ]        may be left out
 *   =              what stands in front says what the line is about, what
 *                  comes is its value
 *   ...            whatever comes
 *
 * Lines of a text that was saved are taken as lenient as they may be: names
 * in them may be gone.
 */
#ifndef GUEST_CONFIG_GRAMMAR_H
#define GUEST_CONFIG_GRAMMAR_H

#include <stdbool.h>
#include <stdint.h>

#include "guest/cli/form.h"

enum { GRAMMAR_WHOLE = -1 };

/* The words of a line in full. */
struct grammar_line {
    int keys; /* so many say what it is about; GRAMMAR_WHOLE: all, no value */
    const char *word[CLI_ARGS_MAX];
    uint16_t length[CLI_ARGS_MAX];
};

/* False: it has not this form; *to is undefined then. */
bool grammar_match(const struct cli *, const char *pattern, int argc,
                   char **argv, struct grammar_line *to);

/* Is the first word of the pattern one that this may stand for? */
bool grammar_begins(const char *pattern, const char *typed);

/* The pattern as people read it, brackets close to what they hold. */
void grammar_print(struct form *, const char *pattern);

#endif
