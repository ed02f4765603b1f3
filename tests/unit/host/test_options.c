/* SPDX-License-Identifier: GPL-2.0-or-later */
/* test_options.c - the command line, and what people write in it. */
#include <string.h>

#include "host/cmdline.h"
#include "host/values.h"

/* --- values -------------------------------------------------------------- */

static void test_numbers(void)
{
    uint64_t n = 0;

    g_assert_true(value_number("0", 0, 9, &n));
    g_assert_cmpuint(n, ==, 0);
    g_assert_true(value_number("0x1F", 0, 99, &n));
    g_assert_cmpuint(n, ==, 31);
    g_assert_true(value_number("18446744073709551615", 0, UINT64_MAX, &n));
    g_assert_cmpuint(n, ==, UINT64_MAX);
    g_assert_false(value_number("", 0, 9, &n));
    g_assert_false(value_number("0x", 0, 9, &n));
    g_assert_false(value_number("-1", 0, 9, &n));
    g_assert_false(value_number(" 1", 0, 9, &n));
    g_assert_false(value_number("1k", 0, 9, &n));
    g_assert_false(value_number("10", 0, 9, &n));
    g_assert_false(value_number("18446744073709551616", 0, UINT64_MAX, &n));
}

static void test_macs(void)
{
    static const uint8_t want[6] = {0x00, 0x90, 0x27, 0x01, 0x02, 0xab};
    static const char *const good[] = {"00:90:27:01:02:ab", "00-90-27-01-02-AB",
                                       "0090.2701.02ab", NULL};
    static const char *const bad[] = {
        "",
        "00:90:27:01:02",
        "00:90:27:01:02:ab:",
        "00:90:27:01:02:ab:00",
        "00:90:27:01:02:a",
        "0:90:27:01:02:ab",
        ":00:90:27:01:02:ab",
        "00::90:27:01:02:ab",
        "0090270102ab",
        "0090.2701.02a",
        "00:90:27:01:02:ag",
        "01:90:27:01:02:ab", /* a group */
        "00:00:00:00:00:00",
        "00:90-27:01-02:ab",
        NULL,
    };

    for (int i = 0; good[i]; i++) {
        uint8_t mac[6] = {0};

        g_assert_true(value_mac(good[i], mac));
        g_assert_cmpmem(mac, 6, want, 6);
    }
    for (int i = 0; bad[i]; i++) {
        uint8_t mac[6] = {7, 7, 7, 7, 7, 7};

        if (value_mac(bad[i], mac))
            g_test_message("taken: '%s'", bad[i]);
        g_assert_false(value_mac(bad[i], mac));
        g_assert_cmpuint(mac[0], ==, 7);
    }
}

static void test_calendar(void)
{
    int64_t s = 0;

    g_assert_true(value_calendar("2004-02-29T12:00:00", &s));
    g_assert_cmpint(s, ==, 1078056000);
    g_assert_true(value_calendar("2004-02-29T12:00:00+01:00", &s));
    g_assert_cmpint(s, ==, 1078052400);
    g_assert_true(value_calendar("utc", &s));
    g_assert_cmpint(s, >, 1700000000);
    g_assert_false(value_calendar("2004-02-30T12:00:00", &s));
    g_assert_false(value_calendar("yesterday", &s));
    g_assert_false(value_calendar("", &s));
}

static void test_escape_names(void)
{
    int key = 0;

    g_assert_true(value_escape("^B", &key));
    g_assert_cmpint(key, ==, 2);
    g_assert_true(value_escape("ctrl-t", &key));
    g_assert_cmpint(key, ==, 20);
    g_assert_true(value_escape("^]", &key));
    g_assert_cmpint(key, ==, 29);
    g_assert_true(value_escape("none", &key));
    g_assert_cmpint(key, ==, -1);
    g_assert_false(value_escape("", &key));
    g_assert_false(value_escape("b", &key));
    g_assert_false(value_escape("^", &key));
    g_assert_false(value_escape("^BB", &key));
    g_assert_false(value_escape("^1", &key));
}

