/* SPDX-License-Identifier: GPL-2.0-or-later */
/* guard.c - ip verify, icmp, floodguard, fragment, service. */
#include "guest/cli/cli.h"
#include "guest/config/config.h"
#include "guest/config/rulework.h"
#include "guest/config/services.h"
#include "guest/config/strings.h"
#include "guest/lib/string.h"

static const char *name_of(const struct config *c, unsigned interface)
{
    return c->state.interface[interface].name;
}

/* --- ip verify --------------------------------------------------------- */

static void verify_generate(const struct config *c, struct config_text *to)
{
    for (unsigned i = 0; i < c->state.interfaces; i++) {
        if (c->state.rules.reverse_path[i])
            config_printf(to, "ip verify reverse-path interface %s\n",
                          name_of(c, i));
    }
}

const struct config_row config_verify_row = {.name = "ip verify",
                                             .generate = verify_generate};

static void set_verify(struct cli *cli, char **argv, bool on)
{
    unsigned i;

    if (!cli_abbreviates(argv[0], "reverse-path") ||
        !cli_abbreviates(argv[1], "interface")) {
        cli_usage(cli, "ip verify", 9);
    } else if (config_get_interface(cli, argv[2], &i)) {
        rulework_rules(cli)->reverse_path[i] = on;
        rulework_changed(cli);
    }
}

static void verify(struct cli *cli, int argc, char **argv)
{
    (void)argc;
    set_verify(cli, argv, true);
}

static void no_verify(struct cli *cli, int argc, char **argv)
{
    (void)argc;
    set_verify(cli, argv, false);
}

static void show_verify(struct cli *cli, int argc, char **argv)
{
    (void)argc, (void)argv;
    config_show(cli, verify_generate);
}

/* --- icmp -------------------------------------------------------------- */

static void icmp_generate(const struct config *c, struct config_text *to)
{
    const struct rules *r = &c->state.rules;
    char ip[CONFIG_IP_TEXT], mask[CONFIG_IP_TEXT], type[SERVICE_TEXT];

    for (unsigned i = 0; i < r->icmps; i++) {
        const struct rules_icmp *p = &r->icmp[i];

        config_printf(to, "icmp %s ",
                      p->action == RULES_PERMIT ? "permit" : "deny");
        if (p->mask == 0)
            config_printf(to, "any ");
        else if (p->mask == 0xffffffff)
            config_printf(to, "host %s ", config_ip(c, p->ip, ip));
        else
            config_printf(to, "%s %s ", config_ip(c, p->ip, ip),
                          config_mask(p->mask, mask));
        if (p->type != RULES_ANY_ICMP)
            config_printf(to, "%s ", service_icmp_text(p->type, type));
        config_printf(to, "%s\n", name_of(c, p->interface));
    }
}

const struct config_row config_icmp_row = {.name = "icmp",
                                           .generate = icmp_generate};

/* "any", "host IP" or "IP MASK"; how many words that were, 0: wrong. */
static int parse_who(struct cli *cli, int argc, char **argv,
                     struct rules_icmp *p)
{
    if (!strcasecmp(argv[0], "any"))
        return 1;
    p->mask = 0xffffffff;
    if (argc < 2)
        return 0;
    if (!strcasecmp(argv[0], "host"))
        return config_get_ip(cli, argv[1], &p->ip) ? 2 : 0;
    if (!config_get_ip(cli, argv[0], &p->ip) ||
        !config_get_mask(cli, argv[1], &p->mask))
        return 0;
    p->ip &= p->mask;
    return 2;
}

/* "permit|deny WHO [TYPE] IF" */
static bool parse_icmp(struct cli *cli, int argc, char **argv,
                       struct rules_icmp *p)
{
    unsigned interface;
    int used;

