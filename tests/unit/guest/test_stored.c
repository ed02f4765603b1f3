/* SPDX-License-Identifier: GPL-2.0-or-later */
/* test_stored.c - commands that are parsed, kept, saved and shown, and that
 * nothing acts on: every form of every one of them, in every release. */
#include <string.h>

#include "guest/cli/strings.h"
#include "guest/config/banner.h"
#include "guest/config/peers.h"
#include "guest/config/stored.h"
#include "guest/config/strings.h"
#include "guest/lib/release.h"
#include "guest/runtime/unit/gates.h"
#include "tests/unit/guest/configrig.h"

static const uint32_t releases[] = {
    RELEASE(4, 2, 1), RELEASE(5, 0, 1), RELEASE(5, 1, 1), RELEASE(5, 2, 1),
    RELEASE(5, 3, 1), RELEASE(6, 0, 1), RELEASE(6, 1, 1), RELEASE(6, 2, 1),
    RELEASE(6, 3, 1)};

/* Kinds of which some lines are acted on: these are. */
static const char *const acted_on[] = {
    "banner ", "console timeout ", "fixup protocol dns", "fixup protocol ftp",
    "fixup protocol http", "fixup protocol rsh", "fixup protocol smtp",
    "fixup protocol tftp", NULL};

/* --- lines made from forms --------------------------------------------- */

/* A word for a token of a form; keywords: the last choice. */
static char *example_word(const char *token)
{
    const char *bar = strrchr(token, '|');

    if (!strcmp(token, "<ip>"))
        return g_strdup("10.1.1.9");
    if (!strcmp(token, "<mask>"))
        return g_strdup("255.255.255.255");
    if (!strcmp(token, "<if>"))
        return g_strdup("inside");
    if (!strcmp(token, "<(if)>"))
        return g_strdup("(inside)");
    if (token[0] == '<' && g_ascii_isdigit(token[1]))
        return g_strndup(token + 1, strcspn(token + 1, "-"));
    if (token[0] == '<')
        return g_strdup("word");
    if (token[0] == '.')
        return g_strdup("and more");
    return g_strdup(bar ? bar + 1 : token);
}

/* Of a form, with what may be left out or without it. */
static char *example(const struct stored_form *f, bool whole)
{
    g_auto(GStrv) tokens = g_strsplit(f->form, " ", -1);
    GString *line = g_string_new(f->words);
    unsigned depth = 0;

    for (unsigned i = 0; tokens[i]; i++) {
        g_autofree char *word = example_word(tokens[i]);

        if (tokens[i][0] == '[')
            depth++;
        else if (tokens[i][0] == ']')
            depth--;
        else if (tokens[i][0] != '=' && (whole || !depth))
            g_string_append_printf(line, " %s", word);
    }
    return g_string_free(line, FALSE);
}

static const struct command *row_of(const char *words)
{
    const struct command *row = config_stored_commands;

    while (row->words && strcmp(row->words, words) != 0)
        row++;
    return row->words ? row : NULL;
}

static bool release_has(uint32_t release, const struct stored_form *f)
{
    const struct command *row = row_of(f->words);

    return row && row->since <= release && f->since <= release;
}

static bool is_acted_on(const char *line)
{
    for (unsigned i = 0; acted_on[i]; i++) {
        if (g_str_has_prefix(line, acted_on[i]))
            return true;
    }
    return false;
}

static bool is_default(const char *line)
{
    for (const struct stored_default *d = stored_defaults; d->line; d++) {
        if (!strcmp(d->line, line))
            return true;
    }
    return false;
}

/* --- every form -------------------------------------------------------- */

