/* SPDX-License-Identifier: GPL-2.0-or-later */
/* test_config.c - the running configuration: commands change state, state
 * makes text, text makes the same state. */
#include <string.h>

#include "guest/config/save.h"
#include "guest/config/stored.h"
#include "guest/config/strings.h"
#include "guest/cli/strings.h"
#include "tests/unit/configrig.h"

/* --- passwords --------------------------------------------------------- */

/* The two lines that every user knows. */
static void test_hashes(void)
{
    char hash[PASSWORD_HASH + 1];

    password_hash(hash, "");
    g_assert_cmpstr(hash, ==, "8Ry2YjIyt7RRXU24");
    password_hash(hash, "cisco");
    g_assert_cmpstr(hash, ==, "2KFQnbNIdI.2KYOU");
    g_assert_true(password_matches("2KFQnbNIdI.2KYOU", "cisco"));
    g_assert_false(password_matches("2KFQnbNIdI.2KYOU", "Cisco"));
    g_assert_false(password_matches("", ""));
    password_hash(hash, "sixteen-letters!and more");
    g_assert_true(password_matches(hash, "sixteen-letters!"));
    g_assert_true(password_is_hash(hash));
    g_assert_false(password_is_hash("short"));
    g_assert_false(password_is_hash("2KFQnbNIdI 2KYOU"));
}

static void test_passwords(void)
{
    rig_begin(RELEASE(6, 2, 1));
    g_assert_true(rig_has_line("enable password 8Ry2YjIyt7RRXU24 encrypted"));
    g_assert_true(rig_has_line("passwd 2KFQnbNIdI.2KYOU encrypted"));
    g_assert_cmpstr(rig_say("enable password cisco"), ==, "");
    g_assert_true(rig_has_line("enable password 2KFQnbNIdI.2KYOU encrypted"));
    g_assert_cmpstr(rig_say("passwd 8Ry2YjIyt7RRXU24 encrypted"), ==, "");
    g_assert_true(rig_has_line("passwd 8Ry2YjIyt7RRXU24 encrypted"));
    g_assert_cmpstr(rig_say("passwd x encrypted"), ==,
                    STR_CONFIG_BAD_HASH "\n");
    g_assert_cmpstr(rig_say("passwd x y"), ==,
                    STR_CONFIG_BAD_PASSWORD_WORD "\n");
    g_assert_true(rig_has_line("passwd 8Ry2YjIyt7RRXU24 encrypted"));
    g_assert_cmpstr(rig_say("clear passwd"), ==, "");
    g_assert_cmpstr(rig_say("no enable password"), ==, "");
    g_assert_true(rig_has_line("passwd 2KFQnbNIdI.2KYOU encrypted"));
    g_assert_true(rig_has_line("enable password 8Ry2YjIyt7RRXU24 encrypted"));
}

static void test_levels(void)
{
    rig_begin(RELEASE(6, 2, 1));
    g_assert_cmpstr(rig_say("enable password cisco level 5"), ==, "");
    g_assert_true(rig_has_line("enable password 2KFQnbNIdI.2KYOU level 5 "
                               "encrypted"));
    g_assert_true(rig_has_line("enable password 8Ry2YjIyt7RRXU24 encrypted"));
    rig_say("enable password 8Ry2YjIyt7RRXU24 level 0 encrypted");
    g_assert_true(rig_has_line("enable password 8Ry2YjIyt7RRXU24 level 0 "
                               "encrypted"));
    rig_check_property();
    g_assert_nonnull(strstr(rig_say("enable password x level 16"), "ERROR"));
    g_assert_nonnull(strstr(rig_say("enable password x level"), "Usage"));
    rig_cli.mode = CLI_ENABLE;
    rig_keys = "cisco\r";
    rig_say("enable 5");
    g_assert_cmpuint(rig_cli.level, ==, 5);
    g_assert_cmpint(rig_cli.mode, ==, CLI_ENABLE);
    g_assert_nonnull(strstr(rig_say("show curpriv"), "privilege level : 5\n"));
    g_assert_nonnull(strstr(rig_say("enable 6"), "ERROR"));
    rig_keys = "\r";
    rig_say("enable");
    g_assert_cmpuint(rig_cli.level, ==, CLI_LEVEL_MAX);
    g_assert_cmpint(rig_cli.mode, ==, CLI_ENABLE);
    rig_cli.mode = CLI_CONFIG;
    rig_say("no enable password level 5");
    g_assert_false(rig_has_line("enable password 2KFQnbNIdI.2KYOU level 5 "
                                "encrypted"));
    rig_begin(RELEASE(6, 1, 1));
    g_assert_nonnull(strstr(rig_say("enable password x level 5"), "Usage"));
}

/* --- names and terminals ----------------------------------------------- */

static void test_names(void)
{
    rig_begin(RELEASE(6, 2, 1));
    rig_say("hostname Fxh-1");
    rig_say("domain-name example.com");
    g_assert_true(rig_has_line("hostname Fxh-1"));
    g_assert_true(rig_has_line("domain-name example.com"));
    g_assert_nonnull(strstr(rig_say("hostname two.words"), "ERROR"));
    g_assert_nonnull(
        strstr(rig_say("hostname x234567890123456789012345678901234"
                       "5678901234567890123456789012345"),
               "ERROR"));
    g_assert_true(rig_has_line("hostname Fxh-1"));
    rig_say("no hostname");
    rig_say("no domain-name");
    g_assert_true(rig_has_line("hostname " STR_CONFIG_HOSTNAME));
    g_assert_false(rig_has_line("domain-name example.com"));
}

