/* SPDX-License-Identifier: GPL-2.0-or-later */
/* test_monitor.c - the monitor's commands and its line of input. */
#include <string.h>

#include "guest/netboot/monitor.h"
#include "tests/unit/guest/netbootrig.h"

/* --- monitor ------------------------------------------------------------- */

struct unit {
    struct world *w;
    struct monitor m;
    struct monitor_ports ports;
    struct monitor_owner owner;
    bool linked;
    unsigned opened, started, reloaded;
    size_t started_bytes;
};

static void describe(void *far, unsigned i, bool exact, char *to, size_t room)
{
    (void)far;
    g_snprintf(to, room, exact ? "i82558 @ %u" : "i8255X @ %u", i);
}

static bool open_port(void *far, unsigned i, struct netif *port)
{
    struct unit *u = far;

    (void)i;
    if (!u->linked)
        return false;
    u->opened++;
    *port = u->w->net.port;
    return true;
}

static void start(void *far, uint8_t *file, size_t bytes)
{
    struct unit *u = far;

    g_assert_true(file == u->w->file);
    u->started++;
    u->started_bytes = bytes;
}

static void reload(void *far)
{
    ((struct unit *)far)->reloaded++;
}

static struct unit *new_unit(unsigned ports)
{
    struct unit *u = g_new0(struct unit, 1);

    u->w = new_world(honest, 1000);
    u->linked = true;
    u->ports = (struct monitor_ports){ u, ports, describe, open_port };
    u->owner = (struct monitor_owner){
        u, "monitor> ", u->w->file, sizeof(u->w->file), start, reload };
    monitor_init(&u->m, &host, &u->ports, &u->owner);
    return u;
}

static void end_unit(struct unit *u)
{
    end_world(u->w);
    g_free(u);
}

/* Types a line, expects exactly that answer. */
static void type(struct unit *u, const char *line, const char *answer)
{
    g_autofree char *copy = g_strdup(line);

    g_string_truncate(u->w->console, 0);
    monitor_line(&u->m, copy);
    expect_console(u->w, answer);
}

static void the_second_port_is_the_usual_one(void)
{
    struct unit *u = new_unit(3);

    monitor_begin(&u->m);
    expect_console(u->w, "0: i8255X @ 0\n1: i8255X @ 1\n2: i8255X @ 2\n\n"
                         "Using 1: i82558 @ 1\nUse ? for help.\n");
    end_unit(u);
}

static void a_single_port_is_the_usual_one(void)
{
    struct unit *u = new_unit(1);

    monitor_begin(&u->m);
    expect_console(u->w, "0: i8255X @ 0\n\nUsing 0: i82558 @ 0\n"
                         "Use ? for help.\n");
    end_unit(u);
}

static void no_port_is_said(void)
{
    struct unit *u = new_unit(0);

    monitor_begin(&u->m);
    expect_console(u->w, "No Ethernet interfaces found.\nUse ? for help.\n");
    type(u, "address 192.168.1.1", "address 192.168.1.1\n");
    type(u, "ping 192.168.1.2", "No Ethernet interfaces found.\n");
    type(u, "interface 0", "Invalid interface number.\n");
    end_unit(u);
}

static void the_chapters_session_works(void)
{
    struct unit *u = new_unit(2);

    monitor_begin(&u->m);
    type(u, "addr 192.168.1.1", "address 192.168.1.1\n");
    type(u, "serv 192.168.1.2", "server 192.168.1.2\n");
    type(u, "file pix601.bin", "file pix601.bin\n");
    type(u, "tftp", "tftp pix601.bin@192.168.1.2..\n"
                    "Received 1000 bytes\n\n");
    g_assert_cmpuint(u->started, ==, 1);
    g_assert_cmpuint(u->started_bytes, ==, 1000);
    end_unit(u);
}