static void test_nearest(void)
{
    static const char *const names[] = {"model", "memory", "net", "name", NULL};

    g_assert_cmpstr(value_nearest("modle", names), ==, "model");
    g_assert_cmpstr(value_nearest("mem", names), ==, "memory");
    g_assert_cmpstr(value_nearest("nmae", names), ==, "name");
    g_assert_null(value_nearest("floppy", names));
    g_assert_null(value_nearest("x", names));
    g_assert_null(value_nearest("", names));
}

/* --- the command line ---------------------------------------------------- */

/* Parses a line of words. */
static bool parse(struct options *o, const char *line, GError **err)
{
    char *all = g_strconcat("pixemu", *line ? " " : "", line, NULL);
    char **argv = g_strsplit(all, " ", -1);
    bool ok = cmdline_parse(o, (int)g_strv_length(argv), argv, err);

    g_strfreev(argv);
    g_free(all);
    return ok;
}

static const struct unit_options *unit(const struct options *o)
{
    return g_ptr_array_index(o->units, 0);
}

static void test_defaults(void)
{
    struct options o;

    g_assert_true(parse(&o, "", NULL));
    g_assert_null(o.answer);
    g_assert_cmpint(o.clock, ==, CLOCK_REAL);
    g_assert_false(o.authentic);
    g_assert_null(unit(&o)->flash);
    g_assert_null(unit(&o)->model);
    g_assert_cmpint(unit(&o)->cpu, ==, -1);
    g_assert_cmpuint(unit(&o)->ram_mib, ==, 0);
    g_assert_cmpuint(unit(&o)->nets->len, ==, 0);
    g_assert_cmpint(unit(&o)->console.escape, ==, 1);
    g_assert_false(unit(&o)->paused);
    options_clear(&o);
}

static void test_everything(void)
{
    struct options o;
    GError *err = NULL;
    const struct unit_options *u;

    g_assert_true(parse(&o,
                        "-M515 -m 64 --cpu=pentium --serial=0x10 -b rom.bin "
                        "-n1:user,tftp=a -n 0:none --net=1:pcap:x -c none "
                        "--mac=1:0090.2701.0203 --mac=2:erased "
                        "-SCunix:/tmp/q --clock=hold "
                        "--timing=authentic --escape=^B "
                        "--failover-cable=secondary:a:b "
                        "-t nic,io --trace=net --trace-file=t --seed=0x7 "
                        "--rtc=2004-02-29T12:00:00 lab/a.flash",
                        &err));
    g_assert_no_error(err);
    u = unit(&o);
    g_assert_cmpstr(u->model->name, ==, "515");
    g_assert_cmpuint(u->ram_mib, ==, 64);
    g_assert_cmpint(u->cpu, ==, CPU_PENTIUM);
    g_assert_true(u->serial_given);
    g_assert_cmpuint(u->serial, ==, 16);
    g_assert_cmpstr(u->bios, ==, "rom.bin");
    g_assert_cmpuint(u->nets->len, ==, 3);
    g_assert_cmpuint(g_array_index(u->nets, struct net_option, 0).interface,
                     ==, 1);
    g_assert_cmpstr(g_array_index(u->nets, struct net_option, 0).port, ==,
                    "user,tftp=a");
    g_assert_cmpstr(g_array_index(u->nets, struct net_option, 2).port, ==,
                    "pcap:x");
    g_assert_cmpuint(u->mac[1][5], ==, 3);
    g_assert_false(u->eeprom_erased[1]);
    g_assert_true(u->eeprom_erased[2]);
    g_assert_cmpstr(u->control, ==, "/tmp/q");
    g_assert_cmpstr(u->cable, ==, "a:b");
    g_assert_cmpint(u->cable_role, ==, CABLE_SECONDARY);
    g_assert_cmpint(o.clock, ==, CLOCK_HOLD);
    g_assert_true(o.authentic);
    g_assert_cmphex(o.trace, ==, 1u << TRACE_NIC | 1u << TRACE_IO |
                                     1u << TRACE_NET);
    g_assert_cmpstr(o.trace_file, ==, "t");
    g_assert_true(o.seed_given);
    g_assert_cmpuint(o.seed, ==, 7);
    g_assert_cmpint(u->console.escape, ==, 2);
    g_assert_cmpint(o.calendar_base, ==, 1078056000);
    g_assert_cmpstr(u->flash, ==, "lab/a.flash");
    g_assert_cmpstr(u->name, ==, "a");
    g_assert_true(u->paused);
    options_clear(&o);
}

