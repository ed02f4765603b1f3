/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * sdl.c - see sdl.h.
 *
 * SDL has no source of its own to wait for.  On X11 and Wayland everything it
 * can tell comes in on one descriptor, so that is what is watched, and an idle
 * window costs nothing.  Two exceptions, each for its reason: an input method
 * answers a key on a connection that is not shown to us, so SDL is asked again
 * a moment after each key; and a driver without a connection (dummy, for
 * tests) is asked ten times a second.
 */
#include "host/panel/sdl.h"

#include <SDL_syswm.h>
#include <gio/gio.h>
#include <glib-unix.h>
#include <wayland-client-core.h>

enum { AFTER_KEY_MS = 30, WITHOUT_CONNECTION_MS = 100 };

struct watcher {
    void (*event)(void *far, const SDL_Event *);
    void *far;
};

/* SDL is one in a process, and so is this. */
static struct {
    unsigned users;
    GHashTable *watchers; /* by window id */
    guint source, after_key, losing;
    bool serving;
    bool lost; /* the display is gone, and SDL is not asked any more */
} desk;

static void remove_source(guint *source)
{
    if (*source)
        g_source_remove(*source);
    *source = 0;
}

/* --- the display goes ---------------------------------------------------- */

static gboolean on_losing(gpointer far)
{
    const SDL_Event gone = {.type = SDL_QUIT};
    GHashTableIter all;
    gpointer watcher;

    (void)far;
    desk.losing = 0;
    g_printerr("the display is gone, and with it the panel; all else goes "
               "on\n");
    g_hash_table_iter_init(&all, desk.watchers);
    while (g_hash_table_iter_next(&all, NULL, &watcher))
        ((struct watcher *)watcher)->event(((struct watcher *)watcher)->far,
                                           &gone);
    return G_SOURCE_REMOVE;
}

static void lose(void)
{
    if (desk.lost)
        return;
    desk.lost = true;
    remove_source(&desk.source);
    remove_source(&desk.after_key);
    desk.losing = g_idle_add(on_losing, NULL);
}

bool sdl_lost(void)
{
    return desk.lost;
}

/* Xlib's own would end the process. */
static void on_x_gone(Display *display, void *far)
{
    (void)display, (void)far;
    lose();
}

/* Xlib's own would say so in its words. */
static int hush_x(Display *display)
{
    (void)display;
    return 0;
}

/* --- the connection ------------------------------------------------------ */

static int connection(SDL_Window *window)
{
    SDL_SysWMinfo info;

    SDL_VERSION(&info.version);
    if (!SDL_GetWindowWMInfo(window, &info))
        return -1;
    if (info.subsystem == SDL_SYSWM_X11) {
        XSetIOErrorHandler(hush_x);
        XSetIOErrorExitHandler(info.info.x11.display, on_x_gone, NULL);
        return ConnectionNumber(info.info.x11.display);
    }
    if (info.subsystem == SDL_SYSWM_WAYLAND)
        return wl_display_get_fd(info.info.wl.display);
    return -1;
}

static gboolean on_readable(gint fd, GIOCondition cond, gpointer far)
{
    (void)fd, (void)far;
    sdl_serve();
    if (cond & (G_IO_HUP | G_IO_ERR))
        lose();
    return desk.lost ? G_SOURCE_REMOVE : G_SOURCE_CONTINUE;
}

static gboolean on_time(gpointer far)
{
    (void)far;
    sdl_serve();
    return G_SOURCE_CONTINUE;
}

static void watch_connection(SDL_Window *window)
{
    int fd = connection(window);

    if (desk.source)
        return;
    if (fd >= 0)
        desk.source = g_unix_fd_add(fd, G_IO_IN | G_IO_HUP, on_readable,
                                    NULL);
    else
        desk.source = g_timeout_add(WITHOUT_CONNECTION_MS, on_time, NULL);
}

/* --- events -------------------------------------------------------------- */

static gboolean on_after_key(gpointer far)
{
    (void)far;
    desk.after_key = 0;
    sdl_serve();
    return G_SOURCE_REMOVE;
}

