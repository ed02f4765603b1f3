/* SPDX-License-Identifier: GPL-2.0-or-later */
/* pixkey.c - makes and explains activation keys (guest/licence). */
#include <stdio.h>

#include "tools/common.h"

/* As they stand on the command line. */
static struct {
    char *serial, *license, *interfaces, *hosts, *peers, *throughput, *release;
    gboolean des, triple_des, failover, no_failover;
    gboolean no_cut_through, no_guards, no_websense;
} option;

static const GOptionEntry make_options[] = {
    {"serial", 's', 0, G_OPTION_ARG_STRING, &option.serial,
     "serial number of the unit", "N"},
    {"license", 'l', 0, G_OPTION_ARG_STRING, &option.license,
     "unrestricted (default), restricted, or failover only", "UR|R|FO"},
    {"3des", 0, 0, G_OPTION_ARG_NONE, &option.triple_des, "3DES, and DES",
     NULL},
    {"des", 0, 0, G_OPTION_ARG_NONE, &option.des, "DES", NULL},
    {"failover", 0, 0, G_OPTION_ARG_NONE, &option.failover,
     "failover (default but for R)", NULL},
    {"no-failover", 0, 0, G_OPTION_ARG_NONE, &option.no_failover,
     "no failover", NULL},
    {"interfaces", 0, 0, G_OPTION_ARG_STRING, &option.interfaces,
     "at most N interfaces; 0 (default): what the unit has", "N"},
    {"hosts", 0, 0, G_OPTION_ARG_STRING, &option.hosts,
     "at most N inside hosts; 0 (default): unlimited", "N"},
    {"peers", 0, 0, G_OPTION_ARG_STRING, &option.peers,
     "at most N ISAKMP peers; 0 (default): unlimited", "N"},
    {"throughput", 0, 0, G_OPTION_ARG_STRING, &option.throughput,
     "unlimited (default) or limited", "WORD"},
    {"no-cut-through", 0, 0, G_OPTION_ARG_NONE, &option.no_cut_through,
     "no cut-through proxy", NULL},
    {"no-guards", 0, 0, G_OPTION_ARG_NONE, &option.no_guards, "no guards",
     NULL},
    {"no-websense", 0, 0, G_OPTION_ARG_NONE, &option.no_websense,
     "no URL filtering", NULL},
    {"for", 0, 0, G_OPTION_ARG_STRING, &option.release,
     "a key for this release and later ones (default: 6.2)",
     "RELEASE"},
    {0},
};

static const GOptionEntry show_options[] = {
    {"serial", 's', 0, G_OPTION_ARG_STRING, &option.serial,
     "serial number of the unit", "N"},
    {0},
};

static uint32_t serial_number(void)
{
    if (!option.serial)
        die("--serial=N is missing; a key belongs to one serial number");
    return tool_serial(option.serial);
}

static enum licence_type license_type(void)
{
    for (unsigned t = LICENCE_RESTRICTED; t <= LICENCE_FAILOVER_ONLY; t++)
        if (g_ascii_strcasecmp(option.license, licence_type_name(t)) == 0)
            return t;
    die("--license=%s: it is one of UR, R, FO", option.license);
}

static uint8_t format_for(const char *release)
{
    unsigned major, minor, maintenance, format;

    tool_release("--for", release, &major, &minor, &maintenance);
    format = licence_format_of_release(major, minor);
    if (format == 0)
        die("--for=%s: keys exist for releases from 4.0 on", release);
    return (uint8_t)format;
}

static uint16_t limit(const char *name, const char *text, unsigned max)
{
    return text ? (uint16_t)tool_number(name, text, 0, max) : 0;
}

static bool is_limited(const char *word)
{
    if (!word || g_str_equal(word, "unlimited"))
        return false;
    if (!g_str_equal(word, "limited"))
        die("--throughput=%s: it is one of unlimited, limited", word);
    return true;
}

static void read_licence(struct licence *l)
{
    licence_of_type(l, option.license ? license_type() : LICENCE_UNRESTRICTED);
    if (option.failover && option.no_failover)
        die("--failover and --no-failover exclude each other");
    if (option.failover || option.no_failover)
        l->failover = option.failover;
    if (option.release)
        l->format = format_for(option.release);
    l->triple_des = option.triple_des;
    l->des = option.des || option.triple_des;
    l->interfaces =
        (uint8_t)limit("--interfaces", option.interfaces, UINT8_MAX);
    l->hosts = limit("--hosts", option.hosts, UINT16_MAX);
    l->peers = limit("--peers", option.peers, UINT16_MAX);
    l->slow = is_limited(option.throughput);
    l->cut_through = !option.no_cut_through;
    l->guards = !option.no_guards;
    l->websense = !option.no_websense;
}

static int make(int argc, char **argv)
{
    struct licence l;
    uint32_t key[4], serial;

    tool_options(&argc, &argv, make_options, "",
                 "Prints the activation key of a licence.");
    if (argc > 1)
        die("'%s' is too much; all of a licence is said by options", argv[1]);
    serial = serial_number();
    read_licence(&l);
    if (!licence_make(serial, &l, key))
        die("such a licence has no key");
    print_key("", key);
    return 0;
}

static int show(int argc, char **argv)
{
    g_autofree char *text = NULL;
    struct licence l;
    uint32_t key[4], serial;

    tool_options(&argc, &argv, show_options, "W W W W",
                 "Says what an activation key allows.");
    serial = serial_number();
    text = g_strjoinv(" ", argv + 1);
    if (!licence_parse_key(text, key))
        die("'%s': a key is four hexadecimal words of at most 32 bits", text);
    if (licence_check(serial, key, LICENCE_FORMAT_NEWEST, &l) ==
        LICENCE_NOT_VALID)
        die("the key is not valid for serial number %u (0x%x)", serial,
            serial);
    printf("%-20s%u (0x%x)\n", "Serial Number:", serial, serial);
    print_key("Activation Key:     ", key);
    print_licence(&l);
    return 0;
}

static const struct tool_command commands[] = {
    {"make", "prints the activation key of a licence", make},
    {"show", "says what an activation key allows", show},
    {0},
};

int main(int argc, char **argv)
{
    return tool_main(argc, argv,
                     "Activation keys of units that pixemu emulates.",
                     commands);
}
