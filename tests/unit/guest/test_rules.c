/* SPDX-License-Identifier: GPL-2.0-or-later */
/* test_rules.c - commands that make the firewall's rules: words to rules,
 * rules to the same words, and what is refused. */
#include <string.h>

#include "guest/cli/strings.h"
#include "guest/config/save.h"
#include "guest/config/stored.h"
#include "guest/config/strings.h"
#include "tests/unit/guest/configrig.h"

/* A line is kept as `want`. */
static void kept_as(const char *line, const char *want)
{
    rig_say(line);
    if (!rig_has_line(want)) {
        g_test_message("%s: %s, no line: %s", line, rig_out->str, want);
        g_test_fail();
    }
    rig_check_property();
}

static void kept(const char *line)
{
    kept_as(line, line);
}

static void refused(const char *line)
{
    g_autofree char *before = rig_generate(), *after = NULL;

    rig_say(line);
    after = rig_generate();
    if (!*rig_out->str || strcmp(before, after)) {
        g_test_message("accepted: %s", line);
        g_test_fail();
    }
}

/* --- translations ------------------------------------------------------ */

static void test_nat(void)
{
    rig_begin(RELEASE(6, 2, 1));
    kept_as("nat (inside) 1 0 0", "nat (inside) 1 0.0.0.0 0.0.0.0 0 0");
    kept("nat (inside) 2 10.1.0.0 255.255.0.0 100 50 norandomseq");
    kept_as("nat (intf2) 1 10.2.3.4",
            "nat (intf2) 1 10.2.3.4 255.255.255.255 0 0");
    kept_as("nat (intf2) 1 10.0.0.0",
            "nat (intf2) 1 10.0.0.0 255.0.0.0 0 0");
    g_assert_cmpstr(rig_say("nat (inside) 0 10.1.1.0 255.255.255.0"), ==,
                    "nat 0 10.1.1.0 will be identity translated for "
                    "outbound\n");
    g_assert_cmpstr(rig_say("nat (inside) 0 0 0"), ==,
                    "nat 0 0.0.0.0 will be non-translated\n");
    refused("nat (nowhere) 1 0 0");
    refused("nat (inside) x 0 0");
    refused("nat (inside) 1 10.0.0.0 255.0.255.0");
    refused("nat (inside) 1 0 0 1 2 3");
    refused("nat (inside) 0 access-list missing");
    rig_say("access-list vpn permit ip 10.0.0.0 255.0.0.0 192.168.0.0 "
            "255.255.0.0");
    kept("nat (inside) 0 access-list vpn");
    refused("nat (inside) 1 access-list vpn");
    kept("nat (outside) 3 192.168.0.0 255.255.0.0 outside 5 6");
    kept_as("nat (inside) 4 10.4.0.0 255.255.0.0 1 2 norandomseq dns",
            "nat (inside) 4 10.4.0.0 255.255.0.0 dns 1 2 norandomseq");
    kept("nat (outside) 0 access-list vpn outside");
    rig_say("no nat (outside) 0 access-list vpn outside");
    g_assert_false(rig_has_line("nat (outside) 0 access-list vpn outside"));
    rig_say("no nat (inside) 1 0 0");
    g_assert_false(rig_has_line("nat (inside) 1 0.0.0.0 0.0.0.0 0 0"));
    refused("no nat (inside) 1 0 0");
    /* With its list, the line goes. */
    rig_say("no access-list vpn");
    g_assert_false(rig_has_line("nat (inside) 0 access-list vpn"));
    rig_check_property();
    rig_say("clear nat");
    g_assert_cmpuint(rig_config.state.rules.nats, ==, 0);
}

