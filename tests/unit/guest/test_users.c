/* SPDX-License-Identifier: GPL-2.0-or-later */
/* test_users.c - people known by name, and what their levels let them do. */
#include <string.h>

#include "guest/cli/strings.h"
#include "guest/config/privileges.h"
#include "guest/config/strings.h"
#include "guest/config/users.h"
#include "tests/unit/guest/configrig.h"

static void begin(void)
{
    rig_begin(RELEASE(6, 2, 1));
    rig_unit.allow = privileges_allow;
    rig_unit.enable = users_enable;
}

/* Published of a later unit, and what follows from the rule. */
static void test_hashes(void)
{
    char hash[PASSWORD_HASH + 1], other[PASSWORD_HASH + 1];

    password_hash_user(hash, "password", "user");
    g_assert_cmpstr(hash, ==, "A5XOy94YKDPXCo7U");
    g_assert_true(password_matches_user(hash, "password", "user"));
    g_assert_false(password_matches_user(hash, "password", "usher"));
    password_hash_user(hash, "pass", "ab"); /* over and over */
    password_hash(other, "passabab");
    g_assert_cmpstr(hash, ==, other);
    password_hash_user(hash, "0123456789abcdefgh", "user");
    password_hash(other, "0123456789abcdef"); /* no room for him */
    g_assert_cmpstr(hash, ==, other);
}

static void test_lines(void)
{
    begin();
    g_assert_cmpstr(rig_say("username user password password"), ==, "");
    g_assert_true(rig_has_line("username user password A5XOy94YKDPXCo7U "
                               "encrypted privilege 2"));
    rig_say("username user password A5XOy94YKDPXCo7U encrypted priv 15");
    g_assert_true(rig_has_line("username user password A5XOy94YKDPXCo7U "
                               "encrypted privilege 15"));
    rig_say("username guest nopassword privilege 0");
    g_assert_true(rig_has_line("username guest nopassword privilege 0"));
    g_assert_cmpstr(rig_say("show username guest"), ==,
                    "username guest nopassword privilege 0\n");
    rig_check_property();
    g_assert_nonnull(strstr(rig_say("username x"), "Usage"));
    g_assert_nonnull(strstr(rig_say("username x password"), "Usage"));
    g_assert_nonnull(strstr(rig_say("username x nopassword 5"), "Usage"));
    g_assert_nonnull(strstr(rig_say("username x nopassword privilege 16"),
                            "ERROR"));
    g_assert_nonnull(strstr(rig_say("username x password y encrypted"),
                            STR_CONFIG_BAD_HASH));
    g_assert_nonnull(strstr(rig_say("username a234567890123456 nopassword"),
                            "ERROR"));
    g_assert_nonnull(strstr(rig_say("no username nobody"), "nobody"));
    g_assert_cmpstr(rig_say("no username user"), ==, "");
    g_assert_cmpuint(rig_config.state.users, ==, 1);
    for (unsigned i = 0; i < 40; i++) {
        g_autofree char *line = g_strdup_printf("username u%u nopassword", i);

        rig_say(line);
    }
    g_assert_nonnull(strstr(rig_out->str, "ERROR"));
    rig_check_property();
    rig_say("clear username");
    g_assert_cmpstr(rig_say("show username"), ==, "");
}

