/* SPDX-License-Identifier: GPL-2.0-or-later */
/* traffic.c - what the firewall holds and counts: show and clear of xlate,
 * conn, local-host, access-list, conduit, counters. */
#include <stddef.h>

#include "guest/cli/cli.h"
#include "guest/config/rulework.h"
#include "guest/config/strings.h"
#include "guest/lib/format.h"
#include "guest/lib/string.h"
#include "guest/runtime/commands/commands.h"
#include "guest/runtime/network/traffic.h"
#include "guest/runtime/pair/pair.h"
#include "guest/runtime/unit/strings.h"

enum { TCP = 6, UDP = 17, LIMIT_TEXT = 12 };

static const char *name(struct cli *cli, unsigned interface)
{
    return cli->unit->config->state.interface[interface].name;
}

static const char *protocol_name(uint8_t protocol)
{
    return protocol == TCP ? "TCP" : protocol == UDP ? "UDP" : "ICMP";
}

static bool there(struct cli *cli)
{
    if (!traffic_firewall())
        cli_printf(cli, "%s\n", STR_CONFIG_NO_FIREWALL);
    return traffic_firewall() != NULL;
}

/* --- xlate ------------------------------------------------------------- */

static void xlate_flags(const struct firewall_xlate_view *x, char to[8])
{
    unsigned n = 0;

    if (x->identity)
        to[n++] = 'I';
    if (x->dns)
        to[n++] = 'D';
    if (x->norandomseq)
        to[n++] = 'n';
    if (x->outside)
        to[n++] = 'o';
    if (x->protocol)
        to[n++] = 'r';
    to[n++] = x->fixed ? 's' : 'i';
    to[n] = '\0';
}

static void xlate_line(struct cli *cli, const struct firewall_xlate_view *x)
{
    char real[FORMAT_IPV4], mapped[FORMAT_IPV4];

    format_ipv4(x->real, real);
    format_ipv4(x->mapped, mapped);
    if (x->protocol)
        cli_printf(cli, "PAT Global %s(%u) Local %s(%u)%s\n", mapped,
                   x->mapped_port, real, x->real_port,
                   x->protocol == 1 ? " ICMP" : "");
    else
        cli_printf(cli, "Global %s Local %s%s\n", mapped, real,
                   x->fixed ? " static" : "");
}

static void xlate_detail(struct cli *cli, const struct firewall_xlate_view *x)
{
    char real[FORMAT_IPV4], mapped[FORMAT_IPV4], flags[8];

    format_ipv4(x->real, real);
    format_ipv4(x->mapped, mapped);
    xlate_flags(x, flags);
    if (x->protocol)
        cli_printf(cli, "%s PAT from %s:%s/%u to %s:%s/%u flags %s\n",
                   protocol_name(x->protocol), name(cli, x->real_interface),
                   real, x->real_port, name(cli, x->mapped_interface), mapped,
                   x->mapped_port, flags);
    else
        cli_printf(cli, "NAT from %s:%s to %s:%s flags %s\n",
                   name(cli, x->real_interface), real,
                   name(cli, x->mapped_interface), mapped, flags);
}

/* What a command's words choose: "detail", "count", "global IP", "local IP",
 * "gport N", "lport N". */
struct choice {
    bool detail, count;
    bool by_mapped, by_real, by_mapped_port, by_real_port;
    uint32_t mapped, real, mapped_port, real_port;
};

/* A word and what stands behind it; false: what is wrong has been said. */
static bool choose_by(struct cli *cli, const char *word, char *value,
                      struct choice *c)
{
    if (cli_abbreviates(word, "global") || cli_abbreviates(word, "foreign"))
        return c->by_mapped = config_get_ip(cli, value, &c->mapped);
    if (cli_abbreviates(word, "local"))
        return c->by_real = config_get_ip(cli, value, &c->real);
    if (cli_abbreviates(word, "gport") || cli_abbreviates(word, "fport"))
        return c->by_mapped_port = config_get_number(cli, value, 1, 65535,
                                                     &c->mapped_port);
    if (cli_abbreviates(word, "lport"))
        return c->by_real_port = config_get_number(cli, value, 1, 65535,
                                                   &c->real_port);
    rulework_bad_word(cli, word);
    return false;
}

/* How it is shown is no choice where something ends: `shown` is false. */
static bool choose(struct cli *cli, int argc, char **argv, bool shown,
                   struct choice *c)
{
    memset(c, 0, sizeof *c);
    for (int i = 0; i < argc; i++) {
        if (shown && cli_abbreviates(argv[i], "detail")) {
            c->detail = true;
        } else if (shown && cli_abbreviates(argv[i], "count")) {
            c->count = true;
        } else if (i + 1 == argc) {
            rulework_bad_word(cli, argv[i]);
            return false;
        } else if (!choose_by(cli, argv[i], argv[i + 1], c)) {
            return false;
        } else {
            i++;
        }
    }
    return true;
}

