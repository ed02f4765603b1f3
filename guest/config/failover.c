/* SPDX-License-Identifier: GPL-2.0-or-later */
/* failover.c - what a pair of units is told about itself. */
#include "guest/cli/cli.h"
#include "guest/config/config.h"
#include "guest/config/strings.h"
#include "guest/lib/format.h"
#include "guest/lib/string.h"

enum {
    POLL_S = 15,
    POLL_MIN_S = 3,
    POLL_MAX_S = 15,
    TIMEOUT_MAX_S = 24 * 3600,
};

static struct config_failover *at(struct cli *cli)
{
    return &cli->unit->config->state.failover;
}

static void changed(struct cli *cli)
{
    config_changed(cli->unit->config, CONFIG_PART_FAILOVER, 0);
}

/* --- text -------------------------------------------------------------- */

static void failover_defaults(struct config *c)
{
    struct config_failover *f = &c->state.failover;

    f->poll_s = POLL_S;
    f->lan_interface = f->link = CONFIG_FAILOVER_NONE;
}

static void addresses(const struct config *c, struct config_text *to)
{
    const struct config_failover *f = &c->state.failover;
    bool with_no = c->release >= RELEASE(6, 3, 0);
    char ip[CONFIG_IP_TEXT];

    for (unsigned i = 0; i < c->state.interfaces; i++) {
        const char *name = c->state.interface[i].name;

        if (!f->ip[i] && with_no)
            config_printf(to, "no failover ip address %s\n", name);
        else
            config_printf(to, "failover ip address %s %s\n", name,
                          config_ip(c, f->ip[i], ip));
    }
    for (unsigned i = 0; i < c->state.interfaces; i++) {
        char one[CONFIG_MAC_TEXT], two[CONFIG_MAC_TEXT];

        if (f->mac[i].set)
            config_printf(to, "failover mac address %s %s %s\n",
                          c->state.interface[i].name,
                          config_mac(f->mac[i].active, one),
                          config_mac(f->mac[i].standby, two));
    }
}

static void lan(const struct config *c, struct config_text *to)
{
    const struct config_failover *f = &c->state.failover;

    if (f->lan_unit != CONFIG_UNIT_CABLE)
        config_printf(to, "failover lan unit %s\n",
                      f->lan_unit == CONFIG_UNIT_PRIMARY ? "primary"
                                                         : "secondary");
    if (f->lan_interface != CONFIG_FAILOVER_NONE)
        config_printf(to, "failover lan interface %s\n",
                      c->state.interface[f->lan_interface].name);
    if (f->lan_key[0])
        config_printf(to, "failover lan key %s\n", f->lan_key);
    if (f->lan)
        config_printf(to, "failover lan enable\n");
}

static void failover_generate(const struct config *c, struct config_text *to)
{
    const struct config_failover *f = &c->state.failover;
    char timeout[FORMAT_HMS];

    config_printf(to, "%s\n", f->on ? "failover" : "no failover");
    config_printf(to, "failover timeout %s\n",
                  format_hms(f->timeout_s, timeout));
    config_printf(to, "failover poll %u\n", (unsigned)f->poll_s);
    if (f->replicate_http)
        config_printf(to, "failover replicate http\n");
    addresses(c, to);
    if (f->link != CONFIG_FAILOVER_NONE)
        config_printf(to, "failover link %s\n",
                      c->state.interface[f->link].name);
    lan(c, to);
}

const struct config_row config_failover_row = {
    .name = "failover",
    .defaults = failover_defaults,
    .generate = failover_generate,
};

/* --- on and off -------------------------------------------------------- */

static void failover(struct cli *cli, int argc, char **argv)
{
    const struct config *c = cli->unit->config;
    const char *missing = config_missing(c, "failover");

    (void)argc, (void)argv;
    if (missing) {
        cli_printf(cli, STR_CONFIG_NOT_LICENSED "\n", missing);
        return;
    }
    at(cli)->on = true;
    changed(cli);
}

static void no_failover(struct cli *cli, int argc, char **argv)
{
    (void)argc, (void)argv;
    at(cli)->on = false;
    changed(cli);
}

/* --- times ------------------------------------------------------------- */

static void poll(struct cli *cli, int argc, char **argv)
{
    (void)argc;
    if (config_get_number(cli, argv[0], POLL_MIN_S, POLL_MAX_S,
                          &at(cli)->poll_s))
        changed(cli);
}