/* Those that go by a list go with it, and find it by its name. */
static void test_policy(void)
{
    rig_begin(RELEASE(6, 3, 1));
    rig_say("access-list first permit ip any any");
    rig_say("access-list web permit tcp host 10.1.1.5 eq www host 9.9.9.9");
    kept_as("nat (inside) 2 access-list web",
            "nat (inside) 2 access-list web 0 0");
    kept("nat (inside) 0 access-list web");
    kept("nat (inside) 3 access-list web dns outside 1 2 norandomseq");
    kept_as("static (inside,outside) 1.2.3.4 access-list web",
            "static (inside,outside) 1.2.3.4 access-list web 0 0");
    kept_as("static (inside,outside) tcp interface 8080 access-list web 5",
            "static (inside,outside) tcp interface 8080 access-list web 5 0");
    refused("static (inside,outside) 1.2.3.5 access-list none");
    refused("static (inside,outside) 1.2.3.5 access-list");
    refused("static (inside,outside) 1.2.3.5 access-list web netmask "
            "255.255.255.0");
    rig_say("no access-list first");
    g_assert_true(rig_has_line("nat (inside) 2 access-list web 0 0"));
    g_assert_true(
        rig_has_line("static (inside,outside) 1.2.3.4 access-list web 0 0"));
    rig_check_property();
    rig_say("no static (inside,outside) 1.2.3.4 access-list web");
    g_assert_cmpuint(rig_config.state.rules.static_count, ==, 1);
    rig_say("no access-list web");
    g_assert_cmpuint(rig_config.state.rules.static_count, ==, 0);
    g_assert_cmpuint(rig_config.state.rules.nats, ==, 0);
    rig_check_property();
}

static void test_alias(void)
{
    rig_begin(RELEASE(4, 2, 1));
    kept("alias (inside) 10.1.1.9 192.0.2.9 255.255.255.255");
    kept_as("alias 10.1.1.77 192.0.2.1 255.255.255.0",
            "alias (inside) 10.1.1.0 192.0.2.0 255.255.255.0");
    refused("alias (nowhere) 10.1.1.9 192.0.2.9");
    refused("alias (inside) 10.1.1.9");
    rig_say("no alias (inside) 10.1.1.9 192.0.2.9");
    g_assert_cmpuint(rig_config.state.rules.aliases, ==, 1);
    g_assert_cmpstr(rig_say("show alias"), ==,
                    "alias (inside) 10.1.1.0 192.0.2.0 255.255.255.0\n");
    rig_say("clear alias");
    g_assert_cmpuint(rig_config.state.rules.aliases, ==, 0);
    rig_check_property();
}

static void test_established(void)
{
    rig_begin(RELEASE(5, 1, 1));
    kept("established tcp 4000 0 permitto tcp 6000-6010 permitfrom tcp "
         "1024-65535");
    kept_as("established udp 177 permitto tcp 6000",
            "established udp 177 0 permitto tcp 6000");
    kept_as("established tcp 0", "established tcp 0 0");
    refused("established icmp 0");
    refused("established tcp 70000");
    refused("established tcp 1-2");
    refused("established tcp 0 1024-65535");
    refused("established tcp 1 2 permitto tcp");
    refused("established tcp 1 2 permitto tcp 9-5");
    refused("no established tcp 4000");
    rig_say("no established tcp 0 0");
    g_assert_cmpuint(rig_config.state.rules.established_count, ==, 2);
    rig_say("clear established");
    rig_check_property();
}

static void test_outbound(void)
{
    rig_begin(RELEASE(4, 2, 1));
    kept_as("outbound 11 deny 0 0 www tcp",
            "outbound 11 deny 0.0.0.0 0.0.0.0 80 tcp");
    kept_as("outbound 11 permit 10.1.1.5",
            "outbound 11 permit 10.1.1.5 255.255.255.255 0 ip");
    kept("outbound 11 except 192.0.2.0 255.255.255.0 1-1023 udp");
    kept("outbound 12 deny 0.0.0.0 0.0.0.0 java");
    kept("apply (inside) 11 outgoing_src");
    kept_as("apply 12 outgoing_dest", "apply (inside) 12 outgoing_dest");
    refused("outbound 0 deny 0 0");
    refused("outbound 1600 deny 0 0");
    refused("outbound 11 allow 0 0");
    refused("outbound 11 deny 0 0 80 nonsense");
    refused("apply (inside) 11 sideways");
    rig_say("no outbound 11 deny 0 0 80 tcp");
    g_assert_cmpuint(rig_config.state.rules.outbounds, ==, 3);
    rig_say("no apply (inside) 12 outgoing_dest");
    g_assert_cmpuint(rig_config.state.rules.applies, ==, 1);
    rig_check_property();
    rig_say("clear outbound");
    rig_say("clear apply");
    rig_check_property();
}

