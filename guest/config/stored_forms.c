/* SPDX-License-Identifier: GPL-2.0-or-later */
/* stored_forms.c - the forms of lines that are only kept (grammar.h says how
 * to read them), as the command references of 5.x and 6.x have them. */
#include <stddef.h>

#include "guest/config/stored.h"
#include "guest/lib/release.h"

#define R_6_2 RELEASE(6, 2, 0)
#define R_6_3 RELEASE(6, 3, 0)

#define TRANSFORM                                                          \
    "ah-md5-hmac|ah-sha-hmac|esp-des|esp-3des|esp-null|esp-md5-hmac|"      \
    "esp-sha-hmac|esp-none"
#define TRANSFORM_63 TRANSFORM "|esp-aes|esp-aes-192|esp-aes-256"
#define LIFETIME \
    "security-association lifetime seconds|kilobytes = <60-2147483647>"
#define LIFETIMES \
    "security-association lifetime seconds = <60-2147483647> " \
    "kilobytes <60-2147483647>"
#define WHOSE "<word> <word> <ip> <mask> [ <ip> <mask> ] <word>"
#define BETWEEN "<ip> <mask> <ip> <mask>"

/* The same for a map and for a dynamic map, behind name and number. */
#define MAP(words_, before_)                                                \
    {words_, before_ " match address = <word>", 0},                         \
    {words_, before_ " set peer <ip>", 0},                                  \
    {words_, before_ " set pfs = [ group1|group2 ]", 0},                    \
    {words_, before_ " set pfs = group5", R_6_3},                           \
    {words_, before_ " set " LIFETIME, 0},                                  \
    {words_, before_ " set " LIFETIMES, 0},                                 \
    {words_, before_ " set transform-set = <word> [ <word> [ <word> "       \
     "[ <word> [ <word> [ <word> ] ] ] ] ]", 0}