    memset(p, 0, sizeof *p);
    p->type = RULES_ANY_ICMP;
    if (cli_abbreviates(argv[0], "permit")) {
        p->action = RULES_PERMIT;
    } else if (!cli_abbreviates(argv[0], "deny")) {
        rulework_bad_word(cli, argv[0]);
        return false;
    }
    used = parse_who(cli, argc - 1, argv + 1, p);
    if (!used)
        return false;
    argc -= 1 + used;
    argv += 1 + used;
    if (argc == 2 && !service_icmp(argv[0], &p->type)) {
        rulework_bad_word(cli, argv[0]);
        return false;
    }
    if (argc < 1 || argc > 2) {
        cli_usage(cli, "icmp", 4);
        return false;
    }
    if (!config_get_interface(cli, argv[argc - 1], &interface))
        return false;
    p->interface = (uint8_t)interface;
    return true;
}

static int find_icmp(const struct rules *r, const struct rules_icmp *p)
{
    for (unsigned i = 0; i < r->icmps; i++) {
        if (!memcmp(&r->icmp[i], p, sizeof *p))
            return (int)i;
    }
    return -1;
}

static void icmp(struct cli *cli, int argc, char **argv)
{
    struct rules *r = rulework_rules(cli);
    struct rules_icmp p;

    if (!parse_icmp(cli, argc, argv, &p) || find_icmp(r, &p) >= 0)
        return;
    if (r->icmps == RULES_ICMPS)
        cli_printf(cli, STR_CONFIG_FULL "\n", RULES_ICMPS);
    else
        r->icmp[r->icmps++] = p;
    rulework_changed(cli);
}

static void no_icmp(struct cli *cli, int argc, char **argv)
{
    struct rules *r = rulework_rules(cli);
    struct rules_icmp p;

    if (!parse_icmp(cli, argc, argv, &p))
        return;
    rulework_forget(cli, r->icmp, sizeof p, &r->icmps, find_icmp(r, &p));
}

static void clear_icmp(struct cli *cli, int argc, char **argv)
{
    (void)argc, (void)argv;
    struct rules *r = rulework_rules(cli);

    rulework_forget_all(cli, r->icmp, sizeof r->icmp[0], &r->icmps);
}

static void show_icmp(struct cli *cli, int argc, char **argv)
{
    (void)argc, (void)argv;
    config_show(cli, icmp_generate);
}

/* --- floodguard -------------------------------------------------------- */

static void floodguard_defaults(struct config *c)
{
    c->state.rules.flood_guard = true;
}

static void floodguard_generate(const struct config *c,
                                struct config_text *to)
{
    config_printf(to, "floodguard %s\n",
                  c->state.rules.flood_guard ? "enable" : "disable");
}

const struct config_row config_floodguard_row = {
    .name = "floodguard", .defaults = floodguard_defaults,
    .generate = floodguard_generate};

static void set_floodguard(struct cli *cli, const char *word, bool take_back)
{
    bool on = cli_abbreviates(word, "enable");

    if (!on && !cli_abbreviates(word, "disable")) {
        cli_usage(cli, "floodguard", 10);
        return;
    }
    rulework_rules(cli)->flood_guard = on != take_back;
    if (on && !take_back)
        rulework_guards(cli);
    rulework_changed(cli);
}

static void floodguard(struct cli *cli, int argc, char **argv)
{
    (void)argc;
    set_floodguard(cli, argv[0], false);
}

static void no_floodguard(struct cli *cli, int argc, char **argv)
{
    (void)argc;
    set_floodguard(cli, argv[0], true);
}

static void clear_floodguard(struct cli *cli, int argc, char **argv)
{
    (void)argc, (void)argv;
    floodguard_defaults(cli->unit->config);
    rulework_changed(cli);
}

static void show_floodguard(struct cli *cli, int argc, char **argv)
{
    (void)argc, (void)argv;
    config_show(cli, floodguard_generate);
}

/* --- fragment ---------------------------------------------------------- */

static const struct {
    const char *word;
    uint16_t usual, least, most;
} fragment_rows[RULES_FRAGMENT_KINDS] = {
    [RULES_FRAGMENT_SIZE] = {"size", 200, 1, 30000},
    [RULES_FRAGMENT_CHAIN] = {"chain", 24, 1, 8200},
    [RULES_FRAGMENT_TIMEOUT] = {"timeout", 5, 1, 30},
};