static void test_global(void)
{
    rig_begin(RELEASE(6, 2, 1));
    g_assert_cmpstr(rig_say("global (outside) 1 1.2.3.4"), ==,
                    "Global 1.2.3.4 will be Port Address Translated\n");
    g_assert_cmpstr(rig_say("global (outside) 1 interface"), ==,
                    "outside interface address added to PAT pool\n");
    kept("global (outside) 1 1.2.3.10-1.2.3.20 netmask 255.255.255.0");
    kept("global (outside) 2 1.2.3.30-1.2.3.40");
    refused("global (outside) 0 1.2.3.4");
    refused("global (outside) 1 1.2.3.20-1.2.3.10");
    refused("global (outside) 1 1.0.0.0-2.0.0.0");
    refused("global (outside) 1 any");
    rig_say("no global (outside) 1 interface");
    g_assert_false(rig_has_line("global (outside) 1 interface"));
    refused("no global (outside) 1 interface");
    rig_check_property();
    g_assert_nonnull(strstr(rig_say("show global"), "1.2.3.30-1.2.3.40\n"));
}

static void test_static(void)
{
    rig_begin(RELEASE(6, 2, 1));
    kept_as("static (inside,outside) 1.2.3.4 10.1.1.1",
            "static (inside,outside) 1.2.3.4 10.1.1.1 netmask "
            "255.255.255.255 0 0");
    kept("static (inside,outside) tcp interface smtp 10.1.1.2 2525 netmask "
         "255.255.255.255 0 0 norandomseq");
    kept_as("static (inside,outside) udp 1.2.3.5 53 10.1.1.2 domain 5 6",
            "static (inside,outside) udp 1.2.3.5 domain 10.1.1.2 domain "
            "netmask 255.255.255.255 5 6");
    kept("static (inside,intf2) 10.1.0.0 10.1.0.0 netmask 255.255.0.0 0 0");
    kept("static (outside,inside) 10.1.2.3 9.9.9.9 dns netmask "
         "255.255.255.255 0 0");
    refused("static (inside,outside) 1.2.3.9 10.1.1.1 outside");
    rig_say("no static (outside,inside) 10.1.2.3 9.9.9.9 dns");
    g_assert_nonnull(strstr(rig_say("static (intf2,outside) 1.2.3.4 10.9.9.9"),
                            STR_CONFIG_STATIC_OVERLAPS));
    rig_check_property();
    refused("static (inside,inside) 1.2.3.4 10.1.1.1");
    refused("static inside,outside 1.2.3.4 10.1.1.1");
    refused("static (inside,outside) tcp 1.2.3.4 10.1.1.1");
    refused("static (inside,outside) tcp 1.2.3.4 nonsense 10.1.1.1 80");
    rig_say("no static (inside,outside) tcp interface 25 10.1.1.2 2525");
    g_assert_cmpuint(rig_config.state.rules.static_count, ==, 4);
    rig_say("clear static");
    g_assert_cmpuint(rig_config.state.rules.static_count, ==, 0);
}

/* --- lists ------------------------------------------------------------- */

