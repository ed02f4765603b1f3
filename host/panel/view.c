/* SPDX-License-Identifier: GPL-2.0-or-later */
/* view.c - see view.h; the picture is painted by draw.h and copied. */
#include "host/panel/view.h"

#include <gio/gio.h>

#include "host/panel/draw.h"
#include "host/panel/sdl.h"

enum { PAINT_MS = 20, WHEEL_LINES = 3, ZOOM_STEP = 25, ZOOM_MIN = 50,
       ZOOM_MAX = 400 };

struct view {
    struct panel *panel;
    struct draw *draw;
    SDL_Window *sdl; /* NULL: closed */
    bool opened;     /* sdl_close() is due */
    guint soon, closing;
    float scale;
    int left, top; /* of the picture, in pixels */
    uint16_t mods; /* with the last key: by now they may be let go */
};

/* --- painting ------------------------------------------------------------ */

/* As large as fits, in the middle. */
static void fit(struct view *w, const SDL_Surface *to)
{
    struct panel_rect size = panel_size(w->panel);
    float across = (float)to->w / (float)size.w;
    float down = (float)to->h / (float)size.h;

    w->scale = MAX(MIN(across, down), 0.2f);
    w->left = (to->w - (int)((float)size.w * w->scale + 0.5f)) / 2;
    w->top = (to->h - (int)((float)size.h * w->scale + 0.5f)) / 2;
}

static void paint(struct view *w)
{
    SDL_Surface *to = SDL_GetWindowSurface(w->sdl), *picture;
    SDL_Rect at;

    if (!to)
        return;
    fit(w, to);
    picture = draw_panel(w->draw, w->panel, w->scale);
    at = (SDL_Rect){w->left, w->top, 0, 0};
    SDL_FillRect(to, NULL, SDL_MapRGB(to->format, 0x1f, 0x26, 0x2d));
    SDL_BlitSurface(picture, NULL, to, &at);
    SDL_UpdateWindowSurface(w->sdl);
}

static gboolean on_paint(gpointer far)
{
    struct view *w = far;

    w->soon = 0;
    if (!sdl_lost())
        paint(w);
    sdl_serve();
    return G_SOURCE_REMOVE;
}

/* What nobody sees is not painted; it is told when it is seen again. */
static void changed(void *far)
{
    struct view *w = far;

    if (w->sdl && !w->soon && !sdl_lost() &&
        !(SDL_GetWindowFlags(w->sdl) &
          (SDL_WINDOW_MINIMIZED | SDL_WINDOW_HIDDEN)))
        w->soon = g_timeout_add(PAINT_MS, on_paint, w);
}

/* --- what the panel wants ------------------------------------------------ */

static void copy(void *far, const char *text)
{
    (void)far;
    SDL_SetClipboardText(text);
}

static char *paste(void *far)
{
    char *text = SDL_GetClipboardText(), *mine = g_strdup(text);

    (void)far;
    SDL_free(text);
    return mine;
}

static void zoom(void *far, int steps)
{
    struct view *w = far;
    struct panel_rect size = panel_size(w->panel);
    int now = (int)(w->scale * 100 + 0.5f);
    int percent = steps ? now / ZOOM_STEP * ZOOM_STEP + steps * ZOOM_STEP
                        : 100;

    percent = CLAMP(percent, ZOOM_MIN, ZOOM_MAX);
    w->scale = (float)percent / 100; /* for the next step; see fit() */
    SDL_SetWindowFullscreen(w->sdl, 0);
    SDL_SetWindowSize(w->sdl, size.w * percent / 100, size.h * percent / 100);
    changed(w);
}

static void full_screen(void *far)
{
    struct view *w = far;
    bool is = SDL_GetWindowFlags(w->sdl) & SDL_WINDOW_FULLSCREEN_DESKTOP;

    SDL_SetWindowFullscreen(w->sdl, is ? 0 : SDL_WINDOW_FULLSCREEN_DESKTOP);
}

static void remove_source(guint *source)
{
    if (*source)
        g_source_remove(*source);
    *source = 0;
}

