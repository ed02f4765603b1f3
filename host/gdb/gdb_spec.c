/* SPDX-License-Identifier: GPL-2.0-or-later */
/* gdb_spec.c - what is written behind --gdb=. */
#include "host/gdb/gdb_spec.h"

#include "host/console/tcplisten.h"
#include "host/report.h"

bool gdb_spec_check(const char *spec, GError **err)
{
    char *why = NULL;
    bool ok;

    if (g_str_has_prefix(spec, "tcp:"))
        why = tcplisten_check(spec + 4);
    else if (!g_str_has_prefix(spec, "unix:") || !spec[5])
        why = g_strdup("write it like --gdb=tcp:127.0.0.1:1234 or "
                       "--gdb=unix:PATH");
    ok = !why;
    if (why)
        refuse(err, "--gdb=%s: %s", spec, why);
    g_free(why);
    return ok;
}
