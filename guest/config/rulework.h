/* SPDX-License-Identifier: GPL-2.0-or-later */
/* rulework.h - what the commands that make rules have in common. */
#ifndef GUEST_CONFIG_RULEWORK_H
#define GUEST_CONFIG_RULEWORK_H

#include "guest/config/config.h"

/* Those of the unit. */
struct rules *rulework_rules(struct cli *);

/* The firewall has to look at its rules again. */
void rulework_changed(struct cli *);

/* Behind a line that makes a guard: says so where guards are not licensed. */
void rulework_guards(struct cli *);

void rulework_bad_word(struct cli *, const char *word);

/* "(inside)"; says what is wrong. */
bool rulework_interface(struct cli *, char *text, unsigned *to);

/* What may stand at the end of nat and static, in any order. */
struct rulework_options {
    bool outside_is_one, netmask_is_one; /* of the words that are known here */
    bool outside, dns, norandomseq;
    uint32_t mask; /* as it was unless a netmask is given */
    uint32_t connections, embryonic;
};

/* "[netmask MASK] [dns] [outside] [norandomseq] [MAX [EMBRYONIC]]"; false:
 * says what is wrong. */
bool rulework_options(struct cli *, int argc, char **argv,
                      struct rulework_options *);

enum { RULEWORK_RANGE_TEXT = 12 };

/* "80", "www" or "6000-6010"; 0 is any.  Says what is wrong. */
bool rulework_range(struct cli *, char *text, struct rules_range *);
const char *rulework_range_text(const struct rules_range *,
                                char to[RULEWORK_RANGE_TEXT]);

/* Index of the list of this name; -1: none. */
int rulework_list(const struct config *, const char *name);

/* Takes row i out of an array of n; the free place is zero. */
void rulework_take_out(void *rows, size_t size, unsigned *n, unsigned i);

/* The `no` form of a command whose row is at this index; -1: there is none,
 * which is said. */
void rulework_forget(struct cli *, void *rows, size_t size, unsigned *n,
                     int at);
/* The `clear` form: all rows. */
void rulework_forget_all(struct cli *, void *rows, size_t size, unsigned *n);

/* Texts in the order of what has them, without gaps. */
void rulework_pack_texts(struct rules *);
/* A place for a text, 0: none. */
uint16_t rulework_text(struct rules *, const char *text);

/* --- entries of lists, accessentry.c ----------------------------------- */

/* "permit|deny PROTOCOL ..." of an access list; with `conduit` a conduit's,
 * whose destination comes first.  Says what is wrong. */
bool rulework_parse_entry(struct cli *, int argc, char **argv, bool conduit,
                          struct rules_ace *);

/* The same words again. */
void rulework_entry(const struct config *, const struct rules_ace *,
                    bool conduit, struct config_text *);

/* Index of the group of this name, from 1; 0: none. */
unsigned rulework_group(const struct rules *, const char *name);

#endif
