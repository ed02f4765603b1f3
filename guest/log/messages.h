/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * messages.h - level and text of every message there is, by its number.
 *
 * The numbers and what they stand for are known from the message lists and
 * logs that users published (docs/accuracy.md); other programs look for them.
 * A new one: its line here and a row in messages.c.
 */
#ifndef GUEST_LOG_MESSAGES_H
#define GUEST_LOG_MESSAGES_H

/* Failover; the first argument is "Primary" or "Secondary". */
#define LOG_101001 1, "(%s) Failover cable OK."
#define LOG_101002 1, "(%s) Bad failover cable."
#define LOG_101003 1, "(%s) Failover cable not connected (this unit)."
#define LOG_101004 1, "(%s) Failover cable not connected (other unit)."
#define LOG_101005 1, "(%s) Error reading failover cable status."
#define LOG_102001 1, "(%s) Power failure/System reload other side."
#define LOG_103001 \
    1, "(%s) No response from other firewall (reason code = %u)."
#define LOG_103002 1, "(%s) Other firewall network interface %u OK."
#define LOG_103003 1, "(%s) Other firewall network interface %u failed."
#define LOG_103004 1, "(%s) Other firewall reports this firewall failed."
#define LOG_103005 1, "(%s) Other firewall reporting failure."
#define LOG_104001 1, "(%s) Switching to ACTIVE (cause: %s)."
#define LOG_104002 1, "(%s) Switching to STNDBY (cause: %s)."
#define LOG_104003 1, "(%s) Switching to FAILED."
#define LOG_104004 1, "(%s) Switching to OK."
#define LOG_105001 1, "(%s) Disabling failover."
#define LOG_105002 1, "(%s) Enabling failover."
#define LOG_105003 1, "(%s) Monitoring on interface %s waiting"
#define LOG_105004 1, "(%s) Monitoring on interface %s normal"
#define LOG_105005 \
    1, "(%s) Lost Failover communications with mate on interface %s"
#define LOG_105006 1, "(%s) Link status Up on interface %s."
#define LOG_105007 1, "(%s) Link status Down on interface %s."
#define LOG_105008 1, "(%s) Testing interface %s"
#define LOG_105009 1, "(%s) Testing on interface %s %s" /* Passed, Failed */
#define LOG_105010 1, "(%s) Failover message block alloc failed"
#define LOG_105011 1, "(%s) Failover cable communication failure"
#define LOG_105020 1, "(%s) Incomplete/slow config replication"
#define LOG_105031 1, "Failover LAN interface is up"
#define LOG_105032 1, "LAN Failover interface is down"
#define LOG_105034 1, "Receive a LAN_FAILOVER_UP message from peer."
#define LOG_105035 1, "Receive a LAN failover interface down msg from peer."
#define LOG_105036 1, "dropped a LAN Failover command message."
#define LOG_105037 \
    1, "The primary and standby units are switching back and forth as the " \
       "active unit."
#define LOG_709001 7, "FO replication failed: cmd=%s returned=%d"
#define LOG_709002 7, "FO unreplicable: cmd=%s"
#define LOG_709003 \
    1, "(%s) Beginning configuration replication: Sending to mate."
#define LOG_709004 1, "(%s) End Configuration Replication (ACT)."
#define LOG_709005 \
    1, "(%s) Beginning configuration replication: Receiving from mate."
#define LOG_709006 1, "(%s) End Configuration Replication (STB)."
#define LOG_709007 2, "Configuration replication failed for command %s"

/* Connections from the mate that could not be taken over. */
#define LOG_210001 3, "LU %s error = %u"
#define LOG_210003 3, "Unknown LU Object %u"
#define LOG_210005 3, "LU allocate connection failed"
#define LOG_210006 3, "LU look NAT for %s failed"
#define LOG_210007 3, "LU allocate xlate failed"
#define LOG_210008 3, "LU no xlate for %s/%u %s/%u"
#define LOG_210020 3, "LU PAT port %u reserve failed"
#define LOG_210021 3, "LU create static xlate %s ifc %s failed"
#define LOG_210022 6, "LU missed %u updates"

/* What was denied.  Addresses are text. */
#define LOG_106001 \
    2, "Inbound TCP connection denied from %s/%u to %s/%u flags %s on " \
       "interface %s"
#define LOG_106002 2, "%s connection denied by outbound list %u src %s %u " \
                      "dest %s %u"