static bool chosen(const struct choice *c, uint32_t mapped,
                   uint16_t mapped_port, uint32_t real, uint16_t real_port)
{
    return (!c->by_mapped || c->mapped == mapped) &&
           (!c->by_real || c->real == real) &&
           (!c->by_mapped_port || c->mapped_port == mapped_port) &&
           (!c->by_real_port || c->real_port == real_port);
}

static void show_xlate(struct cli *cli, int argc, char **argv)
{
    struct firewall_xlate_view x;
    const struct firewall_counts *n;
    struct choice c;
    uint32_t at = 0;

    if (!there(cli) || !choose(cli, argc, argv, true, &c))
        return;
    n = firewall_counts(traffic_firewall());
    cli_printf(cli, "%u in use, %u most used\n", (unsigned)n->xlates,
               (unsigned)n->most_xlates);
    if (c.count)
        return;
    if (c.detail)
        cli_printf(cli, "%s\n", STR_XLATE_FLAGS);
    while (!cli_stopped(cli) &&
           firewall_next_xlate(traffic_firewall(), &at, &x)) {
        if (!chosen(&c, x.mapped, x.mapped_port, x.real, x.real_port))
            continue;
        if (c.detail)
            xlate_detail(cli, &x);
        else
            xlate_line(cli, &x);
    }
}

static bool is_chosen(void *far, const struct firewall_xlate_view *x)
{
    return chosen(far, x->mapped, x->mapped_port, x->real, x->real_port);
}

static void clear_xlate(struct cli *cli, int argc, char **argv)
{
    struct choice c;

    if (there(cli) && choose(cli, argc, argv, false, &c))
        firewall_end_xlates(traffic_firewall(), is_chosen, &c);
}

/* --- conn -------------------------------------------------------------- */

static void conn_line(struct cli *cli, const struct firewall_conn_view *v)
{
    char out[FORMAT_IPV4], in[FORMAT_IPV4], idle[FORMAT_HMS];

    cli_printf(cli, "%s out %s:%u in %s:%u idle %s Bytes %u flags %s\n",
               protocol_name(v->protocol), format_ipv4(v->out, out),
               v->out_port, format_ipv4(v->in, in), v->in_port,
               format_hms(v->idle_s, idle), (unsigned)v->bytes, v->flags);
}

static void conn_detail(struct cli *cli, const struct firewall_conn_view *v)
{
    char out[FORMAT_IPV4], in[FORMAT_IPV4];

    cli_printf(cli, "%s %s:%s/%u %s:%s/%u flags %s\n",
               protocol_name(v->protocol), name(cli, v->out_interface),
               format_ipv4(v->out, out), v->out_port,
               name(cli, v->in_interface), format_ipv4(v->in, in), v->in_port,
               v->flags);
}

static void show_conn(struct cli *cli, int argc, char **argv)
{
    const struct firewall_counts *n;
    struct firewall_conn_view v;
    struct choice c;
    uint32_t at = 0;

    if (!there(cli) || !choose(cli, argc, argv, true, &c))
        return;
    n = firewall_counts(traffic_firewall());
    cli_printf(cli, "%u in use, %u most used\n", (unsigned)n->connections,
               (unsigned)n->most_connections);
    if (c.count)
        return;
    if (c.detail)
        cli_printf(cli, "%s\n", STR_CONN_FLAGS);
    while (!cli_stopped(cli) &&
           firewall_next_conn(traffic_firewall(), &at, &v)) {
        if (!chosen(&c, v.out, v.out_port, v.in, v.in_port))
            continue;
        if (c.detail)
            conn_detail(cli, &v);
        else
            conn_line(cli, &v);
    }
}

static void clear_conn(struct cli *cli, int argc, char **argv)
{
    struct firewall_conn_view v;
    struct choice c;
    uint32_t at = 0;

    if (!there(cli) || !choose(cli, argc, argv, false, &c))
        return;
    while (firewall_next_conn(traffic_firewall(), &at, &v)) {
        if (chosen(&c, v.out, v.out_port, v.in, v.in_port))
            firewall_end_conn(traffic_firewall(), &v);
    }
}

/* --- local-host -------------------------------------------------------- */

static const char *limit_text(uint32_t max, char to[LIMIT_TEXT])
{
    format(to, LIMIT_TEXT, max ? "%u" : "unlimited", (unsigned)max);
    return to;
}

