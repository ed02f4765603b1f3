/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * options.c - the command line: a row for every option, and GLib's parser.
 *
 * A row's setter gets the unit it speaks of, so that the same rows can read
 * more than one.
 */
#include "host/options.h"

#include <string.h>

#include "host/chassis.h"
#include "host/net/net.h"
#include "host/report.h"
#include "host/values.h"
#include "host/version.h"

struct option_row {
    const char *name;
    char letter;        /* 0: none */
    const char *metavar; /* NULL: takes no value */
    const char *help;
    bool (*set)(struct options *, struct unit_options *, const char *value,
                GError **);
};

/* --- what a value means ------------------------------------------------ */

/* A value out of a list of words. */
static bool pick(const char *option, const char *value,
                 const char *const *names, int *at, GError **err)
{
    char *hint;

    *at = value_name(value, names);
    if (*at >= 0)
        return true;
    hint = value_hint(value, names);
    refuse(err, "--%s=%s is not known%s", option, value, hint);
    g_free(hint);
    return false;
}

static void replace(char **where, const char *value)
{
    g_free(*where);
    *where = g_strdup(value);
}

/* Options that are answered instead of starting anything; the first one
 * wins. */
static bool answer(struct options *o, char *text)
{
    if (o->answer)
        g_free(text);
    else
        o->answer = text;
    return true;
}

static bool set_model(struct options *o, struct unit_options *u,
                      const char *value, GError **err)
{
    const char *names[64];
    int n = 0, at;

    if (!strcmp(value, "list"))
        return answer(o, chassis_list());
    for (const struct model *m = models; m->name; m++)
        if (n < (int)G_N_ELEMENTS(names) - 1)
            names[n++] = m->name;
    names[n] = NULL;
    if (!pick("model", value, names, &at, err))
        return false;
    u->model = &models[at];
    return true;
}

static bool set_memory(struct options *o, struct unit_options *u,
                       const char *value, GError **err)
{
    /* Some above the first, and all of it below the PCI windows. */
    enum { LEAST = 2, MOST = 2048 };
    uint64_t n;

    (void)o;
    if (!value_number(value, LEAST, MOST, &n))
        return refuse(err, "--memory=%s is no size of memory; it is %d to %d, "
                           "in MiB", value, LEAST, MOST);
    u->ram_mib = (unsigned)n;
    return true;
}

static bool set_cpu(struct options *o, struct unit_options *u,
                    const char *value, GError **err)
{
    static const char *const names[] = {
        [CPU_486] = "486",
        [CPU_PENTIUM] = "pentium",
        [CPU_PENTIUM2] = "pentium2",
        [CPU_PENTIUM3] = "pentium3",
        NULL,
    };

    (void)o;
    return pick("cpu", value, names, &u->cpu, err);
}

static bool set_serial(struct options *o, struct unit_options *u,
                       const char *value, GError **err)
{
    uint64_t n;

    (void)o;
    /* 0 and all ones are what a card without a number reads. */
    if (!value_number(value, 1, UINT32_MAX - 1, &n))
        return refuse(err, "--serial=%s is not a serial number; it is one of "
                           "1 to 4294967294, 0x allowed", value);
    u->serial = (uint32_t)n;
    u->serial_given = true;
    return true;
}

static bool set_bios(struct options *o, struct unit_options *u,
                     const char *value, GError **err)
{
    (void)o;
    if (!*value)
        return refuse(err, "--bios needs the name of a file");
    replace(&u->bios, value);
    return true;
}

/* "N:REST" of --net and --mac.  NULL: refused. */
static const char *numbered(const char *option, const char *example,
                            const char *value, unsigned *n, GError **err)
{
    const char *colon = strchr(value, ':');
    char *number = colon ? g_strndup(value, colon - value) : NULL;
    uint64_t at;
    bool ok = number && value_number(number, 0, UNIT_PORTS_MAX - 1, &at);

    g_free(number);
    if (!ok) {
        refuse(err, "--%s=%s does not begin with an interface number; "
                    "write it like --%s=%s", option, value, option, example);
        return NULL;
    }
    *n = (unsigned)at;
    return colon + 1;
}

