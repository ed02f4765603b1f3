/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * cli.h - a session of the command language.
 *
 * A session has its own mode, editor, history and pager; what all sessions
 * of a unit share (its name, its tables) is struct cli_unit.  A session runs
 * on a thread of its own and may wait wherever it reads.
 */
#ifndef GUEST_CLI_CLI_H
#define GUEST_CLI_CLI_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "guest/cli/command.h"
#include "guest/cli/editor.h"
#include "guest/cli/filter.h"
#include "guest/cli/pager.h"
#include "guest/lib/password.h"

enum {
    CLI_HOSTNAME_MAX = 63,
    CLI_ARGS_MAX = 64,
    CLI_WIDTH = 80,      /* until the configuration says otherwise */
    CLI_LINES = 24,
    CLI_WIDTH_MIN = 40,
    CLI_WIDTH_MAX = EDITOR_WIDTH_MAX,
    CLI_LINES_MAX = 1000,
    CLI_FROM_MAX = 15,
    CLI_LEVEL_MAX = 15, /* of privilege: everything */
    CLI_LEVEL_USER = 1, /* what a session begins with */
    CLI_USER_MAX = 15,  /* of a user's name */
    CLI_WHO = CLI_USER_MAX + 1,
    CLI_TEXT = 512, /* any line that was typed and is shown again */
};

enum cli_verdict { CLI_ASK_PASSWORD, CLI_REFUSED, CLI_GRANTED };


/* What the configuration says about sessions: part of struct config. */
struct cli_settings {
    char hostname[CLI_HOSTNAME_MAX + 1];
    char enable_hash[PASSWORD_HASH + 1];
    /* Of the levels below the last; "": none, nobody comes in there. */
    char level_hash[CLI_LEVEL_MAX][PASSWORD_HASH + 1];
    uint32_t lines; /* a page; 0: never stop */
    uint32_t width; /* columns of the terminal */
};

struct config;

struct cli_unit {
    uint32_t release;
    const struct command *const *tables; /* ends with NULL */
    struct cli_settings *settings;
    struct config *config; /* for the commands that change it */
    /* Who is at this session may use that row; NULL: everybody may. */
    bool (*allow)(const struct cli *, const struct command *row);
    /* `enable`: asks for a name if that is wanted here, and gives the session
     * a level; NULL: no names here. */
    enum cli_verdict (*enable)(struct cli *, unsigned level);
    /* A line of a session was obeyed; may be NULL. */
    void (*typed)(struct cli *, const char *line);
};

struct cli_io {
    void *far;
    void (*put)(void *far, char c);
    int (*get)(void *far); /* waits for a key; -1: the far end is gone */
    /* Was ^C typed?  Then it is taken, with what came before.  Does not
     * wait. */
    bool (*interrupted)(void *far);
};

struct cli {
    struct cli_unit *unit;
    struct cli_io io;
    enum cli_mode mode;
    unsigned level; /* of privilege */
    char user[CLI_USER_MAX + 1]; /* who he said he is; "": nobody by name */
    const struct command *row; /* of the command that runs */
    /* The prompt's mark of a mode of its own, NULL: none; what it is about;
     * the line that leads into it. */
    const char *submode;
    char subject[64];
    char enter[96];
    bool leaving; /* logged off, or the far end is gone */
    bool after_cr;
    bool monitor;  /* messages are shown here ("terminal monitor") */
    char from[CLI_FROM_MAX + 1]; /* "console", or whence it came */
    bool scripted; /* lines come from a text: questions find nobody */
    char text[CLI_TEXT]; /* what is to be printed next */
    unsigned text_n;
    struct editor editor;
    struct filter filter; /* in front of the pager */
    struct pager pager;
};

/* The rows every unit has: enable, disable, configure, exit, help ... */
extern const struct command cli_basic_commands[];

void cli_begin(struct cli *, struct cli_unit *, const struct cli_io *);

/* Prompts and obeys until the session ends. */
void cli_session(struct cli *);

/* Obeys one line, which is taken apart in place: a page of its own. */
void cli_line(struct cli *, char *line);

/* --- for commands ------------------------------------------------------ */

/* A terminal may make the session wait, and others may change meanwhile what
 * is printed: it is put together before it goes out, CLI_TEXT bytes at a time.
 * What cli_put() is given waits for its line's end, or for cli_printf(). */
void cli_printf(struct cli *, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));
void cli_put(struct cli *, char c);

/* Asks for a line; false: none came. */
bool cli_ask(struct cli *, const char *prompt, char *to, size_t n);

/* Has the user typed ^C, or is he gone? */
bool cli_interrupted(struct cli *);

/* Asks for a line that is not shown; false: none came. */
bool cli_ask_secret(struct cli *, const char *prompt, char *to, size_t n);

/* "...[confirm]": Enter or y means yes. */
bool cli_confirm(struct cli *, const char *question);

/* Does `typed` abbreviate `word`?  An empty one doesn't. */
bool cli_abbreviates(const char *typed, const char *word);

/* Obeys a line as part of the present command. */
void cli_execute(struct cli *, char *line);

/* Gives the session a level, and the mode that belongs to it. */
void cli_set_level(struct cli *, unsigned level);

/* His name, or "enable_15" by his level. */
const char *cli_who(const struct cli *, char to[CLI_WHO]);

/* Has the reader of this answer seen enough? */
bool cli_stopped(const struct cli *);

/* The forms of every row that begins with these words, behind "Usage:" or
 * without it. */
void cli_usage(struct cli *, const char *words, unsigned length);
void cli_forms(struct cli *, const char *words, unsigned length);

struct command_scope cli_scope(const struct cli *);

#endif