#define LOG_106006 2, "Deny inbound UDP from %s/%u to %s/%u on interface %s"
#define LOG_106007 2, "Deny inbound UDP from %s/%u to %s/%u due to DNS %s"
#define LOG_106010 3, "Deny inbound %s src %s:%s dst %s:%s"
#define LOG_106011 3, "Deny inbound (No xlate) %s src %s:%s dst %s:%s"
#define LOG_106014 3, "Deny inbound icmp src %s:%s dst %s:%s (type %u, code %u)"
#define LOG_106015 \
    6, "Deny TCP (no connection) from %s/%u to %s/%u flags %s  on interface %s"
#define LOG_106016 2, "Deny IP spoof from (%s) to %s on interface %s"
#define LOG_106017 2, "Deny IP due to Land Attack from %s to %s"
#define LOG_106021 \
    1, "Deny %s reverse path check from %s to %s on interface %s"
#define LOG_106020 \
    2, "Deny IP teardrop fragment (size = %u, offset = %u) from %s to %s"
/* %s behind the destination: " (type 3, code 13)" of ICMP, else "". */
#define LOG_106023 4, "Deny %s src %s:%s dst %s:%s%s by access-group \"%s\""
#define LOG_106012 6, "Deny IP from %s to %s, IP options"
/* Its level is the list's. */
#define TEXT_106100 \
    "access-list %s %s %s %s/%s(%u) -> %s/%s(%u) hit-cnt %u (%s)"
#define LOG_106100 6, TEXT_106100
#define LOG_106101 \
    1, "Number of cached deny-flows for ACL log has reached limit (%u)."
#define LOG_108002 2, "SMTP replaced %s: out %s in %s data: %s"
#define LOG_110001 6, "No route to %s from %s"

/* The configuration and those who change it. */
#define LOG_111001 5, "Begin configuration: %s writing to %s"
#define LOG_111002 5, "Begin configuration: %s reading from %s"
#define LOG_111003 5, "%s Erase configuration"
#define LOG_111004 5, "%s end configuration: %s" /* OK, FAILED */
#define LOG_111005 5, "%s end configuration: OK"
#define LOG_111007 5, "Begin configuration: %s reading from %s"
#define LOG_111008 5, "User '%s' executed the '%s' command."
#define LOG_111009 7, "User '%s' executed cmd: %s"
#define LOG_112001 2, "(%s) PIX clear finished."
#define LOG_199001 5, "PIX reload command executed from %s."
#define LOG_199002 6, "PIX startup completed.  Beginning operation."
#define LOG_199005 6, "PIX Startup begin"

/* Bounds. */
#define LOG_201002 3, "Too many connections on %s %s! %u/%u" /* xlate, static */
#define LOG_201003 \
    2, "Embryonic limit exceeded %u/%u for %s/%u (%s) %s/%u on interface %s"
#define LOG_201008 3, "The PIX is disallowing new connections."
#define LOG_202001 3, "Out of address translation slots!"
#define LOG_202005 3, "Non-embryonic in embryonic list %s/%u %s/%u"
#define LOG_209003 \
    4, "Fragment database limit of %u exceeded:  src = %s, dest = %s, " \
       "proto = %s, id = %u"
#define LOG_209004 \
    4, "Invalid IP fragment, size = %u exceeds maximum size = %u:  src = %s, " \
       "dest = %s, proto = %s, id = %u"
#define LOG_209005 \
    4, "Discard IP fragment set with more than %u elements:  src = %s, " \
       "dest = %s, proto = %s, id = %u"
#define LOG_211001 3, "Memory allocation Error"
#define LOG_406002 \
    4, "FTP port command different address: %s(%s) to %s on interface %s"
/* request, reply */
#define LOG_410001 \
    4, "Dropped UDP DNS %s from %s:%s/%u to %s:%s/%u; packet length %u bytes " \
       "exceeds configured limit of %u bytes"
#define LOG_407001 \
    4, "Deny traffic for local-host %s:%s, license limit of %u exceeded"

/* Connections and translations. */
#define LOG_302001 \
    6, "Built %s TCP connection %u for faddr %s/%u gaddr %s/%u laddr %s/%u"
#define LOG_302002 \
    6, "Teardown TCP connection %u faddr %s/%u gaddr %s/%u laddr %s/%u " \
       "duration %s bytes %u (%s)"
#define LOG_302013 \
    6, "Built %s TCP connection %u for %s:%s/%u (%s/%u) to %s:%s/%u (%s/%u)"
#define LOG_302014 \
    6, "Teardown TCP connection %u for %s:%s/%u to %s:%s/%u duration %s " \
       "bytes %u %s"