static void names_are_short_when_unique(void)
{
    struct unit *u = new_unit(2);
    static const char bad[] =
        "Invalid or incorrect command.  Use 'help' for help.\n";

    type(u, "a 10.0.0.1", "address 10.0.0.1\n");
    type(u, "GATEWAY 10.0.0.9", "gateway 10.0.0.9\n");
    type(u, "t", bad);
    type(u, "tr", "trace on\n");
    type(u, "trac", "trace off\n");
    type(u, "ti 7", "timeout 7\n");
    type(u, "timeout", "timeout 7\n");
    type(u, "timeout 0", "Invalid timeout; use 1 to 60 seconds.\n");
    type(u, "addresses", bad);
    type(u, "address 10.0.0.1 255.0.0.0", bad);
    type(u, "  file   x  ", "file x\n");
    type(u, "", "");
    type(u, "   ", "");
    type(u, "re", "");
    g_assert_cmpuint(u->reloaded, ==, 1);
    end_unit(u);
}

/* Every beginning of every name: it is the command, or, while another begins
 * likewise, none. */
static void every_abbreviation(void)
{
    static const struct {
        const char *name, *argument, *answer;
        size_t least; /* letters that are enough */
    } row[] = {
        { "address", "10.0.0.1", "address 10.0.0.1\n", 1 },
        { "file", "x.bin", "file x.bin\n", 1 },
        { "gateway", "10.0.0.9", "gateway 10.0.0.9\n", 1 },
        { "interface", "9", "Invalid interface number.\n", 1 },
        { "ping", "", "no host\n", 1 },
        { "reload", "", "", 1 },
        { "server", "10.0.0.2", "server 10.0.0.2\n", 1 },
        { "tftp", "", "no server\n", 2 },
        { "timeout", "9", "timeout 9\n", 2 },
    };
    struct unit *u = new_unit(2);

    type(u, "address 10.0.0.1", "address 10.0.0.1\n");
    for (size_t i = 0; i < G_N_ELEMENTS(row); i++) {
        for (size_t n = 1; n <= strlen(row[i].name); n++) {
            g_autofree char *line = g_strdup_printf(
                "%.*s %s", (int)n, row[i].name, row[i].argument);
            bool known = n >= row[i].least;

            if (g_str_has_prefix(row[i].answer, "no server"))
                u->m.server = 0;
            type(u, line, known ? row[i].answer
                                : "Invalid or incorrect command.  Use 'help' "
                                  "for help.\n");
        }
    }
    end_unit(u);
}

static void without_argument_the_value_is_shown(void)
{
    struct unit *u = new_unit(2);

    type(u, "address", "\n");
    type(u, "server", "\n");
    type(u, "gateway", "\n");
    type(u, "file", "\n");
    type(u, "server 1.2.3.4", "server 1.2.3.4\n");
    type(u, "server", "server 1.2.3.4\n");
    type(u, "server 1.2.3", "Invalid IP address.\n");
    type(u, "server 224.0.0.1", "Invalid IP address.\n");
    type(u, "server", "server 1.2.3.4\n");
    type(u, "server 0.0.0.0", "\n");
    end_unit(u);
}

static void a_file_name_is_never_cut(void)
{
    struct unit *u = new_unit(2);
    g_autofree char *name = g_strnfill(TFTP_FILE_MAX, 'x');
    g_autofree char *line = g_strdup_printf("file %s", name);
    g_autofree char *said = g_strdup_printf("%s\n", line);
    g_autofree char *longer = g_strdup_printf("%sx", line);

    type(u, line, said);
    type(u, longer, "File name is longer than 127 characters.\n");
    type(u, "file", said);
    end_unit(u);
}

static void what_is_missing_is_named(void)
{
    struct unit *u = new_unit(2);

    type(u, "tftp", "no address\n");
    type(u, "ping 1.2.3.4", "no address\n");
    type(u, "ping", "no host\n");
    type(u, "address 192.168.1.1", "address 192.168.1.1\n");
    type(u, "tftp", "no server\n");
    type(u, "server 192.168.1.2", "server 192.168.1.2\n");
    type(u, "tftp", "no file\n");
    end_unit(u);
}

