/* SPDX-License-Identifier: GPL-2.0-or-later */
/* prompt.c - a line from the console. */
#include "guest/netboot/prompt.h"

enum { BELL = 7, BACKSPACE = 8, CTRL_U = 21, DEL = 127 };

static void put(struct prompt *p, char c)
{
    p->host->put(p->host->far, c);
}

static void print(struct prompt *p, const char *s)
{
    while (*s)
        put(p, *s++);
}

static void take_back(struct prompt *p)
{
    if (p->length) {
        p->length--;
        print(p, "\b \b");
    }
}

/* True: the line is complete. */
static bool take(struct prompt *p, int c)
{
    /* Terminals end a line with CR, LF, or CR and LF together. */
    bool second_half = c == '\n' && p->after_cr;
    p->after_cr = c == '\r';

    if (c == '\r' || c == '\n')
        return !second_half;
    if (c == BACKSPACE || c == DEL) {
        take_back(p);
    } else if (c == CTRL_U) {
        while (p->length)
            take_back(p);
    } else if (c >= ' ' && c < DEL) {
        if (p->length == PROMPT_LINE - 1) {
            put(p, BELL);
            return false;
        }
        p->line[p->length++] = (char)c;
        put(p, (char)c);
    }
    return false;
}

void prompt_begin(struct prompt *p, const char *text)
{
    p->length = 0;
    print(p, text);
}

bool prompt_key(struct prompt *p, int c)
{
    bool complete = take(p, c);

    p->line[p->length] = 0;
    if (complete)
        print(p, "\r\n");
    return complete;
}

void prompt_again(struct prompt *p, const char *text)
{
    p->line[p->length] = 0;
    print(p, "\r");
    print(p, text);
    print(p, p->line);
}

char *prompt_read(struct prompt *p, const char *text)
{
    const struct host *h = p->host;
    int c = -1;

    prompt_begin(p, text);
    do {
        c = h->key(h->far);
        if (c < 0)
            h->rest(h->far);
    } while (c < 0 || !prompt_key(p, c));
    return p->line;
}