static void test_terminals(void)
{
    rig_begin(RELEASE(6, 2, 1));
    rig_say("pager 10");
    g_assert_cmpstr(rig_say("show pager"), ==, "pager lines 10\n");
    rig_say("pager lines 30");
    g_assert_true(rig_has_line("pager lines 30"));
    rig_say("no pager");
    g_assert_cmpstr(rig_say("show pager"), ==, "no pager\n");
    g_assert_true(rig_has_line("no pager"));
    rig_say("pager");
    g_assert_true(rig_has_line("pager lines 24"));
    g_assert_nonnull(strstr(rig_say("pager lines many"), "ERROR"));
    rig_say("terminal width 511");
    g_assert_true(rig_has_line("terminal width 511"));
    g_assert_nonnull(strstr(rig_say("terminal width 512"), "ERROR"));
    g_assert_cmpstr(rig_say("show terminal"), ==, "Width = 511, no monitor\n");
}

/* --- interfaces -------------------------------------------------------- */

static void test_interfaces(void)
{
    rig_begin(RELEASE(6, 2, 1));
    g_assert_true(rig_has_line("interface ethernet0 auto shutdown"));
    g_assert_true(rig_has_line("nameif ethernet2 intf2 security4"));
    g_assert_true(rig_has_line("no ip address inside"));
    g_assert_cmpstr(rig_say("int e0 100full"), ==, "");
    g_assert_true(rig_has_line("interface ethernet0 100full"));
    g_assert_cmpuint(rig_changes[CONFIG_PART_INTERFACE], >, 0);
    rig_say("interface eth0 shut");
    g_assert_true(rig_has_line("interface ethernet0 100full shutdown"));
    g_assert_nonnull(strstr(rig_say("interface ethernet0 56k"), "56k"));
    g_assert_nonnull(strstr(rig_say("interface ethernet7"), "ethernet7"));
    rig_say("interface inside auto");
    g_assert_true(rig_has_line("interface ethernet1 auto"));
    rig_say("ip address inside 192.168.1.1");
    g_assert_true(rig_has_line("ip address inside 192.168.1.1 255.255.255.0"));
    rig_say("ip address out 10.0.0.1 255.255.0.0");
    g_assert_true(rig_has_line("ip address outside 10.0.0.1 255.255.0.0"));
    g_assert_nonnull(
        strstr(rig_say("ip address out 10.0.0.0 255.255.0.0"), "ERROR"));
    g_assert_nonnull(
        strstr(rig_say("ip address out 10.0.0.1 255.0.255.0"), "ERROR"));
    g_assert_nonnull(strstr(rig_say("show ip address"),
                            "\tip address inside 192.168.1.1 255.255.255.0"));
    rig_say("no ip address inside");
    g_assert_true(rig_has_line("no ip address inside"));
    rig_say("mtu inside 1400");
    g_assert_true(rig_has_line("mtu inside 1400"));
    g_assert_nonnull(strstr(rig_say("mtu inside 63"), "ERROR"));
}

static void test_parts(void)
{
    rig_begin(RELEASE(6, 2, 1));
    rig_say("nameif e2 dmz security50");
    rig_say("interface e2 100full");
    rig_say("ip address dmz 10.9.0.1 255.255.0.0");
    rig_say("mtu dmz 600");
    rig_say("route dmz 0 0 10.9.0.2");
    rig_say("telnet 10.9.0.0 255.255.0.0 dmz");
    g_assert_cmpstr(rig_say("show ip address dmz"), ==,
                    "System IP Addresses:\n"
                    "\tip address dmz 10.9.0.1 255.255.0.0\n"
                    "Current IP Addresses:\n"
                    "\tip address dmz 10.9.0.1 255.255.0.0\n");
    g_assert_cmpstr(rig_say("clear config secondary"), ==, "");
    g_assert_cmpuint(rig_config.state.telnets, ==, 0);
    g_assert_true(rig_has_line("ip address dmz 10.9.0.1 255.255.0.0"));
    rig_say("hostname kept");
    g_assert_cmpstr(rig_say("clear configure primary"), ==, "");
    g_assert_true(rig_has_line("nameif ethernet2 intf2 security4"));
    g_assert_true(rig_has_line("interface ethernet2 auto shutdown"));
    g_assert_true(rig_has_line("no ip address intf2"));
    g_assert_true(rig_has_line("mtu intf2 1500"));
    g_assert_cmpuint(rig_config.state.routes, ==, 0);
    g_assert_cmpstr(rig_say("show hostname"), ==, "hostname kept\n");
    rig_check_property();
    rig_say("mtu inside 600");
    rig_say("clear mtu");
    g_assert_true(rig_has_line("mtu inside 1500"));
    rig_say("nameif e2 dmz security50");
    rig_say("clear nameif");
    g_assert_true(rig_has_line("nameif ethernet2 intf2 security4"));
    rig_say("ip address inside 10.1.1.1");
    rig_say("clear ip address");
    g_assert_true(rig_has_line("no ip address inside"));
    g_assert_cmpstr(rig_say("show enable"), ==,
                    "enable password 8Ry2YjIyt7RRXU24 encrypted\n");
    g_assert_cmpstr(rig_say("show passwd"), ==,
                    "passwd 2KFQnbNIdI.2KYOU encrypted\n");
}