static void a_port_without_link_is_tried_again_when_needed(void)
{
    struct unit *u = new_unit(2);

    u->linked = false;
    monitor_begin(&u->m);
    expect_console(u->w, "0: i8255X @ 0\n1: i8255X @ 1\nUse ? for help.\n");
    type(u, "interface 0", "0: i8255X @ 0\n1: i8255X @ 1\n");
    type(u, "address 192.168.1.1", "address 192.168.1.1\n");
    type(u, "ping 192.168.1.2", "");
    u->linked = true;
    g_string_truncate(u->w->console, 0);
    monitor_line(&u->m, (char[]){ "ping 192.168.1.2" });
    expect_on_console(u->w, "!!!!!");
    g_assert_cmpuint(u->opened, ==, 1);
    type(u, "interface", "0: i8255X @ 0\n1: i8255X @ 1\n\n"
                         "Using 0: i82558 @ 0\n");
    g_assert_cmpuint(u->opened, ==, 1);
    end_unit(u);
}

static void help_has_the_usual_columns(void)
{
    struct unit *u = new_unit(2);

    type(u, "?",
         "?               this help message\n"
         "address  [addr] set IP address\n"
         "file     [name] set boot file name\n"
         "gateway  [addr] set IP gateway\n"
         "help            this help message\n"
         "interface [num] select TFTP interface\n"
         "ping     <addr> send ICMP echo\n"
         "reload          halt and reload system\n"
         "server   [addr] set server IP address\n"
         "tftp            TFTP download\n"
         "timeout         TFTP timeout\n"
         "trace           toggle packet tracing\n");
    end_unit(u);
}

/* --- prompt -------------------------------------------------------------- */

static void expect_line(struct world *w, const char *keys, const char *line)
{
    struct prompt p = { .host = &host };

    w->keys = keys;
    g_assert_cmpstr(prompt_read(&p, "> "), ==, line);
}

static void a_line_is_edited(void)
{
    struct world *w = new_world(honest, 0);

    expect_line(w, "abc\r", "abc");
    expect_line(w, "abx\bc\n", "abc");
    expect_line(w, "abx\177c\r", "abc");
    expect_line(w, "\b\b\177a\r", "a");
    expect_line(w, "garbage\025abc\r", "abc");
    expect_line(w, "a\033b\001\r", "ab");
    g_string_truncate(w->console, 0);
    expect_line(w, "ab\b\r", "a");
    expect_console(w, "> ab\b \b\n");
    end_world(w);
}

static void cr_and_lf_together_end_one_line(void)
{
    struct world *w = new_world(honest, 0);
    struct prompt p = { .host = &host };

    w->keys = "one\r\ntwo\n\nfour\r";
    g_assert_cmpstr(prompt_read(&p, ""), ==, "one");
    g_assert_cmpstr(prompt_read(&p, ""), ==, "two");
    g_assert_cmpstr(prompt_read(&p, ""), ==, "");
    g_assert_cmpstr(prompt_read(&p, ""), ==, "four");
    end_world(w);
}

static void a_line_without_end_is_cut(void)
{
    struct world *w = new_world(honest, 0);
    g_autofree char *keys = g_strnfill(1000, 'x');

    keys[999] = '\r';
    g_autofree char *line = g_strnfill(PROMPT_LINE - 1, 'x');
    expect_line(w, keys, line);
    end_world(w);
}

#define ADD(name, function) g_test_add_func("/monitor/" name, function)

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_set_nonfatal_assertions();
    ADD("the-second-port-is-the-usual-one", the_second_port_is_the_usual_one);
    ADD("a-single-port-is-the-usual-one", a_single_port_is_the_usual_one);
    ADD("no-port-is-said", no_port_is_said);
    ADD("the-chapters-session-works", the_chapters_session_works);
    ADD("names-are-short-when-unique", names_are_short_when_unique);
    ADD("every-abbreviation", every_abbreviation);
    ADD("without-argument-the-value-is-shown",
        without_argument_the_value_is_shown);
    ADD("a-file-name-is-never-cut", a_file_name_is_never_cut);
    ADD("what-is-missing-is-named", what_is_missing_is_named);
    ADD("a-port-without-link-is-tried-again-when-needed",
        a_port_without_link_is_tried_again_when_needed);
    ADD("help-has-the-usual-columns", help_has_the_usual_columns);
    ADD("a-line-is-edited", a_line_is_edited);
    ADD("cr-and-lf-together-end-one-line", cr_and_lf_together_end_one_line);
    ADD("a-line-without-end-is-cut", a_line_without_end_is_cut);
    return g_test_run();
}
