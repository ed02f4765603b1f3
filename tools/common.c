/* SPDX-License-Identifier: GPL-2.0-or-later */
/* common.c - what the tools share; see common.h. */
#include "tools/common.h"

#include <errno.h>
#include <inttypes.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "host/process.h"
#include "host/values.h"
#include "host/version.h"

void die(const char *fmt, ...)
{
    g_autofree char *text = NULL;
    va_list ap;

    va_start(ap, fmt);
    text = g_strdup_vprintf(fmt, ap);
    va_end(ap);
    fprintf(stderr, "%s: %s\n", g_get_prgname(), text);
    exit(1);
}

/* --- the command line -------------------------------------------------- */

static void print_help(const char *summary, const struct tool_command *c)
{
    printf("Usage: %s COMMAND [OPTION...]\n\n%s\n\nCommands:\n",
           g_get_prgname(), summary);
    for (; c->name; c++)
        printf("  %-10s %s\n", c->name, c->summary);
    printf("\n`%s COMMAND --help` lists the options of a command.\n"
           "  -h, --help     this text\n"
           "  -V, --version  the version\n", g_get_prgname());
}

static G_GNUC_NORETURN void refuse_command(const char *name,
                                           const struct tool_command *c)
{
    g_autoptr(GPtrArray) names = g_ptr_array_new();
    g_autofree char *hint = NULL;

    for (; c->name; c++)
        g_ptr_array_add(names, (char *)c->name);
    g_ptr_array_add(names, NULL);
    hint = value_hint(name, (const char *const *)names->pdata);
    die("no command '%s'%s", name, hint);
}

/* What was printed and is lost after all, on a full disk, is a failure. */
static int finish(int status)
{
    if (fflush(stdout) == 0 && !ferror(stdout))
        return status;
    if (errno != EPIPE) /* who has seen enough */
        die("standard output: %s", g_strerror(errno));
    return 1;
}

int tool_main(int argc, char **argv, const char *summary,
              const struct tool_command *commands)
{
    g_autofree char *self = g_path_get_basename(argv[0]);

    process_begin();
    setlocale(LC_CTYPE, "");
    g_set_prgname(self);
    if (argc < 2)
        die("a command is missing; '%s --help' lists them", self);
    if (g_str_equal(argv[1], "--help") || g_str_equal(argv[1], "-h")) {
        print_help(summary, commands);
        return finish(0);
    }
    if (g_str_equal(argv[1], "--version") || g_str_equal(argv[1], "-V")) {
        printf("%s %s\n", self, VERSION);
        return finish(0);
    }
    for (const struct tool_command *c = commands; c->name; c++)
        if (g_str_equal(argv[1], c->name))
            return finish(c->run(argc - 1, argv + 1));
    refuse_command(argv[1], commands);
}

void tool_options(int *argc, char ***argv, const GOptionEntry *entries,
                  const char *arguments, const char *summary)
{
    g_autofree char *self = g_strdup(g_get_prgname());
    g_autofree char *whole = g_strjoin(" ", self, (*argv)[0], NULL);
    GOptionContext *context = g_option_context_new(arguments);
    GError *error = NULL;

    g_option_context_set_summary(context, summary);
    g_option_context_add_main_entries(context, entries, NULL);
    g_set_prgname(whole); /* for the help */
    g_option_context_parse(context, argc, argv, &error);
    g_set_prgname(self);
    g_option_context_free(context);
    if (error)
        die("%s; '%s --help' lists the options", error->message, whole);
}

uint64_t tool_number(const char *option, const char *text, uint64_t min,
                     uint64_t max)
{
    uint64_t n;

    if (!value_number(text, min, max, &n))
        die("%s=%s: a number from %" PRIu64 " to %" PRIu64
            " is needed, in decimal or with 0x", option, text, min, max);
    return n;
}

/* Not what erased chips say, nor 0. */
uint32_t tool_serial(const char *text)
{
    return (uint32_t)tool_number("--serial", text, 1, UINT32_MAX - 1);
}

void tool_release(const char *option, const char *text, unsigned *major,
                  unsigned *minor, unsigned *maintenance)
{
    int whole = 0, part = 0;

    *maintenance = 0;
    if (!strpbrk(text, " +-") &&
        sscanf(text, "%2u.%2u%n(%2u)%n", major, minor, &part, maintenance,
               &whole) >= 2 &&
        strlen(text) == (size_t)(whole ? whole : part))
        return;
    die("%s=%s: a release is needed, such as 6.2 or 6.2(1)", option, text);
}

char *tool_read(const char *path, size_t *n)
{
    GByteArray *bytes = g_byte_array_new();
    FILE *file = fopen(path, "rb");
    guint8 piece[16384];
    size_t got;

    if (!file)
        die("%s: %s", path, g_strerror(errno));
    while ((got = fread(piece, 1, sizeof piece, file)) > 0)
        g_byte_array_append(bytes, piece, (guint)got);
    if (ferror(file))
        die("%s: %s", path, g_strerror(errno));
    fclose(file);
    *n = bytes->len;
    return (char *)g_byte_array_free(bytes, FALSE);
}

/* --- licences ---------------------------------------------------------- */

static void print_feature(const char *label, bool on)
{
    printf("%-20s%s\n", label, on ? "Enabled" : "Disabled");
}

static void print_limit(const char *label, unsigned limit,
                        const char *without)
{
    printf("%-20s", label);
    if (limit)
        printf("%u\n", limit);
    else
        printf("%s\n", without);
}

void print_licence(const struct licence *l)
{
    static const char *const since[] = {"?", "4.0", "5.2", "6.2"};

    printf("%-20s%s\n", "License:", licence_type_name(l->type));
    printf("%-20s%u (releases from %s on)\n", "Key format:", l->format,
           since[l->format <= LICENCE_FORMAT_NEWEST ? l->format : 0]);
    print_feature("Failover:", l->failover);
    print_feature("VPN-DES:", l->des);
    print_feature("VPN-3DES:", l->triple_des);
    print_limit("Maximum Interfaces:", l->interfaces,
                l->type == LICENCE_RESTRICTED ? "as many as R allows the model"
                                              : "as many as the chassis has");
    print_feature("Cut-through Proxy:", l->cut_through);
    print_feature("Guards:", l->guards);
    print_feature("Websense:", l->websense);
    print_limit("Inside Hosts:", l->hosts, "Unlimited");
    printf("%-20s%s\n", "Throughput:", l->slow ? "Limited" : "Unlimited");
    print_limit("ISAKMP peers:", l->peers, "Unlimited");
}

void print_key(const char *label, const uint32_t key[4])
{
    printf("%s0x%08x 0x%08x 0x%08x 0x%08x\n", label, key[0], key[1], key[2],
           key[3]);
}