static void host_line(struct cli *cli, const struct firewall_host_view *h)
{
    char ip[FORMAT_IPV4], max[LIMIT_TEXT], half[LIMIT_TEXT];

    cli_printf(cli, "local host: <%s>,\n"
               "    connections/limit = %u/%s embryonic/limit = %u/%s\n",
               format_ipv4(h->ip, ip), (unsigned)h->tcp,
               limit_text(h->max, max), (unsigned)h->embryonic,
               limit_text(h->max_embryonic, half));
}

static void host_has(struct cli *cli, const struct firewall_host_view *h)
{
    struct firewall_xlate_view x;
    struct firewall_conn_view v;
    uint32_t at = 0;

    cli_printf(cli, "  Xlate(s):\n");
    while (!cli_stopped(cli) &&
           firewall_next_xlate(traffic_firewall(), &at, &x)) {
        if (x.real == h->ip && x.real_interface == h->interface) {
            cli_printf(cli, "    ");
            xlate_line(cli, &x);
        }
    }
    cli_printf(cli, "  Conn(s):\n");
    at = 0;
    while (!cli_stopped(cli) &&
           firewall_next_conn(traffic_firewall(), &at, &v)) {
        if (v.in == h->ip && v.in_interface == h->interface) {
            cli_printf(cli, "    ");
            conn_line(cli, &v);
        }
    }
}

static void show_local_host(struct cli *cli, int argc, char **argv)
{
    struct firewall_host_view h;
    uint32_t at = 0, ip = 0;

    if (!there(cli) || (argc && !config_get_ip(cli, argv[0], &ip)))
        return;
    while (!cli_stopped(cli) &&
           firewall_next_host(traffic_firewall(), &at, &h)) {
        if (argc && h.ip != ip)
            continue;
        host_line(cli, &h);
        host_has(cli, &h);
    }
}

/* NULL: every host's. */
static bool is_of_host(void *far, const struct firewall_xlate_view *x)
{
    const uint32_t *ip = far;

    return !ip || x->real == *ip;
}

static void clear_local_host(struct cli *cli, int argc, char **argv)
{
    struct firewall_conn_view v;
    uint32_t at = 0, ip = 0;

    if (!there(cli) || (argc && !config_get_ip(cli, argv[0], &ip)))
        return;
    firewall_end_xlates(traffic_firewall(), is_of_host, argc ? &ip : NULL);
    while (firewall_next_conn(traffic_firewall(), &at, &v)) {
        if (!argc || v.in == ip)
            firewall_end_conn(traffic_firewall(), &v);
    }
}

/* --- access-list, conduit ---------------------------------------------- */

static unsigned entries_of(const struct rules *r, unsigned list)
{
    unsigned n = 0;

    for (unsigned i = 0; i < r->aces; i++)
        n += r->ace[i].list == list && r->ace[i].action != RULES_REMARK;
    return n;
}

static void entry_line(struct cli *cli, unsigned i, unsigned line)
{
    const struct config *c = cli->unit->config;
    const struct rules *r = &c->state.rules;
    const struct rules_ace *a = &r->ace[i];
    struct config_text to = config_to_user(cli);

    if (a->list == RULES_CONDUITS)
        config_printf(&to, "conduit ");
    else
        config_printf(&to, "access-list %s ", r->list[a->list].name);
    if (cli->unit->release >= RELEASE(6, 3, 0) && a->list != RULES_CONDUITS)
        config_printf(&to, "line %u ", line);
    if (a->action == RULES_REMARK) {
        config_printf(&to, "remark %s\n", r->text[a->text - 1]);
        return;
    }
    rulework_entry(c, a, a->list == RULES_CONDUITS, &to);
    config_printf(&to, "(hitcnt=%u) \n",
                  traffic_firewall()
                      ? (unsigned)firewall_hits(traffic_firewall(), i) : 0);
}

static void show_list(struct cli *cli, unsigned list)
{
    const struct rules *r = &cli->unit->config->state.rules;
    unsigned line = 0;

    if (list != RULES_CONDUITS && cli->unit->release >= RELEASE(6, 3, 0))
        cli_printf(cli, "access-list %s; %u elements\n", r->list[list].name,
                   entries_of(r, list));
    for (unsigned i = 0; i < r->aces && !cli_stopped(cli); i++) {
        if (r->ace[i].list == list)
            entry_line(cli, i, ++line);
    }
}