static void test_entries(void)
{
    rig_begin(RELEASE(6, 3, 1));
    kept("access-list 101 permit tcp any any ");
    kept("access-list 101 deny udp host 10.1.1.1 10.2.0.0 255.255.0.0 eq "
         "domain ");
    kept("access-list 101 permit tcp any range 1024 65535 host 1.2.3.4 eq "
         "www ");
    kept("access-list 101 permit tcp any gt 1023 any neq telnet ");
    kept("access-list 101 permit icmp any any echo-reply ");
    kept("access-list 101 permit icmp any any ");
    kept("access-list 101 permit gre any host 1.2.3.4 ");
    kept("access-list 101 permit 103 any any ");
    kept("access-list 101 deny ip any any log ");
    kept("access-list 101 permit tcp any any eq 8080 log 4 interval 60 ");
    kept("access-list 101 permit tcp any any eq 8081 log disable ");
    kept("access-list 101 remark what follows is for the web ");
    kept_as("access-list 102 PERMIT TCP 10.1.1.7 255.255.255.0 any eq http",
            "access-list 102 permit tcp 10.1.1.0 255.255.255.0 any eq www ");
    kept_as("access-list 102 line 1 deny tcp any any eq 443",
            "access-list 102 deny tcp any any eq https ");
    g_assert_cmpuint(rig_config.state.rules.ace[12].action, ==, RULES_DENY);
    g_assert_cmpstr(rig_say("access-list 101 permit tcp any any"), ==,
                    "ACE not added. Possible duplicate entry\n");
    refused("access-list 101 permit tcp any");
    refused("access-list 101 allow tcp any any");
    refused("access-list 101 permit tcp any any eq");
    refused("access-list 101 permit tcp any range 5 4 any");
    refused("access-list 101 permit ip any any eq 80");
    refused("access-list 101 permit udp any any eq www");
    refused("access-list 101 permit nonsense any any");
    refused("access-list 101 permit tcp host any any");
    refused("access-list 101");
    rig_check_property();
}

static void test_lists_go(void)
{
    rig_begin(RELEASE(6, 2, 1));
    rig_say("access-list a permit ip any any");
    rig_say("access-list b permit tcp any any");
    rig_say("access-list c permit udp any any");
    rig_say("access-list a deny icmp any any");
    refused("access-group missing in interface outside");
    kept("access-group c in interface outside");
    kept("access-group b in interface inside");
    rig_say("no access-list b");
    g_assert_false(rig_has_line("access-group b in interface inside"));
    g_assert_true(rig_has_line("access-group c in interface outside"));
    rig_check_property();
    rig_say("no access-list a permit ip any any");
    g_assert_true(rig_has_line("access-list a deny icmp any any "));
    rig_say("no access-list a deny icmp any any");
    g_assert_cmpstr(rig_config.state.rules.list[1].name, ==, "c");
    g_assert_true(rig_has_line("access-group c in interface outside"));
    rig_check_property();
    refused("no access-list a");
    refused("no access-list c permit ip any any");
    refused("clear access-list c permit");
    kept("access-list cou permit ip any any ");
    rig_say("clear access-list cou");
    g_assert_false(rig_has_line("access-list cou permit ip any any "));
    rig_say("no access-group c in interface outside");
    g_assert_false(rig_has_line("access-group c in interface outside"));
    rig_say("clear access-list");
    g_assert_cmpuint(rig_config.state.rules.aces, ==, 0);
    rig_check_property();
}

/* Line numbers and logs are 6.3's, remarks 6.2's, lists 5.0's. */
static void test_releases(void)
{
    rig_begin(RELEASE(6, 2, 1));
    refused("access-list a line 1 permit ip any any");
    refused("access-list a permit ip any any log");
    rig_say("access-list a permit ip any any");
    refused("nat (inside) 1 access-list a");
    refused("static (inside,outside) 1.2.3.4 access-list a");
    kept("nat (outside) 1 10.0.0.0 255.0.0.0 outside 0 0");
    kept("access-list a remark yes ");
    rig_begin(RELEASE(6, 1, 1));
    refused("access-list a remark no");
    refused("nat (outside) 1 10.0.0.0 255.0.0.0 outside");
    refused("static (inside,outside) 1.2.3.4 10.1.1.1 dns");
    rig_begin(RELEASE(4, 2, 1));
    refused("access-list a permit ip any any");
    kept("conduit permit tcp host 1.2.3.4 eq www any ");
}

static void test_conduits(void)
{
    rig_begin(RELEASE(6, 2, 1));
    kept("conduit permit tcp host 1.2.3.4 eq www any ");
    kept("conduit permit tcp 1.2.3.0 255.255.255.0 range 1 5 host 9.9.9.9 gt "
         "1023 ");
    kept("conduit permit icmp any any echo-reply ");
    kept("access-list a permit ip any any ");
    g_assert_cmpuint(rig_config.state.rules.ace[0].to.ip, ==, 0x01020304);
    g_assert_cmpuint(rig_config.state.rules.ace[0].to_ports.low, ==, 80);
    rig_say("no conduit permit icmp any any echo-reply");
    g_assert_false(rig_has_line("conduit permit icmp any any echo-reply "));
    rig_check_property();
    rig_say("clear conduit");
    g_assert_cmpuint(rig_config.state.rules.aces, ==, 1);
    rig_check_property();
}

