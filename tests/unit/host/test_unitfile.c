/* SPDX-License-Identifier: GPL-2.0-or-later */
/* test_unitfile.c - unit files: what they may say, and where they are wrong. */
#include <glib/gstdio.h>
#include <string.h>

#include "host/cmdline.h"

static char *folder;

/* Writes a file and returns its name, for g_free(). */
static char *file(const char *name, const char *text)
{
    char *path = g_build_filename(folder, name, NULL);

    g_assert_true(g_file_set_contents(path, text, -1, NULL));
    return path;
}

static bool parse(struct options *o, GError **err, const char *first, ...)
{
    GPtrArray *argv = g_ptr_array_new();
    va_list ap;
    bool ok;

    g_ptr_array_add(argv, (gpointer)"pixemu");
    va_start(ap, first);
    for (const char *arg = first; arg; arg = va_arg(ap, const char *))
        g_ptr_array_add(argv, (gpointer)arg);
    va_end(ap);
    g_ptr_array_add(argv, NULL);
    ok = cmdline_parse(o, (int)argv->len - 1, (char **)argv->pdata, err);
    g_ptr_array_free(argv, TRUE);
    return ok;
}

static const struct unit_options *unit(const struct options *o, unsigned i)
{
    g_assert_cmpuint(i, <, o->units->len);
    return g_ptr_array_index(o->units, i);
}

static const struct net_option *net(const struct unit_options *u, unsigned i)
{
    g_assert_cmpuint(i, <, u->nets->len);
    return &g_array_index(u->nets, struct net_option, i);
}

static void test_keys_are_options(void)
{
    char *path = file("edge.ini", "\xef\xbb\xbf# a lab\n\n[unit]\r\n"
                                  "model = 515 \n"
                                  "flash=in\\sside.flash\n"
                                  "net1=user,tftp=a,,b;pcap:x\\;y\n"
                                  "net0=none\n"
                                  "mac1=0090.2701.0203\n"
                                  "console=none\n"
                                  "paused=true\n");
    const struct unit_options *u;
    GError *err = NULL;
    struct options o;

    g_assert_true(parse(&o, &err, path, NULL));
    g_assert_no_error(err);
    g_assert_cmpuint(o.units->len, ==, 1);
    u = unit(&o, 0);
    g_assert_cmpstr(u->model->name, ==, "515");
    g_assert_cmpstr(u->flash, ==, "in side.flash");
    g_assert_cmpstr(u->name, ==, "edge");
    g_assert_cmpuint(u->nets->len, ==, 3);
    g_assert_cmpuint(net(u, 0)->interface, ==, 1);
    g_assert_cmpstr(net(u, 0)->port, ==, "user,tftp=a,,b");
    g_assert_nonnull(strstr(net(u, 0)->where, "edge.ini:6: "));
    g_assert_cmpstr(net(u, 1)->port, ==, "pcap:x;y");
    g_assert_cmpuint(net(u, 2)->interface, ==, 0);
    g_assert_cmpuint(u->mac[1][5], ==, 3);
    g_assert_false(console_spec_is_stdio(&u->console));
    g_assert_true(u->paused);
    options_clear(&o);
    g_free(path);
}

static void test_command_line_wins(void)
{
    char *path = file("lab.ini", "[unit]\nmodel=515\nmemory=32\nname=a\n"
                                 "net0=none\nnet1=user;pcap:x\n");
    const struct unit_options *u;
    struct options o;

    g_assert_true(parse(&o, NULL, "-M", "520", path, "--net=0x1:none",
                        "--name=b", NULL));
    u = unit(&o, 0);
    g_assert_cmpstr(u->model->name, ==, "520");
    g_assert_cmpuint(u->ram_mib, ==, 32);
    g_assert_cmpstr(u->name, ==, "b");
    g_assert_cmpuint(u->nets->len, ==, 2);
    g_assert_cmpuint(net(u, 0)->interface, ==, 0);
    g_assert_cmpstr(net(u, 1)->port, ==, "none");
    g_assert_true(console_spec_is_stdio(&u->console));
    options_clear(&o);
    g_free(path);
}

static void test_several(void)
{
    char *a = file("a.ini", "[unit]\nmodel=515\nconsole=stdio\n");
    char *b = file("b.ini", "[unit]\n");
    char *c = file("c.ini", "[unit]\nconsole=stdio\n");
    GError *err = NULL;
    struct options o;

    g_assert_true(parse(&o, NULL, "-m", "64", a, b, NULL));
    g_assert_cmpuint(o.units->len, ==, 2);
    g_assert_cmpstr(unit(&o, 0)->model->name, ==, "515");
    g_assert_null(unit(&o, 1)->model);
    g_assert_cmpuint(unit(&o, 1)->ram_mib, ==, 64);
    g_assert_true(console_spec_is_stdio(&unit(&o, 0)->console));
    g_assert_false(console_spec_is_stdio(&unit(&o, 1)->console));
    options_clear(&o);

    g_assert_false(parse(&o, &err, a, b, c, NULL));
    g_assert_nonnull(strstr(err->message, a));
    g_assert_nonnull(strstr(err->message, c));
    g_clear_error(&err);
    options_clear(&o);

    g_assert_false(parse(&o, &err, "--console=none", a, b, NULL));
    g_assert_nonnull(strstr(err->message, "--console"));
    g_clear_error(&err);
    options_clear(&o);
    g_free(a);
    g_free(b);
    g_free(c);
}

