/* SPDX-License-Identifier: GPL-2.0-or-later */
/* trace.c - see trace.h. */
#include "guest/runtime/network/trace.h"

#include "guest/capture/dissect.h"
#include "guest/cli/cli.h"
#include "guest/config/config.h"
#include "guest/config/rulework.h"
#include "guest/lib/bytes.h"
#include "guest/lib/format.h"
#include "guest/lib/string.h"
#include "guest/runtime/terminals/debug.h"
#include "guest/runtime/unit/unit.h"
#include "guest/runtime/wire/interfaces.h"

enum {
    ETHERNET = 14, TYPE = 12, TYPE_IP = 0x0800, ICMP = 1, TCP = 6, UDP = 17,
    ICMP_HEAD = 8, LINE = 160, ECHO_REPLY = 0, ECHO_REQUEST = 8,
};

/* --- ICMP -------------------------------------------------------------- */

struct message {
    uint8_t interface, type, code;
    uint32_t from, to;
    uint16_t id, sequence;
    unsigned length;
};

static struct message came; /* the one that the firewall has */
static bool under_way;

/* False: it is no ICMP, or not the first piece of it. */
static bool read(struct message *m, unsigned interface, const uint8_t *p,
                 size_t n)
{
    size_t head = n >= DISSECT_MIN ? (p[0] & 15u) * 4 : 0;

    if (head < DISSECT_MIN || n < head + ICMP_HEAD || p[9] != ICMP ||
        (get_be16(p + 6) & 0x1fff))
        return false;
    *m = (struct message){
        .interface = (uint8_t)interface, .type = p[head],
        .code = p[head + 1], .from = get_be32(p + 12),
        .to = get_be32(p + 16), .id = get_be16(p + head + 4),
        .sequence = get_be16(p + head + 6),
        .length = get_be16(p + 2) > head + ICMP_HEAD
                      ? (unsigned)(get_be16(p + 2) - head - ICMP_HEAD) : 0};
    return true;
}

/* Releases before 6.3 have a line for each packet, with all its addresses; 6.3
 * has one for what came and one for what was changed. */
static bool is_6_3(void)
{
    return unit.release >= RELEASE(6, 3, 0);
}

static const char *name_of(const struct message *m, char to[32])
{
    const char *dash = is_6_3() ? "-" : " ";

    if (m->type == ECHO_REQUEST || m->type == ECHO_REPLY)
        format(to, 32, "echo%s%s", dash,
               m->type == ECHO_REQUEST ? "request" : "reply");
    else
        format(to, 32, "type %u code %u", m->type, m->code);
    return to;
}

static const char *interface_name(unsigned i)
{
    return unit.config.state.interface[i].name;
}

static void tell_came(const struct message *m)
{
    char name[32], from[CONFIG_IP_TEXT], to[CONFIG_IP_TEXT];

    debug_printf(DEBUG_ICMP_TRACE,
                 "ICMP %s from %s:%s to %s ID=%u seq=%u length=%u",
                 name_of(m, name), interface_name(m->interface),
                 config_mask(m->from, from), config_mask(m->to, to), m->id,
                 m->sequence, m->length);
}

static void tell_changed(const char *what, unsigned from, uint32_t old,
                         unsigned to, uint32_t new)
{
    char name[32], a[CONFIG_IP_TEXT], b[CONFIG_IP_TEXT];

    if (old != new)
        debug_printf(DEBUG_ICMP_TRACE, "ICMP %s: %s %s:%s to %s:%s",
                     name_of(&came, name), what, interface_name(from),
                     config_mask(old, a), interface_name(to),
                     config_mask(new, b));
}

/* "Outbound ICMP echo request (len 32 id 1 seq 2) A > B > C"; way "" and
 * middle 0: to or from the unit. */
