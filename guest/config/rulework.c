/* SPDX-License-Identifier: GPL-2.0-or-later */
/* rulework.c - see rulework.h. */
#include "guest/config/rulework.h"

#include "guest/config/services.h"
#include "guest/config/strings.h"
#include "guest/lib/format.h"
#include "guest/lib/string.h"

enum { LIMIT_MAX = 65535 };

struct rules *rulework_rules(struct cli *cli)
{
    return &cli->unit->config->state.rules;
}

void rulework_changed(struct cli *cli)
{
    config_changed(cli->unit->config, CONFIG_PART_RULES, 0);
}

void rulework_guards(struct cli *cli)
{
    if (cli->unit->config->unguarded && !cli->scripted)
        cli_printf(cli, "%s\n", STR_CONFIG_UNGUARDED);
}

void rulework_bad_word(struct cli *cli, const char *word)
{
    cli_printf(cli, STR_CONFIG_BAD_WORD "\n", word);
}

bool rulework_interface(struct cli *cli, char *text, unsigned *to)
{
    size_t n = strlen(text);

    if (n > 2 && text[0] == '(' && text[n - 1] == ')') {
        text[n - 1] = '\0';
        text++;
    }
    return config_get_interface(cli, text, to);
}

/* False: not one of the words that stand alone. */
static bool is_flag(struct cli *cli, const char *word,
                    struct rulework_options *o)
{
    bool both_ways = cli->unit->release >= RELEASE(6, 2, 0);

    if (cli_abbreviates(word, "norandomseq"))
        o->norandomseq = true;
    else if (both_ways && cli_abbreviates(word, "dns"))
        o->dns = true;
    else if (both_ways && o->outside_is_one &&
             cli_abbreviates(word, "outside"))
        o->outside = true;
    else
        return false;
    return true;
}

bool rulework_options(struct cli *cli, int argc, char **argv,
                      struct rulework_options *o)
{
    uint32_t *limits[] = {&o->connections, &o->embryonic};
    unsigned n = 0;

    for (int i = 0; i < argc; i++) {
        if (is_flag(cli, argv[i], o))
            continue;
        if (o->netmask_is_one && i + 1 < argc &&
            cli_abbreviates(argv[i], "netmask")) {
            if (!config_get_mask(cli, argv[++i], &o->mask))
                return false;
        } else if (n == 2) {
            rulework_bad_word(cli, argv[i]);
            return false;
        } else if (!config_get_number(cli, argv[i], 0, LIMIT_MAX,
                                      limits[n++])) {
            return false;
        }
    }
    return true;
}

bool rulework_range(struct cli *cli, char *text, struct rules_range *range)
{
    char *dash = text[0] >= '0' && text[0] <= '9' ? strchr(text, '-') : NULL;
    bool good;

    if (dash)
        *dash = '\0';
    good = service_port(text, 0, &range->low) &&
           service_port(dash ? dash + 1 : text, 0, &range->high) &&
           range->low <= range->high;
    if (dash)
        *dash = '-';
    if (!good)
        cli_printf(cli, STR_CONFIG_BAD_PORT "\n", text);
    return good;
}

const char *rulework_range_text(const struct rules_range *range,
                                char to[RULEWORK_RANGE_TEXT])
{
    format(to, RULEWORK_RANGE_TEXT,
           range->low == range->high ? "%u" : "%u-%u", range->low,
           range->high);
    return to;
}

int rulework_list(const struct config *c, const char *name)
{
    for (unsigned i = 1; i < RULES_LISTS; i++) {
        if (!strcmp(c->state.rules.list[i].name, name))
            return (int)i;
    }
    return -1;
}

unsigned rulework_group(const struct rules *r, const char *name)
{
    for (unsigned i = 0; i < RULES_GROUPS && r->group[i].kind; i++) {
        if (!strcmp(r->group[i].name, name))
            return i + 1;
    }
    return 0;
}

void rulework_take_out(void *rows, size_t size, unsigned *n, unsigned i)
{
    uint8_t *at = (uint8_t *)rows + i * size;

    memmove(at, at + size, (*n - i - 1) * size);
    --*n;
    memset((uint8_t *)rows + *n * size, 0, size);
}

void rulework_forget(struct cli *cli, void *rows, size_t size, unsigned *n,
                     int at)
{
    if (at < 0) {
        cli_printf(cli, "%s\n", STR_CONFIG_NO_SUCH_LINE);
        return;
    }
    rulework_take_out(rows, size, n, (unsigned)at);
    rulework_changed(cli);
}

void rulework_forget_all(struct cli *cli, void *rows, size_t size, unsigned *n)
{
    memset(rows, 0, *n * size);
    *n = 0;
    rulework_changed(cli);
}

/* --- texts ------------------------------------------------------------- */

static char packed[RULES_TEXTS][RULES_TEXT_MAX + 1];

static void pack_one(const struct rules *r, uint16_t *text, unsigned *n)
{
    if (*text == 0)
        return;
    memcpy(packed[*n], r->text[*text - 1], sizeof packed[0]);
    *text = (uint16_t)++*n;
}

void rulework_pack_texts(struct rules *r)
{
    unsigned n = 0;

    memset(packed, 0, sizeof packed);
    for (unsigned i = 0; i < RULES_GROUPS; i++)
        pack_one(r, &r->group[i].text, &n);
    for (unsigned i = 0; i < r->aces; i++)
        pack_one(r, &r->ace[i].text, &n);
    memcpy(r->text, packed, sizeof packed);
}

uint16_t rulework_text(struct rules *r, const char *text)
{
    for (unsigned i = 0; i < RULES_TEXTS; i++) {
        if (r->text[i][0])
            continue;
        format(r->text[i], sizeof r->text[i], "%s", text);
        return (uint16_t)(i + 1);
    }
    return 0;
}
