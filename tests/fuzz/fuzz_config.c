/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * fuzz_config.c - lines that are typed, or come from a server.  The first byte
 * chooses the release.  Whatever was configured, a unit that starts with the
 * text of it is configured the same way and has nothing to say.
 */
#include <string.h>

#include "guest/config/save.h"
#include "tests/fuzz/fuzz.h"
#include "tests/unit/guest/configrig.h"

enum { LINES_MAX = 64 };

static void one_line(const char *from, size_t n)
{
    char line[EDITOR_LINE_MAX + 1];

    n = MIN(n, EDITOR_LINE_MAX);
    memcpy(line, from, n);
    line[n] = '\0';
    for (size_t i = 0; i < n; i++) {
        if (line[i] < ' ' || line[i] > '~')
            line[i] = ' '; /* the editor takes nothing else */
    }
    if (rig_cli.mode < CLI_CONFIG)
        rig_cli.mode = CLI_CONFIG;
    rig_keys = "y\rsecret\rsecret\r";
    rig_say(line);
    rig_cli.leaving = false;
}

void fuzz_one(const uint8_t *data, size_t n)
{
    static const uint32_t releases[] = {
        RELEASE(4, 2, 1), RELEASE(5, 1, 1), RELEASE(5, 2, 1), RELEASE(5, 3, 1),
        RELEASE(6, 0, 1), RELEASE(6, 1, 1), RELEASE(6, 2, 1), RELEASE(6, 3, 1)};
    const char *at = (const char *)data + 1, *end = (const char *)data + n;

    if (!n)
        return;
    rig_begin(releases[data[0] % G_N_ELEMENTS(releases)]);
    for (unsigned i = 0; i < LINES_MAX && at < end; i++) {
        const char *stop = memchr(at, '\n', (size_t)(end - at));

        stop = stop ? stop : end;
        one_line(at, (size_t)(stop - at));
        at = stop + 1;
    }
    rig_cli.mode = CLI_CONFIG;
    save_show_to_others(&rig_cli);
    rig_check_property();
}
