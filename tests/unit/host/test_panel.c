/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * test_panel.c - the front panel as a structure: every chassis, lamps, what
 * keys and clicks reach and do, the terminal; and that it can be painted.
 */
#include <glib.h>
#include <glib/gstdio.h>
#include <unistd.h>
#include <string.h>

#include "host/panel/complete.h"
#include "host/panel/panel.h"
#include "host/panel/shot.h"
#include "machine/cards.h"
#include "tests/unit/host/stub_machine.h"

/* A panel and its other sides. */
struct rig {
    struct unit *unit;
    struct panel *panel;
    enum panel_cable cable[UNIT_PORTS_MAX], failover;
    char *diskette;
    GString *typed;
    unsigned breaks, quits, paints, closes;
    int zoomed;
    char *clipboard;
};

static enum panel_cable cable(void *far, unsigned port)
{
    return ((struct rig *)far)->cable[port];
}

static void plug(void *far, unsigned port, bool in)
{
    ((struct rig *)far)->cable[port] = in ? CABLE_IN : CABLE_PULLED;
}

static enum panel_cable failover(void *far)
{
    return ((struct rig *)far)->failover;
}

static const char *failover_words(void *far)
{
    return failover(far) == CABLE_IN ? "mate is on" : "not connected";
}

static void plug_failover(void *far, bool in)
{
    ((struct rig *)far)->failover = in ? CABLE_IN : CABLE_PULLED;
}

static const char *diskette(void *far)
{
    return ((struct rig *)far)->diskette;
}

static bool insert(void *far, const char *file, GError **err)
{
    struct rig *r = far;

    if (g_str_has_prefix(file, "bad")) {
        g_set_error(err, G_FILE_ERROR, G_FILE_ERROR_ISDIR,
                    "%s: a directory", file);
        return false;
    }
    g_free(r->diskette);
    r->diskette = g_strdup(file);
    return true;
}

static void eject(void *far)
{
    g_clear_pointer(&((struct rig *)far)->diskette, g_free);
}

static void type(void *far, const uint8_t *bytes, size_t n)
{
    g_string_append_len(((struct rig *)far)->typed, (const char *)bytes,
                        (gssize)n);
}

static void send_break(void *far)
{
    ((struct rig *)far)->breaks++;
}

static char *elsewhere(void *far)
{
    (void)far;
    return g_strdup("stdio");
}

static void quit(void *far)
{
    ((struct rig *)far)->quits++;
}

static void changed(void *far)
{
    ((struct rig *)far)->paints++;
}

static void copy(void *far, const char *text)
{
    struct rig *r = far;

    g_free(r->clipboard);
    r->clipboard = g_strdup(text);
}

static char *paste(void *far)
{
    return g_strdup(((struct rig *)far)->clipboard);
}

static void zoom(void *far, int steps)
{
    ((struct rig *)far)->zoomed += steps;
}

static void closes(void *far)
{
    ((struct rig *)far)->closes++;
}

/* Ports on the board first, then those of 4FEs in as many slots as may be. */
static void fill(struct unit *u)
{
    for (unsigned i = 0; i < MODEL_ONBOARD_MAX; i++)
        if (u->model->onboard[i].chip)
            u->place[u->ports++] = (struct unit_port_place){-1, i};
    for (unsigned slot = 0; slot < model_slots(u->model); slot++)
        for (unsigned i = 0; i < 4 && u->ports < UNIT_PORTS_MAX; i++)
            u->place[u->ports++] = (struct unit_port_place){(int)slot, i};
}

static struct rig *rig_new(const char *model)
{
    struct rig *r = g_new0(struct rig, 1);
    const struct panel_far far = {
        r, cable, plug, failover, failover_words, plug_failover, diskette,
        insert, eject, type, send_break, elsewhere, quit};
    const struct panel_window window = {r, changed, copy, paste, zoom, NULL,
                                        closes};

    r->unit = stub_unit_new();
    r->unit->model = model_find(model);
    r->unit->drive = r->unit->model->floppy;
    r->unit->state = UNIT_RUNNING;
    fill(r->unit);
    r->typed = g_string_new(NULL);
    r->panel = panel_new(r->unit, &far);
    panel_show_in(r->panel, &window);
    return r;
}

static void rig_free(struct rig *r)
{
    panel_free(r->panel);
    unit_free(r->unit);
    g_string_free(r->typed, TRUE);
    g_free(r->diskette);
    g_free(r->clipboard);
    g_free(r);
}

