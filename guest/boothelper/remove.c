/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * remove.c - counts down in the prompt.  See remove.h.
 *
 * Nobody looks whether the diskette is still in: whatever the unit starts
 * from next follows from that alone.
 */
#include "guest/boothelper/remove.h"

#include "guest/boothelper/strings.h"
#include "guest/lib/format.h"
#include "guest/lib/string.h"
#include "guest/netboot/prompt.h"
#include "guest/stage/console.h"

enum { SECONDS = 30, TEXT = 24 };

static bool is_reload(const char *line)
{
    size_t n = strlen(line);

    return n > 0 && !strncasecmp(line, "reload", n) &&
           n <= sizeof "reload" - 1;
}

/* True: restart now. */
static bool take(struct prompt *p, const char *text, int c)
{
    if (!prompt_key(p, c))
        return false;
    if (is_reload(p->line))
        return true;
    if (*p->line)
        print(STR_REMOVE_ONLY "\n");
    prompt_begin(p, text);
    return false;
}

void remove_diskette(void)
{
    struct prompt p = { .host = &console_host };
    uint32_t began = clock_ms();
    unsigned left = SECONDS;
    char text[TEXT];

    print("\n" STR_REMOVE "\n" STR_REMOVE_WAYS "\n", SECONDS);
    format(text, sizeof text, STR_REMOVE_PROMPT, left);
    prompt_begin(&p, text);
    for (;;) {
        unsigned passed = (clock_ms() - began) / 1000;
        int c = console_host.key(NULL);

        if (passed >= SECONDS)
            break;
        if (left != SECONDS - passed) {
            left = SECONDS - passed;
            format(text, sizeof text, STR_REMOVE_PROMPT, left);
            prompt_again(&p, text);
        }
        if (c < 0)
            rest();
        else if (take(&p, text, c))
            return;
    }
    print("\n");
}