static void check_line(const char *line)
{
    g_autofree char *no = g_strdup_printf("no %s", line);

    g_test_message("%s", line);
    g_assert_cmpstr(rig_say(line), ==,
                    is_acted_on(line) ? "" : STR_CONFIG_NO_EFFECT "\n");
    g_assert_true(rig_has_line(line));
    rig_check_property();
    g_assert_cmpstr(rig_say(no), ==, "");
    if (!is_default(line))
        g_assert_false(rig_has_line(line));
    rig_check_property();
    g_assert_cmpstr(rig_say(line), !=, STR_CONFIG_NO_SUCH_LINE "\n");
}

/* One line each says that nothing acts on it; it is kept, survives a write
 * and a read, and goes again. */
static void test_every_form(void)
{
    unsigned tried = 0;

    for (unsigned r = 0; r < G_N_ELEMENTS(releases); r++) {
        for (const struct stored_form *f = stored_forms; f->words; f++) {
            g_autofree char *whole = example(f, true);
            g_autofree char *bare = example(f, false);

            if (!release_has(releases[r], f))
                continue;
            rig_begin(releases[r]);
            check_line(whole);
            check_line(bare);
            tried++;
        }
    }
    g_assert_cmpuint(tried, >, 500);
}

/* Its words, each a blank apart. */
static char *document(const char *path)
{
    g_autofree char *text = NULL;
    g_autoptr(GRegex) blanks = g_regex_new("\\s+", 0, 0, NULL);

    g_assert_true(g_file_get_contents(path, &text, NULL, NULL));
    return g_regex_replace_literal(blanks, text, -1, 0, " ", 0, NULL);
}

/* Nothing can be forgotten: rows, kinds, forms and the document. */
static void test_tables(void)
{
    g_autofree char *text = document("docs/accuracy.md");

    for (unsigned i = 0; stored_kinds[i].words; i++) {
        const char *words = stored_kinds[i].words;
        g_autofree char *quoted = g_strdup_printf("`%s`", words);
        g_autofree char *kind = g_strdup_printf("%s ", words);
        bool has_form = false;

        for (const struct stored_form *f = stored_forms; f->words; f++)
            has_form |= !strcmp(f->words, words);
        g_test_message("%s", words);
        g_assert_true(has_form);
        g_assert_true(row_of(words) || !strcmp(words, "sysopt"));
        if (!is_acted_on(kind)) /* all of it */
            g_assert_nonnull(strstr(text, quoted));
    }
    for (const struct command *row = config_stored_commands; row->words;
         row++) {
        const char *space = strchr(row->words, ' ');
        const char *words = row->words;
        bool found = row->run == stored_idle, list;

        list = g_str_has_prefix(words, "show ") ||
               g_str_has_prefix(words, "clear ");
        if (list || g_str_has_prefix(words, "no "))
            words = space + 1;
        for (unsigned i = 0; stored_kinds[i].words; i++)
            found |= list ? g_str_has_prefix(stored_kinds[i].words, words)
                         : !strcmp(stored_kinds[i].words, words);
        g_assert_true(found);
    }
    for (const struct stored_form *f = stored_forms; f->words; f++)
        g_assert_true(row_of(f->words) || !strcmp(f->words, "sysopt"));
}

/* --- what is not right ------------------------------------------------- */