static void no_poll(struct cli *cli, int argc, char **argv)
{
    (void)argc, (void)argv;
    at(cli)->poll_s = POLL_S;
    changed(cli);
}

/* h:mm:ss */
static bool parse_time(const char *text, uint32_t *to)
{
    uint32_t part[3] = {0};

    for (unsigned i = 0; i < 3; i++) {
        const char *begin = text;

        while (*text >= '0' && *text <= '9' && text - begin < 4)
            part[i] = part[i] * 10 + (uint32_t)(*text++ - '0');
        if (text == begin || *text != (i < 2 ? ':' : '\0') ||
            (i && part[i] > 59))
            return false;
        text++;
    }
    *to = part[0] * 3600 + part[1] * 60 + part[2];
    return *to <= TIMEOUT_MAX_S;
}

static void timeout(struct cli *cli, int argc, char **argv)
{
    (void)argc;
    if (parse_time(argv[0], &at(cli)->timeout_s))
        config_no_effect(cli, NULL);
    else
        cli_printf(cli, STR_CONFIG_BAD_TIME "\n", argv[0]);
}

static void no_timeout(struct cli *cli, int argc, char **argv)
{
    (void)argc, (void)argv;
    at(cli)->timeout_s = 0;
}

/* --- addresses --------------------------------------------------------- */

static void ip_address(struct cli *cli, int argc, char **argv)
{
    uint32_t ip;
    unsigned i;

    (void)argc;
    if (!config_get_interface(cli, argv[0], &i) ||
        !config_get_ip(cli, argv[1], &ip))
        return;
    at(cli)->ip[i] = ip;
    config_changed(cli->unit->config, CONFIG_PART_INTERFACE, i);
}

static void no_ip_address(struct cli *cli, int argc, char **argv)
{
    unsigned i;

    (void)argc;
    if (!config_get_interface(cli, argv[0], &i))
        return;
    at(cli)->ip[i] = 0;
    config_changed(cli->unit->config, CONFIG_PART_INTERFACE, i);
}

static void mac_address(struct cli *cli, int argc, char **argv)
{
    uint8_t mac[2][6];
    unsigned i;

    (void)argc;
    if (!config_get_interface(cli, argv[0], &i))
        return;
    for (unsigned k = 0; k < 2; k++) {
        if (!config_parse_mac(argv[k + 1], mac[k])) {
            cli_printf(cli, STR_CONFIG_BAD_MAC "\n", argv[k + 1]);
            return;
        }
    }
    at(cli)->mac[i].set = true;
    memcpy(at(cli)->mac[i].active, mac[0], 6);
    memcpy(at(cli)->mac[i].standby, mac[1], 6);
    config_changed(cli->unit->config, CONFIG_PART_INTERFACE, i);
}

static void no_mac_address(struct cli *cli, int argc, char **argv)
{
    unsigned i;

    (void)argc;
    if (!config_get_interface(cli, argv[0], &i))
        return;
    memset(&at(cli)->mac[i], 0, sizeof at(cli)->mac[i]);
    config_changed(cli->unit->config, CONFIG_PART_INTERFACE, i);
}

/* --- stateful, LAN ----------------------------------------------------- */

static void link(struct cli *cli, int argc, char **argv)
{
    unsigned i;

    (void)argc;
    if (!config_get_interface(cli, argv[0], &i))
        return;
    at(cli)->link = (uint8_t)i;
    changed(cli);
}

static void no_link(struct cli *cli, int argc, char **argv)
{
    (void)argc, (void)argv;
    at(cli)->link = CONFIG_FAILOVER_NONE;
    changed(cli);
}

static void replicate_http(struct cli *cli, int argc, char **argv)
{
    (void)argc, (void)argv;
    at(cli)->replicate_http = cli->row->words[0] != 'n';
}

static void lan_unit(struct cli *cli, int argc, char **argv)
{
    (void)argc;
    if (cli_abbreviates(argv[0], "primary")) {
        at(cli)->lan_unit = CONFIG_UNIT_PRIMARY;
    } else if (cli_abbreviates(argv[0], "secondary")) {
        at(cli)->lan_unit = CONFIG_UNIT_SECONDARY;
    } else {
        cli_printf(cli, "%s\n", STR_CONFIG_BAD_UNIT);
        return;
    }
    changed(cli);
}

static void no_lan_unit(struct cli *cli, int argc, char **argv)
{
    (void)argc, (void)argv;
    at(cli)->lan_unit = CONFIG_UNIT_CABLE;
    changed(cli);
}