/* -> the window an event is about; 0: none */
static uint32_t window_of(const SDL_Event *e)
{
    switch (e->type) {
    case SDL_WINDOWEVENT:
        return e->window.windowID;
    case SDL_KEYDOWN:
    case SDL_KEYUP:
        return e->key.windowID;
    case SDL_TEXTINPUT:
        return e->text.windowID;
    case SDL_MOUSEBUTTONDOWN:
    case SDL_MOUSEBUTTONUP:
        return e->button.windowID;
    case SDL_MOUSEMOTION:
        return e->motion.windowID;
    case SDL_MOUSEWHEEL:
        return e->wheel.windowID;
    case SDL_DROPFILE:
        return e->drop.windowID;
    }
    return 0;
}

static void hand_out(SDL_Event *e)
{
    struct watcher *w = g_hash_table_lookup(
        desk.watchers, GUINT_TO_POINTER(window_of(e)));

    if (w)
        w->event(w->far, e);
    if (e->type == SDL_DROPFILE)
        SDL_free(e->drop.file);
    if (e->type == SDL_KEYDOWN && !desk.after_key && !desk.lost)
        desk.after_key = g_timeout_add(AFTER_KEY_MS, on_after_key, NULL);
}

void sdl_serve(void)
{
    SDL_Event e;

    if (desk.serving)
        return;
    desk.serving = true;
    while (!desk.lost && SDL_PollEvent(&e))
        hand_out(&e);
    desk.serving = false;
}

void sdl_watch(SDL_Window *window, void (*event)(void *far,
               const SDL_Event *), void *far)
{
    struct watcher *w = g_new(struct watcher, 1);

    *w = (struct watcher){event, far};
    g_hash_table_insert(desk.watchers,
                        GUINT_TO_POINTER(SDL_GetWindowID(window)), w);
    watch_connection(window);
}

void sdl_forget(SDL_Window *window)
{
    g_hash_table_remove(desk.watchers,
                        GUINT_TO_POINTER(SDL_GetWindowID(window)));
}

/* --- life ---------------------------------------------------------------- */

/* SDL would take SIGINT and SIGTERM, and forbid the screen saver. */
static void set_hints(void)
{
    SDL_SetHint(SDL_HINT_NO_SIGNAL_HANDLERS, "1");
    SDL_SetHint(SDL_HINT_VIDEO_ALLOW_SCREENSAVER, "1");
    SDL_SetHint(SDL_HINT_QUIT_ON_LAST_WINDOW_CLOSE, "0");
    SDL_SetHint(SDL_HINT_VIDEO_X11_NET_WM_BYPASS_COMPOSITOR, "0");
}

/* libwayland would add a line of its own to ours. */
static void hush(const char *format, va_list args)
{
    (void)format, (void)args;
}

/* X11 takes a picture as it is; a graphics card would only add its driver.
 * On Wayland SDL has no other way. */
static void choose_copying(void)
{
    if (!g_strcmp0(SDL_GetCurrentVideoDriver(), "x11"))
        SDL_SetHint(SDL_HINT_FRAMEBUFFER_ACCELERATION, "0");
}

/* Only those that may be there; SDL_VIDEODRIVER overrides it. */
static void choose_driver(void)
{
    const char *x11 = g_getenv("DISPLAY") ? "x11" : "none";
    char *list = g_strconcat(
        x11, g_getenv("WAYLAND_DISPLAY") ? ",wayland" : "", NULL);

    wl_log_set_handler_client(hush);
    SDL_SetHint(SDL_HINT_VIDEODRIVER, list);
    g_free(list);
}

bool sdl_open(GError **err)
{
    if (desk.users++)
        return true;
    set_hints();
    choose_driver();
    if (!SDL_InitSubSystem(SDL_INIT_VIDEO)) {
        choose_copying();
        desk.watchers = g_hash_table_new_full(NULL, NULL, NULL, g_free);
        return true;
    }
    desk.users--;
    g_set_error(err, G_IO_ERROR, G_IO_ERROR_NOT_FOUND,
                "--panel: neither DISPLAY nor WAYLAND_DISPLAY leads to a "
                "display; consoles (--console) and QMP's screendump work "
                "without one");
    return false;
}

void sdl_close(void)
{
    if (--desk.users)
        return;
    remove_source(&desk.source);
    remove_source(&desk.after_key);
    remove_source(&desk.losing);
    g_clear_pointer(&desk.watchers, g_hash_table_destroy);
    if (!desk.lost)
        SDL_QuitSubSystem(SDL_INIT_VIDEO);
}
