/* SPDX-License-Identifier: GPL-2.0-or-later */
/* cable_spec.c - what is written behind --failover-cable=. */
#include "host/cable/cable_spec.h"

#include "host/report.h"
#include "host/values.h"

bool cable_spec_parse(const char *value, enum cable_role *role, char **path,
                      GError **err)
{
    static const char *const names[] = {
        [CABLE_PRIMARY] = "primary", [CABLE_SECONDARY] = "secondary", NULL};
    g_auto(GStrv) part = g_strsplit(value, ":", 2);
    g_autofree char *hint = NULL;
    int at;

    if (!part[0] || !part[1] || !*part[1])
        return refuse(err, "--failover-cable=%s: write it like "
                           "--failover-cable=primary:PATH", value);
    at = value_name(part[0], names);
    if (at < 0) {
        hint = value_hint(part[0], names);
        return refuse(err, "--failover-cable=%s is not known%s", part[0],
                      hint);
    }
    *role = (enum cable_role)at;
    g_free(*path);
    *path = g_strdup(part[1]);
    return true;
}