static void test_pppoe(void)
{
    rig_begin(RELEASE(6, 2, 1));
    g_assert_cmpstr(rig_say("ip address out pppoe set"), ==,
                    "pppoe is kept and saved; nothing here acts on it "
                    "yet.\n");
    g_assert_true(rig_has_line("ip address outside pppoe setroute"));
    rig_check_property();
    rig_say("ip address outside 192.168.7.9 255.255.255.255 pppoe");
    g_assert_true(rig_has_line("ip address outside 192.168.7.9 255.255.255.255 "
                           "pppoe"));
    rig_check_property();
    g_assert_nonnull(strstr(rig_say("ip address outside pppoe retry"), "ERROR"));
    g_assert_nonnull(strstr(rig_say("ip address outside setroute"), "ERROR"));
    rig_say("ip address outside 192.168.7.9");
    g_assert_true(rig_has_line("ip address outside 192.168.7.9 255.255.255.0"));
    rig_say("ip address outside pppoe");
    rig_say("no ip address outside");
    g_assert_true(rig_has_line("no ip address outside"));
    rig_begin(RELEASE(6, 1, 1));
    g_assert_nonnull(strstr(rig_say("ip address outside pppoe"), "ERROR"));
}

static void test_nameif(void)
{
    rig_begin(RELEASE(6, 2, 1));
    g_assert_cmpstr(rig_say("nameif e2 dmz sec50"), ==, "");
    g_assert_true(rig_has_line("nameif ethernet2 dmz security50"));
    g_assert_cmpstr(rig_say("nameif e0 outside sec5"), ==,
                    "interface name \"outside\" is reserved for interface "
                    "with security0\n");
    g_assert_cmpstr(rig_say("nameif e2 x sec100"), ==,
                    "interface name \"inside\" is reserved for interface "
                    "with security100\n");
    g_assert_nonnull(strstr(rig_say("nameif e2 inside security100"), "ERROR"));
    g_assert_nonnull(strstr(rig_say("nameif e2 x security101"), "Usage"));
    g_assert_true(rig_has_line("nameif ethernet2 dmz security50"));
    g_assert_cmpstr(rig_say("show nameif"), ==,
                    "nameif ethernet0 outside security0\n"
                    "nameif ethernet1 inside security100\n"
                    "nameif ethernet2 dmz security50\n");
}

/* A text in which the interfaces have each other's names. */
static void test_swapped(void)
{
    char text[] = "nameif ethernet0 inside security100\n"
                  "nameif ethernet1 intf2 security7\n"
                  "nameif ethernet2 outside security0\n";

    rig_begin(RELEASE(6, 2, 1));
    save_execute(&rig_cli, text);
    g_assert_true(rig_has_line("nameif ethernet0 inside security100"));
    g_assert_true(rig_has_line("nameif ethernet1 intf2 security7"));
    g_assert_true(rig_has_line("nameif ethernet2 outside security0"));
}

/* --- routes, stations, names ------------------------------------------- */

static void test_routes(void)
{
    rig_begin(RELEASE(6, 2, 1));
    rig_say("ip address inside 192.168.1.1 255.255.255.0");
    g_assert_cmpstr(rig_say("route outside 0 0 10.0.0.254"), ==, "");
    g_assert_true(rig_has_line("route outside 0.0.0.0 0.0.0.0 10.0.0.254 1"));
    g_assert_cmpstr(rig_say("route outside 0 0 10.0.0.254 1"), ==,
                    "Route already exists\n");
    g_assert_nonnull(strstr(rig_say("route inside 10.1.1.1 255.255.255.0 "
                                    "192.168.1.9"),
                            "ERROR"));
    rig_say("route inside 10.1.1.0 255.255.255.0 192.168.1.9 2");
    g_assert_cmpstr(rig_say("show route"), ==,
                    "\toutside 0.0.0.0 0.0.0.0 10.0.0.254 1 OTHER static\n"
                    "\tinside 10.1.1.0 255.255.255.0 192.168.1.9 2 OTHER "
                    "static\n"
                    "\tinside 192.168.1.0 255.255.255.0 192.168.1.1 1 "
                    "CONNECT static\n");
    g_assert_nonnull(
        strstr(rig_say("no route inside 10.1.2.0 255.255.255.0"), "ERROR"));
    rig_say("no route inside 10.1.1.0 255.255.255.0");
    g_assert_cmpuint(rig_config.state.routes, ==, 1);
    rig_say("clear route");
    g_assert_cmpuint(rig_config.state.routes, ==, 0);
}

static void test_arps(void)
{
    rig_begin(RELEASE(6, 2, 1));
    rig_say("arp inside 10.1.1.5 0050.56AA.bbcc");
    g_assert_true(rig_has_line("arp inside 10.1.1.5 0050.56aa.bbcc"));
    rig_say("arp inside 10.1.1.5 0.0.1 alias");
    g_assert_true(rig_has_line("arp inside 10.1.1.5 0000.0000.0001 alias"));
    g_assert_cmpuint(rig_config.state.arps, ==, 1);
    g_assert_nonnull(
        strstr(rig_say("arp inside 10.1.1.5 0150.56aa.bbcc"), "Usage"));
    g_assert_nonnull(
        strstr(rig_say("arp inside 10.1.1.5 0x50.56aa.bbcc"), "Usage"));
    rig_say("arp timeout 60");
    g_assert_cmpstr(rig_say("show arp timeout"), ==, "arp timeout 60\n");
    rig_say("no arp inside 10.1.1.5");
    rig_say("no arp timeout");
    g_assert_true(rig_has_line("arp timeout 14400"));
    g_assert_cmpuint(rig_config.state.arps, ==, 0);
}

static void test_labels(void)
{
    rig_begin(RELEASE(6, 2, 1));
    rig_say("name 10.1.1.5 www.site-1");
    rig_say("route inside 0 0 www.site-1");
    g_assert_true(rig_has_line("route inside 0.0.0.0 0.0.0.0 www.site-1 1"));
    rig_say("no names");
    g_assert_true(rig_has_line("route inside 0.0.0.0 0.0.0.0 10.1.1.5 1"));
    g_assert_true(rig_has_line("name 10.1.1.5 www.site-1"));
    rig_say("name 10.1.1.6 www.site-1");
    g_assert_cmpuint(rig_config.state.names, ==, 1);
    g_assert_nonnull(strstr(rig_say("name 10.1.1.7 7up"), "ERROR"));
    rig_say("no name 10.1.1.6");
    g_assert_cmpuint(rig_config.state.names, ==, 0);
}