static void test_wrong_lines(void)
{
    static const char *const wrong[] = {
        "isakmp", "isakmp frobnicate", "isakmp policy 0 hash md5",
        "isakmp policy 65535 hash md5", "isakmp policy 10 hash",
        "isakmp policy 10 hash md4", "isakmp policy 10 encryption e",
        "isakmp enable nowhere", "isakmp key x address 300.1.1.1",
        "crypto map m 10 set peer", "crypto map m 10 match address a b",
        "crypto ipsec transform-set t esp-des esp-md5-hmac ah-md5-hmac x",
        "aaa authentication", "url-server (nowhere) host 10.1.1.1",
        "filter url http 0 0 0", "vpdn group 1 ppp authentication", "ssh",
        "virtual http nowhere", NULL};

    rig_begin(RELEASE(6, 2, 1));
    for (unsigned i = 0; wrong[i]; i++) {
        g_autofree char *kind = g_strndup(wrong[i], strcspn(wrong[i], " "));

        g_test_message("%s", wrong[i]);
        g_assert_nonnull(strstr(rig_say(wrong[i]), STR_USAGE));
        g_assert_nonnull(strstr(rig_out->str, kind));
    }
    g_assert_cmpstr(rig_say("snmp-server host"), ==,
                    "Usage:  snmp-server host [<if>] <ip> [poll|trap]\n");
    g_assert_nonnull(strstr(rig_say("crypto map m 10 set transform-set"),
                            "set transform-set <word> [<word> [<word>\n"
                            "            [<word> [<word> [<word>]]]]]\n"));
    /* What 6.3 brought. */
    g_assert_nonnull(strstr(rig_say("isakmp policy 10 encryption aes"),
                            STR_USAGE));
    rig_begin(RELEASE(6, 3, 1));
    g_assert_cmpstr(rig_say("isakmp policy 10 encryption aes"), ==,
                    STR_CONFIG_NO_EFFECT "\n");
}

/* --- lines in detail --------------------------------------------------- */

static void test_words_in_full(void)
{
    rig_begin(RELEASE(6, 2, 1));
    rig_say("isakmp pol 10 auth pre");
    g_assert_true(rig_has_line("isakmp policy 10 authentication pre-share"));
    rig_say("isakmp en outs");
    g_assert_true(rig_has_line("isakmp enable outside"));
    rig_say("filter url 80 0 0 0 0 allow");
    g_assert_true(rig_has_line("filter url 80 0.0.0.0 0.0.0.0 0.0.0.0 "
                               "0.0.0.0 allow"));
    rig_say("name 10.1.1.7 judge");
    rig_say("url-server (inside) host judge timeout 5");
    g_assert_true(rig_has_line("url-server (inside) host judge timeout 5"));
    rig_check_property();
}

/* The later one takes the place of the earlier one. */
static void test_values(void)
{
    rig_begin(RELEASE(6, 2, 1));
    rig_say("isakmp policy 10 hash md5");
    rig_say("isakmp policy 20 hash md5");
    rig_say("isakmp policy 10 hash sha");
    g_assert_cmpstr(rig_say("show isakmp"), ==,
                    "isakmp policy 10 hash sha\n"
                    "isakmp policy 20 hash md5\n");
    rig_say("isakmp policy 10 lifetime 3600");
    g_assert_cmpstr(rig_say("no isakmp policy 10"), ==, "");
    g_assert_cmpstr(rig_say("show isakmp policy"), ==,
                    "isakmp policy 20 hash md5\n");
    g_assert_cmpstr(rig_say("no isakmp policy 10"), ==,
                    STR_CONFIG_NO_SUCH_LINE "\n");
    g_assert_cmpstr(rig_say("clear isakmp"), ==, "");
    g_assert_cmpstr(rig_say("show isakmp"), ==, "");
    rig_say("clear aaa-server");
    g_assert_cmpstr(rig_say("show aaa-server"), ==,
                    "aaa-server TACACS+ protocol tacacs+\n"
                    "aaa-server RADIUS protocol radius\n"
                    "aaa-server LOCAL protocol local\n");
    rig_begin(RELEASE(6, 1, 1));
    rig_say("isakmp identity address");
    g_assert_false(rig_has_line("isakmp identity hostname"));
    rig_say("no isakmp identity");
    g_assert_true(rig_has_line("isakmp identity hostname"));
    rig_say("no isakmp identity hostname");
    g_assert_true(rig_has_line("no isakmp identity hostname"));
    rig_check_property();
}

