/* SPDX-License-Identifier: GPL-2.0-or-later */
/* pager.c - see pager.h. */
#include "guest/cli/pager.h"

#include "guest/cli/strings.h"

static void put_text(struct pager *p, const char *text)
{
    for (; *text; text++)
        p->put(p->far, *text);
}

void pager_begin(struct pager *p)
{
    p->row = 0;
    p->column = 0;
    p->stopped = false;
}

static void wipe(struct pager *p)
{
    p->put(p->far, '\r');
    for (unsigned i = 0; i < sizeof STR_MORE - 1; i++)
        p->put(p->far, ' ');
    p->put(p->far, '\r');
}

/* Space: a page, Enter: a line, q: enough.  Other keys are not for us. */
static void more(struct pager *p)
{
    put_text(p, STR_MORE);
    for (;;) {
        int key = p->ask(p->far);

        if (key == ' ') {
            p->row = 0;
        } else if (key == '\r' || key == '\n') {
            p->row--;
        } else if (key == 'q' || key == 'Q' || key == 3 || key < 0) {
            p->stopped = true;
        } else {
            continue;
        }
        wipe(p);
        return;
    }
}

static void next_row(struct pager *p)
{
    p->row++;
    p->column = 0;
}

void pager_put(struct pager *p, char c)
{
    if (p->stopped)
        return;
    /* Asked before a row is begun, so that output which just fits ends
     * without a question; the last row is the question's. */
    if (p->lines && p->column == 0 && p->row >= p->lines - 1) {
        more(p);
        if (p->stopped)
            return;
    }
    if (c == '\n') {
        put_text(p, "\r\n");
        next_row(p);
        return;
    }
    p->put(p->far, c);
    if (c == '\t')
        p->column = (p->column | 7) + 1;
    else
        p->column++;
    if (p->width && p->column >= p->width)
        next_row(p);
}
