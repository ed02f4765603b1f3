/* SPDX-License-Identifier: GPL-2.0-or-later */
/* test_config.c - the running configuration: commands change state, state
 * makes text, text makes the same state. */
#include <glib.h>
#include <string.h>

#include "guest/config/config.h"
#include "guest/config/save.h"
#include "guest/config/stored.h"
#include "guest/config/strings.h"
#include "guest/cli/strings.h"

static const struct command show_row[] = {
    {"show", "", "Show things", CLI_ANY, .run = NULL}, {0}};
static const struct command *const config_tables[] = {
    config_basic_commands, config_interface_commands, config_route_commands,
    config_name_commands, config_telnet_commands, config_failover_commands,
    config_logging_commands, config_trust_commands, config_http_commands,
    config_save_commands, config_stored_commands, NULL};
static const struct command *const tables[] = {
    cli_basic_commands, show_row, config_basic_commands,
    config_interface_commands, config_route_commands, config_name_commands,
    config_telnet_commands, config_failover_commands, config_trust_commands,
    config_http_commands, config_logging_commands, config_save_commands,
    config_stored_commands,
    /* tests/unit/test_rules.c has these */
    config_translation_commands, config_static_commands,
    config_access_commands, config_object_commands,
    config_timeout_commands, config_guard_commands,
    NULL};

static void check_property(void);

static struct config config;
static struct cli_unit unit;
static struct cli cli;
static GString *out;
static const char *keys = "";

static void seat_put(void *far, char c)
{
    (void)far;
    if (c != '\r')
        g_string_append_c(out, c);
}

static int seat_get(void *far)
{
    (void)far;
    return *keys ? (uint8_t)*keys++ : -1;
}

/* --- a flash of its own ------------------------------------------------ */

static struct {
    char text[CONFIG_TEXT_MAX + 1];
    int length;
    const char *why; /* it fails */
} flash;
static unsigned changes[CONFIG_PART_LOGGING + 1];

static int read_flash(void *far, char *to, uint32_t room)
{
    (void)far;
    g_assert_cmpint(flash.length, <=, (int)room);
    memcpy(to, flash.text, (size_t)MAX(flash.length, 0));
    return flash.length;
}

static const char *write_flash(void *far, const char *text, uint32_t n)
{
    (void)far;
    if (flash.why)
        return flash.why;
    memcpy(flash.text, text, n + 1);
    flash.length = (int)n;
    return NULL;
}

static const char *erase_flash(void *far)
{
    (void)far;
    if (!flash.why)
        flash.length = 0;
    return flash.why;
}

static void stamp(void *far, char *to, size_t n)
{
    (void)far;
    g_strlcpy(to, "by enable_15 at 12:00:00.000 UTC Tue Sep 11 2001", n);
}

static const struct config_store store = {
    .read = read_flash, .write = write_flash, .erase = erase_flash,
    .stamp = stamp};

static void count_change(enum config_part part, unsigned index)
{
    (void)index;
    changes[part]++;
}

static void begin(uint32_t release)
{
    static const struct cli_io io = {.put = seat_put, .get = seat_get};

    if (!out)
        out = g_string_new(NULL);
    g_string_truncate(out, 0);
    memset(&flash, 0, sizeof flash);
    config = (struct config){.store = &store, .release_text = "6.2(1)",
                             .changed = count_change};
    config_defaults(&config, release, 3);
    unit = (struct cli_unit){.release = release, .tables = tables,
                             .settings = &config.state.cli,
                             .config = &config};
    cli_begin(&cli, &unit, &io);
    cli.mode = CLI_CONFIG;
    cli.pager.lines = 0;
    save_start(&cli);
}

/* Types a line; what it prints is the result. */
static const char *say(const char *line)
{
    char copy[EDITOR_LINE_MAX + 1];

    g_string_truncate(out, 0);
    g_strlcpy(copy, line, sizeof copy);
    cli_line(&cli, copy);
    return out->str;
}

static void put_string(void *far, char c)
{
    g_string_append_c(far, c);
}

static char *generate(void)
{
    GString *text = g_string_new(NULL);
    struct config_text to = {put_string, text};

    config_generate(&config, &to);
    return g_string_free(text, FALSE);
}