static bool set_net(struct options *o, struct unit_options *u,
                    const char *value, GError **err)
{
    struct net_option net;
    const char *port;

    if (!strcmp(value, "help"))
        return answer(o, net_help());
    port = numbered("net", "1:user", value, &net.interface, err);
    if (!port)
        return false;
    net.port = g_strdup(port);
    g_array_append_val(u->nets, net);
    return true;
}

static bool set_mac(struct options *o, struct unit_options *u,
                    const char *value, GError **err)
{
    unsigned n;
    const char *mac = numbered("mac", "0:00:90:27:01:02:03", value, &n, err);

    (void)o;
    if (!mac)
        return false;
    if (!value_mac(mac, u->mac[n]))
        return refuse(err, "--mac=%s is not the address of a station; write "
                           "it like --mac=%u:00:90:27:01:02:03", value, n);
    return true;
}

static bool set_console(struct options *o, struct unit_options *u,
                        const char *value, GError **err)
{
    if (!strcmp(value, "help"))
        return answer(o, console_help());
    return console_spec_parse(&u->console, value, err);
}

static bool set_escape(struct options *o, struct unit_options *u,
                       const char *value, GError **err)
{
    (void)o;
    if (!value_escape(value, &u->console.escape))
        return refuse(err, "--escape=%s is not a control character; write it "
                           "like --escape=^B, or --escape=none", value);
    return true;
}

static bool set_control(struct options *o, struct unit_options *u,
                        const char *value, GError **err)
{
    (void)o;
    if (!g_str_has_prefix(value, "unix:") || !value[5])
        return refuse(err, "--control=%s is not a socket; write it like "
                           "--control=unix:PATH", value);
    replace(&u->control, value + 5);
    return true;
}

static bool set_clock(struct options *o, struct unit_options *u,
                      const char *value, GError **err)
{
    static const char *const names[] = {
        [CLOCK_REAL] = "real",
        [CLOCK_WARP] = "warp",
        [CLOCK_HOLD] = "hold",
        NULL,
    };
    int at;

    (void)u;
    if (!pick("clock", value, names, &at, err))
        return false;
    o->clock = (enum clock_mode)at;
    return true;
}

static bool set_timing(struct options *o, struct unit_options *u,
                       const char *value, GError **err)
{
    static const char *const names[] = {"fast", "authentic", NULL};
    int at;

    (void)u;
    if (!pick("timing", value, names, &at, err))
        return false;
    o->authentic = at == 1;
    return true;
}

static bool set_name(struct options *o, struct unit_options *u,
                     const char *value, GError **err)
{
    (void)o;
    if (!*value || !g_utf8_validate(value, -1, NULL))
        return refuse(err, "--name needs a name in UTF-8");
    replace(&u->name, value);
    return true;
}

static bool set_paused(struct options *o, struct unit_options *u,
                       const char *value, GError **err)
{
    (void)o, (void)value, (void)err;
    u->paused = true;
    return true;
}

static bool set_rtc(struct options *o, struct unit_options *u,
                    const char *value, GError **err)
{
    (void)u;
    if (!value_calendar(value, &o->calendar_base))
        return refuse(err, "--rtc=%s is no date; it is utc, localtime or like "
                           "2004-02-29T12:00:00", value);
    return true;
}

static bool set_version(struct options *o, struct unit_options *u,
                        const char *value, GError **err)
{
    (void)u, (void)value, (void)err;
    return answer(o, g_strdup("pixemu " VERSION "\n"));
}

static bool set_help(struct options *o, struct unit_options *u,
                     const char *value, GError **err);