/* --- groups ------------------------------------------------------------ */

static void test_groups(void)
{
    rig_begin(RELEASE(6, 2, 1));
    refused("network-object host 1.2.3.4");
    rig_say("object-group network web");
    g_assert_cmpstr(rig_cli.submode, ==, "(config-network)# ");
    kept_as("network-object host 1.2.3.4", "  network-object host 1.2.3.4 ");
    rig_say("object-group network web");
    rig_say("network-object 10.1.1.0 255.255.255.0");
    rig_say("description the servers of the web");
    rig_say("object-group service ports tcp");
    rig_say("port-object eq www");
    rig_say("port-object range 8000 8080");
    rig_say("object-group protocol tunnels");
    rig_say("protocol-object gre");
    rig_say("protocol-object esp");
    rig_say("object-group icmp-type pings");
    rig_say("icmp-object echo");
    rig_say("icmp-object echo-reply");
    g_assert_true(rig_has_line("  description the servers of the web"));
    g_assert_true(rig_has_line("object-group service ports tcp"));
    g_assert_true(rig_has_line("  port-object range 8000 8080 "));
    g_assert_true(rig_has_line("  protocol-object gre "));
    rig_check_property();
    kept("access-list a permit tcp any object-group web object-group ports ");
    kept("access-list a permit object-group tunnels any object-group web ");
    kept("access-list a permit icmp any any object-group pings ");
    kept_as("access-list a deny ip obj web any",
            "access-list a deny ip object-group web any ");
    refused("access-list a permit tcp any object-group missing");
    refused("access-list a permit icmp any any object-group missing");
    refused("access-list a permit tcp object-group ports any");
    refused("no object-group web");
    refused("object-group service web tcp");
    /* One in another that was made before it. */
    rig_say("object-group network later");
    rig_say("network-object host 9.9.9.9");
    rig_say("object-group network web");
    rig_say("group-object later");
    rig_check_property();
    rig_say("object-group network later");
    refused("group-object web");
    refused("group-object later");
    rig_check_property();
    rig_say("object-group network later");
    rig_say("exit");
    g_assert_null(rig_cli.submode);
    rig_say("clear access-list");
    rig_say("no object-group web");
    g_assert_false(rig_has_line("object-group network web"));
    rig_check_property();
    rig_say("clear object-group");
    g_assert_cmpuint(rig_config.state.rules.members, ==, 0);
    g_assert_cmpstr(rig_config.state.rules.text[0], ==, "");
    rig_begin(RELEASE(6, 1, 1));
    refused("object-group network web");
}

/* Four groups on each of sixteen floors, each with all of the floor below. */
static void test_deep_groups(void)
{
    rig_begin(RELEASE(6, 2, 1));
    for (unsigned g = 0; g < RULES_GROUPS; g++) {
        g_autofree char *group = g_strdup_printf("object-group network g%u", g);

        rig_say(group);
        for (unsigned i = 1; g >= 4 && i <= 4; i++) {
            g_autofree char *in = g_strdup_printf("group-object g%u",
                                                  g / 4 * 4 - i);

            g_assert_cmpstr(rig_say(in), ==, "");
        }
    }
    rig_check_property();
    rig_say("object-group network g0");
    refused("group-object g63");
    refused("group-object g4");
}

/* Whoever leaves the mode of a group, by whatever way, has left it. */
static void test_group_left(void)
{
    static const char *const ways[] = {"exit", "quit", "disable", "disable 2",
                                       "logout", "hostname x"};

    for (unsigned i = 0; i <= G_N_ELEMENTS(ways); i++) {
        rig_begin(RELEASE(6, 2, 1));
        rig_say("object-group network web");
        if (i < G_N_ELEMENTS(ways)) {
            rig_say(ways[i]);
        } else {
            rig_keys = "\032";
            cli_session(&rig_cli);
            g_assert_cmpint(rig_cli.mode, ==, CLI_ENABLE);
        }
        g_assert_null(rig_cli.submode);
        g_assert_cmpstr(rig_say("network-object host 1.2.3.4"), ==,
                        STR_NO_SUCH_COMMAND "\n");
    }
}