static void test_login(void)
{
    begin();
    rig_say("username anna password pw privilege 7");
    rig_say("username bob nopassword privilege 1");
    rig_cli.mode = CLI_ENABLE;
    rig_cli.level = CLI_LEVEL_MAX;
    rig_keys = "anna\rpw\r";
    rig_say("login");
    g_assert_cmpuint(rig_cli.level, ==, 7);
    g_assert_cmpint(rig_cli.mode, ==, CLI_ENABLE);
    g_assert_cmpstr(rig_say("show curpriv"), ==,
                    "Username : anna\nCurrent privilege level : 7\n"
                    "Current Mode/s : P_PRIV\n");
    rig_keys = "anna\rwrong\ranna\r\rcarl\rpw\r";
    rig_say("login");
    g_assert_nonnull(strstr(rig_out->str, STR_USERS_DENIED));
    g_assert_cmpuint(rig_cli.level, ==, 7);
    rig_keys = "bob\r\r";
    rig_say("login");
    g_assert_cmpint(rig_cli.mode, ==, CLI_USER);
    rig_keys = "anna\rpw\r";
    rig_say("login");
    g_assert_cmpstr(rig_say("disable 3"), ==, "");
    g_assert_cmpuint(rig_cli.level, ==, 3);
    rig_keys = "passwd sesame\r";
    cli_session(&rig_cli);
    rig_cli.leaving = false;
    g_assert_nonnull(strstr(rig_say("show history"), "passwd sesame"));
    g_assert_cmpstr(rig_say("logout"), ==, "");
    g_assert_nonnull(strstr(rig_say("show curpriv"), "enable_1\n"));
    g_assert_cmpstr(rig_say("show history"), ==, "");
    g_assert_false(rig_cli.leaving);
}

static void test_doors(void)
{
    begin();
    g_assert_false(users_asked(&rig_config, "telnet"));
    g_assert_cmpstr(rig_say("aaa authentication telnet console LOCAL"), ==,
                    "");
    g_assert_cmpstr(rig_say("aaa authentication ssh console LOCAL"), ==,
                    STR_CONFIG_NO_EFFECT "\n");
    g_assert_cmpstr(rig_say("aaa authentication serial console RADIUS"), ==,
                    STR_CONFIG_NO_EFFECT "\n");
    g_assert_true(users_asked(&rig_config, "telnet"));
    g_assert_false(users_asked(&rig_config, "ssh"));
    g_assert_false(users_asked(&rig_config, "serial"));
    rig_say("aaa authentication telnet console RADIUS");
    g_assert_false(users_asked(&rig_config, "telnet"));

    /* enable: never more than is his. */
    rig_say("aaa authentication enable console LOCAL");
    rig_say("username anna password pw privilege 7");
    rig_cli.mode = CLI_USER;
    rig_cli.level = CLI_LEVEL_USER;
    rig_keys = "anna\rpw\r";
    rig_say("enable");
    g_assert_cmpuint(rig_cli.level, ==, 7);
    rig_keys = "anna\rpw\r";
    rig_say("enable 5");
    g_assert_cmpuint(rig_cli.level, ==, 5);
    rig_keys = "\r\r\r\r\r\r";
    rig_say("enable");
    g_assert_cmpuint(rig_cli.level, ==, 5);

    /* Nobody is known: whoever has the enable password is pix. */
    rig_cli.mode = CLI_CONFIG;
    rig_say("clear username");
    rig_say("enable password sesame");
    rig_cli.mode = CLI_USER;
    rig_keys = "pix\rsesame\r";
    rig_say("enable");
    g_assert_cmpuint(rig_cli.level, ==, CLI_LEVEL_MAX);
    g_assert_cmpint(rig_cli.mode, ==, CLI_ENABLE);
    g_assert_true(users_log_in(&rig_cli) == false);
    rig_begin(RELEASE(6, 1, 1));
    rig_say("aaa authentication telnet console LOCAL");
    g_assert_false(users_asked(&rig_config, "telnet"));
}

