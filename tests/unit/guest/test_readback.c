/* SPDX-License-Identifier: GPL-2.0-or-later */
/* test_readback.c - lines that could be read as something else: names that are
 * words of the language, and what stood in a text that people wrote. */
#include <string.h>

#include "guest/config/save.h"
#include "guest/config/strings.h"
#include "tests/unit/guest/configrig.h"

enum { ROUNDS = 20000 };

static void say_all(const char *const *lines)
{
    for (; *lines; lines++)
        rig_say(*lines);
}

/* --- names of addresses ------------------------------------------------ */

static const char *const labels[] = {
    "a", "access", "access-list", "any", "d", "deny", "dhcp", "dns", "eq",
    "h", "host", "i", "in", "inside", "interface", "log", "netmask", "o",
    "obj", "object-group", "outside", "permit", "pppoe", "range", "s",
    "server", "setroute", "t", "tcp", "time", "timeout", "tim-1", "x-y",
};

static void test_labels(void)
{
    static const char *const lines[] = {
        "ip address inside 10.1.1.1 255.255.255.0",
        "ip address outside 10.1.1.9 255.255.255.0",
        "object-group network g",
        "network-object host 10.1.1.9",
        "network-object 10.1.1.8 255.255.255.248",
        "access-list l permit ip host 10.1.1.9 any",
        "access-list l permit tcp 10.1.1.8 255.255.255.248 any eq www",
        "access-list l permit tcp any host 10.1.1.9",
        "conduit permit tcp host 10.1.1.9 eq www any",
        "nat (inside) 1 10.1.1.9 255.255.255.255",
        "nat (inside) 2 10.1.1.8 255.255.255.248 dns",
        "global (outside) 1 10.1.1.9",
        "global (outside) 2 10.1.1.9-10.1.1.12",
        "global (outside) 3 10.1.1.2-10.1.1.9",
        "static (inside,outside) 10.1.1.9 10.1.1.9",
        "static (inside,outside) tcp 10.1.1.9 www 10.1.1.9 www",
        "alias (inside) 10.1.1.9 10.1.1.9",
        "outbound 1 deny 10.1.1.9",
        "route inside 10.1.1.9 255.255.255.255 10.1.1.9",
        "route inside 10.1.1.8 255.255.255.248 10.1.1.9",
        "arp inside 10.1.1.9 0001.0002.0003",
        "telnet 10.1.1.9 255.255.255.255 inside",
        "telnet 10.1.1.8 255.255.255.248 inside",
        "http 10.1.1.9 255.255.255.255 inside",
        "icmp permit host 10.1.1.9 inside",
        "icmp permit 10.1.1.8 255.255.255.248 echo inside",
        "failover ip address inside 10.1.1.9",
        "logging host inside 10.1.1.9",
        "tftp-server inside 10.1.1.9 /x",
        "dhcpd dns 10.1.1.9", "dhcpd wins 10.1.1.9",
        NULL};

    for (unsigned i = 0; i < G_N_ELEMENTS(labels); i++) {
        g_autofree char *one = g_strdup_printf("name 10.1.1.9 %s", labels[i]);
        g_autofree char *two = g_strdup_printf("name 10.1.1.8 %s", labels[i]);

        g_test_message("%s", labels[i]);
        rig_begin(RELEASE(6, 3, 1));
        say_all(lines);
        rig_say(one);
        rig_check_property();
        rig_say(two);
        rig_check_property();
    }
}

/* --- names of interfaces ----------------------------------------------- */

static void test_interfaces(void)
{
    static const char *const names[] = {
        "ethernet0", "e0", "0", "10.0.0.1", "?", "dmz?", "|", "any", "host",
        "dhcp", "(x)", "x,y", "interface", "enable", "server", "255.255.255.0",
        "standby", "all", "t", "timeout", "e2", "eth1"};
    static const char *const lines[] = {
        "interface ethernet0 100full", "interface ethernet2 10full",
        "ip address e2 10.1.1.1 255.255.255.0",
        "telnet 10.1.1.0 255.255.255.0 e2", "telnet 10.1.1.9 e2",
        "http 10.1.1.9 255.255.255.255 e2",
        "mtu e2 1000", "arp e2 10.1.1.2 1.2.3", "route e2 0 0 10.1.1.3",
        "failover link e2", "failover ip address e2 10.1.1.2",
        "failover lan interface e2", "logging host e2 10.1.1.7",
        "logging device-id ipaddress e2", "dhcpd address 10.1.1.4-10.1.1.5 e2",
        "dhcpd enable e2", "dhcpd auto_config e2", "fragment size 100 e2",
        "icmp permit any e2", "ip verify reverse-path interface e2",
        "sysopt noproxyarp e2", "tftp-server e2 10.1.1.2 /x", NULL};

    for (unsigned i = 0; i < G_N_ELEMENTS(names); i++) {
        g_autofree char *nameif =
            g_strdup_printf("nameif ethernet2 %s security50", names[i]);

        g_test_message("%s", names[i]);
        for (unsigned r = 1; r < 4; r++) {
            rig_begin(RELEASE(6, r, 1));
            say_all(lines);
            rig_say(nameif);
            rig_check_property();
        }
    }
}

