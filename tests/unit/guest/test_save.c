/* SPDX-License-Identifier: GPL-2.0-or-later */
/* test_save.c - the configuration in flash: written, read, merged, erased. */
#include <string.h>

#include "guest/cli/strings.h"
#include "guest/config/save.h"
#include "guest/config/secrets.h"
#include "guest/config/strings.h"
#include "tests/unit/guest/configrig.h"

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

/* Whoever has a text obeyed is what he was. */
static void test_level(void)
{
    char text[] = "hostname there\ndisable 1\nhostname here\n";

    rig_begin(RELEASE(6, 2, 1));
    rig_cli.level = CLI_LEVEL_MAX;
    save_execute(&rig_cli, text);
    g_assert_true(rig_has_line("hostname here"));
    g_assert_cmpuint(rig_cli.level, ==, CLI_LEVEL_MAX);
    g_assert_cmpint(rig_cli.mode, ==, CLI_CONFIG);
}

/* As people write it. */
static void test_tabs(void)
{
    char text[] = "hostname\tthere\n\tmtu  inside\t \t1400\t\n\t\n";

    rig_begin(RELEASE(6, 2, 1));
    save_execute(&rig_cli, text);
    g_assert_cmpstr(rig_out->str, ==, "");
    g_assert_true(rig_has_line("hostname there"));
    g_assert_true(rig_has_line("mtu inside 1400"));
}

/* Lines that have in them what others begin with. */
static void test_frame_words(void)
{
    static const char *const lines[] = {
        "access-list a remark Cryptochecksum: of something",
        "access-list a remark PIX Version 7.0(1)",
        "banner motd Cryptochecksum:0"};
    g_autofree char *said = NULL;
    char text[SAVE_CHECKSUM_TEXT];
    uint8_t digest[MD5_BYTES];

    rig_begin(RELEASE(6, 3, 1));
    for (unsigned i = 0; i < G_N_ELEMENTS(lines); i++)
        rig_say(lines[i]);
    said = g_strdup(rig_say("write memory"));
    config_digest(&rig_config, digest);
    g_assert_cmpmem(rig_config.checksum, MD5_BYTES, digest, MD5_BYTES);
    g_assert_nonnull(strstr(said, save_checksum_text(digest, text)));
    config_defaults(&rig_config, rig_config.release, 3);
    g_string_truncate(rig_out, 0);
    save_start(&rig_cli);
    g_assert_cmpstr(rig_out->str, ==, "");
    g_assert_cmpmem(rig_config.checksum, MD5_BYTES, digest, MD5_BYTES);
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

/* What others may see. */
static void test_secrets(void)
{
    static const char *const rows[][2] = {
        {"hostname password\n", "hostname password\n"},
        {"enable password abc level 5 encrypted\n",
         "enable password <removed> level 5 encrypted\n"},
        {"passwd abc encrypted\n", "passwd <removed> encrypted\n"},
        {"username password password abc encrypted privilege 2\n",
         "username password password <removed> encrypted privilege 2\n"},
        {"username joe nopassword privilege 2\n",
         "username joe nopassword privilege 2\n"},
        {"failover lan key password\n", "failover lan key <removed>\n"},
        {"isakmp key abc address 1.2.3.4 netmask 255.255.255.255\n",
         "isakmp key <removed> address 1.2.3.4 netmask 255.255.255.255\n"},
        {"isakmp enable outside\n", "isakmp enable outside\n"},
        {"no snmp-server location\n", "no snmp-server location\n"},
        {"snmp-server community abc\n", "snmp-server community <removed>\n"},
        {"aaa-server host (inside) host 10.0.0.1 abc timeout 10\n",
         "aaa-server host (inside) host 10.0.0.1 <removed> timeout 10\n"},
        {"aaa-server RADIUS protocol radius\n",
         "aaa-server RADIUS protocol radius\n"},
        {"vpdn username joe password password store-local\n",
         "vpdn username joe password <removed> store-local\n"},
        {"vpngroup x password abc\n", "vpngroup x password <removed>\n"},
        {"ntp authentication-key 7 md5 abc\n",
         "ntp authentication-key 7 md5 <removed>\n"},
        {"crypto map m 10 set session-key inbound esp 300 cipher a1 "
         "authenticator b2\n",
         "crypto map m 10 set session-key inbound esp 300 cipher <removed> "
         "authenticator <removed>\n"},
        {"passwd", "passwd"}, {"", ""}, {"\n", "\n"},
    };
    char small[8], line[200];

    for (unsigned i = 0; i < G_N_ELEMENTS(rows); i++) {
        secrets_hide(rows[i][0], line, sizeof line);
        g_assert_cmpstr(line, ==, rows[i][1]);
    }
    secrets_hide("passwd abc", small, sizeof small);
    g_assert_cmpstr(small, ==, "passwd ");
    secrets_hide_typed("ena pass abc", line, sizeof line);
    g_assert_cmpstr(line, ==, "ena pass <removed>");
    secrets_hide_typed(" PASSW abc", line, sizeof line);
    g_assert_cmpstr(line, ==, " PASSW <removed>");
    secrets_hide_typed("name 10.1.2.17 n17", line, sizeof line);
    g_assert_cmpstr(line, ==, "name 10.1.2.17 n17");
    secrets_hide("ena pass abc", line, sizeof line);
    g_assert_cmpstr(line, ==, "ena pass abc");
}

/* Amid a text they are told of once somebody goes by them, and no oftener. */
static void test_held(void)
{
    rig_begin(RELEASE(6, 2, 1));
    memset(rig_changes, 0, sizeof rig_changes);
    config_hold(&rig_config);
    rig_say("access-list a permit ip any any");
    rig_say("access-list a deny ip any any");
    g_assert_cmpuint(rig_changes[CONFIG_PART_RULES], ==, 0);
    config_settle(&rig_config);
    config_settle(&rig_config);
    g_assert_cmpuint(rig_changes[CONFIG_PART_RULES], ==, 1);
    config_release(&rig_config);
    g_assert_cmpuint(rig_changes[CONFIG_PART_RULES], ==, 1);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_set_nonfatal_assertions();
    g_test_add_func("/save/write-memory", test_write_memory);
    g_test_add_func("/save/write-terminal", test_write_terminal);
    g_test_add_func("/save/write-erase", test_erase);
    g_test_add_func("/save/flash-that-fails", test_broken_flash);
    g_test_add_func("/save/configure-memory-merges", test_merge);
    g_test_add_func("/save/a-text-cannot-get-away", test_hostile_text);
    g_test_add_func("/save/a-text-cannot-take-a-level", test_level);
    g_test_add_func("/save/secrets", test_secrets);
    g_test_add_func("/save/tabs", test_tabs);
    g_test_add_func("/save/words-of-the-frame", test_frame_words);
    g_test_add_func("/save/a-unit-starts-with-it", test_start);
    g_test_add_func("/save/no-room-is-told", test_no_room);
    g_test_add_func("/save/a-newer-text-is-warned-of", test_newer_text);
    g_test_add_func("/save/much-text-fits", test_too_long);
    g_test_add_func("/save/rules-are-told-of-when-asked", test_held);
    return g_test_run();
}
