/* SPDX-License-Identifier: GPL-2.0-or-later */
/* optionrom.h - the contents of a network card's expansion ROM. */
#ifndef PIXEMU_HOST_OPTIONROM_H
#define PIXEMU_HOST_OPTIONROM_H

#include <glib.h>

/* The file of --option-rom; NULL with *err set when it is no such ROM. */
GBytes *optionrom_read(const char *path, GError **err);

#endif