#define LOG_302015 \
    6, "Built %s UDP connection %u for %s:%s/%u (%s/%u) to %s:%s/%u (%s/%u)"
#define LOG_302016 \
    6, "Teardown UDP connection %u for %s:%s/%u to %s:%s/%u duration %s " \
       "bytes %u"
#define LOG_302005 6, "Built UDP connection for faddr %s/%u gaddr %s/%u " \
                      "laddr %s/%u"
#define LOG_302006 6, "Teardown UDP connection for faddr %s/%u gaddr %s/%u " \
                      "laddr %s/%u"
#define LOG_302010 6, "%u in use, %u most used"
#define LOG_303002 6, "%s %s %s:%s" /* Retrieved, Stored */
#define LOG_304001 5, "%s Accessed URL %s:%s"
#define LOG_304002 5, "Access denied URL %s SRC %s DEST %s"
#define LOG_305001 6, "Portmapped translation built for gaddr %s/%u laddr %s/%u"
#define LOG_305002 6, "Translation built for gaddr %s to laddr %s"
#define LOG_305003 6, "Teardown translation for global %s local %s"
#define LOG_305004 \
    6, "Teardown portmap translation for global %s/%u local %s/%u"
#define LOG_305005 \
    3, "No translation group found for %s src %s:%s dst %s:%s"
#define LOG_305006 \
    3, "%s translation creation failed for %s src %s:%s dst %s:%s"
#define LOG_305009 6, "Built %s translation from %s:%s to %s:%s"
#define LOG_305010 6, "Teardown %s translation from %s:%s to %s:%s duration %s"
#define LOG_305011 6, "Built %s %s translation from %s:%s/%u to %s:%s/%u"
#define LOG_305012 \
    6, "Teardown %s %s translation from %s:%s/%u to %s:%s/%u duration %s"
#define LOG_609001 7, "Built local-host %s:%s"
#define LOG_609002 7, "Teardown local-host %s:%s duration %s"

/* Who comes to this unit. */
#define LOG_307001 6, "Denied Telnet login session from %s on interface %s"
#define LOG_307002 6, "Permitted Telnet login session from %s"
#define LOG_307003 3, "telnet login session failed from %s (%u attempts)"
#define LOG_308001 \
    6, "PIX console enable password incorrect for %u tries (from %s)"
#define LOG_313001 \
    3, "Denied ICMP type=%u, code=%u from %s on interface %s"
#define LOG_502101 \
    5, "New user added to local dbase: Uname: %s Priv: %u Encpass: %s"
#define LOG_502102 \
    5, "User deleted from local dbase: Uname: %s Priv: %u Encpass: %s"
#define LOG_502103 5, "User priv level changed: Uname: %s From: %u To: %u"
#define LOG_604101 \
    6, "DHCP client interface %s:  Allocated ip = %s, mask = %s, gw = %s"
#define LOG_604102 6, "DHCP client interface %s:  address released"
#define LOG_604103 \
    6, "DHCP daemon interface %s:  address granted %s (%s)"
#define LOG_604104 6, "DHCP daemon interface %s:  address released"
#define LOG_605004 6, "Login denied from %s/%u to %s:%s/%s for user \"%s\""
#define LOG_605005 6, "Login permitted from %s/%u to %s:%s/%s for user \"%s\""
#define LOG_611101 6, "User authentication succeeded: Uname: %s"
#define LOG_611102 6, "User authentication failed: Uname: %s"
#define LOG_611103 5, "User logged out: Uname: %s"
#define LOG_710001 7, "TCP access requested from %s/%u to %s:%s/%s"
#define LOG_710002 7, "%s access permitted from %s/%u to %s:%s/%s"
#define LOG_710003 3, "%s access denied by ACL from %s/%u to %s:%s/%s"
#define LOG_710005 7, "%s request discarded from %s/%u to %s:%s/%s"

/* The rest. */
#define LOG_401002 4, "Shun added: %s %s %u %u"
#define LOG_401003 4, "Shun deleted: %s"
#define LOG_401004 4, "Shunned packet: %s ==> %s on interface %s"
#define LOG_405001 4, "Received ARP %s collision from %s/%s on interface %s"
#define LOG_411001 4, "Line protocol on interface %s changed state to up"
#define LOG_411002 4, "Line protocol on interface %s changed state to down"
#define LOG_500003 \
    5, "Bad TCP hdr length (hdrlen=%u, pktlen=%u) from %s/%u to %s/%u, " \
       "flags: %s, on interface %s"
#define LOG_500004 4, "Invalid transport field for protocol=%u, from %s/%u " \
                      "to %s/%u"

#endif
