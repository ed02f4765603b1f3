/* SPDX-License-Identifier: GPL-2.0-or-later */
/* words.c - what users type and read: numbers, addresses, interfaces, lines. */
#include "guest/cli/cli.h"
#include "guest/config/config.h"
#include "guest/config/strings.h"
#include "guest/lib/format.h"
#include "guest/lib/string.h"

static void put(void *far, char c)
{
    cli_put(far, c);
}

struct config_text config_to_user(struct cli *cli)
{
    return (struct config_text){put, cli};
}

void config_show(struct cli *cli, void (*generate)(const struct config *,
                                                   struct config_text *))
{
    struct config_text to = config_to_user(cli);

    generate(cli->unit->config, &to);
}

bool config_get_number(struct cli *cli, const char *text, uint32_t min,
                       uint32_t max, uint32_t *to)
{
    uint32_t n;

    if (!parse_u32(text, &n) || n < min || n > max) {
        cli_printf(cli, STR_CONFIG_BAD_NUMBER "\n", text, (unsigned)min,
                   (unsigned)max);
        return false;
    }
    *to = n;
    return true;
}

bool config_find_label(const struct config *c, const char *text,
                       uint32_t *to)
{
    for (unsigned i = 0; i < c->state.names; i++) {
        if (!strcmp(c->state.name[i].label, text)) {
            *to = c->state.name[i].ip;
            return true;
        }
    }
    return false;
}

/* 0 is short for 0.0.0.0. */
static bool parse_ip(const struct config *c, const char *text, uint32_t *to)
{
    if (config_find_label(c, text, to))
        return true;
    if (!strcmp(text, "0")) {
        *to = 0;
        return true;
    }
    return parse_ipv4(text, to);
}

bool config_get_ip(struct cli *cli, const char *text, uint32_t *to)
{
    if (parse_ip(cli->unit->config, text, to))
        return true;
    cli_printf(cli, STR_CONFIG_BAD_IP "\n", text);
    return false;
}

void config_no_effect(struct cli *cli, const char *word)
{
    if (cli->scripted)
        return;
    if (word)
        cli_printf(cli, STR_CONFIG_NO_EFFECT_OF "\n", word);
    else
        cli_printf(cli, "%s\n", STR_CONFIG_NO_EFFECT);
}

bool config_is_mask(uint32_t mask)
{
    return (~mask & (~mask + 1)) == 0;
}

uint32_t config_natural_mask(uint32_t ip)
{
    if (ip == 0)
        return 0;
    if (!(ip & 0x80000000))
        return 0xff000000;
    return ip & 0x40000000 ? 0xffffff00 : 0xffff0000;
}

bool config_get_mask(struct cli *cli, const char *text, uint32_t *to)
{
    uint32_t mask;

    if ((!strcmp(text, "0") && (mask = 0, true)) ||
        (parse_ipv4(text, &mask) && config_is_mask(mask))) {
        *to = mask;
        return true;
    }
    cli_printf(cli, STR_CONFIG_BAD_MASK "\n", text);
    return false;
}

bool config_find_name(const struct config *c, const char *text, unsigned *to)
{
    for (unsigned i = 0; i < c->state.interfaces; i++) {
        if (!strcasecmp(text, c->state.interface[i].name)) {
            *to = i;
            return true;
        }
    }
    return false;
}

bool config_is_title(const char *typed, const char *title)
{
    size_t letters = 0;

    while (typed[letters] && !(typed[letters] >= '0' && typed[letters] <= '9'))
        letters++;
    if (letters == 0 || strncasecmp(typed, title, letters) != 0)
        return false;
    while (*title && !(*title >= '0' && *title <= '9'))
        title++;
    return strcmp(typed + letters, title) == 0;
}

bool config_find_interface(const struct config *c, const char *text,
                           unsigned *to)
{
    unsigned found = 0;

    if (config_find_name(c, text, to))
        return true;
    for (unsigned i = 0; i < c->state.interfaces; i++) {
        if (config_is_title(text, c->state.interface[i].title)) {
            *to = i;
            return true;
        }
        if (cli_abbreviates(text, c->state.interface[i].name)) {
            *to = i;
            found++;
        }
    }
    return found == 1;
}

/* Does the chassis have it, and the licence not? */
static bool is_unlicensed(const struct config *c, const char *text)
{
    char title[16];

    for (unsigned i = 0; i < c->unlicensed; i++) {
        format(title, sizeof title, "ethernet%u", c->state.interfaces + i);
        if (config_is_title(text, title))
            return true;
    }
    return false;
}

bool config_get_interface(struct cli *cli, const char *text, unsigned *to)
{
    if (config_find_interface(cli->unit->config, text, to))
        return true;
    if (is_unlicensed(cli->unit->config, text))
        cli_printf(cli, STR_CONFIG_UNLICENSED_INTERFACE "\n", text,
                   cli->unit->config->state.interfaces);
    else
        cli_printf(cli, STR_CONFIG_NO_INTERFACE "\n", text);
    return false;
}

/* Three numbers of up to four digits. */
bool config_parse_mac(const char *text, uint8_t mac[6])
{
    for (unsigned i = 0; i < 3; i++) {
        char part[5];
        uint32_t v;
        unsigned n = 0;

        while (*text && *text != '.' && n < 4)
            part[n++] = *text++;
        part[n] = '\0';
        if (n == 0 || part[n > 1] == 'x' || !parse_hex32(part, &v) ||
            *text != (i < 2 ? '.' : '\0'))
            return false;
        text++;
        mac[2 * i] = (uint8_t)(v >> 8);
        mac[2 * i + 1] = (uint8_t)v;
    }
    return !(mac[0] & 1);
}

const char *config_mac(const uint8_t mac[6], char to[CONFIG_MAC_TEXT])
{
    format(to, CONFIG_MAC_TEXT, "%02x%02x.%02x%02x.%02x%02x", mac[0], mac[1],
           mac[2], mac[3], mac[4], mac[5]);
    return to;
}

const char *config_mask(uint32_t mask, char to[CONFIG_IP_TEXT])
{
    return format_ipv4(mask, to);
}

/* Where an address is read, would this be taken for a word of the language?
 * These stand in its place, and may be abbreviated. */
static bool reads_as_word(const char *label)
{
    static const char *const words[] = {
        "access-list", "any", "dhcp", "eq", "gt", "host", "interface", "lt",
        "neq", "object-group", "pppoe", "range", "server", "tcp", "timeout",
        "udp"};

    for (unsigned i = 0; i < sizeof words / sizeof words[0]; i++) {
        if (cli_abbreviates(label, words[i]))
            return true;
    }
    return false;
}

const char *config_ip(const struct config *c, uint32_t ip,
                      char to[CONFIG_IP_TEXT])
{
    for (unsigned i = 0; c->state.use_names && i < c->state.names; i++) {
        if (c->state.name[i].ip == ip &&
            !reads_as_word(c->state.name[i].label)) {
            format(to, CONFIG_IP_TEXT, "%s", c->state.name[i].label);
            return to;
        }
    }
    return config_mask(ip, to);
}