static void test_defaults(void)
{
    rig_begin(RELEASE(6, 2, 1));
    g_assert_cmpstr(rig_say("fixup protocol sip 5061"), ==,
                    STR_CONFIG_NO_EFFECT "\n");
    g_assert_cmpstr(rig_say("fixup protocol http 8080"), ==, "");
    g_assert_true(rig_has_line("fixup protocol http 80"));
    g_assert_true(rig_has_line("fixup protocol http 8080"));
    g_assert_cmpstr(rig_say("no fixup protocol http 80"), ==, "");
    g_assert_true(rig_has_line("no fixup protocol http 80"));
    rig_say("fixup protocol http 80");
    g_assert_false(rig_has_line("no fixup protocol http 80"));
    g_assert_cmpstr(rig_say("no fixup protocol http 8080"), ==, "");
    g_assert_false(rig_has_line("fixup protocol http 8080"));
    g_assert_cmpstr(rig_say("no fixup protocol http 8080"), ==,
                    STR_CONFIG_NO_SUCH_LINE "\n");
    rig_check_property();
    g_assert_cmpstr(rig_say("fix prot ht 8081"), ==, "");
    g_assert_true(rig_has_line("fixup protocol http 8081"));
    g_assert_cmpstr(rig_say("no fixup protocol http"), ==, "");
    g_assert_true(rig_has_line("no fixup protocol http 80"));
    g_assert_false(rig_has_line("fixup protocol http 8081"));
    rig_say("fixup protocol http");
    g_assert_true(rig_has_line("fixup protocol http"));
    g_assert_nonnull(strstr(rig_say("fixup protocol"), "Usage"));
    g_assert_nonnull(strstr(rig_say("fixup protocol gopher 70"), "Usage"));
    g_assert_nonnull(strstr(rig_say("fixup protocol tftp 69"), "Usage"));
    rig_check_property();
    /* What stays, stays in its place. */
    rig_say("clear fixup protocol http");
    g_assert_true(rig_has_line("fixup protocol http 80"));
    g_assert_false(rig_has_line("fixup protocol http"));
    rig_check_property();
    rig_say("no aaa-server RADIUS protocol radius");
    rig_say("clear aaa-server RADIUS");
    g_assert_true(rig_has_line("aaa-server RADIUS protocol radius"));
    rig_check_property();
    rig_say("snmp-server location up the stairs");
    g_assert_true(rig_has_line("snmp-server location up the stairs"));
    g_assert_false(rig_has_line("no snmp-server location"));
    rig_say("no snmp-server location");
    g_assert_true(rig_has_line("no snmp-server location"));
    rig_say("snmp-server community secret");
    rig_say("no snmp-server community");
    g_assert_true(rig_has_line("snmp-server community public"));
    for (unsigned r = 0; r < G_N_ELEMENTS(releases); r++) {
        rig_begin(releases[r]);
        for (const struct stored_default *d = stored_defaults; d->line; d++) {
            g_autofree char *no = g_strdup_printf("no %s", d->line);

            rig_say(d->line);
            rig_check_property();
            rig_say(no);
            rig_check_property();
        }
    }
}

/* Commands of which a part is acted on say so of the rest. */
static void test_parts(void)
{
    static const char *const parts[][2] = {
        {"timeout conn 2:00:00", ""},
        {"timeout conn 2:00:00 rpc 0:20:00 sip 0:40:00",
         "rpc is kept and saved; nothing here acts on it yet.\n"
         "sip is kept and saved; nothing here acts on it yet.\n"},
        {"service resetinbound", ""},
        {"failover timeout 1:00:00", STR_CONFIG_NO_EFFECT "\n"},
        {"logging history 3", STR_CONFIG_NO_EFFECT "\n"},
        {"logging trap 3", ""},
        {"logging standby", STR_CONFIG_NO_EFFECT "\n"},
    };

    rig_begin(RELEASE(6, 2, 1));
    for (unsigned i = 0; i < G_N_ELEMENTS(parts); i++)
        g_assert_cmpstr(rig_say(parts[i][0]), ==, parts[i][1]);
    rig_check_property();
}