static void test_telnet(void)
{
    rig_begin(RELEASE(6, 2, 1));
    rig_say("telnet 1.2.3.4 255.255.255.0 inside");
    g_assert_cmpstr(rig_say("show telnet"), ==,
                    "1.2.3.0 255.255.255.0 inside\n");
    rig_say("telnet 1.2.3.4");
    g_assert_true(rig_has_line("telnet 1.2.3.4 255.255.255.255 inside"));
    rig_say("telnet 0 0 intf2");
    g_assert_true(rig_has_line("telnet 0.0.0.0 0.0.0.0 intf2"));
    rig_say("no telnet 1.2.3.4");
    g_assert_cmpuint(rig_config.state.telnets, ==, 2);
    rig_say("clear telnet");
    g_assert_cmpuint(rig_config.state.telnets, ==, 0);
    rig_say("telnet timeout 15");
    g_assert_cmpstr(rig_say("show telnet timeout"), ==, "telnet timeout 15\n");
    rig_say("tftp-server 10.1.1.2 configs/a.txt");
    g_assert_true(rig_has_line("tftp-server inside 10.1.1.2 configs/a.txt"));
}

static const char *lacks_it(const char *line)
{
    return !strcmp(line, "failover") ? "Failover" : NULL;
}

static void test_failover(void)
{
    rig_begin(RELEASE(6, 3, 1));
    g_assert_true(rig_has_line("no failover"));
    g_assert_true(rig_has_line("failover poll 15"));
    g_assert_true(rig_has_line("no failover ip address outside"));
    rig_say("failover ip address outside 192.168.7.2");
    g_assert_true(rig_has_line("failover ip address outside 192.168.7.2"));
    g_assert_nonnull(strstr(rig_say("failover poll 2"), "ERROR"));
    g_assert_nonnull(strstr(rig_say("failover poll 16"), "ERROR"));
    g_assert_nonnull(strstr(rig_say("failover timeout 0:60:00"), "ERROR"));
    g_assert_nonnull(strstr(rig_say("failover timeout 12"), "ERROR"));
    g_assert_nonnull(strstr(rig_say("failover lan unit third"), "ERROR"));
    g_assert_nonnull(
        strstr(rig_say("failover mac address e0 1.2.3 0100.0.1"), "ERROR"));
    g_assert_cmpstr(rig_say("failover"), ==, "");
    g_assert_true(rig_has_line("failover"));
    rig_config.missing = lacks_it;
    rig_say("no failover");
    g_assert_nonnull(strstr(rig_say("failover"), "is not licensed"));
    g_assert_true(rig_has_line("no failover"));
    /* By a cable alone before 6.2. */
    rig_begin(RELEASE(6, 1, 1));
    g_assert_true(rig_has_line("failover ip address outside 0.0.0.0"));
    g_assert_cmpstr(rig_say("failover lan unit primary"), !=, "");
    g_assert_false(rig_has_line("failover lan unit primary"));
}

/* What 6.3's documents show of it. */
static void test_single_messages(void)
{
    rig_begin(RELEASE(6, 3, 1));
    g_assert_cmpstr(rig_say("show logging message 305006"), ==,
                    "syslog 305006: default-level errors (enabled)\n");
    g_assert_cmpstr(rig_say("logging message 305006 level 1"), ==, "");
    g_assert_cmpstr(rig_say("show logging message"), ==,
                    "syslog 305006: default-level errors, current-level "
                    "alerts (enabled)\n");
    rig_say("no logging message 305006");
    g_assert_cmpstr(rig_say("show logging message 305006"), ==,
                    "syslog 305006: default-level errors, current-level "
                    "alerts (disabled)\n");
    g_assert_cmpstr(rig_say("show logging disabled"), ==,
                    "no logging message 305006\n");
    g_assert_true(rig_has_line("logging message 305006 level alerts"));
    g_assert_true(rig_has_line("no logging message 305006"));
    rig_check_property();
    rig_say("clear logging disabled");
    g_assert_false(rig_has_line("no logging message 305006"));
    g_assert_true(rig_has_line("logging message 305006 level alerts"));
    rig_say("logging message 305006 level errors"); /* its own */
    g_assert_cmpuint(rig_config.state.log.changes, ==, 0);
    rig_say("logging message 305006 level 5");
    rig_say("no logging message 305006 level 5");
    g_assert_cmpuint(rig_config.state.log.changes, ==, 0);
    g_assert_nonnull(strstr(rig_say("logging message 305006 level 8"), "ERROR"));
    g_assert_nonnull(strstr(rig_say("logging message 305006 level"), "Usage"));
    g_assert_nonnull(strstr(rig_say("logging message 100000"), "ERROR"));
    g_assert_nonnull(strstr(rig_say("show logging message all"),
                            "syslog 106001: default-level critical"));
    g_assert_nonnull(strstr(rig_say("logging device-id string a2345678901234567"),
                            "ERROR"));
    g_assert_nonnull(strstr(rig_say("logging device-id x"), "Usage"));
    rig_begin(RELEASE(6, 2, 1));
    g_assert_nonnull(strstr(rig_say("logging message 305006 level 1"), "Usage"));
}

