/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * test_portspec.c - how a PORT is written, and what is said of one that is
 * written wrongly: one line that names it and what to do.
 */
#include <glib.h>
#include <string.h>

#include "host/net/net.h"
#include "host/net/port.h"
#include "host/net/user_settings.h"
#include "tests/unit/host/stub_net_machine.h"

/* What is wrong, and what the message must say besides naming it. */
#define LONG_16 "0123456789abcdef"
#define LONG LONG_16 LONG_16 LONG_16 LONG_16 LONG_16 LONG_16 LONG_16 LONG_16

static const struct {
    const char *spec, *says;
} wrong[] = {
    {"", "no such port; it is one of user"},
    {"slirp", "no such port; it is one of user"},
    {"USER", "no such port"},
    {"users", "no such port"},
    {"listen", "listen:PATH"},
    {"listen:", "listen:PATH"},
    {"connect", "connect:PATH"},
    {"pcap", "pcap:FILE"},
    {"none:x", "written none"},
    {"user:x", "written user"},
    {"user,", "no option ''; it takes tftp=DIR"},
    {"user,tfpt=/tmp", "no option 'tfpt'; it takes tftp=DIR"},
    {"user,tftp", "'tftp' needs a value: tftp=DIR"},
    {"user,tftp=", "'tftp' needs a value: tftp=DIR"},
    {"user,tftp=/nowhere/at/all", "no directory; make it"},
    {"user,tftp=/etc/passwd", "no directory; make it"},
    {"user,bootfile=" LONG, "longer than 127 characters"},
    {"user,net=10.0.0.0", "write A.B.C.D/LENGTH"},
    {"user,net=10.0.0.0/33", "length from 8 to 29"},
    {"user,net=10.0.0.0/30", "length from 8 to 29"},
    {"user,net=10.0.0.0/-1", "length from 8 to 29"},
    {"user,net=10.0.0.0/24x", "length from 8 to 29"},
    {"user,net=10.0.0.256/24", "write A.B.C.D/LENGTH"},
    {"user,net=10.0.0.7/24", "write net=10.0.0.0/24"},
    {"user,host=10.0.0", "host=10.0.0 is no IPv4 address"},
    {"user,host=10.0.0.1", "host 10.0.0.1 is no station's address"},
    {"user,host=192.168.1.0", "no station's address"},
    {"user,host=192.168.1.255", "no station's address"},
    {"user,dns=name", "dns=name is no IPv4 address"},
    {"user,host=192.168.1.3", "the same address; change one"},
    {"user,restrict=yes", "neither on nor off"},
    {"user,hostfwd=tcp:127.0.0.1:2323", "write hostfwd=tcp:"},
    {"user,hostfwd=icmp:127.0.0.1:2323-192.168.1.1:23", "write hostfwd="},
    {"user,hostfwd=tcp:127.0.0.1:0-192.168.1.1:23", "write hostfwd="},
    {"user,hostfwd=tcp:127.0.0.1:70000-192.168.1.1:23", "write hostfwd="},
    {"user,hostfwd=tcp:127.0.0.1:2323-10.1.1.1:23", "no station's address"},
    {"udp:127.0.0.1:5000:127.0.0.1", "LHOST:LPORT:RHOST:RPORT"},
    {"udp:127.0.0.1:5000:127.0.0.1:x", "LHOST:LPORT:RHOST:RPORT"},
    {"udp:127.0.0.1:5000:127.0.0.1:65536", "LHOST:LPORT:RHOST:RPORT"},
    {"udp:nobody:5000:127.0.0.1:5001", "LHOST:LPORT:RHOST:RPORT"},
    {"none,loss=5", "from 0% to 100%"},
    {"none,loss=101%", "from 0% to 100%"},
    {"none,loss=-1%", "from 0% to 100%"},
    {"none,loss=0x5%", "from 0% to 100%"},
    {"none,loss=1.2.3%", "from 0% to 100%"},
    {"none,delay=20", "from 0ms to 10s"},
    {"none,delay=11s", "from 0ms to 10s"},
    {"none,delay=1e3ms", "from 0ms to 10s"},
    {"none,delay=20min", "from 0ms to 10s"},
    {"none,speed=10", "no option 'speed'; it takes loss=5%"},
};

static void check_wrong(struct net *net, const char *spec, const char *says)
{
    GError *error = NULL;
    char *named = g_strdup_printf("--net=1:%s: ", spec);

    g_test_message("%s", spec);
    g_assert_false(net_plug(net, 1, spec, &error));
    g_assert_error(error, NET_ERROR, NET_ERROR_SPEC);
    g_assert_true(g_str_has_prefix(error->message, named));
    g_assert_nonnull(strstr(error->message, says));
    g_assert_null(strchr(error->message, '\n'));
    g_error_free(error);
    g_free(named);
}

static void test_wrong(void)
{
    struct loop *loop = loop_new(CLOCK_HOLD);
    struct net *net = net_new(loop, NULL);

    for (size_t i = 0; i < G_N_ELEMENTS(wrong); i++)
        check_wrong(net, wrong[i].spec, wrong[i].says);
    net_free(net);
    loop_free(loop);
}

