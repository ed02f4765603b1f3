/* SPDX-License-Identifier: GPL-2.0-or-later */
/* report.c - see report.h. */
#include "guest/runtime/unit/report.h"

#include "guest/cli/cli.h"
#include "guest/lib/format.h"
#include "guest/runtime/unit/features.h"
#include "guest/runtime/unit/unit.h"

static void to_session(void *far, const char *text)
{
    cli_printf(far, "%s", text);
}

struct report report_to_session(struct cli *cli)
{
    return (struct report){to_session, cli};
}

void report_printf(const struct report *to, const char *fmt, ...)
{
    char text[256];
    va_list ap;

    va_start(ap, fmt);
    format_v(text, sizeof text, fmt, ap);
    va_end(ap);
    to->text(to->far, text);
}

void report_features(const struct report *to, const struct licence *licence)
{
    char line[FEATURES_TEXT];

    report_printf(to, "Licensed Features:\n");
    for (unsigned i = 0; features_line(line, sizeof line, i, unit.release,
                                       licence, unit.platform); i++)
        report_printf(to, "%s\n", line);
}

void report_mac(char *to, size_t n, const uint8_t mac[6])
{
    format(to, n, "%02x%02x.%02x%02x.%02x%02x", mac[0], mac[1], mac[2],
           mac[3], mac[4], mac[5]);
}