/* Those that entries with `log` are counted by, from 6.3 on. */
static void show_flows(struct cli *cli)
{
    const struct firewall *f = traffic_firewall();
    uint16_t alert = cli->unit->config->state.rules.alert_interval;

    if (!f || cli->unit->release < RELEASE(6, 3, 0))
        return;
    cli_printf(cli, "access-list cached ACL log flows: total %u, denied %u "
               "(deny-flow-max %u)\n            alert-interval %u\n",
               (unsigned)firewall_counts(f)->flows,
               (unsigned)firewall_counts(f)->denied_flows,
               (unsigned)firewall_deny_flow_max(f),
               alert ? alert : FIREWALL_ALERT_S);
}

/* Groups make many of one entry: some may have found no room. */
static void show_room(struct cli *cli)
{
    const struct rules *r = &cli->unit->config->state.rules;
    unsigned n = traffic_firewall() ? firewall_entries(traffic_firewall())
                                    : r->aces, line = 1;

    if (n >= r->aces)
        return;
    for (unsigned i = n; i-- && r->ace[i].list == r->ace[n].list;)
        line++;
    cli_printf(cli, STR_LIST_NO_ROOM "\n", r->list[r->ace[n].list].name,
               line);
}

static void show_access_list(struct cli *cli, int argc, char **argv)
{
    const struct config *c = cli->unit->config;
    int only = argc ? rulework_list(c, argv[0]) : 0;

    if (only < 0) {
        cli_printf(cli, STR_CONFIG_NO_LIST "\n", argv[0]);
        return;
    }
    show_flows(cli);
    show_room(cli);
    for (unsigned i = 1; i < RULES_LISTS && c->state.rules.list[i].name[0];
         i++) {
        if (!only || (unsigned)only == i)
            show_list(cli, i);
    }
}

static void show_conduit(struct cli *cli, int argc, char **argv)
{
    (void)argc, (void)argv;
    show_list(cli, RULES_CONDUITS);
}

/* --- counters ---------------------------------------------------------- */

/* What was no message of the other unit of a pair, by whatever channel. */
static void show_pair_drops(struct cli *cli)
{
    static const char *const why[] = STR_PAIR_DROPS;
    const struct failover_counters *c = &pair_failover()->count;
    const uint32_t n[] = {c->broken, c->forged, c->stale, c->strange};

    for (unsigned i = 0; i < sizeof n / sizeof n[0]; i++) {
        if (n[i])
            cli_printf(cli, "%10u dropped: %s\n", (unsigned)n[i], why[i]);
    }
}

static void show_counters(struct cli *cli, int argc, char **argv)
{
    static const char *const drops[DROPS] = STR_DROPS;
    const struct firewall_counts *n;

    (void)argc, (void)argv;
    if (!there(cli))
        return;
    n = firewall_counts(traffic_firewall());
    cli_printf(cli, "%10u packets in\n%10u sent on\n%10u for this unit\n",
               (unsigned)n->packets, (unsigned)n->sent,
               (unsigned)n->for_unit);
    for (unsigned i = 1; i < DROPS && !cli_stopped(cli); i++) {
        if (n->drop[i])
            cli_printf(cli, "%10u dropped: %s\n", (unsigned)n->drop[i],
                       drops[i]);
    }
    show_pair_drops(cli);
}

#define WHICH "[detail|count] [global|local <address>] [gport|lport <port>]"
#define WHICH_CONN \
    "[detail|count] [foreign|local <address>] [fport|lport <port>]"

const struct command traffic_commands[] = {
    {"clear conn", WHICH_CONN, "End connections", CLI_PRIVILEGED,
     .max_args = 8, .run = clear_conn},
    {"clear local-host", "[address]", "End all that hosts have",
     CLI_PRIVILEGED, .max_args = 1, .run = clear_local_host},
    {"clear xlate", WHICH, "End translations and their connections",
     CLI_PRIVILEGED, .max_args = 8, .run = clear_xlate},
    {"show access-list", "[name]", "Lists of what may pass, with hits",
     CLI_PRIVILEGED, .max_args = 1, .since = RELEASE(5, 0, 0),
     .run = show_access_list},
    {"show conduit", "", "What may come in, with hits", CLI_PRIVILEGED,
     .run = show_conduit},
    {"show conn", WHICH_CONN, "Connections", CLI_PRIVILEGED, .max_args = 8,
     .run = show_conn},
    {"show counters", "", "What became of packets", CLI_PRIVILEGED,
     .run = show_counters},
    {"show local-host", "[address]", "Hosts and what they have",
     CLI_PRIVILEGED, .max_args = 1, .run = show_local_host},
    {"show xlate", WHICH, "Translations", CLI_PRIVILEGED, .max_args = 8,
     .run = show_xlate},
    {0},
};
