/* SPDX-License-Identifier: GPL-2.0-or-later */
/* configrig.c - see configrig.h. */
#include "tests/unit/guest/configrig.h"

#include <string.h>

#include "guest/config/save.h"
#include "guest/config/stored.h"

static const struct command show_row[] = {
    {"show", "", "Show things", CLI_ANY, .run = NULL}, {0}};

/* tests/unit/guest/test_configtext.c has an example of every row of these, */
const struct command *const rig_config_tables[] = {
    config_basic_commands, config_interface_commands,
    config_nameif_commands, config_zone_commands, config_route_commands,
    config_name_commands, config_telnet_commands, config_failover_commands,
    config_logging_commands, config_log_message_commands,
    config_user_commands, config_privilege_commands, config_clear_commands,
    config_trust_commands, config_http_commands, config_save_commands,
    config_stored_commands, NULL};
/* and tests/unit/guest/test_rules.c is about these. */
const struct command *const rig_rule_tables[] = {
    config_translation_commands, config_static_commands,
    config_access_commands, config_access_group_commands,
    config_object_commands,
    config_timeout_commands, config_guard_commands, config_alias_commands,
    config_established_commands, config_outbound_commands,
    config_sysopt_commands, config_dhcpd_commands, NULL};
static const struct command *tables[32];

struct config rig_config;
static char lent[CONFIG_TEXT_LEAST + 1];
struct cli_unit rig_unit;
struct cli rig_cli;
GString *rig_out;
const char *rig_keys = "";
struct rig_flash rig_flash;
unsigned rig_changes[RIG_PARTS];

/* All of them, and those of the command language itself. */
static void set_tables(void)
{
    unsigned n = 0;

    tables[n++] = cli_basic_commands;
    tables[n++] = show_row;
    for (unsigned i = 0; rig_config_tables[i]; i++)
        tables[n++] = rig_config_tables[i];
    for (unsigned i = 0; rig_rule_tables[i]; i++)
        tables[n++] = rig_rule_tables[i];
    g_assert_cmpuint(n, <, G_N_ELEMENTS(tables));
}

static void seat_put(void *far, char c)
{
    (void)far;
    if (c != '\r')
        g_string_append_c(rig_out, c);
}

static int seat_get(void *far)
{
    (void)far;
    return *rig_keys ? (uint8_t)*rig_keys++ : -1;
}

/* --- a flash of its own ------------------------------------------------ */

static int read_flash(void *far, char *to, uint32_t room)
{
    (void)far;
    g_assert_cmpint(rig_flash.length, <=, (int)room);
    memcpy(to, rig_flash.text, (size_t)MAX(rig_flash.length, 0));
    return rig_flash.length;
}

static const char *write_flash(void *far, const char *text, uint32_t n)
{
    (void)far;
    if (rig_flash.why)
        return rig_flash.why;
    memcpy(rig_flash.text, text, n + 1);
    rig_flash.length = (int)n;
    return NULL;
}

static const char *erase_flash(void *far)
{
    (void)far;
    if (!rig_flash.why)
        rig_flash.length = 0;
    return rig_flash.why;
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
    rig_changes[part]++;
}

void rig_begin(uint32_t release)
{
    static const struct cli_io io = {.put = seat_put, .get = seat_get};

    set_tables();
    if (!rig_out)
        rig_out = g_string_new(NULL);
    g_string_truncate(rig_out, 0);
    memset(&rig_flash, 0, sizeof rig_flash);
    memset(rig_changes, 0, sizeof rig_changes);
    rig_config = (struct config){.store = &store, .release_text = "6.2(1)",
                             .changed = count_change, .dhcpd_max = 256,
                             .text = lent, .text_room = sizeof lent - 1};
    config_defaults(&rig_config, release, 3);
    rig_unit = (struct cli_unit){.release = release, .tables = tables,
                             .settings = &rig_config.state.cli,
                             .config = &rig_config};
    cli_begin(&rig_cli, &rig_unit, &io);
    rig_cli.mode = CLI_CONFIG;
    rig_cli.pager.lines = 0;
    save_start(&rig_cli);
}

const char *rig_say(const char *line)
{
    char copy[EDITOR_LINE_MAX + 1];

    g_string_truncate(rig_out, 0);
    g_strlcpy(copy, line, sizeof copy);
    cli_line(&rig_cli, copy);
    return rig_out->str;
}

static void put_string(void *far, char c)
{
    g_string_append_c(far, c);
}

char *rig_generate(void)
{
    GString *text = g_string_new(NULL);
    struct config_text to = {put_string, text};

    config_generate(&rig_config, &to);
    return g_string_free(text, FALSE);
}

bool rig_has_line(const char *line)
{
    g_autofree char *text = rig_generate();
    g_auto(GStrv) lines = g_strsplit(text, "\n", -1);

    return g_strv_contains((const char *const *)lines, line);
}

void rig_check_property(void)
{
    g_autofree char *text = rig_generate(), *again = NULL, *copy = NULL;
    static struct config_state before;

    before = rig_config.state;
    config_defaults(&rig_config, rig_config.release, before.interfaces);
    g_string_truncate(rig_out, 0);
    copy = g_strdup(text);
    save_execute(&rig_cli, copy);
    g_assert_cmpstr(rig_out->str, ==, "");
    again = rig_generate();
    g_assert_cmpstr(again, ==, text);
    g_assert_cmpmem(&rig_config.state, sizeof before, &before, sizeof before);
}
