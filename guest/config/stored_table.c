/* SPDX-License-Identifier: GPL-2.0-or-later */
/* stored_table.c - the kinds of lines that are only kept, and those a new unit
 * begins with. */
#include <stddef.h>

#include "guest/config/stored.h"
#include "guest/lib/release.h"

/* Lines are kept in this order, and so printed within a place. */
const struct stored_kind stored_kinds[] = {
    {"fixup protocol", STORED_WHOLE, STORED_FIXUP},
    {"ip audit", 1, STORED_GUARD},
    {"ip local", STORED_WHOLE, STORED_GUARD},
    {"pdm history", 0, STORED_PDM},
    {"pdm location", STORED_WHOLE, STORED_PDM},
    {"alias", STORED_WHOLE, STORED_NAT},
    {"outbound", STORED_WHOLE, STORED_NAT},
    {"apply", STORED_WHOLE, STORED_NAT},
    {"established", STORED_WHOLE, STORED_NAT},
    {"rip", STORED_WHOLE, STORED_NAT},
    {"timeout uauth", 0, STORED_REST},
    {"aaa-server", STORED_WHOLE, STORED_REST},
    {"aaa", STORED_WHOLE, STORED_REST},
    {"auth-prompt", 1, STORED_REST},
    {"url-server", STORED_WHOLE, STORED_REST},
    {"filter", STORED_WHOLE, STORED_REST},
    {"snmp-server host", STORED_WHOLE, STORED_SNMP},
    {"snmp-server location", 0, STORED_SNMP},
    {"snmp-server contact", 0, STORED_SNMP},
    {"snmp-server community", 0, STORED_SNMP},
    {"snmp-server enable", 0, STORED_SNMP},
    {"sysopt", STORED_WHOLE, STORED_VPN},
    {"crypto", STORED_WHOLE, STORED_VPN},
    {"isakmp", STORED_WHOLE, STORED_VPN},
    {"vpngroup", STORED_WHOLE, STORED_VPN},
    {"vpdn", STORED_WHOLE, STORED_VPN},
    {"ssh timeout", 0, STORED_SHELL},
    {"ssh", STORED_WHOLE, STORED_SHELL},
    {"console timeout", 0, STORED_SHELL},
    {"ntp", STORED_WHOLE, STORED_SHELL},
    {NULL, 0, 0},
};

#define R_6_1 RELEASE(6, 1, 0)
#define R_6_2 RELEASE(6, 2, 0)
#define R_6_3 RELEASE(6, 3, 0)

/* What is published of 5.3(1), 6.1(1) and 6.3 units out of the box, with what
 * lies between as remembered. */
const struct stored_default stored_defaults[] = {
    {R_6_3, 0, "fixup protocol dns maximum-length 512"},
    {0, 0, "fixup protocol ftp 21"},
    {R_6_3, 0, "fixup protocol h323 h225 1720"},
    {R_6_3, 0, "fixup protocol h323 ras 1718-1719"},
    {0, 0, "fixup protocol http 80"},
    {0, R_6_3, "fixup protocol h323 1720"},
    {0, 0, "fixup protocol rsh 514"},
    {R_6_1, 0, "fixup protocol rtsp 554"},
    {R_6_3, 0, "fixup protocol sip 5060"},
    {R_6_3, 0, "fixup protocol sip udp 5060"},
    {R_6_3, 0, "fixup protocol skinny 2000"},
    {0, 0, "fixup protocol smtp 25"},
    {0, 0, "fixup protocol sqlnet 1521"},
    {RELEASE(5, 2, 0), R_6_3, "fixup protocol sip 5060"},
    {R_6_1, R_6_3, "fixup protocol skinny 2000"},
    {R_6_3, 0, "fixup protocol tftp 69"},
    {RELEASE(5, 2, 0), 0, "ip audit info action alarm"},
    {RELEASE(5, 2, 0), 0, "ip audit attack action alarm"},
    {R_6_1, 0, "pdm history enable"},
    {0, 0, "timeout uauth 0:05:00 absolute"},
    {0, 0, "aaa-server TACACS+ protocol tacacs+"},
    {R_6_3, 0, "aaa-server TACACS+ max-failed-attempts 3"},
    {R_6_3, 0, "aaa-server TACACS+ deadtime 10"},
    {0, 0, "aaa-server RADIUS protocol radius"},
    {R_6_3, 0, "aaa-server RADIUS max-failed-attempts 3"},
    {R_6_3, 0, "aaa-server RADIUS deadtime 10"},
    {R_6_2, 0, "aaa-server LOCAL protocol local"},
    {0, 0, "no snmp-server location"},
    {0, 0, "no snmp-server contact"},
    {0, 0, "snmp-server community public"},
    {0, 0, "no snmp-server enable traps"},
    {RELEASE(5, 0, 0), R_6_2, "no sysopt route dnat"},
    {RELEASE(5, 0, 0), R_6_2, "isakmp identity hostname"},
    {RELEASE(5, 2, 0), 0, "ssh timeout 5"},
    {R_6_3, 0, "console timeout 0"},
    {0, 0, NULL},
};