static void fragment_defaults(struct config *c)
{
    for (unsigned i = 0; i < RULES_INTERFACES; i++) {
        for (unsigned k = 0; k < RULES_FRAGMENT_KINDS; k++)
            c->state.rules.fragment[i][k] = fragment_rows[k].usual;
    }
}

static void fragment_generate(const struct config *c, struct config_text *to)
{
    for (unsigned i = 0; i < c->state.interfaces; i++) {
        for (unsigned k = 0; k < RULES_FRAGMENT_KINDS; k++) {
            unsigned n = c->state.rules.fragment[i][k];

            if (n != fragment_rows[k].usual)
                config_printf(to, "fragment %s %u %s\n",
                              fragment_rows[k].word, n, name_of(c, i));
        }
    }
}

const struct config_row config_fragment_row = {
    .name = "fragment", .defaults = fragment_defaults,
    .generate = fragment_generate};

/* "size|chain|timeout N [IF]": without an interface all of them. */
static void set_fragment(struct cli *cli, int argc, char **argv, bool usual)
{
    unsigned first = 0, last = cli->unit->config->state.interfaces - 1, k = 0;
    uint32_t n;

    while (k < RULES_FRAGMENT_KINDS &&
           !cli_abbreviates(argv[0], fragment_rows[k].word))
        k++;
    if (k == RULES_FRAGMENT_KINDS) {
        cli_usage(cli, "fragment", 8);
        return;
    }
    n = fragment_rows[k].usual;
    if (!usual && !config_get_number(cli, argv[1], fragment_rows[k].least,
                                     fragment_rows[k].most, &n))
        return;
    if (argc == 3) {
        if (!config_get_interface(cli, argv[2], &first))
            return;
        last = first;
    }
    for (; first <= last; first++)
        rulework_rules(cli)->fragment[first][k] = (uint16_t)n;
    if (!usual && k != RULES_FRAGMENT_TIMEOUT)
        rulework_guards(cli);
    rulework_changed(cli);
}

static void fragment(struct cli *cli, int argc, char **argv)
{
    set_fragment(cli, argc, argv, false);
}

static void no_fragment(struct cli *cli, int argc, char **argv)
{
    set_fragment(cli, argc, argv, true);
}

static void clear_fragment(struct cli *cli, int argc, char **argv)
{
    (void)argc, (void)argv;
    fragment_defaults(cli->unit->config);
    rulework_changed(cli);
}

static void show_fragment(struct cli *cli, int argc, char **argv)
{
    const struct config *c = cli->unit->config;

    (void)argc, (void)argv;
    for (unsigned i = 0; i < c->state.interfaces; i++) {
        const uint16_t *f = c->state.rules.fragment[i];

        cli_printf(cli, "Interface: %s\n    Size: %u, Chain: %u, "
                   "Timeout: %u\n", name_of(c, i), f[RULES_FRAGMENT_SIZE],
                   f[RULES_FRAGMENT_CHAIN], f[RULES_FRAGMENT_TIMEOUT]);
    }
}

/* --- service ----------------------------------------------------------- */

static void service_generate(const struct config *c, struct config_text *to)
{
    if (c->state.rules.reset_inbound)
        config_printf(to, "service resetinbound\n");
    if (c->state.rules.reset_outside)
        config_printf(to, "service resetoutside\n");
}

const struct config_row config_service_row = {.name = "service",
                                              .generate = service_generate};

static void set_service(struct cli *cli, const char *word, bool on)
{
    if (cli_abbreviates(word, "resetinbound") && strlen(word) > 5)
        rulework_rules(cli)->reset_inbound = on;
    else if (cli_abbreviates(word, "resetoutside") && strlen(word) > 5)
        rulework_rules(cli)->reset_outside = on;
    else
        rulework_bad_word(cli, word);
    rulework_changed(cli);
}