/* --- the rest ---------------------------------------------------------- */

static void test_guard(void)
{
    rig_begin(RELEASE(6, 3, 1));
    kept("ip verify reverse-path interface outside");
    kept("icmp permit any echo-reply outside");
    kept("icmp deny 10.0.0.0 255.0.0.0 inside");
    kept("icmp permit host 1.2.3.4 unreachable outside");
    kept("fragment chain 1 outside");
    kept_as("fragment size 1000", "fragment size 1000 intf2");
    kept("service resetinbound");
    kept("sysopt connection tcpmss 1380");
    kept("sysopt noproxyarp inside");
    kept("sysopt connection permit-ipsec");
    kept("sysopt connection timewait");
    kept("sysopt nodnsalias inbound");
    kept("sysopt nodnsalias outbound");
    rig_say("no sysopt nodnsalias inbound");
    g_assert_false(rig_has_line("sysopt nodnsalias inbound"));
    refused("ip verify reverse-path interface nowhere");
    refused("icmp permit any nonsense outside");
    refused("icmp permit any");
    refused("fragment colour 3");
    refused("sysopt connection tcpmss 3");
    refused("sysopt connection tcpmss");
    refused("sysopt connection tcpmss minimum 48");
    refused("no sysopt connection tcpmss minimum 48");
    refused("service breakfast");
    rig_say("no ip verify reverse-path interface outside");
    rig_say("no icmp permit any echo-reply outside");
    rig_say("no service resetinbound");
    rig_say("no sysopt connection tcpmss");
    rig_say("no sysopt noproxyarp inside");
    rig_say("no sysopt connection permit-ipsec");
    rig_say("clear fragment");
    rig_check_property();
    g_assert_false(rig_has_line("sysopt connection permit-ipsec"));
    g_assert_false(rig_has_line("fragment size 1000 intf2"));
}

/* The options of the system that are acted on are shown with the others. */
static void test_sysopt(void)
{
    static const char *const lines[] = {
        "sysopt connection timewait", "sysopt connection tcpmss 1380",
        "sysopt noproxyarp inside", "sysopt connection permit-ipsec"};
    g_autoptr(GString) all = g_string_new(NULL);

    rig_begin(RELEASE(6, 3, 1));
    for (unsigned i = 0; i < G_N_ELEMENTS(lines); i++) {
        rig_say(lines[i]);
        g_string_append_printf(all, "%s\n", lines[i]);
    }
    g_assert_cmpstr(rig_say("show sysopt"), ==, all->str);
    rig_say("service resetinbound");
    g_assert_cmpstr(rig_say("show service"), ==, "service resetinbound\n");
    rig_say("clear sysopt");
    rig_say("clear service");
    g_assert_cmpstr(rig_say("show sysopt"), ==, "");
    g_assert_cmpstr(rig_say("show service"), ==, "");
    rig_check_property();
    rig_begin(RELEASE(6, 1, 1));
    g_assert_cmpstr(rig_say("show sysopt"), ==, "no sysopt route dnat\n");
}

static void test_timeouts(void)
{
    rig_begin(RELEASE(6, 2, 1));
    g_assert_true(rig_has_line("timeout xlate 3:00:00"));
    kept("timeout xlate 0:05:00");
    rig_say("timeout conn 2:00:00 udp 0:03:30");
    g_assert_true(rig_has_line("timeout conn 2:00:00 half-closed 0:10:00 udp "
                               "0:03:30 rpc 0:10:00 h323 0:05:00 sip 0:30:00 "
                               "sip_media 0:02:00"));
    rig_check_property();
    kept("timeout xlate 0:00:00");
    refused("timeout conn 0:04:59");
    refused("timeout xlate 1:60:00");
    refused("timeout xlate soon");
    refused("timeout nothing 1:00:00");
    refused("no timeout nothing");
    g_assert_cmpstr(rig_say("no timeout udp 0:03:30"), ==, "");
    refused("timeout xlate 1:00:00 conn");
    rig_say("clear timeout");
    g_assert_true(rig_has_line("timeout xlate 3:00:00"));
    rig_begin(RELEASE(6, 3, 1));
    rig_say("timeout h323 0:06:00 h225 2:00:00");
    g_assert_true(rig_has_line("timeout h323 0:06:00 mgcp 0:05:00 sip 0:30:00 "
                               "sip_media 0:02:00"));
    rig_check_property();
}