static void test_names(void)
{
    struct options o;

    g_assert_true(parse(&o, "-N edge lab/a.flash", NULL));
    g_assert_cmpstr(unit(&o)->name, ==, "edge");
    options_clear(&o);
    g_assert_true(parse(&o, "/x/.hidden", NULL));
    g_assert_cmpstr(unit(&o)->name, ==, ".hidden");
    options_clear(&o);
    g_assert_true(parse(&o, "-- -odd.flash", NULL));
    g_assert_cmpstr(unit(&o)->flash, ==, "-odd.flash");
    options_clear(&o);
    g_assert_true(parse(&o, "\xe9t\xe9.flash", NULL)); /* Latin-1 */
    g_assert_cmpstr(unit(&o)->flash, ==, "\xe9t\xe9.flash");
    g_assert_true(g_utf8_validate(unit(&o)->name, -1, NULL));
    options_clear(&o);
}

/* A line, and what the refusal must mention. */
static void test_refusals(void)
{
    static const struct {
        const char *line, *names, *remedy;
    } rows[] = {
        {"--modle=525", "--modle=525", "--model"},
        {"--frobnicate", "--frobnicate", "--help"},
        {"-z", "-z", "--help"},
        {"-Tnic", "-Tnic", "--help"},
        {"-SM", "-M", "--help"},
        {"--model=526", "526", "525"},
        {"--model=cisco", "cisco", "501"},
        {"--model", "--model", "--help"},
        {"-m", "-m", "--help"},
        {"-m 0", "--memory=0", "MiB"},
        {"-m 4096", "4096", "2048"},
        {"-m 128M", "128M", "MiB"},
        {"--cpu=pentium4", "pentium4", "pentium"},
        {"--serial=x", "--serial=x", "4294967294"},
        {"--serial=4294967295", "4294967295", "4294967294"},
        {"-n user", "--net=user", "--net=1:user"},
        {"-n x:user", "x:user", "--net=1:user"},
        {"-n 16:user", "16:user", "is 15"},
        {"--mac=0:01:00:5e:00:00:01", "01:00:5e", "00:90:27"},
        {"--mac=16:erased", "16:erased", "is 15"},
        {"--mac=00:90:27:01:02:03", "station", "--mac=0:00:90"},
        {"-c stdoi", "stdoi", "stdio"},
        {"-c ptty", "ptty", "pty"},
        {"-c tcp", "tcp", "HOST:PORT"},
        {"-c telnet:1.2.3.4", "1.2.3.4", "127.0.0.1:2323"},
        {"-c tcp:h:99999", "99999", "65535"},
        {"-c pty:x", "pty:x", "alone"},
        {"-c none,wait", "wait", "another kind"},
        {"-c pty,waits", "waits", "wait"},
        {"-c pty,wait=1", "wait", "no value"},
        {"-c stdio,log", "log", "FILE"},
        {"-c stdio,baud=1000000", "1000000", "115200"},
        {"--escape=x", "--escape=x", "^B"},
        {"-C /tmp/q", "/tmp/q", "unix:PATH"},
        {"-C unix:", "unix:", "unix:PATH"},
        {"--failover-cable=x", "--failover-cable=x", "primary:PATH"},
        {"--failover-cable=second:x", "second", "secondary"},
        {"--failover-cable=primary:", "primary:", "primary:PATH"},
        {"--clock=warped", "warped", "warp"},
        {"--timing=slow", "slow", "authentic"},
        {"--seed=-1", "--seed=-1", "number"},
        {"--trace=nics", "nics", "nic"},
        {"--trace=", "--trace", "--trace=help"},
        {"--trace-file=x", "--trace-file", "--trace=help"},
        {"--trace=io --trace-file=", "--trace-file", "file"},
        {"--rtc=noon", "noon", "2004-"},
        {"--paused=yes", "--paused=yes", "no value"},
        {"a.flash b.flash", "b.flash", "a.flash"},
        {"no-such.ini", "no-such.ini", "No such file"},
        {"a.ini b.flash", "b.flash", "flash="},
        {"b.flash a.ini", "b.flash", "flash="},
        {"--name=x a.ini b.ini", "--name", "their files"},
        {"--flash=x", "--flash", "--flash-card"},
        {"--bios=", "--bios", "file"},
    };

    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        struct options o;
        GError *err = NULL;

        g_assert_false(parse(&o, rows[i].line, &err));
        g_assert_nonnull(err);
        g_test_message("%s -> %s", rows[i].line, err->message);
        g_assert_nonnull(strstr(err->message, rows[i].names));
        g_assert_nonnull(strstr(err->message, rows[i].remedy));
        g_assert_null(strchr(err->message, '\n'));
        g_error_free(err);
        options_clear(&o);
    }
}