static const struct option_row rows[] = {
    {"model", 'M', "MODEL", "525 (default), or another: list", set_model},
    {"memory", 'm', "MIB", "RAM; default the model's", set_memory},
    {"cpu", 0, "NAME", "486, pentium, pentium2, pentium3; the model's",
     set_cpu},
    {"serial", 0, "N", "serial number of a flash file being created",
     set_serial},
    {"bios", 'b', "FILE", "ROM; default pixbios.bin beside the program",
     set_bios},
    {"net", 'n', "N:PORT", "plug PORT into interface N; --net=help",
     set_net},
    {"mac", 0, "N:MAC", "station address of interface N", set_mac},
    {"console", 'c', "SPEC", "stdio (default) or none; --console=help",
     set_console},
    {"escape", 0, "KEY", "instead of ^A, before x b a h", set_escape},
    {"control", 'C', "unix:PATH", "QMP socket", set_control},
    {"clock", 0, "MODE", "real (default), warp: jumps over idle time, hold",
     set_clock},
    {"timing", 0, "MODE", "fast (default) or authentic chip latencies",
     set_timing},
    {"name", 'N', "NAME", "for reports; default the flash file's",
     set_name},
    {"paused", 'S', NULL, "start stopped", set_paused},
    {"rtc", 0, "WHEN", "utc (default), localtime or ISO 8601", set_rtc},
    {"version", 'V', NULL, "print the version", set_version},
    {"help", 'h', NULL, "print this", set_help},
};

/* --- the parser --------------------------------------------------------- */

static const struct option_row *row_of(const char *name)
{
    /* GLib hands over "--model" or "-M". */
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++)
        if (name[1] == '-' ? !strcmp(rows[i].name, name + 2)
                           : rows[i].letter == name[1])
            return &rows[i];
    return NULL;
}

static gboolean on_option(const char *name, const char *value, gpointer opt,
                          GError **err)
{
    struct options *o = opt;
    const struct option_row *row = row_of(name);

    return row && row->set(o, &o->unit, value, err);
}

static GOptionContext *context_new(struct options *o)
{
    GOptionEntry entries[G_N_ELEMENTS(rows) + 1] = {0};
    GOptionContext *context = g_option_context_new("[FLASH]");
    GOptionGroup *group =
        g_option_group_new("pixemu", "Options:", "", o, NULL);

    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++)
        entries[i] = (GOptionEntry){
            .long_name = rows[i].name,
            .short_name = rows[i].letter,
            /* Bytes as they were typed: most values hold file names. */
            .flags = rows[i].metavar ? G_OPTION_FLAG_FILENAME
                                     : G_OPTION_FLAG_NO_ARG,
            .arg = G_OPTION_ARG_CALLBACK,
            .arg_data = (gpointer)on_option,
            .description = rows[i].help,
            .arg_description = rows[i].metavar,
        };
    g_option_group_add_entries(group, entries);
    g_option_context_set_main_group(context, group);
    g_option_context_set_help_enabled(context, FALSE); /* it would exit() */
    g_option_context_set_ignore_unknown_options(context, TRUE);
    g_option_context_set_summary(
        context, "Runs a PIX firewall whose flash chips are the file FLASH, "
                 "which is created\nblank when there is none; without FLASH "
                 "the flash is blank and forgotten.");
    return context;
}

static bool set_help(struct options *o, struct unit_options *u,
                     const char *value, GError **err)
{
    GOptionContext *context = context_new(o);
    char *text = g_option_context_get_help(context, TRUE, NULL);

    (void)u, (void)value, (void)err;
    g_option_context_free(context);
    return answer(o, text);
}

static bool unknown_option(const char *arg, GError **err)
{
    const char *names[G_N_ELEMENTS(rows) + 1];
    const char *near = NULL;

    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++)
        names[i] = rows[i].name;
    names[G_N_ELEMENTS(rows)] = NULL;
    if (arg[1] == '-') {
        char *name = g_strndup(arg + 2, strcspn(arg + 2, "="));

        near = value_nearest(name, names);
        g_free(name);
    }
    if (near)
        return refuse(err, "there is no option %s; did you mean --%s?", arg,
                      near);
    return refuse(err, "there is no option %s; pixemu --help lists them", arg);
}

