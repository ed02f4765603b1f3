/* SPDX-License-Identifier: GPL-2.0-or-later */
/* test_configtext.c - state makes text, and the text makes the same state:
 * with lines for every command, at every release. */
#include <string.h>

#include "guest/cli/strings.h"
#include "guest/config/stored.h"
#include "guest/config/strings.h"
#include "tests/unit/guest/configrig.h"

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
    {"clear clock", "clock timezone X 1", "clear clock"},
    {"clock timezone", "clock timezone EST -5", "clock timezone X -0 30",
     "clock timezone IST 5 30"},
    {"clock summer-time", "clock summer-time EDT recurring",
     "clock summer-time CEST recurring last sunday march 2:00 last Sun Oct "
     "3:00 30",
     "clock summer-time PDT date 6 apr 2003 2:00 oct 26 2003 24:00"},
    {"no clock timezone", "no clock timezone"},
    {"no clock summer-time", "clock summer-time EDT recurring 1 wed jan 0:00 "
     "4 sat Dec 23:59", "no clock summer-time"},
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
        g_autofree char *path = g_strdup_printf(
            "tests/unit/guest/fresh/%u.%u.txt", n >> 16, n >> 8 & 255);
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

/* What a unit prints of itself may be pasted into it. */
static void test_pasted_back(void)
{
    for (unsigned r = 0; r < G_N_ELEMENTS(releases); r++) {
        g_autofree char *text = NULL;
        g_auto(GStrv) lines = NULL;

        rig_begin(releases[r]);
        config_defaults(&rig_config, releases[r], 2);
        text = rig_generate();
        lines = g_strsplit(text, "\n", -1);
        for (char **line = lines; *line; line++) {
            g_test_message("%s", *line);
            rig_say(*line);
            g_assert_null(strstr(rig_out->str, "ERROR"));
            g_assert_null(strstr(rig_out->str, STR_USAGE));
            g_assert_null(strstr(rig_out->str, STR_NO_SUCH_COMMAND));
        }
        rig_check_property();
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

/* The last of two commands is meant, and nothing of the first one stays. */
static void test_one_word_twice(void)
{
    rig_begin(RELEASE(6, 2, 1));
    rig_say("privilege show level 5 command configure command route");
    g_assert_true(rig_has_line("privilege show level 5 command route"));
    rig_check_property();
}

/* Every row with none to four words behind it that mean nothing there. */
static void test_any_number_of_words(void)
{
    static const char *const words[] = {" x", " 1", " inside", " 10.1.1.9"};

    for (unsigned t = 0; rig_unit.tables[t]; t++) {
        for (const struct command *c = rig_unit.tables[t]; c->words; c++) {
            for (unsigned w = 0; w < G_N_ELEMENTS(words); w++) {
                g_autoptr(GString) line = g_string_new(c->words);

                g_test_message("%s ...%s", c->words, words[w]);
                rig_begin(RELEASE(6, 3, 1));
                for (unsigned n = 0; n < 5; n++) {
                    rig_keys = "y\rsecret\rsecret\r";
                    rig_say(line->str);
                    rig_cli.mode = CLI_CONFIG;
                    rig_cli.leaving = false;
                    g_string_append(line, words[w]);
                }
                rig_keys = "";
                rig_check_property();
            }
        }
    }
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_set_nonfatal_assertions();
    g_test_add_func("/property/every-row-has-examples",
                    test_every_row_has_examples);
    g_test_add_func("/property/text-makes-the-same-state", test_property);
    g_test_add_func("/property/in-any-order", test_property_in_any_order);
    g_test_add_func("/property/one-word-twice", test_one_word_twice);
    g_test_add_func("/property/any-number-of-words", test_any_number_of_words);
    g_test_add_func("/fresh/a-new-unit-of-each-release", test_fresh_units);
    g_test_add_func("/fresh/pasted-back-without-a-word", test_pasted_back);
    return g_test_run();
}