static void test_idle(void)
{
    unsigned n = 0;

    rig_begin(RELEASE(6, 2, 1));
    for (const struct command *c = config_stored_commands; c->words; c++) {
        if (c->run == stored_idle) {
            g_assert_cmpstr(rig_say(c->words), ==, STR_CONFIG_IDLE "\n");
            n++;
        }
    }
    g_assert_cmpuint(n, >, 0);
}

static void test_banner(void)
{
    rig_begin(RELEASE(6, 3, 1));
    rig_say("banner motd No trespassing.");
    rig_say("banner mo Ask Anna");
    rig_say("banner motd No trespassing.");
    rig_say("banner exec Be careful.");
    rig_check_property();
    g_string_truncate(rig_out, 0);
    banner_show(&rig_cli, "motd");
    g_assert_cmpstr(rig_out->str, ==,
                    "No trespassing.\nAsk Anna\nNo trespassing.\n");
    rig_say("domain-name example.com");
    rig_say("banner login $(hostname).$(domain) $(host $");
    g_string_truncate(rig_out, 0);
    banner_show(&rig_cli, "login");
    g_assert_cmpstr(rig_out->str, ==,
                    STR_CONFIG_HOSTNAME ".example.com $(host $\n");
    rig_say("no banner login");
    g_assert_cmpstr(rig_say("no banner motd Ask"), ==,
                    STR_CONFIG_NO_SUCH_LINE "\n");
    rig_say("no banner motd");
    g_assert_cmpstr(rig_say("show banner"), ==, "banner exec Be careful.\n");
}

static void test_no_room(void)
{
    rig_begin(RELEASE(6, 2, 1));
    for (unsigned i = 0; i < 2000; i++) {
        g_autofree char *line = g_strdup_printf(
            "filter url %u 10.0.0.0 255.0.0.0 0.0.0.0 0.0.0.0", i);

        rig_say(line);
    }
    g_assert_cmpstr(rig_out->str, ==, STR_CONFIG_NO_ROOM "\n");
    rig_check_property();
    g_assert_nonnull(strstr(rig_say("write memory"), "[OK]"));
}

/* --- the licence ------------------------------------------------------- */

static struct licence licence;

static const char *missing(const struct config_state *s, const char *line)
{
    return gates_missing(&licence, s, line);
}

static void refused(const char *line, const char *feature)
{
    g_autofree char *want = g_strdup_printf(STR_CONFIG_NOT_LICENSED "\n",
                                            feature);

    rig_config.missing = NULL;
    g_assert_cmpstr(rig_say(line), ==, STR_CONFIG_NO_EFFECT "\n");
    rig_begin(rig_unit.release);
    rig_config.missing = missing;
    g_assert_cmpstr(rig_say(line), ==, want);
    g_assert_false(rig_has_line(line));
}