static const struct panel_item *item(struct rig *r, const char *name)
{
    for (unsigned i = 0; i < panel_items(r->panel); i++)
        if (!strcmp(panel_item(r->panel, i)->name, name))
            return panel_item(r->panel, i);
    g_test_message("a %s has no %s", r->unit->model->name, name);
    g_test_fail();
    return panel_item(r->panel, 0);
}

static void click(struct rig *r, const char *name)
{
    const struct panel_rect *at = &item(r, name)->at;

    panel_click(r->panel, at->x + at->w / 2, at->y + at->h / 2);
    panel_release(r->panel);
}

static void chord(struct rig *r, char letter)
{
    panel_press(r->panel, PANEL_LETTER, (uint32_t)letter,
                TERM_CTRL | TERM_SHIFT);
}

static const char *focused(struct rig *r)
{
    int focus = panel_focus(r->panel);

    return focus == FOCUS_TERMINAL
               ? "terminal" : panel_item(r->panel, (unsigned)focus)->name;
}

static void hint_has(struct rig *r, const char *part)
{
    char *hint = panel_hint(r->panel);

    if (!strstr(hint, part)) {
        g_test_message("\"%s\" has no \"%s\"", hint, part);
        g_test_fail();
    }
    g_free(hint);
}

static void hear(struct rig *r, const char *text)
{
    panel_heard(r->panel, (const uint8_t *)text, strlen(text));
}

/* --- the cases ----------------------------------------------------------- */

static bool inside(struct panel_rect a, struct panel_rect b)
{
    return a.x >= b.x && a.y >= b.y && a.x + a.w <= b.x + b.w &&
           a.y + a.h <= b.y + b.h;
}

static bool overlap(struct panel_rect a, struct panel_rect b)
{
    return a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h &&
           b.y < a.y + a.h;
}

static void look_at_items(struct rig *r)
{
    for (unsigned i = 0; i < panel_items(r->panel); i++) {
        const struct panel_item *a = panel_item(r->panel, i);

        if (!inside(a->at, panel_view(r->panel, false)) &&
            !inside(a->at, panel_view(r->panel, true))) {
            g_test_message("%s: item %u, %s, is outside",
                           r->unit->model->name, i, a->name);
            g_test_fail();
        }
        for (unsigned j = 0; j < i; j++) {
            const struct panel_item *b = panel_item(r->panel, j);

            if (*a->name && !strcmp(a->name, b->name) &&
                strcmp(a->name, "fan"))
                g_test_message("two are %s", a->name), g_test_fail();
            if (overlap(a->at, b->at) && b->kind != PART_SLOT &&
                b->kind != PART_DRIVE) {
                g_test_message("%s: %s lies on %s", r->unit->model->name,
                               a->name, b->name);
                g_test_fail();
            }
        }
    }
}

static void test_cases(void)
{
    for (const struct model *m = models; m->name; m++) {
        struct rig *r = rig_new(m->name);
        char name[16];

        g_assert_true(panel_drawable(r->unit));
        look_at_items(r);
        item(r, "power");
        item(r, "reset");
        item(r, "power-lamp");
        item(r, "console");
        if (m->floppy)
            item(r, "drive-lamp");
        for (unsigned i = 0; i < r->unit->ports; i++) {
            g_snprintf(name, sizeof name, "port%u", i);
            item(r, name);
        }
        rig_free(r);
    }
}

/* --- lamps --------------------------------------------------------------- */

static void test_lamps(void)
{
    struct rig *r = rig_new("515e");
    struct panel_line line[24];
    unsigned n;

    g_assert_false(panel_lit(r->panel, item(r, "act-lamp")));
    r->unit->lamp[UNIT_LAMP_ACT] = true;
    g_assert_true(panel_lit(r->panel, item(r, "act-lamp")));
    r->unit->port_lamp[3][PORT_LAMP_LINK] = true;
    r->cable[3] = CABLE_IN;
    g_assert_true(panel_lit(r->panel, item(r, "port3.link")));
    g_assert_false(panel_lit(r->panel, item(r, "port3.100")));
    g_assert_false(panel_lit(r->panel, item(r, "port2.link")));
    n = panel_lines(r->panel, line, G_N_ELEMENTS(line));
    g_assert_cmpuint(n, ==, 3 + r->unit->ports);
    g_assert_cmpstr(line[3 + 3].what, ==, "ethernet3");
    g_assert_cmpstr(line[3 + 3].value, ==, "link 10");
    g_assert_cmpstr(line[3 + 2].value, ==, "no cable");
    rig_free(r);
}