static void test_bounds(void)
{
    rig_begin(RELEASE(6, 2, 1));
    for (unsigned i = 0; i < 300; i++) {
        g_autofree char *route = g_strdup_printf(
            "route inside 10.%u.%u.0 255.255.255.0 10.0.0.1", i / 256, i % 256);
        g_autofree char *name = g_strdup_printf("name 10.0.%u.%u n%u",
                                                i / 256, i % 256, i);
        g_autofree char *arp = g_strdup_printf("arp inside 10.0.%u.%u 0.0.1",
                                               i / 256, i % 256);
        g_autofree char *telnet = g_strdup_printf("telnet 10.0.%u.%u",
                                                  i / 256, i % 256);

        rig_say(route);
        rig_say(name);
        rig_say(arp);
        rig_say(telnet);
    }
    g_assert_nonnull(strstr(rig_say("telnet 9.9.9.9"), "ERROR"));
    g_assert_cmpuint(rig_config.state.routes, ==, CONFIG_ROUTES_MAX);
    g_assert_cmpuint(rig_config.state.names, ==, CONFIG_NAMES_MAX);
    g_assert_cmpuint(rig_config.state.arps, ==, CONFIG_ARPS_MAX);
    g_assert_cmpuint(rig_config.state.telnets, ==, CONFIG_PERMITS_MAX);
}

/* --- saving ------------------------------------------------------------ */

static const char nothing[] =
    "Cryptochecksum: d41d8cd9 8f00b204 e9800998 ecf8427e\n";

static char *md5_words(const char *text, size_t n)
{
    g_autofree char *hex = g_compute_checksum_for_data(
        G_CHECKSUM_MD5, (const guchar *)text, n);

    return g_strdup_printf("Cryptochecksum: %.8s %.8s %.8s %.8s\n", hex,
                           hex + 8, hex + 16, hex + 24);
}

static void test_write_memory(void)
{
    g_autofree char *sum = NULL, *body = NULL, *want = NULL;

    rig_begin(RELEASE(6, 2, 1));
    g_assert_cmpstr(rig_say("show checksum"), ==, nothing);
    g_assert_false(save_is_needed(&rig_config));
    rig_say("hostname saved");
    g_assert_true(save_is_needed(&rig_config));
    body = rig_generate();
    sum = md5_words(body, strlen(body));
    want = g_strdup_printf("Building configuration...\n%s[OK]\n", sum);
    g_assert_cmpstr(rig_say("wr m"), ==, want);
    g_assert_cmpstr(rig_say("show checksum"), ==, sum);
    g_assert_false(save_is_needed(&rig_config));
    g_assert_true(g_str_has_prefix(
        rig_flash.text, ": Saved\n: Written by enable_15 at 12:00:00.000 UTC "
                        "Tue Sep 11 2001\nPIX Version 6.2(1)\ninterface "));
    g_assert_true(g_str_has_suffix(rig_flash.text, "\n: end\n"));
    g_assert_cmpstr(rig_say("show startup-config"), ==, rig_flash.text);
}

static void test_write_terminal(void)
{
    g_autofree char *body = NULL, *want = NULL;

    rig_begin(RELEASE(6, 2, 1));
    body = rig_generate();
    want = g_strdup_printf(
        "Building configuration...\n: Saved\n:\nPIX Version 6.2(1)\n%s"
        "Cryptochecksum:d41d8cd98f00b204e9800998ecf8427e\n: end\n[OK]\n",
        body);
    g_assert_cmpstr(rig_say("write terminal"), ==, want);
    g_assert_true(
        g_str_has_prefix(rig_say("show running-config"), ": Saved\n"));
    g_assert_true(g_str_has_suffix(rig_out->str, ": end\n"));
    g_assert_cmpstr(rig_say("write terminal | include hostname"), ==,
                    "hostname pixfirewall\n");
}

static void test_erase(void)
{
    rig_begin(RELEASE(6, 2, 1));
    rig_say("hostname kept");
    rig_say("write memory");
    rig_keys = "n";
    rig_say("write erase");
    g_assert_cmpint(rig_flash.length, >, 0);
    rig_keys = "\r";
    g_assert_cmpstr(rig_say("write erase"), ==,
                    "Erase PIX configuration in flash memory? [confirm]\n");
    g_assert_cmpint(rig_flash.length, ==, 0);
    g_assert_true(rig_has_line("hostname kept"));
    g_assert_cmpstr(rig_say("show checksum"), ==, nothing);
    g_assert_true(save_is_needed(&rig_config));
    g_assert_nonnull(strstr(rig_say("show configure"), STR_CONFIG_NONE));
}

static void test_broken_flash(void)
{
    rig_begin(RELEASE(6, 2, 1));
    rig_flash.why = "broken";
    g_assert_cmpstr(rig_say("write memory"), ==,
                    "Building configuration...\n"
                    "broken\n[FAILED]\n");
    rig_flash.why = NULL;
    rig_flash.length = -1;
    g_assert_nonnull(
        strstr(rig_say("configure memory"), STR_CONFIG_UNREADABLE));
    rig_config.store = NULL;
    g_assert_nonnull(strstr(rig_say("write memory"), STR_CONFIG_NO_FLASH));
    rig_keys = "y";
    g_assert_nonnull(strstr(rig_say("write erase"), STR_CONFIG_NO_FLASH));
    g_assert_null(rig_config.user);
}

/* The lines in flash are added; what they do not mention stays. */
static void test_merge(void)
{
    rig_begin(RELEASE(6, 2, 1));
    rig_say("route inside 10.1.1.0 255.255.255.0 10.0.0.1");
    rig_say("write memory");
    rig_say("no route inside 10.1.1.0 255.255.255.0");
    rig_say("route inside 10.2.2.0 255.255.255.0 10.0.0.1");
    rig_say("hostname other");
    g_assert_cmpstr(rig_say("configure memory"), ==, "");
    g_assert_true(rig_has_line("hostname pixfirewall"));
    g_assert_cmpuint(rig_config.state.routes, ==, 2);
    g_assert_cmpint(rig_cli.mode, ==, CLI_CONFIG);
    rig_cli.mode = CLI_ENABLE;
    rig_say("configure memory");
    g_assert_cmpint(rig_cli.mode, ==, CLI_ENABLE);
    g_assert_false(rig_cli.leaving);
}

