/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * optionrows.c - a row for every option.
 *
 * A row's setter gets the unit it speaks of: the command line (cmdline.c) and
 * unit files (unitfile.c) read the same rows.
 */
#include "host/options.h"

#include <string.h>

#include "host/cable/cable_spec.h"
#include "host/chassis.h"
#include "host/gdb/gdb_spec.h"
#include "host/disk/flashfile.h"
#include "host/net/net.h"
#include "host/report.h"
#include "host/tracefile.h"
#include "host/values.h"
#include "host/version.h"
#include "machine/cards.h"

enum { NO_INTERFACE = UINT16_MAX, SEGMENT_NAME_MAX = 32 };

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

/* Which values there are. */
static bool is_question(const char *value)
{
    return !strcmp(value, "help") || !strcmp(value, "list");
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

    if (is_question(value))
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

static bool set_flash_card(struct options *o, struct unit_options *u,
                           const char *value, GError **err)
{
    int at;

    (void)o;
    if (!pick("flash-card", value, flashfile_cards, &at, err))
        return false;
    u->card = (enum flash_card)at;
    u->card_given = true;
    return true;
}

static bool take_name(char **where, const char *option, const char *value,
                      GError **err)
{
    if (!*value)
        return refuse(err, "--%s needs the name of a file", option);
    replace(where, value);
    return true;
}

static bool set_bios(struct options *o, struct unit_options *u,
                     const char *value, GError **err)
{
    (void)o;
    return take_name(&u->bios, "bios", value, err);
}

static bool set_option_rom(struct options *o, struct unit_options *u,
                           const char *value, GError **err)
{
    (void)o;
    return take_name(&u->option_rom, "option-rom", value, err);
}

static bool set_floppy(struct options *o, struct unit_options *u,
                       const char *value, GError **err)
{
    (void)o;
    return take_name(&u->floppy, "floppy", value, err);
}

static bool set_kernel(struct options *o, struct unit_options *u,
                       const char *value, GError **err)
{
    (void)o;
    return take_name(&u->kernel, "kernel", value, err);
}

static bool set_initrd(struct options *o, struct unit_options *u,
                       const char *value, GError **err)
{
    (void)o;
    return take_name(&u->initrd, "initrd", value, err);
}

static bool set_append(struct options *o, struct unit_options *u,
                       const char *value, GError **err)
{
    (void)o, (void)err;
    replace(&u->append, value);
    return true;
}

static bool set_net(struct options *o, struct unit_options *u,
                    const char *value, GError **err)
{
    struct net_option net = {.interface = NO_INTERFACE};
    const char *colon = strchr(value, ':');

    if (is_question(value))
        return answer(o, net_help());
    if (!colon || colon == value || colon - value > SEGMENT_NAME_MAX)
        return options_interface("net", "1:user", value, &net.interface,
                                 err);
    if (options_number(value, &net.interface) == NULL)
        net.interface = NO_INTERFACE;
    net.name = g_strndup(value, colon - value);
    net.port = g_strdup(colon + 1);
    net.where = g_strdup(o->where);
    g_array_append_val(u->nets, net);
    return true;
}

static bool set_hub(struct options *o, struct unit_options *u,
                    const char *value, GError **err)
{
    (void)u, (void)value, (void)err;
    o->hub = true;
    return true;
}

static bool set_mac(struct options *o, struct unit_options *u,
                    const char *value, GError **err)
{
    unsigned n;
    const char *mac = options_interface("mac", "0:00:90:27:01:02:03", value,
                                        &n, err);

    (void)o;
    if (!mac)
        return false;
    u->eeprom_erased[n] = !strcmp(mac, "erased");
    if (!u->eeprom_erased[n] && !value_mac(mac, u->mac[n]))
        return refuse(err, "--mac=%s is not the address of a station; write "
                           "it like --mac=%u:00:90:27:01:02:03, or erased",
                      value, n);
    return true;
}

/* Whether the chassis has the slot is known when its flash file is open. */
static bool set_card(struct options *o, struct unit_options *u,
                     const char *value, GError **err)
{
    const char *names[ETHER_CARDS], *name;
    unsigned n;
    int at;

    if (is_question(value))
        return answer(o, chassis_cards());
    name = options_number(value, &n);
    if (!name)
        return refuse(err, "--card=%s does not begin with a slot's number; "
                           "write it like --card=0:1fe", value);
    if (g_str_has_prefix(name, "1ge"))
        return refuse(err, "--card=%s: gigabit cards are not modelled yet; "
                           "--card=help lists those that are", value);
    for (at = 1; at < ETHER_CARDS; at++)
        names[at - 1] = card_types[at].name;
    names[at - 1] = NULL;
    if (!pick("card", name, names, &at, err))
        return false;
    if (n >= MODEL_SLOTS_MAX) {
        u->slot_beyond = n;
        return true;
    }
    if (u->slot[n])
        return refuse(err, "--card=%s: there is a card in slot %u already",
                      value, n);
    u->slot[n] = (enum ether_card)(at + 1);
    return true;
}

static bool set_console(struct options *o, struct unit_options *u,
                        const char *value, GError **err)
{
    if (is_question(value))
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

static bool set_failover_cable(struct options *o, struct unit_options *u,
                               const char *value, GError **err)
{
    (void)o;
    return cable_spec_parse(value, &u->cable_role, &u->cable, err);
}

static bool set_gdb(struct options *o, struct unit_options *u,
                    const char *value, GError **err)
{
    (void)o;
    if (!gdb_spec_check(value, err))
        return false;
    replace(&u->gdb, value);
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

static bool set_panel(struct options *o, struct unit_options *u,
                      const char *value, GError **err)
{
    (void)o, (void)value, (void)err;
    u->panel = true;
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

static bool set_seed(struct options *o, struct unit_options *u,
                     const char *value, GError **err)
{
    (void)u;
    if (!value_number(value, 0, UINT64_MAX, &o->seed))
        return refuse(err, "--seed=%s is not a number", value);
    o->seed_given = true;
    return true;
}

static bool set_trace(struct options *o, struct unit_options *u,
                      const char *value, GError **err)
{
    (void)u;
    if (is_question(value))
        return answer(o, tracefile_help());
    return tracefile_kinds(value, &o->trace, err);
}

static bool set_trace_file(struct options *o, struct unit_options *u,
                           const char *value, GError **err)
{
    (void)u;
    return take_name(&o->trace_file, "trace-file", value, err);
}

static bool set_version(struct options *o, struct unit_options *u,
                        const char *value, GError **err)
{
    (void)u, (void)value, (void)err;
    return answer(o, g_strdup("pixemu " VERSION "\n"));
}

static bool set_help(struct options *o, struct unit_options *u,
                     const char *value, GError **err)
{
    (void)u, (void)value, (void)err;
    o->help = true;
    return true;
}

static bool set_flash(struct options *o, struct unit_options *u,
                      const char *value, GError **err)
{
    (void)o;
    if (!*value)
        return refuse(err, "the name of the flash file is empty");
    replace(&u->flash, value);
    return true;
}

const struct option_row option_rows[] = {
    {"model", 'M', "MODEL", "525 (default) or another; --model=list", set_model,
     OPTION_UNIT},
    {"memory", 'm', "MIB", "RAM; default the model's", set_memory,
     OPTION_UNIT},
    {"cpu", 0, "NAME", "486, pentium, pentium2, pentium3; the model's",
     set_cpu, OPTION_UNIT},
    {"serial", 0, "N", "serial number of a flash file being created",
     set_serial, OPTION_SINGLE},
    {"bios", 'b', "FILE", "ROM; by default pixbios.bin of this program",
     set_bios, OPTION_UNIT},
    {"option-rom", 0, "FILE", "expansion ROM of interface 0's PCI function",
     set_option_rom, OPTION_UNIT},
    {"floppy", 'f', "FILE", "diskette in the drive of a 510 or 520",
     set_floppy, OPTION_SINGLE},
    {"kernel", 0, "FILE", "a 32-bit Linux kernel, started after the ROM",
     set_kernel, OPTION_UNIT},
    {"initrd", 0, "FILE", "its initial RAM disk", set_initrd, OPTION_UNIT},
    {"append", 0, "LINE", "its command line", set_append, OPTION_UNIT},
    {"flash-card", 0, "CARD", "at29 (default), or strata: 16 MB of StrataFlash",
     set_flash_card, OPTION_UNIT},
    {"net", 'n', "N:PORT", "plug PORT into interface N; --net=help",
     set_net, OPTION_NUMBERED | OPTION_HUB},
    {"hub", 0, NULL, "segments without a unit; --net=NAME:PORT then",
     set_hub, OPTION_PROCESS},
    {"mac", 0, "N:MAC", "station address of interface N", set_mac,
     OPTION_SINGLE | OPTION_NUMBERED},
    {"card", 0, "SLOT:CARD", "an Ethernet card in a slot; --card=help",
     set_card, OPTION_SINGLE | OPTION_NUMBERED},
    {"console", 'c', "SPEC", "stdio (default) or another; --console=help",
     set_console, OPTION_SINGLE},
    {"escape", 0, "KEY", "instead of ^A, before x b a h", set_escape,
     OPTION_UNIT},
    {"gdb", 0, "SPEC", "where gdb finds it: tcp:HOST:PORT, unix:PATH",
     set_gdb, OPTION_SINGLE},
    {"control", 'C', "unix:PATH", "QMP socket", set_control, OPTION_SINGLE},
    {"failover-cable", 0, "END:PATH", "END is primary or secondary, PATH both "
     "units'", set_failover_cable, OPTION_SINGLE},
    {"clock", 0, "MODE", "real (default), warp: skips idle time, hold",
     set_clock, OPTION_PROCESS},
    {"timing", 0, "MODE", "fast (default) or authentic chip latencies",
     set_timing, OPTION_PROCESS},
    {"name", 'N', "NAME", "for reports; default the file's",
     set_name, OPTION_SINGLE},
    {"panel", 0, NULL, "the front panel in a window", set_panel, OPTION_UNIT},
    {"paused", 'S', NULL, "start stopped", set_paused, OPTION_UNIT},
    {"rtc", 0, "WHEN", "utc (default), localtime or ISO 8601", set_rtc,
     OPTION_PROCESS},
    {"seed", 0, "N", "what random numbers follow from, for tests", set_seed,
     OPTION_PROCESS},
    {"trace", 't', "LIST", "what the machine does, in lines; --trace=help",
     set_trace, OPTION_PROCESS},
    {"trace-file", 0, "FILE", "where to; default standard error",
     set_trace_file, OPTION_PROCESS},
    {"flash", 0, "FILE", "the flash file", set_flash, OPTION_KEY},
    {"version", 'V', NULL, "print the version", set_version,
     OPTION_PROCESS},
    {"help", 'h', NULL, "print this", set_help, OPTION_PROCESS},
    {0},
};