static bool has_line(const char *line)
{
    g_autofree char *text = generate();
    g_auto(GStrv) lines = g_strsplit(text, "\n", -1);

    return g_strv_contains((const char *const *)lines, line);
}

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
    begin(RELEASE(6, 2, 1));
    g_assert_true(has_line("enable password 8Ry2YjIyt7RRXU24 encrypted"));
    g_assert_true(has_line("passwd 2KFQnbNIdI.2KYOU encrypted"));
    g_assert_cmpstr(say("enable password cisco"), ==, "");
    g_assert_true(has_line("enable password 2KFQnbNIdI.2KYOU encrypted"));
    g_assert_cmpstr(say("passwd 8Ry2YjIyt7RRXU24 encrypted"), ==, "");
    g_assert_true(has_line("passwd 8Ry2YjIyt7RRXU24 encrypted"));
    g_assert_cmpstr(say("passwd x encrypted"), ==, STR_CONFIG_BAD_HASH "\n");
    g_assert_cmpstr(say("passwd x y"), ==, STR_CONFIG_BAD_PASSWORD_WORD "\n");
    g_assert_true(has_line("passwd 8Ry2YjIyt7RRXU24 encrypted"));
    g_assert_cmpstr(say("clear passwd"), ==, "");
    g_assert_cmpstr(say("no enable password"), ==, "");
    g_assert_true(has_line("passwd 2KFQnbNIdI.2KYOU encrypted"));
    g_assert_true(has_line("enable password 8Ry2YjIyt7RRXU24 encrypted"));
}

static void test_levels(void)
{
    begin(RELEASE(6, 2, 1));
    g_assert_cmpstr(say("enable password cisco level 5"), ==, "");
    g_assert_true(has_line("enable password 2KFQnbNIdI.2KYOU level 5 "
                           "encrypted"));
    g_assert_true(has_line("enable password 8Ry2YjIyt7RRXU24 encrypted"));
    say("enable password 8Ry2YjIyt7RRXU24 level 0 encrypted");
    g_assert_true(has_line("enable password 8Ry2YjIyt7RRXU24 level 0 "
                           "encrypted"));
    check_property();
    g_assert_nonnull(strstr(say("enable password x level 16"), "ERROR"));
    g_assert_nonnull(strstr(say("enable password x level"), "Usage"));
    cli.mode = CLI_ENABLE;
    keys = "cisco\r";
    say("enable 5");
    g_assert_cmpuint(cli.level, ==, 5);
    g_assert_cmpint(cli.mode, ==, CLI_USER);
    g_assert_cmpstr(say("configure terminal"), ==, STR_NO_SUCH_COMMAND "\n");
    g_assert_nonnull(strstr(say("show curpriv"), "privilege level : 5\n"));
    g_assert_nonnull(strstr(say("enable 6"), "ERROR"));
    keys = "\r";
    say("enable");
    g_assert_cmpuint(cli.level, ==, CLI_LEVEL_MAX);
    g_assert_cmpint(cli.mode, ==, CLI_ENABLE);
    cli.mode = CLI_CONFIG;
    say("no enable password level 5");
    g_assert_false(has_line("enable password 2KFQnbNIdI.2KYOU level 5 "
                            "encrypted"));
    begin(RELEASE(6, 1, 1));
    g_assert_nonnull(strstr(say("enable password x level 5"), "Usage"));
}

/* --- names and terminals ----------------------------------------------- */

static void test_names(void)
{
    begin(RELEASE(6, 2, 1));
    say("hostname Fxh-1");
    say("domain-name example.com");
    g_assert_true(has_line("hostname Fxh-1"));
    g_assert_true(has_line("domain-name example.com"));
    g_assert_nonnull(strstr(say("hostname two.words"), "ERROR"));
    g_assert_nonnull(strstr(say("hostname x234567890123456789012345678901234"
                                "5678901234567890123456789012345"), "ERROR"));
    g_assert_true(has_line("hostname Fxh-1"));
    say("no hostname");
    say("no domain-name");
    g_assert_true(has_line("hostname " STR_CONFIG_HOSTNAME));
    g_assert_false(has_line("domain-name example.com"));
}

static void test_terminals(void)
{
    begin(RELEASE(6, 2, 1));
    say("pager 10");
    g_assert_cmpstr(say("show pager"), ==, "pager lines 10\n");
    say("pager lines 30");
    g_assert_true(has_line("pager lines 30"));
    say("no pager");
    g_assert_cmpstr(say("show pager"), ==, "no pager\n");
    g_assert_true(has_line("no pager"));
    say("pager");
    g_assert_true(has_line("pager lines 24"));
    g_assert_nonnull(strstr(say("pager lines many"), "ERROR"));
    say("terminal width 511");
    g_assert_true(has_line("terminal width 511"));
    g_assert_nonnull(strstr(say("terminal width 512"), "ERROR"));
    g_assert_cmpstr(say("show terminal"), ==, "Width = 511, no monitor\n");
}