/* A 501's: link and traffic on one. */
static void test_lamp_for_both(void)
{
    struct rig *r = rig_new("501");
    const struct panel_item *lamp = item(r, "port1.link-act");

    g_assert_false(panel_lit(r->panel, lamp));
    r->unit->port_lamp[1][PORT_LAMP_LINK] = true;
    g_assert_true(panel_lit(r->panel, lamp));
    r->unit->port_lamp[1][PORT_LAMP_ACTIVITY] = true;
    g_assert_false(panel_lit(r->panel, lamp));
    rig_free(r);
}

/* --- hands --------------------------------------------------------------- */

static void test_keyboard_reaches_everything(void)
{
    for (const struct model *m = models; m->name; m++) {
        struct rig *r = rig_new(m->name);
        unsigned stops = 0, wanted = r->unit->ports + 2u + m->floppy;
        const struct chassis *c = panel_chassis(r->panel);

        for (const struct part *part = c->part; part->kind; part++)
            wanted += part->kind == PART_FAILOVER;
        for (;;) {
            panel_press(r->panel, PANEL_F6, 0, 0);
            if (panel_focus(r->panel) == FOCUS_TERMINAL || stops > wanted)
                break;
            hint_has(r, ".");
            stops++;
        }
        g_assert_cmpuint(stops, ==, wanted);
        panel_press(r->panel, PANEL_F6, 0, TERM_SHIFT);
        panel_press(r->panel, TERM_TAB, 0, 0);
        panel_press(r->panel, TERM_TAB, 0, TERM_SHIFT);
        panel_press(r->panel, TERM_ESCAPE, 0, 0);
        g_assert_cmpstr(focused(r), ==, "terminal");
        g_assert_cmpuint(r->typed->len, ==, 0);
        rig_free(r);
    }
}

static void test_switches(void)
{
    struct rig *r = rig_new("525");

    click(r, "power");
    g_assert_cmpint(r->unit->state, ==, UNIT_OFF);
    hint_has(r, "off (O)");
    panel_press(r->panel, TERM_ENTER, 0, 0);
    g_assert_cmpint(r->unit->state, ==, UNIT_RUNNING);
    chord(r, 'p');
    g_assert_cmpint(r->unit->state, ==, UNIT_OFF);
    panel_input(r->panel, " ");
    g_assert_cmpint(r->unit->state, ==, UNIT_RUNNING);
    chord(r, 'b');
    g_assert_cmpuint(r->breaks, ==, 1);
    rig_free(r);
}

static void test_ports(void)
{
    struct rig *r = rig_new("525");

    click(r, "port1");
    hint_has(r, "--net=1:PORT");
    r->cable[1] = CABLE_IN;
    click(r, "port1");
    g_assert_cmpint(r->cable[1], ==, CABLE_PULLED);
    g_assert_cmpstr(focused(r), ==, "port1");
    chord(r, '1');
    g_assert_cmpint(r->cable[1], ==, CABLE_IN);
    click(r, "failover");
    hint_has(r, "--failover-cable");
    r->failover = CABLE_IN;
    hint_has(r, "--failover-cable");
    panel_press(r->panel, TERM_ENTER, 0, 0);
    g_assert_cmpint(r->failover, ==, CABLE_PULLED);
    rig_free(r);
}

static void test_diskette(void)
{
    struct rig *r = rig_new("520");

    click(r, "drive");
    g_assert_cmpint(panel_overlay(r->panel), ==, OVERLAY_FILE);
    panel_input(r->panel, "a.imgx");
    panel_press(r->panel, TERM_BACKSPACE, 0, 0);
    panel_press(r->panel, TERM_ENTER, 0, 0);
    g_assert_cmpstr(r->diskette, ==, "a.img");
    panel_press(r->panel, TERM_ENTER, 0, 0);
    g_assert_cmpstr(r->diskette, ==, NULL);
    panel_drop(r->panel, "b.img");
    g_assert_cmpstr(r->diskette, ==, "b.img");
    panel_drop(r->panel, "bad");
    g_assert_cmpstr(r->diskette, ==, "b.img");
    hint_has(r, "bad: a directory");
    rig_free(r);
    r = rig_new("525");
    panel_drop(r->panel, "b.img");
    hint_has(r, "PIX-525 has no diskette drive");
    rig_free(r);
}