static void tell_whole(const struct message *m, const char *way,
                       uint32_t from, uint32_t middle, uint32_t to)
{
    char name[32], a[CONFIG_IP_TEXT], b[CONFIG_IP_TEXT], c[CONFIG_IP_TEXT];

    debug_printf(DEBUG_ICMP_TRACE,
                 "%sICMP %s (len %u id %u seq %u) %s > %s%s%s", way,
                 name_of(m, name), m->length, m->id, m->sequence,
                 config_mask(from, a), middle ? config_mask(middle, b) : "",
                 middle ? " > " : "", config_mask(to, c));
}

void trace_came(unsigned interface, const uint8_t *packet, size_t n)
{
    under_way = debug_is_on(DEBUG_ICMP_TRACE) &&
                read(&came, interface, packet, n);
    if (under_way && is_6_3())
        tell_came(&came);
}

void trace_went(unsigned interface, const uint8_t *packet, size_t n)
{
    const struct config_interface *in = unit.config.state.interface;
    struct message m;
    bool outbound;

    if (!under_way || !read(&m, interface, packet, n))
        return;
    under_way = false;
    outbound = in[came.interface].security > in[interface].security;
    if (is_6_3()) {
        tell_changed("translating", came.interface, came.from, interface,
                     m.from);
        tell_changed("untranslating", came.interface, came.to, interface,
                     m.to);
    } else if (outbound) {
        tell_whole(&came, "Outbound ", came.from, m.from, m.to);
    } else {
        tell_whole(&came, "Inbound  ", came.from, came.to, m.to);
    }
}

void trace_kept(void)
{
    if (under_way && !is_6_3())
        tell_whole(&came, "", came.from, 0, came.to);
    under_way = false;
}

void trace_answered(unsigned interface, const uint8_t *packet, size_t n)
{
    struct message m;

    if (!debug_is_on(DEBUG_ICMP_TRACE) ||
        !read(&m, interface, packet, n) || m.type != ECHO_REPLY ||
        m.from != unit.config.state.interface[interface].ip)
        return;
    if (is_6_3())
        tell_came(&m);
    else
        tell_whole(&m, "", m.from, 0, m.to);
}

/* --- packets ----------------------------------------------------------- */

enum { RECEIVED = 1, SENT = 2 };

/* Which are shown. */
static struct filter_of {
    unsigned interface;
    uint8_t ways, protocol; /* protocol 0: all */
    uint32_t from, from_mask, to, to_mask;
    uint16_t from_port, to_port; /* 0: all */
    char words[LINE];
} shown;

static bool matches(const struct filter_of *f, const uint8_t *p, size_t n)
{
    size_t head = (p[0] & 15u) * 4;
    bool ports = n >= head + 4 && !(get_be16(p + 6) & 0x1fff);

    if (((get_be32(p + 12) ^ f->from) & f->from_mask) ||
        ((get_be32(p + 16) ^ f->to) & f->to_mask) ||
        (f->protocol && f->protocol != p[9]))
        return false;
    return (!f->from_port ||
            (ports && get_be16(p + head) == f->from_port)) &&
           (!f->to_port || (ports && get_be16(p + head + 2) == f->to_port));
}

struct line {
    unsigned n;
    char text[LINE];
};

static void put(void *far, char c)
{
    struct line *l = far;

    if (c == '\n') {
        l->text[l->n] = '\0';
        debug_printf(DEBUG_PACKET, "%s", l->text);
        l->n = 0;
    } else if (l->n < LINE - 1) {
        l->text[l->n++] = c;
    }
}

static void see(unsigned interface, bool sent, const uint8_t *frame, size_t n)
{
    struct line line = {0};
    const struct decode_text to = {put, &line};

    if (debug_is_on(DEBUG_PACKET) && interface == shown.interface &&
        (shown.ways & (sent ? SENT : RECEIVED)) &&
        n >= ETHERNET + DISSECT_MIN && get_be16(frame + TYPE) == TYPE_IP &&
        matches(&shown, frame + ETHERNET, n - ETHERNET))
        dissect_packet(&to, frame + ETHERNET, n - ETHERNET);
}

/* --- commands ---------------------------------------------------------- */

