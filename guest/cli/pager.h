/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * pager.h - stops long output a screen at a time.
 *
 * Text goes in with '\n' at the end of a line and comes out through put()
 * with "\r\n".  ask() waits for a key while the prompt stands there.
 */
#ifndef GUEST_CLI_PAGER_H
#define GUEST_CLI_PAGER_H

#include <stdbool.h>

struct pager {
    void (*put)(void *far, char c);
    int (*ask)(void *far); /* a key, -1: nobody will ever press one */
    void *far;
    unsigned lines; /* rows of the terminal, 0: never stop */
    unsigned width; /* its columns: a longer line takes more rows */

    unsigned row, column;
    bool stopped; /* the user has seen enough: the rest goes nowhere */
};

/* A new command begins to print. */
void pager_begin(struct pager *);
void pager_put(struct pager *, char c);

#endif
