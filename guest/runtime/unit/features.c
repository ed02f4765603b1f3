/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * features.c - see features.h.
 *
 * Up to 6.1 a tab follows the colon, and behind some labels a blank before
 * it; 6.2 aligns the values at column 20, 6.3 at column 29.
 */
#include "guest/runtime/unit/features.h"

#include "guest/lib/release.h"
#include "guest/lib/format.h"
#include "guest/lib/string.h"

enum fact {
    FAILOVER,
    DES,
    TRIPLE_DES,
    PHYSICAL,
    ALL_INTERFACES,
    CUT_THROUGH,
    GUARDS,
    WEBSENSE,
    HOSTS,
    THROUGHPUT,
    PEERS,
};

#define R61 RELEASE(6, 1, 255)
#define R62 RELEASE(6, 2, 0)
#define R622 RELEASE(6, 2, 2)
#define R63 RELEASE(6, 3, 0)
#define EVER UINT32_MAX

static const struct {
    uint32_t since, until; /* until: the last release that has it */
    const char *label;
    enum fact fact;
} rows[] = {
    {0, R61, "Failover:\t", FAILOVER},
    {0, R61, "VPN-DES: \t", DES},
    {0, R61, "VPN-3DES: \t", TRIPLE_DES},
    {0, R61, "Maximum Interfaces:\t", PHYSICAL},
    {0, R61, "Cut-through Proxy: \t", CUT_THROUGH},
    {0, R61, "Guards: \t", GUARDS},
    {0, R61, "Websense: \t", WEBSENSE},
    {0, R61, "Inside Hosts: \t", HOSTS},
    {0, R61, "Throughput: \t", THROUGHPUT},
    {0, R61, "ISAKMP peers: \t", PEERS},
    {R62, EVER, "Failover:", FAILOVER},
    {R62, EVER, "VPN-DES:", DES},
    {R62, R63 - 1, "VPN-3DES:", TRIPLE_DES},
    {R63, EVER, "VPN-3DES-AES:", TRIPLE_DES},
    {R62, R63 - 1, "Maximum Interfaces:", PHYSICAL},
    {R63, EVER, "Maximum Physical Interfaces:", PHYSICAL},
    {R63, EVER, "Maximum Interfaces:", ALL_INTERFACES},
    {R62, EVER, "Cut-through Proxy:", CUT_THROUGH},
    {R62, EVER, "Guards:", GUARDS},
    {R62, R622 - 1, "Websense:", WEBSENSE},
    {R622, EVER, "URL-filtering:", WEBSENSE},
    {R622, EVER, "Inside Hosts:", HOSTS},
    {R62, EVER, "Throughput:", THROUGHPUT},
    {R62, R622 - 1, "ISAKMP peers:", PEERS},
    {R622, EVER, "IKE peers:", PEERS},
};

enum { ROWS = sizeof rows / sizeof rows[0], INTERFACES_UNKNOWN = 6 };

unsigned features_interfaces(const struct licence *l,
                             const struct platform *p)
{
    if (l->interfaces)
        return l->interfaces;
    if (!p)
        return INTERFACES_UNKNOWN;
    return l->type == LICENCE_RESTRICTED ? p->interfaces_r : p->interfaces_ur;
}

/* Published for 5.2, for 5.3 to 6.0, and from 6.1 on. */
unsigned features_dhcpd(uint32_t release, const struct licence *l,
                        const struct platform *p)
{
    enum { FIRST = 10, FEW = 32, SOME = 128, ALL = 256, HOSTS_FEW = 10 };

    if (release < RELEASE(5, 3, 0))
        return FIRST;
    if (release < RELEASE(6, 1, 0))
        return p && !strncmp(p->title, "PIX-506", 7) ? FEW : ALL;
    if (!p || strcmp(p->title, "PIX-501") != 0 || l->hosts == 0)
        return ALL;
    return l->hosts <= HOSTS_FEW ? FEW : SOME;
}

static unsigned all_interfaces(const struct licence *l,
                               const struct platform *p)
{
    if (l->interfaces || !p)
        return features_interfaces(l, p);
    return l->type == LICENCE_RESTRICTED ? p->logical_r : p->logical_ur;
}

const char *features_licence_name(const struct licence *l)
{
    switch (l->type) {
    case LICENCE_UNRESTRICTED:
        return "an Unrestricted (UR)";
    case LICENCE_FAILOVER_ONLY:
        return "a Failover Only (FO)";
    default:
        return "a Restricted (R)";
    }
}

static const char *enabled(bool on)
{
    return on ? "Enabled" : "Disabled";
}

/* A number; 0 where that means that there is no limit. */
static const char *limit(char *to, size_t n, unsigned value)
{
    if (value == 0)
        return "Unlimited";
    format(to, n, "%u", value);
    return to;
}

static const char *value_text(char *to, size_t n, enum fact fact,
                              const struct licence *l,
                              const struct platform *p)
{
    switch (fact) {
    case FAILOVER:
        return enabled(l->failover);
    case DES:
        return enabled(l->des);
    case TRIPLE_DES:
        return enabled(l->triple_des);
    case PHYSICAL:
        return limit(to, n, features_interfaces(l, p));
    case ALL_INTERFACES:
        return limit(to, n, all_interfaces(l, p));
    case CUT_THROUGH:
        return enabled(l->cut_through);
    case GUARDS:
        return enabled(l->guards);
    case WEBSENSE:
        return enabled(l->websense);
    case HOSTS:
        return limit(to, n, l->hosts);
    case THROUGHPUT:
        return l->slow ? "Limited" : "Unlimited";
    case PEERS:
        return limit(to, n, l->peers);
    }
    return "";
}

static int column(uint32_t release)
{
    if (release < R62)
        return 0;
    return release < R63 ? 20 : 29;
}

bool features_line(char *to, size_t n, unsigned index, uint32_t release,
                   const struct licence *l, const struct platform *p)
{
    char value[16];

    for (unsigned i = 0; i < ROWS; i++) {
        if (release < rows[i].since || release > rows[i].until)
            continue;
        if (index-- == 0) {
            format(to, n, "%-*s%s", column(release), rows[i].label,
                   value_text(value, sizeof value, rows[i].fact, l, p));
            return true;
        }
    }
    return false;
}