/* --- interfaces -------------------------------------------------------- */

static void test_interfaces(void)
{
    begin(RELEASE(6, 2, 1));
    g_assert_true(has_line("interface ethernet0 auto shutdown"));
    g_assert_true(has_line("nameif ethernet2 intf2 security4"));
    g_assert_true(has_line("no ip address inside"));
    g_assert_cmpstr(say("int e0 100full"), ==, "");
    g_assert_true(has_line("interface ethernet0 100full"));
    g_assert_cmpuint(changes[CONFIG_PART_INTERFACE], >, 0);
    say("interface eth0 shut");
    g_assert_true(has_line("interface ethernet0 100full shutdown"));
    g_assert_nonnull(strstr(say("interface ethernet0 56k"), "56k"));
    g_assert_nonnull(strstr(say("interface ethernet7"), "ethernet7"));
    say("interface inside auto");
    g_assert_true(has_line("interface ethernet1 auto"));
    say("ip address inside 192.168.1.1");
    g_assert_true(has_line("ip address inside 192.168.1.1 255.255.255.0"));
    say("ip address out 10.0.0.1 255.255.0.0");
    g_assert_true(has_line("ip address outside 10.0.0.1 255.255.0.0"));
    g_assert_nonnull(strstr(say("ip address out 10.0.0.0 255.255.0.0"),
                            "ERROR"));
    g_assert_nonnull(strstr(say("ip address out 10.0.0.1 255.0.255.0"),
                            "ERROR"));
    g_assert_nonnull(strstr(say("show ip address"),
                            "\tip address inside 192.168.1.1 255.255.255.0"));
    say("no ip address inside");
    g_assert_true(has_line("no ip address inside"));
    say("mtu inside 1400");
    g_assert_true(has_line("mtu inside 1400"));
    g_assert_nonnull(strstr(say("mtu inside 63"), "ERROR"));
}