/* A text that tries to get away. */
static void test_hostile_text(void)
{
    char text[] = "exit\nexit\nquit\r\nwrite erase\nhostname there\r\nenable\n"
                  "reload\nfrobnicate";

    rig_begin(RELEASE(6, 2, 1));
    rig_say("write memory");
    save_execute(&rig_cli, text);
    g_assert_true(rig_has_line("hostname there"));
    g_assert_cmpint(rig_flash.length, >, 0);
    g_assert_cmpint(rig_cli.mode, ==, CLI_CONFIG);
    g_assert_false(rig_cli.leaving);
    g_assert_true(g_str_has_suffix(rig_out->str, STR_NO_SUCH_COMMAND "\n"));
}

static void put_in_flash(const char *text)
{
    g_strlcpy(rig_flash.text, text, sizeof rig_flash.text);
    rig_flash.length = (int)strlen(text);
}

static void test_start(void)
{
    rig_begin(RELEASE(6, 2, 1));
    rig_say("hostname was-saved");
    rig_say("write memory");
    config_defaults(&rig_config, RELEASE(6, 2, 1), 3);
    g_string_truncate(rig_out, 0);
    g_assert_true(save_start(&rig_cli));
    g_assert_cmpstr(rig_out->str, ==, "");
    g_assert_true(rig_has_line("hostname was-saved"));
    g_assert_false(save_is_needed(&rig_config));
}

/* Longer than there is room for: said, and flash keeps what it has. */
static void test_no_room(void)
{
    rig_begin(RELEASE(6, 2, 1));
    rig_say("write memory");
    rig_config.text_room = (uint32_t)rig_flash.length / 2;
    rig_say("hostname a-name-that-does-not-fit");
    g_assert_nonnull(strstr(rig_say("write memory"), STR_CONFIG_TOO_LONG));
    g_assert_nonnull(strstr(rig_out->str, STR_CONFIG_FAILED));
    g_assert_nonnull(strstr(rig_say("write terminal"), STR_CONFIG_TOO_LONG));
    g_assert_nonnull(strstr(rig_flash.text, "hostname pixfirewall\n"));
}

static void test_newer_text(void)
{
    rig_begin(RELEASE(6, 0, 1));
    rig_config.release_text = "6.0(1)";
    put_in_flash(": Saved\nPIX Version 6.2(1)\nhostname new\nsomething else\n"
                 ": end\n");
    g_string_truncate(rig_out, 0);
    save_start(&rig_cli);
    g_assert_cmpstr(rig_out->str, ==,
                    "Configuration Compatibility Warning:\n"
                    "The config is from version 6.2(1).\n"
                    "but the image is version 6.0(1).\n" STR_NO_SUCH_COMMAND
                    "\n");
    g_assert_nonnull(strstr(rig_flash.text, "something else"));
    g_string_truncate(rig_out, 0);
    put_in_flash("PIX Version 6.0(1)\nhostname same\n");
    save_start(&rig_cli);
    put_in_flash("PIX Version 5.3(2)\nhostname older\n");
    save_start(&rig_cli);
    g_assert_cmpstr(rig_out->str, ==, "");
}

static void test_too_long(void)
{
    g_autofree char *label = g_strnfill(58, 'x');

    rig_begin(RELEASE(6, 2, 1));
    for (unsigned i = 0; i < 256; i++) {
        g_autofree char *line = g_strdup_printf("name 10.0.0.%u %sn%u", i,
                                                label, i);
        g_assert_cmpstr(rig_say(line), ==, "");
    }
    for (unsigned i = 0; i < CONFIG_ROUTES_MAX; i++) {
        g_autofree char *line = g_strdup_printf(
            "route inside 10.1.%u.0 255.255.255.0 10.0.0.%u", i, i);
        rig_say(line);
    }
    g_assert_nonnull(strstr(rig_say("write memory"), "[OK]"));
    g_assert_cmpint(rig_flash.length, <, CONFIG_TEXT_LEAST);
}

/* --- the property ------------------------------------------------------ */