/* A file, the line that is wrong, and what the refusal must mention. */
static void test_refusals(void)
{
    static const struct {
        const char *text;
        unsigned line;
        const char *names, *remedy;
    } rows[] = {
        {"", 1, "[unit]", "begins"},
        {"# nothing\n", 1, "[unit]", "begins"},
        {"model=525\n", 1, "[unit]", "begins"},
        {"[unit]\nmodle=525\n", 2, "modle", "model"},
        {"[unit]\n\n#\nnett1=user\n", 4, "nett1", "net1"},
        {"[unit]\nnet=user\n", 2, "key net", "net0"},
        {"[unit]\nmodel1=525\n", 2, "model1", "model?"},
        {"[unit]\nfrobnicate=1\n", 2, "frobnicate", "--help"},
        {"[unit]\nmodel[de]=525\n", 2, "model[de]", "--help"},
        {"[unit]\nmodel=526\n", 2, "526", "525"},
        {"[unit]\nmodel=\n", 2, "model", "no value"},
        {"[unit]\nnet1= \n", 2, "net1", "no value"},
        {"[unit]\nflash=\"a.flash\"\n", 2, "flash", "without quotes"},
        {"[unit]\nnet77=user\n", 2, "77:user", "interface"},
        {"[unit]\nmac0=x\n", 2, "mac=0:x", "00:90:27"},
        {"[unit]\npaused=perhaps\n", 2, "paused", "true or false"},
        {"[unit]\nname=a\\q\n", 2, "name", "backslash"},
        {"[unit]\nnet0=a\\q\n", 2, "net0", "backslash"},
        {"[unit]\nclock=warp\n", 2, "clock", "command line"},
        {"[unit]\ntiming=fast\n", 2, "timing", "command line"},
        {"[unit]\nrtc=utc\n", 2, "rtc", "command line"},
        {"[unit]\nhelp=true\n", 2, "help", "command line"},
        {"[unit]\nmodel=525\n[unti]\n", 3, "[unti]", "[unit]"},
        {"[unit]\nmodel\n", 2, "model", "KEY=VALUE"},
        {"[unit]\n=525\n", 2, "=525", "KEY=VALUE"},
        {"[unit]\nnet1=user\nname=a\nnet1=none\n", 4, "line 2", "semicolon"},
        {"[unit]\nname=a\n[unit]\nname=b\n", 4, "name", "line 2"},
    };

    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        char *path = file("wrong.ini", rows[i].text);
        char *where = g_strdup_printf("%s:%u: ", path, rows[i].line);
        GError *err = NULL;
        struct options o;

        g_assert_false(parse(&o, &err, path, NULL));
        g_assert_nonnull(err);
        g_test_message("%s", err->message);
        g_assert_true(g_str_has_prefix(err->message, where));
        g_assert_nonnull(strstr(err->message, rows[i].names));
        g_assert_nonnull(strstr(err->message, rows[i].remedy));
        g_assert_null(strchr(err->message, '\n'));
        g_error_free(err);
        options_clear(&o);
        g_free(where);
        g_free(path);
    }
}

static void test_no_text(void)
{
    char *latin = file("latin.ini", "[unit]\nname=\xe9\n");
    char *dir = g_build_filename(folder, "dir.ini", NULL);
    const char *const wrong[] = {latin, dir, "/nowhere/at/all.ini"};

    g_assert_cmpint(g_mkdir(dir, 0700), ==, 0);
    for (size_t i = 0; i < G_N_ELEMENTS(wrong); i++) {
        GError *err = NULL;
        struct options o;

        g_assert_false(parse(&o, &err, wrong[i], NULL));
        g_assert_nonnull(strstr(err->message, wrong[i]));
        g_error_free(err);
        options_clear(&o);
    }
    g_rmdir(dir);
    g_free(latin);
    g_free(dir);
}

static void remove_folder(void)
{
    GDir *dir = g_dir_open(folder, 0, NULL);
    const char *name;

    while ((name = g_dir_read_name(dir))) {
        char *path = g_build_filename(folder, name, NULL);

        g_remove(path);
        g_free(path);
    }
    g_dir_close(dir);
    g_rmdir(folder);
    g_free(folder);
}

int main(int argc, char **argv)
{
    int status;

    g_test_init(&argc, &argv, NULL);
    g_test_set_nonfatal_assertions();
    folder = g_dir_make_tmp("unitfile-XXXXXX", NULL);
    g_test_add_func("/unitfile/keys-are-options", test_keys_are_options);
    g_test_add_func("/unitfile/the-command-line-wins", test_command_line_wins);
    g_test_add_func("/unitfile/several-units", test_several);
    g_test_add_func("/unitfile/a-refusal-has-file-and-line", test_refusals);
    g_test_add_func("/unitfile/a-file-that-is-no-text", test_no_text);
    status = g_test_run();
    remove_folder();
    return status;
}
