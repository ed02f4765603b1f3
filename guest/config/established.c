/* SPDX-License-Identifier: GPL-2.0-or-later */
/* established.c - established: who has been called may call back. */
#include "guest/cli/cli.h"
#include "guest/config/config.h"
#include "guest/config/rulework.h"
#include "guest/config/services.h"
#include "guest/config/strings.h"
#include "guest/lib/string.h"

/* " permitto tcp 6000-6010" */
static void way_back(struct config_text *to, const char *word,
                     uint8_t protocol, const struct rules_range *ports)
{
    char name[SERVICE_TEXT], range[RULEWORK_RANGE_TEXT];

    if (protocol)
        config_printf(to, " %s %s %s", word,
                      service_protocol_text(protocol, name),
                      rulework_range_text(ports, range));
}

static void generate(const struct config *c, struct config_text *to)
{
    char name[SERVICE_TEXT];

    for (unsigned i = 0; i < c->state.rules.established_count; i++) {
        const struct rules_established *e = &c->state.rules.established[i];

        config_printf(to, "established %s %u %u",
                      service_protocol_text(e->protocol, name), e->to_port,
                      e->from_port);
        way_back(to, "permitto", e->to_protocol, &e->to);
        way_back(to, "permitfrom", e->from_protocol, &e->from);
        config_printf(to, "\n");
    }
}

const struct config_row config_established_row = {.name = "established",
                                                  .generate = generate};

/* --- parsing ----------------------------------------------------------- */

static bool parse_protocol(struct cli *cli, const char *word, uint8_t *to)
{
    if (service_protocol(word, to) &&
        (*to == SERVICE_TCP || *to == SERVICE_UDP))
        return true;
    rulework_bad_word(cli, word);
    return false;
}

/* "permitto PROTOCOL PORTS", "permitfrom PROTOCOL PORTS" */
static bool parse_ways(struct cli *cli, int argc, char **argv,
                       struct rules_established *e)
{
    for (; argc >= 3; argc -= 3, argv += 3) {
        bool to = cli_abbreviates(argv[0], "permitto");

        if (!to && !cli_abbreviates(argv[0], "permitfrom"))
            break;
        if (!parse_protocol(cli, argv[1],
                            to ? &e->to_protocol : &e->from_protocol) ||
            !rulework_range(cli, argv[2], to ? &e->to : &e->from))
            return false;
    }
    if (argc)
        cli_usage(cli, "established", 11);
    return argc == 0;
}

static bool parse_port(struct cli *cli, char *word, uint16_t *to)
{
    struct rules_range port;

    if (!rulework_range(cli, word, &port))
        return false;
    *to = port.low;
    if (port.low != port.high)
        rulework_bad_word(cli, word);
    return port.low == port.high;
}

/* "PROTOCOL PORT [PORT] [permitto ...] [permitfrom ...]" */
static bool parse(struct cli *cli, int argc, char **argv,
                  struct rules_established *e)
{
    int used = 2;

    memset(e, 0, sizeof *e);
    if (!parse_protocol(cli, argv[0], &e->protocol) ||
        !parse_port(cli, argv[1], &e->to_port))
        return false;
    if (argc > 2 && argv[2][0] >= '0' && argv[2][0] <= '9') {
        if (!parse_port(cli, argv[2], &e->from_port))
            return false;
        used++;
    }
    return parse_ways(cli, argc - used, argv + used, e);
}

/* --- commands ---------------------------------------------------------- */

static int find(const struct rules *r, const struct rules_established *e)
{
    for (unsigned i = 0; i < r->established_count; i++) {
        if (!memcmp(&r->established[i], e, sizeof *e))
            return (int)i;
    }
    return -1;
}

static void established(struct cli *cli, int argc, char **argv)
{
    struct rules *r = rulework_rules(cli);
    struct rules_established e;

    if (!parse(cli, argc, argv, &e) || find(r, &e) >= 0)
        return;
    if (r->established_count == RULES_ESTABLISHED) {
        cli_printf(cli, STR_CONFIG_FULL "\n", RULES_ESTABLISHED);
        return;
    }
    r->established[r->established_count++] = e;
    rulework_changed(cli);
}

static void no_established(struct cli *cli, int argc, char **argv)
{
    struct rules *r = rulework_rules(cli);
    struct rules_established e;

    if (parse(cli, argc, argv, &e))
        rulework_forget(cli, r->established, sizeof e, &r->established_count,
                        find(r, &e));
}

static void clear_established(struct cli *cli, int argc, char **argv)
{
    struct rules *r = rulework_rules(cli);

    (void)argc, (void)argv;
    rulework_forget_all(cli, r->established, sizeof r->established[0],
                        &r->established_count);
}

static void show_established(struct cli *cli, int argc, char **argv)
{
    (void)argc, (void)argv;
    config_show(cli, generate);
}

#define ARGS "<protocol> <port> [source port] [permitto <protocol> " \
             "<port>[-<port>]] [permitfrom <protocol> <port>[-<port>]]"

const struct command config_established_commands[] = {
    {"clear established", "", "Nobody may call back", CLI_CONFIG,
     .run = clear_established},
    {"established", ARGS, "Who has been called may call back", CLI_CONFIG,
     .min_args = 2, .max_args = 9, .run = established},
    {"no established", ARGS, "Take that back", CLI_CONFIG, .min_args = 2,
     .max_args = 9, .run = no_established},
    {"show established", "", "Who may call back", CLI_PRIVILEGED,
     .run = show_established},
    {0},
};