/* Whoever knows the rules is told of every change. */
static void test_changes(void)
{
    rig_begin(RELEASE(6, 3, 1));
    rig_changes[CONFIG_PART_RULES] = 0;
    rig_say("nat (inside) 1 0 0");
    rig_say("global (outside) 1 interface");
    rig_say("static (inside,outside) 1.2.3.4 10.1.1.1");
    rig_say("access-list a permit ip any any");
    rig_say("access-group a in interface outside");
    rig_say("conduit permit icmp any any");
    rig_say("timeout xlate 1:00:00");
    rig_say("icmp permit any outside");
    rig_say("nameif e2 dmz security50");
    g_assert_cmpuint(rig_changes[CONFIG_PART_RULES], ==, 9);
}

/* Any line made of words of these commands: no crash, and the property. */
static void test_any_words(void)
{
    static const char *const words[] = {
        "permit", "deny", "tcp", "udp", "icmp", "ip", "any", "host",
        "1.2.3.4", "10.0.0.0", "255.0.0.0", "255.255.255.255", "eq", "range",
        "80", "www", "(inside)", "(outside)", "(inside,outside)", "1", "0",
        "interface", "outside", "inside", "in", "a", "b", "access-list",
        "netmask", "norandomseq", "remark", "line", "echo", "log", "conn",
        "1:00:00", "size", "network", "service", "tcp", "object-group",
        "x", "y", "1.2.3.9-1.2.3.20", "counters", "dns", "outside",
        "permitto", "permitfrom", "80-90", "except", "outgoing_src",
        "outgoing_dest", "connection", "timewait", "nodnsalias", "inbound"};
    g_autoptr(GRand) rand = g_rand_new_with_seed(7);
    int tables = 0;

    rig_begin(RELEASE(6, 3, 1));
    while (rig_rule_tables[tables])
        tables++;
    for (unsigned round = 0; round < 20000; round++) {
        const struct command *const table =
            rig_rule_tables[g_rand_int_range(rand, 0, tables)];
        g_autoptr(GString) line = g_string_new(NULL);
        unsigned rows = 0;
        int n = g_rand_int_range(rand, 0, 9);

        while (table[rows].words)
            rows++;
        g_string_append(line,
                        table[g_rand_int_range(rand, 0, (int)rows)].words);
        while (n-- > 0)
            g_string_append_printf(
                line, " %s",
                words[g_rand_int_range(rand, 0, G_N_ELEMENTS(words))]);
        rig_say(line->str);
        if (round % 50 == 0)
            rig_check_property();
    }
}