static void test_completion(void)
{
    struct rig *r = rig_new("520");
    g_autofree char *folder = g_dir_make_tmp("pixemu-panel-XXXXXX", NULL);
    g_autofree char *sub = g_build_filename(folder, "images", NULL);
    g_autofree char *one = g_build_filename(sub, "bh510.bin", NULL);
    g_autofree char *two = g_build_filename(sub, "bh621.bin", NULL);

    g_mkdir(sub, 0700);
    g_file_set_contents(one, "", 0, NULL);
    g_file_set_contents(two, "", 0, NULL);
    click(r, "drive");
    panel_input(r->panel, folder);
    panel_input(r->panel, "/im");
    panel_press(r->panel, TERM_TAB, 0, 0);
    g_assert_true(g_str_has_suffix(panel_typed(r->panel), "/images/"));
    panel_press(r->panel, TERM_TAB, 0, 0);
    g_assert_true(g_str_has_suffix(panel_typed(r->panel), "/images/bh"));
    g_assert_cmpuint(panel_chosen(r->panel), ==, 0);
    panel_input(r->panel, "6");
    panel_press(r->panel, TERM_TAB, 0, 0);
    g_assert_cmpstr(panel_typed(r->panel), ==, two);
    panel_press(r->panel, TERM_TAB, 0, 0);
    g_assert_cmpuint(panel_chosen(r->panel), ==, 1);
    panel_press(r->panel, TERM_ESCAPE, 0, 0);
    g_assert_cmpstr(r->diskette, ==, NULL);
    g_unlink(one);
    g_unlink(two);
    g_rmdir(sub);
    g_rmdir(folder);
    rig_free(r);
}

/* Two names that part in the midst of a letter: C3 A9 and C3 A8. */
static void test_completion_of_letters(void)
{
    g_autofree char *folder = g_dir_make_tmp("pixemu-panel-XXXXXX", NULL);
    g_autofree char *one = g_build_filename(folder, "caf\u00e9.img", NULL);
    g_autofree char *two = g_build_filename(folder, "caf\u00e8.img", NULL);
    g_autofree char *begun = g_build_filename(folder, "c", NULL);
    g_autofree char *rest = NULL;

    g_file_set_contents(one, "", 0, NULL);
    g_file_set_contents(two, "", 0, NULL);
    rest = complete_name(begun);
    g_assert_cmpstr(rest, ==, "af");
    g_unlink(one);
    g_unlink(two);
    g_rmdir(folder);
}

static void test_closing(void)
{
    struct rig *r = rig_new("525");

    panel_ask_close(r->panel);
    g_assert_cmpint(panel_overlay(r->panel), ==, OVERLAY_CLOSE);
    panel_press(r->panel, TERM_ENTER, 0, 0);
    g_assert_cmpuint(r->closes + r->quits, ==, 0);
    panel_ask_close(r->panel);
    panel_press(r->panel, TERM_TAB, 0, 0);
    panel_input(r->panel, " ");
    g_assert_cmpuint(r->closes, ==, 1);
    g_assert_cmpuint(r->quits, ==, 0);
    panel_ask_close(r->panel);
    panel_press(r->panel, TERM_TAB, 0, TERM_SHIFT);
    panel_press(r->panel, TERM_ENTER, 0, 0);
    g_assert_cmpuint(r->quits, ==, 1);
    unit_power(r->unit, false);
    panel_ask_close(r->panel);
    g_assert_cmpuint(r->closes, ==, 2);
    rig_free(r);
}

/* --- terminal ------------------------------------------------------------ */

static void text_is(struct rig *r, const char *wanted)
{
    char *text = term_text(panel_term(r->panel));

    g_strchomp(text);
    g_assert_cmpstr(text, ==, wanted);
    g_free(text);
}

static void test_terminal(void)
{
    struct rig *r = rig_new("525");

    hear(r, "monitor> \b\b.\r\nready\033[c");
    text_is(r, "monitor.\nready");
    g_assert_cmpuint(r->typed->len, ==, 0); /* answers are left to others */
    panel_input(r->panel, "show");
    panel_press(r->panel, TERM_ENTER, 0, 0);
    panel_press(r->panel, PANEL_LETTER, 'z', TERM_CTRL);
    panel_press(r->panel, TERM_TAB, 0, 0);
    panel_press(r->panel, TERM_BACKSPACE, 0, 0);
    panel_press(r->panel, TERM_UP, 0, 0);
    g_assert_cmpstr(r->typed->str, ==, "show\r\x1a\t\x7f\033[A");
    rig_free(r);
}