static void test_privilege_lines(void)
{
    begin();
    g_assert_cmpstr(rig_say("privilege show level 5 command interface"), ==,
                    "");
    g_assert_true(rig_has_line("privilege show level 5 command interface"));
    rig_say("privilege level 3 configure command route");
    g_assert_true(rig_has_line("privilege configure level 3 command route"));
    rig_say("privilege level 4 command arp");
    rig_say("privilege clear level 6 mode enable command arp");
    g_assert_true(rig_has_line("privilege clear level 6 mode enable command "
                               "arp"));
    rig_say("privilege configure level 9 command route");
    g_assert_false(rig_has_line("privilege configure level 3 command route"));
    rig_check_property();
    g_assert_nonnull(strstr(rig_say("privilege level 5"), "Usage"));
    g_assert_nonnull(strstr(rig_say("privilege show command arp"), "Usage"));
    g_assert_nonnull(strstr(rig_say("privilege level 5 command nothing"),
                            "nothing"));
    g_assert_nonnull(strstr(rig_say("privilege level 16 command arp"),
                            "ERROR"));
    g_assert_nonnull(strstr(rig_say("privilege level 5 mode x command arp"),
                            "ERROR"));
    g_assert_cmpstr(rig_say("show privilege command arp"), ==,
                    "privilege configure level 4 command arp\n"
                    "privilege show level 4 command arp\n");
    g_assert_nonnull(strstr(rig_say("show privilege all"),
                            "privilege configure level 15 command nameif\n"));
    g_assert_cmpstr(rig_say("show privilege level 9"), ==,
                    "privilege configure level 9 command route\n");
    g_assert_cmpstr(rig_say("no privilege level 4 command arp"), ==, "");
    g_assert_cmpstr(rig_say("no privilege level 4 command arp"), ==,
                    STR_CONFIG_NO_SUCH_LINE "\n");
    rig_say("clear privilege");
    g_assert_cmpuint(rig_config.state.privileges, ==, 0);
}

static void test_levels(void)
{
    static const char refused[] = STR_NOT_AUTHORIZED "\n";

    begin();
    rig_say("privilege show level 5 command nameif");
    rig_say("privilege level 5 command configure");
    rig_say("privilege configure level 6 command route");
    rig_say("username anna password pw privilege 5");
    rig_cli.mode = CLI_ENABLE;
    rig_keys = "anna\rpw\r";
    rig_say("login");
    /* Levels do not count yet. */
    g_assert_cmpstr(rig_say("show mtu"), !=, refused);
    rig_cli.level = CLI_LEVEL_MAX;
    rig_cli.mode = CLI_CONFIG;
    g_assert_cmpstr(rig_say("aaa authorization command LOCAL"), ==, "");
    rig_cli.level = 5;
    rig_cli.mode = CLI_ENABLE;
    g_assert_cmpstr(rig_say("show mtu"), ==, refused);
    g_assert_nonnull(strstr(rig_say("show nameif"), "nameif ethernet0"));
    g_assert_cmpstr(rig_say("write memory"), ==, refused);
    g_assert_cmpstr(rig_say("show history"), !=, refused);
    g_assert_cmpstr(rig_say("configure terminal"), ==, "");
    g_assert_cmpint(rig_cli.mode, ==, CLI_CONFIG);
    g_assert_cmpstr(rig_say("route inside 10.2.0.0 255.255.0.0 10.1.1.9"),
                    ==, refused);
    g_assert_cmpuint(rig_config.state.routes, ==, 0);
    rig_cli.level = 6;
    g_assert_cmpstr(rig_say("route inside 10.2.0.0 255.255.0.0 10.1.1.9"),
                    ==, "");
    g_assert_cmpstr(rig_say("no route inside 10.2.0.0 255.255.0.0"), ==, "");
    g_assert_cmpstr(rig_say("show route"), ==, refused);
    g_assert_cmpstr(rig_say("hostname mine"), ==, refused);
    g_assert_cmpstr(rig_say("exit"), ==, "");
    g_assert_cmpint(rig_cli.mode, ==, CLI_ENABLE);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_set_nonfatal_assertions();
    g_test_add_func("/users/hashes", test_hashes);
    g_test_add_func("/users/lines", test_lines);
    g_test_add_func("/users/login-and-logout", test_login);
    g_test_add_func("/users/doors", test_doors);
    g_test_add_func("/privileges/lines", test_privilege_lines);
    g_test_add_func("/privileges/what-a-level-may", test_levels);
    return g_test_run();
}