static void test_nameif(void)
{
    begin(RELEASE(6, 2, 1));
    g_assert_cmpstr(say("nameif e2 dmz sec50"), ==, "");
    g_assert_true(has_line("nameif ethernet2 dmz security50"));
    g_assert_cmpstr(say("nameif e0 outside sec5"), ==,
                    "interface name \"outside\" is reserved for interface "
                    "with security0\n");
    g_assert_cmpstr(say("nameif e2 x sec100"), ==,
                    "interface name \"inside\" is reserved for interface "
                    "with security100\n");
    g_assert_nonnull(strstr(say("nameif e2 inside security100"), "ERROR"));
    g_assert_nonnull(strstr(say("nameif e2 x security101"), "Usage"));
    g_assert_true(has_line("nameif ethernet2 dmz security50"));
    g_assert_cmpstr(say("show nameif"), ==,
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

    begin(RELEASE(6, 2, 1));
    save_execute(&cli, text);
    g_assert_true(has_line("nameif ethernet0 inside security100"));
    g_assert_true(has_line("nameif ethernet1 intf2 security7"));
    g_assert_true(has_line("nameif ethernet2 outside security0"));
}

/* --- routes, stations, names ------------------------------------------- */

static void test_routes(void)
{
    begin(RELEASE(6, 2, 1));
    say("ip address inside 192.168.1.1 255.255.255.0");
    g_assert_cmpstr(say("route outside 0 0 10.0.0.254"), ==, "");
    g_assert_true(has_line("route outside 0.0.0.0 0.0.0.0 10.0.0.254 1"));
    g_assert_cmpstr(say("route outside 0 0 10.0.0.254 1"), ==,
                    "Route already exists\n");
    g_assert_nonnull(strstr(say("route inside 10.1.1.1 255.255.255.0 "
                                "192.168.1.9"), "ERROR"));
    say("route inside 10.1.1.0 255.255.255.0 192.168.1.9 2");
    g_assert_cmpstr(say("show route"), ==,
                    "\toutside 0.0.0.0 0.0.0.0 10.0.0.254 1 OTHER static\n"
                    "\tinside 10.1.1.0 255.255.255.0 192.168.1.9 2 OTHER "
                    "static\n"
                    "\tinside 192.168.1.0 255.255.255.0 192.168.1.1 1 "
                    "CONNECT static\n");
    g_assert_nonnull(strstr(say("no route inside 10.1.2.0 255.255.255.0"),
                            "ERROR"));
    say("no route inside 10.1.1.0 255.255.255.0");
    g_assert_cmpuint(config.state.routes, ==, 1);
    say("clear route");
    g_assert_cmpuint(config.state.routes, ==, 0);
}

static void test_arps(void)
{
    begin(RELEASE(6, 2, 1));
    say("arp inside 10.1.1.5 0050.56AA.bbcc");
    g_assert_true(has_line("arp inside 10.1.1.5 0050.56aa.bbcc"));
    say("arp inside 10.1.1.5 0.0.1 alias");
    g_assert_true(has_line("arp inside 10.1.1.5 0000.0000.0001 alias"));
    g_assert_cmpuint(config.state.arps, ==, 1);
    g_assert_nonnull(strstr(say("arp inside 10.1.1.5 0150.56aa.bbcc"),
                            "Usage"));
    g_assert_nonnull(strstr(say("arp inside 10.1.1.5 0x50.56aa.bbcc"),
                            "Usage"));
    say("arp timeout 60");
    g_assert_cmpstr(say("show arp timeout"), ==, "arp timeout 60\n");
    say("no arp inside 10.1.1.5");
    say("no arp timeout");
    g_assert_true(has_line("arp timeout 14400"));
    g_assert_cmpuint(config.state.arps, ==, 0);
}

static void test_labels(void)
{
    begin(RELEASE(6, 2, 1));
    say("name 10.1.1.5 www.site-1");
    say("route inside 0 0 www.site-1");
    g_assert_true(has_line("route inside 0.0.0.0 0.0.0.0 www.site-1 1"));
    say("no names");
    g_assert_true(has_line("route inside 0.0.0.0 0.0.0.0 10.1.1.5 1"));
    g_assert_true(has_line("name 10.1.1.5 www.site-1"));
    say("name 10.1.1.6 www.site-1");
    g_assert_cmpuint(config.state.names, ==, 1);
    g_assert_nonnull(strstr(say("name 10.1.1.7 7up"), "ERROR"));
    say("no name 10.1.1.6");
    g_assert_cmpuint(config.state.names, ==, 0);
}

static void test_telnet(void)
{
    begin(RELEASE(6, 2, 1));
    say("telnet 1.2.3.4 255.255.255.0 inside");
    g_assert_cmpstr(say("show telnet"), ==, "1.2.3.0 255.255.255.0 inside\n");
    say("telnet 1.2.3.4");
    g_assert_true(has_line("telnet 1.2.3.4 255.255.255.255 inside"));
    say("telnet 0 0 intf2");
    g_assert_true(has_line("telnet 0.0.0.0 0.0.0.0 intf2"));
    say("no telnet 1.2.3.4");
    g_assert_cmpuint(config.state.telnets, ==, 2);
    say("clear telnet");
    g_assert_cmpuint(config.state.telnets, ==, 0);
    say("telnet timeout 15");
    g_assert_cmpstr(say("show telnet timeout"), ==, "telnet timeout 15\n");
    say("tftp-server 10.1.1.2 configs/a.txt");
    g_assert_true(has_line("tftp-server inside 10.1.1.2 configs/a.txt"));
}

static const char *lacks_it(const char *line)
{
    return !strcmp(line, "failover") ? "Failover" : NULL;
}

static void test_failover(void)
{
    begin(RELEASE(6, 3, 1));
    g_assert_true(has_line("no failover"));
    g_assert_true(has_line("failover poll 15"));
    g_assert_true(has_line("no failover ip address outside"));
    say("failover ip address outside 192.168.7.2");
    g_assert_true(has_line("failover ip address outside 192.168.7.2"));
    g_assert_nonnull(strstr(say("failover poll 2"), "ERROR"));
    g_assert_nonnull(strstr(say("failover poll 16"), "ERROR"));
    g_assert_nonnull(strstr(say("failover timeout 0:60:00"), "ERROR"));
    g_assert_nonnull(strstr(say("failover timeout 12"), "ERROR"));
    g_assert_nonnull(strstr(say("failover lan unit third"), "ERROR"));
    g_assert_nonnull(strstr(say("failover mac address e0 1.2.3 0100.0.1"),
                            "ERROR"));
    g_assert_cmpstr(say("failover"), ==, "");
    g_assert_true(has_line("failover"));
    config.missing = lacks_it;
    say("no failover");
    g_assert_nonnull(strstr(say("failover"), "is not licensed"));
    g_assert_true(has_line("no failover"));
    /* By a cable alone before 6.2. */
    begin(RELEASE(6, 1, 1));
    g_assert_true(has_line("failover ip address outside 0.0.0.0"));
    g_assert_cmpstr(say("failover lan unit primary"), !=, "");
    g_assert_false(has_line("failover lan unit primary"));
}

static void test_bounds(void)
{
    begin(RELEASE(6, 2, 1));
    for (unsigned i = 0; i < 300; i++) {
        g_autofree char *route = g_strdup_printf(
            "route inside 10.%u.%u.0 255.255.255.0 10.0.0.1", i / 256, i % 256);
        g_autofree char *name = g_strdup_printf("name 10.0.%u.%u n%u",
                                                i / 256, i % 256, i);
        g_autofree char *arp = g_strdup_printf("arp inside 10.0.%u.%u 0.0.1",
                                               i / 256, i % 256);
        g_autofree char *telnet = g_strdup_printf("telnet 10.0.%u.%u",
                                                  i / 256, i % 256);

        say(route);
        say(name);
        say(arp);
        say(telnet);
    }
    g_assert_nonnull(strstr(say("telnet 9.9.9.9"), "ERROR"));
    g_assert_cmpuint(config.state.routes, ==, CONFIG_ROUTES_MAX);
    g_assert_cmpuint(config.state.names, ==, CONFIG_NAMES_MAX);
    g_assert_cmpuint(config.state.arps, ==, CONFIG_ARPS_MAX);
    g_assert_cmpuint(config.state.telnets, ==, CONFIG_PERMITS_MAX);
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

    begin(RELEASE(6, 2, 1));
    g_assert_cmpstr(say("show checksum"), ==, nothing);
    g_assert_false(save_is_needed(&config));
    say("hostname saved");
    g_assert_true(save_is_needed(&config));
    body = generate();
    sum = md5_words(body, strlen(body));
    want = g_strdup_printf("Building configuration...\n%s[OK]\n", sum);
    g_assert_cmpstr(say("wr m"), ==, want);
    g_assert_cmpstr(say("show checksum"), ==, sum);
    g_assert_false(save_is_needed(&config));
    g_assert_true(g_str_has_prefix(
        flash.text, ": Saved\n: Written by enable_15 at 12:00:00.000 UTC "
        "Tue Sep 11 2001\nPIX Version 6.2(1)\ninterface "));
    g_assert_true(g_str_has_suffix(flash.text, "\n: end\n"));
    g_assert_cmpstr(say("show startup-config"), ==, flash.text);
}

static void test_write_terminal(void)
{
    g_autofree char *body = NULL, *want = NULL;

    begin(RELEASE(6, 2, 1));
    body = generate();
    want = g_strdup_printf(
        "Building configuration...\n: Saved\n:\nPIX Version 6.2(1)\n%s"
        "Cryptochecksum:d41d8cd98f00b204e9800998ecf8427e\n: end\n[OK]\n",
        body);
    g_assert_cmpstr(say("write terminal"), ==, want);
    g_assert_true(g_str_has_prefix(say("show running-config"), ": Saved\n"));
    g_assert_true(g_str_has_suffix(out->str, ": end\n"));
    g_assert_cmpstr(say("write terminal | include hostname"), ==,
                    "hostname pixfirewall\n");
}

static void test_erase(void)
{
    begin(RELEASE(6, 2, 1));
    say("hostname kept");
    say("write memory");
    keys = "n";
    say("write erase");
    g_assert_cmpint(flash.length, >, 0);
    keys = "\r";
    g_assert_cmpstr(say("write erase"), ==,
                    "Erase PIX configuration in flash memory? [confirm]\n");
    g_assert_cmpint(flash.length, ==, 0);
    g_assert_true(has_line("hostname kept"));
    g_assert_cmpstr(say("show checksum"), ==, nothing);
    g_assert_true(save_is_needed(&config));
    g_assert_nonnull(strstr(say("show configure"), STR_CONFIG_NONE));
}

static void test_broken_flash(void)
{
    begin(RELEASE(6, 2, 1));
    flash.why = "broken";
    g_assert_cmpstr(say("write memory"), ==, "Building configuration...\n"
                                             "broken\n[FAILED]\n");
    flash.why = NULL;
    flash.length = -1;
    g_assert_nonnull(strstr(say("configure memory"), STR_CONFIG_UNREADABLE));
    config.store = NULL;
    g_assert_nonnull(strstr(say("write memory"), STR_CONFIG_NO_FLASH));
    keys = "y";
    g_assert_nonnull(strstr(say("write erase"), STR_CONFIG_NO_FLASH));
    g_assert_null(config.user);
}

/* The lines in flash are added; what they do not mention stays. */
static void test_merge(void)
{
    begin(RELEASE(6, 2, 1));
    say("route inside 10.1.1.0 255.255.255.0 10.0.0.1");
    say("write memory");
    say("no route inside 10.1.1.0 255.255.255.0");
    say("route inside 10.2.2.0 255.255.255.0 10.0.0.1");
    say("hostname other");
    g_assert_cmpstr(say("configure memory"), ==, "");
    g_assert_true(has_line("hostname pixfirewall"));
    g_assert_cmpuint(config.state.routes, ==, 2);
    g_assert_cmpint(cli.mode, ==, CLI_CONFIG);
    cli.mode = CLI_ENABLE;
    say("configure memory");
    g_assert_cmpint(cli.mode, ==, CLI_ENABLE);
    g_assert_false(cli.leaving);
}

/* A text that tries to get away. */
static void test_hostile_text(void)
{
    char text[] = "exit\nexit\nquit\r\nwrite erase\nhostname there\r\nenable\n"
                  "reload\nfrobnicate";

    begin(RELEASE(6, 2, 1));
    say("write memory");
    save_execute(&cli, text);
    g_assert_true(has_line("hostname there"));
    g_assert_cmpint(flash.length, >, 0);
    g_assert_cmpint(cli.mode, ==, CLI_CONFIG);
    g_assert_false(cli.leaving);
    g_assert_true(g_str_has_suffix(out->str, STR_NO_SUCH_COMMAND "\n"));
}

static void put_in_flash(const char *text)
{
    g_strlcpy(flash.text, text, sizeof flash.text);
    flash.length = (int)strlen(text);
}

static void test_start(void)
{
    begin(RELEASE(6, 2, 1));
    say("hostname was-saved");
    say("write memory");
    config_defaults(&config, RELEASE(6, 2, 1), 3);
    g_string_truncate(out, 0);
    g_assert_true(save_start(&cli));
    g_assert_cmpstr(out->str, ==, "");
    g_assert_true(has_line("hostname was-saved"));
    g_assert_false(save_is_needed(&config));
}

static void test_newer_text(void)
{
    begin(RELEASE(6, 0, 1));
    config.release_text = "6.0(1)";
    put_in_flash(": Saved\nPIX Version 6.2(1)\nhostname new\nsomething else\n"
                 ": end\n");
    g_string_truncate(out, 0);
    save_start(&cli);
    g_assert_cmpstr(out->str, ==, "Configuration Compatibility Warning:\n"
                                  "The config is from version 6.2(1).\n"
                                  "but the image is version 6.0(1).\n"
                                  STR_NO_SUCH_COMMAND "\n");
    g_assert_nonnull(strstr(flash.text, "something else"));
    g_string_truncate(out, 0);
    put_in_flash("PIX Version 6.0(1)\nhostname same\n");
    save_start(&cli);
    put_in_flash("PIX Version 5.3(2)\nhostname older\n");
    save_start(&cli);
    g_assert_cmpstr(out->str, ==, "");
}

static void test_too_long(void)
{
    g_autofree char *label = g_strnfill(58, 'x');

    begin(RELEASE(6, 2, 1));
    for (unsigned i = 0; i < 256; i++) {
        g_autofree char *line = g_strdup_printf("name 10.0.0.%u %sn%u", i,
                                                label, i);
        g_assert_cmpstr(say(line), ==, "");
    }
    for (unsigned i = 0; i < CONFIG_ROUTES_MAX; i++) {
        g_autofree char *line = g_strdup_printf(
            "route inside 10.1.%u.0 255.255.255.0 10.0.0.%u", i, i);
        say(line);
    }
    g_assert_nonnull(strstr(say("write memory"), "[OK]"));
    g_assert_cmpint(flash.length, <, CONFIG_TEXT_MAX);
}

/* --- the property ------------------------------------------------------ */

/* Lines for every command that changes the configuration. */
static const char *const examples[][4] = {
    {"clear config all", "clear config all"},
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
    {"logging facility", "logging facility 23"},
    {"logging history", "logging history 3"},
    {"logging host", "logging host e1 10.1.1.9", "logging host 10.1.1.7 "
     "tcp", "logging host e0 10.1.1.9 udp/1514"},
    {"logging message", "logging message 106001"},
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
    {"terminal monitor", "terminal monitor"},
    {"terminal no monitor", "terminal no monitor"},
    {"configure memory"}, {"logging"}, {"write erase"}, {"write memory"},
    {"write terminal"}, {"no"}, {"clear"}, {"terminal"}, {"ip"}, {"write"},
    {"failover lan"},
};

static void test_every_row_has_examples(void)
{
    for (unsigned t = 0; config_tables[t]; t++) {
        const struct command *row = config_tables[t];

        for (; row->words; row++) {
            bool found = g_str_has_prefix(row->words, "show ");

            found |= config_tables[t] == config_stored_commands;
            for (unsigned i = 0; i < G_N_ELEMENTS(examples); i++)
                found |= !strcmp(examples[i][0], row->words);
            if (!found)
                g_test_message("no example of: %s", row->words);
            g_assert_true(found);
        }
    }
}

/* Erased and configured with its own text, it is what it was. */
static void check_property(void)
{
    g_autofree char *text = generate(), *again = NULL, *copy = NULL;
    static struct config_state before;

    before = config.state;
    config_defaults(&config, config.release, before.interfaces);
    g_string_truncate(out, 0);
    copy = g_strdup(text);
    save_execute(&cli, copy);
    g_assert_cmpstr(out->str, ==, "");
    again = generate();
    g_assert_cmpstr(again, ==, text);
    g_assert_cmpmem(&config.state, sizeof before, &before, sizeof before);
}

static const uint32_t releases[] = {
    RELEASE(4, 2, 1), RELEASE(5, 0, 1), RELEASE(5, 1, 1), RELEASE(5, 2, 1),
    RELEASE(5, 3, 1), RELEASE(6, 0, 1), RELEASE(6, 1, 1), RELEASE(6, 2, 1),
    RELEASE(6, 3, 1)};

/* Lines that are only kept: some of each kind, taken back in all ways. */
static void test_property_of_kept_lines(void)
{
    const struct command *row;

    for (unsigned r = 0; r < G_N_ELEMENTS(releases); r++) {
        begin(releases[r]);
        for (row = config_stored_commands; row->words; row++) {
            g_autofree char *one = g_strdup_printf("%s a 1.2.3.4", row->words);
            g_autofree char *two = g_strdup_printf("%s b 80", row->words);

            if (row->since > releases[r])
                continue;
            say(one);
            check_property();
            say(two);
            say(row->words);
            check_property();
        }
        for (const struct stored_default *d = stored_defaults; d->line; d++) {
            g_autofree char *no = g_strdup_printf("no %s", d->line);

            say(d->line);
            check_property();
            say(no);
            check_property();
        }
    }
}

static void test_kept_lines(void)
{
    begin(RELEASE(6, 2, 1));
    g_assert_cmpstr(say("fixup protocol sip 5061"), ==,
                    STR_CONFIG_NO_EFFECT "\n");
    g_assert_cmpstr(say("fixup protocol http 8080"), ==, "");
    g_assert_true(has_line("fixup protocol http 80"));
    g_assert_true(has_line("fixup protocol http 8080"));
    g_assert_cmpstr(say("no fixup protocol http 80"), ==, "");
    g_assert_true(has_line("no fixup protocol http 80"));
    say("fixup protocol http 80");
    g_assert_false(has_line("no fixup protocol http 80"));
    g_assert_cmpstr(say("no fixup protocol http 8080"), ==, "");
    g_assert_false(has_line("fixup protocol http 8080"));
    g_assert_cmpstr(say("no fixup protocol http 8080"), ==,
                    STR_CONFIG_NO_SUCH_LINE "\n");
    say("snmp-server location upstairs");
    g_assert_true(has_line("snmp-server location upstairs"));
    g_assert_false(has_line("no snmp-server location"));
    say("no snmp-server location");
    g_assert_true(has_line("no snmp-server location"));
}

/* Every row keeps lines of a kind of its own name. */
static void test_kinds(void)
{
    const struct command *row;

    for (row = config_stored_commands; row->words; row++) {
        const char *words = row->words;
        bool found = false;

        if (g_str_has_prefix(words, "no "))
            words += 3;
        for (unsigned i = 0; stored_kinds[i].words; i++)
            found |= !strcmp(stored_kinds[i].words, words);
        g_assert_true(found);
    }
}

static void test_no_room(void)
{
    begin(RELEASE(6, 2, 1));
    for (unsigned i = 0; i < 2000; i++) {
        g_autofree char *line = g_strdup_printf(
            "outbound %u permit 10.0.0.0 255.0.0.0 80", i);

        say(line);
    }
    g_assert_cmpstr(out->str, ==, STR_CONFIG_NO_ROOM "\n");
    check_property();
    g_assert_nonnull(strstr(say("write memory"), "[OK]"));
}

/* What a new unit with two interfaces has, looked at by people.
 * FRESH_RECORD=1 writes the files anew. */
static void test_fresh_units(void)
{
    for (unsigned r = 0; r < G_N_ELEMENTS(releases); r++) {
        uint32_t n = releases[r];
        g_autofree char *path = g_strdup_printf("tests/unit/fresh/%u.%u.txt",
                                                n >> 16, n >> 8 & 255);
        g_autofree char *text = NULL, *want = NULL;

        begin(n);
        config_defaults(&config, n, 2);
        text = generate();
        if (g_getenv("FRESH_RECORD"))
            g_file_set_contents(path, text, -1, NULL);
        g_assert_true(g_file_get_contents(path, &want, NULL, NULL));
        g_assert_cmpstr(text, ==, want);
    }
}

/* Does the release have the command that an example is of? */
static bool release_has(uint32_t release, const char *words)
{
    for (unsigned t = 0; config_tables[t]; t++) {
        for (const struct command *c = config_tables[t]; c->words; c++) {
            if (!strcmp(c->words, words))
                return c->since <= release;
        }
    }
    return false;
}

static void test_property(void)
{
    for (unsigned r = 0; r < G_N_ELEMENTS(releases); r++) {
        begin(releases[r]);
        check_property();
        for (unsigned i = 0; i < G_N_ELEMENTS(examples); i++) {
            bool has = release_has(releases[r], examples[i][0]);

            for (unsigned n = 1; n < 4 && has && examples[i][n]; n++) {
                say(examples[i][n]);
                g_assert_cmpstr(out->str, ==, "");
                check_property();
            }
        }
    }
}

static void test_property_in_any_order(void)
{
    g_autoptr(GRand) rand = g_rand_new_with_seed(515);

    for (unsigned round = 0; round < 300; round++) {
        begin(releases[round % G_N_ELEMENTS(releases)]);
        for (unsigned i = 0; i < 40; i++) {
            int e = g_rand_int_range(rand, 0, G_N_ELEMENTS(examples));
            int n = g_rand_int_range(rand, 1, 4);

            if (examples[e][n])
                say(examples[e][n]);
        }
        check_property();
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
    g_test_add_func("/config/nameif-keeps-reserved-names", test_nameif);
    g_test_add_func("/config/a-text-may-swap-names", test_swapped);
    g_test_add_func("/config/routes", test_routes);
    g_test_add_func("/config/stations", test_arps);
    g_test_add_func("/config/names-for-addresses", test_labels);
    g_test_add_func("/config/telnet-and-tftp", test_telnet);
    g_test_add_func("/lines/failover", test_failover);
    g_test_add_func("/config/tables-are-bounded", test_bounds);
    g_test_add_func("/save/write-memory", test_write_memory);
    g_test_add_func("/save/write-terminal", test_write_terminal);
    g_test_add_func("/save/write-erase", test_erase);
    g_test_add_func("/save/flash-that-fails", test_broken_flash);
    g_test_add_func("/save/configure-memory-merges", test_merge);
    g_test_add_func("/save/a-text-cannot-get-away", test_hostile_text);
    g_test_add_func("/save/a-unit-starts-with-it", test_start);
    g_test_add_func("/save/a-newer-text-is-warned-of", test_newer_text);
    g_test_add_func("/save/much-text-fits", test_too_long);
    g_test_add_func("/property/every-row-has-examples",
                    test_every_row_has_examples);
    g_test_add_func("/property/text-makes-the-same-state", test_property);
    g_test_add_func("/property/in-any-order", test_property_in_any_order);
    g_test_add_func("/stored/lines-are-kept-and-taken-back", test_kept_lines);
    g_test_add_func("/stored/every-row-has-a-kind", test_kinds);
    g_test_add_func("/stored/there-is-an-end", test_no_room);
    g_test_add_func("/property/of-lines-that-are-kept",
                    test_property_of_kept_lines);
    g_test_add_func("/fresh/a-new-unit-of-each-release", test_fresh_units);
    return g_test_run();
}