/* Strings to a terminal's inside, questions, repetitions of nothing. */
static void test_control_strings(void)
{
    struct rig *r = rig_new("525");

    hear(r, "\033[9b\033[c\033[6n\033#8\033[!p\033[>1h\033Z\033[4 q"
            "a\033]0;title\007b\033P$qtmp\033\\c\033\007P$qx\030d"
            "\033Xhidden\033[1m-\033\033_x\033\\e\033\032Pf\033%Gg"
            "\033(Bh\033[1");
    for (unsigned i = 0; i < 200; i++)
        hear(r, ";1");
    hear(r, "mi\033[\r\nm\033[2Cj\033[?25l\033[?25h");
    text_is(r, "abcd-ePfghi\n  j");
    g_assert_cmpuint(r->typed->len, ==, 0);
    rig_free(r);
}

static void test_garbage(void)
{
    struct rig *r = rig_new("520");
    g_autofree char *file = g_build_filename(g_get_tmp_dir(),
                                             "pixemu-panel-XXXXXX", NULL);
    GVariant *all;
    const char *text;

    hear(r, "\xf7\xbf\xbf\xbf|\xed\xa0\x80|\xff|\xfd\xbf\xbf\xbf\xbf\xbf|"
            "\xc2\x9b|\033[999;999H\033[38;5;300mz\033]0;x");
    r->diskette = g_strdup("\xff.img");
    all = g_variant_ref_sink(panel_describe(r->panel));
    g_assert_true(g_variant_lookup(all, "text", "&s", &text));
    g_assert_true(g_utf8_validate(text, -1, NULL));
    g_variant_unref(all);
    close(g_mkstemp(file));
    g_assert_true(shot_write(r->panel, 1, file, SHOT_PPM, NULL));
    g_unlink(file);
    rig_free(r);
}

static void test_scroll_back(void)
{
    struct rig *r = rig_new("525");
    char line[16];

    for (unsigned i = 0; i < 100; i++) {
        g_snprintf(line, sizeof line, "%sline %u", i ? "\r\n" : "", i);
        hear(r, line);
    }
    g_assert_cmpint(term_back_lines(panel_term(r->panel)), ==, 76);
    panel_press(r->panel, TERM_PAGE_UP, 0, TERM_SHIFT);
    g_assert_cmpint(term_scrolled(panel_term(r->panel)), ==, 12);
    g_assert_cmpuint(term_at(panel_term(r->panel), 0, 5).c, ==, '6');
    hint_has(r, "12 lines back");
    hear(r, "\r\nmore");
    g_assert_cmpuint(term_at(panel_term(r->panel), 0, 6).c, ==, '4');
    panel_wheel(r->panel, -3);
    g_assert_cmpint(term_scrolled(panel_term(r->panel)), ==, 10);
    panel_input(r->panel, "x");
    g_assert_cmpint(term_scrolled(panel_term(r->panel)), ==, 0);
    rig_free(r);
}

static void test_copy_and_paste(void)
{
    struct rig *r = rig_new("525");
    struct panel_rect c = panel_cells(r->panel);

    hear(r, "one two three\r\nfour");
    panel_click(r->panel, c.x + 4 * 9 + 2, c.y + 3);
    panel_drag(r->panel, c.x + 6 * 9 + 2, c.y + 3);
    panel_release(r->panel);
    chord(r, 'c');
    g_assert_cmpstr(r->clipboard, ==, "two");
    chord(r, 'a');
    chord(r, 'c');
    g_assert_true(g_str_has_prefix(r->clipboard, "one two three\nfour\n"));
    panel_input(r->panel, "x");
    panel_press(r->panel, TERM_UP, 0, TERM_CTRL | TERM_SHIFT);
    panel_press(r->panel, TERM_UP, 0, TERM_CTRL | TERM_SHIFT);
    panel_press(r->panel, TERM_DOWN, 0, TERM_CTRL | TERM_SHIFT);
    chord(r, 'c');
    g_assert_cmpstr(r->clipboard, ==, "four");
    copy(r, "show ver\r\nq\x07\n");
    g_string_truncate(r->typed, 0);
    panel_press(r->panel, TERM_INSERT, 0, TERM_SHIFT);
    g_assert_cmpstr(r->typed->str, ==, "show ver\rq\r");
    rig_free(r);
}