static void test_long_path(void)
{
    struct loop *loop = loop_new(CLOCK_HOLD);
    struct net *net = net_new(loop, NULL);
    char spec[150] = "listen:";
    GError *error = NULL;

    memset(spec + 7, 'x', 107);
    g_assert_true(net_plug(net, 0, spec, &error));
    g_assert_no_error(error);
    spec[7 + 107] = 'x';
    g_assert_false(net_plug(net, 0, spec, &error));
    g_assert_nonnull(strstr(error->message, "at most 107 characters"));
    g_error_free(error);
    net_free(net);
    loop_free(loop);
}

static void test_one_line(void)
{
    struct loop *loop = loop_new(CLOCK_HOLD);
    struct net *net = net_new(loop, NULL);
    GError *error = NULL;

    g_assert_false(net_plug(net, 0, "us\ner\033[2J", &error));
    g_assert_null(strpbrk(error->message, "\n\033"));
    g_error_free(error);
    net_free(net);
    loop_free(loop);
}

static struct port_spec *parse(const char *text)
{
    char *why = NULL;
    struct port_spec *spec = port_parse(text, &why);

    g_assert_null(why);
    g_assert_nonnull(spec);
    return spec;
}

static void test_defaults(void)
{
    struct port_spec *spec = parse("user");
    const struct user_settings *s = spec->settings;

    g_assert_cmphex(ntohl(s->net.s_addr), ==, 0xc0a80100);
    g_assert_cmphex(ntohl(s->mask.s_addr), ==, 0xffffff00);
    g_assert_cmphex(ntohl(s->host.s_addr), ==, 0xc0a80102);
    g_assert_cmphex(ntohl(s->dns.s_addr), ==, 0xc0a80103);
    g_assert_null(s->tftp);
    g_assert_false(s->restricted);
    g_assert_cmpuint(spec->line.loss_ppm, ==, 0);
    g_assert_cmpuint(spec->line.delay_ns, ==, 0);
    port_spec_free(spec);
}

static void test_everything(void)
{
    struct port_spec *spec =
        parse("user,tftp=/usr/../tmp,net=10.1.0.0/16,dns=10.1.2.3,restrict=on,"
              "hostfwd=tcp:127.0.0.1:2323-10.1.0.9:23,"
              "hostfwd=udp:127.0.0.1:69-10.1.0.9:70,loss=0.5%,delay=1.5ms");
    const struct user_settings *s = spec->settings;

    g_assert_cmpstr(s->tftp, ==, "/tmp");
    g_assert_cmphex(ntohl(s->mask.s_addr), ==, 0xffff0000);
    g_assert_cmphex(ntohl(s->host.s_addr), ==, 0x0a010002);
    g_assert_cmphex(ntohl(s->dns.s_addr), ==, 0x0a010203);
    g_assert_true(s->restricted);
    g_assert_cmpuint(s->forwards, ==, 2);
    g_assert_false(s->forward[0].udp);
    g_assert_cmpint(s->forward[0].host_port, ==, 2323);
    g_assert_cmphex(ntohl(s->forward[0].guest.s_addr), ==, 0x0a010009);
    g_assert_true(s->forward[1].udp);
    g_assert_cmpint(s->forward[1].guest_port, ==, 70);
    g_assert_cmpuint(spec->line.loss_ppm, ==, 5000);
    g_assert_cmpuint(spec->line.delay_ns, ==, 1500000);
    port_spec_free(spec);
}

static void test_comma(void)
{
    char *folder = stub_folder();
    char *odd = g_strconcat(folder, "/a,b,", NULL);
    char *text = g_strconcat("user,tftp=", folder, "/a,,b,,,restrict=on",
                             NULL);
    struct port_spec *spec;
    const struct user_settings *s;

    g_mkdir_with_parents(odd, 0700);
    spec = parse(text);
    s = spec->settings;
    g_assert_cmpstr(s->tftp, ==, odd);
    g_assert_true(s->restricted);
    port_spec_free(spec);
    g_free(text);
    g_free(odd);
    stub_folder_remove(folder);
}

static void test_help(void)
{
    char *help = net_help();

    for (size_t i = 0; port_kinds[i]; i++) {
        const struct port_option *o = port_kinds[i]->options;

        g_assert_nonnull(strstr(help, port_kinds[i]->name));
        g_assert_nonnull(strstr(help, port_kinds[i]->help));
        for (; o && o->name; o++)
            g_assert_nonnull(strstr(help, o->help));
    }
    g_assert_nonnull(strstr(help, ",loss=5%"));
    for (const char *p = help, *end; *p; p = end + 1) {
        end = strchr(p, '\n');
        g_assert_cmpint(end - p, <, 80);
    }
    g_free(help);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_set_nonfatal_assertions();
    g_test_add_func("/portspec/a-wrong-port-is-named-with-its-remedy",
                    test_wrong);
    g_test_add_func("/portspec/a-socket-path-has-at-most-107-characters",
                    test_long_path);
    g_test_add_func("/portspec/the-message-is-one-line-whatever-was-typed",
                    test_one_line);
    g_test_add_func("/portspec/user-alone-is-the-chapters-network",
                    test_defaults);
    g_test_add_func("/portspec/every-option-of-user-is-read",
                    test_everything);
    g_test_add_func("/portspec/a-doubled-comma-is-a-comma", test_comma);
    g_test_add_func("/portspec/the-help-names-every-kind-and-option",
                    test_help);
    return g_test_run();
}