static void lan_interface(struct cli *cli, int argc, char **argv)
{
    unsigned i;

    (void)argc;
    if (!config_get_interface(cli, argv[0], &i))
        return;
    at(cli)->lan_interface = (uint8_t)i;
    changed(cli);
}

static void no_lan_interface(struct cli *cli, int argc, char **argv)
{
    (void)argc, (void)argv;
    at(cli)->lan_interface = CONFIG_FAILOVER_NONE;
    changed(cli);
}

static void lan_key(struct cli *cli, int argc, char **argv)
{
    size_t n = strlen(argv[0]);
    char *key = at(cli)->lan_key;

    (void)argc;
    if (n > CONFIG_FAILOVER_KEY_MAX) {
        cli_printf(cli, STR_CONFIG_BAD_KEY "\n", CONFIG_FAILOVER_KEY_MAX);
        return;
    }
    memset(key, 0, CONFIG_FAILOVER_KEY_MAX);
    memcpy(key, argv[0], n);
    changed(cli);
}

static void no_lan_key(struct cli *cli, int argc, char **argv)
{
    (void)argc, (void)argv;
    memset(at(cli)->lan_key, 0, CONFIG_FAILOVER_KEY_MAX);
    changed(cli);
}

static void lan_enable(struct cli *cli, int argc, char **argv)
{
    (void)argc, (void)argv;
    at(cli)->lan = cli->row->words[0] != 'n';
    changed(cli);
}

#define R_5_0 RELEASE(5, 0, 0)
#define R_6_2 RELEASE(6, 2, 0)

#define ROW(words_, args_, summary_, n_, since_, run_)                   \
    {words_, args_, summary_, CLI_CONFIG, .min_args = n_, .max_args = n_, \
     .since = since_, .run = run_}
/* What follows a "no" may be left out, as far as it does not say what. */
#define NO(words_, args_, summary_, least_, since_, run_)                 \
    {"no " words_, args_, summary_, CLI_CONFIG, .min_args = least_,       \
     .max_args = 3, .since = since_, .run = run_}

const struct command config_failover_commands[] = {
    ROW("failover", "", "Two units, one of them active", 0, 0, failover),
    ROW("failover ip address", "<interface> <address>",
        "An address of the standby unit", 2, 0, ip_address),
    ROW("failover lan", "", "A pair without a cable", 0, R_6_2, NULL),
    ROW("failover lan enable", "", "A pair without a cable", 0, R_6_2,
        lan_enable),
    ROW("failover lan interface", "<interface>",
        "By which the units talk", 1, R_6_2, lan_interface),
    ROW("failover lan key", "<key>", "What both units know", 1, R_6_2,
        lan_key),
    ROW("failover lan unit", "primary|secondary", "Which of both this is", 1,
        R_6_2, lan_unit),
    ROW("failover link", "<interface>", "By which connections are copied", 1,
        R_5_0, link),
    ROW("failover mac address", "<interface> <active> <standby>",
        "Hardware addresses of both units", 3, R_6_2, mac_address),
    ROW("failover poll", "<seconds>", "Between looks at the other unit", 1,
        0, poll),
    ROW("failover replicate http", "", "Copy HTTP connections, too", 0,
        R_6_2, replicate_http),
    ROW("failover timeout", "<h:mm:ss>", "How long connections may come back",
        1, 0, timeout),
    NO("failover", "", "This unit alone", 0, 0, no_failover),
    NO("failover ip address", "<interface> [address]",
       "No address while standby", 1, 0, no_ip_address),
    NO("failover lan enable", "", "By the cable", 0, R_6_2, lan_enable),
    NO("failover lan interface", "[interface]", "None to talk by", 0, R_6_2,
       no_lan_interface),
    NO("failover lan key", "[key]", "No key", 0, R_6_2, no_lan_key),
    NO("failover lan unit", "[primary|secondary]", "As the cable says", 0,
       R_6_2, no_lan_unit),
    NO("failover link", "[interface]", "Connections are not copied", 0,
       R_5_0, no_link),
    NO("failover mac address", "<interface> [active] [standby]",
       "The addresses in the hardware", 1, R_6_2, no_mac_address),
    NO("failover poll", "[seconds]", "15 again", 0, 0, no_poll),
    NO("failover replicate http", "", "HTTP connections are not copied", 0,
       R_6_2, replicate_http),
    NO("failover timeout", "[h:mm:ss]", "0:00:00 again", 0, 0, no_timeout),
    {0},
};
