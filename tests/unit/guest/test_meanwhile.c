/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * test_meanwhile.c - a session prints, and waits at <--- More ---> or for its
 * terminal; meanwhile another one changes what is printed.
 *
 * Whatever it changes and wherever the first one waits, the first one prints
 * whole lines of what was there or is there now.
 */
#include <string.h>

#include "guest/config/banner.h"
#include "guest/config/save.h"
#include "guest/config/strings.h"
#include "guest/lib/release.h"
#include "tests/unit/guest/configrig.h"

/* Many lines of each kind that has more than one. */
static const char *const lines[] = {
    "nameif e2 dmz security50", "ip address inside 10.1.1.1 255.255.255.0",
    "ip address outside 192.168.7.9 255.255.255.0",
    "name 10.1.1.9 gateway", "name 10.1.1.8 other", "name 10.1.1.7 third",
    "object-group protocol p", "protocol-object tcp", "protocol-object udp",
    "object-group network a", "network-object host 10.1.1.9",
    "network-object host 10.1.1.8", "description first of them",
    "object-group network b", "group-object a",
    "object-group service c tcp", "port-object eq 80",
    "port-object range 1000 2000", "description ports",
    "access-list l1 permit tcp object-group a any eq 80",
    "access-list l1 remark about nothing", "access-list l2 permit ip any any",
    "access-list l2 deny tcp any object-group b object-group c log 3",
    "access-group l1 in interface outside",
    "access-group l2 in interface inside",
    "conduit permit tcp host 192.168.7.20 eq 80 any",
    "conduit permit icmp any any", "nat (inside) 1 10.1.0.0 255.255.0.0",
    "nat (inside) 0 access-list l2", "nat (dmz) 2 0 0",
    "global (outside) 1 192.168.7.30-192.168.7.40",
    "global (outside) 1 interface", "global (outside) 2 192.168.7.50",
    "static (inside,outside) 192.168.7.20 10.1.1.20",
    "static (inside,outside) tcp interface 80 10.1.1.21 80",
    "static (dmz,outside) 192.168.7.21 access-list l1",
    "alias (inside) 10.1.1.60 192.0.2.1", "alias (inside) 10.1.1.61 192.0.2.2",
    "outbound 1 deny 10.1.1.9 255.255.255.255 80 tcp",
    "outbound 1 except 192.0.2.0 255.255.255.0",
    "apply (inside) 1 outgoing_src",
    "apply (dmz) 1 outgoing_dest", "established tcp 4000 0",
    "established udp 177 0 permitto tcp 6000-6010",
    "icmp permit any outside", "icmp deny host 10.1.1.9 echo inside",
    "route outside 0 0 192.168.7.1",
    "route inside 10.2.0.0 255.255.0.0 10.1.1.2",
    "arp inside 10.1.1.5 0050.56aa.bbcc", "arp inside 10.1.1.6 0050.56aa.bbcd",
    "telnet 10.1.1.9", "telnet 10.1.1.8", "http 10.1.1.9", "http 10.1.1.8",
    "username ann nopassword", "username bob nopassword privilege 3",
    "username carl password x", "privilege level 3 command route",
    "privilege show level 2 command arp", "no logging message 106001",
    "no logging message 106015", "logging host inside 10.1.1.9",
    "logging host inside 10.1.1.8", "dhcpd address 10.1.1.100-10.1.1.110",
    "dhcpd dns 10.1.1.9", "dhcpd option 66 ascii some.long.name.of.a.server",
    "dhcpd option 150 ip 10.1.1.9 10.1.1.8",
    "dhcpd option 200 hex 00112233445566778899", "dhcpd enable inside",
    "banner motd first line of it", "banner motd second",
    "banner login who are you", "crypto map one 10 ipsec-isakmp",
    "crypto map one 10 set peer 192.0.2.1", "crypto map one interface outside",
    "isakmp key secret address 192.0.2.1", "isakmp enable outside",
    "ssh 10.1.1.0 255.255.255.0 inside", "ntp server 10.1.1.9",
};

/* What is printed, and what goes meanwhile. */
static const struct {
    const char *show, *change[4];
} cases[] = {
    {"show name", {"no name 10.1.1.9", "clear names"}},
    {"show object-group", {"no object-group p", "clear object-group"}},
    {"show nat", {"no nat (dmz) 2 0 0", "clear nat", "clear access-list"}},
    {"show global", {"no global (outside) 1 interface", "clear global"}},
    {"show static", {"no static (inside,outside) 192.168.7.20 10.1.1.20",
                     "clear static", "clear access-list"}},
    {"show alias", {"no alias (inside) 10.1.1.60 192.0.2.1", "clear alias"}},
    {"show outbound", {"clear outbound"}},
    {"show apply", {"no apply (inside) 1 outgoing_src", "clear apply"}},
    {"show established", {"no established tcp 4000 0", "clear established"}},
    {"show access-group", {"clear access-group", "clear access-list"}},
    {"show icmp", {"no icmp permit any outside", "clear icmp"}},
    {"show route", {"no route outside 0 0 192.168.7.1", "clear route"}},
    {"show telnet", {"no telnet 10.1.1.9", "clear telnet"}},
    {"show http", {"no http 10.1.1.9", "clear http"}},
    {"show username", {"no username ann", "clear username"}},
    {"show logging message", {"logging message 106001"}},
    {"show dhcpd", {"no dhcpd option 66", "no dhcpd option 150",
                    "clear dhcpd"}},
    {"show fixup", {"no fixup protocol ftp 21", "no fixup protocol http 80",
                    "fixup protocol ftp 2121"}},
    {"show banner", {"no banner motd first line of it",
                     "banner motd another one", "clear banner"}},
    {"show crypto", {"no crypto map one 10 set peer 192.0.2.1",
                     "crypto map one 5 ipsec-isakmp", "clear crypto"}},
    {"show isakmp", {"no isakmp enable outside", "clear isakmp"}},
};