static void put_away(struct view *w)
{
    remove_source(&w->soon);
    remove_source(&w->closing);
    panel_show_in(w->panel, NULL);
    if (w->sdl)
        sdl_forget(w->sdl);
    if (w->sdl && !sdl_lost())
        SDL_DestroyWindow(w->sdl);
    w->sdl = NULL;
    if (w->opened)
        sdl_close();
    w->opened = false;
}

static gboolean on_closing(gpointer far)
{
    struct view *w = far;

    w->closing = 0;
    put_away(w);
    return G_SOURCE_REMOVE;
}

/* Not from within an event of this very window. */
static void close_soon(void *far)
{
    struct view *w = far;

    if (!w->closing)
        w->closing = g_idle_add(on_closing, w);
}

/* --- keys ---------------------------------------------------------------- */

static const struct {
    SDL_Keycode sdl;
    int key;
} keys[] = {
    {SDLK_RETURN, TERM_ENTER},      {SDLK_KP_ENTER, TERM_ENTER},
    {SDLK_TAB, TERM_TAB},           {SDLK_BACKSPACE, TERM_BACKSPACE},
    {SDLK_ESCAPE, TERM_ESCAPE},     {SDLK_UP, TERM_UP},
    {SDLK_DOWN, TERM_DOWN},         {SDLK_LEFT, TERM_LEFT},
    {SDLK_RIGHT, TERM_RIGHT},       {SDLK_INSERT, TERM_INSERT},
    {SDLK_DELETE, TERM_DELETE},     {SDLK_HOME, TERM_HOME},
    {SDLK_END, TERM_END},           {SDLK_PAGEUP, TERM_PAGE_UP},
    {SDLK_PAGEDOWN, TERM_PAGE_DOWN}, {SDLK_F1, PANEL_F1},
    {SDLK_F6, PANEL_F6},            {SDLK_F11, PANEL_F11},
};

static unsigned modifiers(uint16_t mod)
{
    return (mod & KMOD_SHIFT ? TERM_SHIFT : 0) |
           (mod & KMOD_CTRL ? TERM_CTRL : 0) |
           (mod & KMOD_LALT ? TERM_ALT : 0);
}

static uint32_t letter_of(SDL_Keycode sym)
{
    if (sym == SDLK_KP_PLUS)
        return '+';
    if (sym == SDLK_KP_MINUS)
        return '-';
    return sym >= ' ' && sym < 0x7f ? (uint32_t)sym : 0;
}

/* A letter without Ctrl or Alt comes as text, after the keyboard's layout. */
static void on_key(struct view *w, const SDL_Keysym *sym)
{
    unsigned mods = modifiers(sym->mod);
    uint32_t letter = letter_of(sym->sym);

    w->mods = sym->mod;
    for (unsigned i = 0; i < G_N_ELEMENTS(keys); i++)
        if (keys[i].sdl == sym->sym) {
            panel_press(w->panel, keys[i].key, 0, mods);
            return;
        }
    if (letter && mods & (TERM_CTRL | TERM_ALT))
        panel_press(w->panel, PANEL_LETTER, letter, mods);
}

static void on_text(struct view *w, const char *utf8)
{
    if (!(w->mods & (KMOD_CTRL | KMOD_LALT)))
        panel_input(w->panel, utf8);
}

/* --- events -------------------------------------------------------------- */

static int across(const struct view *w, int x)
{
    return (int)((float)(x - w->left) / w->scale);
}

static int down(const struct view *w, int y)
{
    return (int)((float)(y - w->top) / w->scale);
}

static void on_button(struct view *w, const SDL_MouseButtonEvent *b)
{
    if (b->button == SDL_BUTTON_LEFT)
        panel_click(w->panel, across(w, b->x), down(w, b->y));
    else if (b->button == SDL_BUTTON_MIDDLE)
        panel_press(w->panel, TERM_INSERT, 0, TERM_SHIFT);
}