/* What a licence leaves out is refused where it is typed. */
static void test_licence(void)
{
    rig_begin(RELEASE(6, 3, 1));
    memset(&licence, 0, sizeof licence);
    refused("isakmp enable outside", "VPN-DES");
    refused("isakmp policy 10 encryption des", "VPN-DES");
    refused("isakmp policy 10 encryption 3des", "VPN-3DES");
    refused("isakmp policy 10 encryption aes-256", "VPN-3DES");
    refused("crypto ipsec transform-set t esp-des esp-md5-hmac", "VPN-DES");
    refused("crypto ipsec transform-set t esp-3des", "VPN-3DES");
    refused("crypto ipsec transform-set t esp-aes-192", "VPN-3DES");
    refused("crypto map m interface outside", "VPN-DES");
    refused("ssh 10.1.1.0 255.255.255.0 inside", "VPN-DES");
    refused("aaa authentication include http inside 0.0.0.0 0.0.0.0 "
            "0.0.0.0 0.0.0.0 RADIUS", "Cut-through Proxy");
    refused("aaa authentication match a inside RADIUS", "Cut-through Proxy");
    refused("aaa authorization include http inside 0.0.0.0 0.0.0.0 TACACS+",
            "Cut-through Proxy");
    refused("aaa authorization match a inside TACACS+", "Cut-through Proxy");
    refused("aaa accounting match a inside TACACS+", "Cut-through Proxy");
    refused("virtual telnet 10.1.1.9", "Cut-through Proxy");
    refused("url-server (inside) host 10.1.1.9", "Websense");
    refused("url-cache dst 64", "Websense");
    refused("url-block block 4", "Websense");
    refused("vpnclient enable", "VPN-DES");
    refused("filter url 80 0.0.0.0 0.0.0.0 0.0.0.0 0.0.0.0", "Websense");
    refused("filter ftp 21 0.0.0.0 0.0.0.0 0.0.0.0 0.0.0.0", "Websense");
    g_assert_null(missing(&rig_config.state, "isakmp identity hostname"));
    g_assert_null(missing(&rig_config.state,
                          "aaa authentication telnet console word"));
    g_assert_null(missing(&rig_config.state, "url-servers"));
    for (const struct stored_default *d = stored_defaults; d->line; d++)
        g_assert_null(missing(&rig_config.state, d->line));
    /* 3DES is enough where DES is asked for. */
    licence.triple_des = true;
    g_assert_cmpstr(rig_say("isakmp enable outside"), ==,
                    STR_CONFIG_NO_EFFECT "\n");
}

static void test_peers(void)
{
    rig_begin(RELEASE(6, 2, 1));
    licence = (struct licence){.des = true, .peers = 3};
    rig_config.missing = missing;
    rig_say("isakmp key one address 10.1.1.1 netmask 255.255.255.255");
    rig_say("crypto map m 10 set peer 10.1.1.1"); /* the same */
    rig_say("isakmp peer ip 10.1.1.2 no-xauth");
    rig_say("crypto map m 20 set peer 10.1.1.3");
    g_assert_cmpuint(peers_with(&rig_config.state, ""), ==, 3);
    g_assert_cmpstr(rig_say("crypto map m 30 set peer 10.1.1.4"), ==,
                    "ERROR: ISAKMP peer 4 is not licensed on this "
                    "unit\n");
    g_assert_cmpstr(rig_say("crypto map m 30 set peer 10.1.1.2"), ==,
                    STR_CONFIG_NO_EFFECT "\n");
    rig_say("no isakmp peer ip 10.1.1.2");
    rig_say("no crypto map m 30 set peer 10.1.1.2");
    g_assert_cmpstr(rig_say("isakmp key x address 10.1.1.4"), ==,
                    STR_CONFIG_NO_EFFECT "\n");
    licence.peers = 0; /* no limit */
    g_assert_cmpstr(rig_say("isakmp key x address 10.1.1.5"), ==,
                    STR_CONFIG_NO_EFFECT "\n");
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_set_nonfatal_assertions();
    g_test_add_func("/stored/every-form-of-every-command", test_every_form);
    g_test_add_func("/stored/nothing-is-forgotten", test_tables);
    g_test_add_func("/stored/what-has-no-form-is-refused", test_wrong_lines);
    g_test_add_func("/stored/words-are-kept-in-full", test_words_in_full);
    g_test_add_func("/stored/a-value-takes-anothers-place", test_values);
    g_test_add_func("/stored/what-a-new-unit-has", test_defaults);
    g_test_add_func("/stored/parts-of-what-is-acted-on", test_parts);
    g_test_add_func("/stored/what-does-nothing-says-so", test_idle);
    g_test_add_func("/stored/banners-greet", test_banner);
    g_test_add_func("/stored/there-is-an-end", test_no_room);
    g_test_add_func("/stored/what-the-licence-leaves-out", test_licence);
    g_test_add_func("/stored/peers-of-isakmp", test_peers);
    return g_test_run();
}