/* GLib would drop the value of --paused=no without a word. */
static bool values_fit(int argc, char **argv, GError **err)
{
    for (int i = 1; i < argc && strcmp(argv[i], "--"); i++)
        for (size_t r = 0; r < G_N_ELEMENTS(rows); r++) {
            size_t n = strlen(rows[r].name);

            if (!rows[r].metavar && !strncmp(argv[i], "--", 2) &&
                !strncmp(argv[i] + 2, rows[r].name, n) && argv[i][2 + n] == '=')
                return refuse(err, "%s: --%s takes no value", argv[i],
                              rows[r].name);
        }
    return true;
}

/* What GLib left over: the flash file, and options it doesn't know. */
static bool take_rest(struct unit_options *u, int argc, char **argv,
                      GError **err)
{
    bool only_names = false;

    for (int i = 1; i < argc; i++) {
        if (!only_names && argv[i][0] == '-' && argv[i][1]) {
            if (strcmp(argv[i], "--"))
                return unknown_option(argv[i], err);
            only_names = true;
            continue;
        }
        if (u->flash)
            return refuse(err, "%s is one file too many after %s; a unit has "
                               "one flash file", argv[i], u->flash);
        if (!*argv[i])
            return refuse(err, "the name of the flash file is empty");
        if (g_str_has_suffix(argv[i], ".ini"))
            return refuse(err, "%s: unit files are not read by this version; "
                               "name the flash file and use options", argv[i]);
        u->flash = g_strdup(argv[i]);
    }
    return true;
}

static char *default_name(const struct unit_options *u)
{
    char *stem, *dot, *valid;

    if (!u->flash)
        return g_strdup("pixemu");
    stem = g_path_get_basename(u->flash);
    dot = strrchr(stem, '.');
    if (dot && dot > stem)
        *dot = 0;
    valid = g_utf8_make_valid(stem, -1);
    g_free(stem);
    return valid;
}

/* GLib's own messages don't say what to do. */
static void restyle(GError **err)
{
    GError *glib = *err;

    if (glib->domain != G_OPTION_ERROR)
        return;
    *err = NULL;
    glib->message[0] = g_ascii_tolower(glib->message[0]);
    refuse(err, "%s; pixemu --help explains the options", glib->message);
    g_error_free(glib);
}

bool options_parse(struct options *o, int argc, char **argv, GError **err)
{
    /* GLib reorders the vector and frees nothing of it. */
    char **mine = g_memdup2(argv, (argc + 1) * sizeof *argv);
    char **left = mine;
    GOptionContext *context;
    bool ok;

    memset(o, 0, sizeof *o);
    o->clock = CLOCK_REAL;
    o->unit.cpu = -1;
    o->unit.nets = g_array_new(FALSE, FALSE, sizeof(struct net_option));
    console_spec_init(&o->unit.console);
    value_calendar("utc", &o->calendar_base);

    context = context_new(o);
    ok = values_fit(argc, argv, err);
    if (ok && !g_option_context_parse(context, &argc, &left, err)) {
        restyle(err);
        ok = false;
    }
    ok = ok && take_rest(&o->unit, argc, left, err);
    if (!o->unit.name)
        o->unit.name = default_name(&o->unit);
    g_option_context_free(context);
    g_free(mine);
    return ok;
}

void options_clear(struct options *o)
{
    struct unit_options *u = &o->unit;

    for (unsigned i = 0; i < u->nets->len; i++)
        g_free(g_array_index(u->nets, struct net_option, i).port);
    g_array_free(u->nets, TRUE);
    g_free(u->flash);
    g_free(u->name);
    g_free(u->bios);
    g_free(u->control);
    g_free(o->answer);
}
