/* SPDX-License-Identifier: GPL-2.0-or-later */
/* ask.c - see ask.h. */
#include "guest/loader/ask.h"

#include <stdint.h>

#include "guest/cli/editor.h"
#include "guest/lib/format.h"
#include "guest/stage/console.h"

enum { WIDTH = 80 };

static struct editor editor;
static bool is_begun;

static void put(void *unused, char c)
{
    (void)unused;
    console_put(c);
}

static int get(void)
{
    int c;

    while ((c = console_host.key(NULL)) < 0)
        rest();
    return c;
}

/* The LF of a CR LF may come after the line has ended. */
static int get_key(void)
{
    static bool after_cr;

    for (;;) {
        int key = get();
        bool second = key == '\n' && after_cr;

        after_cr = key == '\r';
        if (!second && key != '\0')
            return key;
    }
}

void ask_line(const char *prompt, char *to, size_t n)
{
    enum editor_event event;

    if (!is_begun)
        editor_init(&editor, WIDTH, put, NULL);
    is_begun = true;
    do {
        editor_begin(&editor, prompt, false);
        do
            event = editor_key(&editor, (uint8_t)get_key());
        while (event == EDITOR_MORE);
    } while (event != EDITOR_LINE);
    format(to, n, "%s", editor.line);
}

bool ask_yes(const char *question)
{
    char answer[8];

    ask_line(question, answer, sizeof answer);
    return answer[0] == 'y' || answer[0] == 'Y';
}
