/* SPDX-License-Identifier: GPL-2.0-or-later */
/* stored_table.c - the kinds of lines that are only kept, the commands that
 * make them, and those lines a new unit begins with. */
#include <stddef.h>

#include "guest/cli/cli.h"
#include "guest/config/stored.h"
#include "guest/lib/release.h"

/* Lines are kept in this order, and so printed within a place. */
const struct stored_kind stored_kinds[] = {
    {"fixup protocol", STORED_FIXUP, false},
    {"ip audit", STORED_GUARD, false},
    {"ip local", STORED_GUARD, false},
    {"pdm history", STORED_PDM, false},
    {"pdm location", STORED_PDM, false},
    {"pdm logging", STORED_PDM, false},
    {"rip", STORED_NAT, false},
    {"timeout uauth", STORED_REST, false},
    {"aaa-server", STORED_REST, false},
    {"aaa", STORED_REST, false},
    {"auth-prompt", STORED_REST, false},
    {"virtual", STORED_REST, false},
    {"url-server", STORED_REST, false},
    {"url-cache", STORED_REST, false},
    {"url-block", STORED_REST, false},
    {"filter", STORED_REST, false},
    {"mac-list", STORED_REST, false},
    {"mgcp", STORED_REST, false},
    {"auto-update", STORED_REST, false},
    {"dhcprelay", STORED_REST, false},
    {"snmp-server host", STORED_SNMP, false},
    {"snmp-server location", STORED_SNMP, false},
    {"snmp-server contact", STORED_SNMP, false},
    {"snmp-server community", STORED_SNMP, false},
    {"snmp-server enable", STORED_SNMP, false},
    {"sysopt", STORED_VPN, false},
    {"ca identity", STORED_VPN, false},
    {"ca configure", STORED_VPN, false},
    {"ca subject-name", STORED_VPN, false},
    {"crypto", STORED_VPN, false},
    {"isakmp", STORED_VPN, false},
    {"vpngroup", STORED_VPN, false},
    {"vpdn", STORED_VPN, false},
    {"vpnclient", STORED_VPN, false},
    {"management-access", STORED_SHELL, false},
    {"ssh timeout", STORED_SHELL, false},
    {"ssh", STORED_SHELL, false},
    {"console timeout", STORED_SHELL, false},
    {"ntp", STORED_SHELL, false},
    {"banner", STORED_SHELL, true},
    {0},
};

#define R(major, minor) RELEASE(major, minor, 0)

/* What is published of 5.3(1), 6.1(1), 6.2 and 6.3 units out of the box, with
 * what lies between as remembered. */
const struct stored_default stored_defaults[] = {
    {R(6, 3), 0, "fixup protocol dns maximum-length 512"},
    {0, 0, "fixup protocol ftp 21"},
    {R(6, 3), 0, "fixup protocol h323 h225 1720"},
    {R(6, 3), 0, "fixup protocol h323 ras 1718-1719"},
    {0, 0, "fixup protocol http 80"},
    {0, R(6, 2), "fixup protocol h323 1720"},
    {R(6, 2), R(6, 3), "fixup protocol h323 h225 1720"},
    {R(6, 2), R(6, 3), "fixup protocol h323 ras 1718-1719"},
    {R(6, 2), R(6, 3), "fixup protocol ils 389"},
    {0, 0, "fixup protocol rsh 514"},
    {R(6, 1), 0, "fixup protocol rtsp 554"},
    {R(6, 3), 0, "fixup protocol sip 5060"},
    {R(6, 3), 0, "fixup protocol sip udp 5060"},
    {R(6, 3), 0, "fixup protocol skinny 2000"},
    {0, 0, "fixup protocol smtp 25"},
    {0, 0, "fixup protocol sqlnet 1521"},
    {R(5, 2), R(6, 3), "fixup protocol sip 5060"},
    {R(6, 1), R(6, 3), "fixup protocol skinny 2000"},
    {R(6, 3), 0, "fixup protocol tftp 69"},
    {R(5, 2), 0, "ip audit info action alarm"},
    {R(5, 2), 0, "ip audit attack action alarm"},
    {R(6, 1), 0, "pdm history enable"},
    {0, 0, "timeout uauth 0:05:00 absolute"},
    {0, 0, "aaa-server TACACS+ protocol tacacs+"},
    {R(6, 3), 0, "aaa-server TACACS+ max-failed-attempts 3"},
    {R(6, 3), 0, "aaa-server TACACS+ deadtime 10"},
    {0, 0, "aaa-server RADIUS protocol radius"},
    {R(6, 3), 0, "aaa-server RADIUS max-failed-attempts 3"},
    {R(6, 3), 0, "aaa-server RADIUS deadtime 10"},
    {R(6, 2), 0, "aaa-server LOCAL protocol local"},
    {0, 0, "no snmp-server location"},
    {0, 0, "no snmp-server contact"},
    {0, 0, "snmp-server community public"},
    {0, 0, "no snmp-server enable traps"},
    {R(5, 0), R(6, 2), "no sysopt route dnat"},
    {R(5, 0), R(6, 2), "isakmp identity hostname"},
    {R(5, 2), 0, "ssh timeout 5"},
    {R(6, 3), 0, "console timeout 0"},
    {0, 0, NULL},
};

