/* SPDX-License-Identifier: GPL-2.0-or-later */
/* test_config.c - the running configuration: commands change what there is,
 * and say so. */
#include <string.h>

#include "guest/config/save.h"
#include "guest/config/strings.h"
#include "tests/unit/guest/configrig.h"

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

/* Zones as they are shown, and what is none. */
static void test_zone(void)
{
    static const char *const wrong[] = {
        "clock timezone X1 5", "clock timezone toolongs 5",
        "clock timezone X 13", "clock timezone X 5 60", "clock timezone X --5",
        "clock summer-time X", "clock summer-time X date",
        "clock summer-time X recurring last sun mar 2:00",
        "clock summer-time X recurring 6 sun mar 2:00 last sun oct 2:00",
        "clock summer-time X recurring 1 sun mar 2:00 last sun oct 24:01",
        "clock summer-time X recurring 1 sun mar 2:00 last sun oct 2:00 0",
        "clock summer-time X date 31 feb 2003 2:00 26 oct 2003 2:00"};

    rig_begin(RELEASE(6, 2, 1));
    for (unsigned i = 0; i < G_N_ELEMENTS(wrong); i++) {
        if (!*rig_say(wrong[i]))
            g_test_message("accepted: %s", wrong[i]);
        g_assert_cmpstr(rig_out->str, !=, "");
    }
    g_assert_false(rig_has_line("clock summer-time X recurring"));
    rig_say("clock timezone NST -3 30");
    g_assert_true(rig_has_line("clock timezone NST -3 30"));
    rig_say("clock summer-time CEST rec last Sunday March 2:00 last sun oct "
            "3:00");
    g_assert_true(rig_has_line("clock summer-time CEST recurring last Sun Mar "
                               "2:00 last Sun Oct 3:00"));
    rig_say("clock summer-time PDT date 6 apr 2003 2:00 oct 26 2003 2:00 120");
    g_assert_true(rig_has_line("clock summer-time PDT date Apr 6 2003 2:00 "
                               "Oct 26 2003 2:00 120"));
    rig_begin(RELEASE(6, 1, 1));
    g_assert_cmpstr(rig_say("clock timezone X 1"), !=, "");
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
    g_assert_nonnull(strstr(rig_out->str, "|100full|")); /* what there is */
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
    g_assert_true(rig_has_line("ip address dmz 10.9.0.1 255.255.0.0"));
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

/* With a leased gateway, which no line tells. */
static void test_leased_route(void)
{
    struct config_interface *in;
    struct config_route to;

    rig_begin(RELEASE(6, 2, 1));
    rig_say("route inside 10.2.0.0 255.255.0.0 10.1.1.2 3");
    rig_say("ip address outside dhcp setroute");
    g_assert_false(config_route_at(&rig_config, 1, &to));
    in = &rig_config.state.interface[0];
    in->ip = 0xc0000221;
    in->mask = 0xffffff00;
    in->gateway = 0xc00002fe;
    g_assert_true(config_route_at(&rig_config, 1, &to));
    g_assert_cmphex(to.gateway, ==, 0xc00002fe);
    g_assert_cmphex(to.ip | to.mask | to.interface, ==, 0);
    g_assert_false(config_route_at(&rig_config, 2, &to));
    g_assert_cmpstr(rig_say("show route"), ==,
                    "\tinside 10.2.0.0 255.255.0.0 10.1.1.2 3 OTHER static\n"
                    "\toutside 0.0.0.0 0.0.0.0 192.0.2.254 1 DHCP static\n"
                    "\toutside 192.0.2.0 255.255.255.0 192.0.2.33 1 CONNECT "
                    "static\n");
    rig_say("ip address outside 192.0.2.9 255.255.255.0");
    g_assert_false(config_route_at(&rig_config, 1, &to));
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
    g_assert_nonnull(
        strstr(rig_say("ip address outside pppoe retry"), "ERROR"));
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

/* A label that reads as a word of the language is not written in an address's
 * place. */
static void test_words(void)
{
    static const char *const words[] = {"eq", "neq", "lt", "gt", "range",
                                        "host", "any", "object-group"};

    for (unsigned i = 0; i < G_N_ELEMENTS(words); i++) {
        g_autofree char *line = g_strdup_printf("name 10.2.0.0 %s", words[i]);

        rig_begin(RELEASE(6, 2, 1));
        rig_say(line);
        rig_say("names");
        g_assert_true(rig_has_line(line));
        rig_say("access-list a permit tcp any 10.2.0.0 255.255.0.0");
        g_assert_true(rig_has_line("access-list a permit tcp any 10.2.0.0 "
                                   "255.255.0.0 "));
        rig_check_property();
    }
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

static const char *lacks_it(const struct config_state *s, const char *line)
{
    g_assert_true(s == &rig_config.state);
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
    g_assert_cmpstr(rig_say("logging host 0.0.0.0"), !=, "");
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
    g_assert_nonnull(
        strstr(rig_say("logging message 305006 level 8"), "ERROR"));
    g_assert_nonnull(strstr(rig_say("logging message 305006 level"), "Usage"));
    g_assert_nonnull(strstr(rig_say("logging message 100000"), "ERROR"));
    g_assert_nonnull(strstr(rig_say("show logging message all"),
                            "syslog 106001: default-level critical"));
    g_assert_nonnull(strstr(
        rig_say("logging device-id string a2345678901234567"), "ERROR"));
    g_assert_nonnull(strstr(rig_say("logging device-id x"), "Usage"));
    rig_begin(RELEASE(6, 2, 1));
    g_assert_nonnull(
        strstr(rig_say("logging message 305006 level 1"), "Usage"));
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

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_set_nonfatal_assertions();
    g_test_add_func("/password/the-two-that-everybody-knows", test_hashes);
    g_test_add_func("/config/passwords", test_passwords);
    g_test_add_func("/config/levels-of-privilege", test_levels);
    g_test_add_func("/config/names", test_names);
    g_test_add_func("/config/terminals", test_terminals);
    g_test_add_func("/config/zones", test_zone);
    g_test_add_func("/config/interfaces", test_interfaces);
    g_test_add_func("/config/parts-of-a-new-unit", test_parts);
    g_test_add_func("/config/labels-that-are-words", test_words);
    g_test_add_func("/config/leased-route", test_leased_route);
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
    return g_test_run();
}
