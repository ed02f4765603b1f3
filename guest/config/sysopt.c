/* SPDX-License-Identifier: GPL-2.0-or-later */
/* sysopt.c - sysopt: options that are acted on; the others are kept. */
#include <stddef.h>

#include "guest/cli/cli.h"
#include "guest/config/config.h"
#include "guest/config/rulework.h"
#include "guest/config/stored.h"
#include "guest/config/strings.h"
#include "guest/lib/string.h"

enum { MSS_MIN = 28, MSS_MAX = 65535 };

/* Those that are there or not. */
static const struct {
    const char *first, *second;
    size_t at;  /* in struct rules */
    bool guard; /* which the licence may lack */
} flags[] = {
    {"connection", "timewait", offsetof(struct rules, time_wait), false},
    {"nodnsalias", "inbound", offsetof(struct rules, no_dns_alias_in), false},
    {"nodnsalias", "outbound", offsetof(struct rules, no_dns_alias_out),
     false},
    {"security", "fragguard", offsetof(struct rules, frag_guard), true},
};

enum { FLAGS = sizeof flags / sizeof flags[0] };

static void generate(const struct config *c, struct config_text *to)
{
    const struct rules *r = &c->state.rules;

    for (unsigned i = 0; i < FLAGS; i++) {
        if (*(const bool *)((const uint8_t *)r + flags[i].at))
            config_printf(to, "sysopt %s %s\n", flags[i].first,
                          flags[i].second);
    }
    if (r->tcp_mss)
        config_printf(to, "sysopt connection tcpmss %u\n", r->tcp_mss);
    for (unsigned i = 0; i < c->state.interfaces; i++) {
        if (r->no_proxy_arp[i])
            config_printf(to, "sysopt noproxyarp %s\n",
                          c->state.interface[i].name);
    }
}

const struct config_row config_sysopt_row = {.name = "sysopt",
                                             .generate = generate};

static bool set_flag(struct cli *cli, int argc, char **argv, bool on)
{
    struct rules *r = rulework_rules(cli);

    for (unsigned i = 0; argc == 2 && i < FLAGS; i++) {
        if (cli_abbreviates(argv[0], flags[i].first) &&
            !strcasecmp(argv[1], flags[i].second)) {
            *(bool *)((uint8_t *)r + flags[i].at) = on;
            if (on && flags[i].guard)
                rulework_guards(cli);
            return true;
        }
    }
    return false;
}

/* False: another one, which is only kept. */
static bool known(struct cli *cli, int argc, char **argv, bool on)
{
    uint32_t mss = 0;
    unsigned i;

    if (argc >= 2 && argc <= 3 && cli_abbreviates(argv[0], "connection") &&
        !strcasecmp(argv[1], "tcpmss")) {
        if (on && argc == 2)
            cli_printf(cli, "%s\n", STR_CONFIG_MORE_WORDS);
        else if (!on || config_get_number(cli, argv[2], MSS_MIN, MSS_MAX,
                                          &mss))
            rulework_rules(cli)->tcp_mss = (uint16_t)mss;
    } else if (argc == 2 && !strcasecmp(argv[0], "noproxyarp")) {
        if (config_get_interface(cli, argv[1], &i))
            rulework_rules(cli)->no_proxy_arp[i] = on;
    } else if (!set_flag(cli, argc, argv, on)) {
        return false;
    }
    rulework_changed(cli);
    return true;
}

static void sysopt(struct cli *cli, int argc, char **argv)
{
    if (!known(cli, argc, argv, true))
        stored_keep(cli, argc, argv);
}

static void no_sysopt(struct cli *cli, int argc, char **argv)
{
    if (!known(cli, argc, argv, false))
        stored_forget(cli, argc, argv);
}

/* Those that are acted on, then the others. */
static void show_sysopt(struct cli *cli, int argc, char **argv)
{
    (void)argc;
    config_show(cli, generate);
    stored_show(cli, 0, argv);
}

static void clear_sysopt(struct cli *cli, int argc, char **argv)
{
    struct rules *r = rulework_rules(cli);

    (void)argc;
    for (unsigned i = 0; i < FLAGS; i++)
        *(bool *)((uint8_t *)r + flags[i].at) = false;
    r->tcp_mss = 0;
    memset(r->no_proxy_arp, 0, sizeof r->no_proxy_arp);
    stored_clear(cli, 0, argv);
}

const struct command config_sysopt_commands[] = {
    {"clear sysopt", "", "Options of the system as a new unit has them",
     CLI_CONFIG, .since = RELEASE(5, 0, 0), .run = clear_sysopt},
    {"show sysopt", "", "Options of the system", CLI_PRIVILEGED,
     .since = RELEASE(5, 0, 0), .run = show_sysopt},
    {"no sysopt", "...", "Options of the system", CLI_CONFIG,
     .max_args = CLI_ARGS_MAX, .since = RELEASE(5, 0, 0), .run = no_sysopt},
    {"sysopt", "...", "Options of the system", CLI_CONFIG,
     .max_args = CLI_ARGS_MAX, .since = RELEASE(5, 0, 0), .run = sysopt},
    {0},
};