static void test_dhcpd(void)
{
    rig_begin(RELEASE(6, 2, 0));
    refused("dhcpd address 10.1.1.2-10.1.1.9 inside"); /* no address yet */
    rig_say("ip address inside 10.1.1.1 255.255.255.0");
    refused("dhcpd enable inside");
    kept("dhcpd address 10.1.1.2-10.1.1.9 inside");
    kept_as("dhcpd address 10.1.1.2", "dhcpd address 10.1.1.2-10.1.1.2 inside");
    refused("dhcpd address 10.1.2.2-10.1.2.9 inside");
    refused("dhcpd address 10.1.1.9-10.1.1.2 inside");
    refused("dhcpd address 10.1.1.9-10.1.1.255 inside");
    refused("dhcpd address 10.1.1.2-10.1.1.9 outside"); /* 6.3 can */
    rig_config.dhcpd_max = 32;
    refused("dhcpd address 10.1.1.2-10.1.1.34 inside");
    kept("dhcpd address 10.1.1.2-10.1.1.33 inside");
    kept("dhcpd dns 10.1.1.2 192.0.2.9");
    kept("dhcpd wins 10.1.1.3");
    kept("dhcpd lease 300");
    refused("dhcpd lease 299");
    kept("dhcpd ping_timeout 10000");
    refused("dhcpd ping_timeout 99");
    kept("dhcpd domain example.com");
    kept("dhcpd option 150 ip 10.1.1.4 10.1.1.5");
    kept("dhcpd option 66 ascii tftp.example.com");
    refused("dhcpd option 43 hex 0102");
    kept_as("dhcpd auto_config", "dhcpd auto_config outside");
    kept_as("dhcpd enable", "dhcpd enable inside");
    g_assert_nonnull(strstr(rig_say("show dhcpd"), "dhcpd wins 10.1.1.3"));
    rig_say("no dhcpd option 150");
    g_assert_false(rig_has_line("dhcpd option 150 ip 10.1.1.4 10.1.1.5"));
    g_assert_true(rig_has_line("dhcpd option 66 ascii tftp.example.com"));
    rig_check_property();
    rig_say("no dhcpd enable inside");
    rig_say("no dhcpd address");
    rig_say("no dhcpd wins");
    g_assert_cmpstr(rig_say("show dhcpd"), ==,
                    "dhcpd dns 10.1.1.2 192.0.2.9\ndhcpd lease 300\n"
                    "dhcpd ping_timeout 10000\ndhcpd domain example.com\n"
                    "dhcpd option 66 ascii tftp.example.com\n"
                    "dhcpd auto_config outside\n");
    rig_say("clear dhcpd");
    g_assert_cmpstr(rig_say("show dhcpd"), ==, "");
}

/* More options, and more interfaces. */
static void test_dhcpd_later(void)
{
    rig_begin(RELEASE(6, 3, 0));
    rig_config.dhcpd_max = 256;
    rig_say("ip address inside 10.1.0.1 255.255.0.0");
    rig_say("ip address outside 192.0.2.1 255.255.255.0");
    kept("dhcpd address 10.1.0.2-10.1.1.1 inside");
    refused("dhcpd address 10.1.0.2-10.1.1.2 inside");
    kept("dhcpd address 192.0.2.2-192.0.2.9 outside");
    kept("dhcpd enable outside");
    kept("dhcpd option 43 hex 01ff");
    kept("dhcpd option 3 ip 10.1.0.9");
    kept_as("dhcpd option 43 ascii x", "dhcpd option 43 ascii x");
    refused("dhcpd option 53 hex 05");
    refused("dhcpd option 256 hex 05");
    refused("dhcpd option 43 hex 0");
    refused("dhcpd option 43 hex 0g");
    refused("dhcpd option 43 ip 10.1.1");
    rig_say("no dhcpd address inside");
    g_assert_true(rig_has_line("dhcpd address 192.0.2.2-192.0.2.9 outside"));
    rig_check_property();
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_set_nonfatal_assertions();
    g_test_add_func("/rules/nat", test_nat);
    g_test_add_func("/rules/nat-by-list", test_policy);
    g_test_add_func("/rules/alias", test_alias);
    g_test_add_func("/rules/established", test_established);
    g_test_add_func("/rules/outbound", test_outbound);
    g_test_add_func("/rules/global", test_global);
    g_test_add_func("/rules/static", test_static);
    g_test_add_func("/rules/access-list", test_entries);
    g_test_add_func("/rules/lists-come-and-go", test_lists_go);
    g_test_add_func("/rules/what-a-release-knows", test_releases);
    g_test_add_func("/rules/conduit", test_conduits);
    g_test_add_func("/rules/object-group", test_groups);
    g_test_add_func("/rules/object-groups-deep-down", test_deep_groups);
    g_test_add_func("/rules/object-group-left", test_group_left);
    g_test_add_func("/rules/guards", test_guard);
    g_test_add_func("/rules/sysopt-and-service", test_sysopt);
    g_test_add_func("/rules/timeout", test_timeouts);
    g_test_add_func("/rules/changes-are-told", test_changes);
    g_test_add_func("/rules/dhcpd", test_dhcpd);
    g_test_add_func("/rules/dhcpd-later", test_dhcpd_later);
    g_test_add_func("/rules/any-words", test_any_words);
    return g_test_run();
}