/* --- the other session ------------------------------------------------- */

static struct cli other;
static const char *its_line; /* NULL: it types nothing, or has done so */
static unsigned waits_at, characters;

static void forget(void *far, char c)
{
    (void)far, (void)c;
}

static int nothing(void *far)
{
    (void)far;
    return -1;
}

static void type(const char *line)
{
    static const struct cli_io io = {.put = forget, .get = nothing};
    char copy[EDITOR_LINE_MAX + 1];

    cli_begin(&other, &rig_unit, &io);
    other.mode = CLI_CONFIG;
    other.pager.lines = 0;
    g_strlcpy(copy, line, sizeof copy);
    cli_line(&other, copy);
}

/* The first session's terminal. */
static void put(void *far, char c)
{
    (void)far;
    if (c != '\r')
        g_string_append_c(rig_out, c);
    if (++characters == waits_at && its_line) {
        const char *line = its_line;

        its_line = NULL;
        type(line);
    }
}

static void begin(void)
{
    rig_begin(RELEASE(6, 3, 0));
    rig_config.state.use_names = true;
    for (unsigned i = 0; i < G_N_ELEMENTS(lines); i++)
        rig_say(lines[i]);
    rig_cli.mode = CLI_CONFIG;
    rig_cli.io.put = put;
}

/* --- the first session ------------------------------------------------- */

static const char *say_while(const char *show, const char *change,
                             unsigned at)
{
    its_line = change;
    waits_at = at;
    characters = 0;
    return rig_say(show);
}

static void check_lines(const char *show, const char *change, char **before,
                        char **after, const char *got)
{
    g_auto(GStrv) now = g_strsplit(got, "\n", -1);

    for (unsigned i = 0; now[i]; i++) {
        if (g_strv_contains((const char *const *)before, now[i]) ||
            g_strv_contains((const char *const *)after, now[i]))
            continue;
        g_test_message("%s, meanwhile %s: %s", show, change, now[i]);
        g_test_fail();
    }
}

/* Wherever the first session waits. */
static void check(const struct config_state *was, const char *show,
                  const char *change)
{
    g_autofree char *text = g_strdup(say_while(show, NULL, 0));
    g_auto(GStrv) before = g_strsplit(text, "\n", -1), after = NULL;
    unsigned all = characters;

    g_assert_cmpuint(g_strv_length(before), >, 2);
    type(change);
    after = g_strsplit(say_while(show, NULL, 0), "\n", -1);
    if (!strcmp(text, rig_out->str)) {
        g_test_message("%s does not change %s", change, show);
        g_test_fail();
    }
    for (unsigned at = 1; at < all; at++) {
        rig_config.state = *was;
        check_lines(show, change, before, after,
                    say_while(show, change, at));
    }
    rig_config.state = *was;
}

static void test_show(void)
{
    static struct config_state was;

    begin();
    was = rig_config.state;
    for (unsigned i = 0; i < G_N_ELEMENTS(cases); i++) {
        for (unsigned k = 0; k < 4 && cases[i].change[k]; k++)
            check(&was, cases[i].show, cases[i].change[k]);
    }
}

/* Neither of two who take the last place at a time takes one too many. */
static void test_last_static(void)
{
    static const char mine[] =
        "static (inside,outside) 192.168.7.20 10.1.1.99";
    const struct rules *r = &rig_config.state.rules;
    static struct config_state was;
    unsigned all;

    begin();
    for (unsigned i = r->static_count; i < RULES_STATICS - 1; i++) {
        g_autofree char *line = g_strdup_printf(
            "static (inside,outside) 192.168.8.%u 10.1.2.%u", i, i);

        type(line);
    }
    was = rig_config.state;
    g_assert_nonnull(strstr(say_while(mine, NULL, 0), "192.168.7.20"));
    all = characters;
    for (unsigned at = 1; at < all; at++) {
        rig_config.state = was;
        say_while(mine, "static (inside,outside) 192.168.9.1 10.1.3.1", at);
        g_assert_cmpuint(r->static_count, ==, RULES_STATICS);
    }
}

/* Nobody waits for somebody who reads: the text is saved, and the reader is
 * told where it ended for him. */
static void test_reader(void)
{
    static const char *const shows[] = {"show running-config",
                                        "write terminal", "show configure"};

    for (unsigned i = 0; i < G_N_ELEMENTS(shows); i++) {
        g_autofree char *whole = NULL;
        unsigned all, cut = 0;

        begin();
        rig_say("write memory");
        whole = g_strdup(say_while(shows[i], NULL, 0));
        all = characters;
        for (unsigned at = 1; at < all; at += 7) {
            const char *got, *end;

            memset(rig_config.known, 0, MD5_BYTES);
            got = say_while(shows[i], "write memory", at);
            g_assert_false(save_is_needed(&rig_config));
            g_assert_null(rig_config.user);
            end = strstr(got, STR_CONFIG_TAKEN);
            cut += end != NULL;
            g_assert_true(g_str_has_prefix(whole, got) ||
                          (end && !strncmp(whole, got,
                                           (size_t)(end - got))));
        }
        g_assert_cmpuint(cut, >, all / 7 / 2);
    }
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_set_nonfatal_assertions();
    g_test_add_func("/meanwhile/show", test_show);
    g_test_add_func("/meanwhile/reader", test_reader);
    g_test_add_func("/meanwhile/last-static", test_last_static);
    return g_test_run();
}