static void on_window(struct view *w, const SDL_WindowEvent *e)
{
    switch (e->event) {
    case SDL_WINDOWEVENT_CLOSE:
        panel_ask_close(w->panel);
        break;
    case SDL_WINDOWEVENT_FOCUS_GAINED:
        SDL_StartTextInput(); /* there is a keyboard by now */
        break;
    case SDL_WINDOWEVENT_SHOWN:
    case SDL_WINDOWEVENT_EXPOSED:
    case SDL_WINDOWEVENT_SIZE_CHANGED:
    case SDL_WINDOWEVENT_RESTORED:
        changed(w);
        break;
    }
}

static void on_event(void *far, const SDL_Event *e)
{
    struct view *w = far;

    switch (e->type) {
    case SDL_QUIT:
        close_soon(w);
        break;
    case SDL_WINDOWEVENT:
        on_window(w, &e->window);
        break;
    case SDL_KEYDOWN:
        on_key(w, &e->key.keysym);
        break;
    case SDL_TEXTINPUT:
        on_text(w, e->text.text);
        break;
    case SDL_MOUSEBUTTONDOWN:
        on_button(w, &e->button);
        break;
    case SDL_MOUSEBUTTONUP:
        panel_release(w->panel);
        break;
    case SDL_MOUSEMOTION:
        if (e->motion.state & SDL_BUTTON_LMASK)
            panel_drag(w->panel, across(w, e->motion.x),
                       down(w, e->motion.y));
        break;
    case SDL_MOUSEWHEEL:
        panel_wheel(w->panel, e->wheel.y * WHEEL_LINES);
        break;
    case SDL_DROPFILE:
        panel_drop(w->panel, e->drop.file);
        break;
    }
}

/* --- life ---------------------------------------------------------------- */

/* 100 %, more in whole steps on a screen of fine dots, less where that doesn't
 * fit it. */
static float first_scale(struct panel_rect size)
{
    enum { USUAL_DPI = 96 };
    SDL_Rect room;
    float scale = 1, dpi;

    if (!SDL_GetDisplayDPI(0, &dpi, NULL, NULL))
        scale = MAX((float)((int)(dpi * 100 / USUAL_DPI) / ZOOM_STEP *
                            ZOOM_STEP) / 100, 1);
    if (SDL_GetDisplayUsableBounds(0, &room))
        return scale;
    scale = MIN(scale, (float)room.w / (float)size.w);
    return MIN(scale, (float)(room.h - 40) / (float)size.h);
}

static bool make(struct view *w, const char *title, GError **err)
{
    struct panel_rect size = panel_size(w->panel);

    w->opened = sdl_open(err);
    if (!w->opened)
        return false;
    w->scale = MAX(first_scale(size), 0.3f);
    w->sdl = SDL_CreateWindow(title, SDL_WINDOWPOS_UNDEFINED,
                              SDL_WINDOWPOS_UNDEFINED,
                              (int)((float)size.w * w->scale),
                              (int)((float)size.h * w->scale),
                              SDL_WINDOW_RESIZABLE);
    if (w->sdl && SDL_GetWindowSurface(w->sdl))
        return true;
    g_set_error(err, G_IO_ERROR, G_IO_ERROR_FAILED,
                "--panel: no window: %s", SDL_GetError());
    return false;
}

static void set_icon(struct view *w)
{
    SDL_Surface *icon = draw_icon(w->draw);

    SDL_SetWindowIcon(w->sdl, icon);
    SDL_FreeSurface(icon);
}

struct view *view_open(struct panel *panel, const char *title,
                           GError **err)
{
    struct view *w = g_new0(struct view, 1);
    const struct panel_window hooks = {w, changed, copy, paste, zoom,
                                       full_screen, close_soon};

    w->panel = panel;
    w->draw = draw_new(err);
    if (!w->draw || !make(w, title, err)) {
        view_free(w);
        return NULL;
    }
    set_icon(w);
    sdl_watch(w->sdl, on_event, w);
    panel_show_in(panel, &hooks);
    changed(w);
    return w;
}

float view_scale(const struct view *w)
{
    return w && w->sdl ? w->scale : 1;
}

void view_free(struct view *w)
{
    if (!w)
        return;
    put_away(w);
    draw_free(w->draw);
    g_free(w);
}
