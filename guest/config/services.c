/* SPDX-License-Identifier: GPL-2.0-or-later */
/* services.c - see services.h; numbers are IANA's. */
#include "guest/config/services.h"

#include "guest/lib/format.h"
#include "guest/lib/string.h"

enum { TCP_TOO = 1, UDP_TOO = 2, BOTH = 3 };

struct name {
    const char *name;
    uint16_t number;
    uint8_t of; /* TCP_TOO, UDP_TOO; of ports alone */
};

/* The first of a number is the one that is shown. */
static const struct name protocols[] = {
    {"ip", 0, 0}, {"icmp", 1, 0}, {"igmp", 2, 0}, {"ipinip", 4, 0},
    {"tcp", 6, 0}, {"igrp", 9, 0}, {"udp", 17, 0}, {"gre", 47, 0},
    {"esp", 50, 0}, {"ah", 51, 0}, {"eigrp", 88, 0}, {"ospf", 89, 0},
    {"nos", 94, 0}, {"pcp", 108, 0}, {"snp", 109, 0}, {"pptp", 47, 0},
    {"ipsec", 50, 0}, {NULL, 0, 0},
};

static const struct name types[] = {
    {"echo-reply", 0, 0}, {"unreachable", 3, 0}, {"source-quench", 4, 0},
    {"redirect", 5, 0}, {"alternate-address", 6, 0}, {"echo", 8, 0},
    {"router-advertisement", 9, 0}, {"router-solicitation", 10, 0},
    {"time-exceeded", 11, 0}, {"parameter-problem", 12, 0},
    {"timestamp-request", 13, 0}, {"timestamp-reply", 14, 0},
    {"information-request", 15, 0}, {"information-reply", 16, 0},
    {"mask-request", 17, 0}, {"mask-reply", 18, 0}, {"traceroute", 30, 0},
    {"conversion-error", 31, 0}, {"mobile-redirect", 32, 0}, {NULL, 0, 0},
};

static const struct name ports[] = {
    {"echo", 7, BOTH}, {"discard", 9, BOTH}, {"daytime", 13, TCP_TOO},
    {"chargen", 19, TCP_TOO}, {"ftp-data", 20, TCP_TOO}, {"ftp", 21, TCP_TOO},
    {"ssh", 22, TCP_TOO}, {"telnet", 23, TCP_TOO}, {"smtp", 25, TCP_TOO},
    {"time", 37, UDP_TOO}, {"nameserver", 42, UDP_TOO},
    {"whois", 43, TCP_TOO}, {"tacacs", 49, BOTH}, {"domain", 53, BOTH},
    {"bootps", 67, UDP_TOO}, {"bootpc", 68, UDP_TOO}, {"tftp", 69, UDP_TOO},
    {"gopher", 70, TCP_TOO}, {"finger", 79, TCP_TOO}, {"www", 80, TCP_TOO},
    {"hostname", 101, TCP_TOO}, {"pop2", 109, TCP_TOO},
    {"pop3", 110, TCP_TOO}, {"sunrpc", 111, BOTH}, {"ident", 113, TCP_TOO},
    {"nntp", 119, TCP_TOO}, {"ntp", 123, UDP_TOO},
    {"netbios-ns", 137, UDP_TOO}, {"netbios-dgm", 138, UDP_TOO},
    {"netbios-ssn", 139, TCP_TOO}, {"imap4", 143, TCP_TOO},
    {"snmp", 161, UDP_TOO}, {"snmptrap", 162, UDP_TOO},
    {"xdmcp", 177, UDP_TOO}, {"bgp", 179, TCP_TOO}, {"irc", 194, TCP_TOO},
    {"dnsix", 195, UDP_TOO}, {"ldap", 389, TCP_TOO},
    {"mobile-ip", 434, UDP_TOO}, {"https", 443, TCP_TOO},
    {"isakmp", 500, UDP_TOO}, {"exec", 512, TCP_TOO}, {"biff", 512, UDP_TOO},
    {"login", 513, TCP_TOO}, {"who", 513, UDP_TOO}, {"cmd", 514, TCP_TOO},
    {"rsh", 514, TCP_TOO}, {"syslog", 514, UDP_TOO}, {"lpd", 515, TCP_TOO},
    {"talk", 517, BOTH}, {"rip", 520, UDP_TOO}, {"uucp", 540, TCP_TOO},
    {"klogin", 543, TCP_TOO}, {"kshell", 544, TCP_TOO},
    {"rtsp", 554, TCP_TOO}, {"ldaps", 636, TCP_TOO},
    {"kerberos", 750, BOTH}, {"lotusnotes", 1352, TCP_TOO},
    {"citrix-ica", 1494, TCP_TOO}, {"sqlnet", 1521, TCP_TOO},
    {"radius", 1645, UDP_TOO}, {"radius-acct", 1646, UDP_TOO},
    {"h323", 1720, TCP_TOO}, {"pptp", 1723, TCP_TOO},
    {"cifs", 3020, BOTH}, {"sip", 5060, BOTH}, {"aol", 5190, TCP_TOO},
    {"secureid-udp", 5510, UDP_TOO}, {"pcanywhere-data", 5631, TCP_TOO},
    {"pcanywhere-status", 5632, UDP_TOO}, {"http", 80, TCP_TOO},
    {"dns", 53, BOTH}, {NULL, 0, 0},
};

static bool fits(const struct name *n, uint8_t protocol)
{
    return protocol == SERVICE_TCP ? n->of & TCP_TOO
           : protocol == SERVICE_UDP ? n->of & UDP_TOO : true;
}

static bool find(const struct name *table, const char *text, uint8_t protocol,
                 uint32_t max, uint16_t *to)
{
    uint32_t number;

    if (parse_u32(text, &number) && number <= max) {
        *to = (uint16_t)number;
        return true;
    }
    for (; table->name; table++) {
        if ((table->of ? fits(table, protocol) : true) &&
            !strcasecmp(text, table->name)) {
            *to = table->number;
            return true;
        }
    }
    return false;
}

static const char *name_of(const struct name *table, uint16_t number,
                           uint8_t protocol, char to[SERVICE_TEXT])
{
    for (; table->name; table++) {
        /* Where both may be meant, only a name that both have. */
        if (table->number == number &&
            (!table->of || (protocol ? fits(table, protocol)
                                     : table->of == BOTH))) {
            format(to, SERVICE_TEXT, "%s", table->name);
            return to;
        }
    }
    format(to, SERVICE_TEXT, "%u", number);
    return to;
}

bool service_protocol(const char *text, uint8_t *to)
{
    uint16_t number;

    if (!find(protocols, text, 0, 255, &number))
        return false;
    *to = (uint8_t)number;
    return true;
}

bool service_icmp(const char *text, uint8_t *to)
{
    uint16_t number;

    if (!find(types, text, 0, 254, &number))
        return false;
    *to = (uint8_t)number;
    return true;
}

bool service_port(const char *text, uint8_t protocol, uint16_t *to)
{
    return find(ports, text, protocol, 65535, to);
}

const char *service_protocol_text(uint8_t protocol, char to[SERVICE_TEXT])
{
    return name_of(protocols, protocol, 0, to);
}

const char *service_icmp_text(uint8_t type, char to[SERVICE_TEXT])
{
    return name_of(types, type, 0, to);
}

const char *service_port_text(uint16_t port, uint8_t protocol,
                              char to[SERVICE_TEXT])
{
    return name_of(ports, port, protocol, to);
}
