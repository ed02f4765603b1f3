/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * sdl.h - SDL's connection to the display as an event source of the process's
 * loop.  There is one, whatever the number of windows.
 */
#ifndef PIXEMU_HOST_PANEL_SDL_H
#define PIXEMU_HOST_PANEL_SDL_H

#include <SDL.h>
#include <glib.h>
#include <stdbool.h>

/* Once a window, before it is made.  False: there is no display, *err. */
bool sdl_open(GError **err);
void sdl_close(void); /* once for each sdl_open() that returned true */

/* What happens to this window is told here.  It may be destroyed from
 * anywhere but event().  SDL_QUIT: the display is gone. */
void sdl_watch(SDL_Window *, void (*event)(void *far, const SDL_Event *),
               void *far);
void sdl_forget(SDL_Window *);
/* Whether the display is gone: then SDL's windows are left alone, for it would
 * wait for answers. */
bool sdl_lost(void);
/* Drawing may have read events from the connection: serves them. */
void sdl_serve(void);

#endif