/* Lines for every command that changes the configuration. */
static const char *const examples[][4] = {
    {"clear config all", "clear config all"},
    {"clear config primary", "clear config primary"},
    {"clear config secondary", "clear config secondary"},
    {"clear configure primary", "clear configure primary"},
    {"clear configure secondary", "clear configure secondary"},
    {"clear ip address", "clear ip address"}, {"clear mtu", "clear mtu"},
    {"clear name", "name 10.0.0.1 one", "clear name"},
    {"clear nameif", "clear nameif"}, {"clear pager", "clear pager"},
    {"clear configure all", "clear configure all"},
    {"clear names", "name 10.0.0.1 one", "clear names"},
    {"clear passwd", "passwd x", "clear passwd"},
    {"clear route", "clear route"},
    {"clear telnet", "telnet 10.0.0.9", "clear telnet"},
    {"clear tftp-server", "clear tftp-server"},
    {"domain-name", "domain-name example.com"},
    {"enable password", "enable password a-b|c", "enable password sesame"},
    {"hostname", "hostname fxh", "hostname a2345678901234567890123"},
    {"no domain-name", "no domain-name"},
    {"no enable password", "no enable password"},
    {"no hostname", "no hostname"},
    {"no pager", "no pager"},
    {"pager", "pager lines 40", "pager 7", "pager"},
    {"passwd", "passwd s3cret"},
    {"password", "password another"},
    {"terminal width", "terminal width 132", "terminal width 80"},
    {"interface", "interface e0 auto", "interface e1 100full",
     "interface e2 10baset shutdown"},
    {"ip address", "ip address inside 10.1.1.1 255.255.255.0",
     "ip address outside 192.168.7.9", "ip address e2 172.16.0.1"},
    {"mtu", "mtu outside 1400", "mtu inside 576"},
    {"nameif", "nameif e2 dmz security50", "nameif e1 in2 security99",
     "nameif e0 x-y.z security1"},
    {"no ip address", "no ip address e0"},
    {"no mtu", "no mtu e0"},
    {"arp", "arp e1 10.1.1.5 0050.56aa.bbcc",
     "arp e0 10.1.1.6 0050.56aa.bbcd alias"},
    {"arp timeout", "arp timeout 100"},
    {"no arp", "no arp e1 10.1.1.5"},
    {"no arp timeout", "no arp timeout"},
    {"no route", "route e0 0 0 9.9.9.9", "no route e0 0 0"},
    {"route", "route e0 0 0 192.168.7.1", "route e1 10.2.0.0 255.255.0.0 "
     "10.1.1.9 3", "route e1 10.3.0.0 255.255.0.0 10.1.1.8"},
    {"name", "name 10.1.1.9 gateway", "name 10.2.0.0 net-2",
     "name 10.1.1.8 z_9"},
    {"names", "names"},
    {"no name", "no name 10.1.1.9"},
    {"no names", "no names"},
    {"failover", "failover"},
    {"failover ip address", "failover ip address e0 192.168.7.2",
     "failover ip address e1 10.1.1.2"},
    {"failover lan enable", "failover lan enable"},
    {"failover lan interface", "failover lan interface e2"},
    {"failover lan key", "failover lan key sesame", "failover lan key x"},
    {"failover lan unit", "failover lan unit primary",
     "failover lan unit sec"},
    {"failover link", "failover link e2"},
    {"failover mac address",
     "failover mac address e0 0090.2712.3456 0090.2712.3457"},
    {"failover poll", "failover poll 3"},
    {"failover replicate http", "failover replicate http"},
    {"failover timeout", "failover timeout 1:02:03"},
    {"no failover", "no failover"},
    {"no failover ip address", "no failover ip address e0"},
    {"no failover lan enable", "no failover lan enable"},
    {"no failover lan interface", "no failover lan interface e2"},
    {"no failover lan key", "no failover lan key"},
    {"no failover lan unit", "no failover lan unit"},
    {"no failover link", "no failover link"},
    {"no failover mac address", "no failover mac address e0"},
    {"no failover poll", "no failover poll 3"},
    {"no failover replicate http", "no failover replicate http"},
    {"no failover timeout", "no failover timeout"},
    {"no telnet", "no telnet 10.1.1.0 255.255.255.0 e1"},
    {"no tftp-server", "no tftp-server"},
    {"telnet", "telnet 10.1.1.0 255.255.255.0 e1", "telnet 0 0 e0",
     "telnet 10.1.1.9"},
    {"telnet timeout", "telnet timeout 30"},
    {"ca check", "ca check"}, {"no ca check", "no ca check"}, {"ca"},
    {"clear http", "http 10.0.0.9", "clear http"},
    {"http", "http 10.1.1.0 255.255.255.0 e1", "http 10.1.1.9"},
    {"http server enable", "http server enable"},
    {"no http", "no http 10.1.1.9"},
    {"no http server enable", "no http server enable"},
    {"tftp-server", "tftp-server e1 10.1.1.9 /configs/x"},
    {"clear logging disabled", "no logging message 106023",
     "clear logging disabled"},
    {"logging buffered", "logging buffered 7", "logging buffered warn"},
    {"logging console", "logging console emergencies"},
    {"logging device-id", "logging device-id host",
     "logging device-id ipaddress e2", "logging device-id string here"},
    {"logging facility", "logging facility 23"},
    {"logging history", "logging history 3"},
    {"logging host", "logging host e1 10.1.1.9", "logging host 10.1.1.7 "
     "tcp", "logging host e0 10.1.1.9 udp/1514"},
    {"logging message", "logging message 106001"},
    {"no logging device-id", "no logging device-id"},
    {"logging monitor", "logging monitor debugging"},
    {"logging on", "logging on"},
    {"logging queue", "logging queue 0", "logging queue 100"},
    {"logging standby", "logging standby"},
    {"logging timestamp", "logging timestamp"},
    {"logging trap", "logging trap informational"},
    {"no logging buffered", "no logging buffered"},
    {"no logging console", "no logging console 3"},
    {"no logging facility", "no logging facility"},
    {"no logging history", "no logging history"},
    {"no logging host", "no logging host e1 10.1.1.7"},
    {"no logging message", "no logging message 106001",
     "no logging message 201008"},
    {"no logging monitor", "no logging monitor"},
    {"no logging on", "no logging on"},
    {"no logging queue", "no logging queue 7"},
    {"no logging standby", "no logging standby"},
    {"no logging timestamp", "no logging timestamp"},
    {"no logging trap", "no logging trap"},
    {"clear privilege", "clear privilege"},
    {"clear username", "clear username"},
    {"no privilege", "privilege level 1 command arp",
     "no privilege level 1 command arp"},
    {"no username", "username ann nopassword", "no username ann"},
    {"privilege", "privilege level 3 command route",
     "privilege show level 2 mode enable command arp",
     "privilege clear level 0 mode configure command route"},
    {"username", "username bob nopassword", "username ann password x",
     "username carl password A5XOy94YKDPXCo7U encrypted privilege 15"},
    {"login"}, {"logout"},
    {"terminal monitor", "terminal monitor"},
    {"terminal no monitor", "terminal no monitor"},
    {"configure memory"}, {"logging"}, {"write erase"}, {"write memory"},
    {"write terminal"}, {"no"}, {"clear"}, {"terminal"}, {"ip"}, {"write"},
    {"failover lan"},
};