/* The rows that make and end a line. */
#define KEEP(words_, summary_, since_)                                      \
    {words_, "...", summary_, CLI_CONFIG, .max_args = CLI_ARGS_MAX,         \
     .since = since_, .run = stored_keep},                                  \
    {"no " words_, "...", summary_, CLI_CONFIG, .max_args = CLI_ARGS_MAX,   \
     .since = since_, .run = stored_forget}

/* Does nothing, and says so. */
#define IDLE(words_, args_, summary_)                                       \
    {words_, args_, summary_, CLI_CONFIG, .max_args = 4,                    \
     .since = R(5, 0), .run = stored_idle}

/* All lines of the kinds that begin so. */
#define LIST(words_, summary_, since_)                                      \
    {"show " words_, "[...]", summary_, CLI_PRIVILEGED,                     \
     .max_args = CLI_ARGS_MAX, .since = since_, .run = stored_show},        \
    {"clear " words_, "[...]", summary_, CLI_CONFIG,                        \
     .max_args = CLI_ARGS_MAX, .since = since_, .run = stored_clear}

/* Most kinds are listed by the words that make them. */
#define BOTH(words_, summary_, since_)                                      \
    KEEP(words_, summary_, since_), LIST(words_, summary_, since_)

const struct command config_stored_commands[] = {
    BOTH("aaa", "Who must say who he is", R(4, 2)),
    BOTH("aaa-server", "Servers that know users", R(4, 2)),
    BOTH("auth-prompt", "What users are asked", 0),
    BOTH("auto-update", "A server of images and configurations", R(6, 2)),
    BOTH("banner", "What sessions are greeted with", R(6, 3)),
    KEEP("console timeout", "When an idle console ends", R(6, 3)),
    BOTH("ca configure", "How an authority is talked to", R(5, 0)),
    BOTH("ca identity", "Where an authority is", R(5, 0)),
    KEEP("ca subject-name", "What a certificate is asked for", R(6, 3)),
    BOTH("crypto", "IPSec", R(5, 0)),
    BOTH("dhcprelay", "DHCP for a server elsewhere", R(6, 3)),
    BOTH("filter", "URLs, Java and ActiveX", 0),
    LIST("fixup", "Protocols that are looked into", 0),
    KEEP("fixup protocol", "Protocols that are looked into", 0),
    BOTH("ip audit", "Signatures of attacks", R(5, 2)),
    BOTH("ip local", "Pools of addresses", R(5, 0)),
    BOTH("isakmp", "Keys for IPSec", R(5, 0)),
    BOTH("mac-list", "Hardware addresses", R(6, 3)),
    BOTH("mgcp", "Call agents of MGCP", R(6, 3)),
    KEEP("management-access", "The interface that a tunnel leads to", R(6, 3)),
    BOTH("ntp", "Servers of the time", R(6, 2)),
    LIST("pdm", "For the device manager", R(6, 0)),
    KEEP("pdm history", "Figures for the device manager", R(6, 1)),
    KEEP("pdm location", "Networks for the device manager", R(6, 0)),
    KEEP("pdm logging", "Messages for the device manager", R(6, 0)),
    BOTH("rip", "Learn routes", 0),
    LIST("snmp-server", "Who may read, and what", 0),
    KEEP("snmp-server community", "The word that reads", 0),
    KEEP("snmp-server contact", "Who looks after this unit", 0),
    KEEP("snmp-server enable", "Traps", 0),
    KEEP("snmp-server host", "Who may read", 0),
    KEEP("snmp-server location", "Where this unit is", 0),
    BOTH("ssh", "Who may come in by SSH", R(5, 2)),
    KEEP("ssh timeout", "When an idle SSH session ends", R(5, 2)),
    KEEP("timeout uauth", "Idle users", 0),
    BOTH("url-block", "What waits for a verdict on a URL", R(6, 3)),
    BOTH("url-cache", "What servers judged before", R(5, 3)),
    BOTH("url-server", "Servers that judge URLs", 0),
    BOTH("virtual", "Addresses at which users say who they are", 0),
    BOTH("vpdn", "PPTP and PPPoE", R(5, 1)),
    BOTH("vpnclient", "This unit as a VPN client", R(6, 2)),
    BOTH("vpngroup", "Groups of VPN clients", R(5, 1)),
    IDLE("ca authenticate", "<nickname> [<fingerprint>]",
         "Fetch an authority's certificate"),
    IDLE("ca crl request", "<nickname>", "Fetch a list of what is revoked"),
    IDLE("ca enroll", "<nickname> <password> [serial] [ipaddress]",
         "Ask for a certificate"),
    IDLE("ca generate rsa", "key|specialkey <bits>", "Keys for IPSec and SSH"),
    IDLE("ca save all", "", "Save keys and certificates"),
    IDLE("ca zeroize rsa", "[<name>]", "Forget keys"),
    {0},
};
