/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * stored.h - commands that are parsed, kept, saved and shown, and that nothing
 * here acts on yet; whoever types one is told so.
 *
 * A kind is the words of a command; its lines have one of the kind's forms.
 * They are kept as they were typed, keywords in full, one blank between words.
 * Two lines of a kind are about the same thing when the words that the form
 * names as its keys are the same: then the later one takes the earlier one's
 * place.
 */
#ifndef GUEST_CONFIG_STORED_H
#define GUEST_CONFIG_STORED_H

#include <stdbool.h>
#include <stdint.h>

#include "guest/cli/command.h"

struct config_state;

enum { STORED_LINE_MAX = 400 };

struct stored_kind {
    const char *words;
    uint8_t place; /* enum stored_place */
    bool repeats;  /* lines of a text: the same one may come again */
};

struct stored_form {
    const char *words; /* of its kind */
    const char *form;  /* guest/config/grammar.h */
    uint32_t since;    /* as RELEASE(); 0: as the kind */
};

/* Where in the text. */
enum stored_place {
    STORED_FIXUP,   /* before the names */
    STORED_GUARD,   /* ip audit, behind the addresses */
    STORED_PDM,     /* behind failover's */
    STORED_NAT,     /* rip, before the routes */
    STORED_REST,    /* timeouts and on, behind the routes */
    STORED_SNMP,    /* behind the device manager's */
    STORED_VPN,     /* sysopt and on, behind what sysopt is acted on */
    STORED_SHELL,   /* ssh and on, behind Telnet's */
};

extern const struct stored_kind stored_kinds[]; /* ends without words */
extern const struct stored_form stored_forms[]; /* likewise */

/* A line of a new unit. */
struct stored_default {
    uint32_t since, until; /* releases: since <= r < until; 0: none */
    const char *line;      /* "no ..." too */
};

extern const struct stored_default stored_defaults[]; /* ends without line */

extern const struct command config_stored_commands[];

/* The line of these words behind `after` (NULL: the first); "no ..." left out;
 * NULL: no more. */
const char *stored_next(const struct config_state *, const char *words,
                        const char *after);

/* What the rows of these commands do: for a command of which some lines are
 * acted on and the others only kept. */
void stored_keep(struct cli *, int argc, char **argv);
void stored_forget(struct cli *, int argc, char **argv);
/* A command that would do something at once, and does nothing here. */
void stored_idle(struct cli *, int argc, char **argv);
void stored_show(struct cli *, int argc, char **argv);
void stored_clear(struct cli *, int argc, char **argv);

#endif