/* --- what changes behind others ---------------------------------------- */

static void test_pool(void)
{
    static const char *const lines[] = {
        "ip address inside 10.1.1.1 255.255.255.0",
        "dhcpd address 10.1.1.2-10.1.1.9 inside", "dhcpd enable inside", NULL};
    static const char *const after[] = {
        "ip address inside 10.2.1.1 255.255.255.0", "no ip address inside",
        "ip address inside dhcp", "no dhcpd address inside",
        "clear ip address", "clear config primary"};

    for (unsigned i = 0; i < G_N_ELEMENTS(after); i++) {
        rig_begin(RELEASE(6, 3, 1));
        say_all(lines);
        rig_say(after[i]);
        g_test_message("%s", after[i]);
        rig_check_property();
    }
}

/* A list whose first entry finds no room is no list. */
static void test_no_room(void)
{
    rig_begin(RELEASE(6, 2, 1));
    for (unsigned i = 0; i < RULES_ACES; i++) {
        g_autofree char *line = g_strdup_printf(
            "access-list a permit ip host 10.0.%u.%u any", i / 256, i % 256);

        rig_say(line);
    }
    g_assert_cmpuint(rig_config.state.rules.aces, ==, RULES_ACES);
    g_assert_nonnull(
        strstr(rig_say("access-list b permit ip any any"), "ERROR"));
    g_assert_nonnull(strstr(rig_say("access-list b remark x"), "ERROR"));
    g_assert_nonnull(strstr(rig_say("access-group b in interface outside"),
                            "ERROR"));
    rig_say("no access-list a");
    g_assert_cmpuint(rig_config.state.rules.aces, ==, 0);
    rig_check_property();
}

/* --- anything ---------------------------------------------------------- */

/* Lines of any words, of all commands, with names that are words of theirs. */
static void test_any_words(void)
{
    static const char *const words[] = {
        "permit", "deny", "tcp", "udp", "icmp", "any", "host", "10.1.1.9",
        "10.1.1.8", "255.255.255.248", "255.255.255.255", "eq", "www",
        "(inside)", "(outside)", "(inside,outside)", "1", "0", "interface",
        "outside", "inside", "in", "a", "netmask", "x-y", "level", "command",
        "address", "ethernet2", "e1", "dhcp", "pppoe", "setroute", "retry",
        "16", "security50", "nopassword", "password", "encrypted", "host",
        "enable", "timeout", "1:00:00", "tcp/1468", "string", "all", "map",
        "key", "server", "dns", "10.1.1.9-10.1.1.12", "ip", "protocol", "http",
        "80", "mode", "console", "LOCAL", "motd", "Cryptochecksum:", "PIX",
        "Version", "?", "|", "no", "remark", "network", "group-object"};
    g_autoptr(GRand) rand = g_rand_new_with_seed(11);
    const struct command *rows[1024];
    unsigned n_rows = 0;

    rig_begin(RELEASE(6, 3, 1));
    for (unsigned t = 0; rig_unit.tables[t]; t++) {
        for (const struct command *r = rig_unit.tables[t]; r->words; r++) {
            g_assert_cmpuint(n_rows, <, G_N_ELEMENTS(rows));
            rows[n_rows++] = r;
        }
    }
    for (unsigned round = 0; round < ROUNDS; round++) {
        g_autoptr(GString) line = g_string_new(
            rows[g_rand_int_range(rand, 0, (int)n_rows)]->words);
        int n = g_rand_int_range(rand, 0, 8);

        if (g_rand_int_range(rand, 0, 10) == 0)
            g_string_printf(line, "name 10.1.1.%d",
                            g_rand_int_range(rand, 7, 11));
        while (n-- > 0)
            g_string_append_printf(
                line, " %s",
                words[g_rand_int_range(rand, 0, G_N_ELEMENTS(words))]);
        rig_cli.mode = CLI_CONFIG;
        rig_cli.level = CLI_LEVEL_MAX;
        rig_cli.leaving = false;
        rig_say(line->str);
        if (round % 50 == 0)
            rig_check_property();
    }
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_set_nonfatal_assertions();
    g_test_add_func("/readback/labels", test_labels);
    g_test_add_func("/readback/interfaces", test_interfaces);
    g_test_add_func("/readback/pool", test_pool);
    g_test_add_func("/readback/no-room-for-a-list", test_no_room);
    g_test_add_func("/readback/any-words", test_any_words);
    return g_test_run();
}