static void test_every_row_has_examples(void)
{
    for (unsigned t = 0; rig_config_tables[t]; t++) {
        const struct command *row = rig_config_tables[t];

        for (; row->words; row++) {
            bool found = g_str_has_prefix(row->words, "show ");

            found |= rig_config_tables[t] == config_stored_commands;
            for (unsigned i = 0; i < G_N_ELEMENTS(examples); i++)
                found |= !strcmp(examples[i][0], row->words);
            if (!found)
                g_test_message("no example of: %s", row->words);
            g_assert_true(found);
        }
    }
}

static const uint32_t releases[] = {
    RELEASE(4, 2, 1), RELEASE(5, 0, 1), RELEASE(5, 1, 1), RELEASE(5, 2, 1),
    RELEASE(5, 3, 1), RELEASE(6, 0, 1), RELEASE(6, 1, 1), RELEASE(6, 2, 1),
    RELEASE(6, 3, 1)};

/* What a new unit with two interfaces has, looked at by people.
 * FRESH_RECORD=1 writes the files anew. */
static void test_fresh_units(void)
{
    for (unsigned r = 0; r < G_N_ELEMENTS(releases); r++) {
        uint32_t n = releases[r];
        g_autofree char *path = g_strdup_printf("tests/unit/fresh/%u.%u.txt",
                                                n >> 16, n >> 8 & 255);
        g_autofree char *text = NULL, *want = NULL;

        rig_begin(n);
        config_defaults(&rig_config, n, 2);
        text = rig_generate();
        if (g_getenv("FRESH_RECORD"))
            g_file_set_contents(path, text, -1, NULL);
        g_assert_true(g_file_get_contents(path, &want, NULL, NULL));
        g_assert_cmpstr(text, ==, want);
    }
}

/* Does the release have the command that an example is of? */
static bool release_has(uint32_t release, const char *words)
{
    for (unsigned t = 0; rig_config_tables[t]; t++) {
        for (const struct command *c = rig_config_tables[t]; c->words; c++) {
            if (!strcmp(c->words, words))
                return c->since <= release;
        }
    }
    return false;
}

static void test_property(void)
{
    for (unsigned r = 0; r < G_N_ELEMENTS(releases); r++) {
        rig_begin(releases[r]);
        rig_check_property();
        for (unsigned i = 0; i < G_N_ELEMENTS(examples); i++) {
            bool has = release_has(releases[r], examples[i][0]);

            for (unsigned n = 1; n < 4 && has && examples[i][n]; n++) {
                rig_say(examples[i][n]);
                if (strcmp(rig_out->str, STR_CONFIG_NO_EFFECT "\n") != 0)
                    g_assert_cmpstr(rig_out->str, ==, "");
                rig_check_property();
            }
        }
    }
}

static void test_property_in_any_order(void)
{
    g_autoptr(GRand) rand = g_rand_new_with_seed(515);

    for (unsigned round = 0; round < 300; round++) {
        rig_begin(releases[round % G_N_ELEMENTS(releases)]);
        for (unsigned i = 0; i < 40; i++) {
            int e = g_rand_int_range(rand, 0, G_N_ELEMENTS(examples));
            int n = g_rand_int_range(rand, 1, 4);

            if (examples[e][n])
                rig_say(examples[e][n]);
        }
        rig_check_property();
    }
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_set_nonfatal_assertions();
    g_test_add_func("/password/the-two-that-everybody-knows", test_hashes);
    g_test_add_func("/config/passwords", test_passwords);
    g_test_add_func("/config/levels-of-privilege", test_levels);
    g_test_add_func("/config/names", test_names);
    g_test_add_func("/config/terminals", test_terminals);
    g_test_add_func("/config/interfaces", test_interfaces);
    g_test_add_func("/config/parts-of-a-new-unit", test_parts);
    g_test_add_func("/config/pppoe-is-only-kept", test_pppoe);
    g_test_add_func("/config/nameif-keeps-reserved-names", test_nameif);
    g_test_add_func("/config/a-text-may-swap-names", test_swapped);
    g_test_add_func("/config/routes", test_routes);
    g_test_add_func("/config/stations", test_arps);
    g_test_add_func("/config/names-for-addresses", test_labels);
    g_test_add_func("/config/telnet-and-tftp", test_telnet);
    g_test_add_func("/lines/failover", test_failover);
    g_test_add_func("/lines/single-messages", test_single_messages);
    g_test_add_func("/config/tables-are-bounded", test_bounds);
    g_test_add_func("/save/write-memory", test_write_memory);
    g_test_add_func("/save/write-terminal", test_write_terminal);
    g_test_add_func("/save/write-erase", test_erase);
    g_test_add_func("/save/flash-that-fails", test_broken_flash);
    g_test_add_func("/save/configure-memory-merges", test_merge);
    g_test_add_func("/save/a-text-cannot-get-away", test_hostile_text);
    g_test_add_func("/save/a-unit-starts-with-it", test_start);
    g_test_add_func("/save/no-room-is-told", test_no_room);
    g_test_add_func("/save/a-newer-text-is-warned-of", test_newer_text);
    g_test_add_func("/save/much-text-fits", test_too_long);
    g_test_add_func("/property/every-row-has-examples",
                    test_every_row_has_examples);
    g_test_add_func("/property/text-makes-the-same-state", test_property);
    g_test_add_func("/property/in-any-order", test_property_in_any_order);
    g_test_add_func("/fresh/a-new-unit-of-each-release", test_fresh_units);
    return g_test_run();
}
