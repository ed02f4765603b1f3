/* SPDX-License-Identifier: GPL-2.0-or-later */
/* frontpanel.c - see frontpanel.h. */
#include "host/frontpanel.h"

#include "host/panel/panel.h"
#include "host/panel/shot.h"
#include "host/panel/view.h"

struct frontpanel {
    struct frontpanel_sides side;
    struct panel *panel;
    struct view *view; /* NULL: not in a window */
};

/* --- what the panel asks of the other sides ------------------------------ */

static enum panel_cable cable(void *far, unsigned port)
{
    const struct frontpanel *f = far;

    if (!net_plugged(f->side.net, port))
        return CABLE_PULLED;
    return net_has_cable(f->side.net, port) ? CABLE_IN : CABLE_NONE;
}

static void plug(void *far, unsigned port, bool in)
{
    struct frontpanel *f = far;

    net_set_link(f->side.net, port, in);
}

static enum panel_cable failover(void *far)
{
    const struct frontpanel *f = far;

    if (!f->side.cable)
        return CABLE_NONE;
    return cable_plugged(f->side.cable) ? CABLE_IN : CABLE_PULLED;
}

static const char *failover_words(void *far)
{
    const struct frontpanel *f = far;

    return f->side.cable ? cable_words(f->side.cable) : "not connected";
}

static void plug_failover(void *far, bool in)
{
    cable_set_plugged(((struct frontpanel *)far)->side.cable, in);
}

static const char *diskette(void *far)
{
    return floppy_file(((struct frontpanel *)far)->side.floppy);
}

static bool insert(void *far, const char *file, GError **err)
{
    return floppy_insert(((struct frontpanel *)far)->side.floppy, file,
                         FLOPPY_AS_FILE, err);
}

static void eject(void *far)
{
    floppy_eject(((struct frontpanel *)far)->side.floppy);
}

static void type(void *far, const uint8_t *bytes, size_t n)
{
    console_type(((struct frontpanel *)far)->side.console, bytes, n);
}

static void send_break(void *far)
{
    console_type_break(((struct frontpanel *)far)->side.console);
}

static char *elsewhere(void *far)
{
    return console_describe(((struct frontpanel *)far)->side.console);
}

static void quit(void *far)
{
    struct frontpanel *f = far;

    f->side.quit(f->side.far);
}

/* --- what the other sides tell the panel --------------------------------- */

static void heard(void *far, const uint8_t *bytes, size_t n)
{
    panel_heard(((struct frontpanel *)far)->panel, bytes, n);
}

static void lamps(void *far)
{
    panel_changed(((struct frontpanel *)far)->panel);
}

/* --- life ---------------------------------------------------------------- */

struct frontpanel *frontpanel_new(const struct frontpanel_sides *side)
{
    struct frontpanel *f = g_new0(struct frontpanel, 1);
    const struct panel_far far = {
        .far = f,
        .cable = cable,
        .plug = plug,
        .failover = failover,
        .failover_words = failover_words,
        .plug_failover = plug_failover,
        .diskette = diskette,
        .insert = insert,
        .eject = eject,
        .type = type,
        .brk = send_break,
        .elsewhere = elsewhere,
        .quit = quit,
    };

    f->side = *side;
    f->panel = panel_new(side->unit, &far);
    console_listen(side->console, heard, f);
    unit_on_lamps(side->unit, lamps, f);
    if (side->cable)
        cable_watch(side->cable, lamps, f);
    return f;
}

void frontpanel_free(struct frontpanel *f)
{
    if (!f)
        return;
    unit_on_lamps(f->side.unit, NULL, NULL);
    if (f->side.cable)
        cable_watch(f->side.cable, NULL, NULL);
    console_listen(f->side.console, NULL, NULL);
    view_free(f->view);
    panel_free(f->panel);
    g_free(f);
}

bool frontpanel_show(struct frontpanel *f, GError **err)
{
    char *title = g_strdup_printf("%s - %s - pixemu",
                                  unit_name(f->side.unit),
                                  unit_model(f->side.unit)->title);

    f->view = view_open(f->panel, title, err);
    g_free(title);
    return f->view != NULL;
}

void frontpanel_changed(struct frontpanel *f)
{
    if (f)
        panel_changed(f->panel);
}

bool frontpanel_screendump(struct frontpanel *f, const char *file, bool png,
                           GError **err)
{
    return shot_write(f->panel, view_scale(f->view), file,
                      png ? SHOT_PNG : SHOT_PPM, err);
}

GVariant *frontpanel_describe(const struct frontpanel *f)
{
    return panel_describe(f->panel);
}
