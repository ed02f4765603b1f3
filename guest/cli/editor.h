/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * editor.h - a line of input on one row of a terminal, with emacs keys.
 *
 * Keys go in one at a time, characters come out through put(); nothing else
 * happens here, no waiting and no clock.  Only characters every terminal knows
 * are sent: printing ones, backspace, carriage return, line feed and bell.
 * A line longer than the row scrolls sideways, with '$' where it goes on.
 */
#ifndef GUEST_CLI_EDITOR_H
#define GUEST_CLI_EDITOR_H

#include <stdbool.h>
#include <stdint.h>

enum {
    EDITOR_LINE_MAX = 510,
    EDITOR_WIDTH_MAX = 511,
    EDITOR_PROMPT_MAX = 95,
    EDITOR_HISTORY = 19, /* lines kept */
};

enum editor_event {
    EDITOR_MORE,  /* the line goes on */
    EDITOR_LINE,  /* Enter: the line stands in `line` */
    EDITOR_LEAVE, /* ^Z */
    EDITOR_CANCEL /* ^C */
};

struct editor {
    void (*put)(void *far, char c);
    void *far;
    unsigned width; /* columns of the terminal */

    char line[EDITOR_LINE_MAX + 1]; /* zero-terminated at all times */
    unsigned length, cursor;

    char prompt[EDITOR_PROMPT_MAX + 1];
    bool secret;    /* echo '*', keep no history */
    bool forget;    /* keep no history: an answer; after editor_begin() */
    unsigned first; /* the character at the left end of the window */
    uint8_t escape; /* how far into an escape sequence */
    uint8_t parameter;

    /* What stands on the row behind the prompt, and where the cursor is. */
    char shown[EDITOR_WIDTH_MAX + 1];
    unsigned shown_length, shown_cursor;

    char history[EDITOR_HISTORY][EDITOR_LINE_MAX + 1];
    unsigned history_count; /* lines there are */
    unsigned history_next;  /* row that the next one overwrites */
    unsigned history_back;  /* how far back the user looks; 0: own line */
    char own[EDITOR_LINE_MAX + 1]; /* what was typed before looking */
};

void editor_init(struct editor *, unsigned width,
                 void (*put)(void *far, char c), void *far);

/* Prints the prompt and begins an empty line. */
void editor_begin(struct editor *, const char *prompt, bool secret);

enum editor_event editor_key(struct editor *, uint8_t key);

/* Prints prompt and line again, after something else was printed. */
void editor_redraw(struct editor *);

/* Who comes next is somebody else. */
void editor_forget(struct editor *);

/* The line `back` lines ago, 1 the newest; NULL: not that many. */
const char *editor_history(const struct editor *, unsigned back);

#endif