static void test_answers(void)
{
    static const struct {
        const char *line, *part;
    } rows[] = {
        {"--version", "pixemu "}, {"-V", "pixemu "},
        {"--help", "--control"},  {"-h", "--paused"},
        {"--model=list", "506e"}, {"--model=help", "506e"},
        {"--console=help", "stdio"}, {"--console=list", "telnet"},
        {"--net=help", "ports"},  {"--net=list", "ports"},
        {"--card=help", "4fe"},   {"--trace=list", "nic"},
    };

    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        struct options o;

        g_assert_true(parse(&o, rows[i].line, NULL));
        g_assert_nonnull(o.answer);
        g_assert_nonnull(strstr(o.answer, rows[i].part));
        g_assert_true(g_str_has_suffix(o.answer, "\n"));
        options_clear(&o);
    }
}

/* What --help lists is what is there. */
static void test_help_names_every_option(void)
{
    static const char *const all[] = {
        "model", "memory",  "cpu",   "serial", "bios",   "net",
        "kernel", "initrd", "append",
        "mac",   "console", "escape", "control", "clock", "timing",
        "name",  "paused",  "rtc",   "version", "help",
        "hub",   "gdb",     "floppy",  "panel",
    };
    struct options o;

    g_assert_true(parse(&o, "--help", NULL));
    for (size_t i = 0; i < G_N_ELEMENTS(all); i++) {
        char *option = g_strconcat("--", all[i], NULL);

        g_assert_nonnull(strstr(o.answer, option));
        g_free(option);
    }
    options_clear(&o);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_set_nonfatal_assertions();
    g_test_add_func("/values/numbers-are-whole-words", test_numbers);
    g_test_add_func("/values/station-addresses", test_macs);
    g_test_add_func("/values/moments", test_calendar);
    g_test_add_func("/values/escape-keys", test_escape_names);
    g_test_add_func("/values/the-nearest-name", test_nearest);
    g_test_add_func("/options/nothing-asked-for", test_defaults);
    g_test_add_func("/options/everything-asked-for", test_everything);
    g_test_add_func("/options/a-unit-is-named-after-its-file", test_names);
    g_test_add_func("/options/a-refusal-names-thing-and-remedy", test_refusals);
    g_test_add_func("/options/some-are-answered", test_answers);
    g_test_add_func("/options/help-names-every-option",
                    test_help_names_every_option);
    return g_test_run();
}
