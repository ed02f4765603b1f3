/* SPDX-License-Identifier: GPL-2.0-or-later */
/* permit.c - lists of those who may come in: telnet, http. */
#include "guest/cli/cli.h"
#include "guest/config/config.h"
#include "guest/config/strings.h"
#include "guest/lib/string.h"

enum { INSIDE = 1 };

void config_print_permit(const struct config *c, const struct config_permit *p,
                         const char *before, struct config_text *to)
{
    char ip[CONFIG_IP_TEXT], mask[CONFIG_IP_TEXT];

    config_printf(to, "%s%s %s %s\n", before, config_ip(c, p->ip, ip),
                  config_mask(p->mask, mask),
                  c->state.interface[p->interface].name);
}

/* "IP [MASK] [IF]": without a mask one host, without an interface the
 * inside. */
static bool parse(struct cli *cli, int argc, char **argv,
                  struct config_permit *p)
{
    const struct config *c = cli->unit->config;
    unsigned i = INSIDE;
    int masks = argc;

    memset(p, 0, sizeof *p);
    if (!config_get_ip(cli, argv[0], &p->ip))
        return false;
    if (argc > 1 && config_find_interface(c, argv[argc - 1], &i))
        masks = argc - 1;
    p->mask = p->ip ? 0xffffffff : 0;
    if ((masks > 1 && !config_get_mask(cli, argv[1], &p->mask)) ||
        (masks > 2 && !config_get_interface(cli, argv[2], &i)))
        return false;
    p->ip &= p->mask;
    p->interface = (uint8_t)i;
    return i < c->state.interfaces;
}

static void forget(struct config_permit *list, unsigned *count,
                   const struct config_permit *p)
{
    for (unsigned i = 0; i < *count; i++) {
        if (memcmp(&list[i], p, sizeof *p) != 0)
            continue;
        memmove(&list[i], &list[i + 1], (*count - i - 1) * sizeof *p);
        memset(&list[--*count], 0, sizeof *p);
        return;
    }
}

void config_permit(struct cli *cli, int argc, char **argv,
                   struct config_permit *list, unsigned *count)
{
    struct config_permit p;

    if (!parse(cli, argc, argv, &p))
        return;
    forget(list, count, &p);
    if (*count == CONFIG_PERMITS_MAX)
        cli_printf(cli, STR_CONFIG_FULL "\n", CONFIG_PERMITS_MAX);
    else
        list[(*count)++] = p;
}

void config_no_permit(struct cli *cli, int argc, char **argv,
                      struct config_permit *list, unsigned *count)
{
    struct config_permit p;

    if (parse(cli, argc, argv, &p))
        forget(list, count, &p);
}

bool config_permits(const struct config_permit *list, unsigned count,
                    unsigned interface, uint32_t ip)
{
    for (unsigned i = 0; i < count; i++) {
        if (list[i].interface == interface &&
            (ip & list[i].mask) == list[i].ip)
            return true;
    }
    return false;
}
