/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * dhcpoptions.c - see dhcpoptions.h.
 *
 * How an option was given is not kept: it is printed as addresses if it is one
 * that has them (RFC 2132), as text if it reads as such, in digits otherwise.
 */
#include "guest/config/dhcpoptions.h"

#include "guest/config/strings.h"
#include "guest/lib/bytes.h"
#include "guest/lib/format.h"
#include "guest/lib/string.h"

enum { TFTP_NAME = 66, TFTP_ADDRESSES = 150, VALUE_MAX = 255 };

/* Those the server says itself, or that only clients say. */
static bool is_ours(unsigned code)
{
    static const uint8_t ours[] = {0, 1, 12, 50, 51, 52, 53, 54, 55, 57,
                                   58, 59, 61, 67, 82, 255};

    return memchr(ours, (int)code, sizeof ours) != NULL;
}

/* 6.2 has two: the TFTP server's name and its addresses. */
static bool get_code(struct cli *cli, const char *text, uint8_t *to)
{
    uint32_t code;

    if (!parse_u32(text, &code) || code > 255 || is_ours(code) ||
        (cli->unit->release < RELEASE(6, 3, 0) && code != TFTP_NAME &&
         code != TFTP_ADDRESSES)) {
        cli_printf(cli, STR_CONFIG_DHCPD_OPTION "\n", text);
        return false;
    }
    *to = (uint8_t)code;
    return true;
}

static size_t size_at(const struct config_dhcpd *d, size_t at)
{
    return 2u + d->options[at + 1];
}

/* Where the option stands; options_n: nowhere. */
static size_t find(const struct config_dhcpd *d, uint8_t code)
{
    size_t at = 0;

    while (at < d->options_n && d->options[at] != code)
        at += size_at(d, at);
    return at;
}

static void forget(struct config_dhcpd *d, uint8_t code)
{
    size_t at = find(d, code), n;

    if (at == d->options_n)
        return;
    n = size_at(d, at);
    memmove(d->options + at, d->options + at + n, d->options_n - at - n);
    d->options_n = (uint16_t)(d->options_n - n);
    memset(d->options + d->options_n, 0, n);
}

/* --- values ------------------------------------------------------------ */

static int value_of_hex(const char *text, uint8_t to[VALUE_MAX])
{
    size_t n = strlen(text);
    char two[3] = "";
    uint32_t byte;

    if (n == 0 || n % 2 || n / 2 > VALUE_MAX)
        return -1;
    for (size_t i = 0; i < n; i += 2) {
        two[0] = text[i];
        two[1] = text[i + 1];
        if (two[1] == 'x' || two[1] == 'X' || !parse_hex32(two, &byte))
            return -1;
        to[i / 2] = (uint8_t)byte;
    }
    return (int)(n / 2);
}

/* Its length; -1: it is none. */
static int value_of(int argc, char **argv, uint8_t to[VALUE_MAX])
{
    size_t n = strlen(argv[1]);
    uint32_t ip;

    if (cli_abbreviates(argv[0], "ip")) {
        for (int i = 1; i < argc; i++) {
            if (!parse_ipv4(argv[i], &ip))
                return -1;
            put_be32(to + 4 * (i - 1), ip);
        }
        return 4 * (argc - 1);
    }
    if (argc > 2)
        return -1;
    if (cli_abbreviates(argv[0], "hex"))
        return value_of_hex(argv[1], to);
    if (!cli_abbreviates(argv[0], "ascii") || n == 0 || n > VALUE_MAX)
        return -1;
    memcpy(to, argv[1], n);
    return (int)n;
}

bool dhcpoptions_set(struct cli *cli, int argc, char **argv)
{
    struct config_dhcpd *d = &cli->unit->config->state.dhcpd;
    uint8_t value[VALUE_MAX], code;
    size_t had, at;
    int n;

    if (!get_code(cli, argv[0], &code))
        return false;
    n = value_of(argc - 1, argv + 1, value);
    if (n < 0) {
        cli_printf(cli, STR_CONFIG_DHCPD_VALUE "\n", argv[2]);
        return false;
    }
    at = find(d, code);
    had = at < d->options_n ? size_at(d, at) : 0;
    if (d->options_n - had + 2u + (size_t)n > sizeof d->options) {
        cli_printf(cli, "%s\n", STR_CONFIG_NO_ROOM);
        return false;
    }
    forget(d, code);
    d->options[d->options_n] = code;
    d->options[d->options_n + 1] = (uint8_t)n;
    memcpy(d->options + d->options_n + 2, value, (size_t)n);
    d->options_n = (uint16_t)(d->options_n + 2 + n);
    return true;
}

bool dhcpoptions_remove(struct cli *cli, const char *text)
{
    uint8_t code;

    if (!get_code(cli, text, &code))
        return false;
    forget(&cli->unit->config->state.dhcpd, code);
    return true;
}

/* --- the text ---------------------------------------------------------- */

static bool has_addresses(uint8_t code, uint8_t n)
{
    return (n == 4 || n == 8) &&
           ((code >= 3 && code <= 11) || code == 16 || code == 28 ||
            code == 32 || code == 41 || code == 42 || code == 44 ||
            code == 45 || code == 48 || code == 49 ||
            (code >= 68 && code <= 76) || code == TFTP_ADDRESSES);
}

static bool is_text(const uint8_t *p, uint8_t n)
{
    for (unsigned i = 0; i < n; i++) {
        if (p[i] <= ' ' || p[i] > '~' || p[i] == '?' || p[i] == '|')
            return false;
    }
    return true;
}

static void generate(const uint8_t *option, struct config_text *to)
{
    uint8_t code = option[0], n = option[1];
    char ip[CONFIG_IP_TEXT];

    config_printf(to, "dhcpd option %u", code);
    if (has_addresses(code, n)) {
        config_printf(to, " ip");
        for (unsigned i = 0; i < n; i += 4)
            config_printf(to, " %s", config_mask(get_be32(option + 2 + i),
                                                 ip));
    } else if (is_text(option + 2, n)) {
        config_printf(to, " ascii %.*s", n, (const char *)option + 2);
    } else {
        config_printf(to, " hex ");
        for (unsigned i = 0; i < n; i++)
            config_printf(to, "%02x", option[2 + i]);
    }
    config_printf(to, "\n");
}

void dhcpoptions_generate(const struct config_dhcpd *d,
                          struct config_text *to)
{
    for (size_t at = 0; at < d->options_n; at += size_at(d, at))
        generate(d->options + at, to);
}