const struct stored_form stored_forms[] = {
    {"aaa", "accounting include|exclude " WHOSE, 0},
    {"aaa", "accounting match <word> <word> <word>", 0},
    {"aaa", "authentication include|exclude " WHOSE, 0},
    {"aaa", "authentication match <word> <word> <word>", 0},
    {"aaa", "authentication secure-http-client", R_6_3},
    {"aaa", "authentication serial|enable|telnet|ssh|http console = <word>",
     0},
    {"aaa", "authorization command = <word>", R_6_2},
    {"aaa", "authorization include|exclude " WHOSE, 0},
    {"aaa", "authorization match <word> <word> <word>", 0},
    {"aaa", "mac-exempt match = <word>", R_6_3},
    {"aaa", "proxy-limit = <1-128>", R_6_3},
    {"aaa", "proxy-limit = disable", R_6_3},
    {"aaa-server", "<word> protocol = tacacs+|radius|local", 0},
    {"aaa-server", "<word> [ <(if)> ] host <ip> = [ <word> "
     "[ timeout <1-300> ] ]", 0},
    {"aaa-server", "<word> max-failed-attempts = <1-5>", R_6_3},
    {"aaa-server", "<word> deadtime = <0-1440>", R_6_3},
    {"aaa-server", "radius-acctport|radius-authport = <1-65535>", 0},
    {"auth-prompt", "accept|prompt|reject = <word> ...", 0},
    {"auto-update", "device-id = hardware-serial|hostname|ipaddress|"
     "mac-address|string ...", 0},
    {"auto-update", "poll-period = <1-35791> [ <0-35791> [ <1-35791> ] ]", 0},
    {"auto-update", "server = <word> [ verify-certificate ]", 0},
    {"auto-update", "timeout = <1-35791>", 0},
    {"banner", "exec|login|motd <word> ...", 0},
    {"ca configure", "<word> ca|ra <1-60> <0-100> [ crloptional ]", 0},
    {"ca identity", "<word> = <word> [ <word> ]", 0},
    {"ca subject-name", "<word> = <word> ...", 0},
    {"console timeout", "= <0-60>", R_6_3},
    {"crypto", "dynamic-map <word> <1-65535>", 0},
    MAP("crypto", "dynamic-map <word> <1-65535>"),
    {"crypto", "ipsec " LIFETIME, 0},
    {"crypto", "ipsec " LIFETIMES, 0},
    {"crypto", "ipsec transform-set <word> = " TRANSFORM " [ " TRANSFORM
     " [ " TRANSFORM " ] ]", 0},
    {"crypto", "ipsec transform-set <word> = " TRANSFORM_63 " [ "
     TRANSFORM_63 " [ " TRANSFORM_63 " ] ]", R_6_3},
    {"crypto", "ipsec transform-set <word> mode transport", 0},
    {"crypto", "map <word> client authentication = <word>", 0},
    {"crypto", "map <word> client configuration address initiate|respond",
     0},
    {"crypto", "map <word> client token authentication = <word>", 0},
    {"crypto", "map <word> interface <if>", 0},
    {"crypto", "map <word> <1-65535> = ipsec-isakmp [ dynamic <word> ]", 0},
    {"crypto", "map <word> <1-65535> = ipsec-manual", 0},
    MAP("crypto", "map <word> <1-65535>"),
    {"crypto", "map <word> <1-65535> set session-key inbound|outbound ah = "
     "<256-4294967295> <word>", 0},
    {"crypto", "map <word> <1-65535> set session-key inbound|outbound esp = "
     "<256-4294967295> cipher <word> [ authenticator <word> ]", 0},
    {"dhcprelay", "enable <if>", 0},
    {"dhcprelay", "server <ip> <if>", 0},
    {"dhcprelay", "setroute <if>", 0},
    {"dhcprelay", "timeout = <1-3600>", 0},
    {"filter", "activex|java <word> " BETWEEN, 0},
    {"filter", "url <word> " BETWEEN " = [ allow ] [ proxy-block ] "
     "[ longurl-truncate|longurl-deny ] [ cgi-truncate ]", 0},
    {"filter", "url except " BETWEEN, 0},
    {"filter", "ftp|https <word> " BETWEEN " = [ allow ] "
     "[ interact-block ]", R_6_3},
    {"filter", "ftp|https except " BETWEEN, R_6_3},
    {"ip audit", "attack|info = action alarm|drop|reset "
     "[ alarm|drop|reset [ alarm|drop|reset ] ]", 0},
    {"ip audit", "interface <if> <word>", 0},
    {"ip audit", "name <word> attack|info = [ action alarm|drop|reset "
     "[ alarm|drop|reset [ alarm|drop|reset ] ] ]", 0},
    {"ip audit", "signature <1000-9999> disable", 0},
    {"ip local", "pool <word> = <word>", 0},
    {"isakmp", "client configuration address-pool local <word> = [ <if> ]",
     0},
    {"isakmp", "enable <if>", 0},
    {"isakmp", "identity = address|hostname", 0},
    {"isakmp", "identity = key-id <word>", R_6_3},
    {"isakmp", "keepalive = <10-3600> [ <2-10> ]", 0},
    {"isakmp", "key <word> address <ip> [ netmask <mask> ] [ no-xauth ] "
     "[ no-config-mode ]", 0},
    {"isakmp", "nat-traversal = [ <10-3600> ]", R_6_3},
    {"isakmp", "peer fqdn|ip <word> = [ no-xauth ] [ no-config-mode ]", 0},
    {"isakmp", "policy <1-65534> authentication = pre-share|rsa-sig", 0},
    {"isakmp", "policy <1-65534> encryption = des|3des", 0},
    {"isakmp", "policy <1-65534> encryption = aes|aes-192|aes-256", R_6_3},
    {"isakmp", "policy <1-65534> group = 1|2", 0},
    {"isakmp", "policy <1-65534> group = 5", R_6_3},
    {"isakmp", "policy <1-65534> hash = md5|sha", 0},
    {"isakmp", "policy <1-65534> lifetime = <60-86400>", 0},
    {"mac-list", "<word> deny|permit <word> <word>", 0},
    {"management-access", "= <if>", 0},
    {"mgcp", "call-agent|gateway <ip> <word>", 0},
    {"mgcp", "command-queue = <1-4294967295>", 0},
    {"ntp", "authenticate", 0},
    {"ntp", "authentication-key <1-4294967295> md5 = <word>", 0},
    {"ntp", "server <ip> = [ key <1-4294967295> ] [ source <if> ] "
     "[ prefer ]", 0},
    {"ntp", "trusted-key <1-4294967295>", 0},
    {"pdm history", "= enable", 0},
    {"pdm location", "<ip> <mask> <if>", 0},
    {"pdm logging", "= <word> [ <1-512> ]", 0},
    {"rip", "<if> default", 0},
    {"rip", "<if> passive = [ version 1|2 "
     "[ authentication text|md5 <word> <1-255> ] ]", 0},
    {"snmp-server community", "= <word>", 0},
    {"snmp-server contact", "= <word> ...", 0},
    {"snmp-server enable", "= traps", 0},
    {"snmp-server host", "[ <if> ] <ip> = [ poll|trap ]", 0},
    {"snmp-server location", "= <word> ...", 0},
    {"fixup protocol", "ftp|h323|http|rsh|rtsp|sip|skinny|smtp|sqlnet "
     "[ <word> ... ]", 0},
    {"fixup protocol", "ils [ <word> ... ]", R_6_2},
    {"fixup protocol", "ctiqbe|dns|esp-ike|icmp|mgcp|pptp|snmp|tftp "
     "[ <word> ... ]", R_6_3},
    {"ssh", "<ip> [ <mask> [ <if> ] ]", 0},
    {"ssh timeout", "= <1-60>", 0},
    {"sysopt", "connection permit-ipsec|permit-l2tp|permit-pptp", 0},
    {"sysopt", "ipsec pl-compatible", 0},
    {"sysopt", "radius ignore-secret", 0},
    {"sysopt", "route dnat", 0},
    {"sysopt", "uauth allow-http-cache", 0},
    {"timeout uauth", "= <word> [ absolute|inactivity ]", 0},
    {"url-block", "block = <1-128>", 0},
    {"url-block", "url-mempool = <2-10240>", 0},
    {"url-block", "url-size = <2-4>", 0},
    {"url-cache", "= dst|src_dst <1-128> [ kbytes ]", 0},
    {"url-server", "[ <(if)> ] host <ip> = [ timeout <1-300> ] "
     "[ protocol tcp|udp ] [ version 1|4 ]", 0},
    {"url-server", "[ <(if)> ] vendor websense|n2h2 host <ip> = "
     "[ port <1-65535> ] [ timeout <1-300> ] [ protocol tcp|udp ] "
     "[ version 1|4 ]", R_6_2},
    {"virtual", "http|telnet = <ip> [ warn ]", 0},
    {"vpdn", "enable <if>", 0},
    {"vpdn", "group <word> accept dialin = pptp|l2tp", 0},
    {"vpdn", "group <word> client accounting = <word>", 0},
    {"vpdn", "group <word> client authentication = aaa <word>", 0},
    {"vpdn", "group <word> client authentication = local", 0},
    {"vpdn", "group <word> client configuration address = local <word>", 0},
    {"vpdn", "group <word> client configuration dns|wins = <ip> [ <ip> ]",
     0},
    {"vpdn", "group <word> l2tp tunnel hello = <10-300>", 0},
    {"vpdn", "group <word> localname = <word>", R_6_2},
    {"vpdn", "group <word> ppp authentication = pap|chap|mschap", 0},
    {"vpdn", "group <word> ppp encryption mppe = 40|128|auto [ required ]",
     0},
    {"vpdn", "group <word> pptp echo = <10-300>", 0},
    {"vpdn", "group <word> request dialout pppoe", R_6_2},
    {"vpdn", "username <word> password = <word> [ store-local ]", 0},
    {"vpnclient", "enable", 0},
    {"vpnclient", "management = clear", R_6_3},
    {"vpnclient", "mode = client-mode|network-extension-mode", 0},
    {"vpnclient", "server = <ip> ...", 0},
    {"vpnclient", "username <word> password = <word>", 0},
    {"vpnclient", "vpngroup <word> password = <word>", 0},
    {"vpngroup", "<word> address-pool|authentication-server|default-domain|"
     "device-pass-through|idle-time|max-time|password|split-tunnel = <word>",
     0},
    {"vpngroup", "<word> backup-server = <word> ...", R_6_3},
    {"vpngroup", "<word> dns-server|wins-server = <ip> [ <ip> ]", 0},
    {"vpngroup", "<word> pfs|secure-unit-authentication|"
     "user-authentication", 0},
    {"vpngroup", "<word> split-dns = <word> ...", R_6_3},
    {"vpngroup", "<word> user-idle-timeout = <word>", R_6_3},
    {NULL, NULL, 0},
};