static void service(struct cli *cli, int argc, char **argv)
{
    (void)argc;
    set_service(cli, argv[0], true);
}

static void no_service(struct cli *cli, int argc, char **argv)
{
    (void)argc;
    set_service(cli, argv[0], false);
}

static void show_service(struct cli *cli, int argc, char **argv)
{
    (void)argc, (void)argv;
    config_show(cli, service_generate);
}

static void clear_service(struct cli *cli, int argc, char **argv)
{
    (void)argc, (void)argv;
    struct rules *r = rulework_rules(cli);

    r->reset_inbound = r->reset_outside = false;
    rulework_changed(cli);
}

#define R(major, minor) RELEASE(major, minor, 0)
#define ICMP_ARGS "permit|deny any|host <address>|<address> <mask> [type] " \
                  "<interface>"

const struct command config_guard_commands[] = {
    {"clear floodguard", "", "Flood Guard as a new unit has it", CLI_CONFIG,
     .run = clear_floodguard},
    {"clear fragment", "", "The usual bounds of fragments", CLI_CONFIG,
     .since = R(6, 1), .run = clear_fragment},
    {"clear icmp", "", "Everybody may ping this unit", CLI_CONFIG,
     .since = R(5, 2), .run = clear_icmp},
    {"clear service", "", "Say nothing to what is denied", CLI_CONFIG,
     .since = R(5, 1), .run = clear_service},
    {"floodguard", "enable|disable", "Take connections back in a flood",
     CLI_CONFIG, .min_args = 1, .max_args = 1, .run = floodguard},
    {"fragment", "size|chain|timeout <n> [interface]", "Bounds of fragments",
     CLI_CONFIG, .min_args = 2, .max_args = 3, .since = R(6, 1),
     .run = fragment},
    {"icmp", ICMP_ARGS, "Who may ping this unit", CLI_CONFIG, .min_args = 3,
     .max_args = 5, .since = R(5, 2), .run = icmp},
    {"ip verify", "reverse-path interface <interface>",
     "Is the way back by the same interface?", CLI_CONFIG, .min_args = 3,
     .max_args = 3, .since = R(5, 2), .run = verify},
    {"no floodguard", "enable|disable", "The other of both", CLI_CONFIG,
     .min_args = 1, .max_args = 1, .run = no_floodguard},
    {"no fragment", "size|chain|timeout [n] [interface]",
     "The usual bounds of fragments", CLI_CONFIG, .min_args = 1,
     .max_args = 3, .since = R(6, 1), .run = no_fragment},
    {"no icmp", ICMP_ARGS, "Take such a line back", CLI_CONFIG,
     .min_args = 3, .max_args = 5, .since = R(5, 2), .run = no_icmp},
    {"no ip verify", "reverse-path interface <interface>",
     "Never mind the way back", CLI_CONFIG, .min_args = 3, .max_args = 3,
     .since = R(5, 2), .run = no_verify},
    {"no service", "resetinbound|resetoutside", "Say nothing",
     CLI_CONFIG, .min_args = 1, .max_args = 1, .since = R(5, 1),
     .run = no_service},
    {"service", "resetinbound|resetoutside", "Answers to what is denied",
     CLI_CONFIG, .min_args = 1, .max_args = 1, .since = R(5, 1),
     .run = service},
    {"show floodguard", "", "Are connections taken back in a flood?",
     CLI_PRIVILEGED, .run = show_floodguard},
    {"show fragment", "", "Bounds of fragments", CLI_PRIVILEGED,
     .since = R(6, 1), .run = show_fragment},
    {"show icmp", "", "Who may ping this unit", CLI_PRIVILEGED,
     .since = R(5, 2), .run = show_icmp},
    {"show service", "", "Answers to what is denied", CLI_PRIVILEGED,
     .since = R(5, 1), .run = show_service},
    {"show ip verify", "", "Where the way back is looked at", CLI_PRIVILEGED,
     .since = R(5, 2), .run = show_verify},
    {0},
};