/* The oldest lines go; a selection of them with them. */
static void test_long_scroll_back(void)
{
    struct rig *r = rig_new("525");

    panel_press(r->panel, TERM_UP, 0, TERM_CTRL | TERM_SHIFT);
    g_assert_true(term_selected(panel_term(r->panel)));
    for (unsigned i = 0; i < 3 * TERM_BACK_LINES; i++)
        hear(r, "x\r\n");
    g_assert_cmpint(term_back_lines(panel_term(r->panel)), ==,
                    TERM_BACK_LINES);
    g_assert_false(term_selected(panel_term(r->panel)));
    rig_free(r);
}

/* --- pictures ------------------------------------------------------------ */

static void test_pictures(void)
{
    struct rig *r = rig_new("520");
    struct panel_rect size = panel_size(r->panel);
    g_autofree char *file = g_build_filename(g_get_tmp_dir(),
                                             "pixemu-panel-XXXXXX", NULL);
    g_autofree char *head = g_strdup_printf("P6\n%d %d\n255\n", size.w,
                                            size.h);
    GError *err = NULL;
    char *got;
    gsize n;

    close(g_mkstemp(file));
    panel_press(r->panel, PANEL_F1, 0, 0);
    g_assert_true(shot_write(r->panel, 1, file, SHOT_PPM, &err));
    g_assert_true(g_file_get_contents(file, &got, &n, NULL));
    g_assert_true(g_str_has_prefix(got, head));
    g_assert_cmpuint(n, ==, strlen(head) + (gsize)(size.w * size.h) * 3);
    g_free(got);
    g_assert_true(shot_write(r->panel, 1, file, SHOT_PNG, &err));
    g_assert_true(g_file_get_contents(file, &got, &n, NULL));
    g_assert_true(g_str_has_prefix(got, "\x89PNG"));
    g_free(got);
    g_unlink(file);
    g_assert_false(shot_write(r->panel, 1, "/nowhere/x.png", SHOT_PNG, &err));
    g_assert_cmpstr(err->message, ==, "Could not write '/nowhere/x.png': "
                                      "No such file or directory");
    g_error_free(err);
    rig_free(r);
}

/* --- the document -------------------------------------------------------- */

static void test_document(void)
{
    g_autofree char *text = NULL;

    g_assert_true(g_file_get_contents("docs/panel.md", &text, NULL, NULL));
    for (const struct panel_key_row *row = panel_key_rows; row->keys; row++) {
        g_autofree char *line = g_strdup_printf("| %s | %s |\n", row->keys,
                                                row->does);

        if (!strstr(text, line)) {
            g_test_message("docs/panel.md has no line %s", line);
            g_test_fail();
        }
    }
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_set_nonfatal_assertions();
    g_test_add_func("/panel/every-case-has-its-parts-and-none-on-another",
                    test_cases);
    g_test_add_func("/panel/lamps-and-words-follow-the-unit", test_lamps);
    g_test_add_func("/panel/a-501-has-one-lamp-for-link-and-traffic",
                    test_lamp_for_both);
    g_test_add_func("/panel/the-keyboard-reaches-everything",
                    test_keyboard_reaches_everything);
    g_test_add_func("/panel/power-reset-and-break", test_switches);
    g_test_add_func("/panel/ports-are-unplugged-and-plugged-in", test_ports);
    g_test_add_func("/panel/diskettes-go-in-and-out", test_diskette);
    g_test_add_func("/panel/tab-completes-the-name-of-a-diskette",
                    test_completion);
    g_test_add_func("/panel/completion-cuts-no-letter-in-two",
                    test_completion_of_letters);
    g_test_add_func("/panel/closing-asks-while-the-unit-is-on",
                    test_closing);
    g_test_add_func("/panel/the-terminal-shows-and-sends", test_terminal);
    g_test_add_func("/panel/what-a-terminal-may-be-asked-is-listed",
                    test_control_strings);
    g_test_add_func("/panel/garbage-is-shown-and-described", test_garbage);
    g_test_add_func("/panel/older-lines-stay-in-sight", test_scroll_back);
    g_test_add_func("/panel/text-is-copied-and-pasted",
                    test_copy_and_paste);
    g_test_add_func("/panel/scroll-back-has-an-end", test_long_scroll_back);
    g_test_add_func("/panel/it-is-painted-without-a-display",
                    test_pictures);
    g_test_add_func("/panel/the-document-lists-the-keys", test_document);
    return g_test_run();
}
