/* SPDX-License-Identifier: GPL-2.0-or-later */
/* nameif.c - names of interfaces, and how far each is trusted. */
#include "guest/cli/cli.h"
#include "guest/config/config.h"
#include "guest/config/strings.h"
#include "guest/lib/format.h"
#include "guest/lib/string.h"

/* The two ends are named by their use, the others in between; how their
 * levels are spread differs by release. */
static void nameif_defaults(struct config *c)
{
    for (unsigned i = 0; i < c->state.interfaces; i++) {
        struct config_interface *in = &c->state.interface[i];

        if (i < 2) {
            format(in->name, sizeof in->name, "%s",
                   i ? "inside" : "outside");
            in->security = i ? 100 : 0;
            continue;
        }
        format(in->name, sizeof in->name, "%sintf%u",
               c->release < RELEASE(5, 0, 0) ? "pix/" : "", i);
        in->security = (uint8_t)(c->release < RELEASE(6, 2, 0) ? 5 * i
                                                              : 2 * i);
    }
}

static void nameif_line(const struct config_interface *in,
                        struct config_text *to)
{
    config_printf(to, "nameif %s %s security%u\n", in->title, in->name,
                  in->security);
}

static void nameif_generate(const struct config *c, struct config_text *to)
{
    for (unsigned i = 0; i < c->state.interfaces; i++)
        nameif_line(&c->state.interface[i], to);
}

const struct config_row config_nameif_row = {
    .name = "nameif",
    .defaults = nameif_defaults,
    .generate = nameif_generate,
};

/* "security50", of which "sec50" is short. */
static bool parse_security(const char *text, uint8_t *to)
{
    size_t letters = 0;
    uint32_t level;

    while (text[letters] >= 'A')
        letters++;
    if (!letters || letters > 8 ||
        strncasecmp(text, "security", letters) != 0 ||
        !parse_u32(text + letters, &level) || level > 100)
        return false;
    *to = (uint8_t)level;
    return true;
}

static bool reserved(struct cli *cli, const char *name, uint8_t level)
{
    static const struct {
        const char *name;
        uint8_t level;
    } rows[] = {{"outside", 0}, {"inside", 100}};

    for (unsigned i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        bool same = !strcasecmp(name, rows[i].name);

        if (same == (level == rows[i].level))
            continue;
        cli_printf(cli, "interface name \"%s\" is reserved for interface "
                   "with security%u\n", rows[i].name, rows[i].level);
        return true;
    }
    return false;
}

/* In a text the other one's line is still to come: they change names. */
static void give_away(struct config_interface *from,
                      struct config_interface *to)
{
    uint8_t level = from->security;

    memcpy(from->name, to->name, sizeof from->name);
    from->security = to->security;
    to->security = level;
}

/* Nothing that is read as an address, a number, the title of an interface or a
 * word that may stand in its place. */
static bool is_name(const struct config *c, const char *name)
{
    uint32_t number;

    for (const char *p = name; *p; p++) {
        if (*p < '!' || *p > '~' || strchr("(),?|", *p))
            return false;
    }
    if (strlen(name) > CONFIG_NAME_MAX || parse_u32(name, &number) ||
        parse_ipv4(name, &number) || cli_abbreviates(name, "timeout"))
        return false;
    for (unsigned i = 0; i < c->state.interfaces; i++) {
        if (config_is_title(name, c->state.interface[i].title))
            return false;
    }
    return true;
}

static void nameif(struct cli *cli, int argc, char **argv)
{
    struct config *c = cli->unit->config;
    struct config_interface *in;
    unsigned i, other;
    uint8_t level;

    (void)argc;
    if (!config_get_interface(cli, argv[0], &i))
        return;
    in = &c->state.interface[i];
    if (!parse_security(argv[2], &level) || !is_name(c, argv[1]))
        cli_usage(cli, "nameif", 6);
    else if (config_find_name(c, argv[1], &other) && other != i &&
             !cli->scripted)
        cli_printf(cli, STR_CONFIG_NAME_TAKEN "\n", argv[1]);
    else if (!reserved(cli, argv[1], level)) {
        if (config_find_name(c, argv[1], &other) && other != i)
            give_away(&c->state.interface[other], in);
        memset(in->name, 0, sizeof in->name);
        memcpy(in->name, argv[1], strlen(argv[1]));
        in->security = level;
        config_changed(c, CONFIG_PART_RULES, i);
    }
}

static void show_nameif(struct cli *cli, int argc, char **argv)
{
    (void)argc, (void)argv;
    config_show(cli, nameif_generate);
}

const struct command config_nameif_commands[] = {
    {"nameif", "<hardware> <name> security<level>", "Name an interface",
     CLI_CONFIG, .min_args = 3, .max_args = 3, .run = nameif},
    {"show nameif", "", "Names and levels", CLI_PRIVILEGED,
     .run = show_nameif},
    {0},
};