static bool get_protocol(struct cli *cli, const char *text, uint8_t *to)
{
    *to = !strcasecmp(text, "icmp") ? ICMP
          : !strcasecmp(text, "tcp") ? TCP
          : !strcasecmp(text, "udp") ? UDP : 0;
    if (!*to)
        rulework_bad_word(cli, text);
    return *to != 0;
}

static bool get_port(struct cli *cli, const struct filter_of *f,
                     const char *text, uint16_t *to)
{
    uint32_t n;

    if (f->protocol != TCP && f->protocol != UDP) {
        rulework_bad_word(cli, text);
        return false;
    }
    if (!config_get_number(cli, text, 1, 65535, &n))
        return false;
    *to = (uint16_t)n;
    return true;
}

/* A word and what follows it; 0: not understood, which is said. */
static int get_word(struct cli *cli, int argc, char **argv,
                    struct filter_of *f, uint32_t **mask)
{
    bool good = false;

    if (argc == 1 && (cli_abbreviates(argv[0], "rx") ||
                      cli_abbreviates(argv[0], "tx") ||
                      cli_abbreviates(argv[0], "both"))) {
        f->ways = argv[0][0] == 'r' ? RECEIVED
                  : argv[0][0] == 't' ? SENT : RECEIVED | SENT;
        return 1;
    }
    if (argc < 2) {
        rulework_bad_word(cli, argv[0]);
    } else if (cli_abbreviates(argv[0], "src")) {
        good = config_get_ip(cli, argv[1], &f->from);
        *mask = &f->from_mask;
        **mask = UINT32_MAX;
    } else if (cli_abbreviates(argv[0], "dst")) {
        good = config_get_ip(cli, argv[1], &f->to);
        *mask = &f->to_mask;
        **mask = UINT32_MAX;
    } else if (*mask && cli_abbreviates(argv[0], "netmask")) {
        good = config_get_mask(cli, argv[1], *mask);
    } else if (cli_abbreviates(argv[0], "proto")) {
        good = get_protocol(cli, argv[1], &f->protocol);
    } else if (cli_abbreviates(argv[0], "sport")) {
        good = get_port(cli, f, argv[1], &f->from_port);
    } else if (cli_abbreviates(argv[0], "dport")) {
        good = get_port(cli, f, argv[1], &f->to_port);
    } else {
        rulework_bad_word(cli, argv[0]);
    }
    return good ? 2 : 0;
}

static void debug_packet(struct cli *cli, int argc, char **argv)
{
    struct filter_of f = {.ways = RECEIVED | SENT};
    uint32_t *mask = NULL;
    int used, n;

    if (!config_get_interface(cli, argv[0], &f.interface))
        return;
    for (int i = 1; i < argc; i += used) {
        used = get_word(cli, argc - i, argv + i, &f, &mask);
        if (!used)
            return;
    }
    n = format(f.words, LINE, "%s", interface_name(f.interface));
    for (int i = 1; i < argc && n < LINE; i++)
        n += format(f.words + n, (size_t)(LINE - n), " %s", argv[i]);
    shown = f;
    debug_switch(DEBUG_PACKET, true, shown.words);
    interfaces_tap(INTERFACES_TAP_TRACE, see);
}

static void no_debug_packet(struct cli *cli, int argc, char **argv)
{
    (void)cli, (void)argc, (void)argv;
    debug_switch(DEBUG_PACKET, false, NULL);
    interfaces_tap(INTERFACES_TAP_TRACE, NULL);
}

#define WORDS "<interface> [src <address> [netmask <mask>]] "              \
    "[dst <address> [netmask <mask>]] [proto icmp|tcp|udp "                 \
    "[sport <port>] [dport <port>]] [rx|tx|both]"

const struct command trace_commands[] = {
    {"debug packet", WORDS, "Packets of an interface", CLI_PRIVILEGED,
     .min_args = 1, .max_args = 16, .run = debug_packet},
    {"no debug packet", WORDS, "No longer", CLI_PRIVILEGED, .max_args = 16,
     .run = no_debug_packet},
    {0},
};
